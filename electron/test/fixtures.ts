/**
 * What the host's tests share: a folder that goes away, and what this machine lets a test do (mount a small disk, run
 * as nobody). Documents and pictures are in stories.ts.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Listener } from "../host/documents/documentProcess.ts";

/** A folder for the tests of one file, removed after them. */
export function testFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "quoin-test-")));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Hears what is `heard`, and nothing else. */
export function listener(heard: Partial<Listener>): Listener {
  const nothing = () => undefined;
  return { committed: nothing, moved: nothing, changed: nothing, free: nothing, ...heard };
}

/** Mounts a disk of `kilobytes` at a new folder; null where that is not allowed. The caller unmounts it. */
export function smallDisk(
  folder: string,
  kilobytes: number,
  options = "",
): { readonly path: string; unmount(): void } | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  const path = join(folder, `disk-${kilobytes}${options}`);
  mkdirSync(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k${options}`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return null;
  }
  return { path, unmount: () => void execFileSync("umount", [path]) };
}
export function remountReadOnly(path: string): void {
  execFileSync("mount", ["-o", "remount,ro", path]);
}
