/**
 * Where in a text a feature has its place: stretches of capitals (hyphens and brackets at their height), fractions and
 * ordinals. Dates and the numbers of documents look like fractions and are none, so a stretch has to look the part.
 */

export type FeatureRun = { readonly from: number; readonly to: number };
/** `letters`: where the raised letters begin. */
export type OrdinalRun = FeatureRun & { readonly letters: number };

/** Fewer capitals than this are an abbreviation, whose hyphens stand among small letters. */
const LEAST_CAPITALS = 6;
const NOTHING: readonly FeatureRun[] = [];

/**
 * Stretches set in capitals as typed: a text without any small letter, and inside other text two or more words in a row
 * that are all capitals.
 */
export function capitalRuns(text: string): readonly FeatureRun[] {
  if (!mayHoldCapitals(text)) return NOTHING;
  if (!/\p{Ll}/u.test(text)) return /\p{Lu}.*\p{Lu}/su.test(text) ? [{ from: 0, to: text.length }] : NOTHING;
  const runs: FeatureRun[] = [];
  let from = -1;
  let to = -1;
  let words = 0;
  let capitals = 0;
  const close = (): void => {
    if (words >= 2 && capitals >= LEAST_CAPITALS) runs.push({ from, to });
    from = -1;
    words = 0;
    capitals = 0;
  };
  for (const match of text.matchAll(/\S+/gu)) {
    const [word] = match;
    const own = word.match(/\p{Lu}/gu)?.length ?? 0;
    if (/\p{Ll}/u.test(word)) close();
    else if (own > 0) {
      if (from < 0) from = match.index;
      to = match.index + word.length;
      capitals += own;
      if (own > 1) words++;
    } else if (from >= 0 && /[)\]}»”]/u.test(word)) {
      // What was opened among the capitals is closed at their height.
      to = match.index + word.length;
    }
  }
  close();
  return runs;
}

/** Quickly: no small letter from a to z for a while, and capitals meanwhile. Other alphabets are always looked at. */
function mayHoldCapitals(text: string): boolean {
  let run = 0;
  let capitals = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x61 && code <= 0x7a) {
      run = 0;
      capitals = 0;
      continue;
    }
    run++;
    if (code >= 0x41 && code <= 0x5a) capitals++;
    if (run >= 5 && capitals >= 2) return true;
    if (code >= 0x370 && code < 0x590) return true;
  }
  return run === text.length && capitals >= 2;
}

const FRACTION =
  /(?<![\p{L}\p{N}][./,\-–]|[\p{L}\p{N}/⁄])(\d{1,3})([/⁄])(\d{1,4})(?![\p{L}\p{N}/⁄]|[.,\-–]\p{N}|-\p{L})/gu;
/** After these words two figures with a stroke are day and month. */
const DAY =
  /(?:^|[^\p{L}])(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|mùng|mồng|lễ|dịp|từ|đến|tháng|số|on|since|until|dated?|no|le|du|au|am|vom|bis|el|il|dal|al)[.,]?\s*$/iu;
/** Vietnamese days of the year that everybody writes with a stroke, and one everybody knows in English. */
const HOLIDAYS: Readonly<Record<string, ReadonlySet<string>>> = {
  vi: new Set(["2/9", "1/5", "1/6", "3/3", "9/1", "6/6", "7/7"]),
  en: new Set(["9/11"]),
};

/**
 * Fractions: two figures with a stroke that make a part of one ("1/2", "3/4"), or any with the fraction slash. "30/4"
 * is more than one and so a day, "1/9/2015" and "05/CT" are no fractions, nor is "2/9" after "ngày".
 */
export function fractionRuns(text: string, lang: string): readonly FeatureRun[] {
  if (!/\d[/⁄]\d/.test(text)) return NOTHING;
  const days = HOLIDAYS[lang.split("-")[0]?.toLowerCase() ?? ""];
  const runs: FeatureRun[] = [];
  for (const match of text.matchAll(FRACTION)) {
    const [whole, above = "", stroke, below = ""] = match;
    if (stroke === "/") {
      if (above.startsWith("0") || below.startsWith("0") || Number(above) >= Number(below)) continue;
      if (days?.has(whole) || DAY.test(text.slice(Math.max(0, match.index - 20), match.index))) continue;
    }
    runs.push({ from: match.index, to: match.index + whole.length });
  }
  return runs;
}

/** The endings that are raised, by language. Others raise only what is typed with an ordinal sign. */
const ENDINGS: Readonly<Record<string, string>> = {
  en: "st|nd|rd|th",
  fr: "er|re|ers|res|e|es|ème|nd|nde",
  nl: "e|ste|de",
  es: "o|a|os|as|er",
  pt: "o|a|os|as",
  it: "o|a",
  ca: "r|n|t|è|a",
};

/** Ordinals in figures: the number with its ending. */
export function ordinalRuns(text: string, lang: string): readonly OrdinalRun[] {
  if (!/\d/.test(text)) return [];
  const endings = ENDINGS[lang.split("-")[0]?.toLowerCase() ?? ""];
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(\\d{1,4}\\.?)(${endings ? `${endings}|` : ""}[ºª])(?![\\p{L}\\p{N}])`,
    "gu",
  );
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    letters: match.index + (match[1]?.length ?? 0),
    to: match.index + match[0].length,
  }));
}
