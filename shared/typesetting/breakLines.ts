/**
 * Where the lines of a paragraph end: the best of all ways at once (Knuth and Plass, "Breaking Paragraphs into
 * Lines", 1981; TeX: The Program, parts 38 and 39). Pure arithmetic over the sums that shaping wrote down.
 *
 * A line's play is the play of its word spaces, its tracking and its glyph scaling together, so what a line costs is
 * what it will look like. Where lines differ in length the line's number is part of the state; so are its fitness
 * class and how many lines in a row ended in a hyphen, which makes the limit on ladders a law and not a price.
 */
import type { Align } from "../schema/stylesheet.ts";
import {
  type Chances,
  FLAGGED,
  FORCED,
  HYPHEN,
  SUM_SCALING,
  SUM_SHRINK,
  SUM_STRETCH,
  SUM_TRACKING,
  SUM_WIDTH,
  SUMS,
} from "./shape.ts";

/** What the style allows and what the house thinks of it. */
export type BreakCosts = {
  readonly align: Align;
  /** Widths of the lines; the last entry stands for all that follow. */
  readonly widths: readonly number[];
  /** Play of tracking in em and of glyph scaling, both ways, as positive numbers. */
  readonly trackingStretch: number;
  readonly trackingShrink: number;
  readonly scalingStretch: number;
  readonly scalingShrink: number;
  /** The last line is to be at least so long, in points. */
  readonly leastLast: number;
  /** Type size, the natural unit of raggedness. */
  readonly em: number;
};

export type Broken = {
  /** The chance each line ends at. */
  readonly ends: readonly number[];
  /** Stretch or shrink of each line as a fraction of its play. */
  readonly ratios: readonly number[];
  readonly cost: number;
};

const LINE_PENALTY = 10;
/** Two lines in a row end in a hyphen. */
const TWO_HYPHENS = 10_000;
/** Neighbouring lines of visibly different tightness. */
const MISFIT = 10_000;
/** The last line but one ends in a hyphen. */
const LAST_HYPHEN = 5_000;
const SHORT_LAST = 20_000;
/** More lines than this in a row never end in hyphens. */
const MOST_HYPHENS = 2;
/** An overfull line costs more than any other setting, and the more the fuller it is. */
const OVERFULL = 1e15;

/** Looseness allowed in each pass, and whether words may be divided. The last pass takes any line. */
const PASSES: readonly { readonly most: number; readonly hyphens: boolean; readonly overfull: boolean }[] = [
  { most: 1, hyphens: false, overfull: false },
  { most: 1.25, hyphens: true, overfull: false },
  { most: 2, hyphens: true, overfull: false },
  { most: 4, hyphens: true, overfull: false },
  { most: Number.POSITIVE_INFINITY, hyphens: true, overfull: false },
  { most: Number.POSITIVE_INFINITY, hyphens: true, overfull: true },
];

/** The best breaks. `lines`: more or fewer lines than the best has, if there is such a setting; else the best. */
export function breakLines(chances: Chances, costs: BreakCosts, lines = 0): Broken {
  for (const pass of PASSES) {
    const found = search(chances, costs, pass, lines);
    if (found) return found;
  }
  throw new RangeError(`no way to break ${chances.count} chances into lines`);
}

const CLASSES = 4;

