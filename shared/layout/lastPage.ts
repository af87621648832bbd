/** The last page: its columns level at the lowest foot that holds everything, and what it could still take. */
import { arrange, type Arrangement, feetOf, type Sheet } from "./arrange.ts";
import type { Composed } from "./compose.ts";
import type { Context } from "./context.ts";
import { type Found, type IsHeld, search } from "./search.ts";
import { spendToEnd } from "./spend.ts";
import type { Fill } from "./columns.ts";
import { segmentsOf } from "./geometry.ts";
import type { Page } from "./page.ts";
import { PRICE } from "./prices.ts";

/** A last page of fewer lines is a mistake to whoever turns to it, and so is one that fills less than this part of its columns. */
const FEW_LINES = 4;
const SHALLOW = 0.12;

/** Is this, a last page, one of a few lines and nothing else, in one column or over all? */
export function fewLines({ page, lines }: { readonly page: Omit<Page, "findings">; readonly lines: number }): boolean {
  if (page.number === 1 || page.pieces.length > 0 || lines === 0) return false;
  return lines < FEW_LINES || depthOf(page) < SHALLOW;
}

/** How far down the columns the copy comes, as a part of their height. */
function depthOf({ lines, columns }: Omit<Page, "findings">): number {
  let depth = 0;
  for (const { column, baseline } of lines) {
    const box = column === null ? undefined : columns[column];
    if (box) depth = Math.max(depth, (baseline - box.y) / box.height);
  }
  return depth;
}

/** Lines that make a last page no longer one of a few. */
export function leastOnLast({ columns }: Page, { rows }: Context["geometry"]): number {
  return Math.max(FEW_LINES, Math.ceil(rows * SHALLOW) * columns.length);
}

/** Does a last page hold a few lines only, or end its columns more than a line apart? */
export function endsBadly(last: Composed): boolean {
  return fewLines(last) || last.uneven > LEVEL;
}

/** Feet tried once the copy could fit by its rows alone. */
const TRIES = 5;
/** What an uneven row and an idle column cost against a lower foot, in rows. */
const UNEVEN = 2;
const IDLE = 4;

/** The lowest foot at which everything still fits: its columns end level. */
export function balance(sheet: Sheet, now: Arrangement): Arrangement {
  const { context, closed } = sheet;
  const { units, geometry } = context;
  const least = Math.max(...closed.map((o) => o.row), 0) + 1;
  let best: Arrangement | null = null;
  let bestPrice = Number.POSITIVE_INFINITY;
  let tries = 0;
  const needed = rowsPlaced(context, now.fill);
  const fixed = { ...now.ground, obstacles: now.ground.obstacles.filter((o) => o.row === 0 || closed.includes(o)) };
  for (let bottom = least; bottom <= geometry.rows; bottom++) {
    const room = segmentsOf(geometry, 0, bottom, fixed).reduce((sum, segment) => sum + segment.rows, 0);
    if (room < needed) continue;
    // Columns may differ by one row, the longer ones first.
    let fitted = false;
    for (let short = geometry.count; short > 0; short--) {
      const tried = arrange(sheet, now.slots, bottom, short, null, now.spending);
      if (!tried || tried.fill.end.unit < units.length || tried.fill.bad.length > now.fill.bad.length) continue;
      fitted = true;
      const idle = feetOf(tried).filter((end) => end === 0).length;
      const price = unevenness(tried) * UNEVEN + bottom + idle * IDLE;
      if (price < bestPrice) {
        best = tried;
        bestPrice = price;
      }
    }
    if (fitted && ++tries >= TRIES) break;
  }
  return best ?? now;
}

/**
 * A last page whose columns do not end level, with some paragraphs set a line longer or shorter where that levels them.
 * `whole` is the page at its full height, `level` as `balance` has it.
 */
