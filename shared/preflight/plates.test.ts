import { readFileSync } from "node:fs";
import { instantiate } from "lcms-wasm";
import sharp from "sharp";
import { expect, test } from "vitest";
import fc from "fast-check";
import { BLACK, cmyk, type Ink, type Mix, PAPER, type Spot } from "../color/ink.ts";
import { lcmsEngine } from "../color/lcms.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { call, has, page, ROOT, run, saved, ticket, words, write } from "../test/pdfJob.ts";
import type { Outline } from "../typesetting/outline.ts";
import { pt } from "../units.ts";
import { coverer } from "./coverage.ts";
import { overprintedInk } from "./pageInk.ts";
import { inkMap, pageInk, type PlatePicture, type PlatePorts, platesOf, softProof } from "./plates.ts";

const box = (x: number, y: number, width: number, height: number) => ({
  x: pt(x),
  y: pt(y),
  width: pt(width),
  height: pt(height),
});
const fill = (ink: Ink, x = 0, y = 0, width = 100, height = 100): DisplayItem => ({
  kind: "fill",
  of: "artifact",
  box: box(x, y, width, height),
  ink,
});
const rule = (weight: number, ink: Ink): DisplayItem => ({
  kind: "rule",
  of: "artifact",
  from: { x: pt(0), y: pt(50) },
  to: { x: pt(100), y: pt(50) },
  weight: pt(weight),
  ink,
});
const picture = (at = box(20, 20, 60, 60)): DisplayItem => ({
  kind: "picture",
  of: "artifact",
  media: "m",
  box: at,
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt: "",
});
const sheet = (...items: DisplayItem[]): DisplayList =>
  page(1, items, {
    trim: { width: pt(100), height: pt(100) },
    bleed: { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) },
  });
/** Every glyph is a box of half an em: what is tested is the ink. */
const HALF: Outline = Float64Array.of(0, 0, 0.5, 0, 0.5, 0, 0.5, 0.5, 0.5, 0.5, 0, 0.5, 0, 0.5, 0, 0);
/** One that covers all of its line. */
const WHOLE: Outline = Float64Array.of(-1, -1, 1, -1, 1, -1, 1, 1, 1, 1, -1, 1, -1, 1, -1, -1);
const PORTS: PlatePorts = { outline: () => HALF, picture: () => null };
const flat = (pixel: readonly number[], mask: Uint8Array | null = null): PlatePicture => ({
  width: 2,
  height: 2,
  space: pixel.length === 1 ? "gray" : "cmyk",
  pixels: Uint8Array.from([pixel, pixel, pixel, pixel].flat()),
  mask,
});
/** Ink in per cent at a point, by plate. */
const inkAt = (list: DisplayList, x: number, y: number, ports = PORTS) => {
  const { width, plates } = platesOf(list, ports, 1);
  return [...plates]
    .map(([name, plate]) => `${name === "Black" ? "K" : name[0]}${Math.round((plate[y * width + x] as number) / 2.55)}`)
    .join(" ");
};
const RED = cmyk(0, 1, 0.9, 0);

test("what lies above knocks out, black text and thin rules overprint", () => {
  const text = (size: number, ink: Ink) =>
    words("artifact", run("spectral", "nnnnnnnn", { size, from: null }), 10, 60, ink);
  expect(inkAt(sheet(fill(RED), text(20, BLACK)), 12, 58)).toBe("C0 M100 Y90 K100");
  expect(inkAt(sheet(fill(RED), text(60, BLACK)), 12, 58)).toBe("C0 M0 Y0 K100");
  expect(inkAt(sheet(fill(RED), text(20, PAPER)), 12, 58)).toBe("C0 M0 Y0 K0");
  expect(inkAt(sheet(fill(RED), text(20, cmyk(0.6, 0.4, 0.4, 1))), 12, 58)).toBe("C60 M40 Y40 K100");
  expect(inkAt(sheet(fill(RED), rule(1, BLACK)), 5, 50)).toBe("C0 M100 Y90 K50");
  expect(inkAt(sheet(fill(RED), rule(4, BLACK)), 5, 50)).toBe("C0 M0 Y0 K100");
  // A printer may want large type to begin elsewhere.
  expect(inkAt(sheet(fill(RED), text(20, BLACK)), 12, 58, { ...PORTS, largeType: 18 })).toBe("C0 M0 Y0 K100");
});

