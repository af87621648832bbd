/**
 * Where things lie on this machine: the shipped assets, the entries of child processes, the working folder. The same
 * answers when run from source (`node electron/cli.ts`) and when bundled into `dist/electron/*.js`.
 */
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** Run from source this file is `electron/host/places.ts`; bundled, it is part of a file in `dist/electron/`. */
const bundled = !import.meta.url.endsWith(".ts");

/** The folder that holds `assets/` and `package.json`. */
export function rootDir(): string {
  return join(here, "..", "..");
}
/** Inside an application archive the files that other processes must read lie beside it (`asarUnpack`). */
function unpacked(path: string): string {
  return path.replace(/\bapp\.asar\b/, "app.asar.unpacked");
}
/** Fonts, profiles, hyphenation patterns, samples. */
export function assetsDir(): string {
  return unpacked(join(rootDir(), "assets"));
}
/** The built window. */
export function rendererDir(): string {
  return join(rootDir(), "dist", "renderer");
}

const ENTRIES = {
  document: ["documents/child.ts", "documentChild.js"],
  export: ["exportChild.ts", "exportChild.js"],
  press: ["pressChild.ts", "pressChild.js"],
  decoder: ["decoderChild.ts", "decoderChild.js"],
} as const;

/** The file a child process starts from. */
export function entry(name: keyof typeof ENTRIES): string {
  const [source, built] = ENTRIES[name];
  return bundled ? unpacked(join(here, built)) : join(here, source);
}

/** Quoin's own folder for documents not saved elsewhere yet, as each system wants it. `QUOIN_HOME` overrides it. */
export function workingDir(): string {
  const own = process.env.QUOIN_HOME;
  if (own) return own;
  const home = homedir();
  switch (process.platform) {
    case "win32":
      return join(process.env.APPDATA ?? join(home, "AppData", "Roaming"), "Quoin");
    case "darwin":
      return join(home, "Library", "Application Support", "Quoin");
    default:
      return join(process.env.XDG_DATA_HOME ?? join(home, ".local", "share"), "quoin");
  }
}

/** The interview that is opened when no file is named; null when the samples were left out. */
export async function sampleFile(): Promise<string | null> {
  const folder = join(assetsDir(), "samples");
  const names = await readdir(folder).catch((): string[] => []);
  const name = names.filter((n) => /\.(quoin|md|txt|docx)$/i.test(n) && !/^readme\b/i.test(n)).sort()[0];
  return name === undefined ? null : join(folder, name);
}
