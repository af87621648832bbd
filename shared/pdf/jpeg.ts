/**
 * What the head of a JPEG file says, for those that go into a PDF as they are: size, components, Adobe's marker, EXIF
 * orientation, profile, and whether the file has an end. Markers as in ISO/IEC 10918-1 annex B; nothing is decoded.
 */
export type JpegHead = {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Of a sample; a PDF takes 8. */
  readonly bits: number;
  /** Huffman-coded, sequential or progressive: what DCTDecode reads (ISO 32000-1 §7.4.8). */
  readonly plain: boolean;
  /** Adobe's segment is there: CMYK samples are stored inverted. */
  readonly adobe: boolean;
  /** EXIF orientation, 1 when it does not say. */
  readonly orientation: number;
  readonly profile: Uint8Array | null;
  /** False when the data stops without an end marker. */
  readonly complete: boolean;
};

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;

/** Null when the bytes are no JPEG or its head is damaged. */
export function readJpeg(bytes: Uint8Array): JpegHead | null {
  let frame: Pick<JpegHead, "width" | "height" | "components" | "bits" | "plain"> | null = null;
  let adobe = false;
  let orientation = 1;
  const profile: Uint8Array[] = [];
  const data = segments(bytes);
  if (!data) return null;
  for (const { marker, body } of data.segments) {
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      if (body.length < 6) return null;
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      frame = {
        bits: view.getUint8(0),
        height: view.getUint16(1),
        width: view.getUint16(3),
        components: view.getUint8(5),
        plain: marker <= 0xc2,
      };
    } else if (marker === APP14 && startsWith(body, "Adobe")) adobe = true;
    else if (marker === APP1 && startsWith(body, "Exif\0\0")) orientation = orientationIn(body.subarray(6));
    else if (marker === APP2 && startsWith(body, "ICC_PROFILE\0") && body.length > 14) {
      profile[(body[12] as number) - 1] = body.subarray(14);
    }
  }
  if (!frame || frame.width === 0 || frame.height === 0) return null;
  return { ...frame, adobe, orientation, profile: joined(profile), complete: hasEnd(bytes, data.scan) };
}

/**
 * About the quality a JPEG was saved with, 1 to 100 as the Independent JPEG Group counts, from its table of steps for
 * lightness (ISO/IEC 10918-1 B.2.4.1, annex K.1): how often it was saved before cannot be seen. Null for what is no JPEG.
 */
export function jpegQuality(bytes: Uint8Array): number | null {
  const data = segments(bytes);
  if (!data) return null;
  let first: number | null = null;
  for (const { marker, body } of data.segments) {
    if (marker !== DQT) continue;
    for (let at = 0; at < body.length; ) {
      const head = body[at] as number;
      const size = head >> 4 === 0 ? 1 : 2;
      if (at + 1 + 64 * size > body.length) return null;
      let sum = 0;
      for (let n = 0; n < 64; n++) {
        const i = at + 1 + n * size;
        sum += size === 1 ? (body[i] as number) : ((body[i] as number) << 8) | (body[i + 1] as number);
      }
      // Table 0 is that of lightness, whose blocks are seen first.
      if ((head & 15) === 0) first ??= sum;
      at += 1 + 64 * size;
    }
  }
  if (first === null) return null;
  const scale = (100 * first) / LIGHTNESS_STEPS;
  return Math.min(100, Math.max(1, Math.round(scale <= 100 ? (200 - scale) / 2 : 5000 / scale)));
}
const DQT = 0xdb;
/** Sum of the 64 steps of annex K, table K.1. */
const LIGHTNESS_STEPS = 3688;

/** The same picture without EXIF, profiles and comments: a page for the press needs no place and no camera number. */
export function withoutMetadata(bytes: Uint8Array): Uint8Array {
  const data = segments(bytes);
  if (!data) return bytes;
  const kept = data.segments.filter(({ marker }) => marker === APP14 || (marker < 0xe0 && marker !== 0xfe));
  const parts = [bytes.subarray(0, 2), ...kept.map(({ whole }) => whole), bytes.subarray(data.scan)];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

type Segment = { readonly marker: number; readonly whole: Uint8Array; readonly body: Uint8Array };

/** The segments before the first scan, and where that begins. Null when they do not hold together. */
function segments(bytes: Uint8Array): { readonly segments: readonly Segment[]; readonly scan: number } | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const found: Segment[] = [];
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === SOS) return { segments: found, scan: at };
    const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    found.push({ marker, whole: bytes.subarray(at, at + 2 + length), body: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return null;
}

/** An end marker after the scan's beginning. Cameras append things after it, so it is looked for from the end. */
function hasEnd(bytes: Uint8Array, scan: number): boolean {
  for (let at = bytes.length - 2; at > scan; at--) if (bytes[at] === 0xff && bytes[at + 1] === EOI) return true;
  return false;
}

/** Tag 274 of the first directory (CIPA DC-008). */
function orientationIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return 1;
  const little = view.getUint16(0) === 0x4949;
  const start = view.getUint32(4, little);
  if (start + 2 > tiff.length) return 1;
  for (let i = 0; i < view.getUint16(start, little); i++) {
    const at = start + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== 274) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

function startsWith(body: Uint8Array, words: string): boolean {
  for (let i = 0; i < words.length; i++) if (body[i] !== words.charCodeAt(i)) return false;
  return true;
}

function joined(parts: readonly Uint8Array[]): Uint8Array | null {
  const present = parts.filter((part) => part !== undefined);
  if (present.length === 0 || present.length !== parts.length) return null;
  const out = new Uint8Array(present.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of present) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
