/**
 * The documents that are open, by handle: each a file and the process that holds it. One file is open once, so a
 * window that was loaded anew comes back to the same document. A document that was never saved elsewhere lies in the
 * working folder (`drafts`), on disk like any other, and is offered again at the next start.
 */
import { randomBytes } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { Failure, Json, Opened } from "../../shared/ipc.ts";
import { writeWhole } from "./atomicFile.ts";
import { DocumentProcess } from "./documents/documentProcess.ts";
import type { Loaded } from "./documents/messages.ts";
import { createRunning } from "./documents/running.ts";
import type { NewMedia } from "./documents/originalsTable.ts";
import { readOnlyBecause } from "./documents/storyFile.ts";
import { conflict, isRemote, type LocalCopy, takeLocalCopy } from "./documents/remoteFolders.ts";
import { about, anyFailure, Failed } from "./failure.ts";
import type { Grant } from "./grants.ts";
import type { Emit } from "./registry.ts";

export type OpenDocument = {
  readonly handle: string;
  /** Where the person's file is. */
  path: string;
  /** The database that is open: the same, or a local copy of it. */
  file: string;
  copy: LocalCopy | null;
  readonly readOnly: boolean;
  /** As a person calls it: the file's name, or what an upload or manuscript was called. */
  name: string;
  untitled: boolean;
  /** The revision at which closing it may remove it: a new one untouched, an upload that is elsewhere; else null. */
  readonly disposable: number | null;
  readonly process: DocumentProcess;
};

/** A network disk gets the whole file each time, so not as often as there are commits. */
const PUBLISH_AFTER_MS = 8000;
/** As many as a menu shows. */
const RECENT = 12;

export type OpenDocuments = ReturnType<typeof createOpenDocuments>;

