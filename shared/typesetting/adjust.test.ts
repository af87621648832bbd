/** What is set by hand on a selection: tracking, kerning, scaling, baseline shift; and that words stay words under it. */
import { expect, test } from "vitest";
import type { RunMarks } from "../schema/story.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import { createShaper } from "./harfbuzz.ts";
import type { Line } from "./glyphs.ts";
import { LEAST_GAP } from "./items.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const shaper = await createShaper(shippedFonts(), FALLBACKS);
const style = bodyStyle({ size: 10, align: "left", protrusion: false });
const by = (adjust: Partial<NonNullable<RunMarks["adjust"]>>): Partial<RunMarks> => ({
  adjust: { tracking: 0, kerning: 0, scaling: 1, baseline: 0, ...adjust },
});
function lineOf(...parts: Parameters<typeof block> extends [string, ...infer P] ? P : never): Line {
  const line = setLines(shapeBlock(block("en", ...parts), style, "", shaper), [{ x: 0, width: 900 }]).lines[0];
  if (!line) throw new RangeError("no line");
  return line;
}
/** Pen of every letter by its place in the text. */
function pens(line: Line): Map<number, number> {
  return new Map(line.runs.flatMap((run) => [...run.xs].map((x, g) => [(run.from ?? 0) + (run.clusters[g] ?? 0), x])));
}
const step = (line: Line, at: number) => (pens(line).get(at + 1) ?? 0) - (pens(line).get(at) ?? 0);

test("kerning by hand works between the letters of the selection and nowhere else", () => {
  const plain = lineOf("hnmnuh");
  const kerned = lineOf("hn", ["mn", by({ kerning: -50 })], "uh");
  for (const at of [0, 1, 3, 4]) expect(step(kerned, at)).toBeCloseTo(step(plain, at), 6);
  expect(step(kerned, 2)).toBeCloseTo(step(plain, 2) - 0.5, 6);
});

test("a baseline shift raises the selection's glyphs, and they stay where they were along the line", () => {
  const raised = lineOf("hn", ["mn", by({ baseline: 2 })], "uh");
  const plain = lineOf("hnmnuh");
  expect(raised.runs.map((run) => (run.ys ? [...run.ys] : null))).toEqual([null, [2, 2], null]);
  for (const [at, x] of pens(plain)) expect(pens(raised).get(at)).toBeCloseTo(x, 6);
});

test("scaling by hand and the composer's own multiply", () => {
  const text = "The press came up the river on a barge in nineteen fifty-two, and nobody has been able to move it.";
  const shaped = shapeBlock(block("en", [text, by({ scaling: 0.9 })]), bodyStyle({ size: 10 }), "", shaper);
  for (const line of setLines(shaped, [{ x: 0, width: 150 }]).lines) {
    for (const run of line.runs) expect(run.scaling).toBeCloseTo(0.9 * line.scaling, 9);
  }
});

test.each([{ tracking: -60 }, { kerning: -90 }, { tracking: -100, kerning: -100 }, { tracking: -60, scaling: 0.8 }])(
  "under %j no gap that is seen is narrower than a reader of the file takes for a space",
  (adjust) => {
    for (const align of ["left", "justify"] as const) {
      const own = bodyStyle({ size: 10, align, wordSpace: { min: 0.3, natural: 0.6, max: 1.33 } });
      const words = block("en", ["aa aa aa aa aa aa aa aa aa aa aa aa aa aa aa", by(adjust)]);
      const shaped = shapeBlock(words, own, "", shaper);
      const measures = [{ x: 0, width: 83 }];
      const set = setLines(shaped, measures);
      expect(broken(shaped, set, measures)).toEqual([]);
      const advance = (shaped.items[0]?.book.word("a").width ?? 0) * 10 * (adjust.scaling ?? 1);
      for (const line of set.lines) {
        const at = pens(line);
        const from = line.from;
        line.text
          .trimEnd()
          .split("")
          .forEach((char, i) => {
            if (char !== " ") return;
            const left = (at.get(from + i - 1) ?? 0) + advance * line.scaling;
            expect((at.get(from + i + 1) ?? 0) - left).toBeGreaterThanOrEqual(LEAST_GAP * 10 - 1e-6);
          });
      }
    }
  },
);
