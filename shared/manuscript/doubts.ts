/**
 * Doubtful spots: what looks like a misreading of the scan is shown to the editor and never corrected. Every rule asks
 * for something that clean copy hardly ever has: a spelling the language does not know, one spelling against another
 * in the same manuscript, letters of two alphabets in a word. A clean manuscript gives no finding.
 */
import type { Finding } from "../finding.ts";
import type { Doubtful } from "../findings/desk.ts";
import { tell } from "../findings/tell.ts";
import { COLLOCATIONS, ENGLISH_MISREADINGS, LOANWORDS } from "./collocations.ts";
import { shareOfCapitals } from "./signs.ts";
import * as vietnamese from "./vietnamese.ts";

export type DoubtBlock = { readonly id: string; readonly role: string; readonly text: string };

type Doubt = { readonly from: number; readonly to: number; readonly says: readonly Doubtful[] };
type Word = { readonly text: string; readonly from: number; readonly to: number };

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** A manuscript says few words many times, so what is found out about one is kept while its words are looked at. */
type Spelling = { readonly skeleton: string; readonly key: string; readonly syllable: boolean };
type Spellings = (word: string) => Spelling;
function spellings(): Spellings {
  const known = new Map<string, Spelling>();
  return (word) => {
    let found = known.get(word);
    if (!found) {
      found = {
        skeleton: vietnamese.skeleton(word),
        key: vietnamese.spellingKey(word),
        syllable: vietnamese.isVietnameseSyllable(word),
      };
      known.set(word, found);
    }
    return found;
  };
}

/** In document order, neighbouring doubts of one block as one. `lang` is the primary language. */
export function findDoubts(blocks: readonly DoubtBlock[], lang: string): Finding[] {
  const words = blocks.map((block) => wordsOf(block.text));
  const spell = spellings();
  const doubts = blocks.map((): Doubt[] => []);
  blocks.forEach((block, i) => {
    const own = doubts[i] as Doubt[];
    const list = words[i] as Word[];
    doubtfulCharacters(block.text, own);
    doubtfulWords(list, own);
    if (lang === "vi") {
      doubtfulPairs(block.text, list, spell, own);
      doubtfulSyllables(list, spell, own);
    }
    if (lang === "en") doubtfulEnglish(list, own);
    doubledWords(block.text, list, lang, own);
  });
  doubtfulAbbreviations(blocks, words, spell, doubts);
  doubtfulNames(blocks, words, spell, doubts);
  return blocks.flatMap((block, i) => merge(doubts[i] as Doubt[], block.text).map((doubt) => toFinding(block, doubt)));
}

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(WORD)].map((match) => ({ text: match[0], from: match.index, to: match.index + match[0].length }));

/** Doubts that touch, or have only a blank between them, are one spot. */
function merge(doubts: readonly Doubt[], text: string): Doubt[] {
  const sorted = [...doubts].sort((a, b) => a.from - b.from || b.to - a.to);
  const merged: Doubt[] = [];
  for (const doubt of sorted) {
    const last = merged[merged.length - 1];
    if (last && (doubt.from <= last.to || text.slice(last.to, doubt.from).trim() === "")) {
      const says = [...new Set([...last.says, ...doubt.says])];
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, doubt.to), says };
    } else merged.push(doubt);
  }
  return merged;
}

function toFinding(block: DoubtBlock, doubt: Doubt): Finding {
  const { from, to, says } = doubt;
  return tell("warning", "doubtful", { words: block.text.slice(from, to), says }, { place: [block.id, from, to] });
}

/** Characters that stand for others: U+FFFD, question marks inside words, two alphabets in one word. */
function doubtfulCharacters(text: string, doubts: Doubt[]): void {
  if (!/[\uFFFD?¿¤]/.test(text)) return;
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}]*\uFFFD[\p{L}\p{M}\p{N}\uFFFD]*/gu)) {
    doubts.push({ from: match.index, to: match.index + match[0].length, says: ["unread"] });
  }
  for (const match of text.matchAll(/\p{L}+[?¿¤]\p{Ll}+/gu)) {
    if (/https?:|www\.|[/=&]/.test(text.slice(Math.max(0, match.index - 40), match.index + match[0].length + 2)))
      continue;
    doubts.push({ from: match.index, to: match.index + match[0].length, says: ["mark"] });
  }
}

const LATIN = /\p{Script=Latin}/u;
const OTHER_ALPHABET = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
/** Letters and digits that belong together: "b2b", "mp3", "H5N1". */
const MIXED_WORDS = /^(?:\p{L}2\p{L}|i18n|p2p|mp[34]|k8s|\d.*)$/iu;

