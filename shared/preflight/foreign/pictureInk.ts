/**
 * Ink of a placed picture, from its pixels: the mean over any 15 mm² and the 99.9th percentile of the pixels (GWG 2015).
 * Deflated CMYK is read here, JPEGs come through a port. Overlaps of pictures with other things are not added up.
 */
import type { PdfFile } from "../../pdf/read/file.ts";
import { numbersOf } from "../../pdf/read/pages.ts";
import { inksOf, sumOf } from "./inks.ts";
import type { Placed } from "./page.ts";

/** Samples of a JPEG as they stand in it, 8 bits, row by row; it may be scaled down. Null: it cannot be read. */
export type DecodeJpeg = (bytes: Uint8Array) => Promise<{
  readonly width: number;
  readonly height: number;
  readonly parts: number;
  readonly samples: Uint8Array;
} | null>;

/** Samples of one picture that are looked at, 20 million pixels in CMYK: A3 at 300 ppi. */
const LARGEST_PICTURE = 80_000_000;
const LARGEST_JPEG = 1 << 26;
/** Side of a square of 15 mm², in points. */
const SQUARE = (Math.sqrt(15) * 72) / 25.4;
/** Bins of a per cent. */
const BINS = 1000;

export type PictureInk = { readonly mean: number; readonly highest: number };

/** In per cent; a sentence where it cannot be told; null where the question does not arise (grey, RGB). */
export async function inkOfPicture(
  file: PdfFile,
  placed: Placed,
  jpeg: DecodeJpeg,
): Promise<PictureInk | string | null> {
  const { use, space } = placed;
  const inner = space.family === "Indexed" ? space.base : space;
  if (!inner || inksOf({ space: inner, values: Array.from({ length: inner.parts }, () => 0) }) === null) return null;
  // One process ink or grey alone never adds up to a limit.
  if (inner.parts === 1) return null;
  const { bytes, coded, fault } = file.decoded(use.stream, LARGEST_PICTURE);
  if (fault === "too-large" || use.width * use.height * space.parts > LARGEST_PICTURE) return "it is too large";
  if (fault) return "it cannot be decoded";
  let { width, height } = use;
  let samples = bytes;
  if (coded === "DCTDecode") {
    const read = bytes.length > LARGEST_JPEG ? null : await jpeg(bytes);
    if (!read || read.parts !== space.parts) return "its JPEG cannot be read";
    ({ width, height, samples } = read);
  } else if (coded !== null) return `it is packed with ${coded}`;
  else if (use.bits !== 8) return `it has ${use.bits} bits a part`;
  if (samples.length < width * height * space.parts) return "it ends too early";

  const decode = numbersOf(file, use.stream.dict.get("Decode"));
  const across = Math.max(1, Math.ceil(use.placed[0] / SQUARE));
  const down = Math.max(1, Math.ceil(use.placed[1] / SQUARE));
  const columns = Math.min(across, width, 2000);
  const rows = Math.min(down, height, 2000);
  const sums = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  const histogram = new Uint32Array(BINS);
  const sumAt = ruler(placed, decode);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++, at += space.parts) {
      const ink = sumAt(samples, at);
      const cell = row + Math.floor((x * columns) / width);
      sums[cell] = (sums[cell] as number) + ink;
      counts[cell] = (counts[cell] as number) + 1;
      const bin = Math.min(BINS - 1, Math.round(ink * 100));
      histogram[bin] = (histogram[bin] as number) + 1;
    }
  }
  let mean = 0;
  for (let n = 0; n < sums.length; n++)
    if (counts[n]) mean = Math.max(mean, (sums[n] as number) / (counts[n] as number));
  let rest = (width * height) / 1000;
  let highest = BINS - 1;
  while (highest > 0 && rest >= (histogram[highest] as number)) rest -= histogram[highest--] as number;
  return { mean: Math.round(mean * 100), highest };
}

/** The sum of inks, 0 to 4 and more, of the pixel whose samples begin at a place. */
function ruler({ space }: Placed, decode: readonly number[] | null): (samples: Uint8Array, at: number) => number {
  const { parts } = space;
  const low = Array.from({ length: parts }, (_, n) => decode?.[2 * n] ?? 0);
  const step = low.map((from, n) => ((decode?.[2 * n + 1] ?? 1) - from) / 255);
  if (space.family === "Indexed") {
    const entries = Array.from({ length: 256 }, (_, n) => {
      const index = decode ? (low[0] as number) + n * (step[0] as number) : n;
      const inks = inksOf({ space, values: [index] });
      return inks ? sumOf(inks) : 0;
    });
    return (samples, at) => entries[samples[at] as number] as number;
  }
  const plain = space.family === "DeviceCMYK" || space.family === "ICCBased";
  if (plain || !space.inks.some((name) => name === "None" || name === "All")) {
    return (samples, at) => {
      let sum = 0;
      for (let n = 0; n < parts; n++) {
        sum += Math.min(1, Math.max(0, (low[n] as number) + (step[n] as number) * (samples[at + n] as number)));
      }
      return sum;
    };
  }
  return (samples, at) => {
    const values = low.map((from, n) => from + (step[n] as number) * (samples[at + n] as number));
    const inks = inksOf({ space, values });
    return inks ? sumOf(inks) : 0;
  };
}
