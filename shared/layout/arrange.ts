/**
 * One arrangement of a page: these pieces in these places and the copy run round them, with what it costs. The search
 * tries many; nothing is kept of the ones it leaves.
 */
import { runCopy } from "./bands.ts";
import type { Fill } from "./columns.ts";
import type { Context, Remaining } from "./context.ts";
import type { Contour, Ground, Obstacle } from "./geometry.ts";
import { marginPrice, standInMargin } from "./marginPieces.ts";
import type { Piece } from "./pieces.ts";
import type { PinBox } from "./pins.ts";
import { PRICE } from "./prices.ts";
import type { Spending } from "./spend.ts";

/** A piece in its place. `row` null: at the foot of the columns, wherever that is. */
export type Slot = {
  readonly unit: number;
  readonly piece: Piece;
  readonly column: number;
  readonly row: number | null;
  /** Pinned by hand: where exactly, which need not be the text columns. */
  readonly pin: PinBox | null;
};

export type Arrangement = {
  readonly slots: readonly Slot[];
  readonly fill: Fill;
  readonly ground: Ground;
  /** The first row of each piece. */
  readonly rows: ReadonlyMap<number, number>;
  readonly cost: number;
  /** The part of the cost that is the pieces' places, without white space and bad breaks. */
  readonly places: number;
  readonly bottom: number;
  /** Paragraphs set a line longer or shorter here. */
  readonly spending: Spending | null;
};

/** What a page's arrangements have in common. */
export type Sheet = {
  readonly context: Context;
  readonly rest: Remaining;
  /** Rows that the opener and jump lines close. */
  readonly closed: readonly Obstacle[];
  /** The unit behind the last that any arrangement came to: the page depends on everything before it. */
  readonly reach: { unit: number };
};

/**
 * Runs the copy round these pieces; null when they do not fit. `bottom` is the row below the last; columns from `short`
 * on end one row above it. `like`: an arrangement of the same height, whose beginning may serve again.
 */
export function arrange(
  sheet: Sheet,
  slots: readonly Slot[],
  bottom: number,
  short = sheet.context.geometry.count,
  like: Arrangement | null = null,
  spending: Spending | null = null,
): Arrangement | null {
  const { context, rest } = sheet;
  const obstacles: Obstacle[] = [...sheet.closed];
  const contours: Contour[] = [];
  const rows = new Map<number, number>();
  // What is pinned is obeyed, whatever it meets; the others find their places beside it.
  for (const slot of slots) {
    if (!slot.pin) continue;
    obstacles.push(...slot.pin.obstacles);
    contours.push(...slot.pin.contours);
    rows.set(slot.unit, slot.pin.row);
  }
  for (const slot of slots) {
    if (slot.pin || slot.piece.inMargin) continue;
    const foot = slot.column >= short ? bottom - 1 : bottom;
    const place = roomFor(slot, obstacles, contours, context.geometry, foot);
    if (place === null) return null;
    rows.set(slot.unit, place.row);
    obstacles.push(place);
  }
  const { wrap } = context.design.makeUp;
  const ground: Ground = { obstacles, contours, sides: wrap.sides, least: wrap.least, short };
  const fill = runCopy(context, rest.cursor, ground, bottom, like?.fill ?? null, spending?.chosen ?? null);
  sheet.reach.unit = Math.max(sheet.reach.unit, fill.end.unit);
  if (!standInMargin(sheet, slots, fill, rows)) return null;
  let places = 0;
  for (const slot of slots) {
    if (slot.pin) continue;
    const row = rows.get(slot.unit) ?? 0;
    places += placePrice(sheet, slot, row, fill.anchors) + echoOf(context, slot, row, fill);
    if (slot.row !== null && !slot.piece.inMargin && isInside(slot, row, obstacles)) places += PRICE.inside;
  }
  const cost = places + fill.holes * PRICE.hole + fill.bad.length * PRICE.badBreak;
  return { slots, fill, ground, rows, cost, places, bottom, spending };
}

/**
 * What this place costs a piece whose words end at one of these anchors, in rows of white. With the anchors of an
 * arrangement without it the figure is a lower bound, since a piece only pushes words on.
 */
export function placePrice(sheet: Sheet, slot: Slot, row: number, anchors: Fill["anchors"]): number {
  const { context, rest } = sheet;
  const { geometry } = context;
  const { piece } = slot;
  if (piece.inMargin) return piece.price + marginPrice(sheet, slot, row, anchors);
  let cost = piece.price;
  if (slot.row === null) cost += PRICE.foot;
  const anchor = anchors.find((a) => a.unit === slot.unit);
  if (anchor) {
    const from = anchor.column + anchor.row / geometry.rows;
    const top = slot.column + row / geometry.rows;
    const foot = slot.column + piece.columns - 1 + (row + piece.rows) / geometry.rows;
    const away = from < top ? top - from : from > foot ? (from - foot) * PRICE.early : 0;
    cost += away * PRICE.distance;
  } else if (rest.waiting.some((apart) => apart.unit === slot.unit)) {
    cost += (slot.column + row / geometry.rows) * PRICE.distance;
  } else cost += context.units[slot.unit]?.item.kind === "quote" ? PRICE.tooSoon : PRICE.pushedOff;
  return cost;
}

