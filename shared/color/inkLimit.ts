/**
 * Total ink of CMYK pixels: measured, and kept within a limit. A press that gets more than its limit smears; a profile keeps
 * its own limit but for the rounding of its table, so what is over after a conversion is little and cut here.
 */
export type InkTotals = {
  /** Per cent, 0 to 400. */
  readonly highest: number;
  /** The 99.9th percentile of the pixels: single grains do not count. */
  readonly high: number;
};

/** `pixels`: four bytes each, 255 for full ink. */
export function inkTotals(pixels: Uint8Array): InkTotals {
  const counts = new Uint32Array(1021);
  const count = pixels.length >> 2;
  for (let i = 0; i < pixels.length; i += 4) {
    const sum =
      (pixels[i] as number) + (pixels[i + 1] as number) + (pixels[i + 2] as number) + (pixels[i + 3] as number);
    counts[sum] = (counts[sum] as number) + 1;
  }
  let highest = 1020;
  while (highest > 0 && counts[highest] === 0) highest--;
  let high = highest;
  for (let over = counts[high] as number; high > 0 && over <= count / 1000; ) over += counts[--high] as number;
  return { highest: (highest * 100) / 255, high: (high * 100) / 255 };
}

/** Takes colour, never black, from pixels above `limit` per cent. Changes `pixels`; returns how many it changed. */
export function limitInk(pixels: Uint8Array, limit: number): number {
  const most = Math.floor((limit * 255) / 100);
  let changed = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    const color = (pixels[i] as number) + (pixels[i + 1] as number) + (pixels[i + 2] as number);
    const black = pixels[i + 3] as number;
    if (color + black <= most) continue;
    changed++;
    const left = Math.max(0, most - black) / color;
    for (let k = i; k < i + 3; k++) pixels[k] = Math.floor((pixels[k] as number) * left);
  }
  return changed;
}

/** A square of 15 mm²: over less than that no sheet sets off or tears (Ghent Workgroup 2015). Its side in points. */
export const INK_SQUARE = (Math.sqrt(15) * 72) / 25.4;

/** Side of a cell of coarse ink maps: three times three of them make the square. Points. */
export const INK_CELL = INK_SQUARE / 3;

/** Pixels of `samples` bytes averaged down to `wide` × `high` cells; never more cells than pixels. */
export function inkCells(
  pixels: Uint8Array,
  samples: number,
  width: number,
  height: number,
  wide: number,
  high: number,
): { readonly width: number; readonly height: number; readonly pixels: Uint8Array } {
  const w = Math.max(1, Math.min(width, Math.round(wide)));
  const h = Math.max(1, Math.min(height, Math.round(high)));
  const out = new Uint8Array(w * h * samples);
  const edges = Uint32Array.from({ length: w + 1 }, (_, cell) => Math.floor((cell * width) / w) * samples);
  const sums = new Float64Array(w * samples);
  for (let row = 0; row < h; row++) {
    const top = Math.floor((row * height) / h);
    const foot = Math.floor(((row + 1) * height) / h);
    sums.fill(0);
    for (let y = top; y < foot; y++) {
      const line = y * width * samples;
      for (let cell = 0; cell < w; cell++) {
        const from = line + (edges[cell] as number);
        const end = line + (edges[cell + 1] as number);
        for (let k = 0; k < samples; k++) {
          let sum = 0;
          for (let at = from + k; at < end; at += samples) sum += pixels[at] as number;
          sums[samples * cell + k] = (sums[samples * cell + k] as number) + sum;
        }
      }
    }
    for (let cell = 0; cell < w; cell++) {
      const count = (((edges[cell + 1] as number) - (edges[cell] as number)) / samples) * (foot - top);
      for (let i = samples * cell; i < samples * (cell + 1); i++) {
        out[row * w * samples + i] = Math.round((sums[i] as number) / count);
      }
    }
  }
  return { width: w, height: h, pixels: out };
}

export type InkPeak = {
  /** Mean ink of the square, per cent. */
  readonly mean: number;
  /** Its left top pixel, and its size in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/**
 * The square with the most ink among all there are, pixel by pixel. `planes` are of one size, `stride` bytes from a
 * pixel to the next, 255 for full ink; the ink of a pixel is the sum of all. `wide` and `high` are the square's sides in
 * pixels; where the picture is smaller than that, it is the whole picture.
 */
export function inkPeak(
  planes: readonly Uint8Array[],
  stride: number,
  width: number,
  height: number,
  wide: number,
  high: number,
): InkPeak {
  const w = Math.max(1, Math.min(width, Math.round(wide)));
  const h = Math.max(1, Math.min(height, Math.round(high)));
  const totals = inkSums(planes, stride, width * height);
  /** Of each column, the ink of the rows that the square covers: 2³¹ is that of two million rows. */
  const columns = new Int32Array(width);
  let best = -1;
  let bestX = 0;
  let bestY = 0;
  for (let y = 0; y < height; y++) {
    const comes = y * width;
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) + (totals[comes + x] as number);
    if (y < h - 1) continue;
    let sum = 0;
    for (let x = 0; x < w - 1; x++) sum += columns[x] as number;
    for (let x = w - 1; x < width; x++) {
      sum += columns[x] as number;
      if (sum > best) {
        best = sum;
        bestX = x - w + 1;
        bestY = y - h + 1;
      }
      sum -= columns[x - w + 1] as number;
    }
    const goes = (y - h + 1) * width;
    for (let x = 0; x < width; x++) columns[x] = (columns[x] as number) - (totals[goes + x] as number);
  }
  return { mean: (best * 100) / (255 * w * h), x: bestX, y: bestY, width: w, height: h };
}

/** The ink of each pixel in all planes, at most 4 of a plane: 255 for one full ink. */
function inkSums(planes: readonly Uint8Array[], stride: number, count: number): Uint16Array {
  const sums = new Uint16Array(count);
  for (const plane of planes) {
    if (stride === 4) {
      for (let i = 0, at = 0; i < count; i++, at += 4) {
        sums[i] =
          (sums[i] as number) +
          (plane[at] as number) +
          (plane[at + 1] as number) +
          (plane[at + 2] as number) +
          (plane[at + 3] as number);
      }
    } else if (stride === 1) {
      for (let i = 0; i < count; i++) sums[i] = (sums[i] as number) + (plane[i] as number);
    } else {
      const inks = Math.min(stride, 4);
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < inks; k++) sums[i] = (sums[i] as number) + (plane[i * stride + k] as number);
      }
    }
  }
  return sums;
}
