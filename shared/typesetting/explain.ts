/**
 * Why a paragraph is broken as it is: what each line costs and for what. It weighs one line at a time and slowly, in
 * the plainest words; the breaker's own arithmetic is checked against it.
 */
import { fitnessOf, HOUSE, type Limits, OVERFULL, type Prices, raggedRatio } from "./breakLines.ts";
import { stretchRatio } from "./justify.ts";
import {
  beginRow,
  type Chances,
  endRow,
  FLAGGED,
  FORCED,
  SUM_FLOOR,
  SUM_SCALING,
  SUM_SHRINK,
  SUM_STRETCH,
  SUM_TRACKING,
  SUM_WIDTH,
} from "./chances.ts";
import { TOLERANCE } from "../units.ts";

type CostPart =
  | "spacing"
  | "break"
  | "two-hyphens"
  | "misfit"
  | "last-hyphen"
  | "last-fragment"
  | "short-last"
  | "nearly-full-last"
  | "ragged-hyphen"
  | "overfull";

/** One line as the breaker sees it. */
export type LineReason = {
  /** How far it is from its natural look; 1 and -1 are the style's limits. */
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
  const reasons: LineReason[] = [];
  let from = -1;
  let fit = 1;
  let hyphens = 0;
  ends.forEach((k, line) => {
    const width = limits.widths[Math.min(line, limits.widths.length - 1)] ?? 0;
    const over = (entry: number): number =>
      (chances.sums[endRow(k) + entry] ?? 0) - (chances.sums[beginRow(from) + entry] ?? 0);
    const flags = chances.flags[k] ?? 0;
    const forced = (flags & FORCED) !== 0;
    const flagged = (flags & FLAGGED) !== 0;
    const justified = limits.align === "justify";
    const natural = over(SUM_WIDTH);
    const room = width - natural;

    let ratio = 0;
    let overfull = false;
    let squeezed = false;
    if (!justified) {
      overfull = room < -TOLERANCE;
      ratio = forced || overfull ? 0 : raggedRatio(room, limits.em);
    } else if (room >= 0) {
      const others = over(SUM_TRACKING) * limits.trackingStretch + over(SUM_SCALING) * limits.scalingStretch;
      ratio = forced ? 0 : stretchRatio(room, over(SUM_STRETCH), others);
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
    if (overfull) charge("overfull", OVERFULL * (1 - room));
    else {
      charge("spacing", (prices.line + 100 * Math.abs(ratio) ** 3) ** 2);
      if (!forced) charge("break", (chances.penalties[k] ?? 0) ** 2);
    }
    if (flagged && hyphens > 0) charge("two-hyphens", prices.twoHyphens);
    if (flagged && !justified) charge("ragged-hyphen", prices.raggedHyphen);
    if (k === chances.count - 1) {
      if (hyphens > 0) charge("last-hyphen", prices.lastHyphen);
      if (hyphens > 0 && over(SUM_FLOOR) <= 0) charge("last-fragment", prices.lastFragment);
      if (line > 0 && natural < limits.leastLast) charge("short-last", prices.shortLast);
      if (justified && room > TOLERANCE && room < limits.em) charge("nearly-full-last", prices.nearlyFullLast);
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
