/**
 * The best breaks of a ragged paragraph: lines end near a common edge, neighbours move a little and not much, no three
 * lines make a stair, words stay whole, and no "a" or "và" dangles at the edge where that is cheaply had.
 *
 * What a line costs depends on how long the one before it is and which way that one stepped, so the state holds where
 * the last line began and its direction (Knuth and Plass, §"Further applications", speak of such costs of the second
 * order). Ragged copy is short: headings, captions, questions.
 */
import {
  beginRow,
  type Chances,
  EMERGENCY,
  endRow,
  FLAGGED,
  FORCED,
  HYPHEN,
  SHORT_WORD,
  SUM_FLOOR,
  SUM_WIDTH,
} from "./chances.ts";
import {
  type Broken,
  jumpCost,
  type Limits,
  OVERFULL,
  type Pass,
  type Prices,
  RAG_TARGET,
  trendOf,
  type Wish,
  zoneOf,
} from "./prices.ts";
import { TOLERANCE } from "../units.ts";

const TRENDS = 3;
/** With more places than these a word that nothing breaks fills its lines: where between letters one ends matters little. */
const MANY_PLACES = 400;

/** Lines that can be set, each with the best way to come to it; the first is the paragraph's start. */
type Node = {
  readonly chance: number;
  readonly line: number;
  readonly hyphens: number;
  /** How much of the zone the line leaves empty. */
  readonly empty: number;
  readonly trend: number;
  readonly cost: number;
  readonly before: Node | null;
};

/** As the search for justified lines: the cheapest setting, or the cheapest of each count of lines. */
export function searchRagged(chances: Chances, limits: Limits, prices: Prices, wish: Wish): readonly Broken[] {
  const { count, sums, penalties, flags } = chances;
  const { pass, lines, without } = wish;
  const { widths, hyphenLimit } = limits;
  const lastWidth = widths.length - 1;
  const zones = widths.map((width) => zoneOf(width, limits.em));
  const mostHyphens = hyphenLimit > 0 ? hyphenLimit : 1;
  const hyphenStates = mostHyphens + 1;

  let alive: Node[] = [{ chance: -1, line: 0, hyphens: 0, empty: 0, trend: 0, cost: 0, before: null }];
  for (let k = 0; k < count; k++) {
    const flag = flags[k] ?? 0;
    if ((!pass.hyphens && (flag & HYPHEN) !== 0) || k === without) continue;
    if (!pass.emergency && (flag & EMERGENCY) !== 0) continue;
    const forced = (flag & FORCED) !== 0;
    const isLast = k === count - 1;
    const most = count > MANY_PLACES && (flag & EMERGENCY) !== 0 ? Math.min(1, pass.most) : pass.most;
    const flagged = (flag & FLAGGED) !== 0;
    const penalty = penalties[k] ?? 0;
    const endWidth = sums[endRow(k) + SUM_WIDTH] ?? 0;
    const made: Node[] = [];
    const kept: Node[] = [];
    // States of lines that begin at one chance and end here.
    let group = -2;
    let states = new Map<number, number>();
    for (let a = 0; a < alive.length; a++) {
      const node = alive[a] as Node;
      const natural = endWidth - (sums[beginRow(node.chance) + SUM_WIDTH] ?? 0);
      const width = widths[node.line < lastWidth ? node.line : lastWidth] ?? 0;
      const zone = zones[node.line < lastWidth ? node.line : lastWidth] ?? 1;
      const room = width - natural;
      const tooFull = room < -TOLERANCE;
      if (tooFull) {
        // Too full now is too full at every later chance. The last hope of the last pass is set all the same.
        if (!(pass.overfull && a === alive.length - 1 && made.length === 0 && kept.length === 0)) continue;
      } else kept.push(node);
      const empty = room > 0 ? room / zone : 0;
      if (!forced && !tooFull && empty > most) continue;

      let hyphens = flagged ? node.hyphens + 1 : 0;
      if (hyphens > mostHyphens) {
        if (hyphenLimit > 0 && !pass.overfull) continue;
        hyphens = mostHyphens;
      }
      const first = node.line === 0;
      const step = first || forced ? 0 : empty - node.empty;
      const trend = trendOf(step);
      let cost: number;
      if (tooFull) cost = OVERFULL * (1 - room);
      else {
        const off = forced ? 0 : empty - RAG_TARGET;
        const bad = prices.line + 100 * Math.abs(off * off * off);
        cost = bad * bad;
        if (!forced) {
          cost += penalty * penalty + jumpCost(step, prices.rag.jump);
          if (trend !== 0 && trend === node.trend) cost += prices.rag.stair;
          if ((flag & SHORT_WORD) !== 0) cost += prices.rag.shortWord;
        }
      }
      if (flagged) cost += prices.rag.hyphen + (node.hyphens > 0 ? prices.twoHyphens : 0);
      if (isLast) {
        const lone = !first && (sums[endRow(k) + SUM_FLOOR] ?? 0) - (sums[beginRow(node.chance) + SUM_FLOOR] ?? 0) <= 0;
        if (node.hyphens > 0) cost += lone ? prices.lastHyphen + prices.lastFragment : prices.lastHyphen;
        else if (lone) cost += prices.loneLast;
        if (!first && natural < limits.leastLast) cost += prices.shortLast;
      }
      const line = node.line + 1;
      if (lines !== null && line > lines) continue;
      const lineState = lines !== null ? line : line < lastWidth ? line : lastWidth;
      if (node.chance !== group) {
        group = node.chance;
        states = new Map();
      }
      const state = (lineState * TRENDS + trend + 1) * hyphenStates + hyphens;
      const total = node.cost + cost;
      const known = states.get(state);
      if (known === undefined) states.set(state, made.length);
      else if ((made[known] as Node).cost <= total) continue;
      const next: Node = {
        chance: k,
        line,
        hyphens,
        // After a forced break the edge begins anew.
        empty: forced ? RAG_TARGET : empty,
        trend,
        cost: total,
        before: node,
      };
      if (known === undefined) made.push(next);
      else made[known] = next;
    }
    alive = forced ? made : kept.length > 0 && made.length > 0 ? kept.concat(made) : made.length > 0 ? made : kept;
    if (alive.length === 0) return [];
  }

  const best = new Map<number, Node>();
  for (const node of alive) {
    const at = lines === null ? 0 : node.line;
    const known = best.get(at);
    if (known === undefined || node.cost < known.cost) best.set(at, node);
  }
  return [...best].sort(([a], [b]) => a - b).map(([, node]) => readBack(node, widths, zones, sums, pass));
}

function readBack(
  last: Node,
  widths: readonly number[],
  zones: readonly number[],
  sums: Float64Array,
  pass: Pass,
): Broken {
  const ends: number[] = [];
  const ratios: number[] = [];
  for (let node = last; node.before !== null; node = node.before) {
    const at = Math.min(node.before.line, widths.length - 1);
    const natural =
      (sums[endRow(node.chance) + SUM_WIDTH] ?? 0) - (sums[beginRow(node.before.chance) + SUM_WIDTH] ?? 0);
    ends.push(node.chance);
    ratios.push(Math.max(0, ((widths[at] ?? 0) - natural) / (zones[at] ?? 1)));
  }
  return { ends: ends.reverse(), ratios: ratios.reverse(), cost: last.cost, pass };
}
