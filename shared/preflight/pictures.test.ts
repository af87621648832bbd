import sharp from "sharp";
import { expect, test } from "vitest";
import type { DisplayItem } from "../layout/display.ts";
import { pt } from "../units.ts";
import { jpegQuality } from "../pdf/jpeg.ts";
import { effectivePpi, pictureBlocks, pictureLow } from "./pictures.ts";

type Picture = Extract<DisplayItem, { kind: "picture" }>;
const picture = (width: number, height: number, crop: Partial<Picture["crop"]> = {}): Picture => ({
  kind: "picture",
  of: { block: "p1", role: "caption" },
  media: "m",
  box: { x: pt(10), y: pt(20), width: pt(width), height: pt(height) },
  crop: { x: 0, y: 0, width: 1, height: 1, ...crop },
  alt: "",
});
const found = (item: Picture, width: number, height: number) => pictureLow(item, { width, height }, 3) ?? [];
const told = (item: Picture, width: number, height: number) =>
  [found(item, width, height)].flat().map(({ severity, message }) => `${severity}: ${message}`);

test("resolution is counted from the pixels that show, in the worse direction", () => {
  expect(effectivePpi({ width: 3000, height: 2000 }, picture(720, 480).crop, picture(720, 480).box)).toBe(300);
  const crop = picture(720, 480, { width: 0.5, height: 0.5 });
  expect(effectivePpi({ width: 3000, height: 2000 }, crop.crop, crop.box)).toBe(150);
  expect(effectivePpi({ width: 3000, height: 2000 }, crop.crop, { width: pt(720), height: pt(960) })).toBe(75);
});

test("250 ppi is fine, 150 a warning, less an error; compared as shown", () => {
  expect(told(picture(72, 72), 250, 250)).toEqual([]);
  expect(told(picture(72, 72), 249, 250)).toEqual([
    "warning: A picture on page 3 has 249 ppi at its size, wanted are 250, the least is 150",
  ]);
  expect(told(picture(720, 720), 1496, 1496)[0]).toMatch(/^warning: .* 150 ppi/);
  expect(told(picture(720, 720), 1494, 1600)[0]).toMatch(/^error: .* 149 ppi/);
  expect(told(picture(72, 72), 16, 16)).toEqual([]);
});

test("says where it is and how large it may be", () => {
  expect(found(picture(360, 240), 640, 427)).toMatchObject({
    code: "picture-low",
    severity: "error",
    page: 3,
    rect: [10, 20, 360, 240],
    place: ["p1", 0, 0],
    hint: "Use a larger original, or set it at most 65 mm wide",
  });
});

test("the quality of a JPEG is read from its tables; a coarse one is told", async () => {
  const photo = sharp({ create: { width: 32, height: 32, channels: 3, background: "#c84" } });
  for (const quality of [20, 40, 49, 60, 75, 90, 98]) {
    const bytes = await photo.clone().jpeg({ quality }).toBuffer();
    expect(Math.abs((jpegQuality(bytes) ?? 0) - quality)).toBeLessThanOrEqual(1);
    const told = pictureBlocks(bytes, "a.jpg");
    if (quality < 48) expect(told).toMatchObject({ code: "picture-blocks", severity: "warning", ran: true });
    if (quality > 52) expect(told).toBeNull();
  }
  expect(pictureBlocks(await photo.clone().png().toBuffer(), "a.png")).toBeNull();
  const cut = (await photo.clone().jpeg({ quality: 20 }).toBuffer()).subarray(0, 60);
  expect(jpegQuality(cut)).toBeNull();
});