/** Does it begin neither at the head of its columns nor right below something else? */
function isInside({ column, piece }: Slot, row: number, obstacles: readonly Obstacle[]): boolean {
  if (row === 0) return false;
  const end = column + piece.columns;
  return !obstacles.some((o) => o.column < end && column < o.column + o.columns && o.row + o.rows === row);
}

/** A quote too near the words it repeats reads as a misprint. */
function echoOf(context: Context, slot: Slot, row: number, fill: Fill): number {
  const item = context.units[slot.unit]?.item;
  if (item?.kind !== "quote" || !item.source) return 0;
  const { source } = item;
  const { away } = context.design.makeUp.quotes;
  for (const stretch of fill.placed) {
    const unit = stretch.set ?? context.units[stretch.unit];
    if (unit?.kind !== "text" || unit.item.id !== source.block) continue;
    if (stretch.column < slot.column || stretch.column >= slot.column + slot.piece.columns) continue;
    const base = stretch.from > 0 ? (unit.rows[stretch.from - 1] ?? 0) : 0;
    let price = 0;
    for (let n = stretch.from; n < stretch.to; n++) {
      const line = unit.lines[n];
      if (!line || line.to <= source.from || line.from >= source.to) continue;
      const at = stretch.row + (unit.rows[n] ?? 0) - base - 1;
      const apart = at < row ? row - at - 1 : at >= row + slot.piece.rows ? at - row - slot.piece.rows : 0;
      price = Math.max(price, Math.max(0, away - apart) * PRICE.echo);
    }
    if (price > 0) return price;
  }
  return 0;
}

/** Where a piece stands, or null when something is in the way. */
function roomFor(
  slot: Slot,
  obstacles: readonly Obstacle[],
  contours: readonly Contour[],
  geometry: Context["geometry"],
  bottom: number,
): Obstacle | null {
  const { columns, rows, rowsAtFoot } = slot.piece;
  const row = slot.row ?? bottom - rowsAtFoot;
  if (row < 0 || slot.column + columns > geometry.count || row + rowsAtFoot > bottom) return null;
  const height = Math.min(rows, bottom - row);
  const left = slot.column * (geometry.measure + geometry.gutter);
  const right = left + slot.piece.width;
  for (const o of obstacles) {
    if (o.column >= slot.column + columns || slot.column >= o.column + o.columns) continue;
    // At the foot a row stays between a piece and the one above it.
    const gap = slot.row === null ? 1 : 0;
    if (o.row < row + height && o.row + o.rows > row - gap) return null;
  }
  for (const { row: top, spans } of contours) {
    for (const [n, span] of spans.entries()) {
      if (span && top + n >= row && top + n < row + height && span[0] < right && span[1] > left) return null;
    }
  }
  return { column: slot.column, columns, row, rows: height };
}

/** The row below everything that stands on these rows at the head of some columns. */
export function headRow(ground: Ground, column: number, columns: number, rows: number, from = 0): number {
  let row = from;
  for (let moved = true; moved; ) {
    moved = false;
    for (const o of ground.obstacles) {
      if (o.column >= column + columns || column >= o.column + o.columns) continue;
      if (row + rows > o.row && row < o.row + o.rows) {
        row = o.row + o.rows;
        moved = true;
      }
    }
  }
  return row;
}

/** Where each column ends, text or piece without the air below it: the first row below. */
export function feetOf({ fill, ground, bottom, slots, rows }: Arrangement): readonly number[] {
  const feet = [...fill.ends];
  const see = (column: number, columns: number, foot: number) => {
    for (let at = column; at < column + columns && at < feet.length; at++) {
      feet[at] = Math.max(feet[at] ?? 0, Math.min(foot, bottom));
    }
  };
  const free = slots.filter(({ pin, piece }) => !pin && !piece.inMargin);
  for (const { unit, column, piece } of free) see(column, piece.columns, (rows.get(unit) ?? 0) + piece.rowsAtFoot);
  for (const { column, columns, row, rows: closed } of ground.obstacles) {
    if (row === 0 || free.some((slot) => slot.column === column && rows.get(slot.unit) === row)) continue;
    see(column, columns, row + closed);
  }
  return feet;
}

/** Rows of air below pieces that end their columns: closed to text, and white all the same. */
export function airAtFeet(made: Arrangement): number {
  const feet = feetOf(made);
  let air = 0;
  for (const { unit, column, pin, piece } of made.slots) {
    const foot = (made.rows.get(unit) ?? 0) + piece.rowsAtFoot;
    if (pin || piece.inMargin) continue;
    for (let at = column; at < column + piece.columns; at++) {
      if (feet[at] === foot) air += Math.min(made.bottom - foot, piece.rows - piece.rowsAtFoot);
    }
  }
  return air;
}
