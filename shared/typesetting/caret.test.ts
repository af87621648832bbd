import fc from "fast-check";
import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle } from "../test/typeset.ts";
import { offsetAt, xAt } from "./caret.ts";
import { fixedShaper } from "./fixedShaper.ts";
import type { Line } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import { setDropCap } from "./dropCap.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const fixed = fixedShaper({ advance: 0.5 });
const real = await createShaper(shippedFonts(), FALLBACK_FAMILIES);
const style = bodyStyle({ size: 10, align: "left", protrusion: false });

function lineOf(copy: string, sign = ""): Line {
  const line = setLines(shapeBlock(block("vi", copy), style, sign, fixed), [{ x: 0, width: 500 }]).lines[0];
  if (!line) throw new RangeError("no line");
  return line;
}

test("the caret stands between letters, before the first and after the last", () => {
  const line = lineOf("abc");
  expect([0, 1, 2, 3].map((at) => xAt(line, at))).toEqual([0, 5, 10, 15]);
  expect(xAt(line, 9)).toBe(15);
  expect([-4, 2, 3, 12.4, 12.6, 99].map((x) => offsetAt(line, x))).toEqual([0, 0, 1, 2, 3, 3]);
});

test("it never stands inside a letter with its marks", () => {
  const line = lineOf("e\u0302\u0301a");
  expect([0, 1, 2, 3, 4].map((at) => xAt(line, at))).toEqual([0, 0, 0, 5, 10]);
  expect(offsetAt(line, 4)).toBe(3);
});

test("it stands after a sign, also before the first letter is typed", () => {
  expect(xAt(lineOf("ab", "– "), 0)).toBe(10);
  expect(xAt(lineOf("", "– "), 0)).toBe(10);
  expect(offsetAt(lineOf("ab", "– "), 3)).toBe(0);
  expect(xAt(lineOf(""), 0)).toBe(0);
});

test("it moves when a space is typed at the end", () => {
  expect(xAt(lineOf("ab "), 3)).toBe(15);
});

test("a made hyphen is not a place", () => {
  const narrow = setLines(shapeBlock(block("en", "interview"), bodyStyle({ size: 10 }), "", fixed), [
    { x: 0, width: 31 },
  ]);
  const line = narrow.lines[0] as Line;
  expect(line.hyphen).toBe(true);
  expect(xAt(line, 5)).toBeCloseTo(line.runs[0]?.xs[5] ?? 0, 6);
  expect(offsetAt(line, 99)).toBe(5);
});

test("a ligature is divided among its letters", () => {
  const shaped = shapeBlock(block("en", "office"), bodyStyle({ size: 10, font: "Spectral" }), "", real);
  const line = setLines(shaped, [{ x: 0, width: 500 }]).lines[0] as Line;
  const xs = [0, 1, 2, 3, 4, 5, 6].map((at) => xAt(line, at));
  expect(line.runs[0]?.glyphs.length).toBeLessThan(6);
  for (let i = 1; i < xs.length; i++) expect(xs[i]).toBeGreaterThan(xs[i - 1] ?? 0);
});

test("from a place to an x and back is the same place, on every line", () => {
  const words = fc.array(
    fc.constantFrom("nghiêng", "office", "“Ô", "Môn”,", "❖", "a\u0301\u0323b", "fjord", "05-CT/TW"),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(words, fc.integer({ min: 60, max: 200 }), (parts, width) => {
      const copy = parts.join(" ");
      const shaped = shapeBlock(block("vi", copy), bodyStyle(), "❖ ", real);
      for (const line of setLines(shaped, [{ x: 0, width }]).lines) {
        for (const at of clusterStarts(line.text.trimEnd())) {
          const offset = line.text.startsWith("❖ ") && line.from === 0 ? at - 2 : line.from + at;
          if (offset < line.from) continue;
          expect(offsetAt(line, xAt(line, offset)), `${line.text} ${offset}`).toBe(offset);
        }
      }
    }),
    { numRuns: 150 },
  );
});

