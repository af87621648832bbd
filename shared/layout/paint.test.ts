import { expect, test } from "vitest";
import type { Node } from "prosemirror-model";
import { type Command, EditorState } from "prosemirror-state";
import { a, doc, h, photo, photoWith, q } from "../schema/build.ts";
import { setRendering } from "../schema/photoCommands.ts";
import { testEngine } from "../test/layout.ts";
import { pageDigest } from "./pageDigest.ts";

const interview = doc(h("Why print?"), q("Why?"), a("Paper.", photo("a.jpg"), "More.", photo("b.jpg")));
function painted(photos: unknown, of = interview) {
  const engine = testEngine({ photos });
  return engine.layOut(of).pages.map((page) => engine.paint(page));
}
/** The document as a command leaves it. */
function after(of: Node, edit: Command): Node {
  let made = of;
  edit(EditorState.create({ doc: of }), (tr) => {
    made = tr.doc;
  });
  return made;
}
const pictures = (photos: unknown, of = interview) =>
  painted(photos, of).flatMap(({ items }) => items.filter((item) => item.kind === "picture"));

test("pictures are brought to ink as the rule is, as the design says, or as one of them wants", () => {
  const usual = pictures({});
  expect(usual.length).toBe(2);
  expect(usual.map((item) => item.rendering)).toEqual([undefined, undefined]);

  const all = { intent: "perceptual", blackPoint: true };
  expect(pictures({ rendering: { intent: "perceptual" } }).map((item) => item.rendering)).toEqual([all, all]);

  const [first] = usual;
  const block = first && first.of !== "artifact" ? first.of.block : "";
  const own = { intent: "saturation", blackPoint: false } as const;
  const mixed = after(interview, setRendering(block, own));
  expect(pictures({}, mixed).map((item) => item.rendering)).toEqual([own, undefined]);
  expect(painted({}, mixed).map(pageDigest)).not.toEqual(painted({}).map(pageDigest));
  // The rule is a choice as well: against the design, it is the rule that holds.
  const rule = after(interview, setRendering(block, { intent: "relative", blackPoint: true }));
  expect(pictures({ rendering: { intent: "perceptual" } }, rule).map((item) => item.rendering)).toEqual([
    undefined,
    all,
  ]);
  expect(after(mixed, setRendering(block, null))).toEqual(interview);
});

test("an intent that no press knows is refused", () => {
  expect(() => setRendering("p", { intent: "vivid", blackPoint: true } as never)).toThrow("one of perceptual");
  expect(() => photoWith({ file: "a.jpg", rendering: { intent: "relative" } }).check()).toThrow("blackPoint");
  expect(() => painted({ rendering: { intent: "vivid" } })).toThrow("photos.rendering.intent");
});
