/**
 * JPEGs that go into a PDF as they are, told by their heads alone. Nothing is decoded, and the decoders are not loaded:
 * an export of such pictures needs neither them nor their memory.
 */
import { type JpegHead, readJpeg } from "../../shared/pdf/jpeg.ts";
import type { PreparedPicture } from "../../shared/pdf/ticket.ts";
import { isForPress } from "../../shared/preflight/standards.ts";
import type { PictureFacts } from "./pictures.ts";
import type { PictureJob } from "./preparePicture.ts";

/** Pixels at most of an original: a page in a magazine needs a twentieth of it. */
export const MOST_PIXELS = 300_000_000;
/** A JPEG of which less than this is shown is cut and encoded again instead of being carried along whole. */
const SHOWN = 0.4;
const SPACES = { 1: "gray", 3: "rgb", 4: "cmyk" } as const;

/** What a sound, plain JPEG is; null for anything else, which a decoder must look at. */
export function probeJpeg(bytes: Uint8Array): PictureFacts | null {
  const head = readJpeg(bytes);
  if (!head || !isSound(head) || head.width * head.height > MOST_PIXELS) return null;
  const lying = head.orientation >= 5;
  return {
    type: "image/jpeg",
    width: lying ? head.height : head.width,
    height: lying ? head.width : head.height,
  };
}

/**
 * A JPEG that may go into the file without being looked at: in a proof, any; on screen, RGB and grey of sRGB's kind. Not
 * one that is too fine or mostly hidden.
 */
export function passThrough(job: PictureJob): PreparedPicture | null {
  if (isForPress(job.standard)) return null;
  const head = readJpeg(job.bytes);
  const space = head && carried(job, head);
  if (!space) return null;
  if (job.standard === "screen" && (space === "cmyk" || (space === "rgb" && !isSrgb(head.profile)))) return null;
  return asItIs(job, head, space, job.bytes);
}

/** The space of a sound, plain JPEG that is neither too fine nor mostly hidden; null of any other. */
export function carried(job: PictureJob, head: JpegHead): "gray" | "rgb" | "cmyk" | null {
  if (!isSound(head)) return null;
  const space = SPACES[head.components as keyof typeof SPACES];
  if (job.grey && space !== "gray") return null;
  if (job.standard === "proof") return space;
  return ppiOf(job, head) > job.ceiling || job.crop.width * job.crop.height < SHOWN ? null : space;
}

function isSound({ complete, plain, bits, components }: JpegHead): boolean {
  return complete && plain && bits === 8 && components in SPACES;
}

/** The picture with `data` for its bytes: the original's, or the same without what no press needs. */
export function asItIs(
  job: PictureJob,
  head: JpegHead,
  space: PreparedPicture["space"],
  data: Uint8Array,
): PreparedPicture {
  return {
    width: head.width,
    height: head.height,
    space,
    coding: "jpeg",
    data,
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

/** No profile, or one that calls itself sRGB: viewers take RGB for sRGB. */
function isSrgb(profile: Uint8Array | null): boolean {
  return profile === null || Buffer.from(profile).includes("sRGB");
}
