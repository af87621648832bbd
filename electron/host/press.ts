/** Pages looked at as the press prints them: in a process of its own, started with the first look and ended after the last. */
import { type ChildProcess, fork } from "node:child_process";
import { Failed } from "./failure.ts";
import type { LayoutJob } from "./jobs.ts";
import { entry } from "./places.ts";
import type { FromPress, ToPress } from "./pressChild.ts";
import type { Look, LookFiles, LookWish } from "./pressRoom.ts";

/** A page that nobody looks at any more needs no process: its layout and plates are some 100 MB. */
const IDLE_MS = 60_000;
const SLOTS = 4;

export type Press = {
  /** Throws `Failed`, or the signal's reason. */
  look(job: LayoutJob, wish: LookWish, signal: AbortSignal): Promise<Look & LookFiles>;
  close(): void;
};

/** `workspace`: a place for a file to be made. */
export function createPress(workspace: (name: string) => Promise<string>): Press {
  type Waiting = { readonly settle: (word: FromPress) => void; readonly lose: () => void };
  let child: ChildProcess | null = null;
  let count = 0;
  let idle: NodeJS.Timeout | null = null;
  const waiting = new Map<number, Waiting>();

  /** Files by turns, so that a proof that is being shown stays and a hundred looks leave few behind. */
  const slots: LookFiles[] = [];
  async function filesFor(id: number): Promise<LookFiles> {
    const n = id % SLOTS;
    return (slots[n] ??= { proof: await workspace("proof.png"), values: await workspace("plates.bin") });
  }

  function open(): ChildProcess {
    if (child) return child;
    const made = fork(entry("press"), [], { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
    made.on("message", (word: FromPress) => waiting.get(word.id)?.settle(word));
    const lost = () => {
      if (child === made) child = null;
      for (const { lose } of waiting.values()) lose();
    };
    made.on("exit", lost);
    made.on("error", lost);
    child = made;
    return made;
  }
  function rest(): void {
    if (waiting.size > 0) return;
    idle = setTimeout(close, IDLE_MS);
    idle.unref();
  }
  function close(): void {
    if (child?.connected) child.disconnect();
    child = null;
  }

  return {
    async look(job, wish, signal) {
      if (idle) clearTimeout(idle);
      const id = ++count;
      const files = await filesFor(id);
      signal.throwIfAborted();
      const port = open();
      const tell = (message: ToPress) => port.send(message, () => undefined);
      return new Promise<Look & LookFiles>((resolve, reject) => {
        const stop = () => tell({ kind: "stop", id });
        const done = () => {
          waiting.delete(id);
          signal.removeEventListener("abort", stop);
          rest();
        };
        signal.addEventListener("abort", stop, { once: true });
        waiting.set(id, {
          settle(word) {
            done();
            if ("look" in word) resolve({ ...word.look, ...files });
            else reject(new Failed(word.failure.code, word.failure.message, word.failure.hint));
          },
          lose() {
            done();
            reject(new Failed("crashed", "The process that makes the plates has stopped", "Try again"));
          },
        });
        tell({ kind: "look", id, job, wish, files });
      });
    },
    close,
  };
}
