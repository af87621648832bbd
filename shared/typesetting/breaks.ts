/**
 * Where a line may end, and what it costs to end there. Unicode's rules (`lineBreak.ts`) give the chances; the house's
 * rules take some away or make them dear, without altering the text: a number stays with its unit, an initial with its
 * surname, a spaced dash never begins a line (in an interview it would look like a new answer). Every rule has a name,
 * and what it did can be read from the result. Hyphenation is not here: it belongs to words.
 */
import { addressBreaks } from "./addresses.ts";
import * as is from "./houseWords.ts";
import { factsOf, type House, houseOf } from "./houseWords.ts";
import { eachLineBreak } from "./lineBreak.ts";

/** The house's rules and what a break against them costs, as TeX counts penalties: 50 is a made hyphen. */
const NEVER = Number.POSITIVE_INFINITY;
const RULES = {
  /** Marked in the document as not to be divided. */
  "no-break": NEVER,
  /** kinh tế - xã hội, word — word: no dash begins a line. */
  "spaced-dash": NEVER,
  dash: NEVER,
  /** "– Thưa ông": the dash that opens a speech stays with its first word. */
  "dialogue-dash": NEVER,
  /** 2015 - 2020, 10–12, 2-9. */
  range: NEVER,
  /** 5 000 000. */
  "figure-group": NEVER,
  /** 25 km, 10 %, 5 000 đ, 7 giờ; $ 5. */
  unit: NEVER,
  currency: NEVER,
  /** 12 years, 5 năm. */
  "long-unit": 60,
  /** Dr. Smith, TS. Nguyễn; ông Nam, Mr Smith. */
  title: NEVER,
  honorific: 40,
  /** J. R. Smith, Ng. V. An. */
  initials: NEVER,
  /** No. 5, tr. 12. */
  "abbreviated-number": NEVER,
  /** số 5, năm 2019, khóa XII, Điều 4, chapter 7. */
  "numbered-noun": 60,
  /** tháng 8 năm 1945, 2 September 1945; 7 giờ 30. */
  date: 40,
  time: 60,
  /** Ảnh: TIẾN QUYẾT. The label is never left alone; the name divides if it must. */
  "credit-label": NEVER,
  credit: 100,
  /** 05-CT/TW, COVID-19. */
  code: 300,
  /** Ô Môn, John Smith; less where the first word begins a sentence and has its capital from there. */
  name: 25,
  "name-or-sentence": 10,
  /** I, a; ở, và. */
  "short-word": 10,
  /** One letter and a hyphen: e-mail, X-quang, T-shirt. */
  "lone-letter": 300,
  hyphen: 30,
  slash: 20,
  /** km/h, và/hoặc: parts of three letters and fewer. */
  "short-slash": 150,
  ampersand: 20,
  /** An ellipsis never begins a line. */
  ellipsis: NEVER,
  /** In an address of the web or of mail, where a break is allowed that Unicode's rules do not give. */
  address: 90,
} as const;
export type HouseRule = keyof typeof RULES;

export type BreakChances = {
  /** Offsets where the next line would begin, rising; the text's end is among them behind a line end only. */
  readonly offsets: readonly number[];
  /** Cost of ending a line there, as TeX counts penalties: 0 is free, 50 a hyphen. One entry an offset. */
  readonly penalties: readonly number[];
  /** A line must end there. */
  readonly forced: readonly boolean[];
  /** The house rule behind the penalty; null where there is none. */
  readonly rules: readonly (HouseRule | null)[];
  /** Places that Unicode's rules offer and a house rule has taken away, rising. */
  readonly refused: readonly { readonly at: number; readonly rule: HouseRule }[];
};

/** A stretch of text in one language (BCP 47). */
export type LanguageStretch = { readonly from: number; readonly to: number; readonly lang: string };

