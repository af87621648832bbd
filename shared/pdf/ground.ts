/**
 * What a picture stands on. PDF/X-1a knows no transparency, so a transparent picture is laid on the ink below it before
 * it is written; only the display list knows which ink that is.
 */
import type { Quad } from "../color/converter.ts";
import type { Ink } from "../color/ink.ts";
import type { Box, DisplayItem } from "../layout/display.ts";
import { fits } from "../units.ts";

type PictureItem = Extract<DisplayItem, { kind: "picture" }>;

/**
 * The flat ink that the picture lies on wholly, `picture` when it meets another picture below, or null for paper; a tint
 * that it covers in part only is left out of account, being cut off at its edge either way.
 */
export function groundOf(items: readonly DisplayItem[], picture: PictureItem): Quad | "picture" | "spot" | null {
  for (let n = items.indexOf(picture) - 1; n >= 0; n--) {
    const item = items[n] as DisplayItem;
    if (item.kind === "picture" && meet(item.box, picture.box)) return "picture";
    if (item.kind === "fill" && covers(item.box, picture.box)) return quadOf(item.ink);
  }
  return null;
}

function quadOf(ink: Ink): Quad | "spot" | null {
  switch (ink.kind) {
    case "cmyk":
      return [ink.c, ink.m, ink.y, ink.k];
    case "spot":
      return "spot";
    default:
      return null;
  }
}

function covers(a: Box, b: Box): boolean {
  return fits(a.x, b.x) && fits(a.y, b.y) && fits(b.x + b.width, a.x + a.width) && fits(b.y + b.height, a.y + a.height);
}

export function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
