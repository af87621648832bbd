/**
 * Outlines of pictures by content: each is traced once while the host runs, in the picture worker, for the window's
 * pages and the export's alike, so that both set the same lines.
 */
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import { pictureRoom } from "./originals.ts";

/** An outline is some kilobytes. */
const MOST_KEPT = 500;
const kept = new Map<string, Promise<Outline | null>>();

/** `read` gives the original. Null: it has no transparent ground, or cannot be decoded. */
export function outlineOfOriginal(hash: string, read: () => Promise<Uint8Array>): Promise<Outline | null> {
  const known = kept.get(hash);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = traced(read);
  kept.set(hash, made);
  // A file that could not be read now may be there the next time.
  made.catch(() => kept.delete(hash));
  return made;
}

async function traced(read: () => Promise<Uint8Array>): Promise<Outline | null> {
  const bytes = await read();
  return (await pictureRoom()).outlineOfPicture(bytes);
}
