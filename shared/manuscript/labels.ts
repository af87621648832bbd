/**
 * Labels before turns: "PV:", "Q.", "Hỏi:", "[MO]", "**Ada** …", a name alone on its line. A colon after some words
 * is common in prose too ("Ví dụ: …"), so a label counts by how it is used in the whole manuscript: known words,
 * repetition, a partner that alternates with it. Who asks and who answers is settled in `speakers.ts`.
 */
import { HONORIFIC, INTERVIEWEE_LABELS, INTERVIEWER_LABELS, KICKER_WORDS, LETTER_PARTNERS, NO_LABELS } from "./cues.ts";
import { looksLikeName } from "./credits.ts";
import { readSign, shareOfCapitals } from "./signs.ts";
import { textOf, type SourceLine, type SourceSpan } from "./source.ts";

type LabelForm = "colon" | "letter" | "bracket" | "styled" | "line";
export type Label = {
  /** As typed, without blanks round it. */
  readonly text: string;
  /** The person in it: honorific and name, without an office after a comma or in brackets. */
  readonly core: string;
  /** Equal keys are the same label. */
  readonly key: string;
  /** Where it begins and where the words after it begin. */
  readonly from: number;
  readonly end: number;
  readonly form: LabelForm;
};

export const keyOf = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const COLON = /^([^\s:：?!"“”][^:：?!"“”]{0,90}?)\s*[:：]\s*/u;
const LETTER = /^(Q|A|H|Đ|P|R|D|F|PV|P\.V|Hỏi|Đáp|HỎI|ĐÁP|TL)\s?[.)\-–—]\s+(?=\S)/u;
const BRACKET = /^[[(]\s*([^\])]{1,40}?)\s*:?\s*[\])]\s*:?\s*(?=\S)/u;

