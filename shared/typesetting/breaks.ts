/**
 * Where a line may end, and what it costs to end there. Unicode's rules (UAX 14, by npm `linebreak`) give the chances;
 * the house's rules take some away or make them dear, without altering the text: a number stays with its unit, an
 * initial with its surname, a spaced dash never begins a line (in an interview it would look like a new answer).
 * Hyphenation is not here: it belongs to words.
 */
import LineBreaker from "linebreak";

export type BreakChances = {
  /** Offsets where the next line would begin, rising; the text's end is not among them. */
  readonly offsets: readonly number[];
  /** Cost of ending a line there, as TeX counts penalties: 0 is free, 50 a hyphen. One entry an offset. */
  readonly penalties: readonly number[];
  /** A line must end there. */
  readonly forced: readonly boolean[];
};

/** Penalties of the house; a hyphen made by the breaker costs 50, for comparison. */
const AFTER_HYPHEN = 30;
const IN_CODE = 300;
const AFTER_SLASH = 20;
const AFTER_NUMBERED_NOUN = 60;
const IN_CREDIT = 100;

const CREDIT = /(?:Ảnh|ẢNH|Photos?|Photo by|Nguồn)/u;
const DASH = "[-\\u2010\\u2011\\u2013\\u2014]";
const SPACE = "[ \\u00a0]";
/** Units and what else belongs to the figure before it. */
const UNITS =
  "%|‰|°C?|°F|km²?|m²|m2|m³|m3|km2|cm|mm|m|ha|kg|g|tấn|tạ|lít|km/h|kWh|kW|MW|GB|MB|" +
  "đồng|đ|₫|VND|USD|EUR|euro|tỷ|tỉ|triệu|nghìn|ngàn|million|billion|thousand|years?|pounds?|dollars?|p\\.m\\.|a\\.m\\.|pm|am";

/** `trigger` is a cheap test: without it the pattern cannot match. */
type Rule = { readonly trigger: RegExp; readonly pattern: RegExp; readonly cost: number };
const NEVER = Number.POSITIVE_INFINITY;
const FIGURE = /\d/;

