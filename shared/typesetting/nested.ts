/**
 * Nested runs: the words a paragraph begins with in character styles, as its style says: a speaker's name up to the
 * colon, the first sentence, the first line. Where a line ends depends on how it is set, so a first line is set, its
 * end is seen, and it is set again until both agree.
 */
import type { NestedRun, NestedUntil } from "../schema/stylesheet.ts";
import { clusterStarts } from "./grapheme.ts";
import type { StyledStretch } from "./items.ts";
import type { Setting } from "./setLines.ts";
import type { ShapedBlock } from "./shape.ts";

/**
 * The stretches of a paragraph's nested runs. `text` is sign and words; the sign's `sign` units are left out unless the
 * first run takes the sign. `lineEnds` are the ends of the paragraph's lines as far as they are known. A run whose end
 * is not in the text covers nothing: a speaker's style never runs away with a paragraph that has no colon.
 */
export function nestedStretches(
  nested: readonly NestedRun[],
  text: string,
  sign: number,
  lineEnds: readonly number[],
): readonly StyledStretch[] {
  const stretches: StyledStretch[] = [];
  let at = nested[0]?.withSign ? 0 : sign;
  for (const { style, until } of nested) {
    const end = endOf(until, text, at, lineEnds);
    if (end <= at) continue;
    if (style !== null) stretches.push({ from: at, to: end, style });
    at = end;
  }
  return stretches;
}

/** Does the style ask for whole lines, which only setting can tell? */
export function asksForLines(nested: readonly NestedRun[]): boolean {
  return nested.some((run) => run.until.kind === "lines");
}

function endOf(until: NestedUntil, text: string, at: number, lineEnds: readonly number[]): number {
  switch (until.kind) {
    case "lines":
      return lineEnds[Math.min(until.count, lineEnds.length) - 1] ?? at;
    case "words":
      return nthEnd(text, at, /[^\s\u2028]+/gu, until.count);
    case "characters": {
      const starts = clusterStarts(text.slice(at));
      return at + (starts[Math.min(until.count, starts.length - 1)] ?? 0);
    }
    case "sentences":
      return sentenceEnd(text, at, until.count);
    case "through":
    case "upTo": {
      let found = at - until.text.length;
      for (let n = 0; n < until.count; n++) {
        found = text.indexOf(until.text, n === 0 ? at : found + until.text.length);
        if (found < 0) return at;
      }
      return until.kind === "upTo" ? found : found + until.text.length;
    }
  }
}

/** End of the nth match, or of the last where there are fewer. */
function nthEnd(text: string, at: number, pattern: RegExp, count: number): number {
  let end = at;
  let n = 0;
  for (const match of text.slice(at).matchAll(pattern)) {
    end = at + match.index + match[0].length;
    if (++n === count) break;
  }
  return end;
}

const SENTENCE = /[.!?…]+["'”’»›)\]]*(?=\s|$)/gu;
/** A point after these is none at a sentence's end; nor is one after a single capital, an initial. */
const SHORTENED = /(?:^|[^\p{L}])(?:\p{Lu}|ts|ths|gs|pgs|pgs\.ts|bs|ks|tp|tr|st|mr|mrs|ms|dr|prof|vs|no|etc|p|pp)$/iu;

function sentenceEnd(text: string, at: number, count: number): number {
  let n = 0;
  for (const match of text.slice(at).matchAll(SENTENCE)) {
    const point = at + match.index;
    if (match[0] === "." && SHORTENED.test(text.slice(Math.max(at, point - 8), point))) continue;
    if (++n === count) return point + match[0].length;
  }
  // What has no end mark is one sentence.
  return text.length;
}

/** Rounds of setting and dressing anew before the run is only ever made shorter. */
const ROUNDS = 4;

/**
 * Sets a paragraph whose nested runs go to the ends of lines. `shape` dresses it for lines that end there (offsets in
 * sign and text), `set` sets it. Deterministic and bounded: where wider letters push a word off the first line and the
 * word, no longer wide, comes back, the run ends before it; it never goes over into the line after.
 */
export function setToLineEnds(
  nested: readonly NestedRun[],
  shape: (lineEnds: readonly number[]) => ShapedBlock,
  set: (shaped: ShapedBlock) => Setting,
): Setting {
  const most = nested.reduce((lines, { until }) => (until.kind === "lines" ? Math.max(lines, until.count) : lines), 0);
  let ends: readonly number[] = [];
  let setting = set(shape(ends));
  for (let round = 0; ; round++) {
    const found = lineEnds(setting, most);
    if (same(found, ends)) return setting;
    if (round < ROUNDS) ends = found;
    else {
      const shorter = ends.map((end, n) => Math.min(end, found[n] ?? end));
      if (same(shorter, ends)) return setting;
      ends = shorter;
    }
    setting = set(shape(ends));
  }
}

/** Ends of the first lines, without the spaces at their ends. */
function lineEnds(setting: Setting, most: number): readonly number[] {
  const ends: number[] = [];
  let at = 0;
  for (const line of setting.lines.slice(0, most)) {
    ends.push(at + line.text.trimEnd().length);
    at += line.text.length;
  }
  return ends;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((end, n) => end === b[n]);
}
