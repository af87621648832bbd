/**
 * Pieces: what stands on a page in a place of its own while the text runs round it. A picture, a row of pictures, a
 * quote, a sidebar or a box, each made to the widths the design lets the page choose from. A piece knows the rows it
 * closes and what it puts on the page; where it goes is the search's affair.
 */
import type { Finding } from "../finding.ts";
import type { GroupItem, PhotoItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import type { Pt } from "../units.ts";
import type { DisplayItem } from "./display.ts";
import type { Unit } from "./flow.ts";
import { isGathered } from "./gallery.ts";
import { type Geometry, spanWidth } from "./geometry.ts";
import { groupItems, type SetGroup, setGroup } from "./groups.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import {
  columnsFor,
  isUpright,
  type PhotoBlock,
  photoBlock,
  type Pictures,
  placePhoto,
  shapeOf,
  toneFor,
} from "./photos.ts";
import { placeRow, type RowBlock, rowBlock } from "./photoRow.ts";
import { PRICE } from "./prices.ts";
import type { Setter } from "./setter.ts";

export type Piece = {
  /** Text columns it stands across. */
  readonly columns: number;
  readonly width: Pt;
  /** It stands in the margin column, beside the text, and closes nothing to it. */
  readonly inMargin: boolean;
  /** Rows of the picture or box itself, without caption. */
  readonly bodyRows: number;
  /** Rows closed to text when copy follows below, and when it stands at a column's foot. */
  readonly rows: number;
  readonly rowsAtFoot: number;
  /** What this size costs against the one the design prefers, in rows of white. */
  readonly price: number;
  readonly ink:
    | { readonly kind: "photo"; readonly block: PhotoBlock }
    | { readonly kind: "row"; readonly block: RowBlock }
    | { readonly kind: "group"; readonly group: SetGroup };
};

export type Put = {
  readonly lines: readonly PlacedLine[];
  readonly photos: readonly PlacedPhoto[];
  readonly under: readonly DisplayItem[];
  readonly findings: readonly Finding[];
};

export type PieceMaker = {
  /** The sizes a piece may have, the preferred first; never none. */
  sizesOf(unit: Unit): readonly Piece[];
  /** A picture too small for the text's measure as wide as the margin column; null where that takes none. */
  inMargin(unit: Unit): Piece | null;
  /** One size: as wide as `columns` of the text, or `width`; `rows` of picture or box where they are given. */
  exact(unit: Unit, columns: number, rows: number | null, width?: Pt): Piece;
};

type Kept = { readonly looks: readonly PictureLook[]; readonly pieces: Map<string, readonly Piece[]> };
/** What of a picture decides the page: its size, and its tones where words may stand on it. */
type PictureLook = { readonly size: ReturnType<Pictures["sizeOf"]>; readonly tone: object | null };

function lookOf(photo: PhotoItem, geometry: Geometry, pictures: Pictures): PictureLook {
  return { size: pictures.sizeOf(photo), tone: toneFor(photo, geometry, pictures) };
}
function sameLook(a: PictureLook, b: PictureLook): boolean {
  return a.tone === b.tone && sameSize(a.size, b.size);
}

