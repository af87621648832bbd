/**
 * One open `.quoin` file: the document in memory and its journal on disk. Steps are applied (and so checked) at once
 * and written by the next `commit`; loading is the last snapshot and the steps after it. Synchronous throughout: it
 * lives in a process of its own, or in a command that does nothing else meanwhile.
 */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";
import type { Node } from "prosemirror-model";
import type { Json, MediaInfo, RecordedTransaction, Transaction, Version } from "../../../shared/ipc.ts";
import { createCheck } from "../../../shared/schema/checkNew.ts";
import { abandon, finish, mayWrite, replaceable, reserveBeside } from "../atomicFile.ts";
import { about, aboutSync, Failed } from "../failure.ts";
import { type Edition, type EditionKind, insertEdition, proofMapJson, readEditions } from "./editions.ts";
import { forgetBefore, thinSnapshots } from "./compaction.ts";
import { createDatabase, openDatabase, SCHEMA_VERSION } from "./format.ts";
import { applyStep, insertSnapshot, latest, readDoc, says, timeOf, transactionsBefore } from "./journal.ts";
import {
  insertOriginal,
  listOriginals,
  type NewMedia,
  originalInfo,
  originalPart,
  wholeOriginal,
} from "./originalsTable.ts";
import { awayFailure, type Identity, identityOf, whereIs } from "./whereabouts.ts";
import { forget, isAlive, newWriter, readWriter, type Writer } from "./writers.ts";

/** Opening reads at most about this many steps. */
const STEPS_PER_SNAPSHOT = 200;
/** So many steps are kept for undo; when there are twice as many, the older half is forgotten on closing. */
const STEPS_KEPT = 100_000;

export type OpenOptions = {
  /** `read` never writes a byte. `write` falls back to reading where the file, its folder or another writer forbids it. */
  readonly mode: "read" | "write";
  /** The name that stands beside steps in the journal. */
  readonly author: string;
  /** Write although the file names another writer. */
  readonly takeOver?: boolean;
};

/** Why an open file is only read. */
export type ReadOnlyReason =
  | { readonly kind: "asked" | "permission" }
  | { readonly kind: "writer"; readonly writer: Writer };

type Pending = { readonly id: number; readonly time: number; readonly revision: number } & Transaction;

/**
 * Writes a new document with its originals to `path`, replacing a file there. Nothing of that name exists until it is
 * whole.
 */
export async function createStoryFile(
  path: string,
  doc: Json,
  time: number,
  media: readonly NewMedia[] = [],
): Promise<void> {
  const node = readDoc(doc, path);
  const target = await replaceable(path);
  refuseLiveWriter(target);
  return about(path, async () => {
    const temporary = await reserveBeside(target);
    try {
      const db = createDatabase(temporary);
      try {
        db.exec("BEGIN IMMEDIATE");
        const meta = db.prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
        meta.run("created", String(time));
        // Stays the same in all copies and versions; PDFs carry it.
        meta.run("id", randomUUID());
        insertSnapshot(db, 0, null, time, node);
        for (const original of media) insertOriginal(db, original, time);
        db.exec("COMMIT");
      } finally {
        db.close();
      }
      await finish(temporary, target);
    } catch (error) {
      await abandon(temporary);
      throw error;
    }
  });
}

/** A file that is open for writing somewhere is not replaced under its writer's hands. Throws `Failed`. */
export function refuseLiveWriter(path: string): void {
  let writer: Writer | null = null;
  try {
    const db = openDatabase(path, true);
    try {
      writer = readWriter(db);
    } finally {
      db.close();
    }
  } catch {
    return; // no such file, or nothing of ours
  }
  if (writer && isAlive(writer)) throw inUse(path, writer);
}

function inUse(path: string, writer: Writer): Failed {
  return new Failed(
    "in-use",
    `${path}: it is open in Quoin (on ${writer.host}, since ${new Date(writer.since).toISOString()})`,
    "Close it there, or choose another name",
  );
}

