/**
 * A block and its style made into words of glyphs, with every place where a line may end and the sums a line breaker
 * needs. Nothing here depends on the measure: dragging a gutter shapes nothing again.
 *
 * The text is cut into items (one font, size, language, look) and these into words and spaces. All sums run from the
 * start of the paragraph, so the natural width of any line is one subtraction.
 */
import type { Block, RunMarks, TextRun } from "../schema/story.ts";
import { PLAIN } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Severity } from "../finding.ts";
import { type BreakChances, breakChances, isLineBreak } from "./breaks.ts";
import type { RunLook } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import { hyphenatorFor, type Hyphenator } from "./hyphenate.ts";
import { featureList, type Setup, type Shaper } from "./shaper.ts";
import { type CutPart, type Word, type WordBook, wordBook } from "./words.ts";

/** The narrowest gap that every PDF reader still takes for a space, in em (poppler joins words at 0.15). */
export const LEAST_GAP = 0.16;

/** A finding of this room. A block's content does not know whose it is, so the place comes with `findingsAt`. */
export type TextFinding = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  /** Block offsets; equal where generated text or the whole block is meant. */
  readonly from: number;
  readonly to: number;
};

/** A stretch of text with one setup, size and look. Lengths in points. */
export type Item = {
  readonly book: WordBook;
  readonly size: number;
  /** Shift from the baseline, up is positive. */
  readonly shift: number;
  /** Horizontal scaling by hand; 1 is none. */
  readonly scaling: number;
  /** Added after every cluster: the style's letter space and tracking by hand. */
  readonly letterSpace: number;
  /** Natural word space, and by how much it may widen and narrow. */
  readonly space: number;
  readonly spaceStretch: number;
  readonly spaceShrink: number;
  readonly look: RunLook;
};

export const WORD = 0;
export const SPACE = 1;
/** A space of fixed width (thin, figure, ideographic): no stretch, vanishes at a line's end. */
export const FIXED_SPACE = 2;
export const LINE_BREAK = 3;

/** Sums over the text from the paragraph's start to one place, in points: one row of `sums`. */
export const SUM_WIDTH = 0;
export const SUM_STRETCH = 1;
export const SUM_SHRINK = 2;
/** Size times places where tracking goes: one unit of tracking (an em) widens by so much. */
export const SUM_TRACKING = 3;
/** Width that glyph scaling acts on. */
export const SUM_SCALING = 4;
export const SUM_SPACES = 5;
/** Entries a place has. A chance has two places: where a line would end, then where the next would begin. */
export const SUMS = 6;

/** Flags of a chance. */
export const FORCED = 1;
/** A hyphen is made here. */
export const HYPHEN = 2;
/** The line ends in a hyphen, made or typed. */
export const FLAGGED = 4;

/** Chances to end a line, rising; the last is the paragraph's end. Chance `k`'s sums begin at `2 * SUMS * k`. */
export type Chances = {
  readonly count: number;
  /** Where the next line's text begins. */
  readonly offsets: Uint32Array;
  readonly penalties: Float64Array;
  readonly flags: Uint8Array;
  readonly sums: Float64Array;
  /** Sums where the first line begins. */
  readonly start: Float64Array;
};

export type ShapedBlock = {
  readonly block: Block;
  readonly style: ParagraphStyle;
  /** Sign and text, in capitals where the style says so. */
  readonly text: string;
  /** Length of the generated sign at the start of `text`. */
  readonly sign: number;
  readonly items: readonly Item[];
  /** Words, spaces and line breaks in reading order, and for each where it begins in `text`, its item and kind. */
  readonly tokens: readonly Word[];
  readonly starts: Uint32Array;
  readonly itemOf: Uint16Array;
  readonly kinds: Uint8Array;
  /** Chances of the text itself, without hyphenation. */
  readonly found: BreakChances;
  readonly chances: Chances;
  readonly findings: readonly TextFinding[];
};

/** In UTF-16 units. */
const LONGEST_WORD = 200;

const NO_WORD: Word = {
  text: "",
  pieces: [],
  missing: [],
  width: 0,
  clusters: 0,
  above: 0,
  below: 0,
  kernBefore: 0,
  kernAfter: 0,
  hangLeft: 0,
  hangRight: 0,
  invisible: false,
  cuts: null,
  hyphens: null,
};

/**
 * Shapes a block. `sign` is generated text set before the block's own ("❖ ", "– "): it has no offsets in the document
 * and its runs have the ink "sign".
 */
