/**
 * Files on network disks and in synchronised folders. SQLite's locks and fsyncs cannot be relied on there
 * (https://sqlite.org/howtocorrupt.html §2.1), and a file under constant writing is carried off half written. So such a
 * document is worked on in a local copy, and published: a sound copy is put beside the file and renamed over it.
 *
 * What is published is compared with what is there first; when somebody else has written meanwhile, ours goes beside
 * theirs under a name that says so, and nothing is lost.
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, open, readFile, rm, stat, statfs } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { abandon, finish, replaceable, reserveBeside, writeWhole } from "../atomicFile.ts";
import { about, Failed } from "../failure.ts";

/** Linux's numbers (statfs(2)) of file systems that lie on another machine, or behind a program (FUSE: sshfs, rclone). */
const NETWORK: ReadonlySet<number> = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xfe534d42, // SMB2
  0xff534d42, // CIFS
  0x65735546, // FUSE
  0x01021997, // 9P
  0x5346414f, // AFS
  0x00c36400, // Ceph
]);
/** Folders that a program carries to other machines, by the names those programs give them. */
const SYNCHRONISED =
  /[\\/](OneDrive|Dropbox|Google ?Drive|iCloud ?Drive|Mobile Documents|CloudStorage|Nextcloud|ownCloud|pCloud ?Drive|Box)( [^\\/]*|-[^\\/]*)?[\\/]/i;

/** Must a document at `path` be worked on in a local copy? */
export async function isRemote(path: string): Promise<boolean> {
  if (SYNCHRONISED.test(path)) return true;
  if (process.platform === "win32") return path.startsWith("\\\\");
  if (process.platform !== "linux") return false;
  const system = await statfs(dirname(path)).catch(() => null);
  return system !== null && NETWORK.has(system.type >>> 0);
}

/** What is known of the published file: when it differs, somebody else has written it. */
type Seen = { readonly path: string; readonly mtimeMs: number; readonly size: number };

export type LocalCopy = {
  /** The copy that is worked on. */
  readonly file: string;
  /**
   * Puts what `copy` writes to the path it is given in the published file's place. Resolves to the path it came to lie
   * at: once somebody else has written the document's own, one beside it, now and later.
   */
  publish(copy: (temporary: string) => Promise<void>): Promise<string>;
  /** The same with the copy itself, when its database is closed; then takes the copy away. */
  end(): Promise<string>;
};

/**
 * A local copy of the document at `path`, in `folder`. One that was left by a crash with work not yet published is
 * taken up again, unless the published file has changed since.
 */
export async function takeLocalCopy(path: string, folder: string): Promise<LocalCopy> {
  await about(folder, () => mkdir(folder, { recursive: true }));
  const name = createHash("sha256").update(path).digest("hex").slice(0, 24);
  const file = join(folder, `${name}.quoin`);
  const note = join(folder, `${name}.json`);

  /** Where the work is published: the document's own place, until somebody else writes there. */
  let place = path;

  async function look(): Promise<Seen | null> {
    const found = await stat(place).catch(() => null);
    return found && { path: place, mtimeMs: found.mtimeMs, size: found.size };
  }
  const same = (a: Seen | null, b: Seen | null) =>
    a !== null && b !== null && a.path === b.path && a.mtimeMs === b.mtimeMs && a.size === b.size;
  let seen = await about(path, async () => (await stat(path), look()));
  const keepNote = () => writeWhole(note, (handle) => handle.writeFile(JSON.stringify(seen)));

  const left = await readFile(note, "utf8").then(
    (text) => JSON.parse(text) as Seen,
    () => null,
  );
  if (!(same(left, seen) && (await stat(file).catch(() => null)))) {
    await rm(`${file}-journal`, { force: true });
    await about(path, () => copyFile(path, file));
    await keepNote();
  }

  async function publish(copy: (temporary: string) => Promise<void>): Promise<string> {
    const now = await look();
    if (now !== null && !same(now, seen)) {
      place = beside(path);
      seen = null;
    }
    await about(place, async () => {
      const target = await replaceable(place);
      const temporary = await reserveBeside(target);
      try {
        await copy(temporary);
        await finish(temporary, target);
      } catch (error) {
        await abandon(temporary);
        throw error;
      }
    });
    seen = await look();
    if (place === path) await keepNote();
    return place;
  }

  return {
    file,
    publish,
    async end() {
      const target = await publish(async (temporary) => {
        await copyFile(file, temporary, constants.COPYFILE_FICLONE);
        const handle = await open(temporary, "r+");
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
      });
      await rm(file, { force: true });
      await rm(note, { force: true });
      return target;
    },
  };
}

function beside(path: string): string {
  const ending = extname(path);
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", ".").replace("T", " ");
  return join(dirname(path), `${basename(path, ending)} (Quoin ${time})${ending}`);
}

/** Said when ours came to lie beside theirs. */
export function conflict(path: string, target: string): Failed {
  return new Failed(
    "conflict",
    `${path}: somebody else has changed it meanwhile; your work is in ${basename(target)}`,
    "Compare the two, and go on in one of them",
  );
}
