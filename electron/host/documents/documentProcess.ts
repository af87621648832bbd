/**
 * The host's side of a document's process: starts it, asks it, ends it. When the process dies on its own it is
 * started again once, and the transactions that were not yet on disk are given to it anew, so that not even the last
 * second is lost.
 */
import { type ChildProcess, fork } from "node:child_process";
import { entry } from "../places.ts";
import { Failed } from "../failure.ts";
import type { Failure, Json, Transaction } from "../../../shared/ipc.ts";
import type { Loaded, Message, RequestName, Requests } from "./messages.ts";
import type { NewMedia } from "./originalsTable.ts";
import type { OpenOptions } from "./storyFile.ts";

/** `revision` is on disk; `failure` is why the rest is not, and `kept` the rescue copy that holds it. */
export type Committed = { readonly revision: number; readonly failure: Failure | null; readonly kept: string | null };

/** What a document's process tells of itself. */
export type Listener = {
  /** After every commit, and after every one that failed. */
  committed(told: Committed): void;
  /** The file lies elsewhere now. */
  moved(path: string): void;
  /** Somebody else, who writes it, has changed a document that is only read here. */
  changed(loaded: Loaded): void;
  /** That writer is gone. */
  free(): void;
};

/** A request that takes longer than this means that the disk, or SQLite, is stuck: the process is ended. */
const PATIENCE_MS = 60_000;
/** These move whole files, over a network perhaps. */
const SLOW: ReadonlySet<RequestName> = new Set(["create", "rescue", "addMedia", "copy", "move", "publish"]);
const SLOW_PATIENCE_MS = 1_800_000;
/** A small nursery: it costs no time here and saves tens of megabytes. */
const NODE_ARGS = ["--max-semi-space-size=4"];
/** A process that dies again within this time of being restarted is not restarted. */
const SETTLED_MS = 10_000;

type Waiting = {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
  readonly timer: NodeJS.Timeout;
};
type Unsaved = {
  readonly base: number;
  readonly revision: number;
  readonly transactions: readonly Transaction[];
  readonly time: number;
};

