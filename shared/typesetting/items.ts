/**
 * The runs of a block as items: stretches with one font, size, language, script, features and look, cut where a
 * feature the font lacks has to be imitated.
 */
import type { Severity } from "../finding.ts";
import type { Block, RunMarks, TextRun } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { FontRequest } from "./fonts.ts";
import type { RunLook } from "./glyphs.ts";
import { isRightToLeft, scriptsOf } from "./scripts.ts";
import { type FontMetrics, featureList, type Setup, type Shaper } from "./shaper.ts";
import { type WordBook, wordBook } from "./words.ts";

/** The narrowest gap that every PDF reader still takes for a space, in em (poppler joins words at 0.15). */
export const LEAST_GAP = 0.16;
/**
 * Part of the style's least word space that spaces may go down to where no setting within the limits exists: with the
 * usual least of 80 % that is 61 % of the font's space (TeX allows 67 % from the start). One tight line is better than
 * three with holes in them.
 */
const SQUEEZE = 0.76;

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

export type Stretch = { readonly from: number; readonly to: number; readonly item: Item };

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
export function stretchesOf(
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
