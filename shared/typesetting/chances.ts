/**
 * Every place where a line of a paragraph may end, and the sums a line breaker needs. All sums run from the start of
 * the paragraph, so the natural width of any line is one subtraction.
 */
import type { TextRun } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { BreakChances } from "./breaks.ts";
import { divisionsOf, hyphenatorFor, type Hyphenator } from "./hyphenate.ts";
import { gapWidth, type Item, spareOf } from "./items.ts";
import { FIXED_SPACE, SPACE, type Tokens, WORD } from "./tokens.ts";
import { leftHang, rightHang } from "./protrusion.ts";
import type { CutPart, Division, Word, WordBook } from "./words.ts";

/** Entries of a row of sums over the text from the paragraph's start to one place, in points. */
export const SUM_WIDTH = 0;
export const SUM_STRETCH = 1;
export const SUM_SHRINK = 2;
/** How far spaces can be squeezed, beyond the style's least. */
export const SUM_FLOOR = 3;
/** Size times places where tracking goes: one unit of tracking (an em) widens by so much. */
export const SUM_TRACKING = 4;
/** Width that glyph scaling acts on. */
export const SUM_SCALING = 5;
const SUMS = 6;

/** Flags of a chance. */
export const FORCED = 1;
/** A hyphen is made here. */
export const HYPHEN = 2;
/** The line ends in a hyphen, made or typed. */
export const FLAGGED = 4;
/** Between two letters of a word that no line can hold: for the last passes only. */
export const EMERGENCY = 8;
/** The line ends in a word of one or two letters. Marked where lines are ragged: a full line hides it. */
export const SHORT_WORD = 16;

/** Chances to end a line, rising; the last is the paragraph's end. */
export type Chances = {
  readonly count: number;
  /** Where the next line's text begins. */
  readonly offsets: Uint32Array;
  readonly penalties: Float64Array;
  readonly flags: Uint8Array;
  /** Rows of sums; see `endRow` and `beginRow`. What hangs out at a line's edge is already taken off. */
  readonly sums: Float64Array;
};
/** Index of the row of sums where a line that ends at chance `k` ends: spaces left out, a made hyphen in. */
export function endRow(k: number): number {
  return (2 * k + 1) * SUMS;
}
/** Index of the row where the line after chance `k` begins; -1 is the paragraph's start. */
export function beginRow(k: number): number {
  return (2 * k + 2) * SUMS;
}

/** What a break inside a word costs that no line can hold otherwise. */
export const EMERGENCY_PENALTY = 100_000;

/** Arrays being filled: grown as needed, copied from, and nothing in them outlives a call. */
type Scratch = {
  readonly offsets: Uint32Array;
  readonly penalties: Float64Array;
  readonly flags: Uint8Array;
  readonly sums: Float64Array;
};
function scratchOf(size: number): Scratch {
  return {
    offsets: new Uint32Array(size),
    penalties: new Float64Array(size),
    flags: new Uint8Array(size),
    // A text has no more chances than letters, and the start and the end.
    sums: new Float64Array((2 * size + 3) * SUMS),
  };
}
let scratch = scratchOf(2048);
function largerScratch(size: number): Scratch {
  const larger = scratchOf(size);
  for (const name of Object.keys(scratch) as (keyof Scratch)[]) larger[name].set(scratch[name]);
  return larger;
}

/** What a hyphen made by the breaker costs, as TeX's `\hyphenpenalty`. */
const HYPHEN_PENALTY = 50;
/** A second hyphen in a word that has one: only where the line would otherwise have holes. */
const COMPOUND_PENALTY = 120;
const SOFT_HYPHEN = 0xad;