export class StoryFile {
  #path: string;
  /** Null when it may be written. */
  readonly readOnly: ReadOnlyReason | null;
  /** The writer before this one that never let go of the file: it crashed, or the machine did. */
  readonly crashed: Writer | null;
  #db: DatabaseSync;
  #identity: Identity | null;
  readonly author: string;
  readonly #writer: Writer | null;
  /** When the document was made, milliseconds since 1970. */
  readonly created: number;
  /** Stays the same in all copies and versions of the document. */
  readonly id: string;
  #doc: Node;
  #revision: number;
  #saved: number;
  #lastTransaction: number;
  #lastSnapshot: number;
  #changed: number;
  #pending: Pending[] = [];
  #dataVersion: number;
  readonly #check = createCheck();

  private constructor(
    path: string,
    db: DatabaseSync,
    author: string,
    writer: Writer | null,
    readOnly: ReadOnlyReason | null,
    crashed: Writer | null = null,
  ) {
    this.#path = path;
    this.#identity = identityOf(path);
    this.readOnly = readOnly;
    this.crashed = crashed;
    this.#db = db;
    this.author = author;
    this.#writer = writer;
    const last = latest(db, path, null);
    this.#doc = last.doc;
    this.#revision = last.revision;
    this.#saved = last.revision;
    this.#lastSnapshot = last.snapshot;
    const row = db.prepare("SELECT transaction_id AS id, time FROM step ORDER BY revision DESC LIMIT 1").get();
    this.#lastTransaction = Number(row?.id ?? 0);
    this.created = timeOf(readMeta(db, "created"));
    this.id = readMeta(db, "id") ?? "";
    this.#changed = timeOf(row?.time) || this.created;
    this.#dataVersion = dataVersion(db);
  }

  /** Throws `Failed` and leaves the file as it was when it is not a sound document. */
  static open(path: string, options: OpenOptions): StoryFile {
    let readOnly: ReadOnlyReason | null = options.mode === "read" ? { kind: "asked" } : null;
    // The journal stands beside the file while it is written, so the folder must allow that too.
    if (!readOnly && !(mayWrite(path) && mayWrite(dirname(path)))) readOnly = { kind: "permission" };
    let db = openDatabase(path, readOnly !== null);
    try {
      return aboutSync(path, () => {
        if (!readOnly) {
          const claimed = StoryFile.#claim(path, db, options);
          if (claimed instanceof StoryFile) return claimed;
          readOnly = claimed;
          db.close();
          db = openDatabase(path, true);
        }
        return new StoryFile(path, db, options.author, null, readOnly);
      });
    } catch (error) {
      if (db.isOpen) db.close();
      throw error;
    }
  }

