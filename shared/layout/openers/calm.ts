/**
 * Type over a picture: is it legible there? A picture's tone is a coarse grid of luminances; what lies under the words
 * is read from it, and the contrast of paper white and of black against its lightest and darkest parts compared
 * (contrast ratio after WCAG 2.2, 1.4.3: large type wants 3, other type 4.5). The place with the most contrast and the
 * least unrest under the words is the calm one.
 */
import { BLACK, type Ink, PAPER } from "../../color/ink.ts";
import type { Box } from "../display.ts";

/** Relative luminances of an upright picture, 0 black to 1 white, in rows from the top left. */
export type Tone = { readonly columns: number; readonly rows: number; readonly values: ArrayLike<number> };
type Crop = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const LARGE_CONTRAST = 3;
/** Black ink on coated paper, and the paper itself, are neither 0 nor 1. */
const INK_LUMINANCE = 0.01;
const PAPER_LUMINANCE = 0.92;
/** Part of the cells under the words that may be lighter or darker than what the contrast is measured against. */
const OUTLIERS = 0.05;

export type Legible = { readonly ink: Ink; readonly contrast: number; readonly unrest: number };

/** The better of paper and black over `area` (in the page's points) of a picture that shows `crop` of itself in `box`. */
export function legibleOver(tone: Tone, box: Box, crop: Crop, area: Box): Legible {
  const values = valuesUnder(tone, box, crop, area);
  const light = values[Math.ceil((values.length - 1) * (1 - OUTLIERS))] ?? 1;
  const dark = values[Math.floor((values.length - 1) * OUTLIERS)] ?? 0;
  const onPaper = (PAPER_LUMINANCE + 0.05) / (light + 0.05);
  const onBlack = (dark + 0.05) / (INK_LUMINANCE + 0.05);
  // Square roots come near what an eye sees: a step in the shadows counts like one in the lights.
  const unrest = Math.sqrt(light) - Math.sqrt(dark);
  return onPaper >= onBlack ? { ink: PAPER, contrast: onPaper, unrest } : { ink: BLACK, contrast: onBlack, unrest };
}

/** In rising order; at least one. */
function valuesUnder(tone: Tone, box: Box, crop: Crop, area: Box): readonly number[] {
  const across = (x: number) => (crop.x + ((x - box.x) / box.width) * crop.width) * tone.columns;
  const down = (y: number) => (crop.y + ((y - box.y) / box.height) * crop.height) * tone.rows;
  const cell = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.floor(value)));
  /** The last cell before an edge, which may lie on a cell's own. */
  const end = (value: number, most: number) => cell(Math.ceil(value - 1e-6) - 1, most);
  const values: number[] = [];
  for (let row = cell(down(area.y), tone.rows); row <= end(down(area.y + area.height), tone.rows); row++) {
    for (let at = cell(across(area.x), tone.columns); at <= end(across(area.x + area.width), tone.columns); at++) {
      values.push(tone.values[row * tone.columns + at] ?? 1);
    }
  }
  return values.sort((a, b) => a - b);
}

/** What a place is worth: contrast as far as it helps, less what stirs under the words. */
export function worthOf({ contrast, unrest }: Legible): number {
  return Math.min(contrast, 7) - unrest * 4;
}
