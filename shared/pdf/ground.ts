/**
 * What a picture stands on. PDF/X-1a knows no transparency, so a transparent picture is put together with what lies
 * below it before it is written; only the display list knows what that is.
 */
import type { Quad } from "../color/converter.ts";
import type { Cmyk } from "../color/ink.ts";
import type { Box, DisplayItem, DisplayList } from "../layout/display.ts";
import { runBox } from "../layout/upward.ts";
import { fits, pt, unreachable } from "../units.ts";

type PictureItem = Extract<DisplayItem, { kind: "picture" }>;

/** One flat of process ink, as fractions, or the page as it was painted before the picture. */
export type Ground = Quad | { readonly below: DisplayList };

/** Null for bare paper. `onPress`: a process ink, which may be measured, as this press's. */
export function groundOf(list: DisplayList, picture: PictureItem, onPress: (ink: Cmyk) => Cmyk): Ground | null {
  const index = list.items.indexOf(picture);
  const below = list.items.slice(0, index);
  const under: DisplayItem[] = [];
  // What lies below a flat that covers all is not seen.
  for (let n = below.length - 1; n >= 0; n--) {
    const item = below[n] as DisplayItem;
    if (!meet(inkBox(item), picture.box)) continue;
    under.push(item);
    if (item.kind === "fill" && covers(item.box, picture.box) && !mayShowThrough(item)) break;
  }
  const [only] = under;
  if (!only || (under.length === 1 && only.kind === "fill" && only.ink.kind === "paper")) return null;
  if (under.length === 1 && only.kind === "fill" && only.ink.kind === "cmyk" && covers(only.box, picture.box)) {
    const { c, m, y, k } = onPress(only.ink);
    return [c, m, y, k];
  }
  return { below: { ...list, items: below } };
}

function mayShowThrough({ ink }: Extract<DisplayItem, { kind: "fill" }>): boolean {
  return (ink.kind === "spot" || ink.kind === "mix") && ink.overprint === true;
}

/** Where an item may lay ink; of type from the tallest mark to the deepest tail. */
export function inkBox(item: DisplayItem): Box {
  switch (item.kind) {
    case "glyphs":
      return runBox(item, 1, 0.3);
    case "rule": {
      const { from, to, weight } = item;
      return {
        x: pt(Math.min(from.x, to.x) - weight / 2),
        y: pt(Math.min(from.y, to.y) - weight / 2),
        width: pt(Math.abs(to.x - from.x) + weight),
        height: pt(Math.abs(to.y - from.y) + weight),
      };
    }
    case "fill":
    case "picture":
      return item.box;
    default:
      return unreachable(item);
  }
}

function covers(a: Box, b: Box): boolean {
  return fits(a.x, b.x) && fits(a.y, b.y) && fits(b.x + b.width, a.x + a.width) && fits(b.y + b.height, a.y + a.height);
}

export function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
