/**
 * Editing commands that know an interview: what Enter, Backspace, Delete and Tab mean in a question, an answer, a
 * caption; and make, split, join, convert and move for the panels. Each is a ProseMirror command over state alone; the
 * document that results passes the schema's check, and no text is lost or doubled except what was selected to go.
 *
 * A block keeps its id through a change of role. New blocks have none yet: `idsPlugin` gives it in the same change.
 */
import { toggleMark } from "prosemirror-commands";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { type Command, NodeSelection, TextSelection, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { schema } from "./interview.ts";
import { type Attrs, isTurn, type TurnRole } from "./turns.ts";
import { nodes, command, bodyStart, before, openTurn } from "./edit.ts";

export { enter, insertLineBreak } from "./enterCommands.ts";
export { joinBackward, joinForward } from "./joinCommands.ts";
export { switchRole, splitTurn, joinTurn, type TextRole, convertTo } from "./roleCommands.ts";
export { editPhotoText, type NewPhoto, insertPhotos, placeForPhoto } from "./photoCommands.ts";

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
