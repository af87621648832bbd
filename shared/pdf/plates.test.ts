/** Plates as Ghostscript separates them from our pages: each swatch as it says, black text on black alone, overprint. */
import { readdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { BLACK, cmyk, type Ink, PAPER, type Spot } from "../color/ink.ts";
import type { DisplayItem } from "../layout/display.ts";
import { call, CHECKER, complaints, has, hasChecker, page, run, saved, ticket, words, write } from "../test/pdfJob.ts";
import { pt } from "../units.ts";
import type { Standard } from "./ticket.ts";

const PPI = 144;
/** Of the plate's 255 steps; Ghostscript rounds to them. */
const ONE_PER_CENT = 0.01;
const GOLD: Spot = { kind: "spot", name: "Gold", tint: 0.6, alternate: cmyk(0, 0.2, 0.8, 0.1) };
const NAVY: Spot = { kind: "spot", name: "Chàm 02", tint: 0.35, alternate: cmyk(1, 0.7, 0, 0.3) };
const DUSK: Ink = { kind: "mix", spots: [GOLD, NAVY], process: cmyk(0, 0.25, 0, 0.1) };
/** 60 pt squares in a row; ink by plate. */
const SWATCHES: readonly (readonly [name: string, ink: Ink, plates: Readonly<Record<string, number>>])[] = [
  ["cyan", cmyk(1, 0, 0, 0), { Cyan: 1 }],
  ["a red", cmyk(0, 1, 0.9, 0.1), { Magenta: 1, Yellow: 0.9, Black: 0.1 }],
  ["a tint", cmyk(0.15, 0.05, 0.25, 0), { Cyan: 0.15, Magenta: 0.05, Yellow: 0.25 }],
  ["black", BLACK, { Black: 1 }],
  ["rich black", cmyk(0.6, 0.4, 0.4, 1), { Cyan: 0.6, Magenta: 0.4, Yellow: 0.4, Black: 1 }],
  ["a spot ink's tint", GOLD, { Gold: 0.6 }],
  ["a mix", DUSK, { Magenta: 0.25, Black: 0.1, Gold: 0.6, "Chàm 02": 0.35 }],
];

const fill = (x: number, y: number, width: number, height: number, ink: Ink): DisplayItem => ({
  kind: "fill",
  of: "artifact",
  box: { x: pt(x), y: pt(y), width: pt(width), height: pt(height) },
  ink,
});
const BED = { x: 40, y: 200, width: 300, height: 120 };
const text = "Mùa nước nổi";
const items: DisplayItem[] = [
  ...SWATCHES.map(([, ink], n) => fill(40 + 70 * n, 60, 60, 60, ink)),
  fill(BED.x, BED.y, BED.width, BED.height, cmyk(0.5, 0, 0, 0)),
  words({ block: "a", role: "answer" }, run("viet", text, { size: 10 }), 60, 240),
  words({ block: "b", role: "answer" }, run("viet", text, { size: 24 }), 60, 290, PAPER),
  // A spot and a mix over a bed of two inks, once as they come and once to overprint.
  fill(40, 420, 300, 60, cmyk(0, 0.4, 0, 0.2)),
  fill(50, 430, 40, 40, GOLD),
  fill(100, 430, 40, 40, { ...GOLD, overprint: true }),
  fill(150, 430, 40, 40, { kind: "mix", spots: [NAVY], process: cmyk(0, 0, 0, 0.5), overprint: true }),
  words({ block: "c", role: "answer" }, run("viet", text, { size: 10 }), 40, 400),
];

type Plate = { readonly width: number; readonly pixels: Uint8Array };
/** Means and extremes of a plate's ink, 0 to 1, in a box in points from the trim's top left. */
function inkIn(plate: Plate | undefined, x: number, y: number, width: number, height: number) {
  const bleed = (3 * 72) / 25.4;
  const at = (value: number) => Math.round(((value + bleed) * PPI) / 72);
  let [sum, count, least, most] = [0, 0, 1, 0];
  for (let row = at(y); row < at(y + height); row++) {
    for (let column = at(x); column < at(x + width); column++) {
      const ink = plate ? 1 - (plate.pixels[row * plate.width + column] as number) / 255 : 0;
      sum += ink;
      count++;
      least = Math.min(least, ink);
      most = Math.max(most, ink);
    }
  }
  return { mean: sum / count, least, most };
}

async function platesOf(standard: Standard): Promise<ReadonlyMap<string, Plate>> {
  const { bytes } = await write([page(1, items)], ticket({ standard }));
  const folder = mkdtempSync(join(tmpdir(), "quoin-plates-"));
  call(
    "gs",
    "-q",
    "-dSAFER",
    "-dBATCH",
    "-dNOPAUSE",
    "-sDEVICE=tiffsep",
    `-r${PPI}`,
    "-o",
    join(folder, "p%d.tif"),
    saved(bytes),
  );
  const plates = new Map<string, Plate>();
  for (const file of readdirSync(folder)) {
    const name = /\((.+)\)/.exec(file)?.[1];
    if (name === undefined) continue;
    const { data, info } = await sharp(join(folder, file)).greyscale().raw().toBuffer({ resolveWithObject: true });
    plates.set(decodeURIComponent(name), { width: info.width, pixels: data });
  }
  return plates;
}

describe.skipIf(!has("gs")).each(["x4", "x1a"] as const)("%s (needs Ghostscript)", (standard) => {
  let plates: ReadonlyMap<string, Plate>;
  beforeAll(async () => {
    plates = await platesOf(standard);
  });

  test("the plates are the inks that are used", () => {
    expect([...plates.keys()].sort()).toEqual(["Black", "Chàm 02", "Cyan", "Gold", "Magenta", "Yellow"]);
  });

  test.skipIf(!hasChecker)(
    "every spot is one ink to a checker that knows the standard (needs pdfx_check.py)",
    async () => {
      const { bytes } = await write([page(1, items)], ticket({ standard }));
      expect(complaints("/usr/bin/python3", CHECKER, saved(bytes), "--standard", standard)).toBe("");
    },
  );

  test.each(SWATCHES.map(([name], n) => [name, n] as const))("%s lays what it says", (_, n) => {
    const wanted = SWATCHES[n]?.[2] ?? {};
    for (const [name, plate] of plates) {
      const { least, most } = inkIn(plate, 45 + 70 * n, 65, 50, 50);
      expect(Math.abs(most - (wanted[name] ?? 0)), `${name} at most`).toBeLessThanOrEqual(ONE_PER_CENT);
      expect(Math.abs(least - (wanted[name] ?? 0)), `${name} at least`).toBeLessThanOrEqual(ONE_PER_CENT);
    }
  });

  test.each([
    ["a spot knocks out", 50, { Gold: 0.6 }],
    ["one that overprints lets what is below show through", 100, { Gold: 0.6, Magenta: 0.4, Black: 0.2 }],
    ["a mix that overprints covers its own plates", 150, { "Chàm 02": 0.35, Magenta: 0.4, Black: 0.5 }],
  ] as const)("over a bed of inks %s", (_, x, wanted: Readonly<Record<string, number>>) => {
    for (const [name, plate] of plates) {
      const { mean } = inkIn(plate, x + 5, 435, 30, 30);
      expect(Math.abs(mean - (wanted[name] ?? 0)), name).toBeLessThanOrEqual(ONE_PER_CENT);
    }
  });

  test("black text is on the black plate alone", () => {
    expect(inkIn(plates.get("Black"), 40, 385, 70, 20).most).toBeGreaterThan(0.9);
    for (const name of ["Cyan", "Magenta", "Yellow", "Gold", "Chàm 02"]) {
      expect(inkIn(plates.get(name), 40, 385, 70, 20).most, name).toBe(0);
    }
  });

  test("small black overprints: the colour under it has no holes; white knocks out", () => {
    const cyan = plates.get("Cyan");
    const under = inkIn(cyan, 55, 225, 100, 25);
    expect(inkIn(plates.get("Black"), 55, 225, 100, 25).most).toBeGreaterThan(0.9);
    expect(Math.abs(under.least - 0.5)).toBeLessThanOrEqual(ONE_PER_CENT);
    expect(Math.abs(under.most - 0.5)).toBeLessThanOrEqual(ONE_PER_CENT);
    const holes = inkIn(cyan, 55, 265, 150, 35);
    expect(holes.least).toBe(0);
    expect(holes.mean).toBeLessThan(0.48);
    expect(inkIn(plates.get("Black"), 55, 265, 150, 35).most).toBe(0);
  });
});
