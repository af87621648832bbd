/**
 * A long interview out of a short one, for measurements: everything from the first question on is repeated, each
 * paragraph numbered with its repetition so that no two are alike.
 */
import { Fragment, type Node } from "prosemirror-model";
import { schema } from "./interview.ts";

/** The document with its body `times` times over; the document itself for 1. Ids are counted on. */
export function repeatBody(doc: Node, times: number): Node {
  if (times <= 1) return doc;
  const head: Node[] = [];
  const body: Node[] = [];
  let highest = 0;
  doc.descendants((node) => {
    const counted = /^b(\d+)$/.exec((node.attrs.id as string | undefined) ?? "");
    if (counted) highest = Math.max(highest, Number(counted[1]));
    return !node.isTextblock;
  });
  doc.forEach((node) => {
    if (body.length > 0 || node.type.name === "question") body.push(node);
    else head.push(node);
  });
  const renumbered = (node: Node, time: number): Node => {
    if (node.isText) return node;
    const attrs =
      node.attrs.id === undefined ? node.attrs : { ...node.attrs, id: time === 1 ? node.attrs.id : `b${++highest}` };
    const children: Node[] = [];
    if (node.type.name === "paragraph") children.push(schema.text(`${time}. `));
    node.forEach((child) => children.push(renumbered(child, time)));
    return node.type.create(attrs, Fragment.from(children), node.marks);
  };
  const repeated = Array.from({ length: times }, (_, n) => body.map((node) => renumbered(node, n + 1))).flat();
  return doc.type.create(doc.attrs, Fragment.from([...head, ...repeated]));
}