/** The label a text may begin with at `from`. A candidate only. */
export function labelAt(spans: readonly SourceSpan[], from: number): Label | null {
  const whole = textOf(spans);
  const text = whole.slice(from);
  const make = (words: string, length: number, form: LabelForm): Label | null => {
    const core = (words.split(/\s*[,(]\s*|\s+[-–—]\s+/u)[0] ?? "").trim();
    const key = keyOf(core);
    if (key === "" || NO_LABELS.has(key) || NO_LABELS.has(keyOf(words))) return null;
    const known = INTERVIEWER_LABELS.has(key) || INTERVIEWEE_LABELS.has(key);
    const named = looksLikeName(core.replace(HONORIFIC, "").trim() || core, 6);
    if (!known && !named) return null;
    // "Congratulations, first of all. Then: …" is prose; "IN CONVERSATION: …" is a kicker.
    if (!known && (/\p{Ll}{2}\. /u.test(words) || KICKER_WORDS.some((kicker) => kicker.test(core)))) return null;
    if (form === "line" && words !== core) return null;
    // An office may stand between the name and the colon; more words than that are a sentence.
    if (words.split(/\s+/).length > (words === core ? 8 : 18)) return null;
    return { text: whole.slice(from, from + length).trim(), core, key, from, end: from + length, form };
  };
  const letter = LETTER.exec(text);
  if (letter) return make(letter[1] as string, letter[0].length, "letter");
  const colon = COLON.exec(text);
  if (colon && !/^\d/.test(colon[1] as string)) {
    const label = make(colon[1] as string, colon[0].length, "colon");
    if (label) return label;
  }
  const bracket = BRACKET.exec(text);
  if (bracket) return make(bracket[1] as string, bracket[0].length, "bracket");
  const styled = styledHead(spans, from);
  if (styled) return make(styled.replace(/[\s.:–—-]+$/u, ""), styled.length, "styled");
  if (text.length <= 60 && /^[\p{L}\p{M}.' -]+$/u.test(text)) return make(text, text.length, "line");
  return null;
}

/** Bold, italic or small-capital words before plain ones: "**Ada Reed** I was born…". At most five words. */
function styledHead(spans: readonly SourceSpan[], from: number): string | null {
  let at = 0;
  for (let i = 0; i < spans.length - 1; i += 1) {
    const span = spans[i] as SourceSpan;
    if (at + span.text.length <= from) {
      at += span.text.length;
      continue;
    }
    const next = spans[i + 1] as SourceSpan;
    const head = span.text.slice(Math.max(0, from - at));
    const kinds = ["strong", "small_caps", "em"] as const;
    const kind = kinds.find((k) => span.marks.some((m) => m.kind === k) && !next.marks.some((m) => m.kind === k));
    if (!kind || head.trim().split(/\s+/).length > 5 || !/\s$/.test(head + (next.text[0] ?? ""))) return null;
    // "*Anselm Roe* ran the canteen": a sentence that begins with an emphasised name.
    if (!/^[\s:.–—-]*[\p{Lu}\p{N}"“'‘(…]/u.test(next.text)) return null;
    const blank = next.text.length - next.text.trimStart().length;
    return head + next.text.slice(0, blank);
  }
  return null;
}

/** How the whole manuscript uses a label. `weight`: 1 surely a speaker's, 0.35 it may be. */
export type LabelUse = {
  readonly key: string;
  readonly core: string;
  readonly count: number;
  /** How often it has a line to itself: then the words beneath are its turn. */
  readonly alone: number;
  readonly weight: number;
};

const MAY_BE = 0.35;

/** The labels that count as speakers', by key. */
export function findLabels(lines: readonly SourceLine[]): ReadonlyMap<string, LabelUse> {
  type Seen = { core: string; count: number; alone: number; forms: Set<LabelForm>; at: number[] };
  const seen = new Map<string, Seen>();
  lines.forEach((line, index) => {
    if (line.spans.length === 0 || line.hints.image) return;
    const label = labelAt(line.spans, line.hints.list ? 0 : readSign(textOf(line.spans)).lead);
    if (!label) return;
    const use = seen.get(label.key) ?? { core: label.core, count: 0, alone: 0, forms: new Set(), at: [] };
    use.count += 1;
    if (label.end === textOf(line.spans).length) use.alone += 1;
    use.forms.add(label.form);
    use.at.push(index);
    seen.set(label.key, use);
  });
  const labels = new Map<string, LabelUse>();
  const repeated = [...seen.entries()].filter(([, use]) => use.count >= 2);
  for (const [key, use] of seen) {
    const known = INTERVIEWER_LABELS.has(key) || INTERVIEWEE_LABELS.has(key);
    const partners = LETTER_PARTNERS[key];
    const forms = use.forms;
    let weight = 0;
    const bare = forms.size === 1 && forms.has("line");
    if (known && !bare && partners) weight = partners.some((partner) => seen.has(partner)) ? 1 : use.count >= 3 ? 1 : 0;
    else if (known && !bare) weight = 1;
    else if (forms.size === 1 && forms.has("bracket") && use.count < 2) weight = 0;
    else if (forms.has("colon") || forms.has("bracket")) {
      if (use.count >= 3) weight = 1;
      else if (use.count === 2) weight = looksLikePerson(use.core) || repeated.length >= 2 ? 1 : MAY_BE;
      else weight = looksLikePerson(use.core) ? MAY_BE : 0;
    } else if (forms.has("styled")) {
      if (use.count >= 3 || (use.count === 2 && repeated.length >= 2)) weight = 1;
    } else if (
      use.count >= 2 &&
      alternates(
        use.at,
        repeated.map(([, other]) => other.at),
        lines,
      )
    )
      weight = 1;
    if (weight > 0) labels.set(key, { key, core: use.core, count: use.count, alone: use.alone, weight });
  }
  // The full name once, initials or the last name from then on: "**OLIVER TATE** …", "**OT** …".
  const named = (use: Seen) => use.forms.has("colon") || use.forms.has("bracket") || use.forms.has("styled");
  for (const [key, use] of seen) {
    if (!key.includes(" ") || !named(use)) continue;
    const words = key.replace(/^(?:the|tạp chí|báo) /, "").split(" ");
    const initials = words.map((word) => word[0]).join("");
    for (const other of [initials, words[words.length - 1] ?? ""]) {
      const short = seen.get(other);
      if (!short || !named(short) || other.length < 2) continue;
      for (const [known, both] of [
        [key, use],
        [other, short],
      ] as const) {
        labels.set(known, { key: known, core: both.core, count: both.count, alone: both.alone, weight: 1 });
      }
    }
  }
  return labels;
}

/** Honorific and name, or at least two capitalised words. */
function looksLikePerson(core: string): boolean {
  const bare = core.replace(HONORIFIC, "").replace(/^[.\s]+/, "");
  if (bare !== core && bare !== "") return looksLikeName(bare, 6);
  return /\s/.test(core.trim()) && looksLikeName(core, 5);
}

/**
 * A name alone on its line is a label when another such name takes turns with it and words follow at once. A running
 * head stands alone too, but nothing takes turns with it and pages lie between.
 */
function alternates(at: readonly number[], all: readonly (readonly number[])[], lines: readonly SourceLine[]): boolean {
  const others = all.filter((other) => other !== at).flat();
  if (others.length < 2) return false;
  let turns = 0;
  for (let i = 1; i < at.length; i += 1) {
    if (others.some((other) => other > (at[i - 1] as number) && other < (at[i] as number))) turns += 1;
  }
  const followed = at.every((i) => {
    const next = lines[i + 1];
    return next !== undefined && next.spans.length > 0 && next.gap <= 1 && shareOfCapitals(textOf(next.spans)) < 0.9;
  });
  return followed && turns >= Math.ceil((at.length - 1) / 2);
}
