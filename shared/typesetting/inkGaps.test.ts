/**
 * Lines that never touch: stacks of Vietnamese capitals in the shipped display fonts, opened by measuring, then drawn
 * by another program's rasteriser (mutool, from HarfBuzz's curves) and looked at pixel by pixel.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as hb from "harfbuzzjs";
import { beforeAll, describe, expect, test } from "vitest";
import { bodyStyle, block } from "../test/typeset.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import { pt } from "../units.ts";
import type { Line } from "./glyphs.ts";
import { createShaper } from "./harfbuzz.ts";
import { setHeadline } from "./headline.ts";
import { CLEARANCE, leastDistance, openedLeading, wordAt } from "./inkGaps.ts";
import { shapeBlock } from "./shape.ts";
import type { Shaper } from "./shaper.ts";

const faces = shippedFonts();
let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(faces, FALLBACKS);
});

const SIZE = 40;
function stack(font: string, weight: number, text: string, measure: number): readonly Line[] {
  const style = bodyStyle({
    font,
    weight,
    size: pt(SIZE),
    leading: pt(SIZE),
    align: "left",
    hyphenate: false,
    indent: 0,
  });
  const flush = { ...style, indentFirst: pt(0), protrusion: false };
  return setHeadline(shapeBlock(block("vi", text), flush, "", shaper), [{ x: 0, width: measure }]).lines;
}

const mutool = (() => {
  try {
    execFileSync("mutool", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const fonts = new Map<string, hb.Font>();
function fontOf(id: string): hb.Font {
  let font = fonts.get(id);
  const face = faces.find((one) => one.id === id);
  if (!face) throw new RangeError(`no font ${id}`);
  if (!font) fonts.set(id, (font = new hb.Font(new hb.Face(new hb.Blob(face.bytes), 0))));
  return font;
}

const PIXELS = 4;
/** The pixels that a line at this height inks; the picture is `width` × `height` points, `PIXELS` to the point. */
function raster(line: Line, baseline: number, width: number, height: number): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "ink-"));
  try {
    const paths = line.runs.flatMap((run) =>
      Array.from(run.glyphs, (glyph, n) => {
        const font = fontOf(run.font);
        const scale = run.size / font.face.upem;
        const at = `translate(${run.xs[n] ?? 0} ${baseline}) scale(${scale} ${-scale})`;
        return `<path transform="${at}" d="${font.glyphToPath(glyph)}"/>`;
      }),
    );
    const svg = join(folder, "line.svg");
    const box = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
    writeFileSync(svg, `<svg xmlns="http://www.w3.org/2000/svg" ${box}>${paths.join("")}</svg>`);
    const pgm = join(folder, "line.pgm");
    execFileSync("mutool", ["draw", "-q", "-r", String(72 * PIXELS), "-F", "pgm", "-o", pgm, svg], { stdio: "ignore" });
    const bytes = new Uint8Array(readFileSync(pgm));
    return bytes.subarray(bytes.length - width * height * PIXELS * PIXELS).map((value) => (value < 250 ? 1 : 0));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The nearest that inked pixels of two pictures come, up to `reach` pixels; more than `reach` when none does. */
function nearestInk(a: Uint8Array, b: Uint8Array, width: number, reach: number): number {
  let least = reach + 1;
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== 1) continue;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if (b[at + dy * width + dx] === 1) least = Math.min(least, Math.max(Math.abs(dx), Math.abs(dy)));
      }
    }
  }
  return least;
}

const COPY = "BẢO VỆ NỀN TẢNG TƯ TƯỞNG CỦA ĐẢNG";
const FONTS = [
  ["Playfair Display", 900],
  ["Spectral", 600],
  ["Be Vietnam Pro", 700],
] as const;

describe.each(FONTS)("%s %d", (font, weight) => {
  test.skipIf(!mutool)("stacked capitals with two marks never touch (needs mutool)", () => {
    const lines = stack(font, weight, COPY, 420);
    expect(lines.length).toBeGreaterThan(1);
    const tight = SIZE * 0.7;
    const leading = openedLeading(lines, tight, SIZE, shaper);
    expect(leading).toBeGreaterThan(tight);
    const height = Math.ceil(leading + 3 * SIZE);
    let least = Number.POSITIVE_INFINITY;
    for (let n = 0; n + 1 < lines.length; n++) {
      const upper = raster(lines[n] as Line, 2 * SIZE, 430, height);
      const lower = raster(lines[n + 1] as Line, 2 * SIZE + leading, 430, height);
      expect(upper.some((pixel) => pixel === 1) && lower.some((pixel) => pixel === 1)).toBe(true);
      least = Math.min(least, nearestInk(upper, lower, 430 * PIXELS, 10));
    }
    const wanted = CLEARANCE * SIZE * PIXELS;
    expect(least).toBeGreaterThanOrEqual(Math.floor(wanted) - 1);
    // And nothing is opened for nothing.
    expect(least).toBeLessThanOrEqual(Math.ceil(wanted) + 3);
  });

  test("leading that clears is kept, and lines open as far as the worst pair asks", () => {
    const lines = stack(font, weight, COPY, 420);
    expect(openedLeading(lines, SIZE * 2, SIZE, shaper)).toBe(SIZE * 2);
    const opened = openedLeading(lines, SIZE * 0.7, SIZE, shaper);
    expect(openedLeading(lines, opened, SIZE, shaper)).toBe(opened);
    const needs = lines
      .slice(0, -1)
      .map((line, n) => leastDistance(line, lines[n + 1] as Line, 0, CLEARANCE * SIZE, 0, shaper)?.distance ?? 0);
    expect(opened).toBeCloseTo(Math.max(...needs), 6);
  });
});

test("boxes that meet are no reason to open: it is the ink that counts", () => {
  const lines = stack("Literata", 300, "The man who taught a city to listen", 420);
  const [upper, lower] = lines as [Line, Line];
  const boxes = upper.inkBelow + lower.inkAbove;
  expect(openedLeading(lines, SIZE * 0.7, SIZE, shaper)).toBeLessThan(boxes - 4);
});

test("the words that meet are told, and moving one aside parts them", () => {
  const below = stack("Be Vietnam Pro", 700, "NGỐ", 420)[0] as Line;
  const above = stack("Be Vietnam Pro", 700, "ỌỤ", 420)[0] as Line;
  const meeting = leastDistance(above, below, 0, 0, SIZE * 0.8, shaper);
  expect(meeting && [wordAt(meeting.upper), wordAt(meeting.lower)]).toEqual(["ỌỤ", "NGỐ"]);
  expect(leastDistance(above, below, 200, 0, SIZE * 0.8, shaper)).toBeNull();
});
