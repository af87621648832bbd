/**
 * What the press checks read of a page: ink as plates and sums, the area of an item, what lies under it. Facts only; what
 * is too much or too little of them stands with the rules.
 */
import { type Ink, overprintsByChoice, PAPER } from "../color/ink.ts";
import { inkToRgb } from "../color/screen.ts";
import type { Place, Rect } from "../finding.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { Side } from "../layout/page.ts";
import { runBox } from "../layout/upward.ts";
import { pt, unreachable } from "../units.ts";

export type PressPage = { readonly list: DisplayList; readonly side: Side };

export type Glyphs = Extract<DisplayItem, { kind: "glyphs" }>;
/** Left, top, right, bottom in points from the trim's top left. */
export type Area = readonly [left: number, top: number, right: number, bottom: number];

/** Per cent of each plate that an ink lays, by the plate's name; plates without ink are left out. */
export function platesOf(ink: Ink): ReadonlyMap<string, number> {
  let plates = platesKept.get(ink);
  if (!plates) {
    plates = countPlates(ink);
    platesKept.set(ink, plates);
  }
  return plates;
}
/** A page has thousands of runs and a handful of inks, which are the design's own objects. */
const platesKept = new WeakMap<Ink, ReadonlyMap<string, number>>();
const luminanceKept = new WeakMap<Ink, number>();

function countPlates(ink: Ink): ReadonlyMap<string, number> {
  const plates = new Map<string, number>();
  const add = (name: string, fraction: number): void => {
    if (fraction > 0) plates.set(name, fraction * 100);
  };
  switch (ink.kind) {
    case "cmyk":
      add("cyan", ink.c);
      add("magenta", ink.m);
      add("yellow", ink.y);
      add("black", ink.k);
      break;
    case "spot":
      add(ink.name, ink.tint);
      break;
    case "mix":
      for (const [name, amount] of countPlates(ink.process)) plates.set(name, amount);
      for (const spot of ink.spots) add(spot.name, spot.tint);
      break;
    case "registration":
      for (const plate of ["cyan", "magenta", "yellow", "black"]) add(plate, 1);
      break;
    case "paper":
      break;
    default:
      unreachable(ink);
  }
  return plates;
}

/** Sum of all plates in per cent. */
export function inkSum(ink: Ink): number {
  let sum = 0;
  for (const amount of platesOf(ink).values()) sum += amount;
  return sum;
}

/** "cyan 60, black 100". */
export function inkWords(ink: Ink): string {
  const plates = [...platesOf(ink)].map(([name, amount]) => `${name} ${Math.round(amount)}`);
  return plates.length === 0 ? "no ink" : plates.join(", ");
}

/** Relative luminance, 0 black to 1 white (IEC 61966-2-1), of the ink as a screen shows it. */
export function luminanceOf(ink: Ink): number {
  let kept = luminanceKept.get(ink);
  if (kept === undefined) {
    kept = measureLuminance(ink);
    luminanceKept.set(ink, kept);
  }
  return kept;
}
function measureLuminance(ink: Ink): number {
  const [r, g, b] = inkToRgb(ink).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r as number) + 0.7152 * (g as number) + 0.0722 * (b as number);
}

/** Contrast ratio of two inks, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrastOf(a: Ink, b: Ink): number {
  const [one, other] = [luminanceOf(a), luminanceOf(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Capitals stand about this high over the baseline, descenders this deep under it, in parts of the size. */
const ABOVE = 0.72;
const BELOW = 0.2;

/** Where an item lays ink. Of type it is the height of capitals and descenders, not of the marks over them. */
export function areaOf(item: DisplayItem): Area {
  switch (item.kind) {
    case "glyphs": {
      const { x, y, width, height } = runBox(item, ABOVE, BELOW);
      return [x, y, x + width, y + height];
    }
    case "rule": {
      const { from, to } = item;
      const flat = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y);
      const half = item.weight / 2;
      const [dx, dy] = flat ? [0, half] : [half, 0];
      return [
        Math.min(from.x, to.x) - dx,
        Math.min(from.y, to.y) - dy,
        Math.max(from.x, to.x) + dx,
        Math.max(from.y, to.y) + dy,
      ];
    }
    case "fill":
    case "picture": {
      const { x, y, width, height } = item.box;
      return [x, y, x + width, y + height];
    }
    default:
      return unreachable(item);
  }
}

function rectOf([left, top, right, bottom]: Area): Rect {
  return [pt(left), pt(top), pt(right - left), pt(bottom - top)];
}

