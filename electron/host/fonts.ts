/**
 * Font files of this machine, known by what they say of themselves and by the SHA-256 of their bytes. The shipped
 * folder comes first, then the folders the person named, and the system's only for a family found in neither: the same
 * request on the same machine gives the same faces in the same order, which is what the window and an export share.
 */
import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type Finding, finding } from "../../shared/finding.ts";
import type { FontEntry } from "../../shared/ipc.ts";
import { streams } from "../../shared/ipc.ts";
import { FontError, type FontNames, readFontNames } from "../../shared/typesetting/fontFile.ts";
import { type FontFace, familyKey } from "../../shared/typesetting/fonts.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";
import { Failed } from "./failure.ts";

/** A face and where it lies. Its bytes are read when they are first asked for. */
export type FontFile = FontFace & {
  readonly path: string;
  readonly index: number;
  /** Ships with Quoin, so its licence allows passing it on. */
  readonly bundled: boolean;
};

export type FontStore = {
  /**
   * Faces of the shipped and named folders, and those of the system whose family is in `wanted` and in none of them.
   * In order of folders, then of paths, then of faces in a collection.
   */
  faces(wanted: readonly string[]): Promise<readonly FontFile[]>;
  /** A face met before; null for any other id. */
  face(id: FontId): FontFile | null;
  /** The bytes behind an id without `#n`, or null. */
  file(sha256: string): Uint8Array | null;
  /** Files in the named folders that are no usable fonts. */
  findings(): readonly Finding[];
};

const FONT_FILE = /\.(ttf|otf|ttc|otc)$/i;
/** No font family is near this size; a folder that is was named by mistake. */
const MOST_FILES = 20_000;
const DEPTH = 8;

/** Where each system keeps its fonts. */
export function systemFontFolders(): readonly string[] {
  const home = homedir();
  switch (process.platform) {
    case "win32":
      return [
        join(process.env.WINDIR ?? "C:\\Windows", "Fonts"),
        join(process.env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "Microsoft", "Windows", "Fonts"),
      ];
    case "darwin":
      return ["/System/Library/Fonts", "/Library/Fonts", join(home, "Library", "Fonts")];
    default:
      return [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        join(process.env.XDG_DATA_HOME ?? join(home, ".local", "share"), "fonts"),
        join(home, ".fonts"),
      ];
  }
}

/** `shipped` and `system` need not exist; each of `named` must, or `faces` throws `Failed`. */
export function createFontStore(folders: {
  readonly shipped: string;
  readonly named: readonly string[];
  readonly system: readonly string[];
}): FontStore {
  const own: FontFile[] = [];
  const known = new Map<FontId, FontFile>();
  const problems: Finding[] = [];
  const systemFaces = new Map<string, readonly FontFile[]>();
  /** What each system file says of its faces; read once. */
  const systemNames = new Map<string, readonly FontNames[]>();
  let systemFiles: readonly string[] | null = null;
  let ready: Promise<void> | null = null;

  function keep(path: string, bytes: Uint8Array, names: readonly FontNames[], bundled: boolean): FontFile[] {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const added: FontFile[] = [];
    for (const [index, face] of names.entries()) {
      const id: FontId = names.length > 1 ? `${hash}#${index}` : hash;
      if (known.has(id)) continue;
      let read: Uint8Array | null = null;
      const file: FontFile = {
        ...face,
        id,
        path,
        index,
        bundled,
        get bytes() {
          read ??= readAgain(path, hash);
          return read;
        },
      };
      known.set(id, file);
      added.push(file);
    }
    return added;
  }

  async function readOwn(): Promise<void> {
    const list: [path: string, bundled: boolean][] = [];
    for (const path of await fontFiles(folders.shipped)) list.push([path, true]);
    for (const folder of folders.named) {
      const found = await stat(folder).catch(() => null);
      if (!found?.isDirectory()) {
        throw new Failed("not-found", `${folder}: there is no such folder of fonts`, "Check the name given to --fonts");
      }
      for (const path of await fontFiles(folder)) list.push([path, false]);
    }
    for (const [path, bundled] of list) {
      try {
        const bytes = await readFile(path);
        own.push(...keep(path, bytes, namesOf(bytes), bundled));
      } catch (error) {
        problems.push(
          finding(
            "warning",
            "font-unreadable",
            `${path}: ${error instanceof FontError ? error.message : "it cannot be read"}`,
            "Install the font anew, or take the file away",
          ),
        );
      }
    }
  }

  async function systemFamily(family: string): Promise<readonly FontFile[]> {
    const key = familyKey(family);
    const before = systemFaces.get(key);
    if (before) return before;
    systemFiles ??= (await Promise.all(folders.system.map(fontFiles))).flat();
    // Files are named after their family nearly always; the whole system is read only when none is.
    const likely = systemFiles.filter((path) => familyKey(basename(path)).includes(key));
    let found = await facesIn(likely, key);
    if (found.length === 0) found = await facesIn(systemFiles, key);
    systemFaces.set(key, found);
    return found;
  }

  async function facesIn(paths: readonly string[], key: string): Promise<FontFile[]> {
    const found: FontFile[] = [];
    for (const path of paths) {
      const read = systemNames.get(path);
      if (read && !read.some((face) => familyKey(face.family) === key)) continue;
      const bytes = await readFile(path).catch(() => null);
      if (!bytes) continue;
      let names: readonly FontNames[] = [];
      try {
        names = namesOf(bytes);
      } catch {
        // A broken file somewhere in the system that nobody asked for by name is no concern of this document.
      }
      systemNames.set(path, names);
      if (names.some((face) => familyKey(face.family) === key)) {
        found.push(...keep(path, bytes, names, false).filter((face) => familyKey(face.family) === key));
      }
    }
    return found;
  }

  return {
    async faces(wanted) {
      ready ??= readOwn();
      await ready;
      const families = new Set(own.map((face) => familyKey(face.family)));
      const all = [...own];
      for (const family of [...new Set(wanted)].sort()) {
        if (!families.has(familyKey(family))) all.push(...(await systemFamily(family)));
      }
      return all;
    },
    face: (id) => known.get(id) ?? null,
    file: (sha256) => (known.get(sha256) ?? known.get(`${sha256}#0`))?.bytes ?? null,
    findings: () => problems,
  };
}

/** Throws `FontError`. */
function namesOf(bytes: Uint8Array): readonly FontNames[] {
  const first = readFontNames(bytes);
  const names = [first];
  for (let index = 1; index < first.faces; index++) names.push(readFontNames(bytes, index));
  return names;
}

function readAgain(path: string, hash: string): Uint8Array {
  const bytes = readFileSync(path);
  if (createHash("sha256").update(bytes).digest("hex") !== hash) {
    throw new Failed("busy", `${path}: the font file has changed since Quoin read it`, "Start Quoin again");
  }
  return bytes;
}

/** Font files in a folder and below it, in order of their paths; none when it cannot be read. */
async function fontFiles(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  async function walk(at: string, depth: number): Promise<void> {
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

/** As the window hears of it. */
export function fontEntry(face: FontFile): FontEntry {
  return {
    id: face.id,
    family: face.family,
    weight: face.weight,
    italic: face.italic,
    url: streams.font(face.id),
    restricted: face.embedding === "restricted",
  };
}

/** The licence that lies beside a shipped font. */
export async function licenceBeside(face: FontFile): Promise<string | null> {
  const folder = dirname(face.path);
  const names = await readdir(folder).catch((): string[] => []);
  const name = names.find((n) => /^(OFL|LICEN[CS]E)/i.test(n));
  return name ? join(folder, name) : null;
}
