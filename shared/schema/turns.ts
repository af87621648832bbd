/**
 * Turns taken apart and put together again. Editing commands see the body as a row of pieces, each with the turn it is
 * spoken in; they move pieces between turns and never think about what a question or an answer may hold. `blocksOf`
 * settles that: a photo in a question follows the question, an answer begins with a paragraph, and so on.
 *
 * No text is lost or doubled between `piecesOf` and `blocksOf`, and a turn left as it was comes back as the same node,
 * so the caches keyed by nodes survive.
 */
import type { Fragment, Node } from "prosemirror-model";
import type { Speaker } from "./attributes.ts";
import { type NodeName, schema } from "./interview.ts";

export type TurnRole = "question" | "answer";
export type Attrs = Readonly<Record<string, unknown>>;

/** One turn: its identity is the object's. `from` is the node it was read from, null for a new one. */
export type Turn = { readonly role: TurnRole; readonly attrs: Attrs; readonly from: Node | null };
/** What stands in a turn (paragraph, list, photo …), or a block of its own when `turn` is null. */
export type Piece = { readonly node: Node; readonly turn: Turn | null };

export function isTurn(node: Node): boolean {
  return node.type === schema.nodes.question || node.type === schema.nodes.answer;
}

export function newTurn(role: TurnRole, speaker: string | null): Turn {
  return { role, attrs: { speaker }, from: null };
}

/** The same turn in the other role; it keeps its id. */
export function turnAs(turn: Turn, role: TurnRole, speaker: string | null): Turn {
  return { role, attrs: { ...turn.attrs, speaker }, from: turn.from };
}

export function piecesOf(blocks: readonly Node[]): Piece[] {
  return blocks.flatMap((block): Piece[] => {
    if (!isTurn(block)) return [{ node: block, turn: null }];
    const turn: Turn = { role: block.type.name as TurnRole, attrs: block.attrs, from: block };
    return block.children.map((node) => ({ node, turn }));
  });
}

/**
 * Neighbouring pieces of one turn make a turn. When a turn's pieces lie apart, the first group keeps its id. Blocks
 * without a turn must be such that an interview may hold them.
 */
export function blocksOf(pieces: readonly Piece[]): Node[] {
  const out: Node[] = [];
  const used = new Set<Turn>();
  for (let i = 0; i < pieces.length; ) {
    const { node, turn } = pieces[i] as Piece;
    if (!turn) {
      out.push(node);
      i += 1;
      continue;
    }
    const group: Node[] = [];
    for (; pieces[i]?.turn === turn; i += 1) group.push((pieces[i] as Piece).node);
    out.push(...turnBlocks(used.has(turn) ? { ...turn, attrs: fresh(turn.attrs), from: null } : turn, group));
    used.add(turn);
  }
  return out;
}

function turnBlocks(turn: Turn, group: readonly Node[]): Node[] {
  const from = turn.from;
  if (
    from?.type.name === turn.role &&
    from.attrs.speaker === turn.attrs.speaker &&
    from.childCount === group.length &&
    group.every((node, index) => from.child(index) === node)
  ) {
    return [from];
  }
  return turn.role === "question" ? questionBlocks(turn, group) : answerBlocks(turn, group);
}

/** A question holds paragraphs alone; pictures and quotes found in it follow it. */
function questionBlocks(turn: Turn, group: readonly Node[]): Node[] {
  const inside: Node[] = [];
  const after: Node[] = [];
  for (const node of group) {
    if (node.isTextblock) inside.push(asText("paragraph", node));
    else if (node.type === schema.nodes.list) inside.push(...node.children.map((item) => asText("paragraph", item)));
    else after.push(node);
  }
  if (inside.length === 0) return after;
  return [schema.nodes.question.create(turn.attrs, inside), ...after];
}

/** An answer begins with a paragraph; what stands before the first one goes before the answer. */
function answerBlocks(turn: Turn, group: readonly Node[]): Node[] {
  const before: Node[] = [];
  const inside: Node[] = [];
  for (const node of group) {
    if (inside.length > 0) inside.push(node);
    else if (node.type === schema.nodes.list) {
      const [first, ...rest] = node.children;
      if (first) inside.push(asText("paragraph", first));
      if (rest.length > 0) inside.push(schema.nodes.list.create(node.attrs, rest));
    } else if (node.type === schema.nodes.paragraph) inside.push(node);
    else before.push(node);
  }
  if (inside.length === 0) return before;
  return [...before, schema.nodes.answer.create(turn.attrs, inside)];
}

/** A textblock in another role. It keeps its id and its break; a style set by hand belonged to the old role. */
export function asText(name: NodeName, node: Node, content: Fragment | readonly Node[] = node.content): Node {
  if (node.type === schema.nodes[name] && content === node.content) return node;
  const { id, break_before } = node.attrs;
  return schema.nodes[name].create({ id, break_before }, content);
}

/** Attributes for the second half of something divided: no id yet, no break before it. */
export function fresh(attrs: Attrs): Attrs {
  return { ...attrs, id: "", break_before: "none" };
}

/**
 * Who speaks when a turn of `role` is opened at top-level `index`: who last spoke in that role before it, else who
 * next does, else the first speaker whose part it is, else nobody.
 */
export function nextSpeaker(doc: Node, index: number, role: TurnRole): string | null {
  const blocks = doc.children;
  const said = (block: Node) => block.type.name === role && typeof block.attrs.speaker === "string";
  const before = blocks.slice(0, index).findLast(said);
  const found = before ?? blocks.slice(index).find(said);
  if (found) return found.attrs.speaker as string;
  const part = role === "question" ? "interviewer" : "interviewee";
  return (doc.attrs.speakers as readonly Speaker[]).find((speaker) => speaker.part === part)?.id ?? null;
}
