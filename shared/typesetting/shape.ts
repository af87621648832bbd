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
import type { FontRequest } from "./fonts.ts";
import type { RunLook } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import { hyphenatorFor, type Hyphenator } from "./hyphenate.ts";
import { scriptsOf, isRightToLeft } from "./scripts.ts";
import { type FontMetrics, featureList, type Setup, type Shaper } from "./shaper.ts";
import { type CutPart, type Word, type WordBook, wordBook } from "./words.ts";

/** The narrowest gap that every PDF reader still takes for a space, in em (poppler joins words at 0.15). */
export const LEAST_GAP = 0.16;
/**
 * Part of the style's least word space that spaces may go down to where no setting within the limits exists: with the
 * usual least of 80 % that is two thirds of the font's space, what TeX allows from the start. One tight line is better
 * than three with holes in them.
 */
const SQUEEZE = 0.85;

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
  /** Added after every cluster: the style's letter space, tracking and kerning by hand. */
  readonly letterSpace: number;
  /** Taken back after the item's last cluster: kerning by hand works between the letters of a selection only. */
  readonly trim: number;
  /** Natural word space, how much it may widen and narrow, and how much it may be squeezed for want of better. */
  readonly space: number;
  readonly spaceStretch: number;
  readonly spaceShrink: number;
  readonly spaceFloor: number;
  /** No gap is ever narrower than this. */
  readonly leastGap: number;
  readonly look: RunLook;
};

/** Natural width of a word space: the item's own and what the font kerns it against its neighbours (em). */
export function gapWidth(item: Item, kern: number): number {
  const gap = item.space + kern * item.size * item.scaling + item.letterSpace;
  return gap > item.leastGap ? gap : item.leastGap;
}
/** What a space may give up: `give` as its item says, less where kerning has made the gap narrow. */
export function spareOf(item: Item, gap: number, give: number): number {
  const spare = gap - item.leastGap;
  return spare >= give ? give : spare > 0 ? spare : 0;
}

/** Kinds of tokens. */
export const WORD = 0;
export const SPACE = 1;
/** A space of fixed width (thin, figure, ideographic, zero): no stretch, vanishes at a line's end. */
const FIXED_SPACE = 2;
export const LINE_BREAK = 3;

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

