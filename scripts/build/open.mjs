/**
 * Opens the built program: Electron's window where its runtime can be had, else the same window and host on a loopback
 * address. The `electron` package fetches its runtime when asked for it, so it is never asked: its folder is looked at.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HOST_FLAGS, root } from "../setup.mjs";

const [dist, ...args] = process.argv.slice(2);

/** The runtime's program, or null when it is not on this machine. */
function electronRuntime() {
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

const runtime = electronRuntime();
if (!runtime) {
  process.stderr.write("Electron's runtime is not on this machine; Quoin is served to a browser here instead.\n");
}
const child = runtime
  ? spawn(runtime, [root, ...args], { stdio: "inherit" })
  : spawn(process.execPath, [...HOST_FLAGS, join(dist, "electron", "serve.js"), ...args], {
      stdio: "inherit",
    });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 0 : (code ?? 0)));
