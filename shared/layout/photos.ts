/**
 * Pictures on the grid. A picture begins at the x-height of a row and ends on a baseline, so it stands level with the
 * type beside it; its height is trimmed to that by cropping evenly, round the focus where one is marked. The caption
 * and then the credit hang below it.
 */
import type { PhotoItem, TextItem } from "../schema/story.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Box } from "./display.ts";
import { baselineOf, type Geometry, spanWidth } from "./geometry.ts";
import { marginMeasure, marginRows, placeInMargin } from "./marginCaption.ts";
import type { Tone } from "./openers/calm.ts";
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
  /** How light it is where, or null when that is not known; left out where nobody can know. */
  toneOf?(photo: { readonly file: string; readonly media: string | null }): Tone | null;
  /** The outline of what a picture shows on transparent ground, in fractions of it; null or absent when unknown. */
  outlineOf?(photo: {
    readonly file: string;
    readonly media: string | null;
  }): readonly (readonly [x: number, y: number])[] | null;
};

/** From a picture's foot to the top of its caption's first line, in points. */
const CAPTION_GAP = 2.5;
/** Least clear space from the last ink of a caption down to the next line's ascenders. */
export const AIR_BELOW = 9.5;
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
  /** Of the last of these, how much stays white below its words. */
  readonly airAtFoot: number;
  readonly caption: SetText | null;
  readonly credit: SetText | null;
  /** As wide as the text, and from there as far as the page's side lets it reach. */
  readonly drawnOut: boolean;
  /** Its words stand in the margin column. */
  readonly inMargin: boolean;
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

/** `width` is the columns' unless the picture stands in a box of its own. `wanted` asks for a height in rows, taken when it costs no more of the picture than the share it may crop (1: always). */
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
  const shape = shapeOf(item, size, missingRatio);
  const whole = columns === geometry.count && width === spanWidth(geometry, columns);
  const reach = whole ? geometry.sides[geometry.side].reach.width : width;
  const natural = Math.round((reach / shape - geometry.xHeight) / geometry.baseline);
  const beside = marginMeasure(geometry, columns, width);
  const caption = item.caption ? setter.paragraph(item.caption, beside ?? width) : null;
  const credit = item.credit ? setter.paragraph(item.credit, beside ?? width) : null;
  const words = beside === null ? wordsBelow(caption, credit, runsIn(caption, credit, geometry, width)) : 0;
  const extra = Math.ceil(words / geometry.baseline) + 2;
  const tallest = Math.max(LEAST_ROWS, Math.min(Math.floor(geometry.rows * TALLEST), geometry.rows - extra));
  let pictureRows = Math.min(tallest, Math.max(LEAST_ROWS, natural));
  if (wanted?.crop === 1) pictureRows = Math.max(1, wanted.rows);
  else if (wanted && wanted.rows >= LEAST_ROWS && wanted.rows <= tallest) {
    if (Math.abs(wanted.rows - natural) / Math.max(wanted.rows, natural) <= wanted.crop) pictureRows = wanted.rows;
  }
  const { baseline } = geometry;
  // A caption longer than its picture is tall would run into the next one's.
  if (beside !== null) pictureRows = Math.max(pictureRows, Math.min(tallest, marginRows([caption, credit], geometry)));
  return {
    item,
    columns,
    width: reach,
    drawnOut: reach > width + TOLERANCE,
    inMargin: beside !== null,
    pictureRows,
    rows: pictureRows + Math.ceil((words + AIR_BELOW + ascent(geometry) - TOLERANCE) / baseline),
    rowsAtFoot: pictureRows + 1 + Math.ceil((words - TOLERANCE) / baseline),
    airAtFoot: Math.ceil((words - TOLERANCE) / baseline) - words / baseline,
    caption,
    credit,
    size,
  };
}

/** Width to height of the part that is shown; shapes no page could show are taken for the nearest it can. */
export function shapeOf(item: PhotoItem, size: PhotoBlock["size"], missingRatio: number): number {
  const shape = size
    ? (size.width * (item.crop?.width ?? 1)) / Math.max(1, size.height * (item.crop?.height ?? 1))
    : missingRatio;
  return Math.min(20, Math.max(0.05, shape));
}

function ascent(geometry: Geometry): number {
  return geometry.xHeight * 1.6;
}

/** From the picture's foot to the last baseline of the words below it. */
export function wordsBelow(caption: SetText | null, credit: SetText | null, runIn = false): number {
  const lines = (set: SetText | null) => (set ? set.lines.length * set.style.leading : 0);
  const height = lines(caption) + (runIn ? 0 : lines(credit));
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
  const { reach } = geometry.sides[geometry.side];
  const box: Box = block.drawnOut ? { ...reach, y, height } : { x, y, width: block.width, height };
  const crop = cropFor(block.item, block.size, box);
  const photo: PlacedPhoto = {
    block: block.item.id,
    file: block.item.file,
    media: block.size?.media ?? null,
    alt: block.item.alt,
    ...(block.item.rendering ? { rendering: block.item.rendering } : {}),
    box,
    crop,
    ppi: block.size ? (block.size.width * crop.width) / (box.width / 72) : null,
    placement: { column, row, columns: block.columns, rows: block.pictureRows + 1 },
  };
  const words = [
    [block.caption, block.item.caption],
    [block.credit, block.item.credit],
  ] as const;
  const lines = block.inMargin
    ? placeInMargin(words, box, geometry)
    : hangWords(
        pt(y + height),
        x,
        words,
        runsIn(block.caption, block.credit, geometry, spanWidth(geometry, block.columns)),
      );
  return { photo, lines };
}

/** Ems of the credit between the caption's last word and a credit on the same line. */
const CREDIT_SPACE = 1;
/** Does the credit stand on the caption's last line? Where the design wants it and the line has room. */
export function runsIn(caption: SetText | null, credit: SetText | null, geometry: Geometry, width: number): boolean {
  const last = caption?.lines.at(-1);
  const first = credit?.lines[0];
  if (!geometry.captions.creditAfter || !caption || !credit || !last || !first || credit.lines.length > 1) return false;
  const end = last.x + last.width + credit.style.size * CREDIT_SPACE;
  return caption.style.align === "left" && end + first.width <= width;
}

/** Captions and credits one below the other under a foot at `y`. */
export function hangWords(
  y: Pt,
  x: Pt,
  words: readonly (readonly [SetText | null, TextItem | null])[],
  runIn = false,
): readonly PlacedLine[] {
  const lines: PlacedLine[] = [];
  let baseline = y + CAPTION_GAP;
  for (const [set, item] of words) {
    if (!set || !item) continue;
    for (const line of set.lines) {
      const before = lines.at(-1);
      if (runIn && before && before.block !== item.id) {
        const end = before.x + before.line.x + before.line.width + set.style.size * CREDIT_SPACE;
        lines.push({ ...before, line, block: item.id, role: item.block.role, style: set.style, x: pt(end - line.x) });
        continue;
      }
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
  return lines;
}
/** A line's ink does not fill its leading: the first caption line is drawn up by this share of it. */
const CAPTION_RISE = 0.12;

/** The largest part of the picture with the box's shape: inside the crop made by hand, round the focus. */
export function cropFor(
  item: PhotoItem,
  size: PhotoBlock["size"],
  box: Box,
): { x: number; y: number; width: number; height: number } {
  const base = item.crop ?? { x: 0, y: 0, width: 1, height: 1 };
  if (!size) return base;
  const wanted = (box.width / box.height) * (size.height / size.width);
  const have = base.width / base.height;
  const focus = item.focus;
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
