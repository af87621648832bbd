/**
 * Where things may stand on a page: columns across, rows of the baseline grid down. Row n is the strip whose text
 * stands on baseline `first + n * baseline`. Everything in a text column is placed in whole rows, which is what keeps
 * the lines of neighbouring columns level.
 */
import type { Design } from "../schema/template.ts";
import { columnMeasure } from "../schema/template.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Box } from "./display.ts";
import type { Side } from "./page.ts";

export type Geometry = {
  readonly rows: number;
  readonly count: number;
  readonly measure: Pt;
  readonly gutter: Pt;
  readonly baseline: Pt;
  readonly first: Pt;
  readonly width: Pt;
  readonly height: Pt;
  /** Height of a lower-case x of the body text: pictures begin there so that their tops stand level with the type. */
  readonly xHeight: Pt;
};

export function geometryOf(design: Design, xHeight: Pt): Geometry {
  const { page, grid, columns } = design;
  const foot = page.trim.height - page.margins.bottom;
  return {
    rows: Math.floor((foot - grid.first + TOLERANCE) / grid.baseline) + 1,
    count: columns.count,
    measure: columnMeasure(design),
    gutter: columns.gutter,
    baseline: grid.baseline,
    first: grid.first,
    width: page.trim.width,
    height: page.trim.height,
    xHeight,
  };
}

export function baselineOf(geometry: Geometry, row: number): Pt {
  return pt(geometry.first + row * geometry.baseline);
}

/** A folio's parity decides the side: odd pages lie on the right. */
export function sideOf(folio: number): Side {
  return folio % 2 === 0 ? "verso" : "recto";
}

/** Left edge of the text on this side. */
export function textLeft(design: Design, side: Side): Pt {
  const { inside, outside } = design.page.margins;
  return design.page.facing && side === "verso" ? outside : inside;
}

export function columnX(geometry: Geometry, left: number, column: number): Pt {
  return pt(left + column * (geometry.measure + geometry.gutter));
}
/** Width of `span` columns with the gutters between them. */
export function spanWidth(geometry: Geometry, span: number): Pt {
  return pt(geometry.measure * span + geometry.gutter * (span - 1));
}

/** The text columns' boxes, from the top of an x on the first baseline down to the last baseline. */
export function columnBoxes(geometry: Geometry, left: number): readonly Box[] {
  const top = pt(geometry.first - geometry.xHeight);
  const height = pt((geometry.rows - 1) * geometry.baseline + geometry.xHeight);
  return Array.from({ length: geometry.count }, (_, column) => ({
    x: columnX(geometry, left, column),
    y: top,
    width: geometry.measure,
    height,
  }));
}

/** Rows of some columns that text may not enter: a picture, the standfirst's box. */
export type Obstacle = {
  readonly column: number;
  readonly columns: number;
  readonly row: number;
  readonly rows: number;
};
export type Segment = { readonly column: number; readonly row: number; readonly rows: number };

/** The free stretches of each column in reading order, between row 0 and `bottom` (exclusive). */
export function segmentsOf(count: number, bottom: number, obstacles: readonly Obstacle[]): readonly Segment[] {
  const out: Segment[] = [];
  for (let column = 0; column < count; column++) {
    const inside = obstacles
      .filter((o) => column >= o.column && column < o.column + o.columns)
      .sort((a, b) => a.row - b.row);
    let row = 0;
    for (const obstacle of inside) {
      if (obstacle.row > row) out.push({ column, row, rows: Math.min(obstacle.row, bottom) - row });
      row = Math.max(row, obstacle.row + obstacle.rows);
    }
    if (row < bottom) out.push({ column, row, rows: bottom - row });
  }
  return out.filter((s) => s.rows > 0);
}
