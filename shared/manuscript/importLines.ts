/**
 * From source lines to an interview: pieces, roles, persons, document, findings. The one way in for every format.
 */
import { CREDIT_ROLES } from "../schema/interview.ts";
import { assemble, withoutWholeEmphasis, type Imported, type Part } from "./assemble.ts";
import { cuesFor } from "./cues.ts";
import { findDoubts } from "./doubts.ts";
import { detectLanguage, primaryLanguage } from "./language.ts";
import { makePieces, type Piece } from "./pieces.ts";
import { findRoles, type RoleReading } from "./roles.ts";
import { sliceSpans, textOf, tidySpans, trimSpans, wholly, type SourceLine, type SourceSpan } from "./source.ts";
import { findPersons, partsOfLabels, type Persons } from "./speakers.ts";

export type { Imported, ImportReport } from "./assemble.ts";

export type ImportOptions = {
  /** Overrides what the text looks like; any BCP 47 tag. */
  readonly lang?: string;
};

/**
 * Reads lines into a document that passes the schema's check, with counted ids. Photos that the source gives no file
 * name get "photo-1", "photo-2"… in document order, so that a missing picture can be named.
 */
export function importLines(lines: readonly SourceLine[], options: ImportOptions = {}): Imported {
  const lang = options.lang ?? detectLanguage(lines);
  const primary = primaryLanguage(lang);
  const { pieces, vocabulary } = makePieces(lines, primary);
  const parts = partsOfLabels(pieces);
  const readings = findRoles(pieces, {
    lang: primary,
    part: (piece) => (piece.label ? (parts.get(piece.label.key) ?? null) : null),
  });
  const persons = findPersons(readings);
  return assemble(readTurns(readings, persons, primary), {
    lang,
    speakers: persons.speakers,
    vocabulary,
    doubts: (blocks) => findDoubts(blocks, primary),
  });
}

/** Readings to parts: signs, labels and whole-paragraph emphasis come off, credits come apart. */
function readTurns(readings: readonly RoleReading[], persons: Persons, lang: string): Part[] {
  const answers = readings.filter(({ role }) => role === "answer" || role === "answerMore");
  const answerLook = (kind: "strong" | "em") =>
    answers.filter(({ piece }) => wholly(piece.spans, kind)).length > answers.length / 2 ? kind : null;
  const answersWholly = { strong: answerLook("strong") !== null, em: answerLook("em") !== null };
  const questions = readings.filter(({ role }) => role === "question");
  const quotedIsManner = questions.filter(({ piece }) => piece.sign.kind === "quoted").length > questions.length / 2;

  const parts: Part[] = [];
  let last = 0;
  let quote: number | undefined;
  for (const reading of readings) {
    const { piece, role, zone } = reading;
    const base = (spans: readonly SourceSpan[], label = ""): Part => ({
      role,
      zone,
      spans,
      label,
      speaker: null,
      creditRole: "other",
      image: null,
      ordered: false,
      beneath: (piece.gap === 0 && piece.first - last <= 1) || (quote !== undefined && piece.hints.quote === quote),
      first: piece.first,
      last: piece.last,
      confidence: reading.confidence,
      why: reading.why,
      hyphens: [],
    });
    const cut = (from: number, to = piece.bodyTo): SourceSpan[] => trimSpans(sliceSpans(piece.spans, from, to));
    const hyphens = (from: number) => piece.hyphens.map((entry) => ({ ...entry, at: entry.at - from }));
    const afterSign = piece.sign.kind === "quoted" ? 0 : piece.sign.lead;
    const ornamentOff = piece.sign.kind === "ornament" ? piece.sign.lead : 0;
    switch (role) {
      case "furniture":
        parts.push(base(piece.spans));
        break;
      case "image":
        parts.push({ ...base([]), image: piece.hints.image ?? { file: "", alt: "" } });
        break;
      case "kicker":
      case "kickerMore":
      case "headline":
      case "headlineMore":
      case "standfirst":
      case "standfirstRest":
      case "intro":
      case "introRest":
        parts.push({
          ...base(withoutWholeEmphasis(cut(ornamentOff, piece.text.length)), statedBy(piece)),
          hyphens: hyphens(ornamentOff),
        });
        break;
      case "credit":
        parts.push(...creditParts(piece, base));
        break;
      case "question":
      case "questionMore":
      case "questionRest": {
        const quotesAreSign =
          piece.sign.kind === "quoted" &&
          role === "question" &&
          (quotedIsManner || (piece.looks.emphasis === "" && piece.looks.heading === "" && piece.looks.style === ""));
        const from = piece.sign.kind === "quoted" && !quotesAreSign ? 0 : role === "questionRest" ? 0 : piece.bodyFrom;
        const to = quotesAreSign ? piece.bodyTo : piece.text.length;
        parts.push({
          ...base(stageNotes(withoutWholeEmphasis(cut(from, to)), lang), labelOf(piece, role === "questionRest")),
          speaker: persons.of("interviewer", piece.label?.key ?? null),
          hyphens: hyphens(from),
        });
        break;
      }
      case "answer":
      case "answerMore":
      case "answerRest":
      case "stageNote": {
        const from = role === "answerRest" || piece.sign.kind === "quoted" ? 0 : piece.bodyFrom;
        let spans = cut(from, piece.text.length);
        if (answersWholly.strong || answersWholly.em) spans = withoutWholeEmphasis(spans);
        parts.push({
          ...base(
            role === "stageNote"
              ? spans.map((span) => ({ text: span.text, marks: [{ kind: "stage_note" as const }] }))
              : stageNotes(spans, lang),
            labelOf(piece, role === "answerRest"),
          ),
          speaker: persons.of("interviewee", piece.label?.key ?? null),
          hyphens: hyphens(from),
        });
        break;
      }
      case "listItem":
        parts.push({
          ...base(cut(afterSign, piece.text.length), piece.sign.label),
          ordered: piece.sign.kind === "number",
          hyphens: hyphens(afterSign),
        });
        break;
      case "crosshead":
      case "pullQuote":
      case "sidebar":
      case "editorNote":
        parts.push({
          ...base(withoutWholeEmphasis(cut(ornamentOff, piece.text.length)), statedBy(piece)),
          hyphens: hyphens(ornamentOff),
        });
        break;
      case "caption":
      case "captionRest":
      case "photoCredit":
        parts.push(...captionParts(piece, role, base));
        break;
    }
    if (role !== "furniture") {
      last = piece.last;
      quote = piece.hints.quote;
    }
  }
  return parts;
}

