/**
 * Glyph runs as filled shapes, for printers who ask for text as outlines: no font stands in the file. What it reads as
 * is said beside it (ActualText, ISO 32000-1 §14.9.4), since nobody can find it in the shapes.
 */
import type { GlyphRun } from "../typesetting/glyphs.ts";
import type { Content } from "./content.ts";
import { hex16 } from "./objects.ts";
import type { GlyphPath } from "./ticket.ts";

/**
 * `x` and `y`: the line's origin in PDF coordinates; `upward`: it is turned a quarter anticlockwise round it. Outside a text
 * object. Returns how many glyphs 0 were left out.
 */
export function showOutlines(
  out: Content,
  run: GlyphRun,
  x: number,
  y: number,
  pathOf: (glyph: number) => GlyphPath,
  upward = false,
): number {
  out.ascii(`/Span <</ActualText <${hex16(run.text, "FEFF")}>>> BDC\n`);
  const missing = drawRun(out, run, x, y, pathOf, upward);
  out.ascii("EMC\n");
  return missing;
}

/** The same as shapes alone, which read as nothing. */
export function drawRun(
  out: Content,
  run: GlyphRun,
  x: number,
  y: number,
  pathOf: (glyph: number) => GlyphPath,
  upward = false,
): number {
  let missing = 0;
  let drawn = false;
  for (let i = 0; i < run.glyphs.length; i++) {
    const glyph = run.glyphs[i] as number;
    if (glyph === 0) {
      missing++;
      continue;
    }
    const { unitsPerEm, commands } = pathOf(glyph);
    const scale = run.size / unitsPerEm;
    const along = run.xs[i] as number;
    const rise = run.ys ? (run.ys[i] as number) : 0;
    const wide = scale * run.scaling;
    const matrix: Matrix = upward
      ? [0, wide, -scale, 0, x - rise, y + along]
      : [wide, 0, 0, scale, x + along, y + rise];
    if (drawGlyph(out, commands, matrix)) drawn = true;
  }
  // One filling for all: where letters are kerned over each other the ink is laid once.
  if (drawn) out.ascii("f\n");
  return missing;
}

/** As a PDF writes one (ISO 32000-1 §8.3.3). */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

function drawGlyph(out: Content, commands: GlyphPath["commands"], [ma, mb, mc, md, me, mf]: Matrix): boolean {
  let atX = 0;
  let atY = 0;
  const point = (px: number, py: number): void => {
    out.num(me + px * ma + py * mc);
    out.num(mf + px * mb + py * md);
  };
  for (const { type, values } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
    switch (type) {
      case "M":
        point(a, b);
        out.ascii("m\n");
        [atX, atY] = [a, b];
        break;
      case "L":
        point(a, b);
        out.ascii("l\n");
        [atX, atY] = [a, b];
        break;
      case "Q":
        // A quadratic curve raised to a cubic: its control points lie two thirds of the way to the one.
        point(atX + (2 / 3) * (a - atX), atY + (2 / 3) * (b - atY));
        point(c + (2 / 3) * (a - c), d + (2 / 3) * (b - d));
        point(c, d);
        out.ascii("c\n");
        [atX, atY] = [c, d];
        break;
      case "C":
        point(a, b);
        point(c, d);
        point(e, f);
        out.ascii("c\n");
        [atX, atY] = [e, f];
        break;
      case "Z":
        out.ascii("h\n");
        break;
      default:
        throw new RangeError(`a glyph's path has no ${type}`);
    }
  }
  return commands.length > 0;
}
