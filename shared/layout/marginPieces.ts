/**
 * Small pictures in the margin column: beside the last lines of the words they belong to, or as near to them as the column
 * has room. They close nothing to the text, so they find their rows when the copy has run. What stands in that column
 * already keeps its rows: other pictures, their captions, names hung before turns, the opener.
 */
import type { Sheet, Slot } from "./arrange.ts";
import { type Fill, rowOfLine } from "./columns.ts";
import type { Context } from "./context.ts";
import type { Geometry } from "./geometry.ts";
import { PRICE } from "./prices.ts";

/** From a row to the one behind the last. */
type Rows = readonly [from: number, to: number];

/** A run this far before its line hangs in the margin, in points; a hung quotation mark does not. */
const HUNG = 8;
/** Clear rows between what stands in the column. */
const CLEAR = 1;

/** The column that a piece in the margin counts as standing in: the one behind the text's last. */
export function marginColumn({ count }: Geometry): number {
  return count;
}

/** The row at which a piece in the margin stands level with the last lines of its words. */
export function levelRow(slot: Pick<Slot, "unit" | "piece">, anchors: Fill["anchors"]): number {
  const anchor = anchors.find(({ unit }) => unit === slot.unit);
  return anchor ? Math.max(0, Math.ceil(anchor.row - 1e-6) - slot.piece.rowsAtFoot) : 0;
}

/** Gives every piece in the margin its first row; false when the column has no room for one of them. */
export function standInMargin(sheet: Sheet, slots: readonly Slot[], fill: Fill, rows: Map<number, number>): boolean {
  if (!slots.some(({ piece }) => piece.inMargin)) return true;
  const { geometry } = sheet.context;
  const taken = takenRows(sheet, slots, fill, rows);
  for (const slot of slots) {
    if (!slot.piece.inMargin) continue;
    const row = nearestFree(slot.row ?? 0, slot.piece.rowsAtFoot, geometry.rows, taken);
    if (row === null) return false;
    rows.set(slot.unit, row);
    taken.push([row, row + slot.piece.rowsAtFoot]);
  }
  return true;
}

function nearestFree(wanted: number, height: number, most: number, taken: readonly Rows[]): number | null {
  const free = (row: number) =>
    row >= 0 && row + height <= most && taken.every(([from, to]) => row >= to + CLEAR || row + height + CLEAR <= from);
  for (let away = 0; away <= most; away++) {
    if (free(wanted - away)) return wanted - away;
    if (free(wanted + away)) return wanted + away;
  }
  return null;
}

function takenRows(
  { context, closed }: Sheet,
  slots: readonly Slot[],
  fill: Fill,
  rows: ReadonlyMap<number, number>,
): Rows[] {
  const taken: Rows[] = closed.map(({ row, rows: height }) => [row, row + height]);
  for (const { unit, piece, pin } of slots) {
    if (piece.inMargin || !(pin || reachesOut(piece.ink))) continue;
    const row = rows.get(unit) ?? 0;
    taken.push([row, row + piece.rowsAtFoot]);
  }
  taken.push(...hungRows(context, fill));
  return taken;
}

function reachesOut(ink: Slot["piece"]["ink"]): boolean {
  if (ink.kind === "photo") return ink.block.drawnOut || ink.block.words.stand === "margin";
  return ink.kind === "row" && ink.block.drawnOut;
}

/** The rows of names that hang before turns, where the margin column is on that side. */
function hungRows({ geometry, units }: Context, fill: Fill): readonly Rows[] {
  const { margin, left } = geometry.sides[geometry.side];
  if (!margin || margin.x > left) return [];
  return fill.placed.flatMap((stretch): Rows[] => {
    const unit = units[stretch.unit];
    if (unit?.kind !== "text" || stretch.from > 0) return [];
    const line = (stretch.set ?? unit).lines[0];
    if (!line?.runs.some((run) => run.x < -HUNG)) return [];
    const row = Math.floor(rowOfLine(unit, stretch, 0));
    return [[row, row + 1]];
  });
}

/** What a place in the margin costs a piece, in rows of white: `row` is where it stands, level with its words it costs nothing. */
export function marginPrice({ context, rest }: Sheet, slot: Slot, row: number, anchors: Fill["anchors"]): number {
  const share = PRICE.distance / context.geometry.rows;
  if (anchors.some(({ unit }) => unit === slot.unit)) return Math.abs(row - levelRow(slot, anchors)) * share;
  return rest.waiting.some(({ unit }) => unit === slot.unit) ? row * share : PRICE.pushedOff;
}
