/**
 * The page loop. `composePage` takes the copy still to place and gives one page and what is left. What the document
 * places by name stands first; the search finds places for the other pieces, with the copy run round them; the last
 * page is made as short as it can be, which levels its columns.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { airAtFeet, arrange, type Arrangement, type Sheet, type Slot } from "./arrange.ts";
import type { Stretch } from "./columns.ts";
import type { Apart, Context, Remaining } from "./context.ts";
import type { Unit } from "./flow.ts";
import { type Obstacle, segmentsOf, sidedGeometry, sideOf, textLeft } from "./geometry.ts";
import { justified } from "./justify.ts";
import { fewLines, forShortPage, spareRows, unevenness } from "./lastPage.ts";
import { type Depth, depthOf, type Draft, withHeroFitted } from "./fitHero.ts";
import { levelled } from "./levelLast.ts";
import { makePage } from "./makePage.ts";
import { openPage } from "./opener.ts";
import type { Page } from "./page.ts";
import { freedPin, NO_PLACE, type NamedPlaces, namedPlaces } from "./pins.ts";
import { PRICE } from "./prices.ts";
import { search } from "./search.ts";
import { spend } from "./spend.ts";

export type { Context, Remaining } from "./context.ts";

export type Composed = {
  readonly page: Page;
  readonly rest: Remaining | null;
  /** Units before this one were looked at, and of those behind it only the ones placed here by name. */
  readonly looked: number;
  /** What is amiss on the page, in rows of white: empty feet, bad breaks, settings spent, a last page that ends badly. */
  readonly cost: number;
  /** The same without the settings. */
  readonly amiss: number;
  /** Lines of the story on the page. */
  readonly lines: number;
  /** Rows by which the columns of the last page differ; 0 on every other. */
  readonly uneven: number;
};

/** What had no room on any page, and goes on all the same. */
export type Forced = {
  readonly next: Remaining["cursor"];
  /** The piece that waited; null when it was a paragraph. */
  readonly piece: number | null;
  readonly stretch: Stretch | null;
  readonly slot: Slot | null;
  readonly finding: Finding;
};

export function composePage(given: Context, rest: Remaining): Composed {
  return withHeroFitted(given, (depth) => drafted(given, rest, depth));
}

/** Null where the opener's picture has not the rows wanted of it. */
function drafted(given: Context, rest: Remaining, { deeper, rows }: Depth): Draft | null {
  const { design, units, story } = given;
  const folio = story.issue.firstFolio + rest.page - 1;
  const side = sideOf(folio);
  const geometry = sidedGeometry(given.geometry, side);
  const context = geometry === given.geometry ? given : { ...given, geometry };
  const left = textLeft(design, side);
  const opener = openPage({ ...context, geometry, deeper }, rest.page, side, rest.heroWaits);
  if (rows !== null && given.hero && depthOf(opener?.photos ?? [], given.hero.id) !== rows) return null;
  const named = namedPlaces(context, rest);
  const jump = jumpsOf(context, rest);
  const sheet: Sheet = { context, rest, closed: [...(opener?.obstacles ?? []), ...jump.closed], reach: { unit: 0 } };

  let best = placed(sheet, named);
  if (best.fill.end.unit < units.length) best = spend(sheet, best);
  const found = best.slots.filter((slot) => !named.pinned.includes(slot));
  const freed = pinsFreedAtEnd(context, rest, found);
  const taken = new Set(best.slots.map((slot) => slot.unit));
  const waiting = stillWaiting(context, rest, best, taken);
  const { end } = best.fill;
  const finished = end.unit >= units.length && waiting.length === 0;
  const spare = finished ? spareRows(context, best) : Math.max(0, Math.floor(best.fill.holes));
  if (finished && design.columns.balance) best = levelled(sheet, best);
  else if (!finished) best = justified(context, best);

  const idle = end.unit === rest.cursor.unit && end.line === rest.cursor.line;
  const stuck = idle && best.slots.length === 0 && !opener && !finished;
  const forced = stuck ? forceOne(context, rest) : null;
  const cursor = forced ? forced.next : end;
  const leftOver = forced ? waiting.filter(({ unit }) => unit !== forced.piece) : waiting;
  const heroWaits = opener?.heroWaits ?? false;
  const across = best.slots.filter(({ pin }) => pin?.half === "left").map(({ unit }) => unit);
  const done = cursor.unit >= units.length && leftOver.length === 0 && across.length === 0 && !heroWaits;
  const broke = !done && !idle && jump.next > rest.page + 1;
  const looked = lookedTo(context, rest, Math.max(sheet.reach.unit, cursor.unit));
  const price = best.spending?.price ?? 0;
  const make = (): Composed => {
    const page = makePage({
      sheet,
      opener,
      made: best,
      side,
      left,
      finished,
      folio,
      forced,
      spare,
      jumpedFrom: idle || rest.jumpedFrom === null ? null : rest.jumpedFrom,
      jumpsTo: broke ? jump.next : null,
      findings: [...named.findings, ...freed],
    });
    const lines = page.lines.filter((line) => line.column !== null).length;
    const uneven = finished ? unevenness(best) : 0;
    const amiss = amissOn(best, finished, fewLines({ page, lines }));
    const placedHere = best.slots.filter(({ pin }) => pin?.half !== "right");
    const ahead = [...rest.ahead, ...placedHere.map(({ unit }): Apart => ({ unit, page: rest.page }))];
    return {
      page,
      rest: done
        ? null
        : {
            cursor,
            waiting: leftOver,
            across,
            ahead: ahead.filter(({ unit }) => unit >= cursor.unit),
            page: rest.page + 1,
            heroWaits,
            jumpedFrom: broke ? rest.page : idle ? rest.jumpedFrom : null,
          },
      looked,
      cost: amiss + price,
      amiss,
      lines,
      uneven,
    };
  };
  return { cost: amissOn(best, finished, false) + price, looked, make };
}