/** Each pattern's match is a stretch with no break inside, or a dear one. */
const RULES: readonly Rule[] = [
  // kinh tế - xã hội; 2015 – 2020: the dash stays on its line.
  {
    trigger: new RegExp(`${SPACE}${DASH}\\s`, "u"),
    pattern: new RegExp(`[^\\s]${SPACE}${DASH}(?=\\s)`, "gu"),
    cost: NEVER,
  },
  // 2015 - 2020, 10–12, 5 000 000: figures of one number or range.
  { trigger: FIGURE, pattern: new RegExp(`\\d${SPACE}?${DASH}${SPACE}?\\d`, "gu"), cost: NEVER },
  { trigger: /\d\s\d/u, pattern: new RegExp(`(?<![\\d.,])\\d{1,3}(?:${SPACE}\\d{3})+(?!\\d)`, "gu"), cost: NEVER },
  {
    trigger: FIGURE,
    pattern: new RegExp(`\\d${SPACE}(?:${UNITS})(?![\\p{L}\\p{N}])`, "gu"),
    cost: NEVER,
  },
  // J. R. Smith; TS. Nguyễn.
  {
    trigger: /\p{Lu}\./u,
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:\\p{Lu}\\.${SPACE}?)+\\p{Lu}`, "gu"),
    cost: NEVER,
  },
  {
    trigger: /\p{L}\.\s/u,
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:TS|ThS|PGS|GS|BS|KS|TP|Tp|Dr|Mr|Mrs|Ms|Prof|St|No|tr|p|pp)\\.${SPACE}[\\p{Lu}\\d]`,
      "gu",
    ),
    cost: NEVER,
  },
  // Ảnh: TIẾN QUYẾT. The label is never left alone; the name divides if it must.
  { trigger: CREDIT, pattern: new RegExp(`${CREDIT.source}:${SPACE}\\S`, "gu"), cost: NEVER },
  {
    trigger: CREDIT,
    pattern: new RegExp(`(?<=${CREDIT.source}:${SPACE})\\p{Lu}[^\\n.;]{1,40}$`, "gu"),
    cost: IN_CREDIT,
  },
  // 05-CT/TW, COVID-19, 24/7: a code stays whole where that costs little.
  {
    trigger: /\d/u,
    pattern: new RegExp(`(?<!\\S)(?=\\S*\\d)[\\p{Lu}\\p{N}.]+(?:[-/\\u2013][\\p{Lu}\\p{N}.]+)+`, "gu"),
    cost: IN_CODE,
  },
  // khóa XII, năm 2019, tháng 3, trang 5, chapter 7.
  {
    trigger: /\s[\dIVXLC]/u,
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:khóa|khoá|năm|tháng|ngày|quý|số|trang|điều|khoản|lần|thứ|chương|phần|page|chapter|section|part|no)${SPACE}(?:\\d|[IVXLC]+(?!\\p{L}))`,
      "giu",
    ),
    cost: AFTER_NUMBERED_NOUN,
  },
];

/**
 * Break chances of a whole paragraph's text, sign included. `whole`: stretches that someone marked as not to be
 * divided.
 */
export function breakChances(
  text: string,
  whole: readonly { readonly from: number; readonly to: number }[],
): BreakChances {
  const offsets: number[] = [];
  const forced: boolean[] = [];
  const penalties: number[] = [];
  for (const at of unicodeBreaks(text)) {
    const must = isLineBreak(text.charCodeAt(at - 1));
    if (at >= text.length && !must) break;
    offsets.push(at);
    forced.push(must);
    penalties.push(must ? 0 : penaltyAfter(text, at));
  }
  let never = false;
  /** Breaks before the characters `from` to `to` (inclusive) cost at least `cost`. */
  const raise = (from: number, to: number, cost: number): void => {
    for (let i = firstAtOrAfter(offsets, from); i < offsets.length && (offsets[i] ?? 0) <= to; i++) {
      if (forced[i] || (penalties[i] ?? 0) >= cost) continue;
      penalties[i] = cost;
      if (cost === NEVER) never = true;
    }
  };
  for (const { trigger, pattern, cost } of RULES) {
    if (!trigger.test(text)) continue;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const end = match.index + match[0].length;
      raise(match.index + 1, end - 1, cost);
      // Ranges may share their figures: 1 – 2 – 3.
      pattern.lastIndex = Math.max(match.index + 1, end - 1);
    }
  }
  for (const { from, to } of whole) raise(from + 1, to - 1, NEVER);
  if (!never) return { offsets, penalties, forced };
  const kept = offsets.map((_, i) => i).filter((i) => penalties[i] !== NEVER);
  return {
    offsets: kept.map((i) => offsets[i] ?? 0),
    penalties: kept.map((i) => penalties[i] ?? 0),
    forced: kept.map((i) => forced[i] ?? false),
  };
}

/** Opening brackets as wide as a Chinese character. */
const WIDE_OPENING =
  /[\u2329\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d\ufe59\ufe5b\ufe5d\uff08\uff3b\uff5b\uff5f\uff62]/g;

/**
 * UAX 14. The package follows Unicode 13, before rule LB30 let a line end between a letter and a wide opening bracket:
 * these places are asked for again with a sign in the bracket's stead that lines divide before (U+FFFC, class CB).
 */
function unicodeBreaks(text: string): readonly number[] {
  const found = packageBreaks(text);
  if (text.search(WIDE_OPENING) < 0) return found;
  const all = new Set(found);
  for (const at of packageBreaks(text.replace(WIDE_OPENING, "\ufffc"))) {
    if (text.charAt(at).search(WIDE_OPENING) < 0 || text[at - 1] === " ") continue;
    // The letter before, past its marks.
    let base = at - 1;
    while (base > 0 && MARK.test(text.charAt(base))) base--;
    if (!NO_BREAK_AFTER.test(text.charAt(base))) all.add(at);
  }
  return [...all].sort((a, b) => a - b);
}
const MARK = /\p{M}/u;
/** Another such bracket, or an accent that stands before its letter (class BB). */
const NO_BREAK_AFTER = new RegExp(`^(?:${WIDE_OPENING.source}|[\\u00b4\\u02c8\\u02cc\\u02df\\u1ffd])$`, "u");
function packageBreaks(text: string): number[] {
  const found: number[] = [];
  const breaker = new LineBreaker(text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) found.push(next.position);
  return found;
}

function firstAtOrAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Characters that end a line whatever stands after them. */
export function isLineBreak(code: number): boolean {
  return code === 0x2028 || code === 0x2029 || (code >= 0x0a && code <= 0x0d) || code === 0x85;
}

function penaltyAfter(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  if (before === 0x2d || before === 0x2010) return AFTER_HYPHEN;
  return before === 0x2f ? AFTER_SLASH : 0;
}
