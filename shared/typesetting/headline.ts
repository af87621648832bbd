/**
 * Headlines are broken for balance: as few lines as the words need, and these as even as they can be, with no short
 * word left alone. All ways are compared; a headline has few words.
 */
import type { Measures } from "./glyphs.ts";
import { fits } from "../units.ts";
import { breakLines } from "./breakLines.ts";
import { buildLines } from "./buildLines.ts";
import { findingsOf, fittingChances, limitsOf, type Setting } from "./setLines.ts";
import { beginRow, type Chances, EMERGENCY, endRow, FLAGGED, FORCED, HYPHEN, SUM_WIDTH } from "./chances.ts";
import type { ShapedBlock } from "./shape.ts";

/** A line shorter than this part of the longest looks forgotten. */
const LEAST_PART = 0.4;
const LONELY = 4;
/** What a hyphen costs, in squared ems of unevenness. */
const HYPHEN_COST = 25;
/** Beyond so many words it is no headline: whole paragraphs go to the paragraph's breaker. */
const MOST_CHANCES = 400;

/** Sets a headline balanced: never more lines than filling each as far as it goes would give. */
export function setHeadline(shaped: ShapedBlock, measures: Measures): Setting {
  const limits = { ...limitsOf(shaped, measures), align: "left" as const };
  const fitting = fittingChances(shaped, limits);
  const { chances } = fitting;
  const ends =
    chances.count > MOST_CHANCES ? breakLines(chances, limits).ends : balance(chances, limits.widths, limits.em);
  const ragged =
    shaped.style.align === "justify" ? { ...shaped, style: { ...shaped.style, align: "left" as const } } : shaped;
  return {
    lines: buildLines(ragged, chances, ends, measures),
    findings: findingsOf(shaped, fitting, ends, limits),
    cost: 0,
  };
}

/** Between two forced breaks the lines are balanced by themselves. */
function balance(chances: Chances, widths: readonly number[], em: number): number[] {
  const ends: number[] = [];
  let begin = -1;
  for (let k = 0; k < chances.count; k++) {
    if (((chances.flags[k] ?? 0) & FORCED) === 0) continue;
    ends.push(...balancePart(chances, begin, k, widths, ends.length, em));
    begin = k;
  }
  return ends;
}

function balancePart(
  chances: Chances,
  begin: number,
  end: number,
  widths: readonly number[],
  firstLine: number,
  em: number,
): number[] {
  const width = (from: number, to: number): number =>
    (chances.sums[endRow(to) + SUM_WIDTH] ?? 0) - (chances.sums[beginRow(from) + SUM_WIDTH] ?? 0);
  const measure = (line: number): number => widths[Math.min(firstLine + line, widths.length - 1)] ?? 0;

  // First without hyphens, then with, then between the letters of a word that is too wide; at last overfull.
  const full = fill(0) ?? fill(HYPHEN) ?? fill(HYPHEN | EMERGENCY) ?? fill(HYPHEN | EMERGENCY, true) ?? [end];
  const kinds = full.reduce((all, k) => all | ((chances.flags[k] ?? 0) & (HYPHEN | EMERGENCY)), 0);
  const lines = full.length;
  if (lines === 1) return full;
  let total = 0;
  for (let i = 0, from = begin; i < lines; i++) {
    total += width(from, full[i] ?? end);
    from = full[i] ?? end;
  }
  const ideal = total / lines;

  // cost[line][k]: cheapest way to end line `line` at chance k.
  const count = end - begin;
  const cost = Array.from({ length: lines }, () => new Float64Array(count).fill(Number.POSITIVE_INFINITY));
  const before = Array.from({ length: lines }, () => new Int32Array(count).fill(-2));
  for (let line = 0; line < lines; line++) {
    for (let k = begin + 1; k <= end; k++) {
      if (!usable(k, kinds) || (k === end) !== (line === lines - 1)) continue;
      const row = cost[line] as Float64Array;
      const from0 = line === 0 ? begin : begin + 1;
      const from1 = line === 0 ? begin : k - 1;
      for (let from = from0; from <= from1; from++) {
        const so = line === 0 ? 0 : (cost[line - 1]?.[from - begin - 1] ?? Number.POSITIVE_INFINITY);
        if (so === Number.POSITIVE_INFINITY) continue;
        const long = width(from, k);
        if (!fits(long, measure(line))) continue;
        const off = (long - ideal) / em;
        const dear = (chances.penalties[k] ?? 0) / 50;
        let price = off * off + dear * dear;
        if (((chances.flags[k] ?? 0) & FLAGGED) !== 0) price += HYPHEN_COST;
        if (long < ideal * LEAST_PART) price *= LONELY;
        if (so + price < (row[k - begin - 1] ?? 0)) {
          row[k - begin - 1] = so + price;
          (before[line] as Int32Array)[k - begin - 1] = from;
        }
      }
    }
  }
  const ends: number[] = [];
  for (let line = lines - 1, k = end; line >= 0; line--) {
    ends.push(k);
    k = before[line]?.[k - begin - 1] ?? -2;
    if (k === -2) return full;
  }
  return ends.reverse();

  function usable(k: number, kinds: number): boolean {
    return ((chances.flags[k] ?? 0) & (HYPHEN | EMERGENCY) & ~kinds) === 0;
  }

  /** Each line filled as far as it goes, with breaks of these kinds; null when a word is wider than its line. */
  function fill(kinds: number, overfull = false): number[] | null {
    const found: number[] = [];
    let from = begin;
    while (from < end) {
      let best = -2;
      for (let k = from + 1; k <= end; k++) {
        if (!usable(k, kinds)) continue;
        if (fits(width(from, k), measure(found.length)) || (overfull && best === -2)) best = k;
        else break;
      }
      if (best === -2) return null;
      found.push(best);
      from = best;
    }
    return found;
  }
}
