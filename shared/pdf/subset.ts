/**
 * A font file cut down to the glyphs a document shows, by HarfBuzz's subsetter. Glyph ids stay as they are, so pages
 * can be written before the subset exists. The WebAssembly comes in as bytes: this room opens no file. It has no
 * imports and no wrapper; these are calls of its C functions.
 */
export type Subsetter = (font: Uint8Array, face: number, glyphs: Iterable<number>) => Uint8Array;

// hb-subset.h
const NO_HINTING = 0x1;
const RETAIN_GIDS = 0x2;
const NOTDEF_OUTLINE = 0x40;
const NO_LAYOUT_CLOSURE = 0x200;
const SETS_DROP_TABLE_TAG = 3;
const MEMORY_MODE_READONLY = 1;

/** A PDF finds glyphs by id and holds widths and names itself; layout and look-up tables are dead weight there. */
const DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH", "kern", "name", "cmap", "OS/2", "STAT", "DSIG"];
const DROPPED_TOO = ["VORG", "vhea", "vmtx", "gasp", "hdmx", "VDMX", "LTSH", "PCLT", "meta", "SVG ", "COLR", "CPAL"];

type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
} & Readonly<Record<string, (...args: number[]) => number>>;

export async function loadSubsetter(wasm: Uint8Array): Promise<Subsetter> {
  const { instance } = await WebAssembly.instantiate(wasm, {});
  const hb = instance.exports as unknown as Exports;
  const call = (name: string, ...args: number[]): number => {
    const found = hb[name];
    if (!found) throw new RangeError(`the subsetter has no ${name}`);
    return found(...args);
  };
  call("_initialize");

  return (font, faceIndex, glyphs) => {
    const at = call("malloc", font.length);
    new Uint8Array(hb.memory.buffer).set(font, at);
    const blob = call("hb_blob_create", at, font.length, MEMORY_MODE_READONLY, 0, 0);
    const face = call("hb_face_create", blob, faceIndex);
    const input = call("hb_subset_input_create_or_fail");
    call("hb_subset_input_set_flags", input, NO_HINTING | RETAIN_GIDS | NOTDEF_OUTLINE | NO_LAYOUT_CLOSURE);
    const wanted = call("hb_subset_input_glyph_set", input);
    for (const glyph of glyphs) call("hb_set_add", wanted, glyph);
    const dropped = call("hb_subset_input_set", input, SETS_DROP_TABLE_TAG);
    for (const tag of [...DROPPED, ...DROPPED_TOO]) call("hb_set_add", dropped, tagNumber(tag));
    const made = call("hb_subset_or_fail", face, input);
    if (made === 0) throw new RangeError("a font could not be cut down to the glyphs in use");
    const out = call("hb_face_reference_blob", made);
    const length = call("hb_blob_get_length", out);
    const from = call("hb_blob_get_data", out, 0);
    // The memory may have moved while it grew: a view is made only now.
    const copy = new Uint8Array(hb.memory.buffer).slice(from, from + length);
    call("hb_blob_destroy", out);
    call("hb_face_destroy", made);
    call("hb_subset_input_destroy", input);
    call("hb_face_destroy", face);
    call("hb_blob_destroy", blob);
    call("free", at);
    return copy;
  };
}

function tagNumber(tag: string): number {
  return [0, 1, 2, 3].reduce((sum, i) => (sum << 8) | tag.charCodeAt(i), 0) >>> 0;
}
