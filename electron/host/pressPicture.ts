/**
 * One picture as ink: decoded pixels in, what a press file embeds out. Grey stays on the black plate; ink of another
 * press is separated again with its black kept; transparency becomes a soft mask, or is laid on what lies below where
 * the standard knows none. What leaves here holds the ink limit. Knows no page.
 */
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { type ColorEngine, type Converter, RENDERING, type Samples } from "../../shared/color/converter.ts";
import { INK_CELL, INK_SQUARE, inkCells, inkPeak, inkTotals, limitInk } from "../../shared/color/inkLimit.ts";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { PictureInk, PreparedPicture } from "../../shared/pdf/ticket.ts";
import { isPressProfile, keepsLimit, noProfile } from "./carriedInk.ts";
import { cmykTiff } from "./cmykTiff.ts";
import { MOST_PIXELS } from "./plainJpeg.ts";
import { type PictureJob, Stopped, type Stop } from "./preparePicture.ts";

/** Below this many pixels JPEG's own overhead and rings outweigh what it saves. */
const SMALL = 128 * 128;
/** Pixels converted at a time. */
const STRIP = 65_536;
/**
 * Tables made for the picture would save a hundredth, and cost all its coefficients in memory: 16 bytes a pixel. Measured
 * on 20 megapixels: 320 MB.
 */
const JPEG = { quality: 95, chromaSubsampling: "4:4:4", optimiseCoding: false } as const;

export type Decoded = {
  readonly space: "gray" | "rgb" | "cmyk";
  readonly bits: 8 | 16;
  readonly width: number;
  readonly height: number;
  /** Interleaved, without alpha. */
  readonly pixels: Samples;
  /** 255 where the picture covers; null where it covers everywhere. */
  readonly alpha: Uint8Array | null;
  /** Its own profile; null for sRGB, or for ink that names no press. */
  readonly profile: Uint8Array | null;
  /** It has one that no decoder can read. */
  readonly profileLost: boolean;
};

/** `file`: the TIFF that the pixels lie in already. */
type Flat = { readonly space: "gray" | "cmyk"; readonly pixels: Uint8Array; readonly file?: Buffer };

export async function pressPicture(
  job: PictureJob,
  decoded: Decoded,
  engine: () => Promise<ColorEngine>,
  stop: Stop,
): Promise<PreparedPicture> {
  const { width, height } = decoded;
  const findings: Finding[] = [];
  const own = await separate(job, decoded, engine, stop, findings);
  const laid = decoded.alpha && job.standard === "x1a" ? onGround(own, decoded.alpha, job) : own;
  const mask =
    decoded.alpha && job.standard !== "x1a"
      ? { width, height, data: new Uint8Array(deflateSync(decoded.alpha)) }
      : null;
  const ink = inkOf(job, laid, width, height);
  return {
    width,
    height,
    orientation: 1,
    crop: { x: 0, y: 0, width: 1, height: 1 },
    space: laid.space,
    findings,
    ink,
    ...(mask ? { mask } : {}),
    ...(laid.space === "gray" ? await encodeGray(laid.pixels, width, height) : await encodeCmyk(laid, width, height)),
  };
}

/** Of ink as it is: the heaviest square of 15 mm², what 99.9 % of the pixels stay under, and a map of cells. */
export function inkOf(
  job: Pick<PictureJob, "box">,
  { space, pixels }: Flat,
  width: number,
  height: number,
): PictureInk {
  const across = width / job.box.width;
  const down = height / job.box.height;
  const cells = [job.box.width / INK_CELL, job.box.height / INK_CELL] as const;
  if (space === "gray") {
    const black = pixels.map((value) => 255 - value);
    const { mean } = inkPeak([black], 1, width, height, INK_SQUARE * across, INK_SQUARE * down);
    return { mean, high: percentile(black), map: { space, ...inkCells(pixels, 1, width, height, ...cells) } };
  }
  const { mean } = inkPeak([pixels], 4, width, height, INK_SQUARE * across, INK_SQUARE * down);
  const map = { space, ...inkCells(pixels, 4, width, height, ...cells) };
  return { mean, high: inkTotals(pixels).high, map };
}

