/**
 * Why a paragraph is broken as it is: what each line costs and for what, and what it would cost to end it elsewhere.
 * Lines are weighed one at a time and slowly, in the plainest words; the breaker's own arithmetic is checked against it.
 */
import {
  beginRow,
  type Chances,
  endRow,
  FLAGGED,
  FORCED,
  SHORT_WORD,
  SUM_FLOOR,
  SUM_SCALING,
  SUM_SHRINK,
  SUM_STRETCH,
  SUM_TRACKING,
  SUM_WIDTH,
} from "./chances.ts";
import { stretchRatio } from "./justify.ts";
import {
  fitnessOf,
  HOUSE,
  jumpCost,
  type Limits,
  OVERFULL,
  type Prices,
  RAG_TARGET,
  trendOf,
  zoneOf,
} from "./prices.ts";
import { TOLERANCE } from "../units.ts";

export type CostPart =
  | "spacing"
  | "break"
  | "two-hyphens"
  | "misfit"
  | "last-hyphen"
  | "last-fragment"
  | "short-last"
  | "lone-last"
  | "nearly-full-last"
  | "ragged-hyphen"
  | "short-word"
  | "jump"
  | "stair"
  | "overfull";

/** One line as the breaker sees it. */
export type LineReason = {
  /**
   * Justified: how far it is from its natural look; 1 and -1 are the style's limits. Ragged: how much of the zone in
   * which lines end it leaves empty.
   */
  readonly ratio: number;
  /** Points left before anything is shared out; below 0 the line is too full. */
  readonly room: number;
  /** Beyond every limit, squeezed spaces included. */
  readonly overfull: boolean;
  /** Spaces go below the style's least. */
  readonly squeezed: boolean;
  /** Lines in a row that end in a hyphen, this one included. */
  readonly hyphens: number;
  /** Demerits, and what they are made of; parts of 0 are left out. */
  readonly cost: number;
  readonly parts: Readonly<Partial<Record<CostPart, number>>>;
};

/** What the lines that end at these chances cost. */
export function explainBreaks(
  chances: Chances,
  limits: Limits,
  ends: readonly number[],
  prices: Prices = HOUSE,
): readonly LineReason[] {
  const justified = limits.align === "justify";
  const reasons: LineReason[] = [];
  let from = -1;
  let fit = 1;
  let hyphens = 0;
  // Ragged: how much of its zone the line before leaves empty, and which way it stepped.
  let before: number | null = null;
  let trend = 0;
  ends.forEach((k, line) => {
    const width = limits.widths[Math.min(line, limits.widths.length - 1)] ?? 0;
    const over = (entry: number): number =>
      (chances.sums[endRow(k) + entry] ?? 0) - (chances.sums[beginRow(from) + entry] ?? 0);
    const flags = chances.flags[k] ?? 0;
    const forced = (flags & FORCED) !== 0;
    const flagged = (flags & FLAGGED) !== 0;
    // Nothing asks this line to be full.
    const free = forced && !(justified && limits.fillLast);
    const natural = over(SUM_WIDTH);
    const room = width - natural;

    let ratio = 0;
    let overfull = false;
    let squeezed = false;
    if (!justified) {
      overfull = room < -TOLERANCE;
      ratio = Math.max(0, room / zoneOf(width, limits.em));
    } else if (room >= 0) {
      const others = over(SUM_TRACKING) * limits.trackingStretch + over(SUM_SCALING) * limits.scalingStretch;
      ratio = free ? 0 : stretchRatio(room, over(SUM_STRETCH), others);
    } else {
      const others = over(SUM_TRACKING) * limits.trackingShrink + over(SUM_SCALING) * limits.scalingShrink;
      const within = others + over(SUM_SHRINK);
      squeezed = -room > within + TOLERANCE;
      overfull = squeezed && !(prices.squeeze && -room <= others + over(SUM_FLOOR) + TOLERANCE);
      if (!squeezed) ratio = within > 0 ? Math.max(-1, room / within) : 0;
      else ratio = over(SUM_SHRINK) > 0 ? (room + others) / over(SUM_SHRINK) : -1;
    }

    const parts: Partial<Record<CostPart, number>> = {};
    const charge = (part: CostPart, cost: number): void => {
      if (cost !== 0) parts[part] = cost;
    };
    const off = justified ? ratio : free ? 0 : ratio - RAG_TARGET;
    if (overfull) charge("overfull", OVERFULL * (1 - room));
    else {
      charge("spacing", (prices.line + 100 * Math.abs(off) ** 3) ** 2);
      if (!forced) charge("break", (chances.penalties[k] ?? 0) ** 2);
    }
    if (flagged && hyphens > 0) charge("two-hyphens", prices.twoHyphens);
    if (!justified) {
      if (flagged) charge("ragged-hyphen", prices.rag.hyphen);
      const step = before === null || forced ? 0 : ratio - before;
      if (!forced && !overfull) {
        charge("jump", jumpCost(step, prices.rag.jump));
        if (trendOf(step) !== 0 && trendOf(step) === trend) charge("stair", prices.rag.stair);
        if ((flags & SHORT_WORD) !== 0) charge("short-word", prices.rag.shortWord);
      }
      trend = trendOf(step);
      before = forced ? RAG_TARGET : ratio;
    }
    if (k === chances.count - 1) {
      const lone = line > 0 && over(SUM_FLOOR) <= 0;
      if (hyphens > 0) charge("last-hyphen", prices.lastHyphen);
      if (hyphens > 0 && lone) charge("last-fragment", prices.lastFragment);
      if (hyphens === 0 && lone) charge("lone-last", prices.loneLast);
      if (line > 0 && natural < limits.leastLast) charge("short-last", prices.shortLast);
      if (justified && free && room > TOLERANCE && room < limits.em) charge("nearly-full-last", prices.nearlyFullLast);
    }
    const own = justified ? fitnessOf(ratio) : 1;
    if (Math.abs(own - fit) > 1) charge("misfit", prices.misfit);
    hyphens = flagged ? hyphens + 1 : 0;
    const cost = Object.values(parts).reduce((a, b) => a + b, 0);
    reasons.push({ ratio, room, overfull, squeezed: squeezed && !overfull, hyphens, cost, parts });
    fit = own;
    from = k;
  });
  return reasons;
}
