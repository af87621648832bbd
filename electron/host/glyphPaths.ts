/** Shapes of glyphs out of font files, for text that goes to the printer as outlines. Each glyph is drawn once. */
import * as hb from "harfbuzzjs";
import { faceOf } from "../../shared/pdf/sfnt.ts";
import type { GlyphPath } from "../../shared/pdf/ticket.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";

export function glyphPaths(bytesOf: (font: FontId) => Uint8Array): (font: FontId, glyph: number) => GlyphPath {
  const opened = new Map<
    FontId,
    { readonly font: hb.Font; readonly unitsPerEm: number; paths: Map<number, GlyphPath> }
  >();
  return (id, glyph) => {
    let entry = opened.get(id);
    if (!entry) {
      const face = new hb.Face(new hb.Blob(bytesOf(id)), faceOf(id));
      entry = { font: new hb.Font(face), unitsPerEm: face.upem, paths: new Map() };
      opened.set(id, entry);
    }
    let path = entry.paths.get(glyph);
    if (!path) {
      path = { unitsPerEm: entry.unitsPerEm, commands: entry.font.glyphToJson(glyph) };
      entry.paths.set(glyph, path);
    }
    return path;
  };
}
