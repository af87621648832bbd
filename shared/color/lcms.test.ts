import { readFileSync } from "node:fs";
import { join } from "node:path";
import { instantiate } from "lcms-wasm";
import { describe, expect, test } from "vitest";
import { inkPeak, inkTotals, limitInk } from "./inkLimit.ts";
import type { Rendering } from "./converter.ts";
import { lcmsEngine } from "./lcms.ts";

const file = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, "../../assets/color", name)));
const press = file("quoin-coated-300.icc");
const engine = lcmsEngine(await instantiate());
const percent = (ink: Uint8Array) => [...ink].map((part) => Math.round(part / 2.55)).join("/");

function rgb(...pixels: number[][]): string {
  const converter = engine.open({ space: "rgb", bits: 8, source: null, press });
  const out = converter?.convert(Uint8Array.from(pixels.flat())) ?? new Uint8Array();
  converter?.close();
  return Array.from({ length: pixels.length }, (_, i) => percent(out.subarray(4 * i, 4 * i + 4))).join(" ");
}

test("relative colorimetric with black-point compensation: known colours come out as known inks", () => {
  // Measured with a profile of the same data (print notes); this build differs from it by a point here and there.
  expect(rgb([255, 255, 255])).toBe("0/0/0/0");
  const near = (got: string, wanted: string) =>
    got.split("/").forEach((part, i) => {
      if (Math.abs(Number(part) - Number(wanted.split("/")[i])) > 2) throw new Error(`${got} for ${wanted}`);
    });
  near(rgb([0, 0, 0]), "76/66/54/92");
  near(rgb([255, 0, 0]), "0/95/95/0");
  near(rgb([0, 255, 0]), "62/0/94/0");
  near(rgb([0, 0, 255]), "96/73/0/0");
  near(rgb([224, 172, 140]), "2/33/41/12");
});

test("strips give what the whole gives, and 16 bits agree with 8", () => {
  const count = 150_000;
  const pixels = Uint8Array.from({ length: count * 3 }, (_, i) => (i * 7919) >> 3);
  const eight = engine.open({ space: "rgb", bits: 8, source: null, press });
  const whole = eight?.convert(pixels) as Uint8Array;
  const part = eight?.convert(pixels.subarray(300_000, 300_300)) as Uint8Array;
  expect(whole.subarray(400_000, 400_400)).toEqual(part);
  const sixteen = engine.open({ space: "rgb", bits: 16, source: null, press });
  const fine = sixteen?.convert(Uint16Array.from(pixels.subarray(0, 3000), (value) => value * 257)) as Uint8Array;
  fine.forEach((value, i) => expect(Math.abs(value - (whole[i] as number))).toBeLessThanOrEqual(3));
});

test("grey stays on the black plate and keeps its lightness", () => {
  const gray = engine.open({ space: "gray", bits: 8, source: null, press });
  const ramp = gray?.convert(Uint8Array.from({ length: 256 }, (_, i) => i)) as Uint8Array;
  expect([ramp[0], ramp[255]]).toEqual([0, 255]);
  for (let i = 1; i < 256; i++) expect(ramp[i]).toBeGreaterThanOrEqual(ramp[i - 1] as number);
  // A press darkens the middle, so more than half black would be too dark: 50 % grey as sRGB sees it is 62 % black.
  expect(Math.round((255 - (ramp[128] as number)) / 2.55)).toBe(62);
  const fine = engine.open({ space: "gray", bits: 16, source: null, press });
  expect(fine?.convert(Uint16Array.from([0, 128 * 257, 65535]))).toEqual(
    Uint8Array.from([0, ramp[128] as number, 255]),
  );
});

test("what is no profile, or one of another space, opens nothing", () => {
  const bad = [new Uint8Array(0), new Uint8Array(500).fill(7), press.slice(0, 4000)];
  for (const profile of bad) {
    expect(engine.open({ space: "rgb", bits: 8, source: profile, press })).toBeNull();
    expect(engine.open({ space: "rgb", bits: 8, source: null, press: profile })).toBeNull();
    expect(engine.open({ space: "gray", bits: 8, source: profile, press })).toBeNull();
    expect(engine.open({ space: "gray", bits: 8, source: null, press: profile })).toBeNull();
  }
  expect(engine.open({ space: "rgb", bits: 8, source: press, press })).toBeNull();
});

test.each(["quoin-coated-300.icc", "quoin-gracol-300.icc", "quoin-heatset-lwc-300.icc", "quoin-uncoated-280.icc"])(
  "%s keeps the limit in its name, within its table's rounding",
  (name) => {
    const converter = engine.open({ space: "rgb", bits: 8, source: null, press: file(name) });
    const cube = new Uint8Array(17 ** 3 * 3);
    for (let i = 0; i < 17 ** 3; i++) {
      cube.set(
        [i % 17, Math.floor(i / 17) % 17, Math.floor(i / 289)].map((step) => Math.min(255, step * 16)),
        3 * i,
      );
    }
    const ink = converter?.convert(cube) as Uint8Array;
    const limit = Number(/\d{3}/.exec(name)?.[0]);
    expect(inkTotals(ink).highest).toBeLessThan(limit + 5);
    limitInk(ink, limit);
    expect(inkTotals(ink).highest).toBeLessThanOrEqual(limit);
  },
);