function doubtfulWords(words: readonly Word[], doubts: Doubt[]): void {
  for (const { text, from, to } of words) {
    if (OTHER_ALPHABET.test(text) && LATIN.test(text)) doubts.push({ from, to, says: ["alphabets"] });
    // A digit among small letters: "c0n", "thàn1h".
    else if (/\p{Ll}\d+\p{Ll}/u.test(text) && !MIXED_WORDS.test(text)) doubts.push({ from, to, says: ["digit"] });
    else if (
      /\p{Ll}{2}[0-9]$/u.test(text) &&
      /[01]$/.test(text) &&
      text.length > 5 &&
      !/^(?:covid|sars)/iu.test(text)
    ) {
      doubts.push({ from, to, says: ["digit"] });
    }
  }
}

type Collocation = { readonly right: string; readonly keys: ReadonlySet<string> };
const pairKey = (pair: string): string => pair.split(" ").map(vietnamese.spellingKey).join(" ");
const PAIRS: ReadonlyMap<string, Collocation> = new Map(
  COLLOCATIONS.map((entry) => {
    const [right = "", others = ""] = entry.split(/[()]/);
    const keys = new Set([right, ...others.split("|").filter((word) => word !== "")].map(pairKey));
    return [vietnamese.skeleton(right), { right, keys }] as const;
  }),
);

