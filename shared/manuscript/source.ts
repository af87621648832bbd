/**
 * The one intermediate form of every manuscript: source lines, each with its number, its text in spans, and what the
 * file itself said about it (heading, list, style…). Readers make these; everything after them works on these alone
 * and knows no file format.
 */

/** Emphasis and the like inside a line. `stage_note` is a remark of the interviewer's: "(laughs)". */
export type InlineMark =
  | { readonly kind: "em" | "strong" | "superscript" | "subscript" | "small_caps" | "no_break" | "stage_note" }
  | { readonly kind: "link"; readonly href: string }
  | { readonly kind: "lang"; readonly lang: string };

/** A stretch of text with the same marks. Text is NFC; a deliberate line break inside it is U+2028. */
export type SourceSpan = { readonly text: string; readonly marks: readonly InlineMark[] };

/** A picture the source names. */
export type SourceImage = {
  /** The name as given; empty when the source gives none. */
  readonly file: string;
  /** Alternative text. It is printed as the caption too where no other words are. */
  readonly alt: string;
  /** Alternative text for those who cannot see the picture, and nothing else: never printed. */
  readonly altOnly?: boolean;
  /** The line as typed, where a typed line stands for the picture: "[Ảnh: cho-noi.jpg]". */
  readonly typed?: string;
};

/** What the file format says of a line. All of it is a hint: a manuscript's author styles as he likes. */
export type Hints = {
  /** 1 is the largest. */
  readonly heading?: number;
  /** Inside a block quotation; the number tells one quotation from the next. */
  readonly quote?: number;
  readonly list?: { readonly ordered: boolean; readonly marker: string };
  /** The paragraph style's or class's name, as the author's program shows it. */
  readonly style?: string;
  readonly centred?: boolean;
  readonly image?: SourceImage;
  /** A rule or a row of stars: something ends here. Such a line has no text. */
  readonly rule?: boolean;
  /** First text after a form feed or a page break. */
  readonly newPage?: boolean;
  /** A role the source states outright (front matter, the cell beside a speaker's name): words, not yet checked. */
  readonly stated?: string;
  /** The words that stated it: "title:". They are words of the source too. */
  readonly statedBy?: string;
};

/**
 * How a line is parted from the one before. `soft`: the line before may just have been full. `hard`: a break typed
 * inside one paragraph. `block`: the format says a new paragraph begins.
 */
export type Parting = "soft" | "hard" | "block";

export type SourceLine = {
  /** Counted from 1; in formats without lines, paragraphs are counted. */
  readonly number: number;
  /** The same as `number` but where one construct spans several lines. */
  readonly lastNumber: number;
  readonly spans: readonly SourceSpan[];
  readonly parting: Parting;
  /** Empty lines before this one. */
  readonly gap: number;
  /** Columns of white space before the first character. */
  readonly indent: number;
  readonly hints: Hints;
};

export const textOf = (spans: readonly SourceSpan[]): string => {
  if (spans.length === 1) return (spans[0] as SourceSpan).text;
  let all = "";
  for (const span of spans) all += span.text;
  return all;
};

const sameMark = (a: InlineMark, b: InlineMark): boolean =>
  a.kind === b.kind &&
  (a.kind !== "link" || a.href === (b as typeof a).href) &&
  (a.kind !== "lang" || a.lang === (b as typeof a).lang);

const sameMarks = (a: readonly InlineMark[], b: readonly InlineMark[]): boolean =>
  a.length === b.length && a.every((mark) => b.some((other) => sameMark(mark, other)));

/** Neighbours with equal marks become one span, empty spans go. */
export function tidySpans(spans: readonly SourceSpan[]): SourceSpan[] {
  const tidy: SourceSpan[] = [];
  for (const span of spans) {
    if (span.text === "") continue;
    const last = tidy[tidy.length - 1];
    if (last && sameMarks(last.marks, span.marks)) {
      const joined = last.text + span.text;
      // Only a mark that begins the second text can join with a letter that ends the first.
      tidy[tidy.length - 1] = { text: /^\p{M}/u.test(span.text) ? joined.normalize("NFC") : joined, marks: last.marks };
    } else tidy.push(span);
  }
  return tidy;
}

/** The part of `spans` between two offsets of their joined text. */
export function sliceSpans(spans: readonly SourceSpan[], from: number, to = Number.POSITIVE_INFINITY): SourceSpan[] {
  const cut: SourceSpan[] = [];
  let at = 0;
  for (const span of spans) {
    const text = span.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== "") cut.push(text === span.text ? span : { text, marks: span.marks });
    at += span.text.length;
  }
  return cut;
}

/** `spans` without white space at either end. */
export function trimSpans(spans: readonly SourceSpan[]): SourceSpan[] {
  const text = textOf(spans);
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return start === 0 && end === text.length
    ? tidySpans(spans)
    : tidySpans(sliceSpans(spans, start, Math.max(start, end)));
}

export const withoutMark = (spans: readonly SourceSpan[], kind: InlineMark["kind"]): SourceSpan[] =>
  tidySpans(spans.map((span) => ({ text: span.text, marks: span.marks.filter((mark) => mark.kind !== kind) })));

/** Do all letters and digits of `spans` carry the mark? False for spans without any. */
export function wholly(spans: readonly SourceSpan[], kind: InlineMark["kind"]): boolean {
  let any = false;
  for (const span of spans) {
    if (!/[\p{L}\p{N}]/u.test(span.text)) continue;
    if (!span.marks.some((mark) => mark.kind === kind)) return false;
    any = true;
  }
  return any;
}

/**
 * Text as a document may hold it: NFC, no characters that only steer a program (zero-width spaces, byte order
 * marks, controls), runs of blanks as one. No-break and thin spaces stay: somebody chose them. A soft hyphen goes
 * unless it ends the line, where it says that the word goes on.
 */
export function cleanText(text: string): string {
  const steered = /[^\P{Cc}\t-\r]|[\u00AD\u200B\u200E\u200F\u2060\uFEFF]|[ \t]{2,}|\t/u;
  const clean = text.normalize("NFC");
  if (!steered.test(clean)) return clean;
  return clean
    .replace(/\u00AD+[ \t]*$/, "-")
    .replace(/[^\P{Cc}\t-\r]|[\u00AD\u200B\u200E\u200F\u2060\uFEFF]/gu, "")
    .replace(/[ \t]+/g, " ");
}

/** A line of plain text without hints, for callers that have nothing more. */
export function plainLine(number: number, text: string, gap = 0, hints: Hints = {}): SourceLine {
  const clean = cleanText(text);
  return {
    number,
    lastNumber: number,
    spans: clean.trim() === "" ? [] : [{ text: clean.trim(), marks: [] }],
    parting: "soft",
    gap,
    indent: clean.length - clean.trimStart().length,
    hints,
  };
}