/** The languages of a paragraph's items, in order: neighbours in one language are one stretch. */
export function languagesOf(
  items: readonly {
    readonly from: number;
    readonly to: number;
    readonly item: { readonly book: { readonly setup: { readonly lang: string } } };
  }[],
): readonly LanguageStretch[] {
  const stretches: { from: number; to: number; lang: string }[] = [];
  for (const { from, to, item } of items) {
    const { lang } = item.book.setup;
    const last = stretches[stretches.length - 1];
    if (last && last.lang === lang) last.to = to;
    else stretches.push({ from, to, lang });
  }
  return stretches;
}

/** Which house rule spoke at this place, and what it made of the break; null where Unicode's rules stand alone. */
export function houseRuleAt(
  { offsets, penalties, rules, refused }: BreakChances,
  at: number,
): { readonly rule: HouseRule; readonly penalty: number } | null {
  const i = offsets.indexOf(at);
  const rule = rules[i] ?? null;
  if (rule !== null) return { rule, penalty: penalties[i] ?? 0 };
  const taken = refused.find((place) => place.at === at);
  return taken ? { rule: taken.rule, penalty: NEVER } : null;
}

const HYPHEN = 0x2d;
/** So long a word is no code, no address and no name. */
const LONGEST_LOOK = 200;
/** A credit's name is no longer than this. */
const LONGEST_CREDIT = 60;

/**
 * Break chances of a whole paragraph's text, sign included. `whole`: stretches that someone marked as not to be
 * divided. `languages` cover the text in order; what they leave out is in no known language.
 */
