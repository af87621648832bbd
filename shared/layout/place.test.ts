import fc from "fast-check";
import { expect, test } from "vitest";
import { a, doc, em, h, p, q } from "../schema/build.ts";
import { flowOf, storyReader } from "../schema/story.ts";
import { smallPage, testEngine } from "../test/layout.ts";
import type { TextOffset } from "../units.ts";
import { boxesOf, caretAt, placeAt } from "./place.ts";

const story = doc(
  h("A headline"),
  q("Why?"),
  a(p("Because of ", em("this"), " and that, said at some length."), "Yes."),
);
const engine = testEngine(smallPage(20, 2));
const layout = engine.layOut(story);
const lists = layout.pages.map((page) => engine.paint(page));
const list = lists[0] as NonNullable<(typeof lists)[0]>;

test("a place's caret leads back to the place", () => {
  for (const item of flowOf(storyReader()(story))) {
    if (item.kind !== "text") continue;
    for (let offset = 0; offset <= item.block.text.length; offset++) {
      const caret = caretAt(list, [item.id, offset as TextOffset, offset as TextOffset]);
      expect(caret, `${item.id} ${offset}`).not.toBeNull();
      if (!caret) continue;
      const place = placeAt(list, { x: caret.x, y: caret.y + caret.height / 2 });
      expect(place?.[0]).toBe(item.id);
      // Either side of a space at a line's end is the same point.
      expect(Math.abs((place?.[1] ?? -9) - offset)).toBeLessThanOrEqual(1);
    }
  }
});

test("every point of the page gives a place in the text", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 600, noNaN: true }),
      fc.double({ min: -50, max: 400, noNaN: true }),
      (x, y) => {
        const place = placeAt(list, { x, y });
        expect(place).not.toBeNull();
        expect(caretAt(list, place as NonNullable<typeof place>)).not.toBeNull();
      },
    ),
  );
});

test("a selection covers each line of its block once", () => {
  const item = flowOf(storyReader()(story)).find((i) => i.kind === "text" && i.block.text.startsWith("Because"));
  if (item?.kind !== "text") throw new RangeError("no answer");
  const boxes = boxesOf(list, [item.id, 0 as TextOffset, item.block.text.length as TextOffset]);
  const lines = layout.pages[0]?.lines.filter((line) => line.block === item.id) ?? [];
  expect(boxes).toHaveLength(lines.length);
});
