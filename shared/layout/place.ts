/**
 * Between points on the page and places in the text. Both directions read the display list that was painted, so the
 * caret stands where the ink is.
 */
import type { Place } from "../finding.ts";
import { type GlyphRun } from "../typesetting/glyphs.ts";
import { runOffsetAt, runXAt } from "../typesetting/caret.ts";
import { type Pt, pt, type TextOffset } from "../units.ts";
import type { DisplayItem, DisplayList, Point } from "./display.ts";

/** An upright caret: from `top` down to `foot` at `x`. */
export type Caret = { readonly x: Pt; readonly top: Pt; readonly foot: Pt };

type Glyphs = Extract<DisplayItem, { kind: "glyphs" }>;
type OwnedRun = Glyphs & { readonly of: Exclude<Glyphs["of"], "artifact"> };

function ownedRuns(list: DisplayList): readonly OwnedRun[] {
  return list.items.filter((item): item is OwnedRun => item.kind === "glyphs" && item.of !== "artifact");
}
function start(run: GlyphRun): number {
  return run.from ?? 0;
}
function end(run: GlyphRun): number {
  // A hyphen the breaker made is in the run's text but not in the block's.
  const made = run.text.endsWith("\u00AD") ? 1 : 0;
  return start(run) + run.text.length - made;
}

/**
 * The place nearest to a point, or the picture under it. Null on a page without text. A point beside a line belongs
 * to that line's nearer end; between columns to the nearer column.
 */
export function placeAt(list: DisplayList, point: Point): Place | null {
  for (let at = list.items.length - 1; at >= 0; at--) {
    const item = list.items[at];
    if (item?.kind !== "picture" || item.of === "artifact") continue;
    const { x, y, width, height } = item.box;
    if (point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height) return [item.of.block, 0, 0];
  }
  let best: OwnedRun | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const item of ownedRuns(list)) {
    const left = item.x + item.run.x;
    const right = left + item.run.width;
    const dx = point.x < left ? left - point.x : point.x > right ? point.x - right : 0;
    const middle = item.baseline - item.run.size * 0.3;
    const dy = Math.max(0, Math.abs(point.y - middle) - item.run.size * 0.6);
    // A line beside the point is nearer than one above or below it.
    const away = dx + dy * 3;
    if (away < least) {
      least = away;
      best = item;
    }
  }
  if (!best) return null;
  const { run } = best;
  const offset = (run.from === null ? signOffset(list, best) : runOffsetAt(run, pt(point.x - best.x))) as TextOffset;
  return [best.of.block, offset, offset];
}

/** A generated sign belongs to the text right after it. */
function signOffset(list: DisplayList, sign: OwnedRun): number {
  const own = ownedRuns(list).find(
    (item) => item.of.block === sign.of.block && item.baseline === sign.baseline && item.run.from !== null,
  );
  return own ? start(own.run) : 0;
}

/** Where the caret of a place stands on this page, or null when that text is on another. */
export function caretAt(list: DisplayList, place: Place): Caret | null {
  const [block, offset] = place;
  let after: OwnedRun | null = null;
  for (const item of ownedRuns(list)) {
    if (item.of.block !== block || item.run.from === null) continue;
    if (offset >= start(item.run) && offset < end(item.run)) return caretIn(item, offset);
    // At the end of a line the caret stays on it only when no later line begins there.
    if (offset === end(item.run)) after = item;
  }
  return after ? caretIn(after, offset) : null;
}

function caretIn(item: OwnedRun, offset: number): Caret {
  const x = item.x + runXAt(item.run, offset as TextOffset);
  return { x: pt(x), top: pt(item.baseline - item.run.size * 0.78), foot: pt(item.baseline + item.run.size * 0.24) };
}
