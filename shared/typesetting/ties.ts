/**
 * Among settings that cost nearly the same, the one without rivers and stacked words. Only a paragraph whose best
 * setting shows one is looked at again: its near settings come cheapest first, each is built and judged, and the first
 * without any blemish is taken; where all have some, the one that shows least.
 */
import { breaksNear } from "./breakLines.ts";
import { buildLines } from "./buildLines.ts";
import type { Chances } from "./chances.ts";
import type { Line, Measures } from "./glyphs.ts";
import { type Broken, type Limits, OVERFULL } from "./prices.ts";
import { blemishesOf, weightOf } from "./rivers.ts";
import type { ShapedBlock } from "./shape.ts";

/**
 * What may be paid to be rid of a blemish: this part of the best setting's cost, and for each line as many demerits as
 * lie between a ratio of 0.4 and one of 0.6. No one sees the difference; everyone sees a river.
 */
const TIE_PART = 0.15;
const TIE_LINE = 300;
/** Settings looked at. */
const MOST_NEAR = 8;
/** In a longer paragraph no one sees it all at once, and near settings are without number. */
const MOST_LINES = 60;

/** The most a setting chosen for its looks may cost. */
export function tieBound(best: Broken): number {
  return best.cost * (1 + TIE_PART) + TIE_LINE * best.ends.length;
}

export type Chosen = {
  readonly broken: Broken;
  readonly lines: readonly Line[];
  /** The lines of the cheapest setting, where another was taken for its looks. */
  readonly passedOver: readonly Line[] | null;
};

/** The best setting, or one as good that looks better, with as many lines; and its lines. */
export function breakTies(
  shaped: ShapedBlock,
  chances: Chances,
  limits: Limits,
  measures: Measures,
  best: Broken,
): Chosen {
  const lines = buildLines(shaped, chances, best.ends, measures);
  let chosen: Chosen = { broken: best, lines, passedOver: null };
  if (limits.align !== "justify" || best.ends.length < 3 || best.ends.length > MOST_LINES) return chosen;
  if (best.cost >= OVERFULL) return chosen;
  let weight = weightOf(blemishesOf(lines));
  if (weight === 0) return chosen;
  // No line looser than the loosest is now, or than the style allows.
  const loosest = Math.max(1, loosestOf(best));
  for (const broken of breaksNear(chances, limits, best, tieBound(best), MOST_NEAR)) {
    if (sameEnds(broken, best) || loosestOf(broken) > loosest) continue;
    const other = buildLines(shaped, chances, broken.ends, measures, { ends: best.ends, lines });
    const its = weightOf(blemishesOf(other));
    if (its >= weight) continue;
    weight = its;
    chosen = { broken, lines: other, passedOver: lines };
    if (weight === 0) break;
  }
  return chosen;
}

function loosestOf({ ratios }: Broken): number {
  return ratios.reduce((most, ratio) => (ratio > most ? ratio : most), 0);
}
function sameEnds(a: Broken, b: Broken): boolean {
  return a.ends.length === b.ends.length && a.ends.every((end, line) => end === b.ends[line]);
}
