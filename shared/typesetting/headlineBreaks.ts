/**
 * The lines of a headline: of all ways to part the words the one that hurts the sense least and comes nearest to the
 * shape wanted, in as few lines as that allows. Widths and what each gap costs come in, line ends go out. The search is
 * complete; a headline has few words.
 */
import { fits } from "../units.ts";

export type Shape = "balanced" | "inverted-pyramid" | "pyramid" | "stepped" | "filled";

export type Places = {
  /** Places where a line may end; the last is the text's end. */
  readonly count: number;
  /** Width of the line after place `from` (-1 is the start) that ends at place `to`; words in it. */
  width(from: number, to: number): number;
  words(from: number, to: number): number;
  /** What ending a line at this place costs the sense. */
  cost(place: number): number;
  measure(line: number): number;
  readonly shape: Shape;
};
export type Broken = { readonly ends: readonly number[]; readonly price: number };

/** What one more line costs: less than a line that ends in "the", far more than an uneven edge. */
const LINE = 30;
/** Lines more than the words need that are tried for better sense. */
const MORE_LINES = 2;
/** A line a tenth longer or shorter than it should be costs 1. */
const UNEVEN = 100;
/** A line shorter than this part of the mean looks forgotten. */
const FORGOTTEN = 0.4;
const LONE_WORD = 20;
const LONE_LAST_WORD = 25;
/** First and last line of a pyramid are this much longer and shorter than the mean. */
const SLOPE = 0.22;
/** A line that goes against the pyramid's slope. */
const AGAINST_SLOPE = 15;

/** What one line costs beside its sense. `before` is the width of the line above, 0 for the first. */
function linePrice(
  p: Places,
  from: number,
  to: number,
  line: number,
  lines: number,
  ideal: number,
  before: number,
): number {
  const width = p.width(from, to);
  const last = line === lines - 1;
  let price = 0;
  if (p.shape === "filled") {
    const measure = p.measure(line);
    const off = last ? Math.max(0, FORGOTTEN - width / measure) : (measure - width) / measure;
    price = UNEVEN * off * off;
  } else {
    const slope = p.shape === "pyramid" ? -SLOPE : p.shape === "inverted-pyramid" ? SLOPE : 0;
    const target = lines === 1 ? ideal : ideal * (1 + slope - (2 * slope * line) / (lines - 1));
    const off = (width - target) / ideal;
    price = UNEVEN * off * off;
    if (width < FORGOTTEN * ideal) price *= 2;
    if (line > 0 && slope * (width - before) > 0) price += AGAINST_SLOPE + (UNEVEN * Math.abs(width - before)) / ideal;
  }
  if (lines > 1 && p.words(from, to) === 1 && width < ideal * 0.6) price += LONE_WORD + (last ? LONE_LAST_WORD : 0);
  return price;
}

/** What a setting costs; what `bestBreaks` makes as small as it can be. */
export function priceOf(p: Places, ends: readonly number[]): number {
  const ideal = p.width(-1, p.count - 1) / ends.length;
  let price = LINE * ends.length;
  let from = -1;
  let before = 0;
  ends.forEach((to, line) => {
    price += linePrice(p, from, to, line, ends.length, ideal, before);
    if (to < p.count - 1) price += p.cost(to);
    before = p.width(from, to);
    from = to;
  });
  return price;
}

/** Beyond so many places the line above is left out of account. */
const MOST_FOR_SLOPE = 70;

/** The best lines, or null when a word is wider than its line. `lines`: exactly so many, if that can be. */
export function bestBreaks(p: Places, lines?: number): Broken | null {
  const least = fewestLines(p);
  if (least === null) return null;
  if (lines !== undefined && lines >= least) {
    const exact = breaksInto(p, lines);
    if (exact) return exact;
  }
  let best: Broken | null = null;
  for (let n = least; n <= Math.min(p.count, least + MORE_LINES); n++) {
    const found = breaksInto(p, n);
    if (found && (!best || found.price < best.price - 1e-9)) best = found;
  }
  return best;
}

/** Lines when each is filled as far as it goes. */
function fewestLines(p: Places): number | null {
  let lines = 0;
  for (let from = -1; from < p.count - 1; lines++) {
    let to = from;
    while (to + 1 < p.count && fits(p.width(from, to + 1), p.measure(lines))) to++;
    if (to === from) return null;
    from = to;
  }
  return lines;
}

type Rest = { readonly price: number; readonly to: number };

/** The cheapest way into exactly so many lines; null when there is none. */
export function breaksInto(p: Places, lines: number): Broken | null {
  const sloped = (p.shape === "pyramid" || p.shape === "inverted-pyramid") && p.count <= MOST_FOR_SLOPE;
  const ideal = p.width(-1, p.count - 1) / lines;
  const known = new Map<number, Rest>();
  const size = p.count + 2;
  const none: Rest = { price: Number.POSITIVE_INFINITY, to: -2 };

  /** The cheapest rest after place `from`, when the line that ends there begins after `above`. */
  function rest(line: number, from: number, above: number): Rest {
    const key = (line * size + from + 1) * size + (sloped ? above + 2 : 0);
    const found = known.get(key);
    if (found) return found;
    const before = line === 0 || !sloped ? 0 : p.width(above, from);
    let best = none;
    const after = lines - 1 - line;
    for (let to = from + 1; to < p.count - after; to++) {
      if (!fits(p.width(from, to), p.measure(line))) break;
      if (after === 0 && to < p.count - 1) continue;
      let price = linePrice(p, from, to, line, lines, ideal, before);
      if (after > 0) price += p.cost(to) + rest(line + 1, to, from).price;
      if (price < best.price - 1e-9) best = { price, to };
    }
    known.set(key, best);
    return best;
  }

  const all = rest(0, -1, -2);
  if (all.to === -2) return null;
  const ends: number[] = [];
  for (let line = 0, from = -1, above = -2; line < lines; line++) {
    const { to } = rest(line, from, above);
    ends.push(to);
    above = from;
    from = to;
  }
  return { ends, price: all.price + LINE * lines };
}
