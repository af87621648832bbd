import fc from "fast-check";
import { expect, test } from "vitest";
import { type FontName, FONTS, page, run, ticket, words, write } from "../test/pdfJob.ts";
import { readPdf } from "../test/pdfText.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";
import { pt } from "../units.ts";

const TEXTS = [
  "Đồng chí Đỏ: 5 000 tỷ",
  "The office staff filled fifty affidavits.",
  "ắằẳẵặ ấầẩẫậ ýỳỷỹỵ",
  "AVATAR To Ty",
];

async function glyphsOf(runs: readonly GlyphRun[]) {
  const items = runs.map((glyphs, i) => words({ block: `b${i}`, role: "answer" }, glyphs, 50, 100 + 20 * i));
  const { bytes, written } = await write([page(1, items)]);
  const { pages } = await readPdf(bytes);
  return { glyphs: pages[0]?.glyphs ?? [], written };
}

test("every glyph stands where the setting put it, within a hundredth of a point", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(FONTS) as FontName[])),
      fc.constantFrom(...TEXTS),
      fc.double({ min: 4, max: 90, noNaN: true }),
      fc.double({ min: -0.03, max: 0.08, noNaN: true }),
      fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      async (font, text, size, tracking, scaling) => {
        const glyphs = run(font, text, { size, tracking, scaling, x: 3.217 });
        const read = (await glyphsOf([glyphs])).glyphs.filter((glyph) => !glyph.font.endsWith("U"));
        // One more: the space that ends the block.
        expect(read.length).toBe(glyphs.glyphs.length + 1);
        read.pop();
        read.forEach((glyph, i) => {
          expect(glyph.glyph).toBe(glyphs.glyphs[i]);
          // 8.504: bleed of 3 mm left of the trim.
          expect(Math.abs(glyph.x - (50 + 8.5039 + (glyphs.xs[i] as number)))).toBeLessThan(0.01);
        });
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});

test("marks raised from the baseline are raised in the file", async () => {
  const plain = run("spectral", "abc");
  const raised: GlyphRun = { ...plain, ys: Float64Array.from([0, 2.5, 0]) };
  const { glyphs } = await glyphsOf([raised, plain]);
  const base = glyphs[0]?.y as number;
  expect(glyphs.map((glyph) => Number((glyph.y - base).toFixed(3)))).toEqual([0, 2.5, 0, 0, -20, -20, -20, -20]);
});

test("a glyph that reads differently at two places is shown through two dictionaries of one program", async () => {
  const { glyphs, written } = await glyphsOf([
    run("spectral", "well-known"),
    run("spectral", "hyphen", { hyphen: true }),
    run("spectral", "aA", { features: ["smcp", "c2sc"] }),
  ]);
  expect(written.fonts.length).toBe(1);
  expect([...new Set(glyphs.map((glyph) => glyph.font))]).toEqual(["F1", "F1.1"]);
});

test("a missing glyph is left out and told, never shown as a box", async () => {
  const plain = run("spectral", "ab");
  const { bytes, written } = await write([
    page(4, [
      words(
        { block: "b", role: "answer" },
        { ...plain, glyphs: Uint16Array.from([plain.glyphs[0] as number, 0]) },
        0,
        50,
      ),
    ]),
  ]);
  expect((await readPdf(bytes)).pages[0]?.glyphs.length).toBe(2);
  expect(written.findings).toMatchObject([{ code: "glyph-missing", severity: "error", page: 4 }]);
});

test("a letter of several glyphs reads as one, and its parts read as its parts", async () => {
  // "ệ" drawn as three glyphs of one cluster, as a font without the letter does.
  const base = run("spectral", "e");
  const three: GlyphRun = {
    ...base,
    text: "ệ",
    glyphs: Uint16Array.from([10, 11, 12]),
    xs: Float64Array.from([0, 1, 2]),
    clusters: Uint32Array.from([0, 0, 0]),
  };
  const { bytes } = await write([page(1, [words({ block: "b", role: "answer" }, three, 0, 50)])], ticket());
  const { pages } = await readPdf(bytes);
  expect(pages[0]?.content).toContain("/ActualText <FEFF1EC7>");
  expect(pages[0]?.glyphs.map(({ glyph }) => glyph).slice(0, 3)).toEqual([10, 11, 12]);
});

test("a drop cap reads with the rest of its word, and nowhere else", async () => {
  const letter = run("spectral", "Ấ", { size: 40 });
  const cap = { ...letter, ys: new Float64Array(letter.glyphs.length).fill(-24), drop: pt(24) };
  const rest = run("spectral", "m trà", { size: 10, x: 40 });
  const items = [cap, rest].map((glyphs) => words({ block: "b", role: "answer" }, glyphs, 50, 100));
  const { bytes } = await write([page(1, items)]);
  const { pages } = await readPdf(bytes);
  const read = pages[0]?.glyphs ?? [];
  const seen = read.filter((glyph) => !glyph.font.endsWith("U"));
  const unseen = read.filter((glyph) => glyph.font.endsWith("U"));
  expect(unseen).toHaveLength(1);
  // Its ink is where it was set; its letter stands on the first line, just before the rest.
  expect(Math.abs((seen[0]?.y ?? 0) - (seen[1]?.y ?? 0))).toBeCloseTo(24, 2);
  expect(unseen[0]?.y).toBeCloseTo(seen[1]?.y ?? 0, 2);
  expect((seen[1]?.x ?? 0) - (unseen[0]?.x ?? 0)).toBeLessThan(0.05);
});
