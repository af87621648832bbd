/** The process in which pages are looked at as the press prints them; it ends when the host lets go of it. */
import type { Failure } from "../../shared/ipc.ts";
import { anyFailure } from "./failure.ts";
import type { LayoutJob } from "./jobs.ts";
import { createPressRoom, type Look, type LookFiles, type LookWish } from "./pressRoom.ts";

export type ToPress =
  | {
      readonly kind: "look";
      readonly id: number;
      readonly job: LayoutJob;
      readonly wish: LookWish;
      readonly files: LookFiles;
    }
  | { readonly kind: "stop"; readonly id: number };
export type FromPress =
  | { readonly id: number; readonly look: Look }
  | { readonly id: number; readonly failure: Failure };

const room = createPressRoom();
const stops = new Map<number, AbortController>();
/** One at a time, in order: each wants the whole processor. */
let last: Promise<unknown> = Promise.resolve();

process.on("message", (message: ToPress) => {
  if (message.kind === "stop") {
    stops.get(message.id)?.abort();
    return;
  }
  const { id, job, wish, files } = message;
  const stop = new AbortController();
  stops.set(id, stop);
  const answer = (word: FromPress): void => {
    stops.delete(id);
    if (process.connected) process.send?.(word);
  };
  last = last
    .then(() => {
      stop.signal.throwIfAborted();
      return room.look(job, wish, files, stop.signal);
    })
    .then(
      (look) => answer({ id, look }),
      (error: unknown) => answer({ id, failure: anyFailure(error, "press.page") }),
    );
});
process.on("disconnect", () => {
  room.close();
  process.exit(0);
});
process.on("SIGINT", () => undefined);
