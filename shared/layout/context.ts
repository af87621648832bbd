/** What composing a page reads and never changes, and the copy still to place. */
import type { PhotoItem, Story } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import type { Cursor, Unit } from "./flow.ts";
import type { Geometry } from "./geometry.ts";
import type { PieceMaker } from "./pieces.ts";
import type { Pictures } from "./photos.ts";
import type { Setter } from "./setter.ts";
import type { SpendReason } from "./spend.ts";
import type { UnevenSetter } from "./uneven.ts";
import type { Variants } from "./variants.ts";

export type Context = {
  readonly story: Story;
  readonly design: Design;
  readonly geometry: Geometry;
  readonly setter: Setter;
  readonly uneven: UnevenSetter;
  readonly variants: Variants;
  /** Why paragraphs of the story were set a line longer or shorter beforehand; null when none are. */
  readonly pulled: SpendReason | null;
  readonly pieces: PieceMaker;
  readonly pictures: Pictures;
  readonly units: readonly Unit[];
  /** Which of the units are pieces. */
  readonly pieceUnits: readonly number[];
  /** What `closingQuestion` found. */
  readonly closing: number;
  readonly hero: PhotoItem | null;
  /** Units that name a page in their placement, by that page. */
  readonly placedOn: ReadonlyMap<number, readonly number[]>;
};

/** A piece that does not stand on the page of its words, and the page where the one of the two is that came first. */
export type Apart = { readonly unit: number; readonly page: number };

/** The copy still to place. A value: going back to it undoes everything done since. */
export type Remaining = {
  readonly cursor: Cursor;
  /** Pieces whose words are on an earlier page, that page beside them. */
  readonly waiting: readonly Apart[];
  /** Pieces that stand on an earlier page than their words, that page beside them. */
  readonly ahead: readonly Apart[];
  /** Pictures whose left part stands on the page before, over the fold. */
  readonly across: readonly number[];
  /** Counted from 1. */
  readonly page: number;
  /** The page that the copy broke off on when pages without room for it came between; else null. */
  readonly jumpedFrom: number | null;
  /** The first picture found no room on the page before. */
  readonly heroWaits: boolean;
};

export function startOf(): Remaining {
  return {
    cursor: { unit: 0, line: 0, set: null },
    waiting: [],
    ahead: [],
    across: [],
    page: 1,
    jumpedFrom: null,
    heroWaits: false,
  };
}

/** Units that ask for a page, by page; `pieces` says which units are pieces. */
export function placedOn(units: readonly Unit[], pieces: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const pages = new Map<number, number[]>();
  for (const at of pieces) {
    const unit = units[at];
    if (!unit || unit.kind === "text" || unit.item.placement.kind === "auto") continue;
    const { page } = unit.item.placement;
    const list = pages.get(page);
    if (list) list.push(at);
    else pages.set(page, [at]);
  }
  return pages;
}
