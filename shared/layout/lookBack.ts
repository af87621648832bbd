/**
 * Two pages that follow each other, weighed together: where the second ends badly, the first is made a line or two
 * longer or shorter, by settings and by space above questions, and kept so when both together cost less. Pieces stand
 * where they stood. What was looked at is told, since the first page depends on it from then on.
 */
import { type Composed, composePage } from "./compose.ts";
import type { Context, Remaining } from "./context.ts";
import { type Choice, choose, withChoices } from "./endChoices.ts";
import { asDocumentSays, holding, samePlaces } from "./holding.ts";
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
  return after.rest !== null && before.rest !== null && before.rest.jumpedFrom === null && after.amiss >= ENOUGH;
}

/** `rest` is what the first page began with; both were made of this copy. */
export function lookBack(context: Context, rest: Remaining, before: Composed, after: Composed): LookedBack {
  const pages = [before, after];
  const pieces = pages.some(({ page }) => page.pieces.length > 0);
  const held = pieces ? holding(context, pages) : context;
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
    const second = composePage(held, next);
    looked = Math.max(looked, second.looked);
    const cost = first.cost + price + second.cost;
    if (second.rest === null || cost >= least) return;
    const found = [{ ...first, rest: next, cost: first.cost + price }, second] as const;
    if (pieces && !samePlaces(pages, found, new Map())) return;
    least = cost;
    const [one, two] = found.map((composed) => asDocumentSays(composed, context));
    if (one && two) better = { first: one, second: two };
  };

  const { perPage } = design.columns.spend;
  if (before.page.spent.length > 0) {
    const columns = { ...design.columns, spend: { ...design.columns.spend, perPage: 0 } };
    tryWith({ ...held, design: { ...design, columns } }, []);
  }
  const until = before.rest?.cursor.unit ?? 0;
  for (const lines of perPage > 0 ? SHIFTS : []) {
    const choices = choose(context, [{ rest, composed: before }], 0, lines, { until, pictures: false });
    if (!choices) continue;
    const why = { kind: "next", page: before.page.number + 1 } as const;
    tryWith({ ...held, units: withChoices(held.units, choices), pulled: why }, choices);
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
