/**
 * What the last pages of a story can be made longer or shorter by: paragraphs a line more or fewer, pictures a row
 * taller or lower by their crop, and rows of space above questions. Each has its price in rows of white; the cheapest
 * that make up a wanted number of lines are taken. What the document itself has placed keeps its height.
 */
import type { Placement } from "../schema/attributes.ts";
import type { Composed } from "./compose.ts";
import type { Context, Remaining } from "./context.ts";
import type { TextUnit, Unit } from "./flow.ts";
import { otherHeights } from "./heights.ts";
import { placedAt } from "./holding.ts";
import type { Page } from "./page.ts";
import { PRICE } from "./prices.ts";

export type Choice = {
  readonly index: number;
  /** By how many lines the copy takes more room (negative: less). */
  readonly lines: number;
  readonly price: number;
  /** The paragraph as it is then; or rows by which the picture is taller than by the choices before this one. */
  readonly change:
    | { readonly kind: "text"; readonly unit: TextUnit }
    | { readonly kind: "picture"; readonly rows: number };
};

/** Only units before `until`, and pictures only where they may be changed. */
type Within = { readonly until: number; readonly pictures: boolean };
type Settled = Extract<Placement, { kind: "settled" }>;
export type Made = { readonly rest: Remaining; readonly composed: Composed };

/** What pages offer, found once for each direction. */
export type Offers = (way: number) => readonly Offer[];

/** What the pages from `first` on offer. */
export function offersIn(
  context: Context,
  made: readonly Made[],
  first: number,
  within: Within = { until: context.units.length, pictures: true },
): Offers {
  const known = new Map<number, readonly Offer[]>();
  return (way) => {
    let found = known.get(way);
    if (!found) known.set(way, (found = offers(context, made, first, within, way)));
    return found;
  };
}

/** The unit that no page before this one, counted from 0, came to look at. */
export function lookedBefore(made: readonly Made[], page: number): number {
  let looked = 0;
  for (let at = 0; at < page; at++) looked = Math.max(looked, made[at]?.composed.looked ?? 0);
  return looked;
}

/** The cheapest choices that make the copy so many lines longer or shorter; null where there are too few. */
export function choose({ design }: Context, offersOf: Offers, lines: number): readonly Choice[] | null {
  const { perPage, perStory } = design.columns.spend;
  const offered = offersOf(Math.sign(lines));
  const onPage = new Map<number, number>();
  const chosen: Choice[] = [];
  const taken = new Set<number>();
  let left = Math.abs(lines);
  let spent = 0;
  for (const { choice, page } of offered) {
    const own = Math.abs(choice.lines);
    if (own > left || (choice.change.kind === "text" && taken.has(choice.index))) continue;
    if (choice.change.kind === "text" && choice.change.unit.spent !== 0) {
      const here = onPage.get(page) ?? 0;
      if (here >= perPage || spent >= perStory) continue;
      onPage.set(page, here + 1);
      spent += 1;
    }
    taken.add(choice.index);
    chosen.push(choice);
    left -= own;
    if (left === 0) return chosen;
  }
  return null;
}

type Offer = { readonly choice: Choice; readonly page: number };

/** Everything that can be had in this direction, the cheapest for a line first, and of those the last in the story. */
function offers(
  context: Context,
  made: readonly Made[],
  first: number,
  { until, pictures }: Within,
  way: number,
): readonly Offer[] {
  const { units, variants, design } = context;
  const start = made[first]?.rest.cursor;
  if (!start) return [];
  const offered: Offer[] = [];
  // What the page before has looked at is made already, and what it has begun is set.
  const from = Math.max(start.line > 0 ? start.unit + 1 : start.unit, lookedBefore(made, first));
  const pages = made.slice(first).map(({ composed }) => composed.page);
  const pieces = new Map(pages.flatMap((page) => page.pieces.map((piece) => [piece.block, piece] as const)));
  const inside = way > 0 && design.makeUp.justify > 0 ? belowOthers(pages) : new Set<string>();
  let page = first;
  for (let index = from; index < until; index++) {
    while (index >= (made[page + 1]?.rest.cursor.unit ?? Number.POSITIVE_INFINITY)) page++;
    const unit = units[index];
    if (unit?.kind === "text") {
      const variant = variants(unit, way);
      const change = variant && { kind: "text" as const, unit: variant.unit };
      if (variant && change) offered.push({ page, choice: { index, lines: way, price: variant.price, change } });
      if (unit.before > 0 && inside.has(unit.item.id)) {
        const open = { kind: "text", unit: { ...unit, before: unit.before + 1 } } as const;
        offered.push({ page, choice: { index, lines: 1, price: PRICE.letOut, change: open } });
      }
    } else if (unit && pictures) {
      const piece = pieces.get(unit.item.id);
      const heights = piece ? otherHeights(context, unit, piece.columns, piece.rows - 1) : [];
      // A step at a time, each dearer than the one before, so that all pictures give a little.
      let before = 0;
      for (const rows of heights.filter((more) => Math.sign(more) === way)) {
        const price = (PRICE.cropRow * Math.abs(rows + before + way)) / 2;
        const change = { kind: "picture", rows: rows - before } as const;
        offered.push({ page, choice: { index, lines: change.rows * (piece?.columns ?? 1), price, change } });
        before = rows;
      }
    }
  }
  const each = ({ choice }: Offer) => choice.price / Math.abs(choice.lines);
  return offered.sort((a, b) => each(a) - each(b) || b.choice.index - a.choice.index);
}

/** Paragraphs that begin below others in a column. */
function belowOthers(pages: readonly Page[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { lines } of pages) {
    let column: number | null = null;
    let block = "";
    for (const line of lines) {
      if (line.column === null) continue;
      if (line.column === column && line.block !== block && line.role !== "answer") found.add(line.block);
      ({ column, block } = line);
    }
  }
  return found;
}

/** The copy with these choices made. Pictures among them have to be settled in it. */
export function withChoices({ units, pieceUnits }: Context, choices: readonly Choice[]): readonly Unit[] {
  const own = units.slice();
  for (const { index, change } of choices) {
    const unit = own[index];
    if (change.kind === "text") own[index] = change.unit;
    else if (unit && unit.kind !== "text" && unit.item.placement.kind === "settled") {
      const place = unit.item.placement;
      own[index] = placedAt(unit, { ...place, rows: place.rows + change.rows });
      if (!place.foot) moveBelow(own, pieceUnits, place, change.rows);
    }
  }
  return own;
}

/** What stands below a picture in its columns follows its foot. */
function moveBelow(units: Unit[], pieceUnits: readonly number[], above: Settled, by: number): void {
  for (const at of pieceUnits) {
    const unit = units[at];
    if (!unit || unit.kind === "text" || unit.item.placement.kind !== "settled") continue;
    const place = unit.item.placement;
    if (place.page !== above.page || place.foot || place.row < above.row + above.rows) continue;
    if (place.column >= above.column + above.columns || above.column >= place.column + place.columns) continue;
    units[at] = placedAt(unit, { ...place, row: place.row + by });
  }
}
