/**
 * By how many rows a picture may be taller or lower than its shape asks, so that a column or page ends well: as far as
 * its crop hardly shows, its subject stays whole and its pixels print well. A crop made by hand is kept.
 */
import type { Context } from "./context.ts";
import type { Unit } from "./flow.ts";
import { cropFor } from "./photos.ts";
import { photosOf } from "./pieces.ts";
import { pt } from "../units.ts";

/** Rows at most, and the part of the picture's height that is at most. */
const MOST_ROWS = 4;
const MOST_SHARE = 0.12;
const SAME = 1e-9;

/** Rows more (or fewer: negative) for a picture that the page has placed, `body` rows tall over so many columns; the least first. */
export function otherHeights(context: Context, unit: Unit, columns: number, body: number): readonly number[] {
  if (unit.kind === "text" || unit.item.placement.kind !== "auto" || unit.item === context.hero) return [];
  const { geometry, design, pieces } = context;
  const most = Math.min(MOST_ROWS, Math.floor(body * MOST_SHARE));
  const found: number[] = [];
  for (let more = 1; more <= most; more++) found.push(more, -more);
  const { item } = unit;
  if (item.kind !== "photo") {
    const free = item.kind === "photos" && photosOf(item).every(({ crop, focus }) => !crop && !focus);
    // Two rows of pictures in one piece give a row each, or none.
    return free ? found.filter((more) => pieces.exact(unit, columns, body + more).bodyRows === body + more) : [];
  }
  if (item.crop) return [];
  return found.filter((more) => {
    const { ink } = pieces.exact(unit, columns, body + more);
    if (ink.kind !== "photo" || !ink.block.size) return false;
    const { width, size } = ink.block;
    const height = pt((body + more) * geometry.baseline + geometry.xHeight);
    const crop = cropFor(item, size, { x: pt(0), y: pt(0), width, height });
    if (more > 0 && (size.width * crop.width) / (width / 72) < design.photos.leastPpi) return false;
    return !item.focus || (item.focus.width <= crop.width + SAME && item.focus.height <= crop.height + SAME);
  });
}
