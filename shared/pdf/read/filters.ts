/**
 * Coded streams to bytes (ISO 32000-1 §7.4). Inflating comes through a port, which must stop at a limit; the rest is
 * small enough to be done here. Pictures' own codings (DCT, JPX, CCITT, JBIG2) are left coded and named.
 */
import { isArray, isDict, type PdfDict, type PdfValue } from "./values.ts";

/** zlib's format to bytes; null when that would be more than `limit`, or when nothing could be read. */
export type Inflate = (data: Uint8Array, limit: number) => Uint8Array | null;

export type Decoded = {
  readonly bytes: Uint8Array;
  /** The first filter that is not undone here; null: `bytes` are the data. */
  readonly coded: string | null;
  /** Why there is nothing or less than there should be. */
  readonly fault: "too-large" | "damaged" | null;
};

const SHORT: Readonly<Record<string, string>> = {
  Fl: "FlateDecode",
  LZW: "LZWDecode",
  AHx: "ASCIIHexDecode",
  A85: "ASCII85Decode",
  RL: "RunLengthDecode",
  DCT: "DCTDecode",
  CCF: "CCITTFaxDecode",
};
const LONGEST_CHAIN = 8;

/** Long names of a stream's filters, in order. `get` follows references. */
export function filtersOf(dict: PdfDict, get: (value: PdfValue | undefined) => PdfValue): readonly string[] {
  const filter = get(dict.get("Filter") ?? dict.get("F"));
  const list = isArray(filter) ? filter.slice(0, LONGEST_CHAIN + 1).map(get) : [filter];
  return list.flatMap((name) => (typeof name === "string" ? [SHORT[name] ?? name] : []));
}

export function decode(
  data: Uint8Array,
  dict: PdfDict,
  get: (value: PdfValue | undefined) => PdfValue,
  inflate: Inflate,
  limit: number,
): Decoded {
  const filters = filtersOf(dict, get);
  if (filters.length > LONGEST_CHAIN) return { bytes: EMPTY, coded: null, fault: "damaged" };
  const parameters = get(dict.get("DecodeParms") ?? dict.get("DP"));
  let bytes = data;
  for (const [n, filter] of filters.entries()) {
    const own = isArray(parameters) ? get(parameters[n]) : n === 0 ? parameters : null;
    let made: Uint8Array | null;
    switch (filter) {
      case "FlateDecode":
        made = inflate(bytes, limit);
        break;
      case "LZWDecode":
        made = unLzw(bytes, isDict(own) && get(own.get("EarlyChange")) === 0 ? 0 : 1, limit);
        break;
      case "ASCIIHexDecode":
        made = unHex(bytes);
        break;
      case "ASCII85Decode":
        made = un85(bytes);
        break;
      // Undone before the others, with the whole file's key or none.
      case "Crypt":
        made = bytes;
        break;
      case "RunLengthDecode":
        made = unRun(bytes, limit);
        break;
      default:
        return { bytes, coded: filter, fault: null };
    }
    if (made && isDict(own) && (filter === "FlateDecode" || filter === "LZWDecode")) made = unPredict(made, own, get);
    if (!made) return { bytes: EMPTY, coded: null, fault: "damaged" };
    if (made.length > limit) return { bytes: EMPTY, coded: null, fault: "too-large" };
    bytes = made;
  }
  return { bytes, coded: null, fault: null };
}

const EMPTY = new Uint8Array(0);

function unHex(data: Uint8Array): Uint8Array {
  const made = new Uint8Array((data.length >> 1) + 1);
  let used = 0;
  let high = -1;
  for (const code of data) {
    if (code === 0x3e) break;
    const lower = code | 0x20;
    const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
    if (digit < 0) continue;
    if (high < 0) high = digit;
    else {
      made[used++] = high * 16 + digit;
      high = -1;
    }
  }
  if (high >= 0) made[used++] = high * 16;
  return made.subarray(0, used);
}

function un85(data: Uint8Array): Uint8Array {
  // "z" alone stands for four bytes.
  let zeros = 0;
  for (const code of data) if (code === 0x7a) zeros++;
  const made = new Uint8Array(zeros * 4 + Math.ceil((data.length * 4) / 5) + 8);
  let used = 0;
  let group = 0;
  let count = 0;
  for (const code of data) {
    if (code === 0x7e) break;
    if (code === 0x7a && count === 0) {
      used += 4;
      continue;
    }
    if (code < 0x21 || code > 0x75) continue;
    group = group * 85 + (code - 0x21);
    if (++count < 5) continue;
    for (let shift = 3; shift >= 0; shift--) made[used++] = Math.floor(group / 256 ** shift) & 255;
    group = 0;
    count = 0;
  }
  if (count > 1) {
    for (let n = count; n < 5; n++) group = group * 85 + 84;
    for (let n = 0; n < count - 1; n++) made[used++] = Math.floor(group / 256 ** (3 - n)) & 255;
  }
  return made.subarray(0, used);
}

