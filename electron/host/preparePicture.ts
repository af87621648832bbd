/**
 * One picture made ready for a PDF: cut to its crop, brought to ink, encoded. What can go in as it is goes in as it is.
 * Runs in the picture worker; knows no page and no document. Little CMS converts, because it alone lets us choose intent
 * and black-point compensation; sharp decodes, scales and encodes.
 */
import { deflateSync } from "node:zlib";
import sharp, { type Metadata, type Sharp } from "sharp";
import type { ColorEngine, Converter, Samples, SourceSpace } from "../../shared/color/converter.ts";
import { type InkTotals, inkTotals, limitInk } from "../../shared/color/inkLimit.ts";
import { type Finding, finding } from "../../shared/finding.ts";
import { type JpegHead, readJpeg, withoutMetadata } from "../../shared/pdf/jpeg.ts";
import type { PreparedPicture, Standard } from "../../shared/pdf/ticket.ts";
import { cmykTiff } from "./cmykTiff.ts";

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
};

/** Pixels at most, and bytes at most, of an original: a page in a magazine needs a twentieth of it. */
export const MOST_PIXELS = 300_000_000;
export const MOST_BYTES = 1_000_000_000;

const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1 };
/** A JPEG of which less than this is shown is cut and encoded again instead of being carried along whole. */
const SHOWN = 0.4;
/** Below this many pixels JPEG's own overhead and rings outweigh what it saves. */
const SMALL = 128 * 128;
/** Pixels converted at a time. */
const STRIP = 65_536;
const JPEG = { quality: 95, chromaSubsampling: "4:4:4" } as const;
const READER_JPEG = { quality: 85, chromaSubsampling: "4:2:0" } as const;

// libvips keeps results for a next time that never comes here: every picture is made once.
sharp.cache(false);

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
    return await decodeAndPrepare(job, engine, stop);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return broken(job.name, (error as Error).message);
  }
}

export function broken(name: string, why: string): Finding {
  const line = why.split("\n")[0]?.trim() || "it cannot be decoded";
  return finding(
    "error",
    "picture-broken",
    `The picture ${name} cannot be read: ${line}`,
    "Ask for the original again, or open it in a picture editor and save a copy",
  );
}

/**
 * A JPEG that may go into the file without being decoded: on the press, CMYK made for this press or for none in
 * particular; in a proof, any; on screen, RGB and grey of sRGB's kind. Not one that is too fine or mostly hidden.
 */
export function passThrough(job: PictureJob): PreparedPicture | null {
  const head = readJpeg(job.bytes);
  if (!head?.complete || !head.plain || head.bits !== 8) return null;
  const space = ({ 1: "gray", 3: "rgb", 4: "cmyk" } as const)[head.components as 1 | 3 | 4];
  if (!space || (job.grey && space !== "gray")) return null;
  const press = job.standard === "x4" || job.standard === "x1a";
  if (press && (space !== "cmyk" || !isPressProfile(head.profile, job.press))) return null;
  if (job.standard === "screen" && (space === "cmyk" || (space === "rgb" && !isSrgb(head.profile)))) return null;
  if (job.standard !== "proof" && (ppiOf(job, head) > job.ceiling || job.crop.width * job.crop.height < SHOWN)) {
    return null;
  }
  return {
    width: head.width,
    height: head.height,
    space,
    coding: "jpeg",
    data: press ? withoutMetadata(job.bytes) : job.bytes,
    inverted: space === "cmyk" && head.adobe,
    orientation: head.orientation,
    crop: job.crop,
    findings: [],
  };
}

function ppiOf(job: PictureJob, stored: Pick<JpegHead, "width" | "height" | "orientation">): number {
  const lying = stored.orientation >= 5;
  const width = (lying ? stored.height : stored.width) * job.crop.width;
  const height = (lying ? stored.width : stored.height) * job.crop.height;
  return Math.min((width * 72) / job.box.width, (height * 72) / job.box.height);
}

function isPressProfile(own: Uint8Array | null, press: Uint8Array | null): boolean {
  return own === null || (press !== null && Buffer.compare(own, press) === 0);
}

