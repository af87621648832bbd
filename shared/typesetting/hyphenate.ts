/**
 * Where a word may be divided. Liang's method ("Word Hy-phen-a-tion by Com-put-er", 1983) over the patterns of the
 * TeX world, as npm `hyphen` packs them. A language without patterns, and Vietnamese, whose words are single
 * syllables, is never divided.
 *
 * A dozen languages are there from the start; `loadHyphenation` fetches the rest when a document asks for them.
 */
import ca from "hyphen/patterns/ca.js";
import da from "hyphen/patterns/da.js";
import enUs from "hyphen/patterns/en-us.js";
import es from "hyphen/patterns/es.js";
import fi from "hyphen/patterns/fi.js";
import fr from "hyphen/patterns/fr.js";
import hr from "hyphen/patterns/hr.js";
import id from "hyphen/patterns/id.js";
import it from "hyphen/patterns/it.js";
import pt from "hyphen/patterns/pt.js";
import ro from "hyphen/patterns/ro.js";
import tr from "hyphen/patterns/tr.js";

type Patterns = typeof enUs;

const READY = new Map<string, Patterns>([
  ["ca", ca],
  ["da", da],
  ["en", enUs],
  ["en-us", enUs],
  ["es", es],
  ["fi", fi],
  ["fr", fr],
  ["hr", hr],
  ["id", id],
  ["it", it],
  ["pt", pt],
  ["ro", ro],
  ["tr", tr],
]);

const TO_FETCH: ReadonlyMap<string, () => Promise<{ readonly default: Patterns }>> = new Map([
  ["af", () => import("hyphen/patterns/af.js")],
  ["be", () => import("hyphen/patterns/be.js")],
  ["bg", () => import("hyphen/patterns/bg.js")],
  ["cs", () => import("hyphen/patterns/cs.js")],
  ["cy", () => import("hyphen/patterns/cy.js")],
  ["de", () => import("hyphen/patterns/de-1996.js")],
  ["de-ch", () => import("hyphen/patterns/de-ch-1901.js")],
  ["el", () => import("hyphen/patterns/el-monoton.js")],
  ["en-gb", () => import("hyphen/patterns/en-gb.js")],
  ["et", () => import("hyphen/patterns/et.js")],
  ["eu", () => import("hyphen/patterns/eu.js")],
  ["ga", () => import("hyphen/patterns/ga.js")],
  ["gl", () => import("hyphen/patterns/gl.js")],
  ["hu", () => import("hyphen/patterns/hu.js")],
  ["hy", () => import("hyphen/patterns/hy.js")],
  ["is", () => import("hyphen/patterns/is.js")],
  ["ka", () => import("hyphen/patterns/ka.js")],
  ["la", () => import("hyphen/patterns/la.js")],
  ["lt", () => import("hyphen/patterns/lt.js")],
  ["lv", () => import("hyphen/patterns/lv.js")],
  ["mk", () => import("hyphen/patterns/mk.js")],
  ["nb", () => import("hyphen/patterns/nb.js")],
  ["nl", () => import("hyphen/patterns/nl.js")],
  ["nn", () => import("hyphen/patterns/nn.js")],
  ["oc", () => import("hyphen/patterns/oc.js")],
  ["pl", () => import("hyphen/patterns/pl.js")],
  ["ru", () => import("hyphen/patterns/ru.js")],
  ["sk", () => import("hyphen/patterns/sk.js")],
  ["sl", () => import("hyphen/patterns/sl.js")],
  ["sq", () => import("hyphen/patterns/sq.js")],
  ["sr", () => import("hyphen/patterns/sr-cyrl.js")],
  ["sv", () => import("hyphen/patterns/sv.js")],
  ["tk", () => import("hyphen/patterns/tk.js")],
  ["uk", () => import("hyphen/patterns/uk.js")],
]);

/** Every language that can be hyphenated, as the start of a BCP 47 tag. */
export const HYPHENATED_LANGUAGES: readonly string[] = [...READY.keys(), ...TO_FETCH.keys()].sort();

/**
 * Letters that stay before and after a division: house rule for all languages, patterns may ask for more. A fragment
 * of one letter is never made.
 */
const LEAST_BEFORE = 2;
const LEAST_AFTER = 3;
/** Shorter words stay whole. */
const LEAST_LETTERS = 5;

/** Words that the patterns divide wrongly, or that ought to be known. The hyphens show where they may be divided. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  en: [
    "asso-ciate",
    "as-so-ci-a-tion",
    "de-clin-ation",
    "dis-tri-bu-tion",
    "con-tri-bu-tion",
    "at-tri-bu-tion",
    "oblig-a-tory",
    "phil-an-thropic",
    "present",
    "project",
    "projects",
    "reci-procity",
    "record",
    "records",
    "re-cog-ni-zance",
    "ref-or-ma-tion",
    "ret-ri-bu-tion",
    "table",
    "ther-a-pist",
    "ther-a-pists",
    "every-thing",
    "any-thing",
    "some-thing",
    "news-pa-per",
    "news-pa-pers",
    "maga-zine",
    "maga-zines",
    "man-u-script",
    "man-u-scripts",
  ],
};

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
 * The hyphenator of a language; null while its patterns are still to be fetched. `exceptions` are a document's own
 * words with hyphens where they may be divided ("Ok-la-ho-ma", or "Quoin" for never).
 */
export function hyphenatorFor(lang: string, exceptions: readonly string[] = []): Hyphenator | null {
  const key = patternKey(lang);
  if (key === null) return NEVER;
  const patterns = READY.get(key);
  if (!patterns) return null;
  const name = `${key} ${exceptions.join(" ")}`;
  let made = hyphenators.get(name);
  if (!made) {
    const shipped = EXCEPTIONS[key.split("-")[0] ?? ""] ?? [];
    made = hyphenatorOf(patterns, [...shipped, ...exceptions]);
    hyphenators.set(name, made);
  }
  return made;
}

function hyphenatorOf([levels, tree, known]: Patterns, exceptions: readonly string[]): Hyphenator {
  const given = new Map<string, readonly number[]>();
  for (const [word, at] of Object.entries(known ?? {})) given.set(word.toLowerCase(), at);
  for (const word of exceptions) given.set(word.replaceAll("-", "").toLowerCase(), hyphensIn(word));
  return (word) => {
    if (word.length < LEAST_LETTERS) return NONE;
    const lower = word.toLowerCase();
    // A letter whose small form has another length (İ) would shift every place after it.
    if (lower.length !== word.length) return NONE;
    const at = given.get(lower) ?? divide(lower, levels, tree);
    return withoutLoneLetters(
      lower,
      at.filter((place) => allowed(word, place)),
    );
  };
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

function allowed(word: string, at: number): boolean {
  return at >= LEAST_BEFORE && word.length - at >= LEAST_AFTER && !isMark(word.charCodeAt(at));
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
        for (let k = 0; k < row.length; k++) {
          const value = row[k] ?? 0;
          if (value > (values[start + k] ?? 0)) values[start + k] = value;
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
