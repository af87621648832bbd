import fc from "fast-check";
import { expect, test } from "vitest";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import type { Pt } from "../units.ts";
import { breakLines } from "./breakLines.ts";
import { buildLines } from "./buildLines.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { type Blemish, blemishesOf, weightOf } from "./rivers.ts";
import { limitsOf, setLines } from "./setLines.ts";
import { type ShapedBlock, shapeBlock } from "./shape.ts";
import { tieBound } from "./ties.ts";

const shaper = fixedShaper({ advance: 0.5 });
const plain = bodyStyle({ size: 10 as Pt, hyphenate: false, protrusion: false });

/** Every line as typed: ragged, so that a letter or a space is 5 pt wide. */
function typed(...lines: string[]): string {
  const shaped = shapeBlock(block("en", lines.join("\u2028")), { ...plain, align: "left" }, "", shaper);
  return show(blemishesOf(setLines(shaped, [{ x: 0, width: 1000 }]).lines));
}
function show(found: readonly Blemish[]): string {
  return found.map(({ kind, from, to, weight }) => `${kind} ${from + 1}-${to + 1} ${weight}`).join(" | ");
}

test("spaces below each other on four lines are a river, on three they are not", () => {
  const letters = ["aaaa bbbb", "cccc dddd", "eeee ffff", "gggg hhhh", "kkkk llll"];
  expect(typed(...letters.slice(0, 3))).toBe("");
  expect(typed(...letters.slice(0, 4))).toBe("river 1-4 1");
  expect(typed(...letters)).toBe("river 1-5 2");
  expect(typed("aaaa bbbb", "cccc dddd", "eeeeee ffff", "gggg hhhh", "kkkk llll")).toBe("");
  // It may slant, so long as half of the narrower space lies below the other.
  expect(typed("aaaa bbbb", "ccccc dddd", "eeeeee ffff", "ggggggg hhhh")).toBe("");
});

test("the same word where neighbouring lines begin or end is a stack", () => {
  expect(typed("the cat sat", "the dog ran far", "and so on")).toBe("stacked-words 1-2 1");
  expect(typed("old “Rivers”,", "new, long rivers", "and so on")).toBe("stacked-words 1-2 1");
  expect(typed("The cat sat", "the dog ran far", "the end is far")).toBe("stacked-words 1-3 4");
  expect(typed("is it he", "is this a line")).toBe("stacked-words 1-2 0.5");
  expect(typed("a cat sat", "a dog ran far")).toBe("");
});

test("three lines that begin or end in the same letters are a stack", () => {
  expect(typed("contain it", "conclude so", "concern us all")).toBe("stacked-letters 1-3 1");
  expect(typed("contain it", "conclude so", "and concern us")).toBe("");
  expect(typed("his action", "a long verb", "the notion", "ends")).toBe("");
  expect(typed("his station", "a long nation", "the old ration", "ends here")).toBe("stacked-letters 1-3 1");
});

/** What costs least, whatever it looks like. */
function cheapest(shaped: ShapedBlock, measures: readonly { x: number; width: number }[]) {
  const limits = limitsOf(shaped, measures);
  const best = breakLines(shaped.chances, limits);
  return { best, lines: buildLines(shaped, shaped.chances, best.ends, measures) };
}

const WORDS = [
  "the",
  "an",
  "river",
  "runs",
  "to",
  "sea",
  "water",
  "stone",
  "under",
  "bridge",
  "of",
  "wide",
  "mill",
  "old",
];
test("a setting chosen for its looks costs hardly more, has as many lines and never looks worse", () => {
  let better = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...WORDS), { minLength: 20, maxLength: 90 }),
      fc.integer({ min: 90, max: 190 }),
      (words, width) => {
        const measures = [{ x: 0, width }];
        const shaped = shapeBlock(block("en", words.join(" ")), plain, "", shaper);
        const { best, lines } = cheapest(shaped, measures);
        const setting = setLines(shaped, measures);
        const before = weightOf(blemishesOf(lines));
        const after = weightOf(blemishesOf(setting.lines));
        expect(broken(shaped, setting, measures)).toEqual([]);
        expect(setting.lines.length).toBe(lines.length);
        expect(after).toBeLessThanOrEqual(before);
        if (after === before) expect(setting.cost).toBe(best.cost);
        else better++;
        expect(setting.cost).toBeLessThanOrEqual(tieBound(best));
      },
    ),
    { numRuns: 300 },
  );
  expect(better).toBeGreaterThan(10);
});
