/**
 * The best breaks of a justified paragraph: Knuth and Plass, "Breaking Paragraphs into Lines" (1981); TeX: The Program,
 * parts 38 and 39. Pure arithmetic over the sums that shaping wrote down.
 *
 * A line's play is the play of its word spaces, its tracking and its glyph scaling together, so what a line costs is
 * what it will look like. Where lines differ in length the line's number is part of the state; so are its fitness
 * class and how many lines in a row ended in a hyphen, which makes the limit on ladders a law and not a price.
 */
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
import { stretchRatio } from "./justify.ts";
import { type Broken, fitnessOf, type Limits, OVERFULL, type Pass, type Prices, type Wish } from "./prices.ts";
import { TOLERANCE } from "../units.ts";

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
/** Node of each state at the chance being looked at; kept between searches, so cleared before each. */
let slots = new Int32Array(64);

/** Every line that was weighed and could be set, for asking after settings that are not the best. */
type Weighed = { readonly from: number[]; readonly to: number[]; readonly cost: number[]; readonly ratio: number[] };

/**
 * One pass: the cheapest setting, or none; where the wish tells counts of lines apart, the cheapest of each count,
 * shortest first.
 */
export function search(chances: Chances, limits: Limits, prices: Prices, wish: Wish): readonly Broken[] {
  const { low, made } = weigh(chances, limits, prices, wish, Number.POSITIVE_INFINITY, null);
  if (wish.lines !== null) {
    const best = new Map<number, number>();
    for (let node = low; node < made; node++) {
      const lines = nodes.line[node] ?? 0;
      const known = best.get(lines);
      if (nodes.chance[node] !== chances.count - 1) continue;
      if (known === undefined || (nodes.cost[node] ?? 0) < (nodes.cost[known] ?? 0)) best.set(lines, node);
    }
    return [...best].sort(([a], [b]) => a - b).map(([lines, node]) => readBack(node, lines, wish.pass));
  }
  let best = -1;
  for (let node = low; node < made; node++) {
    if (nodes.chance[node] !== chances.count - 1) continue;
    if (best < 0 || (nodes.cost[node] ?? 0) < (nodes.cost[best] ?? 0)) best = node;
  }
  return best < 0 ? NONE : [readBack(best, nodes.line[best] ?? 0, wish.pass)];
}
const NONE: readonly Broken[] = [];

function readBack(last: number, lines: number, pass: Pass): Broken {
  const ends = Array.from<number>({ length: lines }).fill(0);
  const ratios = Array.from<number>({ length: lines }).fill(0);
  for (let node = last, line = lines - 1; line >= 0; node = nodes.before[node] ?? 0, line--) {
    ends[line] = nodes.chance[node] ?? 0;
    ratios[line] = nodes.ratio[node] ?? 0;
  }
  return { ends, ratios, cost: nodes.cost[last] ?? 0, pass };
}

/**
 * The cheapest settings of one pass with exactly `wish.lines` lines that cost no more than `bound`: at most `most`,
 * cheapest first. What leads to a line is known exactly, so the best way is followed from the end at each step.
 */
export function searchNear(
  chances: Chances,
  limits: Limits,
  prices: Prices,
  wish: Wish & { readonly lines: number },
  bound: number,
  most: number,
): readonly Broken[] {
  const weighed: Weighed = { from: [], to: [], cost: [], ratio: [] };
  const { low, made } = weigh(chances, limits, prices, wish, bound, weighed);
  const into = new Map<number, number[]>();
  for (let w = 0; w < weighed.to.length; w++) {
    const to = weighed.to[w] ?? 0;
    const list = into.get(to);
    if (list) list.push(w);
    else into.set(to, [w]);
  }
  /** Ends of settings still open at the front; `all` is what the cheapest of them costs. */
  type Tail = { readonly node: number; readonly own: number; readonly all: number; readonly last: Step | null };
  type Step = { readonly chance: number; readonly ratio: number; readonly next: Step | null };
  const open: Tail[] = [];
  for (let node = low; node < made; node++) {
    const cost = nodes.cost[node] ?? 0;
    if (nodes.chance[node] === chances.count - 1 && nodes.line[node] === wish.lines && cost <= bound) {
      open.push({ node, own: 0, all: cost, last: null });
    }
  }
  const found: Broken[] = [];
  for (let taken = 0; taken < MOST_STEPS && open.length > 0 && found.length < most; taken++) {
    let cheapest = 0;
    for (let i = 1; i < open.length; i++) if ((open[i] as Tail).all < (open[cheapest] as Tail).all) cheapest = i;
    const tail = open[cheapest] as Tail;
    open[cheapest] = open[open.length - 1] as Tail;
    open.pop();
    if (tail.node === 0) {
      const ends: number[] = [];
      const ratios: number[] = [];
      for (let step = tail.last; step; step = step.next) {
        ends.push(step.chance);
        ratios.push(step.ratio);
      }
      found.push({ ends, ratios, cost: tail.all, pass: wish.pass });
      continue;
    }
    for (const w of into.get(tail.node) ?? []) {
      const from = weighed.from[w] ?? 0;
      const own = tail.own + (weighed.cost[w] ?? 0);
      const all = own + (nodes.cost[from] ?? 0);
      if (all > bound) continue;
      const last = { chance: nodes.chance[tail.node] ?? 0, ratio: weighed.ratio[w] ?? 0, next: tail.last };
      open.push({ node: from, own, all, last });
    }
  }
  return found;
}
/** Steps back through a paragraph's lines, for all near settings together. */
const MOST_STEPS = 4000;

