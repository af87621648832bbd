/**
 * Fonts of this machine, known by what they say of themselves and by a SHA-256. The shipped folder comes first, then
 * the folders the person named, then his own (`fonts` in Quoin's folder); the system's are asked only for a family
 * found in none of them, and for letters no other font has. The same request on the same machine gives the same faces
 * in the same order, which is what the window and an export share. Variable fonts are offered as still ones.
 */
import { readdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { stat } from "node:fs/promises";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { FontEntry } from "../../shared/ipc.ts";
import { streams } from "../../shared/ipc.ts";
import { type Coverage, covers, readCoverage } from "../../shared/typesetting/fontCoverage.ts";
import { FontError, type FontNames } from "../../shared/typesetting/fontFile.ts";
import { type FontFace, type FontRequest, familyKey } from "../../shared/typesetting/fonts.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";
import { coordinatesKey, instancesOf } from "../../shared/typesetting/variableFont.ts";
import { Failed } from "./failure.ts";
import { hash, idOf, makeBytes, namesOfFile, prepareInstances, type Recipe } from "./fontBytes.ts";
import { factCache, type FactCache, fileSource, type FileStamp, fontFilesIn, stampOf } from "./fontWalk.ts";

/** A face and where it lies. Its bytes are made when they are first asked for. */
export type FontFile = FontFace & {
  readonly path: string;
  readonly index: number;
  /** Ships with Quoin, so its licence allows passing it on. */
  readonly bundled: boolean;
  /** SHA-256 of the file at `path`; the id is another one for an instance of a variable font or a web font. */
  readonly sha256: string;
  /** The place on the axes of a variable font, "opsz=14,wght=650"; null for a font that is as its file. */
  readonly instance: string | null;
};

export type FontStore = {
  /**
   * Faces of the shipped, named and own folders, and those of the system whose family is wanted and in none of them;
   * then, for characters of `letters` that none of these has, the family of the system that suits best. In order of
   * folders, then of paths, then of faces in a collection. A request offers its own weight, width and size of a
   * variable font; a bare name those every font has.
   */
  faces(wanted: readonly (string | FontRequest)[], letters?: string): Promise<readonly FontFile[]>;
  /** A face met before; null for any other id. */
  face(id: FontId): FontFile | null;
  /** The bytes behind an id without `#n`, or null. */
  file(id: string): Uint8Array | null;
  /** Files that are no usable fonts: of the named and own folders, and of the system where a family asked for is concerned. */
  findings(): readonly Finding[];
};

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

export type FontFolders = {
  readonly shipped: string;
  /** Each must exist, or `faces` throws `Failed`. */
  readonly named: readonly string[];
  /** The person's own folder, which need not exist. */
  readonly own?: string | null;
  readonly system: readonly string[];
  /** A folder for what was learnt of fonts, so that the next start need not read them; null keeps nothing. */
  readonly cache?: string | null;
};

/** What is kept of a file: its faces, or why it is no font; its hash once it was needed. */
type Fact = { readonly faces: readonly FontNames[]; readonly problem: string | null; readonly sha256?: string };
const FACT_VERSION = 1;
/** Folders of more fonts than this are offered by the families that are asked for, not whole. */
const MOST_KEPT = 500;
/** Files between two turns given to other work. */
const AT_ONCE = 40;

export function createFontStore(folders: FontFolders): FontStore {
  const known = new Map<FontId, FontFile>();
  const problems = new Map<string, Finding>();
  let facts: Promise<FactCache<Fact>> | null = null;
  let coverages: Promise<FactCache<Coverage>> | null = null;
  let system: Promise<readonly FileStamp[]> | null = null;
  let ready: Promise<readonly Found[]> | null = null;
  const families = new Map<string, readonly Found[]>();
  const cacheFile = (name: string): string | null => (folders.cache ? join(folders.cache, name) : null);

  const factsOf = (): Promise<FactCache<Fact>> => (facts ??= factCache(cacheFile("fonts.json"), FACT_VERSION));
  const coverageOf = (): Promise<FactCache<Coverage>> =>
    (coverages ??= factCache(cacheFile("letters.json"), FACT_VERSION));

  /** A file that says it is a font and what it says. */
  type Found = { readonly stamp: FileStamp; readonly bundled: boolean; readonly faces: readonly FontNames[] };

  async function learn(stamp: FileStamp): Promise<Fact> {
    const cache = await factsOf();
    const before = cache.get(stamp);
    if (before) return before;
    let fact: Fact;
    try {
      fact = { faces: namesOfFile(stamp.path), problem: null };
    } catch (error) {
      fact = { faces: [], problem: error instanceof FontError ? error.message : "it cannot be read" };
    }
    cache.set(stamp, fact);
    return fact;
  }

  function complain(path: string, problem: string): void {
    problems.set(path, tell("warning", "font-unreadable.file", { path, problem }));
  }

  async function readOwn(): Promise<readonly Found[]> {
    const list: { readonly path: string; readonly bundled: boolean }[] = [];
    for (const path of await fontFilesIn(folders.shipped)) list.push({ path, bundled: true });
    for (const folder of folders.named) {
      const found = await stat(folder).catch(() => null);
      if (!found?.isDirectory()) {
        throw new Failed("not-found", `${folder}: there is no such folder of fonts`, "Check the name given to --fonts");
      }
      for (const path of await fontFilesIn(folder)) list.push({ path, bundled: false });
    }
    if (folders.own) for (const path of await fontFilesIn(folders.own)) list.push({ path, bundled: false });
    const out: Found[] = [];
    const stamps = await Promise.all(list.map(({ path }) => stampOf(path)));
    for (const [i, { path, bundled }] of list.entries()) {
      const stamp = stamps[i];
      if (!stamp) {
        complain(path, "it cannot be read");
        continue;
      }
      const { faces, problem } = await learn(stamp);
      if (problem !== null) complain(path, problem);
      else out.push({ stamp, bundled, faces });
      if (i % AT_ONCE === AT_ONCE - 1) await breathe();
    }
    return out;
  }

  /** All files of the system's folders, each once, in order. */
  async function systemFiles(): Promise<readonly FileStamp[]> {
    system ??= (async () => {
      const paths = new Set((await Promise.all(folders.system.map(fontFilesIn))).flat());
      const stamps = await Promise.all([...paths].map(stampOf));
      return stamps.filter((stamp) => stamp !== null);
    })();
    return system;
  }

  async function systemFamily(family: string): Promise<readonly Found[]> {
    const key = familyKey(family);
    const before = families.get(key);
    if (before) return before;
    const files = await systemFiles();
    // Files are named after their family nearly always; the whole system is read only when none is.
    const likely = files.filter(({ path }) => familyKey(basename(path)).includes(key));
    let found = await within(likely, key);
    if (found.length === 0) found = await within(files, key);
    if (found.length === 0) {
      for (const stamp of likely) {
        const { problem } = await learn(stamp);
        if (problem !== null) complain(stamp.path, problem);
      }
    }
    families.set(key, found);
    return found;
  }

  async function within(files: readonly FileStamp[], key: string): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const [i, stamp] of files.entries()) {
      const { faces } = await learn(stamp);
      if (faces.some((face) => answersTo(face, key))) found.push({ stamp, bundled: false, faces });
      if (i % AT_ONCE === AT_ONCE - 1) await breathe();
    }
    return found;
  }

  /** Families of the system for letters that none of `have` holds: for each letter the one that suits best. */
  async function familiesFor(letters: string, have: readonly Found[], like: FontNames | null): Promise<string[]> {
    const lacking = new Set<number>();
    for (const letter of letters) lacking.add(letter.codePointAt(0) ?? 0);
    for (const { stamp, faces } of have) {
      if (lacking.size === 0) return [];
      const coverage = await letterRanges(stamp, faces);
      for (const letter of lacking) if (covers(coverage, letter)) lacking.delete(letter);
    }
    if (lacking.size === 0) return [];
    const best = new Map<number, { readonly family: string; readonly score: number }>();
    for (const [i, stamp] of (await systemFiles()).entries()) {
      const { faces } = await learn(stamp);
      const face = faces[0];
      if (!face || face.embedding === "restricted" || face.bitmapsOnly) continue;
      const coverage = await letterRanges(stamp, faces);
      const score = unlike(face, like);
      for (const letter of lacking) {
        if (score < (best.get(letter)?.score ?? Number.POSITIVE_INFINITY) && covers(coverage, letter)) {
          best.set(letter, { family: face.family, score });
        }
      }
      if (i % AT_ONCE === AT_ONCE - 1) await breathe();
    }
    return [...new Set([...best.values()].map(({ family }) => family))].sort();
  }

  async function letterRanges(stamp: FileStamp, faces: readonly FontNames[]): Promise<Coverage> {
    const cache = await coverageOf();
    const before = cache.get(stamp);
    if (before) return before;
    let coverage: Coverage = [];
    // A web font's map is packed; as a fallback it is not needed.
    if (faces.length > 0 && !/\.woff$/i.test(stamp.path)) {
      try {
        const file = fileSource(stamp.path);
        try {
          coverage = readCoverage(file);
        } finally {
          file.close();
        }
      } catch {
        // Gone since it was listed, or its map is broken: it has no letters to lend.
      }
    }
    cache.set(stamp, coverage);
    return coverage;
  }

  /** The faces of a file, each under its id; those of a variable one as still fonts. */
  async function keep(found: Found, requests: readonly FontRequest[], seen: Set<FontId>): Promise<FontFile[]> {
    const { stamp, bundled, faces } = found;
    const sha256 = await hashOf(stamp);
    if (sha256 === null) return [];
    const woff = /\.woff$/i.test(stamp.path);
    const out: FontFile[] = [];
    for (const [index, face] of faces.entries()) {
      const own = requests.filter((request) => answersTo(face, familyKey(request.family)));
      const places = face.variable
        ? instancesOf(face, own).map((one) => ({ names: one.names, instance: one }))
        : [{ names: face, instance: null }];
      if (face.variable) await prepareInstances();
      for (const { names, instance } of places) {
        const recipe: Recipe = { path: stamp.path, sha256, index, instance };
        const id = idOf(recipe, faces.length, woff);
        if (seen.has(id)) continue;
        seen.add(id);
        const file = known.get(id) ?? fontFile(id, names, recipe, bundled);
        known.set(id, file);
        out.push(file);
      }
    }
    return out;
  }

  async function hashOf(stamp: FileStamp): Promise<string | null> {
    const cache = await factsOf();
    const fact = await learn(stamp);
    if (fact.sha256 !== undefined) return fact.sha256;
    try {
      const sha256 = hash(readFileSync(stamp.path));
      cache.set(stamp, { ...fact, sha256 });
      return sha256;
    } catch {
      complain(stamp.path, "it cannot be read");
      return null;
    }
  }

  return {
    async faces(wanted, letters = "") {
      ready ??= readOwn();
      const own = await ready;
      const requests = wanted.filter((one) => typeof one !== "string");
      const names = [...new Set(wanted.map((one) => (typeof one === "string" ? one : one.family)))].sort();
      const chosen = [...own];
      for (const family of names) {
        const key = familyKey(family);
        if (chosen.some(({ faces }) => faces.some((face) => answersTo(face, key)))) continue;
        chosen.push(...(await systemFamily(family)));
      }
      if (letters !== "") {
        const first = familyKey(names[0] ?? "");
        const like = chosen.flatMap(({ faces }) => faces).find((face) => answersTo(face, first)) ?? null;
        for (const family of await familiesFor(letters, chosen, like)) chosen.push(...(await systemFamily(family)));
      }
      const seen = new Set<FontId>();
      const all: FontFile[] = [];
      const keys = names.map(familyKey);
      for (const found of chosen) {
        // The hash of each file is its id; a folder of thousands is hashed where it is asked for only.
        const needed = own.length <= MOST_KEPT || found.bundled || !own.includes(found);
        if (!needed && !found.faces.some((face) => keys.some((key) => answersTo(face, key)))) continue;
        all.push(...(await keep(found, requests, seen)));
      }
      await Promise.all([(await factsOf()).save(), coverages?.then((cache) => cache.save())]);
      return all;
    },
    face: (id) => known.get(id) ?? null,
    file: (id) => (known.get(id) ?? known.get(`${id}#0`))?.bytes ?? null,
    findings: () => [...problems.values()],
  };
}

