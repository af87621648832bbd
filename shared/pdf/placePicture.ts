/**
 * Where a picture's pixels go: an image fills the unit square, its top row at the top (ISO 32000-1 §8.9.5.1), and a
 * matrix stretches that over the page. Orientation and crop of a picture passed through untouched live here alone.
 */
import type { Corners } from "./boxes.ts";
import type { PreparedPicture } from "./ticket.ts";

export type Matrix = readonly [number, number, number, number, number, number];

/**
 * Unit square of the stored pixels onto the unit square of the upright picture, y up, by EXIF orientation
 * (CIPA DC-008 §4.6.4, tag 274).
 */
const UPRIGHT: readonly Matrix[] = [
  [1, 0, 0, 1, 0, 0],
  [-1, 0, 0, 1, 1, 0],
  [-1, 0, 0, -1, 1, 1],
  [1, 0, 0, -1, 0, 1],
  [0, -1, -1, 0, 1, 1],
  [0, -1, 1, 0, 0, 1],
  [0, 1, 1, 0, 0, 0],
  [0, 1, -1, 0, 1, 0],
];

/** `box` in PDF coordinates. `clip`: the picture reaches beyond its box. */
export function picturePlacement(
  picture: Pick<PreparedPicture, "orientation" | "crop">,
  box: Corners,
): { readonly clip: boolean; readonly matrix: Matrix } {
  const [left, bottom, right, top] = box;
  const { crop } = picture;
  // The whole picture is larger than the box by as much as the crop is smaller than the picture.
  const width = (right - left) / crop.width;
  const height = (top - bottom) / crop.height;
  const x = left - crop.x * width;
  const y = top + crop.y * height - height;
  const [a, b, c, d, e, f] = UPRIGHT[picture.orientation - 1] ?? (UPRIGHT[0] as Matrix);
  return {
    clip: crop.x > 0 || crop.y > 0 || crop.width < 1 || crop.height < 1,
    matrix: [a * width, b * height, c * width, d * height, e * width + x, f * height + y],
  };
}
