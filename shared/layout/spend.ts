/**
 * Spends a line more or fewer in some paragraphs of a page where that takes away a widow, a parted question or a short
 * column. The pieces stand; the copy is run through the columns anew, column by column, each time with another choice of
 * settings, and the cheapest way is followed first (Dijkstra, "A Note on Two Problems in Connexion with Graphs", 1959).
 *
 * A way costs the white it leaves, the bad breaks it makes and the settings it takes. Two ways that come to the same
 * place in the copy are one: only the cheaper goes on.
 */
import { arrange, type Arrangement, type Sheet } from "./arrange.ts";
import { taskFor } from "./bands.ts";
import { type FillTask, fillOne, type SegmentFill } from "./columns.ts";
import type { Context } from "./context.ts";
import type { Cursor, TextUnit } from "./flow.ts";
import type { Segment } from "./geometry.ts";
import type { BreakKind } from "./keeps.ts";
import { PRICE } from "./prices.ts";
import { effortOf, LEAST_PRICE, type Variant } from "./variants.ts";

/** What paragraphs of a page are set a line longer or shorter for. */
export type SpendReason =
  | { readonly kind: "break"; readonly from: BreakKind }
  | { readonly kind: "short"; readonly rows: number }
  | { readonly kind: "level" }
  | { readonly kind: "next"; readonly page: number }
  | { readonly kind: "runt"; readonly lines: number }
  | { readonly kind: "pages"; readonly wanted: number };
export type Spending = {
  readonly chosen: ReadonlyMap<number, TextUnit>;
  /** Of the settings alone, in rows of white. */
  readonly price: number;
  readonly why: SpendReason;
};

/** Columns filled for one page, at most; and for one height of a last page. */
const MOST_FILLS = 140;
const MOST_FILLS_AT_END = 60;
/** Lines spent in one column, one way. */
const MOST_LINES = 3;
/** Paragraphs asked for another setting in one column, one way, and how many of them must say no before it is given up. */
const MOST_ASKED = 7;
const LESS = 1e-9;
const LEVEL: SpendReason = { kind: "level" };

type Choice = { readonly index: number; readonly variant: Variant };
type Taken = { readonly choice: Choice; readonly next: Taken | null };
/** How the copy has come to the head of a stretch. */
type Way = {
  readonly at: number;
  readonly end: Cursor;
  /** No copy may enter a column up to this one. */
  readonly closed: number;
  readonly cost: number;
  readonly taken: Taken | null;
  readonly count: number;
  /** Nothing more can be placed. */
  readonly ended: boolean;
};
/** `fill`: how the way's next stretch is filled without choosing; its other choices are still to be tried. */
type Open = { readonly way: Way; readonly cost: number; readonly fill: SegmentFill | null };

/** The arrangement with some paragraphs set a line longer or shorter, or the same where nothing is gained. */
export function spend(sheet: Sheet, made: Arrangement): Arrangement {
  const { context } = sheet;
  if (context.design.columns.spend.perPage === 0 || !needsHelp(made) || hasSpan(context, made)) return made;
  const found = cheapest(sheet, made, false);
  if (!found || found.best.taken === null) return made;
  const anew = taken(sheet, made, found.best, LEVEL);
  if (!anew?.spending || found.best.cost + anew.places >= found.plain + made.places - LESS) return made;
  const why = reasonOf(made, anew);
  return why ? { ...anew, spending: { ...anew.spending, why } } : made;
}

/** All copy that is left within this height, its columns as level as they can be; null where that cannot be. */
export function spendToEnd(sheet: Sheet, made: Arrangement): Arrangement | null {
  const { context } = sheet;
  if (context.design.columns.spend.perPage === 0 || hasSpan(context, made)) return null;
  const found = cheapest(sheet, made, true);
  const anew = found && taken(sheet, made, found.best, LEVEL);
  return anew && anew.fill.end.unit >= context.units.length ? anew : null;
}

function taken(sheet: Sheet, made: Arrangement, best: Way, why: SpendReason): Arrangement | null {
  const chosen = new Map<number, TextUnit>();
  let price = 0;
  for (let at = best.taken; at; at = at.next) {
    chosen.set(at.choice.index, at.choice.variant.unit);
    price += at.choice.variant.price;
  }
  const spending = chosen.size > 0 ? { chosen, price, why } : null;
  return arrange(sheet, made.slots, made.bottom, made.ground.short, null, spending);
}

