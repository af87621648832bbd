/**
 * The outline of what a picture shows, from its file: sharp brings the alpha to a plane of bounded size, upright, and
 * the outline is traced there. Runs in the picture worker.
 */
import sharp from "sharp";
import { OUTLINE_PIXELS, type Outline, outlineOfAlpha } from "../../shared/layout/alphaOutline.ts";
import { MOST_PIXELS } from "./plainJpeg.ts";
import { metadataOf } from "./preparePicture.ts";

/** Null for a picture without alpha, one that covers everywhere, and what is no picture at all. */
export async function traceOutline(bytes: Uint8Array): Promise<Outline | null> {
  try {
    const meta = await metadataOf(bytes);
    if (!meta.hasAlpha) return null;
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", ignoreIcc: true })
      .autoOrient()
      .resize({
        width: OUTLINE_PIXELS,
        height: OUTLINE_PIXELS,
        fit: "inside",
        withoutEnlargement: true,
        kernel: "linear",
      })
      .extractChannel("alpha")
      .toColourspace("b-w")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return outlineOfAlpha({ width: info.width, height: info.height, alpha: data });
  } catch {
    return null;
  }
}