function percentile(values: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] as number) + 1;
  let high = 255;
  for (let over = counts[255] as number; high > 0 && over <= values.length / 1000; ) over += counts[--high] as number;
  return (high * 100) / 255;
}

async function separate(
  job: PictureJob,
  decoded: Decoded,
  engine: () => Promise<ColorEngine>,
  stop: Stop,
  findings: Finding[],
): Promise<Flat> {
  const { press, rendering = RENDERING } = job;
  if (!press) throw new RangeError("a picture for the press needs the press's profile");
  const { space, bits, width, height, profile } = decoded;
  const color = await engine();
  if (decoded.profileLost) findings.push(unreadableProfile(job.name, "sRGB"));
  if (space === "cmyk") return separateAgain(job, decoded, color, stop, findings);

  const plain = space === "gray" || isNeutral(decoded.pixels) ? "gray" : "rgb";
  const samples = plain === "gray" && space === "rgb" ? firstOfThree(decoded.pixels) : decoded.pixels;
  // The profile of three channels says nothing of one; equal values are grey in every one of them.
  const source = space === plain ? profile : null;
  const asked = { space: plain, bits, press, rendering } as const;
  let converter = color.open({ ...asked, source });
  if (!converter && source) {
    findings.push(unreadableProfile(job.name, "sRGB"));
    converter = color.open({ ...asked, source: null });
  }
  if (!converter) throw new RangeError("the press's profile cannot be read");
  if (plain === "gray") {
    const gray = new Uint8Array(width * height);
    convertInStrips(samples, 1, gray, 1, converter, stop);
    return { space: "gray", pixels: gray };
  }
  // Straight to where the encoder reads it: a page's picture at full size is 80 MB of ink.
  const tiff = cmykTiff(width, height);
  convertInStrips(samples, 3, tiff.pixels, 4, converter, stop);
  limitInk(tiff.pixels, job.inkLimit);
  return { space: "cmyk", pixels: tiff.pixels, file: tiff.file };
}

/** CMYK: untouched when it was made for this press, or for none, and its ink fits. */
function separateAgain(
  job: PictureJob,
  { pixels, width, height, profile }: Decoded,
  color: ColorEngine,
  stop: Stop,
  findings: Finding[],
): Flat {
  const press = job.press as Uint8Array;
  if (!profile) findings.push(noProfile(job.name));
  let ink = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  if (!isPressProfile(profile, press)) {
    const { rendering = RENDERING } = job;
    const converter = color.open({ space: "cmyk", bits: 8, source: profile, press, rendering });
    if (converter) {
      const again = new Uint8Array(ink.length);
      convertInStrips(ink, 4, again, 4, converter, stop);
      ink = again;
      findings.push(separatedAgain(job.name));
    } else findings.push(unreadableProfile(job.name, "ink for this press"));
  }
  const laid = inkOf(job, { space: "cmyk", pixels: ink }, width, height);
  if (!keepsLimit(laid, job.inkLimit)) {
    const converter = color.open({ space: "cmyk", bits: 8, source: null, press });
    if (!converter) throw new RangeError("the press's profile cannot be read");
    ink = ink.slice();
    lighten(ink, job.inkLimit, converter, stop);
    findings.push(tooMuchInk(job, laid));
  }
  return { space: "cmyk", pixels: ink };
}

/**
 * Pixels above the limit are separated anew from what they look like, which this press prints with less; the others keep
 * their numbers. What a dark shadow still has too much goes by colour, never by black.
 */
