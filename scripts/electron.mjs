/**
 * Electron's runtime on this machine. The `electron` package fetches it when asked for it, so it is never asked: its
 * folder is looked at, or the one that ELECTRON_OVERRIDE_DIST_PATH names.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** The runtime's program, or null when it is not here. */
export function electronRuntime() {
  const folder = join(root, "node_modules", "electron");
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(folder, "path.txt");
  const program =
    process.platform === "win32"
      ? "electron.exe"
      : process.platform === "darwin"
        ? join("Electron.app", "Contents", "MacOS", "Electron")
        : "electron";
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : program;
  const candidate = own ? join(own, program) : join(folder, "dist", name);
  return existsSync(candidate) ? candidate : null;
}
