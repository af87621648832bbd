/**
 * Putting pasted content in its place. ProseMirror fits a slice as the grammar allows, drops what does not fit and
 * wraps the rest in whatever would hold it; an interview asks for more sense:
 *
 * - where one line of text stands (headline, caption, credit …) the paste is text;
 * - text within one turn speaks in the turn it is pasted into, its first and last paragraphs joining what is there;
 * - several turns stay turns, between the halves of what they were pasted into.
 *
 * No letter is lost. Pictures, lists and quotes that cannot stand where they fall move to where they can (`blocksOf`).
 */
import { Fragment, type Node, type ResolvedPos, Slice } from "prosemirror-model";
import { type EditorState, NodeSelection, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { type NodeName, schema } from "../../shared/schema/interview.ts";
import {
  asText,
  blocksOf,
  fresh,
  isTurn,
  newTurn,
  nextSpeaker,
  type Piece,
  piecesOf,
  type Turn,
  type TurnRole,
} from "../../shared/schema/turns.ts";

const { nodes } = schema;
/** Parts that are one run of text: a second paragraph in them could only go elsewhere. */
const LINES: readonly string[] = [
  "kicker",
  "headline",
  "standfirst",
  "credit",
  "caption",
  "photo_credit",
] satisfies NodeName[];

/** The change that puts `slice` where the selection is. */
export function pasteSlice(state: EditorState, slice: Slice): Transaction {
  const tr = state.tr;
  if (!tr.selection.empty) tr.deleteSelection();
  const content = withoutIds(slice.content, idsIn(tr.doc));
  const { $from } = tr.selection;
  const parent = $from.parent;
  const turns = content.content.filter(isTurn).length;
  const single = parent.isTextblock ? onlyText(content) : null;
  if (parent.isTextblock && (single || LINES.includes(parent.type.name))) {
    const text = single ?? textOf(content);
    tr.replaceSelection(new Slice(text, 0, 0));
  } else if (turns > 0 && content.childCount > 1) pasteTurns(tr, content);
  else pasteBare(tr, content);
  return tr.scrollIntoView();
}

function idsIn(doc: Node): ReadonlySet<string> {
  const found = new Set<string>();
  doc.descendants((node) => {
    const id = node.attrs.id as string | undefined;
    if (id) found.add(id);
    return !node.isTextblock;
  });
  return found;
}
/** A block that is in the document already keeps its id; its copy gets another. What was cut brings its own back. */
function withoutIds(content: Fragment, taken: ReadonlySet<string>): Fragment {
  return Fragment.from(
    content.content.map((node) => {
      if (node.isText || node.isLeaf) return node;
      const inner = node.isTextblock ? node.content : withoutIds(node.content, taken);
      const id = taken.has(node.attrs.id as string) ? "" : (node.attrs.id as string);
      return node.type.create({ ...node.attrs, id }, inner, node.marks);
    }),
  );
}

/** The content when it is one paragraph's text; null otherwise. */
function onlyText(content: Fragment): Fragment | null {
  if (content.size === 0 || content.firstChild?.isInline) return content;
  if (content.childCount !== 1) return null;
  const only = content.firstChild as Node;
  if (only.isTextblock) return withLabel(only);
  return isTurn(only) || only.type === nodes.list ? onlyText(only.content) : null;
}

/** All text of a fragment in one run, blocks joined by spaces. */
function textOf(content: Fragment): Fragment {
  let out = Fragment.empty;
  const add = (inline: Fragment) => {
    if (inline.size > 0) out = out.size > 0 ? out.append(Fragment.from(schema.text(" "))).append(inline) : inline;
  };
  for (const node of content.content) add(node.isTextblock ? withLabel(node) : textOf(node.content));
  return out;
}
/** A credit's words stand beside its text; outside a credit they go before it. */
function withLabel(node: Node): Fragment {
  const label = (node.attrs.label as string | undefined) ?? "";
  return label === "" ? node.content : Fragment.from(schema.text(`${label} `)).append(node.content);
}

// Where the caret stands, as pieces before and behind it

type Gap = {
  /** The document's children that are taken apart: from `first` up to `last`, exclusive. */
  readonly first: number;
  readonly last: number;
  readonly head: readonly Piece[];
  readonly tail: readonly Piece[];
  /** What a bare paragraph becomes here. */
  bare(node: Node): Piece;
};

function gapAt(tr: Transaction): Gap {
  const { doc } = tr;
  const { $from } = tr.selection;
  const start = doc.maybeChild(1)?.type === nodes.byline ? 2 : 1;
  const index = $from.index(0);
  const speak = (at: number): Turn => newTurn("answer", nextSpeaker(doc, at, "answer"));
  if (index < start || $from.depth === 0) {
    const at = Math.min(Math.max(index, start), doc.childCount);
    const turn = speak(at);
    return {
      first: at,
      last: at,
      head: [],
      tail: [],
      bare: (node) => ({ node: asText("paragraph", node, withLabel(node)), turn }),
    };
  }
  const block = $from.node(1);
  const pieces = piecesOf([block]);
  const between = { first: index, last: index + 1 };
  if ($from.depth === 1 && block.isTextblock) {
    const name = block.type.name as NodeName;
    const [left, right] = halves($from);
    return {
      ...between,
      head: left ? [{ node: left, turn: null }] : [],
      tail: right ? [{ node: right, turn: null }] : [],
      bare: (node) => ({ node: asText(name, node, withLabel(node)), turn: null }),
    };
  }
  const turn = pieces[0]?.turn ?? null;
  if (turn && $from.depth === 2 && $from.parent.type === nodes.paragraph) {
    const at = $from.index(1);
    const [left, right] = halves($from);
    return {
      ...between,
      head: [...pieces.slice(0, at), ...(left ? [{ node: left, turn }] : [])],
      tail: [...(right ? [{ node: right, turn }] : []), ...pieces.slice(at + 1)],
      bare: (node) => ({ node: asText("paragraph", node, withLabel(node)), turn }),
    };
  }
  // Inside a list, a quote, a picture: what is pasted comes after it.
  const at = turn ? $from.index(1) + 1 : 1;
  const own = turn ?? speak(index + 1);
  return {
    ...between,
    head: pieces.slice(0, at),
    tail: pieces.slice(at),
    bare: (node) => ({ node: asText("paragraph", node, withLabel(node)), turn: own }),
  };
}

/** The caret's textblock divided; an empty half is none. The first half keeps the id. */
function halves($at: ResolvedPos): readonly [Node | null, Node | null] {
  const { parent, parentOffset } = $at;
  const left = parent.content.cut(0, parentOffset);
  const right = parent.content.cut(parentOffset);
  if (right.size === 0) return [left.size > 0 ? parent : null, null];
  if (left.size === 0) return [null, parent];
  return [parent.copy(left), parent.type.create(fresh(parent.attrs), right)];
}

// Turns

function pasteTurns(tr: Transaction, content: Fragment): void {
  const gap = gapAt(tr);
  const role = (at: Node | null | undefined): TurnRole => (at?.type === nodes.question ? "question" : "answer");
  const pasted: Piece[] = [];
  let open: Turn | null = null;
  for (const node of content.content) {
    if (isTurn(node)) {
      open = null;
      pasted.push(...piecesOf(wholes([node])));
    } else if (ON_TOP.has(node.type.name)) {
      open = null;
      pasted.push(...wholes([node]).map((each) => ({ node: each, turn: null })));
    } else {
      // Paragraphs outside any turn go on in the turn before the caret, or in one of their own.
      open ??=
        (pasted.length === 0 ? gap.head.at(-1)?.turn : null) ??
        newTurn(role(null), nextSpeaker(tr.doc, gap.first, role(null)));
      for (const part of bareParts(node))
        pasted.push({ node: part.isTextblock ? asText("paragraph", part, withLabel(part)) : part, turn: open });
    }
  }
  put(tr, gap, pasted, null);
}
/** What may stand in the body as it is. */
const ON_TOP: ReadonlySet<string> = new Set<NodeName>([
  "photo",
  "photo_group",
  "pull_quote",
  "sidebar",
  "box",
  "intro",
  "crosshead",
  "editor_note",
]);

// Paragraphs, lists and pictures without turns

function pasteBare(tr: Transaction, content: Fragment): void {
  const { $from } = tr.selection;
  const parts = content.content.flatMap(bareParts);
  if (parts.length === 0) return;
  const container = $from.depth > 1 ? $from.node(-1) : null;
  const simple = parts.every((part) => part.isTextblock || part.type === nodes.list);
  if (container && !isTurn(container) && simple && $from.parent.isTextblock) return pasteLines(tr, parts);
  const gap = gapAt(tr);
  const pieces = wholes(parts).map((part): Piece => {
    if (part.type === nodes.crosshead && gap.head.concat(gap.tail).some((piece) => piece.turn))
      return { node: part, turn: turnOf(gap) };
    if (part.isTextblock) return gap.bare(part);
    if (part.type === nodes.sidebar || part.type === nodes.box) return { node: part, turn: null };
    if (part.type !== nodes.list) return { node: part, turn: turnOf(gap) };
    return { node: part, turn: turnOf(gap) ?? gap.bare(nodes.paragraph.create()).turn };
  });
  // Lists need a turn to stand in; where there is none their items are paragraphs like the others.
  const flat = pieces.flatMap((piece) =>
    piece.node.type === nodes.list && !piece.turn ? piece.node.children.map((item) => gap.bare(item)) : [piece],
  );
  let head = gap.head;
  let tail = gap.tail;
  const [first, last] = [flat[0], flat.at(-1)];
  const split = $from.parent.isTextblock && $from.parentOffset > 0;
  const left = head.at(-1);
  if (first && left && split && joins(left, first) && !isTitle(tr, gap)) {
    flat[0] = { node: left.node.copy(left.node.content.append(first.node.content)), turn: left.turn };
    head = head.slice(0, -1);
  }
  const right = tail[0];
  let caret: number | null = null;
  const open = $from.parent.isTextblock && $from.parentOffset < $from.parent.content.size;
  const end = flat.at(-1);
  if (last && end && right && open && joins(end, right)) {
    caret = end.node.content.size;
    const keep = flat.length === 1 && end.node.attrs.id !== "" ? end.node : right.node;
    flat[flat.length - 1] = { node: keep.copy(end.node.content.append(right.node.content)), turn: right.turn };
    tail = tail.slice(1);
  }
  put(tr, { ...gap, head, tail }, flat, caret);
}
function turnOf(gap: Gap): Turn | null {
  return gap.head.at(-1)?.turn ?? gap.tail[0]?.turn ?? null;
}
function joins(a: Piece, b: Piece): boolean {
  return a.node.isTextblock && a.node.type === b.node.type && a.turn === b.turn;
}
function isTitle(tr: Transaction, gap: Gap): boolean {
  return gap.first === gap.last && tr.selection.$from.index(0) < gap.first;
}

/** The parts of something that is no turn, as they may stand in one. */
function bareParts(node: Node): Node[] {
  if (node.isInline) return [nodes.paragraph.create(null, node)];
  if (node.isTextblock) return [node];
  if (node.type === nodes.list || ON_TOP.has(node.type.name)) return wholes([node]);
  return node.children.flatMap(bareParts);
}

/** Lines of text in a list, quote or sidebar become lines of it. */
function pasteLines(tr: Transaction, parts: readonly Node[]): void {
  const { $from } = tr.selection;
  const { type, attrs } = $from.parent;
  const texts = parts.flatMap((part) =>
    part.isTextblock ? [withLabel(part)] : part.children.map((item) => item.content),
  );
  const [left, right] = [$from.parent.content.cut(0, $from.parentOffset), $from.parent.content.cut($from.parentOffset)];
  const all = texts.map((text, n) => {
    const from = n === 0 ? left.append(text) : text;
    const to = n === texts.length - 1 ? from.append(right) : from;
    if (n === 0) return type.create(attrs, to);
    // A sidebar has one crosshead, on top.
    return type === nodes.crosshead ? nodes.paragraph.create(null, to) : type.create(fresh(attrs), to);
  });
  const from = $from.before();
  tr.step(new ReplaceStep(from, $from.after(), new Slice(Fragment.from(all), 0, 0)));
  const size = all.reduce((sum, node) => sum + node.nodeSize, 0);
  tr.setSelection(TextSelection.create(tr.doc, from + size - 1 - right.size));
}

/** A node cut out of its place may lack what its kind must have, inside as well; null when nothing of it is left. */
function whole(node: Node): Node | null {
  if (node.isTextblock || node.isLeaf) return node;
  const children = node.children.map(whole).filter((child) => child !== null);
  const kept =
    children.length === node.childCount && children.every((child, i) => child === node.child(i))
      ? node.content
      : Fragment.from(children);
  if (kept.size === 0 && node.type !== nodes.photo && node.type !== nodes.box) return null;
  const filled = node.type.createAndFill(node.attrs, kept, node.marks);
  if (filled) return filled;
  // Two photos cut to one are no group; anything else is text.
  return node.type === nodes.photo_group && kept.firstChild?.type === nodes.photo
    ? kept.firstChild
    : nodes.intro.create(null, textOf(kept));
}

function wholes(parts: readonly Node[]): Node[] {
  return parts.map(whole).filter((part) => part !== null);
}

/**
 * Puts the pieces into the gap. The caret goes to the end of what was put in, or `caret` units into the last of it,
 * where that was joined with the text behind.
 */
function put(tr: Transaction, gap: Gap, pieces: readonly Piece[], caret: number | null): void {
  let from = 0;
  for (let i = 0; i < gap.first; i += 1) from += tr.doc.child(i).nodeSize;
  let to = from;
  for (let i = gap.first; i < gap.last; i += 1) to += tr.doc.child(i).nodeSize;
  const blocks = blocksOf([...gap.head, ...pieces, ...gap.tail]);
  tr.step(new ReplaceStep(from, to, new Slice(Fragment.from(blocks), 0, 0)));
  const last = pieces.at(-1)?.node;
  const size = blocks.reduce((sum, block) => sum + block.nodeSize, 0);
  let at: number | null = null;
  tr.doc.nodesBetween(from, from + size, (node, pos) => {
    if (last && (node === last || (node.isTextblock && last.isTextblock && node.content === last.content))) at = pos;
    return at === null;
  });
  const found = at === null ? null : tr.doc.nodeAt(at);
  if (at !== null && found?.isTextblock) {
    tr.setSelection(TextSelection.create(tr.doc, at + 1 + (caret ?? found.content.size)));
  } else if (at !== null && found && NodeSelection.isSelectable(found) && found.type === nodes.photo) {
    tr.setSelection(NodeSelection.create(tr.doc, at));
  } else tr.setSelection(Selection.near(tr.doc.resolve(from + size), -1));
}
