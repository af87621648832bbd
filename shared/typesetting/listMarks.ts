/**
 * A list's numbers in words: a format is the mark of the first item ("1.", "a)", "(i)", "Bước 1:"), and the first of
 * 1, a, A, i or I that stands in it alone is what counts.
 */

const COUNTER = /(?<![\p{L}\p{N}])[1aAiI](?![\p{L}\p{N}])/u;

/** The mark of item `value` (from 1). A format that holds no counter is the same for all. */
export function numberMark(format: string, value: number): string {
  return format.replace(COUNTER, (first) => counted(first, value));
}

function counted(first: string, value: number): string {
  if (first === "1") return String(value);
  const small = first === "i" || first === "I" ? roman(value) : letters(value);
  return first === "I" || first === "A" ? small.toUpperCase() : small;
}

/** a to z, then aa, ab … */
function letters(value: number): string {
  let out = "";
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    out = String.fromCharCode(97 + ((rest - 1) % 26)) + out;
  }
  return out;
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];
/** Beyond 3999 there are no Roman figures; the number stands in ours. */
function roman(value: number): string {
  if (value > 3999) return String(value);
  let out = "";
  let rest = value;
  for (const [worth, sign] of ROMAN) {
    while (rest >= worth) {
      out += sign;
      rest -= worth;
    }
  }
  return out;
}
