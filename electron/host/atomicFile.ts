/**
 * Files that are there whole or not at all: written beside their place under a temporary name, put on disk, renamed.
 * Whatever interrupts the writing (an error, a cancel, a signal) leaves the old file, or none.
 */
import { randomBytes } from "node:crypto";
import { accessSync, constants, rmSync, statSync } from "node:fs";
import { type FileHandle, lstat, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { about, Failed } from "./failure.ts";

const unfinished = new Set<string>();

/** Removes what was being written. For the moment before a process ends on a signal. */
export function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
}

/**
 * May this file, or this folder, be written to? What is marked read-only counts as such for everybody: the system lets
 * an administrator write it all the same, and the mark was put there for a reason.
 */
export function mayWrite(path: string): boolean {
  return writingRefused(path) === null;
}
function writingRefused(path: string): "disk" | "mark" | null {
  try {
    accessSync(path, constants.W_OK);
    return (statSync(path).mode & 0o222) === 0 ? "mark" : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS" ? "disk" : "mark";
  }
}
function mustWrite(path: string, what: "file" | "folder", shown: string): void {
  const refused = writingRefused(path);
  if (refused === null) return;
  const says = refused === "disk" ? "the disk is read-only" : `the ${what} is read-only`;
  throw new Failed("read-only", `${shown}: ${says}`, "Choose another name or folder");
}

/**
 * The path that a rename may replace: links are followed, so that a link stays a link; devices, pipes and folders are
 * refused, since renaming over `/dev/null` would replace it. Throws `Failed`.
 */
export async function replaceable(path: string): Promise<string> {
  const full = resolve(path);
  return about(path, async () => {
    const found = await lstat(full).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (!found) {
      const folder = await realpath(dirname(full)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        throw new Failed("not-found", `${path}: there is no folder ${dirname(full)}`, "Make the folder first");
      });
      mustWrite(folder, "folder", path);
      return join(folder, basename(full));
    }
    if (found.isSymbolicLink()) return replaceable(await realpath(full));
    if (found.isDirectory()) throw new Failed("not-a-file", `${path}: it is a folder`, "Name a file");
    if (!found.isFile()) throw new Failed("not-a-file", `${path}: it is not an ordinary file`, "Name a file");
    mustWrite(full, "file", path);
    mustWrite(dirname(full), "folder", path);
    return full;
  });
}

/** An empty file beside `path` under a name that nobody else uses; `finish` or `abandon` it. */
export async function reserveBeside(path: string): Promise<string> {
  const temporary = temporaryBeside(path);
  await (await open(temporary, "wx", 0o666)).close();
  return temporary;
}
function temporaryBeside(path: string): string {
  const name = join(dirname(path), `.${basename(path).slice(0, 80)}.${randomBytes(6).toString("hex")}.tmp`);
  unfinished.add(name);
  return name;
}

/** Puts a written and closed temporary file in its place. */
export async function finish(temporary: string, path: string): Promise<void> {
  await rename(temporary, path);
  unfinished.delete(temporary);
  await syncFolder(dirname(path));
}
export async function abandon(temporary: string): Promise<void> {
  await rm(temporary, { force: true });
  await rm(`${temporary}-journal`, { force: true });
  unfinished.delete(temporary);
}

/** A rename is on disk only once its folder is; Windows and some network folders cannot say, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const opened = await open(folder, "r").catch(() => null);
  if (!opened) return;
  await opened.sync().catch(() => undefined);
  await opened.close();
}

/**
 * Lets `write` fill a new file and puts it at `path` when all is on disk. A throw from `write` leaves nothing behind
 * and passes through; what the disk did is thrown as `Failed`, naming `path`.
 */
export async function writeWhole<T>(path: string, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const target = await replaceable(path);
  return about(path, async () => {
    const temporary = temporaryBeside(target);
    try {
      const file = await open(temporary, "wx", 0o666);
      let result: T;
      try {
        result = await write(file);
        await file.sync();
      } finally {
        await file.close();
      }
      await finish(temporary, target);
      return result;
    } catch (error) {
      await abandon(temporary);
      throw error;
    }
  });
}
