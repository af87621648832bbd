/**
 * The end of the story, once its pages are made: a last page of a few lines is pulled back, its columns are levelled,
 * and the number of pages that the design wants is reached, by making the copy of the pages before a little longer or
 * shorter. Each attempt takes the cheapest changes there are, makes the pages anew from the first of them on, and is
 * judged by what its pages cost; the best stays. The document alone decides, so a layout is the same however it came.
 * Pieces stay where they stand, or move only where the same pages come out once they are settled there.
 */
import type { Composed } from "./compose.ts";
import type { Context, Remaining } from "./context.ts";
import { type Choice, choose, lookedBefore, type Made, offersIn, withChoices } from "./endChoices.ts";
import { asDocumentSays, holding, sameInk, standsAsSettled } from "./holding.ts";
import { endsBadly, fewLines, leastOnLast } from "./lastPage.ts";
import { PRICE } from "./prices.ts";
import type { SpendReason } from "./spend.ts";
import type { Trials } from "./trials.ts";

/** Pages before the last that are looked at; where it is one of a few lines; and where a whole number of pages is at stake. */
const WINDOW = 3;
const RUNT_WINDOW = 10;
export const WHOLE_STORY = 20;
/** Lines more or fewer than were counted, since columns swallow some. */
const SLACK = [0, 1, 2, 4, 7, 11, 16];
const FILLED_UP = Array.from({ length: 12 }, (_, n) => n);
/** Lines by which the copy is moved on or back so that the last page ends level. */
const SHIFTS = Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? -1 : 1) * (1 + Math.floor(n / 2)));
const LESS = 1e-9;

/** Pages made anew, from this one of the pages on (counted from 0). */
export type Ending = { readonly from: number; readonly pages: readonly Composed[] };

/** The pages with this ending, if any. */
export function withEnding(pages: readonly Composed[], ending: Ending | null): readonly Composed[] {
  return ending ? [...pages.slice(0, ending.from), ...ending.pages] : pages;
}

/** What was found, and what it was found from. */
export type Sought = {
  readonly ending: Ending | null;
  /** How many pages there were. */
  readonly count: number;
  /** The last of them, which were looked at. */
  readonly pages: readonly Composed[];
  /** Units before this one were looked at by the pages before those. */
  readonly looked: number;
};
/** A search: where pages are made, and the first page that was looked at, counted from 0. */
type Seeking = { readonly compose: Trials["compose"]; first: number };

/**
 * Better pages for the end of the story; none where they are good as they are, or nothing makes them better. The first
 * `fixed` pages, made in another way, stay as they are.
 */
export function betterEnding(context: Context, made: readonly Made[], fixed: number, trials: Trials): Sought {
  trials.begin();
  const seeking: Seeking = { compose: trials.compose, first: Math.max(0, made.length - 1) };
  const ending = bestEnding(context, made, fixed, true, seeking);
  const pages = made.slice(seeking.first).map(({ composed }) => composed);
  return { ending, count: made.length, pages, looked: lookedBefore(made, seeking.first) };
}

/** Would the same be found from these pages? */
export function holdsFor({ count, pages, looked }: Sought, made: readonly Made[]): boolean {
  const first = count - pages.length;
  return (
    made.length === count &&
    pages.every((composed, n) => made[first + n]?.composed === composed) &&
    lookedBefore(made, first) === looked
  );
}

type Try = { readonly choices: readonly Choice[]; readonly price: number; readonly why: SpendReason };

/** `mayMove`: pieces may stand elsewhere than they stood. */
function bestEnding(
  context: Context,
  made: readonly Made[],
  fixed: number,
  mayMove: boolean,
  seeking: Seeking,
): Ending | null {
  const { spend } = context.design.columns;
  const wanted = withinReach(context, made, seeking);
  const last = made.at(-1)?.composed;
  if (!last || spend.perPage === 0 || spend.perStory === 0) return null;
  const off = wanted === null ? 0 : made.length - wanted;
  if (off === 0 && !endsBadly(last)) return null;
  const first = Math.max(fixed, made.length - (off !== 0 ? WHOLE_STORY : fewLines(last) ? RUNT_WINDOW : WINDOW));
  seeking.first = Math.min(seeking.first, first);
  const offered = offersIn(context, made, first);
  const tries = shiftsFor(context, made, wanted)
    .flatMap(({ lines, why }): Try[] => {
      const choices = choose(context, offered, lines);
      return choices ? [{ choices, why, price: choices.reduce((sum, choice) => sum + choice.price, 0) }] : [];
    })
    .sort((a, b) => a.price - b.price);
  const plain = costOf(made, first, [], 0, wanted);

  /** The cheapest ending that costs less than the story has and is `right`. */
  const cheapest = (within: Context, own: readonly Try[], right: (ending: Ending, made: Try) => boolean) => {
    let best: Ending | null = null;
    let least = plain;
    for (const one of own) {
      // No pages cost less than what was spent on them.
      if (one.price >= least - LESS) break;
      const { choices, why, price } = one;
      const units = withChoices(within, choices);
      const ending = remade({ ...within, units, pulled: why }, made, choices, seeking, {
        first,
        price,
        least: least - LESS,
      });
      if (ending === null || ending.from < fixed) continue;
      // Half a correction shows more than none.
      const end = ending.pages.at(-1);
      if (why.kind === "level" && end && endsBadly(end)) continue;
      const cost = costOf(made, first, ending.pages, price, wanted, ending.from);
      if (cost >= least - LESS || !right(ending, one)) continue;
      best = ending;
      least = cost;
    }
    return best;
  };

  const pages = made.slice(first).map(({ composed }) => composed);
  const held = holding(context, pages);
  const there: Ending | null = cheapest(
    held,
    tries,
    (ending, { choices }) =>
      standsAsSettled({ ...held, units: withChoices(held, choices) }, ending.pages) &&
      (!choices.some(isPicture) || staysSettled(context, made, fixed, ending, seeking)),
  );
  if (there) return { from: there.from, pages: there.pages.map((composed) => asDocumentSays(composed, context)) };
  if (!mayMove || pages.every(({ page }) => page.pieces.length === 0)) return null;
  const words = tries.filter(({ choices }) => !choices.some(isPicture));
  return cheapest(context, words, (ending) => staysSettled(context, made, fixed, ending, seeking));
}

