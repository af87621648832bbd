/**
 * The picture that opens the story, a few rows deeper or less deep where the columns below it then end well. An opener
 * stands before the columns are filled, so its page is made with each depth in turn and judged by what it costs.
 */
import type { Composed } from "./compose.ts";
import type { Context } from "./context.ts";
import { PRICE } from "./prices.ts";

/** Rows tried either way. */
const MOST_ROWS = 5;
/** White that a page may have before its picture is asked for another depth, in what it costs. */
const ENOUGH = 2 * PRICE.hole;
const LESS = 1e-9;

/** The page as `compose` makes it with the picture's best depth. */
export function withHeroFitted({ hero, design }: Context, compose: (deeper: number) => Composed): Composed {
  const plain = compose(0);
  const rows = hero && depthOf(plain, hero.id);
  if (plain.cost < ENOUGH || !rows || design.columns.spend.perPage === 0) return plain;
  let best = plain;
  let least = plain.cost;
  let looked = plain.looked;
  for (let more = 1; more <= MOST_ROWS; more++) {
    for (const deeper of [more, -more]) {
      const price = more * PRICE.cropRow;
      if (price >= least - LESS) break;
      const tried = compose(deeper);
      looked = Math.max(looked, tried.looked);
      // A depth that the opener did not take, or that makes another page of it, is none.
      if (depthOf(tried, hero.id) !== rows + deeper || tried.cost + price >= least - LESS) continue;
      best = tried;
      least = tried.cost + price;
    }
  }
  return looked === best.looked ? best : { ...best, looked };
}

/** Rows of the picture where it stands in the opener of this page; null where it does not. */
function depthOf({ page }: Composed, id: string): number | null {
  if (page.pieces.some(({ block }) => block === id)) return null;
  return page.photos.find(({ block }) => block === id)?.placement.rows ?? null;
}
