/** A shaped block set to a measure: where its lines end, what they look like, and what was found amiss. */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { fits, show, type TextOffset } from "../units.ts";
import { breakLines, breaksInto } from "./breakLines.ts";
import { beginRow, type Chances, EMERGENCY, endRow, SUM_SHRINK, SUM_WIDTH } from "./chances.ts";
import type { Line, Measures } from "./glyphs.ts";
import type { TextFinding } from "./items.ts";
import type { Limits } from "./prices.ts";
import { type ShapedBlock, withEmergencyBreaks } from "./shape.ts";
import { breakTies } from "./ties.ts";

export type Setting = {
  readonly lines: readonly Line[];
  /** Of shaping and of setting. */
  readonly findings: readonly TextFinding[];
  /** Demerits of all lines: only good for comparing settings of one block. */
  readonly cost: number;
};

/**
 * Sets a block. `measures` says for each line where it begins and how long it may be, the first line's indent
 * included. `looseness` asks for so many lines more (or fewer) than the best setting has; where that cannot be, the
 * best comes back.
 */
export function setLines(shaped: ShapedBlock, measures: Measures, looseness = 0): Setting {
  const limits = limitsOf(shaped, measures);
  const fitting = fittingChances(shaped, limits);
  const best = breakLines(fitting.chances, limits, looseness);
  const { broken, lines } = breakTies(shaped, fitting.chances, limits, measures, best);
  return {
    lines,
    findings: findingsOf(shaped, fitting, broken.ends, limits),
    cost: broken.cost,
  };
}

/**
 * The block in exactly so many lines, none looser than `loosest` (1: the style's limit): what page make-up chooses among.
 * Null where that cannot be, or a word is wider than its line. Spaces may be squeezed, at the price that has everywhere.
 */
export function setInto(shaped: ShapedBlock, measures: Measures, count: number, loosest: number): Setting | null {
  const limits = limitsOf(shaped, measures);
  const fitting = fittingChances(shaped, limits);
  if (fitting.wide.length > 0) return null;
  const best = breaksInto(fitting.chances, limits, count, loosest);
  if (best === null) return null;
  const { broken, lines } = breakTies(shaped, fitting.chances, limits, measures, best);
  return { lines, findings: shaped.findings, cost: broken.cost };
}

/** The findings of a block's shaping and setting, at their place in the document. */
export function findingsAt(block: string, found: readonly TextFinding[]): readonly Finding[] {
  return found.map(({ from, to, ...told }): Finding => {
    return { ...told, place: [block, from as TextOffset, to as TextOffset], ran: true };
  });
}

/** What breaking needs to know of style and measures. */
export function limitsOf(shaped: ShapedBlock, measures: Measures): Limits {
  if (measures.length === 0) throw new RangeError("a paragraph needs at least one measure");
  const { style } = shaped;
  return {
    align: style.align,
    widths: measures.map((measure) => measure.width),
    trackingStretch: style.tracking.max,
    trackingShrink: -style.tracking.min,
    scalingStretch: style.scaling.max,
    scalingShrink: -style.scaling.min,
    leastLast: Math.max(style.indent, style.size * 2),
    fillLast: style.lastLine === "justify",
    hyphenLimit: style.hyphenation.ladder,
    em: style.size,
  };
}

type Stretch = { readonly from: number; readonly to: number; readonly width: number };
type Fitting = {
  readonly chances: Chances;
  /** Words that at least one line cannot hold. */
  readonly wide: readonly Stretch[];
};

/** The block's chances, with breaks between the letters of words that not every line can hold. */
export function fittingChances(shaped: ShapedBlock, limits: Limits): Fitting {
  const wide = tooWide(shaped, limits);
  return { chances: wide.length === 0 ? shaped.chances : withEmergencyBreaks(shaped, wide), wide };
}

/** The findings of shaping, and one for each word that was broken between letters or sticks out. */
export function findingsOf(
  shaped: ShapedBlock,
  { chances, wide }: Fitting,
  ends: readonly number[],
  limits: Limits,
): readonly TextFinding[] {
  if (wide.length === 0) return shaped.findings;
  const broken = ends.filter((k) => ((chances.flags[k] ?? 0) & EMERGENCY) !== 0).map((k) => chances.offsets[k] ?? 0);
  const found = [...shaped.findings];
  for (const { from, to, width } of wide) {
    // The first line that holds any of it.
    const line = ends.findIndex((k) => (chances.offsets[k] ?? 0) > from);
    const measure = limits.widths[Math.min(Math.max(0, line), limits.widths.length - 1)] ?? 0;
    if (fits(width, measure) && !broken.some((at) => at > from && at < to)) continue;
    const word = shaped.text.slice(from, to).trim();
    found.push({
      ...tell("warning", "word-too-wide", {
        word: word.length > 40 ? `${word.slice(0, 39)}…` : word,
        width: show(width),
        measure: show(measure),
      }),
      from: Math.max(0, from - shaped.sign),
      to: Math.max(0, to - shaped.sign),
    });
  }
  return found;
}

/** Stretches between two chances that are wider than the measure even at their tightest, in `shaped.text`. */
function tooWide(shaped: ShapedBlock, { align, widths }: Limits): readonly Stretch[] {
  const measure = Math.min(...widths);
  const { chances } = shaped;
  const { sums, offsets } = chances;
  const found: Stretch[] = [];
  for (let k = 0; k < chances.count; k++) {
    const end = endRow(k);
    const begin = beginRow(k - 1);
    const width = (sums[end + SUM_WIDTH] ?? 0) - (sums[begin + SUM_WIDTH] ?? 0);
    if (fits(width, measure)) continue;
    const shrink = align === "justify" ? (sums[end + SUM_SHRINK] ?? 0) - (sums[begin + SUM_SHRINK] ?? 0) : 0;
    if (fits(width - shrink, measure)) continue;
    found.push({ from: k === 0 ? 0 : (offsets[k - 1] ?? 0), to: offsets[k] ?? 0, width });
  }
  return found;
}
