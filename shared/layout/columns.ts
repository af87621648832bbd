/**
 * Filling columns: copy runs through the free stretches of a page in reading order, each stretch broken at the latest
 * place the keeps allow. What is left is a cursor, so a rejected arrangement is undone by forgetting it.
 */
import { TOLERANCE } from "../units.ts";
import type { Cursor, Unit } from "./flow.ts";
import type { Segment } from "./geometry.ts";
import { type BreakKind, breakAfter } from "./keeps.ts";

/** A line (or a whole group or picture, line -1) in a column. Its baseline is that of `row`, which may be a fraction. */
export type Placed = { readonly unit: number; readonly line: number; readonly column: number; readonly row: number };

export type Fill = {
  readonly end: Cursor;
  readonly placed: readonly Placed[];
  /** Where the flow was when it came to each picture: the row just below the words before it. */
  readonly anchors: readonly { readonly unit: number; readonly column: number; readonly row: number }[];
  /** First free row of each column, 0 where nothing stands. */
  readonly ends: readonly number[];
  /** Rows left over at the foot of stretches that had more copy to take. */
  readonly holes: number;
  /** Breaks that no keep allows, made because nothing else was possible. */
  readonly bad: readonly {
    readonly kind: BreakKind;
    readonly unit: number;
    readonly line: number;
    readonly column: number;
  }[];
};

export type FillTask = {
  readonly units: readonly Unit[];
  readonly closing: number;
  readonly start: Cursor;
  readonly segments: readonly Segment[];
  readonly columns: number;
  /** Rows that a picture takes where its words end; pictures not named here take none. */
  readonly inline: ReadonlyMap<number, number>;
  /** Rows of an unobstructed column: a stretch this tall is broken badly rather than left empty. */
  readonly full: number;
};

type Stop = { readonly kind: BreakKind; readonly cursor: Cursor; readonly used: number; readonly count: number };
const WORSE: readonly BreakKind[] = ["free", "widow", "orphan", "stranded"];
/** A stretch shorter than this beside a picture is a stub that reads as an accident. */
const STUB_LINES = 4;

export function fillColumns(task: FillTask): Fill {
  const { units, segments } = task;
  const placed: Placed[] = [];
  const anchors: { unit: number; column: number; row: number }[] = [];
  const bad: { kind: BreakKind; unit: number; line: number; column: number }[] = [];
  const ends = Array.from({ length: task.columns }, () => 0);
  let cursor = task.start;
  let holes = 0;
  /** No copy may enter a column up to this one: a column break was asked for there. */
  let closed = -1;

  for (let at = 0; at < segments.length && cursor.unit < units.length; at++) {
    const segment = segments[at];
    if (!segment || segment.column <= closed) continue;
    const later = at < segments.length - 1;
    if (segment.rows < STUB_LINES && segment.rows < task.full && later) continue;
    const before = placed.length;
    const anchorsBefore = anchors.length;
    const result = fillSegment(task, cursor, segment, placed, anchors, bad, later);
    if (result.forced === "page" && (placed.length > 0 || cursor !== task.start)) {
      cursor = result.cursor;
      if (placed.length > before) ends[segment.column] = segment.row + Math.ceil(result.used - TOLERANCE);
      break;
    }
    if (result.forced === "column") closed = segment.column;
    if (placed.length > before) ends[segment.column] = segment.row + Math.ceil(result.used - TOLERANCE);
    else anchors.length = Math.max(anchorsBefore, anchors.length);
    cursor = result.cursor;
    if (cursor.unit < units.length && result.forced === null) holes += segment.rows - result.used;
  }
  return { end: skipPassedPhotos(task, cursor, anchors, ends), placed, anchors, ends, holes, bad };
}

/** Pictures right at the end of the copy have been reached as well. */
function skipPassedPhotos(
  task: FillTask,
  cursor: Cursor,
  anchors: { unit: number; column: number; row: number }[],
  ends: readonly number[],
): Cursor {
  let at = cursor;
  while (at.line === 0 && task.units[at.unit]?.kind === "photo" && !task.inline.has(at.unit)) {
    if (!anchors.some((a) => a.unit === at.unit)) {
      const column = lastUsed(ends);
      anchors.push({ unit: at.unit, column, row: ends[column] ?? 0 });
    }
    at = { unit: at.unit + 1, line: 0 };
  }
  return at;
}
function lastUsed(ends: readonly number[]): number {
  for (let column = ends.length - 1; column > 0; column--) if ((ends[column] ?? 0) > 0) return column;
  return 0;
}