export function createPieceMaker(design: Design, geometry: Geometry, setter: Setter, pictures: Pictures): PieceMaker {
  const kept = new WeakMap<object, Kept>();

  function remembered(unit: Unit, key: string, make: () => readonly Piece[]): readonly Piece[] {
    const looks = photosIn(unit).map((photo) => lookOf(photo, geometry, pictures));
    let known = kept.get(unit.item);
    if (!known || !sameLooks(known.looks, looks)) kept.set(unit.item, (known = { looks, pieces: new Map() }));
    const old = known.pieces.get(key);
    if (old) return old;
    const made = make();
    known.pieces.set(key, made);
    return made;
  }

  function pieceOf(unit: Unit, columns: number, rows: number | null, width: Pt, preferred: number): Piece {
    const price = Math.abs(columns - preferred) * PRICE.size;
    const common = { columns, width, price: price + (isSmall(unit) ? PRICE.coarse : 0), inMargin: false };
    const { item } = unit;
    if (item.kind === "photo") {
      const wanted = rows === null ? null : { rows, crop: 1 };
      const ratio = design.photos.missingRatio;
      const block = photoBlock(item, columns, geometry, setter, pictures, ratio, wanted, width);
      const { rowsAtFoot, rows: closed, pictureRows: bodyRows } = block;
      const misfit = block.asAsked ? 0 : PRICE.misfit;
      return {
        ...common,
        price: common.price + misfit,
        bodyRows,
        rows: closed,
        rowsAtFoot,
        ink: { kind: "photo", block },
      };
    }
    if (item.kind === "text") throw new RangeError(`block ${item.id} is text and no piece`);
    if (item.kind === "photos") {
      const block = rowBlock(item, columns, geometry, setter, pictures, design, rows, width);
      const { rowsAtFoot } = block;
      return { ...common, bodyRows: block.pictureRows, rows: block.rows, rowsAtFoot, ink: { kind: "row", block } };
    }
    const group = setGroup(item, columns, width, rows, geometry, setter, pictures, design);
    const { height } = group;
    // A tint ends on a baseline, so that a row of air goes below it; a quote's rule stands above its last row.
    const closed = item.kind === "quote" ? height : height + 1;
    return { ...common, bodyRows: height, rows: closed, rowsAtFoot: height, ink: { kind: "group", group } };
  }

  /** Would it print too coarse over a column of the text, and well in the margin? */
  function isSmall(unit: Unit): boolean {
    const { margin } = geometry.sides[geometry.side];
    const { small, leastPpi } = design.photos;
    if (small !== "margin" || !margin || unit.kind !== "photo") return false;
    const size = pictures.sizeOf(unit.item);
    const pixels = (size?.width ?? 0) * (unit.item.crop?.width ?? 1);
    return pixels < (geometry.measure / 72) * leastPpi && pixels >= (margin.width / 72) * leastPpi;
  }

  return {
    inMargin(unit) {
      const { margin } = geometry.sides[geometry.side];
      if (!margin || !isSmall(unit)) return null;
      const [small] = remembered(unit, "margin", () => {
        const piece = pieceOf(unit, 1, null, margin.width, 1);
        return [{ ...piece, price: 0, inMargin: true }];
      });
      return small ?? null;
    },
    sizesOf(unit) {
      const preferred = preferredColumns(unit, design, geometry, pictures);
      const spans = [preferred, ...spansOf(unit, design, geometry, pictures)];
      const wanted = [...new Set(spans)];
      return remembered(unit, "", () =>
        wanted.map((columns) => pieceOf(unit, columns, null, spanWidth(geometry, columns), preferred)),
      );
    },
    exact(unit, columns, rows, width = spanWidth(geometry, columns)) {
      const key = `${columns} ${rows} ${width}`;
      const [piece] = remembered(unit, key, () => [
        pieceOf(unit, columns, rows, width, preferredColumns(unit, design, geometry, pictures)),
      ]);
      if (!piece) throw new RangeError(`piece ${unit.item.id} has no size`);
      return piece;
    },
  };
}

function preferredColumns(unit: Unit, design: Design, geometry: Geometry, pictures: Pictures): number {
  const { item } = unit;
  const { photos, makeUp } = design;
  if (item.kind === "photo") {
    const shape = shapeOf(item, pictures.sizeOf(item), photos.missingRatio);
    const across = photos.inline.upright !== null && isUpright(shape) ? photos.inline.upright : photos.inline.columns;
    return columnsFor(item, across, geometry, pictures, photos.leastPpi);
  }
  if (isGathered(item)) return geometry.count;
  const wanted =
    item.kind === "quote"
      ? makeUp.quotes.columns
      : item.kind === "sidebar"
        ? makeUp.sidebars.columns
        : item.kind === "photos"
          ? Math.max(photos.inline.columns, item.items.length - (item.items.at(-1)?.kind === "photo" ? 0 : 1))
          : 1;
  return Math.min(wanted, geometry.count);
}

/** Other widths a picture may take: those of the template's rhythm over which its pixels print well. */
function spansOf(unit: Unit, design: Design, geometry: Geometry, pictures: Pictures): readonly number[] {
  const { item } = unit;
  if (item.kind !== "photo") return [];
  const { spans, leastPpi } = design.photos;
  return spans.map((wanted) => columnsFor(item, wanted, geometry, pictures, leastPpi));
}

/** Everything a piece puts on a page with its top row at `row` of column `column` and its left edge at `x`. */
export function putPiece(piece: Piece, column: number, row: number, x: Pt, geometry: Geometry, design: Design): Put {
  const { ink } = piece;
  switch (ink.kind) {
    case "photo": {
      const set = placePhoto(ink.block, column, row, geometry, x);
      return { lines: set.lines, photos: [set.photo], under: [], findings: set.findings };
    }
    case "row":
      return placeRow(ink.block, column, row, geometry, x);
    case "group":
      return groupItems(ink.group, geometry, design, x, row, column);
  }
}

const NO_PHOTOS: readonly PhotoItem[] = [];
export function photosIn(unit: Unit): readonly PhotoItem[] {
  if (unit.kind === "text") return NO_PHOTOS;
  if (unit.kind === "photo") return [unit.item];
  return photosOf(unit.item);
}
export function photosOf(item: GroupItem): readonly PhotoItem[] {
  return item.items.filter((part) => part.kind === "photo");
}

export function sameSize(a: PictureLook["size"], b: PictureLook["size"]): boolean {
  return a?.media === b?.media && a?.width === b?.width && a?.height === b?.height;
}
function sameLooks(a: readonly PictureLook[], b: readonly PictureLook[]): boolean {
  return a.length === b.length && a.every((look, n) => sameLook(look, b[n] ?? NO_LOOK));
}
const NO_LOOK: PictureLook = { size: null, tone: null };
