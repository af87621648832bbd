/**
 * One picture made ready for a PDF: cut to its crop, brought to ink, encoded. What can go in as it is goes in as it is.
 * Runs in the picture worker; knows no page and no document. Little CMS converts, because it alone lets us choose intent
 * and black-point compensation; sharp decodes, scales and encodes.
 */
import sharp, { type Metadata, type Sharp } from "sharp";
import type { ColorEngine, Quad, Rendering, Samples, SourceSpace } from "../../shared/color/converter.ts";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import { readJpeg } from "../../shared/pdf/jpeg.ts";
import type { PreparedPicture, Standard } from "../../shared/pdf/ticket.ts";
import { isForPress } from "../../shared/preflight/standards.ts";
import { carryInk, headOfInk } from "./carriedInk.ts";
import { cmykTiff } from "./cmykTiff.ts";
import { MOST_PIXELS, passThrough } from "./plainJpeg.ts";
import { type Decoded, firstOfThree, inkOf, pressPicture } from "./pressPicture.ts";

export type Crop = PreparedPicture["crop"];

export type PictureJob = {
  /** The original file. */
  readonly bytes: Uint8Array;
  /** Its name, for messages. */
  readonly name: string;
  /** The part of the upright picture that is shown, in fractions. */
  readonly crop: Crop;
  /** Size on the page, in points. */
  readonly box: { readonly width: number; readonly height: number };
  /** In black alone, whatever its colours. */
  readonly grey?: boolean;
  readonly standard: Standard;
  /** The press's profile; null for proof and screen. */
  readonly press: Uint8Array | null;
  /** More pixels to the inch than this are scaled down to it. */
  readonly ceiling: number;
  /** Per cent. */
  readonly inkLimit: number;
  readonly rendering?: Rendering;
  /** The flat a transparent picture stands on, where it must be laid on it; paper when left out. */
  readonly ground?: Quad;
};

/** Bytes at most of an original. */
export const MOST_BYTES = 1_000_000_000;

type Size = { readonly width: number; readonly height: number };
const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1 };
/** Ink of a JPEG carried along is measured at this many pixels to the inch: the finest halftone's own grain. */
const INK_PPI = 150;
const READER_JPEG = { quality: 85, chromaSubsampling: "4:2:0" } as const;

// libvips keeps results for a next time that never comes here: every picture is made once.
sharp.cache(false);
// Two pictures are under way at a time; a thread each is all that the cores of a small machine can use.
sharp.concurrency(1);

export type Stop = () => boolean;
export class Stopped extends Error {}

export async function preparePicture(
  job: PictureJob,
  engine: () => Promise<ColorEngine>,
  stop: Stop = () => false,
): Promise<PreparedPicture | Finding> {
  const passed = passThrough(job);
  if (passed) return passed;
  try {
    return (await carry(job, stop)) ?? (await decodeAndPrepare(job, engine, stop));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return broken(job.name, (error as Error).message);
  }
}

export function broken(name: string, why: string): Finding {
  const line = why.split("\n")[0]?.trim() || "it cannot be decoded";
  return tell("error", "picture-broken", { name, why: line });
}

/**
 * For the press, a JPEG of ink that goes in without being encoded again: made for this press or for none in particular,
 * and its ink, measured where it is shown, within the limit. Throws when it cannot be decoded.
 */
async function carry(job: PictureJob, stop: Stop): Promise<PreparedPicture | null> {
  const head = headOfInk(job);
  if (!head) return null;
  const { data, info } = await cut({ ...job, ceiling: INK_PPI }, head, true)
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (stop()) throw new Stopped();
  if (info.channels !== 4) return null;
  if (!head.adobe) complement(data);
  return carryInk(job, head, inkOf(job, { space: "cmyk", pixels: data }, info.width, info.height));
}

async function decodeAndPrepare(
  job: PictureJob,
  engine: () => Promise<ColorEngine>,
  stop: Stop,
): Promise<PreparedPicture | Finding> {
  const meta = await metadataOf(job.bytes);
  const own = spaceOf(meta);
  const greyed = job.grey === true && own !== "gray";
  if (isForPress(job.standard)) return pressPicture(job, await decodeForPress(job, meta, greyed), engine, stop);

  // For reading, sharp's own conversion from the embedded profile to sRGB is right.
  const toScreen = own !== "gray" && !greyed;
  const shown = own === "cmyk" && isUnmarked(job.bytes) ? await asTiff(job) : job;
  const decoded = await cut(shown, shown === job ? meta : await metadataOf(shown.bytes), false)
    .flatten({ background: "#ffffff" })
    .pipelineColourspace(toScreen || greyed ? "srgb" : "b-w")
    .toColourspace(toScreen ? "srgb" : "b-w")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (stop()) throw new Stopped();
  const { width, height, channels } = decoded.info;
  if (channels !== 1 && channels !== 3) throw new RangeError(`${channels} channels after decoding`);
  const space = channels === 1 ? "gray" : "rgb";
  // Left to itself the encoder would make three channels of one.
  const data = await sharp(decoded.data, { raw: { width, height, channels } })
    .toColourspace(space === "gray" ? "b-w" : "srgb")
    .jpeg(READER_JPEG)
    .toBuffer();
  return { width, height, orientation: 1, crop: WHOLE, space, coding: "jpeg", data, inverted: false, findings: [] };
}

