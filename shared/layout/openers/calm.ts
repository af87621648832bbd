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

/** Black ink on coated paper, and the paper itself, are neither 0 nor 1. */
const INK_LUMINANCE = 0.01;
const PAPER_LUMINANCE = 0.92;
/** Part of the cells under the words that may be lighter or darker than what the contrast is measured against. */
const OUTLIERS = 0.05;

/** What of the page is set in type of one size. */
export type TypeArea = { readonly area: Box; readonly size: number };
/**
 * `contrast` is that of the worst of the areas, `share` the same against what its size wants: 1 and more can be read.
 * `unrest` is how far the lightest and darkest parts under all of them differ.
 */
export type Legible = { readonly ink: Ink; readonly contrast: number; readonly share: number; readonly unrest: number };

/** Type below this size in points needs the contrast of small type. */
const LARGE_TYPE = 14;
const LARGE_CONTRAST = 3;
const SMALL_CONTRAST = 4.5;

/** The better of paper and black for all of `areas` (in the page's points) over a picture that shows `crop` of itself in `box`. */
export function legibleOver(tone: Tone, box: Box, crop: Crop, areas: readonly TypeArea[]): Legible {
  const worst = { paper: { contrast: 21, share: 21 }, black: { contrast: 21, share: 21 } };
  let lightest = 0;
  let darkest = 1;
  for (const { area, size } of areas) {
    const values = valuesUnder(tone, box, crop, area);
    const { light, dark } = extremesOf(values);
    const wanted = wantedContrast(size);
    note(worst.paper, worstContrast(PAPER_LUMINANCE, values), wanted);
    note(worst.black, worstContrast(INK_LUMINANCE, values), wanted);
    lightest = Math.max(lightest, light);
    darkest = Math.min(darkest, dark);
  }
  // Square roots come near what an eye sees: a step in the shadows counts like one in the lights.
  const unrest = Math.max(0, Math.sqrt(lightest) - Math.sqrt(darkest));
  return worst.paper.share >= worst.black.share
    ? { ink: PAPER, ...worst.paper, unrest }
    : { ink: BLACK, ...worst.black, unrest };
}

/** What type of this size needs to be read over a picture. */
export function wantedContrast(size: number): number {
  return size >= LARGE_TYPE ? LARGE_CONTRAST : SMALL_CONTRAST;
}

/**
 * Contrast ratio of an ink to the part of a picture that `area` covers, but for a few cells of it. `luminance`: of the
 * ink as a screen shows it, where paper is 1 and black 0.
 */
export function contrastOver(tone: Tone, box: Box, crop: Crop, area: Box, luminance: number): number {
  const printed = INK_LUMINANCE + (PAPER_LUMINANCE - INK_LUMINANCE) * luminance;
  return worstContrast(printed, valuesUnder(tone, box, crop, area));
}

/** `values` in rising order. */
function worstContrast(luminance: number, values: readonly number[]): number {
  const ratios = values.map((value) => (Math.max(value, luminance) + 0.05) / (Math.min(value, luminance) + 0.05));
  ratios.sort((a, b) => a - b);
  return ratios[Math.floor((ratios.length - 1) * OUTLIERS)] ?? 1;
}

function extremesOf(values: readonly number[]): { readonly light: number; readonly dark: number } {
  return {
    light: values[Math.ceil((values.length - 1) * (1 - OUTLIERS))] ?? 1,
    dark: values[Math.floor((values.length - 1) * OUTLIERS)] ?? 0,
  };
}

function note(worst: { contrast: number; share: number }, contrast: number, wanted: number): void {
  if (contrast / wanted >= worst.share) return;
  worst.contrast = contrast;
  worst.share = contrast / wanted;
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
export function worthOf({ share, unrest }: Legible): number {
  return Math.min(share, 2) - unrest;
}
