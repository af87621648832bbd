/**
 * What a PDF says about a font, read from the font file itself: advances, names, metrics, whether it may be embedded.
 * Reads TrueType and CFF OpenType, and one face of a collection. Tables as in the OpenType specification 1.9.
 */
import type { FontId } from "../typesetting/glyphs.ts";

export type Sfnt = {
  readonly flavour: "truetype" | "cff";
  readonly face: number;
  readonly bytes: Uint8Array;
  readonly glyphCount: number;
  readonly unitsPerEm: number;
  /** Advance of a glyph in thousandths of an em, rounded to 1/1000 of that. */
  readonly advance: (glyph: number) => number;
  /** Glyph of a character by the font's own table; 0 when it has none. */
  readonly glyphOf: (character: number) => number;
  readonly postScriptName: string;
  /** Thousandths of an em, y up. */
  readonly box: readonly [number, number, number, number];
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly xHeight: number;
  readonly italicAngle: number;
  readonly fixedPitch: boolean;
  readonly serif: boolean;
  /** 1 to 1000. */
  readonly weight: number;
  /** `OS/2.fsType`, the licence bits. */
  readonly fsType: number;
  /** A table's bytes, or null. */
  readonly table: (tag: string) => Uint8Array | null;
  /** All tables that lie within the file. */
  readonly tables: ReadonlyMap<string, Uint8Array>;
};

/** Face number of a font id: `#n` at its end. */
export function faceOf(id: FontId): number {
  const mark = id.indexOf("#");
  return mark < 0 ? 0 : Number(id.slice(mark + 1));
}

/** Throws a RangeError when the bytes are no font: files are checked when they come in, not here. */
export function readSfnt(bytes: Uint8Array, face: number): Sfnt {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tagAt = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  const start = tagAt(0) === "ttcf" ? view.getUint32(12 + 4 * face) : 0;
  const kind = tagAt(start);
  if (kind !== "OTTO" && kind !== "true" && view.getUint32(start) !== 0x00010000) {
    throw new RangeError(`no font begins with ${JSON.stringify(kind)}`);
  }
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < view.getUint16(start + 4); i++) {
    const at = start + 12 + 16 * i;
    const [from, length] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (from + length <= bytes.length) tables.set(tagAt(at), bytes.subarray(from, from + length));
  }
  const table = (tag: string) => tables.get(tag) ?? null;
  /** The table as numbers, or null when it is absent or shorter than the fields that are read of it. */
  const find = (tag: string, least: number) => {
    const found = table(tag);
    return found && found.length >= least ? new DataView(found.buffer, found.byteOffset, found.byteLength) : null;
  };
  const read = (tag: string, least: number) => {
    const found = find(tag, least);
    if (!found) throw new RangeError(`a font without ${tag}, or with one cut short`);
    return found;
  };

  const head = read("head", 54);
  const hhea = read("hhea", 36);
  const hmtx = read("hmtx", 4);
  const post = find("post", 16);
  const os2 = find("OS/2", 64);
  const unitsPerEm = head.getUint16(18);
  const glyphCount = read("maxp", 6).getUint16(4);
  const measures = Math.min(hhea.getUint16(34), hmtx.byteLength >> 2);
  const thousandths = (units: number) => Math.round((units * 1_000_000) / unitsPerEm) / 1000;

  const advances = new Float64Array(glyphCount);
  for (let glyph = 0; glyph < glyphCount; glyph++) {
    advances[glyph] = thousandths(hmtx.getUint16(4 * Math.min(glyph, measures - 1)));
  }
  const hasHeights = os2 !== null && os2.getUint16(0) >= 2 && os2.byteLength >= 90;
  const ascent = thousandths(hhea.getInt16(4));
  return {
    flavour: kind === "OTTO" ? "cff" : "truetype",
    face,
    bytes,
    glyphCount,
    unitsPerEm,
    advance: (glyph) => advances[glyph] ?? 0,
    glyphOf: guarded(characterMap(find("cmap", 4))),
    postScriptName: postScriptName(find("name", 6)),
    box: [36, 38, 40, 42].map((at) => thousandths(head.getInt16(at))) as [number, number, number, number],
    ascent,
    descent: thousandths(hhea.getInt16(6)),
    capHeight: hasHeights ? thousandths(os2.getInt16(88)) : ascent,
    xHeight: hasHeights ? thousandths(os2.getInt16(86)) : 0,
    italicAngle: (post?.getInt32(4) ?? 0) / 65536,
    fixedPitch: (post?.getUint32(12) ?? 0) !== 0,
    // Class 8 of sFamilyClass is sans serif, 10 to 12 are ornaments and symbols; PANOSE says the same with 11 to 15.
    serif: os2 !== null && os2.getUint8(32) === 2 && os2.getUint8(33) >= 2 && os2.getUint8(33) <= 10,
    weight: os2 ? os2.getUint16(4) : 400,
    fsType: os2 ? os2.getUint16(8) : 0,
    table,
    tables,
  };
}