/**
 * A CMYK JPEG without Adobe's marker holds ink as it stands (PDF readers take it so, too). libvips turns the samples of
 * every CMYK JPEG over; those of this kind must be turned back.
 */
export function isUnmarked(bytes: Uint8Array): boolean {
  const head = readJpeg(bytes);
  return head?.components === 4 && !head.adobe;
}

export function complement(samples: Uint8Array): void {
  for (let i = 0; i < samples.length; i++) samples[i] = 255 - (samples[i] as number);
}

/** Such a JPEG as a file whose ink nobody turns over. */
async function asTiff(job: PictureJob): Promise<PictureJob> {
  const { data, info } = await sharp(job.bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", ignoreIcc: true })
    .autoOrient()
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw()
    .toBuffer({ resolveWithObject: true });
  complement(data);
  const tiff = cmykTiff(info.width, info.height);
  tiff.pixels.set(data);
  return { ...job, bytes: tiff.file };
}

/** The file's own numbers, its profile beside them. A picture that turns grey is seen in its own colours first. */
async function decodeForPress(job: PictureJob, meta: Metadata & Size, greyed: boolean): Promise<Decoded> {
  const space = greyed ? "gray" : spaceOf(meta);
  const bits = meta.depth === "ushort" && !greyed ? 16 : 8;
  if (space === "gray" && meta.hasAlpha) return decodeGreyWithAlpha(job, meta, greyed, bits);
  const { data, info } = await cut(job, meta, !greyed)
    .pipelineColourspace(greyed ? "srgb" : WORKING[space][bits])
    .toColourspace(WORKING[space][bits])
    .raw({ depth: bits === 16 ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const samples: Samples = bits === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const wanted = CHANNELS[space];
  if (channels !== wanted && channels !== wanted + 1) {
    throw new RangeError(`${channels} channels where ${wanted} belong`);
  }
  if (space === "cmyk" && isUnmarked(job.bytes)) complement(data);
  const { pixels, alpha } = channels === wanted ? { pixels: samples, alpha: null } : splitAlpha(samples, channels);
  const profile = {
    profile: greyed ? null : (meta.icc ?? null),
    profileLost: !greyed && losesProfile(job.bytes, meta),
  };
  // Ink is eight bits from here on, whatever it came in: no press shows more.
  if (space === "cmyk" && pixels instanceof Uint16Array) {
    return {
      space,
      bits: 8,
      width,
      height,
      pixels: Uint8Array.from(pixels, (value) => Math.round(value / 257)),
      alpha,
      ...profile,
    };
  }
  return { space, bits, width, height, pixels, alpha, ...profile };
}

/** A PNG's profile that its decoder left out: it was none. It stands before the pixels (PNG, 11.3.2.3). */
function losesProfile(bytes: Uint8Array, meta: Metadata): boolean {
  if (meta.format !== "png" || meta.icc) return false;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= file.length; at += 12 + file.readUInt32BE(at)) {
    const type = file.toString("latin1", at + 4, at + 8);
    if (type === "iCCP") return true;
    if (type === "IDAT") return false;
  }
  return false;
}

/** sharp drops the alpha of one channel: it is decoded as three, which are equal unless the colours are to turn grey. */
async function decodeGreyWithAlpha(
  job: PictureJob,
  meta: Metadata & Size,
  greyed: boolean,
  bits: 8 | 16,
): Promise<Decoded> {
  const { data, info } = await cut(job, meta, !greyed)
    .pipelineColourspace(WORKING.rgb[bits])
    .toColourspace(WORKING.rgb[bits])
    .raw({ depth: bits === 16 ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 4) throw new RangeError(`${channels} channels where 4 belong`);
  const samples: Samples = bits === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const { pixels: colours, alpha } = splitAlpha(samples, channels);
  const facts = { space: "gray", bits, width, height, alpha, profileLost: false } as const;
  if (!greyed) return { ...facts, pixels: firstOfThree(colours), profile: meta.icc ?? null };
  const raw = { width, height, channels: 3 } as const;
  const pixels = await sharp(colours, { raw }).toColourspace("b-w").raw().toBuffer();
  return { ...facts, pixels, profile: null };
}

/** Moves the colours together within the same memory. Alpha that covers everywhere is none. */
function splitAlpha(samples: Samples, channels: number): Pick<Decoded, "pixels" | "alpha"> {
  const count = samples.length / channels;
  const shift = samples instanceof Uint16Array ? 8 : 0;
  const alpha = new Uint8Array(count);
  const colours = channels - 1;
  let covers = true;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < colours; k++) samples[i * colours + k] = samples[i * channels + k] as number;
    const value = (samples[i * channels + colours] as number) >> shift;
    alpha[i] = value;
    if (value !== 255) covers = false;
  }
  return { pixels: samples.subarray(0, count * colours), alpha: covers ? null : alpha };
}

/** Header only. Throws with the decoder's words when the bytes are no picture, or one beyond our limits. */
export async function metadataOf(bytes: Uint8Array): Promise<Metadata & Size> {
  if (bytes.length > MOST_BYTES) throw new RangeError(`it is larger than ${MOST_BYTES / 1e9} GB`);
  const meta = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error" }).metadata();
  const { width, height } = meta;
  if (!width || !height) throw new RangeError("it has no size");
  if (width * height > MOST_PIXELS) {
    throw new RangeError(`${width} × ${height} pixels, more than the ${MOST_PIXELS / 1e6} million that are read`);
  }
  mustHold(meta, width, height, bytes.length);
  return { ...meta, width, height };
}

/**
 * Deflate packs at most 1,032 bytes into one (RFC 1951: 258 for two bits), and neither JPEG nor LZW comes near it for
 * more than a plain area. A header that promises more asks for memory that no picture will fill.
 */
const MOST_PACKED = 1100;
/** A plain area of this size may be packed as tightly as it will. */
const PLAIN_BYTES = 256_000_000;
/** What comes in passes is in memory as a whole until the last of them. */
const MOST_IN_PASSES = 800_000_000;

/** Throws for a picture that cannot be what its header says, or that a decoder could only hold whole. */
function mustHold(meta: Metadata, width: number, height: number, size: number): void {
  const samples = width * height * Math.max(1, meta.channels ?? 1);
  const needed = samples * (/^u?short/.test(meta.depth ?? "") ? 2 : 1);
  if (needed > Math.max(PLAIN_BYTES, size * MOST_PACKED)) {
    throw new RangeError(
      `${width} × ${height} pixels cannot be in ${size} bytes; it is cut off, or made to fill the memory`,
    );
  }
  // A JPEG's passes are numbers of two bytes.
  if (meta.isProgressive && needed * (meta.format === "jpeg" ? 2 : 1) > MOST_IN_PASSES) {
    throw new RangeError(
      `${width} × ${height} pixels in passes (progressive or interlaced) are too many; save it without them`,
    );
  }
}

const CHANNELS = { gray: 1, rgb: 3, cmyk: 4 } as const;
/** libvips' names of the spaces to work in without changing the numbers. */
const WORKING = {
  gray: { 8: "b-w", 16: "grey16" },
  rgb: { 8: "srgb", 16: "rgb16" },
  cmyk: { 8: "cmyk", 16: "cmyk" },
} as const;

function spaceOf(meta: Metadata): SourceSpace {
  if (meta.space === "cmyk") return "cmyk";
  return meta.space === "b-w" || meta.space === "grey16" ? "gray" : "rgb";
}

/** Upright, cut to the crop, not finer than the ceiling. `numbers`: keep the file's numbers, leave its profile aside. */
function cut(job: PictureJob, meta: Size & { readonly orientation?: number | undefined }, numbers: boolean): Sharp {
  const lying = (meta.orientation ?? 1) >= 5;
  const width = lying ? meta.height : meta.width;
  const height = lying ? meta.width : meta.height;
  const { crop, box, ceiling } = job;
  const left = Math.min(Math.max(0, Math.round(crop.x * width)), width - 1);
  const top = Math.min(Math.max(0, Math.round(crop.y * height)), height - 1);
  const wide = Math.min(Math.max(1, Math.round(crop.width * width)), width - left);
  const high = Math.min(Math.max(1, Math.round(crop.height * height)), height - top);
  const most = (points: number) => Math.max(1, Math.ceil((points / 72) * ceiling));
  const pipeline = sharp(job.bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", ignoreIcc: numbers })
    .autoOrient()
    .extract({ left, top, width: wide, height: high });
  if (wide <= most(box.width) || high <= most(box.height)) return pipeline;
  return pipeline.resize({
    width: Math.min(wide, most(box.width)),
    height: Math.min(high, most(box.height)),
    fit: "fill",
    kernel: "lanczos3",
  });
}
