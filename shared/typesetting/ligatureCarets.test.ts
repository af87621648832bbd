import { existsSync, readFileSync } from "node:fs";
import { Blob, Face } from "harfbuzzjs";
import { expect, test } from "vitest";
import { readLigatureCarets } from "./ligatureCarets.ts";

/** A table of 16-bit numbers, as OpenType lays them out. */
function table(...numbers: readonly number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((n) => [(n >> 8) & 255, n & 255]));
}
/**
 * Header; the list at 12, its coverage (glyphs 7 and 9) at 20; at 28 a ligature with a caret at 300, at 36 one with
 * carets at 500 and, in format 3, at 250.
 */
const HEADER = [1, 0, 0, 0, 12, 0];
const LIST = [8, 2, 16, 24];
const COVERAGE = [1, 2, 7, 9];
const GDEF = table(...HEADER, ...LIST, ...COVERAGE, 1, 4, 1, 300, 2, 6, 10, 1, 500, 3, 250, 0);

test("carets of the ligatures a font names, rising, in em", () => {
  const carets = readLigatureCarets(GDEF, 1000);
  expect(carets(7)).toEqual([0.3]);
  expect(carets(9)).toEqual([0.25, 0.5]);
  expect(carets(8)).toEqual([]);
});

test("coverage by ranges", () => {
  // List at 12; coverage at 18, one range from 7 to 7 that begins with ligature 0; the ligature at 28.
  const ranges = table(1, 0, 0, 0, 12, 0, 6, 1, 16, 2, 1, 7, 7, 0, 1, 4, 1, 300);
  expect(readLigatureCarets(ranges, 600)(7)).toEqual([0.5]);
  expect(readLigatureCarets(ranges, 600)(6)).toEqual([]);
});

test("no table, an empty one and a broken one give nothing", () => {
  expect(readLigatureCarets(undefined, 1000)(7)).toEqual([]);
  expect(readLigatureCarets(new Uint8Array(4), 1000)(7)).toEqual([]);
  for (let length = 0; length < GDEF.length; length++) {
    const carets = readLigatureCarets(GDEF.subarray(0, length), 1000);
    for (let glyph = 0; glyph < 12; glyph++) expect(Array.isArray(carets(glyph))).toBe(true);
  }
  expect(readLigatureCarets(new Uint8Array(64).fill(255), 1000)(7)).toEqual([]);
});

const noto = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf";
test.skipIf(!existsSync(noto))("Noto Serif (Debian's fonts-noto-core) says where its carets stand", () => {
  const face = new Face(new Blob(new Uint8Array(readFileSync(noto))), 0);
  const carets = readLigatureCarets(face.referenceTable("GDEF"), face.upem);
  const named = Array.from({ length: 4000 }, (_, glyph) => carets(glyph)).filter((found) => found.length > 0);
  expect(named.length).toBeGreaterThan(3);
  for (const found of named) for (const x of found) expect(x).toBeGreaterThan(0);
});
