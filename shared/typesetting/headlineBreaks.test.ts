/** The search for a headline's lines against all ways there are, and the shapes it is asked for. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bestBreaks, type Places, priceOf, type Shape } from "./headlineBreaks.ts";

const SHAPES: readonly Shape[] = ["balanced", "inverted-pyramid", "pyramid", "stepped", "filled"];

function placesOf(words: readonly number[], costs: readonly number[], measure: number, shape: Shape): Places {
  const space = 2;
  return {
    count: words.length,
    width: (from, to) => words.slice(from + 1, to + 1).reduce((sum, word) => sum + word, space * (to - from - 1)),
    words: (from, to) => to - from,
    cost: (place) => costs[place] ?? 0,
    measure: () => measure,
    shape,
  };
}

/** The cheapest of all ways into lines that fit, in no more lines than the search looks at. */
function cheapest(p: Places): number {
  const last = p.count - 1;
  let least = Number.POSITIVE_INFINITY;
  const all: number[][] = [];
  for (let mask = 0; mask < 2 ** last; mask++) {
    const ends = [...Array.from({ length: last }, (_, n) => n).filter((n) => (mask >> n) & 1), last];
    const fit = ends.every((to, n) => p.width(n === 0 ? -1 : (ends[n - 1] ?? 0), to) <= p.measure(n) + 0.005);
    if (fit) all.push(ends);
  }
  const fewest = Math.min(...all.map((ends) => ends.length));
  for (const ends of all) if (ends.length <= fewest + 2) least = Math.min(least, priceOf(p, ends));
  return least;
}

test("no way into lines is cheaper than the one found", () => {
  const word = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, fc.constantFrom(0, 2, 7, 27, 60, 1000)), { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 20, max: 90 }),
      fc.constantFrom(...SHAPES),
      (words, measure, shape) => {
        const costs = words.map(([, cost]) => cost);
        const p = placesOf(
          words.map(([width]) => width),
          costs,
          measure,
          shape,
        );
        const found = bestBreaks(p);
        expect(found).not.toBeNull();
        if (!found) return;
        expect(found.price).toBeCloseTo(priceOf(p, found.ends), 6);
        expect(found.price).toBeLessThanOrEqual(cheapest(p) + 1e-6);
      },
    ),
    { numRuns: 400, seed: 20 },
  );
});

test("a word wider than its line has no way", () => {
  expect(bestBreaks(placesOf([5, 30, 5], [], 20, "balanced"))).toBeNull();
});

test("each shape is the shape it says", () => {
  const words = Array.from({ length: 12 }, (_, n) => 8 + ((n * 5) % 4));
  const widths = (shape: Shape) => {
    const p = placesOf(words, [], 70, shape);
    const ends = bestBreaks(p, 3)?.ends ?? [];
    expect(ends).toHaveLength(3);
    return ends.map((to, n) => p.width(n === 0 ? -1 : (ends[n - 1] ?? -1), to));
  };
  const [a = 0, b = 0, c = 0] = widths("inverted-pyramid");
  expect(a > b && b > c).toBe(true);
  const [d = 0, e = 0, f = 0] = widths("pyramid");
  expect(d < e && e < f).toBe(true);
  const even = widths("balanced");
  expect(Math.max(...even) - Math.min(...even)).toBeLessThan(6);
  const [g = 0, h = 0] = widths("filled");
  expect(g + h).toBeGreaterThan(105);
});
