/**
 * The process that makes one PDF for the window: laying out and separating pictures would keep the host from its calls.
 * It takes one job, tells how far it is, answers once, and ends. It reads the document's file itself, between commits.
 */
import { removeUnfinished } from "./atomicFile.ts";
import type { Failure } from "../../shared/ipc.ts";
import { deliverJob } from "./deliver.ts";
import type { EditionKeeper } from "./editions.ts";
import type { EditionWord, FromExport, ToExport } from "./exports.ts";
import { anyFailure, Failed } from "./failure.ts";

const stop = new AbortController();

function send(message: FromExport): void {
  if (process.connected) process.send?.(message);
}

/** Progress is for eyes: more than this often only costs. */
const TELL_EVERY_MS = 50;
let told = 0;

/** Records of editions that the host has not answered yet. */
const kept = new Map<number, (failure: Failure | null) => void>();
let asked = 0;
/** The document is held by another process; the host asks it for us. Throws `Failed`. */
async function keep(word: EditionWord): Promise<void> {
  const n = ++asked;
  const answer = new Promise<Failure | null>((resolve) => kept.set(n, resolve));
  send({ kind: "keep", n, word });
  const failure = await answer;
  if (failure) throw new Failed(failure.code, failure.message, failure.hint);
}
const keeper: EditionKeeper = {
  record: (edition, map) => keep({ kind: "record", edition, map }),
  forget: (kind, number) => keep({ kind: "forget", of: kind, number }),
};

process.on("message", (message: ToExport) => {
  if (message.kind === "stop") {
    stop.abort();
    return;
  }
  if (message.kind === "kept") {
    kept.get(message.n)?.(message.failure);
    kept.delete(message.n);
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
    keeper,
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