test("too much ink loses colour and never black, and single pixels do not count for the whole", () => {
  const pixels = Uint8Array.from([...Array(4000).fill(100), 255, 255, 255, 200]);
  expect(inkTotals(pixels)).toEqual({ highest: (965 * 100) / 255, high: (400 * 100) / 255 });
  expect(limitInk(pixels, 300)).toBe(1);
  expect(pixels.slice(-4)).toEqual(Uint8Array.from([188, 188, 188, 200]));
  expect(limitInk(pixels, 300)).toBe(0);
});

describe("CMYK of another press", () => {
  const uncoated = file("quoin-uncoated-280.icc");
  const again = (source: Uint8Array | null, ...pixels: number[][]) => {
    const converter = engine.open({ space: "cmyk", bits: 8, source, press });
    const out = converter?.convert(Uint8Array.from(pixels.flat())) as Uint8Array;
    converter?.close();
    return Array.from({ length: pixels.length }, (_, i) =>
      percent(out.subarray(4 * i, 4 * i + 4))
        .split("/")
        .map(Number),
    );
  };

  test("keeps black alone on the black plate, paper white, and full black full", () => {
    const [white, half, solid] = again(uncoated, [0, 0, 0, 0], [0, 0, 0, 128], [0, 0, 0, 255]);
    expect(white).toEqual([0, 0, 0, 0]);
    expect(half?.slice(0, 3)).toEqual([0, 0, 0]);
    expect(half?.[3]).toBeGreaterThan(40);
    expect(solid).toEqual([0, 0, 0, 100]);
  });

  test("without a profile is separated anew from how it looks, within the press's ink", () => {
    const [heavy] = again(null, [255, 255, 255, 255]);
    expect(heavy?.reduce((sum, ink) => sum + ink, 0)).toBeLessThan(304);
  });

  test("the intent is the picture's choice", () => {
    const ink = (rendering: Rendering) => {
      const converter = engine.open({ space: "rgb", bits: 8, source: null, press, rendering });
      const out = percent(converter?.convert(Uint8Array.of(0, 0, 0)) as Uint8Array);
      converter?.close();
      return out;
    };
    const all = [
      ink({ intent: "perceptual", blackPoint: false }),
      ink({ intent: "relative", blackPoint: false }),
      ink({ intent: "relative", blackPoint: true }),
    ];
    expect(new Set(all).size).toBe(3);
  });
});

test("a colour measured as Lab becomes the ink that looks like it, and a proof shows it", () => {
  const [white, black, red] =
    engine.labToInk(
      [
        [100, 0, 0],
        [0, 0, 0],
        [48, 68, 48],
      ],
      press,
    ) ?? [];
  expect(white).toEqual([0, 0, 0, 0]);
  expect(black?.reduce((sum, ink) => sum + ink, 0)).toBeGreaterThan(2.5);
  const proof = engine.openProof(press, false);
  const shown = proof?.convert(Uint8Array.from(red ?? [], (part) => Math.round(part * 255))) as Uint8Array;
  // sRGB of that Lab by the formulas of IEC 61966-2-1 and CIE 15, at D50: a full red.
  expect(shown[0]).toBeGreaterThan(200);
  expect(Math.max(shown[1] as number, shown[2] as number)).toBeLessThan(70);
  expect([...(proof?.convert(Uint8Array.of(0, 0, 0, 0)) ?? [])]).toEqual([255, 255, 255]);
  const paper = engine.openProof(press, true);
  expect(Math.min(...(paper?.convert(Uint8Array.of(0, 0, 0, 0)) ?? []))).toBeLessThan(252);
  expect(engine.labToInk([[50, 0, 0]], new Uint8Array(200))).toBeNull();
  expect(engine.openProof(new Uint8Array(200), true)).toBeNull();
});

test("the heaviest square is found to the pixel, against trying every one", () => {
  const [width, height] = [37, 23];
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) => ((i * 2654435761) >>> 13) & 255);
  const peak = inkPeak([pixels], 4, width, height, 7, 5);
  let best = 0;
  for (let y = 0; y + 5 <= height; y++) {
    for (let x = 0; x + 7 <= width; x++) {
      let sum = 0;
      for (let j = 0; j < 5; j++) for (let i = 0; i < 28; i++) sum += pixels[4 * ((y + j) * width + x) + i] as number;
      best = Math.max(best, sum);
    }
  }
  expect(peak.mean).toBeCloseTo((best * 100) / (255 * 35), 9);
  expect(inkPeak([pixels], 4, width, height, 900, 900)).toMatchObject({ x: 0, y: 0, width, height });
});