/** A character map that leads outside its table has no glyph for the character. */
function guarded(map: (character: number) => number): (character: number) => number {
  return (character) => {
    try {
      return map(character);
    } catch (error) {
      if (error instanceof RangeError) return 0;
      throw error;
    }
  };
}

/** PostScript name (name id 6), made fit for a PDF name of a font: ASCII without delimiters. */
function postScriptName(names: DataView | null): string {
  if (!names) return "Unnamed";
  const strings = names.getUint16(4);
  for (let i = 0; i < names.getUint16(2); i++) {
    const at = 6 + 12 * i;
    if (at + 12 > names.byteLength) break;
    if (names.getUint16(at + 6) !== 6) continue;
    const wide = names.getUint16(at) !== 1;
    const from = strings + names.getUint16(at + 10);
    if (from + names.getUint16(at + 8) > names.byteLength) continue;
    let text = "";
    for (let k = wide ? 1 : 0; k < names.getUint16(at + 8); k += wide ? 2 : 1) {
      text += String.fromCharCode(names.getUint8(from + k));
    }
    const clean = text.replace(/[^A-Za-z0-9_-]/g, "");
    if (clean) return clean;
  }
  return "Unnamed";
}

/** Formats 4 and 12, which every Unicode font has one of. */
function characterMap(cmap: DataView | null): (character: number) => number {
  let four = -1;
  let twelve = -1;
  for (let i = 0; cmap && i < cmap.getUint16(2); i++) {
    if (12 + 8 * i > cmap.byteLength) break;
    const at = cmap.getUint32(4 + 8 * i + 4);
    if (at + 16 > cmap.byteLength) continue;
    if (cmap.getUint16(at) === 4) four = at;
    if (cmap.getUint16(at) === 12) twelve = at;
  }
  return (character) => {
    if (cmap && twelve >= 0) {
      for (let i = 0; i < cmap.getUint32(twelve + 12); i++) {
        const at = twelve + 16 + 12 * i;
        if (character < cmap.getUint32(at)) break;
        if (character <= cmap.getUint32(at + 4)) return cmap.getUint32(at + 8) + character - cmap.getUint32(at);
      }
    }
    if (cmap && four >= 0 && character < 0xffff) {
      const twice = cmap.getUint16(four + 6);
      for (let i = 0; i < twice; i += 2) {
        if (character > cmap.getUint16(four + 14 + i)) continue;
        const from = cmap.getUint16(four + 16 + twice + i);
        if (character < from) return 0;
        const delta = cmap.getUint16(four + 16 + 2 * twice + i);
        const rangeAt = four + 16 + 3 * twice + i;
        const range = cmap.getUint16(rangeAt);
        if (range === 0) return (character + delta) & 0xffff;
        const glyph = cmap.getUint16(rangeAt + range + 2 * (character - from));
        return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
      }
    }
    return 0;
  };
}
