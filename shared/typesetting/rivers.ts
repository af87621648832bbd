/**
 * What the eye catches in a set paragraph though every line is good: rivers (word spaces that run down the page), the
 * same word at the edge of neighbouring lines, and three lines that begin or end in the same letters. Measured from
 * the built lines, so from where the glyphs stand. It judges; who is to be set otherwise is `ties.ts`'s matter.
 */
import type { Line } from "./glyphs.ts";

export type Blemish = {
  readonly kind: "river" | "stacked-words" | "stacked-letters";
  /** First and last line, counted from 0. */
  readonly from: number;
  readonly to: number;
  /** How much it shows: 1 is a word stacked on two lines. */
  readonly weight: number;
};
const NONE: readonly Blemish[] = [];

/** Fewer lines make no river: any text has gaps below each other. */
const LEAST_RIVER = 4;
/** Part of the narrower of two gaps that lies over the other. */
const OVERLAP = 0.5;

export function blemishesOf(lines: readonly Line[]): readonly Blemish[] {
  if (lines.length < 2) return NONE;
  const found: Blemish[] = [];
  findRivers(lines, found);
  findStacks(lines, true, found);
  findStacks(lines, false, found);
  return found.length > 0 ? found : NONE;
}
export function weightOf(blemishes: readonly Blemish[]): number {
  return blemishes.reduce((sum, { weight }) => sum + weight, 0);
}

/** Gaps of a line from left to right as pairs of edges, and the number of lines down which each has run so far. */
type Gaps = { count: number; edges: Float64Array; lengths: Uint16Array };
const gapsOf = (size: number): Gaps => ({
  count: 0,
  edges: new Float64Array(size * 2),
  lengths: new Uint16Array(size),
});
let above = gapsOf(64);
let here = gapsOf(64);

function findRivers(lines: readonly Line[], found: Blemish[]): void {
  if (lines.length < LEAST_RIVER) return;
  above.count = 0;
  for (let n = 0; n < lines.length; n++) {
    readGaps(lines[n] as Line);
    let a = 0;
    for (let g = 0; g < here.count; g++) {
      const left = here.edges[2 * g] ?? 0;
      const right = here.edges[2 * g + 1] ?? 0;
      while (a < above.count && (above.edges[2 * a + 1] ?? 0) <= left) a++;
      let length = 1;
      for (let b = a; b < above.count && (above.edges[2 * b] ?? 0) < right; b++) {
        const from = above.edges[2 * b] ?? 0;
        const to = above.edges[2 * b + 1] ?? 0;
        const common = Math.min(right, to) - Math.max(left, from);
        if (common >= OVERLAP * Math.min(right - left, to - from))
          length = Math.max(length, 1 + (above.lengths[b] ?? 0));
      }
      here.lengths[g] = length;
      // Told anew with each line it grows by; the last telling stands.
      if (length < LEAST_RIVER) continue;
      const grown = found.findIndex((b) => b.kind === "river" && b.to === n - 1 && b.from === n - length + 1);
      const river: Blemish = { kind: "river", from: n - length + 1, to: n, weight: length - LEAST_RIVER + 1 };
      if (grown >= 0) found[grown] = river;
      else found.push(river);
    }
    const spent = above;
    above = here;
    here = spent;
  }
}

/** Fills `here` with the word spaces of a line, from pen to pen. */
function readGaps(line: Line): void {
  here.count = 0;
  const { runs } = line;
  for (let r = 0; r < runs.length; r++) {
    const run = runs[r] as Line["runs"][number];
    const { text, clusters, xs } = run;
    for (let i = 0; i < clusters.length; i++) {
      if (text.charCodeAt(clusters[i] ?? 0) !== 0x20) continue;
      const next = i + 1 < xs.length ? xs[i + 1] : (runs[r + 1]?.xs[0] ?? run.x + run.width);
      if (here.count === here.lengths.length) here = larger(here);
      here.edges[2 * here.count] = xs[i] ?? 0;
      here.edges[2 * here.count + 1] = next ?? 0;
      here.count++;
    }
  }
}
function larger(gaps: Gaps): Gaps {
  const more = gapsOf(gaps.lengths.length * 2);
  more.count = gaps.count;
  more.edges.set(gaps.edges);
  more.lengths.set(gaps.lengths);
  return more;
}

/** The same word, or letters, where neighbouring lines begin, or end. */
function findStacks(lines: readonly Line[], atStart: boolean, found: Blemish[]): void {
  let word = "";
  let same = 1;
  let letters = "";
  let alike = 1;
  let before = -1;
  let letter = -1;
  let after = edgeLetter(lines[0] as Line, atStart);
  for (let n = 0; n <= lines.length; n++) {
    letter = after;
    after = n + 1 < lines.length ? edgeLetter(lines[n + 1] as Line, atStart) : -1;
    // Most lines have nothing in common with their neighbours, and need no closer look.
    const next = letter >= 0 && (letter === before || letter === after) ? edgeWord(lines, n, atStart) : "";
    before = letter;
    if (next !== "" && next === word) same++;
    else {
      if (same > 1) {
        const weight = (same - 1) * (same - 1) * (word.length > 2 ? 1 : 0.5);
        found.push({ kind: "stacked-words", from: n - same, to: n - 1, weight });
      }
      same = 1;
    }
    const some = next.length < LETTERS ? "" : atStart ? next.slice(0, LETTERS) : next.slice(-LETTERS);
    // What is the same word is told as such.
    if (some !== "" && some === letters && next !== word) alike++;
    else {
      if (alike > 2) found.push({ kind: "stacked-letters", from: n - alike, to: n - 1, weight: alike - 2 });
      alike = 1;
    }
    word = next;
    letters = some;
  }
}
const LETTERS = 3;

/** A capital and its small letter are the same here, and so, harmlessly, are some others. */
function edgeLetter({ text }: Line, atStart: boolean): number {
  let at = atStart ? 0 : text.length - 1;
  const step = atStart ? 1 : -1;
  for (; at >= 0 && at < text.length; at += step) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && !isPunctuation(code)) return code < 0x80 ? code | 0x20 : 0x80;
  }
  return -1;
}

/** The word a line begins or ends with, in small letters and without punctuation; none where it is divided. */
function edgeWord(lines: readonly Line[], n: number, atStart: boolean): string {
  const line = lines[n] as Line;
  const { text } = line;
  if (atStart ? n > 0 && lines[n - 1]?.hyphen === true : line.hyphen || line.last) return "";
  let from = 0;
  let to = text.length;
  while (to > from && text.charCodeAt(to - 1) <= 0x20) to--;
  if (atStart) {
    const space = text.indexOf(" ");
    if (space > 0) to = Math.min(to, space);
  } else from = text.lastIndexOf(" ", to - 1) + 1;
  while (from < to && isPunctuation(text.charCodeAt(from))) from++;
  while (to > from && isPunctuation(text.charCodeAt(to - 1))) to--;
  return to - from > 1 ? text.slice(from, to).toLowerCase() : "";
}
function isPunctuation(code: number): boolean {
  if (code < 0x80)
    return !((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a));
  return code === 0xab || code === 0xbb || code === 0xa0 || (code >= 0x2010 && code <= 0x203a);
}
