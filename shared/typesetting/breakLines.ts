/**
 * Where the lines of a paragraph end: the best of all ways at once (Knuth and Plass, "Breaking Paragraphs into
 * Lines", 1981; TeX: The Program, parts 38 and 39). Pure arithmetic over the sums that shaping wrote down.
 *
 * A line's play is the play of its word spaces, its tracking and its glyph scaling together, so what a line costs is
 * what it will look like. Where lines differ in length the line's number is part of the state; so are its fitness
 * class and how many lines in a row ended in a hyphen, which makes the limit on ladders a law and not a price.
 */
import type { Align } from "../schema/stylesheet.ts";
import { TOLERANCE } from "../units.ts";
import { stretchRatio } from "./justify.ts";
import {
  beginRow,
  type Chances,
  EMERGENCY,
  endRow,
  FLAGGED,
  FORCED,
  HYPHEN,
  SUM_FLOOR,
  SUM_SCALING,
  SUM_SHRINK,
  SUM_STRETCH,
  SUM_TRACKING,
  SUM_WIDTH,
} from "./chances.ts";

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
  /** The last line stops less than an em before the margin. */
  readonly nearlyFullLast: number;
  /** A hyphen in ragged setting, on top of its own penalty. */
  readonly raggedHyphen: number;
  /** More lines than this in a row never end in hyphens. */
  readonly mostHyphens: number;
  /** Spaces may go below the style's least where nothing within the limits is found. */
  readonly squeeze: boolean;
};

export const HOUSE: Prices = {
  line: 10,
  twoHyphens: 10_000,
  misfit: 10_000,
  lastHyphen: 5_000,
  lastFragment: 50_000,
  shortLast: 20_000,
  nearlyFullLast: 2_000,
  raggedHyphen: 40_000,
  mostHyphens: 2,
  squeeze: true,
};

export type Broken = {
  /** The chance each line ends at. */
  readonly ends: readonly number[];
  /** How far each line is from its natural look: 1 and -1 are the style's limits. */
  readonly ratios: readonly number[];
  /** Demerits of the whole. */
  readonly cost: number;
};

/** An overfull line costs more than any other setting, and the more the fuller it is. */
export const OVERFULL = 1e15;
/** Raggedness that counts as a ratio of 1, in em. */
const RAG = 3;

/** How far a ragged line is from full. */
export function raggedRatio(room: number, em: number): number {
  return room <= 0 ? 0 : room / (em * RAG);
}

/** How loose a line may be, whether words are divided and spaces squeezed. The last pass takes any line. */
type Pass = {
  readonly most: number;
  readonly hyphens: boolean;
  readonly squeeze: boolean;
  /** Words too wide for a line are broken between letters. */
  readonly emergency: boolean;
  readonly overfull: boolean;
};
const ANY = Number.POSITIVE_INFINITY;
export const PASSES: readonly Pass[] = [
  { most: 1, hyphens: false, squeeze: false, emergency: false, overfull: false },
  { most: 1.5, hyphens: true, squeeze: true, emergency: false, overfull: false },
  { most: 3, hyphens: true, squeeze: true, emergency: false, overfull: false },
  { most: ANY, hyphens: true, squeeze: true, emergency: false, overfull: false },
  { most: 2, hyphens: true, squeeze: true, emergency: true, overfull: false },
  { most: ANY, hyphens: true, squeeze: true, emergency: true, overfull: false },
  { most: ANY, hyphens: true, squeeze: true, emergency: true, overfull: true },
];

/**
 * The best breaks. `looseness` asks for so many lines more or fewer than the best has; where that cannot be, the
 * nearest count that can.
 */
export function breakLines(chances: Chances, limits: Limits, looseness = 0, prices = HOUSE): Broken {
  let best: Broken | null = null;
  for (const pass of PASSES) {
    best = search(chances, limits, prices, pass, null);
    if (!best) continue;
    if (looseness === 0) return best;
    const lines = best.ends.length + looseness;
    if (lines < 1) return best;
    // Other counts of lines need looser or tighter lines than the best: look in this pass and all that follow.
    for (const later of PASSES.slice(PASSES.indexOf(pass), -1)) {
      const found = search(chances, limits, prices, later, lines);
      if (found) return found;
    }
    return best;
  }
  throw new RangeError(`no way to break ${chances.count} chances into lines`);
}

