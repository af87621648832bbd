import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { inkTotals } from "../../shared/color/inkLimit.ts";
import type { Finding } from "../../shared/finding.ts";
import type { PreparedPicture, Standard } from "../../shared/pdf/ticket.ts";
import { cmykTiff } from "./cmykTiff.ts";
import { exportPictures, pictureShop, previewPicture, probePicture, toneOfPicture } from "./pictures.ts";
import { assetsDir } from "./places.ts";
import type { PictureJob } from "./preparePicture.ts";

const press = new Uint8Array(readFileSync(join(assetsDir(), "color", "quoin-coated-300.icc")));
const uncoated = new Uint8Array(readFileSync(join(assetsDir(), "color", "quoin-uncoated-280.icc")));
const shop = pictureShop();
afterAll(() => shop.close());

const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
async function prepare(bytes: Uint8Array, changes: Partial<PictureJob> = {}): Promise<PreparedPicture | Finding> {
  const defaults = { name: "anh.jpg", crop: WHOLE, box: { width: 72, height: 72 }, standard: "x4" as Standard };
  return shop.prepare({ ...defaults, bytes, press, ceiling: 450, inkLimit: 300, ...changes });
}
async function prepared(bytes: Uint8Array, changes: Partial<PictureJob> = {}): Promise<PreparedPicture> {
  const answer = await prepare(bytes, changes);
  if ("code" in answer) throw new Error(answer.message);
  return answer;
}
/** The ink of one pixel in per cent: C/M/Y/K, or K alone of a grey picture. */
async function inkAt(picture: PreparedPicture, x: number, y: number): Promise<string> {
  const gray = picture.space === "gray";
  const space = gray ? "b-w" : "cmyk";
  const raw =
    picture.coding === "flate"
      ? inflateSync(picture.data)
      : await sharp(picture.data).pipelineColourspace(space).toColourspace(space).raw().toBuffer();
  const at = y * picture.width + x;
  if (gray) return `K ${Math.round((255 - (raw[at] as number)) / 2.55)}`;
  return [...raw.subarray(4 * at, 4 * at + 4)].map((value) => Math.round(value / 2.55)).join("/");
}
/** 200 × 200 pixels. */
function tiffOf(pixels: Uint8Array): Buffer {
  const tiff = cmykTiff(200, 200);
  tiff.pixels.set(pixels);
  return tiff.file;
}
/** The same in 16 bits, of one colour, in one strip (TIFF 6.0, sections 2 and 16). */
function deepTiff(colour: readonly number[], side: number): Buffer {
  const size = side * side * 8;
  const directory = 8 + size;
  const fields = [
    [256, 4, 1, side],
    [257, 4, 1, side],
    [258, 3, 4, directory + 2 + 10 * 12 + 4],
    [259, 3, 1, 1],
    [262, 3, 1, 5],
    [273, 4, 1, 8],
    [277, 3, 1, 4],
    [278, 4, 1, side],
    [279, 4, 1, size],
    [332, 3, 1, 1],
  ] as const;
  const out = Buffer.alloc(directory + 2 + fields.length * 12 + 4 + 8);
  out.write("II*\0", 0, "latin1");
  out.writeUInt32LE(directory, 4);
  for (let at = 8; at < directory; at += 2) out.writeUInt16LE(colour[((at - 8) / 2) % 4] as number, at);
  out.writeUInt16LE(fields.length, directory);
  fields.forEach(([tag, type, count, value], n) => {
    const at = directory + 2 + 12 * n;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    if (type === 3 && count === 1) out.writeUInt16LE(value, at + 8);
    else out.writeUInt32LE(value, at + 8);
  });
  for (let n = 0; n < 4; n++) out.writeUInt16LE(16, out.length - 8 + 2 * n);
  return out;
}
const flat = (r: number, g: number, b: number, size = 100) =>
  sharp({ create: { width: size, height: size, channels: 3, background: { r, g, b } } });