const statedBy = (piece: Piece): string => piece.hints.statedBy ?? "";
function labelOf(piece: Piece, rest: boolean): string {
  if (rest) return "";
  return [statedBy(piece), piece.sign.label, piece.label?.text ?? ""].filter((words) => words !== "").join(" ");
}

function creditParts(piece: Piece, base: (spans: readonly SourceSpan[], label?: string) => Part): Part[] {
  const from = piece.sign.lead;
  const readings = piece.clues.credits;
  const stated = statedBy(piece);
  if (!readings) {
    const role = CREDIT_ROLES.find((known) => known === piece.hints.stated) ?? "interview";
    return [{ ...base(withoutWholeEmphasis(trimSpans(sliceSpans(piece.spans, from))), stated), creditRole: role }];
  }
  return readings.map((credit, i) => ({
    ...base(
      withoutWholeEmphasis(trimSpans(sliceSpans(piece.spans, from + credit.from, from + credit.to))),
      [i === 0 ? stated : "", credit.label].filter((words) => words !== "").join(" "),
    ),
    creditRole: credit.role,
  }));
}

function captionParts(
  piece: Piece,
  role: "caption" | "captionRest" | "photoCredit",
  base: (spans: readonly SourceSpan[], label?: string) => Part,
): Part[] {
  const { photoCredit, captionLabel } = piece.clues;
  const parts: Part[] = [];
  const lead = piece.sign.kind === "quoted" ? 0 : piece.sign.lead;
  const credit = photoCredit && (role === "photoCredit" || photoCredit.at > lead) ? photoCredit : null;
  if (role !== "photoCredit") {
    const from = Math.max(lead, captionLabel.length);
    const spans = trimSpans(sliceSpans(piece.spans, from, credit?.at ?? piece.text.length));
    const text = textOf(spans);
    // A bar only parts caption and credit; a bracket round the whole is a sign.
    const end = text.replace(/[\s|/–—-]+$/u, "").length;
    const label = [statedBy(piece), captionLabel.trim()].filter((words) => words !== "").join(" ");
    parts.push(base(withoutWholeEmphasis(openBracketOff(sliceSpans(spans, 0, end), credit !== null)), label));
  }
  if (credit) {
    const spans = withoutWholeEmphasis(trimSpans(sliceSpans(piece.spans, credit.from, credit.to)));
    parts.push({ ...base(spans, credit.label), role: "photoCredit", beneath: true });
  } else if (role === "photoCredit") {
    parts.push(base(withoutWholeEmphasis(trimSpans(sliceSpans(piece.spans, lead))), statedBy(piece)));
  }
  return parts;
}

/** "(Caption. Ảnh: X)": the bracket closed after the credit, so its other half goes too. */
function openBracketOff(spans: readonly SourceSpan[], credited: boolean): SourceSpan[] {
  const text = textOf(spans);
  const open = /^[([]/.exec(text)?.[0];
  if (!credited || !open || text.includes(open === "(" ? ")" : "]")) return tidySpans(spans);
  return trimSpans(sliceSpans(spans, 1));
}

/** "(cười)", "(laughs)" inside a sentence get the mark that stage notes have. */
function stageNotes(spans: readonly SourceSpan[], lang: string): SourceSpan[] {
  const text = textOf(spans);
  if (!/[([]/.test(text)) return [...spans];
  const cues = cuesFor(lang).stageNotes;
  const notes = [...text.matchAll(/[([]([^()[\]]{2,40})[)\]]/gu)].filter((match) =>
    cues.test((match[1] as string).trim().replace(/\.$/, "")),
  );
  if (notes.length === 0) return [...spans];
  const marked: SourceSpan[] = [];
  let at = 0;
  for (const note of notes) {
    marked.push(...sliceSpans(spans, at, note.index));
    at = note.index + note[0].length;
    marked.push(
      ...sliceSpans(spans, note.index, at).map((span) => ({
        text: span.text,
        marks: [...span.marks, { kind: "stage_note" as const }],
      })),
    );
  }
  marked.push(...sliceSpans(spans, at));
  return tidySpans(marked);
}
