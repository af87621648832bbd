/**
 * Pictures too coarse to print: by effective resolution, which is the pixels that are used over the size they are
 * printed at. Thresholds after the Ghent Workgroup: below 150 ppi dots show, below 250 they may.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { jpegQuality } from "../pdf/jpeg.ts";
import type { Box, DisplayItem } from "../layout/display.ts";

const ERROR_PPI = 150;
const WARNING_PPI = 250;
/** Pixels at most on both sides for which resolution says nothing: ornaments, swatches (GWG 2015). */
const EXEMPT = 16;

export type PictureSize = {
  /** Pixels of the upright original. */
  readonly width: number;
  readonly height: number;
};

/** Pixels to the inch in the worse direction. `crop` in fractions of the picture, `box` in points. */
export function effectivePpi(size: PictureSize, crop: PictureItem["crop"], box: Pick<Box, "width" | "height">): number {
  if (!(box.width > 0 && box.height > 0)) return Number.POSITIVE_INFINITY;
  return Math.min((size.width * crop.width * 72) / box.width, (size.height * crop.height * 72) / box.height);
}

/** Below this, blocks of eight pixels stand out in skies and skin. */
const LEAST_QUALITY = 50;

/** A photo saved as a coarse JPEG; `bytes`: the original file. Null when it is fine, or no JPEG. */
export function pictureBlocks(bytes: Uint8Array, name: string): Finding | null {
  const quality = jpegQuality(bytes);
  if (quality === null || quality >= LEAST_QUALITY) return null;
  return tell("warning", "picture-blocks", { name, quality });
}

type PictureItem = Extract<DisplayItem, { kind: "picture" }>;
export type PpiLimits = { readonly error: number; readonly warning: number };

/** Null when the picture is fine enough. Compared as it is shown: rounded to whole ppi. */
export function pictureLow(
  item: PictureItem,
  size: PictureSize,
  page: number,
  limits: PpiLimits = { error: ERROR_PPI, warning: WARNING_PPI },
): Finding | null {
  if (size.width <= EXEMPT && size.height <= EXEMPT) return null;
  const ppi = Math.round(effectivePpi(size, item.crop, item.box));
  if (ppi >= limits.warning) return null;
  const { x, y, width, height } = item.box;
  const widest = Math.floor((size.width * item.crop.width * 72) / limits.warning);
  return tell(
    ppi < limits.error ? "error" : "warning",
    "picture-low",
    { page, ppi, wanted: limits.warning, least: limits.error, widest: Math.round((widest * 25.4) / 72) },
    { page, rect: [x, y, width, height], ...(item.of === "artifact" ? {} : { place: [item.of.block, 0, 0] }) },
  );
}
