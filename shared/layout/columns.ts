/**
 * Filling columns: copy runs through the free stretches of a page in reading order, each stretch broken at the latest
 * place the keeps allow. What is left is a cursor, so a rejected arrangement is undone by forgetting it.
 *
 * This is tried dozens of times for a page with pictures, so it makes one small object for each paragraph in a column
 * and none for a line.
 */
import { TOLERANCE } from "../units.ts";
import type { Cursor, TextUnit, Unit } from "./flow.ts";
import type { Segment } from "./geometry.ts";
import { type BreakKind, breakAfter } from "./keeps.ts";
import type { UnevenSetter } from "./uneven.ts";

/**
 * Lines `from` to `to` (exclusive) of a paragraph standing together in a column, or a whole group or picture (both 0).
 * `row` is where its first row begins.
 */
export type Stretch = {
  readonly unit: number;
  readonly from: number;
  readonly to: number;
  readonly column: number;
  readonly row: number;
  /** The paragraph as it is set here, where something stands or stood beside it; null when it is set plainly. */
  readonly set: TextUnit | null;
};

export type Fill = {
  readonly end: Cursor;
  readonly placed: readonly Stretch[];
  /** Where the flow was when it came to each picture or other piece: the row just below the words before it. */
  readonly anchors: readonly Anchor[];
  /** First free row of each column, 0 where nothing stands. */
  readonly ends: readonly number[];
  /** Rows left over at the foot of stretches that had more copy to take. */
  readonly holes: number;
  /** Breaks that no keep allows, made because nothing else was possible. */
  readonly bad: readonly BadBreak[];
  /** Did it end before a paragraph that spans the columns? */
  readonly atSpan: boolean;
  /** How things stood behind each stretch. */
  readonly marks: readonly Mark[];
};
/** How things stood behind one stretch of a page: another arrangement that is the same up to there goes on from here. */
type Mark = {
  readonly segment: Segment;
  readonly later: boolean;
  readonly unit: number;
  readonly line: number;
  readonly set: TextUnit | null;
  readonly placed: number;
  readonly anchors: number;
  readonly bad: number;
  readonly ends: readonly number[];
  readonly holes: number;
  readonly closed: number;
};
export type Anchor = { readonly unit: number; readonly column: number; readonly row: number };
export type BadBreak = {
  readonly kind: BreakKind;
  readonly unit: number;
  readonly line: number;
  readonly column: number;
};

export type FillTask = {
  readonly units: readonly Unit[];
  readonly closing: number;
  readonly start: Cursor;
  readonly segments: readonly Segment[];
  readonly columns: number;
  readonly uneven: UnevenSetter;
  /** Rows of an unobstructed column: a stretch this tall is broken badly rather than left empty. */
  readonly full: number;
  /** Paragraphs set a line longer or shorter where nothing stands beside their beginning, by unit; null for none. */
  readonly chosen: ReadonlyMap<number, TextUnit> | null;
  /** Something else stands on the page, so that a last stretch too short for copy may stay empty. */
  readonly beside: boolean;
  /** The same copy run through a page of the same height; what is alike at its beginning is not run again. */
  readonly like: Fill | null;
};

/** Kinds of break from the best to the worst. */
const KINDS: readonly BreakKind[] = ["free", "widow", "orphan", "stranded"];
/** A stretch shorter than this beside a picture is a stub that reads as an accident. */
const STUB_LINES = 4;

/** Row of a line of a stretch, which may be a fraction; its baseline is that row's. */
export function rowOfLine(plain: TextUnit, stretch: Stretch, line: number): number {
  const unit = stretch.set ?? plain;
  const above = stretch.from === 0 ? 0 : (unit.rows[stretch.from - 1] ?? 0);
  return stretch.row + (unit.rows[line] ?? 0) - above - 1;
}

