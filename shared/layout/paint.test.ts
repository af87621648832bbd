import { expect, test } from "vitest";
import { a, doc, h, photo, q } from "../schema/build.ts";
import { testEngine } from "../test/layout.ts";
import { pageDigest } from "./pageDigest.ts";

const interview = doc(h("Why print?"), q("Why?"), a("Paper.", photo("a.jpg"), "More.", photo("b.jpg")));
function painted(photos: unknown) {
  const engine = testEngine({ photos });
  return engine.layOut(interview).pages.map((page) => engine.paint(page));
}
const pictures = (photos: unknown) =>
  painted(photos).flatMap(({ items }) => items.filter((item) => item.kind === "picture"));

test("pictures are brought to ink as the rule is, as the design says, or as one of them wants", () => {
  const usual = pictures({});
  expect(usual.length).toBe(2);
  expect(usual.map((item) => item.rendering)).toEqual([undefined, undefined]);

  const all = { intent: "perceptual", blackPoint: true };
  expect(pictures({ rendering: { intent: "perceptual" } }).map((item) => item.rendering)).toEqual([all, all]);

  const [first] = usual;
  const block = first && first.of !== "artifact" ? first.of.block : "";
  const own = { intent: "saturation", blackPoint: false };
  const mixed = { renderings: { [block]: own } };
  expect(pictures(mixed).map((item) => item.rendering)).toEqual([own, undefined]);
  expect(painted(mixed).map(pageDigest)).not.toEqual(painted({}).map(pageDigest));
});

test("an intent that no press knows is refused", () => {
  expect(() => painted({ rendering: { intent: "vivid" } })).toThrow("photos.rendering.intent");
});
