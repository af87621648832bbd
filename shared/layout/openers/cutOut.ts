/**
 * A picture on transparent ground beside the title: it stands free on the page, whole, its head at the x-height of a
 * row and its foot on a baseline, and the parts run round its outline line by line, with clear space. Where a line
 * stands decides how wide it may be and how wide it is decides where the next ones stand, so parts are set again until
 * both agree; where they do not, lines give way until none meets the picture.
 */
import type { OpenerCell, OpenerHero, OpenerPart } from "../../schema/openerFile.ts";
import type { Crop } from "../../schema/attributes.ts";
import type { PhotoItem } from "../../schema/story.ts";
import type { Measures } from "../../typesetting/glyphs.ts";
import { pt, TOLERANCE } from "../../units.ts";
import type { Outline, Polygon } from "../alphaOutline.ts";
import { coveredIn, shapesIn } from "../contours.ts";
import type { Box, DisplayItem } from "../display.ts";
import { baselineOf, type Geometry, reachOf } from "../geometry.ts";
import type { PlacedLine, PlacedPhoto } from "../page.ts";
import { cropFor, shapeOf } from "../photos.ts";
import type { Place } from "./cells.ts";
import { heroPhoto } from "./hero.ts";
import { type SetPart, setParts, type Stacked, stackParts } from "./stack.ts";
import type { OpenerTask } from "./task.ts";

export type CutOut = {
  /** As it is shown: what its outline holds, unless it was cropped by hand. */
  readonly item: PhotoItem;
  readonly photo: PlacedPhoto;
  readonly onLeft: boolean;
  /** What words keep off, each within its box: the islands of its outline, and its caption. */
  readonly shapes: readonly { readonly points: Polygon; readonly box: Box }[];
};

const LEAST_ROWS = 4;
/** Clear space that large type keeps from the outline, against its size. */
const CLEAR = 0.35;
/** Settings of a part that are tried before its lines only give way, and a third of all that are tried. */
const TRIES = 4;

/**
 * The picture with its head at `row`, no lower than `last`; null where it has no outline. `squeeze` of the width that the
 * design gives it.
 */
export function cutOutPhoto(place: Place, row: number, last: number, squeeze: number, task: OpenerTask): CutOut | null {
  const { hero, pictures, geometry, design } = task;
  const manner = place.cell.hero;
  const outline = hero && (pictures.outlineOf?.(hero) ?? null);
  if (!hero || !manner?.cutout || !outline) return null;
  const item = { ...hero, crop: hero.crop ?? boundsOf(outline) };
  const size = pictures.sizeOf(hero);
  const shape = shapeOf(item, size, design.photos.missingRatio);
  const rows = Math.max(LEAST_ROWS, Math.min(rowsOf(manner, place, row, shape, squeeze, task), last - row));
  const y = baselineOf(geometry, row) - geometry.xHeight;
  const height = rows * geometry.baseline + geometry.xHeight;
  const width = height * shape;
  const onLeft = isLeft(manner.cutout.side, design.page.facing && geometry.side === "verso");
  const reach = reachOf(design, geometry.side, place.x, place.width, null, manner.bleed);
  const x = onLeft ? reach.x : reach.x + reach.width - width;
  const box: Box = { x: pt(x), y: pt(y), width: pt(width), height: pt(height) };
  const where = { column: place.column, row, columns: place.columns };
  const photo = heroPhoto(item, { box, fold: null }, geometry, pictures, where);
  const shapes = shapesIn(outline, cropFor(item, size, box), box).map((points) => ({ points, box }));
  return { item, photo, onLeft, shapes };
}

/** The same with its caption and credit below it, which words keep off as well. */
export function withWords(cut: CutOut, lines: readonly PlacedLine[]): CutOut {
  const below = lines.filter((line) => !line.upward);
  if (below.length === 0) return cut;
  const left = Math.min(...below.map(({ x, line }) => x + line.x));
  const right = Math.max(...below.map(({ x, line }) => x + line.x + line.width));
  const foot = Math.max(...below.map(({ baseline, line }) => baseline + line.inkBelow));
  const head = Math.min(...below.map(({ baseline, line }) => baseline - line.inkAbove));
  const box: Box = { x: pt(left), y: pt(head), width: pt(right - left), height: pt(foot - head) };
  const points = shapesIn(null, { x: 0, y: 0, width: 1, height: 1 }, box)[0] ?? [];
  return { ...cut, shapes: [...cut.shapes, { points, box }] };
}

/** Baselines from its head to its foot: as wide as it may be, no taller than the design says. */
function rowsOf(
  { cutout, height }: OpenerHero,
  place: Place,
  row: number,
  shape: number,
  squeeze: number,
  { geometry, design }: OpenerTask,
): number {
  const wide = place.width * (cutout?.width ?? 1) * squeeze;
  const natural = Math.floor((wide / shape - geometry.xHeight) / geometry.baseline + TOLERANCE);
  if (height.kind === "rows") return Math.min(natural, height.rows);
  if (height.kind !== "share") return natural;
  return Math.min(
    natural,
    Math.floor((design.page.trim.height * height.share - geometry.first) / geometry.baseline) - row,
  );
}

