/**
 * A whole setting explained for the desk: of each line what it costs and for what, and what the paragraph would cost at
 * best if that line ended elsewhere; of the paragraph whether another was passed over for its looks. Plain data. One
 * search a line, so it is made when someone asks, not with every setting.
 */
import { breakLines, breaksWithout } from "./breakLines.ts";
import type { Chances } from "./chances.ts";
import { explainBreaks, type LineReason } from "./explain.ts";
import type { Measures } from "./glyphs.ts";
import type { Broken } from "./prices.ts";
import { type Blemish, blemishesOf } from "./rivers.ts";
import { fittingChances, limitsOf } from "./setLines.ts";
import type { ShapedBlock } from "./shape.ts";
import { breakTies } from "./ties.ts";

/** Another way to break the same paragraph. */
export type OtherWay = {
  /** Demerits of the whole paragraph. */
  readonly cost: number;
  /** Demerits over the setting that is explained; below 0 where that was taken for its looks. */
  readonly more: number;
  readonly lines: number;
  /** The same line as it would then be: its text, and what it would cost by itself. */
  readonly text: string;
  readonly reason: LineReason;
};

export type ExplainedLine = LineReason & {
  /** What stands in the line, sign included. */
  readonly text: string;
  /** The best way in which no line ends where this one does; null for the last line and before a forced break. */
  readonly runnerUp: OtherWay | null;
};

export type ExplainedSetting = {
  readonly lines: readonly ExplainedLine[];
  /** Demerits of all lines. */
  readonly cost: number;
  /** What the cheapest setting costs; less than `cost` where one as good was taken because it looks better. */
  readonly cheapest: number;
  /** Rivers and stacked words in this setting, and in the cheapest where that is another. */
  readonly blemishes: readonly Blemish[];
  readonly avoided: readonly Blemish[];
};

/** Explains what `setLines` makes of the same block, measures and looseness. */
export function explainSetting(shaped: ShapedBlock, measures: Measures, looseness = 0): ExplainedSetting {
  const limits = limitsOf(shaped, measures);
  const { chances } = fittingChances(shaped, limits);
  const best = breakLines(chances, limits, looseness);
  const { broken, lines, passedOver } = breakTies(shaped, chances, limits, measures, best);
  const reasons = explainBreaks(chances, limits, broken.ends);

  const explained = broken.ends.map((end, n): ExplainedLine => {
    const other = breaksWithout(chances, limits, end);
    const reason = reasons[n] as LineReason;
    const text = textOf(shaped, chances, broken, n);
    if (other === null) return { ...reason, text, runnerUp: null };
    const at = Math.min(n, other.ends.length - 1);
    const runnerUp: OtherWay = {
      cost: other.cost,
      more: other.cost - broken.cost,
      lines: other.ends.length,
      text: textOf(shaped, chances, other, at),
      reason: explainBreaks(chances, limits, other.ends)[at] as LineReason,
    };
    return { ...reason, text, runnerUp };
  });
  return {
    lines: explained,
    cost: broken.cost,
    cheapest: best.cost,
    blemishes: blemishesOf(lines),
    avoided: passedOver === null ? [] : blemishesOf(passedOver),
  };
}

function textOf(shaped: ShapedBlock, chances: Chances, { ends }: Broken, n: number): string {
  const from = n === 0 ? 0 : (chances.offsets[ends[n - 1] ?? 0] ?? 0);
  return shaped.text.slice(from, chances.offsets[ends[n] ?? 0] ?? shaped.text.length);
}