export type ShapedBlock = {
  readonly block: Block;
  readonly style: ParagraphStyle;
  /** Sign and text as the reader sees them: in capitals where the style says so. */
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

/** In UTF-16 units. A word beyond all sense is shaped in parts, so that time stays in proportion to its length. */
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

/** Arrays being filled: grown as needed, copied from, and nothing in them outlives a call. */
type Scratch = {
  readonly starts: Uint32Array;
  readonly itemOf: Uint16Array;
  readonly kinds: Uint8Array;
  readonly offsets: Uint32Array;
  readonly penalties: Float64Array;
  readonly flags: Uint8Array;
  readonly sums: Float64Array;
};
function scratchOf(size: number): Scratch {
  return {
    starts: new Uint32Array(size),
    itemOf: new Uint16Array(size),
    kinds: new Uint8Array(size),
    offsets: new Uint32Array(size),
    penalties: new Float64Array(size),
    flags: new Uint8Array(size),
    // A text has no more chances than letters, and the start and the end.
    sums: new Float64Array((2 * size + 3) * SUMS),
  };
}
let scratch = scratchOf(2048);
function largerScratch(): Scratch {
  const larger = scratchOf(scratch.starts.length * 2);
  for (const name of Object.keys(scratch) as (keyof Scratch)[]) larger[name].set(scratch[name]);
  return larger;
}

/**
 * Shapes a block. `sign` is generated text set before the block's own ("❖ ", "– "): it has no offsets in the document
 * and its runs have the ink "sign".
 */
export function shapeBlock(block: Block, style: ParagraphStyle, sign: string, shaper: Shaper): ShapedBlock {
  const findings: TextFinding[] = [];
  const runs: TextRun[] = sign === "" ? [] : [{ from: 0, to: sign.length, marks: PLAIN }];
  for (const run of block.runs) {
    runs.push(sign === "" ? run : { from: run.from + sign.length, to: run.to + sign.length, marks: run.marks });
  }
  const { text, stretches } = stretchesOf(sign + block.text, runs, block, style, sign.length, shaper, findings);

  const items: Item[] = [];
  const tokens: Word[] = [];
  while (scratch.starts.length <= text.length) scratch = largerScratch();
  const { starts, itemOf, kinds } = scratch;
  const push = (word: Word, at: number, kind: number): void => {
    const t = tokens.length;
    starts[t] = at;
    itemOf[t] = items.length - 1;
    // What has no glyph at all behaves as a space without width.
    kinds[t] = kind === WORD && word.clusters === 0 ? FIXED_SPACE : kind;
    tokens.push(word);
    if (word.missing.length === 0) return;
    for (const gap of word.missing) {
      findings.push(glyphMissing(word.text.slice(gap.from, gap.to), at + gap.from - sign.length));
    }
  };
  const pushWord = (book: WordBook, from: number, to: number): void => {
    if (to - from <= LONGEST_WORD) {
      push(book.word(text.slice(from, to)), from, WORD);
      return;
    }
    const long = text.slice(from, to);
    let begin = 0;
    for (const at of clusterStarts(long)) {
      if ((at - begin < LONGEST_WORD && at < long.length) || at === begin) continue;
      push(book.word(long.slice(begin, at)), from + begin, WORD);
      begin = at;
    }
  };
  for (const { from, to, item } of stretches) {
    items.push(item);
    if (items.length > 0xffff) throw new RangeError(`a paragraph of ${items.length} differently styled stretches`);
    let begin = from;
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === WORD) continue;
      if (at > begin) pushWord(item.book, begin, at);
      const word =
        kind === LINE_BREAK
          ? NO_WORD
          : kind === SPACE && code !== 0xa0
            ? item.book.spaceWord
            : item.book.word(text.charAt(at));
      push(word, at, kind);
      begin = at + 1;
    }
    if (to > begin) pushWord(item.book, begin, to);
  }

  const whole = wholeStretches(runs);
  const base = {
    items,
    tokens,
    starts: starts.slice(0, tokens.length),
    itemOf: itemOf.slice(0, tokens.length),
    kinds: kinds.slice(0, tokens.length),
  };
  // A sign is never left alone at a line's end.
  const found = breakChances(text, sign === "" ? whole : [...whole, { from: 0, to: sign.length + 1 }]);
  const chances = sumUp(text, base, found, style, whole);
  return { block, style, text, sign: sign.length, ...base, found, chances, findings };
}

function wholeStretches(runs: readonly TextRun[]): readonly TextRun[] {
  return runs.some((run) => run.marks.noBreak) ? runs.filter((run) => run.marks.noBreak) : NOTHING;
}
const NOTHING: readonly TextRun[] = [];

/** What a break inside a word costs that no line can hold otherwise. */
const EMERGENCY_PENALTY = 100_000;

/**
 * The chances with breaks between all letters of the stretches given (offsets in `shaped.text`): for words that are
 * wider than the measure.
 */
export function withEmergencyBreaks(
  shaped: ShapedBlock,
  stretches: readonly { readonly from: number; readonly to: number }[],
): Chances {
  const { found, text, sign } = shaped;
  const known = new Map<number, readonly [penalty: number, forced: boolean]>();
  for (const { from, to } of stretches) {
    for (const at of clusterStarts(text.slice(from, to))) {
      const place = from + at;
      if (place <= from || place >= to || kindOf(text.charCodeAt(place)) !== WORD) continue;
      known.set(place, [EMERGENCY_PENALTY, false]);
    }
  }
  found.offsets.forEach((at, i) => known.set(at, [found.penalties[i] ?? 0, found.forced[i] ?? false]));
  const offsets = [...known.keys()].sort((a, b) => a - b);
  const more: BreakChances = {
    offsets,
    penalties: offsets.map((at) => known.get(at)?.[0] ?? 0),
    forced: offsets.map((at) => known.get(at)?.[1] ?? false),
  };
  const moved = shaped.block.runs.map((run) => ({ from: run.from + sign, to: run.to + sign, marks: run.marks }));
  return sumUp(text, shaped, more, shaped.style, wholeStretches(moved));
}

