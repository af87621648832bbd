/**
 * Pictures that belong together: equally tall, side by side over the width of their columns, each as wide as its shape
 * asks, the outer edges on the columns' edges. One key caption stands under all of them; a caption or credit of one
 * picture stands under that picture. More than four make a second row.
 */
import type { GroupItem, PhotoItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Finding } from "../finding.ts";
import type { Box } from "./display.ts";
import { baselineOf, type Geometry, spanWidth } from "./geometry.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import { AIR_BELOW, cropFor, type Pictures, shapeOf } from "./photos.ts";
import { hangWords, wordsBelow } from "./photoWords.ts";
import type { SetText, Setter } from "./setter.ts";

type Cell = {
  readonly item: PhotoItem;
  readonly size: ReturnType<Pictures["sizeOf"]>;
  readonly x: number;
  readonly width: Pt;
  readonly caption: SetText | null;
  readonly credit: SetText | null;
};
type Row = { readonly cells: readonly Cell[]; readonly pictureRows: number; readonly top: number };
export type RowBlock = {
  readonly rowsOfPictures: readonly Row[];
  readonly key: { readonly set: SetText; readonly item: Extract<GroupItem["items"][number], { kind: "text" }> } | null;
  /** Where the key caption hangs: below this row of the block, and below words that hang there already. */
  readonly keyBelow: number;
  readonly pictureRows: number;
  readonly rows: number;
  readonly rowsAtFoot: number;
  readonly columns: number;
  /** As wide as the text, and from there over the margin column where pictures take it in. */
  readonly drawnOut: boolean;
};

const MOST_IN_A_ROW = 4;
const LEAST_ROWS = 3;
const TALLEST = 0.7;

export function rowBlock(
  item: GroupItem,
  columns: number,
  geometry: Geometry,
  setter: Setter,
  pictures: Pictures,
  design: Design,
  wanted: number | null,
  over: Pt,
): RowBlock {
  const drawnOut = columns === geometry.count && over === spanWidth(geometry, columns);
  const width = drawnOut ? geometry.sides[geometry.side].breadth.width : over;
  const photos = item.items.filter((part) => part.kind === "photo");
  const words = item.items.find((part) => part.kind === "text");
  const count = Math.ceil(photos.length / MOST_IN_A_ROW);
  const each = Math.ceil(photos.length / count);
  const rows: Row[] = [];
  const most = Math.max(LEAST_ROWS, Math.floor((geometry.rows * TALLEST) / count) - 2);
  let top = 0;
  let hang = 0;
  for (let n = 0; n < count; n++) {
    const own = photos.slice(n * each, (n + 1) * each);
    const sizes = own.map((photo) => pictures.sizeOf(photo));
    const shapes = own.map((photo, i) => shapeOf(photo, sizes[i] ?? null, design.photos.missingRatio));
    const gap = design.columns.gutter;
    const inner = width - gap * (own.length - 1);
    const sum = shapes.reduce((total, shape) => total + shape, 0);
    const natural = Math.round((inner / sum - geometry.xHeight) / geometry.baseline);
    const asked = wanted === null ? natural : Math.floor(wanted / count) - (count > 1 ? 1 : 0);
    const pictureRows = Math.min(most, Math.max(LEAST_ROWS, asked));
    let x = 0;
    const cells = own.map((photo, i): Cell => {
      const cell = pt((inner * (shapes[i] ?? 1)) / sum);
      const at = x;
      x += cell + gap;
      return {
        item: photo,
        size: sizes[i] ?? null,
        x: at,
        width: cell,
        caption: photo.caption ? setter.paragraph(photo.caption, cell) : null,
        credit: photo.credit ? setter.paragraph(photo.credit, cell) : null,
      };
    });
    hang = Math.max(0, ...cells.map((cell) => wordsBelow(cell.caption, cell.credit)));
    rows.push({ cells, pictureRows, top });
    top += pictureRows + 1 + Math.ceil((hang + (n + 1 < count ? geometry.xHeight : 0) - TOLERANCE) / geometry.baseline);
  }
  const last = rows[rows.length - 1];
  const body = (last?.top ?? 0) + (last?.pictureRows ?? LEAST_ROWS);
  const key = words ? { item: words, set: setter.paragraph(words, width) } : null;
  const depth = hang + (key ? wordsBelow(key.set, null) : 0);
  const { baseline } = geometry;
  return {
    rowsOfPictures: rows,
    key,
    keyBelow: hang,
    pictureRows: body,
    rows: body + Math.ceil((depth + AIR_BELOW + geometry.xHeight * 1.6 - TOLERANCE) / baseline),
    rowsAtFoot: body + 1 + Math.ceil((depth - TOLERANCE) / baseline),
    columns,
    drawnOut,
  };
}

export function placeRow(
  block: RowBlock,
  column: number,
  row: number,
  geometry: Geometry,
  at: Pt,
): {
  readonly lines: readonly PlacedLine[];
  readonly photos: readonly PlacedPhoto[];
  readonly under: readonly [];
  readonly findings: readonly Finding[];
} {
  const x = block.drawnOut ? geometry.sides[geometry.side].breadth.x : at;
  const lines: PlacedLine[] = [];
  const photos: PlacedPhoto[] = [];
  const findings: Finding[] = [];
  let foot = 0;
  for (const { cells, pictureRows, top } of block.rowsOfPictures) {
    const y = pt(baselineOf(geometry, row + top) - geometry.xHeight);
    const height = pt(pictureRows * geometry.baseline + geometry.xHeight);
    foot = y + height;
    for (const cell of cells) {
      const box: Box = { x: pt(x + cell.x), y, width: cell.width, height };
      const crop = cropFor(cell.item, cell.size, box);
      photos.push({
        block: cell.item.id,
        file: cell.item.file,
        media: cell.size?.media ?? null,
        alt: cell.item.alt,
        ...(cell.item.rendering ? { rendering: cell.item.rendering } : {}),
        ...(cell.item.pdf ? { pdf: cell.item.pdf } : {}),
        box,
        crop,
        ppi: cell.size ? (cell.size.width * crop.width) / (box.width / 72) : null,
        placement: { column, row: row + top, columns: block.columns, rows: pictureRows + 1 },
      });
      findings.push(...(cell.caption?.findings ?? []), ...(cell.credit?.findings ?? []));
      const words = [
        [cell.caption, cell.item.caption],
        [cell.credit, cell.item.credit],
      ] as const;
      lines.push(...hangWords(pt(foot), box.x, words));
    }
  }
  if (block.key) {
    const { set, item } = block.key;
    findings.push(...set.findings);
    lines.push(...hangWords(pt(foot + block.keyBelow), x, [[set, item]]));
  }
  return { lines, photos, under: [], findings };
}
