/**
 * A picture's own words on the picture: in the corner where its tones let them be read best, in paper white or black,
 * whichever reads better there. The foot is the better place, and what the picture is about stays clear.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { PhotoItem } from "../schema/story.ts";
import { pt } from "../units.ts";
import type { Box } from "./display.ts";
import type { Geometry } from "./geometry.ts";
import { type Legible, legibleOver, type Tone, worthOf } from "./openers/calm.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import { lineBox } from "./upward.ts";

/** A picture's tones and the part of it that fills its box. */
export type Shown = { readonly tone: Tone; readonly crop: PlacedPhoto["crop"] };

/** From a picture's edges to words on it, in parts of the distance of the baselines. */
const INSET = 0.75;
/** A caption on a picture is no wider than these ems, and than this share of the picture. */
const WIDEST = 24;
const BROADEST = 0.62;
/** It covers at most this share of the picture's height, and is not narrower than these points. */
const TALLEST = 0.4;
const LEAST = 72;
/** What standing at the head costs against the foot, and lying over what the picture is about, in contrast's shares. */
const AT_HEAD = 0.3;
const ON_FOCUS = 2;

/**
 * The measure of words on a picture this wide, in type of this size; null where it is too narrow for any. `along`: the size
 * of a credit that stands at the picture's edge; 0 without one.
 */
export function overMeasure(width: number, size: number, along: number, geometry: Geometry): number | null {
  const room = width - 2 * INSET * geometry.baseline - along * 1.5;
  const measure = Math.min(room, Math.max(LEAST, Math.min(size * WIDEST, width * BROADEST)));
  return measure < LEAST ? null : measure;
}

/** Are words of this height low enough to stand on a picture? */
export function overFits(words: number, height: number, geometry: Geometry): boolean {
  return words <= height * TALLEST && words <= height - 2 * INSET * geometry.baseline;
}

/**
 * `lines` as they stand to each other, moved into the best corner of their picture, in the ink that reads there. `along`:
 * a credit at the edge, which they keep off where it stands on the picture too.
 */
export function placeOver(
  lines: readonly PlacedLine[],
  item: PhotoItem,
  photo: PlacedPhoto,
  shown: Shown | null,
  geometry: Geometry,
  along: readonly PlacedLine[],
): { readonly lines: readonly PlacedLine[]; readonly findings: readonly Finding[] } {
  const inner = beside(innerBox(photo.box, INSET * geometry.baseline, geometry), along);
  const bounds = around(lines.map((line) => lineBox(line)));
  const corners = (["foot", "head"] as const).flatMap((level) =>
    (["left", "right"] as const).map((side) => {
      const x = side === "left" ? inner.x : inner.x + inner.width - bounds.width;
      const y = level === "head" ? inner.y : inner.y + inner.height - bounds.height;
      const moved = lines.map((line) => ({
        ...line,
        x: pt(line.x + x - bounds.x),
        baseline: pt(line.baseline + y - bounds.y),
      }));
      const areas = moved.map((line) => ({ area: lineBox(line), size: line.style.size }));
      const legible = shown && legibleOver(shown.tone, photo.box, shown.crop, areas);
      const worth =
        (legible ? worthOf(legible) : 0) -
        (level === "head" ? AT_HEAD : 0) -
        (covers({ ...bounds, x: pt(x), y: pt(y) }, item, photo) ? ON_FOCUS : 0);
      return { moved, legible, worth };
    }),
  );
  const readable = corners.filter(({ legible }) => legible !== null && legible.share >= 1);
  const best = (readable.length > 0 ? readable : corners).reduce((most, one) => (one.worth > most.worth ? one : most));
  const { moved, legible } = best;
  const inked = legible ? moved.map((line) => ({ ...line, style: { ...line.style, ink: legible.ink } })) : moved;
  return { lines: inked, findings: lowContrast("caption", photo, inked, legible) };
}

/** What of a box is left beside a credit at its edge. */
function beside(box: Box, along: readonly PlacedLine[]): Box {
  const [credit] = along;
  if (!credit) return box;
  const { x, width } = lineBox(credit);
  const onLeft = x + width / 2 < box.x + box.width / 2;
  const left = onLeft ? Math.max(box.x, x + width + OFF_CREDIT) : box.x;
  const right = onLeft ? box.x + box.width : Math.min(box.x + box.width, x - OFF_CREDIT);
  return { ...box, x: pt(left), width: pt(right - left) };
}
/** Between words on a picture and a credit at its edge, in points. */
const OFF_CREDIT = 4;

/** Does this area lie over what the picture is about? */
function covers(area: Box, { focus }: PhotoItem, { box, crop }: PlacedPhoto): boolean {
  if (!focus) return false;
  const x = box.x + ((focus.x - crop.x) / crop.width) * box.width;
  const y = box.y + ((focus.y - crop.y) / crop.height) * box.height;
  const right = x + (focus.width / crop.width) * box.width;
  const foot = y + (focus.height / crop.height) * box.height;
  return area.x < right && x < area.x + area.width && area.y < foot && y < area.y + area.height;
}

/** The part of a picture that words may stand on: so far from its edges, and from the trim what is safe of the knife. */
export function innerBox(box: Box, inset: number, geometry: Geometry): Box {
  const { safe } = geometry.captions;
  const { x, y, width, height } = within(box, inset);
  const left = Math.max(x, safe);
  const top = Math.max(y, safe);
  const right = Math.min(x + width, geometry.width - safe);
  const foot = Math.min(y + height, geometry.height - safe);
  return { x: pt(left), y: pt(top), width: pt(right - left), height: pt(foot - top) };
}

export function within({ x, y, width, height }: Box, inset: number): Box {
  return { x: pt(x + inset), y: pt(y + inset), width: pt(width - 2 * inset), height: pt(height - 2 * inset) };
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const foot = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: pt(x), y: pt(y), width: pt(right - x), height: pt(foot - y) };
}

/** Words too hard to read on their picture; none where the picture itself is missing. */
export function lowContrast(
  what: "caption" | "credit",
  photo: PlacedPhoto,
  lines: readonly PlacedLine[],
  legible: Legible | null,
): readonly Finding[] {
  if (photo.media === null || lines.length === 0 || (legible && legible.share >= 1)) return [];
  const { x, y, width, height } = around(lines.map((line) => lineBox(line)));
  const where = { place: [lines[0]?.block ?? "", 0, 0], rect: [x, y, width, height] } as const;
  if (legible) {
    const { contrast, share } = legible;
    const values = { what, contrast: contrast.toFixed(1), wanted: (contrast / share).toFixed(1) };
    return [tell("warning", "contrast-low.over", values, where)];
  }
  return [{ ...tell("warning", "contrast-low.unknown", { what }, where), ran: false }];
}
