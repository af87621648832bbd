/**
 * A window on a font's bytes that cannot be left, and its table directory. The bytes may be in memory or read piece by
 * piece from a file, so that a scan of thousands of fonts touches only their heads. Every offset is checked before it
 * is followed; a file that lies gives one clear `FontError` and nothing else. Source: OpenType 1.9.1, "otff".
 */
/** The file is not a font, or a broken one. The message says what was found and what was expected. */
export class FontError extends Error {
  override name = "FontError";
}

/** Bytes by place. `slice` is never asked for anything outside `length`. */
export type FontSource = {
  readonly length: number;
  slice(at: number, length: number): Uint8Array;
};

export type Table = { readonly at: number; readonly length: number };

export type SfntReader = {
  readonly length: number;
  /** `what` names the place in the message of the `FontError` thrown when it lies outside the file. */
  u8(at: number, what: string): number;
  u16(at: number, what: string): number;
  i16(at: number, what: string): number;
  u32(at: number, what: string): number;
  i32(at: number, what: string): number;
  slice(at: number, length: number, what: string): Uint8Array;
};

export function sourceOf(bytes: Uint8Array): FontSource {
  return { length: bytes.byteLength, slice: (at, length) => bytes.subarray(at, at + length) };
}

export function sfntReader(source: FontSource): SfntReader {
  function take(at: number, size: number, what: string): Uint8Array {
    if (at < 0 || at + size > source.length) {
      throw new FontError(`${what} would end at byte ${at + size}, but the file has ${source.length}`);
    }
    return source.slice(at, size);
  }
  const u16 = (at: number, what: string): number => {
    const two = take(at, 2, what);
    return ((two[0] ?? 0) << 8) | (two[1] ?? 0);
  };
  const i32 = (at: number, what: string): number => {
    const four = take(at, 4, what);
    return ((four[0] ?? 0) << 24) | ((four[1] ?? 0) << 16) | ((four[2] ?? 0) << 8) | (four[3] ?? 0);
  };
  return {
    length: source.length,
    u8: (at, what) => take(at, 1, what)[0] ?? 0,
    u16,
    i16: (at, what) => (u16(at, what) << 16) >> 16,
    i32,
    u32: (at, what) => i32(at, what) >>> 0,
    slice: take,
  };
}

const TRUETYPE = 0x00010000;
const OLD_APPLE = 0x74727565; // "true"
const CFF = 0x4f54544f; // "OTTO"
const COLLECTION = 0x74746366; // "ttcf"
const WOFF = 0x774f4646;
const WOFF2 = 0x774f4632;
/** More than any font has; a count beyond it is damage. */
const MOST_TABLES = 512;

export type Directory = {
  /** Fonts in the file. */
  readonly faces: number;
  /** The face's own signature. */
  readonly version: number;
  readonly tables: ReadonlyMap<string, Table>;
  /** The table, or a `FontError` when it is absent or shorter than `least` bytes. */
  need(tag: string, least: number): Table;
};

/** The tables of face `index`, counted from 0. Throws `FontError`. */
export function readDirectory(read: SfntReader, index: number): Directory {
  if (read.length < 12) throw new FontError(`a font has at least 12 bytes, this file has ${read.length}`);
  let start = 0;
  let faces = 1;
  let version = read.u32(0, "the file's signature");
  refuseOthers(read, version);
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
  if (count > MOST_TABLES) throw new FontError(`${count} tables are said to be in it, which no font has`);
  for (let i = 0; i < count; i++) {
    const at = start + 12 + 16 * i;
    const tag = ascii(read.slice(at, 4, `table record ${i}`));
    const table = { at: read.u32(at + 8, `table record ${i}`), length: read.u32(at + 12, `table record ${i}`) };
    if (table.at + table.length > read.length) {
      throw new FontError(
        `table "${tag}" would end at byte ${table.at + table.length}, but the file has ${read.length}: it is cut short`,
      );
    }
    tables.set(tag, table);
  }
  return {
    faces,
    version,
    tables,
    need(tag, least) {
      const table = tables.get(tag);
      if (!table) throw new FontError(`there is no table "${tag}"`);
      if (table.length < least) {
        throw new FontError(`table "${tag}" has ${table.length} bytes, at least ${least} expected`);
      }
      return table;
    },
  };
}

/** Fonts of other formats are named, so that the person knows what to look for instead. */
function refuseOthers(read: SfntReader, version: number): void {
  if (version === WOFF || version === WOFF2) {
    throw new FontError(
      `this is a web font (${version === WOFF ? "WOFF" : "WOFF 2"}); use the TrueType or OpenType file`,
    );
  }
  // A printer font binary has a segment mark before its text, a printer font ASCII has none (Adobe TN 5040).
  const head = ascii(read.slice(0, 12, "the file's signature"));
  if (head.startsWith("%!") || (head.startsWith("\u0080\u0001") && head.slice(6, 8) === "%!")) {
    throw new FontError("this is a Type 1 font (PostScript); use the OpenType file of the same family");
  }
}

/** One character a byte. */
export function ascii(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
