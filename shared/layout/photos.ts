/**
 * Pictures on the grid. A picture begins at the x-height of a row and ends on a baseline, so it stands level with the
 * type beside it; its height is trimmed to that by cropping evenly, round the focus where one is marked. The caption
 * and then the credit hang below it.
 */
import type { PhotoItem } from "../schema/story.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Box } from "./display.ts";
import { baselineOf, type Geometry, spanWidth } from "./geometry.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import type { SetText, Setter } from "./setter.ts";

/** Pixel sizes of pictures by document name or content hash; what the engine needs to know of them. */
export type Pictures = {
  /** Upright size in pixels, or null when the picture cannot be found or read. */
  sizeOf(photo: { readonly file: string; readonly media: string | null }): {
    readonly media: string;
    readonly width: number;
    readonly height: number;
  } | null;
};

/** From a picture's foot to the top of its caption's first line, in points. */
const CAPTION_GAP = 2.5;
/** Least clear space from the last ink of a caption down to the next line's ascenders. */
const AIR_BELOW = 9.5;
/** No picture in the columns is taller than this share of them. */
const TALLEST = 0.62;
const LEAST_ROWS = 3;

/** A photo made to fit some columns: how many rows it takes and what stands in them. */
export type PhotoBlock = {
  readonly item: PhotoItem;
  readonly columns: number;
  readonly width: Pt;
  /** Baselines from the picture's top row to its foot. */
  readonly pictureRows: number;
  /** Rows closed to text when copy follows below, and when the block stands at a column's foot. */
  readonly rows: number;
  readonly rowsAtFoot: number;
  readonly caption: SetText | null;
  readonly credit: SetText | null;
  readonly size: { readonly media: string; readonly width: number; readonly height: number } | null;
};

/** Columns a picture may be wide: as many as wanted, or the most over which its pixels still print well. */
export function columnsFor(
  item: PhotoItem,
  wanted: number,
  geometry: Geometry,
  pictures: Pictures,
  leastPpi: number,
): number {
  const most = Math.min(wanted, geometry.count);
  const size = pictures.sizeOf(item);
  if (!size) return most;
  const pixels = size.width * (item.crop?.width ?? 1);
  for (let columns = most; columns > 1; columns--) {
    if (pixels / (spanWidth(geometry, columns) / 72) >= leastPpi) return columns;
  }
  return 1;
}

/** `width` is the columns' unless the picture stands in a box of its own. `wanted` asks for a height in rows, taken when it costs no more of the picture than the share it may crop. */
export function photoBlock(
  item: PhotoItem,
  columns: number,
  geometry: Geometry,
  setter: Setter,
  pictures: Pictures,
  missingRatio: number,
  wanted: { readonly rows: number; readonly crop: number } | null = null,
  width: Pt = spanWidth(geometry, columns),
): PhotoBlock {
  const size = pictures.sizeOf(item);
  const shape = size
    ? (size.width * (item.crop?.width ?? 1)) / Math.max(1, size.height * (item.crop?.height ?? 1))
    : missingRatio;
  const natural = Math.round((width / Math.min(20, Math.max(0.05, shape)) - geometry.xHeight) / geometry.baseline);
  const caption = item.caption ? setter.paragraph(item.caption, width) : null;
  const credit = item.credit ? setter.paragraph(item.credit, width) : null;
  const words = captionHeight(caption, credit);
  const extra = Math.ceil(words / geometry.baseline) + 2;
  const tallest = Math.max(LEAST_ROWS, Math.min(Math.floor(geometry.rows * TALLEST), geometry.rows - extra));
  let pictureRows = Math.min(tallest, Math.max(LEAST_ROWS, natural));
  if (wanted && wanted.rows >= LEAST_ROWS && wanted.rows <= tallest) {
    if (Math.abs(wanted.rows - natural) / Math.max(wanted.rows, natural) <= wanted.crop) pictureRows = wanted.rows;
  }
  const { baseline } = geometry;
  return {
    item,
    columns,
    width,
    pictureRows,
    rows: pictureRows + Math.ceil((words + AIR_BELOW + ascent(geometry) - TOLERANCE) / baseline),
    rowsAtFoot: pictureRows + 1 + Math.ceil((words - TOLERANCE) / baseline),
    caption,
    credit,
    size,
  };
}

function ascent(geometry: Geometry): number {
  return geometry.xHeight * 1.6;
}

/** From the picture's foot to the last baseline of the words below it. */
function captionHeight(caption: SetText | null, credit: SetText | null): number {
  const lines = (set: SetText | null) => (set ? set.lines.length * set.style.leading : 0);
  const height = lines(caption) + lines(credit);
  return height === 0 ? 0 : CAPTION_GAP + height;
}

/** Everything a photo block puts on a page when its top row is `row` of column `column`, its left edge at `x`. */
export function placePhoto(
  block: PhotoBlock,
  column: number,
  row: number,
  geometry: Geometry,
  x: Pt,
): { readonly photo: PlacedPhoto; readonly lines: readonly PlacedLine[] } {
  const y = pt(baselineOf(geometry, row) - geometry.xHeight);
  const height = pt(block.pictureRows * geometry.baseline + geometry.xHeight);
  const box: Box = { x, y, width: block.width, height };
  const crop = cropFor(block, box);
  const photo: PlacedPhoto = {
    block: block.item.id,
    file: block.item.file,
    media: block.size?.media ?? null,
    alt: block.item.alt,
    box,
    crop,
    ppi: block.size ? (block.size.width * crop.width) / (box.width / 72) : null,
    placement: { column, row, columns: block.columns, rows: block.pictureRows + 1 },
  };
  const lines: PlacedLine[] = [];
  let baseline = y + height + CAPTION_GAP;
  for (const [set, item] of [
    [block.caption, block.item.caption],
    [block.credit, block.item.credit],
  ] as const) {
    if (!set || !item) continue;
    for (const line of set.lines) {
      baseline += set.style.leading;
      lines.push({
        line,
        block: item.id,
        role: item.block.role,
        style: set.style,
        speaker: null,
        column: null,
        x,
        baseline: pt(baseline - CAPTION_RISE * set.style.leading),
      });
    }
  }
  return { photo, lines };
}
/** A line's ink does not fill its leading: the first caption line is drawn up by this share of it. */
const CAPTION_RISE = 0.12;

/** The largest part of the picture with the box's shape: inside the crop made by hand, round the focus. */
function cropFor(block: PhotoBlock, box: Box): { x: number; y: number; width: number; height: number } {
  const base = block.item.crop ?? { x: 0, y: 0, width: 1, height: 1 };
  if (!block.size) return base;
  const wanted = (box.width / box.height) * (block.size.height / block.size.width);
  const have = base.width / base.height;
  const focus = block.item.focus;
  const centreX = focus ? focus.x + focus.width / 2 : base.x + base.width / 2;
  // Faces stand above the middle of a picture more often than below it.
  const centreY = focus ? focus.y + focus.height / 2 : base.y + base.height * 0.45;
  const width = have > wanted ? base.height * wanted : base.width;
  const height = have > wanted ? base.height : base.width / wanted;
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));
  return {
    x: clamp(centreX - width / 2, base.x, base.x + base.width - width),
    y: clamp(centreY - height / 2, base.y, base.y + base.height - height),
    width,
    height,
  };
}
