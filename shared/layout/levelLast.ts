/**
 * The last page made level. Its columns end within a row of each other at the lowest foot that holds everything; where
 * that cannot be, what a page has is tried in turn: rows of space above questions, paragraphs a line longer or shorter,
 * pictures elsewhere or a row or two taller or lower. The first of these that levels the page is taken, and of its kind
 * the cheapest.
 */
import { arrange, type Arrangement, feetOf, type Sheet, type Slot } from "./arrange.ts";
import { otherHeights } from "./heights.ts";
import { letOut } from "./justify.ts";
import { balance, LEVEL, levelBySpending, unevenness } from "./lastPage.ts";
import type { Piece } from "./pieces.ts";
import { PRICE } from "./prices.ts";
import { placesFor } from "./search.ts";
import type { Variant } from "./variants.ts";

/** Places and heights of one piece that are tried with those of another, and arrangements levelled at most. */
const MOST_IN_PAIRS = 12;
const MOST_LEVELLED = 80;

/** A last page level; `whole` is the page at its full height. Pieces that stand by name are among its slots and stay. */
export function levelled(sheet: Sheet, whole: Arrangement): Arrangement {
  const plain = balance(sheet, whole);
  if (unevenness(plain) <= LEVEL) return plain;
  const idle = idleColumns(plain);
  const open = letOutTo(sheet, whole, plain, idle);
  if (open) return open;
  const spent = levelBySpending(sheet, whole, plain);
  if (isLevel(spent, idle)) return spent;
  // An ending tried among many is levelled by what is found quickly, or left.
  if (sheet.context.pulled !== null) return spent;
  return bySettings(sheet, whole, idle) ?? byPieces(sheet, whole, idle) ?? spent;
}

/** Columns in which nothing stands. */
function idleColumns(made: Arrangement): number {
  return feetOf(made).filter((foot) => foot === 0).length;
}
function isLevel(made: Arrangement, idle: number): boolean {
  return unevenness(made) <= LEVEL && idleColumns(made) <= idle;
}

/** The page with space above its questions let out, at the foot that asks for the fewest rows of it; null where that does not level it. */
function letOutTo(sheet: Sheet, whole: Arrangement, plain: Arrangement, idle: number): Arrangement | null {
  const { context } = sheet;
  const { geometry, units } = context;
  let best: Arrangement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let bottom = Math.max(1, plain.bottom - Math.ceil(unevenness(plain))); bottom <= geometry.rows; bottom++) {
    for (let short = geometry.count; short > 0; short--) {
      const tried = arrange(sheet, whole.slots, bottom, short, null, whole.spending);
      if (!tried || tried.fill.end.unit < units.length || tried.fill.bad.length > whole.fill.bad.length) continue;
      const open = letOut(context, tried);
      if (!open || !isLevel(open, idle)) continue;
      const rows = open.fill.ends.reduce((sum, end, column) => sum + end - (tried.fill.ends[column] ?? 0), 0);
      if (rows >= least) continue;
      best = open;
      least = rows;
    }
    if (best) break;
  }
  return best;
}

/**
 * The page with one or two paragraphs a line longer or shorter and, where that is not enough, gaps let out as well: what
 * a search column by column passes over, since each column alone gains nothing. The cheapest first.
 */
function bySettings(sheet: Sheet, whole: Arrangement, idle: number): Arrangement | null {
  const { context } = sheet;
  const { units, variants, design, geometry } = context;
  if (design.columns.spend.perPage < 2 || whole.spending) return null;
  const offered = whole.fill.placed.flatMap(({ unit: index, from, set }) => {
    const unit = units[index];
    if (unit?.kind !== "text" || from > 0 || set !== null) return [];
    return [-1, 1].flatMap((lines) => {
      const variant = variants(unit, lines);
      return variant ? [{ index, variant }] : [];
    });
  });
  const single = offered.map((one) => [one]);
  const pairs = single
    .slice(0, MOST_IN_PAIRS)
    .flatMap(([one], n) =>
      offered.slice(n + 1, MOST_IN_PAIRS).flatMap((other) => (one && one.index !== other.index ? [[one, other]] : [])),
    );
  const price = (choice: readonly { readonly variant: Variant }[]) =>
    choice.reduce((sum, { variant }) => sum + variant.price, 0);
  const choices = [...single, ...pairs].sort((x, y) => price(x) - price(y));
  for (const open of [false, true]) {
    for (const choice of choices) {
      const chosen = new Map(choice.map(({ index, variant }) => [index, variant.unit]));
      const spending = { chosen, price: price(choice), why: { kind: "level" } } as const;
      const made = arrange(sheet, whole.slots, geometry.rows, geometry.count, null, spending);
      if (!made || made.fill.end.unit < units.length || made.fill.bad.length > whole.fill.bad.length) continue;
      const level = balance(sheet, made);
      const found = open ? letOutTo(sheet, made, level, idle) : level;
      if (found && isLevel(found, idle)) return found;
    }
  }
  return null;
}