/** Two syllables with the letters of a frequent word and other marks. */
function doubtfulPairs(text: string, words: readonly Word[], spell: Spellings, doubts: Doubt[]): void {
  for (let i = 0; i + 1 < words.length; i += 1) {
    const a = words[i] as Word;
    const b = words[i + 1] as Word;
    const pair = PAIRS.get(`${spell(a.text).skeleton} ${spell(b.text).skeleton}`);
    if (!pair || pair.keys.has(`${spell(a.text).key} ${spell(b.text).key}`)) continue;
    // Capitals inside are names; a sentence's first word may have one.
    if (!/^\p{Ll}/u.test(b.text) || /^\p{Lu}{2}/u.test(a.text)) continue;
    if (
      /^\p{Lu}/u.test(a.text) &&
      !/(?:^|[.!?…:"“”«(\u2028–—-])\s*$/u.test(text.slice(Math.max(0, a.from - 3), a.from))
    )
      continue;
    if (text.slice(a.to, b.from) !== " ") continue;
    doubts.push({ from: a.from, to: b.to, says: [`letters:${pair.right}`] });
  }
}

const VIETNAMESE_ONLY = /[đơưăĩũ\u1EA0-\u1EF9]/u;
/** Small-letter words with letters only Vietnamese has that cannot be a syllable of it. */
function doubtfulSyllables(words: readonly Word[], spell: Spellings, doubts: Doubt[]): void {
  for (const { text, from, to } of words) {
    if (spell(text).syllable || LOANWORDS.has(text) || !/^\p{Ll}+$/u.test(text) || !VIETNAMESE_ONLY.test(text))
      continue;
    // A word of two syllables that comes back in the same paragraph is somebody's way to write it.
    if (words.some((other) => other.text === text && other.from !== from)) continue;
    doubts.push({ from, to, says: ["syllable"] });
  }
}

function doubtfulEnglish(words: readonly Word[], doubts: Doubt[]): void {
  for (const { text, from, to } of words) {
    if (ENGLISH_MISREADINGS.has(text)) doubts.push({ from, to, says: ["english"] });
  }
}

const DOUBLED: Readonly<Record<string, ReadonlySet<string>>> = {
  vi: new Set("của và các những với trong cho được tại theo nhằm bởi hoặc".split(" ")),
  en: new Set("the a an of and to for with from by at his their my our your".split(" ")),
};
/** "the the", "của của". Vietnamese doubles many words on purpose, so only words that no one doubles count. */
function doubledWords(text: string, words: readonly Word[], lang: string, doubts: Doubt[]): void {
  const list = DOUBLED[lang];
  if (!list) return;
  for (let i = 0; i + 1 < words.length; i += 1) {
    const a = words[i] as Word;
    const b = words[i + 1] as Word;
    if (b.text === a.text.toLowerCase() && list.has(b.text) && text.slice(a.to, b.from) === " ") {
      doubts.push({ from: a.from, to: b.to, says: ["twice"] });
    }
  }
}

/** Abbreviations that differ only by marks or by digits for letters, "HDND" beside "HĐND": the rarer one. */
function doubtfulAbbreviations(
  blocks: readonly DoubtBlock[],
  words: readonly Word[][],
  spell: Spellings,
  doubts: readonly Doubt[][],
): void {
  const groups = new Map<string, Map<string, { block: number; word: Word }[]>>();
  words.forEach((list, block) => {
    // In a line of capitals every word looks like an abbreviation.
    if (isCapitals((blocks[block] as DoubtBlock).text) || /credit/.test((blocks[block] as DoubtBlock).role)) return;
    for (const word of list) {
      if (!/^[\p{Lu}\d]{3,8}$/u.test(word.text) || !/\p{Lu}{2}/u.test(word.text)) continue;
      if (spell(word.text).syllable && !/\d/.test(word.text)) continue;
      const key = spell(word.text).skeleton.replace(/0/g, "o").replace(/1/g, "i").replace(/5/g, "s").replace(/8/g, "b");
      const spellings = groups.get(key) ?? new Map<string, { block: number; word: Word }[]>();
      spellings.set(word.text, [...(spellings.get(word.text) ?? []), { block, word }]);
      groups.set(key, spellings);
    }
  });
  for (const spellings of groups.values()) {
    if (spellings.size < 2) continue;
    const ranked = [...spellings.entries()].sort((a, b) => b[1].length - a[1].length || marksOf(b[0]) - marksOf(a[0]));
    const usual = ranked[0] as (typeof ranked)[number];
    for (const [, places] of ranked.slice(1)) {
      for (const { block, word } of places) {
        (doubts[block] as Doubt[]).push({ from: word.from, to: word.to, says: [`elsewhere:${usual[0]}`] });
      }
    }
  }
}

/** A name of two or more words spelt once with other marks than everywhere else. */
function doubtfulNames(
  blocks: readonly DoubtBlock[],
  words: readonly Word[][],
  spell: Spellings,
  doubts: readonly Doubt[][],
): void {
  const groups = new Map<string, Map<string, { block: number; from: number; to: number }[]>>();
  words.forEach((list, block) => {
    const { text } = blocks[block] as DoubtBlock;
    if (isCapitals(text)) return;
    let start = 0;
    while (start < list.length) {
      let end = start;
      while (
        end < list.length &&
        isNameWord(list[end] as Word) &&
        (end === start || text.slice((list[end - 1] as Word).to, (list[end] as Word).from) === " ")
      )
        end += 1;
      // A sentence's first word has a capital of its own: "Rồi Nguyễn Vũ Phương" is looked at without it as well.
      for (const first of end - start >= 3 ? [start, start + 1] : [start]) {
        if (end - first < 2 || end - start > 5) continue;
        const from = (list[first] as Word).from;
        const to = (list[end - 1] as Word).to;
        const name = text.slice(from, to).split(" ");
        const key = name.map((word) => spell(word).skeleton).join(" ");
        const spelling = name.map((word) => spell(word).key).join(" ");
        const spellings = groups.get(key) ?? new Map<string, { block: number; from: number; to: number }[]>();
        const places = spellings.get(spelling);
        if (places) places.push({ block, from, to });
        else spellings.set(spelling, [{ block, from, to }]);
        groups.set(key, spellings);
      }
      start = Math.max(end, start + 1);
    }
  });
  for (const spellings of groups.values()) {
    if (spellings.size < 2) continue;
    const ranked = [...spellings.values()].sort((a, b) => b.length - a.length);
    const usual = ranked[0] as (typeof ranked)[number];
    const first = usual[0] as (typeof usual)[number];
    for (const places of ranked.slice(1)) {
      // Two people may differ by a mark alone; one slip against two or more right ones is another matter.
      if (places.length > 1 || usual.length < 2) continue;
      const { block, from, to } = places[0] as (typeof places)[number];
      const other = (blocks[first.block] as DoubtBlock).text.slice(first.from, first.to);
      (doubts[block] as Doubt[]).push({ from, to, says: [`elsewhere:${other}`] });
    }
  }
}

const isNameWord = (word: Word): boolean => /^\p{Lu}\p{Ll}+$/u.test(word.text) || /^[ÔÊÂĂƠƯÝÁÀẢÃẠ]$/u.test(word.text);
const isCapitals = (text: string): boolean => shareOfCapitals(text) > 0.5;
const marksOf = (word: string): number =>
  word.normalize("NFD").length -
  [...word].length +
  (word.match(/đ/giu)?.length ?? 0) -
  (word.match(/\d/g)?.length ?? 0);
