/**
 * What a font file says of itself: names, weight, slope, embedding rights, kind of outlines. Pure over bytes, so it
 * runs wherever the file was read. Every offset is checked before it is followed; a file that lies gives one clear
 * `FontError` and nothing else. Source: OpenType 1.9.1, chapters "otff", "name", "OS/2", "head".
 */
/** The file is not a font, or a broken one. The message says what was found and what was expected. */
export class FontError extends Error {
  override name = "FontError";
}

type FontFlavour = "truetype" | "cff" | "cff2";

/** What the foundry allows (OS/2 fsType, the least restrictive of the bits set). */
type EmbeddingRights = "installable" | "editable" | "preview" | "restricted";

export type FontNames = {
  /** The typographic family, "Source Serif 4": weights and italics of one design share it. */
  readonly family: string;
  /** "Semibold Italic". */
  readonly subfamily: string;
  readonly postscriptName: string;
  /** 1 to 1000; 400 is regular. */
  readonly weight: number;
  readonly italic: boolean;
  readonly embedding: EmbeddingRights;
  /** False when the foundry forbids embedding a part of the font. */
  readonly maySubset: boolean;
  readonly flavour: FontFlavour;
  readonly unitsPerEm: number;
  /** Number of glyphs. */
  readonly glyphs: number;
  /** Fonts in the file: 1, or more in a collection. */
  readonly faces: number;
  /** Has variation axes. */
  readonly variable: boolean;
};

type Table = { readonly at: number; readonly length: number };

/** A window on the bytes that cannot be left. */
function reader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const need = (at: number, size: number, what: string): void => {
    if (at < 0 || at + size > bytes.byteLength) {
      throw new FontError(`${what} would end at byte ${at + size}, but the file has ${bytes.byteLength}`);
    }
  };
  return {
    u8: (at: number, what: string) => (need(at, 1, what), view.getUint8(at)),
    u16: (at: number, what: string) => (need(at, 2, what), view.getUint16(at)),
    u32: (at: number, what: string) => (need(at, 4, what), view.getUint32(at)),
    slice: (at: number, length: number, what: string) => (need(at, length, what), bytes.subarray(at, at + length)),
  };
}

const TRUETYPE = 0x00010000;
const OLD_APPLE = 0x74727565; // "true"
const CFF = 0x4f54544f; // "OTTO"
const COLLECTION = 0x74746366; // "ttcf"
const WOFF = 0x774f4646;
const WOFF2 = 0x774f4632;

/**
 * Reads face `index` (counted from 0) of a font file. Throws `FontError` for anything that is not a whole font with
 * outlines.
 */