function unRun(data: Uint8Array, limit: number): Uint8Array | null {
  const parts: number[] = [];
  for (let at = 0; at < data.length; ) {
    const length = data[at++] as number;
    if (length === 128) break;
    if (length < 128) for (let n = 0; n <= length && at < data.length; n++) parts.push(data[at++] as number);
    else {
      const byte = data[at++] ?? 0;
      for (let n = 0; n < 257 - length; n++) parts.push(byte);
    }
    // A list of numbers takes eight bytes for one; beyond this it is no page content any more.
    if (parts.length > Math.min(limit, 1 << 24)) return null;
  }
  return Uint8Array.from(parts);
}

/** Variable-length codes from 9 to 12 bits, most significant bit first (§7.4.4.2). */
function unLzw(data: Uint8Array, early: 0 | 1, limit: number): Uint8Array | null {
  const prefix = new Int16Array(4097);
  const suffix = new Uint8Array(4097);
  const length = new Uint16Array(4097);
  for (let n = 0; n < 256; n++) {
    prefix[n] = -1;
    suffix[n] = n;
    length[n] = 1;
  }
  let made = new Uint8Array(Math.min(limit, data.length * 4 + 4096));
  let used = 0;
  let next = 258;
  let size = 9;
  let before = -1;
  let buffer = 0;
  let bits = 0;
  for (const byte of data) {
    buffer = ((buffer << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < size) continue;
    const code = (buffer >> (bits - size)) & ((1 << size) - 1);
    bits -= size;
    if (code === 257) break;
    if (code === 256) {
      next = 258;
      size = 9;
      before = -1;
      continue;
    }
    if (code > next || (code === next && before < 0)) return null;
    const known = code < next ? code : before;
    const count = (length[known] as number) + (code === next ? 1 : 0);
    if (used + count > limit) return null;
    if (used + count > made.length) {
      const grown = new Uint8Array(Math.min(limit, Math.max(used + count, made.length * 2)));
      grown.set(made.subarray(0, used));
      made = grown;
    }
    let first = known;
    let at = used + (length[known] as number) - 1;
    for (let code = known; code >= 0; code = prefix[code] as number) {
      made[at--] = suffix[code] as number;
      first = code;
    }
    if (code === next) made[used + count - 1] = suffix[first] as number;
    used += count;
    if (before >= 0 && next < 4096) {
      prefix[next] = before;
      suffix[next] = suffix[first] as number;
      length[next] = (length[before] as number) + 1;
      next++;
    }
    before = code;
    if (next + early >= 2048) size = 12;
    else if (next + early >= 1024) size = 11;
    else if (next + early >= 512) size = 10;
  }
  return made.subarray(0, used);
}

/** Undoes PNG's and TIFF's prediction (§7.4.4.4), in place where it can. */
function unPredict(data: Uint8Array, own: PdfDict, get: (value: PdfValue | undefined) => PdfValue): Uint8Array | null {
  const of = (key: string, otherwise: number): number => {
    const value = get(own.get(key));
    return typeof value === "number" ? Math.floor(value) : otherwise;
  };
  const predictor = of("Predictor", 1);
  if (predictor < 2) return data;
  const colors = of("Colors", 1);
  const depth = of("BitsPerComponent", 8);
  const columns = of("Columns", 1);
  if (colors < 1 || colors > 32 || ![1, 2, 4, 8, 16].includes(depth) || columns < 1 || columns > 1e6) return null;
  const unit = Math.max(1, (colors * depth) >> 3);
  const row = Math.ceil((colors * depth * columns) / 8);
  if (predictor === 2) {
    if (depth !== 8) return null;
    for (let start = 0; start < data.length; start += row) {
      for (let i = start + unit; i < Math.min(start + row, data.length); i++) {
        data[i] = (data[i] as number) + (data[i - unit] as number);
      }
    }
    return data;
  }
  const rows = Math.floor((data.length + row) / (row + 1));
  // Each row moves to the left by the tags before it, so writing never overtakes reading.
  for (let r = 0, to = 0; r < rows; r++, to += row) {
    const from = r * (row + 1);
    const tag = data[from];
    const count = Math.min(row, data.length - from - 1);
    for (let i = 0; i < count; i++) {
      const left = i >= unit ? (data[to + i - unit] as number) : 0;
      const up = r > 0 ? (data[to + i - row] as number) : 0;
      const corner = r > 0 && i >= unit ? (data[to + i - row - unit] as number) : 0;
      const raw = data[from + 1 + i] as number;
      data[to + i] =
        raw +
        (tag === 1 ? left : tag === 2 ? up : tag === 3 ? (left + up) >> 1 : tag === 4 ? paeth(left, up, corner) : 0);
    }
  }
  return data.subarray(0, Math.max(0, data.length - rows));
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
