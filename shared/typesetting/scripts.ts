/**
 * Which alphabet a stretch of text is written in (UAX 24): the shaper is told, never left to guess. Characters that
 * belong to no script (figures, punctuation, marks) go with what stands before them.
 */
import { scripts } from "./unicode.ts";
import { SCRIPT_CODES } from "./unicodeTables.ts";

const CODES: readonly string[] = SCRIPT_CODES.split(" ");
/** No letter of any script: unassigned, common to all, or taken from the letter before. */
const NO_SCRIPT = new Set(["Zzzz", "Zyyy", "Zinh"].map((code) => CODES.indexOf(code)));
/** Scripts that run from right to left, the historic ones included (UAX 9, bidirectional classes R and AL). */
const RIGHT_TO_LEFT = new Set(
  (
    "Adlm Arab Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh " +
    "Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Thaa Yezi"
  ).split(" "),
);
/**
 * Scripts written without spaces between words, whose words only a dictionary can tell (line break class SA): they are
 * divided at spaces and zero-width spaces alone.
 */
const WITHOUT_SPACES = new Set(["Thai", "Laoo", "Khmr", "Mymr", "Tale", "Talu", "Lana", "Tavt", "Ahom"]);
/** Letters of other alphabets than Latin begin here; signs and Vietnamese letters lie between. Most texts have none. */
const OTHER_SCRIPT = /[\u0370-\u1dff\u1f00-\u1fff\u2c00-\ufdff\ufe10-\uffff]/;

type ScriptStretch = { readonly from: number; readonly to: number; readonly script: string };

/** ISO 15924 codes for the text from `from` to `to`; "Zyyy" where no letter says. */
export function scriptsOf(text: string, from: number, to: number): readonly ScriptStretch[] {
  if (from >= to) return [];
  const part = from === 0 && to === text.length ? text : text.slice(from, to);
  if (!OTHER_SCRIPT.test(part)) return [{ from, to, script: "Latn" }];
  const found: ScriptStretch[] = [];
  let begin = from;
  let script: string | null = null;
  for (let at = from; at < to; ) {
    const code = text.codePointAt(at) ?? 0;
    const index = scripts.of(code);
    const own = NO_SCRIPT.has(index) ? null : (CODES[index] ?? null);
    if (own !== null && script !== null && own !== script) {
      found.push({ from: begin, to: at, script });
      begin = at;
    }
    script = own ?? script;
    at += code > 0xffff ? 2 : 1;
  }
  found.push({ from: begin, to, script: script ?? "Zyyy" });
  return found;
}

export function isRightToLeft(script: string): boolean {
  return RIGHT_TO_LEFT.has(script);
}

/** Are the words of this script not told apart by spaces, so that its lines divide badly? */
export function lacksSpaces(script: string): boolean {
  return WITHOUT_SPACES.has(script);
}
