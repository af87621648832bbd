/** Pictures of an export as plates want them: decoded ink, upright and cut to what is shown. */
import { inflateSync } from "node:zlib";
import sharp from "sharp";
import type { Box, DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import { meet } from "../../shared/pdf/ground.ts";
import type { Pictures, PreparedPicture } from "../../shared/pdf/ticket.ts";
import { type PlatePicture, type PlatePorts, type Plates, platesOf } from "../../shared/preflight/plates.ts";
import { MOST_PIXELS } from "./plainJpeg.ts";
import { complement } from "./preparePicture.ts";

/** A turn clockwise, then a mirror: how stored pixels come upright (CIPA DC-008 §4.6.4). */
const UPRIGHT = [
  [0, ""],
  [0, "flop"],
  [180, ""],
  [0, "flip"],
  [90, "flop"],
  [90, ""],
  [90, "flip"],
  [270, ""],
] as const;

/** Throws for a picture that is not for the press, or does not decode. */
export async function platePicture(picture: PreparedPicture): Promise<PlatePicture> {
  const { space, width, height, crop, orientation } = picture;
  if (space === "rgb") throw new RangeError("plates of an RGB picture");
  const mask = picture.mask ? inflateSync(picture.mask.data) : null;
  if (picture.coding === "flate") return { width, height, space, pixels: inflateSync(picture.data), mask };

  const [turn, mirror] = UPRIGHT[orientation - 1] ?? UPRIGHT[0];
  const working = space === "gray" ? "b-w" : "cmyk";
  const sound = { limitInputPixels: MOST_PIXELS, failOn: "error", ignoreIcc: true } as const;
  let image = sharp(picture.data, sound);
  if (turn !== 0) image = image.rotate(turn);
  if (mirror === "flip") image = image.flip();
  if (mirror === "flop") image = image.flop();
  const [wide, high] = turn === 90 || turn === 270 ? [height, width] : [width, height];
  const left = Math.min(wide - 1, Math.round(crop.x * wide));
  const top = Math.min(high - 1, Math.round(crop.y * high));
  const { data, info } = await image
    .pipelineColourspace(working)
    .toColourspace(working)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const channels = space === "gray" ? 1 : 4;
  if (space === "cmyk" && !picture.inverted) complement(data);
  const shown = {
    width: Math.max(1, Math.min(wide - left, Math.round(crop.width * wide))),
    height: Math.max(1, Math.min(high - top, Math.round(crop.height * high))),
  };
  if (shown.width === info.width && shown.height === info.height) return { ...shown, space, pixels: data, mask };
  const pixels = new Uint8Array(shown.width * shown.height * channels);
  for (let row = 0; row < shown.height; row++) {
    const from = ((top + row) * info.width + left) * channels;
    pixels.set(data.subarray(from, from + shown.width * channels), row * shown.width * channels);
  }
  return { ...shown, space, pixels, mask };
}

/**
 * The plates of a page as its export would make them. `pictures` is the export's own, at whatever ceiling suits the scale
 * (pixels to the point); `area` is what is wanted of the page. A picture that cannot be had is a tint, as in the file;
 * so is a placed PDF, whose inks no program here lays. `unseen`: how many of the two there are.
 */
export async function platesOfPage(
  list: DisplayList,
  ports: Omit<PlatePorts, "picture"> & { readonly pictures: Pictures },
  scale: number,
  area?: Box,
): Promise<Plates & { readonly unseen: number }> {
  let unseen = 0;
  const made = new Map<DisplayItem, PlatePicture>();
  for (const item of list.items) {
    if (item.kind !== "picture" || (area && !meet(item.box, area))) continue;
    const { media, box, crop, grey, rendering } = item;
    const own = { ...(grey ? { grey } : {}), ...(rendering ? { rendering } : {}) };
    const answer = await ports.pictures({ media, box, crop, page: list.number, ...own });
    if ("code" in answer || answer.form) unseen++;
    else made.set(item, await platePicture(answer));
  }
  return { ...platesOf(list, { ...ports, picture: (item) => made.get(item) ?? null }, scale, area), unseen };
}