  /**
   * Reads the document and makes this its writer in one transaction, so that of two who come at once one is first. Everything
   * is read before the first byte is written: a damaged file stays as it is. Why it may only be read, when it may.
   */
  static #claim(path: string, db: DatabaseSync, options: OpenOptions): StoryFile | ReadOnlyReason {
    const me = newWriter();
    try {
      db.exec("BEGIN IMMEDIATE");
      const writer = readWriter(db);
      const crashed = writer && !isAlive(writer) ? writer : null;
      if (writer && !crashed && !options.takeOver) {
        db.exec("ROLLBACK");
        forget(me);
        return { kind: "writer", writer };
      }
      const file = new StoryFile(path, db, options.author, me, null, crashed);
      writeMeta(db, "writer", JSON.stringify(me));
      db.exec("COMMIT");
      return file;
    } catch (error) {
      forget(me);
      if (db.isTransaction) db.exec("ROLLBACK");
      // A disk mounted read-only lets root "write" until it tries.
      if ((error as { errcode?: number }).errcode === 8) return { kind: "permission" };
      throw error;
    }
  }

  /** Where the file lies; another place once it was moved and `follow`ed. */
  get path(): string {
    return this.#path;
  }
  get doc(): Node {
    return this.#doc;
  }
  get revision(): number {
    return this.#revision;
  }
  /** What was applied and is not on disk, oldest first. */
  get pending(): readonly Pending[] {
    return this.#pending;
  }
  /** The revision that is on disk. */
  get saved(): number {
    return this.#saved;
  }
  /** Time of the last step, or of the document's making; milliseconds since 1970. */
  get changed(): number {
    return this.#changed;
  }

  /**
   * Takes transactions on top of revision `base`: all or none. Returns their ids. On disk after the next `commit`.
   * Throws `Failed`: `read-only`, `stale`, or `refused` for a step that does not fit or makes no valid document.
   */
  apply(base: number, transactions: readonly Transaction[], at: number): number[] {
    this.#mustWrite();
    if (base !== this.#revision) {
      throw new Failed(
        "stale",
        `${this.path}: steps for revision ${base} came when the document was at ${this.#revision}`,
        "Take the document anew",
      );
    }
    let doc = this.#doc;
    let revision = base;
    let id = this.#lastTransaction;
    // A clock that was set back does not make the journal run backward.
    const time = Math.max(at, this.#changed);
    const taken: Pending[] = [];
    for (const transaction of transactions) {
      for (const step of transaction.steps) doc = applyStep(doc, step, `${this.path}: step ${revision + 1}`);
      revision += transaction.steps.length;
      id += 1;
      taken.push({ ...transaction, id, time, revision });
    }
    try {
      this.#check(doc);
    } catch (error) {
      throw new Failed("refused", `${this.path}: the steps make no valid document (${says(error)})`, "Undo them");
    }
    this.#doc = doc;
    this.#revision = revision;
    this.#lastTransaction = id;
    this.#changed = time;
    this.#pending.push(...taken);
    return taken.map((t) => t.id);
  }

  /** Puts what was applied on disk in one commit; nothing to do is done at once. On a throw everything stays pending. */
  commit(): void {
    if (this.#pending.length === 0) return;
    this.#transaction(() => {
      const insert = this.#db.prepare(
        "INSERT INTO step (revision, transaction_id, kind, undoes, selection_before, selection_after, time, author, schema, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      );
      for (const t of this.#pending) {
        const before = t.before === null ? null : JSON.stringify(t.before);
        const after = t.after === null ? null : JSON.stringify(t.after);
        let revision = t.revision - t.steps.length;
        for (const step of t.steps) {
          revision += 1;
          const json = JSON.stringify(step);
          insert.run(revision, t.id, t.kind, t.undoes, before, after, t.time, this.author, SCHEMA_VERSION, json);
        }
      }
      if (this.#revision - this.#lastSnapshot >= STEPS_PER_SNAPSHOT) {
        insertSnapshot(this.#db, this.#revision, null, this.#changed, this.#doc);
        thinSnapshots(this.#db, this.#revision);
      }
    });
    if (this.#revision - this.#lastSnapshot >= STEPS_PER_SNAPSHOT) this.#lastSnapshot = this.#revision;
    this.#saved = this.#revision;
    this.#pending = [];
  }

  /** Commits and names this revision. */
  nameVersion(name: string, time: number): Version {
    this.#mustWrite();
    this.commit();
    this.#transaction(() => insertSnapshot(this.#db, this.#revision, name, time, this.#doc));
    this.#lastSnapshot = this.#revision;
    return { revision: this.#revision, name, time };
  }

  /**
   * Forgets how the document came to be, but for its named versions, and the originals that neither they nor the document
   * show, and gives the space back. Undo does not reach behind it.
   */
  compact(time: number): void {
    this.#mustWrite();
    this.commit();
    this.#transaction(() => {
      if (this.#lastSnapshot !== this.#revision) insertSnapshot(this.#db, this.#revision, null, time, this.#doc);
      forgetBefore(this.#db, this.#revision);
    });
    this.#lastSnapshot = this.#revision;
    aboutSync(this.path, () => this.#db.exec("PRAGMA incremental_vacuum"));
  }

  versions(): Version[] {
    return this.#read(() =>
      this.#db
        .prepare("SELECT revision, name, time FROM snapshot WHERE name IS NOT NULL ORDER BY revision, id")
        .all()
        .map((row) => ({ revision: Number(row.revision), name: String(row.name), time: timeOf(row.time) })),
    );
  }

  // Proofs and prints

  /** All that were counted, oldest first. */
  editions(): readonly Edition[] {
    return this.#read(() => readEditions(this.#db));
  }

  /** The map of a proof as it was kept, not yet checked; null where there is none. */
  proofMap(number: number): unknown {
    return this.#read(() => proofMapJson(this.#db, this.path, number));
  }

  /** Commits and counts an edition. Throws `Failed` with `stale` when its number is taken. */
  recordEdition(edition: Edition, map: string | null): void {
    this.#mustWrite();
    this.commit();
    this.#transaction(() => insertEdition(this.#db, this.path, edition, map));
  }

  /** Takes the last edition of a kind back, whose file never came to be. */
  forgetEdition(kind: EditionKind, number: number): void {
    this.#mustWrite();
    this.#transaction(() => this.#db.prepare("DELETE FROM edition WHERE kind = ? AND number = ?").run(kind, number));
  }

  /** The document at an earlier revision. Throws `Failed` when there was none. */
  at(revision: number): Node {
    if (revision === this.#revision) return this.#doc;
    this.commit();
    return this.#read(() => {
      const found = latest(this.#db, this.path, revision);
      if (found.revision !== revision) {
        throw new Failed(
          "not-found",
          `${this.path}: it holds no revision ${revision}, or not any more`,
          "Choose one of its named versions",
        );
      }
      return found.doc;
    });
  }

  /** At most `limit` whole transactions that end at or before revision `before`, oldest first, and what they began from. */
  history(
    before: number,
    limit: number,
  ): {
    readonly base: { readonly revision: number; readonly doc: Node };
    readonly transactions: RecordedTransaction[];
  } {
    this.commit();
    const transactions = this.#read(() => transactionsBefore(this.#db, this.path, before, limit));
    const first = transactions[0];
    const revision = first ? first.revision - first.steps.length : Math.min(before, this.#revision);
    return { base: { revision, doc: this.at(revision) }, transactions };
  }

  // Media

  mediaInfo(hash: string): MediaInfo | null {
    return this.#read(() => originalInfo(this.#db, hash));
  }
  mediaList(): MediaInfo[] {
    return this.#read(() => listOriginals(this.#db));
  }

  /** Takes an original in; the same bytes are kept once, under the name they first came with. */
  addMedia(media: NewMedia, time: number): MediaInfo {
    this.#mustWrite();
    this.commit();
    let hash = "";
    this.#transaction(() => {
      hash = insertOriginal(this.#db, media, time);
    });
    const info = this.mediaInfo(hash);
    if (!info) throw new RangeError(`media ${hash} is not there after it was added`);
    return info;
  }

  /** Piece `part` (from 0) of an original, at most `CHUNK` bytes; null past the end. */
  mediaPart(hash: string, part: number): Uint8Array | null {
    return this.#read(() => originalPart(this.#db, hash, part));
  }

  /** The original, whole and compared with its hash. Throws `Failed`: `not-found` or `damaged`. */
  media(hash: string): Uint8Array {
    return this.#read(() => wholeOriginal(this.#db, this.path, hash));
  }

  /** A sound copy at `path`, made while the file stays open; a plain copy of a file being written would be damaged. */
  async copyTo(path: string): Promise<void> {
    this.commit();
    const target = await replaceable(path);
    refuseLiveWriter(target);
    await about(path, async () => {
      const temporary = await reserveBeside(target);
      try {
        await backup(this.#db, temporary);
        // The copy belongs to nobody yet.
        const copy = openDatabase(temporary, false);
        try {
          copy.prepare("DELETE FROM meta WHERE name = 'writer'").run();
        } finally {
          copy.close();
        }
        await finish(temporary, target);
      } catch (error) {
        await abandon(temporary);
        throw error;
      }
    });
  }

  /** A sound copy into the empty file `path`, its writer's name in it: for one who publishes and goes on. */
  async publishTo(path: string): Promise<void> {
    this.commit();
    await this.backupTo(path);
  }

  /** A sound copy of what is on disk, its writer's name in it; what is pending is not in it. */
  async backupTo(path: string): Promise<void> {
    await about(path, () => backup(this.#db, path));
  }

  /**
   * For a document that is read while somebody else writes it: takes up what was committed since. True when there was
   * something; throws `Failed` when the file is not sound any more, and stays as it was.
   */
  refresh(): boolean {
    return this.#read(() => {
      const version = dataVersion(this.#db);
      if (version === this.#dataVersion) return false;
      const last = latest(this.#db, this.path, null);
      this.#dataVersion = version;
      if (last.revision === this.#revision && last.doc.eq(this.#doc)) return false;
      this.#doc = last.doc;
      this.#revision = last.revision;
      this.#saved = last.revision;
      this.#lastSnapshot = last.snapshot;
      return true;
    });
  }

  /** Has the writer that keeps this document read-only here let go of it, or died? */
  writerGone(): boolean {
    if (this.readOnly?.kind !== "writer") return false;
    const writer = this.#read(() => readWriter(this.#db));
    return writer === null || !isAlive(writer);
  }

  /** Commits and lets the file go. When that fails the file stays open, its steps pending, and the failure is thrown. */
  close(): void {
    if (!this.#db.isOpen) return;
    const there = !this.#identity || whereIs(this.path, this.#identity).kind !== "gone";
    // A file that was deleted has no name left to take a writer's name out of.
    if (this.#writer && (there || this.#pending.length > 0)) {
      this.commit();
      this.#transaction(() => this.#db.prepare("DELETE FROM meta WHERE name = 'writer'").run());
      const oldest = aboutSync(this.path, () => this.#db.prepare("SELECT min(revision) AS first FROM step").get());
      if (this.#revision - Number(oldest?.first ?? this.#revision) > 2 * STEPS_KEPT) {
        this.#transaction(() => forgetBefore(this.#db, this.#revision - STEPS_KEPT));
      }
      aboutSync(this.path, () => {
        const free = Number(Object.values(this.#db.prepare("PRAGMA freelist_count").get() ?? { n: 0 })[0]);
        if (free > 256) this.#db.exec("PRAGMA incremental_vacuum");
      });
    }
    this.drop();
  }

  /** Lets the file go without a word to it, for when it cannot be written. */
  drop(): void {
    if (this.#db.isOpen) this.#db.close();
    if (this.#writer) forget(this.#writer);
  }

  /** A file that was moved is followed to its new place; one that is gone, or replaced, is a throw. */
  #mustBeHere(): void {
    if (!this.#identity) return;
    const where = whereIs(this.path, this.#identity);
    const away = awayFailure(this.path, where);
    if (!away) return;
    if (where.kind !== "moved") throw away;
    const db = openDatabase(where.path, false);
    if (readWriter(db)?.id !== this.#writer?.id) {
      db.close();
      throw away;
    }
    // Between two transactions the old connection has no journal, so nothing is left under the old name.
    this.#db.close();
    this.#db = db;
    this.#path = where.path;
  }

  #mustWrite(): void {
    if (this.readOnly) {
      throw new Failed("read-only", `${this.path}: ${readOnlyBecause(this.readOnly)}`, "Save a copy and work in that");
    }
  }

  #read<T>(work: () => T): T {
    return aboutSync(this.path, work);
  }

  #transaction(work: () => void): void {
    aboutSync(this.path, () => {
      this.#mustBeHere();
      this.#db.exec("BEGIN IMMEDIATE");
      try {
        const writer = readWriter(this.#db);
        if (writer?.id !== this.#writer?.id) {
          throw new Failed(
            "in-use",
            `${this.path}: another Quoin has taken it over${writer ? ` (on ${writer.host})` : ""}`,
            "Save a copy under another name",
          );
        }
        work();
        this.#db.exec("COMMIT");
      } catch (error) {
        // A full disk has rolled it back already.
        if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
        throw error;
      }
    });
  }
}

export function readOnlyBecause(reason: ReadOnlyReason): string {
  switch (reason.kind) {
    case "asked":
      return "it was opened for reading";
    case "permission":
      return "it cannot be written to where it lies";
    case "writer":
      return `it is open on ${reason.writer.host} since ${new Date(reason.writer.since).toISOString()}`;
  }
}

/** Another number after each commit of another connection (https://sqlite.org/pragma.html#pragma_data_version). */
function dataVersion(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA data_version").get()?.data_version ?? 0);
}

function readMeta(db: DatabaseSync, name: string): string | null {
  const row = db.prepare("SELECT value FROM meta WHERE name = ?").get(name);
  return row ? String(row.value) : null;
}
function writeMeta(db: DatabaseSync, name: string, value: string): void {
  db.prepare(
    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  ).run(name, value);
}
