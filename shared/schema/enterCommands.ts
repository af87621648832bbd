/** Enter and Shift-Enter: what they open in a question, an answer, a title, a list, a picture. */
import { Fragment, type ResolvedPos } from "prosemirror-model";
import { type Command, NodeSelection, TextSelection, type Transaction } from "prosemirror-state";
import { type NodeName, schema } from "./interview.ts";
import { asText, fresh, isTurn, newTurn, nextSpeaker, piecesOf, turnAs, type TurnRole } from "./turns.ts";
import { nodes, command, bodyStart, before, caretAt, rebuild, openTurn, enterBody } from "./edit.ts";
import { liftItem } from "./joinCommands.ts";
import { editPhotoPart } from "./photoCommands.ts";

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
