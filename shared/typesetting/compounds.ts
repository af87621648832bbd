/**
 * Which neighbouring words belong together: the shipped list of Vietnamese compounds, what the design adds to it and
 * what the story itself keeps repeating. Words come in as written, in any case and with the tone on either vowel
 * (hoà, hòa); what comes out is where a row of words may be parted. Knows no glyphs and no lines.
 */
import { VIETNAMESE_COMPOUNDS } from "./compounds.vi.ts";

/** How two neighbours hold together: not at all, as two words of one phrase, as one word. */
export const FREE = 0;
export const LOOSE = 1;
export const TIGHT = 2;
export type Bond = typeof FREE | typeof LOOSE | typeof TIGHT;

export type Lexicon = {
  /** The compounds that begin at word `at` of `keys`: how the 1st and 2nd, 2nd and 3rd … word of each hold together. */
  matches(keys: readonly string[], at: number): readonly (readonly Bond[])[];
};

/** Tone marks: grave, acute, tilde, hook above, dot below. */
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** What a word is looked up by: small letters, its tone moved to the end, a single i for y (kỷ and kỉ). */
export function wordKey(word: string): string {
  const small = word.toLowerCase().replaceAll("’", "'");
  if (/^[a-z']*$/.test(small)) return small.replace(/^(h|k|l|m|s|t|qu|v)y$/, "$1i");
  const parts = small.normalize("NFD");
  const tone = parts.match(TONE)?.join("") ?? "";
  return parts.replace(TONE, "").replace(/^(h|k|l|m|s|t|qu|v)y$/, "$1i") + tone;
}

type Entry = { readonly rest: readonly string[]; readonly bonds: readonly Bond[] };

let shipped: Map<string, string | readonly Entry[]> | null = null;

/** The list by first word; what follows it is read when the word is first met. */
function shippedEntries(first: string): readonly Entry[] {
  if (!shipped) {
    shipped = new Map();
    for (const group of VIETNAMESE_COMPOUNDS.split(/[|\n]/)) {
      const space = group.indexOf(" ");
      if (space < 0) continue;
      const key = wordKey(group.slice(0, space));
      const before = shipped.get(key);
      const rest = group.slice(space + 1);
      shipped.set(key, typeof before === "string" ? `${before} ${rest}` : rest);
    }
  }
  const found = shipped.get(first);
  if (found === undefined) return NOTHING;
  if (typeof found !== "string") return found;
  const entries = found.split(" ").map((completion): Entry => {
    const rest = completion.split("_").map(wordKey);
    // Four syllables are two words: hệ thống | chính trị. They part there before either of them does.
    const bonds: readonly Bond[] = rest.length === 3 ? [TIGHT, LOOSE, TIGHT] : rest.map(() => TIGHT);
    return { rest, bonds };
  });
  shipped.set(first, entries);
  return entries;
}
const NOTHING: readonly Entry[] = [];

/**
 * The lexicon of a language and a design. `own` are words that stay whole ("net mender"); a bar marks where one may be
 * parted nevertheless ("hệ thống|chính trị"), so that it also takes back what the shipped list holds together.
 */
export function lexiconOf(lang: string, own: readonly string[]): Lexicon {
  const added = new Map<string, Entry[]>();
  for (const said of own) {
    const keys: string[] = [];
    const bonds: Bond[] = [];
    for (const [n, part] of said.split("|").entries()) {
      for (const [m, word] of part.split(/\s+/).filter(Boolean).entries()) {
        if (keys.length > 0) bonds.push(n > 0 && m === 0 ? FREE : TIGHT);
        keys.push(wordKey(word));
      }
    }
    const [first, ...rest] = keys;
    if (first === undefined || rest.length === 0) continue;
    const list = added.get(first) ?? [];
    list.push({ rest, bonds });
    added.set(first, list);
  }
  const vietnamese = /^vi\b/i.test(lang);
  return {
    matches(keys, at) {
      const first = keys[at] ?? "";
      const found: (readonly Bond[])[] = [];
      const mine = added.get(first) ?? NOTHING;
      const fits = ({ rest }: Entry) => rest.every((word, n) => word === keys[at + 1 + n]);
      for (const entry of mine) if (fits(entry)) found.push(entry.bonds);
      if (!vietnamese) return found;
      for (const entry of shippedEntries(first)) {
        if (fits(entry) && !found.some((bonds) => bonds.length === entry.bonds.length)) found.push(entry.bonds);
      }
      return found;
    },
  };
}

/**
 * How each word of a phrase holds to the next: the reading with the fewest words is taken, since "học sinh giỏi" is two
 * words and not three, and of equals the one that begins with the longer. One entry fewer than `keys`.
 */
export function bondsOf(keys: readonly string[], lexicon: Lexicon): readonly Bond[] {
  const count = keys.length;
  const least = Array.from({ length: count + 1 }, () => 0);
  const taken: (readonly Bond[])[] = keys.map(() => []);
  for (let at = count - 1; at >= 0; at--) {
    least[at] = 1 + (least[at + 1] ?? 0);
    for (const bonds of lexicon.matches(keys, at)) {
      // A phrase of two words counts as two.
      const words = 1 + bonds.filter((bond) => bond !== TIGHT).length * 0.9;
      const all = words + (least[at + bonds.length + 1] ?? 0);
      const better = all < (least[at] ?? 0) || (all === least[at] && bonds.length > (taken[at]?.length ?? 0));
      if (!better) continue;
      least[at] = all;
      taken[at] = bonds;
    }
  }
  const out: Bond[] = [];
  for (let at = 0; at < count; ) {
    const bonds = taken[at] ?? [];
    out.push(...bonds, FREE);
    at += bonds.length + 1;
  }
  return out.slice(0, Math.max(0, count - 1));
}