function amissOn(made: Arrangement, finished: boolean, few: boolean): number {
  const breaks = made.fill.bad.length * PRICE.badBreak;
  if (!finished) return breaks + (Math.max(0, Math.floor(made.fill.holes)) + airAtFeet(made)) * PRICE.hole;
  return breaks + Math.max(0, unevenness(made) - 1) * PRICE.hole + (few ? PRICE.runt : 0);
}

/**
 * Pinned pieces as they are, settled ones where they were as long as that costs no more than the design's patience,
 * the others by search.
 */
function placed(sheet: Sheet, named: NamedPlaces): Arrangement {
  const { context, rest } = sheet;
  const { rows } = context.geometry;
  const bare = arrange(sheet, named.pinned, rows);
  if (!bare) throw new RangeError(`page ${rest.page} cannot be filled even without pieces`);
  const held = (unit: number, ended: boolean) => isHeld(context, rest, unit, ended);
  // One that is in the way of another, or too far ahead of its words, goes where the search puts it.
  let slots: readonly Slot[] = named.pinned;
  let base = bare;
  for (const slot of named.settled) {
    const tried = arrange(sheet, [...slots, slot], rows);
    if (!tried || isFarAhead(context, rest, tried, slot.unit)) continue;
    slots = tried.slots;
    base = tried;
  }
  if (context.placedOn.size === 0) return forShortPage(sheet, search(sheet, bare, held), bare, held).made;
  const kept = forShortPage(sheet, search(sheet, base, held), base, held);
  const settledLater = kept.cost - kept.made.cost >= PRICE.extraPage;
  const { patience } = context.design.photos;
  if (base.cost - bare.cost <= patience && !settledLater) return kept.made;
  const pinsOnly = (unit: number, ended: boolean) => isPinned(context, unit) && held(unit, ended);
  const anew = forShortPage(sheet, search(sheet, bare, pinsOnly), bare, pinsOnly);
  if (anew.cost + patience >= kept.cost) return kept.made;
  // What a setting a line longer or shorter mends is no reason to move a picture.
  const mended = spend(sheet, kept.made);
  const saved = kept.made.cost - mended.cost - (mended.spending?.price ?? 0);
  return anew.cost + patience < kept.cost - saved ? anew.made : kept.made;
}

/** Columns of copy between the end of a page and the words of a piece placed on it by name. */
function isFarAhead(context: Context, rest: Remaining, made: Arrangement, unit: number): boolean {
  if (unit < made.fill.end.unit || rest.waiting.some((apart) => apart.unit === unit)) return false;
  const most = patienceRows(context);
  let rows = 0;
  for (let at = made.fill.end.unit; at < unit; at++) {
    const between = context.units[at];
    if (between?.kind === "text") rows += between.lines.length;
    if (rows > most) return true;
  }
  return false;
}
/** As many rows of copy as the design's patience pays for between a piece and its words. */
function patienceRows({ design, geometry }: Context): number {
  return (design.photos.patience / PRICE.distance) * geometry.rows;
}

/** Does a piece wait for a later page that it names? */
function isHeld({ units, design, geometry }: Context, rest: Remaining, unit: number, ended: boolean): boolean {
  const item = units[unit]?.item;
  if (!item || item.kind === "text" || item.placement.kind === "auto") return false;
  const pages = item.placement.page - rest.page;
  if (pages <= 0) return false;
  if (item.placement.kind === "pinned") return !ended;
  return (pages - 1) * geometry.count * PRICE.distance <= design.photos.patience;
}

function isPinned({ units }: Context, unit: number): boolean {
  const item = units[unit]?.item;
  return item !== undefined && item.kind !== "text" && item.placement.kind === "pinned";
}

