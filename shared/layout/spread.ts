/**
 * A picture pinned over the fold: its left part stands on the left page, its right part on the right one, one picture
 * cut where the paper is folded. A face is kept off the fold where the picture has room to be moved.
 */
import type { PhotoItem } from "../schema/story.ts";
import type { Crop } from "../schema/attributes.ts";
import { cropFor, type PhotoBlock } from "./photos.ts";
import { pt } from "../units.ts";

/** The widths of the two parts, from their outer edges to the fold, bleed included. */
export type Fold = { readonly left: number; readonly right: number };
export type Half = "left" | "right";

/** The part of the picture that one half shows, at this height. */
export function cropOfHalf(item: PhotoItem, size: PhotoBlock["size"], fold: Fold, half: Half, height: number): Crop {
  const whole = cropOverFold(item, size, fold, height);
  const share = fold.left / (fold.left + fold.right);
  return half === "left"
    ? { ...whole, width: whole.width * share }
    : { ...whole, x: whole.x + whole.width * share, width: whole.width * (1 - share) };
}

/** Does the fold run through what the picture is about, and no room to move it? */
export function foldsFace(item: PhotoItem, size: PhotoBlock["size"], fold: Fold, height: number): boolean {
  if (!item.focus) return false;
  const at = foldIn(cropOverFold(item, size, fold, height), fold);
  return at > item.focus.x + 1e-6 && at < item.focus.x + item.focus.width - 1e-6;
}

function foldIn(crop: Crop, { left, right }: Fold): number {
  return crop.x + (crop.width * left) / (left + right);
}

function cropOverFold(item: PhotoItem, size: PhotoBlock["size"], fold: Fold, height: number): Crop {
  const box = { x: pt(0), y: pt(0), width: pt(fold.left + fold.right), height: pt(height) };
  const crop = cropFor(item, size, box);
  const { focus } = item;
  if (!focus) return crop;
  const at = foldIn(crop, fold);
  if (at <= focus.x || at >= focus.x + focus.width) return crop;
  // The nearer way out of the face, as far as the picture reaches.
  const base = item.crop ?? { x: 0, y: 0, width: 1, height: 1 };
  const ways = [focus.x - at, focus.x + focus.width - at]
    .map((by) => crop.x + by)
    .filter((x) => x >= base.x - 1e-9 && x + crop.width <= base.x + base.width + 1e-9)
    .sort((a, b) => Math.abs(a - crop.x) - Math.abs(b - crop.x));
  return { ...crop, x: ways[0] ?? crop.x };
}
