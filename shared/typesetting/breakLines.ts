/**
 * Where the lines of a paragraph end: the best of all ways at once, sought in passes that allow more and more. Out come
 * the best setting, the best with so many lines, the best that ends a line elsewhere, and all that are
 * nearly as good. The searches themselves are in `search.ts` (justified) and `ragged.ts`.
 */
import { type Chances, FORCED } from "./chances.ts";
import { type Broken, HOUSE, type Limits, type Pass, passesOf, type Prices, type Wish } from "./prices.ts";
import { searchRagged } from "./ragged.ts";
import { search, searchNear } from "./search.ts";

/**
 * The best breaks. `looseness` asks for so many lines more or fewer than the best has; where that cannot be, the best
 * comes back. `passes`: what is tried, the last of which takes any line.
 */
export function breakLines(
  chances: Chances,
  limits: Limits,
  looseness = 0,
  prices: Prices = HOUSE,
  passes: readonly Pass[] = passesOf(limits),
): Broken {
  const best = bestOf(chances, limits, prices, passes, -1);
  if (best === null) throw new RangeError(`no way to break ${chances.count} chances into lines`);
  if (looseness === 0) return best.broken;
  const lines = best.broken.ends.length + looseness;
  const found = countsOf(chances, limits, prices, passes.slice(best.pass, -1), lines, lines, Number.POSITIVE_INFINITY);
  return found[0] ?? best.broken;
}

/**
 * The best breaks into exactly so many lines, none looser than the ratio `loosest`; null where there are none. Spaces may
 * be squeezed, at the price that has everywhere.
 */
export function breaksInto(
  chances: Chances,
  limits: Limits,
  lines: number,
  loosest: number,
  prices: Prices = HOUSE,
): Broken | null {
  if (lines < 1) return null;
  const pass: Pass = { most: loosest, hyphens: true, squeeze: true, emergency: false, overfull: false };
  const all = run(chances, limits, prices, { pass, lines, without: -1 });
  return all.find(({ ends }) => ends.length === lines) ?? null;
}

/** The best breaks that end no line at the chance `without`; null when every way ends one there. */
export function breaksWithout(
  chances: Chances,
  limits: Limits,
  without: number,
  prices: Prices = HOUSE,
): Broken | null {
  if (((chances.flags[without] ?? 0) & FORCED) !== 0) return null;
  return bestOf(chances, limits, prices, passesOf(limits).slice(0, -1), without)?.broken ?? null;
}

/** Settings of a justified paragraph with as many lines as `best` that cost at most `bound`, cheapest first. */
export function breaksNear(
  chances: Chances,
  limits: Limits,
  best: Broken,
  bound: number,
  most: number,
  prices: Prices = HOUSE,
): readonly Broken[] {
  const wish = { pass: best.pass, lines: best.ends.length, without: -1 };
  return searchNear(chances, limits, prices, wish, bound, most);
}

function bestOf(
  chances: Chances,
  limits: Limits,
  prices: Prices,
  passes: readonly Pass[],
  without: number,
): { readonly broken: Broken; readonly pass: number } | null {
  for (let p = 0; p < passes.length; p++) {
    const broken = run(chances, limits, prices, { pass: passes[p] as Pass, lines: null, without })[0];
    if (broken) return { broken, pass: p };
  }
  return null;
}

/** The best of each count from `least` to `most`, each from the first pass that has one. */
function countsOf(
  chances: Chances,
  limits: Limits,
  prices: Prices,
  passes: readonly Pass[],
  least: number,
  most: number,
  loosest: number,
): Broken[] {
  const found = new Map<number, Broken>();
  const from = Math.max(1, least);
  if (most < from) return [];
  for (const given of passes) {
    const pass = given.most > loosest ? { ...given, most: loosest } : given;
    for (const broken of run(chances, limits, prices, { pass, lines: most, without: -1 })) {
      const lines = broken.ends.length;
      if (lines >= from && !found.has(lines)) found.set(lines, broken);
    }
    if (found.size === most - from + 1) break;
  }
  return [...found.values()];
}

function run(chances: Chances, limits: Limits, prices: Prices, wish: Wish): readonly Broken[] {
  return limits.align === "justify"
    ? search(chances, limits, prices, wish)
    : searchRagged(chances, limits, prices, wish);
}