function search(chances: Chances, costs: BreakCosts, pass: (typeof PASSES)[number], looseness: number): Broken | null {
  const { count, sums, penalties, flags } = chances;
  const { widths } = costs;
  const justified = costs.align === "justify";
  // Nodes, one entry each: chance (-1 is the start), line number, class, hyphens in a row, cost, ratio, node before.
  const nodeChance: number[] = [-1];
  const nodeLine: number[] = [0];
  const nodeClass: number[] = [1];
  const nodeHyphens: number[] = [0];
  const nodeCost: number[] = [0];
  const nodeRatio: number[] = [0];
  const nodeBefore: number[] = [-1];
  let active: number[] = [0];
  const lastWidth = widths.length - 1;
  const exactLines = looseness !== 0;

  for (let k = 0; k < count; k++) {
    const flag = flags[k] ?? 0;
    if (!pass.hyphens && (flag & HYPHEN) !== 0) continue;
    const forced = (flag & FORCED) !== 0;
    const isLast = k === count - 1;
    const penalty = penalties[k] ?? 0;
    const e = 2 * SUMS * k;
    // Best node so far for each state at this chance.
    const best = new Map<number, number>();
    const still: number[] = [];
    for (const node of active) {
      const from = nodeChance[node] ?? -1;
      const s = 2 * SUMS * from + SUMS;
      const at = (entry: number): number =>
        (sums[e + entry] ?? 0) - (from < 0 ? (chances.start[entry] ?? 0) : (sums[s + entry] ?? 0));
      const natural = at(SUM_WIDTH);
      const line = nodeLine[node] ?? 0;
      const width = widths[Math.min(line, lastWidth)] ?? 0;
      const room = width - natural;
      let ratio: number;
      if (justified) {
        const play =
          room >= 0
            ? at(SUM_STRETCH) + at(SUM_TRACKING) * costs.trackingStretch + at(SUM_SCALING) * costs.scalingStretch
            : at(SUM_SHRINK) + at(SUM_TRACKING) * costs.trackingShrink + at(SUM_SCALING) * costs.scalingShrink;
        ratio = forced && room >= 0 ? 0 : play > 0 ? room / play : room >= -1e-9 ? (room > 1e-9 ? 1e6 : 0) : -1e6;
      } else ratio = room < -1e-9 ? -1e6 : forced ? 0 : room / (costs.em * 3);
      const tooFull = ratio < -1.000001;
      // Nothing further on can fit either, unless a line may be overfull for want of anything better.
      if (!tooFull && !forced) still.push(node);
      if (tooFull && !(pass.overfull && (active.length === 1 || best.size === 0) && node === active[active.length - 1]))
        continue;
      if (!tooFull && ratio > pass.most) continue;
      let cost: number;
      if (tooFull) cost = OVERFULL * (1 + Math.max(0, -room));
      else {
        const bad = 100 * Math.abs(ratio) ** 3;
        cost = (LINE_PENALTY + bad) ** 2;
        if (!forced && penalty > 0) cost += penalty * penalty;
      }
      const flagged = (flag & FLAGGED) !== 0;
      const hyphensBefore = nodeHyphens[node] ?? 0;
      const hyphens = flagged ? hyphensBefore + 1 : 0;
      if (hyphens > MOST_HYPHENS && !tooFull) continue;
      if (hyphens > 1) cost += TWO_HYPHENS;
      if (isLast && hyphensBefore > 0) cost += LAST_HYPHEN;
      if (isLast && line > 0 && natural < costs.leastLast) cost += SHORT_LAST;
      const fit = classOf(ratio);
      if (Math.abs(fit - (nodeClass[node] ?? 1)) > 1) cost += MISFIT;
      const total = (nodeCost[node] ?? 0) + cost;
      const number = exactLines ? line + 1 : Math.min(line + 1, lastWidth);
      const key = (number * CLASSES + fit) * (MOST_HYPHENS + 2) + Math.min(hyphens, MOST_HYPHENS + 1);
      const known = best.get(key);
      if (known !== undefined && (nodeCost[known] ?? 0) <= total) continue;
      const made = known ?? nodeChance.length;
      best.set(key, made);
      nodeChance[made] = k;
      nodeLine[made] = line + 1;
      nodeClass[made] = fit;
      nodeHyphens[made] = hyphens;
      nodeCost[made] = total;
      nodeRatio[made] = ratio;
      nodeBefore[made] = node;
    }
    active = still;
    for (const node of best.values()) active.push(node);
    if (active.length === 0) return null;
  }
  const last = choose(active, nodeCost, nodeLine, looseness);
  if (last === null) return null;
  const ends: number[] = [];
  const ratios: number[] = [];
  for (let node = last; node > 0; node = nodeBefore[node] ?? 0) {
    ends.push(nodeChance[node] ?? 0);
    ratios.push(nodeRatio[node] ?? 0);
  }
  return { ends: ends.reverse(), ratios: ratios.reverse(), cost: nodeCost[last] ?? 0 };
}

/** The cheapest end, or with looseness the cheapest whose count of lines comes nearest to what was asked. */
function choose(
  ends: readonly number[],
  cost: readonly number[],
  line: readonly number[],
  looseness: number,
): number | null {
  const cheapest = (of: readonly number[]): number | null =>
    of.reduce<number | null>((a, b) => (a === null || (cost[b] ?? 0) < (cost[a] ?? 0) ? b : a), null);
  const best = cheapest(ends);
  if (best === null || looseness === 0) return best;
  const wanted = (line[best] ?? 0) + looseness;
  return cheapest(ends.filter((node) => line[node] === wanted)) ?? best;
}

/** Tight, decent, loose, very loose (TeX: The Program §817). */
function classOf(ratio: number): number {
  if (ratio < -0.5) return 0;
  if (ratio <= 0.5) return 1;
  return ratio <= 1 ? 2 : 3;
}
