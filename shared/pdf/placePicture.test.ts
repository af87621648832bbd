import { expect, test } from "vitest";
import { picturePlacement } from "./placePicture.ts";

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
const BOX = [100, 200, 140, 230] as const;

/** Where the stored picture's corners come to lie: top left, top right, bottom left. */
function corners(orientation: number, crop = WHOLE): string {
  const { matrix } = picturePlacement({ orientation, crop }, BOX);
  const [a, b, c, d, e, f] = matrix;
  return [
    [0, 1],
    [1, 1],
    [0, 0],
  ]
    .map(([u, v]) => `${a * (u as number) + c * (v as number) + e},${b * (u as number) + d * (v as number) + f}`)
    .join(" ");
}

// EXIF says which edge of the upright picture the stored first row and first column are (CIPA DC-008, tag 274).
test.each([
  [1, "100,230 140,230 100,200"],
  [2, "140,230 100,230 140,200"],
  [3, "140,200 100,200 140,230"],
  [4, "100,200 140,200 100,230"],
  [5, "100,230 100,200 140,230"],
  [6, "140,230 140,200 100,230"],
  [7, "140,200 140,230 100,200"],
  [8, "100,200 100,230 140,200"],
])("orientation %i", (orientation, where) => expect(corners(orientation)).toBe(where));

test("a crop stretches the picture beyond its box and clips it", () => {
  const crop = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };
  expect(picturePlacement({ orientation: 1, crop }, BOX).clip).toBe(true);
  expect(picturePlacement({ orientation: 1, crop: WHOLE }, BOX).clip).toBe(false);
  // Twice as wide, a quarter of it left of the box; four times as high, half of it above.
  expect(corners(1, crop)).toBe("80,290 160,290 80,170");
});
