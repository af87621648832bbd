/**
 * The thread in which pictures are decoded and separated. Takes a job, answers with the picture or a finding. A word in
 * shared memory says that nobody waits for the answer any more.
 */
import { getHeapStatistics } from "node:v8";
import { parentPort } from "node:worker_threads";
import { instantiate } from "lcms-wasm";
import type { ColorEngine } from "../../shared/color/converter.ts";
import { lcmsEngine } from "../../shared/color/lcms.ts";
import type { Finding } from "../../shared/finding.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { PreparedPicture } from "../../shared/pdf/ticket.ts";
import { collectGarbage } from "./collect.ts";
import { keptConverters } from "./keptConverters.ts";
import { broken, type PictureJob, preparePicture, Stopped } from "./preparePicture.ts";
import { traceOutline } from "./traceOutline.ts";

export type PictureRequestMessage = { readonly id: number; readonly job: PictureJob; readonly stop: Int32Array };
/** The outline of what a picture shows, from its file. */
export type OutlineRequestMessage = { readonly id: number; readonly trace: Uint8Array };
export type PictureAnswerMessage = { readonly id: number; readonly answer: PreparedPicture | Finding | "stopped" };
export type OutlineAnswerMessage = { readonly id: number; readonly outline: Outline | null };

if (!parentPort) throw new RangeError("the picture worker runs in a thread");
const port = parentPort;
let engine: Promise<ColorEngine> | null = null;
/**
 * Two jobs at a time: while one is converted here, sharp decodes or encodes the other in threads of its own. More would
 * cost memory and find no core.
 */
const AT_ONCE = 2;
/** Pixels of pictures under way together; a larger one is worked at alone, at seven bytes a pixel. */
const PIXELS_AT_ONCE = 12_000_000;
/** Bytes outside the heap, most of them pixels that are no longer wanted. The colour engine alone takes 48 million. */
const ENOUGH = 54_000_000;
let running = 0;
let pixels = 0;
const queue: PictureRequestMessage[] = [];

port.on("message", (message: PictureRequestMessage | OutlineRequestMessage) => {
  if ("trace" in message) {
    void traceOutline(message.trace).then((outline) =>
      port.postMessage({ id: message.id, outline } satisfies OutlineAnswerMessage),
    );
    return;
  }
  queue.push(message);
  next();
});

function next(): void {
  const first = queue[0];
  if (!first || running >= AT_ONCE) return;
  const its = pixelsOf(first.job);
  if (running > 0 && pixels + its > PIXELS_AT_ONCE) return;
  queue.shift();
  running++;
  pixels += its;
  void answer(first).finally(() => {
    running--;
    pixels -= its;
    // `process.memoryUsage` asks the system as well, which takes a millisecond.
    if (getHeapStatistics().external_memory > ENOUGH) collectGarbage();
    next();
  });
  next();
}

/** At most: what its box holds at the finest. */
function pixelsOf({ box, ceiling }: PictureJob): number {
  return (box.width / 72) * (box.height / 72) * ceiling * ceiling;
}

async function answer({ id, job, stop }: PictureRequestMessage): Promise<void> {
  const made = await run(job, stop);
  if (made === "stopped" || "code" in made) {
    port.postMessage({ id, answer: made } satisfies PictureAnswerMessage);
    return;
  }
  // Memory of our own can change hands; what sharp made is copied into such.
  const data = made.carried && isWhole(made.data) ? made.data : new Uint8Array(made.data);
  port.postMessage({ id, answer: { ...made, data } } satisfies PictureAnswerMessage, [data.buffer]);
}

/** Nothing else lies in its memory. */
function isWhole(data: Uint8Array): data is Uint8Array<ArrayBuffer> {
  return data.buffer.byteLength === data.byteLength;
}

async function run(job: PictureJob, stop: Int32Array): Promise<PictureAnswerMessage["answer"]> {
  const stopped = () => Atomics.load(stop, 0) !== 0;
  if (stopped()) return "stopped";
  try {
    return await preparePicture(
      job,
      () => (engine ??= instantiate().then((lcms) => keptConverters(lcmsEngine(lcms)))),
      stopped,
    );
  } catch (error) {
    return error instanceof Stopped ? "stopped" : broken(job.name, (error as Error).message);
  }
}
