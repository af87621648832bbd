/** The last page: its columns level at the lowest foot that holds everything, and what it could still take. */
import { arrange, type Arrangement, feetOf, type Sheet } from "./arrange.ts";
import type { Context } from "./context.ts";
import type { Fill } from "./columns.ts";
import { segmentsOf } from "./geometry.ts";

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
      const tried = arrange(sheet, now.slots, bottom, short);
      if (!tried || tried.fill.end.unit < units.length || tried.fill.bad.length > now.fill.bad.length) continue;
      fitted = true;
      const used = feetOf(tried).filter((end) => end > 0);
      const uneven = used.length === 0 ? 0 : Math.max(...used) - Math.min(...used);
      const price = uneven * UNEVEN + bottom + (geometry.count - used.length) * IDLE;
      if (price < bestPrice) {
        best = tried;
        bestPrice = price;
      }
    }
    if (fitted && ++tries >= TRIES) break;
  }
  return best ?? now;
}

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
