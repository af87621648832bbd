/**
 * Vertical justification in whole rows: a column that the keeps left a row or two short is let out where the design
 * leaves space anyway, above questions and crossheads, so that columns and facing pages end level. Lines stay on the
 * grid. A column that cannot be made level this way is left as it is: half a correction shows more than none.
 */
import type { Arrangement } from "./arrange.ts";
import type { Stretch } from "./columns.ts";
import type { Context } from "./context.ts";
import { heightOf } from "./flow.ts";
import { type Segment, segmentsOf } from "./geometry.ts";

export function justified(context: Context, made: Arrangement): Arrangement {
  const { units } = context;
  if (made.fill.end.unit >= units.length) return made;
  const next = units[made.fill.end.unit];
  if (made.fill.end.line === 0 && next?.item.breakBefore !== "none") return made;
  return opened(context, made, (short, most) => (short <= most ? short : 0)) ?? made;
}

/**
 * The columns of a last page let out to its foot, or to a row above it; null where one has too few gaps for that, or
 * the design leaves none.
 */
export function letOut(context: Context, made: Arrangement): Arrangement | null {
  return opened(context, made, (short, most) => (short <= most ? short : short - 1 <= most ? short - 1 : null));
}

/**
 * `rowsFor` says by how many rows a column is let out that is `short` rows short and has room for `most` in its gaps;
 * null when all is to stay as it is.
 */
function opened(
  context: Context,
  made: Arrangement,
  rowsFor: (short: number, most: number) => number | null,
): Arrangement | null {
  const { design, geometry } = context;
  const most = design.makeUp.justify;
  if (most === 0) return null;
  // Bands between spanning paragraphs are level already, and gaps in them are not the column's.
  if (made.fill.placed.some(({ unit }) => isSpan(context, unit))) return null;
  const placed = [...made.fill.placed];
  const ends = [...made.fill.ends];
  let given = 0;
  for (const segment of segmentsOf(geometry, 0, made.bottom, made.ground)) {
    if (segment.rooms) continue;
    const own = [...placed.keys()].filter((n) => inSegment(placed[n], segment));
    const last = placed[own.at(-1) ?? -1];
    if (!last) continue;
    if (isForced(context, placed[(own.at(-1) ?? 0) + 1])) continue;
    const short = Math.floor(segment.row + segment.rows - footOf(context, last) + 1e-6);
    const gaps = own.filter((n, at) => at > 0 && isGap(context, placed[n]));
    const rows = short <= 0 ? 0 : rowsFor(short, gaps.length * most);
    if (rows === null) return null;
    if (rows === 0) continue;
    // The extra rows go to the last gaps first, where the column is looked at least.
    let left = rows;
    const extra = new Map<number, number>();
    for (let round = 0; left > 0 && round < most; round++) {
      for (const n of gaps.toReversed()) {
        if (left === 0) break;
        extra.set(n, (extra.get(n) ?? 0) + 1);
        left -= 1;
      }
    }
    let shift = 0;
    for (const n of own) {
      shift += extra.get(n) ?? 0;
      const stretch = placed[n];
      if (stretch && shift > 0) placed[n] = { ...stretch, row: stretch.row + shift };
    }
    ends[segment.column] = Math.max(ends[segment.column] ?? 0, segment.row + segment.rows - (short - rows));
    given += rows;
  }
  return given > 0 ? { ...made, fill: { ...made.fill, placed, ends, holes: made.fill.holes - given } } : null;
}

function inSegment(stretch: Stretch | undefined, { column, row, rows }: Segment): boolean {
  return stretch !== undefined && stretch.column === column && stretch.row >= row && stretch.row < row + rows;
}

/** Does a break by hand stand before it? */
function isForced({ units }: Context, next: Stretch | undefined): boolean {
  return next !== undefined && next.from === 0 && units[next.unit]?.item.breakBefore !== "none";
}

function isSpan({ units }: Context, index: number): boolean {
  const unit = units[index];
  return unit?.kind === "text" && unit.spans;
}

/** Does the design put space above this paragraph? A crosshead stays near what it heads. */
function isGap({ units }: Context, stretch: Stretch | undefined): boolean {
  if (!stretch || stretch.from > 0) return false;
  const unit = units[stretch.unit];
  if (unit?.kind !== "text" || unit.before === 0) return false;
  const above = units[stretch.unit - 1];
  return !(above?.kind === "text" && above.item.block.role === "crosshead");
}

function footOf({ units }: Context, stretch: Stretch): number {
  const unit = stretch.set ?? units[stretch.unit];
  if (unit?.kind !== "text") return stretch.row;
  const base = stretch.from > 0 ? (unit.rows[stretch.from - 1] ?? 0) : 0;
  return stretch.row + (unit.rows[stretch.to - 1] ?? heightOf(unit)) - base;
}