/** Walks the tokens once and writes down the sums at every chance to end a line. */
export function sumUp(
  text: string,
  of: Tokens,
  found: BreakChances,
  style: ParagraphStyle,
  whole: readonly TextRun[],
): Chances {
  const { tokens, kinds, starts, items } = of;
  const count = tokens.length;
  const ragged = style.align !== "justify";
  let spoken: Item | null = null;
  let hyphenator: Hyphenator | null = null;
  const lastWhole = style.hyphenation.lastWord ? -1 : kinds.lastIndexOf(WORD);
  if (scratch.offsets.length <= text.length) scratch = largerScratch(text.length * 2);

  // Sums at the current place, and where a line that ends here would end: before the spaces.
  let width = 0;
  let stretch = 0;
  let shrink = 0;
  let floor = 0;
  let tracking = 0;
  let scaling = 0;
  let endWidth = 0;
  let endStretch = 0;
  let endShrink = 0;
  let endFloor = 0;
  let endTracking = 0;
  let endScaling = 0;

  let { offsets, penalties, flags, sums } = scratch;
  let made = 0;
  let next = 0;
  writeRow(sums, beginRow(-1), hangAt(of, style, 0), 0, 0, 0, 0, 0);

  for (let t = 0; t < count; t++) {
    const word = tokens[t] as Word;
    const item = items[of.itemOf[t] ?? 0] as Item;
    const kind = kinds[t];
    const to = t + 1 < count ? (starts[t + 1] ?? 0) : text.length;
    const em = item.size * item.scaling;
    if (kind === WORD) {
      // Tracking also goes between two words that touch.
      if (t > 0 && kinds[t - 1] === WORD) tracking += item.size;
      const from = starts[t] ?? 0;
      if (style.hyphenate && item !== spoken) {
        spoken = item;
        hyphenator = hyphenatorFor(item.book.setup.lang, style.hyphenation);
      }
      const own = word.width * em;
      const points = pointsIn(word, item.book, from, to, found, next, whole, text, t === lastWhole ? null : hyphenator);
      for (let p = 0; p < points.length; p++) {
        const { at, penalty, flag, cut } = points[p] as Division;
        const { head, tail } = cut;
        if (made + 2 > offsets.length)
          ({ offsets, penalties, flags, sums } = scratch = largerScratch(offsets.length * 2));
        const headOwn = head.width * em;
        writeRow(
          sums,
          endRow(made),
          width + headOwn + item.letterSpace * (head.clusters - 1) - rightHang(style, head) * em,
          stretch,
          shrink,
          floor,
          tracking + item.size * places(head),
          scaling + headOwn,
        );
        // The rest of the word is what the whole adds less what the tail would add.
        const rest = own - tail.width * em;
        writeRow(
          sums,
          beginRow(made),
          width + rest + item.letterSpace * (word.clusters - tail.clusters) + leftHang(style, tail) * em,
          stretch,
          shrink,
          floor,
          tracking + item.size * (places(word) - places(tail)),
          scaling + rest,
        );
        offsets[made] = from + at;
        penalties[made] = penalty;
        flags[made] = flag;
        made++;
      }
      while (next < found.offsets.length && (found.offsets[next] ?? 0) < to) next++;
      width += own + item.letterSpace * word.clusters;
      tracking += item.size * places(word);
      scaling += own;
      endWidth = width - item.letterSpace - rightHang(style, word) * em;
      endStretch = stretch;
      endShrink = shrink;
      endFloor = floor;
      endTracking = tracking;
      endScaling = scaling;
    } else if (kind === SPACE) {
      const before = t > 0 && kinds[t - 1] === WORD ? (tokens[t - 1]?.kernAfter ?? 0) : 0;
      const after = kinds[t + 1] === WORD ? (tokens[t + 1]?.kernBefore ?? 0) : 0;
      const gap = gapWidth(item, before + after);
      width += gap;
      stretch += item.spaceStretch;
      shrink += spareOf(item, gap, item.spaceShrink);
      floor += spareOf(item, gap, item.spaceFloor);
    } else if (kind === FIXED_SPACE) width += word.width * em + item.letterSpace * word.clusters;
    if (item.trim !== 0 && of.itemOf[t + 1] !== of.itemOf[t]) width -= item.trim;

    if (next < found.offsets.length && found.offsets[next] === to) {
      const forced = found.forced[next] === true;
      if (made + 2 > offsets.length)
        ({ offsets, penalties, flags, sums } = scratch = largerScratch(offsets.length * 2));
      writeRow(sums, endRow(made), endWidth, endStretch, endShrink, endFloor, endTracking, endScaling);
      const hang = hangAt(of, style, t + 1);
      writeRow(sums, beginRow(made), width + hang, stretch, shrink, floor, tracking, scaling);
      const last = text.charCodeAt(to - 1);
      const flagged = kind === WORD && (last === 0x2d || last === 0x2010);
      const penalty = found.penalties[next] ?? 0;
      const short = ragged && kind === SPACE && t > 0 && kinds[t - 1] === WORD && isShort(tokens[t - 1] as Word);
      const flag = (forced ? FORCED : 0) | (flagged ? FLAGGED : 0) | (short ? SHORT_WORD : 0);
      offsets[made] = to;
      penalties[made] = penalty;
      flags[made] = flag | emergencyOf(penalty);
      made++;
      next++;
      if (forced) {
        endWidth = width;
        endStretch = stretch;
        endShrink = shrink;
        endFloor = floor;
        endTracking = tracking;
        endScaling = scaling;
      }
    }
  }
  writeRow(sums, endRow(made), endWidth, endStretch, endShrink, endFloor, endTracking, endScaling);
  writeRow(sums, beginRow(made), width, stretch, shrink, floor, tracking, scaling);
  offsets[made] = text.length;
  penalties[made] = 0;
  flags[made] = FORCED;
  return copied(scratch, made + 1);
}

