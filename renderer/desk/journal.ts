/**
 * The window's pen on the host's journal: parts of the history go out in order, one call at a time, at most a moment
 * after they were made. An undo names the transactions it undoes, so it waits for their numbers. Nothing is sent twice
 * and nothing is dropped: when the host does not answer, what is unsent stays and is tried again.
 */
import type { Step } from "prosemirror-transform";
import type { Answer, Bridge, Failure, Json, Transaction as JournalTransaction } from "../../shared/ipc.ts";
import type { Change, Entry, Part } from "../editor/history.ts";

export type JournalState =
  | { readonly kind: "written" }
  | { readonly kind: "writing" }
  | { readonly kind: "failed"; readonly failure: Failure };

export type Journal = {
  /** Takes a change of the history. True when the part is taken now: what comes next is to be another part. */
  record(change: Change): void;
  /** Did the last part go out, so that it must not grow? Cleared by asking. */
  sealed(): boolean;
  /** Resolves when everything recorded so far is with the host; the failure when it is not. */
  flush(): Promise<Failure | null>;
  /** The host's revision after everything that went out. */
  revision(): number;
  close(): void;
};

/** From a change to its being sent: a few letters travel together. */
const GATHER_MS = 250;
const RETRY_MS = [500, 2000, 5000, 10_000] as const;
/** The host takes no more steps in one transaction. */
const MOST_STEPS = 10_000;

type Waiting =
  | { readonly kind: "do"; part: Part; readonly before: Json | null; after: Json | null }
  | { readonly kind: "undo" | "redo"; readonly part: Part; readonly before: Json | null; readonly after: Json | null };

export function createJournal(options: {
  readonly bridge: Bridge;
  readonly handle: string;
  readonly revision: number;
  /** Numbers of parts that the journal holds from before. */
  readonly known: ReadonlyMap<Part, number>;
  onState(state: JournalState): void;
}): Journal {
  const { bridge, handle, onState } = options;
  const ids = new WeakMap<Part, number>();
  for (const [part, id] of options.known) ids.set(part, id);
  let revision = options.revision;
  let queue: Waiting[] = [];
  let sending: readonly Waiting[] = [];
  let running: Promise<Failure | null> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let failures = 0;
  let wasSealed = false;
  let stopped = false;

  function arm(after: number): void {
    if (timer === null && !stopped) {
      timer = setTimeout(() => {
        timer = null;
        void send();
      }, after);
    }
  }

  function send(): Promise<Failure | null> {
    running ??= sendAll().finally(() => {
      running = null;
    });
    return running;
  }

  async function sendAll(): Promise<Failure | null> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    while (queue.length > 0 && !stopped) {
      onState({ kind: "writing" });
      const batch = nextBatch();
      sending = batch;
      queue = queue.slice(batch.length);
      wasSealed = true;
      const answer = await sendBatch(batch);
      sending = [];
      if (answer.ok) {
        failures = 0;
        revision = answer.value.revision;
        for (const [n, each] of batch.entries()) {
          const id = answer.value.ids[n];
          if (each.kind === "do" && id !== undefined) ids.set(each.part, id);
        }
      } else {
        queue = [...batch, ...queue];
        onState({ kind: "failed", failure: answer.failure });
        if (answer.failure.code === "stale") stopped = true;
        else arm(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 10_000);
        failures += 1;
        return answer.failure;
      }
    }
    onState({ kind: "written" });
    return null;
  }

  /** As many as can go in one call: an undo waits until what it undoes has its number. */
  function nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    for (const each of queue) {
      if (each.kind !== "do" && !ids.has(each.part)) break;
      batch.push(each);
    }
    return batch.length > 0 ? batch : queue.slice(0, 1);
  }

  function sendBatch(batch: readonly Waiting[]): Promise<Answer<{ revision: number; ids: number[] }>> {
    return bridge.call("document.steps", { handle, base: revision, transactions: batch.map(journalled) });
  }

  function journalled(each: Waiting): JournalTransaction {
    const { part, before, after } = each;
    const steps = (list: readonly Step[]) => list.map((step) => step.toJSON() as Json);
    if (each.kind === "do") return { kind: "do", undoes: null, steps: steps(part.steps), before, after };
    const undoes = ids.get(part) ?? null;
    return each.kind === "undo"
      ? { kind: "undo", undoes, steps: steps(part.inverses.toReversed()), before, after }
      : { kind: "redo", undoes, steps: steps(part.steps), before, after };
  }

  function turned(kind: "undo" | "redo", entry: Entry): void {
    const parts = kind === "undo" ? entry.parts.toReversed() : entry.parts;
    const [before, after] = kind === "undo" ? [entry.after, entry.before] : [entry.before, entry.after];
    for (const part of parts) queue.push({ kind, part, before, after });
  }

  return {
    record(change) {
      if (stopped) return;
      if (change.kind === "do") {
        const { part, grew, entry } = change;
        const last = queue.at(-1);
        if (grew && last?.kind === "do" && last.part === grew) {
          last.part = part;
          last.after = entry.after;
        } else {
          if (grew && sending.some((each) => each.part === grew)) throw new RangeError("a part grew after it was sent");
          queue.push({ kind: "do", part, before: entry.before, after: entry.after });
        }
        if (part.steps.length >= MOST_STEPS / 2) void send();
      } else turned(change.kind, change.entry);
      onState({ kind: "writing" });
      arm(GATHER_MS);
    },
    sealed() {
      const was = wasSealed;
      wasSealed = false;
      return was;
    },
    async flush() {
      while (queue.length > 0 || running) {
        const failure = await send();
        if (failure) return failure;
      }
      return null;
    },
    revision: () => revision,
    close() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
