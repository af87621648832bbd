/**
 * Pieces: what the search gives roles to. A piece is one or more source lines that surely belong together, with the
 * sign and label it opens with and everything that can be told from it alone. Its text is whole; which sign or label
 * is taken off depends on the role it gets.
 */
import {
  CAPTION_LABEL,
  cuesFor,
  INTERVIEWEE_LABELS,
  INTERVIEWER_LABELS,
  KICKER_WORDS,
  roleOfStyle,
  SURNAMES_VI,
} from "./cues.ts";
import { readCredits, readPhotoCredit, looksLikeName, type CreditReading, type PhotoCreditReading } from "./credits.ts";
import { findFurniture } from "./furniture.ts";
import { findLabels, labelAt, type Label, type LabelUse } from "./labels.ts";
import {
  closeUp,
  endingOf,
  joinSpans,
  startsSmall,
  unwrap,
  vocabularyOf,
  type Ending,
  type HyphenUndone,
  type Vocabulary,
} from "./mend.ts";
import { NO_SIGN, readSign, shareOfCapitals, type Sign } from "./signs.ts";
import { textOf, tidySpans, trimSpans, wholly, type Hints, type SourceLine, type SourceSpan } from "./source.ts";

type PieceLabel = Label & { readonly weight: number };

/** A piece's looks, each a value the manuscript may use as its sign of a role. */
export type Looks = {
  readonly sign: string;
  readonly emphasis: string;
  readonly heading: string;
  readonly style: string;
  /** Whether it opens with a speaker's label. */
  readonly label: string;
};

export type Piece = {
  readonly index: number;
  /** Source lines, 1-based, both included. */
  readonly first: number;
  readonly last: number;
  /** Empty lines before it. */
  readonly gap: number;
  readonly spans: readonly SourceSpan[];
  readonly text: string;
  readonly hints: Hints;
  /** Set when the piece is page furniture: why. */
  readonly furniture: string | null;
  readonly sign: Sign;
  readonly label: PieceLabel | null;
  /** Where the words after sign and label begin and end. */
  readonly bodyFrom: number;
  readonly bodyTo: number;
  readonly body: string;
  readonly looks: Looks;
  readonly hyphens: readonly { readonly hyphen: HyphenUndone; readonly at: number }[];
  readonly clues: Clues;
};

/** What a piece's own words show. */
type Clues = {
  readonly words: number;
  readonly capitals: boolean;
  readonly small: boolean;
  readonly ending: Ending;
  /** Ends with a question mark, or with one before a closing bracket. */
  readonly asked: boolean;
  /** Has a question mark further in. */
  readonly asksInside: boolean;
  readonly asks: boolean;
  readonly addresses: boolean;
  readonly thanks: boolean;
  readonly answers: boolean;
  readonly firstPerson: boolean;
  readonly secondPerson: boolean;
  readonly announces: boolean;
  readonly inPicture: boolean;
  readonly kicker: boolean;
  /** Those words stand first, before a colon: "IN CONVERSATION: …". */
  readonly kickerLabel: boolean;
  readonly editorNote: boolean;
  /** Where a book is published, a show is on: what stands after an interview. */
  readonly imprint: boolean;
  readonly stageNote: boolean;
  readonly bracketed: boolean;
  readonly credits: readonly CreditReading[] | null;
  readonly photoCredit: PhotoCreditReading | null;
  readonly captionLabel: string;
  readonly name: boolean;
  /** Role that the format or the style's name states. */
  readonly stated: string | null;
  readonly styled: string | null;
};

const EMPTY_CLUES: Clues = {
  words: 0,
  capitals: false,
  small: false,
  ending: "none",
  asked: false,
  asksInside: false,
  asks: false,
  addresses: false,
  thanks: false,
  answers: false,
  firstPerson: false,
  secondPerson: false,
  announces: false,
  inPicture: false,
  kicker: false,
  kickerLabel: false,
  editorNote: false,
  imprint: false,
  stageNote: false,
  bracketed: false,
  credits: null,
  photoCredit: null,
  captionLabel: "",
  name: false,
  stated: null,
  styled: null,
};

