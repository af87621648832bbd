/**
 * Ink of pictures that were measured, kept from one export to the next: a file each in the working folder, named by what
 * it follows from. Each bears its own SHA-256 and appears whole by renaming, so exports may share the folder; one that is
 * damaged, or cannot be written, costs a measurement and nothing else.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PictureInk } from "../../shared/pdf/ticket.ts";

export type InkShelf = {
  /** `of`: everything the figures follow from. */
  find(of: readonly (string | number)[]): Promise<PictureInk | null>;
  keep(of: readonly (string | number)[], ink: PictureInk): Promise<void>;
  /** Waits for what is being kept; the oldest go when the folder has grown too large. */
  close(): Promise<void>;
};

/** Bytes in the folder at most; the ink of a page's full picture takes a fifth of a million. */
const MOST_KEPT = 48_000_000;
const SPACES = ["gray", "cmyk"] as const;
/** SHA-256, then mean and high as doubles, width, height and space as 32-bit words, then the map. */
const HASH = 32;
const HEAD = HASH + 28;

export function inkShelf(folder: string, most = MOST_KEPT): InkShelf {
  const pathOf = (of: readonly (string | number)[]) =>
    join(folder, `${sha256(JSON.stringify(of)).toString("hex")}.ink`);
  const writing = new Set<Promise<void>>();
  let isNew = false;

  async function write(path: string, ink: PictureInk): Promise<void> {
    const unfinished = `${path}.${process.pid}`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(unfinished, packed(ink), { mode: 0o600 });
      await rename(unfinished, path);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  async function tidy(): Promise<void> {
    const names = await readdir(folder).catch(() => []);
    const found = await Promise.all(
      names.map(async (name) => {
        const path = join(folder, name);
        const facts = await stat(path).catch(() => null);
        return { path, size: facts?.size ?? 0, changed: facts?.mtimeMs ?? 0 };
      }),
    );
    let sum = found.reduce((all, { size }) => all + size, 0);
    if (sum <= most) return;
    // To half of it, so that the next export does not have to look again.
    for (const { path, size } of found.sort((a, b) => a.changed - b.changed)) {
      if (sum <= most / 2) break;
      await rm(path, { force: true }).catch(() => undefined);
      sum -= size;
    }
  }

  return {
    async find(of) {
      const file = await readFile(pathOf(of)).catch(() => null);
      return file && unpacked(file);
    },
    keep(of, ink) {
      isNew = true;
      const done = write(pathOf(of), ink).finally(() => writing.delete(done));
      writing.add(done);
      return done;
    },
    async close() {
      if (!isNew) return;
      isNew = false;
      await Promise.all(writing);
      await tidy();
    },
  };
}

function packed({ mean, high, map }: PictureInk): Buffer {
  const file = Buffer.alloc(HEAD + map.pixels.length);
  file.writeDoubleLE(mean, HASH);
  file.writeDoubleLE(high, HASH + 8);
  [map.width, map.height, SPACES.indexOf(map.space)].forEach((word, n) => file.writeUInt32LE(word, HASH + 16 + 4 * n));
  file.set(map.pixels, HEAD);
  sha256(file.subarray(HASH)).copy(file);
  return file;
}

function unpacked(file: Buffer): PictureInk | null {
  if (file.length < HEAD || !sha256(file.subarray(HASH)).equals(file.subarray(0, HASH))) return null;
  const [width, height, n] = [0, 4, 8].map((at) => file.readUInt32LE(HASH + 16 + at)) as [number, number, number];
  const space = SPACES[n];
  const pixels = new Uint8Array(file.subarray(HEAD));
  if (!space || pixels.length !== width * height * (space === "cmyk" ? 4 : 1)) return null;
  return { mean: file.readDoubleLE(HASH), high: file.readDoubleLE(HASH + 8), map: { space, width, height, pixels } };
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash("sha256").update(data).digest();
}
