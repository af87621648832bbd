/** Exports asked for by the window: each in a process of its own, which a cancel ends, politely and then not. */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import type { Finding } from "../../shared/finding.ts";
import type { Failure, WrittenFile } from "../../shared/ipc.ts";
import type { DeliveredFile, DeliveryWish } from "./deliver.ts";
import type { Edition, EditionKind } from "./documents/editions.ts";
import { anyFailure } from "./failure.ts";
import type { ExportJob, Stage } from "./jobs.ts";
import { entry } from "./places.ts";
import type { Emit } from "./registry.ts";

export type ToExport =
  | { readonly kind: "start"; readonly job: ExportJob; readonly wish: DeliveryWish }
  | { readonly kind: "kept"; readonly n: number; readonly failure: Failure | null }
  | { readonly kind: "stop" };
/** What is to be written into the document's record of editions. */
export type EditionWord =
  | { readonly kind: "record"; readonly edition: Edition; readonly map: string | null }
  | { readonly kind: "forget"; readonly of: EditionKind; readonly number: number };
export type FromExport =
  | { readonly kind: "progress"; readonly stage: Stage; readonly done: number; readonly of: number }
  | { readonly kind: "keep"; readonly n: number; readonly word: EditionWord }
  | { readonly kind: "done"; readonly files: readonly DeliveredFile[]; readonly findings: readonly Finding[] }
  | { readonly kind: "failed"; readonly failure: Failure };

/** A process that has not stopped of itself by then is ended. */
const GRACE_MS = 3000;

export type Exports = {
  /**
   * `keep` puts a word into the document's record of editions. `offer`: the files are for download, each under the
   * address this gives. Returns the job's id.
   */
  start(
    job: ExportJob,
    wish: DeliveryWish,
    keep: (word: EditionWord) => Promise<unknown>,
    offer: ((path: string) => string) | null,
  ): string;
  cancel(job: string): void;
  /** Ends all that run. */
  close(): Promise<void>;
};

export function createExports(emit: Emit): Exports {
  const running = new Map<string, { cancel(): void; readonly ended: Promise<void> }>();

  return {
    start(job, wish, keep, offer) {
      const id = randomBytes(8).toString("hex");
      const child = fork(entry("export"), [], {
        serialization: "advanced",
        // A small nursery: measured on 100 pages it takes 100 MB less and no longer.
        execArgv: ["--max-semi-space-size=4"],
        // Threads that decode pictures share two heaps instead of filling one each: half the memory, no slower.
        env: { ...process.env, MALLOC_ARENA_MAX: "2" },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      let cancelled = false;
      let answered = false;
      let grace: NodeJS.Timeout | null = null;
      const answer = (
        outcome: "written" | "blocked" | "cancelled" | "failed",
        files: readonly WrittenFile[],
        findings: readonly Finding[],
        failure: Failure | null,
      ) => {
        if (answered) return;
        answered = true;
        emit("export.done", { job: id, outcome, files: [...files], findings: [...findings], failure });
      };
      child.on("message", (message: FromExport) => {
        switch (message.kind) {
          case "progress":
            if (!cancelled) {
              const { stage, done, of } = message;
              emit("export.progress", { job: id, stage, done, of });
            }
            break;
          case "keep": {
            const { n, word } = message;
            keep(word).then(
              () => tell({ kind: "kept", n, failure: null }),
              (error: unknown) => tell({ kind: "kept", n, failure: anyFailure(error, basename(job.source)) }),
            );
            break;
          }
          case "done": {
            const { files, findings } = message;
            const told = files.map(({ path, bytes, sha256 }) => {
              const where = offer ? { path: null, url: offer(path) } : { path, url: null };
              return { name: basename(path), bytes, sha256, ...where };
            });
            answer(files.length === 0 ? "blocked" : "written", told, findings, null);
            break;
          }
          case "failed":
            if (message.failure.code === "cancelled") answer("cancelled", [], [], null);
            else answer("failed", [], [], message.failure);
            break;
        }
      });
      const ended = new Promise<void>((resolve) => {
        const end = () => {
          if (grace) clearTimeout(grace);
          running.delete(id);
          if (cancelled) answer("cancelled", [], [], null);
          else {
            answer("failed", [], [], {
              code: "crashed",
              message: `${basename(wish.out)}: the process that makes it has stopped`,
              hint: "Try again; if it happens again, a picture may be too large for this machine",
            });
          }
          resolve();
        };
        child.on("exit", end);
        child.on("error", end);
      });
      const tell = (message: ToExport) => child.send(message, () => undefined);
      running.set(id, {
        ended,
        cancel() {
          if (cancelled) return;
          cancelled = true;
          tell({ kind: "stop" });
          grace = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
        },
      });
      tell({ kind: "start", job, wish });
      return id;
    },
    cancel: (job) => running.get(job)?.cancel(),
    async close() {
      const all = [...running.values()];
      for (const one of all) one.cancel();
      await Promise.all(all.map((one) => one.ended));
    },
  };
}
