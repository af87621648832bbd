/**
 * Between points on the page and places in the text. Both directions read the display list that was painted, so the
 * caret stands where the ink is.
 */
import type { Place } from "../finding.ts";
import { type CaretLine, offsetAt, xAt } from "../typesetting/caret.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";
import { type Pt, pt, type TextOffset } from "../units.ts";
import type { DisplayItem, DisplayList, Point } from "./display.ts";

/** An upright caret: from `top` down to `foot` at `x`. */
export type Caret = { readonly x: Pt; readonly top: Pt; readonly foot: Pt };

/** The runs of one block on one baseline. */
type SetLine = CaretLine & {
  readonly block: string;
  /** Where the runs' own positions count from, and the edges of their ink. */
  readonly origin: Pt;
  readonly left: Pt;
  readonly right: Pt;
  readonly baseline: Pt;
  readonly size: Pt;
  readonly to: TextOffset;
};

const known = new WeakMap<DisplayList, readonly SetLine[]>();

function linesOf(list: DisplayList): readonly SetLine[] {
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
  const lines = [...groups].map(([key, items]): SetLine => {
    const runs = items.map((item) => item.run);
    const first = items[0];
    const origin = first?.x ?? pt(0);
    const typed = runs.filter((run) => run.from !== null);
    return {
      block: key.slice(0, key.indexOf(" ")),
      origin,
      left: pt(origin + Math.min(...runs.map((run) => run.x))),
      right: pt(origin + Math.max(...runs.map((run) => run.x + run.width))),
      baseline: pt((first?.baseline ?? 0) + (first?.run.drop ?? 0)),
      size: pt(Math.max(...runs.map((run) => run.size))),
      x: pt(Math.min(...runs.map((run) => run.x))),
      from: Math.min(...typed.map(textStart)) as TextOffset,
      to: Math.max(...typed.map(textEnd)) as TextOffset,
      runs,
    };
  });
  const withText = lines.filter((line) => line.to >= line.from);
  known.set(list, withText);
  return withText;
}
function textStart(run: GlyphRun): number {
  return run.from ?? 0;
}
/** A hyphen the breaker made is in the run's text but not in the block's. */
function textEnd(run: GlyphRun): number {
  return textStart(run) + run.text.length - (run.text.endsWith("\u00AD") ? 1 : 0);
}

/** The picture whose frame lies under a point, also when the picture itself is missing. */
export function photoAt(list: DisplayList, { x, y }: Point): string | null {
  for (let at = list.items.length - 1; at >= 0; at--) {
    const item = list.items[at];
    if (item?.kind !== "picture" && item?.kind !== "fill") continue;
    if (item.of === "artifact" || item.of.role !== "photo") continue;
    const { box } = item;
    if (x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height) return item.of.block;
  }
  return null;
}

/** Up and down counts more than sideways: a line beside the point is nearer than one above or below it. */
const UPRIGHT = 3;

/**
 * The place nearest to a point, or the picture under it (its block, offset 0). Null on a page without text. A point
 * beside a line belongs to that line's nearer end, between columns to the nearer column.
 */
export function placeAt(list: DisplayList, point: Point): Place | null {
  const photo = photoAt(list, point);
  if (photo !== null) return [photo, 0, 0];
  let best: SetLine | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const line of linesOf(list)) {
    const dx = point.x < line.left ? line.left - point.x : Math.max(0, point.x - line.right);
    const dy = Math.max(0, Math.abs(point.y - (line.baseline - line.size * 0.3)) - line.size * 0.6);
    const away = dx + dy * UPRIGHT;
    if (away < least) {
      least = away;
      best = line;
    }
  }
  if (!best) return null;
  const offset = offsetAt(best, point.x - best.origin);
  return [best.block, offset, offset];
}

/**
 * Where the caret of a place stands on this page, or null when that text is on another. At the end of a line it
 * stands on the next line when the text goes on there.
 */
export function caretAt(list: DisplayList, place: Place): Caret | null {
  const [block, offset] = place;
  let atEnd: SetLine | null = null;
  for (const line of linesOf(list)) {
    if (line.block !== block) continue;
    if (offset >= line.from && offset < line.to) return caretOn(line, offset);
    if (offset >= line.to) atEnd = line;
  }
  return atEnd && offset <= atEnd.to + 1 ? caretOn(atEnd, offset) : null;
}

function caretOn(line: SetLine, offset: TextOffset): Caret {
  return {
    x: pt(line.origin + xAt(line, offset)),
    top: pt(line.baseline - line.size * 0.78),
    foot: pt(line.baseline + line.size * 0.24),
  };
}

/** The boxes that a stretch of a block covers on this page, one a line: what a selection paints. */
export function boxesOf(
  list: DisplayList,
  place: Place,
): readonly { readonly x: Pt; readonly y: Pt; readonly width: Pt; readonly height: Pt }[] {
  const [block, from, to] = place;
  return linesOf(list)
    .filter((line) => line.block === block && from < line.to && to > line.from)
    .map((line) => {
      const left = xAt(line, Math.max(from, line.from) as TextOffset);
      const right = xAt(line, Math.min(to, line.to) as TextOffset);
      const x = line.origin + Math.min(left, right);
      const y = line.baseline - line.size * 0.85;
      return { x: pt(x), y: pt(y), width: pt(Math.abs(right - left)), height: pt(line.size * 1.15) };
    });
}