function startChild(): ChildProcess {
  return fork(entry("document"), [], {
    serialization: "advanced",
    execArgv: NODE_ARGS,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** A process started ahead and not yet used, so that the first document need not wait for one. */
let spare: ChildProcess | null = null;
export function startAhead(): void {
  if (spare) return;
  const child = startChild();
  const forget = () => {
    if (spare === child) spare = null;
  };
  child.once("exit", forget);
  child.once("error", forget);
  spare = child;
}
/** Ends the process started ahead, if no document took it. */
export function endSpare(): void {
  spare?.disconnect();
  spare = null;
}

export class DocumentProcess {
  #child: ChildProcess;
  #path = "";
  #options: (OpenOptions & { readonly refuge: string | null }) | null = null;
  #count = 0;
  #restarted = 0;
  #ending = false;
  #dead: Failed | null = null;
  #reviving: Promise<void> | null = null;
  #waiting = new Map<number, Waiting>();
  #unsaved: Unsaved[] = [];
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#child = this.#start();
  }

  /** The process's number: a test ends it the hard way. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Writes a new document to `path`; it is not open yet. */
  async create(path: string, doc: Json, time: number, media: readonly NewMedia[] = []): Promise<void> {
    this.#path = path;
    await this.#ask("create", { path, doc, time, media });
  }

  /** `refuge`: the folder for a rescue copy, should the file not be writable later; null: nowhere. */
  async open(path: string, options: OpenOptions, refuge: string | null = null): Promise<Loaded> {
    this.#path = path;
    const loaded = await this.#ask("open", { path, refuge, ...options });
    this.#options = { ...options, refuge };
    return loaded;
  }

  /** Goes on at `path` with a copy of the document; when that fails, where it was. */
  async move(path: string, options: OpenOptions): Promise<Loaded> {
    const loaded = await this.ask("move", { path, ...options });
    this.#path = path;
    this.#options = { refuge: this.#options?.refuge ?? null, ...options };
    return loaded;
  }

  async apply(base: number, transactions: readonly Transaction[], time: number): Promise<Requests["apply"]["answer"]> {
    const answer = await this.ask("apply", { base, transactions, time });
    this.#unsaved.push({ base, revision: answer.revision, transactions, time });
    return answer;
  }

  async ask<N extends RequestName>(name: N, ask: Requests[N]["ask"]): Promise<Requests[N]["answer"]> {
    if (this.#reviving) await this.#reviving;
    return this.#ask(name, ask);
  }

  /** Puts everything on disk and ends the process. When that fails the document stays open and the failure is thrown. */
  async close(): Promise<void> {
    await this.ask("close", null);
    await this.end();
  }

  /** Ends the process at once. What was committed is in the file; the rest is lost. */
  async kill(): Promise<void> {
    this.#ending = true;
    await ended(this.#child, () => this.#child.kill("SIGKILL"));
  }

  /** Ends the process, which puts on disk what it still can: in the file, or in the rescue copy. */
  async end(): Promise<void> {
    this.#ending = true;
    await ended(this.#child, () => this.#child.disconnect());
  }

  #ask<N extends RequestName>(name: N, ask: Requests[N]["ask"]): Promise<Requests[N]["answer"]> {
    if (this.#dead) return Promise.reject(this.#dead);
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const n = ++this.#count;
      const timer = setTimeout(() => child.kill("SIGKILL"), SLOW.has(name) ? SLOW_PATIENCE_MS : PATIENCE_MS);
      timer.unref();
      this.#waiting.set(n, { resolve, reject, timer });
      child.send({ n, name, ask }, (error) => {
        if (error) this.#settle(n, (waiting) => waiting.reject(gone(this.#path)));
      });
    });
  }

  #settle(n: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(n);
    if (!waiting) return;
    this.#waiting.delete(n);
    clearTimeout(waiting.timer);
    how(waiting);
  }

  #start(): ChildProcess {
    const child = spare ?? startChild();
    spare = null;
    child.on("message", (message: Message) => this.#hear(message));
    child.on("error", () => this.#lost(child));
    child.on("exit", () => this.#lost(child));
    return child;
  }

  #hear(message: Message): void {
    switch (message.kind) {
      case "answer":
        this.#settle(message.n, (waiting) => waiting.resolve(message.value as never));
        break;
      case "failed": {
        const { code, message: text, hint } = message.failure;
        this.#settle(message.n, (waiting) => waiting.reject(new Failed(code, text, hint)));
        break;
      }
      case "committed":
        this.#unsaved = this.#unsaved.filter((entry) => entry.revision > message.revision);
        this.#listener.committed(message);
        break;
      case "moved":
        this.#path = message.path;
        this.#listener.moved(message.path);
        break;
      case "changed":
        this.#listener.changed(message.loaded);
        break;
      case "free":
        this.#listener.free();
        break;
    }
  }

  #lost(child: ChildProcess): void {
    if (child !== this.#child || this.#dead) return;
    for (const n of this.#waiting.keys()) this.#settle(n, (waiting) => waiting.reject(gone(this.#path)));
    const again = Date.now() - this.#restarted < SETTLED_MS;
    if (this.#ending || !this.#options || again) {
      this.#dead = gone(this.#path);
      if (!this.#ending && this.#options)
        this.#listener.committed({ revision: this.#unsaved[0]?.base ?? -1, failure: this.#dead.failure, kept: null });
      return;
    }
    this.#restarted = Date.now();
    this.#reviving = this.#revive(this.#options).finally(() => {
      this.#reviving = null;
    });
  }

  /** A commit may have reached the disk without our hearing of it, so only what lies beyond the file is given again. */
  async #revive(options: OpenOptions & { readonly refuge: string | null }): Promise<void> {
    try {
      this.#child = this.#start();
      const { revision } = await this.#ask("open", { path: this.#path, ...options });
      this.#unsaved = this.#unsaved.filter((entry) => entry.revision > revision);
      for (const { base, transactions, time } of this.#unsaved) await this.#ask("apply", { base, transactions, time });
      this.#listener.committed({ revision, failure: null, kept: null });
    } catch (error) {
      this.#dead = error instanceof Failed ? error : gone(this.#path);
      this.#listener.committed({ revision: this.#unsaved[0]?.base ?? -1, failure: this.#dead.failure, kept: null });
    }
  }
}

function gone(path: string): Failed {
  return new Failed(
    "crashed",
    `${path}: the process that keeps this document has stopped`,
    "Open the document again; everything up to a second ago is in it",
  );
}

/** Waits until a process is gone after `how` told it to go; one that does not go is made to. */
function ended(child: ChildProcess, how: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    how();
  });
}
