/**
 * What a story is worth with nothing spent on it. A line saved on one page moves the breaks of all that follow, and may
 * do harm there: a story of a few pages is therefore made without as well, and stays so where less is amiss then.
 */
import type { Design } from "../schema/template.ts";
import type { Composed } from "./compose.ts";
import { type Kept, type Maker, pagesInTurn } from "./pageLoop.ts";
import { type Ending, WHOLE_STORY, withEnding } from "./wholeStory.ts";

const LESS = 1e-9;
const unspent = new WeakMap<Design, Design>();

/** The design with nothing to spend; the same object for the same design. */
export function withoutSpending(design: Design): Design {
  const known = unspent.get(design);
  if (known) return known;
  const { columns } = design;
  const own = { ...design, columns: { ...columns, spend: { ...columns.spend, perPage: 0 } } };
  unspent.set(design, own);
  return own;
}

/** The pages with nothing spent, and whether the story ends as they do: `ending`, else what was found before. */
export function plainWhereBetter(
  made: readonly Composed[],
  found: Ending | null,
  before: readonly Kept[],
  makerOf: (page: number) => Maker,
): { readonly ending: Ending | null; readonly kept: readonly Kept[] } {
  const final = withEnding(made, found);
  const amiss = amissOn(final);
  if (final.length > WHOLE_STORY || amiss < LESS) return { ending: found, kept: before };
  const turns = pagesInTurn(before, makerOf);
  let turn = turns.next();
  while (!turn.done) turn = turns.next();
  const kept = turn.value;
  const pages = kept.map(({ own }) => own.composed);
  return { ending: amissOn(pages) < amiss - LESS ? { from: 0, pages } : found, kept };
}

function amissOn(pages: readonly Composed[]): number {
  return pages.reduce((sum, { amiss }) => sum + amiss, 0);
}
