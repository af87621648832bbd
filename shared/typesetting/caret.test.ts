import fc from "fast-check";
import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle } from "../test/typeset.ts";
import { offsetAt, xAt } from "./caret.ts";
import { fixedShaper } from "./fixedShaper.ts";
import type { Line } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
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
