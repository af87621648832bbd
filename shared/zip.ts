/** Small archives in one piece, the same bytes for the same entries: packages of XML and what goes with it. */
import { type Zippable, zipSync } from "fflate";

export type ZipEntry = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** False for what is packed already, and where a format asks for it. */
  readonly packed: boolean;
};

/** Entries in their order, all with one time (milliseconds since 1970, read as UTC). Names must differ. */
export function zipOf(entries: readonly ZipEntry[], time: number): Uint8Array {
  const files: Zippable = {};
  const mtime = zipTime(time);
  for (const { name, bytes, packed } of entries) {
    if (Object.hasOwn(files, name)) throw new RangeError(`the archive has two entries "${name}"`);
    files[name] = [bytes, { level: packed ? 6 : 0, mtime }];
  }
  return zipSync(files);
}

/**
 * The local time that reads like `time` in UTC: the writer takes local hours, and the zone must not show. From 1980.
 */
export function zipTime(time: number): Date {
  const t = new Date(Math.max(time, Date.UTC(1980, 0, 2)));
  const day = [t.getUTCFullYear(), t.getUTCMonth(), t.getUTCDate()] as const;
  return new Date(...day, t.getUTCHours(), t.getUTCMinutes(), t.getUTCSeconds());
}
