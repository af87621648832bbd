/**
 * The settings of one paragraph that page make-up chooses among: the best, and the best with so many lines fewer or
 * more. Breaking is arithmetic and building lines is not, so what comes out are the breaks and their cost; the one that
 * is chosen is built with `setVariant`.
 */
import { breaksByLines } from "./breakLines.ts";
import type { Measures } from "./glyphs.ts";
import type { Broken } from "./prices.ts";
import { findingsOf, fittingChances, limitsOf, type Setting } from "./setLines.ts";
import type { ShapedBlock } from "./shape.ts";
import { breakTies } from "./ties.ts";

export type LineVariant = {
  /** Lines more than the best setting has; 0 is the best itself, below 0 there are fewer. */
  readonly more: number;
  readonly lines: number;
  /** Demerits: the price of the variant is what this is over the best's. */
  readonly cost: number;
  /** The ratio of its loosest line; 1 is the style's limit. */
  readonly loosest: number;
  /** The chances its lines end at, and how far each is from its natural look. */
  readonly broken: Broken;
};

/**
 * A variant whose loosest line goes beyond this is not offered: the word spaces of its loosest line are two thirds
 * wider than natural where the style allows one third. Ragged: two zones are empty.
 */
const LOOSEST = 2;

/**
 * The best setting for each count of lines from `least` (0 or below) to `most` (0 or above) away from the best's,
 * shortest first. The best is always among them; another count only if it can be had with no line looser than
 * `loosest`. One search per pass finds all counts.
 */
export function settingsByLines(
  shaped: ShapedBlock,
  measures: Measures,
  { least = -1, most = 1, loosest = LOOSEST }: { least?: number; most?: number; loosest?: number } = {},
): readonly LineVariant[] {
  const limits = limitsOf(shaped, measures);
  const { chances } = fittingChances(shaped, limits);
  const { best, all } = breaksByLines(chances, limits, Math.min(0, least), Math.max(0, most), loosest);
  return all.map((broken) => ({
    more: broken.ends.length - best.ends.length,
    lines: broken.ends.length,
    cost: broken.cost,
    loosest: Math.max(...broken.ratios),
    broken,
  }));
}

/** Builds a variant of `settingsByLines` of the same block and measures; among equals the one without rivers. */
export function setVariant(shaped: ShapedBlock, measures: Measures, variant: LineVariant): Setting {
  const limits = limitsOf(shaped, measures);
  const fitting = fittingChances(shaped, limits);
  const { broken, lines } = breakTies(shaped, fitting.chances, limits, measures, variant.broken);
  return { lines, findings: findingsOf(shaped, fitting, broken.ends, limits), cost: broken.cost };
}
