/**
 * Opens the built program: Electron's window where its runtime can be had, else the same window and host on a loopback
 * address.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { electronRuntime } from "../electron.mjs";
import { HOST_FLAGS, root } from "../setup.mjs";

const [dist, ...args] = process.argv.slice(2);

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
