/**
 * Finds places for the pieces of a page. The pieces are taken in reading order and every place and size is tried with
 * the copy run round it; the few cheapest beginnings are followed, not the first. At the end each piece is tried
 * everywhere once more with the others as they stand, until nothing gets better.
 */
import { arrange, type Arrangement, headRow, placePrice, type Sheet, type Slot } from "./arrange.ts";
import type { Context } from "./context.ts";
import { levelRow, marginColumn } from "./marginPieces.ts";
import type { Piece } from "./pieces.ts";
import { PRICE } from "./prices.ts";

export type Found = {
  readonly made: Arrangement;
  /** The arrangement's cost, that of the pieces put off, and that of a page more for them when the copy has ended. */
  readonly cost: number;
};

/** A beginning: some pieces placed, some put off to a later page. */
type State = {
  readonly made: Arrangement;
  readonly putOff: ReadonlySet<number>;
  readonly cost: number;
  /** Pieces for which there was no place at all, one after the other. */
  readonly refused: number;
};

export type IsHeld = (unit: number, ended: boolean) => boolean;

/** Beginnings followed at a time. */
const WIDTH = 3;
const MOST_PIECES_A_PAGE = 24;
/** A page that has refused so many pieces is full. */
const MOST_REFUSED = 3;
const ROUNDS = 2;
const LESS = 1e-9;

/**
 * The cheapest way found to go on from `start`. `isHeld` says of a piece that it waits for a page of its own; `ended`
 * whether all copy is on this one.
 */
export function search(sheet: Sheet, start: Arrangement, isHeld: IsHeld): Found {
  const fixed = new Set(start.slots);
  let open: State[] = [{ made: start, putOff: new Set(), cost: start.cost, refused: 0 }];
  let best: State | null = null;
  for (let guard = 0; open.length > 0; guard++) {
    const next: State[] = [];
    for (const state of open) {
      const unit = guard < MOST_PIECES_A_PAGE && state.refused < MOST_REFUSED ? nextPiece(sheet, state, isHeld) : null;
      if (unit === null) {
        if (!best || state.cost < best.cost - LESS) best = state;
      } else next.push(...continued(sheet, state, unit));
    }
    next.sort((a, b) => a.cost - b.cost);
    open = next.slice(0, WIDTH).filter((state) => !best || state.cost < best.cost - LESS || guard < 1);
  }
  if (!best) throw new RangeError(`page ${sheet.rest.page} has no arrangement`);
  const made = improved(sheet, best.made, fixed);
  const cost = best.cost - best.made.cost + made.cost;
  const held = heldPieces(sheet, made, isHeld);
  const ended = made.fill.end.unit >= sheet.context.units.length;
  const more = held > 0 && best.putOff.size === 0 && ended ? PRICE.extraPage : 0;
  return { made, cost: cost + held * PRICE.later + more };
}

/** The first piece whose words stand on this page, or earlier, and that has no place yet. */
function nextPiece({ context, rest }: Sheet, { made, putOff }: State, isHeld: IsHeld): number | null {
  const taken = new Set([...made.slots.map((slot) => slot.unit), ...rest.ahead.map((apart) => apart.unit)]);
  const ended = made.fill.end.unit >= context.units.length;
  let first: number | null = null;
  const see = (unit: number) => {
    if (first !== null && unit >= first) return;
    if (taken.has(unit) || putOff.has(unit) || context.units[unit]?.item === context.hero) return;
    if (!isHeld(unit, ended)) first = unit;
  };
  for (const { unit } of rest.waiting) see(unit);
  for (const { unit } of made.fill.anchors) see(unit);
  return first;
}

/** Pieces reached that wait for a page of their own. */
function heldPieces({ context, rest }: Sheet, made: Arrangement, isHeld: IsHeld): number {
  const ended = made.fill.end.unit >= context.units.length;
  const reached = new Set([...rest.waiting, ...made.fill.anchors].map(({ unit }) => unit));
  for (const { unit } of [...made.slots, ...rest.ahead]) reached.delete(unit);
  return [...reached].filter((unit) => context.units[unit]?.item !== context.hero && isHeld(unit, ended)).length;
}

