import fc from "fast-check";
import { expect, test } from "vitest";
import { block, bodyStyle } from "../test/typeset.ts";
import { breakLines, breaksInto, breaksNear, breaksWithout } from "./breakLines.ts";
import { explainBreaks, type LineReason } from "./explain.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { limitsOf, setLines } from "./setLines.ts";
import { type Chances, FORCED, HYPHEN } from "./chances.ts";
import { type Broken, type Limits, type Pass, passesOf } from "./prices.ts";
import { type ShapedBlock, shapeBlock } from "./shape.ts";
import type { Em, Pt } from "../units.ts";

const shaper = fixedShaper({ advance: 0.5 });
const ANY = Number.POSITIVE_INFINITY;

type Found = { readonly ends: readonly number[]; readonly cost: number };
type Asked = {
  /** With exactly so many lines. */
  readonly lines?: number;
  /** No line ends here. */
  readonly without?: number;
  /** Not the house's passes one after the other but this one alone. */
  readonly pass?: Pass;
};

/** Every way to break, tried one after the other, cheapest first; what the searches must find. */
function exhaustive(chances: Chances, limits: Limits, asked: Asked = {}): readonly Found[] {
  // A ragged line before a forced break may be as short as it comes.
  const isFree = (k: number): boolean => limits.align !== "justify" && ((chances.flags[k] ?? 0) & FORCED) !== 0;
  for (const pass of asked.pass ? [asked.pass] : passesOf(limits).slice(0, -1)) {
    const all: Found[] = [];
    const { most } = pass;
    const usable: number[] = [];
    for (let k = 0; k < chances.count - 1; k++) {
      if (k !== asked.without && (pass.hyphens || ((chances.flags[k] ?? 0) & HYPHEN) === 0)) usable.push(k);
    }
    for (let set = 0; set < 1 << usable.length; set++) {
      const ends = usable.filter((_, i) => (set >> i) & 1);
      ends.push(chances.count - 1);
      if (asked.lines !== undefined && ends.length !== asked.lines) continue;
      if (usable.some((k) => ((chances.flags[k] ?? 0) & FORCED) !== 0 && !ends.includes(k))) continue;
      const reasons = explainBreaks(chances, limits, ends);
      const ladder = limits.hyphenLimit > 0 ? limits.hyphenLimit : ANY;
      if (reasons.some((reason) => reason.hyphens > ladder)) continue;
      if (!reasons.every((reason, i) => feasible(reason, isFree(ends[i] ?? 0) ? ANY : most, pass.squeeze))) continue;
      all.push({ ends, cost: reasons.reduce((sum, reason) => sum + reason.cost, 0) });
    }
    if (all.length > 0) return all.sort((x, y) => x.cost - y.cost);
  }
  return [];
}
function feasible(reason: LineReason, most: number, squeeze: boolean): boolean {
  return !reason.overfull && reason.ratio <= most && (squeeze || !reason.squeezed);
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
const aligns = fc.constantFrom("justify", "justify", "left", "center", "right") as fc.Arbitrary<
  "justify" | "left" | "center" | "right"
>;
const styles = fc
  .record({
    align: aligns,
    micro: fc.boolean(),
    lastLine: fc.constantFrom("natural", "justify", "center") as fc.Arbitrary<"natural" | "justify" | "center">,
    ladder: fc.constantFrom(0, 1, 2),
  })
  .map(({ align, micro, lastLine, ladder }) =>
    bodyStyle({
      size: 10 as Pt,
      align,
      lastLine,
      hyphenation: { ...bodyStyle().hyphenation, ladder },
      ...(micro ? {} : { tracking: { min: 0 as Em, max: 0 as Em }, scaling: { min: 0, max: 0 } }),
    }),
  );
function limitsAt(shaped: ShapedBlock, lengths: readonly number[]): Limits {
  return limitsOf(
    shaped,
    lengths.map((width) => ({ x: 0, width })),
  );
}

test("no way to break a short paragraph is cheaper than the one found", () => {
  let searched = 0;
  fc.assert(
    fc.property(text, widths, styles, (copy, lengths, style) => {
      const shaped = shapeBlock(block("en", copy), style, "", shaper);
      fc.pre(shaped.chances.count <= 12);
      const limits = limitsAt(shaped, lengths);
      const wanted = exhaustive(shaped.chances, limits)[0];
      fc.pre(wanted !== undefined);
      const found = breakLines(shaped.chances, limits);
      searched++;
      expect(apart(found.cost, wanted?.cost ?? -1)).toBeLessThan(1e-9);
      expect(apart(costOf(shaped.chances, limits, found), found.cost)).toBeLessThan(1e-9);
    }),
    { numRuns: 500 },
  );
  expect(searched).toBeGreaterThan(100);
});

test("into each count of lines the cheapest way is found, or none where there is none", () => {
  let others = 0;
  fc.assert(
    fc.property(text, widths, styles, fc.constantFrom(1.2, 2, ANY), (copy, lengths, style, loosest) => {
      const shaped = shapeBlock(block("en", copy), style, "", shaper);
      fc.pre(shaped.chances.count <= 11);
      const limits = limitsAt(shaped, lengths);
      const count = exhaustive(shaped.chances, limits)[0]?.ends.length;
      fc.pre(count !== undefined);
      const pass: Pass = { most: loosest, hyphens: true, squeeze: true, emergency: false, overfull: false };
      for (let lines = (count ?? 0) - 2; lines <= (count ?? 0) + 2; lines++) {
        const found = breaksInto(shaped.chances, limits, lines, loosest);
        const wanted = lines < 1 ? undefined : exhaustive(shaped.chances, limits, { lines, pass })[0];
        if (!wanted) expect(found).toBeNull();
        else {
          expect(found?.ends.length).toBe(lines);
          expect(apart(found?.cost ?? -1, wanted.cost)).toBeLessThan(1e-9);
          if (lines !== count) others++;
        }
      }
    }),
    { numRuns: 300 },
  );
  expect(others).toBeGreaterThan(50);
});

test("so many lines more or fewer are had wherever they can be", () => {
  let others = 0;
  fc.assert(
    fc.property(text, widths, styles, fc.constantFrom(-2, -1, 1, 2), (copy, lengths, style, looseness) => {
      const shaped = shapeBlock(block("en", copy), style, "", shaper);
      fc.pre(shaped.chances.count <= 11);
      const limits = limitsAt(shaped, lengths);
      fc.pre(exhaustive(shaped.chances, limits).length > 0);
      const best = breakLines(shaped.chances, limits);
      const lines = best.ends.length + looseness;
      const found = breakLines(shaped.chances, limits, looseness);
      const wanted = lines < 1 ? undefined : exhaustive(shaped.chances, limits, { lines })[0];
      expect(found.ends.length).toBe(wanted ? lines : best.ends.length);
      expect(apart(found.cost, wanted?.cost ?? best.cost)).toBeLessThan(1e-9);
      if (wanted) others++;
    }),
    { numRuns: 300 },
  );
  expect(others).toBeGreaterThan(50);
});

test("the best way that ends no line here is the cheapest of all such", () => {
  fc.assert(
    fc.property(text, widths, styles, (copy, lengths, style) => {
      const shaped = shapeBlock(block("en", copy), style, "", shaper);
      fc.pre(shaped.chances.count <= 10);
      const limits = limitsAt(shaped, lengths);
      fc.pre(exhaustive(shaped.chances, limits).length > 0);
      for (const end of breakLines(shaped.chances, limits).ends) {
        const found = breaksWithout(shaped.chances, limits, end);
        if (((shaped.chances.flags[end] ?? 0) & FORCED) !== 0) {
          expect(found).toBeNull();
          continue;
        }
        const wanted = exhaustive(shaped.chances, limits, { without: end })[0];
        if (found === null) expect(wanted).toBeUndefined();
        else expect(apart(found.cost, wanted?.cost ?? -1)).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 200 },
  );
});

test("near settings are all there, cheapest first", () => {
  let more = 0;
  fc.assert(
    fc.property(text, widths, fc.constantFrom(1.1, 2, 20), (copy, lengths, times) => {
      const shaped = shapeBlock(block("en", copy), bodyStyle({ size: 10 as Pt }), "", shaper);
      fc.pre(shaped.chances.count <= 11);
      const limits = limitsAt(shaped, lengths);
      fc.pre(exhaustive(shaped.chances, limits).length > 0);
      const best = breakLines(shaped.chances, limits);
      const bound = best.cost * times;
      const wanted = exhaustive(shaped.chances, limits, { lines: best.ends.length }).filter(({ cost }) => cost < bound);
      const found = breaksNear(shaped.chances, limits, best, bound, 20);
      more += found.length - 1;
      expect(found.length).toBe(Math.min(20, wanted.length));
      found.forEach(({ cost }, i) => expect(apart(cost, wanted[i]?.cost ?? -1)).toBeLessThan(1e-9));
    }),
    { numRuns: 200 },
  );
  expect(more).toBeGreaterThan(20);
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

test("every line break ends a line, and no line ends inside a stretch that stays whole", () => {
  let inside = 0;
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 60, max: 200 }), styles, (before, whole, after, width, style) => {
      const words = block("en", `${before} `, [whole, { noBreak: true }], ` ${after}\u2028${before}`);
      const setting = setLines(shapeBlock(words, style, "", shaper), [{ x: 0, width }]);
      // A stretch wider than the column has to end somewhere, and says so.
      fc.pre(!setting.findings.some(({ code }) => code === "word-too-wide"));
      const from = before.length + 1;
      const to = from + whole.length;
      expect(setting.lines.filter((line) => line.to > from && line.to < to)).toEqual([]);
      expect(setting.lines.map((line) => line.to)).toContain(to + after.length + 2);
      if (whole.includes(" ")) inside++;
    }),
    { numRuns: 200 },
  );
  expect(inside).toBeGreaterThan(30);
});
