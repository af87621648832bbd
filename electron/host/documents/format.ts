/**
 * The file format `.quoin`: an SQLite database of known tables, opened with distrust. Before a row is believed the
 * header must be ours, the file as long as its header says, every safety setting must read back as set (SQLite takes
 * unknown options in silence) and the schema must be the one written here, word for word. Advice followed:
 * https://sqlite.org/security.html §1, "Untrusted SQLite Database Files".
 *
 * Journal: rollback (`DELETE`), never a write-ahead log, so that one file is the whole document; `synchronous=EXTRA`,
 * so that a commit survives a pulled plug; `locking_mode=NORMAL`, so that others can read between commits.
 */
import { existsSync, lstatSync, openSync, readSync, closeSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { aboutSync, Failed } from "../failure.ts";

/** "QUOI" in ASCII. */
export const APPLICATION_ID = 0x51554f49;
/** `user_version`: counts up when the tables change. 2 added `edition`; a file of 1 is read and written as it is. */
export const FORMAT = 2;
/** Counts up when the meaning of documents or steps changes; stands on every step and snapshot. */
export const SCHEMA_VERSION = 1;
/** Originals are cut into pieces of this many bytes, for SQLite has no incremental access to a blob here. */
export const CHUNK = 1 << 20;

const TABLES: Readonly<Record<string, string>> = {
  meta: `CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  // One row a step. `revision` is the document's after it; `transaction_id` binds what one undo takes back.
  step: `CREATE TABLE step (
  revision INTEGER PRIMARY KEY,
  transaction_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  undoes INTEGER,
  selection_before TEXT,
  selection_after TEXT,
  time INTEGER NOT NULL,
  author TEXT NOT NULL,
  schema INTEGER NOT NULL,
  step TEXT NOT NULL
) STRICT`,
  // `name` is null for those made now and then, which may be thinned out; named versions stay.
  snapshot: `CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT,
  time INTEGER NOT NULL,
  schema INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT`,
  media: `CREATE TABLE media (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  time INTEGER NOT NULL
) STRICT`,
  // A rowid table: its rows stand in the order of writing, so an original is read from end to end without seeking.
  media_chunk: `CREATE TABLE media_chunk (
  id INTEGER PRIMARY KEY,
  media INTEGER NOT NULL,
  part INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT`,
};
/** Since format 2: proofs and prints, each counted from 1 in its kind. `map` is a proof's, compressed (zlib). */
const EDITIONS: Readonly<Record<string, string>> = {
  edition: `CREATE TABLE edition (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('proof', 'print')),
  number INTEGER NOT NULL,
  time INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  standard TEXT NOT NULL,
  pages TEXT NOT NULL,
  files TEXT NOT NULL,
  map BLOB
) STRICT`,
  edition_number: "CREATE UNIQUE INDEX edition_number ON edition (kind, number)",
};
const INDEXES: Readonly<Record<string, string>> = {
  media_chunk_part: "CREATE UNIQUE INDEX media_chunk_part ON media_chunk (media, part)",
  snapshot_revision: "CREATE INDEX snapshot_revision ON snapshot (revision)",
};

/** What our own statements need, and little more. Values of 512 MB hold the document of a book of 50 MB of text. */
const LIMITS = {
  length: 512 << 20,
  sqlLength: 20_000,
  column: 32,
  exprDepth: 50,
  compoundSelect: 4,
  vdbeOp: 25_000,
  functionArg: 8,
  attach: 0,
  likePatternLength: 100,
  variableNumber: 32,
  triggerDepth: 1,
} as const;

const OPTIONS = {
  allowExtension: false,
  enableForeignKeyConstraints: true,
  enableDoubleQuotedStringLiterals: false,
  defensive: true,
  limits: LIMITS,
  // A commit takes milliseconds; longer than this means that somebody holds the file.
  timeout: 5000,
} as const;

/** What each setting must read back as. */
const SETTINGS: readonly (readonly [pragma: string, value: string, reads: string | number])[] = [
  ["trusted_schema", "OFF", 0],
  ["cell_size_check", "ON", 1],
  ["mmap_size", "0", 0],
  ["temp_store", "MEMORY", 2],
  ["locking_mode", "NORMAL", "normal"],
  ["synchronous", "EXTRA", 3],
];

function read(db: DatabaseSync, pragma: string): unknown {
  const row = db.prepare(`PRAGMA ${pragma}`).get();
  return row === undefined ? undefined : Object.values(row)[0];
}

function set(db: DatabaseSync, pragma: string, value: string, reads: string | number): void {
  db.exec(`PRAGMA ${pragma}=${value}`);
  const found = read(db, pragma);
  // mmap_size answers with no row where the build has no memory mapping at all, which is as good.
  if (found !== reads && !(pragma === "mmap_size" && found === undefined)) {
    throw new RangeError(`SQLite answered ${String(found)} to ${pragma}=${value}`);
  }
}

function secure(db: DatabaseSync, readOnly: boolean): void {
  for (const [pragma, value, reads] of SETTINGS) set(db, pragma, value, reads);
  if (!readOnly) set(db, "journal_mode", "DELETE", "delete");
  // "Defensive" has no pragma of its own to be read; under it the schema cannot be made writable.
  db.exec("PRAGMA writable_schema=ON");
  if (read(db, "writable_schema") !== 0) throw new RangeError("SQLite is not in defensive mode");
  for (const [name, value] of Object.entries(LIMITS)) {
    const found = db.limits[name as keyof typeof LIMITS];
    if (found !== value) throw new RangeError(`SQLite answered ${found} to the limit ${name}=${value}`);
  }
}

/** A new database in the empty file `path`. The caller closes it, and says in its own words what the disk did. */
export function createDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path, OPTIONS);
  try {
    set(db, "auto_vacuum", "INCREMENTAL", 2);
    secure(db, false);
    set(db, "application_id", String(APPLICATION_ID), APPLICATION_ID);
    set(db, "user_version", String(FORMAT), FORMAT);
    for (const sql of [TABLES, INDEXES, EDITIONS].flatMap((part) => Object.values(part))) db.exec(sql);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Has the file a table of editions? One of format 1 gets it with its first. */
export function hasEditions(db: DatabaseSync): boolean {
  return Number(read(db, "user_version")) >= 2;
}

/** Brings a file of format 1 to format 2. To be called in a transaction. */
export function addEditions(db: DatabaseSync): void {
  for (const sql of Object.values(EDITIONS)) db.exec(sql);
  db.exec("PRAGMA user_version=2");
}

const HEADER = 100;

/**
 * What the first 100 bytes say (https://sqlite.org/fileformat.html §1.3), read without SQLite: is it ours, is it whole?
 * Throws `Failed` with `not-found`, `not-a-file`, `empty`, `not-quoin`, `newer` or `damaged`.
 */
function checkHeader(path: string): void {
  aboutSync(path, () => {
    const found = statSync(path);
    if (!found.isFile()) throw new Failed("not-a-file", `${path}: it is not a file`, "Choose a .quoin file");
    if (found.size === 0) throw new Failed("empty", `${path}: the file is empty`, "Choose another file or a copy");
    const head = Buffer.alloc(HEADER);
    const file = openSync(path, "r");
    let length = 0;
    try {
      length = readSync(file, head, 0, HEADER, 0);
    } finally {
      closeSync(file);
    }
    const notQuoin = (what: string) =>
      new Failed("not-quoin", `${path}: ${what}`, "Choose a .quoin file, or import it if it is a manuscript");
    if (head.toString("latin1", 0, 16) !== "SQLite format 3\0") throw notQuoin("it is not a Quoin document");
    if (length < HEADER) throw cutOff(path, length, HEADER);
    if (head.readUInt32BE(68) !== APPLICATION_ID) throw notQuoin("it is a database, but not a Quoin document");
    const format = head.readUInt32BE(60);
    if (format > FORMAT) {
      throw new Failed(
        "newer",
        `${path}: it was written by a newer Quoin (file format ${format}, this one reads up to ${FORMAT})`,
        "Open it with the newer version",
      );
    }
    if (format < 1) throw notQuoin(`its file format is ${format}, which no Quoin ever wrote`);
    // The schema's own format and the encoding of text, of which SQLite says no more than that it does not know them.
    const [layout, encoding] = [head.readUInt32BE(44), head.readUInt32BE(56)];
    if (layout < 1 || layout > 4 || encoding < 1 || encoding > 3) {
      throw new Failed(
        "damaged",
        `${path}: the head of the file is damaged`,
        "Take it from a backup, or save what is sound: quoin rescue FILE -o NEW.quoin",
      );
    }
    const stored = head.readUInt16BE(16);
    const expected = (stored === 1 ? 65536 : stored) * head.readUInt32BE(28);
    // With a journal beside it the file was being written when something stopped; SQLite puts it right on opening.
    if (found.size < expected && !hasJournal(path)) throw cutOff(path, found.size, expected);
  });
}

function cutOff(path: string, found: number, expected: number): Failed {
  return new Failed(
    "damaged",
    `${path}: the file is cut off (${found} of ${expected} bytes are there)`,
    "Take it from a backup, or save what is sound: quoin rescue FILE -o NEW.quoin",
  );
}
function hasJournal(path: string): boolean {
  return existsSync(`${path}-journal`) && lstatSync(`${path}-journal`).size > 0;
}

/** Opens an existing document's database, with all checks. The caller closes it. Throws `Failed`. */
export function openDatabase(path: string, readOnly: boolean): DatabaseSync {
  checkHeader(path);
  return aboutSync(path, () => {
    try {
      return openChecked(path, readOnly);
    } catch (error) {
      if (!readOnly || (error as { errcode?: unknown }).errcode !== READONLY_ROLLBACK) throw error;
    }
    // Whoever wrote last was stopped in the middle; only a connection that may write can take the half commit back.
    try {
      openChecked(path, false).close();
    } catch {
      throw new Failed(
        "read-only",
        `${path}: writing it was interrupted, and it cannot be put right where it lies`,
        "Copy it, with the -journal file beside it, to a folder you may write to, and open it there",
      );
    }
    return openChecked(path, true);
  });
}
/** SQLITE_READONLY_ROLLBACK: there is a hot journal. */
const READONLY_ROLLBACK = 776;

function openChecked(path: string, readOnly: boolean): DatabaseSync {
  const db = new DatabaseSync(path, { ...OPTIONS, readOnly });
  try {
    secure(db, readOnly);
    checkSchema(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The schema must be ours to the letter: no view, trigger, generated column or virtual table may have crept in. */
function checkSchema(db: DatabaseSync, path: string): void {
  const parts = hasEditions(db) ? [TABLES, INDEXES, EDITIONS] : [TABLES, INDEXES];
  const expected = new Map(parts.flatMap((part) => Object.entries(part)));
  const rows = db.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all();
  for (const row of rows) {
    const name = String(row.name);
    if (expected.get(name) !== row.sql) {
      throw new Failed(
        "damaged",
        `${path}: its table "${name.slice(0, 40)}" is not as Quoin makes it`,
        "Do not use this file; take it from a backup, or try: quoin rescue FILE -o NEW.quoin",
      );
    }
    expected.delete(name);
  }
  const missing = [...expected.keys()];
  if (missing.length > 0) {
    throw new Failed(
      "damaged",
      `${path}: its table "${missing[0]}" is missing`,
      "Take it from a backup, or save what is sound: quoin rescue FILE -o NEW.quoin",
    );
  }
}
