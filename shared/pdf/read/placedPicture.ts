/** A picture as it is placed (ISO 32000-1 §8.9.5): its pixels, its depth, its resolution under the transformation in force. */
import type { PdfFile } from "./file.ts";
import { filtersOf } from "./filters.ts";
import { type JpxHead, readJpx } from "./jpx.ts";
import type { Matrix } from "./matrix.ts";
import type { PictureUse } from "./painted.ts";
import type { PdfStream } from "./values.ts";

export type PlacedUse = { readonly use: PictureUse; readonly stencil: boolean; readonly jpx: JpxHead | null };

/** The head of a JPEG 2000 picture stands in its first few thousand bytes. */
const HEAD = 1 << 16;

/** A sentence says why it is no picture. */
export function placedPicture(file: PdfFile, stream: PdfStream, [a, b, c, d]: Matrix): PlacedUse | string {
  const { dict } = stream;
  const jpx = filtersOf(dict, file.get).at(-1) === "JPXDecode" ? readJpx(file.decoded(stream, HEAD).bytes) : null;
  const [width, height] = [file.get(dict.get("Width")), file.get(dict.get("Height"))];
  if (typeof width !== "number" || typeof height !== "number" || width < 1 || height < 1)
    return "A picture has no size";
  if (jpx && (jpx.width !== width || jpx.height !== height)) {
    return `A JPEG 2000 picture has ${jpx.width} × ${jpx.height} pixels, not ${width} × ${height}`;
  }
  const [across, down] = [Math.hypot(a, b), Math.hypot(c, d)];
  const stencil = file.get(dict.get("ImageMask")) === true;
  const bits = file.get(dict.get("BitsPerComponent"));
  const use: PictureUse = {
    stream,
    width,
    height,
    bits: stencil ? 1 : (jpx?.bits ?? (typeof bits === "number" ? bits : 8)),
    ppi: [(width * 72) / Math.max(across, 1e-6), (height * 72) / Math.max(down, 1e-6)],
    placed: [across, down],
  };
  return { use, stencil, jpx };
}