/** Left half red, right half white, a tenth of the height blue on top. */
async function flag(width = 400, height = 200) {
  const red = await flat(255, 0, 0)
    .resize(width / 2, height, { fit: "fill" })
    .png()
    .toBuffer();
  const blue = await flat(0, 0, 255)
    .resize(width, height / 10, { fit: "fill" })
    .png()
    .toBuffer();
  return sharp({ create: { width, height, channels: 3, background: "#fff" } }).composite([
    { input: red, left: 0, top: 0 },
    { input: blue, left: 0, top: 0 },
  ]);
}

describe("for the press", () => {
  test("RGB becomes ink, in a JPEG the way Adobe stores it", async () => {
    const picture = await prepared(await (await flag()).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer());
    expect(picture).toMatchObject({
      width: 400,
      height: 200,
      space: "cmyk",
      coding: "jpeg",
      inverted: true,
      findings: [],
    });
    expect((await sharp(picture.data).metadata()).space).toBe("cmyk");
    const red = (await inkAt(picture, 50, 150)).split("/").map(Number);
    [0, 95, 95, 0].forEach((want, i) => expect(Math.abs((red[i] as number) - want)).toBeLessThanOrEqual(2));
    expect(await inkAt(picture, 350, 150)).toBe("0/0/0/0");
  });

  test("a small one is stored without loss and not inverted", async () => {
    const picture = await prepared(await flat(255, 255, 255).png().toBuffer());
    expect(picture).toMatchObject({ coding: "flate", inverted: false, space: "gray" });
    expect([...inflateSync(picture.data)].every((value) => value === 255)).toBe(true);
  });

  test("black-and-white photographs print with black alone, whatever they were saved as", async () => {
    const ramp = Buffer.from(Uint8Array.from({ length: 256 * 256 }, (_, i) => i & 255));
    const gray = sharp(ramp, { raw: { width: 256, height: 256, channels: 1 } });
    for (const bytes of [
      await gray.clone().toColourspace("b-w").png().toBuffer(),
      await gray.clone().toColourspace("srgb").png().toBuffer(),
      await gray.clone().toColourspace("grey16").png().toBuffer(),
      await gray.clone().toColourspace("b-w").jpeg({ quality: 100 }).toBuffer(),
    ]) {
      const picture = await prepared(bytes, { box: { width: 36, height: 36 }, ceiling: 600 });
      expect(picture.space).toBe("gray");
      const raw = await sharp(picture.data).toColourspace("b-w").raw().toBuffer();
      expect([raw[0], raw[128 * 256 + 255]]).toEqual([0, 255]);
      expect(Math.abs((raw[128 * 256 + 128] as number) - 97)).toBeLessThanOrEqual(2);
    }
  });

  describe("transparency", () => {
    const half = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const make = (depth: "8" | "16", size = 200) => {
      const image = sharp({ create: { width: size, height: size, channels: 4, background: half } });
      return (depth === "16" ? image.toColourspace("rgb16") : image).png().toBuffer();
    };
    const coverage = (picture: PreparedPicture) => inflateSync(picture.mask?.data ?? new Uint8Array());

    test.each(["8", "16"] as const)("becomes a soft mask, at %s bits", async (depth) => {
      const picture = await prepared(await make(depth));
      expect(picture).toMatchObject({ space: "cmyk", mask: { width: 200, height: 200 } });
      for (const value of new Set(coverage(picture))) expect(Math.abs(value - 128)).toBeLessThanOrEqual(1);
      // The colour is the whole colour: the mask alone makes it weaker.
      const red = (await inkAt(picture, 5, 5)).split("/").map(Number);
      [0, 95, 95, 0].forEach((want, i) => expect(Math.abs((red[i] as number) - want)).toBeLessThanOrEqual(2));
    });

    test("that hides nothing is none", async () => {
      const opaque = { r: 255, g: 0, b: 0, alpha: 1 };
      const bytes = await sharp({ create: { width: 50, height: 50, channels: 4, background: opaque } })
        .png()
        .toBuffer();
      expect((await prepared(bytes)).mask).toBeUndefined();
    });

    test("is laid on the ink below for PDF/X-1a", async () => {
      const x1a = { standard: "x1a" } as const;
      const onPaper = (await inkAt(await prepared(await make("8", 100), x1a), 5, 5)).split("/").map(Number);
      const onTint = await prepared(await make("8", 100), { ...x1a, ground: [1, 0, 0, 0.2] });
      expect(onTint.mask).toBeUndefined();
      expect(await inkAt(onTint, 5, 5)).toBe(`50/${onPaper[1]}/${onPaper[2]}/10`);
      expect(Math.abs((onPaper[1] as number) - 48)).toBeLessThanOrEqual(2);
    });

    test("is kept where colours are to turn grey, and of pictures of one channel, at 8 and 16 bits", async () => {
      // Left half clear, right half half-covered.
      const width = 200;
      const pixels = Buffer.alloc(width * width * 4);
      for (let i = 0; i < width * width; i++) pixels.set([90, 90, 90, i % width < 100 ? 0 : 128], 4 * i);
      const image = () => sharp(pixels, { raw: { width, height: width, channels: 4 } });
      const plain = await prepared(await image().removeAlpha().toColourspace("b-w").png().toBuffer());
      const wanted = await inkAt(plain, 150, 50);
      for (const [bytes, changes] of [
        [await image().png().toBuffer(), { grey: true }],
        [await image().png().toBuffer(), {}],
        [await image().toColourspace("b-w").png().toBuffer(), {}],
        [await image().toColourspace("grey16").png().toBuffer(), {}],
      ] as const) {
        const picture = await prepared(bytes, changes);
        expect(picture).toMatchObject({ space: "gray", mask: { width, height: width } });
        const mask = coverage(picture);
        expect([mask[50], mask[150]].map((value) => Math.round((value as number) / 2.55))).toEqual([0, 50]);
        expect(
          Math.abs(Number((await inkAt(picture, 150, 50)).slice(2)) - Number(wanted.slice(2))),
        ).toBeLessThanOrEqual(1);
        const flat1a = await prepared(bytes, { ...changes, standard: "x1a" });
        expect(await inkAt(flat1a, 50, 50)).toBe("K 0");
      }
    });

    test("of a grey picture keeps to black, unless colour shines through", async () => {
      const grey = { r: 0, g: 0, b: 0, alpha: 0.5 };
      const bytes = await sharp({ create: { width: 50, height: 50, channels: 4, background: grey } })
        .png()
        .toBuffer();
      expect(await inkAt(await prepared(bytes, { standard: "x1a" }), 5, 5)).toBe("K 50");
      expect(await inkAt(await prepared(bytes, { standard: "x1a", ground: [0, 0.5, 0, 0] }), 5, 5)).toBe("0/25/0/50");
    });
  });

  test("stands upright, then is cut: the crop is a part of what the reader sees", async () => {
    // Turned a quarter by its tag: the stored top (blue) is the reader's right.
    const bytes = await (await flag(400, 200)).withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await probePicture(bytes, "a")).toMatchObject({ width: 200, height: 400 });
    const right = await prepared(bytes, { crop: { x: 0.92, y: 0, width: 0.08, height: 1 } });
    expect([right.width, right.height, right.orientation]).toEqual([16, 400, 1]);
    expect((await inkAt(right, 8, 200)).split("/").map(Number)[0]).toBeGreaterThan(90);
    const bottom = await prepared(bytes, { crop: { x: 0, y: 0.6, width: 0.9, height: 0.4 } });
    expect(await inkAt(bottom, 20, 100)).toBe("K 0");
  });

  test("is not finer than the ceiling and never enlarged", async () => {
    const bytes = await (await flag(2000, 1000)).png().toBuffer();
    expect(await prepared(bytes, { box: { width: 144, height: 72 } })).toMatchObject({ width: 900, height: 450 });
    expect(await prepared(bytes, { box: { width: 1440, height: 720 } })).toMatchObject({ width: 2000, height: 1000 });
    expect(
      await prepared(bytes, { box: { width: 36, height: 18 }, crop: { ...WHOLE, width: 0.1, height: 0.1 } }),
    ).toMatchObject({
      width: 200,
      height: 100,
    });
  });

  test("its own profile counts", async () => {
    const wide = await flat(0, 255, 0, 200).withIccProfile("p3").png().toBuffer();
    const plain = await prepared(await flat(0, 200, 60, 200).png().toBuffer());
    const numbers = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
    const same = await prepared(
      await sharp(numbers, { raw: { width: 200, height: 200, channels: 3 } })
        .png()
        .toBuffer(),
    );
    expect(await inkAt(await prepared(wide), 9, 9)).not.toBe(await inkAt(same, 9, 9));
    expect(plain.space).toBe("cmyk");
  });

  test("no pixel lays more ink than the limit", async () => {
    const noise = sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: "#000",
        noise: { type: "gaussian", mean: 30, sigma: 30 },
      },
    });
    const picture = await prepared(await noise.png().toBuffer(), { inkLimit: 260, ceiling: 1000 });
    const raw = await sharp(picture.data).pipelineColourspace("cmyk").toColourspace("cmyk").raw().toBuffer();
    // JPEG's own noise may lift a pixel by a little.
    expect(inkTotals(raw).high).toBeLessThan(264);
  });

  test("16-bit pictures are separated in 16 bits", async () => {
    const bytes = await flat(200, 60, 30, 100).toColourspace("rgb16").png().toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe("ushort");
    const got = (await inkAt(await prepared(bytes), 5, 5)).split("/").map(Number);
    const wanted = (await inkAt(await prepared(await flat(200, 60, 30, 100).png().toBuffer()), 5, 5))
      .split("/")
      .map(Number);
    got.forEach((value, i) => expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(1));
  });
});

