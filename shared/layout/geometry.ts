/**
 * Where things may stand on a page: columns across, rows of the baseline grid down. Row n is the strip whose text
 * stands on baseline `first + n * baseline`. Everything in a text column is placed in whole rows, which is what keeps
 * the lines of neighbouring columns level.
 */
import type { PageEdge } from "../schema/openerFile.ts";
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
  readonly side: Side;
  /** What differs from left pages to right ones. */
  readonly sides: Readonly<Record<Side, PageSide>>;
  readonly captions: WordsManner;
};

/** Where the words of pictures stand, and the room there is for them. */
export type WordsManner = {
  readonly photos: Design["photos"];
  /** The margin column takes captions. */
  readonly margin: boolean;
  /** Which edge a credit stands along, and on which side of its picture a caption, by the page's side. */
  readonly edge: { readonly on: "paper" | "picture"; readonly side: Readonly<Record<Side, "left" | "right">> };
  readonly beside: Readonly<Record<Side, "left" | "right">>;
  /** Paper between two columns that a credit along a picture may take, up to the rule between them. */
  readonly gutterRoom: number;
  /** From the trim. */
  readonly safe: Pt;
};

/** Lengths from the trim's left edge. */
export type PageSide = {
  readonly left: Pt;
  /** The margin column; null where the design has none. */
  readonly margin: { readonly x: Pt; readonly width: Pt } | null;
  /** From where to where a picture as wide as the text reaches. */
  readonly reach: { readonly x: Pt; readonly width: Pt };
  /** The same inside the page: where a row of pictures as wide as the text stands. */
  readonly breadth: { readonly x: Pt; readonly width: Pt };
};

