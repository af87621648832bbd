/**
 * Which alphabet a stretch of text is written in (UAX 24): the shaper is told, never left to guess. Characters that
 * belong to no script (figures, punctuation, marks) go with what stands before them.
 */

const SCRIPTS: readonly (readonly [script: string, test: RegExp])[] = [
  ["Latn", /\p{Script=Latin}/u],
  ["Cyrl", /\p{Script=Cyrillic}/u],
  ["Grek", /\p{Script=Greek}/u],
  ["Hebr", /\p{Script=Hebrew}/u],
  ["Arab", /\p{Script=Arabic}/u],
  ["Syrc", /\p{Script=Syriac}/u],
  ["Thaa", /\p{Script=Thaana}/u],
  ["Deva", /\p{Script=Devanagari}/u],
  ["Beng", /\p{Script=Bengali}/u],
  ["Taml", /\p{Script=Tamil}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Laoo", /\p{Script=Lao}/u],
  ["Khmr", /\p{Script=Khmer}/u],
  ["Mymr", /\p{Script=Myanmar}/u],
  ["Cham", /\p{Script=Cham}/u],
  ["Hani", /\p{Script=Han}/u],
  ["Hira", /\p{Script=Hiragana}/u],
  ["Kana", /\p{Script=Katakana}/u],
  ["Hang", /\p{Script=Hangul}/u],
  ["Armn", /\p{Script=Armenian}/u],
  ["Geor", /\p{Script=Georgian}/u],
  ["Ethi", /\p{Script=Ethiopic}/u],
];
const RIGHT_TO_LEFT = new Set(["Hebr", "Arab", "Syrc", "Thaa"]);
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
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const own = SCRIPTS.find(([, test]) => test.test(char))?.[0] ?? null;
    if (own !== null && script !== null && own !== script) {
      found.push({ from: begin, to: at, script });
      begin = at;
    }
    script = own ?? script;
    at += char.length;
  }
  found.push({ from: begin, to, script: script ?? "Zyyy" });
  return found;
}

export function isRightToLeft(script: string): boolean {
  return RIGHT_TO_LEFT.has(script);
}
