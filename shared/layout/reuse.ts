/**
 * When a page made before is the page still: the copy it began with, the units it looked at, the pictures among them
 * and whatever names it are the same. Its rest is moved to where the units stand now.
 */
import type { Composed } from "./compose.ts";
import type { Apart, Context, Remaining } from "./context.ts";
import type { Unit } from "./flow.ts";
import { cutsOut, setsTypeOver } from "../schema/openerFile.ts";
import type { PhotoItem } from "../schema/story.ts";
import type { Geometry } from "./geometry.ts";
import { type Pictures, toneFor } from "./photos.ts";
import { photosIn, sameSize } from "./pieces.ts";

export type Remembered = {
  readonly rest: Remaining;
  readonly looked: readonly Unit[];
  /** Which of the units looked at was the closing question; -1 when none. */
  readonly closing: number;
  /** Where the first of them stood. */
  readonly first: number;
  /** What was known of the pictures among them and among what names the page, in order. */
  readonly looks: readonly (readonly [photo: PhotoItem, look: PictureLook])[];
  /** Of the picture that opens the story, on the pages it may stand on. */
  readonly hero: PictureLook;
  /** What names this page, or the next ones the copy may jump over, by unit and place. */
  readonly named: readonly (readonly [unit: Unit | undefined, at: number])[];
  readonly composed: Composed;
  /** Did it look at the last unit of the copy? */
  readonly sawEnd: boolean;
};
type PictureSize = ReturnType<Pictures["sizeOf"]>;

/** `outline` only where text runs round it, `tone` only where words may stand on it. */
type PictureLook = { readonly size: PictureSize; readonly outline: object | null; readonly tone: object | null };
function lookOf(photo: PhotoItem, geometry: Geometry, pictures: Pictures): PictureLook {
  const { placement } = photo;
  const traced = placement.kind === "pinned" && placement.wrap?.kind === "outline";
  return {
    size: pictures.sizeOf(photo),
    outline: traced ? (pictures.outlineOf?.(photo) ?? null) : null,
    tone: toneFor(photo, geometry, pictures),
  };
}
function sameLook(a: PictureLook, b: PictureLook): boolean {
  return sameSize(a.size, b.size) && a.outline === b.outline && a.tone === b.tone;
}

/** What an opener may ask of the first picture; all null elsewhere. */
const NO_HERO: PictureLook = { size: null, tone: null, outline: null };
const LAST_OPENER = 2;
function heroLook({ hero, pictures, design, geometry }: Context, { page }: Remaining): PictureLook {
  if (!hero || page > LAST_OPENER) return NO_HERO;
  return {
    size: pictures.sizeOf(hero),
    tone: setsTypeOver(design.opener) ? (pictures.toneOf?.(hero) ?? null) : toneFor(hero, geometry, pictures),
    outline: cutsOut(design.opener) ? (pictures.outlineOf?.(hero) ?? null) : null,
  };
}

export function remember(rest: Remaining, composed: Composed, context: Context): Remembered {
  const { units, closing, geometry, pictures } = context;
  const first = firstUnit(rest, units);
  const looked = units.slice(first, composed.looked);
  const named = namedBy(context, rest.page);
  const looks = [...looked, ...named.map(([unit]) => unit)].flatMap((unit) =>
    unit ? photosIn(unit).map((photo) => [photo, lookOf(photo, geometry, pictures)] as const) : [],
  );
  return {
    rest,
    looked,
    closing: closingWithin(closing, first, composed.looked),
    looks,
    hero: heroLook(context, rest),
    first,
    named,
    composed,
    sawEnd: composed.looked >= units.length,
  };
}

/** The page made before, when everything it was made from is the same; else null. */
export function reuse(old: Remembered, rest: Remaining, context: Context): Composed | null {
  const { units, closing } = context;
  const shift = rest.cursor.unit - old.rest.cursor.unit;
  if (rest.cursor.line !== old.rest.cursor.line || rest.cursor.set !== old.rest.cursor.set) return null;
  if (rest.page !== old.rest.page || rest.jumpedFrom !== old.rest.jumpedFrom) return null;
  if (rest.heroWaits !== old.rest.heroWaits) return null;
  if (!sameApart(rest.waiting, old.rest.waiting, shift) || !sameApart(rest.ahead, old.rest.ahead, shift)) return null;
  if (rest.across.length !== old.rest.across.length) return null;
  if (!rest.across.every((unit, n) => unit - (old.rest.across[n] ?? -1) === shift)) return null;
  const first = old.first + shift;
  if (first < 0) return null;
  for (let n = 0; n < old.looked.length; n++) if (units[first + n] !== old.looked[n]) return null;
  const named = namedBy(context, rest.page);
  if (named.length !== old.named.length) return null;
  for (const [n, [unit, at]] of named.entries()) {
    const before = old.named[n];
    if (!before || before[0] !== unit || at - before[1] !== shift) return null;
  }
  if (!sameLooks(old, context)) return null;
  if (!sameLook(heroLook(context, rest), old.hero)) return null;
  const looked = old.composed.looked + shift;
  if (closingWithin(closing, first, looked) !== old.closing) return null;
  // A page that saw the end of the copy, or comes to see it now, is made again.
  if (old.sawEnd !== looked >= units.length) return null;
  if (shift === 0) return old.composed;
  const next = old.composed.rest;
  const move = (apart: readonly Apart[]) => apart.map(({ unit, page }) => ({ unit: unit + shift, page }));
  return {
    ...old.composed,
    looked,
    rest: next && {
      ...next,
      cursor: { ...next.cursor, unit: next.cursor.unit + shift },
      waiting: move(next.waiting),
      ahead: move(next.ahead),
      across: next.across.map((unit) => unit + shift),
    },
  };
}

/** The first unit a page depends on: what waits for it, and the words just before it. */
function firstUnit(rest: Remaining, units: readonly Unit[]): number {
  let at = rest.cursor.unit - 1;
  while (at >= 0 && units[at]?.kind !== "text") at--;
  return Math.max(0, Math.min(at, ...rest.waiting.map(({ unit }) => unit), ...rest.across));
}

function closingWithin(closing: number, first: number, looked: number): number {
  return closing >= first && closing < looked ? closing - first : -1;
}

/** Everything placed by name on this page and on the ones right after it that are named too. */
function namedBy({ placedOn, units }: Context, page: number): Remembered["named"] {
  const named: [Unit | undefined, number][] = [];
  for (let at = page; at === page || placedOn.has(at); at++) {
    for (const unit of placedOn.get(at) ?? []) named.push([units[unit], unit]);
    if (at > page + MOST_JUMPED) break;
  }
  return named;
}
/** Pages right after one another that the copy is taken to jump over at most. */
const MOST_JUMPED = 40;

function sameApart(now: readonly Apart[], old: readonly Apart[], shift: number): boolean {
  return (
    now.length === old.length &&
    now.every(({ unit, page }, n) => unit - (old[n]?.unit ?? -1) === shift && page === old[n]?.page)
  );
}

/** Are the pictures among the units of a page as they were? The units are the same. */
function sameLooks({ looks }: Remembered, { geometry, pictures }: Context): boolean {
  return looks.every(([photo, look]) => sameLook(look, lookOf(photo, geometry, pictures)));
}
