/**
 * The outline of what a picture shows on transparent ground, from its alpha alone: islands of pixels that cover, holes
 * filled, traced through the middles of pixel edges (marching squares; Lorensen and Cline 1987 in two dimensions),
 * thinned by Douglas and Peucker (1973). What covers is first grown by as much as the thinning may cut off, so that no
 * covering pixel ever lies outside its outline. Pure arithmetic, bounded by the plane's size.
 */

/** How far each pixel covers, row by row from the top left: 0 nothing, 255 all. */
export type AlphaPlane = { readonly width: number; readonly height: number; readonly alpha: ArrayLike<number> };

/**
 * Islands, the largest first, each a simple polygon whose last point joins its first, in fractions of the picture from
 * its top left. It may reach beyond the picture by the tolerance and a pixel.
 */
export type Outline = readonly Polygon[];
export type Polygon = readonly (readonly [x: number, y: number])[];

export type OutlineOptions = {
  /** Cover from which a pixel counts, 1 to 255. */
  readonly covers: number;
  /** How far, in pixels of the plane, the thinned outline may leave the traced one; 0 keeps every corner. */
  readonly tolerance: number;
  /** Islands smaller than this part of the largest are dust, and left out; 0 to 1. */
  readonly dust: number;
};

/** A quarter of full cover is where a soft edge begins to read as ink on paper. */
export const OUTLINE: OutlineOptions = { covers: 64, tolerance: 1.5, dust: 1 / 400 };
/** Longer side, in pixels, of the plane that hosts trace: half a millimetre of a picture as tall as the page. */
export const OUTLINE_PIXELS = 512;

const MOST_ISLANDS = 16;
/** Corners of an island; one that needs more is taken for its bounding box. */
const MOST_CORNERS = 400;

/** Null when nothing covers, or everything does: the box is the shape then. */
export function outlineOfAlpha(plane: AlphaPlane, options: OutlineOptions = OUTLINE): Outline | null {
  const { width, height, alpha } = plane;
  if (alpha.length !== width * height) throw new RangeError(`${alpha.length} pixels in ${width} × ${height}`);
  const grow = options.tolerance > 0 ? Math.floor(options.tolerance) + 1 : 0;
  // A border of clear pixels, so that every edge closes.
  const rim = grow + 1;
  const wide = width + 2 * rim;
  const high = height + 2 * rim;
  const field = new Uint8Array(wide * high);
  let covered = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((alpha[y * width + x] ?? 0) < options.covers) continue;
      field[(y + rim) * wide + x + rim] = 1;
      covered++;
    }
  }
  if (covered === 0 || covered === width * height) return null;
  grown(field, wide, high, grow);
  fillHoles(field, wide, high);
  const rings = ringsOf(field, wide, high)
    .map((ring) => ({ ring, area: areaOf(ring) }))
    .sort((a, b) => b.area - a.area);
  const least = (rings[0]?.area ?? 0) * options.dust;
  return rings
    .filter(({ area }) => area >= least)
    .slice(0, MOST_ISLANDS)
    .map(({ ring }) =>
      thinned(ring, options.tolerance).map(
        ([x, y]) => [inWhole((x - rim) / width), inWhole((y - rim) / height)] as const,
      ),
    );
}

/** Rounded, so that both sides of a bridge hold the same numbers. */
function inWhole(fraction: number): number {
  return Math.round(fraction * 1e6) / 1e6;
}

/** Every set pixel covers its neighbours up to `by` across and down. In place. */
function grown(field: Uint8Array, wide: number, high: number, by: number): void {
  if (by === 0) return;
  const spread = (start: number, step: number, count: number) => {
    let last = Number.NEGATIVE_INFINITY;
    const line = new Uint8Array(count);
    for (let n = 0; n < count; n++) {
      if (field[start + n * step]) last = n;
      if (n - last <= by) line[n] = 1;
    }
    let next = Number.POSITIVE_INFINITY;
    for (let n = count - 1; n >= 0; n--) {
      if (field[start + n * step]) next = n;
      if (next - n <= by) line[n] = 1;
    }
    for (let n = 0; n < count; n++) field[start + n * step] = line[n] as number;
  };
  for (let y = 0; y < high; y++) spread(y * wide, 1, wide);
  for (let x = 0; x < wide; x++) spread(x, wide, high);
}

/** What the ground outside cannot reach over pixel edges counts as covered. In place. */
function fillHoles(field: Uint8Array, wide: number, high: number): void {
  const outside = new Uint8Array(wide * high);
  const stack = [0];
  outside[0] = 1;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % wide;
    const next = [x > 0 ? at - 1 : -1, x + 1 < wide ? at + 1 : -1, at - wide, at + wide];
    for (const to of next) {
      if (to < 0 || to >= outside.length || outside[to] || field[to]) continue;
      outside[to] = 1;
      stack.push(to);
    }
  }
  for (let at = 0; at < field.length; at++) field[at] = outside[at] ? 0 : 1;
}