const CLASSES = 4;

/**
 * Ways to have come to a chance, in the order in which they were found; the first is the paragraph's start. Grown as
 * needed and used again by the next search.
 */
type Nodes = {
  readonly chance: Int32Array;
  readonly line: Int32Array;
  readonly fit: Uint8Array;
  /** Lines in a row that end in a hyphen. */
  readonly hyphens: Uint8Array;
  readonly cost: Float64Array;
  readonly ratio: Float64Array;
  /** The node of the line before. */
  readonly before: Int32Array;
  /** No further line can begin here. */
  readonly dead: Uint8Array;
};
function nodesOf(size: number): Nodes {
  return {
    chance: new Int32Array(size),
    line: new Int32Array(size),
    fit: new Uint8Array(size),
    hyphens: new Uint8Array(size),
    cost: new Float64Array(size),
    ratio: new Float64Array(size),
    before: new Int32Array(size),
    dead: new Uint8Array(size),
  };
}
let nodes = nodesOf(1024);
function moreNodes(): void {
  const larger = nodesOf(nodes.chance.length * 2);
  for (const name of Object.keys(nodes) as (keyof Nodes)[]) larger[name].set(nodes[name]);
  nodes = larger;
}

/** One pass: the cheapest way, with exactly `lines` lines if that is given; null when there is none. */
function search(chances: Chances, limits: Limits, prices: Prices, pass: Pass, lines: number | null): Broken | null {
  const { count, sums, penalties, flags } = chances;
  const { widths, trackingStretch, trackingShrink, scalingStretch, scalingShrink } = limits;
  const justified = limits.align === "justify";
  const squeeze = pass.squeeze && prices.squeeze;
  const lastWidth = widths.length - 1;
  const hyphenStates = prices.mostHyphens + 1;
  // When no line is shorter than one before it, older nodes make fuller lines: what is too full stands at the front
  // of the nodes, what is too loose at their end.
  const ordered = lastWidth === 0 || (lastWidth === 1 && (widths[0] ?? 0) <= (widths[1] ?? 0));

  nodes.chance[0] = -1;
  nodes.line[0] = 0;
  nodes.fit[0] = 1;
  nodes.hyphens[0] = 0;
  nodes.cost[0] = 0;
  nodes.dead[0] = 0;
  // Nodes from `low` to `made` are alive, or some of them.
  let low = 0;
  let made = 1;
  // The node of each state at the chance being looked at; 0 for none, since nothing leads to the start.
  const lineStates = lines === null ? lastWidth + 1 : lines + 1;
  const slots = new Int32Array(lineStates * CLASSES * hyphenStates);

  for (let k = 0; k < count; k++) {
    const flag = flags[k] ?? 0;
    if (!pass.hyphens && (flag & HYPHEN) !== 0) continue;
    if (!pass.emergency && (flag & EMERGENCY) !== 0) continue;
    const forced = (flag & FORCED) !== 0;
    const isLast = k === count - 1;
    const flagged = (flag & FLAGGED) !== 0;
    const penalty = penalties[k] ?? 0;
    const e = endRow(k);
    const endWidth = sums[e + SUM_WIDTH] ?? 0;
    const known = made;
    for (let node = low; node < known; node++) {
      if (nodes.dead[node] === 1) continue;
      const s = beginRow(nodes.chance[node] ?? -1);
      const natural = endWidth - (sums[s + SUM_WIDTH] ?? 0);
      const line = nodes.line[node] ?? 0;
      const room = (widths[line < lastWidth ? line : lastWidth] ?? 0) - natural;
      let ratio: number;
      let tooFull = false;
      if (justified) {
        const ems = (sums[e + SUM_TRACKING] ?? 0) - (sums[s + SUM_TRACKING] ?? 0);
        const ink = (sums[e + SUM_SCALING] ?? 0) - (sums[s + SUM_SCALING] ?? 0);
        if (room >= 0) {
          const stretch = (sums[e + SUM_STRETCH] ?? 0) - (sums[s + SUM_STRETCH] ?? 0);
          ratio = forced ? 0 : stretchRatio(room, stretch, ems * trackingStretch + ink * scalingStretch);
        } else {
          const others = ems * trackingShrink + ink * scalingShrink;
          const shrink = (sums[e + SUM_SHRINK] ?? 0) - (sums[s + SUM_SHRINK] ?? 0);
          const all = others + shrink;
          if (-room <= all + TOLERANCE) ratio = all > 0 ? Math.max(-1, room / all) : 0;
          else {
            const floor = others + (sums[e + SUM_FLOOR] ?? 0) - (sums[s + SUM_FLOOR] ?? 0);
            ratio = shrink > 0 ? (room + others) / shrink : -1;
            tooFull = !(squeeze && -room <= floor + TOLERANCE);
          }
        }
      } else {
        tooFull = room < -TOLERANCE;
        ratio = forced || tooFull ? 0 : raggedRatio(room, limits.em);
      }
      if (tooFull) {
        // Too full now is too full at every later chance. The last hope of the last pass is set all the same.
        nodes.dead[node] = 1;
        if (!(pass.overfull && node === known - 1 && made === known)) continue;
      } else if (ratio > pass.most) {
        if (ordered) break;
        continue;
      }

      const hyphensBefore = nodes.hyphens[node] ?? 0;
      let hyphens = flagged ? hyphensBefore + 1 : 0;
      if (hyphens > prices.mostHyphens) {
        if (!pass.overfull) continue;
        hyphens = prices.mostHyphens;
      }
      let cost: number;
      if (tooFull) cost = OVERFULL * (1 - room);
      else {
        const bad = prices.line + 100 * Math.abs(ratio * ratio * ratio);
        cost = bad * bad;
        if (!forced) cost += penalty * penalty;
      }
      if (flagged) {
        if (hyphensBefore > 0) cost += prices.twoHyphens;
        if (!justified) cost += prices.raggedHyphen;
      }
      if (isLast) {
        if (hyphensBefore > 0) {
          cost += prices.lastHyphen;
          const spaces = (sums[e + SUM_FLOOR] ?? 0) - (sums[s + SUM_FLOOR] ?? 0);
          if (spaces <= 0) cost += prices.lastFragment;
        }
        if (line > 0 && natural < limits.leastLast) cost += prices.shortLast;
        if (justified && room > TOLERANCE && room < limits.em) cost += prices.nearlyFullLast;
      }
      const fit = justified ? fitnessOf(ratio) : 1;
      const apart = fit - (nodes.fit[node] ?? 1);
      if (apart > 1 || apart < -1) cost += prices.misfit;
      const total = (nodes.cost[node] ?? 0) + cost;
      let state = line + 1;
      if (lines === null) state = state < lastWidth ? state : lastWidth;
      else if (state > lines) continue;
      const slot = (state * CLASSES + fit) * hyphenStates + hyphens;
      let at = slots[slot] ?? 0;
      if (at < known) {
        at = made++;
        if (at === nodes.chance.length) moreNodes();
        slots[slot] = at;
      } else if ((nodes.cost[at] ?? 0) <= total) continue;
      nodes.chance[at] = k;
      nodes.line[at] = line + 1;
      nodes.fit[at] = fit;
      nodes.hyphens[at] = hyphens;
      nodes.cost[at] = total;
      nodes.ratio[at] = ratio;
      nodes.before[at] = node;
      nodes.dead[at] = 0;
    }
    if (forced) low = known;
    while (low < made && nodes.dead[low] === 1) low++;
    if (low === made) return null;
  }

  let last = -1;
  for (let node = low; node < made; node++) {
    if (nodes.chance[node] !== count - 1 || (lines !== null && nodes.line[node] !== lines)) continue;
    if (last < 0 || (nodes.cost[node] ?? 0) < (nodes.cost[last] ?? 0)) last = node;
  }
  if (last < 0) return null;
  const ends: number[] = [];
  const ratios: number[] = [];
  for (let node = last; node > 0; node = nodes.before[node] ?? 0) {
    ends.push(nodes.chance[node] ?? 0);
    ratios.push(nodes.ratio[node] ?? 0);
  }
  return { ends: ends.reverse(), ratios: ratios.reverse(), cost: nodes.cost[last] ?? 0 };
}

/** Tight, decent, loose, very loose (TeX: The Program §817). */
export function fitnessOf(ratio: number): number {
  if (ratio < -0.5) return 0;
  if (ratio <= 0.5) return 1;
  return ratio <= 1 ? 2 : 3;
}