function continued(sheet: Sheet, state: State, unit: number): State[] {
  const { context, rest } = sheet;
  const tried: Arrangement[] = [];
  for (const { slot, least } of placesFor(sheet, state.made, unit)) {
    const worst = tried[WIDTH - 1];
    if (worst && state.made.places + least >= worst.cost) break;
    const { bottom } = state.made;
    const made = arrange(sheet, [...state.made.slots, slot], bottom, context.geometry.count, state.made);
    if (!made) continue;
    const at = tried.findIndex((other) => made.cost < other.cost);
    tried.splice(at < 0 ? tried.length : at, 0, made);
  }
  const put = state.cost - state.made.cost;
  const states = tried
    .slice(0, WIDTH)
    .map((made): State => ({ made, putOff: state.putOff, cost: made.cost + put, refused: state.refused }));
  // What has waited once waits no longer where there is room. Behind the end of the copy waiting takes a page more.
  const mayWait = !rest.waiting.some((apart) => apart.unit === unit);
  if (mayWait || tried.length === 0) {
    const ended = state.made.fill.end.unit >= context.units.length;
    states.push({
      made: state.made,
      putOff: new Set([...state.putOff, unit]),
      cost: state.cost + PRICE.later + (ended && state.putOff.size === 0 ? PRICE.extraPage : 0),
      refused: state.refused + (tried.length === 0 ? 1 : 0),
    });
  }
  return states;
}

/**
 * The places worth trying: head and foot of every column, and where its words end; the most promising first, each with
 * the least it can cost.
 */
export function placesFor(
  sheet: Sheet,
  made: Arrangement,
  unit: number,
): readonly { readonly slot: Slot; readonly least: number }[] {
  const { context } = sheet;
  const { geometry, units, pieces } = context;
  const what = units[unit];
  if (!what) throw new RangeError(`there is no unit ${unit}`);
  const slots: { readonly slot: Slot; readonly least: number }[] = [];
  const anchor = made.fill.anchors.find((a) => a.unit === unit);
  for (const piece of pieces.sizesOf(what)) {
    for (let column = 0; column + piece.columns <= geometry.count; column++) {
      const place = (row: number | null) => {
        const slot: Slot = { unit, piece, column, row, pin: null };
        const top = row ?? made.bottom - piece.rowsAtFoot;
        return { slot, least: placePrice(sheet, slot, top, made.fill.anchors) };
      };
      const head = headRow(made.ground, column, piece.columns, headRows(piece, made.bottom));
      slots.push(place(head), place(null));
      if (!anchor || anchor.column < column || anchor.column >= column + piece.columns) continue;
      if (!mayStandInside(context, unit)) continue;
      const row = Math.ceil(anchor.row - 1e-6);
      if (row > head && row + piece.rows < made.bottom) slots.push(place(row));
    }
  }
  const small = pieces.inMargin(what);
  if (small) {
    const { anchors } = made.fill;
    const row = levelRow({ unit, piece: small }, anchors);
    const slot: Slot = { unit, piece: small, column: marginColumn(geometry), row, pin: null };
    slots.push({ slot, least: placePrice(sheet, slot, row, anchors) });
  }
  return slots.sort((a, b) => a.least - b.least);
}

function headRows(piece: Piece, bottom: number): number {
  return Math.min(piece.rows, bottom);
}

/** Nothing comes between a question and its answer's first lines. */
function mayStandInside(context: Context, unit: number): boolean {
  for (let at = unit - 1; at >= 0; at--) {
    const before = context.units[at];
    if (before?.kind === "text") return before.item.block.role === "answer" || before.item.block.role === "list_item";
  }
  return false;
}

/** Each found piece tried everywhere again, the others as they stand. */
function improved(sheet: Sheet, start: Arrangement, fixed: ReadonlySet<Slot>): Arrangement {
  let best = start;
  if (start.slots.length - fixed.size < 2) return best;
  const { count } = sheet.context.geometry;
  const rows = start.bottom;
  for (let round = 0; round < ROUNDS; round++) {
    const before = best.cost;
    for (const slot of best.slots) {
      if (fixed.has(slot)) continue;
      const others = best.slots.filter((other) => other.unit !== slot.unit);
      const without = arrange(sheet, others, rows, count, best);
      if (!without) continue;
      for (const { slot: place, least } of placesFor(sheet, without, slot.unit)) {
        if (without.places + least >= best.cost) break;
        const made = arrange(sheet, [...others, place], rows, count, without);
        if (made && made.cost < best.cost - LESS) best = made;
      }
    }
    if (best.cost >= before - LESS) break;
  }
  return best;
}
