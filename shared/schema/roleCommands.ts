/**
 * Roles: a turn becomes question or answer, is split or joined, and any words become another role. A block keeps its id
 * through a change of role; no text is lost or doubled.
 */
import { Fragment, type Node } from "prosemirror-model";
import { type Command, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { type NodeName, schema } from "./interview.ts";
import type { Role } from "./stylesheet.ts";
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
  turnAs,
  type TurnRole,
} from "./turns.ts";
import {
  nodes,
  command,
  TITLE_PARTS,
  type TitlePart,
  isTitlePart,
  isLoose,
  bodyStart,
  caretOf,
  textblockById,
  select,
  caretAt,
  replaceChildren,
  rebuild,
} from "./edit.ts";
import { nearestPhoto, addToPhoto } from "./photoCommands.ts";

/**
 * Tab at the start of a block: a question becomes an answer by the next speaker and the other way round. At a turn's
 * first paragraph the whole turn changes; at a later one that paragraph becomes a turn, and what follows goes on as it
 * was. A loose text becomes a question.
 */
export const switchRole: Command = command((tr) => {
  const { selection } = tr;
  if (!(selection instanceof TextSelection) || !selection.empty || selection.$from.parentOffset > 0) return false;
  const $at = selection.$from;
  const index = $at.index(0);
  const block = tr.doc.child(index);
  if (isLoose(block)) {
    const turn = newTurn("question", nextSpeaker(tr.doc, index, "question"));
    return rebuild(tr, index, index, [{ node: asText("paragraph", block), turn }]);
  }
  if (!isTurn(block) || $at.depth !== 2) return false;
  const role: TurnRole = block.type === nodes.question ? "answer" : "question";
  const speaker = nextSpeaker(tr.doc, index, role);
  const at = $at.index(1);
  const pieces = piecesOf([block]);
  const whole = turnAs(pieces[0]?.turn as Turn, role, speaker);
  const opened = newTurn(role, speaker);
  return rebuild(
    tr,
    index,
    index,
    pieces.map((piece, n) => {
      if (at === 0) return { ...piece, turn: whole };
      return n === at ? { node: asText("paragraph", piece.node), turn: opened } : piece;
    }),
  );
});

/** Divides the turn at the caret: what follows becomes a turn of its own in the same role. */
export const splitTurn: Command = command((tr) => {
  const { selection } = tr;
  if (!(selection instanceof TextSelection)) return false;
  const $at = selection.$from;
  if ($at.depth !== 2 || !isTurn($at.node(1)) || $at.parent.type !== nodes.paragraph) return false;
  tr.setSelection(TextSelection.create(tr.doc, $at.pos));
  const block = $at.node(1);
  const at = $at.index(1);
  if (at > 0 && $at.parentOffset === 0) {
    const pieces = piecesOf([block]);
    const second: Turn = { role: block.type.name as TurnRole, attrs: fresh(block.attrs), from: null };
    return rebuild(
      tr,
      $at.index(0),
      $at.index(0),
      pieces.map((piece, n) => (n < at ? piece : { ...piece, turn: second })),
    );
  }
  tr.split($at.pos, 2, [
    { type: block.type, attrs: fresh(block.attrs) },
    { type: nodes.paragraph, attrs: fresh($at.parent.attrs) },
  ]);
  return caretAt(tr, $at.pos + 4);
});

/** The selected turn goes on in the one before it, in that one's role. */
export const joinTurn: Command = command((tr) => {
  const index = tr.selection.$from.index(0);
  if (index <= bodyStart(tr.doc) || index >= tr.doc.childCount) return false;
  const [previous, block] = [tr.doc.child(index - 1), tr.doc.child(index)];
  if (!isTurn(previous) || !isTurn(block)) return false;
  const into = piecesOf([previous]);
  const turn = into[0]?.turn as Turn;
  return rebuild(tr, index - 1, index, [...into, ...piecesOf([block]).map((piece) => ({ ...piece, turn }))]);
});

/** Roles that text can be given. */
export type TextRole = Role;

/**
 * Gives the selected text another role. Neighbouring paragraphs become one turn, quote or list; what is left around
 * them stays what it was. A title part that was there before changes places with the new one, or becomes an
 * introduction; captions and photo credits go to the nearest picture before. False where the role has no place.
 */
export function convertTo(role: TextRole): Command {
  return command((tr) => convert(tr, role));
}

/** Selected textblocks. A block touched only by the end of a selection at its very start is not meant. */
function selectedTexts(tr: Transaction): ReadonlySet<Node> {
  const { selection } = tr;
  const { from, to, empty } = selection;
  const found = new Set<Node>();
  tr.doc.nodesBetween(from, Math.max(to, from), (node, pos) => {
    if (!node.isTextblock) return true;
    if (empty || (pos + 1 < to && pos + node.nodeSize > from) || node.content.size === 0) found.add(node);
    return false;
  });
  return found;
}