export function meets(a: Area, b: Area): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** Nothing but spaces: no ink. */
export function isBlank(item: Glyphs): boolean {
  return item.run.glyphs.length === 0 || item.run.text.trim() === "";
}

/** The words an item holds in the story; undefined for an artifact. */
function placeOfItem(item: DisplayItem): Place | undefined {
  if (item.of === "artifact") return undefined;
  if (item.kind !== "glyphs" || item.run.from === null) return [item.of.block, 0, 0];
  const { from, text } = item.run;
  return [item.of.block, from, from + text.replace(/\u00ad$/, "").length];
}

/** Where a finding points: page, rect and, of the story's own, its place. */
export function whereIs(list: DisplayList, item: DisplayItem, area: Area = areaOf(item)) {
  const place = placeOfItem(item);
  return { page: list.number, rect: rectOf(area), ...(place ? { place } : {}) };
}

/** What lies under a point: the last flat or picture painted there. */
export type Ground =
  | { readonly kind: "paper" }
  | { readonly kind: "flat"; readonly ink: Ink }
  | { readonly kind: "picture"; readonly item: Extract<DisplayItem, { kind: "picture" }> };

const PAPER_GROUND: Ground = { kind: "paper" };

const PAPER_ALONE: Grounds = [PAPER_GROUND];

/** That under an item's middle first, then others that its beginning and end stand on. */
export type Grounds = readonly [Ground, ...Ground[]];

/** The grounds of every item of a page that is type, rule or flat, in the order of its items. */
export function groundsOf(list: DisplayList): ReadonlyMap<DisplayItem, Grounds> {
  const grounds = new Map<DisplayItem, Grounds>();
  const painted: { readonly area: Area; readonly ground: Ground }[] = [];
  for (const item of list.items) {
    const area = areaOf(item);
    if (item.kind === "fill") {
      grounds.set(item, groundsUnder(painted, area));
      if (isVarnish(item.ink)) continue;
      const ground: Ground = inkSum(item.ink) === 0 ? PAPER_GROUND : { kind: "flat", ink: item.ink };
      painted.push({ area, ground });
    } else if (item.kind === "picture") painted.push({ area, ground: { kind: "picture", item } });
    else grounds.set(item, groundsUnder(painted, area));
  }
  return grounds;
}

/** An ink that hides nothing and is not there to be read: it lies over others and looks like paper. */
export function isVarnish(ink: Ink): boolean {
  return overprintsByChoice(ink) && contrastOf(ink, PAPER) < UNSEEN;
}
/** Two inks nearer than this are one to the eye. */
export const UNSEEN = 1.1;

/** Pictures that type stands over, by media id: whose tones must be known to tell whether it can be read. */
export function picturesUnderType(list: DisplayList): ReadonlySet<string> {
  const found = new Set<string>();
  if (!list.items.some(({ kind }) => kind === "picture")) return found;
  for (const [item, grounds] of groundsOf(list)) {
    if (item.kind !== "glyphs" || isBlank(item)) continue;
    for (const ground of grounds) if (ground.kind === "picture") found.add(ground.item.media);
  }
  return found;
}

type Painted = readonly { readonly area: Area; readonly ground: Ground }[];
/** So far within an item, in parts of its sides, its beginning and end are looked at. */
const NEAR_ITS_END = 0.04;

function groundsUnder(painted: Painted, area: Area): Grounds {
  if (painted.length === 0) return PAPER_ALONE;
  const [left, top, right, bottom] = area;
  const at = (part: number) => groundAt(painted, left + (right - left) * part, top + (bottom - top) * part);
  const middle = at(0.5);
  const others = [at(NEAR_ITS_END), at(1 - NEAR_ITS_END)].filter(
    (ground, n, all) => ground !== middle && all.indexOf(ground) === n,
  );
  return others.length === 0 && middle === PAPER_GROUND ? PAPER_ALONE : [middle, ...others];
}

function groundAt(painted: Painted, x: number, y: number): Ground {
  for (let n = painted.length - 1; n >= 0; n--) {
    const { area: on, ground } = painted[n] as (typeof painted)[number];
    if (on[0] <= x && x <= on[2] && on[1] <= y && y <= on[3]) return ground;
  }
  return PAPER_GROUND;
}

/** Is this ink light on dark? On a picture only paper and near paper is taken for it. */
export function isReversed(ink: Ink, ground: Ground): boolean {
  switch (ground.kind) {
    case "paper":
      return false;
    case "flat":
      return luminanceOf(ink) > luminanceOf(ground.ink);
    case "picture":
      return inkSum(ink) <= 10;
    default:
      return unreachable(ground);
  }
}
