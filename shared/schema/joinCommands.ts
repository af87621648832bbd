/** Backspace at a block's start and Delete at its end: what joins what, and what is only taken away when empty. */
import { Fragment, type Node, type ResolvedPos, Slice } from "prosemirror-model";
import { type Command, NodeSelection, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import type { NodeName } from "./interview.ts";
import { asText, type Attrs, fresh, isTurn, type Piece, piecesOf, type Turn } from "./turns.ts";
import {
  nodes,
  type Edit,
  command,
  isLoose,
  isObject,
  bodyStart,
  before,
  caretOf,
  select,
  caretAt,
  caretBefore,
  rebuild,
} from "./edit.ts";
import { wordsOf } from "./roleCommands.ts";

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
export function liftItem(tr: Transaction, $at: ResolvedPos): boolean {
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