/** Fills the nodes with what costs no more than `bound`; those from `low` to `made` are where the paragraph ends, none when `low` is `made`. */
function weigh(
  chances: Chances,
  limits: Limits,
  prices: Prices,
  { pass, lines, without }: Wish,
  bound: number,
  weighed: Weighed | null,
): { readonly low: number; readonly made: number } {
  const { count, sums, penalties, flags } = chances;
  const { widths, trackingStretch, trackingShrink, scalingStretch, scalingShrink, fillLast, hyphenLimit } = limits;
  const squeeze = pass.squeeze && prices.squeeze;
  const lastWidth = widths.length - 1;
  // Without a limit it still counts whether the line before ended in a hyphen.
  const mostHyphens = hyphenLimit > 0 ? hyphenLimit : 1;
  const hyphenStates = mostHyphens + 1;
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
  const states = (lines === null ? lastWidth + 1 : lines + 1) * CLASSES * hyphenStates;
  if (slots.length < states) slots = new Int32Array(states * 2);
  else slots.fill(0, 0, states);

  for (let k = 0; k < count; k++) {
    const flag = flags[k] ?? 0;
    if ((!pass.hyphens && (flag & HYPHEN) !== 0) || k === without) continue;
    if (!pass.emergency && (flag & EMERGENCY) !== 0) continue;
    const forced = (flag & FORCED) !== 0;
    const natural0 = forced && !fillLast;
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
      const ems = (sums[e + SUM_TRACKING] ?? 0) - (sums[s + SUM_TRACKING] ?? 0);
      const ink = (sums[e + SUM_SCALING] ?? 0) - (sums[s + SUM_SCALING] ?? 0);
      if (room >= 0) {
        const stretch = (sums[e + SUM_STRETCH] ?? 0) - (sums[s + SUM_STRETCH] ?? 0);
        ratio = natural0 ? 0 : stretchRatio(room, stretch, ems * trackingStretch + ink * scalingStretch);
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
      if (hyphens > mostHyphens) {
        if (hyphenLimit > 0 && !pass.overfull) continue;
        hyphens = mostHyphens;
      }
      let cost: number;
      if (tooFull) cost = OVERFULL * (1 - room);
      else {
        const bad = prices.line + 100 * Math.abs(ratio * ratio * ratio);
        cost = bad * bad;
        if (!forced) cost += penalty * penalty;
      }
      if (flagged && hyphensBefore > 0) cost += prices.twoHyphens;
      if (isLast) {
        const lone = line > 0 && (sums[e + SUM_FLOOR] ?? 0) - (sums[s + SUM_FLOOR] ?? 0) <= 0;
        if (hyphensBefore > 0) cost += lone ? prices.lastHyphen + prices.lastFragment : prices.lastHyphen;
        else if (lone) cost += prices.loneLast;
        if (line > 0 && natural < limits.leastLast) cost += prices.shortLast;
        if (natural0 && room > TOLERANCE && room < limits.em) cost += prices.nearlyFullLast;
      }
      const fit = fitnessOf(ratio);
      const apart = fit - (nodes.fit[node] ?? 1);
      if (apart > 1 || apart < -1) cost += prices.misfit;
      const total = (nodes.cost[node] ?? 0) + cost;
      if (total > bound) continue;
      let state = line + 1;
      if (lines === null) state = state < lastWidth ? state : lastWidth;
      else if (state > lines) continue;
      const slot = (state * CLASSES + fit) * hyphenStates + hyphens;
      let at = slots[slot] ?? 0;
      const fresh = at < known;
      if (fresh) {
        at = made++;
        if (at === nodes.chance.length) moreNodes();
        slots[slot] = at;
      }
      if (weighed !== null) {
        weighed.from.push(node);
        weighed.to.push(at);
        weighed.cost.push(cost);
        weighed.ratio.push(ratio);
      }
      if (!fresh && (nodes.cost[at] ?? 0) <= total) continue;
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
    if (low === made) break;
  }
  return { low, made };
}
