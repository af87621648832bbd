/**
 * Font files in folders, and what was learnt of each, kept by path, time of change and size: a machine with thousands
 * of fonts is read once, and later only what is new. The kept facts are a convenience; a cache that cannot be read or
 * written is made anew and nothing is said.
 */
import { closeSync, type Dirent, fstatSync, openSync, readSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FontSource } from "../../shared/typesetting/sfntReader.ts";

/** What may be a font, web and PostScript fonts included: of those the person is told why they are not taken. */
const FONT_FILE = /\.(ttf|otf|ttc|otc|woff|woff2|pfb|pfa)$/i;
/** No collection of fonts is near this size; a folder that is was named by mistake. */
const MOST_FILES = 20_000;
const DEPTH = 8;

export type FileStamp = { readonly path: string; readonly changed: number; readonly size: number };

/** Font files in a folder and below it, in order of their paths; each real folder once. None when it cannot be read. */
export async function fontFilesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  async function walk(at: string, depth: number): Promise<void> {
    const real = await realpath(at).catch(() => null);
    if (real === null || seen.has(real)) return;
    seen.add(real);
    const entries = await readdir(at, { withFileTypes: true }).catch((): Dirent[] => []);
    entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const entry of entries) {
      if (found.length >= MOST_FILES) return;
      const path = join(at, entry.name);
      const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
      if (kind?.isDirectory() && depth < DEPTH) await walk(path, depth + 1);
      else if (kind?.isFile() && FONT_FILE.test(entry.name)) found.push(path);
    }
  }
  await walk(folder, 0);
  return found;
}

export async function stampOf(path: string): Promise<FileStamp | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? { path, changed: found.mtimeMs, size: found.size } : null;
}

/** Enough for header, directory and the small tables of most fonts. */
const BLOCK = 16_384;

/** The bytes of an open file, read in blocks as they are asked for. Call `close` in the end. Throws as `fs` does. */
export function fileSource(path: string): FontSource & { close(): void } {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  const blocks = new Map<number, Buffer>();
  const fill = (at: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const read = readSync(file, bytes, done, length - done, at + done);
      if (read === 0) break;
      done += read;
    }
    return bytes;
  };
  return {
    length: size,
    slice(at, length) {
      const block = Math.floor(at / BLOCK);
      const from = at - block * BLOCK;
      if (from + length > BLOCK) return fill(at, length);
      let bytes = blocks.get(block);
      if (!bytes) {
        bytes = fill(block * BLOCK, Math.min(BLOCK, size - block * BLOCK));
        blocks.set(block, bytes);
      }
      return bytes.subarray(from, from + length);
    },
    close: () => closeSync(file),
  };
}

export type FactCache<T> = {
  /** What was learnt of the file as it is now; undefined when nothing was. */
  get(stamp: FileStamp): T | undefined;
  set(stamp: FileStamp, fact: T): void;
  /** Writes what is new. */
  save(): Promise<void>;
};

type Kept<T> = Record<string, readonly [changed: number, size: number, fact: T]>;

/** `file` null: kept for this run only. `version` changes when the facts mean something else. */
export async function factCache<T>(file: string | null, version: number): Promise<FactCache<T>> {
  const kept = new Map<string, readonly [number, number, T]>();
  let fresh = false;
  try {
    const read = JSON.parse(file === null ? "{}" : await readFile(file, "utf8")) as {
      version?: number;
      files?: Kept<T>;
    };
    if (read.version === version) for (const [path, one] of Object.entries(read.files ?? {})) kept.set(path, one);
  } catch {
    // Not there yet, or half written by a power cut: everything is read anew.
  }
  return {
    get({ path, changed, size }) {
      const known = kept.get(path);
      return known && known[0] === changed && known[1] === size ? known[2] : undefined;
    },
    set({ path, changed, size }, fact) {
      kept.set(path, [changed, size, fact]);
      fresh = true;
    },
    async save() {
      if (!fresh || file === null) return;
      fresh = false;
      const unfinished = `${file}.${process.pid}`;
      try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(unfinished, JSON.stringify({ version, files: Object.fromEntries(kept) }));
        await rename(unfinished, file);
      } catch {
        // A folder that cannot be written costs a scan at each start and nothing else.
        await rm(unfinished, { force: true }).catch(() => undefined);
      }
    },
  };
}
