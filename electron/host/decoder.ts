/**
 * Pictures decoded in a process of their own, kept warm while there is work. A picture that takes too long, or with which
 * the decoder crashes, costs that process and no more: it is answered like one that cannot be read, and those that were
 * under way beside it are decoded once more, each alone.
 */
import { type ChildProcess, fork } from "node:child_process";
import { tell } from "../../shared/findings/tell.ts";
import type { Decoding, FromDecoder, ToDecoder } from "./decoderChild.ts";
import { Failed } from "./failure.ts";
import type { PictureRoom } from "./originals.ts";
import { isPdf, probePdf } from "./placedPdf.ts";
import { entry } from "./places.ts";

/** The largest picture that is read takes some seconds on a slow machine that does other work, too. */
const LONGEST_MS = 45_000;
/** While one is decoded by libvips the next is read: more would cost memory and find no core. */
const AT_ONCE = 2;
/** What placing one picture after another needs; then the decoders' memory is given back. */
const IDLE_MS = 120_000;

export type Decoder = PictureRoom & { close(): void };

type Work = {
  readonly asked: Decoding;
  readonly done: (value: unknown) => void;
  readonly fail: (why: Failed) => void;
  /** Its process was lost under it once: it is to be alone the next time. */
  suspect: boolean;
};

/** `longest`: milliseconds for one picture. `program`: what is run as the decoder. */
export function createDecoder(longest: number = LONGEST_MS, program: string = entry("decoder")): Decoder {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | null = null;
  let count = 0;
  const queue: Work[] = [];
  const running = new Map<number, { readonly work: Work; readonly timer: NodeJS.Timeout }>();

  function open(): ChildProcess {
    if (child) return child;
    const made = fork(program, [], { serialization: "advanced", stdio: ["ignore", "ignore", "ignore", "ipc"] });
    made.on("message", (word: FromDecoder) => {
      const found = running.get(word.id);
      if (!found) return;
      running.delete(word.id);
      clearTimeout(found.timer);
      if ("value" in word) found.work.done(word.value);
      else found.work.fail(new Failed(word.failure.code, word.failure.message, word.failure.hint));
      next();
    });
    const lost = () => {
      if (child !== made) return;
      child = null;
      lose("its decoder crashed");
    };
    made.on("exit", lost);
    made.on("error", lost);
    child = made;
    return made;
  }

  /** The process is gone. Which of several pictures it was is not known: each is decoded once more, alone. */
  function lose(why: string): void {
    const under = [...running.values()];
    running.clear();
    for (const { work, timer } of under) {
      clearTimeout(timer);
      if (under.length === 1) work.fail(unreadable(why));
      else {
        work.suspect = true;
        queue.unshift(work);
      }
    }
    next();
  }

  function next(): void {
    if (idle) clearTimeout(idle);
    idle = null;
    for (;;) {
      const [first] = queue;
      const alone = first?.suspect === true || [...running.values()].some(({ work }) => work.suspect);
      if (!first || running.size >= (alone ? 1 : AT_ONCE)) break;
      queue.shift();
      const id = ++count;
      const process = open();
      const timer = setTimeout(() => {
        child = null;
        process.kill("SIGKILL");
        lose("it takes too long to read");
      }, longest);
      running.set(id, { work: first, timer });
      process.send({ ...first.asked, id } satisfies ToDecoder, () => undefined);
    }
    if (running.size > 0 || !child) return;
    idle = setTimeout(close, IDLE_MS);
    idle.unref();
  }

  function close(): void {
    if (child?.connected) child.disconnect();
    child = null;
  }

  const ask = <T>(asked: Decoding): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      queue.push({ asked, done: (value) => resolve(value as T), fail: reject, suspect: false });
      next();
    });

  return {
    async probePicture(bytes, name) {
      if (isPdf(bytes)) return probePdf(bytes, name);
      return ask<Awaited<ReturnType<PictureRoom["probePicture"]>>>({ kind: "probe", bytes, name }).catch(
        (error: unknown) => {
          if (!(error instanceof Unreadable)) throw error;
          return tell("error", "picture-broken", { name, why: error.why });
        },
      );
    },
    previewPicture: (bytes, width) => ask({ kind: "preview", bytes, width }),
    toneOfPicture: (bytes) =>
      ask<Awaited<ReturnType<PictureRoom["toneOfPicture"]>>>({ kind: "tone", bytes }).catch(none),
    outlineOfPicture: (bytes) =>
      ask<Awaited<ReturnType<PictureRoom["outlineOfPicture"]>>>({ kind: "outline", bytes }).catch(none),
    close() {
      close();
      if (idle) clearTimeout(idle);
      for (const { work, timer } of running.values()) {
        clearTimeout(timer);
        work.fail(unreadable("Quoin ends"));
      }
      running.clear();
    },
  };
}

class Unreadable extends Failed {
  readonly why: string;
  constructor(why: string) {
    super("picture-broken", tell("error", "picture-broken", { name: "", why }).message, "Ask for the original again");
    this.why = why;
  }
}
const unreadable = (why: string): Unreadable => new Unreadable(why);

/** What cannot be decoded has neither tone nor outline. */
function none(error: unknown): null {
  if (error instanceof Failed) return null;
  throw error;
}
