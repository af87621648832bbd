/**
 * Runs the copy through a page. Paragraphs that span the columns part it into bands: the columns above one are
 * levelled, it stands across the page, and the columns go on below it. A page without any is one band.
 */
import type { Context } from "./context.ts";
import { type Fill, fillColumns, type FillTask, type Stretch } from "./columns.ts";
import { type Cursor, heightOf, type TextUnit } from "./flow.ts";
import { type Ground, segmentsOf } from "./geometry.ts";

/** Rows of copy that must stand below a paragraph that spans the columns. */
const ROWS_BELOW_SPAN = 2;

/**
 * `like`: the copy run from the same place through a page of the same height, to take its beginning from. `chosen`:
 * paragraphs set a line longer or shorter, by unit.
 */
export function runCopy(
  context: Context,
  start: Cursor,
  ground: Ground,
  bottom: number,
  like: Fill | null = null,
  chosen: Chosen = null,
): Fill {
  const alike = like && !like.atSpan && !hasSpan(context, like) ? like : null;
  let fill = fillColumns(taskFor(context, start, ground, 0, bottom, alike, chosen));
  if (!fill.atSpan) return fill;

  let top = 0;
  let done: Fill | null = null;
  while (fill.atSpan) {
    const from = done?.end ?? start;
    const unit = context.units[fill.end.unit];
    if (unit?.kind !== "text") throw new RangeError(`unit ${fill.end.unit} spans the columns and is no text`);
    const level =
      fill.placed.length > 0 ? levelled(context, from, ground, top, bottom, fill, chosen) : { fill, foot: top };
    const height = Math.ceil(heightOf(unit));
    const above = level.foot > 0 ? unit.before : 0;
    const row = clearRow(ground, level.foot + above, height);
    const fits = row + height + ROWS_BELOW_SPAN <= bottom || (level.foot === 0 && row + height <= bottom);
    done = joined(done, level.fill);
    if (!fits) return done;
    done = withSpan(context, done, fill.end.unit, unit, row, (row - level.foot - above) * context.geometry.count);
    top = row + height + unit.after;
    fill = fillColumns(taskFor(context, done.end, ground, top, bottom, null, chosen));
  }
  return joined(done, fill);
}

function hasSpan({ units }: Context, { placed }: Fill): boolean {
  return placed.some(({ unit: at }) => {
    const unit = units[at];
    return unit?.kind === "text" && unit.spans;
  });
}

type Chosen = FillTask["chosen"];

/** What filling the columns between two rows takes. */
export function taskFor(
  context: Context,
  start: Cursor,
  ground: Ground,
  top: number,
  bottom: number,
  like: Fill | null,
  chosen: Chosen,
): FillTask {
  const { geometry, units, closing, uneven } = context;
  return {
    units,
    closing,
    start,
    segments: segmentsOf(geometry, top, bottom, ground),
    columns: geometry.count,
    uneven,
    full: Math.min(bottom, geometry.rows) - top,
    chosen,
    like,
    beside: ground.obstacles.length > 0 || ground.contours.length > 0,
  };
}

/** The least foot at which the copy before a spanning paragraph still fits above it. */
function levelled(
  context: Context,
  start: Cursor,
  ground: Ground,
  top: number,
  bottom: number,
  loose: Fill,
  chosen: Chosen,
): { readonly fill: Fill; readonly foot: number } {
  const rows = loose.placed.reduce((sum, stretch) => sum + rowsOf(context, stretch), 0);
  const closed = ground.obstacles.reduce((sum, o) => sum + (o.row < bottom && o.row + o.rows > top ? 1 : 0), 0);
  const least = closed > 0 ? top + 1 : top + Math.max(1, Math.floor(rows / context.geometry.count) - 1);
  for (let foot = least; foot < bottom; foot++) {
    const fill = fillColumns(taskFor(context, start, ground, top, foot, null, chosen));
    const same = fill.end.unit === loose.end.unit && fill.atSpan && fill.bad.length <= loose.bad.length;
    if (same) return { fill: { ...fill, holes: 0 }, foot };
  }
  return { fill: loose, foot: Math.max(top, ...loose.ends) };
}

function rowsOf({ units }: Context, stretch: Stretch): number {
  const unit = stretch.set ?? units[stretch.unit];
  if (unit?.kind !== "text") return 0;
  return (unit.rows[stretch.to - 1] ?? 0) - (stretch.from > 0 ? (unit.rows[stretch.from - 1] ?? 0) : 0);
}

/** The first row from `row` on where nothing stands in any column for `height` rows. */
function clearRow(ground: Ground, row: number, height: number): number {
  let at = row;
  for (let moved = true; moved; ) {
    moved = false;
    for (const o of ground.obstacles) {
      if (o.row < at + height && o.row + o.rows > at) {
        at = o.row + o.rows;
        moved = true;
      }
    }
    for (const contour of ground.contours) {
      const end = contour.row + contour.spans.length;
      if (contour.row < at + height && end > at) {
        at = end;
        moved = true;
      }
    }
  }
  return at;
}

function withSpan(context: Context, fill: Fill, unit: number, { lines }: TextUnit, row: number, white: number): Fill {
  const stretch: Stretch = { unit, from: 0, to: lines.length, column: 0, row, set: null };
  const foot = row + Math.ceil(heightOf(context.units[unit] as TextUnit));
  return {
    ...fill,
    end: { unit: unit + 1, line: 0, set: null },
    placed: [...fill.placed, stretch],
    ends: fill.ends.map(() => foot),
    holes: fill.holes + white,
    atSpan: false,
  };
}

function joined(above: Fill | null, below: Fill): Fill {
  if (!above) return below;
  return {
    end: below.end,
    placed: [...above.placed, ...below.placed],
    anchors: [...above.anchors, ...below.anchors],
    ends: above.ends.map((end, column) => Math.max(end, below.ends[column] ?? 0)),
    holes: above.holes + below.holes,
    bad: [...above.bad, ...below.bad],
    atSpan: below.atSpan,
    marks: [],
  };
}
