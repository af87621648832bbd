/**
 * The end of the story, once its pages are made: a last page of a few lines is pulled back, its columns are levelled,
 * and the number of pages that the design wants is reached, by setting paragraphs of the pages before a line longer or
 * shorter. Each attempt takes the cheapest settings there are, makes the pages anew from the first of them on, and is
 * judged by what its pages cost; the best stays. The document alone decides, so a layout is the same however it came.
 * Pieces stay where they stand, or move only where the same pages come out once they are settled there.
 */
import { type Composed, composePage } from "./compose.ts";
import { type Context, placedOn, type Remaining } from "./context.ts";
import type { Unit } from "./flow.ts";
import { endsBadly, fewLines } from "./lastPage.ts";
import { PRICE } from "./prices.ts";
import type { SpendReason } from "./spend.ts";
import type { Variant } from "./variants.ts";

/** Pages before the last that are looked at; and where a whole number of pages is at stake. */
const WINDOW = 3;
export const WHOLE_STORY = 20;
/** Lines more or fewer than were counted, since columns swallow some. */
const SLACK = [0, 1, 2, 4, 7];
/** Lines by which the copy is moved on or back so that the last page ends level. */
const SHIFTS = [-1, 1, -2, 2, -3, 3, -4, 4, -5, 5];
const LESS = 1e-9;

type Made = { readonly rest: Remaining; readonly composed: Composed };
/** Pages made anew, from this one of the pages on (counted from 0). */
export type Ending = { readonly from: number; readonly pages: readonly Composed[] };

/**
 * Better pages for the end of the story; null where they are good as they are, or nothing makes them better. The first
 * `fixed` pages, made in another way, stay as they are.
 */
export function betterEnding(context: Context, made: readonly Made[], fixed: number): Ending | null {
  return bestEnding(context, made, fixed, true);
}

/** `mayMove`: pieces may stand elsewhere than they stood. */
function bestEnding(context: Context, made: readonly Made[], fixed: number, mayMove: boolean): Ending | null {
  const { spend } = context.design.columns;
  const wanted = withinReach(context, made);
  const last = made.at(-1)?.composed;
  if (!last || spend.perPage === 0 || spend.perStory === 0) return null;
  const off = wanted === null ? 0 : made.length - wanted;
  if (off === 0 && !endsBadly(last)) return null;
  const first = Math.max(fixed, made.length - (off !== 0 || few(made) ? WHOLE_STORY : WINDOW));
  const tries = shiftsFor(context, made, wanted).flatMap(({ lines, why }) => {
    const choices = choose(context, made, first, lines);
    return choices ? [{ choices, why }] : [];
  });
  const plain = costOf(made, first, [], 0, wanted);
  /** The endings that cost less than the story has, the cheapest first. */
  const endings = (within: Context): readonly (Ending & { readonly cost: number })[] =>
    tries
      .flatMap(({ choices, why }) => {
        const ending = remade({ ...within, units: replaced(within, choices), pulled: why }, made, choices);
        if (ending === null || ending.from < fixed) return [];
        // Half a correction shows more than none.
        const end = ending.pages.at(-1);
        if (why.kind === "level" && end && endsBadly(end)) return [];
        const price = choices.reduce((sum, { variant }) => sum + variant.price, 0);
        const cost = costOf(made, first, ending.pages, price, wanted, ending.from);
        return cost < plain - LESS ? [{ ...ending, cost }] : [];
      })
      .sort((a, b) => a.cost - b.cost);
  const there = endings(
    holding(
      context,
      made.slice(first).map(({ composed }) => composed),
    ),
  ).find((ending) => samePlaces(made, ending));
  if (there) return { from: there.from, pages: there.pages.map((composed) => named(composed, context)) };
  if (!mayMove) return null;
  return endings(context).find((ending) => staysSettled(context, made, fixed, ending)) ?? null;
}

/** The copy with every piece of these pages settled where it stands. */
function holding(context: Context, pages: readonly Composed[]): Context {
  const units = withPiecesHeld(context, pages);
  return { ...context, units, placedOn: placedOn(units, piecesOf(units)) };
}

/** Do the same pages come out when their pieces are settled where they now stand? */
function staysSettled(context: Context, made: readonly Made[], fixed: number, ending: Ending): boolean {
  const { from, pages } = ending;
  const settled = holding(context, [...made.slice(0, from).map(({ composed }) => composed), ...pages]);
  const anew: Made[] = made.slice(0, from);
  let rest: Remaining | null = made[from]?.rest ?? null;
  while (rest) {
    if (anew.length > made.length + 1) return false;
    const composed: Composed = composePage(settled, rest);
    anew.push({ rest, composed });
    rest = composed.rest;
  }
  const again = bestEnding(settled, anew, fixed, false);
  const found = again
    ? [...anew.slice(0, again.from).map(({ composed }) => composed), ...again.pages]
    : anew.map(({ composed }) => composed);
  return inkOf(found.slice(from)) === inkOf(pages);
}

function inkOf(pages: readonly Composed[]): string {
  const words = pages.flatMap(({ page }) =>
    page.lines.map(
      ({ block, column, baseline, line }) => `${page.number} ${block} ${column} ${baseline} ${line.from} ${line.to}`,
    ),
  );
  return `${words.join("\n")}\n${placesIn(pages)}`;
}

