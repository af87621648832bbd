/**
 * The process that holds one document and its database: a thread stuck inside SQLite cannot be stopped, a process can.
 * It answers requests in order, commits what was applied at most a second later, and ends with the host.
 */
import { anyFailure, Failed } from "../failure.ts";
import type { Loaded, Message, Request, RequestName, Requests } from "./messages.ts";
import { createStoryFile, readOnlyBecause, StoryFile } from "./storyFile.ts";

/** A keystroke is on disk within this time; more commits than this would cost four fsyncs each. */
const COMMIT_EVERY_MS = 1000;
const RETRY_MS = 3000;

let file: StoryFile | null = null;
let timer: NodeJS.Timeout | null = null;

function send(message: Message): void {
  if (process.connected) process.send?.(message);
}

function open(): StoryFile {
  if (!file) throw new RangeError("no document is open in this process");
  return file;
}

function commitSoon(delay: number): void {
  timer ??= setTimeout(() => {
    timer = null;
    commit();
  }, delay);
}

/** Commits and tells the host; a failure is told and tried again, for a disk may be emptied. */
function commit(): boolean {
  if (!file || file.readOnly || file.saved === file.revision) return true;
  try {
    file.commit();
    send({ kind: "committed", revision: file.saved, failure: null });
    return true;
  } catch (error) {
    send({ kind: "committed", revision: file.saved, failure: anyFailure(error, file.path) });
    commitSoon(RETRY_MS);
    return false;
  }
}

function loaded(document: StoryFile): Loaded {
  return {
    path: document.path,
    doc: document.doc.toJSON(),
    revision: document.revision,
    readOnly: document.readOnly,
    changed: document.changed,
  };
}

/** `value` keeps each answer to its request's type. */
const handlers: {
  [N in RequestName]: (ask: Requests[N]["ask"]) => Requests[N]["answer"] | Promise<Requests[N]["answer"]>;
} = {
  async create({ path, doc, time, media }) {
    await createStoryFile(path, doc, time, media);
    return null;
  },
  open({ path, ...options }) {
    if (file) throw new RangeError("this process already holds a document");
    file = StoryFile.open(path, options);
    return loaded(file);
  },
  apply({ base, transactions, time }) {
    const ids = open().apply(base, transactions, time);
    commitSoon(COMMIT_EVERY_MS);
    return { revision: open().revision, ids };
  },
  flush() {
    committed();
    return { revision: open().saved };
  },
  version({ name, time }) {
    committed();
    return open().nameVersion(name, time);
  },
  versions: () => open().versions(),
  at({ revision }) {
    committed();
    return { revision, doc: open().at(revision).toJSON() };
  },
  now: () => loaded(open()),
  history({ before, limit }) {
    committed();
    const { base, transactions } = open().history(before, limit);
    return { base: { revision: base.revision, doc: base.doc.toJSON() }, transactions };
  },
  addMedia({ media, time }) {
    committed();
    return open().addMedia(media, time);
  },
  mediaInfo: ({ hash }) => open().mediaInfo(hash),
  mediaList: () => open().mediaList(),
  media: ({ hash }) => open().media(hash),
  mediaPart: ({ hash, part }) => open().mediaPart(hash, part),
  async copy({ path }) {
    committed();
    await open().copyTo(path);
    return null;
  },
  async publish({ path }) {
    committed();
    await open().publishTo(path);
    return null;
  },
  async move({ path, ...options }) {
    committed();
    await open().copyTo(path);
    const next = StoryFile.open(path, options);
    if (next.readOnly) {
      next.drop();
      throw new Failed("read-only", `${path}: ${readOnlyBecause(next.readOnly)}`, "Choose another folder");
    }
    const before = open();
    file = next;
    before.close();
    return loaded(next);
  },
  close() {
    committed();
    open().close();
    file = null;
    return null;
  },
};

/** Everything applied is on disk, or a throw says why not. The host hears of the commit either way. */
function committed(): void {
  const document = open();
  if (document.readOnly || document.saved === document.revision) return;
  document.commit();
  send({ kind: "committed", revision: document.saved, failure: null });
}

async function answer(request: Request): Promise<void> {
  const handler = handlers[request.name] as (ask: unknown) => unknown;
  try {
    send({ kind: "answer", n: request.n, value: await handler(request.ask) });
  } catch (error) {
    send({ kind: "failed", n: request.n, failure: anyFailure(error, file?.path ?? "document") });
  }
}

// A copy or a new file is written asynchronously; what comes meanwhile waits its turn.
let queue: Promise<void> = Promise.resolve();
process.on("message", (request: Request) => {
  queue = queue.then(() => answer(request));
});
process.on("disconnect", () => {
  void queue.then(() => {
    try {
      file?.close();
    } catch {
      // Nobody is left to be told; what was committed is safe.
    }
    process.exit(0);
  });
});
// Ctrl-C reaches the whole group; this process ends when the host lets go of it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
