/**
 * What a line may look like and what it costs: limits of style and measure, the house's prices in TeX's demerits, and
 * the passes in which a paragraph is tried. The two searches (justified, ragged) and the explanation share it.
 */
import type { Align } from "../schema/stylesheet.ts";

/** What the style and the measures allow. Lengths in points. */
export type Limits = {
  readonly align: Align;
  /** Widths of the lines; the last entry stands for all that follow. */
  readonly widths: readonly number[];
  /** Play of tracking in em and of glyph scaling, as positive numbers. */
  readonly trackingStretch: number;
  readonly trackingShrink: number;
  readonly scalingStretch: number;
  readonly scalingShrink: number;
  /** The last line is to be at least so long. */
  readonly leastLast: number;
  /** The last line, and one before a forced break, is as full as any other. */
  readonly fillLast: boolean;
  /** So many lines in a row may end in hyphens, and never more; 0 sets no limit. */
  readonly hyphenLimit: number;
  /** Type size, the natural unit of raggedness. */
  readonly em: number;
};

/** What the house thinks of a line, in TeX's demerits. */
export type Prices = {
  readonly line: number;
  /** Two lines in a row end in a hyphen. */
  readonly twoHyphens: number;
  /** Neighbouring lines of visibly different tightness. */
  readonly misfit: number;
  /** The last line but one ends in a hyphen. */
  readonly lastHyphen: number;
  /** The last line is nothing but the end of a divided word. */
  readonly lastFragment: number;
  /** The last line is shorter than the next indent. */
  readonly shortLast: number;
  /** The last line is one word. */
  readonly loneLast: number;
  /** The last line stops less than an em before the margin. */
  readonly nearlyFullLast: number;
  /** Spaces may go below the style's least where nothing within the limits is found. */
  readonly squeeze: boolean;
  readonly rag: RagPrices;
};

/** What only ragged setting asks. */
export type RagPrices = {
  /** A hyphen, on top of its own penalty. */
  readonly hyphen: number;
  /** A line ends in a word of one or two letters: "a", "I", "và". */
  readonly shortWord: number;
  /** Neighbours differ in length by a whole zone; the price grows with the square of what is over `EVEN_STEP`. */
  readonly jump: number;
  /** A third line goes on growing, or shrinking, where two did: the edge of the text becomes a stair. */
  readonly stair: number;
};

export const HOUSE: Prices = {
  line: 10,
  twoHyphens: 10_000,
  misfit: 10_000,
  lastHyphen: 5_000,
  lastFragment: 50_000,
  shortLast: 20_000,
  loneLast: 4_000,
  nearlyFullLast: 2_000,
  squeeze: true,
  rag: { hyphen: 40_000, shortWord: 1_500, jump: 12_000, stair: 2_500 },
};

export type Broken = {
  /** The chance each line ends at. */
  readonly ends: readonly number[];
  /** How far each line is from its natural look: 1 and -1 are the style's limits. Ragged: how much of the zone is empty. */
  readonly ratios: readonly number[];
  /** Demerits of the whole. */
  readonly cost: number;
  /** The pass it was found in. */
  readonly pass: Pass;
};

/** An overfull line costs more than any other setting, and the more the fuller it is. */
export const OVERFULL = 1e15;

/** How loose a line may be, whether words are divided and spaces squeezed. The last pass takes any line. */
export type Pass = {
  readonly most: number;
  readonly hyphens: boolean;
  readonly squeeze: boolean;
  /** Words too wide for a line are broken between letters. */
  readonly emergency: boolean;
  readonly overfull: boolean;
};
const ANY = Number.POSITIVE_INFINITY;

/**
 * Justified setting. There is no emergency stretch as TeX has it (a pretended stretch of every line, so that bad lines
 * can be told apart): costs here have no ceiling, and the pass for any looseness tells bad from worse by itself.
 */
export const PASSES: readonly Pass[] = [
  { most: 1, hyphens: false, squeeze: false, emergency: false, overfull: false },
  { most: 1.5, hyphens: true, squeeze: true, emergency: false, overfull: false },
  { most: 3, hyphens: true, squeeze: true, emergency: false, overfull: false },
  { most: ANY, hyphens: true, squeeze: true, emergency: false, overfull: false },
  { most: 2, hyphens: true, squeeze: true, emergency: true, overfull: false },
  { most: ANY, hyphens: true, squeeze: true, emergency: true, overfull: false },
  { most: ANY, hyphens: true, squeeze: true, emergency: true, overfull: true },
];

/** Ragged setting, `most` in zones. A word is divided only where a line would otherwise be empty by two zones. */
export const RAGGED_PASSES: readonly Pass[] = [
  { most: 1.2, hyphens: false, squeeze: false, emergency: false, overfull: false },
  { most: 2, hyphens: false, squeeze: false, emergency: false, overfull: false },
  { most: 2, hyphens: true, squeeze: false, emergency: false, overfull: false },
  { most: ANY, hyphens: true, squeeze: false, emergency: false, overfull: false },
  { most: ANY, hyphens: true, squeeze: false, emergency: true, overfull: false },
  { most: ANY, hyphens: true, squeeze: false, emergency: true, overfull: true },
];
export function passesOf(limits: Limits): readonly Pass[] {
  return limits.align === "justify" ? PASSES : RAGGED_PASSES;
}

/** What one search is to find. */
export type Wish = {
  readonly pass: Pass;
  /** The greatest number of lines of interest: settings of different counts are then told apart. Null: any count. */
  readonly lines: number | null;
  /** No line ends at this chance; -1 where all may. */
  readonly without: number;
};

/** Tight, decent, loose, very loose (TeX: The Program §817). */
export function fitnessOf(ratio: number): number {
  if (ratio < -0.5) return 0;
  if (ratio <= 0.5) return 1;
  return ratio <= 1 ? 2 : 3;
}

/** The zone in which ragged lines end, in points: a fifth of the measure, from one em to three. */
export function zoneOf(width: number, em: number): number {
  const fifth = width / 5;
  return fifth < em ? em : fifth > 3 * em ? 3 * em : fifth;
}
/** Ragged lines are best when they leave this part of the zone empty: then the next can be longer as well as shorter. */
export const RAG_TARGET = 0.3;
/** Neighbours may differ by this part of the zone as they like: a rag that does not move looks like a mistake. */
const EVEN_STEP = 0.7;
/** Steps smaller than this part of the zone go in no direction. */
const LEVEL_STEP = 0.15;

/** What the step from one ragged line to the next costs. `step`: in zones. */
export function jumpCost(step: number, price: number): number {
  const over = Math.abs(step) - EVEN_STEP;
  return over > 0 ? (price * over * over) / ((1 - EVEN_STEP) * (1 - EVEN_STEP)) : 0;
}
/** Whether a step goes shorter (-1), longer (1) or neither. `step`: how much more of the zone is empty, in zones. */
export function trendOf(step: number): number {
  return step > LEVEL_STEP ? -1 : step < -LEVEL_STEP ? 1 : 0;
}
