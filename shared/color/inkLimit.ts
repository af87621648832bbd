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
