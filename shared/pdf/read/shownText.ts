/** How far shown text reaches, and what of it is seen (ISO 32000-1 §9.4.4): widths, spacing, rise; glyphs are counted. */
import type { FontFacts } from "./fontFacts.ts";
import type { State } from "./graphicsState.ts";
import { boxThrough, type Matrix, times } from "./matrix.ts";
import type { Box } from "./pages.ts";
import { isString, type PdfValue } from "./values.ts";

export type ShownText = {
  readonly glyphs: number;
  /** A code stands for the glyph of a missing character. */
  readonly missing: boolean;
  readonly box: Box;
  /** Height of an em on the page. */
  readonly em: number;
  /** From text space to the page, before the text moved on. */
  readonly matrix: Matrix;
  readonly textMatrixAfter: Matrix;
};

/** Of the em, above and below the baseline. */
const ASCENT = 0.75;
const DESCENT = 0.22;

/** `parts`: strings, and numbers that move by thousandths of the size. `spend` is told of each string's length. */
export function shownText(
  state: State,
  font: FontFacts,
  parts: readonly PdfValue[],
  spend: (codes: number) => void,
): ShownText {
  const matrix = times(state.textMatrix, state.ctm);
  const { fontSize: size, scaling } = state;
  let [x, from, missing] = [0, 0, false];
  let glyphs = 0;
  for (const part of parts) {
    if (typeof part === "number") {
      x -= (part / 1000) * size * scaling;
      if (glyphs === 0) from = x;
      continue;
    }
    if (!isString(part)) continue;
    const { bytes: codes } = part;
    spend(codes.length);
    for (let at = 0; at + font.bytesPerCode <= codes.length; at += font.bytesPerCode) {
      const code =
        font.bytesPerCode === 2 ? (codes[at] as number) * 256 + (codes[at + 1] as number) : (codes[at] as number);
      glyphs++;
      if (code === 0 && font.identity) missing = true;
      const space = font.bytesPerCode === 1 && code === 32 ? state.wordSpace : 0;
      const unit = font.procedures ? (font.procedures.matrix[0] as number) : 0.001;
      x += (font.width(code) * unit * size + state.letterSpace + space) * scaling;
    }
  }
  const [low, high] = [state.rise - DESCENT * size, state.rise + ASCENT * size];
  return {
    glyphs,
    missing,
    box: boxThrough(matrix, [Math.min(from, x), low, Math.max(from, x), high]),
    em: Math.abs(size) * Math.hypot(matrix[2], matrix[3]),
    matrix,
    textMatrixAfter: times([1, 0, 0, 1, x, 0], state.textMatrix),
  };
}