test("a spot has a plate of its own, knocks out and is knocked out; a measured colour is the press's ink", () => {
  const gold: Ink = { kind: "spot", name: "Gold", tint: 0.6, alternate: cmyk(0.2, 0.3, 0.8, 0.1) };
  const list = sheet(fill(RED), fill(gold, 0, 0, 50, 100), fill(cmyk(0.5, 0, 0, 0), 0, 0, 25, 100));
  expect([10, 40, 80].map((x) => inkAt(list, x, 50))).toEqual([
    "C50 M0 Y0 K0 G0",
    "C0 M0 Y0 K0 G60",
    "C0 M100 Y90 K0 G0",
  ]);
  const brick: Ink = { ...cmyk(0, 1, 1, 0), lab: { of: [42, 48, 35], tint: 0.5 } };
  expect(inkAt(sheet(fill(brick)), 5, 5, { ...PORTS, labToInk: () => [0.2, 0.8, 0.6, 0.1] })).toBe("C10 M40 Y30 K5");
});

test("a mix lays each ink it has; what overprints by choice leaves the other plates alone", () => {
  const gold: Spot = { kind: "spot", name: "Gold", tint: 0.6, alternate: cmyk(0.2, 0.3, 0.8, 0.1) };
  const mix: Ink = { kind: "mix", spots: [gold], process: cmyk(0, 0, 0, 0.25) };
  expect(inkAt(sheet(fill(RED), fill(mix)), 5, 5)).toBe("C0 M0 Y0 K25 G60");
  expect(inkAt(sheet(fill(RED), fill({ ...mix, overprint: true })), 5, 5)).toBe("C0 M100 Y90 K25 G60");
  expect(inkAt(sheet(fill(RED), fill({ ...gold, overprint: true })), 5, 5)).toBe("C0 M100 Y90 K0 G60");
  // An overprint of nothing would leave nothing: it is taken for paper.
  expect(inkAt(sheet(fill(RED), fill({ ...gold, tint: 0, overprint: true })), 5, 5)).toBe("C0 M0 Y0 K0 G0");
  const dark = { width: 10, height: 10, space: "cmyk", pixels: new Uint8Array(400).fill(179) } as const;
  const told = (ink: Ink) =>
    overprintedInk(sheet(picture(), fill(ink)), [dark], { outline: () => WHOLE, inkLimit: 300 });
  expect(told({ ...gold, overprint: true }).map(({ code }) => code)).toEqual(["ink-over"]);
  expect(told(gold)).toEqual([]);
});

test("pictures knock out, grey ones on black alone, and a soft mask lets through what lies below", () => {
  const on = (made: PlatePicture) => inkAt(sheet(fill(RED), picture()), 50, 50, { ...PORTS, picture: () => made });
  expect(on(flat([51, 102, 0, 0]))).toBe("C20 M40 Y0 K0");
  expect(on(flat([204]))).toBe("C0 M0 Y0 K20");
  expect(on(flat([255, 0, 0, 0], new Uint8Array(4).fill(128)))).toBe("C50 M50 Y45 K0");
  expect(on(flat([255, 0, 0, 0], new Uint8Array(4)))).toBe("C0 M100 Y90 K0");
  expect(inkAt(sheet(fill(RED), picture()), 50, 50)).toBe("C0 M0 Y0 K10");
});

test("the ink of a page counts what is printed over what, and says where it is heaviest", () => {
  const dark = sheet(fill(cmyk(0.7, 0.6, 0.6, 0.6), 40, 40, 30, 30), rule(1, BLACK));
  const made = platesOf(dark, PORTS, 4);
  const ink = pageInk(made);
  // 250 % below; the rule adds the black it lacks in its own stripe of a point, of the eleven of the square.
  expect(ink.mean).toBeGreaterThan(250);
  expect(ink.mean).toBeLessThan(258);
  expect(Math.round(ink.high)).toBe(290);
  expect(ink.box.x).toBeGreaterThanOrEqual(39.9);
  expect(ink.box.x + ink.box.width).toBeLessThan(70.1);
  expect(inkMap(made)[200 * made.width + 200]).toBe(290);
  expect(pageInk(platesOf(sheet(), PORTS, 1))).toMatchObject({ mean: 0, high: 0 });
});

