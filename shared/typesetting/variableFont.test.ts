import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as hb from "harfbuzzjs";
import { describe, expect, test } from "vitest";
import { readFontNames } from "./fontFile.ts";
import { type FontRequest, matchFace } from "./fonts.ts";
import { loadSubsetLibrary } from "./subsetLibrary.ts";
import { type Coordinates, coordinatesKey, instancesOf, instantiate } from "./variableFont.ts";

const library = await loadSubsetLibrary(
  new Uint8Array(
    readFileSync(join(createRequire(import.meta.url).resolve("harfbuzzjs"), "..", "harfbuzz-subset.wasm")),
  ),
);

/** Variable fonts that this machine may have; others can be named with QUOIN_VARIABLE_FONTS (a folder). */
const found = [process.env.QUOIN_VARIABLE_FONTS, "/usr/share/fonts"]
  .filter((folder) => folder !== undefined && existsSync(folder))
  .flatMap((folder) =>
    globSync("**/*{.var,VF,Variable,[[]wght}*.{ttf,otf}", { cwd: folder ?? "" }).map((name) =>
      join(folder ?? "", name),
    ),
  )
  .sort();

const request = (changes: Partial<FontRequest> = {}): FontRequest => ({
  family: "x",
  weight: 400,
  italic: false,
  ...changes,
});

/** Outlines and advances of some letters, as HarfBuzz draws them. */
function drawn(bytes: Uint8Array, coordinates: Coordinates | null): readonly string[] {
  const font = new hb.Font(new hb.Face(new hb.Blob(bytes), 0));
  if (coordinates) font.setVariations(Object.entries(coordinates).map(([tag, value]) => new hb.Variation(tag, value)));
  return [..."nQg8ầỆ&"].map((letter) => {
    const glyph = font.nominalGlyph(letter.codePointAt(0) ?? 0) ?? 0;
    const box = font.glyphExtents(glyph);
    const numbers = [
      font.glyphHAdvance(glyph),
      box?.xBearing ?? 0,
      box?.yBearing ?? 0,
      box?.width ?? 0,
      box?.height ?? 0,
    ];
    return `${glyph}: ${numbers.map(Math.round).join(" ")}`;
  });
}
const within = (a: string, b: string): boolean => {
  const [x, y] = [a, b].map((line) => line.split(/[: ]+/).map(Number));
  return (x ?? []).every((value, i) => Math.abs(value - (y?.[i] ?? 0)) <= 2);
};

const names = (bytes: Uint8Array) => readFontNames(bytes);

test("places on the axes: every hundred, the named ones, and what is asked for beyond", () => {
  const said = {
    ...readFontNames(readFileSync(join(import.meta.dirname, "../../assets/fonts/spectral/Spectral-400Regular.ttf"))),
    variable: true,
    axes: [
      { tag: "wght", min: 200, default: 400, max: 900 },
      { tag: "opsz", min: 8, default: 20, max: 60 },
    ],
    instances: [{ name: "Semilight", coordinates: { wght: 350, opsz: 20 } }],
  };
  const made = instancesOf(said, [request({ weight: 433, size: 9 }), request({ weight: 1000, size: 100 })]);
  const at = (size: number) => made.filter(({ coordinates }) => coordinates.opsz === size);
  expect(at(20).map((one) => one.names.weight)).toEqual([400, 200, 300, 350, 433, 500, 600, 700, 800, 900]);
  expect([9, 60].map((size) => at(size).length)).toEqual([10, 10]);
  expect(at(20).find((one) => one.names.weight === 350)?.names.subfamily).toBe("Semilight");
  const faces = made.map((one) => ({ ...one.names, key: coordinatesKey(one.coordinates) }));
  const choose = (changes: Partial<FontRequest>) =>
    matchFace(faces, request({ family: "Spectral", ...changes })).face.key;
  expect(choose({ weight: 433 })).toBe("opsz=20,wght=433");
  expect(choose({ weight: 433, size: 9 })).toBe("opsz=9,wght=433");
  expect(choose({ weight: 700, size: 72 })).toBe("opsz=60,wght=700");
});

describe.skipIf(found.length === 0)("variable fonts of this machine (needs one: Debian's fonts-inter-variable)", () => {
  test.each(found.map((path) => [path.split("/").at(-1) ?? "", path]))(
    "%s: instances are what HarfBuzz draws",
    (_, path) => {
      const bytes = new Uint8Array(readFileSync(path));
      const whole = names(bytes);
      const all = instancesOf(whole, [request({ weight: 433, size: 9 })]);
      expect(all.length).toBeGreaterThan(4);
      const tried = [all[0], all.find((one) => one.names.weight === 433), all.at(-1)];
      for (const one of tried) {
        if (!one) continue;
        const still = instantiate(library, bytes, 0, one.coordinates, one.names);
        expect(still).not.toBe(null);
        if (!still) continue;
        const said = names(still);
        expect(said.variable).toBe(false);
        expect([said.family, said.subfamily, said.postscriptName, said.flavour]).toEqual([
          one.names.family,
          one.names.subfamily,
          one.names.postscriptName,
          one.names.flavour,
        ]);
        const expected = drawn(bytes, one.coordinates);
        const wrong = drawn(still, null).filter((line, i) => !within(line, expected[i] ?? ""));
        expect(wrong).toEqual([]);
      }
    },
  );
});