function answersTo(face: FontNames, key: string): boolean {
  return familyKey(face.family) === key || face.aliases.some((name) => familyKey(name) === key);
}

/** How badly a face suits as a lender of letters: another genre, a width of its own, a slope, another weight. */
function unlike(face: FontNames, like: FontNames | null): number {
  const genre = like && like.genre !== "unknown" && face.genre !== like.genre ? 4000 : 0;
  const mono = face.genre === "mono" ? 2000 : 0;
  return genre + mono + Math.abs(face.width - 100) * 20 + (face.italic ? 1000 : 0) + Math.abs(face.weight - 400);
}

function fontFile(id: FontId, names: FontNames, recipe: Recipe, bundled: boolean): FontFile {
  let made: Uint8Array | null = null;
  const { path, sha256, instance } = recipe;
  return {
    ...names,
    id,
    path,
    index: instance ? 0 : recipe.index,
    bundled,
    sha256,
    instance: instance ? coordinatesKey(instance.coordinates) : null,
    get bytes() {
      made ??= makeBytes(recipe);
      return made;
    },
  };
}

/** As the window hears of it. */
export function fontEntry(face: FontFile): FontEntry {
  const { family, aliases, opticalFamily, sizes, weight, width, italic, genre } = face;
  return {
    id: face.id,
    family,
    weight,
    italic,
    width,
    genre,
    subfamily: face.subfamily,
    aliases: [...aliases],
    opticalFamily,
    sizes: sizes ? [...sizes] : null,
    url: streams.font(face.id),
    restricted: face.embedding === "restricted" || face.bitmapsOnly,
  };
}

/** The licence that lies beside a shipped font. */
export async function licenceBeside(face: FontFile): Promise<string | null> {
  const folder = dirname(face.path);
  const names = await readdir(folder).catch((): string[] => []);
  const name = names.find((n) => /^(OFL|LICEN[CS]E)/i.test(n));
  return name ? join(folder, name) : null;
}
