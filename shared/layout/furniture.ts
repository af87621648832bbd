/**
 * What stands among the story and is no part of it: rules between columns, the end mark, and the marked frames of pictures that are not there. All of it is artifact: nobody typed it and no reader is read it.
 */
import { BLACK, cmyk, type Ink } from "../color/ink.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import type { Line } from "../typesetting/glyphs.ts";
import { pt, TOLERANCE } from "../units.ts";
import type { DisplayItem } from "./display.ts";
import { baselineOf, columnX, type Geometry, type Obstacle } from "./geometry.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import type { Setter } from "./setter.ts";

/** A line of words nobody typed as display items, its origin at `x`. */
export function lineItems(line: Line, x: number, baseline: number, ink: Ink): readonly DisplayItem[] {
  return line.runs.map((run) => ({
    kind: "glyphs",
    of: "artifact",
    run,
    x: pt(x),
    baseline: pt(baseline),
    ink,
  }));
}

/** Rows of a column from the first line of text in a stretch to its last. */
export type TextRows = { readonly column: number; readonly from: number; readonly to: number };

/**
 * Rules between the text columns, from where both have begun (`tops`, in rows) to where the longer ends, interrupted
 * where something stands across them. Each begins and ends with text on one of its sides: between pictures, and beside
 * a column of white paper, there is none.
 */
export function columnRules(
  design: Design,
  geometry: Geometry,
  left: number,
  tops: readonly number[],
  ends: readonly number[],
  obstacles: readonly Obstacle[],
  text: readonly TextRows[],
): readonly DisplayItem[] {
  const { rule } = design.columns;
  if (!rule) return [];
  const items: DisplayItem[] = [];
  const isIdle = (column: number) => (ends[column] ?? 0) <= (tops[column] ?? 0);
  for (let column = 0; column + 1 < geometry.count; column++) {
    if (isIdle(column) || isIdle(column + 1)) continue;
    const bottom = Math.max(ends[column] ?? 0, ends[column + 1] ?? 0);
    const x = pt(columnX(geometry, left, column) + geometry.measure + geometry.gutter / 2);
    const beside = text.filter((rows) => rows.column === column || rows.column === column + 1);
    let start = -1;
    for (let row = Math.max(tops[column] ?? 0, tops[column + 1] ?? 0); row <= bottom; row++) {
      const blocked =
        row === bottom ||
        obstacles.some(
          (o) => row >= o.row && row < o.row + o.rows && o.column <= column && o.column + o.columns > column + 1,
        );
      if (!blocked && start < 0) start = row;
      if (blocked && start >= 0) {
        const along = beside.filter((rows) => rows.to >= start && rows.from < row);
        const from = Math.max(start, Math.min(...along.map((rows) => rows.from)));
        const to = Math.min(row - 1, Math.max(...along.map((rows) => rows.to)));
        if (to > from) {
          items.push({
            kind: "rule",
            of: "artifact",
            from: { x, y: pt(baselineOf(geometry, from) - geometry.xHeight) },
            to: { x, y: baselineOf(geometry, to) },
            weight: rule.weight,
            ink: rule.ink,
          });
        }
        start = -1;
      }
    }
  }
  return items;
}

/** The end mark's distance from the last word, in em, and on a line without room for that. */
const MARK_SPACES = [0.5, 0.25];
/** Paper between a mark that hangs out of its column and the rule or text beside it. */
const MARK_CLEAR = 2;

/**
 * The end mark after the last word. Where the line is full it hangs out of its column: in the margin of the last one,
 * else as far as half the gutter. Nothing where even that is too narrow.
 */
