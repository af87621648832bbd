/**
 * A web font (WOFF 1.0, W3C 2012) as the OpenType file it was made of: the same tables, each unpacked. WOFF 2 packs
 * outlines anew and is refused. Sizes are checked before anything is unpacked.
 */
import { inflateSync } from "node:zlib";
import { ascii, FontError, sfntReader, sourceOf } from "../../shared/typesetting/sfntReader.ts";
import { writeSfnt } from "../../shared/typesetting/sfntWriter.ts";

/** Larger than any font unpacks to. */
const MOST_BYTES = 256 * 1024 * 1024;

export function isWoff(bytes: Uint8Array): boolean {
  return ascii(bytes.subarray(0, 4)) === "wOFF";
}

/** Throws `FontError`. */
export function unpackWoff(bytes: Uint8Array): Uint8Array {
  const read = sfntReader(sourceOf(bytes));
  const version = read.u32(4, "the web font's flavour");
  const count = read.u16(12, "the web font's table count");
  if (count === 0 || count > 512) throw new FontError(`a web font of ${count} tables cannot be`);
  const tables = new Map<string, Uint8Array>();
  let total = 0;
  for (let i = 0; i < count; i++) {
    const record = 44 + 20 * i;
    const tag = ascii(read.slice(record, 4, `table record ${i}`));
    const at = read.u32(record + 4, `table record ${i}`);
    const packed = read.u32(record + 8, `table record ${i}`);
    const length = read.u32(record + 12, `table record ${i}`);
    total += length;
    if (total > MOST_BYTES) throw new FontError("it would unpack to more than 256 MB");
    const raw = read.slice(at, packed, `table "${tag}"`);
    tables.set(tag, packed < length ? inflated(raw, length, tag) : raw);
  }
  return writeSfnt(version, tables);
}

function inflated(raw: Uint8Array, length: number, tag: string): Uint8Array {
  try {
    const out = inflateSync(raw, { maxOutputLength: Math.max(1, length) });
    if (out.length === length) return out;
  } catch {
    // Told below, with the table's name.
  }
  throw new FontError(`table "${tag}" of the web font cannot be unpacked`);
}