function glyphMissing(char: string, at: number): TextFinding {
  const from = Math.max(0, at);
  return {
    code: "glyph-missing",
    severity: "error",
    message: `No font has a glyph for "${char}" (${codesOf(char)}); it would print as an empty box`,
    hint: "Take the character out, or add a font that has it",
    from,
    to: Math.max(from, at + char.length),
  };
}
function codesOf(text: string): string {
  const codes = [...text].map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
  return codes.length > 8 ? `${codes.slice(0, 8).join(" ")} …` : codes.join(" ");
}

function kindOf(code: number): number {
  if (code > 0x20 && code < 0x85) return WORD;
  if (code === 0x20 || code === 0xa0 || code === 0x09) return SPACE;
  if (code < 0x2000) return isLineBreak(code) ? LINE_BREAK : code === 0x1680 ? FIXED_SPACE : WORD;
  if (code <= 0x200b || code === 0x202f || code === 0x205f || code === 0x3000) return FIXED_SPACE;
  return isLineBreak(code) ? LINE_BREAK : WORD;
}

// ---------------------------------------------------------------------------------------------------------- items

type Stretch = { readonly from: number; readonly to: number; readonly item: Item };

/** What the marks make of the style's font: emphasis goes against what the style already is. */
function requestOf(style: ParagraphStyle, marks: RunMarks): FontRequest {
  const italic = style.italic !== (marks.em !== marks.stageNote);
  const weight = !marks.strong ? style.weight : style.weight >= 600 ? 400 : 700;
  return { family: style.font, weight, italic };
}

/**
 * The runs as items (a family that is not there is the design's finding, not each paragraph's): cut where the script changes and where a feature the font lacks has to be imitated. `text` comes
 * back in capitals where capitals are set.
 */
function stretchesOf(
  typed: string,
  runs: readonly TextRun[],
  block: Block,
  style: ParagraphStyle,
  sign: number,
  shaper: Shaper,
  findings: TextFinding[],
): { readonly text: string; readonly stretches: readonly Stretch[] } {
  const stretches: Stretch[] = [];
  let text = style.capitals ? capitals(typed, block.lang) : typed;
  const reported = new Set<string>();
  const report = (code: string, severity: Severity, message: string, hint: string, from: number, to: number): void => {
    if (reported.has(message)) return;
    reported.add(message);
    const at = Math.max(0, from - sign);
    findings.push({ code, severity, message, hint, from: at, to: Math.max(at, to - sign) });
  };

  for (const run of runs) {
    const { marks } = run;
    const request = requestOf(style, marks);
    const resolved = shaper.resolve(request);
    const metrics = shaper.metrics(resolved.font);
    const lang = languageTag(marks.lang ?? block.lang);
    const features: Record<string, number> = { ...style.features };
    if (style.capitals) features.case = 1;
    if (style.letterSpace !== 0 || (marks.adjust?.tracking ?? 0) !== 0) {
      for (const tag of ["liga", "clig", "dlig"]) features[tag] = 0;
    }
    const look: RunLook = {
      ink: run.from < sign ? "sign" : marks.charStyle,
      lang,
      href: marks.href,
      stageNote: marks.stageNote,
    };
    for (const { from, to, script } of scriptsOf(text, run.from, run.to)) {
      const rightToLeft = isRightToLeft(script);
      if (rightToLeft) {
        report(
          "right-to-left",
          "warning",
          "Right-to-left text is shaped, but its words are still set from left to right",
          "Keep it to single words",
          from,
          to,
        );
      }
      const setup: Setup = {
        font: resolved.font,
        script,
        lang,
        direction: rightToLeft ? "rtl" : "ltr",
        features: featureList(features),
      };
      const make = (
        at: number,
        end: number,
        more: Readonly<Record<string, number>>,
        size: number,
        shift: number,
      ): void => {
        const own = more === NO_FEATURES ? setup : { ...setup, features: featureList({ ...features, ...more }) };
        const book = wordBook(shaper, own);
        stretches.push({ from: at, to: end, item: itemOf(book, style, marks, size, shift, look, end === run.to) });
      };
      if (marks.position !== "normal") {
        const tag = marks.position === "superscript" ? "sups" : "subs";
        if (hasFeature(shaper, setup, tag, text.slice(from, to))) make(from, to, { [tag]: 1 }, 1, 0);
        else make(from, to, NO_FEATURES, metrics[marks.position].size, metrics[marks.position].shift);
      } else if (!marks.smallCaps) make(from, to, NO_FEATURES, 1, 0);
      else {
        const lacking = smallCaps(text, from, to, setup, metrics, shaper, make);
        if (lacking !== null) {
          text = text.slice(0, from) + capitalsOfWords(text.slice(from, to), lacking, lang) + text.slice(to);
          report(
            "small-caps-missing",
            "info",
            `${resolved.family} has no small capitals for "${lacking.join(" ")}"; reduced capitals stand in`,
            "Choose a font whose small capitals are complete",
            from,
            to,
          );
        }
      }
    }
  }
  return { text, stretches };
}

