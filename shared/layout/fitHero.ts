/**
 * The picture that opens the story, a few rows deeper or less deep where the columns below it then end well. An opener
 * stands before the columns are filled, so its page is made with each depth in turn and judged by what it costs.
 */
import type { Composed } from "./compose.ts";
import type { Context } from "./context.ts";
import type { PlacedPhoto } from "./page.ts";
import { PRICE } from "./prices.ts";

/** Rows tried either way. */
const MOST_ROWS = 5;
/** White that a page may have before its picture is asked for another depth, in what it costs. */
const ENOUGH = 2 * PRICE.hole;
const LESS = 1e-9;

/** Rows by which the picture is deeper than its shape asks, and those it then has; null: however many. */
export type Depth = { readonly deeper: number; readonly rows: number | null };

/** A page with everything in its place, before its lines are drawn. */
export type Draft = {
  /** What the page will cost at least. */
  readonly cost: number;
  /** Units before this one were looked at. */
  readonly looked: number;
  readonly make: () => Composed;
};

/** The page with the picture's best depth; `draft` gives null where the opener does not take a depth. */
export function withHeroFitted({ hero, design }: Context, draft: (depth: Depth) => Draft | null): Composed {
  const plain = draft({ deeper: 0, rows: null })?.make();
  if (!plain) throw new RangeError("an opener takes its picture as its shape asks");
  const stands = hero && !plain.page.pieces.some(({ block }) => block === hero.id);
  const rows = stands ? depthOf(plain.page.photos, hero.id) : null;
  if (plain.cost < ENOUGH || !rows || design.columns.spend.perPage === 0) return plain;
  let best = plain;
  let least = plain.cost;
  let looked = plain.looked;
  for (let more = 1; more <= MOST_ROWS; more++) {
    for (const deeper of [more, -more]) {
      const price = more * PRICE.cropRow;
      if (price >= least - LESS) break;
      const drafted = draft({ deeper, rows: rows + deeper });
      looked = Math.max(looked, drafted?.looked ?? 0);
      if (!drafted || drafted.cost + price >= least - LESS) continue;
      const tried = drafted.make();
      if (tried.cost + price >= least - LESS) continue;
      best = tried;
      least = tried.cost + price;
    }
  }
  return looked === best.looked ? best : { ...best, looked };
}

/** Rows of this picture; null where it is not among these. */
export function depthOf(photos: readonly PlacedPhoto[], id: string): number | null {
  return photos.find(({ block }) => block === id)?.placement.rows ?? null;
}