export type Pieces = {
  readonly pieces: readonly Piece[];
  readonly labels: ReadonlyMap<string, LabelUse>;
  readonly vocabulary: Vocabulary;
};

/** `lang` is `vi` or the language whose rules of form come closest. */
export function makePieces(source: readonly SourceLine[], lang: string): Pieces {
  const lines = closeUp(source);
  const labels = findLabels(lines);
  const furniture = findFurniture(lines, labels);
  const vocabulary = vocabularyOf(lines);
  const pieces: Piece[] = [];
  const looks = new Map<string, Looks>();
  let gap = 0;
  for (const group of withLoneLabels(unwrap(lines, labels, furniture, lang), lines, labels)) {
    const first = lines[group[0] as number] as SourceLine;
    const last = lines[group[group.length - 1] as number] as SourceLine;
    if (first.hints.rule) {
      // A rule is no copy; it parts what it stands between.
      gap += first.gap + 2;
      continue;
    }
    const { spans, hyphens, label: ownLineLabel } = joinGroup(group, lines, vocabulary, lang);
    pieces.push(
      makePiece({
        index: pieces.length,
        first: first.number,
        last: last.lastNumber,
        gap: first.gap + gap,
        spans: trimSpans(spans),
        hints: first.hints,
        furniture: furniture.get(group[0] as number) ?? null,
        hyphens,
        ownLineLabel,
        labels,
        lang,
        looks,
      }),
    );
    gap = 0;
  }
  return { pieces, labels, vocabulary };
}

type Hyphens = { hyphen: HyphenUndone; at: number }[];

/** The lines of one group as one text, and the label that stood alone on its first line. */
function joinGroup(
  group: readonly number[],
  lines: readonly SourceLine[],
  vocabulary: Vocabulary,
  lang: string,
): { readonly spans: SourceSpan[]; readonly hyphens: Hyphens; readonly label: Label | null } {
  const spans: SourceSpan[] = [...(lines[group[0] as number] as SourceLine).spans];
  const hyphens: Hyphens = [];
  if (group.length === 1) return { spans, hyphens, label: null };
  const first = textOf(spans);
  const own = first.length <= 120 ? labelAt(spans, readSign(first).lead) : null;
  let length = first.length;
  let tail = first;
  for (const index of group.slice(1)) {
    const line = lines[index] as SourceLine;
    // Only the last span meets the next line; the text before it is finished.
    const last = spans.pop() as SourceSpan;
    const joined = joinSpans(
      [last],
      line.spans,
      vocabulary,
      lang,
      line.parting === "hard" && !startsSmall(textOf(line.spans)),
      tail,
    );
    if (joined.hyphen) hyphens.push({ hyphen: joined.hyphen, at: length - 1 });
    length += textOf(joined.spans).length - last.text.length;
    spans.push(...joined.spans);
    tail = textOf(line.spans);
  }
  return { spans: tidySpans(spans), hyphens, label: own && own.end === first.length ? own : null };
}

/** A label alone on its line, an empty line beneath: it belongs to the words that follow. */
function withLoneLabels(
  groups: readonly number[][],
  lines: readonly SourceLine[],
  labels: ReadonlyMap<string, LabelUse>,
): number[][] {
  const merged: number[][] = [];
  for (let i = 0; i < groups.length; i += 1) {
    const group = groups[i] as number[];
    const next = groups[i + 1];
    const line = lines[group[0] as number] as SourceLine;
    const text = textOf(line.spans);
    const label = group.length === 1 && text.length <= 80 ? labelAt(line.spans, readSign(text).lead) : null;
    const use = label && label.end === text.length ? labels.get(label.key) : undefined;
    const after = next && lines[next[0] as number];
    if (
      use &&
      use.weight === 1 &&
      use.alone >= 2 &&
      next &&
      after &&
      after.spans.length > 0 &&
      after.gap <= 1 &&
      !after.hints.image
    ) {
      const own = labelAt(after.spans, readSign(textOf(after.spans)).lead);
      if (!own || !labels.has(own.key)) {
        merged.push([...group, ...next]);
        i += 1;
        continue;
      }
    }
    merged.push(group);
  }
  return merged;
}

