/**
 * Where a word may be divided. Liang's method ("Word Hy-phen-a-tion by Com-put-er", 1983) over the patterns of the
 * TeX world. A language without patterns, and Vietnamese, whose words are single syllables, is never divided.
 */
import { SHIPPED_EXCEPTIONS } from "./hyphenExceptions.ts";
import { type Patterns, READY, TO_FETCH } from "./hyphenPatterns.ts";

/** Every language that can be hyphenated, as the start of a BCP 47 tag. */
export const HYPHENATED_LANGUAGES: readonly string[] = [...READY.keys(), ...TO_FETCH.keys()].sort();

/** What a style asks of divisions, and the document's own words. Lengths in letters. */
export type DivisionRules = {
  readonly shortestWord: number;
  /** Letters that stay before and after a division; patterns may ask for more, and one letter is never enough. */
  readonly before: number;
  readonly after: number;
  /** May words that begin with a capital be divided? Not asked where every noun has one. */
  readonly capitalised: boolean;
  /** Words with hyphens where they may be divided: "Okla-homa", or "Quoin" for never. They obey nothing else. */
  readonly exceptions: readonly string[];
};
export const DIVISION_RULES: DivisionRules = {
  shortestWord: 5,
  before: 2,
  after: 3,
  capitalised: true,
  exceptions: [],
};
/** All in capitals and no longer: an abbreviation that is read as a word (UNESCO), better whole. */
const LONGEST_ACRONYM = 7;
const NOUNS_IN_CAPITALS = /^(?:de|lb)\b/;

/** The patterns' own key for a language tag: "en-AU" is "en". Null: this language is not divided. */
function patternKey(lang: string): string | null {
  const tag = lang.toLowerCase();
  if (READY.has(tag) || TO_FETCH.has(tag)) return tag;
  const language = tag.split("-")[0] ?? "";
  return READY.has(language) || TO_FETCH.has(language) ? language : null;
}

/** Makes a language ready. True when there is now something to divide its words with. */
export async function loadHyphenation(lang: string): Promise<boolean> {
  const key = patternKey(lang);
  if (key === null) return false;
  if (READY.has(key)) return true;
  const fetched = await TO_FETCH.get(key)?.();
  if (!fetched) return false;
  READY.set(key, fetched.default);
  return true;
}

/** Can words of this language be divided now? False before `loadHyphenation` for those that are fetched. */
export function isHyphenationReady(lang: string): boolean {
  const key = patternKey(lang);
  return key !== null && READY.has(key);
}

/** Gives the places where a word may be divided, in UTF-16 units, rising. The word is letters only. */
export type Hyphenator = (word: string) => readonly number[];

const NONE: readonly number[] = [];
const NEVER: Hyphenator = () => NONE;
const hyphenators = new Map<string, Hyphenator>();

/**
 * The hyphenator of a language; null while its patterns are still to be fetched. The same language and rules give the
 * same function.
 */
export function hyphenatorFor(lang: string, rules: DivisionRules = DIVISION_RULES): Hyphenator | null {
  const key = patternKey(lang);
  if (key === null) return rules.exceptions.length > 0 ? madeFor(lang.toLowerCase(), NO_PATTERNS, rules) : NEVER;
  const patterns = READY.get(key);
  return patterns ? madeFor(key, patterns, rules) : null;
}
/** Only the document's own words are divided. */
const NO_PATTERNS: Patterns = [[], {}];

function madeFor(key: string, patterns: Patterns, rules: DivisionRules): Hyphenator {
  const { shortestWord, before, after, capitalised, exceptions } = rules;
  const name = `${key} ${shortestWord} ${before} ${after} ${capitalised} ${exceptions.join(" ")}`;
  let made = hyphenators.get(name);
  if (!made) {
    if (hyphenators.size >= MOST_HYPHENATORS) hyphenators.clear();
    made = hyphenatorOf(key, patterns, rules);
    hyphenators.set(name, made);
  }
  return made;
}
/** While someone writes a list of exceptions, every letter makes another hyphenator. */
const MOST_HYPHENATORS = 200;