export function geometryOf(design: Design, xHeight: Pt): Geometry {
  const { page, grid, columns } = design;
  const foot = page.trim.height - page.margins.bottom;
  return {
    side: "recto",
    sides: { recto: pageSide(design, "recto"), verso: pageSide(design, "verso") },
    captions: wordsManner(design),
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

/** Least clear paper between a credit along a picture and the next column or the rule before it, in points. */
const CLEAR = 2;

function wordsManner(design: Design): WordsManner {
  const { photos, columns, makeUp } = design;
  const { rule, gutter } = columns;
  const sides = (edge: PageEdge): WordsManner["beside"] => ({
    recto: leftward(edge, design, "recto") ? "left" : "right",
    verso: leftward(edge, design, "verso") ? "left" : "right",
  });
  return {
    photos,
    margin: columns.margin !== null,
    edge: { on: photos.edge.on, side: sides(photos.edge.side) },
    beside: sides(photos.beside.side),
    gutterRoom: (rule ? (gutter - rule.weight) / 2 : gutter) - CLEAR,
    safe: makeUp.safe,
  };
}

const versos = new WeakMap<Geometry, Geometry>();
/** The same geometry as it lies on a left or a right page. */
export function sidedGeometry(geometry: Geometry, side: Side): Geometry {
  if (geometry.side === side) return geometry;
  const known = versos.get(geometry);
  if (known) return known;
  const made = { ...geometry, side };
  versos.set(geometry, made);
  return made;
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
  const { page, columns } = design;
  const { inside, outside } = page.margins;
  const left = page.facing && side === "verso" ? outside : inside;
  const { margin } = columns;
  return pt(margin && leftward(margin.side, design, side) ? left + margin.width + margin.gutter : left);
}

/** Does this edge of a page lie on its left? Pages that do not face count as right ones. */
function leftward(edge: PageEdge, design: Design, side: Side): boolean {
  const verso = design.page.facing && side === "verso";
  return edge === "left" || edge === (verso ? "outside" : "inside");
}
function rightward(edge: PageEdge, design: Design, side: Side): boolean {
  const verso = design.page.facing && side === "verso";
  return edge === "right" || edge === (verso ? "inside" : "outside");
}

function pageSide(design: Design, side: Side): PageSide {
  const { columns, photos } = design;
  const left = textLeft(design, side);
  const text = columnMeasure(design) * columns.count + columns.gutter * (columns.count - 1);
  const { margin: column } = columns;
  const beside = column && leftward(column.side, design, side);
  const x = column ? (beside ? left - column.gutter - column.width : left + text + column.gutter) : 0;
  const margin = column ? { x: pt(x), width: column.width } : null;
  const drawnOver = photos.inline.margin ? margin : null;
  return {
    left,
    margin,
    reach: reachOf(design, side, left, text, drawnOver, photos.inline.bleed),
    breadth: reachOf(design, side, left, text, drawnOver, []),
  };
}

/** A stretch of the page from `x`, drawn out over the margin column beside it and over the edges that bleed. */
export function reachOf(
  design: Design,
  side: Side,
  x: number,
  width: number,
  margin: PageSide["margin"],
  bleeds: readonly PageEdge[],
): { readonly x: Pt; readonly width: Pt } {
  const { trim, bleed } = design.page;
  let from = margin ? Math.min(x, margin.x) : x;
  let to = margin ? Math.max(x + width, margin.x + margin.width) : x + width;
  if (bleeds.some((edge) => leftward(edge, design, side))) from = -bleed.left;
  if (bleeds.some((edge) => rightward(edge, design, side))) to = trim.width + bleed.right;
  return { x: pt(from), width: pt(to - from) };
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
/**
 * A shape that closes only part of a column's width: for each of its rows the stretch text keeps out of, in points
 * from the text's left edge, clear space included; null where a row of it is free.
 */
export type Contour = { readonly row: number; readonly spans: readonly (readonly [number, number] | null)[] };
/** Room for a line, from its column's left edge. */
export type Room = { readonly x: number; readonly width: number };
export type Segment = {
  readonly column: number;
  readonly row: number;
  readonly rows: number;
  /** Room in each row where something stands beside the text; null when every row is as wide as the column. */
  readonly rooms: readonly (readonly Room[])[] | null;
};
/** What text keeps off on a page or a band of it. */
export type Ground = {
  readonly obstacles: readonly Obstacle[];
  readonly contours: readonly Contour[];
  /** Text on both sides of a contour, or on the larger only; room narrower than `least` stays empty. */
  readonly sides: "both" | "larger";
  readonly least: number;
  /** The first column that ends a row higher than those before it, on a last page; the count when none does. */
  readonly short: number;
};

/** The free stretches of each column in reading order, from row `top` to `foot` (exclusive). */
export function segmentsOf(geometry: Geometry, top: number, foot: number, ground: Ground): readonly Segment[] {
  const out: Segment[] = [];
  for (let column = 0; column < geometry.count; column++) {
    const bottom = column >= ground.short ? foot - 1 : foot;
    const inside = ground.obstacles
      .filter((o) => column >= o.column && column < o.column + o.columns)
      .sort((a, b) => a.row - b.row);
    const left = column * (geometry.measure + geometry.gutter);
    const beside = ground.contours.filter((contour) =>
      contour.spans.some((span) => span && span[0] < left + geometry.measure && span[1] > left),
    );
    const push = (row: number, rows: number) => {
      if (rows <= 0) return;
      if (beside.length === 0) out.push({ column, row, rows, rooms: null });
      else pushNarrowed(out, { column, row, rows, rooms: null }, left, geometry.measure, beside, ground);
    };
    let row = top;
    for (const obstacle of inside) {
      if (obstacle.row > row) push(row, Math.min(obstacle.row, bottom) - row);
      row = Math.max(row, obstacle.row + obstacle.rows);
    }
    if (row < bottom) push(row, bottom - row);
  }
  return out;
}

/** A stretch of a column with contours in it, ended where a row has no room at all. */
function pushNarrowed(
  out: Segment[],
  whole: Segment,
  left: number,
  measure: number,
  contours: readonly Contour[],
  ground: Ground,
): void {
  let rooms: (readonly Room[])[] = [];
  const full: readonly Room[] = [{ x: 0, width: measure }];
  const flush = (end: number) => {
    if (rooms.length === 0) return;
    const plain = rooms.every((room) => room === full);
    out.push({ column: whole.column, row: end - rooms.length, rows: rooms.length, rooms: plain ? null : rooms });
    rooms = [];
  };
  for (let row = whole.row; row < whole.row + whole.rows; row++) {
    let free = full;
    for (const contour of contours) {
      const span = contour.spans[row - contour.row];
      if (span) free = free.flatMap((room) => without(room, span[0] - left, span[1] - left));
    }
    const wide = free.filter((room) => room.width >= Math.min(ground.least, measure));
    const largest = wide.reduce<Room | null>((best, room) => (best && best.width >= room.width ? best : room), null);
    if (!largest) flush(row);
    else rooms.push(free === full ? full : ground.sides === "both" ? wide : [largest]);
  }
  flush(whole.row + whole.rows);
}

function without(room: Room, from: number, to: number): readonly Room[] {
  const end = room.x + room.width;
  if (to <= room.x || from >= end) return [room];
  return [
    ...(from > room.x ? [{ x: room.x, width: from - room.x }] : []),
    ...(to < end ? [{ x: to, width: end - to }] : []),
  ];
}
