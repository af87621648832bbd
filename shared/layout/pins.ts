/**
 * Places that the document names. What is pinned is obeyed: page, column, row and spans of a named grid, out to the
 * edges that bleed; when its grid or its room is gone it is freed, which is a finding. What is settled stands where the
 * search once put it, as a wish that the page may refuse.
 */
import type { Finding } from "../finding.ts";
import { tell, type ValuesOf } from "../findings/tell.ts";
import type { Edge, GridPlace, Placement } from "../schema/attributes.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Slot } from "./arrange.ts";
import type { Context, Remaining } from "./context.ts";
import type { Box } from "./display.ts";
import type { Outline } from "./alphaOutline.ts";
import { bledBox } from "./bleed.ts";
import { contoursOf } from "./contours.ts";
import { baselineOf, type Contour, type Geometry, type Obstacle, sideOf, spanWidth, textLeft } from "./geometry.ts";
import { cropFor } from "./photos.ts";
import { marginColumn } from "./marginPieces.ts";
import type { Fold, Half } from "./spread.ts";

/** Where something pinned stands. */
export type PinBox = {
  /** First row of the baseline grid. */
  readonly row: number;
  /** Left edge from the text's left edge, and width, without bleed. */
  readonly x: Pt;
  readonly width: Pt;
  readonly bleed: readonly Edge[];
  /** What it closes to text. */
  readonly obstacles: readonly Obstacle[];
  readonly contours: readonly Contour[];
  /** Which part of a picture over the fold this is; null for a whole one. */
  readonly half: Half | null;
  readonly fold: Fold | null;
};

/** The grid every design has: its text columns. */
const TEXT_GRID = "text";

export type NamedPlaces = {
  readonly pinned: readonly Slot[];
  readonly settled: readonly Slot[];
  /** Pinned pieces that cannot be, which the search places. */
  readonly freed: readonly number[];
  readonly findings: readonly Finding[];
};
const NONE: NamedPlaces = { pinned: [], settled: [], freed: [], findings: [] };

/** The pieces that name this page and have not been placed yet. */
export function namedPlaces(context: Context, rest: Remaining): NamedPlaces {
  const here = context.placedOn.get(rest.page) ?? [];
  if (here.length === 0 && rest.across.length === 0) return NONE;
  const pinned: Slot[] = rest.across.map((unit) => pinnedSlot(context, unit, pinOf(context, unit), "right"));
  const settled: Slot[] = [];
  const freed: number[] = [];
  const findings: Finding[] = [];
  for (const unit of here) {
    if (!isToCome(rest, unit)) continue;
    const piece = context.units[unit];
    if (!piece || piece.kind === "text" || piece.item.placement.kind === "auto") continue;
    const { placement } = piece.item;
    if (placement.kind === "settled") {
      const slot = settledSlot(context, unit, placement);
      if (slot) settled.push(slot);
      continue;
    }
    const why = whyNot(context, unit, placement);
    if (why === null) {
      const slot = pinnedSlot(context, unit, placement, isAcross(context, placement) ? "left" : null);
      findings.push(...overlaps(context, rest.page, slot, pinned));
      pinned.push(slot);
      continue;
    }
    freed.push(unit);
    findings.push(freedPin(context, unit, rest.page, why));
  }
  return { pinned, settled, freed, findings };
}

/** Is the unit still to be placed when this page begins? */
function isToCome({ cursor, waiting, ahead }: Remaining, unit: number): boolean {
  if (ahead.some((apart) => apart.unit === unit)) return false;
  return unit >= cursor.unit || waiting.some((apart) => apart.unit === unit);
}

/** Why a pin's place is none: no such grid, columns or rows that are not there, a page that is not. */
export type NoPlace = Pick<ValuesOf<"pin-freed">, "why" | "from" | "to" | "of" | "name">;
export const NO_PLACE: NoPlace = { why: "", from: 0, to: 0, of: 0, name: "" };

export function freedPin(context: Context, unit: number, page: number, why: NoPlace): Finding {
  const id = context.units[unit]?.item.id ?? "";
  return tell("warning", "pin-freed", { page, ...why }, { page, place: [id, 0, 0] });
}

/** What is amiss with a pin's place; null when it can be obeyed. */
function whyNot(context: Context, unit: number, place: Pin): NoPlace | null {
  const { design, geometry, story, units } = context;
  const grid = gridOf(design.makeUp.grids, geometry, place.grid);
  if (!grid) return { ...NO_PLACE, why: "grid", name: place.grid };
  const leftPage = design.page.facing && sideOf(story.issue.firstFolio + place.page - 1) === "verso";
  const mayFold = leftPage && units[unit]?.kind === "photo" && !place.wrap && place.column < grid.columns;
  if (place.column + place.columns > grid.columns * (mayFold ? 2 : 1)) {
    return {
      ...NO_PLACE,
      why: "columns",
      from: place.column + 1,
      to: place.column + place.columns,
      of: grid.columns,
    };
  }
  if (place.row + place.rows > geometry.rows) {
    return { ...NO_PLACE, why: "rows", from: place.row + 1, to: place.row + place.rows, of: geometry.rows };
  }
  return null;
}

