/**
 * The shape that text keeps off, row by row: a polygon, or a picture's outline, in its box. A row is closed over the
 * stretch that the shape covers anywhere between the row's ascenders and its baseline, with clear space round it.
 */
import type { Crop } from "../schema/attributes.ts";
import type { Outline, Polygon } from "./alphaOutline.ts";
import type { Box } from "./display.ts";
import { baselineOf, type Contour, type Geometry } from "./geometry.ts";

/**
 * A contour for each island, so that text may run between two of them. `outline` in fractions of the picture of which
 * `crop` fills the box, from the same edge as the box's `x`; what lies outside the box closes nothing. Null is the box
 * itself. `rows` from `row` on are looked at, and those above that the clear space reaches into.
 */
export function contoursOf(
  outline: Outline | null,
  crop: Crop,
  box: Box,
  geometry: Geometry,
  standOff: number,
  row: number,
  rows: number,
): readonly Contour[] {
  // Ascenders reach up about two x-heights; above and below the same clear space holds as beside.
  const ascent = geometry.xHeight * 1.6;
  const first = row - Math.ceil((standOff + ascent) / geometry.baseline);
  const from = Math.max(0, first);
  return shapesIn(outline, crop, box).flatMap((points) => {
    const spans: (readonly [number, number] | null)[] = [];
    for (let at = from; at < row + rows + 2; at++) {
      const baseline = baselineOf(geometry, at);
      const covered = coveredIn(points, box, baseline - ascent - standOff, baseline + standOff);
      spans.push(covered && ([covered[0] - standOff, covered[1] + standOff] as const));
    }
    while (spans.length > 0 && spans.at(-1) === null) spans.pop();
    return spans.length > 0 ? [{ row: from, spans }] : [];
  });
}
const CORNERS: Polygon = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1 };

/** The islands of an outline as they stand in the box that shows `crop` of the picture; the box where there are none. */
export function shapesIn(outline: Outline | null, crop: Crop, box: Box): readonly Polygon[] {
  const shown = outline ? crop : WHOLE;
  return (outline ?? [CORNERS]).map((island) =>
    island.map(
      ([x, y]) =>
        [
          box.x + ((x - shown.x) / shown.width) * box.width,
          box.y + ((y - shown.y) / shown.height) * box.height,
        ] as const,
    ),
  );
}

/** From where to where a shape covers its box between two heights; null when it has nothing there. */
export function coveredIn(points: Polygon, box: Box, top: number, foot: number): readonly [number, number] | null {
  const [high, low] = [Math.max(top, box.y), Math.min(foot, box.y + box.height)];
  const covered = high <= low ? across(points, high, low) : null;
  if (!covered) return null;
  const [left, right] = [Math.max(covered[0], box.x), Math.min(covered[1], box.x + box.width)];
  return left <= right ? [left, right] : null;
}

/** The least and greatest x of a polygon between two heights; null when it has nothing there. */
function across(points: Polygon, top: number, foot: number): [number, number] | null {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const see = (x: number) => {
    least = Math.min(least, x);
    most = Math.max(most, x);
  };
  for (const [n, [x1, y1]] of points.entries()) {
    const [x2, y2] = points[(n + 1) % points.length] ?? [x1, y1];
    if (y1 >= top && y1 <= foot) see(x1);
    for (const y of [top, foot]) {
      if ((y1 < y && y2 > y) || (y1 > y && y2 < y)) see(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  return most >= least ? [least, most] : null;
}