/** What is being filled. Lives as long as one call. */
type Filling = {
  readonly task: FillTask;
  readonly placed: Mutable<Stretch>[];
  readonly anchors: Anchor[];
  readonly bad: BadBreak[];
  unit: number;
  line: number;
  set: TextUnit | null;
  /** Rows used in the stretch at hand. */
  used: number;
};
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function fillColumns(task: FillTask): Fill {
  const { units, segments } = task;
  const now = fillingFrom(task, task.start);
  let ends = Array.from({ length: task.columns }, () => 0);
  let holes = 0;
  let atSpan = false;
  /** No copy may enter a column up to this one: a column break was asked for there. */
  let closed = -1;

  const marks: Mark[] = [];
  const known = task.like ? alike(segments, task.like) : 0;
  const mark = task.like?.marks[known - 1];
  if (task.like && mark) {
    marks.push(...task.like.marks.slice(0, known));
    for (let n = 0; n < mark.placed; n++) now.placed.push(task.like.placed[n] as Stretch);
    for (let n = 0; n < mark.anchors; n++) now.anchors.push(task.like.anchors[n] as Anchor);
    for (let n = 0; n < mark.bad; n++) now.bad.push(task.like.bad[n] as BadBreak);
    ends = [...mark.ends];
    ({ holes, closed } = mark);
    now.unit = mark.unit;
    now.line = mark.line;
    now.set = mark.set;
  }

  for (let at = known; at < segments.length && now.unit < units.length; at++) {
    const segment = segments[at];
    if (!segment || segment.column <= closed) continue;
    const later = at < segments.length - 1;
    if (segment.rows < STUB_LINES && segment.rows < task.full && (later || task.beside)) {
      holes += segment.rows;
      continue;
    }
    const before = now.placed.length;
    const forced = fillSegment(now, segment, later);
    if (now.placed.length > before) ends[segment.column] = segment.row + Math.ceil(now.used - TOLERANCE);
    atSpan = forced === "span";
    if (forced === "page" || atSpan) break;
    if (forced === "column") closed = segment.column;
    else if (now.unit < units.length) holes += segment.rows - now.used;
    if (at !== marks.length) continue;
    const { unit, line, set, placed, anchors, bad } = now;
    const counts = { placed: placed.length, anchors: anchors.length, bad: bad.length };
    marks.push({ segment, later, unit, line, set, ...counts, ends: [...ends], holes, closed });
  }
  passPieces(now, ends);
  const { placed, anchors, bad } = now;
  return { end: { unit: now.unit, line: now.line, set: now.set }, placed, anchors, ends, holes, bad, atSpan, marks };
}

/** How many stretches at the beginning are those of another run of the same copy, filled the same way. */
function alike(segments: readonly Segment[], { marks }: Fill): number {
  let at = 0;
  for (; at < marks.length; at++) {
    const mark = marks[at];
    const here = segments[at];
    if (!mark || !here || mark.segment.rooms || here.rooms || mark.later !== at < segments.length - 1) break;
    const { column, row, rows } = mark.segment;
    if (here.column !== column || here.row !== row || here.rows !== rows || rows < STUB_LINES) break;
  }
  return at;
}

function fillingFrom(task: FillTask, { unit, line, set }: Cursor): Filling {
  return { task, placed: [], anchors: [], bad: [], unit, line, set, used: 0 };
}

/** One of a page's stretches filled by itself, for a search that tries several ways. */
export type SegmentFill = {
  readonly end: Cursor;
  readonly placed: readonly Stretch[];
  readonly anchors: readonly Anchor[];
  readonly bad: readonly BadBreak[];
  /** Rows left over. */
  readonly left: number;
  /** A break asked for by hand, or a paragraph that spans the columns, ended it. */
  readonly forced: "column" | "page" | "span" | null;
  /** Too short for copy, and left empty. */
  readonly skipped: boolean;
};

/** Stretch `at` of the task's, filled from `start` on as `fillColumns` would. */
export function fillOne(task: FillTask, start: Cursor, at: number): SegmentFill {
  const segment = task.segments[at];
  if (!segment) throw new RangeError(`there is no stretch ${at} of ${task.segments.length}`);
  const later = at < task.segments.length - 1;
  const now = fillingFrom(task, start);
  const skipped = segment.rows < STUB_LINES && segment.rows < task.full && (later || task.beside);
  const forced = skipped ? null : fillSegment(now, segment, later);
  const { unit, line, set, placed, anchors, bad, used } = now;
  return { end: { unit, line, set }, placed, anchors, bad, left: segment.rows - used, forced, skipped };
}

/** Pieces right at the end of the copy have been reached as well. */
function passPieces(now: Filling, ends: readonly number[]): void {
  const { task, anchors } = now;
  while (now.line === 0 && now.unit < task.units.length && task.units[now.unit]?.kind !== "text") {
    const { unit } = now;
    if (!anchors.some((anchor) => anchor.unit === unit)) {
      const column = Math.max(
        0,
        ends.findLastIndex((end) => end > 0),
      );
      anchors.push({ unit, column, row: ends[column] ?? 0 });
    }
    now.unit += 1;
  }
}