test("black type over a dark picture is counted with it; beside it, or knocked out, it is not", () => {
  const map = { width: 10, height: 10, space: "cmyk", pixels: new Uint8Array(400).fill(179) } as const;
  const text = (x: number, size: number) =>
    words("artifact", run("spectral", "nnnnnnnnnnnnnnnn", { size, from: null }), x, 50, BLACK);
  const told = (...items: DisplayItem[]) =>
    overprintedInk(sheet(...items), [map], { outline: () => WHOLE, inkLimit: 300 }).map(
      ({ code, message, rect }) => `${code}: ${message} ${rect ? "there" : "nowhere"}`,
    );
  expect(told(picture(), text(25, 12))).toEqual([
    "ink-over: Page 1: what is printed over what lays 311 % ink, the mean of 15 mm²; the press takes 300 % there",
  ]);
  expect(told(picture(), text(90, 12))).toEqual([]);
  expect(told(picture(), text(25, 30))).toEqual([]);
  expect(told(fill(cmyk(0, 0, 0.2, 0)), text(25, 12))).toEqual([]);
});

test("a soft proof shows paper as white, inks as the press prints them, and spots as they look", async () => {
  const press = new Uint8Array(readFileSync(`${ROOT}assets/color/quoin-coated-300.icc`));
  const proof = lcmsEngine(await instantiate()).openProof(press, false);
  if (!proof) throw new Error("no proof");
  const look = cmyk(0, 1, 1, 0);
  const list = sheet(
    fill(RED, 0, 0, 30, 100),
    fill({ kind: "spot", name: "S", tint: 1, alternate: look }, 30, 0, 30, 100),
  );
  const made = platesOf(list, PORTS, 1);
  const at = (rgb: Uint8Array, x: number) => [...rgb.subarray(3 * x, 3 * x + 3)];
  const rgb = softProof(made, proof);
  expect(at(rgb, 90)).toEqual([255, 255, 255]);
  for (const x of [5, 40]) {
    expect(at(rgb, x)[0]).toBeGreaterThan(200);
    expect(at(rgb, x)[2]).toBeLessThan(80);
  }
  const separated = softProof(made, proof, new Set(["S", "Magenta"]));
  expect(at(separated, 40)).toEqual([255, 255, 255]);
  expect(at(separated, 5)[1]).toBeGreaterThan(200);
});

/** Pixels are points, boxes are whole: nothing is smoothed, so the plates must agree wherever one looks. */
test.skipIf(!has("gs"))(
  `inks laid over each other in any way are what Ghostscript separates from the file${has("gs") ? "" : " (gs is missing)"}`,
  async () => {
    const part = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
    const process = fc.tuple(part, part, part, part).map(([c, m, y, k]) => cmyk(c, m, y, k));
    const strength = fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10);
    const looks = { Gold: cmyk(0, 0.2, 0.8, 0.1), Navy: cmyk(1, 0.7, 0, 0.3) };
    const spot = (name: keyof typeof looks) =>
      strength.map((tint): Spot => ({ kind: "spot", name, tint, alternate: looks[name] }));
    const over = <T extends Spot | Mix>(inks: fc.Arbitrary<T>) =>
      fc.tuple(inks, fc.boolean()).map(([ink, overprint]): Ink => (overprint ? { ...ink, overprint: true } : ink));
    const ink = fc.oneof(
      process,
      fc.constant(BLACK),
      fc.constant(PAPER),
      over(fc.oneof(spot("Gold"), spot("Navy"))),
      over<Spot | Mix>(
        fc
          .tuple(spot("Gold"), spot("Navy"), process, fc.boolean())
          .map(
            ([gold, navy, below, both]): Mix => ({ kind: "mix", spots: both ? [gold, navy] : [gold], process: below }),
          ),
      ),
    );
    const whole = fc.integer({ min: 0, max: 70 });
    const item = fc.oneof(
      fc.tuple(whole, whole, ink).map(([x, y, of]) => fill(of, x, y, 30, 30)),
      fc.tuple(fc.integer({ min: 1, max: 98 }), ink).map(
        ([y, of]): DisplayItem => ({
          kind: "rule",
          of: "artifact",
          from: { x: pt(0), y: pt(y + 0.5) },
          to: { x: pt(100), y: pt(y + 0.5) },
          weight: pt(1),
          ink: of,
        }),
      ),
    );
    const pages = fc.sample(fc.array(item, { minLength: 12, maxLength: 24 }), {
      numRuns: 8,
      seed: fc.readConfigureGlobal()?.seed ?? 5,
    });
    const lists = pages.map((items, n) => ({
      ...sheet(...items, fill(cmyk(0, 0, 0, 0.1), 0, 0, 1, 1)),
      number: n + 1,
    }));
    const { bytes } = await write(lists, ticket({ standard: "x4" }));
    const file = saved(bytes);
    call("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r72", "-o", `${file}-%d.tif`, file);
    for (const [n, list] of lists.entries()) {
      const made = platesOf(list, PORTS, 1);
      // Ghostscript gives a line every pixel it touches: the rows beside one are left out.
      const beside = new Set(
        list.items.flatMap((one) => (one.kind === "rule" ? [one.from.y - 1.5, one.from.y + 0.5] : [])),
      );
      for (const [name, plate] of made.plates) {
        const { data } = await sharp(`${file}-${n + 1}(${name}).tif`)
          .greyscale()
          .raw()
          .toBuffer({ resolveWithObject: true });
        let off = 0;
        for (let at = 0; at < plate.length; at++)
          if (!beside.has(Math.floor(at / made.width)))
            off = Math.max(off, Math.abs(255 - (data[at] as number) - (plate[at] as number)));
        // Of 255; Ghostscript rounds each ink once more.
        expect(off, `${name} of page ${n + 1}: ${JSON.stringify(list.items)}`).toBeLessThanOrEqual(3);
      }
    }
  },
);

