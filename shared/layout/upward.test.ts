import fc from "fast-check";
import { expect, test } from "vitest";
import { BLACK } from "../color/ink.ts";
import { page, run, words } from "../test/pdfJob.ts";
import { pt, type TextOffset } from "../units.ts";
import { boxesOf, caretAt, placeAt, wordsAt } from "./place.ts";
import { inLine, onPage, runBox, stretchBox } from "./upward.ts";

const number = fc.double({ min: -500, max: 500, noNaN: true });

test("a point of a line leads to the page and back, whichever way it reads", () => {
  fc.assert(
    fc.property(number, number, number, number, fc.boolean(), (x, baseline, along, below, upward) => {
      const at = { x: pt(x), baseline: pt(baseline), ...(upward ? { upward } : {}) };
      const back = inLine(at, onPage(at, along, below));
      expect(back.along).toBeCloseTo(along, 6);
      expect(back.below).toBeCloseTo(below, 6);
    }),
  );
});

test("what reads upward rises from its origin, its capitals to the left", () => {
  const at = { x: pt(100), baseline: pt(300), upward: true } as const;
  expect(stretchBox(at, 10, 60, 8, 2)).toEqual({ x: 92, y: 240, width: 10, height: 50 });
});

const NAME = "Ảnh: Nguyễn Thuỷ";
const credit = { block: "c1", role: "photo_credit" } as const;
const photo = {
  kind: "picture",
  of: { block: "p1", role: "photo" },
  media: "m",
  box: { x: pt(50), y: pt(100), width: pt(200), height: pt(300) },
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt: "",
} as const;
const line = words(credit, run("viet", NAME, { size: 6 }), 258, 400);
const body = words(
  { block: "b1", role: "answer" },
  run("spectral", "Words beside the picture", { size: 10 }),
  280,
  380,
);

test.each([
  ["beside its picture", 258],
  ["on its picture", 245],
])("caret, click and selection find their letters in a credit %s that reads upward", (_, x) => {
  const item = { ...line, x: pt(x), upward: true } as const;
  const list = page(1, [photo, item, body]);
  for (let offset = 0; offset <= NAME.length; offset++) {
    const at = offset as TextOffset;
    const caret = caretAt(list, ["c1", at, at]);
    if (!caret) throw new RangeError(`no caret at ${offset}`);
    // It lies across the words, which read upward.
    expect(caret.height).toBe(0);
    expect(caret.width).toBeGreaterThan(5);
    const middle = { x: pt(caret.x + caret.width / 2), y: caret.y };
    expect(placeAt(list, middle)?.slice(0, 2)).toEqual(["c1", offset]);
    expect(wordsAt(list, middle)?.[0]).toBe("c1");
  }
  const [chosen, more] = boxesOf(list, ["c1", 0 as TextOffset, NAME.length as TextOffset]);
  expect(more).toBeUndefined();
  expect(chosen?.height).toBeCloseTo(item.run.width, 6);
  expect((chosen?.y ?? 0) + (chosen?.height ?? 0)).toBeCloseTo(400, 6);
  // The picture's own ground is the picture's, and the words beside are not the credit's.
  expect(placeAt(list, { x: pt(100), y: pt(200) })).toEqual(["p1", 0, 0]);
  expect(placeAt(list, { x: pt(300), y: pt(376) })?.[0]).toBe("b1");
  expect(wordsAt(list, { x: pt(100), y: pt(200) })).toBeNull();
});

test("a run's box holds its glyphs, drop cap's depth included", () => {
  const cap = words(credit, { ...run("spectral", "Đ", { size: 30 }), drop: pt(24) }, 10, 100, BLACK);
  const { y, height } = runBox(cap, 0.75, 0);
  expect(y + height).toBe(124);
});