export function readFontNames(bytes: Uint8Array, index = 0): FontNames {
  const read = reader(bytes);
  if (bytes.byteLength < 12) throw new FontError(`a font has at least 12 bytes, this file has ${bytes.byteLength}`);
  let start = 0;
  let faces = 1;
  let version = read.u32(0, "the file's signature");
  if (version === WOFF || version === WOFF2) {
    throw new FontError("this is a web font (WOFF); use the TrueType or OpenType file");
  }
  if (version === COLLECTION) {
    faces = read.u32(8, "the collection's count");
    if (faces < 1 || faces > 10_000) throw new FontError(`a collection of ${faces} fonts cannot be`);
    if (index < 0 || index >= faces) {
      throw new FontError(`font ${index} was asked for, the collection has ${faces} (counted from 0)`);
    }
    start = read.u32(12 + 4 * index, `the place of font ${index}`);
    version = read.u32(start, `the signature of font ${index}`);
  } else if (index !== 0) throw new FontError(`font ${index} was asked for, but the file is no collection`);
  if (version !== TRUETYPE && version !== OLD_APPLE && version !== CFF) {
    throw new FontError(`the file begins with ${hex(version)}, which no TrueType or OpenType font does`);
  }

  const tables = new Map<string, Table>();
  const count = read.u16(start + 4, "the table count");
  for (let i = 0; i < count; i++) {
    const at = start + 12 + 16 * i;
    const tag = ascii(read.slice(at, 4, `table record ${i}`));
    const table = { at: read.u32(at + 8, `table record ${i}`), length: read.u32(at + 12, `table record ${i}`) };
    if (table.at + table.length > bytes.byteLength) {
      throw new FontError(
        `table "${tag}" would end at byte ${table.at + table.length}, but the file has ${bytes.byteLength}: it is cut short`,
      );
    }
    tables.set(tag, table);
  }
  const need = (tag: string, least: number): Table => {
    const table = tables.get(tag);
    if (!table) throw new FontError(`there is no table "${tag}"`);
    if (table.length < least)
      throw new FontError(`table "${tag}" has ${table.length} bytes, at least ${least} expected`);
    return table;
  };

  const head = need("head", 54);
  const unitsPerEm = read.u16(head.at + 18, "head");
  if (unitsPerEm < 16 || unitsPerEm > 16_384) {
    throw new FontError(`${unitsPerEm} units per em, 16 to 16384 expected`);
  }
  const glyphs = read.u16(need("maxp", 6).at + 4, "maxp");
  if (glyphs === 0) throw new FontError("the font has no glyphs");
  need("cmap", 4);
  need("hhea", 36);
  need("hmtx", 4);
  const flavour: FontFlavour | null = tables.has("glyf")
    ? "truetype"
    : tables.has("CFF ")
      ? "cff"
      : tables.has("CFF2")
        ? "cff2"
        : null;
  if (flavour === null) throw new FontError("the font has no outlines (it holds bitmaps only); it cannot be printed");
  if (flavour === "truetype") need("loca", 2);

  const macStyle = read.u16(head.at + 44, "head");
  let weight = macStyle & 1 ? 700 : 400;
  let italic = (macStyle & 2) !== 0;
  let fsType = 0;
  const os2 = tables.get("OS/2");
  if (os2 && os2.length >= 64) {
    const given = read.u16(os2.at + 4, "OS/2");
    // Old fonts count weights from 1 to 9.
    if (given >= 1 && given <= 1000) weight = given < 10 ? given * 100 : given;
    fsType = read.u16(os2.at + 8, "OS/2");
    const selection = read.u16(os2.at + 62, "OS/2");
    italic = (selection & 0x201) !== 0 || italic;
  }
  const names = tables.has("name") ? readNames(read, need("name", 6)) : new Map<number, string>();
  const family = names.get(16) ?? names.get(1) ?? names.get(6);
  if (family === undefined || family === "") throw new FontError("the font does not say its family name");
  const subfamily = names.get(17) ?? names.get(2) ?? (italic ? "Italic" : "Regular");
  return {
    family,
    subfamily,
    postscriptName: names.get(6) ?? `${family}-${subfamily}`.replaceAll(" ", ""),
    weight,
    italic,
    embedding: rights(fsType),
    maySubset: (fsType & 0x100) === 0,
    flavour,
    unitsPerEm,
    glyphs,
    faces,
    variable: tables.has("fvar"),
  };
}

/** Bits of fsType; where several are set the least restrictive counts (OS/2 chapter, fsType). */
function rights(fsType: number): EmbeddingRights {
  if ((fsType & 0xe) === 0) return "installable";
  if (fsType & 0x8) return "editable";
  return fsType & 0x4 ? "preview" : "restricted";
}

/** Names 1, 2, 6, 16 and 17, English where there is a choice. */
function readNames(read: ReturnType<typeof reader>, table: Table): Map<number, string> {
  const found = new Map<number, string>();
  const ranks = new Map<number, number>();
  const count = read.u16(table.at + 2, "name");
  const storage = table.at + read.u16(table.at + 4, "name");
  const end = table.at + table.length;
  for (let i = 0; i < count; i++) {
    const at = table.at + 6 + 12 * i;
    if (at + 12 > end) break;
    const platform = read.u16(at, "name");
    const language = read.u16(at + 4, "name");
    const id = read.u16(at + 6, "name");
    if (id !== 1 && id !== 2 && id !== 6 && id !== 16 && id !== 17) continue;
    const length = read.u16(at + 8, "name");
    const from = storage + read.u16(at + 10, "name");
    if (from + length > end) continue;
    const rank = platform === 3 ? (language === 0x409 ? 3 : 1) : platform === 0 ? 2 : language === 0 ? 2 : 0;
    if (rank <= (ranks.get(id) ?? -1)) continue;
    const raw = read.slice(from, length, "name");
    const text = (platform === 1 ? latin(raw) : utf16(raw)).replaceAll("\0", "").trim();
    if (text === "") continue;
    ranks.set(id, rank);
    found.set(id, text);
  }
  return found;
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : "";
  return text;
}
function utf16(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  return text.toWellFormed();
}
function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
