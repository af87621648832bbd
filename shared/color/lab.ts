/**
 * Colours measured as CIE Lab (D50), as swatch books and spectrophotometers give them. What ink they need only the
 * press's profile says; here is the ink that looks like them on coated paper, for the screen and until a press is
 * chosen. CIE 15 for Lab, IEC 61966-2-1 for sRGB, Bradford's adaptation from D50 to D65 (ICC.1 annex E).
 */
import { type Cmyk, cmyk } from "./ink.ts";
import { inkToRgb } from "./screen.ts";

/** L 0 to 100, a and b about -128 to 127. */
export type Lab = readonly [number, number, number];

/** sRGB as fractions, cut to its gamut. */
export function labToRgb([l, a, b]: Lab): readonly [number, number, number] {
  const fy = (l + 16) / 116;
  const x = 0.96422 * unlab(fy + a / 500);
  const y = unlab(fy);
  const z = 0.82521 * unlab(fy - b / 200);
  return [
    gamma(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
    gamma(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
    gamma(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
  ];
}

function unlab(f: number): number {
  return f > 6 / 29 ? f * f * f : (3 * 36 * (f - 4 / 29)) / 841;
}

/** x to the power 1/2.4 = 5/12, the fourth root times the sixth, by operations that every engine rounds alike. */
function gamma(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 1;
  if (linear <= 0.0031308) return 12.92 * linear;
  const half = Math.sqrt(linear);
  let third = 1;
  for (let n = 0; n < 40; n++) third = (2 * third + half / (third * third)) / 3;
  return 1.055 * Math.sqrt(half) * third - 0.055;
}

/** Ink is dear: of two mixtures that look alike the leaner one. */
const INK_PRICE = 0.0004;
/** Black in a colour is dirt; in the dark it is what makes it dark. */
const BLACK_PRICE = 0.004;

/** Ink on coated paper that comes nearest on a screen. Whole per cent. */
export function labToCmyk(lab: Lab): Cmyk {
  const wanted = labToRgb(lab);
  const at: [number, number, number, number] = [1 - wanted[0], 1 - wanted[1], 1 - wanted[2], 0];
  const cost = () => {
    const [c, m, y, k] = at;
    const seen = inkToRgb(cmyk(c, m, y, k));
    let sum = INK_PRICE * (c + m + y) + BLACK_PRICE * k;
    for (let i = 0; i < 3; i++) {
      const off = (seen[i] as number) - (wanted[i] as number);
      sum += off * off;
    }
    return sum;
  };
  let best = cost();
  for (let step = 0.32; step >= 0.005; step /= 2) {
    for (let better = true; better; ) {
      better = false;
      for (let i = 0; i < 4; i++) {
        for (const sign of [step, -step]) {
          const before = at[i] as number;
          at[i] = Math.min(1, Math.max(0, before + sign));
          const now = cost();
          if (now < best - 1e-12) {
            best = now;
            better = true;
          } else at[i] = before;
        }
      }
    }
  }
  const whole = (part: number) => Math.round(part * 100) / 100;
  return cmyk(whole(at[0]), whole(at[1]), whole(at[2]), whole(at[3]));
}