function needsHelp({ fill }: Arrangement): boolean {
  return fill.bad.length > 0 || fill.holes >= 1;
}

function hasSpan({ units }: Context, { fill }: Arrangement): boolean {
  return (
    fill.atSpan ||
    fill.placed.some(({ unit: at }) => {
      const unit = units[at];
      return unit?.kind === "text" && unit.spans;
    })
  );
}

/** What was gained; null where it is not worth showing. */
function reasonOf(before: Arrangement, after: Arrangement): SpendReason | null {
  const bad = (made: Arrangement) => made.fill.bad.toSorted((a, b) => BREAKS.indexOf(b.kind) - BREAKS.indexOf(a.kind));
  const [worst] = bad(before);
  if (worst && after.fill.bad.length < before.fill.bad.length) return { kind: "break", from: worst.kind };
  const rows = Math.floor(before.fill.holes) - Math.floor(after.fill.holes);
  // Half a correction shows more than none.
  return rows > 0 && rows >= before.fill.holes / 2 ? { kind: "short", rows } : null;
}
const BREAKS: readonly BreakKind[] = ["free", "widow", "orphan", "stranded"];

type Found = { readonly best: Way /** What the page costs with nothing spent. */; readonly plain: number };

/** `toEnd`: only ways that place all copy count, and the white below it in any column. */
function cheapest(sheet: Sheet, made: Arrangement, toEnd: boolean): Found | null {
  const { context, rest } = sheet;
  const { units, design, geometry, hero } = context;
  const task = taskFor(context, rest.cursor, made.ground, 0, made.bottom, null, null);
  const { segments } = task;
  const settled = new Set([
    ...made.slots.map((slot) => slot.unit),
    ...[...rest.ahead, ...rest.waiting].map((apart) => apart.unit),
    ...made.fill.anchors.map((anchor) => anchor.unit),
  ]);
  const most =
    design.columns.spend.perPage - made.fill.placed.filter((s) => s.from === 0 && isSpent(context, s)).length;
  const known = new Map<string, number>();
  const open: Open[] = [];
  let bound = Number.POSITIVE_INFINITY;
  let best: Way | null = null;
  let fills = 0;

  const step = (way: Way, choices: readonly Choice[]): { readonly way: Way; readonly fill: SegmentFill } | null => {
    const segment = segments[way.at] as Segment;
    let { cost, taken } = way;
    const chosen = choices.length > 0 ? new Map<number, TextUnit>() : null;
    for (const choice of choices) {
      cost += choice.variant.price;
      taken = { choice, next: taken };
      chosen?.set(choice.index, choice.variant.unit);
    }
    fills += 1;
    const own: FillTask = chosen ? { ...task, chosen } : task;
    const fill = fillOne(own, way.end, way.at);
    sheet.reach.unit = Math.max(sheet.reach.unit, fill.end.unit);
    for (const { index, variant } of choices) {
      if (!fill.placed.some((s) => s.unit === index && s.from === 0 && s.set === variant.unit)) return null;
    }
    const ended = fill.end.unit >= units.length || fill.forced === "page" || fill.forced === "span";
    for (const { unit } of fill.anchors) if (!settled.has(unit) && units[unit]?.item !== hero) cost += PRICE.later;
    if (toEnd) cost += Math.max(0, fill.left) * PRICE.hole;
    else if (!ended && !fill.skipped && fill.forced === null) cost += whitePrice(context, fill);
    cost += fill.bad.length * PRICE.badBreak;
    const closed = fill.forced === "column" ? segment.column : way.closed;
    let at = way.at + 1;
    while ((segments[at]?.column ?? geometry.count) <= closed) at++;
    return {
      fill,
      way: {
        at,
        end: fill.end,
        closed,
        cost,
        taken,
        count: way.count + choices.length,
        ended: ended || at >= segments.length,
      },
    };
  };

  const push = (way: Way) => {
    if (way.cost >= bound - LESS) return;
    if (way.ended) {
      if (toEnd && way.end.unit < units.length) return;
      bound = way.cost;
      best = way;
      return;
    }
    const { unit, line, set } = way.end;
    const key = `${way.at} ${unit} ${line} ${set?.spent ?? 0}`;
    const old = known.get(key);
    if (old !== undefined && old <= way.cost + LESS) return;
    known.set(key, way.cost);
    open.push({ way, cost: way.cost, fill: null });
  };

  push({ at: 0, end: rest.cursor, closed: -1, cost: 0, taken: null, count: 0, ended: segments.length === 0 });
  let plain = 0;
  const enough = toEnd ? MOST_FILLS_AT_END : MOST_FILLS;
  // The plain way first, so that everything dearer is left at once.
  for (let way: Way | undefined = open[0]?.way; way && !way.ended; ) {
    const next: Way | undefined = step(way, [])?.way;
    if (next?.ended) {
      push(next);
      plain = next.cost;
    }
    way = next;
  }

  while (open.length > 0 && fills < enough) {
    let at = 0;
    for (let n = 1; n < open.length; n++) if ((open[n] as Open).cost < (open[at] as Open).cost) at = n;
    const { way, cost, fill } = open[at] as Open;
    open.splice(at, 1);
    if (cost >= bound - LESS) break;
    if (fill === null) {
      const next = step(way, []);
      if (!next) continue;
      push(next.way);
      if (way.count < most) open.push({ way, cost: cost + LEAST_PRICE, fill: next.fill });
      continue;
    }
    for (const choices of choicesIn(context, way, fill, bound, most)) {
      if (fills >= enough) break;
      const next = step(way, choices);
      if (!next) continue;
      push(next.way);
      // The paragraph that the column's foot divides may itself be a line longer or shorter.
      const price = choices.reduce((sum, { variant }) => sum + variant.price, way.cost);
      for (const choice of atFoot(context, next.fill)) {
        if (way.count + choices.length >= most || price + choice.variant.price >= bound) continue;
        if (choices.some(({ index }) => index === choice.index)) continue;
        const divided = step(way, [...choices, choice]);
        if (divided) push(divided.way);
      }
    }
  }
  return best ? { best, plain } : null;
}