function isPicture({ change }: Choice): boolean {
  return change.kind === "picture";
}

/** Do the same pages come out when their pieces are settled where they now stand? */
function staysSettled(
  context: Context,
  made: readonly Made[],
  fixed: number,
  ending: Ending,
  seeking: Seeking,
): boolean {
  const { from, pages } = ending;
  const settled = holding(context, [...made.slice(0, from).map(({ composed }) => composed), ...pages]);
  const anew: Made[] = made.slice(0, from);
  let rest: Remaining | null = made[from]?.rest ?? null;
  while (rest) {
    if (anew.length > made.length + 1) return false;
    const composed: Composed = seeking.compose(settled, rest);
    anew.push({ rest, composed });
    rest = composed.rest;
  }
  const again = bestEnding(settled, anew, fixed, false, seeking);
  const found = withEnding(
    anew.map(({ composed }) => composed),
    again,
  );
  return sameInk(found.slice(from), pages);
}

/** The pages wanted, or null where the story takes as many, or is too long or short for them by more than may be spent. */
function withinReach({ design, geometry }: Context, made: readonly Made[], seeking: Seeking): number | null {
  const { wanted } = design.pages;
  if (wanted === null || wanted === made.length) return null;
  seeking.first = Math.min(seeking.first, wanted);
  return Math.abs(linesOff(made, wanted, geometry)) <= design.columns.spend.perStory ? wanted : null;
}

/** Lines too many (positive) or too few for these pages. */
function linesOff(made: readonly Made[], wanted: number, { rows, count }: Context["geometry"]): number {
  if (made.length > wanted) return made.slice(wanted).reduce((sum, { composed }) => sum + composed.lines, 0);
  return -((made.at(-1)?.composed.page.spare ?? 0) + (wanted - made.length - 1) * rows * count);
}

type Shift = { readonly lines: number; readonly why: SpendReason };

/** By how many lines the copy could be made longer or shorter, and what for. */
function shiftsFor({ geometry }: Context, made: readonly Made[], wanted: number | null): readonly Shift[] {
  const last = made.at(-1)?.composed;
  if (!last) return [];
  if (wanted !== null) {
    const why: SpendReason = { kind: "pages", wanted };
    const off = linesOff(made, wanted, geometry);
    return SLACK.map((slack) => ({ lines: off > 0 ? -(off + slack) : LEAST_ON_LAST - off + slack, why }));
  }
  if (!fewLines(last)) return SHIFTS.map((lines) => ({ lines, why: { kind: "level" } }));
  const why: SpendReason = { kind: "runt", lines: last.lines };
  const short = leastOnLast(last.page, geometry) - last.lines;
  // Pulled back; or, where that is too much, filled up until it is level as well.
  const tried = [
    ...[-2, -1, ...SLACK].map((slack) => Math.min(-1, -(last.lines + slack))),
    ...FILLED_UP.map((slack) => short + slack),
  ];
  return [...new Set(tried)].map((lines) => ({ lines, why }));
}
/** Lines that the page won is to hold at least. */
const LEAST_ON_LAST = 4;

/** What pages cost together with what was spent on them, from which of them on, and what is too much. */
type Budget = { readonly first: number; readonly price: number; readonly least: number };

/**
 * The pages from the first that looked at any of these paragraphs; null where they come to no end, or cost too much
 * before they do.
 */
function remade(
  context: Context,
  made: readonly Made[],
  choices: readonly Choice[],
  { compose }: Seeking,
  { first, price, least: most }: Budget,
): Ending | null {
  const least = Math.min(...choices.map(({ index }) => index));
  const from = made.findIndex(({ composed }) => composed.looked > least);
  let rest: Remaining | null = made[from]?.rest ?? null;
  if (!rest) return null;
  const pages: Composed[] = [];
  let cost = price;
  for (let at = first; at < from; at++) cost += made[at]?.composed.cost ?? 0;
  while (rest) {
    if (cost >= most || pages.length > made.length - from + 1) return null;
    const composed: Composed = compose(context, rest);
    pages.push(composed);
    cost += composed.cost;
    rest = composed.rest;
  }
  return { from, pages };
}

/** What the pages from `first` on cost, in rows of white: the ones made anew, where they are, and the ones before them. */
function costOf(
  made: readonly Made[],
  first: number,
  pages: readonly Composed[],
  price: number,
  wanted: number | null,
  from = made.length,
): number {
  const all = [...made.slice(Math.min(first, from), from).map(({ composed }) => composed), ...pages];
  const off = wanted === null ? 0 : Math.abs(from + pages.length - wanted);
  return all.reduce((sum, { cost }) => sum + cost, price) + off * FAR_OFF;
}
/** A page more or fewer than is wanted outweighs all white. */
const FAR_OFF = PRICE.badBreak * 100;
