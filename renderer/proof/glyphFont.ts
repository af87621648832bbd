/**
 * A font made over so that the screen can be told which glyph to draw: its character map says U+F0000 + n for glyph n
 * and everything that would shape text (substitution, positioning, kerning) is left out. `fillText` then draws any
 * glyph of any font, small capitals and ligatures too, from the browser's own glyph cache, and moves nothing.
 * OpenType 1.9.1, "otff" and "cmap" (format 12); TrueType and CFF outlines alike, since no outline is touched.
 */

/** The character that stands for a glyph in a font made here. */
export function glyphCharacter(glyph: number): string {
  return String.fromCodePoint(FIRST + glyph);
}
const FIRST = 0xf0000;
/** The last two characters of the plane are no characters at all. */
const MOST = 0xfffe;

/** Tables that a browser would shape with, or that would no longer be true of the file. */
const LEFT_OUT = new Set([
  "cmap",
  "GSUB",
  "GPOS",
  "GDEF",
  "JSTF",
  "BASE",
  "kern",
  "kerx",
  "morx",
  "mort",
  "DSIG",
  "feat",
]);

/** `face` counts the fonts of a collection. Throws RangeError when the bytes are no font. */
export function glyphFont(bytes: Uint8Array, face = 0): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.getUint32(0) === 0x74746366 ? view.getUint32(12 + 4 * face) : 0;
  const version = view.getUint32(start);
  const count = view.getUint16(start + 4);
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i += 1) {
    const entry = start + 12 + i * 16;
    const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4));
    if (LEFT_OUT.has(tag)) continue;
    const at = view.getUint32(entry + 8);
    const length = view.getUint32(entry + 12);
    if (at + length > bytes.length) throw new RangeError(`the font's table ${tag} ends beyond the file`);
    tables.set(tag, bytes.subarray(at, at + length));
  }
  const maxp = tables.get("maxp");
  if (!maxp) throw new RangeError("the font has no table maxp");
  const glyphs = (maxp[4] ?? 0) * 256 + (maxp[5] ?? 0);
  tables.set("cmap", characterMap(Math.min(glyphs, MOST)));
  return assemble(version, tables);
}

/** One group of format 12 for the whole font, under the platform that holds all of Unicode. */
function characterMap(glyphs: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(40));
  view.setUint16(2, 1);
  view.setUint16(4, 3);
  view.setUint16(6, 10);
  view.setUint32(8, 12);
  view.setUint16(12, 12);
  view.setUint32(16, 28);
  view.setUint32(24, 1);
  view.setUint32(28, FIRST);
  view.setUint32(32, FIRST + glyphs - 1);
  view.setUint32(36, 0);
  return new Uint8Array(view.buffer);
}

function assemble(version: number, tables: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const tags = [...tables.keys()].sort();
  const sized = (tag: string) => (tables.get(tag)?.length ?? 0) + 3 - (((tables.get(tag)?.length ?? 0) + 3) % 4);
  const head = 12 + tags.length * 16;
  const out = new Uint8Array(head + tags.reduce((sum, tag) => sum + sized(tag), 0));
  const view = new DataView(out.buffer);
  const power = 31 - Math.clz32(tags.length);
  view.setUint32(0, version);
  view.setUint16(4, tags.length);
  view.setUint16(6, 16 << power);
  view.setUint16(8, power);
  view.setUint16(10, tags.length * 16 - (16 << power));
  let at = head;
  for (const [i, tag] of tags.entries()) {
    const table = tables.get(tag) as Uint8Array;
    out.set(table, at);
    // "head" holds a sum over the whole file, which counts as 0 while it is made.
    if (tag === "head") view.setUint32(at + 8, 0);
    const entry = 12 + i * 16;
    for (let c = 0; c < 4; c += 1) out[entry + c] = tag.charCodeAt(c);
    view.setUint32(entry + 4, sum(view, at, sized(tag)));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, table.length);
    at += sized(tag);
  }
  const headAt = tags.indexOf("head");
  if (headAt >= 0)
    view.setUint32(view.getUint32(12 + headAt * 16 + 8) + 8, (0xb1b0afba - sum(view, 0, out.length)) >>> 0);
  return out;
}

function sum(view: DataView, at: number, length: number): number {
  let total = 0;
  for (let i = 0; i < length; i += 4) total = (total + view.getUint32(at + i)) >>> 0;
  return total;
}
