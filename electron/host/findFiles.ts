/**
 * Pictures that a document knows by name only, looked for beside it and in the folders the person names. A name comes
 * from a manuscript and is not trusted: what is found lies inside one of those folders, or is not found.
 */
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { about, Failed } from "./failure.ts";

export type FileFinder = { find(name: string): Promise<string | null> };

/** `folders` in order of preference. Each of `named` must be there, or this throws `Failed`. */
export async function createFileFinder(beside: string | null, named: readonly string[]): Promise<FileFinder> {
  for (const folder of named) {
    const found = await stat(folder).catch(() => null);
    if (!found?.isDirectory()) {
      throw new Failed(
        "not-found",
        `${folder}: there is no such folder of pictures`,
        "Check the name given to --media",
      );
    }
  }
  const folders = await Promise.all(
    [...(beside === null ? [] : [beside]), ...named].map((folder) => about(folder, () => realpath(folder))),
  );
  const listings = new Map<string, ReadonlyMap<string, string>>();

  /** The names in a folder by how they read: case and Unicode form differ between systems and typists. */
  async function listing(folder: string): Promise<ReadonlyMap<string, string>> {
    const known = listings.get(folder);
    if (known) return known;
    const names = new Map<string, string>();
    for (const name of (await readdir(folder).catch((): string[] => [])).sort()) {
      if (!names.has(key(name))) names.set(key(name), name);
    }
    listings.set(folder, names);
    return names;
  }

  async function inside(root: string, parts: readonly string[]): Promise<string | null> {
    let at = root;
    for (const part of parts) {
      const name = (await listing(at)).get(key(part));
      if (name === undefined) return null;
      at = join(at, name);
    }
    const real = await realpath(at).catch(() => null);
    if (real === null || !(real.startsWith(root + sep) || root === sep)) return null;
    return (await stat(real)).isFile() ? real : null;
  }

  return {
    async find(name) {
      const parts = name
        .replaceAll("\\", "/")
        .split("/")
        .filter((part) => part !== "" && part !== ".");
      const last = parts.at(-1);
      if (last === undefined || last === ".." || name.includes("\0")) return null;
      for (const folder of folders) {
        const found =
          (parts.includes("..") ? null : await inside(folder, parts)) ?? (await inside(folder, [basename(last)]));
        if (found) return found;
      }
      return null;
    },
  };
}

function key(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