/** What is no language tag (BCP 47) is no known language. */
function languageTag(lang: string): string {
  return /^[A-Za-z0-9-]{0,35}$/.test(lang) ? lang : "und";
}

const NO_FEATURES: Readonly<Record<string, number>> = {};

function itemOf(
  book: WordBook,
  style: ParagraphStyle,
  marks: RunMarks,
  reduced: number,
  raised: number,
  look: RunLook,
  closesRun: boolean,
): Item {
  const { adjust } = marks;
  const size = style.size * reduced;
  const scaling = adjust?.scaling ?? 1;
  const kerning = ((adjust?.kerning ?? 0) / 1000) * size;
  const font = book.space * size * scaling;
  const { min, natural, max } = style.wordSpace;
  return {
    book,
    size,
    shift: style.size * raised + (adjust?.baseline ?? 0),
    scaling,
    letterSpace: style.letterSpace * size + ((adjust?.tracking ?? 0) / 1000) * size + kerning,
    trim: closesRun ? kerning : 0,
    space: font * natural,
    spaceStretch: font * (max - natural),
    spaceShrink: font * (natural - min),
    spaceFloor: font * (natural - min * SQUEEZE),
    leastGap: LEAST_GAP * style.size,
    look,
  };
}

/** Has the font this feature for every letter and figure of the text? Asked letter by letter: tag lists promise more. */
function hasFeature(shaper: Shaper, setup: Setup, tag: string, text: string): boolean {
  const plain = wordBook(shaper, setup);
  const changed = wordBook(shaper, {
    ...setup,
    features: setup.features === "" ? `${tag}=1` : `${setup.features},${tag}=1`,
  });
  for (const char of new Set(text)) {
    if (!/[\p{L}\p{N}]/u.test(char)) continue;
    const a = plain.word(char).pieces;
    const b = changed.word(char).pieces;
    if (a.length === 1 && b.length === 1 && a[0]?.font === b[0]?.font && a[0]?.glyphs[0] === b[0]?.glyphs[0])
      return false;
  }
  return true;
}

type Make = (from: number, to: number, more: Readonly<Record<string, number>>, size: number, shift: number) => void;

/**
 * Small capitals, word by word: a word is never half in the font's and half in imitated ones. Where the font lacks a
 * letter of a word, its small letters become capitals of a reduced size. Returns the words so treated, or null.
 */