/** The text of a block with the words that stood beside it in the source, where they stood. */
export function wordsOf(node: Node): Fragment {
  const label = (node.attrs.label as string | undefined) ?? "";
  if (label === "") return node.content;
  const space = node.content.size > 0 ? " " : "";
  return label.startsWith("(")
    ? node.content.append(Fragment.from(schema.text(space + label)))
    : Fragment.from(schema.text(label + space)).append(node.content);
}
function joinedWords(texts: readonly Fragment[]): Fragment {
  return texts
    .filter((text) => text.size > 0)
    .reduce(
      (all, text) => (all.size > 0 ? all.append(Fragment.from(schema.text(" "))).append(text) : text),
      Fragment.empty,
    );
}

/** A piece divided into what is selected in it and what stays. */
type Part = Piece & { readonly selected: boolean };
/** Parts with the index of the document's child they come from. */
type Row = Part & { readonly index: number };
function partsOf(piece: Piece, chosen: ReadonlySet<Node>): Part[] {
  const { node, turn } = piece;
  if (node.isTextblock) return [{ node, selected: chosen.has(node), turn }];
  if (node.type === nodes.photo || node.type === nodes.photo_group) {
    const taken: Node[] = [];
    const kept = without(node, chosen, taken);
    return [{ node: kept, selected: false, turn }, ...taken.map((text) => ({ node: text, selected: true, turn }))];
  }
  const parts: Part[] = [];
  let staying: Node[] = [];
  let divided = 0;
  const close = () => {
    const attrs = divided === 0 ? node.attrs : fresh(node.attrs);
    const lone = staying.length === 1 && staying[0]?.type === nodes.crosshead ? staying[0] : null;
    if (lone) parts.push({ node: lone, selected: false, turn });
    else if (staying.length > 0) {
      const same = staying.length === node.childCount && staying.every((child, i) => child === node.child(i));
      parts.push({ node: same ? node : node.type.create(attrs, staying), selected: false, turn });
      divided += 1;
    }
    staying = [];
  };
  for (const child of node.children) {
    for (const part of partsOf({ node: child, turn }, chosen)) {
      if (part.selected) {
        close();
        parts.push(part);
      } else staying.push(part.node);
    }
  }
  if (node.childCount === 0) return [{ node, selected: false, turn }];
  close();
  return parts;
}
function without(node: Node, chosen: ReadonlySet<Node>, taken: Node[]): Node {
  const kept: Node[] = [];
  for (const child of node.children) {
    if (chosen.has(child)) taken.push(child);
    else kept.push(child.isTextblock ? child : without(child, chosen, taken));
  }
  return kept.length === node.childCount && kept.every((child, i) => child === node.child(i))
    ? node
    : node.type.create(node.attrs, kept);
}

function convert(tr: Transaction, role: TextRole): boolean {
  const chosen = selectedTexts(tr);
  if (chosen.size === 0) return false;
  const texts = [...chosen];
  if (isTitlePart(role) && texts.every((node) => node.type.name === role)) return false;
  const { $anchor, $head } = tr.selection;
  const anchor = caretOf($anchor);
  const head = caretOf($head);
  const doc = tr.doc;
  const [title, ...others] = doc.children as [Node, ...Node[]];
  const byline = others[0]?.type === nodes.byline ? others[0] : null;
  const body = byline ? others.slice(1) : others;

  // What is in a title part or a credit already and comes from there is taken out of it.
  const fromTitle = title.children.filter((node) => chosen.has(node));
  const fromByline = (byline?.children ?? []).filter((node) => chosen.has(node) && role !== "credit");
  if (role === "credit" && texts.every((node) => node.type === nodes.credit)) return false;
  const target = makerOf(role, tr);
  if (!target) return false;

  const start = bodyStart(doc);
  const rows: Row[] = [
    ...[...fromTitle, ...fromByline].map((node) => ({ node, selected: true, turn: null, index: start })),
    ...body.flatMap((block, i) =>
      piecesOf([block])
        .flatMap((piece) => partsOf(piece, chosen))
        .map((part) => ({ ...part, index: start + i })),
    ),
  ];

  const out: Piece[] = [];
  const slot: Node[] = [];
  for (let i = 0; i < rows.length; ) {
    const row = rows[i] as Row;
    if (!row.selected) {
      out.push({ node: row.node, turn: row.turn });
      i += 1;
      continue;
    }
    const run: Part[] = [];
    for (; rows[i]?.selected && rows[i]?.turn === row.turn; i += 1) run.push(rows[i] as Row);
    if (target.kind === "slot") {
      slot.push(...run.map((part) => part.node));
      continue;
    }
    const made = target.make(run, row.index);
    if (!made) return false;
    out.push(...made);
  }

  let parts = { title, byline };
  const back: Piece[] = [];
  if (fromTitle.length > 0) parts = { ...parts, title: withoutParts(title, new Set(fromTitle)) };
  if (fromByline.length > 0 && byline) {
    const left = byline.children.filter((node) => !fromByline.includes(node));
    parts = { ...parts, byline: left.length > 0 ? nodes.byline.create(byline.attrs, left) : null };
  }
  let photoText: Fragment | null = null;
  if (target.kind === "slot") {
    const words = slot.map(wordsOf);
    if (isTitlePart(role)) {
      const id = slot[0]?.attrs.id as string;
      const old = parts.title.children.find((node) => node.type.name === role);
      const swap = slot.length === 1 && fromTitle.length === 1 ? (fromTitle[0]?.type.name as TitlePart) : null;
      parts = { ...parts, title: withPart(parts.title, nodes[role].create({ id }, joinedWords(words))) };
      if (old && old.content.size > 0) {
        if (swap) parts = { ...parts, title: withPart(parts.title, asText(swap, old)) };
        else back.push({ node: asText("intro", old), turn: null });
      }
    } else if (role === "credit") {
      const made = slot.map((node) => asText("credit", node, wordsOf(node)));
      parts = {
        ...parts,
        byline: nodes.byline.create(parts.byline?.attrs ?? null, [...(parts.byline?.children ?? []), ...made]),
      };
    } else photoText = joinedWords(words);
  }

  const children = [parts.title, ...(parts.byline ? [parts.byline] : []), ...blocksOf([...back, ...out])];
  const photo = photoText === null ? null : nearestPhoto(doc, $anchor.pos);
  if (photoText !== null && photo === null) return false;
  const changed = replaceChildren(tr, 0, doc.childCount, children);
  if (!changed) return false;
  if (photoText !== null && photo !== null) {
    addToPhoto(tr, photo, role as "caption" | "photo_credit", photoText);
  } else if (!select(tr, anchor, head)) {
    const first = textblockById(tr.doc, (texts[0] as Node).attrs.id as string);
    if (first) caretAt(tr, first.pos + 1);
    else tr.setSelection(Selection.near(tr.doc.resolve(Math.min($anchor.pos, tr.doc.content.size))));
  }
  return true;
}