export function createOpenDocuments(options: {
  readonly workingDir: string;
  readonly author: string;
  readonly emit: Emit;
}) {
  const { workingDir, author, emit } = options;
  const drafts = join(workingDir, "drafts");
  /** Copies of documents whose own files could not be written. */
  const rescued = join(workingDir, "rescued");
  const recentFile = join(workingDir, "recent.json");
  const open = new Map<string, OpenDocument>();
  const running = createRunning(workingDir);
  /** What a crash of an earlier run left open. */
  const left = new Set<string>();
  const tellRunning = () => running.tell([...open.values()].filter((d) => d.disposable === null).map((d) => d.path));
  const publishing = new Map<string, NodeJS.Timeout>();
  /** Paths being opened, so that two calls at once end in one document. */
  const opening = new Map<string, Promise<OpenDocument>>();

  async function start(
    path: string,
    name: string,
    how: {
      readonly copy?: LocalCopy | null;
      readonly create?: Json;
      readonly media?: readonly NewMedia[];
      readonly untitled: boolean;
      readonly disposable: boolean;
      readonly takeOver: boolean;
    },
  ) {
    const handle = randomBytes(8).toString("hex");
    const copy = how.copy ?? null;
    const file = copy?.file ?? path;
    const process = new DocumentProcess({
      committed({ revision, failure, kept }) {
        tellState(handle, revision, failure && kept !== null ? keptElsewhere(failure, kept) : failure);
        if (!failure) publishSoon(handle);
      },
      moved(to) {
        const document = open.get(handle);
        if (!document || document.copy) return;
        document.path = to;
        document.file = to;
        tellPlace(document);
      },
      changed(loaded) {
        const document = open.get(handle);
        if (document) emit("document.changed", describe(document, loaded));
      },
      free: () => emit("document.free", { handle }),
    });
    try {
      if (how.create) await process.create(file, how.create, Date.now(), how.media);
      const loaded = await process.open(file, { mode: "write", author, takeOver: how.takeOver }, rescued);
      const disposable = how.disposable ? loaded.revision : null;
      const readOnly = loaded.readOnly !== null;
      const { untitled } = how;
      const document: OpenDocument = { handle, path, file, copy, readOnly, name, untitled, disposable, process };
      open.set(handle, document);
      tellRunning();
      // Others are to see at once who writes.
      if (copy && !readOnly) await publish(document);
      return { document, loaded };
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  function tellState(handle: string, revision: number, failure: Failure | null): void {
    const state = failure ? "error" : "saved";
    emit("document.state", { handle, state, revision: Math.max(0, revision), time: Date.now(), failure });
  }

  /** Puts a local copy's state in the person's file. What goes wrong is told; the copy stays and it is tried again. */
  async function publish(document: OpenDocument): Promise<void> {
    const { copy, path, process, handle } = document;
    if (!copy) return;
    try {
      const target = await copy.publish((temporary) =>
        process.ask("publish", { path: temporary }).then(() => undefined),
      );
      goesOn(document, target);
    } catch (error) {
      tellState(handle, 0, anyFailure(error, path));
      publishSoon(handle);
    }
  }
  /** When somebody else wrote the person's file, ours goes on beside it, and the person hears of it. */
  function goesOn(document: OpenDocument, target: string): void {
    if (target === document.path) return;
    tellState(document.handle, 0, conflict(document.path, target).failure);
    document.path = target;
    tellPlace(document);
  }
  function tellPlace(document: OpenDocument): void {
    document.name = basename(document.path);
    emit("document.moved", { handle: document.handle, name: document.name, place: dirname(document.path) });
    tellRunning();
    void remember(document.path, document.name);
  }
  function publishSoon(handle: string): void {
    if (!open.get(handle)?.copy || publishing.has(handle)) return;
    const timer = setTimeout(() => {
      publishing.delete(handle);
      const document = open.get(handle);
      if (document) void publish(document);
    }, PUBLISH_AFTER_MS);
    timer.unref();
    publishing.set(handle, timer);
  }

  function describe(document: OpenDocument, loaded: Loaded): Opened {
    const findings: Finding[] = [];
    const back = left.delete(document.path) || loaded.crashed;
    const writer = loaded.readOnly?.kind === "writer" ? loaded.readOnly.writer : null;
    if (loaded.readOnly) {
      findings.push(tell("warning", "read-only", { name: document.name, because: readOnlyBecause(loaded.readOnly) }));
    }
    return {
      handle: document.handle,
      name: document.name,
      place: document.untitled ? "" : dirname(document.path),
      untitled: document.untitled,
      readOnly: loaded.readOnly !== null,
      writer: writer && { host: writer.host, since: writer.since },
      recovered: back && loaded.revision > 0 ? loaded.changed : null,
      revision: loaded.revision,
      doc: loaded.doc,
      findings,
    };
  }

  async function newDraft(): Promise<string> {
    await about(drafts, () => mkdir(drafts, { recursive: true }));
    return join(drafts, `${randomBytes(6).toString("hex")}.quoin`);
  }
  const isDraft = (path: string) => path.startsWith(drafts + sep) || path.startsWith(rescued + sep);

  async function remember(path: string, name: string): Promise<void> {
    const list = (await readRecent()).filter((entry) => entry.path !== path);
    const text = JSON.stringify([{ path, name }, ...list].slice(0, RECENT));
    // A list of shortcuts that cannot be written is no reason to stop work.
    await writeWhole(recentFile, (file) => file.writeFile(text)).catch(() => undefined);
  }
  async function readRecent(): Promise<{ readonly path: string; readonly name: string }[]> {
    try {
      const list: unknown = JSON.parse(await readFile(recentFile, "utf8"));
      if (!Array.isArray(list)) return [];
      return list.filter(
        (e): e is { path: string; name: string } => typeof e?.path === "string" && typeof e.name === "string",
      );
    } catch {
      return [];
    }
  }

  function get(handle: string): OpenDocument {
    const document = open.get(handle);
    if (!document) {
      throw new Failed("unknown-handle", "This document is not open any more", "Open it again");
    }
    return document;
  }

  async function openSound(path: string, name: string, file: Grant, takeOver: boolean): Promise<Opened> {
    const known = [...open.values()].find((document) => document.path === path);
    if (known) return describe(known, await known.process.ask("now", null));
    const under = opening.get(path);
    if (under) {
      const document = await under;
      return describe(document, await document.process.ask("now", null));
    }
    const copy = (await isRemote(path)) ? await takeLocalCopy(path, join(workingDir, "copies")) : null;
    const work = start(path, name, {
      copy,
      untitled: isDraft(path),
      disposable: file.uploaded,
      // A copy of ours is nobody else's, whatever the original says.
      takeOver: takeOver || file.uploaded,
    });
    const waiting = work.then(({ document }) => document);
    waiting.catch(() => undefined);
    opening.set(path, waiting);
    try {
      const { document, loaded } = await work;
      await remember(path, name);
      return describe(document, loaded);
    } finally {
      opening.delete(path);
    }
  }

  /** What is sound of a damaged file, as a new document; the file stays as it is. Throws `damage` when nothing is. */
  async function openRescued(path: string, name: string, damage: Failed): Promise<Opened> {
    const draft = await newDraft();
    const process = new DocumentProcess({ committed() {}, moved() {}, changed() {}, free() {} });
    let findings: readonly Finding[];
    try {
      ({ findings } = await process.ask("rescue", { path, to: draft }));
    } catch {
      throw damage;
    } finally {
      await process.end();
    }
    const called = `${name.replace(/\.quoin$/i, "")} (rescued)`;
    const { document, loaded } = await start(draft, called, {
      untitled: true,
      disposable: false,
      takeOver: true,
    });
    await remember(draft, called);
    const opened = describe(document, loaded);
    return {
      ...opened,
      findings: [...opened.findings, tell("warning", "rescued", { name }), ...findings],
    };
  }

  /** Closes a document; when that fails it stays open. */
  async function close(handle: string): Promise<void> {
    const document = get(handle);
    const { revision } = await document.process.ask("flush", null);
    await document.process.close();
    open.delete(handle);
    tellRunning();
    clearTimeout(publishing.get(handle));
    publishing.delete(handle);
    if (document.copy && !document.readOnly) goesOn(document, await document.copy.end());
    if (document.untitled && document.disposable === revision) await rm(document.path, { force: true });
  }

  return {
    get,

    /** A new document in the working folder. `name` as a person would call it; `blank`: nothing is lost with it yet. */
    async create(doc: Json, name: string, blank: boolean, media: readonly NewMedia[] = []): Promise<Opened> {
      const path = await newDraft();
      const how = { create: doc, media, untitled: true, disposable: blank, takeOver: false };
      const { document, loaded } = await start(path, name, how);
      await remember(path, name);
      return describe(document, loaded);
    },

    async open(file: Grant, takeOver: boolean): Promise<Opened> {
      let { path } = file;
      let name = file.name;
      if (file.uploaded) {
        // The upload goes away with this run; the document must not.
        const draft = await newDraft();
        await about(name, () => copyFile(path, draft));
        path = draft;
      } else {
        path = await about(path, () => realpath(path));
        if (isDraft(path)) name = (await readRecent()).find((entry) => entry.path === path)?.name ?? name;
      }
      try {
        return await openSound(path, name, file, takeOver);
      } catch (error) {
        try {
          if (error instanceof Failed && error.failure.code === "damaged") return await openRescued(path, name, error);
          throw error;
        } catch (left) {
          throw file.uploaded ? renamed(left, path, file.name) : left;
        } finally {
          if (file.uploaded) await rm(path, { force: true });
        }
      }
    },

    /** Writes what was only read, whoever else the file names as its writer. */
    async takeOver(handle: string): Promise<Opened> {
      const { path, name, untitled } = get(handle);
      await close(handle);
      const copy = (await isRemote(path)) ? await takeLocalCopy(path, join(workingDir, "copies")) : null;
      const { document, loaded } = await start(path, name, { copy, untitled, disposable: false, takeOver: true });
      return describe(document, loaded);
    },

    /** A document that a crash of an earlier run left open, the last one; null when there is none. */
    async left(): Promise<string | null> {
      for (const path of running.crashed()) {
        if ((await stat(path).catch(() => null))?.isFile()) left.add(path);
      }
      return [...left][0] ?? null;
    },

    /** A sound copy at `path`. */
    async copy(handle: string, path: string): Promise<void> {
      await get(handle).process.ask("copy", { path });
    },

    /** The document goes on at `path`, where a copy of it was put; a draft is given up. */
    async move(handle: string, path: string): Promise<void> {
      const document = get(handle);
      const { file: old, copy: oldCopy, untitled: wasDraft } = document;
      const options = { mode: "write", author } as const;
      if (await isRemote(resolve(path))) {
        await document.process.ask("copy", { path });
        document.path = await realpath(path);
        document.copy = await takeLocalCopy(document.path, join(workingDir, "copies"));
        document.file = document.copy.file;
        await document.process.move(document.file, options);
        await publish(document);
      } else {
        await document.process.move(path, options);
        document.path = await realpath(path);
        document.file = document.path;
        document.copy = null;
      }
      // The old file is as it was published last; its writer's name must not stay in it.
      await oldCopy?.end().catch(() => undefined);
      document.untitled = false;
      tellPlace(document);
      if (wasDraft) await rm(old, { force: true });
    },

    close,

    /** Before the host ends: everything on disk. Failures of single documents are given back. */
    async closeAll(): Promise<readonly Failed[]> {
      const failed: Failed[] = [];
      for (const [handle, document] of open) {
        try {
          await close(handle);
        } catch (error) {
          if (error instanceof Failed) failed.push(error);
          await document.process.end();
          open.delete(handle);
        }
      }
      running.end();
      return failed;
    },

    /** Documents worked on before, newest first, as far as they are still there. */
    async recent(): Promise<readonly { readonly path: string; readonly name: string; readonly draft: boolean }[]> {
      const list = await readRecent();
      const known = new Set(list.map((entry) => entry.path));
      for (const folder of [drafts, rescued]) {
        for (const name of await readdir(folder).catch((): string[] => [])) {
          const path = join(folder, name);
          if (name.endsWith(".quoin") && !name.startsWith(".") && !known.has(path)) list.push({ path, name });
        }
      }
      const there = await Promise.all(
        list.map((entry) =>
          stat(entry.path).then(
            (s) => s.isFile(),
            () => false,
          ),
        ),
      );
      return list.filter((_, i) => there[i]).map((entry) => ({ ...entry, draft: isDraft(entry.path) }));
    },
  };
}

/** A failure of writing, with the place where the work is safe meanwhile. */
function keptElsewhere({ code, message, hint }: Failure, kept: string): Failure {
  return { code, message, hint: `${hint}. Your work is safe in ${kept}, and Quoin goes on trying` };
}

/** A failure that names a file of ours, said with the name the person knows. */
function renamed(error: unknown, path: string, name: string): unknown {
  if (!(error instanceof Failed)) return error;
  const { code, message, hint } = error.failure;
  return new Failed(code, message.replace(path, name), hint);
}
