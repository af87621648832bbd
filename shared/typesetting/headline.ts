/**
 * Display type set to a measure: headlines, kickers, crossheads, pull quotes. Lines end by sense and in the shape the
 * style asks for; where the style gives a range of sizes, the largest is found at which they still do. What cannot be
 * set without dividing a compound or a name is set all the same, with a finding.
 */
import { tell } from "../findings/tell.ts";
import type { Pt } from "../units.ts";
import { fits, pt } from "../units.ts";
import { breakLines } from "./breakLines.ts";
import { buildLines } from "./buildLines.ts";
import { beginRow, type Chances, EMERGENCY, endRow, FLAGGED, FORCED, HYPHEN, SUM_WIDTH } from "./chances.ts";
import { lexiconOf } from "./compounds.ts";
import type { Measures } from "./glyphs.ts";
import { bestBreaks, type Places } from "./headlineBreaks.ts";
import type { TextFinding } from "./items.ts";
import { findingsOf, fittingChances, limitsOf, type Setting } from "./setLines.ts";
import { DIVIDES, type Gap, senseOf } from "./sense.ts";
import type { ShapedBlock } from "./shape.ts";

/** What a hyphen made by the breaker costs, and what the house's own penalties weigh beside the sense. */
const MADE_HYPHEN = 60;
const HOUSE_PENALTY = 0.5;
/** Beyond so many places to end a line it is no headline: whole paragraphs go to the paragraph's breaker. */
const MOST_PLACES = 120;
/** Sizes are tried in steps of half a point. */
const STEP = 0.5;
/** What the whole of the largest size is worth, in the unit of `headlineBreaks.ts`: a line more is worth 30 % of it. */
const SIZE_WORTH = 100;
/** A stepped headline's lines are never further apart than this, in em. */
const WIDEST_STEP = 2;

/** A part between two forced breaks with the places where its lines may end. */
type Part = { readonly chances: readonly number[]; readonly begin: number };
type Copy = {
  readonly chances: Chances;
  readonly parts: readonly Part[];
  readonly sense: ReadonlyMap<number, Gap>;
  readonly shaped: ShapedBlock;
};

/**
 * Sets a block balanced and by sense. `own`: words that stay whole beside the shipped list, from the design and the
 * story. A block as long as a paragraph is set as one.
 */
export function setHeadline(shaped: ShapedBlock, measures: Measures, own: readonly string[] = []): Setting {
  const limits = { ...limitsOf(shaped, measures), align: "left" as const };
  const fitting = fittingChances(shaped, limits);
  const { chances } = fitting;
  const copy = copyOf(shaped, chances, limits.widths, own);
  const ends = copy ? endsOf(copy, limits.widths).ends : breakLines(chances, limits).ends;
  const { align, shape } = shaped.style;
  const ragged = align === "justify" ? { ...shaped, style: { ...shaped.style, align: "left" as const } } : shaped;
  const room = shape === "stepped" ? stepped(shaped, chances, ends, measures) : measures;
  return {
    lines: buildLines(ragged, chances, ends, room),
    findings: [...findingsOf(shaped, fitting, ends, limits), ...(copy ? divided(copy, ends) : [])],
    cost: 0,
  };
}

/**
 * The size within the style's range at which the block looks best: as large as may be, in as few lines as may be. The
 * sense never gives way to size, since a line that hurts it costs more than the whole range is worth. `shaped` is at
 * the style's own size; all widths are in proportion to it.
 */
export function fittedSize(shaped: ShapedBlock, measures: Measures, own: readonly string[] = []): Pt {
  const { size, sizeRange } = shaped.style;
  if (!sizeRange) return size;
  const { least, most } = sizeRange;
  const limits = { ...limitsOf(shaped, measures), align: "left" as const };
  const widthsAt = (points: number) => limits.widths.map((width) => (width * size) / points);
  const { chances } = fittingChances(shaped, { ...limits, widths: widthsAt(most) });
  let best: number = least;
  let lowest = Number.POSITIVE_INFINITY;
  for (let step = 0; ; step++) {
    const points = Math.max(least, most - step * STEP);
    const widths = widthsAt(points);
    const copy = copyOf(shaped, chances, widths, own);
    const price = copy ? endsOf(copy, widths).price + (SIZE_WORTH * (most - points)) / most : lowest;
    if (price < lowest - 1e-9) {
      lowest = price;
      best = points;
    }
    if (points === least) return pt(best);
  }
}

const widthIn = ({ sums }: Chances, from: number, to: number): number =>
  (sums[endRow(to) + SUM_WIDTH] ?? 0) - (sums[beginRow(from) + SUM_WIDTH] ?? 0);

/** What the search reads, or null when there are too many places. */
function copyOf(shaped: ShapedBlock, chances: Chances, widths: readonly number[], own: readonly string[]): Copy | null {
  // A word that the narrowest line cannot hold must be divisible, wherever it comes to stand.
  const narrowest = Math.min(...widths);
  const parts: Part[] = [];
  let begin = -1;
  for (let k = 0; k < chances.count; k++) {
    if (((chances.flags[k] ?? 0) & FORCED) === 0) continue;
    parts.push({ begin, chances: usable(chances, begin, k, narrowest) });
    begin = k;
  }
  if (parts.some((part) => part.chances.length > MOST_PLACES)) return null;
  const { lang } = shaped.block;
  const gaps = senseOf(shaped.text, lang, lexiconOf(lang, own));
  return { shaped, chances, parts, sense: new Map(gaps.map((gap) => [gap.at, gap])) };
}

