/**
 * How much of each pixel a shape covers, by the areas its edges cut off: the accumulation that font rasterisers use,
 * exact for straight edges. Shapes come as straight pieces, four numbers each, in pixels, y downward.
 */
export type Coverage = {
  /** Left top pixel and size of the part that may be covered; nothing when a side is 0. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 1, row by row. Valid until the next shape. */
  readonly values: Float32Array;
};

const NOTHING: Coverage = { x: 0, y: 0, width: 0, height: 0, values: new Float32Array(0) };

/** Covers shapes one after another within a sheet of `width` × `height` pixels, in the same memory. */
export function coverer(width: number, height: number): (pieces: Float64Array) => Coverage {
  let cells = new Float32Array(4096);

  return (pieces) => {
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < pieces.length; i += 2) {
      const px = pieces[i] as number;
      const py = pieces[i + 1] as number;
      if (px < left) left = px;
      if (px > right) right = px;
      if (py < top) top = py;
      if (py > bottom) bottom = py;
    }
    const x0 = Math.max(0, Math.floor(left));
    const y0 = Math.max(0, Math.floor(top));
    const w = Math.min(width, Math.ceil(right)) - x0;
    const h = Math.min(height, Math.ceil(bottom)) - y0;
    if (!(w > 0 && h > 0)) return NOTHING;
    // One cell more a row: what is cut off right of the last pixel.
    const stride = w + 1;
    if (cells.length < stride * h) cells = new Float32Array(stride * h);
    cells.fill(0, 0, stride * h);
    for (let i = 0; i + 3 < pieces.length; i += 4) {
      const ax = (pieces[i] as number) - x0;
      const ay = (pieces[i + 1] as number) - y0;
      const bx = (pieces[i + 2] as number) - x0;
      const by = (pieces[i + 3] as number) - y0;
      if (ay < by) edge(cells, stride, w, h, ax, ay, bx, by, 1);
      else if (by < ay) edge(cells, stride, w, h, bx, by, ax, ay, -1);
    }
    for (let row = 0, at = 0, out = 0; row < h; row++) {
      let sum = 0;
      for (let n = 0; n < stride; n++, at++) {
        sum += cells[at] as number;
        if (n < w) cells[out++] = Math.min(1, Math.abs(sum));
      }
    }
    return { x: x0, y: y0, width: w, height: h, values: cells };
  };
}

/** Adds the area right of one edge that runs downward, as differences along the row. */
function edge(
  cells: Float32Array,
  stride: number,
  w: number,
  h: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  sign: 1 | -1,
): void {
  const slope = (bx - ax) / (by - ay);
  const first = Math.max(0, Math.floor(ay));
  const last = Math.min(h, Math.ceil(by));
  for (let row = first; row < last; row++) {
    const from = Math.max(ay, row);
    const to = Math.min(by, row + 1);
    const tall = sign * (to - from);
    // Left of the sheet all of the row is covered, right of it none.
    const xa = Math.min(Math.max(ax + (from - ay) * slope, 0), w);
    const xb = Math.min(Math.max(ax + (to - ay) * slope, 0), w);
    const low = Math.min(xa, xb);
    const high = Math.max(xa, xb);
    const cell = Math.min(Math.floor(low), w);
    const base = row * stride;
    const end = Math.ceil(high);
    if (end <= cell + 1) {
      const mid = (low + high) / 2 - cell;
      cells[base + cell] = (cells[base + cell] as number) + tall * (1 - mid);
      if (cell < w) cells[base + cell + 1] = (cells[base + cell + 1] as number) + tall * mid;
      continue;
    }
    // The edge crosses several pixels of the row: each gets the area its part of the edge cuts off.
    const per = tall / (high - low);
    let before = 0;
    let carried = 0;
    for (let n = cell; n < end; n++) {
      const l = Math.max(low, n);
      const r = Math.min(high, n + 1);
      const passed = per * (r - l);
      const covered = before + passed * (1 - ((l + r) / 2 - n));
      cells[base + n] = (cells[base + n] as number) + covered - carried;
      before += passed;
      carried = covered;
    }
    if (end <= w) cells[base + end] = (cells[base + end] as number) + tall - carried;
  }
}