/** Steps through a line: x never falls, stays in the line, and leads back to its offset wherever letters have width. */
function walk(line: Line, text: string): void {
  let before = Number.NEGATIVE_INFINITY;
  const ends = clusterStarts(text.slice(line.from, line.to).trimEnd()).map((at) => line.from + at);
  for (const offset of ends) {
    const x = xAt(line, offset);
    expect(x, `${line.text} ${offset}`).toBeGreaterThanOrEqual(before - 1e-9);
    expect(x).toBeGreaterThanOrEqual(line.x - 1e-6);
    expect(x).toBeLessThanOrEqual(line.x + line.width + 1e-6);
    if (x > before + 1e-6) expect(offsetAt(line, x), `${line.text} ${offset}`).toBe(offset);
    // Never between a letter and its marks.
    expect(ends).toContain(offsetAt(line, x + 0.3));
    before = x;
  }
}

test("along a line the caret is monotone and stays in it, under scaling, tracking and kerning by hand", () => {
  const words = fc.array(fc.constantFrom("nghiêng", "office", "“Ô", "affluent", "a\u0301\u0323b", "fjord", "ffi"), {
    minLength: 2,
    maxLength: 14,
  });
  const adjust = fc.record({
    tracking: fc.integer({ min: -40, max: 120 }),
    kerning: fc.integer({ min: -40, max: 80 }),
    scaling: fc.constantFrom(0.8, 1, 1.3),
    baseline: fc.constantFrom(-2, 0, 3),
  });
  fc.assert(
    fc.property(words, adjust, fc.integer({ min: 70, max: 220 }), (parts, adjusted, width) => {
      const half = parts.length >> 1;
      const copy = block("vi", `${parts.slice(0, half).join(" ")} `, [
        parts.slice(half).join(" "),
        { adjust: adjusted },
      ]);
      const set = setLines(shapeBlock(copy, bodyStyle({ font: "Spectral" }), "", real), [{ x: 0, width }]);
      for (const line of set.lines) walk(line, copy.text);
    }),
    { numRuns: 120 },
  );
});

test("a drop cap is a letter like any other: before it, behind it, and on with the rest of its word", () => {
  const cap = { lines: 3, characters: 1, style: null, at: "all", quote: "hang", indent: "even" } as const;
  const shape = (...[b, own, sign, apart]: [Parameters<typeof shapeBlock>[0], typeof style, string, number]) =>
    shapeBlock(b, own, sign, real, apart);
  const desk = {
    shape,
    shaper: real,
    set: (...[b, own, sign, apart, room]: [...Parameters<typeof shape>, Parameters<typeof setLines>[1]]) =>
      setLines(shape(b, own, sign, apart), room),
  };
  const rest = "m chợ họp từ ba giờ sáng, khi nước còn ròng và ghe chưa phải chen nhau trên sông, ".repeat(2);
  for (const opening of ["Ấ", "“Ấ", "A ", "Q", "2024 ", "E\u0302\u0301"]) {
    const copy = block("vi", opening + rest);
    const set = setDropCap(copy, bodyStyle(), cap, "", [{ x: 0, width: 160 }], desk);
    expect(set, opening).not.toBeNull();
    for (const line of set?.lines ?? []) walk(line, copy.text);
    const [first] = set?.lines ?? [];
    if (first) expect(xAt(first, opening.length) - xAt(first, 0), opening).toBeGreaterThan(10);
  }
});

test("inside a ligature the caret stands where its font says", () => {
  const line = lineOf("affb");
  const [run] = line.runs;
  if (!run) throw new RangeError("no run");
  const joined = {
    ...line,
    runs: [
      {
        ...run,
        glyphs: Uint16Array.of(1, 2, 3),
        xs: Float64Array.of(0, 5, 15),
        clusters: Uint32Array.of(0, 1, 3),
        carets: new Map([[1, [8.5]]]),
      },
    ],
  };
  expect([0, 1, 2, 3].map((at) => xAt(joined, at))).toEqual([0, 5, 8.5, 15]);
  expect(offsetAt(joined, 9)).toBe(2);
});