describe("CMYK pictures", () => {
  const pixels = Buffer.alloc(200 * 200 * 4);
  for (let i = 0; i < pixels.length; i += 4) pixels.set([255, 128, 0, 26], i);
  const tiff = tiffOf(pixels);
  const blackTiff = tiffOf(Uint8Array.from({ length: 200 * 200 * 4 }, (_, i) => (i % 4 === 3 ? 200 : 0)));
  const jpegOf = (file: Buffer) =>
    sharp(file).pipelineColourspace("cmyk").toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();
  const jpeg = async (profile?: string, from: Buffer = tiff) => {
    const plain = await jpegOf(from);
    if (!profile) return plain;
    const icc = readFileSync(profile);
    const parts = [plain.subarray(0, 2)];
    const room = 65_519;
    const count = Math.ceil(icc.length / room);
    for (let n = 0; n < count; n++) {
      const data = icc.subarray(n * room, (n + 1) * room);
      const head = Buffer.from([0xff, 0xe2, (data.length + 16) >> 8, (data.length + 16) & 255]);
      parts.push(head, Buffer.from("ICC_PROFILE\0", "latin1"), Buffer.from([n + 1, count]), data);
    }
    return Buffer.concat([...parts, plain.subarray(2)]);
  };
  const profileFile = (name: string) => join(assetsDir(), "color", name);

  test("a JPEG for this press, or for none in particular, goes in as it is but for its metadata", async () => {
    for (const [bytes, told] of [
      [await jpeg(), ["info picture-profile"]],
      [await jpeg(profileFile("quoin-coated-300.icc")), []],
    ] as const) {
      const picture = await prepared(bytes, { box: { width: 72, height: 72 } });
      expect(picture).toMatchObject({ width: 200, height: 200, coding: "jpeg", inverted: true });
      expect(picture.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(told);
      const scan = (data: Uint8Array) =>
        Buffer.from(data).subarray(Buffer.from(data).lastIndexOf(Buffer.from([0xff, 0xda])));
      expect(scan(picture.data).equals(scan(bytes))).toBe(true);
      expect(picture.data.length).toBeLessThan(bytes.length + 1);
      expect(await inkAt(picture, 9, 9)).toBe("100/50/0/10");
    }
  });

  test("one for another press is separated again, black alone staying alone", async () => {
    const picture = await prepared(await jpeg(profileFile("quoin-uncoated-280.icc")));
    expect(picture.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["info picture-profile"]);
    expect(await inkAt(picture, 9, 9)).not.toBe("100/50/0/10");
    const black = await prepared(await jpeg(profileFile("quoin-uncoated-280.icc"), blackTiff));
    const plates = (await inkAt(black, 9, 9)).split("/").map(Number);
    expect(plates.slice(0, 3)).toEqual([0, 0, 0]);
    expect(plates[3]).toBeGreaterThan(50);
  });

  test("16 bits of ink are the same ink", async () => {
    const deep = await prepared(deepTiff([65_535, 32_896, 0, 6682], 200));
    expect(await inkAt(deep, 9, 9)).toBe("100/50/0/10");
    expect(Math.abs((deep.ink?.mean ?? 0) - 160.4)).toBeLessThan(1);
  });

  test("one whose profile is none keeps its numbers and says so", async () => {
    const bad = join(mkdtempSync(join(tmpdir(), "quoin-")), "bad.icc");
    writeFileSync(bad, Buffer.alloc(3000, 7));
    const picture = await prepared(await jpeg(bad));
    expect(picture.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning picture-profile"]);
    expect(await inkAt(picture, 9, 9)).toBe("100/50/0/10");
  });

  test("ink that fits is untouched, and measured where a JPEG is carried along", async () => {
    expect(await inkAt(await prepared(tiff), 9, 9)).toBe("100/50/0/10");
    const { ink } = await prepared(await jpeg());
    expect(Math.abs((ink?.mean ?? 0) - 160.4)).toBeLessThan(1);
    expect(Math.abs((ink?.high ?? 0) - 160.4)).toBeLessThan(2);
  });

  test("samples without Adobe's marker are ink as they stand, carried along or decoded", async () => {
    const adobe = await jpegOf(tiff);
    const at = adobe.indexOf(Buffer.from([0xff, 0xee]));
    const plain = Buffer.concat([adobe.subarray(0, at), adobe.subarray(at + 2 + adobe.readUInt16BE(at + 2))]);
    const carried = await prepared(plain);
    expect(carried).toMatchObject({ coding: "jpeg", inverted: false });
    expect(Math.abs((carried.ink?.mean ?? 0) - 239.6)).toBeLessThan(1);
    const cropped = await prepared(plain, { crop: { x: 0, y: 0, width: 0.5, height: 0.5 } });
    expect(cropped).toMatchObject({ width: 100, height: 100 });
    expect(await inkAt(cropped, 9, 9)).toBe("0/50/100/90");
    const lightness = async (bytes: Buffer) => {
      const { data } = await prepared(bytes, { standard: "screen", press: null });
      return (await sharp(data).raw().toBuffer()).reduce((sum, value) => sum + value) / (200 * 200 * 3);
    };
    expect(await lightness(plain)).toBeLessThan(55);
    expect(await lightness(adobe)).toBeGreaterThan(60);
  });

  test("too much of it is told with its figures and taken back to the limit", async () => {
    const heavy = Buffer.alloc(200 * 200 * 4, 230);
    // A tenth of the picture is light and must stay as it is.
    for (let i = 0; i < 200 * 20 * 4; i += 4) heavy.set([0, 60, 60, 0], i);
    for (const bytes of [tiffOf(heavy), await jpegOf(tiffOf(heavy))]) {
      const picture = await prepared(bytes);
      expect(picture.findings.slice(1).map(({ code, message }) => `${code}: ${message}`)).toEqual([
        "picture-ink: The CMYK picture anh.jpg lays 361 % ink over 15 mm² and 361 % in its darkest pixels, the press takes 300 %; its shadows were separated again",
      ]);
      expect(picture.ink?.mean).toBeLessThanOrEqual(300.5);
      expect(await inkAt(picture, 100, 5)).toBe("0/24/24/0");
      const dark = (await inkAt(picture, 100, 150)).split("/").map(Number);
      expect(dark.reduce((sum, part) => sum + part)).toBeLessThanOrEqual(302);
    }
  });

  test("one that is far too fine, or mostly hidden, is cut all the same", async () => {
    const bytes = await jpeg();
    expect(await prepared(bytes, { box: { width: 20, height: 20 } })).toMatchObject({ width: 125, height: 125 });
    const crop = { x: 0, y: 0, width: 0.5, height: 0.5 };
    expect(await prepared(bytes, { crop })).toMatchObject({ width: 100, height: 100, crop: WHOLE });
    expect(await prepared(bytes, { crop: { ...crop, width: 1 } })).toMatchObject({
      width: 200,
      crop: { ...crop, width: 1 },
    });
  });

  test("for reading they become RGB", async () => {
    const picture = await prepared(tiff, { standard: "screen", press: null });
    expect(picture).toMatchObject({ space: "rgb", coding: "jpeg", inverted: false });
  });
});

describe("for editors and readers", () => {
  test("a proof carries JPEGs untouched, turned and cut on the page", async () => {
    const bytes = await (await flag()).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const crop = { x: 0.1, y: 0.2, width: 0.3, height: 0.3 };
    const picture = await prepared(bytes, { standard: "proof", press: null, crop, box: { width: 10, height: 10 } });
    expect(picture).toMatchObject({ width: 400, height: 200, orientation: 8, crop, space: "rgb", inverted: false });
    expect(Buffer.compare(picture.data, bytes)).toBe(0);
  });

  test("anything else becomes a JPEG in sRGB, no finer than asked", async () => {
    const bytes = await (await flag(2000, 1000)).withIccProfile("p3").png().toBuffer();
    const picture = await prepared(bytes, {
      standard: "proof",
      press: null,
      ceiling: 220,
      box: { width: 144, height: 72 },
    });
    expect(picture).toMatchObject({ width: 440, height: 220, space: "rgb", coding: "jpeg" });
    const { data } = await sharp(picture.data).raw().toBuffer({ resolveWithObject: true });
    expect(data[3 * (100 * 440 + 50)]).toBeGreaterThan(240);
    const gray = await prepared(await flat(90, 90, 90).toColourspace("b-w").png().toBuffer(), {
      standard: "screen",
      press: null,
    });
    expect(gray.space).toBe("gray");
  });
});

describe("what is broken", () => {
  const told = async (bytes: Uint8Array) => {
    const answer = await prepare(bytes);
    if (!("code" in answer)) throw new Error("a picture");
    expect(answer).toMatchObject({ code: "picture-broken", severity: "error", ran: true });
    expect(answer.message).not.toContain("\n");
    return answer.message.replace("The picture anh.jpg cannot be read: ", "");
  };
  function chunk(type: string, data: Buffer): Buffer {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  }
  /** A PNG that claims a size and holds a line or two. */
  function bomb(width: number, height: number, kind = [8, 0, 0, 0, 0], more = Buffer.alloc(0)): Buffer {
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head.set(kind, 8);
    return Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk("IHDR", head),
      chunk("IDAT", Buffer.concat([deflateSync(Buffer.alloc(width + 1)), more])),
      chunk("IEND", Buffer.alloc(0)),
    ]);
  }
  function crc(bytes: Uint8Array): number {
    let sum = 0xffffffff;
    for (const byte of bytes) {
      sum ^= byte;
      for (let k = 0; k < 8; k++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return (sum ^ 0xffffffff) >>> 0;
  }

  test("is a finding: no picture, cut short, empty, a bomb", async () => {
    const jpeg = await (await flag()).jpeg().toBuffer();
    expect(await told(Buffer.from("not a picture"))).toContain("unsupported image format");
    expect(await told(jpeg.subarray(0, jpeg.length / 2))).toContain("premature end");
    expect(await told((await (await flag()).png().toBuffer()).subarray(0, 500))).not.toBe("");
    expect(await told(new Uint8Array(0))).not.toBe("");
    const started = performance.now();
    expect(await told(bomb(40_000, 40_000))).toMatch(/pixel/);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await told(bomb(500, 400))).not.toBe("");
  });

  test("asks for no more memory than its bytes can fill", async () => {
    const before = process.memoryUsage().rss;
    expect(await told(bomb(20_000, 14_000))).toContain("cannot be in");
    expect(await toneOfPicture(bomb(5_373_952, 30, [8, 6, 0, 0, 0]))).toBe(null);
    // In passes, of four channels, and large enough to hold them.
    const passes = bomb(19_000, 14_000, [8, 6, 0, 0, 1], Buffer.alloc(1_100_000, 7));
    expect(await told(passes)).toContain("interlaced");
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
  });

  test("is seen by the probe where its head shows it", async () => {
    expect(await probePicture(bomb(40_000, 40_000), "anh.png")).toMatchObject({ code: "picture-broken" });
    expect(await probePicture(Buffer.from("GIF89a"), "anh.gif")).toMatchObject({ code: "picture-broken" });
    expect(await probePicture(await (await flag()).webp().toBuffer(), "anh.webp")).toEqual({
      type: "image/webp",
      width: 400,
      height: 200,
    });
  });

  test("a broken profile inside is told, and the picture still made", async () => {
    const bytes = Buffer.from(await flat(10, 200, 30, 200).withIccProfile("p3").jpeg().toBuffer());
    const from = bytes.indexOf("ICC_PROFILE", 0, "latin1") + 14;
    bytes.fill(0x55, from + 100, from + 400);
    const picture = await prepared(bytes);
    expect(picture.space).toBe("cmyk");
    expect(picture.findings.map(({ code }) => code)).toEqual(["picture-profile"]);
  });

  test("a profile inside a PNG that is none is told", async () => {
    const plain = await flat(10, 200, 30, 200).png().toBuffer();
    const profile = Buffer.concat([Buffer.from("x\0\0", "latin1"), deflateSync(Buffer.alloc(3000, 7))]);
    const bytes = Buffer.concat([plain.subarray(0, 33), chunk("iCCP", profile), plain.subarray(33)]);
    const picture = await prepared(bytes);
    expect(picture.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning picture-profile"]);
    expect((await prepared(plain)).findings).toEqual([]);
  });

  test("CMYK that is cut short, in a JPEG or a TIFF, is a finding", async () => {
    const tiff = tiffOf(Buffer.alloc(200 * 200 * 4, 40));
    const jpeg = await sharp(tiff).pipelineColourspace("cmyk").toColourspace("cmyk").jpeg().toBuffer();
    expect(await told(jpeg.subarray(0, jpeg.length / 2))).toContain("premature end");
    expect(await told(tiff.subarray(0, 60_000))).not.toBe("");
  });

  test("a preview of it is a failure with words", async () => {
    await expect(previewPicture(Buffer.from("x"), 100)).rejects.toThrow("cannot be read");
    const flat = (await flag()).removeAlpha().withMetadata({ orientation: 6 }).png();
    const small = await previewPicture(await flat.toBuffer(), 100);
    expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 100, height: 200, format: "jpeg" });
  });

  test("a preview keeps transparent ground", async () => {
    const clear = sharp({
      create: { width: 200, height: 100, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
    });
    const { type, bytes } = await previewPicture(await clear.png().toBuffer(), 100);
    expect(type).toBe("image/webp");
    const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect(data[3]).toBe(128);
  });
});

describe("stopping", () => {
  test("answers at once, before and while it works, and the thread goes on with the next", async () => {
    const bytes = await sharp({
      create: {
        width: 3000,
        height: 2000,
        channels: 3,
        background: "#888",
        noise: { type: "gaussian", mean: 128, sigma: 40 },
      },
    })
      .jpeg()
      .toBuffer();
    const stop = new AbortController();
    const job = {
      bytes,
      name: "a",
      crop: WHOLE,
      box: { width: 500, height: 330 },
      standard: "x4",
      press,
      ceiling: 450,
      inkLimit: 300,
    } as const;
    const first = shop.prepare(job, stop.signal);
    const second = shop.prepare(job, stop.signal);
    setTimeout(() => stop.abort(), 50);
    const started = performance.now();
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    await expect(second).rejects.toMatchObject({ name: "AbortError" });
    expect(performance.now() - started).toBeLessThan(1000);
    await expect(shop.prepare(job, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect((await prepared(await flat(1, 2, 200).png().toBuffer())).space).toBe("cmyk");
  });
});

test("an export asks by hash; one that is not there is a finding", async () => {
  const bytes = await (await flag()).png().toBuffer();
  const pictures = exportPictures(shop, {
    original: async (media) => (media === "m" ? { bytes, name: "co.png" } : null),
    standard: "x4",
    press: uncoated,
    inkLimit: 280,
  });
  const request = { media: "m", box: { x: 0, y: 0, width: 72, height: 36 }, crop: WHOLE, page: 1 };
  expect(await pictures(request)).toMatchObject({ space: "cmyk", width: 400 });
  expect(await pictures({ ...request, media: "gone" })).toMatchObject({ code: "picture-broken" });
});
