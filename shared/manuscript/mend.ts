/**
 * Mending: lines that were one paragraph become one again. Two cases. Lines one beneath the other may only have been
 * full (`unwrap`, decided here from the lines' lengths). Pieces with space or a photo between them may have been torn
 * by a column's or a page's end (`tearBetween`, a score that the search over roles weighs with everything else).
 * End-of-line hyphens are undone where the manuscript's own words or the language's spelling make it sure.
 */
import { looksLikeName, readCredits, readPhotoCredit } from "./credits.ts";
import { cuesFor, PHOTO_CREDIT } from "./cues.ts";
import { labelAt, type LabelUse } from "./labels.ts";
import { readSign, shareOfCapitals } from "./signs.ts";
import { textOf, tidySpans, wholly, type SourceLine, type SourceSpan } from "./source.ts";
import { isVietnameseSyllable } from "./vietnamese.ts";

/** Why words were put together as they were: shown to the editor where it is not sure. */
export type HyphenUndone = { readonly kind: "removed" | "kept"; readonly sure: boolean };

export type Vocabulary = { readonly words: ReadonlySet<string>; readonly hyphened: ReadonlySet<string> };

const WORD = /[\p{L}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*/gu;
const HYPHEN_AT_END = /[\p{L}\p{M}][-‐¬]$/u;

/** All words of the manuscript in small letters, those torn at a line's end left out. */
export function vocabularyOf(lines: readonly SourceLine[]): Vocabulary {
  const words = new Set<string>();
  const hyphened = new Set<string>();
  // Only needed when some line ends with a hyphen, and few manuscripts have such lines.
  if (!lines.some((line) => HYPHEN_AT_END.test(textOf(line.spans)))) return { words, hyphened };
  let torn = false;
  for (const line of lines) {
    const text = textOf(line.spans);
    if (text === "") continue;
    const found = text.match(WORD) ?? [];
    const ends = HYPHEN_AT_END.test(text);
    found.forEach((word, i) => {
      if ((torn && i === 0) || (ends && i === found.length - 1)) return;
      const small = word.toLowerCase();
      (small.includes("-") ? hyphened : words).add(small);
    });
    torn = ends;
  }
  return { words, hyphened };
}

const PREFIXES = new Set(
  "self well non half ex all cross anti co pre post semi mid high low long short ill old new twenty thirty forty fifty sixty seventy eighty ninety mother father sister brother vice over under full part two three four five six".split(
    " ",
  ),
);

/**
 * Joins two texts' spans: a space, nothing after an undone hyphen, or a line break kept as one. `left` is the text
 * that `a` ends, where `a` is only its end.
 */
export function joinSpans(
  a: readonly SourceSpan[],
  b: readonly SourceSpan[],
  vocabulary: Vocabulary,
  lang: string,
  keepBreak = false,
  left = textOf(a),
): { readonly spans: SourceSpan[]; readonly hyphen: HyphenUndone | null } {
  const right = textOf(b);
  if (!HYPHEN_AT_END.test(left.slice(-4)) || !/^\p{L}/u.test(right)) {
    return {
      spans: tidySpans([...a, { text: keepBreak ? "\u2028" : " ", marks: commonMarks(a, b) }, ...b]),
      hyphen: null,
    };
  }
  const hyphen = undoHyphen(left, right, vocabulary, lang);
  if (hyphen.kind === "kept") return { spans: tidySpans([...a, ...b]), hyphen };
  const head = [...a];
  const last = head.pop() as SourceSpan;
  return { spans: tidySpans([...head, { text: last.text.slice(0, -1), marks: last.marks }, ...b]), hyphen };
}

const commonMarks = (a: readonly SourceSpan[], b: readonly SourceSpan[]): SourceSpan["marks"] => {
  const left = a[a.length - 1]?.marks ?? [];
  const right = b[0]?.marks ?? [];
  return left.filter((mark) => right.some((other) => other.kind === mark.kind && mark.kind !== "link"));
};

function undoHyphen(left: string, right: string, vocabulary: Vocabulary, lang: string): HyphenUndone {
  const before = (/[\p{L}\p{M}'’-]+$/u.exec(left.slice(0, -1))?.[0] ?? "").toLowerCase();
  const after = /^[\p{L}\p{M}'’-]+/u.exec(right)?.[0] ?? "";
  // A capital after the hyphen: two names ("Hà Nội-Hải Phòng") or a double name; the hyphen was typed.
  if (/^\p{Lu}/u.test(after)) return { kind: "kept", sure: true };
  const joined = before + after;
  if (vocabulary.hyphened.has(`${before}-${after}`)) return { kind: "kept", sure: true };
  if (vocabulary.words.has(joined)) return { kind: "removed", sure: true };
  if (lang === "vi") {
    // Vietnamese divides no words, so only a syllable that is none without its other half was divided.
    const whole = isVietnameseSyllable(joined) && !(isVietnameseSyllable(before) && isVietnameseSyllable(after));
    return whole ? { kind: "removed", sure: true } : { kind: "kept", sure: true };
  }
  if (before.includes("-") || after.includes("-") || PREFIXES.has(before)) return { kind: "kept", sure: true };
  const bothWords =
    vocabulary.words.has(before) && vocabulary.words.has(after) && before.length > 2 && after.length > 2;
  return bothWords ? { kind: "kept", sure: false } : { kind: "removed", sure: true };
}

export type Ending = "stop" | "ask" | "bang" | "ellipsis" | "colon" | "semicolon" | "comma" | "hyphen" | "none";

const CLOSER = /["'”’»)\]*\s]/u;
export function endingOf(text: string): Ending {
  // From the end backwards: a pattern bound to the end would be tried at every letter of the paragraph.
  let end = text.length;
  while (end > 0 && CLOSER.test(text.charAt(end - 1))) end -= 1;
  const bare = text.slice(0, end);
  if (bare.endsWith("..") || bare.endsWith("…")) return "ellipsis";
  switch (bare[bare.length - 1]) {
    case ".":
    case "。":
      return "stop";
    case "?":
    case "？":
      return "ask";
    case "!":
      return "bang";
    case ":":
      return "colon";
    case ";":
      return "semicolon";
    case ",":
      return "comma";
    case "-":
    case "–":
    case "—":
      return "hyphen";
    default:
      return "none";
  }
}

export const startsSmall = (text: string): boolean => /^["'“‘(«]*\p{Ll}/u.test(text);

/**
 * How much speaks for `right` being the rest of the paragraph that `left` begins; 0 is undecided. `interrupted`: a
 * photo, a folio or a new page stands between. Whether `right` begins with a sign is the caller's to know: nothing
 * is ever joined across one.
 */
export function tearBetween(left: string, right: string, interrupted: boolean, lang: string): number {
  let score = 0;
  switch (endingOf(left)) {
    case "stop":
    case "ask":
    case "bang":
      // A full stop inside an abbreviation ends no sentence: "TP." before "Cần Thơ", "Dr." before "Reed".
      score -= /(?:^|\s)(?:TP|Tp|TS|GS|PGS|ThS|BS|Dr|Mr|Mrs|Ms|St|No|Prof|vs|etc|[A-ZĐ])\.$/u.test(left) ? 0 : 4.5;
      break;
    case "ellipsis":
      score -= 3;
      break;
    case "colon":
      score -= 3.5;
      break;
    case "semicolon":
      score -= 1.5;
      break;
    case "comma":
      score += 2.5;
      break;
    case "hyphen":
      score += 2.5;
      break;
    case "none":
      score += left.length >= 25 ? 1.5 : 0.5;
      if (cuesFor(lang).dangles.test(left)) score += 2.5;
      break;
  }
  if (startsSmall(right)) score += 3;
  else if (/^[,;.)\]…%]/u.test(right)) score += 2;
  else if (/^\p{N}/u.test(right)) score -= 0.5;
  else score -= interrupted ? 1 : 2.2;
  return score;
}

const CREDIT_AT_END = new RegExp(`(?:^|[\\s(\\[|/–—-])(?:${PHOTO_CREDIT})(?:\\s+by)?\\s*[:：]$`, "iu");
/** In capitals, however short: "CHỊ?" too. */
const inCapitals = (text: string): boolean => shareOfCapitals(text) > 0.85 || /^[\p{Lu}\s]{1,10}[?!]$/u.test(text);
const firstWordOf = (text: string): string => text.split(" ", 1)[0] ?? "";

type Measure = { readonly wrapped: boolean; readonly width: number };

/**
 * `apart`: empty lines between neighbours. Is this text wrapped by hand or by a program, and how wide? Looks at lines that have another line right beneath:
 * in wrapped text most of them are full, so that the next line's first word would not have fitted; where each line is
 * a paragraph their lengths differ widely or run on without limit.
 */
export function measureOf(lines: readonly SourceLine[], apart = 0): Measure {
  const lengths: { length: number; next: number }[] = [];
  for (let i = 0; i + 1 < lines.length; i += 1) {
    const next = lines[i + 1] as SourceLine;
    const line = lines[i] as SourceLine;
    if (next.gap !== apart || next.parting !== "soft" || line.spans.length === 0 || next.spans.length === 0) continue;
    if (line.hints.heading || shareOfCapitals(textOf(line.spans)) > 0.9) continue;
    lengths.push({ length: textOf(line.spans).length, next: firstWordOf(textOf(next.spans)).length });
  }
  if (lengths.length < 2) return { wrapped: false, width: 0 };
  const sorted = lengths.map(({ length }) => length).sort((a, b) => a - b);
  const width = sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0;
  const full = lengths.filter(({ length, next }) => length + 1 + next >= width * 0.95 && length <= width * 1.3).length;
  // A wrapped text has no lines half as long again as the rest.
  const over = lengths.filter(({ length }) => length > width * 1.35).length;
  const wrapped = width >= 18 && width <= 160 && full / lengths.length >= 0.6 && over / lengths.length <= 0.08;
  return { wrapped, width };
}

/**
 * Some scans put an empty line after every printed line. Where lines an empty line apart are as full as wrapped lines
 * are, and paragraphs stand further apart, every gap is one line too wide.
 */
export function closeUp(lines: readonly SourceLine[]): readonly SourceLine[] {
  const ENOUGH = 12;
  const close = lines.filter((line) => line.gap === 0 && line.parting === "soft").length;
  const single = lines.filter((line) => line.gap === 1).length;
  const wide = lines.filter((line) => line.gap > 1).length;
  if (single < ENOUGH || close > single / 10 || wide < 2 || !measureOf(lines, 1).wrapped) return lines;
  return lines.map((line) => (line.gap > 0 ? { ...line, gap: line.gap - 1 } : line));
}

/**
 * Groups lines into pieces. Breaks always come before a sign, a label, a heading, a list item, a picture and where
 * the emphasis changes; otherwise two neighbouring lines are one paragraph when the first is full (the next word
 * would not have fitted) or its sentence plainly runs on.
 */
export function unwrap(
  lines: readonly SourceLine[],
  labels: ReadonlyMap<string, LabelUse>,
  furniture: ReadonlyMap<number, string>,
  lang: string,
): number[][] {
  const measure = measureOf(lines);
  const groups: number[][] = [];
  let open: number[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as SourceLine;
    const before = open.length > 0 ? (lines[open[open.length - 1] as number] as SourceLine) : null;
    const opening = open.length > 0 ? (lines[open[0] as number] as SourceLine) : null;
    if (before && opening && !furniture.has(i) && runsOn(opening, before, line, labels, measure, lang)) {
      open.push(i);
      continue;
    }
    if (open.length > 0) groups.push(open);
    open = [i];
    if (furniture.has(i) || line.spans.length === 0) {
      groups.push(open);
      open = [];
    }
  }
  if (open.length > 0) groups.push(open);
  return groups;
}

function runsOn(
  opening: SourceLine,
  a: SourceLine,
  b: SourceLine,
  labels: ReadonlyMap<string, LabelUse>,
  measure: Measure,
  lang: string,
): boolean {
  if (b.gap > 0 || b.parting === "block" || a.spans.length === 0 || b.spans.length === 0) return false;
  if (a.hints.heading || b.hints.heading || b.hints.list || b.hints.stated !== a.hints.stated) return false;
  if (a.hints.quote !== b.hints.quote || b.hints.newPage) return false;
  const left = textOf(a.spans);
  const right = textOf(b.spans);
  const small = startsSmall(right);
  const ending = endingOf(left);
  const ended = ending === "stop" || ending === "ask" || ending === "bang";
  const sign = readSign(right);
  const label = labelAt(b.spans, sign.lead);
  const weight = label ? (labels.get(label.key)?.weight ?? 0) : 0;
  if (weight === 1 || (weight > 0 && !measure.wrapped)) return false;
  const own = labelAt(a.spans, readSign(left).lead);
  // A label alone on its line: what follows is its turn.
  if (own && own.end === left.length && (labels.get(own.key)?.alone ?? 0) >= 2)
    return own.form === "line" || own.form === "colon";
  // A caption's credit stands beneath it, or breaks off with the line: "Ảnh: | MINH HÒA", "Ảnh: MINH | HÒA".
  const spoken = readSign(textOf(opening.spans)).kind !== "none";
  const creditBelow = readPhotoCredit(right)?.at === 0;
  if (creditBelow && !spoken && !readCredits(left) && !label) return a.parting !== "hard" || b.parting !== "hard";
  const nameOnly = right.length <= 40 && looksLikeName(right.replace(/[)\].]+$/u, ""), 4);
  if (nameOnly && CREDIT_AT_END.test(left)) return true;
  const credited = left.length <= 260 && readPhotoCredit(left) !== null;
  if (credited && nameOnly && measure.wrapped && measure.width - left.length - 1 < firstWordOf(right).length)
    return true;
  // Otherwise a credit has a line of its own, before and after.
  if (right.length <= 120 && (readCredits(right) || creditBelow)) return false;
  if (credited || (left.length <= 120 && readCredits(left))) return false;
  // A whole caption beneath a line that breaks off: the photo tore it.
  if (!measure.wrapped && !small && readPhotoCredit(right)) return false;
  const spare = measure.wrapped ? measure.width - left.length - 1 - firstWordOf(right).length : 0;
  if (sign.kind !== "none" && sign.kind !== "quoted") {
    // "kinh tế | - xã hội", "2015 | - 2020": a spaced dash that fell on the next line.
    return (
      sign.kind === "dash" &&
      /^[\p{Ll}\d]/u.test(right.slice(sign.lead)) &&
      ending === "none" &&
      measure.wrapped &&
      spare <= 0
    );
  }
  if (sign.kind === "quoted" && ended) return false;
  // "1. Bạn vẽ con chữ đầu tiên khi nào?" and beneath it the answer.
  if (ending === "ask" && !small && spoken && !(measure.wrapped && spare <= 2 && opening !== a)) return false;
  if (/[\p{L}\p{M}][-‐¬]$/u.test(left) && small) return true;
  for (const kind of ["strong", "em"] as const) {
    const both = [wholly(a.spans, kind), wholly(b.spans, kind)];
    if (both[0] !== both[1] && !(small && !ended)) return false;
  }
  const capitals = [inCapitals(left), inCapitals(right)];
  if (capitals[0] && capitals[1] && !a.hints.style) {
    return ending === "comma" || (measure.wrapped && spare <= 0 && left.length >= measure.width * 0.6);
  }
  if (capitals[0] !== capitals[1] && !small && left.length > 3 && right.length > 3) return false;
  let score = 0;
  if (small) score += 2.5;
  if (ended) score -= 1;
  else if (ending === "colon") score -= 1;
  else score += 1.2;
  if (measure.wrapped) {
    if (spare > measure.width * 0.12) score -= 3;
    else if (spare <= 2) score += 2.2;
    else score += 0.8;
  } else score -= b.parting === "hard" ? 3 : 1.6;
  if (b.indent > a.indent + 1) score -= 3;
  // A line of its own may end in any word ("Con rạch nhớ đường về"), so only a full line is broken off there.
  if ((measure.wrapped || small) && cuesFor(lang).dangles.test(left)) score += 2;
  return score > 0;
}
