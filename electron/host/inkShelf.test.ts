import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import type { PictureInk } from "../../shared/pdf/ticket.ts";
import "../../shared/test/seed.ts";
import { cmykTiff } from "./cmykTiff.ts";
import { inkShelf } from "./inkShelf.ts";
import { exportPictures, pictureShop } from "./pictures.ts";

const folder = mkdtempSync(join(tmpdir(), "quoin-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = () => mkdtempSync(join(folder, "ink-"));

const anyInk: fc.Arbitrary<PictureInk> = fc
  .record({
    space: fc.constantFrom("gray" as const, "cmyk" as const),
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    mean: fc.double({ min: 0, max: 400, noNaN: true }),
    high: fc.double({ min: 0, max: 400, noNaN: true }),
  })
  .chain(({ space, width, height, mean, high }) => {
    const length = width * height * (space === "gray" ? 1 : 4);
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((pixels) => ({ mean, high, map: { space, width, height, pixels: new Uint8Array(pixels) } }));
  });

test("what is kept is found again to the last bit, by another shelf of the same folder, and under no other name", async () => {
  const at = place();
  let n = 0;
  await fc.assert(
    fc.asyncProperty(anyInk, async (ink) => {
      n++;
      await inkShelf(at).keep(["a", n], ink);
      expect(await inkShelf(at).find(["a", n])).toEqual(ink);
      expect(await inkShelf(at).find(["a", n, 0])).toBeNull();
    }),
    { numRuns: 40 },
  );
});

test("a damaged file, and one cut off, is not believed", async () => {
  const at = place();
  const shelf = inkShelf(at);
  await fc.assert(
    fc.asyncProperty(anyInk, fc.nat(), fc.boolean(), async (ink, where, cut) => {
      await shelf.keep(["a"], ink);
      const path = join(at, readdirSync(at)[0] as string);
      const file = readFileSync(path);
      const byte = where % file.length;
      file[byte] = (file[byte] as number) ^ 0x10;
      writeFileSync(path, cut ? file.subarray(0, byte) : file);
      expect(await shelf.find(["a"])).toBeNull();
    }),
    { numRuns: 40 },
  );
});

test("the folder does not outgrow its bound, and one that cannot be made costs nothing", async () => {
  const at = place();
  const ink: PictureInk = {
    mean: 1,
    high: 2,
    map: { space: "gray", width: 30, height: 30, pixels: new Uint8Array(900) },
  };
  const shelf = inkShelf(at, 5000);
  await Promise.all(Array.from({ length: 20 }, (_, n) => shelf.keep([n], ink)));
  await shelf.close();
  const sizes = readdirSync(at).map((name) => statSync(join(at, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(5000);
  expect(sizes.length).toBeGreaterThan(0);
  const file = join(at, "file");
  writeFileSync(file, "");
  const nowhere = inkShelf(join(file, "below"));
  await nowhere.keep(["a"], ink);
  expect(await nowhere.find(["a"])).toBeNull();
  await nowhere.close();
});

test("an export of a picture measured before decodes nothing and says the same; over the limit it is still lightened", async () => {
  const tiff = cmykTiff(300, 200);
  tiff.pixels.fill(120);
  const jpeg = await sharp(tiff.file).pipelineColourspace("cmyk").toColourspace("cmyk").jpeg().toBuffer();
  const at = place();
  const shop = pictureShop();
  const press = new Uint8Array(readFileSync(new URL("../../assets/color/quoin-coated-300.icc", import.meta.url)));
  const options = {
    // Memory of its own each time, as the thread takes it over.
    original: async () => ({ bytes: new Uint8Array(jpeg), name: "anh.jpg", given: true }),
    standard: "x4",
    press,
    inkLimit: 300,
  } as const;
  const request = {
    page: 1,
    media: "m",
    box: { x: 0, y: 0, width: 90, height: 60 },
    crop: { x: 0, y: 0, width: 1, height: 1 },
  };
  try {
    const plain = await exportPictures(shop, options)(request);
    const inks = inkShelf(at);
    expect(await exportPictures(shop, { ...options, inks })(request)).toEqual(plain);
    await inks.close();
    expect(readdirSync(at)).toHaveLength(1);
    const closed = { ...shop, prepare: () => Promise.reject(new Error("decoded again")) };
    const again = exportPictures(closed, { ...options, inks: inkShelf(at) });
    expect(await again(request)).toEqual(plain);
    await expect(again({ ...request, box: { ...request.box, width: 100 } })).rejects.toThrow("decoded again");
    const low = await exportPictures(shop, { ...options, inkLimit: 100, inks: inkShelf(at) })(request);
    expect(low).toMatchObject({ findings: [{ code: "picture-profile" }, { code: "picture-ink" }] });
  } finally {
    await shop.close();
  }
});
