/**
 * Quoin without Electron: the same window and host for a browser on this machine. Prints the address to open and runs
 * until it is told to stop, or its window was closed some minutes ago; the last keystrokes are on disk before it ends.
 *
 * `serve [FILE] [--port N] [--linger MINUTES] [--fonts DIR]...`; without FILE the sample interview is opened.
 */
import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { anyFailure, Failed } from "./host/failure.ts";
import { createHost } from "./host/host.ts";
import { openLoopback } from "./host/loopback.ts";
import { rendererDir, sampleFile, workingDir } from "./host/places.ts";

const report = (error: unknown) =>
  void process.stderr.write(`quoin: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);

/** Minutes without a window: long enough for a tab that the browser put to sleep and a machine that starts again. */
const LINGER = 10;

function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        port: { type: "string", default: "0" },
        linger: { type: "string", default: String(LINGER) },
        fonts: { type: "string", multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new Failed(
      "usage",
      (error as Error).message.split(". ")[0] ?? "",
      "Give a file, --port N, --linger MINUTES or --fonts FOLDER",
    );
  }
}

async function run(): Promise<void> {
  const { values, positionals } = asked();
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Failed("usage", `--port ${values.port}: expected a number up to 65535`, "Leave it out for any free port");
  }
  const linger = Number(values.linger);
  if (!(linger >= 0 && linger <= 10_000) || values.linger.trim() === "") {
    throw new Failed("usage", `--linger ${values.linger}: expected minutes`, "0 stays until it is told to end");
  }
  const [file] = positionals;
  if (file !== undefined && !(await stat(resolve(file)).catch(() => null))?.isFile()) {
    throw new Failed("not-found", `${file}: there is no such file`, "Check the name");
  }
  const host = await createHost({
    platform: "loopback",
    dialogs: null,
    start: file === undefined ? null : resolve(file),
    sample: await sampleFile(),
    workingDir: workingDir(),
    fonts: values.fonts.map((folder) => resolve(folder)),
    author: userInfo().username,
  });
  const leave = () => {
    process.stdout.write(`Quoin ends: no window was open for ${linger} minutes. Everything is on disk\n`);
    void end();
  };
  const alone = linger > 0 ? { alone: { after: linger * 60_000, call: leave } } : {};
  const door = await openLoopback({ ...host, port, report, ...alone });
  if (!(await stat(join(rendererDir(), "index.html")).catch(() => null))) {
    process.stderr.write("quoin: the window is not built, so there is nothing to see yet. Run npm run build\n");
  }
  process.stdout.write(`Quoin is at ${door.address}\n`);

  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await door.close();
    for (const { failure } of await host.close()) process.stderr.write(`quoin: ${failure.message}. ${failure.hint}\n`);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end());
}

run().catch((error: unknown) => {
  const { message, hint } = anyFailure(error, "serve");
  process.stderr.write(`quoin: ${message}. ${hint}\n`);
  process.exit(2);
});