function hyphenatorOf(key: string, [levels, tree, known]: Patterns, rules: DivisionRules): Hyphenator {
  const given = new Map<string, readonly number[]>();
  for (const [word, at] of Object.entries(known ?? {})) given.set(word.toLowerCase(), at);
  for (const word of SHIPPED_EXCEPTIONS[key.split("-")[0] ?? ""] ?? []) given.set(bareOf(word), hyphensIn(word));
  const own = new Map<string, readonly number[]>();
  for (const word of rules.exceptions) own.set(bareOf(word), hyphensIn(word));
  const least = Math.max(2, rules.before);
  const leastAfter = Math.max(2, rules.after);
  const capitals = rules.capitalised || NOUNS_IN_CAPITALS.test(key);
  return (word) => {
    const lower = word.toLowerCase();
    // A letter whose small form has another length (İ) would shift every place after it.
    if (lower.length !== word.length || word.length > LONGEST_WORD) return NONE;
    const wanted = own.get(lower);
    if (wanted) return wanted;
    if (word.length < rules.shortestWord || word.length < least + leastAfter) return NONE;
    if (word !== lower) {
      if (!capitals) return NONE;
      if (word.length <= LONGEST_ACRONYM && word === word.toUpperCase()) return NONE;
    }
    const at = given.get(lower) ?? divide(lower, levels, tree);
    const fit = at.filter(
      (place) => place >= least && word.length - place >= leastAfter && !isMark(word.charCodeAt(place)),
    );
    return withoutLoneLetters(lower, fit);
  };
}
/** No word of any language; a text without spaces, or an accident. */
const LONGEST_WORD = 100;

function bareOf(word: string): string {
  return word.replaceAll("-", "").toLowerCase();
}

const VOWEL = /[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœаеёиоуыэюяієї]/;
/** Patterns may cut on both sides of one letter: a vowel stays with what stands before it, a consonant goes on. */
function withoutLoneLetters(word: string, at: readonly number[]): readonly number[] {
  const kept: number[] = [];
  for (const place of at) {
    const before = kept[kept.length - 1];
    if (before === undefined || place - before > 1) kept.push(place);
    else if (VOWEL.test(word.charAt(before))) kept[kept.length - 1] = place;
  }
  return kept;
}

function hyphensIn(word: string): number[] {
  const at: number[] = [];
  for (let i = 0; i < word.length; i++) if (word[i] === "-") at.push(i - at.length);
  return at;
}

function isMark(code: number): boolean {
  return code >= 0x300 && code <= 0x36f;
}

function divide(word: string, levels: Patterns[0], tree: Patterns[1]): number[] {
  const dotted = `.${word}.`;
  const values = new Uint8Array(dotted.length + 1);
  for (let start = 0; start < dotted.length; start++) {
    let node: Patterns[1] = tree;
    for (let i = start; i < dotted.length; i++) {
      const next = node[dotted.charAt(i)];
      if (next === undefined) break;
      let found = -1;
      if (typeof next === "number") found = next;
      else if (Array.isArray(next)) found = next[1] as number;
      const row = found >= 0 ? levels[found] : undefined;
      if (row) {
        // The row of a pattern that begins a word leaves out the place before the dot.
        const first = start === 0 ? 1 : start;
        for (let k = 0; k < row.length; k++) {
          const value = row[k] ?? 0;
          if (value > (values[first + k] ?? 0)) values[first + k] = value;
        }
      }
      if (typeof next === "number") break;
      node = (Array.isArray(next) ? next[0] : next) as Patterns[1];
    }
  }
  const at: number[] = [];
  // values[i] stands before dotted[i], which is word[i - 1].
  for (let i = 1; i < word.length; i++) if (((values[i + 1] ?? 0) & 1) === 1) at.push(i);
  return at;
}

const LETTERS = /[\p{L}\p{M}]+/gu;
/** Figures, addresses, and words whose writer has said with soft hyphens where they divide. */
const WHOLE = /[\p{N}@/_\u00ad]|[.:]\p{L}/u;
/**
 * Points in a word with the punctuation that hangs on it, rising. Each stretch of letters is a word of its own: the
 * parts of a compound ("multimillion-pound"), what stands on either side of an apostrophe ("l’interview", "children’s").
 */
export function divisionsOf(word: string, hyphenator: Hyphenator): readonly number[] {
  if (word.length < 4 || WHOLE.test(word)) return NONE;
  let points: number[] | null = null;
  for (const part of word.matchAll(LETTERS)) {
    for (const at of hyphenator(part[0])) (points ??= []).push(part.index + at);
  }
  return points ?? NONE;
}
