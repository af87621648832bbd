/**
 * Pictures on the grid. A picture begins at the x-height of a row and ends on a baseline, so it stands level with the
 * type beside it; its height is trimmed to that by cropping evenly, round the focus where one is marked. The caption
 * and then the credit hang below it.
 */
import type { Finding } from "../finding.ts";
import { wantsWordsOver } from "../schema/photoFile.ts";
import type { PhotoItem } from "../schema/story.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Outline } from "./alphaOutline.ts";
import type { Box } from "./display.ts";
import { baselineOf, type Geometry, spanWidth } from "./geometry.ts";
import { besideSplit } from "./besideCaption.ts";
import type { EdgeRoom } from "./edgeCredit.ts";
import { marginRows } from "./marginCaption.ts";
import type { Tone } from "./openers/calm.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import {
  fitWords,
  type PhotoWords,
  placeWords,
  type Stands,
  standsOf,
  setWords,
  wordsBelow,
  wordsFindings,
} from "./photoWords.ts";
import type { Setter } from "./setter.ts";

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
  /** The outline of what a picture shows on transparent ground; null or absent where it shows all, or nobody knows. */
  outlineOf?(photo: { readonly file: string; readonly media: string | null }): Outline | null;
};

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
  readonly words: PhotoWords;
  /** They stand as the design, or the picture itself, asks. */
  readonly asAsked: boolean;
  /** As wide as the text, and from there as far as the page's side lets it reach. */
  readonly drawnOut: boolean;
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
  const every = standsOf(item, geometry);
  for (const [n, stands] of every.entries()) {
    const last = n === every.length - 1;
    const made = blockWith(item, stands, columns, geometry, setter, pictures, missingRatio, wanted, width, last);
    if (made) return { ...made, asAsked: n === 0 };
  }
  throw new RangeError(`the words of picture ${item.id} have no room anywhere`);
}

/** The block with its words standing so; null where they find no room. `anyhow`: where the last choice has none either. */
function blockWith(
  item: PhotoItem,
  stands: Stands,
  columns: number,
  geometry: Geometry,
  setter: Setter,
  pictures: Pictures,
  missingRatio: number,
  wanted: { readonly rows: number; readonly crop: number } | null,
  width: Pt,
  anyhow: boolean,
): PhotoBlock | null {
  const size = pictures.sizeOf(item);
  const shape = shapeOf(item, size, missingRatio);
  const onGrid = width === spanWidth(geometry, columns);
  const split = stands.caption === "beside" ? besideSplit(width, onGrid ? columns : 1, geometry) : null;
  if (stands.caption === "beside" && !split) return null;
  const within = geometry.captions.photos.inline.upright !== null && isUpright(shape);
  const reach = onGrid && columns === geometry.count && !within ? geometry.sides[geometry.side].reach.width : width;
  const wide = split ? split.picture : reach;
  const natural = Math.round((wide / shape - geometry.xHeight) / geometry.baseline);
  const room = { columns, width };
  const tone = toneFor(item, geometry, pictures);
  const words = setWords(item, stands, room, wide, split?.caption ?? pt(0), geometry, setter, tone);
  if (!words) return null;
  const { caption, credit, runIn, stand } = words;
  const below = stand === "below" ? wordsBelow(caption, credit, runIn) : 0;
  const extra = Math.ceil(below / geometry.baseline) + 2;
  const tallest = Math.max(LEAST_ROWS, Math.min(Math.floor(geometry.rows * TALLEST), geometry.rows - extra));
  let pictureRows = Math.min(tallest, Math.max(LEAST_ROWS, natural));
  if (wanted?.crop === 1) pictureRows = Math.max(1, wanted.rows);
  else if (wanted && wanted.rows >= LEAST_ROWS && wanted.rows <= tallest) {
    if (Math.abs(wanted.rows - natural) / Math.max(wanted.rows, natural) <= wanted.crop) pictureRows = wanted.rows;
  }
  const { baseline } = geometry;
  // A caption longer than its picture is tall would run into the next one's.
  if (stand === "margin")
    pictureRows = Math.max(pictureRows, Math.min(tallest, marginRows([caption, credit], geometry)));
  const height = pt(pictureRows * baseline + geometry.xHeight);
  const box = { x: pt(0), y: pt(0), width: wide, height };
  // Beside its caption a picture stands over a column less, or over none.
  const own = onGrid ? (split ? columns - 1 : columns) : 0;
  const fitted = fitWords(words, stands, { columns: own, width }, box, cropFor(item, size, box), geometry, setter);
  if (!fitted && !anyhow) return null;
  return {
    item,
    columns,
    width: wide,
    drawnOut: !split && reach > width + TOLERANCE,
    pictureRows,
    rows: pictureRows + Math.ceil((below + AIR_BELOW + ascent(geometry) - TOLERANCE) / baseline),
    rowsAtFoot: pictureRows + 1 + Math.ceil((below - TOLERANCE) / baseline),
    airAtFoot: Math.ceil((below - TOLERANCE) / baseline) - below / baseline,
    words: fitted ?? words,
    asAsked: true,
    size,
  };
}

