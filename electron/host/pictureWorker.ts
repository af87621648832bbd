/**
 * The thread in which pictures are decoded and separated. Takes a job, answers with the picture or a finding. A word in
 * shared memory says that nobody waits for the answer any more.
 */
import { parentPort } from "node:worker_threads";
import { instantiate } from "lcms-wasm";
import type { ColorEngine } from "../../shared/color/converter.ts";
import { lcmsEngine } from "../../shared/color/lcms.ts";
import type { Finding } from "../../shared/finding.ts";
import type { PreparedPicture } from "../../shared/pdf/ticket.ts";
import { broken, type PictureJob, preparePicture, Stopped } from "./preparePicture.ts";

export type PictureRequestMessage = { readonly id: number; readonly job: PictureJob; readonly stop: Int32Array };
export type PictureAnswerMessage = { readonly id: number; readonly answer: PreparedPicture | Finding | "stopped" };

if (!parentPort) throw new RangeError("the picture worker runs in a thread");
const port = parentPort;
let engine: Promise<ColorEngine> | null = null;
/** Jobs one after another: two large pictures at a time would double the memory and be no faster. */
let queue: Promise<void> = Promise.resolve();

port.on("message", ({ id, job, stop }: PictureRequestMessage) => {
  queue = queue.then(async () => {
    const answer = await run(job, stop);
    if (answer === "stopped" || "code" in answer) {
      port.postMessage({ id, answer } satisfies PictureAnswerMessage);
      return;
    }
    // A copy of our own can change hands; memory that sharp made cannot.
    const data = new Uint8Array(answer.data);
    port.postMessage({ id, answer: { ...answer, data } } satisfies PictureAnswerMessage, [data.buffer]);
  });
});

async function run(job: PictureJob, stop: Int32Array): Promise<PictureAnswerMessage["answer"]> {
  const stopped = () => Atomics.load(stop, 0) !== 0;
  if (stopped()) return "stopped";
  try {
    return await preparePicture(job, () => (engine ??= instantiate().then(lcmsEngine)), stopped);
  } catch (error) {
    return error instanceof Stopped ? "stopped" : broken(job.name, (error as Error).message);
  }
}