function smallCaps(
  text: string,
  from: number,
  to: number,
  setup: Setup,
  metrics: FontMetrics,
  shaper: Shaper,
  make: Make,
): readonly string[] | null {
  const lacking: string[] = [];
  const size = Math.min(0.85, Math.max(0.65, (metrics.xHeight / Math.max(0.01, metrics.capHeight)) * 1.06));
  const parts = /\s+|\S+/gu;
  let pending = from;
  const stretch = text.slice(from, to);
  for (let part = parts.exec(stretch); part; part = parts.exec(stretch)) {
    const word = part[0];
    const small = word.replace(/[^\p{Ll}]/gu, "");
    if (hasFeature(shaper, setup, "smcp", small)) continue;
    lacking.push(word);
    const at = from + part.index;
    if (at > pending) make(pending, at, { smcp: 1 }, 1, 0);
    const cases = /[\p{Ll}\p{M}\p{Cf}]+|[^\p{Ll}]+/gu;
    for (let piece = cases.exec(word); piece; piece = cases.exec(word)) {
      const begin = at + piece.index;
      const isSmall = /^\p{Ll}/u.test(piece[0]);
      make(begin, begin + piece[0].length, NO_FEATURES, isSmall ? size : 1, 0);
    }
    pending = at + word.length;
  }
  if (pending < to) make(pending, to, { smcp: 1 }, 1, 0);
  return lacking.length > 0 ? lacking : null;
}
function capitalsOfWords(text: string, words: readonly string[], lang: string): string {
  return text.replace(/\S+/gu, (word) => (words.includes(word) ? capitals(word, lang) : word));
}

