/**
 * Which characters a font has, as its `cmap` says: ranges of code points, so that a whole system's fonts can be kept
 * and asked. Formats 4, 12 and 13 (OpenType 1.9.1, "cmap"), which every Unicode font has one of. Damage ends the
 * reading; what was read till then stands.
 */
import { type FontSource, readDirectory, type SfntReader, sfntReader, sourceOf } from "./sfntReader.ts";

/** From and to, both inclusive, in rising order: [0x20, 0x7e, 0xa0, 0xff]. */
export type Coverage = readonly number[];

/** More groups than any font has: one for each two characters of the basic plane. */
const MOST_GROUPS = 40_000;

/** Throws `FontError` when the bytes are no font. */
export function readCoverage(bytes: Uint8Array | FontSource, index = 0): Coverage {
  const read = sfntReader(bytes instanceof Uint8Array ? sourceOf(bytes) : bytes);
  const cmap = readDirectory(read, index).need("cmap", 4);
  const end = cmap.at + cmap.length;
  let best: { readonly at: number; readonly format: number } | null = null;
  const count = Math.min(100, read.u16(cmap.at + 2, "cmap"));
  for (let i = 0; i < count && cmap.at + 12 + 8 * i <= end; i++) {
    const record = cmap.at + 4 + 8 * i;
    const platform = read.u16(record, "cmap");
    const encoding = read.u16(record + 2, "cmap");
    // Unicode, or Microsoft's Unicode and its symbols; an Apple code page is no Unicode.
    if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue;
    const at = cmap.at + read.u32(record + 4, "cmap");
    if (at + 2 > end) continue;
    const format = read.u16(at, "cmap");
    if ((format === 12 || format === 13) && best?.format !== 12) best = { at, format: 12 };
    if (format === 4 && !best) best = { at, format };
  }
  if (!best) return [];
  return best.format === 12 ? groups(read, best.at, end) : segments(read, best.at, end);
}

export function covers(coverage: Coverage, character: number): boolean {
  let low = 0;
  let high = coverage.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (character < (coverage[2 * middle] ?? 0)) high = middle - 1;
    else if (character > (coverage[2 * middle + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

/** Formats 12 and 13. */
function groups(read: SfntReader, at: number, end: number): Coverage {
  const out: number[] = [];
  if (at + 16 > end) return out;
  const count = Math.min(MOST_GROUPS, read.u32(at + 12, "cmap"));
  for (let i = 0; i < count; i++) {
    const group = at + 16 + 12 * i;
    if (group + 12 > end) break;
    const from = read.u32(group, "cmap");
    const to = read.u32(group + 4, "cmap");
    if (!add(out, read.u32(group + 8, "cmap") === 0 ? from + 1 : from, to)) break;
  }
  return out;
}

/** Format 4. Single characters that lead to glyph 0 are left out. */
function segments(read: SfntReader, at: number, end: number): Coverage {
  const out: number[] = [];
  if (at + 14 > end) return out;
  const twice = read.u16(at + 6, "cmap") & ~1;
  if (at + 16 + 4 * twice > end) return out;
  for (let i = 0; i < twice; i += 2) {
    const to = read.u16(at + 14 + i, "cmap");
    const from = read.u16(at + 16 + twice + i, "cmap");
    const delta = read.u16(at + 16 + 2 * twice + i, "cmap");
    const rangeAt = at + 16 + 3 * twice + i;
    const range = read.u16(rangeAt, "cmap");
    if (from === 0xffff) break;
    if (range === 0) {
      const nothing = (0x10000 - delta) & 0xffff;
      if (nothing >= from && nothing <= to) {
        if (!add(out, from, nothing - 1) || !add(out, nothing + 1, to)) break;
      } else if (!add(out, from, to)) break;
      continue;
    }
    for (let character = from; character <= to; character++) {
      const place = rangeAt + range + 2 * (character - from);
      if (place + 2 > end) return out;
      if (read.u16(place, "cmap") !== 0) add(out, character, character);
    }
  }
  return out;
}

/** False when the ranges do not rise: then the rest is damage. */
function add(out: number[], from: number, to: number): boolean {
  if (from > to) return to + 1 === from;
  const last = out[out.length - 1] ?? -1;
  if (from <= last || to > 0x10ffff) return false;
  if (from === last + 1 && out.length > 0) out[out.length - 1] = to;
  else out.push(from, to);
  return true;
}