export function breakChances(
  text: string,
  whole: readonly { readonly from: number; readonly to: number }[],
  languages: readonly LanguageStretch[] = [],
): BreakChances {
  const offsets: number[] = [];
  const penalties: number[] = [];
  const forced: boolean[] = [];
  const rules: (HouseRule | null)[] = [];
  const refused: { at: number; rule: HouseRule }[] = [];

  let language = 0;
  let spoken: House = houseOf(languages[0]?.lang ?? "");
  /** The house's words at this place; places are asked for in rising order. */
  const houseAt = (at: number): House => {
    const before = language;
    while (language < languages.length && (languages[language]?.to ?? 0) <= at) language++;
    if (language !== before) spoken = houseOf(languages[language]?.lang ?? "");
    return spoken;
  };

  /** The word that ends before the gap, and its facts; the word before a chance is the one behind the last chance. */
  let wordFrom = 0;
  let wordTo = -1;
  let wordFacts = 0;
  let creditTo = -1;
  let inner: HouseRule | null | undefined;
  const kept = whole.length > 1 ? whole.toSorted((x, y) => x.from - y.from) : whole;
  let keptAt = 0;
  let keptTo = 0;

  eachLineBreak(text, (at, must) => {
    let rule: HouseRule | null = null;
    if (!must) {
      const before = text.charCodeAt(at - 1);
      rule = isGap(before) ? betweenWords(at) : insideWord(at, before);
      if (at <= creditTo && (rule === null || RULES[rule] < RULES.credit)) rule = "credit";
      for (let next = kept[keptAt]; next !== undefined && next.from < at; next = kept[++keptAt]) {
        if (next.to > keptTo) keptTo = next.to;
      }
      if (at < keptTo) rule = "no-break";
    }
    const penalty = rule === null ? 0 : RULES[rule];
    if (rule !== null && penalty === NEVER) {
      refused.push({ at, rule });
      return;
    }
    offsets.push(at);
    penalties.push(penalty);
    forced.push(must);
    rules.push(rule);
  });
  // A line end at the text's end makes one more line, an empty one.
  if (text !== "" && isLineBreak(text.charCodeAt(text.length - 1))) {
    offsets.push(text.length);
    penalties.push(0);
    forced.push(true);
    rules.push(null);
  }
  return addressBreaks({ offsets, penalties, forced, rules, refused }, text, whole, RULES.address);

  function betweenWords(at: number): HouseRule | null {
    let end = at;
    while (end > 0 && isGap(text.charCodeAt(end - 1))) end--;
    if (end === 0) return null;
    if (wordTo !== end) {
      wordFrom = startOfWord(end);
      wordFacts = factsOf(text.slice(wordFrom, end), houseAt(wordFrom));
    }
    const a = wordFacts;
    const from = wordFrom;
    wordFrom = at;
    wordTo = endOfWord(at);
    inner = undefined;
    wordFacts = factsOf(text.slice(at, wordTo), houseAt(at));
    const b = wordFacts;
    // Most words are nothing to the house.
    if (((a | b) & is.NOTABLE) === 0) return null;
    return pairRule(a, b, from, at);
  }

  /** The rule between a word with the facts `a`, from `from`, and the next with the facts `b`, from `at`. */
  function pairRule(a: number, b: number, from: number, at: number): HouseRule | null {
    if (b & is.DASH) return "spaced-dash";
    if (b & is.ELLIPSIS) return "ellipsis";
    if (a & is.DASH) {
      const z = factsBefore(from);
      if (z === null) return "dialogue-dash";
      return z & is.ENDS_IN_FIGURE && b & is.BEGINS_WITH_FIGURE ? "range" : null;
    }
    if (a & is.CREDIT_LABEL) {
      if (b & is.CAPITAL) creditTo = endOfCredit(at);
      return "credit-label";
    }
    if (a & is.BY && b & is.CAPITAL && ((factsBefore(from) ?? 0) & is.CREDIT_WORD) !== 0) {
      creditTo = endOfCredit(at);
      return "credit-label";
    }
    if (a & is.CREDIT_WORD && b & is.BY) return "credit";
    if (a & is.TITLE && b & is.CAPITAL) return "title";
    if (a & is.INITIAL && b & is.CAPITAL) return "initials";
    if (a & is.CURRENCY && b & is.BEGINS_WITH_FIGURE) return "currency";
    if (a & is.ABBREVIATED_NOUN && b & (is.BEGINS_WITH_FIGURE | is.ROMAN)) return "abbreviated-number";
    if (a & is.ENDS_IN_FIGURE) {
      if (b & is.GROUP_GOES_ON && isGroup(from, a)) return "figure-group";
      if (b & (is.UNIT | is.CURRENCY)) return "unit";
      if (b & is.MONTH && b & is.ENDS_OPEN && nextBeginsWithFigure(at)) return "date";
      if (b & is.LONG_UNIT) return "long-unit";
      if (b & is.MONTH) return "date";
    }
    if (b & is.BEGINS_WITH_FIGURE) {
      if (a & is.HOUR && ((factsBefore(from) ?? 0) & is.ENDS_IN_FIGURE) !== 0) return "time";
      if (a & is.NUMBERED_NOUN) return "numbered-noun";
      if (a & is.MONTH) return "date";
    }
    if (b & is.ROMAN && a & (is.NUMBERED_NOUN | is.ROMAN_NOUN)) return "numbered-noun";
    if (a & is.ADDRESS_FORM && b & is.NAME && b & is.BEGINS_BARE) return "honorific";
    if (a & is.NAME && a & is.ENDS_OPEN && b & is.NAME && b & is.BEGINS_BARE) {
      const z = factsBefore(from);
      return z === null || z & is.ENDS_SENTENCE ? "name-or-sentence" : "name";
    }
    if ((a | b) & is.AMPERSAND) return "ampersand";
    return a & is.SHORT ? "short-word" : null;
  }

  function insideWord(at: number, before: number): HouseRule | null {
    const isHyphen = before === HYPHEN || before === 0x2010;
    const after = text.charCodeAt(at);
    if (after === 0x2014 || after === 0x2e3a) return "dash";
    if (!isHyphen && before !== 0x2f && before !== 0x2013) return null;
    if (isFigure(after) && isFigure(text.charCodeAt(at - 2)) && before !== 0x2f) return "range";
    if (at > wordTo || at <= wordFrom || wordTo < 0) {
      wordFrom = startOfWord(at);
      wordTo = endOfWord(at);
      inner = undefined;
      wordFacts = factsOf(text.slice(wordFrom, wordTo), houseAt(wordFrom));
    }
    inner ??= wordTo - wordFrom <= LONGEST_LOOK && CODE.test(text.slice(wordFrom, wordTo)) ? "code" : null;
    if (inner === "code") return "code";
    if (before === 0x2f) {
      const begin = Math.max(wordFrom, text.lastIndexOf("/", at - 2) + 1);
      const end = endOfPart(at);
      return at - 1 - begin <= 3 && end - at <= 3 ? "short-slash" : "slash";
    }
    if (before === 0x2013) return null;
    return at - 2 === wordFrom || isGap(text.charCodeAt(at - 3)) || endOfPart(at) - at === 1 ? "lone-letter" : "hyphen";
  }

  function startOfWord(end: number): number {
    let from = end;
    while (from > 0 && !isGap(text.charCodeAt(from - 1))) from--;
    return from;
  }
  function endOfWord(from: number): number {
    let to = from;
    while (to < text.length && !isGap(text.charCodeAt(to))) to++;
    return to;
  }
  /** Where the letters and figures from `at` on end. */
  function endOfPart(at: number): number {
    let to = at;
    while (to < text.length && to - at < 4 && PART.test(text.charAt(to))) to++;
    return to;
  }
  /** Facts of the word before the one that begins at `from`, in its paragraph's line; null where there is none. */
  function factsBefore(from: number): number | null {
    let end = from;
    while (end > 0 && isGap(text.charCodeAt(end - 1))) {
      if (isLineBreak(text.charCodeAt(end - 1))) return null;
      end--;
    }
    if (end === 0) return null;
    return factsOf(text.slice(startOfWord(end), end), spoken);
  }
  function nextBeginsWithFigure(at: number): boolean {
    let next = endOfWord(at);
    while (next < text.length && isGap(text.charCodeAt(next))) next++;
    return isFigure(text.charCodeAt(next));
  }
  /** Is the word from `from` the beginning of a number in groups, or its middle? */
  function isGroup(from: number, facts: number): boolean {
    if (facts & is.GROUP_OPENS) return true;
    return /^[\p{Sc}\p{Ps}~≈−-]*\d{1,3}$/u.test(text.slice(from, Math.min(endOfWord(from), from + 12)));
  }
  function endOfCredit(at: number): number {
    const rest = text.slice(at, at + LONGEST_CREDIT + 1);
    if (rest.length > LONGEST_CREDIT || /[;\n\u2028]|[.!?]\s/u.test(rest.replace(/\p{Lu}\.\s/gu, ""))) return -1;
    return text.length;
  }
}

/** A word of capitals and figures in parts, with a figure somewhere. */
const CODE = /^[\p{Ps}\p{Pi}"']*(?=\S*\d)[\p{Lu}\p{N}.]+(?:[-/\u2013][\p{Lu}\p{N}.]+)+[\p{Pe}\p{Pf}"'.,;:!?]*$/u;
const PART = /[\p{L}\p{M}\p{N}]/u;

function isFigure(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
/** What stands between words: spaces of every width, and ends of lines. */
function isGap(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || code === 0x09 || isLineBreak(code);
  if (code < 0xa0) return code === 0x85;
  if (code < 0x2000) return code === 0xa0 || code === 0x1680;
  return code <= 0x200b || code === 0x202f || code === 0x205f || code === 0x3000 || isLineBreak(code);
}

/** Characters that end a line whatever stands after them. */
export function isLineBreak(code: number): boolean {
  return code === 0x2028 || code === 0x2029 || (code >= 0x0a && code <= 0x0d) || code === 0x85;
}
