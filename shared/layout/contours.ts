/**
 * The shape that text keeps off, row by row: a polygon, or a picture's outline, in its box. A row is closed over the
 * stretch that the shape covers anywhere between the row's ascenders and its baseline, with clear space round it.
 */
import type { Box } from "./display.ts";
import { baselineOf, type Contour, type Geometry } from "./geometry.ts";

type Outline = readonly (readonly [x: number, y: number])[];

/** `outline` in fractions of the box; null is the box itself. `rows` from `row` on are looked at. */
export function contourOf(
  outline: Outline | null,
  box: Box,
  geometry: Geometry,
  standOff: number,
  row: number,
  rows: number,
): Contour {
  const points = (outline ?? CORNERS).map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
  // Ascenders reach up about two x-heights; above and below the same clear space holds as beside.
  const ascent = geometry.xHeight * 1.6;
  const first = row - Math.ceil((standOff + ascent) / geometry.baseline);
  const from = Math.max(0, first);
  const spans: (readonly [number, number] | null)[] = [];
  for (let at = from; at < row + rows + 2; at++) {
    const baseline = baselineOf(geometry, at);
    const covered = across(points, baseline - ascent - standOff, baseline + standOff);
    spans.push(covered && ([covered[0] - standOff, covered[1] + standOff] as const));
  }
  while (spans.length > 0 && spans.at(-1) === null) spans.pop();
  return { row: from, spans };
}
const CORNERS: Outline = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** The least and greatest x of a polygon between two heights; null when it has nothing there. */
function across(points: readonly (readonly [number, number])[], top: number, foot: number): [number, number] | null {
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