function makePiece(raw: {
  index: number;
  first: number;
  last: number;
  gap: number;
  spans: readonly SourceSpan[];
  hints: Hints;
  furniture: string | null;
  hyphens: Hyphens;
  ownLineLabel: Label | null;
  labels: ReadonlyMap<string, LabelUse>;
  lang: string;
  looks: Map<string, Looks>;
}): Piece {
  const { spans, hints } = raw;
  const text = textOf(spans);
  let sign = readSign(text);
  const list = hints.list;
  if (sign.kind === "none" && list) {
    sign = list.ordered
      ? { kind: "number", mark: "1", lead: 0, tail: 0, label: list.marker }
      : { kind: list.marker === "-" ? "dash" : "ornament", mark: list.marker, lead: 0, tail: 0, label: "" };
  }
  const afterSign = sign.kind === "quoted" ? 0 : sign.lead;
  const found = raw.furniture === null ? labelOf(spans, text, afterSign, raw.ownLineLabel, raw.labels) : null;
  let bodyFrom = Math.max(afterSign, found?.end ?? 0);
  let bodyTo = text.length;
  if (found) {
    const second = readSign(text.slice(bodyFrom));
    // "PV: - Thưa ông": the dash says nothing more.
    if (second.kind === "dash" || second.kind === "ornament") bodyFrom += second.lead;
    if (sign.kind === "quoted") sign = NO_SIGN;
  } else if (sign.kind === "quoted") {
    bodyFrom += 1;
    bodyTo -= 1;
  }
  const body = text.slice(bodyFrom, bodyTo).trim();
  const strong = wholly(spans, "strong") || (found !== null && strongAfter(spans, bodyFrom));
  const em = wholly(spans, "em");
  return {
    index: raw.index,
    first: raw.first,
    last: raw.last,
    gap: raw.gap,
    spans,
    text,
    hints,
    furniture: raw.furniture,
    sign,
    label: found,
    bodyFrom,
    bodyTo,
    body,
    looks: internLooks(raw.looks, {
      sign: sign.mark,
      emphasis: `${strong ? "bold" : ""}${em ? "italic" : ""}${shareOfCapitals(body) > 0.85 ? "capitals" : ""}`,
      heading: hints.heading ? String(hints.heading) : "",
      style: hints.style ?? "",
      label: found ? "label" : "",
    }),
    hyphens: raw.hyphens,
    clues:
      raw.furniture !== null || text === ""
        ? { ...EMPTY_CLUES, stated: hints.stated ?? null }
        : cluesOf(text, body, sign, hints, raw.lang),
  };
}

/** Equal looks are one object within a manuscript. */
function internLooks(known: Map<string, Looks>, looks: Looks): Looks {
  const key = `${looks.sign}\n${looks.emphasis}\n${looks.heading}\n${looks.style}\n${looks.label}`;
  const found = known.get(key);
  if (found) return found;
  known.set(key, looks);
  return looks;
}

function strongAfter(spans: readonly SourceSpan[], from: number): boolean {
  let at = 0;
  const rest: SourceSpan[] = [];
  for (const span of spans) {
    if (at + span.text.length > from) rest.push(span);
    at += span.text.length;
  }
  return wholly(rest, "strong");
}

