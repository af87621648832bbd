/**
 * A font file cut down to the glyphs a document shows, by HarfBuzz's subsetter. Glyph ids stay as they are, so pages
 * can be written before the subset exists.
 */
import { loadSubsetLibrary, tagNumber } from "../typesetting/subsetLibrary.ts";

/** Null when the font is too broken to be cut down. */
export type Subsetter = (font: Uint8Array, face: number, glyphs: Iterable<number>) => Uint8Array | null;

// hb-subset.h
const NO_HINTING = 0x1;
const RETAIN_GIDS = 0x2;
const NOTDEF_OUTLINE = 0x40;
const NO_LAYOUT_CLOSURE = 0x200;
const SETS_DROP_TABLE_TAG = 3;

/** A PDF finds glyphs by id and holds widths and names itself; layout and look-up tables are dead weight there. */
const DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH", "kern", "name", "cmap", "OS/2", "STAT", "DSIG"];
const DROPPED_TOO = ["VORG", "vhea", "vmtx", "gasp", "hdmx", "VDMX", "LTSH", "PCLT", "meta", "SVG ", "COLR", "CPAL"];

/** `wasm` is `harfbuzz-subset.wasm` of the package harfbuzzjs. */
export async function loadSubsetter(wasm: Uint8Array): Promise<Subsetter> {
  const library = await loadSubsetLibrary(wasm);
  return (font, face, glyphs) =>
    library.make(font, face, (call, input) => {
      call("hb_subset_input_set_flags", input, NO_HINTING | RETAIN_GIDS | NOTDEF_OUTLINE | NO_LAYOUT_CLOSURE);
      const wanted = call("hb_subset_input_glyph_set", input);
      for (const glyph of glyphs) call("hb_set_add", wanted, glyph);
      const dropped = call("hb_subset_input_set", input, SETS_DROP_TABLE_TAG);
      for (const tag of [...DROPPED, ...DROPPED_TOO]) call("hb_set_add", dropped, tagNumber(tag));
    });
}