function isSpent(
  { units }: Context,
  { unit: at, set }: { readonly unit: number; readonly set: TextUnit | null },
): boolean {
  const unit = set ?? units[at];
  return unit?.kind === "text" && unit.spent !== 0;
}

/** Rows left at the foot of a column; the ones that its gaps can take in are cheaper. */
function whitePrice({ design, units }: Context, fill: SegmentFill): number {
  const rows = Math.floor(fill.left + 1e-6);
  if (rows <= 0) return 0;
  const gaps = fill.placed.filter(({ unit: at, from }, n) => {
    const unit = units[at];
    return n > 0 && from === 0 && unit?.kind === "text" && unit.before > 0;
  });
  return rows * (rows <= gaps.length * design.makeUp.justify ? PRICE.letOut : PRICE.hole);
}
/** Choices for the paragraphs that stand whole in a stretch: none, then the cheapest, the two cheapest and so on, either way. */
function* choicesIn(
  context: Context,
  way: Way,
  fill: SegmentFill,
  bound: number,
  most: number,
): Generator<readonly Choice[]> {
  yield [];
  for (const lines of [-1, 1]) {
    const found = offersIn(context, fill, lines);
    let price = way.cost;
    for (let count = 1; count <= Math.min(found.length, MOST_LINES, most - way.count); count++) {
      price += found[count - 1]?.variant.price ?? 0;
      if (price >= bound) break;
      yield found.slice(0, count);
    }
  }
}

/** The cheapest settings of paragraphs that begin and end in a stretch, the cheapest first. */
function offersIn({ units, variants, geometry }: Context, fill: SegmentFill, lines: number): readonly Choice[] {
  const whole = fill.placed.flatMap(({ unit: index, from, set }) => {
    const unit = units[index];
    if (unit?.kind !== "text" || from > 0 || set !== null || index >= fill.end.unit) return [];
    return [{ index, unit, effort: effortOf(unit, lines, geometry.measure) }];
  });
  whole.sort((a, b) => a.effort - b.effort || a.index - b.index);
  const found: Choice[] = [];
  for (const { index, unit } of whole.slice(0, MOST_ASKED)) {
    const variant = variants(unit, lines);
    if (variant) found.push({ index, variant });
    if (found.length === MOST_LINES + 1) break;
  }
  return found.sort((a, b) => a.variant.price - b.variant.price || a.index - b.index);
}

function atFoot({ units, variants }: Context, fill: SegmentFill): readonly Choice[] {
  const { unit: index, line, set } = fill.end;
  const unit = units[index];
  if (unit?.kind !== "text" || line === 0 || set !== null) return [];
  if (!fill.placed.some((stretch) => stretch.unit === index && stretch.from === 0)) return [];
  return [-1, 1].flatMap((lines) => {
    const variant = variants(unit, lines);
    return variant ? [{ index, variant }] : [];
  });
}