export function shapeBlock(block: Block, style: ParagraphStyle, sign: string, shaper: Shaper): ShapedBlock {
  const text = style.capitals ? capitals(sign + block.text, block.lang) : sign + block.text;
  const findings: TextFinding[] = [];
  const items: Item[] = [];
  const tokens: Word[] = [];
  const starts: number[] = [];
  const itemOf: number[] = [];
  const kinds: number[] = [];

  const signRun: readonly TextRun[] = sign === "" ? [] : [{ from: 0, to: sign.length, marks: PLAIN }];
  const typed = block.runs.map((run) => ({ ...run, from: run.from + sign.length, to: run.to + sign.length }));
  const reported = new Set<string>();
  for (const run of [...signRun, ...typed]) {
    const generated = run.from < sign.length;
    for (const part of itemise(text, run, block, style, generated, shaper)) {
      items.push(part.item);
      cutIntoTokens(part.from, part.to, items.length - 1, part.item);
    }
    const request = requestOf(style, run.marks);
    const resolved = shaper.resolve(request);
    const name = `${request.family} ${request.weight} ${request.italic}`;
    if (resolved.missing && !reported.has(name)) {
      reported.add(name);
      findings.push({
        code: "font-missing",
        severity: "warning",
        message: `The font "${request.family}" is not there; "${resolved.family}" stands in for it`,
        hint: `Add a folder that holds ${request.family}, or choose another font in the style "${style.name}"`,
        from: 0,
        to: block.text.length,
      });
    }
  }

  function push(word: Word, at: number, item: number, kind: number): void {
    tokens.push(word);
    starts.push(at);
    itemOf.push(item);
    kinds.push(kind);
    for (const gap of word.missing) {
      const from = Math.max(0, at + gap.from - sign.length);
      const to = Math.max(from, at + gap.to - sign.length);
      const char = word.text.slice(gap.from, gap.to);
      findings.push({
        code: "glyph-missing",
        severity: "error",
        message: `No font has a glyph for "${char}" (${codesOf(char)}); it would print as an empty box`,
        hint: "Take the character out, or add a font that has it",
        from,
        to,
      });
    }
  }

  function cutIntoTokens(from: number, to: number, item: number, of: Item): void {
    let begin = from;
    for (let at = from; at <= to; at++) {
      const kind = at < to ? kindOf(text.charCodeAt(at)) : WORD;
      if (kind === WORD && at < to) continue;
      if (at > begin) pushWord(begin, at, item, of);
      if (at < to) {
        const code = text.charCodeAt(at);
        push(
          kind === LINE_BREAK ? NO_WORD : of.book.word(kind === SPACE && code !== 0xa0 ? " " : text.charAt(at)),
          at,
          item,
          kind,
        );
      }
      begin = at + 1;
    }
  }

  /** A word beyond all sense is shaped in parts, so that time stays in proportion to its length. */
  function pushWord(from: number, to: number, item: number, of: Item): void {
    if (to - from <= LONGEST_WORD) {
      push(of.book.word(text.slice(from, to)), from, item, WORD);
      return;
    }
    let begin = 0;
    const long = text.slice(from, to);
    for (const at of clusterStarts(long)) {
      if (at - begin < LONGEST_WORD && at < long.length) continue;
      push(of.book.word(long.slice(begin, at)), from + begin, item, WORD);
      begin = at;
    }
  }

  const offsets = Uint32Array.from(starts);
  const base = { items, tokens, starts: offsets, itemOf: Uint16Array.from(itemOf), kinds: Uint8Array.from(kinds) };
  const whole = typed.filter((run) => run.marks.noBreak);
  const found = breakChances(text, { lang: block.lang, whole });
  const chances = sumUp(text, base, found, style, whole);
  return { block, style, text, sign: sign.length, ...base, found, chances, findings };
}

/** What a break inside a word costs that no measure can hold otherwise. */
const EMERGENCY_PENALTY = 2_000;

/**
 * The chances with breaks between all letters of the stretches given (offsets in `shaped.text`): for words that are
 * wider than the measure.
 */
export function withEmergencyBreaks(
  shaped: ShapedBlock,
  stretches: readonly { readonly from: number; readonly to: number }[],
): Chances {
  const known = new Map<number, readonly [penalty: number, forced: boolean]>();
  for (const { from, to } of stretches) {
    for (const at of clusterStarts(shaped.text.slice(from, to))) {
      if (at > 0 && from + at < to) known.set(from + at, [EMERGENCY_PENALTY, false]);
    }
  }
  const { found } = shaped;
  found.offsets.forEach((at, i) => known.set(at, [found.penalties[i] ?? 0, found.forced[i] ?? false]));
  const offsets = [...known.keys()].sort((a, b) => a - b);
  const more: BreakChances = {
    offsets,
    penalties: offsets.map((at) => known.get(at)?.[0] ?? 0),
    forced: offsets.map((at) => known.get(at)?.[1] ?? false),
  };
  const whole = shaped.block.runs.filter((run) => run.marks.noBreak);
  const moved = whole.map((run) => ({ ...run, from: run.from + shaped.sign, to: run.to + shaped.sign }));
  return sumUp(shaped.text, shaped, more, shaped.style, moved);
}

