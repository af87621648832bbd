/**
 * What stands before the first word of a piece of copy: an ornament (❖), a dash, a number, quotation marks round the
 * whole, a person's label ("PV:"). Found and measured here; whether it marks a question or an answer is learned from
 * the whole manuscript (`manner.ts`), since houses differ.
 */

type SignKind = "none" | "ornament" | "dash" | "number" | "quoted" | "bar";

export type Sign = {
  readonly kind: SignKind;
  /** Equal marks are the same manner: "❖", "–", "1.", "“". */
  readonly mark: string;
  /** Characters to take from the start and from the end. */
  readonly lead: number;
  readonly tail: number;
  /** Words in it, as typed ("Câu 1:"); "" for mere marks. */
  readonly label: string;
};

export const NO_SIGN: Sign = { kind: "none", mark: "", lead: 0, tail: 0, label: "" };

const ORNAMENT = /^[❖◆◇■□▢●○◉◦•∙·▪▫►▶▷▸➤➢➣➔→⇒»★☆✦✧✩✪✱✲✳✴✵❉❋✿❀❁♦♠♣♥◊※§¶✓✔☞☛♪⁂🔹🔸🔷🔶](?:\uFE0F)?[❖◆◇■●•*\s]*/u;
/** Signs that only count with a space after them, or every footnote star would be one. */
const TYPED = /^(?:\*{1,3}|\+|~|#|=|>{1,2}|\?|@|!)\s+(?=\S)/;
const DASH = /^(?:[-–—―−‒]|--)\s+(?=\S)|^(?:[–—―]|--)(?=[\p{L}"“'])|^-(?=\p{Lu})/u;
const NUMBER =
  /^(?:\(?\d{1,2}\s?[.)/](?!\d)|(?:câu hỏi|câu|hỏi|question|q)\s*(?:số\s*)?\d{1,2}\s*[:.)–-]|q\d{1,2}[:.)]?)\s*(?=[\p{L}"“«'‘])/iu;
const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "“": "”",
  "«": "»",
  "„": "“",
  "‘": "’",
  "'": "'",
  "”": "”",
};

export function readSign(text: string): Sign {
  const ornament = ORNAMENT.exec(text) ?? TYPED.exec(text);
  if (ornament && ornament[0].length < text.length) {
    return { kind: "ornament", mark: ornament[0].trim()[0] ?? "", lead: ornament[0].length, tail: 0, label: "" };
  }
  const dash = DASH.exec(text);
  if (dash) return { kind: "dash", mark: "-", lead: dash[0].length, tail: 0, label: "" };
  const number = NUMBER.exec(text);
  if (number) return { kind: "number", mark: "1", lead: number[0].length, tail: 0, label: number[0].trim() };
  const close = PAIRS[text[0] ?? ""];
  if (close !== undefined && text.length > 4) {
    const inner = text.slice(1, -1);
    if (
      (text.endsWith(close) || (text[0] === "“" && text.endsWith('"'))) &&
      !inner.includes(close) &&
      !inner.includes(text[0] as string)
    ) {
      return { kind: "quoted", mark: "“", lead: 1, tail: 1, label: "" };
    }
  }
  return NO_SIGN;
}

/** Letters with case that are capitals, from 0 to 1, in the first stretch of the text; 0 when there are under four. */
export function shareOfCapitals(text: string): number {
  const start = text.length > 400 ? text.slice(0, 400) : text;
  const capitals = start.match(/[\p{Lu}\p{Lt}]/gu)?.length ?? 0;
  const small = start.match(/\p{Ll}/gu)?.length ?? 0;
  return capitals + small < 4 ? 0 : capitals / (capitals + small);
}
