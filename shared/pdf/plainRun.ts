/**
 * A line of job text (slug, proof line) as a glyph run, by the font's own character table: no shaping, since nobody
 * reads these for their beauty. Characters the font lacks are left out.
 */
import type { FontId, GlyphRun } from "../typesetting/glyphs.ts";
import { pt } from "../units.ts";
import type { Sfnt } from "./sfnt.ts";

export function plainRun(id: FontId, font: Sfnt, words: string, size: number, lang: string): GlyphRun {
  const glyphs: number[] = [];
  const xs: number[] = [];
  const clusters: number[] = [];
  let text = "";
  let pen = 0;
  for (const character of words.normalize("NFC")) {
    const glyph = font.glyphOf(character.codePointAt(0) as number);
    if (glyph === 0) continue;
    glyphs.push(glyph);
    xs.push(pen);
    clusters.push(text.length);
    text += character;
    pen += (font.advance(glyph) * size) / 1000;
  }
  return {
    font: id,
    size: pt(size),
    scaling: 1,
    direction: "ltr",
    glyphs: Uint16Array.from(glyphs),
    xs: Float64Array.from(xs),
    ys: null,
    clusters: Uint32Array.from(clusters),
    text,
    from: null,
    x: pt(0),
    width: pt(pen),
    look: { ink: null, styles: [], lang, href: null, stageNote: false },
  };
}
