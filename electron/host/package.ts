/**
 * The package for a printer or another program: the PDF, its receipt, the story as IDML, the fonts whose licence lets
 * them be passed on, and the original pictures in `Links`, where the IDML looks for them. A zip written as a stream,
 * one entry at a time, with the document's time on every entry: same document, same bytes. The receipt says what every
 * file is and what is not in the package, and why.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { Node } from "prosemirror-model";
import type { Receipt } from "../../shared/preflight/receipt.ts";
import { zipTime } from "../../shared/zip.ts";
import { writeWhole } from "./atomicFile.ts";
import { deliverJob } from "./deliver.ts";
import { sha256OfFile } from "./fileHash.ts";
import { licenceBeside } from "./fonts.ts";
import { safeName } from "./grants.ts";
import { type Exported, type ExportJob, layOutJob, type Progress } from "./jobs.ts";
import { idmlOf } from "./idml.ts";
import { type Originals, photosOf } from "./originals.ts";
import { fontLine } from "./receipts.ts";

/** What stands in `receipt.json`: the delivery's receipt, and what else is in the package, or is not. */
type PackageReceipt = Omit<Receipt, "fonts"> & {
  /** `file`: its name in the package; null when it is not in it. */
  readonly fonts: readonly (Receipt["fonts"][number] & { readonly file: string | null })[];
  /** The originals. */
  readonly pictures: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly width: number;
    readonly height: number;
    readonly file: string;
  }[];
  readonly missing: readonly { readonly what: string; readonly why: string }[];
};

export type Packaged = Pick<Exported, "file" | "findings">;

/**
 * Writes the package to `out`, or nothing when findings stand against the PDF. Throws `Failed`, or the signal's reason.
 */
export async function packageJob(
  job: ExportJob,
  out: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Packaged> {
  const folder = await mkdtemp(join(tmpdir(), "quoin-"));
  try {
    const name = safeName(basename(out, extname(out)));
    const wish = { out: join(folder, `${name}.pdf`), receipt: true, replaces: null };
    const delivered = await deliverJob(job, wish, progress, signal);
    const { findings } = delivered;
    if (!delivered.receipt) return { file: null, findings };
    const made = delivered.receipt;
    const laid = await layOutJob(job, () => undefined, signal);
    const { work } = laid;
    try {
      const time = job.stamp ?? work.modified;
      const idml = await idmlOf(job, laid, time);
      await writeWhole(out, async (file) => {
        const zip = zipInto((chunk) => file.writeFile(chunk), time);
        const files: Receipt["files"] = [];
        const names = new Set<string>();
        const add = async (wanted: string, bytes: AsyncIterable<Uint8Array>, packed: boolean) => {
          signal.throwIfAborted();
          const entry = free(wanted, names);
          files.push({ name: entry, ...(await zip.add(entry, bytes, packed)) });
          return entry;
        };

        await add(`${name}.pdf`, createReadStream(wish.out, { highWaterMark: 1 << 20 }), false);
        await add("receipt.pdf", createReadStream(join(folder, `${name}.receipt.pdf`)), false);
        await add(`${name}.idml`, one(idml.bytes), false);
        const fonts: PackageReceipt["fonts"][number][] = [];
        const missing: PackageReceipt["missing"][number][] = [];
        const licences = new Set<string>();
        for (const face of delivered.fonts) {
          const licence = face.bundled ? await licenceBeside(face) : null;
          let entry: string | null = null;
          if (licence !== null) {
            const place = `fonts/${safeName(face.family)}`;
            entry = await add(`${place}/${basename(face.path)}`, one(face.bytes), true);
            if (!licences.has(licence)) {
              licences.add(licence);
              await add(`${place}/${basename(licence)}`, one(await readFile(licence)), true);
            }
          } else
            missing.push({
              what: `${face.family} ${face.subfamily}`,
              why: "Nothing says that its licence lets it be passed on",
            });
          fonts.push({ ...fontLine(face), file: entry });
        }
        const pictures: PackageReceipt["pictures"][number][] = [];
        for (const { original, name: link } of idml.links) {
          const entry = await add(`Links/${link}`, one(await original.read()), false);
          const { name: own, hash, width, height } = original;
          pictures.push({ name: own, sha256: hash, width, height, file: entry });
        }
        for (const photo of unplaced(work.doc, work.originals)) {
          missing.push({ what: photo, why: "The picture was not found" });
        }
        const receipt: PackageReceipt = { ...made, files, fonts, pictures, missing };
        await zip.add("receipt.json", one(Buffer.from(`${JSON.stringify(receipt, null, 1)}\n`)), true);
        await zip.end();
      });
      return { file: { path: resolve(out), ...(await sha256OfFile(out)) }, findings };
    } finally {
      work.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
}

/** A zip that is written as it comes. Pictures and PDFs are packed already and go in as they are. */
function zipInto(write: (chunk: Uint8Array) => Promise<void>, time: number) {
  let waiting: Uint8Array[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failed = error;
    else waiting.push(chunk);
  });
  async function drain(): Promise<void> {
    const chunks = waiting;
    waiting = [];
    for (const chunk of chunks) await write(chunk);
    if (failed) throw failed;
  }
  // A zip's times have no zone and begin in 1980.
  const mtime = zipTime(time);
  return {
    async add(name: string, bytes: AsyncIterable<Uint8Array>, packed: boolean) {
      const entry = packed ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
      entry.mtime = mtime;
      zip.add(entry);
      const hash = createHash("sha256");
      let size = 0;
      for await (const piece of bytes) {
        hash.update(piece);
        size += piece.length;
        entry.push(piece, false);
        await drain();
      }
      entry.push(new Uint8Array(0), true);
      await drain();
      return { bytes: size, sha256: hash.digest("hex") };
    },
    async end() {
      zip.end();
      await drain();
    },
  };
}

function free(name: string, taken: Set<string>): string {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem}-${n}${ending}`;
  taken.add(free.toLowerCase());
  return free;
}

function unplaced(doc: Node, originals: Originals): readonly string[] {
  return photosOf(doc).flatMap((photo) =>
    originals.pictures.sizeOf(photo) ? [] : [photo.file || "a photo without a file"],
  );
}
