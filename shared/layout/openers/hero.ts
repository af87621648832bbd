/**
 * The first picture's frame: over columns or out to the edges of the page, as tall as its shape asks or as the design
 * says, its head at an x-height or at the edge, its foot on a baseline or at the edge.
 */
import type { OpenerHero } from "../../schema/openerFile.ts";
import type { PhotoItem } from "../../schema/story.ts";
import type { Design } from "../../schema/template.ts";
import { pt, TOLERANCE } from "../../units.ts";
import type { Box } from "../display.ts";
import { baselineOf, type Geometry, reachOf } from "../geometry.ts";
import type { PlacedPhoto } from "../page.ts";
import { cropFor, type Pictures, shapeOf } from "../photos.ts";
import { cropOfHalf, type Fold, type Half } from "../spread.ts";

const LEAST_ROWS = 3;

export type HeroFrame = { readonly box: Box; readonly fold: { readonly widths: Fold; readonly half: Half } | null };

/**
 * Where a picture of this manner stands when its band begins at `row`; `last` is the row its foot may not pass. `deeper`
 * asks for so many rows more than its shape or its share of the page does.
 */
export function heroFrame(
  item: PhotoItem,
  manner: OpenerHero,
  design: Design,
  geometry: Geometry,
  pictures: Pictures,
  row: number,
  last: number,
  x: number,
  width: number,
  margin: boolean,
  deeper = 0,
): HeroFrame {
  const { trim, bleed } = design.page;
  const side = geometry.sides[geometry.side];
  const reach = reachOf(design, geometry.side, x, width, margin ? side.margin : null, manner.bleed);
  const fold = manner.across ? foldOf(design, geometry, reach) : null;
  const across = fold
    ? { x: pt(fold.half === "left" ? trim.width - fold.widths.left : 0), width: pt(fold.widths[fold.half]) }
    : reach;
  const whole = fold ? fold.widths.left + fold.widths.right : reach.width;
  const y = manner.bleed.includes("top") ? -bleed.top : baselineOf(geometry, row) - geometry.xHeight;
  const { height } = manner;
  if (height.kind === "page" || manner.bleed.includes("bottom")) {
    return { box: { ...across, y: pt(y), height: pt(trim.height + bleed.bottom - y) }, fold };
  }
  const shape = shapeOf(item, pictures.sizeOf(item), design.photos.missingRatio);
  const wanted =
    height.kind === "rows"
      ? baselineOf(geometry, row + height.rows)
      : height.kind === "share"
        ? trim.height * height.share
        : y + whole / shape;
  const shaped = Math.max(row + LEAST_ROWS, Math.round((wanted - geometry.first - TOLERANCE) / geometry.baseline));
  const mayGive = height.kind !== "rows" && Math.abs(deeper) <= (shaped - row) * manner.crop;
  const natural = mayGive ? shaped + deeper : shaped;
  const foot = baselineOf(
    geometry,
    height.kind === "natural" ? cropped(natural, row, last, geometry.rows, manner.crop) : natural,
  );
  return { box: { ...across, y: pt(y), height: pt(foot - y) }, fold };
}

/** How far the picture reaches from the fold on either side: as far on the other page as on this one. */
function foldOf(
  design: Design,
  geometry: Geometry,
  reach: { readonly x: number; readonly width: number },
): NonNullable<HeroFrame["fold"]> {
  const half = geometry.side === "verso" ? "left" : "right";
  const out = half === "left" ? design.page.trim.width - reach.x : reach.x + reach.width;
  return { half, widths: { left: out, right: out } };
}

/** Rows kept below a picture that goes down to the foot of the page, for its caption. */
const CAPTION_ROWS = 3;
/**
 * The row a picture ends on: as it is where text has room below it; else cropped, as far as the design allows, so that
 * text has room, or so that it fills the page.
 */
function cropped(natural: number, row: number, last: number, rows: number, crop: number): number {
  if (natural <= last) return natural;
  const least = row + Math.ceil((natural - row) * (1 - crop));
  const foot = rows - CAPTION_ROWS;
  if (least <= last) return last;
  return Math.max(row + LEAST_ROWS, Math.min(natural, foot));
}

export function heroPhoto(
  item: PhotoItem,
  { box, fold }: HeroFrame,
  geometry: Geometry,
  pictures: Pictures,
  place: { readonly column: number; readonly row: number; readonly columns: number },
): PlacedPhoto {
  const size = pictures.sizeOf(item);
  const crop = fold ? cropOfHalf(item, size, fold.widths, fold.half, box.height) : cropFor(item, size, box);
  return {
    block: item.id,
    file: item.file,
    media: size?.media ?? null,
    alt: item.alt,
    ...(item.rendering ? { rendering: item.rendering } : {}),
    ...(item.pdf ? { pdf: item.pdf } : {}),
    box,
    crop,
    ppi: size ? (size.width * crop.width) / (box.width / 72) : null,
    placement: { ...place, rows: Math.max(1, Math.round(box.height / geometry.baseline)) },
  };
}