/** The chances after `begin` up to `end`: without hyphens, then with, then between the letters of a word too wide. */
function usable(chances: Chances, begin: number, end: number, narrowest: number): readonly number[] {
  for (const allowed of [0, HYPHEN, HYPHEN | EMERGENCY]) {
    const found: number[] = [];
    for (let k = begin + 1; k <= end; k++) {
      if (((chances.flags[k] ?? 0) & (HYPHEN | EMERGENCY) & ~allowed) === 0) found.push(k);
    }
    let from = begin;
    const fit = found.every((k) => {
      const narrow = fits(widthIn(chances, from, k), narrowest);
      from = k;
      return narrow;
    });
    if (fit || allowed === (HYPHEN | EMERGENCY)) return found;
  }
  return [end];
}

/** The best lines of all parts; `price` of all of them together. */
function endsOf(copy: Copy, widths: readonly number[]): { ends: readonly number[]; price: number } {
  const ends: number[] = [];
  let price = 0;
  for (const part of copy.parts) {
    const places = placesOf(copy, part, widths, ends.length);
    const found = bestBreaks(places);
    price += found?.price ?? Number.POSITIVE_INFINITY;
    for (const place of found?.ends ?? overfull(places)) ends.push(part.chances[place] ?? part.begin);
  }
  return { ends, price };
}

function placesOf(copy: Copy, part: Part, widths: readonly number[], firstLine: number): Places {
  const { chances, sense, shaped } = copy;
  const chance = (place: number): number => (place < 0 ? part.begin : (part.chances[place] ?? 0));
  const costs = part.chances.map((k) => {
    const gap = sense.get(chances.offsets[k] ?? 0);
    const flags = chances.flags[k] ?? 0;
    const made = (flags & HYPHEN) !== 0 ? MADE_HYPHEN : 0;
    const typed = (flags & FLAGGED) !== 0 && made === 0 ? MADE_HYPHEN / 4 : 0;
    return (gap?.cost ?? 0) + made + typed + (chances.penalties[k] ?? 0) * HOUSE_PENALTY;
  });
  // Words before each place, so that a line's words are one subtraction.
  let at = 0;
  let words = 0;
  const wordsTo = part.chances.map((k) => {
    const to = chances.offsets[k] ?? shaped.text.length;
    words += sense.size === 0 ? 1 : countWords(shaped.text, at, to);
    at = to;
    return words;
  });
  return {
    count: part.chances.length,
    width: (from, to) => widthIn(chances, chance(from), chance(to)),
    words: (from, to) => (wordsTo[to] ?? 0) - (from < 0 ? 0 : (wordsTo[from] ?? 0)),
    cost: (place) => costs[place] ?? 0,
    measure: (line) => widths[Math.min(firstLine + line, widths.length - 1)] ?? 0,
    shape: shaped.style.shape,
  };
}
function countWords(text: string, from: number, to: number): number {
  return text.slice(from, to).match(/[^\s\u2028]+/gu)?.length ?? 0;
}

/** Each line filled as far as it goes, for copy with a word wider than its line. */
function overfull(places: Places): readonly number[] {
  const ends: number[] = [];
  for (let from = -1; from < places.count - 1; ) {
    let to = from + 1;
    while (to + 1 < places.count && fits(places.width(from, to + 1), places.measure(ends.length))) to++;
    ends.push(to);
    from = to;
  }
  return ends;
}

/** Each line begins further in than the one above; the last ends at the measure where that is not too far. */
function stepped(shaped: ShapedBlock, chances: Chances, ends: readonly number[], measures: Measures): Measures {
  const first = measures[0];
  if (!first || ends.length < 2 || shaped.style.align !== "left") return measures;
  let longest = 0;
  ends.forEach((k, n) => {
    longest = Math.max(longest, widthIn(chances, n === 0 ? -1 : (ends[n - 1] ?? -1), k));
  });
  const room = Math.max(0, Math.min(...measures.map((m) => m.width)) - longest);
  const step = Math.min(room / (ends.length - 1), WIDEST_STEP * shaped.style.size);
  return ends.map((_, n) => {
    const { x, width } = measures[Math.min(n, measures.length - 1)] ?? first;
    return { x: pt(x + step * n), width: pt(width - step * n) };
  });
}

/** A finding for each compound or name that a line's end divides. */
function divided({ chances, sense, shaped }: Copy, ends: readonly number[]): readonly TextFinding[] {
  const found: TextFinding[] = [];
  for (const k of ends) {
    const gap = sense.get(chances.offsets[k] ?? 0);
    if (!gap || gap.cost < DIVIDES || ((chances.flags[k] ?? 0) & FORCED) !== 0) continue;
    const from = Math.max(0, gap.at - shaped.sign);
    found.push({
      ...tell("info", "headline-divided", { word: gap.divides }),
      from: Math.max(0, from - 1),
      to: from,
    });
  }
  return found;
}