type Ring = readonly (readonly [x: number, y: number])[];
/** Ways along a pixel's edges, clockwise with the pixel on the right: its top, right side, foot and left side. */
const AHEAD = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;
const MIDDLE = [
  [0.5, 0],
  [1, 0.5],
  [0.5, 1],
  [0, 0.5],
] as const;

/** The outer edge of each island, through the middles of the pixel edges; pixels that touch at a corner are one island. */
function ringsOf(field: Uint8Array, wide: number, high: number): readonly Ring[] {
  const seen = new Uint8Array(wide * high);
  const rings: Ring[] = [];
  for (let y = 1; y < high; y++) {
    for (let x = 1; x < wide; x++) {
      const at = y * wide + x;
      if (!field[at] || field[at - wide] || seen[at]) continue;
      const ring: (readonly [number, number])[] = [];
      let [px, py, way] = [x, y, 0];
      do {
        if (way === 0) seen[py * wide + px] = 1;
        const [mx, my] = MIDDLE[way] as readonly [number, number];
        ring.push([px + mx, py + my]);
        const [ax, ay] = AHEAD[way] as readonly [number, number];
        const outward = (way + 3) % 4;
        const [ox, oy] = AHEAD[outward] as readonly [number, number];
        if (field[(py + ay + oy) * wide + px + ax + ox]) {
          px += ax + ox;
          py += ay + oy;
          way = outward;
        } else if (field[(py + ay) * wide + px + ax]) {
          px += ax;
          py += ay;
        } else way = (way + 1) % 4;
      } while (px !== x || py !== y || way !== 0);
      rings.push(ring);
    }
  }
  return rings;
}

function areaOf(ring: Ring): number {
  let sum = 0;
  for (const [n, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(n + 1) % ring.length] as readonly [number, number];
    sum += x1 * y2 - x2 * y1;
  }
  return Math.abs(sum) / 2;
}

/** With as few corners as the tolerance allows, and still simple; the bounding box where that cannot be had. */
function thinned(ring: Ring, tolerance: number): Ring {
  if (tolerance === 0) return ring;
  for (const most of [tolerance, tolerance / 2, tolerance / 4]) {
    const made = withinTolerance(ring, most);
    if (made.length >= 3 && made.length <= MOST_CORNERS && isSimple(made)) return made;
  }
  let [left, top, right, foot] = [...(ring[0] as readonly [number, number]), ...(ring[0] as readonly [number, number])];
  for (const [x, y] of ring) {
    left = Math.min(left as number, x);
    top = Math.min(top as number, y);
    right = Math.max(right as number, x);
    foot = Math.max(foot as number, y);
  }
  return [
    [left as number, top as number],
    [right as number, top as number],
    [right as number, foot as number],
    [left as number, foot as number],
  ];
}

/** Douglas and Peucker on a closed ring, parted at its first point and the one farthest from that. */
function withinTolerance(ring: Ring, tolerance: number): Ring {
  const [x0, y0] = ring[0] as readonly [number, number];
  let far = 0;
  let farthest = -1;
  for (const [n, [x, y]] of ring.entries()) {
    const distance = (x - x0) ** 2 + (y - y0) ** 2;
    if (distance > farthest) [far, farthest] = [n, distance];
  }
  const kept = new Uint8Array(ring.length + 1);
  kept[0] = 1;
  kept[far] = 1;
  const open: [from: number, to: number][] = [
    [0, far],
    [far, ring.length],
  ];
  const point = (n: number) => ring[n % ring.length] as readonly [number, number];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    const [a, b] = [point(from), point(to)];
    let worst = 0;
    let at = -1;
    for (let n = from + 1; n < to; n++) {
      const away = toSegment(point(n), a, b);
      if (away > worst) [worst, at] = [away, n];
    }
    if (at < 0 || worst <= tolerance * tolerance) continue;
    kept[at] = 1;
    open.push([from, at], [at, to]);
  }
  return ring.filter((_, n) => kept[n]);
}

/** Squared distance from a point to a stretch. */
function toSegment(
  [x, y]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
}

/** Does no side meet another but its neighbours at their common corner? */
export function isSimple(ring: Ring): boolean {
  const count = ring.length;
  const point = (n: number) => ring[n % count] as readonly [number, number];
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const neighbours = j === i + 1 || (i === 0 && j === count - 1);
      if (!neighbours && meet(point(i), point(i + 1), point(j), point(j + 1))) return false;
    }
  }
  return true;
}

type Point = readonly [x: number, y: number];
function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const turn = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  const within = (p: Point, q: Point, r: Point) =>
    Math.min(p[0], q[0]) <= r[0] &&
    r[0] <= Math.max(p[0], q[0]) &&
    Math.min(p[1], q[1]) <= r[1] &&
    r[1] <= Math.max(p[1], q[1]);
  const [t1, t2, t3, t4] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (t1 !== t2 && t3 !== t4) return true;
  return (
    (t1 === 0 && within(a, b, c)) ||
    (t2 === 0 && within(a, b, d)) ||
    (t3 === 0 && within(c, d, a)) ||
    (t4 === 0 && within(c, d, b))
  );
}
