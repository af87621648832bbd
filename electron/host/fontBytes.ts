/**
 * From a font file to what Quoin uses of it: the OpenType bytes of a web font, the still fonts of a variable one. A
 * `Recipe` says how a face's bytes are made, so that they are made when they are first asked for and are the same each
 * time; the file's hash is checked then, since a file may be replaced under our hands.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FontError, type FontNames, readFontNames } from "../../shared/typesetting/fontFile.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";
import { type FontSource, sourceOf } from "../../shared/typesetting/sfntReader.ts";
import { loadSubsetLibrary, type SubsetLibrary } from "../../shared/typesetting/subsetLibrary.ts";
import { type Coordinates, coordinatesKey, instantiate } from "../../shared/typesetting/variableFont.ts";
import { Failed } from "./failure.ts";
import { fileSource } from "./fontWalk.ts";
import { isWoff, unpackWoff } from "./woff.ts";

/** Larger than any font; what is larger is not read. */
const MOST_BYTES = 256 * 1024 * 1024;

export type Recipe = {
  readonly path: string;
  /** Of the file as it lies there. */
  readonly sha256: string;
  readonly index: number;
  /** A place on the axes, with the names the still font gets. */
  readonly instance: { readonly coordinates: Coordinates; readonly names: FontNames } | null;
};

/** What the faces of a file say, read from as little of it as will do. Throws `FontError`, or as `fs` does. */
export function namesOfFile(path: string): readonly FontNames[] {
  const file = fileSource(path);
  try {
    if (file.length > MOST_BYTES) throw new FontError(`it has ${file.length} bytes, which no font has`);
    const head = file.slice(0, Math.min(4, file.length));
    const source: FontSource = isWoff(head) ? sourceOf(unpackWoff(file.slice(0, file.length))) : file;
    const first = readFontNames(source);
    const faces = [first];
    for (let index = 1; index < first.faces; index++) faces.push(readFontNames(source, index));
    for (const face of faces) {
      if (face.flavour !== "cff2") continue;
      throw new FontError(
        `its outlines are of the kind CFF2, which no PDF can hold; use the TrueType version of ${face.family}, or its static fonts`,
      );
    }
    return faces;
  } finally {
    file.close();
  }
}

/**
 * The id of a face. Of a whole file: its SHA-256. Of a web font and of an instance: SHA-256 over the file's and how it
 * was made, so that listing instances makes none.
 */
export function idOf({ sha256, index, instance }: Recipe, faces: number, woff: boolean): FontId {
  if (instance) return hash(`${sha256}#${index} ${coordinatesKey(instance.coordinates)}`);
  if (woff) return hash(`${sha256} unpacked`);
  return faces > 1 ? `${sha256}#${index}` : sha256;
}

export function hash(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The bytes of a face. Throws `Failed` when the file has changed, or its instance cannot be made. */
export function makeBytes({ path, sha256, index, instance }: Recipe): Uint8Array {
  const file = readFileSync(path);
  if (hash(file) !== sha256) {
    throw new Failed("busy", `${path}: the font file has changed since Quoin read it`, "Start Quoin again");
  }
  const bytes = isWoff(file) ? unpackWoff(file) : file;
  if (!instance) return bytes;
  const made = instantiate(subsets(), bytes, index, instance.coordinates, instance.names);
  if (made) return made;
  throw new Failed(
    "damaged",
    `${path}: ${instance.names.family} ${instance.names.subfamily} cannot be made of this variable font`,
    "Install the font anew, or its static fonts",
  );
}

let library: SubsetLibrary | null = null;
function subsets(): SubsetLibrary {
  if (!library) throw new RangeError("prepareInstances() comes before the bytes of an instance");
  return library;
}
/** Must have ended before the bytes of an instance are asked for. */
export async function prepareInstances(): Promise<void> {
  library ??= await loadSubsetLibrary(subsetterWasm());
}

/** HarfBuzz's subsetter is a WebAssembly file of its own in the package; the package's main file does not name it. */
export function subsetterWasm(): Uint8Array {
  const main = createRequire(import.meta.url).resolve("harfbuzzjs");
  return new Uint8Array(readFileSync(join(main, "..", "harfbuzz-subset.wasm")));
}
