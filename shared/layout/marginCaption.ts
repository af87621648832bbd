/**
 * Where the words of a picture as wide as the text stand when the design has a column for them in the margin: on the
 * baselines of the grid, the last one level with the picture's foot, or from its head downward when they are longer
 * than the picture is tall.
 */
import type { TextItem } from "../schema/story.ts";
import { type Pt, pt } from "../units.ts";
import type { Box } from "./display.ts";
import { type Geometry, spanWidth } from "./geometry.ts";
import type { PlacedLine } from "./page.ts";
import type { SetText } from "./setter.ts";

/** What is set in the margin column, in the order it is read. */
export type MarginWords = readonly (readonly [SetText | null, TextItem | null])[];

/** Width of the margin column where a picture over this much of the text may have its words there; else null. */
export function marginMeasure(geometry: Geometry, columns: number, width: number): Pt | null {
  if (!geometry.captions.margin || columns < geometry.count) return null;
  if (width < spanWidth(geometry, geometry.count) - 0.01) return null;
  return geometry.sides[geometry.side].margin?.width ?? null;
}

/** Rows of the grid that the words need beside a picture. */
export function marginRows(words: readonly (SetText | null)[], geometry: Geometry): number {
  const height = words.reduce((sum, set) => sum + (set ? set.lines.length * set.style.leading : 0), 0);
  return Math.ceil(height / geometry.baseline);
}

/** The words beside `box`, in the margin column of this side. */
export function placeInMargin(words: MarginWords, box: Box, geometry: Geometry): readonly PlacedLine[] {
  const { margin } = geometry.sides[geometry.side];
  if (!margin) throw new RangeError("the design has no margin column");
  const depth = words.reduce((sum, [set]) => sum + (set ? set.lines.length * set.style.leading : 0), 0);
  const first = words.find(([set]) => set && set.lines.length > 0)?.[0];
  const head = box.y + (first?.lines[0]?.inkAbove ?? 0);
  const foot = box.y + box.height;
  let baseline = Math.max(foot - depth, head - (first?.style.leading ?? 0));
  const lines: PlacedLine[] = [];
  for (const [set, item] of words) {
    if (!set || !item) continue;
    for (const line of set.lines) {
      baseline += set.style.leading;
      lines.push({
        line,
        block: item.id,
        role: item.block.role,
        style: set.style,
        speaker: null,
        column: null,
        x: margin.x,
        baseline: pt(baseline),
      });
    }
  }
  return lines;
}