function kindOf(code: number): number {
  if (code === 0x20 || code === 0xa0 || code === 0x09) return SPACE;
  if (code < 0x2000) return isLineBreak(code) ? LINE_BREAK : WORD;
  if (code <= 0x200a || code === 0x202f || code === 0x205f || code === 0x3000) return FIXED_SPACE;
  return isLineBreak(code) ? LINE_BREAK : WORD;
}

/** What the marks make of the style's font: emphasis goes against what the style already is. */
function requestOf(style: ParagraphStyle, marks: RunMarks) {
  const italic = style.italic !== (marks.em !== marks.stageNote);
  const weight = !marks.strong ? style.weight : style.weight >= 600 ? 400 : 700;
  return { family: style.font, weight, italic };
}

/** One run cut where the script changes and where a feature has to be imitated. */
function* itemise(
  text: string,
  run: TextRun,
  block: Block,
  style: ParagraphStyle,
  generated: boolean,
  shaper: Shaper,
): Generator<{ readonly from: number; readonly to: number; readonly item: Item }> {
  const { marks } = run;
  const font = shaper.resolve(requestOf(style, marks)).font;
  const metrics = shaper.metrics(font);
  const lang = marks.lang ?? block.lang;
  const adjust = marks.adjust;
  const features: Record<string, number> = { ...style.features };
  if (style.capitals) features.case = 1;
  const tracked = style.letterSpace !== 0 || (adjust?.tracking ?? 0) !== 0;
  if (tracked) for (const tag of ["liga", "clig", "dlig"]) features[tag] = 0;
  if (marks.smallCaps) features.smcp = 1;
  const position = marks.position === "normal" ? null : metrics[marks.position];
  const size = style.size * (position?.size ?? 1);
  const shift = style.size * (position?.shift ?? 0) + (adjust?.baseline ?? 0);
  const scaling = adjust?.scaling ?? 1;
  const look: RunLook = {
    ink: generated ? "sign" : marks.charStyle,
    lang,
    href: marks.href,
    stageNote: marks.stageNote,
  };
  const list = featureList(features);
  for (const { from, to, script } of scriptsOf(text, run.from, run.to)) {
    const setup: Setup = { font, script, lang, direction: RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr", features: list };
    const book = wordBook(shaper, setup);
    const own = book.space * size * scaling;
    const { min, natural, max } = style.wordSpace;
    const item: Item = {
      book,
      size,
      shift,
      scaling,
      letterSpace: style.letterSpace * size + ((adjust?.tracking ?? 0) / 1000) * size,
      space: own * natural,
      spaceStretch: own * (max - natural),
      spaceShrink: Math.max(0, Math.min(own * (natural - min), own * natural - LEAST_GAP * size)),
      look,
    };
    yield { from, to, item };
  }
}

const SCRIPTS: readonly (readonly [script: string, test: RegExp])[] = [
  ["Latn", /\p{Script=Latin}/u],
  ["Cyrl", /\p{Script=Cyrillic}/u],
  ["Grek", /\p{Script=Greek}/u],
  ["Hebr", /\p{Script=Hebrew}/u],
  ["Arab", /\p{Script=Arabic}/u],
  ["Deva", /\p{Script=Devanagari}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Laoo", /\p{Script=Lao}/u],
  ["Khmr", /\p{Script=Khmer}/u],
  ["Hani", /\p{Script=Han}/u],
  ["Hira", /\p{Script=Hiragana}/u],
  ["Kana", /\p{Script=Katakana}/u],
  ["Hang", /\p{Script=Hangul}/u],
  ["Armn", /\p{Script=Armenian}/u],
  ["Geor", /\p{Script=Georgian}/u],
];
const RIGHT_TO_LEFT = new Set(["Hebr", "Arab"]);
/** Letters of other alphabets than these ranges; most texts have none. */
const OTHER_SCRIPT = /[^\u0000-\u036f\u1e00-\u1eff\u2000-\u2bff\ufe00-\ufe0f]/u;

/** Stretches of one script (UAX 24): what belongs to no script goes with what stands before it. */
function* scriptsOf(text: string, from: number, to: number): Generator<{ from: number; to: number; script: string }> {
  if (from === to) return;
  if (!OTHER_SCRIPT.test(text.slice(from, to))) {
    yield { from, to, script: "Latn" };
    return;
  }
  let begin = from;
  let script: string | null = null;
  for (let at = from; at < to; ) {
    const code = text.codePointAt(at) ?? 0;
    const char = String.fromCodePoint(code);
    const own = SCRIPTS.find(([, test]) => test.test(char))?.[0] ?? null;
    if (own !== null && script !== null && own !== script) {
      yield { from: begin, to: at, script };
      begin = at;
    }
    if (own !== null) script = own;
    at += char.length;
  }
  yield { from: begin, to, script: script ?? "Zyyy" };
}

type Tokens = Pick<ShapedBlock, "items" | "tokens" | "starts" | "itemOf" | "kinds">;

/** Walks the tokens once and writes down the sums at every chance to end a line. */
function sumUp(
  text: string,
  of: Tokens,
  found: BreakChances,
  style: ParagraphStyle,
  whole: readonly TextRun[],
): Chances {
  const offsets: number[] = [];
  const penalties: number[] = [];
  const flags: number[] = [];
  const sums: number[] = [];
  const now = new Float64Array(SUMS);
  // Where a line that ends at the current place would end: before the spaces.
  const end = new Float64Array(SUMS);
  let endHang = 0;
  let next = 0;
  const hang = style.protrusion ? 1 : 0;

  function chance(
    at: number,
    penalty: number,
    flag: number,
    ends: Float64Array,
    hangs: number,
    begins: Float64Array,
    beginHang: number,
  ): void {
    offsets.push(at);
    penalties.push(penalty);
    flags.push(flag);
    for (let i = 0; i < SUMS; i++) sums.push(ends[i] ?? 0);
    sums[sums.length - SUMS] = (ends[SUM_WIDTH] ?? 0) - hangs * hang;
    for (let i = 0; i < SUMS; i++) sums.push(begins[i] ?? 0);
    sums[sums.length - SUMS] = (begins[SUM_WIDTH] ?? 0) + beginHang * hang;
  }

  const count = of.tokens.length;
  const hangAt = (token: number): number => {
    const word = of.tokens[token];
    const item = of.items[of.itemOf[token] ?? 0];
    return word && item && of.kinds[token] === WORD ? word.hangLeft * item.size * item.scaling : 0;
  };
  const start = new Float64Array(SUMS);
  start[SUM_WIDTH] = hangAt(0) * hang;
  const a = new Float64Array(SUMS);
  const b = new Float64Array(SUMS);

  for (let t = 0; t < count; t++) {
    const word = of.tokens[t] as Word;
    const item = of.items[of.itemOf[t] ?? 0] as Item;
    const from = of.starts[t] ?? 0;
    const to = t + 1 < count ? (of.starts[t + 1] ?? 0) : text.length;
    const kind = of.kinds[t];
    const em = item.size * item.scaling;
    if (kind === WORD) {
      // Tracking also goes between two words that touch.
      if (t > 0 && of.kinds[t - 1] === WORD) add(now, SUM_TRACKING, item.size);
      const points = divisions(text, of, t, found, next, whole, style);
      for (const { at, penalty, hyphen, flagged } of points) {
        const cut = item.book.cut(word, at - from, hyphen);
        a.set(now);
        addWord(a, cut.head, item);
        a[SUM_WIDTH] = (a[SUM_WIDTH] ?? 0) - item.letterSpace;
        // The rest of the word is what the whole adds less what the tail would add.
        b.set(now);
        addWord(b, word, item);
        addWord(b, cut.tail, item, -1);
        chance(
          at,
          penalty,
          (hyphen ? HYPHEN : 0) | (flagged ? FLAGGED : 0),
          a,
          cut.head.hangRight * em,
          b,
          cut.tail.hangLeft * em,
        );
      }
      while (next < found.offsets.length && (found.offsets[next] ?? 0) < to) next++;
      addWord(now, word, item);
      end.set(now);
      end[SUM_WIDTH] = (end[SUM_WIDTH] ?? 0) - item.letterSpace;
      endHang = word.hangRight * em;
    } else if (kind === SPACE) {
      const before = t > 0 && of.kinds[t - 1] === WORD ? (of.tokens[t - 1]?.kernAfter ?? 0) : 0;
      const after = of.kinds[t + 1] === WORD ? (of.tokens[t + 1]?.kernBefore ?? 0) : 0;
      add(now, SUM_WIDTH, item.space + (before + after) * em + item.letterSpace);
      add(now, SUM_STRETCH, item.spaceStretch);
      add(now, SUM_SHRINK, item.spaceShrink);
      add(now, SUM_SPACES, 1);
    } else if (kind === FIXED_SPACE) {
      add(now, SUM_WIDTH, word.width * em + item.letterSpace);
    }
    if (next < found.offsets.length && found.offsets[next] === to) {
      const forced = found.forced[next] === true;
      const last = text.charCodeAt(to - 1);
      const flagged = kind === WORD && (last === 0x2d || last === 0x2010);
      chance(
        to,
        found.penalties[next] ?? 0,
        (forced ? FORCED : 0) | (flagged ? FLAGGED : 0),
        end,
        endHang,
        now,
        hangAt(t + 1),
      );
      next++;
      if (forced) {
        end.set(now);
        endHang = 0;
      }
    }
  }
  chance(text.length, 0, FORCED, end, endHang, now, 0);
  return {
    count: offsets.length,
    offsets: Uint32Array.from(offsets),
    penalties: Float64Array.from(penalties),
    flags: Uint8Array.from(flags),
    sums: Float64Array.from(sums),
    start,
  };
}

function add(sums: Float64Array, entry: number, value: number): void {
  sums[entry] = (sums[entry] ?? 0) + value;
}
function addWord(sums: Float64Array, word: CutPart, item: Item, sign: 1 | -1 = 1): void {
  const width = word.width * item.size * item.scaling;
  add(sums, SUM_WIDTH, sign * (width + item.letterSpace * word.clusters));
  add(sums, SUM_TRACKING, sign * item.size * Math.max(0, word.clusters - 1));
  add(sums, SUM_SCALING, sign * width);
}

type Division = { readonly at: number; readonly penalty: number; readonly hyphen: boolean; readonly flagged: boolean };

/** What a hyphen made by the breaker costs, as TeX's `\hyphenpenalty`. */
const HYPHEN_PENALTY = 50;
const SOFT_HYPHEN = 0xad;

/** Places inside token `t` where a line may end, rising: chances of the text from `next` on, and hyphenation points. */
function divisions(
  text: string,
  of: Tokens,
  t: number,
  found: BreakChances,
  next: number,
  whole: readonly TextRun[],
  style: ParagraphStyle,
): Division[] {
  const word = of.tokens[t] as Word;
  const from = of.starts[t] ?? 0;
  const to = from + word.text.length;
  const points: Division[] = [];
  for (let i = next; i < found.offsets.length && (found.offsets[i] ?? 0) < to; i++) {
    const at = found.offsets[i] ?? 0;
    if (at <= from) continue;
    const last = text.charCodeAt(at - 1);
    const soft = last === SOFT_HYPHEN;
    points.push({
      at,
      penalty: soft ? HYPHEN_PENALTY : (found.penalties[i] ?? 0),
      hyphen: soft,
      flagged: soft || last === 0x2d || last === 0x2010,
    });
  }
  if (!style.hyphenate || whole.some((run) => run.from < to && run.to > from)) return points;
  const item = of.items[of.itemOf[t] ?? 0] as Item;
  word.hyphens ??= hyphensOf(word.text, hyphenatorFor(item.book.setup.lang));
  for (const at of word.hyphens) points.push({ at: from + at, penalty: HYPHEN_PENALTY, hyphen: true, flagged: true });
  return word.hyphens.length > 0 ? points.sort((x, y) => x.at - y.at) : points;
}

const LETTERS = /^(\P{L}*)([\p{L}\p{M}'’]+)(\P{L}*)$/u;
/** Points in a word with the punctuation that hangs on it. Words with hyphens, figures or addresses stay whole. */
function hyphensOf(word: string, hyphenator: Hyphenator): readonly number[] {
  if (word.length < 5) return [];
  const parts = LETTERS.exec(word);
  if (!parts || word.includes("\u00ad")) return [];
  const before = parts[1]?.length ?? 0;
  // The genitive's end is no part of the word.
  const letters = (parts[2] ?? "").replace(/['’].*$/u, "");
  return hyphenator(letters).map((at) => before + at);
}

/** In capitals, unit for unit: a letter whose capital is longer (ß has ẞ) never moves the text after it. */
function capitals(text: string, lang: string): string {
  const turkish = /^(tr|az)\b/i.test(lang);
  const upper = text.toUpperCase();
  if (upper.length === text.length && !turkish) return upper;
  let out = "";
  for (const char of text) {
    if (char === "ß") out += "ẞ";
    else if (turkish && char === "i") out += "İ";
    else {
      const one = char.toUpperCase();
      out += one.length === char.length ? one : char;
    }
  }
  return out;
}

function codesOf(text: string): string {
  return [...text]
    .map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`)
    .join(" ");
}