function lighten(ink: Uint8Array, limit: number, converter: Converter, stop: Stop): void {
  const most = (limit * 255) / 100;
  try {
    for (let from = 0; from < ink.length; from += STRIP * 4) {
      if (stop()) throw new Stopped();
      const strip = ink.subarray(from, Math.min(from + STRIP * 4, ink.length));
      const heavy: number[] = [];
      for (let i = 0; i < strip.length; i += 4) if (sumAt(strip, i) > most) heavy.push(i);
      if (heavy.length === 0) continue;
      const pixels = new Uint8Array(heavy.length * 4);
      heavy.forEach((at, n) => {
        pixels.set(strip.subarray(at, at + 4), 4 * n);
      });
      const lighter = converter.convert(pixels);
      heavy.forEach((at, n) => {
        strip.set(lighter.subarray(4 * n, 4 * n + 4), at);
      });
    }
  } finally {
    converter.close();
  }
  limitInk(ink, limit);
}

function sumAt(ink: Uint8Array, at: number): number {
  return (ink[at] as number) + (ink[at + 1] as number) + (ink[at + 2] as number) + (ink[at + 3] as number);
}

/** Transparency flattened: ink over the flat ground below, plate by plate, which is how a press sees both. */
function onGround({ space, pixels }: Flat, alpha: Uint8Array, job: PictureJob): Flat {
  const ground = job.ground ?? [0, 0, 0, 0];
  const coloured = ground.slice(0, 3).some((part) => part > 0);
  const under = ground.map((part) => Math.round(part * 255));
  if (space === "gray" && !coloured) {
    const white = 255 - (under[3] as number);
    return { space, pixels: pixels.map((value, i) => mix(value, white, alpha[i] as number)) };
  }
  const out = new Uint8Array(alpha.length * 4);
  for (let i = 0; i < alpha.length; i++) {
    for (let k = 0; k < 4; k++) {
      const own = space === "cmyk" ? (pixels[4 * i + k] as number) : k === 3 ? 255 - (pixels[i] as number) : 0;
      out[4 * i + k] = mix(own, under[k] as number, alpha[i] as number);
    }
  }
  limitInk(out, job.inkLimit);
  return { space: "cmyk", pixels: out };
}

function mix(above: number, below: number, alpha: number): number {
  return Math.round((above * alpha + below * (255 - alpha)) / 255);
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
export function firstOfThree(pixels: Samples): Samples {
  const out = pixels instanceof Uint16Array ? new Uint16Array(pixels.length / 3) : new Uint8Array(pixels.length / 3);
  for (let i = 0; i < out.length; i++) out[i] = pixels[3 * i + 1] as number;
  return out;
}

type Encoded = Pick<PreparedPicture, "coding" | "data" | "inverted">;

export async function encodeGray(pixels: Uint8Array, width: number, height: number): Promise<Encoded> {
  if (width * height <= SMALL) return { coding: "flate", data: deflateSync(pixels), inverted: false };
  const raw = { width, height, channels: 1 } as const;
  const data = await sharp(pixels, { raw }).toColourspace("b-w").jpeg(JPEG).toBuffer();
  return { coding: "jpeg", data, inverted: false };
}

/** libvips writes CMYK JPEGs the way Adobe does: inverted, with Adobe's marker. */
export async function encodeCmyk(
  { pixels, file }: Omit<Flat, "space">,
  width: number,
  height: number,
): Promise<Encoded> {
  if (width * height <= SMALL) return { coding: "flate", data: deflateSync(pixels), inverted: false };
  let tiff = file;
  if (!tiff) {
    const made = cmykTiff(width, height);
    made.pixels.set(pixels);
    tiff = made.file;
  }
  const data = await sharp(tiff, { limitInputPixels: MOST_PIXELS })
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .jpeg(JPEG)
    .toBuffer();
  return { coding: "jpeg", data, inverted: true };
}

function separatedAgain(name: string): Finding {
  return tell("info", "picture-profile.again", { name });
}

export function unreadableProfile(name: string, taken: string): Finding {
  return tell("warning", "picture-profile.unreadable", { name, taken });
}

function tooMuchInk(job: PictureJob, ink: PictureInk): Finding {
  const [mean, high] = [Math.round(ink.mean), Math.round(ink.high)];
  return tell("warning", "picture-ink", { name: job.name, mean, high, limit: job.inkLimit });
}
