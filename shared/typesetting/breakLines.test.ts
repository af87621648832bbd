import fc from "fast-check";
import { expect, test } from "vitest";
import { block, bodyStyle } from "../test/typeset.ts";
import { breakLines } from "./breakLines.ts";
import { explainBreaks, type LineReason } from "./explain.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { limitsOf } from "./setLines.ts";
import { type Chances, FORCED, HYPHEN } from "./chances.ts";
import { type Broken, type Limits, passesOf } from "./prices.ts";
import { shapeBlock } from "./shape.ts";

const shaper = fixedShaper({ advance: 0.5 });
const ANY = Number.POSITIVE_INFINITY;

/** Every way to break, tried one after the other; what the search must find. `lines`: with exactly so many lines. */
function exhaustive(chances: Chances, limits: Limits, lines: number | null): { ends: number[]; cost: number } | null {
  // A ragged line before a forced break may be as short as it comes.
  const isFree = (k: number): boolean => limits.align !== "justify" && ((chances.flags[k] ?? 0) & FORCED) !== 0;
  for (const pass of passesOf(limits).slice(0, -1)) {
    let best: { ends: number[]; cost: number } | null = null;
    const usable: number[] = [];
    for (let k = 0; k < chances.count - 1; k++) {
      if (pass.hyphens || ((chances.flags[k] ?? 0) & HYPHEN) === 0) usable.push(k);
    }
    for (let set = 0; set < 1 << usable.length; set++) {
      const ends = usable.filter((_, i) => (set >> i) & 1);
      ends.push(chances.count - 1);
      if (lines !== null && ends.length !== lines) continue;
      if (usable.some((k) => ((chances.flags[k] ?? 0) & FORCED) !== 0 && !ends.includes(k))) continue;
      const reasons = explainBreaks(chances, limits, ends);
      if (!reasons.every((reason, i) => feasible(reason, isFree(ends[i] ?? 0) ? ANY : pass.most, pass.squeeze)))
        continue;
      const cost = reasons.reduce((sum, reason) => sum + reason.cost, 0);
      if (best === null || cost < best.cost) best = { ends, cost };
    }
    if (best) return best;
  }
  return null;
}
function feasible(reason: LineReason, most: number, squeeze: boolean): boolean {
  return !reason.overfull && reason.ratio <= most && reason.hyphens <= 2 && (squeeze || !reason.squeezed);
}

const word = fc.constantFrom(
  "a",
  "in",
  "the",
  "type",
  "column",
  "interview",
  "hyphenation",
  "a-b",
  "photography",
  "–",
  "x,",
);
const text = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(" "));
const widths = fc.oneof(
  fc.integer({ min: 25, max: 110 }).map((w) => [w]),
  fc.tuple(fc.integer({ min: 25, max: 60 }), fc.integer({ min: 40, max: 110 })),
  fc.array(fc.integer({ min: 25, max: 110 }), { minLength: 3, maxLength: 4 }),
);
const aligns = fc.constantFrom("justify", "justify", "left", "center") as fc.Arbitrary<"justify" | "left" | "center">;

test("no way to break a short paragraph is cheaper than the one found", () => {
  let searched = 0;
  fc.assert(
    fc.property(text, widths, aligns, fc.boolean(), (copy, lengths, align, micro) => {
      const style = bodyStyle({
        size: 10,
        align,
        ...(micro ? {} : { tracking: { min: 0, max: 0 }, scaling: { min: 0, max: 0 } }),
      });
      const shaped = shapeBlock(block("en", copy), style, "", shaper);
      fc.pre(shaped.chances.count <= 13);
      const limits = limitsOf(
        shaped,
        lengths.map((width) => ({ x: 0, width })),
      );
      const wanted = exhaustive(shaped.chances, limits, null);
      fc.pre(wanted !== null);
      const found = breakLines(shaped.chances, limits);
      searched++;
      expect(apart(found.cost, wanted?.cost ?? -1)).toBeLessThan(1e-9);
      expect(apart(costOf(shaped.chances, limits, found), found.cost)).toBeLessThan(1e-9);
    }),
    { numRuns: 400 },
  );
  expect(searched).toBeGreaterThan(100);
});

test("one line more or fewer is the cheapest with that count", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 60, max: 110 }), fc.constantFrom(-1, 1), (copy, width, looseness) => {
      const shaped = shapeBlock(block("en", copy), bodyStyle({ size: 10 }), "", shaper);
      fc.pre(shaped.chances.count <= 12);
      const limits = limitsOf(shaped, [{ x: 0, width }]);
      const best = exhaustive(shaped.chances, limits, null);
      fc.pre(best !== null);
      const lines = (best?.ends.length ?? 0) + looseness;
      const wanted = exhaustive(shaped.chances, limits, lines);
      const found = breakLines(shaped.chances, limits, looseness);
      expect(found.ends.length).toBe(wanted ? lines : best?.ends.length);
    }),
    { numRuns: 200 },
  );
});

/** Costs span twelve decades: how far apart as a part of the greater, of 1 at least. */
function apart(a: number, b: number): number {
  return Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
}
function costOf(chances: Chances, limits: Limits, { ends }: Broken): number {
  return explainBreaks(chances, limits, ends).reduce((sum, reason) => sum + reason.cost, 0);
}

test("a ladder of hyphens is never longer than two", () => {
  const copy = "hyphenation ".repeat(60).trim();
  for (let width = 60; width < 160; width += 7) {
    const shaped = shapeBlock(block("en", copy), bodyStyle({ size: 10 }), "", shaper);
    const found = breakLines(shaped.chances, limitsOf(shaped, [{ x: 0, width }]));
    const hyphens = found.ends.map((k) => ((shaped.chances.flags[k] ?? 0) & HYPHEN ? "-" : " ")).join("");
    expect(hyphens).not.toContain("---");
  }
});

test("lines before a forced break and the last are left as they are", () => {
  const shaped = shapeBlock(block("en", "a b\u2028c d"), bodyStyle({ size: 10 }), "", shaper);
  const limits = limitsOf(shaped, [{ x: 0, width: 100 }]);
  expect(breakLines(shaped.chances, limits).ratios).toEqual([0, 0]);
});