/** In capitals, unit for unit: a letter whose capital is longer (ß has ẞ) never moves the text after it. */
function capitals(text: string, lang: string): string {
  const turkish = /^(?:tr|az)\b/i.test(lang);
  const upper = text.toUpperCase();
  if (upper.length === text.length && !turkish && !text.includes("ß")) return upper;
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

// ----------------------------------------------------------------------------------------------------------- sums

type Tokens = Pick<ShapedBlock, "items" | "tokens" | "starts" | "itemOf" | "kinds">;

/** What a hyphen made by the breaker costs, as TeX's `\hyphenpenalty`. */
const HYPHEN_PENALTY = 50;
const SOFT_HYPHEN = 0xad;

/** Walks the tokens once and writes down the sums at every chance to end a line. */
function sumUp(
  text: string,
  of: Tokens,
  found: BreakChances,
  style: ParagraphStyle,
  whole: readonly TextRun[],
): Chances {
  const { tokens, kinds, starts, items } = of;
  const count = tokens.length;
  const hang = style.protrusion ? 1 : 0;
  const hyphenators = new Map<string, Hyphenator | null>();

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

  let filled = 0;
  let made = 0;
  const write = (a: number, b: number, c: number, d: number, e: number, f: number): void => {
    if (filled + SUMS > scratch.sums.length) scratch = largerScratch();
    const { sums } = scratch;
    sums[filled] = a;
    sums[filled + 1] = b;
    sums[filled + 2] = c;
    sums[filled + 3] = d;
    sums[filled + 4] = e;
    sums[filled + 5] = f;
    filled += SUMS;
  };
  const chance = (at: number, penalty: number, flag: number): void => {
    scratch.offsets[made] = at;
    scratch.penalties[made] = penalty;
    scratch.flags[made] = flag;
    made++;
  };
  const hangAt = (t: number): number => {
    const item = items[of.itemOf[t] ?? 0];
    return t < count && kinds[t] === WORD && item ? (tokens[t]?.hangLeft ?? 0) * item.size * item.scaling * hang : 0;
  };

  let next = 0;
  write(hangAt(0), 0, 0, 0, 0, 0);

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
      const own = word.width * em;
      const points = pointsIn(word, from, to, item, found, next, whole, style, text, hyphenators);
      for (let p = 0; p < points.length; p++) {
        const { at, penalty, hyphen, flagged } = points[p] as Division;
        const { head, tail } = item.book.cut(word, at - from, hyphen);
        const headOwn = head.width * em;
        write(
          width + headOwn + item.letterSpace * (head.clusters - 1) - head.hangRight * em * hang,
          stretch,
          shrink,
          floor,
          tracking + item.size * places(head),
          scaling + headOwn,
        );
        // The rest of the word is what the whole adds less what the tail would add.
        const cut = own - tail.width * em;
        write(
          width + cut + item.letterSpace * (word.clusters - tail.clusters) + tail.hangLeft * em * hang,
          stretch,
          shrink,
          floor,
          tracking + item.size * (places(word) - places(tail)),
          scaling + cut,
        );
        chance(at, penalty, (hyphen ? HYPHEN : 0) | (flagged ? FLAGGED : 0) | emergencyOf(penalty));
      }
      while (next < found.offsets.length && (found.offsets[next] ?? 0) < to) next++;
      width += own + item.letterSpace * word.clusters;
      tracking += item.size * places(word);
      scaling += own;
      endWidth = width - item.letterSpace - word.hangRight * em * hang;
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
      write(endWidth, endStretch, endShrink, endFloor, endTracking, endScaling);
      write(width + hangAt(t + 1), stretch, shrink, floor, tracking, scaling);
      const last = text.charCodeAt(to - 1);
      const flagged = kind === WORD && (last === 0x2d || last === 0x2010);
      const penalty = found.penalties[next] ?? 0;
      chance(to, penalty, (forced ? FORCED : 0) | (flagged ? FLAGGED : 0) | emergencyOf(penalty));
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
  write(endWidth, endStretch, endShrink, endFloor, endTracking, endScaling);
  write(width, stretch, shrink, floor, tracking, scaling);
  chance(text.length, 0, FORCED);
  return {
    count: made,
    offsets: scratch.offsets.slice(0, made),
    penalties: scratch.penalties.slice(0, made),
    flags: scratch.flags.slice(0, made),
    sums: scratch.sums.slice(0, filled),
  };
}

function emergencyOf(penalty: number): number {
  return penalty === EMERGENCY_PENALTY ? EMERGENCY : 0;
}

/** Places inside a word where tracking goes. */
function places(part: CutPart): number {
  return part.clusters > 1 ? part.clusters - 1 : 0;
}

type Division = { readonly at: number; readonly penalty: number; readonly hyphen: boolean; readonly flagged: boolean };
const NO_POINTS: readonly Division[] = [];

/** Places inside a word where a line may end, rising: chances of the text from `next` on, and hyphenation points. */
function pointsIn(
  word: Word,
  from: number,
  to: number,
  item: Item,
  found: BreakChances,
  next: number,
  whole: readonly TextRun[],
  style: ParagraphStyle,
  text: string,
  hyphenators: Map<string, Hyphenator | null>,
): readonly Division[] {
  if (style.hyphenate && word.hyphens === null) {
    const { lang } = item.book.setup;
    let hyphenator = hyphenators.get(lang);
    if (hyphenator === undefined) {
      hyphenator = hyphenatorFor(lang);
      hyphenators.set(lang, hyphenator);
    }
    // Not remembered while the patterns are still to come.
    if (hyphenator !== null) word.hyphens = hyphensOf(word.text, hyphenator);
  }
  const hyphens = style.hyphenate ? (word.hyphens ?? []) : [];
  const inText = (found.offsets[next] ?? to) < to;
  if (hyphens.length === 0 && !inText) return NO_POINTS;
  const points: Division[] = [];
  if (inText) {
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
  }
  // A word that touches another word is a part of one; only a whole word can be divided by the patterns.
  const alone = !isLetterAt(text, from - 1) && !isLetterAt(text, to);
  if (hyphens.length === 0 || !alone || whole.some((run) => run.from < to && run.to > from)) return points;
  for (const at of hyphens) points.push({ at: from + at, penalty: HYPHEN_PENALTY, hyphen: true, flagged: true });
  return inText ? points.sort((x, y) => x.at - y.at).filter((point, i, all) => point.at !== all[i - 1]?.at) : points;
}

const LETTER = /[\p{L}\p{M}]/u;
function isLetterAt(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code !== 0x20 && LETTER.test(text.charAt(at));
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