function withPiecesHeld({ units, hero }: Context, pages: readonly Composed[]): readonly Unit[] {
  const places = new Map(
    pages.flatMap(({ page }) => page.pieces.map((piece) => [piece.block, { page, piece }] as const)),
  );
  if (places.size === 0) return units;
  return units.map((unit): Unit => {
    if (unit.kind === "text" || unit.item === hero || unit.item.placement.kind === "pinned") return unit;
    const place = places.get(unit.item.id);
    if (!place) return unit;
    const { column, row, columns, rows, foot } = place.piece;
    const placement = {
      kind: "settled",
      page: place.page.number,
      column,
      row,
      columns,
      rows,
      ...(foot ? { foot } : {}),
    } as const;
    return unit.kind === "photo"
      ? { ...unit, item: { ...unit.item, placement } }
      : { ...unit, item: { ...unit.item, placement } };
  });
}

function piecesOf(units: readonly Unit[]): readonly number[] {
  return units.flatMap((unit, at) => (unit.kind === "text" ? [] : [at]));
}

/** Do all pieces stand where they stood? */
function samePlaces(made: readonly Made[], { from, pages }: Ending): boolean {
  return placesIn(pages) === placesIn(made.slice(from).map(({ composed }) => composed));
}
function placesIn(pages: readonly Composed[]): string {
  return pages
    .flatMap(({ page }) =>
      page.pieces.map((p) => `${page.number} ${p.block} ${p.column} ${p.row} ${p.columns} ${p.rows}`),
    )
    .sort()
    .join("\n");
}

/** The page with its pieces placed by whom the document says. */
function named(composed: Composed, { units }: Context): Composed {
  const { page } = composed;
  if (page.pieces.every(({ by }) => by === "pinned")) return composed;
  const auto = new Set(
    units.flatMap(({ item }) => (item.kind !== "text" && item.placement.kind === "auto" ? [item.id] : [])),
  );
  const pieces = page.pieces.map((piece) => (auto.has(piece.block) ? { ...piece, by: "auto" as const } : piece));
  return { ...composed, page: { ...page, pieces } };
}

function few(made: readonly Made[]): boolean {
  const last = made.at(-1)?.composed;
  return last !== undefined && made.length <= WHOLE_STORY && fewLines(last);
}

/** The pages wanted, or null where the story takes as many, or is too long or short for them by more than may be spent. */
function withinReach({ design, geometry }: Context, made: readonly Made[]): number | null {
  const { wanted } = design.pages;
  if (wanted === null || wanted === made.length) return null;
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
  // Pulled back; or, where that is too much, filled up.
  return [...SLACK.map((slack) => -(last.lines + slack)), 1, 2, 3].map((lines) => ({ lines, why }));
}
/** Lines that the page won is to hold at least. */
const LEAST_ON_LAST = 4;

type Choice = { readonly index: number; readonly variant: Variant };

/** The cheapest paragraphs that make the copy so many lines longer or shorter; null where there are too few. */
function choose(
  { units, variants, design }: Context,
  made: readonly Made[],
  first: number,
  lines: number,
): readonly Choice[] | null {
  const { perPage, perStory } = design.columns.spend;
  const start = made[first]?.rest.cursor;
  const count = Math.abs(lines);
  if (!start || count > perStory || count > perPage * (made.length - first)) return null;
  const way = Math.sign(lines);
  const offered: (Choice & { readonly page: number })[] = [];
  let page = first;
  // What the page before has looked at is made already, and what it has begun is set.
  const from = Math.max(start.line > 0 ? start.unit + 1 : start.unit, made[first - 1]?.composed.looked ?? 0);
  for (let index = from; index < units.length; index++) {
    while (index >= (made[page + 1]?.rest.cursor.unit ?? Number.POSITIVE_INFINITY)) page++;
    const unit = units[index];
    const variant = unit?.kind === "text" ? variants(unit, way) : null;
    if (variant) offered.push({ index, variant, page });
  }
  offered.sort((a, b) => a.variant.price - b.variant.price || b.index - a.index);
  const onPage = new Map<number, number>();
  const chosen: Choice[] = [];
  for (const choice of offered) {
    const here = onPage.get(choice.page) ?? 0;
    if (here >= perPage) continue;
    onPage.set(choice.page, here + 1);
    chosen.push(choice);
    if (chosen.length === count) return chosen;
  }
  return null;
}

function replaced({ units }: Context, choices: readonly Choice[]): Context["units"] {
  const own = [...units];
  for (const { index, variant } of choices) own[index] = variant.unit;
  return own;
}

/** The pages from the first that looked at any of these paragraphs; null where they come to no end. */
function remade(context: Context, made: readonly Made[], choices: readonly Choice[]): Ending | null {
  const least = Math.min(...choices.map(({ index }) => index));
  const from = made.findIndex(({ composed }) => composed.looked > least);
  let rest: Remaining | null = made[from]?.rest ?? null;
  if (!rest) return null;
  const pages: Composed[] = [];
  while (rest) {
    if (pages.length > made.length - from + 1) return null;
    const composed: Composed = composePage(context, rest);
    pages.push(composed);
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
