/**
 * Which parts of a page look different from before. A letter typed changes a few lines of a column; painting the rest
 * of the page again would cost ten times the time of a key. Boxes are in points from the trim's top left and hold all
 * ink of what changed, before and after.
 */
import type { Box, DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import { stretchBox } from "../../shared/layout/upward.ts";
import { unreachable } from "../../shared/units.ts";

export type Part = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Ink reaches no further from a run's baseline and ends than these, in em: capitals with two marks, swashes. */
const ABOVE = 1.4;
const BELOW = 0.7;
const ASIDE = 0.6;

/** A box that holds all ink of an item. */
export function inkBox(item: DisplayItem): Part {
  switch (item.kind) {
    case "glyphs": {
      const { run } = item;
      const lift = run.ys === null ? 0 : Math.max(...run.ys.map(Math.abs));
      const aside = ASIDE * run.size;
      const above = ABOVE * run.size + lift;
      const below = BELOW * run.size + lift;
      return partOf(stretchBox(item, run.x - aside, run.x + run.width + aside, above, below));
    }
    case "rule": {
      const { from, to, weight } = item;
      return {
        left: Math.min(from.x, to.x) - weight,
        top: Math.min(from.y, to.y) - weight,
        right: Math.max(from.x, to.x) + weight,
        bottom: Math.max(from.y, to.y) + weight,
      };
    }
    case "fill":
    case "picture":
      return partOf(item.box);
    default:
      return unreachable(item);
  }
}

function partOf({ x, y, width, height }: Box): Part {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/**
 * The parts of `after` that do not look as they did in `before`: one for each group of columns that changed. Null when
 * the pages differ in size or in more than can be told cheaply: then all of it is to be painted.
 */
export function changedParts(before: DisplayList, after: DisplayList): readonly Part[] | null {
  if (before.trim.width !== after.trim.width || before.trim.height !== after.trim.height) return null;
  const was = before.items;
  const is = after.items;
  let head = 0;
  while (head < was.length && head < is.length && looksSame(was[head], is[head])) head++;
  let tail = 0;
  while (
    tail < was.length - head &&
    tail < is.length - head &&
    looksSame(was[was.length - 1 - tail], is[is.length - 1 - tail])
  )
    tail++;
  const parts: Part[] = [];
  for (const item of was.slice(head, was.length - tail)) join(parts, inkBox(item));
  for (const item of is.slice(head, is.length - tail)) join(parts, inkBox(item));
  return parts;
}

/** Takes a box into the part whose columns it shares; parts that meet by it become one. */
function join(parts: Part[], box: Part): void {
  let whole = box;
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at] as Part;
    if (part.left >= whole.right || whole.left >= part.right) continue;
    whole = {
      left: Math.min(part.left, whole.left),
      top: Math.min(part.top, whole.top),
      right: Math.max(part.right, whole.right),
      bottom: Math.max(part.bottom, whole.bottom),
    };
    parts.splice(at, 1);
  }
  parts.push(whole);
}

export function meets(a: Part, b: Part): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Both come out as the same ink. Items crossed a thread, so their identity says nothing. */
function looksSame(a: DisplayItem | undefined, b: DisplayItem | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return false;
  if (a.kind === "glyphs" && b.kind === "glyphs") {
    const [one, two] = [a.run, b.run];
    return (
      a.x === b.x &&
      a.baseline === b.baseline &&
      a.upward === b.upward &&
      one.font === two.font &&
      one.size === two.size &&
      one.scaling === two.scaling &&
      sameNumbers(one.glyphs, two.glyphs) &&
      sameNumbers(one.xs, two.xs) &&
      (one.ys === two.ys || (one.ys !== null && two.ys !== null && sameNumbers(one.ys, two.ys))) &&
      JSON.stringify(a.ink) === JSON.stringify(b.ink)
    );
  }
  return JSON.stringify({ ...a, of: null }) === JSON.stringify({ ...b, of: null });
}
function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
