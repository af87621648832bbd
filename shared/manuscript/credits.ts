/**
 * Credits: who did the interview, the words, the pictures. Reads a byline ("PHƯƠNG THUY (THỰC HIỆN)", "Words by Ada
 * Reed, photographs: J. Holm") and the credit at the end of a caption ("… Ảnh: PHƯƠNG NAM") into name, role and the
 * words that said so. Works on plain strings; offsets count in the string given.
 */
import type { CreditRole } from "../schema/interview.ts";
import { CREDIT_AFTER, CREDIT_BEFORE, HONORIFIC, PHOTO_CREDIT, PHOTO_HOLDERS, type CreditCue } from "./cues.ts";

export type CreditReading = {
  readonly role: CreditRole;
  /** In the source's words, with its brackets or colon; "" where only the form says that it is a credit. */
  readonly label: string;
  /** Where the name stands in the string given. */
  readonly from: number;
  readonly to: number;
  /** 1: a cue word and a name. 0.5: a name where a credit may stand. */
  readonly certainty: number;
};

const PARTICLE =
  /^(?:de|da|di|du|von|van|der|den|la|le|el|al|bin|ibn|ter|ten|y|i|of|the|and|và|&|\+|với|with|-|–|—|,)$/u;

/** "Ada Reed", "PHƯƠNG NAM", "Thu Hà - Quốc Anh", "J. R. Holm, TTXVN": capitals at (nearly) every word, few words. */
export function looksLikeName(text: string, most = 8): boolean {
  const tokens = text.trim().split(/\s+/);
  if (tokens.length === 0 || tokens.length > most || text.length > 80 || /[?!;…"“”«»]|\.\.\./u.test(text)) return false;
  let capitals = 0;
  for (const token of tokens) {
    if (PARTICLE.test(token.toLowerCase()) && !/^\p{Lu}/u.test(token)) continue;
    if (!/^[(]?[\p{Lu}\p{Lt}]/u.test(token)) return false;
    capitals += 1;
  }
  return capitals > 0;
}

const SEPARATOR = "[\\s,;.|/•·–—-]*";
const compile = (cue: CreditCue) => ({
  role: cue.role,
  // A colon or "by" makes a word a label; "Ảnh" alone is only a word.
  before: new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${cue.words})(?:\\s*[:：]|\\s+(?:by|bởi|của|par|von|de|por)\\s*[:：]?(?![\\p{L}]))\\s*`,
    "giu",
  ),
});
const BEFORE = CREDIT_BEFORE.map(compile);
const AFTER = CREDIT_AFTER.map((cue) => ({
  role: cue.role,
  bracketsOnly: cue.bracketed === true,
  bracketed: new RegExp(`\\s*[(\\[]\\s*(?:${cue.words})\\s*[)\\]]`, "giu"),
  bare: new RegExp(`[\\s,–—-]+(?:${cue.words})\\s*\\.?$`, "iu"),
}));

type Label = { readonly at: number; readonly end: number; readonly role: CreditRole; readonly before: boolean };

/**
 * The credits a line holds, in order; null when it is not a credit line. Every letter of the line is in a name or a
 * label, or the line is no credit line.
 */
export function readCredits(text: string): readonly CreditReading[] | null {
  if (text.length > 220 || /[?]["”]?$/u.test(text)) return null;
  const labels: Label[] = [];
  const free = (at: number, end: number) => labels.every((label) => end <= label.at || at >= label.end);
  for (const { role, before } of BEFORE) {
    for (const match of text.matchAll(before)) {
      const end = match.index + match[0].length;
      if (free(match.index, end)) labels.push({ at: match.index, end, role, before: true });
    }
  }
  for (const { role, bracketed } of AFTER) {
    for (const match of text.matchAll(bracketed)) {
      const end = match.index + match[0].length;
      if (free(match.index, end)) labels.push({ at: match.index, end, role, before: false });
    }
  }
  if (labels.length === 0) {
    const by = /^by\s*[:：]?\s+(?=\p{Lu})/iu.exec(text);
    if (by) return nameFrom(text, by[0].length, text.length, by[0], "words", 10);
    for (const { role, bare, bracketsOnly } of AFTER) {
      if (bracketsOnly) continue;
      const match = bare.exec(text);
      // "Thu Hà thực hiện", "THU HÀ (ghi)"; "Tôi viết" is a sentence, so the verb alone must follow a real name.
      if (
        match &&
        match.index > 0 &&
        looksLikeName(text.slice(0, match.index)) &&
        /\s/.test(text.slice(0, match.index).trim())
      ) {
        return nameFrom(text, 0, match.index, match[0], role, 8);
      }
    }
    return null;
  }
  labels.sort((a, b) => a.at - b.at);
  const readings: CreditReading[] = [];
  let at = 0;
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i] as Label;
    const next = labels[i + 1];
    if (label.before) {
      // What stands between the last credit and this label must be separators only.
      if (/[\p{L}\p{N}]/u.test(text.slice(at, label.at))) return null;
      const stop = next ? next.at : text.length;
      const read = nameFrom(text, label.end, stop, text.slice(label.at, label.end), label.role, 12);
      if (!read) return null;
      readings.push(...read);
      at = stop;
      if (next && !next.before) {
        // "Words: Ada Reed (text)": a second label for the same name is not read as another credit.
        return null;
      }
    } else {
      const read = nameFrom(text, at, label.at, text.slice(label.at, label.end), label.role, 12);
      if (!read) return null;
      readings.push(...read);
      at = label.end;
    }
  }
  return /[\p{L}\p{N}]/u.test(text.slice(at)) && !labels[labels.length - 1]?.before ? null : readings;
}

function nameFrom(
  text: string,
  from: number,
  to: number,
  label: string,
  role: CreditRole,
  most: number,
): CreditReading[] | null {
  const slice = text.slice(from, to);
  const lead = new RegExp(`^${SEPARATOR}`, "u").exec(slice)?.[0].length ?? 0;
  const name = slice.slice(lead).replace(/[\s,;|/•·–—-]+$/u, "");
  // A stop ends the sentence unless it ends an initial: "Sammy Davis Jr.", "J. R."
  const bare = /(?:^|[\s.])(?:\p{Lu}|Jr|Sr)\.$/u.test(name) ? name : name.replace(/\.$/, "");
  if (bare === "" || !looksLikeName(withoutHonorifics(bare), most)) return null;
  return [{ role, label: label.trim(), from: from + lead, to: from + lead + bare.length, certainty: 1 }];
}
const withoutHonorifics = (name: string): string => name.replace(HONORIFIC, "").replace(/^[.\s]+/, "") || name;

export type PhotoCreditReading = {
  /** Where the credit begins in the string given, bracket and separator included: the caption ends before it. */
  readonly at: number;
  readonly label: string;
  readonly from: number;
  readonly to: number;
};

const CREDIT_TAIL = new RegExp(
  `(?:^|[\\s(\\[|/–—-])(${PHOTO_CREDIT})(?:\\s+(?:by|courtesy of|của|do))?\\s*[:：]\\s*(?=\\S)|(?:^|[\\s(\\[|/–—-])(?:photographs?|photography|photos?|photographed|pictures?|images?|portraits?|illustrations?|illustrated|drawings?|courtesy) (?:by|of) (?=\\p{Lu})|(?:^|[\\s(\\[|/–—-])©\\s*(?=\\S)`,
  "giu",
);

/**
 * The photographer's credit at the end of a caption or alone on its line: "Ảnh: PHƯƠNG NAM", "(Photo: Ada Reed)",
 * "| © Ines Castellano", "Photograph by Owain Prys-Davies". Null when there is none.
 */
export function readPhotoCredit(text: string): PhotoCreditReading | null {
  const tail = text.slice(-140);
  const base = text.length - tail.length;
  let found: PhotoCreditReading | null = null;
  for (const match of tail.matchAll(CREDIT_TAIL)) {
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const opener = /^[([|/–—-]/.exec(tail.slice(start))?.[0] ?? "";
    const labelFrom = start + opener.length;
    const from = match.index + match[0].length;
    const name = tail
      .slice(from)
      .replace(/[\s)\].]+$/u, (end) => (end.endsWith(".") && /\b\p{Lu}\.$/u.test(tail) ? "." : ""));
    if (name === "") continue;
    if (!looksLikeName(name) && !PHOTO_HOLDERS.test(name)) continue;
    const before = tail.slice(0, match.index + 1);
    // A caption ends before its credit: with a stop, a bracket, a bar, or at the start of the line.
    if (/[\p{Ll}]$/u.test(before.trimEnd()) && opener === "" && !/\p{Lu}/u.test(tail[labelFrom] ?? "")) continue;
    found = {
      at: text.slice(0, base + start).replace(/[\s|/–—-]+$/u, "").length,
      label: tail.slice(labelFrom, from).trim(),
      from: base + from,
      to: base + from + name.length,
    };
    break;
  }
  return found;
}