type Pin = Extract<Placement, { kind: "pinned" }>;
function pinOf({ units }: Context, unit: number): Pin {
  const item = units[unit]?.item;
  if (!item || item.kind === "text" || item.placement.kind !== "pinned") {
    throw new RangeError(`unit ${unit} goes over the fold and is not pinned`);
  }
  return item.placement;
}

/** Does a pin reach over the fold, onto the right page? */
function isAcross({ design, geometry }: Context, place: Pin): boolean {
  const grid = gridOf(design.makeUp.grids, geometry, place.grid);
  return grid !== null && place.column + place.columns > grid.columns;
}

/** What of a pin stands on the page of one half. */
function halfOf(
  { design }: Context,
  place: Pin,
  grid: Track,
  half: Half,
): { readonly place: Pin; readonly fold: Fold } {
  const { trim, bleed } = design.page;
  const over = place.column + place.columns - grid.columns;
  const across = (columns: number) => columns * (grid.unit + grid.gutter);
  const left = place.bleed.includes("left")
    ? trim.width + bleed.left
    : trim.width - textLeft(design, "verso") - across(place.column);
  const right = place.bleed.includes("right")
    ? trim.width + bleed.right
    : textLeft(design, "recto") + across(over) - grid.gutter;
  // The text area up to the fold is the picture's on either page.
  const edges = place.bleed.filter((edge) => edge !== (half === "left" ? "right" : "left"));
  const own =
    half === "left"
      ? { column: place.column, columns: grid.columns - place.column, bleed: [...edges, "right" as const] }
      : { column: 0, columns: over, bleed: [...edges, "left" as const] };
  return { place: { ...place, ...own }, fold: { left, right } };
}

type Track = { readonly columns: number; readonly unit: number; readonly gutter: number };
function gridOf(grids: Context["design"]["makeUp"]["grids"], geometry: Geometry, name: string): Track | null {
  if (name === TEXT_GRID) return { columns: geometry.count, unit: geometry.measure, gutter: geometry.gutter };
  const grid = Object.hasOwn(grids, name) ? grids[name] : undefined;
  if (!grid) return null;
  const width = geometry.measure * geometry.count + geometry.gutter * (geometry.count - 1);
  const unit = (width - grid.gutter * (grid.columns - 1)) / grid.columns;
  return unit > 1 ? { columns: grid.columns, unit, gutter: grid.gutter } : null;
}

function settledSlot(context: Context, unit: number, place: GridPlace & { readonly foot?: boolean }): Slot | null {
  const { geometry, units, pieces } = context;
  const piece = units[unit];
  if (!piece || place.row >= geometry.rows) return null;
  if (place.column === marginColumn(geometry)) {
    const small = pieces.inMargin(piece);
    return small && { unit, piece: small, column: place.column, row: place.row, pin: null };
  }
  if (place.column + place.columns > geometry.count) return null;
  const natural = pieces.sizesOf(piece).find((size) => size.columns === place.columns);
  // A picture keeps its height too; words take what they need.
  const words = piece.kind === "group" && piece.item.kind !== "photos";
  const keeps = natural && (words || natural.bodyRows + 1 === place.rows);
  const made = keeps ? natural : pieces.exact(piece, place.columns, words ? null : place.rows - 1);
  return { unit, piece: made, column: place.column, row: place.foot ? null : place.row, pin: null };
}