/** No profile, or one that calls itself sRGB: viewers take RGB for sRGB. */
function isSrgb(profile: Uint8Array | null): boolean {
  return profile === null || Buffer.from(profile).includes("sRGB");
}

async function decodeAndPrepare(
  job: PictureJob,
  engine: () => Promise<ColorEngine>,
  stop: Stop,
): Promise<PreparedPicture | Finding> {
  const press = job.standard === "x4" || job.standard === "x1a";
  const meta = await metadataOf(job.bytes);
  const own = spaceOf(meta);
  const greyed = job.grey === true && own !== "gray";
  const space = greyed ? "gray" : own;
  const bits = press && meta.depth === "ushort" && space !== "cmyk" && !greyed ? 16 : 8;
  // For reading, sharp's own conversion from the embedded profile to sRGB is right; for the press the numbers stay.
  // A picture that turns grey is seen in its own colours first.
  const toScreen = !press && space !== "gray";
  const decoded = await cut(job, meta, !toScreen && !greyed)
    .flatten({ background: "#ffffff" })
    .pipelineColourspace(toScreen || greyed ? "srgb" : WORKING[space][bits])
    .toColourspace(toScreen ? "srgb" : WORKING[space][bits])
    .raw({ depth: bits === 16 ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (stop()) throw new Stopped();
  const { width, height, channels } = decoded.info;
  const pixels: Samples =
    bits === 16 ? new Uint16Array(decoded.data.buffer, decoded.data.byteOffset, decoded.data.length / 2) : decoded.data;
  const facts = { width, height, orientation: 1, crop: WHOLE } as const;

  if (!press) {
    if (channels !== 1 && channels !== 3) throw new RangeError(`${channels} channels after decoding`);
    const kind = channels === 1 ? "gray" : "rgb";
    // Left to itself the encoder would make three channels of one.
    const data = await sharp(decoded.data, { raw: { width, height, channels } })
      .toColourspace(kind === "gray" ? "b-w" : "srgb")
      .jpeg(READER_JPEG)
      .toBuffer();
    return { ...facts, space: kind, coding: "jpeg", data, inverted: false, findings: [] };
  }

  if (!job.press) throw new RangeError("a picture for the press needs the press's profile");
  const findings: Finding[] = [];
  if (channels !== CHANNELS[space]) throw new RangeError(`${channels} channels where ${CHANNELS[space]} belong`);
  if (space === "cmyk") {
    if (meta.icc && !isPressProfile(meta.icc, job.press)) findings.push(foreignProfile(job.name));
    const ink = inkTotals(decoded.data);
    if (ink.high > job.inkLimit + 0.5) findings.push(tooMuchInk(job, ink));
    const tiff = cmykTiff(width, height);
    tiff.pixels.set(decoded.data);
    return { ...facts, space, findings, ...(await encodeCmyk(tiff, width, height)) };
  }
  const plain = space === "gray" || isNeutral(pixels) ? "gray" : "rgb";
  const samples = plain === "gray" && space === "rgb" ? firstOfThree(pixels) : pixels;
  const profile = space === plain && !greyed ? (meta.icc ?? null) : null;
  const color = await engine();
  const asked = { space: plain, bits, press: job.press } as const;
  let converter = color.open({ ...asked, source: profile });
  if (!converter && profile) {
    findings.push(unreadableProfile(job.name));
    converter = color.open({ ...asked, source: null });
  }
  if (!converter) throw new RangeError("the press's profile cannot be read");
  if (plain === "gray") {
    const gray = new Uint8Array(width * height);
    convertInStrips(samples, 1, gray, 1, converter, stop);
    return { ...facts, space: "gray", findings, ...(await encodeGray(gray, width, height)) };
  }
  const tiff = cmykTiff(width, height);
  convertInStrips(samples, 3, tiff.pixels, 4, converter, stop);
  limitInk(tiff.pixels, job.inkLimit);
  return { ...facts, space: "cmyk", findings, ...(await encodeCmyk(tiff, width, height)) };
}

/** Header only. Throws with the decoder's words when the bytes are no picture, or one beyond our limits. */
export async function metadataOf(bytes: Uint8Array): Promise<Metadata & { width: number; height: number }> {
  if (bytes.length > MOST_BYTES) throw new RangeError(`it is larger than ${MOST_BYTES / 1e9} GB`);
  const meta = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error" }).metadata();
  const { width, height } = meta;
  if (!width || !height) throw new RangeError("it has no size");
  if (width * height > MOST_PIXELS) {
    throw new RangeError(`${width} × ${height} pixels, more than the ${MOST_PIXELS / 1e6} million that are read`);
  }
  return { ...meta, width, height };
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
function cut(
  job: PictureJob,
  meta: { width: number; height: number; orientation?: number | undefined },
  numbers: boolean,
): Sharp {
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

/**
 * Converts `from` into `to`, a strip at a time, so that a wish to stop is heard and no second copy of the picture is
 * made. `channels` and `inks` are samples a pixel. Closes the converter.
 */
function convertInStrips(
  from: Samples,
  channels: number,
  to: Uint8Array,
  inks: number,
  converter: Converter,
  stop: Stop,
): void {
  const pixels = from.length / channels;
  try {
    for (let at = 0; at < pixels; at += STRIP) {
      if (stop()) throw new Stopped();
      const strip = from.subarray(at * channels, Math.min(at + STRIP, pixels) * channels);
      to.set(converter.convert(strip), at * inks);
    }
  } finally {
    converter.close();
  }
}

/** A black-and-white photograph saved as RGB. A difference of 1 is JPEG's rounding. */
function isNeutral(pixels: Samples): boolean {
  const slack = pixels instanceof Uint16Array ? 257 : 1;
  for (let i = 0; i < pixels.length; i += 3) {
    const r = pixels[i] as number;
    const g = pixels[i + 1] as number;
    const b = pixels[i + 2] as number;
    if (Math.abs(r - g) > slack || Math.abs(g - b) > slack || Math.abs(r - b) > slack) return false;
  }
  return true;
}

/** Green stands for all three: it is the least coloured by JPEG. */
function firstOfThree(pixels: Samples): Samples {
  const out = pixels instanceof Uint16Array ? new Uint16Array(pixels.length / 3) : new Uint8Array(pixels.length / 3);
  for (let i = 0; i < out.length; i++) out[i] = pixels[3 * i + 1] as number;
  return out;
}

type Encoded = Pick<PreparedPicture, "coding" | "data" | "inverted">;

async function encodeGray(pixels: Uint8Array, width: number, height: number): Promise<Encoded> {
  if (width * height <= SMALL) return { coding: "flate", data: deflateSync(pixels), inverted: false };
  const raw = { width, height, channels: 1 } as const;
  const data = await sharp(pixels, { raw }).toColourspace("b-w").jpeg(JPEG).toBuffer();
  return { coding: "jpeg", data, inverted: false };
}

/** libvips writes CMYK JPEGs the way Adobe does: inverted, with Adobe's marker. */
async function encodeCmyk(tiff: ReturnType<typeof cmykTiff>, width: number, height: number): Promise<Encoded> {
  if (width * height <= SMALL) return { coding: "flate", data: deflateSync(tiff.pixels), inverted: false };
  const data = await sharp(tiff.file, { limitInputPixels: MOST_PIXELS })
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .jpeg(JPEG)
    .toBuffer();
  return { coding: "jpeg", data, inverted: true };
}

function foreignProfile(name: string): Finding {
  return finding(
    "warning",
    "picture-profile",
    `The CMYK picture ${name} was separated for another press than this job's`,
    "Its numbers are kept; ask for the RGB original where colour matters",
  );
}

function unreadableProfile(name: string): Finding {
  return finding(
    "warning",
    "picture-profile",
    `The profile inside the picture ${name} cannot be read; it was taken for sRGB`,
    "Open it in a picture editor, assign the right profile and save a copy",
  );
}

function tooMuchInk(job: PictureJob, ink: InkTotals): Finding {
  return finding(
    "warning",
    "picture-ink",
    `The CMYK picture ${job.name} lays ${Math.round(ink.high)} % ink, the press takes ${job.inkLimit} %`,
    "Ask for the RGB original, or have it separated again for this press",
  );
}
