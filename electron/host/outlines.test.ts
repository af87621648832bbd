/** Outlines of real files: soft alpha, orientation, files without alpha and files that are none. */
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import { outlineOfOriginal } from "./outlines.ts";
import { pictureShop } from "./pictures.ts";

const shop = pictureShop();
afterAll(() => shop.close());

/** A disc with a soft edge, its middle at 0.25, 0.5 of a picture of 800 by 400 pixels, its radius 80. */
async function disc(format: "png" | "webp" | "tiff" = "png"): Promise<Buffer> {
  const [width, height] = [800, 400];
  const pixels = Buffer.alloc(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const away = Math.hypot((at % width) - 200, Math.floor(at / width) - 200);
    pixels.set([180, 40, 30, Math.max(0, Math.min(255, Math.round((90 - away) * 12.75)))], at * 4);
  }
  const raw = sharp(pixels, { raw: { width, height, channels: 4 } });
  return (
    format === "png"
      ? raw.png()
      : format === "webp"
        ? raw.webp({ lossless: true })
        : raw.tiff({ compression: "deflate" })
  ).toBuffer();
}
const boundsOf = (outline: Outline | null) => {
  const points = (outline ?? []).flat();
  const [xs, ys] = [points.map(([x]) => x * 800), points.map(([, y]) => y * 400)];
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
};

describe("the outline of a file", () => {
  test("follows a soft edge where it is a quarter covered, at most four pixels outside", async () => {
    for (const format of ["png", "webp", "tiff"] as const) {
      const outline = await shop.outline(await disc(format));
      expect(outline).toHaveLength(1);
      // The ramp runs from 70 to 90 pixels; a quarter of it is at 85. A pixel of the plane is 1.6 of the file.
      const [left, right, top, foot] = boundsOf(outline) as [number, number, number, number];
      for (const radius of [200 - left, right - 200, 200 - top, foot - 200]) {
        expect(radius).toBeGreaterThan(84);
        expect(radius).toBeLessThan(85 + 3.5 * 1.6);
      }
      expect(outline?.[0]?.length).toBeLessThan(40);
    }
  });

  test("is that of the upright picture", async () => {
    const turned = await sharp(await disc())
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const [island] = (await shop.outline(turned)) ?? [];
    const ys = (island ?? []).map(([, y]) => y);
    // Turned a quarter clockwise, the disc's middle is a quarter from the top.
    expect((Math.min(...ys) + Math.max(...ys)) / 2).toBeCloseTo(0.25, 1);
  });

  test("is null without alpha, of a grey picture with alpha it is there, of no picture null", async () => {
    const flat = sharp({ create: { width: 40, height: 40, channels: 3, background: "#888" } });
    expect(await shop.outline(await flat.clone().png().toBuffer())).toBeNull();
    expect(await shop.outline(await flat.clone().ensureAlpha(1).png().toBuffer())).toBeNull();
    expect(await shop.outline(Buffer.from("not a picture"))).toBeNull();
    expect(await shop.outline((await disc()).subarray(0, 300))).toBeNull();
    const grey = await sharp(await disc())
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect(await shop.outline(grey)).toHaveLength(1);
  });

  test("is traced once for a content", async () => {
    const bytes = await disc();
    let read = 0;
    const ask = () => outlineOfOriginal("0".repeat(64), () => Promise.resolve(((read += 1), bytes)));
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one).toBe(two);
    expect(read).toBe(1);
    await expect(outlineOfOriginal("1".repeat(64), () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    expect(await outlineOfOriginal("1".repeat(64), () => Promise.resolve(bytes))).toHaveLength(1);
  });
});