function fillSegment(
  task: FillTask,
  start: Cursor,
  segment: Segment,
  placed: Placed[],
  anchors: { unit: number; column: number; row: number }[],
  bad: { kind: BreakKind; unit: number; line: number; column: number }[],
  later: boolean,
): { cursor: Cursor; used: number; forced: "column" | "page" | null } {
  const { units, closing, inline } = task;
  const first = placed.length;
  const firstAnchor = anchors.length;
  const stops: Partial<Record<BreakKind, Stop>> = {};
  let at = start;
  let used = 0;
  const stop = (kind: BreakKind) => {
    stops[kind] = { kind, cursor: at, used, count: placed.length };
  };
  const room = (rows: number) => used + rows <= segment.rows + TOLERANCE;

  while (true) {
    const unit = units[at.unit];
    if (!unit) return { cursor: at, used, forced: null };
    const wanted = at.line === 0 ? unit.item.breakBefore : "none";
    if (wanted !== "none" && !(at.unit === start.unit && at.line === start.line)) {
      return { cursor: at, used, forced: wanted };
    }
    if (unit.kind === "photo") {
      const rows = inline.get(at.unit);
      if (rows === undefined) {
        anchors.push({ unit: at.unit, column: segment.column, row: segment.row + used });
      } else {
        if (!room(rows)) break;
        placed.push({ unit: at.unit, line: -1, column: segment.column, row: segment.row + used });
        used += rows;
      }
      at = { unit: at.unit + 1, line: 0 };
      if (rows !== undefined) stop("free");
      else if (stops.free && stops.free.used === used) stop("free");
      continue;
    }
    if (unit.kind === "group") {
      const rows = spaceAbove(units, at.unit, used) + unit.height;
      if (!room(rows)) break;
      used += rows;
      placed.push({ unit: at.unit, line: -1, column: segment.column, row: segment.row + used - unit.height });
      at = { unit: at.unit + 1, line: 0 };
      stop("free");
      continue;
    }
    const base = at.line === 0 ? 0 : (unit.rows[at.line - 1] ?? 0);
    const above = at.line === 0 ? spaceAbove(units, at.unit, used) : 0;
    const rows = above + (unit.rows[at.line] ?? 0) - base;
    if (!room(rows)) break;
    used += rows;
    placed.push({ unit: at.unit, line: at.line, column: segment.column, row: segment.row + used - 1 });
    const kind = breakAfter(units, closing, at.unit, at.line);
    const last = at.line === unit.lines.length - 1;
    if (last) used = Math.ceil(used - TOLERANCE);
    at = last ? { unit: at.unit + 1, line: 0 } : { unit: at.unit, line: at.line + 1 };
    stop(kind);
  }

  // The stretch is full before the copy is. A stub beside a picture is rather left empty than broken badly.
  const whole = segment.rows >= task.full;
  for (const kind of WORSE) {
    const found = stops[kind];
    if (!found) continue;
    if (kind !== "free" && !whole && later) break;
    truncate(placed, anchors, first, firstAnchor, found);
    const lastLine = placed[placed.length - 1];
    if (kind !== "free" && lastLine)
      bad.push({ kind, unit: lastLine.unit, line: lastLine.line, column: segment.column });
    return { cursor: found.cursor, used: found.used, forced: null };
  }
  placed.length = first;
  anchors.length = firstAnchor;
  return { cursor: start, used: 0, forced: null };
}

/** Rows wanted above a unit: none at a column's top, none below a crosshead, whose own space stands above it. */
function spaceAbove(units: readonly Unit[], index: number, used: number): number {
  const unit = units[index];
  if (used === 0 || !unit || unit.kind === "photo") return 0;
  let at = index - 1;
  while (units[at]?.kind === "photo") at--;
  const before = units[at];
  return before?.kind === "text" && before.item.block.role === "crosshead" ? 0 : unit.before;
}

function truncate(placed: Placed[], anchors: { unit: number }[], first: number, firstAnchor: number, stop: Stop): void {
  placed.length = Math.max(first, stop.count);
  let keep = anchors.length;
  while (keep > firstAnchor && (anchors[keep - 1]?.unit ?? 0) >= stop.cursor.unit) keep--;
  anchors.length = keep;
}