/** Fills one stretch and leaves `now` behind what stands in it. Says when a break asked for by hand ended it. */
function fillSegment(now: Filling, segment: Segment, later: boolean): "column" | "page" | "span" | null {
  const { task, placed, anchors } = now;
  const { units, closing, chosen } = task;
  const { unit: startUnit, line: startLine, set: startSet } = now;
  const first = placed.length;
  const firstAnchor = anchors.length;
  const most = segment.rows + TOLERANCE;
  let used = 0;
  let index = startUnit;
  let line = startLine;
  /** For each kind of break the latest one: where the copy goes on, and the rows used; -1 for none. */
  const stopUnit = [-1, -1, -1, -1];
  const stopLine = [0, 0, 0, 0];
  const stopUsed = [0, 0, 0, 0];
  const stopSet: (TextUnit | null)[] = [null, null, null, null];
  let set: TextUnit | null = startSet;
  fill: while (true) {
    const unit = units[index];
    if (!unit) {
      finish(now, index, line, used, null);
      return null;
    }
    const wanted = line === 0 ? unit.item.breakBefore : "none";
    if (wanted !== "none" && (index !== startUnit || line !== startLine)) {
      finish(now, index, line, used, null);
      return wanted;
    }
    if (unit.kind !== "text") {
      anchors.push({ unit: index, column: segment.column, row: segment.row + used });
      index += 1;
      // The best break goes on behind what stands at it.
      if (stopUnit[0] !== -1 && stopUsed[0] === used) {
        stopUnit[0] = index;
        stopLine[0] = line;
        stopSet[0] = set;
      }
      continue;
    }
    if (unit.spans && line === 0) {
      finish(now, index, line, used, null);
      return "span";
    }
    const above = line === 0 ? spaceAbove(units, index, used) : 0;
    const top = used + above;
    if (chosen !== null && line === 0 && segment.rooms === null) set = chosen.get(index) ?? null;
    if (segment.rooms || set) {
      const own = task.uneven(unit, set ?? unit, line, segment, top);
      set = own === unit ? null : own;
    }
    const { rows, lines } = set ?? unit;
    const base = line === 0 ? 0 : (rows[line - 1] ?? 0);
    const count = lines.length;
    let stretch: Mutable<Stretch> | null = null;
    for (; line < count; ) {
      const foot = top + (rows[line] ?? 0) - base;
      if (foot > most) break fill;
      if (stretch) stretch.to = line + 1;
      else {
        stretch = { unit: index, from: line, to: line + 1, column: segment.column, row: segment.row + top, set };
        placed.push(stretch);
      }
      const kind = KINDS.indexOf(breakAfter(units, closing, index, line, set));
      used = foot;
      line += 1;
      const over = line === count;
      if (over) {
        used = Math.ceil(foot - TOLERANCE);
        index += 1;
        line = 0;
        set = null;
      } else if (rows[line] === rows[line - 1]) {
        // Two pieces of one row, on either side of something, are not parted.
        continue;
      }
      stopUnit[kind] = index;
      stopLine[kind] = line;
      stopUsed[kind] = used;
      stopSet[kind] = set;
      if (over) break;
    }
  }

  // The stretch is full before the copy is. A stub beside a picture is rather left empty than broken badly.
  const whole = segment.rows >= task.full;
  for (const [kind, name] of KINDS.entries()) {
    const unit = stopUnit[kind] ?? -1;
    if (unit === -1) continue;
    if (kind > 0 && !whole && later) break;
    const atLine = stopLine[kind] ?? 0;
    truncate(now, first, firstAnchor, unit, atLine);
    const last = placed[placed.length - 1];
    if (kind > 0 && last) now.bad.push({ kind: name, unit: last.unit, line: last.to - 1, column: segment.column });
    finish(now, unit, atLine, stopUsed[kind] ?? 0, stopSet[kind] ?? null);
    return null;
  }
  truncate(now, first, firstAnchor, startUnit, startLine);
  finish(now, startUnit, startLine, 0, startSet);
  return null;
}

function finish(now: Filling, unit: number, line: number, used: number, set: TextUnit | null): void {
  now.unit = unit;
  now.line = line;
  now.used = used;
  now.set = set;
}

/** Takes back what stands at or behind a cursor. */
function truncate({ placed, anchors }: Filling, first: number, firstAnchor: number, unit: number, line: number): void {
  while (placed.length > first) {
    const last = placed[placed.length - 1];
    if (!last || last.unit < unit || (last.unit === unit && last.from < line)) break;
    placed.pop();
  }
  const last = placed.length > first ? placed[placed.length - 1] : undefined;
  if (last && last.unit === unit) last.to = line;
  while (anchors.length > firstAnchor && (anchors[anchors.length - 1]?.unit ?? 0) >= unit) anchors.pop();
}

/** Rows wanted above a unit: none at a column's top; below a crosshead only its own, since its space stands above it. */
function spaceAbove(units: readonly Unit[], index: number, used: number): number {
  const unit = units[index];
  if (used === 0 || unit?.kind !== "text") return 0;
  let at = index - 1;
  while (at >= 0 && units[at]?.kind !== "text") at--;
  const before = units[at];
  if (before?.kind !== "text") return unit.before;
  return before.item.block.role === "crosshead" ? before.after : Math.max(unit.before, before.after);
}
