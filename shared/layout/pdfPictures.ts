/**
 * PDFs among the pictures. A page of a PDF has no pixels; it counts as fine as a plate is exposed, so that no rule about
 * coarse pictures bears on it, and its shape is that of the page and box the document names.
 */
import type { PdfPage } from "../schema/attributes.ts";
import type { Pictures } from "./photos.ts";

/** Pixels that a point of a PDF's page counts for: 1,200 to the inch. */
const PIXELS_A_POINT = 1200 / 72;

/** A page's size as pictures have one. */
export function pixelsOf({ width, height }: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
} {
  return {
    width: Math.max(1, Math.round(width * PIXELS_A_POINT)),
    height: Math.max(1, Math.round(height * PIXELS_A_POINT)),
  };
}

/** The same pictures, those that name a page of a PDF with that page's size. */
export function withPdfPages(pictures: Pictures): Pictures {
  return {
    ...pictures,
    sizeOf(photo: Parameters<Pictures["sizeOf"]>[0] & { readonly pdf?: PdfPage | null }) {
      const size = pictures.sizeOf(photo);
      return size && photo.pdf ? { media: size.media, ...pixelsOf(photo.pdf) } : size;
    },
  };
}