export function levelBySpending(sheet: Sheet, whole: Arrangement, level: Arrangement): Arrangement {
  const { geometry } = sheet.context;
  const now = Math.ceil(unevenness(level));
  if (unevenness(level) <= LEVEL || level.spending) return level;
  // Half a correction shows more than none.
  let best = level;
  let bestPrice = now * UNEVEN + level.bottom;
  for (let bottom = level.bottom - now; bottom <= Math.min(geometry.rows, level.bottom + 1); bottom++) {
    for (let short = geometry.count; short > 0; short--) {
      const plain = arrange(sheet, whole.slots, bottom, short);
      const tried = plain && spendToEnd(sheet, plain);
      if (!tried || tried.fill.bad.length > level.fill.bad.length || unevenness(tried) > LEVEL) continue;
      const price = unevenness(tried) * UNEVEN + bottom + (tried.spending?.price ?? 0);
      if (price >= bestPrice - LESS) continue;
      best = tried;
      bestPrice = price;
    }
  }
  return best;
}

/**
 * On a page that the copy does not fill, places found for the whole page are not those of a short one: what the search
 * found is compared with what it finds at the height that the page will have. Gives an arrangement of the whole page,
 * with the cost that its pieces have on the short one. `start` is what the search began with.
 */
export function forShortPage(sheet: Sheet, found: Found, start: Arrangement, isHeld: IsHeld): Found {
  const { context } = sheet;
  const { rows } = context.geometry;
  const ended = (made: Arrangement) => made.fill.end.unit >= context.units.length;
  const none = !context.design.columns.balance || found.made.slots.every(({ pin }) => pin);
  if (none || !ended(found.made) || found.cost > found.made.cost + LESS) return found;
  const level = balance(sheet, found.made);
  const before: Found = { made: found.made, cost: levelCost(level) };
  const short = level.bottom < rows ? arrange(sheet, start.slots, level.bottom) : null;
  if (!short || start.slots.length === found.made.slots.length) return before;
  const again = search(sheet, short, isHeld).made;
  const units = new Set(again.slots.map(({ unit }) => unit));
  if (!ended(again) || found.made.slots.some(({ unit }) => !units.has(unit))) return before;
  const whole = arrange(sheet, again.slots, rows);
  if (!whole || !ended(whole) || whole.fill.bad.length > found.made.fill.bad.length) return before;
  const other = balance(sheet, whole);
  const cost = levelCost(other);
  return cost < before.cost - LESS ? { made: whole, cost } : before;
}
/** What a last page costs: its pieces' places, and rows by which its columns differ as white. */
function levelCost(made: Arrangement): number {
  return made.cost + unevenness(made) * PRICE.hole;
}
/** Rows by which the feet of columns with anything in them differ; words below a picture need not stand on the grid. */
export function unevenness(made: Arrangement): number {
  const feet = [...feetOf(made)];
  for (const { unit, column, piece, pin } of made.slots) {
    if (pin || piece.ink.kind !== "photo") continue;
    const foot = (made.rows.get(unit) ?? 0) + piece.rowsAtFoot;
    for (let at = column; at < column + piece.columns; at++) {
      if (feet[at] === foot) feet[at] = foot - piece.ink.block.airAtFoot;
    }
  }
  const used = feet.filter((end) => end > 0);
  return used.length === 0 ? 0 : Math.max(...used) - Math.min(...used);
}
/** Feet are level when they differ by no more rows than this. */
export const LEVEL = 1.05;
const LESS = 1e-9;

/** Rows that the last page could still take before the copy would need another. */
export function spareRows(context: Context, made: Arrangement): number {
  const { geometry } = context;
  const room = segmentsOf(geometry, 0, geometry.rows, made.ground).reduce((sum, { rows }) => sum + rows, 0);
  return Math.max(0, room - rowsPlaced(context, made.fill));
}

/** Rows of text on the page, without the space between paragraphs that a column's top swallows. */
function rowsPlaced({ units, geometry }: Context, fill: Fill): number {
  let rows = 0;
  for (const { unit: index, from, to, set } of fill.placed) {
    const unit = set ?? units[index];
    if (unit?.kind !== "text") continue;
    const own = (unit.rows[to - 1] ?? 0) - (from > 0 ? (unit.rows[from - 1] ?? 0) : 0);
    rows += unit.spans ? own * geometry.count : own;
  }
  return Math.floor(rows);
}