/** Pieces pinned to a page that the copy does not reach. */
function pinsFreedAtEnd(context: Context, rest: Remaining, found: readonly Slot[]): readonly Finding[] {
  return found.flatMap(({ unit }) => {
    const item = context.units[unit]?.item;
    if (!item || item.kind === "text" || item.placement.kind !== "pinned") return [];
    const { page } = item.placement;
    return page > rest.page ? [freedPin(context, unit, rest.page, { ...NO_PLACE, why: "page", from: page })] : [];
  });
}

function stillWaiting(
  { units, hero }: Context,
  rest: Remaining,
  made: Arrangement,
  taken: ReadonlySet<number>,
): readonly Apart[] {
  const before = new Set([...rest.ahead, ...rest.waiting].map(({ unit }) => unit));
  const reached = made.fill.anchors
    .filter(({ unit }) => !before.has(unit) && units[unit]?.item !== hero)
    .map(({ unit }): Apart => ({ unit, page: rest.page }));
  return [...rest.waiting, ...reached].filter(({ unit }) => !taken.has(unit)).sort((a, b) => a.unit - b.unit);
}

type Jumps = { readonly closed: readonly Obstacle[]; readonly next: number };
/** The next page with room for copy, and the rows that jump lines take on this one. */
function jumpsOf(context: Context, rest: Remaining): Jumps {
  const { design, geometry } = context;
  const closed: Obstacle[] = [];
  let next = rest.page + 1;
  if (!design.makeUp.jump) return { closed, next };
  if (isFull(context, rest, rest.page)) return { closed, next };
  while (isFull(context, rest, next)) next++;
  if (rest.jumpedFrom !== null) closed.push({ column: 0, columns: 1, row: 0, rows: 1 });
  if (next > rest.page + 1) {
    closed.push({ column: geometry.count - 1, columns: 1, row: geometry.rows - 1, rows: 1 });
  }
  return { closed, next };
}

/** Do pinned pieces leave no room for copy on a page? */
function isFull(context: Context, rest: Remaining, page: number): boolean {
  if (!context.placedOn.has(page)) return false;
  const across = page === rest.page ? rest.across : [];
  const { pinned } = namedPlaces(context, { ...rest, page, across });
  if (pinned.length === 0) return false;
  const { wrap } = context.design.makeUp;
  const ground = {
    obstacles: pinned.flatMap((slot) => slot.pin?.obstacles ?? []),
    contours: pinned.flatMap((slot) => slot.pin?.contours ?? []),
    sides: wrap.sides,
    least: wrap.least,
    short: context.geometry.count,
  };
  const { geometry } = context;
  return segmentsOf(geometry, 0, geometry.rows, ground).every((segment) => segment.rows < LEAST_ROWS);
}
const LEAST_ROWS = 4;

/** Keeps read the unit at a break and the next set one, which may stand behind pieces. */
function lookedTo(context: Context, rest: Remaining, from: number): number {
  const { units } = context;
  let at = from;
  for (let set = 0; set < 2; set++) {
    while (units[at] && units[at]?.kind !== "text") at++;
    at++;
  }
  // What is settled here ahead of its words was measured by the copy between.
  const most = patienceRows(context);
  for (const unit of context.placedOn.get(rest.page) ?? []) {
    if (unit < at || units[unit]?.kind === "text") continue;
    let rows = 0;
    let end = from;
    for (; end < unit && rows <= most; end++) rows += lengthOf(units[end]);
    at = Math.max(at, end);
  }
  return Math.min(units.length, at);
}
function lengthOf(unit: Unit | undefined): number {
  return unit?.kind === "text" ? unit.lines.length : 0;
}

/**
 * One piece or paragraph is taller than an empty page. It is set all the same, running over the foot, and reported as
 * an error: losing it in silence or never ending would both be worse.
 */
function forceOne(context: Context, rest: Remaining): Forced {
  const piece = rest.waiting[0]?.unit ?? null;
  const unit = context.units[piece ?? rest.cursor.unit];
  const id = unit ? unit.item.id : "";
  const { cursor } = rest;
  const next = piece === null ? { unit: cursor.unit + 1, line: 0, set: null } : cursor;
  const to = unit?.kind === "text" ? (cursor.set ?? unit).lines.length : 0;
  const size = piece !== null && unit ? context.pieces.sizesOf(unit)[0] : undefined;
  return {
    next,
    piece,
    stretch: piece === null ? { unit: cursor.unit, from: cursor.line, to, column: 0, row: 0, set: cursor.set } : null,
    slot: piece !== null && size ? { unit: piece, piece: size, column: 0, row: 0, pin: null } : null,
    finding: tell(
      "error",
      "overset.block",
      { page: rest.page, block: id, file: unit?.kind === "photo" ? unit.item.file || id : null },
      { page: rest.page, place: [id, 0, 0] },
    ),
  };
}
