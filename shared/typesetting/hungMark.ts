/**
 * A mark that stands beside its paragraph instead of in it: a list's bullet or number, a speaker's sign or initials, in
 * the indent or in the margin. The paragraph's lines begin at one edge; the mark is a run of the first line and part of
 * its text. Where it is wider than its room, the first line makes way.
 */
import type { Block } from "../schema/story.ts";
import { PLAIN } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Pt } from "../units.ts";
import { moved, setAlone, type Shape, withRuns } from "./apart.ts";
import type { GlyphRun, Line, Measures } from "./glyphs.ts";

export type HungMark = {
  /** As it stands in the first line's text, with the space after it. */
  readonly text: string;
  /** A character style's name. */
  readonly style: string | null;
  /** Ink of a speaker's sign, as the design names it. */
  readonly ink: "sign" | null;
  /** Where all lines of the paragraph begin, from its measures; the first line's own indent is not used. */
  readonly inset: Pt;
  /** The mark begins at `x`, or it ends `gap` before the text. Both may lie in the margin. */
  readonly align: "left" | "right";
  readonly x: Pt;
  readonly gap: Pt;
};

export type PlacedMark = {
  readonly runs: readonly GlyphRun[];
  /** Further indent of the first line, where the mark is too wide. */
  readonly push: number;
};

/** The mark's runs from the origin of measures that begin at `inset`, and what the first line has to make way for. */
export function placeMark(mark: HungMark, block: Block, style: ParagraphStyle, shape: Shape): PlacedMark {
  const marks = { ...PLAIN, charStyle: mark.style };
  const { runs } = setAlone(mark.text, marks, block.lang, { ...style, figureWidth: "tabular" }, shape, false);
  const shown = mark.text.trimEnd().length;
  let width = 0;
  for (const run of runs) {
    // Spaces at its end are text without room of their own.
    for (let g = 0; g < run.glyphs.length; g++) {
      const at = (run.from ?? 0) + (run.clusters[g] ?? 0);
      if (at < shown) continue;
      width = Math.max(width, run.xs[g] ?? 0);
      break;
    }
    if ((run.from ?? 0) + run.text.length <= shown) width = Math.max(width, run.x + run.width);
  }
  const x = mark.align === "left" ? mark.x : mark.inset - mark.gap - width;
  const least = mark.align === "right" && mark.inset > 0 ? Math.max(0, x) : x;
  const end = least + width + mark.gap;
  const push = Math.max(0, end - mark.inset);
  const edge = mark.inset + push;
  return {
    push,
    runs: runs.map((run) => {
      const put = moved(run, least, 0);
      return {
        ...put,
        from: null,
        xs: put.xs.map((at) => Math.min(at, edge)),
        width: Math.min(put.width, edge - put.x) as Pt,
        look: mark.ink === null ? run.look : { ...run.look, ink: mark.ink },
      };
    }),
  };
}

/** Measures of the lines beside a mark. */
export function insetMeasures(measures: Measures, inset: number, push: number): Measures {
  const [first, ...rest] = measures.map(({ x, width }) => ({ x: (x + inset) as Pt, width: (width - inset) as Pt }));
  if (!first) throw new RangeError("a paragraph needs at least one measure");
  if (push === 0) return [first, ...rest];
  const pushed = { x: (first.x + push) as Pt, width: (first.width - push) as Pt };
  return [pushed, ...(rest.length > 0 ? rest : [first])];
}

/** The first line with the mark before it. `x` is where its measure began before the mark's inset. */
export function withMark(line: Line, mark: PlacedMark, x: number): Line {
  return withRuns(line, mark.runs, x);
}