function pinnedSlot(context: Context, unit: number, asked: Pin, half: Half | null): Slot {
  const { geometry, design, units, pieces, pictures } = context;
  const grid = gridOf(design.makeUp.grids, geometry, asked.grid);
  const item = units[unit];
  if (!grid || !item || item.kind === "text")
    throw new RangeError(`unit ${unit} is pinned to a grid that is not there`);
  const { place, fold } = half ? halfOf(context, asked, grid, half) : { place: asked, fold: null };
  const x = place.column * (grid.unit + grid.gutter);
  const width = place.columns * grid.unit + (place.columns - 1) * grid.gutter;
  // What begins in a gutter covers nothing of the column before it.
  const first = Math.floor((x + geometry.gutter + TOLERANCE) / (geometry.measure + geometry.gutter));
  const whole = place.grid === TEXT_GRID;
  const piece = pieces.exact(item, whole ? place.columns : 1, Math.max(1, place.rows - pictureExtra(item)), pt(width));
  const rows = Math.min(piece.rows, geometry.rows - place.row);
  const { standOff } = design.makeUp.wrap;
  const obstacles: Obstacle[] = [];
  const contours: Contour[] = [];
  if (place.wrap && item.kind === "photo") {
    const box: Box = {
      x: pt(x),
      y: pt(baselineOf(geometry, place.row) - geometry.xHeight),
      width: pt(width),
      height: pt((place.rows - 1) * geometry.baseline + geometry.xHeight),
    };
    // Over the edges that bleed the picture is larger, and with it what it shows.
    const { left } = geometry.sides[geometry.side];
    const onPage = bledBox({ ...box, x: pt(left + x) }, place.bleed, design);
    const shown: Box = { ...onPage, x: pt(onPage.x - left) };
    const crop = cropFor(item.item, pictures.sizeOf(item.item), shown);
    const outlined = (): Outline | null => pictures.outlineOf?.(item.item) ?? null;
    const words = { from: place.row + piece.bodyRows, rows: rows - piece.bodyRows - 1 };
    contours.push(
      ...(place.wrap.kind === "polygon"
        ? contoursOf([place.wrap.points], WHOLE, box, geometry, standOff, place.row, piece.bodyRows + 1)
        : contoursOf(outlined(), crop, shown, geometry, standOff, place.row, piece.bodyRows + 1)),
    );
    if (words.rows > 0) contours.push(boxContour(x, width, 0, words.from + 1, words.rows));
  } else {
    // What bleeds takes the margin it bleeds over and the text area up to it.
    const bleeds = (edge: Edge) => place.bleed.includes(edge);
    const all = spanWidth(geometry, geometry.count);
    const left = bleeds("left") ? 0 : x;
    const right = bleeds("right") ? all : x + width;
    const top = bleeds("top") ? 0 : place.row;
    const foot = bleeds("bottom") ? geometry.rows : place.row + rows;
    closeBox(geometry, left, right - left, standOff, top, foot - top, obstacles, contours);
  }
  return {
    unit,
    piece,
    column: Math.min(first, geometry.count - 1),
    row: place.row,
    pin: { row: place.row, x: pt(x), width: pt(width), bleed: place.bleed, obstacles, contours, half, fold },
  };
}
const WHOLE = { x: 0, y: 0, width: 1, height: 1 } as const;
/** A picture of n baselines' height covers n + 1 rows. */
function pictureExtra(unit: { readonly kind: string; readonly item: { readonly kind: string } }): number {
  return unit.kind === "photo" || unit.item.kind === "photos" ? 1 : 0;
}

/** Whole columns are closed as such; a column that is covered in part keeps the room beside the box. */
function closeBox(
  geometry: Geometry,
  x: number,
  width: number,
  standOff: number,
  row: number,
  rows: number,
  obstacles: Obstacle[],
  contours: Contour[],
): void {
  let partly = false;
  for (let column = 0; column < geometry.count; column++) {
    const left = column * (geometry.measure + geometry.gutter);
    const right = left + geometry.measure;
    if (x >= right - TOLERANCE || x + width <= left + TOLERANCE) continue;
    if (x > left + TOLERANCE || x + width < right - TOLERANCE) {
      partly = true;
      continue;
    }
    const before = obstacles.at(-1);
    if (before && before.column + before.columns === column) {
      obstacles[obstacles.length - 1] = { ...before, columns: before.columns + 1 };
    } else obstacles.push({ column, columns: 1, row, rows });
  }
  if (partly) contours.push(boxContour(x, width, standOff, row, rows));
}

function boxContour(x: number, width: number, standOff: number, row: number, rows: number): Contour {
  const span = [x - standOff, x + width + standOff] as const;
  return { row, spans: Array.from({ length: Math.max(0, rows) }, () => span) };
}

/** Pinned pieces that lie over each other are both shown: hiding one would lose it. */
function overlaps(context: Context, page: number, slot: Slot, others: readonly Slot[]): readonly Finding[] {
  const a = slot.pin;
  if (!a) return [];
  return others.flatMap((other) => {
    const b = other.pin;
    if (!b) return [];
    const beside = a.x + a.width <= b.x + TOLERANCE || b.x + b.width <= a.x + TOLERANCE;
    const apart = a.row + slot.piece.rowsAtFoot <= b.row || b.row + other.piece.rowsAtFoot <= a.row;
    if (beside || apart) return [];
    const id = context.units[slot.unit]?.item.id ?? "";
    return [
      tell(
        "warning",
        "pin-overlap",
        { page, one: id, other: context.units[other.unit]?.item.id ?? "" },
        { page, place: [id, 0, 0] },
      ),
    ];
  });
}
