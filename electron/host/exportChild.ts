/**
 * The process that makes one PDF for the window: laying out and separating pictures would keep the host from its calls.
 * It takes one job, tells how far it is, answers once, and ends. It reads the document's file itself, between commits.
 */
import { removeUnfinished } from "./atomicFile.ts";
import { anyFailure } from "./failure.ts";
import { deliverJob } from "./deliver.ts";
import type { FromExport, ToExport } from "./exports.ts";

const stop = new AbortController();

function send(message: FromExport): void {
  if (process.connected) process.send?.(message);
}

/** Progress is for eyes: more than this often only costs. */
const TELL_EVERY_MS = 50;
let told = 0;

process.on("message", (message: ToExport) => {
  if (message.kind === "stop") {
    stop.abort();
    return;
  }
  const { job, wish } = message;
  deliverJob(
    job,
    wish,
    (stage, done, of) => {
      const now = performance.now();
      if (now - told < TELL_EVERY_MS && done !== of) return;
      told = now;
      send({ kind: "progress", stage, done, of });
    },
    stop.signal,
  )
    .then(
      ({ files, findings }) => send({ kind: "done", files, findings }),
      (error: unknown) => send({ kind: "failed", failure: anyFailure(error, "export") }),
    )
    .finally(() => process.disconnect?.());
});
process.on("disconnect", () => {
  // Done, or the host is gone: what is half written goes too.
  removeUnfinished();
  process.exit(0);
});
process.on("SIGINT", () => undefined);
