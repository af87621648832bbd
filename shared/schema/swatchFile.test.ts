import { expect, test } from "vitest";
import { cmyk, PAPER } from "../color/ink.ts";
import { labToCmyk, labToRgb } from "../color/lab.ts";
import { resolveSwatches, swatchFields } from "./swatchFile.ts";

const mix = (...swatches: string[]) => ({ mix: swatches.map((swatch) => ({ swatch, tint: 100 })) });
const read = (file: unknown) => resolveSwatches(swatchFields.parse(file), "t");

test("swatches are process inks, spots, measured colours and tints of each other in any order", () => {
  const { swatches, ink } = read({
    pale: { swatch: "house", tint: 40 },
    house: { spot: "PANTONE 185 C", cmyk: [0, 91, 76, 0] },
    half: { swatch: "red", tint: 50 },
    red: [0, 100, 90, 10],
    brick: { lab: [42, 48, 35] },
    thinBrick: { swatch: "brick", tint: 30 },
    gold: { spot: "Gold", lab: [60, 5, 40] },
    rich: [60, 40, 40, 100],
  });
  const alternate = cmyk(0, 0.91, 0.76, 0);
  expect(swatches.pale).toEqual({ kind: "spot", name: "PANTONE 185 C", tint: 0.4, alternate });
  expect(swatches.half).toEqual(cmyk(0, 0.5, 0.45, 0.05));
  expect(swatches.brick).toMatchObject({ kind: "cmyk", lab: { of: [42, 48, 35], tint: 1 } });
  expect(swatches.thinBrick).toMatchObject({ lab: { of: [42, 48, 35], tint: 0.3 } });
  expect(swatches.gold).toMatchObject({ kind: "spot", alternate: { lab: { of: [60, 5, 40] } } });
  expect(ink("paper", "a")).toBe(PAPER);
  expect(ink({ swatch: "red", tint: 10 }, "a")).toEqual(cmyk(0, 0.1, 0.09, 0.01));
  expect(ink([0, 0, 0, 100], "a")).toEqual(cmyk(0, 0, 0, 1));
  expect(ink("rich", "a")).toEqual(cmyk(0.6, 0.4, 0.4, 1));
});

test("a mix is spots and process inks at their tints, and overprints when it says so", () => {
  const { swatches, ink } = read({
    house: { spot: "House", cmyk: [0, 91, 76, 0] },
    varnish: { spot: "Varnish", cmyk: [0, 0, 0, 0], overprint: true },
    red: [0, 100, 90, 10],
    dusk: {
      mix: [
        { swatch: "house", tint: 60 },
        { swatch: "red", tint: 20 },
        { swatch: "black", tint: 30 },
      ],
      overprint: true,
    },
    black: [0, 0, 0, 100],
  });
  const alternate = cmyk(0, 0.91, 0.76, 0);
  const house = { kind: "spot", name: "House", alternate };
  expect(swatches.dusk).toEqual({
    kind: "mix",
    spots: [{ ...house, tint: 0.6 }],
    process: cmyk(0, 0.2, 0.18, 0.32),
    overprint: true,
  });
  expect(ink({ swatch: "dusk", tint: 50 }, "a")).toMatchObject({
    spots: [{ ...house, tint: 0.3 }],
    process: cmyk(0, 0.1, 0.09, 0.16),
    overprint: true,
  });
  expect(ink({ swatch: "varnish", tint: 50 }, "a")).toMatchObject({ kind: "spot", tint: 0.5, overprint: true });
});

test.each([
  [{ a: { swatch: "b", tint: 10 }, b: { swatch: "a", tint: 10 } }, "a tint of itself"],
  [{ a: { swatch: "gone", tint: 10 } }, 'there is no swatch "gone"'],
  [{ a: { swatch: "constructor", tint: 10 } }, 'there is no swatch "constructor"'],
  [{ a: { spot: "Gold", cmyk: [0, 0, 90, 0] }, b: { spot: "Gold", cmyk: [0, 0, 80, 0] } }, "has another look"],
  [{ a: { spot: "Gold", cmyk: [0, 0, 90, 0] }, b: { spot: "GOLD ", cmyk: [0, 0, 90, 0] } }, "two plates"],
  [{ r: [0, 1, 0, 0], s: [9, 0, 0, 0], a: mix("r", "s") }, "a mix has a spot in it"],
  [{ g: { spot: "Gold", cmyk: [0, 0, 90, 0] }, a: mix("g", "g") }, 'the spot "Gold" is in it twice'],
  [{ g: { spot: "Gold", cmyk: [0, 0, 90, 0] }, r: [0, 60, 0, 0], a: mix("g", "r", "r") }, "more than 100 %"],
  [{ g: { spot: "Gold", cmyk: [0, 0, 90, 0] }, a: mix("g", "paper") }, "only process inks and spots"],
  [{ g: { spot: "Gold", cmyk: [0, 0, 90, 0] }, a: mix("g", "a") }, "a tint of itself"],
])("what cannot be printed is refused: %j", (file, words) => {
  expect(() => read(file)).toThrow(words);
});

test.each([
  { a: { spot: "Black", cmyk: [0, 0, 0, 100] } },
  { a: { spot: "All", cmyk: [0, 0, 0, 100] } },
  { a: { rgb: [255, 0, 0] } },
  { a: { lab: [120, 0, 0] } },
  { a: [0, 0, 0] },
  { a: "#ff0000" },
])("is no swatch: %j", (file) => {
  expect(swatchFields.safeParse(file).success).toBe(false);
});

test("rich black has a name or is not printed", () => {
  expect(() => read({}).ink([60, 40, 40, 100], "styles.body.colour")).toThrow(
    "t: styles.body.colour: black with other inks (60, 40, 40, 100) is a rich black",
  );
});

test("a measured colour looks like itself before a press is chosen", () => {
  // Bruce Lindbloom's calculator: sRGB red, green and a grey, as Lab at D50.
  const rgb = (lab: readonly [number, number, number]) => labToRgb(lab).map((part) => Math.round(part * 255));
  expect(rgb([54.29, 80.81, 69.89])).toEqual([255, 0, 0]);
  expect(rgb([87.82, -79.29, 80.99])).toEqual([0, 255, 0]);
  expect(rgb([53.59, 0, 0])).toEqual([128, 128, 128]);
  expect(labToCmyk([100, 0, 0])).toEqual(cmyk(0, 0, 0, 0));
  const { c, m, y, k } = labToCmyk([48, 68, 48]);
  expect(c + k).toBeLessThan(0.1);
  expect(Math.min(m, y)).toBeGreaterThan(0.8);
});
