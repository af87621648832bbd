import fc from "fast-check";
import { expect, test } from "vitest";
import { BLACK, cmyk } from "../../shared/color/ink.ts";
import type { DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import { pt, type TextOffset } from "../../shared/units.ts";
import { changedParts, inkBox, meets } from "./changedParts.ts";

const of = { block: "b", role: "answer" } as const;
function word(x: number, baseline: number, glyph: number, grey = false): DisplayItem {
  return {
    kind: "glyphs",
    of,
    x: pt(x),
    baseline: pt(baseline),
    ink: grey ? cmyk(0, 0, 0, 0.5) : BLACK,
    run: {
      font: "f",
      size: pt(10),
      scaling: 1,
      direction: "ltr",
      glyphs: Uint16Array.of(glyph),
      xs: Float64Array.of(0),
      ys: null,
      clusters: Uint32Array.of(0),
      text: "a",
      from: 0 as TextOffset,
      x: pt(0),
      width: pt(20),
      look: { ink: null, styles: [], lang: "en", href: null, stageNote: false },
    },
  };
}
test("words turned upward are another look, and their box stands on end", () => {
  const upright = word(100, 200, 1);
  const upward = { ...upright, upward: true } as DisplayItem;
  const { left, top, right, bottom } = inkBox(upward);
  expect(bottom - top).toBeGreaterThan(right - left);
  expect(top).toBeLessThan(180);
  const parts = changedParts(page([upright]), page([upward])) ?? [];
  expect(parts.length).toBe(1);
  for (const item of [upright, upward]) expect(parts.some((part) => meets(part, inkBox(item)))).toBe(true);
});

const page = (items: readonly DisplayItem[], width = 300): DisplayList => ({
  number: 1,
  folio: "1",
  trim: { width: pt(width), height: pt(400) },
  bleed: { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) },
  items,
});
const items = fc.array(
  fc
    .tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
    )
    .map(([column, row, glyph, grey]) => word(column * 100, row * 30, glyph, grey)),
  { maxLength: 14 },
);

test("an item that came, went or changed lies in a part; what lies in none is in both pages alike", () => {
  const key = (item: DisplayItem) =>
    JSON.stringify(item, (_, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value));
  fc.assert(
    fc.property(items, items, (was, is) => {
      const parts = changedParts(page(was), page(is)) ?? [];
      const outside = (list: readonly DisplayItem[]) =>
        list.filter((item) => !parts.some((part) => meets(part, inkBox(item)))).map(key);
      expect(outside(is)).toEqual(outside(was));
    }),
  );
});

test("a line changed in one column leaves the others alone; nothing changed is nothing to paint", () => {
  const before = [word(0, 30, 1), word(100, 30, 1), word(200, 30, 1)];
  const after = [word(0, 30, 1), word(100, 30, 2), word(200, 30, 1)];
  const parts = changedParts(page(before), page(after));
  expect(parts).toHaveLength(1);
  expect(parts?.[0]?.left).toBeGreaterThan(90);
  expect(parts?.[0]?.right).toBeLessThan(130);
  expect(changedParts(page(before), page(before.map((item) => ({ ...item }))))).toEqual([]);
});

test("a page of another size is painted whole", () => {
  expect(changedParts(page([]), page([], 200))).toBeNull();
});