/** A picture's tones, where words may stand on it; nobody need know those of others. */
export function toneFor(item: PhotoItem, { captions }: Geometry, pictures: Pictures): Tone | null {
  return wantsWordsOver(captions.photos, item) ? (pictures.toneOf?.(item) ?? null) : null;
}

/** Is a picture of this shape no broader than tall? */
export function isUpright(shape: number): boolean {
  return shape <= 1;
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

/** Everything a photo block puts on a page when its top row is `row` of column `column`, its left edge at `x`. */
export function placePhoto(
  block: PhotoBlock,
  column: number,
  row: number,
  geometry: Geometry,
  x: Pt,
): { readonly photo: PlacedPhoto; readonly lines: readonly PlacedLine[]; readonly findings: readonly Finding[] } {
  const { item, size, words, columns } = block;
  const y = pt(baselineOf(geometry, row) - geometry.xHeight);
  const height = pt(block.pictureRows * geometry.baseline + geometry.xHeight);
  const { reach } = geometry.sides[geometry.side];
  // A caption on its left moves a picture to the right.
  const moved = words.stand === "beside" && geometry.captions.beside[geometry.side] === "left";
  const left = pt(moved ? x + words.besides + geometry.gutter : x);
  const box: Box = block.drawnOut ? { ...reach, y, height } : { x: left, y, width: block.width, height };
  const crop = cropFor(item, size, box);
  const beside = words.stand === "beside" && columns > 1 ? 1 : 0;
  const photo: PlacedPhoto = {
    block: item.id,
    file: item.file,
    media: size?.media ?? null,
    alt: item.alt,
    ...(item.rendering ? { rendering: item.rendering } : {}),
    ...(item.pdf ? { pdf: item.pdf } : {}),
    box,
    crop,
    ppi: size ? (size.width * crop.width) / (box.width / 72) : null,
    placement: {
      column: column + (moved ? beside : 0),
      row,
      columns: columns - beside,
      rows: block.pictureRows + 1,
    },
  };
  return { photo, ...wordsOf(block, photo, x, photo, geometry) };
}

/** The words of a placed picture; `on`: as it lies on the page, where it bleeds beyond its place. */
export function wordsOf(
  block: PhotoBlock,
  photo: PlacedPhoto,
  x: Pt,
  on: PlacedPhoto,
  geometry: Geometry,
): { readonly lines: readonly PlacedLine[]; readonly findings: readonly Finding[] } {
  const placed = placeWords(block.words, photo, edgeRoom(block, photo, geometry), geometry, x, on);
  return { lines: placed.lines, findings: [...wordsFindings(block.words), ...placed.findings] };
}

/** The columns that a placed picture stands on, to the edges of which there is paper; none off the grid. */
function edgeRoom(block: PhotoBlock, { placement: { column, columns } }: PlacedPhoto, geometry: Geometry): EdgeRoom {
  const onGrid = block.drawnOut || block.width === spanWidth(geometry, columns);
  return { column, columns: onGrid ? columns : 0 };
}

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
