/**
 * What all editing commands share: changes to a transaction that say whether they could be made, where things are in an
 * interview, and carets held by block and offset, which a rebuilt document gives back.
 */
import { Fragment, type Node, type ResolvedPos, Slice } from "prosemirror-model";
import { type Command, NodeSelection, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { type NodeName, schema } from "./interview.ts";
import { blocksOf, isTurn, nextSpeaker, type Piece, type TurnRole } from "./turns.ts";

export const { nodes } = schema;

/** Changes `tr` and says true, or leaves it alone and says false. Positions are those of `tr.doc`. */
export type Edit = (tr: Transaction) => boolean;
export function command(edit: Edit): Command {
  return (state, dispatch) => {
    const tr = state.tr;
    if (!edit(tr)) return false;
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

export const TITLE_PARTS = ["kicker", "headline", "standfirst"] as const;
export type TitlePart = (typeof TITLE_PARTS)[number];
export const isTitlePart = (name: string): name is TitlePart => (TITLE_PARTS as readonly string[]).includes(name);
/** Textblocks that are blocks of their own in the body. */
export const isLoose = (node: Node) =>
  node.type === nodes.intro || node.type === nodes.crosshead || node.type === nodes.editor_note;
/** Blocks that a caret passes over as one thing. */
const OBJECTS: readonly string[] = ["photo", "photo_group", "pull_quote", "sidebar", "box"] satisfies NodeName[];
export const isObject = (node: Node) => OBJECTS.includes(node.type.name);

/** Index of the first child after title block and byline. */
export function bodyStart(doc: Node): number {
  return doc.maybeChild(1)?.type === nodes.byline ? 2 : 1;
}
/** Position before the document's child `index`. */
export function before(doc: Node, index: number): number {
  let pos = 0;
  for (let i = 0; i < index; i += 1) pos += doc.child(i).nodeSize;
  return pos;
}

export type Caret = { readonly id: string; readonly offset: number };
export function caretOf($pos: ResolvedPos): Caret {
  return { id: $pos.parent.attrs.id as string, offset: $pos.parentOffset };
}
export function textblockById(doc: Node, id: string): { node: Node; pos: number } | null {
  let found: { node: Node; pos: number } | null = null;
  if (id === "") return null;
  doc.descendants((node, pos) => {
    if (!found && node.isTextblock && node.attrs.id === id) found = { node, pos };
    return !found && !node.isTextblock;
  });
  return found;
}
/** Puts the selection back into the blocks it was in, wherever they are now. False when they are gone. */
export function select(tr: Transaction, anchor: Caret, head: Caret = anchor): boolean {
  const a = textblockById(tr.doc, anchor.id);
  const b = textblockById(tr.doc, head.id);
  if (!a || !b) return false;
  const at = (block: { node: Node; pos: number }, offset: number) =>
    block.pos + 1 + Math.min(offset, block.node.content.size);
  tr.setSelection(TextSelection.create(tr.doc, at(a, anchor.offset), at(b, head.offset)));
  return true;
}
export function caretAt(tr: Transaction, pos: number): true {
  tr.setSelection(TextSelection.create(tr.doc, pos));
  return true;
}
/** Caret at the end of the text before `pos`, or that block selected when it is a picture or a box. */
export function caretBefore(tr: Transaction, pos: number): true {
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
export function replaceChildren(tr: Transaction, from: number, to: number, children: readonly Node[]): boolean {
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
export function rebuild(tr: Transaction, first: number, last: number, pieces: readonly Piece[]): boolean {
  const { $anchor, $head } = tr.selection;
  const anchor = caretOf($anchor);
  const head = caretOf($head);
  const at = before(tr.doc, first);
  if (!replaceChildren(tr, first, last + 1, blocksOf(pieces))) return false;
  if (!select(tr, anchor, head)) tr.setSelection(Selection.near(tr.doc.resolve(Math.min(at + 1, tr.doc.content.size))));
  return true;
}

/** Opens a turn with an empty paragraph as the document's child `index`, and puts the caret there. */
export function openTurn(tr: Transaction, index: number, role: TurnRole): true {
  const speaker = nextSpeaker(tr.doc, index, role);
  const pos = before(tr.doc, index);
  tr.insert(pos, nodes[role].create({ speaker }, nodes.paragraph.create()));
  return caretAt(tr, pos + 2);
}

/** Caret at the start of the text from child `index` on; opens a question where there is none. */
export function enterBody(tr: Transaction, index: number): true {
  for (let i = index; i < tr.doc.childCount; i += 1) {
    const child = tr.doc.child(i);
    if (child.isTextblock) return caretAt(tr, before(tr.doc, i) + 1);
    if (isTurn(child)) return caretAt(tr, before(tr.doc, i) + 2);
  }
  return openTurn(tr, Math.max(index, bodyStart(tr.doc)), "question");
}
