/**
 * How evenly lines are spaced: the figures by which settings are compared, measured from the glyphs' places as a
 * reader of the finished page would measure them. One is the font's own word space.
 */
import type { Line } from "./glyphs.ts";

export type Spacing = {
  /** Justified lines: all but the last of each paragraph and those before a forced break. */
  readonly lines: number;
  readonly mean: number;
  /** Standard deviation of all gaps. */
  readonly sd: number;
  /** Lines whose mean gap is over 1.5 and over 2 times the font's space, per cent of lines. */
  readonly loose: number;
  readonly veryLoose: number;
  /** Lines at a limit of tracking or scaling, per cent. */
  readonly atLimit: number;
  /** Lines that end in a made hyphen, per cent, and most of them in a row. */
  readonly hyphens: number;
  readonly ladder: number;
};

/**
 * Figures of paragraphs set in one font and style. `space`: the font's word space in em; `most`: the style's limits of
 * tracking (em) and scaling.
 */
export function spacingOf(
  paragraphs: readonly (readonly Line[])[],
  space: number,
  most: { readonly tracking: number; readonly scaling: number },
): Spacing {
  const gaps: number[] = [];
  let lines = 0;
  let loose = 0;
  let veryLoose = 0;
  let atLimit = 0;
  let hyphens = 0;
  let ladder = 0;
  for (const paragraph of paragraphs) {
    let inARow = 0;
    for (const line of paragraph) {
      inARow = line.hyphen ? inARow + 1 : 0;
      ladder = Math.max(ladder, inARow);
      if (line.last || /[\u2028\u2029\n\r\u0085]$/.test(line.text)) continue;
      lines++;
      if (line.hyphen) hyphens++;
      if (Math.abs(line.tracking) >= most.tracking * 0.999 || Math.abs(line.scaling - 1) >= most.scaling * 0.999) {
        atLimit++;
      }
      const own = wordGaps(line).map((gap) => gap / space);
      if (own.length === 0) continue;
      gaps.push(...own);
      const average = own.reduce((a, b) => a + b, 0) / own.length;
      if (average > 1.5) loose++;
      if (average > 2) veryLoose++;
    }
  }
  const mean = gaps.reduce((a, b) => a + b, 0) / Math.max(1, gaps.length);
  const variance = gaps.reduce((a, b) => a + (b - mean) * (b - mean), 0) / Math.max(1, gaps.length);
  const percent = (count: number): number => (100 * count) / Math.max(1, lines);
  return {
    lines,
    mean,
    sd: Math.sqrt(variance),
    loose: percent(loose),
    veryLoose: percent(veryLoose),
    atLimit: percent(atLimit),
    hyphens: percent(hyphens),
    ladder,
  };
}

/** The line's word spaces in em, from pen to pen. */
function wordGaps(line: Line): number[] {
  const gaps: number[] = [];
  line.runs.forEach((run, r) => {
    for (let i = 0; i < run.glyphs.length; i++) {
      if (run.text[run.clusters[i] ?? 0] !== " ") continue;
      const next = i + 1 < run.xs.length ? run.xs[i + 1] : (line.runs[r + 1]?.xs[0] ?? run.x + run.width);
      gaps.push(((next ?? 0) - (run.xs[i] ?? 0)) / run.size);
    }
  });
  return gaps;
}
