/**
 * The pages of a story one after the other. A page made before is taken again when all it was made from is the same. A
 * page on which something is amiss asks the one before it to end elsewhere; a page that was asked depends on the next
 * one from then on, and what it was alone is kept, so that what comes out is the same as from scratch.
 */
import type { Composed } from "./compose.ts";
import { type Context, type Remaining, startOf } from "./context.ts";
import { lookBack, type LookedBack, mayMend } from "./lookBack.ts";
import type { Page } from "./page.ts";
import { remember, type Remembered, reuse } from "./reuse.ts";

/** A page of the last layout; `alone`: as it was before the next page asked it, null where none did. */
export type Kept = { readonly own: Remembered; readonly alone: Remembered | null };

/** A page made or found again; `changed` says which. */
export type Slice = { readonly page: Page; readonly changed: boolean };

/** How one page is made; `fixed`: in columns of its own, in which it stays as it is. */
export type Maker = {
  readonly context: Context;
  readonly compose: (rest: Remaining) => Composed;
  readonly fixed: boolean;
};

const MOST_PAGES = 20_000;

/**
 * `before` are the pages of the last layout, none where nothing of it holds. `makerOf` says how a page is made. Gives
 * every page once it is made, and again where the next one made it end elsewhere.
 */
export function* pagesInTurn(
  before: readonly Kept[],
  makerOf: (page: number) => Maker,
): Generator<Slice, Kept[], void> {
  const kept: Kept[] = [];
  /** Is the page before still to be shown? One that was asked the last time waits until it is asked again. */
  let late = false;
  let mayAsk = false;
  let rest: Remaining | null = startOf();
  const shown = (at: number): Slice | null => {
    const page = kept[at]?.own.composed.page;
    return page ? { page, changed: page !== before[at]?.own.composed.page } : null;
  };
  while (rest) {
    const at = kept.length;
    const { context, compose, fixed } = makerOf(rest.page);
    const old = before[at];
    const base = old?.alone ?? old?.own;
    const found = base ? reuse(base, rest, context) : null;
    const alone = base && found === base.composed ? base : remember(rest, found ?? compose(rest), context);
    let now: Kept = { own: alone, alone: null };

    const last = kept[at - 1];
    let better: LookedBack["better"] = null;
    if (last && mayAsk && !fixed && last.alone === null && mayMend(last.own.composed, alone.composed)) {
      const back = lookBack(context, last.own.rest, last.own.composed, alone.composed);
      ({ better } = back);
      const first = { ...(better?.first ?? last.own.composed), looked: back.looked };
      kept[at - 1] = { own: remember(last.own.rest, first, context), alone: last.own };
      if (better?.first.rest) now = { own: remember(better.first.rest, better.second, context), alone: null };
    }
    const again = old?.alone && !better ? reuse(old.own, rest, context) : null;
    if (old && again) now = { own: again === old.own.composed ? old.own : remember(rest, again, context), alone };

    const anew = late || better ? shown(at - 1) : null;
    if (anew) yield anew;
    kept.push(now);
    late = old !== undefined && old.alone !== null && now.alone === null;
    const here = late ? null : shown(at);
    if (here) yield here;
    mayAsk = !fixed;
    rest = now.own.composed.rest;
    if (kept.length > MOST_PAGES) throw new RangeError(`a layout of over ${MOST_PAGES} pages does not end`);
  }
  const end = late ? shown(kept.length - 1) : null;
  if (end) yield end;
  return kept;
}
