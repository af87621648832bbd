/** A pinned picture out to the edges it bleeds over: its box grows to there, and its crop with it, round the focus. */
import type { Edge } from "../schema/attributes.ts";
import type { PhotoItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { pt } from "../units.ts";
import type { Slot } from "./arrange.ts";
import type { Box } from "./display.ts";
import type { PlacedPhoto } from "./page.ts";
import { cropFor } from "./photos.ts";
import { cropOfHalf } from "./spread.ts";
import type { PinBox } from "./pins.ts";

export function bled(photo: PlacedPhoto, item: PhotoItem, slot: Slot, pin: PinBox, design: Design): PlacedPhoto {
  if (pin.bleed.length === 0 || slot.piece.ink.kind !== "photo") return photo;
  const { trim } = design.page;
  const grown = bledBox(photo.box, pin.bleed, design);
  const { size } = slot.piece.ink.block;
  if (pin.half && pin.fold) {
    // On the inner side the paper is folded, not cut: the part ends on the fold.
    const x = pin.half === "left" ? trim.width - pin.fold.left : 0;
    const part: Box = { ...grown, x: pt(x), width: pt(pin.fold[pin.half]) };
    const crop = cropOfHalf(item, size, pin.fold, pin.half, part.height);
    return { ...photo, box: part, crop, ppi: size ? (size.width * crop.width) / (part.width / 72) : null };
  }
  const crop = cropFor(item, size, grown);
  return { ...photo, box: grown, crop, ppi: size ? (size.width * crop.width) / (grown.width / 72) : null };
}

/** A box on the page drawn out over the edges that bleed. */
export function bledBox(box: Box, edges: readonly Edge[], design: Design): Box {
  const { trim, bleed } = design.page;
  const left = edges.includes("left") ? -bleed.left : box.x;
  const top = edges.includes("top") ? -bleed.top : box.y;
  const right = edges.includes("right") ? trim.width + bleed.right : box.x + box.width;
  const foot = edges.includes("bottom") ? trim.height + bleed.bottom : box.y + box.height;
  return { x: pt(left), y: pt(top), width: pt(right - left), height: pt(foot - top) };
}