function isLeft(side: NonNullable<OpenerHero["cutout"]>["side"], verso: boolean): boolean {
  return side === "left" || side === (verso ? "outside" : "inside");
}

/** What of the picture its outline holds. */
function boundsOf(outline: Outline): Crop {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const xs = outline.flatMap((island) => island.map(([x]) => inside(x)));
  const ys = outline.flatMap((island) => island.map(([, y]) => inside(y)));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The cell of a picture that shows no ground of its own: the parts beside the picture in its box. */
export function boxedCells(cell: OpenerCell, verso: boolean): readonly OpenerCell[] {
  const { hero } = cell;
  if (!hero?.cutout) return [cell];
  const words: OpenerCell = { ...cell, columns: "rest", column: null, hero: null };
  const boxed: OpenerHero = { ...hero, bleed: [], height: { kind: "natural" }, cutout: null };
  const picture: OpenerCell = { ...cell, columns: "hero", column: null, parts: [], hero: boxed };
  return isLeft(hero.cutout.side, verso) ? [picture, words] : [words, picture];
}

/** The parts from `top` downward round the picture, in the cell. */
export function stackRound(
  parts: readonly OpenerPart[],
  cut: CutOut,
  place: Place,
  top: number,
  share: number,
  task: OpenerTask,
): Stacked {
  const { story, hero, setter, geometry, design } = task;
  const roomAt = (above: number, below: number, size: number) =>
    roomBeside(cut, place, Math.max(design.makeUp.wrap.standOff, size * CLEAR), above, below);
  const set = (part: OpenerPart, rooms: Measures) =>
    setParts([part], story, hero, pt(place.width), setter, share, rooms);
  const stack = (all: readonly SetPart[]) => stackParts(all, geometry, top, place.x, place.width);
  const done: SetPart[] = [];
  for (const part of parts) {
    const before = done.length === 0 ? 0 : stack(done).lines.length;
    let rooms: Measures = [roomAt(top, top, 0)];
    let made = set(part, rooms);
    for (let tries = 0; made.length > 0; tries++) {
      const lines = stack([...done, ...made]).lines.slice(before);
      const met = lines.map(({ line, baseline, style }) =>
        roomAt(baseline - line.inkAbove, baseline + line.inkBelow, style.size),
      );
      const used = (n: number) => rooms[Math.min(n, rooms.length - 1)] as Room;
      // Once lines only give way, room left over is no reason to set them again.
      const narrowing = tries > TRIES;
      if (met.every((room, n) => sameRoom(used(n), room) || (narrowing && isWithin(used(n), room)))) break;
      const own = narrowing ? met.map((room, n) => common([room, used(n)])) : met;
      // Byline and caption are several paragraphs: each has the one room that all of them have.
      const single = part.part === "byline" || part.part === "caption";
      const last = tries >= 3 * TRIES;
      rooms = last ? [roomAt(top, Number.MAX_VALUE, lines[0]?.style.size ?? 0)] : single ? [common(own)] : own;
      made = set(part, rooms);
      if (last) break;
    }
    done.push(...made);
  }
  const stacked = stack(done);
  return { ...stacked, under: stacked.under.map((item) => clipped(item, (y) => roomAt(y, y, 0))) };
}

type Room = Measures[number];
function sameRoom(a: Room, b: Room): boolean {
  return Math.abs(a.x - b.x) < TOLERANCE && Math.abs(a.width - b.width) < TOLERANCE;
}
function isWithin(inner: Room, outer: Room): boolean {
  const end = outer.x + outer.width + TOLERANCE;
  return inner.x >= outer.x - TOLERANCE && inner.x + inner.width <= end;
}
/** What all these rooms have. */
function common(rooms: Measures): Room {
  const x = Math.max(...rooms.map((room) => room.x));
  const end = Math.min(...rooms.map((room) => room.x + room.width));
  return { x: pt(x), width: pt(Math.max(1, end - x)) };
}

/** From the cell's left edge, what the picture leaves free of the cell between two heights. */
function roomBeside({ shapes, onLeft }: CutOut, place: Place, standOff: number, above: number, below: number): Room {
  let [from, to] = [place.x, place.x + place.width];
  for (const { points, box } of shapes) {
    const covered = coveredIn(points, box, above - standOff, below + standOff);
    if (!covered) continue;
    if (onLeft) from = Math.max(from, covered[1] + standOff);
    else to = Math.min(to, covered[0] - standOff);
  }
  return { x: pt(from - place.x), width: pt(Math.max(1, to - from)) };
}

/** A rule ends where the picture begins. */
function clipped(item: DisplayItem, roomAt: (y: number) => Room): DisplayItem {
  if (item.kind !== "rule") return item;
  const { from, to } = item;
  const room = roomAt(from.y);
  const length = Math.min(to.x - from.x, room.width);
  return { ...item, from: { ...from, x: pt(from.x + room.x) }, to: { ...to, x: pt(from.x + room.x + length) } };
}

/** Rows of the grid down to which the picture stands. */
export function footRowOf({ photo }: CutOut, geometry: Geometry): number {
  return Math.round((photo.box.y + photo.box.height - geometry.first) / geometry.baseline);
}
