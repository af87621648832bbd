/**
 * A long interview out of a short one, for measurements: everything from the first question to the last turn stands N
 * times, pictures too, every paragraph of it numbered so that no two are alike and no cache helps.
 */
import { Fragment, type Node } from "prosemirror-model";
import { highestId, idOf } from "../../shared/schema/ids.ts";

const TURNS: ReadonlySet<string> = new Set(["question", "answer"]);

/** `doc` itself when `times` is 1 or there is nothing to repeat. */
export function repeatBody(doc: Node, times: number): Node {
  const turns: number[] = [];
  doc.forEach((node, _offset, index) => {
    if (TURNS.has(node.type.name)) turns.push(index);
  });
  const first = turns[0];
  const last = turns.at(-1);
  if (times <= 1 || first === undefined || last === undefined) return doc;
  const blocks: Node[] = [];
  doc.forEach((node) => blocks.push(node));
  const body = blocks.slice(first, last + 1);
  let count = 0;
  let ids = highestId(doc);
  const numbered = (node: Node): Node => {
    const attrs = "id" in node.attrs ? { ...node.attrs, id: idOf(++ids) } : node.attrs;
    if (node.type.name === "paragraph") {
      count += 1;
      const number = node.type.schema.text(`${count}. `);
      return node.type.create(attrs, Fragment.from(number).append(node.content), node.marks);
    }
    if (node.isTextblock || node.isLeaf) return node.isText ? node : node.type.create(attrs, node.content, node.marks);
    const children: Node[] = [];
    node.forEach((child) => children.push(numbered(child)));
    return node.type.create(attrs, children, node.marks);
  };
  const repeated = Array.from({ length: times }, () => body.map(numbered)).flat();
  const whole = [...blocks.slice(0, first), ...repeated, ...blocks.slice(last + 1)];
  return doc.type.create(doc.attrs, whole, doc.marks);
}
