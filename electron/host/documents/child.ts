/**
 * The process that holds one document and its database: a thread stuck inside SQLite cannot be stopped, a process can.
 * It answers requests in order, commits what was applied at most a second later, and ends with the host.
 */
import { statSync } from "node:fs";
import { anyFailure, Failed } from "../failure.ts";
import type { Loaded, Message, Request, RequestName, Requests } from "./messages.ts";
import { Refuge } from "./refuge.ts";
import { rescue } from "./rescue.ts";
import { createStoryFile, readOnlyBecause, StoryFile } from "./storyFile.ts";

/** A keystroke is on disk within this time; more commits than this would cost four fsyncs each. */
const COMMIT_EVERY_MS = 1000;
const RETRY_MS = 3000;
/** A reader looks for what the writer has committed this often. */
const FOLLOW_MS = 1000;

let file: StoryFile | null = null;
let timer: NodeJS.Timeout | null = null;
/** Where a rescue copy may lie, and the one there is. */
let refugeFolder: string | null = null;
let refuge: Refuge | null = null;
let following: NodeJS.Timeout | null = null;
let toldPath = "";

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
function commit(): void {
  if (!file || file.readOnly || file.saved === file.revision) return;
  try {
    committed();
  } catch (error) {
    const failure = anyFailure(error, file.path);
    commitSoon(RETRY_MS);
    queue = queue.then(async () => {
      const kept = await shelter();
      if (file) send({ kind: "committed", revision: file.saved, failure, kept });
    });
  }
}

/** Everything applied is on disk, or a throw says why not. The host hears of the commit either way. */
function committed(): void {
  const document = open();
  if (document.readOnly || document.saved === document.revision) return;
  document.commit();
  tellPath();
  refuge?.end();
  refuge = null;
  send({ kind: "committed", revision: document.saved, failure: null, kept: null });
}

/** Where the file lies, when that is not where the host last heard of it. */
function tellPath(): void {
  if (!file || file.path === toldPath) return;
  toldPath = file.path;
  send({ kind: "moved", path: toldPath });
}

/** Brings the rescue copy up to date, which is made when there is none; its path, or null when that fails as well. */
async function shelter(): Promise<string | null> {
  if (!file || refugeFolder === null || file.saved === file.revision) return null;
  try {
    refuge ??= await Refuge.of(file, refugeFolder, Date.now());
    refuge.keep(file);
    return refuge.path;
  } catch {
    return null;
  }
}

/** A document that somebody else writes is read along with. */
function follow(): void {
  if (file?.readOnly?.kind !== "writer") return;
  following = setTimeout(() => {
    if (!file) return;
    try {
      if (file.refresh()) send({ kind: "changed", loaded: loaded(file) });
      if (file.writerGone()) send({ kind: "free" });
      else follow();
    } catch {
      // In the middle of the other's commit, or on a disk that is away: looked at again.
      follow();
    }
  }, FOLLOW_MS);
}

function loaded(document: StoryFile): Loaded {
  return {
    path: document.path,
    doc: document.doc.toJSON(),
    revision: document.revision,
    readOnly: document.readOnly,
    changed: document.changed,
    crashed: document.crashed !== null,
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
  rescue: ({ path, to }) => rescue(path, to),
  open({ path, refuge: folder, ...options }) {
    if (file) throw new RangeError("this process already holds a document");
    file = StoryFile.open(path, options);
    toldPath = file.path;
    refugeFolder = folder;
    follow();
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
  compact({ time }) {
    committed();
    const { path } = open();
    const before = statSync(path).size;
    open().compact(time);
    return { before, after: statSync(path).size };
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
    toldPath = next.path;
    before.close();
    return loaded(next);
  },
  record({ edition, map }) {
    committed();
    open().recordEdition(edition, map);
    return null;
  },
  forget({ kind, number }) {
    open().forgetEdition(kind, number);
    return null;
  },
  close() {
    committed();
    open().close();
    if (following) clearTimeout(following);
    file = null;
    return null;
  },
};

async function answer(request: Request): Promise<void> {
  const handler = handlers[request.name] as (ask: unknown) => unknown;
  try {
    const value = await handler(request.ask);
    tellPath();
    send({ kind: "answer", n: request.n, value });
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
  void queue.then(async () => {
    try {
      file?.close();
      refuge?.end();
    } catch {
      // Nobody is left to be told; the rest stays in the rescue copy, which is offered at the next start.
      await shelter();
      refuge?.leave();
    }
    process.exit(0);
  });
});
// Ctrl-C reaches the whole group; this process ends when the host lets go of it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