function labelOf(
  spans: readonly SourceSpan[],
  text: string,
  from: number,
  own: Label | null,
  labels: ReadonlyMap<string, LabelUse>,
): PieceLabel | null {
  if (own) {
    const use = labels.get(own.key);
    if (use && use.alone >= 2)
      return { ...own, end: own.end + (/^\s/.test(text.slice(own.end)) ? 1 : 0), weight: use.weight };
  }
  const label = labelAt(spans, from);
  if (!label) return null;
  const use = labels.get(label.key);
  // A name and a colon with nothing after it, once: a kicker ("Ông A, Giám đốc B:"), not a turn.
  if (!use || (label.end >= text.length && (use.alone < 2 || use.weight < 1))) return null;
  return { ...label, weight: use.weight };
}

function cluesOf(text: string, body: string, sign: Sign, hints: Hints, lang: string): Clues {
  const cues = cuesFor(lang);
  // The cues of asking stand at either end of a piece; a long answer need not be searched whole.
  const ends = body.length > 700 ? `${body.slice(0, 300)} ${body.slice(-400)}` : body;
  const words = body === "" ? 0 : (body.match(/\s+/g)?.length ?? 0) + 1;
  const bare = body.replace(/^[([{*\s]+|[)\]}*.\s]+$/gu, "");
  const bracketed = /^[([].*[)\]]\.?$/su.test(body);
  const ending = endingOf(body);
  return {
    words,
    capitals: shareOfCapitals(body) > 0.85,
    small: startsSmall(body),
    ending,
    asked: ending === "ask",
    asksInside: ending !== "ask" && /[?？]/.test(ends),
    asks: cues.asks.test(ends),
    addresses: cues.addresses.test(ends),
    thanks: words <= 40 && cues.thanks.test(body),
    answers: cues.answers.test(body),
    firstPerson: cues.firstPerson.test(ends),
    secondPerson: cues.secondPerson.test(ends),
    announces: cues.announces.test(body),
    inPicture: words <= 60 && cues.inPicture.test(body),
    kicker: words <= 16 && cues.kickers.test(body),
    kickerLabel: words <= 16 && /^[^:]{3,40}:\s/u.test(body) && cues.kickers.test(body.split(":")[0] ?? ""),
    editorNote: cues.editorNotes.test(text),
    imprint: words <= 60 && cues.imprints.test(body),
    stageNote: bracketed && words <= 6 && cues.stageNotes.test(bare),
    bracketed,
    credits: words <= 30 ? readCredits(sign.kind === "quoted" ? text : text.slice(sign.lead)) : null,
    photoCredit: words <= 90 ? readPhotoCredit(text) : null,
    captionLabel: words <= 70 ? (CAPTION_LABEL.exec(text)?.[0] ?? "") : "",
    name: words <= 8 && looksLikeName(body.replace(/[.:]$/, ""), 8) && isPersonal(body.replace(/[.:]$/, ""), lang),
    stated: hints.stated ?? null,
    styled: hints.style ? roleOfStyle(hints.style) : null,
  };
}

/**
 * May words that are all capitalised be one or two people's names? A Vietnamese pen name has two or three syllables;
 * more are a full name only behind a surname, else a headline in capitals.
 */
function isPersonal(words: string, lang: string): boolean {
  if (KICKER_WORDS.some((kicker) => kicker.test(words))) return false;
  if (lang !== "vi")
    return words.split(/\s+/).length <= 6 && !/^(?:the|a|an|in|on|at|of|my|our|what|how|why)\s/iu.test(words);
  return words.split(/\s*(?:,|&|\+|\s[-–—]\s|\svà\s)\s*/iu).every((name) => {
    const syllables = name.trim().split(/\s+/);
    return syllables.length <= 3 || (syllables.length <= 5 && SURNAMES_VI.test(syllables[0] ?? ""));
  });
}

/** Is the label a general word for the one who asks or the one who answers? */
export function partOfLabel(key: string): "interviewer" | "interviewee" | null {
  if (INTERVIEWER_LABELS.has(key)) return "interviewer";
  return INTERVIEWEE_LABELS.has(key) ? "interviewee" : null;
}
