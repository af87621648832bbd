/**
 * Editing commands that know an interview: what Enter, Backspace, Delete and Tab mean in a question, an answer, a
 * caption; and make, split, join, convert and move for the panels. Each is a ProseMirror command over state alone; the
 * document that results passes the schema's check, and no text is lost or doubled except what was selected to go.
 *
 * A block keeps its id through a change of role. New blocks have none yet: `idsPlugin` gives it in the same change.
 */
import { toggleMark } from "prosemirror-commands";
import { Fragment, type Node, type ResolvedPos, Slice } from "prosemirror-model";
import { type Command, NodeSelection, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { type NodeName, schema } from "./interview.ts";
import type { Role } from "./stylesheet.ts";
import {
  asText,
  type Attrs,
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

const { nodes } = schema;

/** Changes `tr` and says true, or leaves it alone and says false. Positions are those of `tr.doc`. */
type Edit = (tr: Transaction) => boolean;
function command(edit: Edit): Command {
  return (state, dispatch) => {
    const tr = state.tr;
    if (!edit(tr)) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

// Where things are

const TITLE_PARTS = ["kicker", "headline", "standfirst"] as const;
type TitlePart = (typeof TITLE_PARTS)[number];
const isTitlePart = (name: string): name is TitlePart => (TITLE_PARTS as readonly string[]).includes(name);
/** Textblocks that are blocks of their own in the body. */
const isLoose = (node: Node) =>
  node.type === nodes.intro || node.type === nodes.crosshead || node.type === nodes.editor_note;
/** Blocks that a caret passes over as one thing. */
const OBJECTS: readonly string[] = ["photo", "photo_group", "pull_quote", "sidebar", "box"] satisfies NodeName[];
const isObject = (node: Node) => OBJECTS.includes(node.type.name);

/** Index of the first child after title block and byline. */
function bodyStart(doc: Node): number {
  return doc.maybeChild(1)?.type === nodes.byline ? 2 : 1;
}
/** Position before the document's child `index`. */
function before(doc: Node, index: number): number {
  let pos = 0;
  for (let i = 0; i < index; i += 1) pos += doc.child(i).nodeSize;
  return pos;
}

type Caret = { readonly id: string; readonly offset: number };
function caretOf($pos: ResolvedPos): Caret {
  return { id: $pos.parent.attrs.id as string, offset: $pos.parentOffset };
}
function textblockById(doc: Node, id: string): { node: Node; pos: number } | null {
  let found: { node: Node; pos: number } | null = null;
  if (id === "") return null;
  doc.descendants((node, pos) => {
    if (!found && node.isTextblock && node.attrs.id === id) found = { node, pos };
    return !found && !node.isTextblock;
  });
  return found;
}
/** Puts the selection back into the blocks it was in, wherever they are now. False when they are gone. */
function select(tr: Transaction, anchor: Caret, head: Caret = anchor): boolean {
  const a = textblockById(tr.doc, anchor.id);
  const b = textblockById(tr.doc, head.id);
  if (!a || !b) return false;
  const at = (block: { node: Node; pos: number }, offset: number) =>
    block.pos + 1 + Math.min(offset, block.node.content.size);
  tr.setSelection(TextSelection.create(tr.doc, at(a, anchor.offset), at(b, head.offset)));
  return true;
}
function caretAt(tr: Transaction, pos: number): true {
  tr.setSelection(TextSelection.create(tr.doc, pos));
  return true;
}
/** Caret at the end of the text before `pos`, or that block selected when it is a picture or a box. */
function caretBefore(tr: Transaction, pos: number): true {
  const $pos = tr.doc.resolve(pos);
  const node = $pos.nodeBefore;
  if (node && isObject(node)) {
    tr.setSelection(NodeSelection.create(tr.doc, pos - node.nodeSize));
  } else {
    tr.setSelection(Selection.near($pos, -1));
  }
  return true;
}

/** The document's children from `from` to `to` (exclusive) replaced in one step, as few of them as possible. */
function replaceChildren(tr: Transaction, from: number, to: number, children: readonly Node[]): boolean {
  let start = 0;
  let end = children.length;
  while (from < to && start < end && tr.doc.child(from) === children[start]) {
    from += 1;
    start += 1;
  }
  while (from < to && start < end && tr.doc.child(to - 1) === children[end - 1]) {
    to -= 1;
    end -= 1;
  }
  if (from === to && start === end) return false;
  const slice = new Slice(Fragment.from(children.slice(start, end)), 0, 0);
  tr.step(new ReplaceStep(before(tr.doc, from), before(tr.doc, to), slice));
  return true;
}

/** Replaces top-level blocks `first` to `last` (inclusive) by `pieces`, the selection staying in its text. */
function rebuild(tr: Transaction, first: number, last: number, pieces: readonly Piece[]): boolean {
  const { $anchor, $head } = tr.selection;
  const anchor = caretOf($anchor);
  const head = caretOf($head);
  const at = before(tr.doc, first);
  if (!replaceChildren(tr, first, last + 1, blocksOf(pieces))) return false;
  if (!select(tr, anchor, head)) tr.setSelection(Selection.near(tr.doc.resolve(Math.min(at + 1, tr.doc.content.size))));
  return true;
}

/** Opens a turn with an empty paragraph as the document's child `index`, and puts the caret there. */
function openTurn(tr: Transaction, index: number, role: TurnRole): true {
  const speaker = nextSpeaker(tr.doc, index, role);
  const pos = before(tr.doc, index);
  tr.insert(pos, nodes[role].create({ speaker }, nodes.paragraph.create()));
  return caretAt(tr, pos + 2);
}

/** Caret at the start of the text from child `index` on; opens a question where there is none. */
function enterBody(tr: Transaction, index: number): true {
  for (let i = index; i < tr.doc.childCount; i += 1) {
    const child = tr.doc.child(i);
    if (child.isTextblock) return caretAt(tr, before(tr.doc, i) + 1);
    if (isTurn(child)) return caretAt(tr, before(tr.doc, i) + 2);
  }
  return openTurn(tr, Math.max(index, bodyStart(tr.doc)), "question");
}

// Enter

/** Divides the textblock at the caret. The text keeps the id: an empty half is always the new one. */
function splitBlock(tr: Transaction, $at: ResolvedPos, second: NodeName = $at.parent.type.name as NodeName): true {
  const { parent, pos } = $at;
  if ($at.parentOffset === 0 && parent.content.size > 0 && second === parent.type.name) {
    // The new empty paragraph goes above and takes the break along.
    const { break_before } = parent.attrs;
    if (break_before !== "none") tr.setNodeAttribute(pos - 1, "break_before", "none");
    tr.insert(pos - 1, parent.type.create({ ...fresh(parent.attrs), break_before }));
    return caretAt(tr, pos + 2);
  }
  const attrs = second === parent.type.name ? fresh(parent.attrs) : null;
  tr.split(pos, 1, [{ type: nodes[second], attrs }]);
  return caretAt(tr, pos + 2);
}

/** What follows the caret becomes the start of the next part, which is made when it is missing. */
function flowInto(tr: Transaction, $at: ResolvedPos, part: NodeName): true {
  const { parent, depth } = $at;
  const tail = parent.content.cut($at.parentOffset);
  const end = $at.after(depth);
  if (tail.size > 0) tr.delete($at.pos, $at.end());
  const next = tr.doc.resolve(tr.mapping.map(end)).nodeAfter;
  const pos = tr.mapping.map(end);
  if (next?.type !== nodes[part]) {
    tr.insert(pos, nodes[part].create(null, tail));
  } else if (tail.size > 0) {
    tr.insert(pos + 1, next.content.size > 0 ? tail.append(Fragment.from(schema.text(" "))) : tail);
  }
  return caretAt(tr, pos + 1);
}

/** Takes away the block before which `$at` stands, where the caret's empty paragraph is; what remains is put together. */
function leaveEmpty(tr: Transaction, $at: ResolvedPos): boolean {
  const index = $at.index(0);
  const block = tr.doc.child(index);
  const at = $at.index(1);
  const turn = block.type.name as TurnRole;
  const other: TurnRole = turn === "question" ? "answer" : "question";
  if (block.childCount === 1) {
    const [piece] = piecesOf([block]);
    if (!piece?.turn) return false;
    return rebuild(tr, index, index, [
      { ...piece, turn: turnAs(piece.turn, other, nextSpeaker(tr.doc, index, other)) },
    ]);
  }
  const pieces = piecesOf([block]);
  const opened = newTurn(other, nextSpeaker(tr.doc, index + 1, other));
  // The empty paragraph goes along into the new turn, so the caret stays in it.
  return rebuild(
    tr,
    index,
    index,
    pieces.map((piece, n) => (n === at ? { node: piece.node, turn: opened } : piece)),
  );
}

function enterInTurn(tr: Transaction, $at: ResolvedPos): boolean {
  const { parent } = $at;
  const index = $at.index(0);
  const block = tr.doc.child(index);
  if (parent.content.size === 0) return leaveEmpty(tr, $at);
  const atEnd = $at.pos === $at.end() && $at.index(1) === block.childCount - 1;
  if (block.type !== nodes.question || !atEnd) return splitBlock(tr, $at);
  const next = tr.doc.maybeChild(index + 1);
  const waiting = next?.type === nodes.answer && next.childCount === 1 && next.firstChild?.content.size === 0;
  return waiting ? caretAt(tr, $at.after(1) + 2) : openTurn(tr, index + 1, "answer");
}

function enterInLoose(tr: Transaction, $at: ResolvedPos): boolean {
  const { parent } = $at;
  const index = $at.index(0);
  if ($at.depth === 1 && parent.content.size === 0) {
    const turn = newTurn("question", nextSpeaker(tr.doc, index, "question"));
    return rebuild(tr, index, index, [{ node: asText("paragraph", parent), turn }]);
  }
  if (parent.type !== nodes.crosshead) return splitBlock(tr, $at);
  if ($at.depth > 1) return splitBlock(tr, $at, "paragraph");
  // After a crosshead of its own a question begins, with whatever followed the caret.
  const tail = parent.content.cut($at.parentOffset);
  if (tail.size > 0) tr.delete($at.pos, $at.end());
  openTurn(tr, index + 1, "question");
  const at = tr.selection.from;
  if (tail.size > 0) tr.insert(at, tail);
  return caretAt(tr, at);
}

/** Leaves a list, quote, sidebar or box from its empty last line. */
function leaveContainer(tr: Transaction, $at: ResolvedPos): boolean {
  const container = $at.node(-1);
  const outer = $at.depth - 1;
  const only = container.childCount === 1;
  const from = only ? $at.before(outer) : $at.before();
  const to = only ? $at.after(outer) : $at.after();
  const inTurn = outer > 1 && isTurn($at.node(1));
  const inSidebar = outer > 1 && !inTurn;
  const index = $at.index(0);
  tr.delete(from, to);
  if (inTurn || inSidebar) {
    const pos = tr.mapping.map($at.after(outer));
    tr.insert(pos, nodes.paragraph.create());
    return caretAt(tr, pos + 1);
  }
  return openTurn(tr, only ? index : index + 1, "question");
}

function enterInList(tr: Transaction, $at: ResolvedPos): boolean {
  if ($at.parent.content.size > 0) return splitBlock(tr, $at);
  if ($at.index(-1) === $at.node(-1).childCount - 1) return leaveContainer(tr, $at);
  return liftItem(tr, $at);
}

function enterInCredit(tr: Transaction, $at: ResolvedPos): boolean {
  if ($at.parent.content.size > 0) {
    splitBlock(tr, $at);
    // The words that said the role belong to the first credit alone.
    const $new = tr.selection.$from;
    const second = $at.parentOffset === 0 ? $at.pos - 1 : $new.before();
    tr.setNodeAttribute(second, "label", "");
    return true;
  }
  // A credit whose name is still missing keeps the words that said its role.
  if ($at.parent.attrs.label !== "") return enterBody(tr, bodyStart(tr.doc));
  const only = $at.node(1).childCount === 1;
  tr.delete(only ? $at.before(1) : $at.before(), only ? $at.after(1) : $at.after());
  return enterBody(tr, bodyStart(tr.doc));
}

/** The line after a photo: the text that follows, or a new paragraph. */
function leavePhoto(tr: Transaction, $at: ResolvedPos): boolean {
  let depth = $at.depth;
  while ($at.node(depth).type !== nodes.photo && $at.node(depth).type !== nodes.photo_group) depth -= 1;
  if ($at.node(depth - 1).type === nodes.photo_group) depth -= 1;
  const after = $at.after(depth);
  const next = tr.doc.resolve(after).nodeAfter;
  if (depth === 1) return enterBody(tr, $at.index(0) + 1);
  if (next?.isTextblock) return caretAt(tr, after + 1);
  tr.insert(after, nodes.paragraph.create());
  return caretAt(tr, after + 1);
}

/**
 * Enter. A question's end opens an answer by the next speaker; an empty line of an answer opens the next question;
 * elsewhere the paragraph divides. In title, captions and credits the text after the caret flows into the next part.
 */
export const enter: Command = command((tr) => {
  const { selection } = tr;
  if (selection instanceof NodeSelection) {
    if (selection.node.type !== nodes.photo) return false;
    return editPhotoPart(tr, selection.from, "caption");
  }
  if (!(selection instanceof TextSelection)) return false;
  if (!selection.empty) {
    tr.deleteSelection();
    if (!(tr.selection instanceof TextSelection)) return true;
  }
  const $at = tr.selection.$from;
  const { parent } = $at;
  switch (parent.type.name as NodeName) {
    case "kicker":
      return flowInto(tr, $at, "headline");
    case "headline":
      return flowInto(tr, $at, "standfirst");
    case "standfirst": {
      if ($at.parentOffset === parent.content.size) return enterFirst(tr);
      const tail = parent.content.cut($at.parentOffset);
      tr.delete($at.pos, $at.end());
      const pos = before(tr.doc, bodyStart(tr.doc));
      tr.insert(pos, nodes.intro.create(null, tail));
      return caretAt(tr, pos + 1);
    }
    case "credit":
      return enterInCredit(tr, $at);
    case "caption":
      return $at.node(-1).type === nodes.photo ? flowInto(tr, $at, "photo_credit") : leavePhoto(tr, $at);
    case "photo_credit":
      return leavePhoto(tr, $at);
    case "list_item":
      return enterInList(tr, $at);
    case "intro":
    case "editor_note":
    case "crosshead":
      return enterInLoose(tr, $at);
    case "paragraph": {
      if (isTurn($at.node(-1))) return enterInTurn(tr, $at);
      const last = $at.index(-1) === $at.node(-1).childCount - 1;
      return parent.content.size === 0 && last ? leaveContainer(tr, $at) : splitBlock(tr, $at);
    }
    default:
      return false;
  }
});

/** From the standfirst's end into the byline, or the body. */
function enterFirst(tr: Transaction): true {
  if (bodyStart(tr.doc) === 2) return caretAt(tr, before(tr.doc, 1) + 2);
  return enterBody(tr, bodyStart(tr.doc));
}

/** A forced line end inside a paragraph. */
export const insertLineBreak: Command = command((tr) => {
  if (!(tr.selection instanceof TextSelection) || !tr.selection.$from.parent.isTextblock) return false;
  tr.replaceSelectionWith(nodes.line_break.create(), true);
  return true;
});

// Backspace and Delete

/** Text of `$at`'s block goes to the end of the textblock that ends at `end`, and its own block goes. */
function appendText(tr: Transaction, $at: ResolvedPos, end: number): true {
  const content = $at.parent.content;
  const gone = emptied($at);
  tr.delete(gone.from, gone.to);
  if (content.size > 0) tr.insert(end, content);
  return caretAt(tr, end);
}
/** The block and whatever around it would be left with nothing in it. */
function emptied($at: ResolvedPos): { readonly from: number; readonly to: number } {
  let depth = $at.depth;
  while (depth > 1 && $at.node(depth - 1).childCount === 1) depth -= 1;
  return { from: $at.before(depth), to: $at.after(depth) };
}
function removeEmpty(tr: Transaction, $at: ResolvedPos): true {
  const { from, to } = emptied($at);
  tr.delete(from, to);
  return caretBefore(tr, from);
}

/** A list item becomes a paragraph; the list divides around it. */
function liftItem(tr: Transaction, $at: ResolvedPos): boolean {
  const list = $at.node(-1);
  const at = $at.index(-1);
  const items = list.children;
  const part = (children: readonly Node[], attrs: Attrs) =>
    children.length ? [nodes.list.create(attrs, children)] : [];
  const content = [
    ...part(items.slice(0, at), list.attrs),
    asText("paragraph", $at.parent),
    ...part(items.slice(at + 1), at === 0 ? list.attrs : fresh(list.attrs)),
  ];
  const caret = caretOf($at);
  const from = $at.before(-1);
  tr.step(new ReplaceStep(from, $at.after(-1), new Slice(Fragment.from(content), 0, 0)));
  const shift = at === 0 ? 0 : (content[0] as Node).nodeSize;
  if (!select(tr, caret)) caretAt(tr, from + shift + 1 + caret.offset);
  return true;
}

/** The first paragraph of a turn, or a loose text, joins what stands before it in the body. */
function joinTop(tr: Transaction, $at: ResolvedPos): boolean {
  const index = $at.index(0);
  const block = tr.doc.child(index);
  const empty = $at.parent.content.size === 0 && (block.isTextblock || block.childCount === 1);
  const previous = index > bodyStart(tr.doc) ? tr.doc.child(index - 1) : null;
  if (empty) {
    // The last block of a document may go: title block alone is a document.
    return removeEmpty(tr, $at);
  }
  if (!previous) return true;
  const start = before(tr.doc, index);
  if (isTurn(previous) || isLoose(previous)) {
    const text = previous.isTextblock ? previous : previous.childCount === 1 ? previous.firstChild : null;
    if (text?.content.size === 0) {
      tr.delete(start - previous.nodeSize, start);
      return true;
    }
  }
  if (isObject(previous)) return caretBefore(tr, start);
  if (isLoose(previous)) return appendText(tr, $at, start - 1);
  const [, ...rest] = piecesOf([block]);
  const into = piecesOf([previous]);
  const turn = into[0]?.turn as Turn;
  const first: Piece = { node: block.isTextblock ? asText("paragraph", block) : (block.firstChild as Node), turn };
  const sameRole = block.type === previous.type;
  const joined = [...into, first, ...(sameRole ? rest.map((piece) => ({ ...piece, turn })) : rest)];
  return rebuild(tr, index - 1, index, joined);
}

/** A paragraph that is not its container's first joins the one before it. */
function joinSibling(tr: Transaction, $at: ResolvedPos): boolean {
  const container = $at.node(-1);
  const previous = container.child($at.index(-1) - 1);
  const start = $at.before();
  if (isObject(previous)) return caretBefore(tr, start);
  if (previous.isTextblock && previous.content.size === 0 && $at.parent.type === nodes.paragraph) {
    tr.delete(start - previous.nodeSize, start);
    return true;
  }
  return appendText(tr, $at, previous.isTextblock ? start - 1 : start - 2);
}

const joinBack: Edit = (tr) => {
  const $at = tr.selection.$from;
  const { parent } = $at;
  const container = $at.node(-1);
  const first = $at.index(-1) === 0;
  const empty = parent.content.size === 0;
  switch (parent.type.name as NodeName) {
    case "kicker":
    case "standfirst":
    case "caption":
      return empty ? removePart(tr, $at) : true;
    case "photo_credit":
      if (parent.attrs.label !== "") return typeLabel(tr, $at);
      return empty ? removePart(tr, $at) : true;
    case "headline":
      return true;
    case "credit":
      if (parent.attrs.label !== "") return typeLabel(tr, $at);
      if (!first) return appendText(tr, $at, $at.before() - 1);
      return empty ? removeEmpty(tr, $at) : true;
    case "intro":
    case "editor_note":
      return joinTop(tr, $at);
    case "crosshead":
      if ($at.depth === 1) return joinTop(tr, $at);
      if (container.type === nodes.answer) {
        tr.setNodeMarkup($at.before(), nodes.paragraph, { ...fresh(parent.attrs), id: parent.attrs.id });
        return true;
      }
      return empty ? removeEmpty(tr, $at) : true;
    case "list_item":
      return liftItem(tr, $at);
    case "paragraph":
      if (!first) return joinSibling(tr, $at);
      if (isTurn(container)) return joinTop(tr, $at);
      if (empty) return container.type === nodes.box ? true : removeEmpty(tr, $at);
      if (container.type === nodes.pull_quote && $at.depth > 2) return liftFromQuote(tr, $at);
      return true;
    default:
      return false;
  }
};

/** The words that stood beside a credit become part of its text, where they can be edited. */
function typeLabel(tr: Transaction, $at: ResolvedPos): true {
  const words = wordsOf($at.parent);
  const start = $at.pos;
  tr.setNodeAttribute($at.before(), "label", "");
  tr.replaceWith(start, $at.end(), words);
  return caretAt(tr, start + ($at.parent.attrs.label as string).length);
}

/** An empty kicker, standfirst, caption or credit goes. */
function removePart(tr: Transaction, $at: ResolvedPos): true {
  const inPhoto = $at.node(-1).type === nodes.photo;
  const from = $at.before();
  const photo = $at.before(-1);
  tr.delete(from, $at.after());
  if (!inPhoto || tr.doc.nodeAt(photo)?.childCount) tr.setSelection(Selection.near(tr.doc.resolve(from), -1));
  else tr.setSelection(NodeSelection.create(tr.doc, photo));
  return true;
}

function liftFromQuote(tr: Transaction, $at: ResolvedPos): boolean {
  const quote = $at.node(-1);
  const from = $at.before(-1);
  const [lifted, ...rest] = quote.children;
  const content = [lifted as Node, ...(rest.length ? [nodes.pull_quote.create(quote.attrs, rest)] : [])];
  tr.step(new ReplaceStep(from, $at.after(-1), new Slice(Fragment.from(content), 0, 0)));
  return caretAt(tr, from + 1);
}

/**
 * Backspace at the start of a block. Within a turn, paragraphs join. At a turn's start its first paragraph goes over to
 * the turn before (the whole turn when both are questions or both answers); once more joins the text. An empty block
 * goes; a picture before the caret is selected first, not deleted.
 */
export const joinBackward: Command = command((tr) => {
  const { selection } = tr;
  if (!(selection instanceof TextSelection) || !selection.empty || selection.$from.parentOffset > 0) return false;
  return joinBack(tr);
});

/** Delete at the end of a block: what Backspace does at the start of the next one, the caret staying. */
export const joinForward: Command = command((tr) => {
  const { selection } = tr;
  if (!(selection instanceof TextSelection) || !selection.empty) return false;
  const { $from } = selection;
  if ($from.pos !== $from.end()) return false;
  let depth = $from.depth;
  while (depth > 0 && $from.index(depth - 1) === $from.node(depth - 1).childCount - 1) depth -= 1;
  if (depth === 0) return true;
  const pos = $from.after(depth);
  const next = tr.doc.resolve(pos).nodeAfter as Node;
  if (isObject(next)) {
    tr.setSelection(NodeSelection.create(tr.doc, pos));
    return true;
  }
  const stay = caretOf($from);
  const start = Selection.findFrom(tr.doc.resolve(pos), 1, true);
  // Title block, byline and pictures keep their parts to themselves.
  if (!start || !(isTurn(next) || isLoose(next) || next.type === nodes.list || next.type === nodes.paragraph))
    return true;
  tr.setSelection(start);
  joinBack(tr);
  select(tr, stay);
  return true;
});

// Roles

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
function wordsOf(node: Node): Fragment {
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

// Photos

/** Position of the last photo that begins before `pos`, else of the first one after. */
function nearestPhoto(doc: Node, pos: number): string | null {
  let found: string | null = null;
  doc.descendants((node, at) => {
    if (node.type === nodes.photo && (found === null || at <= pos)) found = node.attrs.id as string;
    return !node.isTextblock;
  });
  return found;
}
function photoById(doc: Node, id: string): number | null {
  let found: number | null = null;
  doc.descendants((node, pos) => {
    if (node.type === nodes.photo && node.attrs.id === id) found = pos;
    return found === null && !node.isTextblock;
  });
  return found;
}
/** Makes the photo's part when it is missing; position of its start. */
function photoPart(tr: Transaction, photo: number, part: "caption" | "photo_credit"): number {
  const node = tr.doc.nodeAt(photo) as Node;
  let pos = photo + 1;
  for (const child of node.children) {
    if (child.type === nodes[part]) return pos + 1;
    if (part === "photo_credit" || child.type !== nodes.photo_credit) pos += child.nodeSize;
  }
  tr.insert(pos, nodes[part].create());
  return pos + 1;
}
function addToPhoto(tr: Transaction, id: string, part: "caption" | "photo_credit", words: Fragment): void {
  const photo = photoById(tr.doc, id);
  if (photo === null) throw new RangeError(`the photo ${id} went while its ${part} was made`);
  const start = photoPart(tr, photo, part);
  const $start = tr.doc.resolve(start);
  const text = $start.parent.content.size > 0 ? Fragment.from(schema.text(" ")).append(words) : words;
  tr.insert($start.end(), text);
  caretAt(tr, tr.doc.resolve(start).end());
}
function editPhotoPart(tr: Transaction, photo: number, part: "caption" | "photo_credit"): boolean {
  if (tr.doc.nodeAt(photo)?.type !== nodes.photo) return false;
  const start = photoPart(tr, photo, part);
  return caretAt(tr, tr.doc.resolve(start).end());
}

/** Caret into the caption or credit of the photo at `pos` (the selected one when null), made when it is missing. */
export function editPhotoText(part: "caption" | "photo_credit", pos: number | null = null): Command {
  return command((tr) => {
    const at = pos ?? (tr.selection instanceof NodeSelection ? tr.selection.from : null);
    return at !== null && editPhotoPart(tr, at, part);
  });
}

/** What a photo is placed with; `media` is the SHA-256 of an original that the document already holds. */
export type NewPhoto = { readonly file: string; readonly media: string | null; readonly alt: string };

/**
 * Places photos after the paragraph the caret is in; after the question when it is in one; first in the body when it is
 * in the title. Nothing selected is replaced. The last photo is selected.
 */
export function insertPhotos(photos: readonly NewPhoto[]): Command {
  return command((tr) => {
    if (photos.length === 0) return false;
    const made = photos.map((attrs) => nodes.photo.create(attrs));
    const pos = placeForPhoto(tr.doc, tr.selection.$head);
    tr.insert(pos, made);
    const size = made.reduce((sum, node) => sum + node.nodeSize, 0);
    const last = made[made.length - 1] as Node;
    tr.setSelection(NodeSelection.create(tr.doc, pos + size - last.nodeSize));
    return true;
  });
}
/** Where a photo dropped at `$pos` may stand. */
export function placeForPhoto(doc: Node, $pos: ResolvedPos): number {
  const index = $pos.index(0);
  if (index < bodyStart(doc)) return before(doc, bodyStart(doc));
  if ($pos.depth === 0) return Math.max($pos.pos, before(doc, bodyStart(doc)));
  const block = $pos.node(1);
  if (block.type === nodes.answer && $pos.depth > 1) return $pos.after(2);
  return $pos.after(1);
}

// Whole blocks

/** Opens an empty question or answer after the block the selection is in. */
export function insertTurn(role: TurnRole): Command {
  return command((tr) => {
    const index = Math.max(tr.selection.$head.index(0) + 1, bodyStart(tr.doc));
    return openTurn(tr, Math.min(index, tr.doc.childCount), role);
  });
}

/** Says who speaks in the selected turns. */
export function setSpeaker(speaker: string | null): Command {
  return command((tr) => {
    const { from, to } = tr.selection;
    const found: number[] = [];
    tr.doc.nodesBetween(from, to, (node, pos) => {
      if (isTurn(node) && node.attrs.speaker !== speaker) found.push(pos);
      return false;
    });
    for (const pos of found) tr.setNodeAttribute(pos, "speaker", speaker);
    return found.length > 0;
  });
}

/** Sets attributes of the block with this id, in one change. */
export function setBlock(id: string, attrs: Attrs): Command {
  return command((tr) => {
    let at: number | null = null;
    tr.doc.descendants((node, pos) => {
      if (at === null && node.attrs.id === id) at = pos;
      return at === null && !node.isTextblock;
    });
    if (at === null) return false;
    const node = tr.doc.nodeAt(at) as Node;
    for (const [name, value] of Object.entries(attrs)) {
      if (node.attrs[name] !== value) tr.setNodeAttribute(at, name, value);
    }
    return tr.docChanged;
  });
}

/** Moves the selected turn, or the selected photo of an answer, past its neighbour. Title and byline stay on top. */
export function move(direction: "up" | "down"): Command {
  return command((tr) => {
    const { selection } = tr;
    const $from = selection.$from;
    const step = direction === "up" ? -1 : 1;
    if (selection instanceof NodeSelection && $from.depth === 1 && $from.parent.type === nodes.answer) {
      const index = $from.index(1);
      const other = index + step;
      // An answer's first paragraph stays first: a photo moved beyond it leaves the answer.
      if (other >= 1 && other < $from.parent.childCount) return swapNodeSelection(tr, selection, step);
      const pos = direction === "up" ? $from.before(1) : $from.after(1);
      const node = selection.node;
      tr.delete(selection.from, selection.to);
      const at = tr.mapping.map(pos, direction === "up" ? -1 : 1);
      tr.insert(at, node);
      tr.setSelection(NodeSelection.create(tr.doc, at));
      return true;
    }
    const index = $from.index(0);
    const other = index + step;
    if (index < bodyStart(tr.doc) || other < bodyStart(tr.doc) || other >= tr.doc.childCount) return false;
    if (selection.$to.index(0) !== index && selection instanceof TextSelection) return false;
    const first = Math.min(index, other);
    const upper = tr.doc.child(first);
    const lower = tr.doc.child(first + 1);
    const start = before(tr.doc, first);
    // The neighbour moves, not the block: the selection's own positions are mapped and stay in their text.
    if (direction === "up") {
      tr.delete(start, start + upper.nodeSize);
      tr.insert(start + lower.nodeSize, upper);
    } else {
      tr.delete(start + upper.nodeSize, start + upper.nodeSize + lower.nodeSize);
      tr.insert(start, lower);
    }
    return true;
  });
}
function swapNodeSelection(tr: Transaction, selection: NodeSelection, step: number): true {
  const { $from, node } = selection;
  const other = $from.parent.child($from.index(1) + step);
  const start = step < 0 ? selection.from - other.nodeSize : selection.from;
  const pair = step < 0 ? [node, other] : [other, node];
  tr.step(new ReplaceStep(start, start + node.nodeSize + other.nodeSize, new Slice(Fragment.from(pair), 0, 0)));
  tr.setSelection(NodeSelection.create(tr.doc, step < 0 ? start : start + other.nodeSize));
  return true;
}

export const toggleStrong: Command = toggleMark(schema.marks.strong);
export const toggleEm: Command = toggleMark(schema.marks.em);