function writeRow(
  sums: Float64Array,
  row: number,
  width: number,
  stretch: number,
  shrink: number,
  floor: number,
  tracking: number,
  scaling: number,
): void {
  sums[row + SUM_WIDTH] = width;
  sums[row + SUM_STRETCH] = stretch;
  sums[row + SUM_SHRINK] = shrink;
  sums[row + SUM_FLOOR] = floor;
  sums[row + SUM_TRACKING] = tracking;
  sums[row + SUM_SCALING] = scaling;
}

/** What hangs out of a line that begins with token `t`, in points. */
function hangAt({ items, itemOf, kinds, tokens }: Tokens, style: ParagraphStyle, t: number): number {
  if (t >= tokens.length || kinds[t] !== WORD) return 0;
  const item = items[itemOf[t] ?? 0] as Item;
  return leftHang(style, tokens[t] as Word) * item.size * item.scaling;
}

/** The first `count` chances, in arrays of their own that lie in one buffer, the widest numbers first. */
function copied({ offsets, penalties, flags, sums }: Scratch, count: number): Chances {
  const rows = beginRow(count);
  const places = 8 * (rows + count);
  const buffer = new ArrayBuffer(places + 5 * count);
  const own = {
    count,
    offsets: new Uint32Array(buffer, places, count),
    penalties: new Float64Array(buffer, 8 * rows, count),
    flags: new Uint8Array(buffer, places + 4 * count, count),
    sums: new Float64Array(buffer, 0, rows),
  };
  own.offsets.set(offsets.subarray(0, count));
  own.penalties.set(penalties.subarray(0, count));
  own.flags.set(flags.subarray(0, count));
  own.sums.set(sums.subarray(0, rows));
  return own;
}

const SHORT = /^\P{L}*\p{L}{1,2}$/u;
function isShort(word: Word): boolean {
  return word.text.length <= 4 && SHORT.test(word.text);
}

function emergencyOf(penalty: number): number {
  return penalty === EMERGENCY_PENALTY ? EMERGENCY : 0;
}

/** Places inside a word where tracking goes. */
function places(part: CutPart): number {
  return part.clusters > 1 ? part.clusters - 1 : 0;
}

const NO_POINTS: readonly Division[] = [];

/** Places inside a word where a line may end, rising: chances of the text from `next` on, and hyphenation points. */
function pointsIn(
  word: Word,
  book: WordBook,
  from: number,
  to: number,
  found: BreakChances,
  next: number,
  whole: readonly TextRun[],
  text: string,
  hyphenator: Hyphenator | null,
): readonly Division[] {
  if (hyphenator !== null && word.hyphens?.by !== hyphenator) {
    word.hyphens = { by: hyphenator, points: hyphenPoints(word, book, hyphenator) };
  }
  const hyphens = hyphenator === null ? NO_POINTS : (word.hyphens?.points ?? NO_POINTS);
  const inText = (found.offsets[next] ?? to) < to;
  if (hyphens.length === 0 && !inText) return NO_POINTS;
  // A word that touches another word is a part of one; only a whole word can be divided by the patterns.
  const alone = !isLetterAt(text, from - 1) && !isLetterAt(text, to);
  const divided = hyphens.length > 0 && alone && !whole.some((run) => run.from < to && run.to > from);
  if (!inText) return divided ? hyphens : NO_POINTS;
  const points: Division[] = [];
  for (let i = next; i < found.offsets.length && (found.offsets[i] ?? 0) < to; i++) {
    const at = found.offsets[i] ?? 0;
    if (at <= from) continue;
    const last = text.charCodeAt(at - 1);
    const soft = last === SOFT_HYPHEN;
    const penalty = soft ? HYPHEN_PENALTY : (found.penalties[i] ?? 0);
    const flag = (soft ? HYPHEN | FLAGGED : last === 0x2d || last === 0x2010 ? FLAGGED : 0) | emergencyOf(penalty);
    points.push({ at: at - from, penalty, flag, cut: book.cut(word, at - from, soft) });
  }
  if (!divided) return points;
  points.push(...hyphens);
  return points.sort((x, y) => x.at - y.at).filter((point, i, all) => point.at !== all[i - 1]?.at);
}

/** Where the patterns divide a word; found once and kept with it. */
function hyphenPoints(word: Word, book: WordBook, hyphenator: Hyphenator): readonly Division[] {
  const penalty = COMPOUND.test(word.text) ? COMPOUND_PENALTY : HYPHEN_PENALTY;
  return divisionsOf(word.text, hyphenator).map((at) => ({
    at,
    penalty,
    flag: HYPHEN | FLAGGED,
    cut: book.cut(word, at, true),
  }));
}

const LETTER = /[\p{L}\p{M}]/u;
function isLetterAt(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code !== 0x20 && LETTER.test(text.charAt(at));
}

const COMPOUND = /\p{L}[-\u2010\u2011\u2013\u2014]\p{L}/u;
