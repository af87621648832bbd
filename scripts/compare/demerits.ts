/**
 * TeX's price of a paragraph, written from the book (TeX: The Program, §108, §851 to §859) and in its arithmetic, whole
 * numbers of scaled points: the judge between two ways to break the same paragraph. It shares nothing with the breaker.
 */
/** One line, in scaled points. */
export type TexLine = {
  readonly width: number;
  readonly measure: number;
  /** Sums over the line's glue. */
  readonly stretch: number;
  readonly shrink: number;
  readonly penalty: number;
  /** Ends at a discretionary. */
  readonly hyphenated: boolean;
  /** The paragraph's last, or before a forced break: filled by glue of the first order. */
  readonly filled: boolean;
};

const INFINITELY_BAD = 10_000;
/** §833: more than any setting costs. */
export const AWFUL = 2 ** 30 - 1;
const PARAMETERS = { linePenalty: 10, adjacent: 10_000, doubleHyphen: 10_000, finalHyphen: 5_000 };

/** §108: about 100 times the cube of t/s. */
export function badness(t: number, s: number): number {
  if (t === 0) return 0;
  if (s <= 0) return INFINITELY_BAD;
  let r = t;
  if (t <= 7_230_584) r = Math.trunc((t * 297) / s);
  else if (s >= 1_663_497) r = Math.trunc(t / Math.trunc(s / 297));
  return r > 1290 ? INFINITELY_BAD : Math.trunc((r * r * r + 0x20000) / 0x40000);
}

/** Demerits of the whole; `AWFUL` for each overfull line on top. */
export function texDemerits(lines: readonly TexLine[]): number {
  let sum = 0;
  let fit = 2;
  let hyphenBefore = false;
  lines.forEach((line, n) => {
    const shortfall = line.measure - line.width;
    let bad = 0;
    let own = 2;
    if (shortfall > 0) {
      if (!line.filled) {
        const beyond = shortfall > 7_230_584 && line.stretch < 1_663_497;
        bad = beyond ? INFINITELY_BAD : badness(shortfall, line.stretch);
        if (bad > 12) own = bad > 99 ? 0 : 1;
      }
    } else {
      bad = -shortfall > line.shrink ? INFINITELY_BAD + 1 : badness(-shortfall, line.shrink);
      if (bad > 12) own = 3;
    }
    if (bad > INFINITELY_BAD) sum += AWFUL;
    let price = PARAMETERS.linePenalty + bad;
    price = Math.abs(price) >= 10_000 ? 100_000_000 : price * price;
    if (line.penalty > 0) price += line.penalty * line.penalty;
    if (hyphenBefore && line.hyphenated) price += PARAMETERS.doubleHyphen;
    if (hyphenBefore && n === lines.length - 1) price += PARAMETERS.finalHyphen;
    if (Math.abs(own - fit) > 1) price += PARAMETERS.adjacent;
    sum += price;
    fit = own;
    hyphenBefore = line.hyphenated;
  });
  return sum;
}