export function endMark(
  design: Design,
  setter: Setter,
  last: PlacedLine,
  { measure, gutter, count }: Geometry,
): readonly DisplayItem[] {
  const mark = design.furniture.endMark;
  if (!mark) return [];
  const { answer } = design.styles;
  const style: ParagraphStyle = { ...answer, name: "end mark", size: mark.size ?? answer.size, features: {} };
  const line = setter.furniture(mark.text, style);
  const isLast = last.column === null || last.column === count - 1;
  const hang = isLast ? line.width + style.size * 0.5 : Math.max(0, gutter / 2 - MARK_CLEAR);
  const end = last.line.x + last.line.width;
  const space = MARK_SPACES.find((em) => end + style.size * em + line.width <= measure + hang + TOLERANCE);
  if (space === undefined) return [];
  return lineItems(line, last.x + end + style.size * space - line.x, last.baseline, mark.ink ?? style.ink);
}

/** The page's own ground, out to the bleed. */
export function paper(design: Design): readonly DisplayItem[] {
  const { background } = design.makeUp;
  if (!background) return [];
  const { trim, bleed } = design.page;
  const box = {
    x: pt(-bleed.left),
    y: pt(-bleed.top),
    width: pt(trim.width + bleed.left + bleed.right),
    height: pt(trim.height + bleed.top + bleed.bottom),
  };
  return [{ kind: "fill", of: "artifact", box, ink: background }];
}

/** "Continued on 42" at the foot of the last column, "continued from 40" at the head of the first. */
export function jumpLine(
  design: Design,
  geometry: Geometry,
  setter: Setter,
  left: number,
  way: "on" | "from",
  folio: number,
): readonly DisplayItem[] {
  const { jump } = design.makeUp;
  if (!jump) return [];
  const style = design.styles.running_head;
  const line = setter.furniture(jump[way].replaceAll("{page}", String(folio)), style);
  const column = way === "on" ? geometry.count - 1 : 0;
  const start = columnX(geometry, left, column);
  const x = way === "on" ? start + geometry.measure - line.width : start;
  return lineItems(line, x, baselineOf(geometry, way === "on" ? geometry.rows - 1 : 0), style.ink);
}

const FPO_TINT = cmyk(0, 0, 0, 0.08);
const FPO_RULE = pt(0.5);

/**
 * A frame for position only: tinted, crossed, named, so that nobody takes it for a finished page. The frame goes below
 * the story; its label is no part of the story's words and comes after them.
 */
export function missingFrame(
  photo: PlacedPhoto,
  design: Design,
  setter: Setter,
): { readonly frame: readonly DisplayItem[]; readonly label: readonly DisplayItem[] } {
  const { x, y, width, height } = photo.box;
  const of = { block: photo.block, role: "photo" } as const;
  const rule = (x1: number, y1: number, x2: number, y2: number): DisplayItem => ({
    kind: "rule",
    of,
    from: { x: pt(x1), y: pt(y1) },
    to: { x: pt(x2), y: pt(y2) },
    weight: FPO_RULE,
    ink: cmyk(0, 0, 0, 0.4),
  });
  const style: ParagraphStyle = { ...design.styles.caption, italic: false };
  const label = setter.furniture(`FPO ${photo.file}`, style);
  const frame: DisplayItem[] = [
    { kind: "fill", of, box: photo.box, ink: FPO_TINT },
    rule(x, y, x + width, y + height),
    rule(x, y + height, x + width, y),
    rule(x, y, x + width, y),
    rule(x, y + height, x + width, y + height),
    rule(x, y, x, y + height),
    rule(x + width, y, x + width, y + height),
  ];
  if (label.width + 12 > width || height <= style.leading * 2) return { frame, label: [] };
  const middle = y + height / 2;
  frame.push({
    kind: "fill",
    of,
    box: {
      x: pt(x + (width - label.width) / 2 - 6),
      y: pt(middle - style.leading / 2 - 3),
      width: pt(label.width + 12),
      height: pt(style.leading + 6),
    },
    ink: FPO_TINT,
  });
  return { frame, label: lineItems(label, x + (width - label.width) / 2, middle + style.size * 0.35, BLACK) };
}