test("coverage is the area, at any slope, and nothing leaves the sheet", () => {
  const cover = coverer(10, 10);
  const area = (...corners: number[]) => {
    const pieces = corners.flatMap((_, i) =>
      i % 2 ? [] : [0, 1, 2, 3].map((k) => corners[(i + k) % corners.length] as number),
    );
    const { width, height, values } = cover(Float64Array.from(pieces));
    return values.subarray(0, width * height).reduce((sum, value) => sum + value, 0);
  };
  expect(area(1.25, 1.5, 4.75, 1.5, 4.75, 3, 1.25, 3)).toBeCloseTo(5.25, 5);
  expect(area(1, 1, 9, 1, 9, 5)).toBeCloseTo(16, 4);
  expect(area(1, 1, 9, 5, 1, 9)).toBeCloseTo(32, 4);
  expect(area(0.3, 0.2, 8.9, 3.1, 2.2, 9.7)).toBeCloseTo(Math.abs(8.6 * 9.5 - 2.9 * 1.9) / 2, 4);
  expect(area(-20, -20, 30, -20, 30, 30, -20, 30)).toBeCloseTo(100, 4);
  expect(area(-5, 2, 15, 2, 15, 4, -5, 4)).toBeCloseTo(20, 4);
  expect(area(-9, 2, -5, 2, -5, 4, -9, 4)).toBe(0);
});

test("type that reads upward is the upright type on plates turned a quarter", () => {
  const shape: Outline = Float64Array.of(0, 0, 0.5, 0, 0.5, 0, 0.5, 0.8, 0.5, 0.8, 0.1, 0.3, 0.1, 0.3, 0, 0);
  const ports = { ...PORTS, outline: () => shape };
  const glyphs = { ...run("spectral", "abc", { size: 20, x: 3 }), ys: Float64Array.of(0, 4, -2) };
  const of = { block: "c", role: "photo_credit" } as const;
  const upright = platesOf(sheet(words(of, glyphs, 30, 60)), ports, 1).plates.get("Black") as Uint8Array;
  // A quarter anticlockwise about the sheet's middle: (x, y) goes to (y, 100 - x).
  const item = { ...words(of, glyphs, 60, 70), upward: true } as const;
  const upward = platesOf(sheet(item), ports, 1).plates.get("Black") as Uint8Array;
  expect(upright.some((value) => value > 200)).toBe(true);
  for (let y = 0; y < 100; y++) {
    for (let x = 0; x < 100; x++) {
      const [was, is] = [upright[y * 100 + x] as number, upward[(99 - x) * 100 + y] as number];
      if (Math.abs(was - is) > 2) expect(is, `${x} ${y}`).toBe(was);
    }
  }
});
