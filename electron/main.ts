/** Electron's entry: gives the host and the desktop door their Electron. Decides nothing; with the preload the only file that imports it. */
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from "electron";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startDesktop } from "./host/desktop.ts";
import { createHost } from "./host/host.ts";
import { sampleFile, workingDir } from "./host/places.ts";

const report = (error: unknown) =>
  void process.stderr.write(`quoin: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);

startDesktop(
  { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session },
  {
    preload: join(dirname(fileURLToPath(import.meta.url)), "preload.cjs"),
    // Unpackaged, the first argument is the folder of the program.
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    createHost: async (given) =>
      createHost({
        ...given,
        sample: await sampleFile(),
        workingDir: workingDir(),
        fonts: [],
        author: userInfo().username,
      }),
    report,
  },
).catch((error: unknown) => {
  report(error);
  app.exit(1);
});
