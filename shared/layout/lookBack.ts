/**
 * Two pages that follow each other, weighed together: where the second ends badly, the first is made a line or two
 * longer or shorter, by settings and by space above questions, and kept so when both together cost less. Pages with
 * pieces are let be. What was looked at is told, since the first page depends on it from then on.
 */
import { type Composed, composePage } from "./compose.ts";
import type { Context, Remaining } from "./context.ts";
import { type Choice, choose, offersIn, withChoices } from "./endChoices.ts";
import { PRICE } from "./prices.ts";

/** What the second page may cost before the first is asked. */
const ENOUGH = 2 * PRICE.hole;
/** Lines by which the first page is made to end elsewhere. */
const SHIFTS = [-1, 1, -2, 2, -3, 3];
/** Rows that must be gained: a change that shows gains more than it costs. */
const GAIN = 1;

export type LookedBack = {
  readonly better: { readonly first: Composed; readonly second: Composed } | null;
  /** Units before this one were looked at. */
  readonly looked: number;
};

/** May the page before mend what is amiss on this one? The last page is weighed with the whole ending. */
export function mayMend(before: Composed, after: Composed): boolean {
  if (after.rest === null || before.rest === null || before.rest.jumpedFrom !== null) return false;
  return after.amiss >= ENOUGH && !showsPieces(before) && !showsPieces(after);
}

/** Do pieces stand on the page, or wait behind it? Then other words might find them other places once these are settled. */
function showsPieces({ page, rest }: Composed): boolean {
  return page.pieces.length > 0 || (rest !== null && rest.waiting.length > 0);
}

/** `rest` is what the first page began with; both were made of this copy. */
export function lookBack(context: Context, rest: Remaining, before: Composed, after: Composed): LookedBack {
  const { design } = context;
  let looked = Math.max(before.looked, after.looked);
  let least = before.cost + after.cost - GAIN;
  let better: LookedBack["better"] = null;

  const tryWith = (own: Context, choices: readonly Choice[]) => {
    const price = choices.reduce((sum, choice) => sum + choice.price, 0);
    if (price >= least) return;
    const first = composePage(own, rest);
    looked = Math.max(looked, first.looked);
    const next = first.rest && asSet(first.rest, choices);
    const same = next && sameCursor(next, before.rest);
    if (!next || same || first.cost + price >= least) return;
    const second = composePage(context, next);
    looked = Math.max(looked, second.looked);
    const cost = first.cost + price + second.cost;
    if (second.rest === null || cost >= least) return;
    if (showsPieces(first) || showsPieces(second)) return;
    least = cost;
    better = { first: { ...first, rest: next, cost: first.cost + price }, second };
  };

  const { perPage } = design.columns.spend;
  if (before.page.spent.length > 0) {
    const columns = { ...design.columns, spend: { ...design.columns.spend, perPage: 0 } };
    tryWith({ ...context, design: { ...design, columns } }, []);
  }
  const until = before.rest?.cursor.unit ?? 0;
  const offered = offersIn(context, [{ rest, composed: before }], 0, { until, pictures: false });
  for (const lines of perPage > 0 ? SHIFTS : []) {
    const choices = choose(context, offered, lines);
    if (!choices) continue;
    const why = { kind: "next", page: before.page.number + 1 } as const;
    tryWith({ ...context, units: withChoices(context, choices), pulled: why }, choices);
  }
  return { better, looked };
}

/** A paragraph that goes on to the next page goes on as it was set. */
function asSet(rest: Remaining, choices: readonly Choice[]): Remaining {
  const { cursor } = rest;
  const own = choices.find(({ index }) => index === cursor.unit)?.change;
  if (cursor.line === 0 || cursor.set !== null || own?.kind !== "text") return rest;
  return { ...rest, cursor: { ...cursor, set: own.unit } };
}

function sameCursor(a: Remaining, b: Remaining | null): boolean {
  return b !== null && a.cursor.unit === b.cursor.unit && a.cursor.line === b.cursor.line;
}