/** A title block without these parts; a headline stays, empty. */
function withoutParts(title: Node, gone: ReadonlySet<Node>): Node {
  const kept = title.children.flatMap((node) => {
    if (!gone.has(node)) return [node];
    return node.type === nodes.headline ? [nodes.headline.create()] : [];
  });
  return nodes.title_block.create(title.attrs, kept);
}
function withPart(title: Node, part: Node): Node {
  const all = new Map(title.children.map((node) => [node.type.name, node]));
  all.set(part.type.name, part);
  return nodes.title_block.create(
    title.attrs,
    TITLE_PARTS.flatMap((name) => all.get(name) ?? []),
  );
}

/** How a run of selected texts (all of one turn, or of none) becomes blocks of a role; or the role is a slot elsewhere. */
type Maker =
  | { readonly kind: "slot" }
  | { readonly kind: "run"; readonly make: (run: readonly Part[], index: number) => Piece[] | null };
function makerOf(role: TextRole, tr: Transaction): Maker | null {
  const each = (name: NodeName, keepsTurn: boolean): Maker => ({
    kind: "run",
    make: (run) =>
      run.map(({ node, turn }) => ({
        node: asText(name, node, wordsOf(node)),
        turn: keepsTurn && turn?.role === "answer" ? turn : null,
      })),
  });
  const together = (name: NodeName, inner: NodeName, keepsTurn: boolean): Maker => ({
    kind: "run",
    make: (run) => [
      {
        node: nodes[name].create(
          null,
          run.map(({ node }) => asText(inner, node, wordsOf(node))),
        ),
        turn: keepsTurn && run[0]?.turn?.role === "answer" ? run[0].turn : null,
      },
    ],
  });
  switch (role) {
    case "question":
    case "answer":
      return {
        kind: "run",
        make: (run, index) => {
          const old = run[0]?.turn;
          const speaker = nextSpeaker(tr.doc, index, role);
          const whole = old?.from?.children.every((child) => run.some((part) => part.node === child)) ?? false;
          const turn = old?.role === role ? old : old && whole ? turnAs(old, role, speaker) : newTurn(role, speaker);
          return run.map(({ node }) => ({ node: asText("paragraph", node, wordsOf(node)), turn }));
        },
      };
    case "intro":
    case "editor_note":
      return each(role, false);
    case "crosshead":
      return each("crosshead", true);
    case "pull_quote":
      return together("pull_quote", "paragraph", true);
    case "sidebar":
    case "box":
      return together(role, "paragraph", false);
    case "list_item": {
      const list = together("list", "list_item", true);
      if (list.kind !== "run") return null;
      return {
        kind: "run",
        make: (run, index) => (run[0]?.turn?.role === "answer" ? list.make(run, index) : null),
      };
    }
    default:
      return { kind: "slot" };
  }
}
