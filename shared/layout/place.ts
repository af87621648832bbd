/**
 * Between points on the page and places in the text. Both directions read the display list that was painted, so the
 * caret stands where the ink is.
 */
import type { Place } from "../finding.ts";
import { type CaretLine, offsetAt, xAt } from "../typesetting/caret.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";
import { type Pt, pt, type TextOffset } from "../units.ts";
import type { Box, DisplayItem, DisplayList, Point } from "./display.ts";
import { inLine, type Standing, stretchBox } from "./upward.ts";

/** A caret as it is drawn: no wider than a line. Upright, or lying in words that read upward. */
export type Caret = Box;

/** The runs of one block on one baseline. */
export type SetLine = CaretLine & {
  readonly block: string;
  /** Where the runs' own positions count from, and which way they read. */
  readonly at: Standing;
  /** From there down to the baseline: a drop cap's stands lower. */
  readonly drop: number;
  readonly size: Pt;
  readonly to: TextOffset;
  /** What a point is near to: its ends, a little over its capitals and under its descenders. */
  readonly box: Box;
};

const known = new WeakMap<DisplayList, readonly SetLine[]>();

/** The lines of text on a page, in painting order: what a drop cap is set in is a line of its own. */
export function setLinesOf(list: DisplayList): readonly SetLine[] {
  const kept = known.get(list);
  if (kept) return kept;
  const groups = new Map<string, Extract<DisplayItem, { kind: "glyphs" }>[]>();
  for (const item of list.items) {
    if (item.kind !== "glyphs" || item.of === "artifact") continue;
    // A drop cap stands on a baseline of its own, and a quotation mark before it is of another size.
    const { drop, size } = item.run;
    const own = drop === undefined ? "" : `${drop} ${size}`;
    const key = `${item.of.block} ${item.x} ${item.baseline} ${own}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const lines: SetLine[] = [];
  for (const [key, items] of groups) {
    const runs = items.map((item) => item.run);
    const typed = runs.filter((run) => run.from !== null);
    const [at] = items;
    if (!at || typed.length === 0) continue;
    const size = pt(Math.max(...runs.map((run) => run.size)));
    const drop = at.run.drop ?? 0;
    const x = pt(Math.min(...runs.map((run) => run.x)));
    const end = Math.max(...runs.map((run) => run.x + run.width));
    lines.push({
      block: key.slice(0, key.indexOf(" ")),
      at,
      drop,
      size,
      x,
      from: Math.min(...typed.map(textStart)) as TextOffset,
      to: Math.max(...typed.map(textEnd)) as TextOffset,
      runs,
      box: stretchBox(at, x, end, size * 0.9 - drop, size * 0.3 + drop),
    });
  }
  known.set(list, lines);
  return lines;
}
function textStart(run: GlyphRun): number {
  return run.from ?? 0;
}
/** A hyphen the breaker made is in the run's text but not in the block's. */
function textEnd(run: GlyphRun): number {
  return textStart(run) + run.text.length - (run.text.endsWith("\u00AD") ? 1 : 0);
}

/** The picture whose frame lies under a point, also when the picture itself is missing. */
function photoAt(list: DisplayList, point: Point): string | null {
  for (let at = list.items.length - 1; at >= 0; at--) {
    const item = list.items[at];
    if (item?.kind !== "picture" && item?.kind !== "fill") continue;
    if (item.of === "artifact" || item.of.role !== "photo") continue;
    if (within(item.box, point)) return item.of.block;
  }
  return null;
}

/** The place in the words that a point lies on, over a picture too; null beside all words. */
export function wordsAt(list: DisplayList, point: Point): Place | null {
  const line = setLinesOf(list).find(({ box }) => within(box, point));
  return line ? placeOn(line, point) : null;
}

function within({ x, y, width, height }: Box, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Up and down counts more than sideways: a line beside the point is nearer than one above or below it. */
const UPRIGHT = 3;

/**
 * The place nearest to a point, or the picture under it (its block, offset 0) where no words stand on it. Null on a page
 * without text. A point beside a line belongs to that line's nearer end, between columns to the nearer column.
 */
export function placeAt(list: DisplayList, point: Point): Place | null {
  const photo = photoAt(list, point);
  if (photo !== null) return wordsAt(list, point) ?? [photo, 0, 0];
  let best: SetLine | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const line of setLinesOf(list)) {
    const { x, y, width, height } = line.box;
    const dx = Math.max(0, x - point.x, point.x - x - width);
    const dy = Math.max(0, y - point.y, point.y - y - height);
    const away = dx + dy * UPRIGHT;
    if (away < least) {
      least = away;
      best = line;
    }
  }
  return best && placeOn(best, point);
}

function placeOn(line: SetLine, point: Point): Place {
  const offset = offsetAt(line, pt(inLine(line.at, point).along));
  return [line.block, offset, offset];
}

/**
 * Where the caret of a place stands on this page, or null when that text is on another. At the end of a line it
 * stands on the next line when the text goes on there.
 */
export function caretAt(list: DisplayList, place: Place): Caret | null {
  const [block, offset] = place;
  let atEnd: SetLine | null = null;
  for (const line of setLinesOf(list)) {
    if (line.block !== block) continue;
    if (offset >= line.from && offset < line.to) return caretOn(line, offset);
    if (offset >= line.to) atEnd = line;
  }
  return atEnd && offset <= atEnd.to + 1 ? caretOn(atEnd, offset) : null;
}

function caretOn(line: SetLine, offset: TextOffset): Caret {
  const { at, drop, size } = line;
  const along = xAt(line, offset);
  return stretchBox(at, along, along, size * 0.78 - drop, size * 0.24 + drop);
}

/** The boxes that a stretch of a block covers on this page, one a line: what a selection paints. */
export function boxesOf(list: DisplayList, place: Place): readonly Box[] {
  const [block, from, to] = place;
  return setLinesOf(list)
    .filter((line) => line.block === block && from < line.to && to > line.from)
    .map((line) => {
      const { at, drop, size } = line;
      const begins = xAt(line, Math.max(from, line.from) as TextOffset);
      const ends = xAt(line, Math.min(to, line.to) as TextOffset);
      return stretchBox(at, begins, ends, size * 0.85 - drop, size * 0.3 + drop);
    });
}
