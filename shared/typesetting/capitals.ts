/**
 * Capitals and small capitals. A word of small capitals is never half in the font's own and half imitated: where the
 * font lacks a letter of a word, the whole word is set in capitals of a reduced size.
 */
import { type Features, hasFeature, withFeature } from "./openType.ts";
import type { FontMetrics, Setup, Shaper } from "./shaper.ts";

/** A part of a run: features on top of the run's, size against the run's, shift from the baseline in em, up positive. */
export type Segment = {
  readonly from: number;
  readonly to: number;
  readonly more: Features;
  readonly size: number;
  readonly shift: number;
};
export const NO_FEATURES: Features = {};
const SMALL: Features = { smcp: 1 };
const ALL: Features = { smcp: 1, c2sc: 1 };

/** Imitated small capitals are a little taller than the small letters, as drawn ones are. */
const ABOVE_X_HEIGHT = 1.06;

export type SmallCaps = {
  readonly segments: readonly Segment[];
  /** Words whose capitals are imitated. */
  readonly lacking: readonly string[];
};

/** Small capitals for a stretch of one script, word by word; `all` makes capitals small as well. */
export function smallCapsOf(
  text: string,
  from: number,
  to: number,
  all: boolean,
  setup: Setup,
  metrics: FontMetrics,
  shaper: Shaper,
): SmallCaps {
  const own = all ? ALL : SMALL;
  const segments: Segment[] = [];
  const lacking: string[] = [];
  const reduced = (metrics.xHeight / Math.max(0.01, metrics.capHeight)) * ABOVE_X_HEIGHT;
  const size = Math.min(0.85, Math.max(0.65, reduced));
  const stretch = text.slice(from, to);
  const plain = (at: number, end: number): void => {
    if (end > at) segments.push({ from: at, to: end, more: own, size: 1, shift: 0 });
  };
  let pending = from;
  for (const match of stretch.matchAll(/\S+/gu)) {
    const [word] = match;
    const drawn = (how: Setup): boolean =>
      hasFeature(shaper, how, "smcp", word.replace(/[^\p{Ll}]/gu, "")) &&
      (!all || hasFeature(shaper, how, "c2sc", word.replace(/[^\p{Lu}]/gu, "")));
    if (drawn(setup)) continue;
    const at = from + match.index;
    plain(pending, at);
    // A bold cut out of a variable font may exchange a letter before the small capital is looked for (đ in Literata).
    if (drawn(withFeature(setup, "rvrn", 0))) {
      segments.push({ from: at, to: at + word.length, more: { ...own, rvrn: 0 }, size: 1, shift: 0 });
      pending = at + word.length;
      continue;
    }
    lacking.push(word);
    const cases = all ? /[\p{L}\p{M}\p{Cf}]+|[^\p{L}]+/gu : /[\p{Ll}\p{M}\p{Cf}]+|[^\p{Ll}]+/gu;
    const small = all ? /^\p{L}/u : /^\p{Ll}/u;
    for (const part of word.matchAll(cases)) {
      const begin = at + part.index;
      const ratio = small.test(part[0]) ? size : 1;
      segments.push({ from: begin, to: begin + part[0].length, more: NO_FEATURES, size: ratio, shift: 0 });
    }
    pending = at + word.length;
  }
  plain(pending, to);
  return { segments, lacking };
}

export function capitalsOfWords(text: string, words: readonly string[], lang: string): string {
  return text.replace(/\S+/gu, (word) => (words.includes(word) ? capitals(word, lang) : word));
}

/** In capitals, unit for unit: a letter whose capital is longer (ß has ẞ) never moves the text after it. */
export function capitals(text: string, lang: string): string {
  const turkish = /^(?:tr|az)\b/i.test(lang);
  const upper = text.toUpperCase();
  if (upper.length === text.length && !turkish && !text.includes("ß")) return upper;
  let out = "";
  for (const char of text) {
    if (char === "ß") out += "ẞ";
    else if (turkish && char === "i") out += "İ";
    else {
      const one = char.toUpperCase();
      out += one.length === char.length ? one : char;
    }
  }
  return out;
}
