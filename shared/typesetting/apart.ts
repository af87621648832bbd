/**
 * What a paragraph sets apart from its lines: a few letters shaped and set by themselves, to be put beside a line or into
 * the margin. Their runs, moved and scaled, and the box round their ink.
 */
import type { Block, RunMarks } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Pt, TextOffset } from "../units.ts";
import type { GlyphRun, Line, Measures } from "./glyphs.ts";
import type { TextFinding } from "./items.ts";
import { inkBox, type InkBox } from "./outline.ts";
import { type Setting, setLines } from "./setLines.ts";
import type { ShapedBlock } from "./shape.ts";
import type { Shaper } from "./shaper.ts";

/** How blocks are shaped here: what the design knows of character styles is already in it. */
export type Shape = (block: Block, style: ParagraphStyle, sign: string, apart: number) => ShapedBlock;

/** What setting a paragraph with something beside it needs from outside. */
export type Desk = {
  readonly shape: Shape;
  /** Shapes and sets, nested runs that end with a line included. */
  set(block: Block, style: ParagraphStyle, sign: string, apart: number, measures: Measures): Setting;
  readonly shaper: Shaper;
};

/**
 * A few letters on a line of their own, as the paragraph's style and these marks have them; `lining`: with figures as
 * high as capitals.
 */
export function setAlone(
  text: string,
  marks: RunMarks,
  lang: string,
  style: ParagraphStyle,
  shape: Shape,
  lining = true,
): { readonly runs: readonly GlyphRun[]; readonly findings: readonly TextFinding[] } {
  const block: Block = {
    role: "answer",
    text,
    runs: [{ from: 0 as TextOffset, to: text.length as TextOffset, marks }],
    lang,
    style: null,
    lead: null,
  };
  const plain: ParagraphStyle = {
    ...style,
    align: "left",
    hyphenate: false,
    protrusion: false,
    letterSpace: 0 as ParagraphStyle["letterSpace"],
    ...(lining ? { figures: "lining" as const } : {}),
    smallCaps: "none",
    nested: [],
    dropCap: null,
  };
  const set = setLines(shape(block, plain, "", 0), [{ x: 0 as Pt, width: 1e6 as Pt }]);
  return { runs: set.lines[0]?.runs ?? [], findings: set.findings };
}

export function scaled(run: GlyphRun, by: number): GlyphRun {
  return {
    ...run,
    size: (run.size * by) as Pt,
    xs: run.xs.map((x) => x * by),
    ys: run.ys && run.ys.map((y) => y * by),
    x: (run.x * by) as Pt,
    width: (run.width * by) as Pt,
  };
}
export function moved(run: GlyphRun, right: number, up: number): GlyphRun {
  return {
    ...run,
    xs: run.xs.map((x) => x + right),
    ys: up === 0 ? run.ys : run.ys ? run.ys.map((y) => y + up) : new Float64Array(run.xs.length).fill(up),
    x: (run.x + right) as Pt,
  };
}
/** The ink of runs in points, from their line's origin. A font without outlines is taken by its metrics. */
export function boxOf(runs: readonly GlyphRun[], shaper: Shaper): InkBox {
  const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const run of runs) {
    for (let g = 0; g < run.glyphs.length; g++) {
      const ink = inkBox(shaper.outline(run.font, run.glyphs[g] ?? 0));
      if (!ink) continue;
      const x = run.xs[g] ?? 0;
      const y = run.ys?.[g] ?? 0;
      box.left = Math.min(box.left, x + ink.left * run.size * run.scaling);
      box.right = Math.max(box.right, x + ink.right * run.size * run.scaling);
      box.bottom = Math.min(box.bottom, y + ink.bottom * run.size);
      box.top = Math.max(box.top, y + ink.top * run.size);
    }
  }
  if (box.left <= box.right && box.top > 0) return box;
  const [first] = runs;
  const last = runs[runs.length - 1];
  if (!first || !last) return { left: 0, right: 0, bottom: 0, top: 1 };
  const { capHeight } = shaper.metrics(first.font);
  return { left: first.x, right: last.x + last.width, bottom: 0, top: capHeight * first.size };
}

/** The line with runs before it that stand where `x` says; it begins where the leftmost of them does. */
export function withRuns(line: Line, apart: readonly GlyphRun[], x: number): Line {
  const runs = apart.map((run) => moved(run, x, 0));
  const left = Math.min(line.x, ...runs.map((run) => run.x));
  return {
    ...line,
    runs: [...runs, ...line.runs],
    x: left as Pt,
    width: (line.x + line.width - left) as Pt,
    natural: (line.x + line.natural - left) as Pt,
  };
}
