import fc from "fast-check";
import { Fragment, type Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { interviews } from "../test/interviews.ts";
import { createCheck } from "./checkNew.ts";
import { schema } from "./interview.ts";

const holds = (check: () => void) => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};
/** The same document with one node spoiled: a child of the wrong kind, an attribute of the wrong type, or a double mark. */
function spoiled(doc: Node, at: number): Node {
  const kind = at % 3;
  const index = at % doc.childCount;
  const child = doc.child(index);
  const bad =
    kind === 0
      ? child.copy(Fragment.from(schema.nodes.interview.create()))
      : kind === 1
        ? Object.assign(child.type.create(child.attrs, child.content), { attrs: { ...child.attrs, id: 7 } })
        : child.copy(Fragment.from(schema.text("x", [schema.mark("em"), schema.mark("em")])));
  return doc.copy(doc.content.replaceChild(index, bad));
}

test("says of every document what ProseMirror says of it, whatever it has seen before", () => {
  const check = createCheck();
  fc.assert(
    fc.property(interviews, fc.nat(1000), fc.boolean(), (doc, at, spoil) => {
      const node = spoil ? spoiled(doc, at) : doc;
      expect(holds(() => check(node))).toBe(holds(() => node.check()));
      expect(holds(() => check(doc))).toBe(true);
    }),
    { numRuns: 200 },
  );
});
