/**
 * A glyph's outline as straight pieces, and what setting by eye asks of it: where the ink of a band of the line begins
 * and ends. Knows no font file; a shaper gives the outlines. All lengths in em, y up from the baseline.
 */

/** Straight pieces, four numbers each: x0 y0 x1 y1. Closed where the glyph is. */
export type Outline = Float64Array;

/** Leftmost and rightmost ink of a band. */
export type Edges = { readonly left: number; readonly right: number };

/** Lowest and highest ink as well. */
export type InkBox = Edges & { readonly bottom: number; readonly top: number };

/** Pieces a curve is cut into: at 16 a letter of 100 pt is off by less than 0.02 pt. */
const PIECES = 16;

/**
 * Collects what a font's drawing commands say. `scale` turns font units into em.
 * A curve is cut at even steps of its parameter (Bézier's own; no trigonometry, so every engine gives the same bits).
 */
export function outlinePen(scale: number): {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticTo(cx: number, cy: number, x: number, y: number): void;
  cubicTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
  close(): void;
  outline(): Outline;
} {
  const out: number[] = [];
  let startX = 0;
  let startY = 0;
  let x0 = 0;
  let y0 = 0;
  const lineTo = (x: number, y: number): void => {
    if (x !== x0 || y !== y0) out.push(x0 * scale, y0 * scale, x * scale, y * scale);
    x0 = x;
    y0 = y;
  };
  return {
    moveTo(x, y) {
      startX = x0 = x;
      startY = y0 = y;
    },
    lineTo,
    quadraticTo(cx, cy, x, y) {
      const fromX = x0;
      const fromY = y0;
      for (let i = 1; i <= PIECES; i++) {
        const t = i / PIECES;
        const u = 1 - t;
        lineTo(u * u * fromX + 2 * u * t * cx + t * t * x, u * u * fromY + 2 * u * t * cy + t * t * y);
      }
    },
    cubicTo(ax, ay, bx, by, x, y) {
      const fromX = x0;
      const fromY = y0;
      for (let i = 1; i <= PIECES; i++) {
        const t = i / PIECES;
        const u = 1 - t;
        const a = 3 * u * u * t;
        const b = 3 * u * t * t;
        lineTo(
          u * u * u * fromX + a * ax + b * bx + t * t * t * x,
          u * u * u * fromY + a * ay + b * by + t * t * t * y,
        );
      }
    },
    close: () => lineTo(startX, startY),
    outline: () => Float64Array.from(out),
  };
}

/** The ink between `bottom` and `top`, or null where there is none. */
export function edgesIn(outline: Outline, bottom: number, top: number): Edges | null {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (let i = 0; i + 3 < outline.length; i += 4) {
    const x0 = outline[i] ?? 0;
    const y0 = outline[i + 1] ?? 0;
    const x1 = outline[i + 2] ?? 0;
    const y1 = outline[i + 3] ?? 0;
    if ((y0 < bottom && y1 < bottom) || (y0 > top && y1 > top)) continue;
    const rise = y1 - y0;
    // The part of the piece that lies in the band.
    let from = 0;
    let to = 1;
    if (rise !== 0) {
      const a = (bottom - y0) / rise;
      const b = (top - y0) / rise;
      from = Math.max(0, Math.min(a, b));
      to = Math.min(1, Math.max(a, b));
    }
    const xa = x0 + (x1 - x0) * from;
    const xb = x0 + (x1 - x0) * to;
    left = Math.min(left, xa, xb);
    right = Math.max(right, xa, xb);
  }
  return left <= right ? { left, right } : null;
}

/** The box round all ink, or null where there is none. */
export function inkBox(outline: Outline): InkBox | null {
  const edges = edgesIn(outline, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (!edges) return null;
  let bottom = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < outline.length; i += 2) {
    const y = outline[i] ?? 0;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return { ...edges, bottom, top };
}

/** Strips a letter is measured in from foot to top. */
const STRIPS = 24;

/**
 * Where the eye sees a side of a shape between `bottom` and `top`: its outermost ink moved inwards by the mean white
 * between it and the rest. White deeper than `reach` counts as `reach`: nobody looks further in than that. A stem
 * without serifs is seen where it stands; a serif, the bow of an O and the foot of an A are seen further in.
 */
export function opticalEdges(outline: Outline, bottom: number, top: number, reach: number): Edges | null {
  const all = edgesIn(outline, bottom, top);
  if (!all) return null;
  let left = 0;
  let right = 0;
  for (let i = 0; i < STRIPS; i++) {
    const from = bottom + ((top - bottom) * i) / STRIPS;
    const strip = edgesIn(outline, from, from + (top - bottom) / STRIPS);
    left += strip ? Math.min(reach, strip.left - all.left) : reach;
    right += strip ? Math.min(reach, all.right - strip.right) : reach;
  }
  return { left: all.left + left / STRIPS, right: all.right - right / STRIPS };
}