/** The page with a piece or two elsewhere, or of another height, the cheapest that is level; null where none is. */
function byPieces(sheet: Sheet, whole: Arrangement, idle: number): Arrangement | null {
  const { units, geometry } = sheet.context;
  const tried = otherSlots(sheet, whole)
    .flatMap((slots) => arrange(sheet, slots, geometry.rows) ?? [])
    .filter((made) => made.fill.end.unit >= units.length && made.fill.bad.length <= whole.fill.bad.length)
    .sort((a, b) => a.places - b.places)
    .slice(0, MOST_LEVELLED);
  for (const made of tried) {
    const level = balance(sheet, made);
    if (isLevel(level, idle)) return level;
  }
  for (const made of tried) {
    const open = letOutTo(sheet, made, balance(sheet, made), idle);
    if (open) return open;
  }
  return null;
}

/** One piece changed, then two at a time. */
function otherSlots(sheet: Sheet, whole: Arrangement): readonly (readonly Slot[])[] {
  const others = whole.slots.map((slot) => otherPlaces(sheet, whole, slot));
  const found: Slot[][] = [];
  const changed = (at: number, slot: Slot, slots: readonly Slot[]) => slots.map((own, n) => (n === at ? slot : own));
  for (const [a, places] of others.entries()) {
    for (const one of places) {
      const first = changed(a, one, whole.slots);
      found.push(first);
      if (places.indexOf(one) >= MOST_IN_PAIRS) continue;
      for (let b = a + 1; b < others.length; b++) {
        for (const two of others[b]?.slice(0, MOST_IN_PAIRS) ?? []) found.push(changed(b, two, first));
      }
    }
  }
  return found;
}

/** Other places and heights of a piece that the page placed by itself. */
function otherPlaces(sheet: Sheet, whole: Arrangement, slot: Slot): readonly Slot[] {
  const { context } = sheet;
  const unit = context.units[slot.unit];
  if (!unit || unit.kind === "text" || unit.item.placement.kind !== "auto") return [];
  const rest = whole.slots.filter((other) => other !== slot);
  const without = arrange(sheet, rest, context.geometry.rows);
  if (!without) return [];
  const places = [slot, ...placesFor(sheet, without, slot.unit).map((place) => place.slot)];
  const found = new Map<string, Slot>();
  for (const place of places) {
    const { columns, bodyRows, inMargin } = place.piece;
    for (const more of [0, ...(inMargin ? [] : otherHeights(context, unit, columns, bodyRows))]) {
      const own = { ...place, piece: more === 0 ? place.piece : resized(sheet, slot.unit, place.piece, more) };
      const name = `${own.column} ${own.row} ${columns} ${own.piece.bodyRows}`;
      if (!found.has(name)) found.set(name, own);
    }
  }
  found.delete(`${slot.column} ${slot.row} ${slot.piece.columns} ${slot.piece.bodyRows}`);
  const price = ({ piece }: Slot) => piece.price;
  return [...found.values()].sort((a, b) => price(a) - price(b));
}

function resized({ context }: Sheet, index: number, piece: Piece, more: number): Piece {
  const unit = context.units[index];
  if (!unit) throw new RangeError(`there is no unit ${index}`);
  const made = context.pieces.exact(unit, piece.columns, piece.bodyRows + more);
  return { ...made, price: piece.price + Math.abs(more) * PRICE.cropRow };
}
