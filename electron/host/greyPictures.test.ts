/** Pictures in black alone, and how light a picture is where: what designs ask of pictures beyond their colours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { readJpeg } from "../../shared/pdf/jpeg.ts";
import { pictureShop, toneOfPicture } from "./pictures.ts";

const shop = pictureShop();
afterAll(() => shop.close());
const press = readFileSync(join(import.meta.dirname, "../../assets/color/quoin-coated-300.icc"));
const whole = { x: 0, y: 0, width: 1, height: 1 };
const size = 300;
/** Left half one colour, right half another. */
async function halves(left: string, right: string, kind: "png" | "jpeg" = "png"): Promise<Uint8Array> {
  const half = { width: size / 2, height: size, channels: 3, background: right } as const;
  const picture = sharp({ create: { ...half, width: size, background: left } }).composite([
    { input: await sharp({ create: half }).png().toBuffer(), left: size / 2, top: 0 },
  ]);
  return kind === "png" ? picture.png().toBuffer() : picture.jpeg().toBuffer();
}
const job = { name: "p", crop: whole, box: { width: 72, height: 72 }, ceiling: 450, inkLimit: 300 };

test.each(["x4", "proof", "screen"] as const)("a picture asked for in black has one channel: %s", async (standard) => {
  for (const kind of ["png", "jpeg"] as const) {
    const bytes = await halves("#c03020", "#204080", kind);
    const made = await shop.prepare({ ...job, bytes, grey: true, standard, press: standard === "x4" ? press : null });
    expect("code" in made ? made.message : made.space).toBe("gray");
    if ("code" in made) continue;
    expect(readJpeg(made.data)?.components ?? 1).toBe(1);
  }
});

test("a grey picture stays one channel in a proof, as its file in the PDF says", async () => {
  const bytes = await sharp(await halves("#333333", "#cccccc"))
    .toColourspace("b-w")
    .png()
    .toBuffer();
  const made = await shop.prepare({ ...job, bytes, standard: "proof", press: null });
  if ("code" in made) throw new Error(made.message);
  expect([made.space, readJpeg(made.data)?.components]).toEqual(["gray", 1]);
});

test("the tone of a picture is its luminance, cell by cell", async () => {
  const tone = await toneOfPicture(await halves("#000000", "#ffffff"));
  if (!tone) throw new Error("no tone");
  const row = Array.from({ length: tone.columns }, (_, n) => tone.values[n] ?? -1);
  expect(row[0]).toBe(0);
  expect(row.at(-1)).toBe(1);
  expect(tone.values.length).toBe(tone.columns * tone.rows);
  expect(await toneOfPicture(Buffer.from("no picture"))).toBeNull();
  expect((await toneOfPicture(await halves("#ff0000", "#ff0000")))?.values[0]).toBeCloseTo(0.2126, 2);
});
