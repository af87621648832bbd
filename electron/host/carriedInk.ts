/**
 * A JPEG of ink that goes into a file for the press without being encoded again, told by its head and by ink that was
 * measured once. Nothing is decoded here, so an export whose pictures were all measured before loads no decoder.
 */
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import { type JpegHead, readJpeg, withoutMetadata } from "../../shared/pdf/jpeg.ts";
import type { PictureInk, PreparedPicture } from "../../shared/pdf/ticket.ts";
import { isForPress } from "../../shared/preflight/standards.ts";
import { asItIs, carried } from "./plainJpeg.ts";
import type { PictureJob } from "./preparePicture.ts";

/** A table's rounding and a JPEG's noise are not too much ink. */
const SLACK = 0.5;

export function keepsLimit(ink: PictureInk, limit: number): boolean {
  return ink.mean <= limit + SLACK && ink.high <= limit + SLACK;
}

/** Says nothing of another press. */
export function isPressProfile(own: Uint8Array | null, press: Uint8Array | null): boolean {
  return own === null || (press !== null && Buffer.compare(own, press) === 0);
}

export function noProfile(name: string): Finding {
  return tell("info", "picture-profile.none", { name });
}

/** The head of one that may be carried along if its ink keeps the limit; null of any other picture. */
export function headOfInk(job: PictureJob): JpegHead | null {
  if (!isForPress(job.standard)) return null;
  const head = readJpeg(job.bytes);
  return head && carried(job, head) === "cmyk" && isPressProfile(head.profile, job.press) ? head : null;
}

/** The picture, without what no press needs; null when its ink is beyond the limit. */
export function carryInk(job: PictureJob, head: JpegHead, ink: PictureInk): PreparedPicture | null {
  if (!keepsLimit(ink, job.inkLimit)) return null;
  const findings = head.profile ? [] : [noProfile(job.name)];
  return { ...asItIs(job, head, "cmyk", withoutMetadata(job.bytes)), carried: true, ink, findings };
}
