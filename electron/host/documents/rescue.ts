/**
 * What is sound in a damaged `.quoin`. SQLite refuses a file as soon as one page it needs is wrong; here every page is
 * looked at by itself for rows of our tables (https://sqlite.org/fileformat.html §1.6 and §2). Nothing found is trusted
 * because of where it lay: a snapshot must be a valid document, a step must fit, an original must have its hash. Rows
 * of these tables never change once written, so a stale copy on a freed page is as good as the row itself.
 */
import { createHash, randomUUID } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Node } from "prosemirror-model";
import type { Finding } from "../../../shared/finding.ts";
import { tell } from "../../../shared/findings/tell.ts";
import type { MediaInfo } from "../../../shared/ipc.ts";
import { abandon, finish, replaceable, reserveBeside } from "../atomicFile.ts";
import { about, aboutSync, Failed } from "../failure.ts";
import { type Edition, putEdition, readEdition } from "./editions.ts";
import { APPLICATION_ID, CHUNK, createDatabase, SCHEMA_VERSION } from "./format.ts";
import { applyStep, readDoc, readJson } from "./journal.ts";
import { refuseLiveWriter } from "./storyFile.ts";

type Value = number | string | Uint8Array | null;
/** `torn`: the last value is only as much of it as could be read. */
type Row = { readonly id: number; readonly values: readonly Value[]; readonly torn: boolean };
/** Where a row's bytes are, for rows too large to hold all at once. */
type Found = { readonly id: number; readonly page: number; readonly at: number; readonly size: number };

type SnapshotRow = {
  readonly revision: number;
  readonly name: string | null;
  readonly time: number;
  readonly doc: string;
};
type StepRow = {
  readonly revision: number;
  readonly transaction: number;
  readonly kind: string;
  readonly undoes: number | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly time: number;
  readonly author: string;
  readonly step: string;
};

export type Rescued = {
  readonly revision: number;
  readonly versions: number;
  readonly pictures: number;
  /** What is not sound, one each; empty when nothing is lost. */
  readonly findings: readonly Finding[];
};

/** The number of columns tells our tables apart. */
const COLUMNS = { chunk: 4, snapshot: 6, media: 8, edition: 9, step: 10 } as const;
const USUAL_PAGE = 4096;
const TABLE_LEAF = 0x0d;
/** No row of ours is larger; a length beyond it is damage. */
const LARGEST_ROW = 512 << 20;

/** Writes what is sound of the file at `from` to a new document at `to`. Throws `Failed` when no document is left. */
export async function rescue(from: string, to: string): Promise<Rescued> {
  const pages = aboutSync(from, () => openPages(from));
  try {
    const { snapshots, torn, steps, media, chunks, editions } = collect(pages);
    const best = bestDocument(snapshots, steps, from) ?? beginningOf(torn, from);
    if (!best) {
      throw new Failed(
        "damaged",
        `${from}: no whole document is left in it`,
        "Take it from a backup; the text of a proof or PDF can be imported again",
      );
    }
    const target = await replaceable(to);
    refuseLiveWriter(target);
    return await about(to, async () => {
      const temporary = await reserveBeside(target);
      try {
        const db = createDatabase(temporary);
        const findings: Finding[] = [];
        let versions = 0;
        let pictures = 0;
        try {
          db.exec("BEGIN IMMEDIATE");
          db.prepare("INSERT INTO meta (name, value) VALUES ('created', ?), ('id', ?)").run(
            String(best.time),
            randomUUID(),
          );
          const snapshot = db.prepare(
            "INSERT INTO snapshot (revision, name, time, schema, doc) VALUES (?, ?, ?, ?, ?)",
          );
          for (const row of snapshots) {
            if (row.name === null) continue;
            const sound = row.revision <= best.revision && isDocument(row.doc, from);
            if (sound) {
              snapshot.run(row.revision, row.name, row.time, SCHEMA_VERSION, row.doc);
              versions += 1;
            } else findings.push(tell("error", "version-lost", { name: row.name }));
          }
          snapshot.run(best.base.revision, null, best.base.time, SCHEMA_VERSION, best.base.doc);
          const step = db.prepare(
            "INSERT INTO step (revision, transaction_id, kind, undoes, selection_before, selection_after, time, author, schema, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          );
          for (const s of best.steps) {
            step.run(
              s.revision,
              s.transaction,
              s.kind,
              s.undoes,
              s.before,
              s.after,
              s.time,
              s.author,
              SCHEMA_VERSION,
              s.step,
            );
          }
          findings.push(...(best.torn ? [textLost(best)] : lostSteps(best, steps)));
          const kept = new Set<string>();
          for (const info of media.values()) {
            const parts = chunks.get(info.id);
            const sound = parts !== undefined && hashOf(pages, parts, info.bytes) === info.hash;
            if (!sound) {
              findings.push(tell("error", "picture-lost", { name: info.name }));
              continue;
            }
            if (kept.has(info.hash)) continue;
            kept.add(info.hash);
            pictures += 1;
            const added = db
              .prepare(
                "INSERT INTO media (sha256, name, type, bytes, width, height, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
              )
              .run(info.hash, info.name, info.type, info.bytes, info.width, info.height, info.time);
            const insert = db.prepare("INSERT INTO media_chunk (media, part, data) VALUES (?, ?, ?)");
            for (const [part, found] of partsInOrder(parts)) {
              insert.run(added.lastInsertRowid, part, chunkData(pages, found) ?? new Uint8Array(0));
            }
          }
          findings.push(...photosWithout(best.doc, kept, media));
          for (const { edition, map } of editions.values()) {
            if (edition.revision <= best.revision) putEdition(db, edition, map);
            else findings.push(tell("error", "version-lost.edition", { kind: edition.kind, number: edition.number }));
          }
          db.exec("COMMIT");
        } finally {
          db.close();
        }
        await finish(temporary, target);
        return { revision: best.revision, versions, pictures, findings };
      } catch (error) {
        await abandon(temporary);
        throw error;
      }
    });
  } finally {
    pages.close();
  }
}

/** A photo whose original is gone without leaving its own row behind. */
function photosWithout(doc: Node, kept: ReadonlySet<string>, media: ReadonlyMap<number, MediaRow>): Finding[] {
  const named = new Set([...media.values()].map((info) => info.hash));
  const found: Finding[] = [];
  doc.descendants((node) => {
    const hash = node.attrs.media as string | null | undefined;
    if (hash && !kept.has(hash) && !named.has(hash)) {
      named.add(hash);
      found.push(tell("error", "picture-lost.gone", { name: String(node.attrs.file ?? "") }));
    }
    return true;
  });
  return found;
}

// The document

type Best = {
  readonly doc: Node;
  readonly revision: number;
  readonly time: number;
  readonly base: SnapshotRow;
  readonly steps: readonly StepRow[];
  /** Only the document's beginning, for there was no whole one. */
  readonly torn: boolean;
};

/** The snapshot and its steps that lead furthest; of those the one that begins earliest, for the longest history. */
function bestDocument(
  snapshots: readonly SnapshotRow[],
  steps: ReadonlyMap<number, StepRow>,
  path: string,
): Best | null {
  let best: Best | null = null;
  for (const base of [...snapshots].sort((a, b) => b.revision - a.revision)) {
    if (!isDocument(base.doc, path)) continue;
    let doc = readDoc(readJson(base.doc, path), path);
    let revision = base.revision;
    const taken: StepRow[] = [];
    for (let step = steps.get(revision + 1); step; step = steps.get(revision + 1)) {
      // A later snapshot that this one's steps lead to was tried already: the rest is the same.
      if (best && revision === best.base.revision) {
        taken.push(...best.steps);
        ({ doc, revision } = best);
        break;
      }
      const next = applied(doc, step, path);
      if (!next) break;
      doc = next;
      revision = step.revision;
      taken.push(step);
    }
    if (!isValid(doc)) continue;
    if (!best || revision >= best.revision) {
      best = { doc, revision, time: taken.at(-1)?.time ?? base.time, base, steps: taken, torn: false };
    }
  }
  return best;
}

/**
 * When no snapshot is whole: the longest beginning of one, its open brackets closed where a block ended. Of two equally
 * long ones the later.
 */
function beginningOf(torn: readonly SnapshotRow[], path: string): Best | null {
  const order = [...torn].sort((a, b) => b.doc.length - a.doc.length || b.revision - a.revision);
  for (const row of order) {
    for (const text of closings(row.doc)) {
      if (!isDocument(text, path)) continue;
      const doc = readDoc(readJson(text, path), path);
      return { doc, revision: 0, time: row.time, base: { ...row, revision: 0, doc: text }, steps: [], torn: true };
    }
  }
  return null;
}

/** A torn JSON text cut back to where an object ended, and closed; the longest first, so many as are worth trying. */
function closings(text: string): string[] {
  const MOST = 40;
  const ends: { readonly at: number; readonly close: string }[] = [];
  let close = "";
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      for (at += 1; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at += 1;
    } else if (c === "{") close = `}${close}`;
    else if (c === "[") close = `]${close}`;
    else if (c === "}" || c === "]") {
      close = close.slice(1);
      if (c === "}") {
        ends.push({ at: at + 1, close });
        if (ends.length > MOST) ends.shift();
      }
    }
  }
  return ends.reverse().map((end) => text.slice(0, end.at) + end.close);
}

function textLost(best: Best): Finding {
  const last = best.doc.textContent.slice(-40);
  return tell("error", "text-lost", { last });
}

function applied(doc: Node, row: StepRow, path: string): Node | null {
  try {
    return applyStep(doc, readJson(row.step, path), path);
  } catch (error) {
    if (error instanceof Failed) return null;
    throw error;
  }
}
function isValid(doc: Node): boolean {
  try {
    doc.check();
    return true;
  } catch {
    return false;
  }
}
function isDocument(text: string, path: string): boolean {
  try {
    readDoc(readJson(text, path), path);
    return true;
  } catch (error) {
    if (error instanceof Failed) return false;
    throw error;
  }
}

/** Steps beyond what could be rebuilt, and, as a lesser loss, the journal before it. */
function lostSteps(best: Best, steps: ReadonlyMap<number, StepRow>): Finding[] {
  const found: Finding[] = [];
  const last = Math.max(best.revision, ...steps.keys());
  if (last > best.revision) {
    found.push(tell("error", "steps-lost", { from: best.revision + 1, to: last }));
  }
  if (best.base.revision > 0) {
    found.push(tell("info", "history-lost", { before: best.base.revision }));
  }
  return found;
}

// The rows

type MediaRow = MediaInfo & { readonly id: number; readonly time: number };
type Parts = Map<number, Found>;

function collect(pages: Pages) {
  const snapshots: SnapshotRow[] = [];
  const torn: SnapshotRow[] = [];
  const steps = new Map<number, StepRow>();
  const media = new Map<number, MediaRow>();
  const chunks = new Map<number, Parts>();
  const editions = new Map<string, { readonly edition: Edition; readonly map: Uint8Array | null }>();
  for (let n = 1; n <= pages.count; n++) {
    for (const found of cellsOf(pages, n)) {
      const columns = columnCount(pages, found);
      if (columns === COLUMNS.chunk) {
        const head = readRow(pages, found, 3);
        const [, owner, part] = head?.values ?? [];
        if (typeof owner !== "number" || typeof part !== "number") continue;
        const parts = chunks.get(owner) ?? new Map<number, Found>();
        chunks.set(owner, parts);
        // Of two copies of a part the one that can be read counts.
        if (!parts.has(part) || chunkData(pages, parts.get(part) as Found) === null) parts.set(part, found);
        continue;
      }
      if (columns === COLUMNS.edition) {
        const [, kind, number, time, revision, standard, ofPages, files, map] =
          readRow(pages, found, columns)?.values ?? [];
        const edition = readEdition({ kind, number, time, revision, standard, pages: ofPages, files });
        const key = `${edition?.kind} ${edition?.number}`;
        if (edition) editions.set(key, { edition, map: map instanceof Uint8Array ? map : null });
        continue;
      }
      if (columns !== COLUMNS.snapshot && columns !== COLUMNS.media && columns !== COLUMNS.step) continue;
      const row = readRow(pages, found, columns, columns === COLUMNS.snapshot);
      if (!row) continue;
      const v = row.values;
      if (columns === COLUMNS.snapshot) {
        const [, revision, name, time, , doc] = v;
        if (whole(revision) && (name === null || typeof name === "string") && whole(time) && typeof doc === "string") {
          (row.torn ? torn : snapshots).push({ revision, name, time, doc });
        }
      } else if (columns === COLUMNS.step) {
        const [, transaction, kind, undoes, before, after, time, author, , step] = v;
        if (
          whole(transaction) &&
          (kind === "do" || kind === "undo" || kind === "redo") &&
          (undoes === null || whole(undoes)) &&
          isText(before) &&
          isText(after) &&
          whole(time) &&
          typeof author === "string" &&
          typeof step === "string"
        ) {
          steps.set(row.id, { revision: row.id, transaction, kind, undoes, before, after, time, author, step });
        }
      } else {
        const [, hash, name, type, bytes, width, height, time] = v;
        if (
          typeof hash === "string" &&
          typeof name === "string" &&
          typeof type === "string" &&
          whole(bytes) &&
          whole(width) &&
          whole(height) &&
          whole(time)
        ) {
          media.set(row.id, { id: row.id, hash, name, type, bytes, width, height, time, problem: null });
        }
      }
    }
  }
  return { snapshots, torn, steps, media, chunks, editions };
}

function whole(value: Value | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
function isText(value: Value | undefined): value is string | null {
  return value === null || typeof value === "string";
}

function partsInOrder(parts: Parts): [number, Found][] {
  return [...parts].sort(([a], [b]) => a - b);
}
function chunkData(pages: Pages, found: Found): Uint8Array | null {
  const data = readRow(pages, found, COLUMNS.chunk)?.values[3];
  return data instanceof Uint8Array && data.length <= CHUNK ? data : null;
}
function hashOf(pages: Pages, parts: Parts, bytes: number): string | null {
  const hash = createHash("sha256");
  let at = 0;
  let next = 0;
  for (const [part, found] of partsInOrder(parts)) {
    const data = part === next ? chunkData(pages, found) : null;
    if (!data) return null;
    hash.update(data);
    at += data.length;
    next += 1;
  }
  return at === bytes ? hash.digest("hex") : null;
}

// The pages

type Pages = {
  readonly size: number;
  readonly count: number;
  /** Page `n` from 1, or null past the end. The bytes are overwritten by a later call. */
  page(n: number): Buffer | null;
  close(): void;
};

/** A file as pages, with or without a readable header; what is cut off of the last page reads as zeros. */
function openPages(path: string): Pages {
  const file = openSync(path, "r");
  const found = fstatSync(file);
  const head = Buffer.alloc(100);
  readSync(file, head, 0, 100, 0);
  const named = head.toString("latin1", 0, 15) === "SQLite format 3";
  if (!found.isFile() || found.size === 0 || (named && head.readUInt32BE(68) !== APPLICATION_ID)) {
    closeSync(file);
    throw new Failed("not-quoin", `${path}: it is not a Quoin document`, "Choose a .quoin file");
  }
  const stored = head.readUInt16BE(16);
  const size = named && stored >= 512 && (stored & (stored - 1)) === 0 ? stored : USUAL_PAGE;
  const cache = new Map<number, Buffer>();
  return {
    size,
    count: Math.ceil(found.size / size),
    page(n) {
      if (n < 1 || (n - 1) * size >= found.size) return null;
      const known = cache.get(n);
      if (known) return known;
      const buffer = Buffer.alloc(size);
      aboutSync(path, () => readSync(file, buffer, 0, size, (n - 1) * size));
      if (cache.size > 512) cache.clear();
      cache.set(n, buffer);
      return buffer;
    },
    close: () => closeSync(file),
  };
}

/** The cells of a table's leaf page; none when it is another kind of page or makes no sense. */
function cellsOf(pages: Pages, n: number): Found[] {
  const page = pages.page(n);
  if (!page) return [];
  const head = n === 1 ? 100 : 0;
  if (page[head] !== TABLE_LEAF) return [];
  const count = page.readUInt16BE(head + 3);
  if (count > (pages.size - head - 8) / 2) return [];
  const cells: Found[] = [];
  for (let i = 0; i < count; i++) {
    const start = page.readUInt16BE(head + 8 + 2 * i);
    if (start < head + 8 + 2 * count || start >= pages.size) continue;
    const [size, afterSize] = varint(page, start);
    const [id, at] = varint(page, afterSize);
    if (size > 0 && size <= LARGEST_ROW && at < pages.size) cells.push({ id, page: n, at, size });
  }
  return cells;
}

/** The payload's first `wanted` bytes, following the chain of overflow pages; fewer where that breaks. */
function payload(pages: Pages, { page: n, at, size }: Found, wanted: number): Buffer {
  const usable = pages.size;
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const share = least + ((size - least) % (usable - 4));
  const local = size <= most ? size : share <= most ? share : least;
  const page = pages.page(n);
  if (!page || at + local > usable) return Buffer.alloc(0);
  // A length that damage made up asks for no more than the file can hold.
  const length = Math.min(size, wanted, pages.count * pages.size);
  const out = Buffer.alloc(length);
  let done = page.copy(out, 0, at, at + Math.min(local, length));
  let next = done < length && at + local + 4 <= usable ? page.readUInt32BE(at + local) : 0;
  while (done < length) {
    const more = pages.page(next);
    if (!more) break;
    done += more.copy(out, done, 4, 4 + Math.min(usable - 4, length - done));
    next = more.readUInt32BE(0);
  }
  return out.subarray(0, done);
}

/** The types of a record's columns and where its values begin; null when the header makes no sense. */
function header(bytes: Buffer): { readonly types: readonly number[]; readonly body: number } | null {
  const [length, first] = varint(bytes, 0);
  if (length < 2 || length > 100 || length > bytes.length) return null;
  const types: number[] = [];
  let at = first;
  while (at < length) {
    const [type, next] = varint(bytes, at);
    types.push(type);
    at = next;
  }
  return at === length ? { types, body: length } : null;
}

function columnCount(pages: Pages, found: Found): number {
  return header(payload(pages, found, 100))?.types.length ?? 0;
}

/**
 * The first `columns` values (the row id's own, which is null, among them), or null when they cannot all be read.
 * `tolerant`: the last of them may be torn.
 */
function readRow(pages: Pages, found: Found, columns: number, tolerant = false): Row | null {
  const head = header(payload(pages, found, 100));
  if (!head) return null;
  const types = head.types.slice(0, columns);
  const sizes = types.map(sizeOf);
  const end = sizes.reduce((sum, size) => sum + size, head.body);
  if (end > found.size) return null;
  const bytes = payload(pages, found, end);
  const torn = bytes.length < end;
  if (torn && !(tolerant && bytes.length > end - (sizes.at(-1) ?? 0))) return null;
  const values: Value[] = [];
  let at = head.body;
  for (const [n, type] of types.entries()) {
    values.push(valueAt(bytes, at, type));
    at += sizes[n] ?? 0;
  }
  return { id: found.id, values, torn };
}

/** Serial types: https://sqlite.org/fileformat.html §2.1. */
function sizeOf(type: number): number {
  if (type >= 12) return (type - (type % 2 === 0 ? 12 : 13)) / 2;
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}
function valueAt(bytes: Buffer, at: number, type: number): Value {
  if (type === 0) return null;
  if (type === 8) return 0;
  if (type === 9) return 1;
  if (type === 7) return bytes.readDoubleBE(at);
  if (type === 6) return Number(bytes.readBigInt64BE(at));
  if (type < 6) return bytes.readIntBE(at, sizeOf(type));
  const data = bytes.subarray(at, at + sizeOf(type));
  return type % 2 === 0 ? new Uint8Array(data) : data.toString("utf8");
}

/** A varint and the place after it: §1.6. Beyond 2⁵³ it is damage, and as wrong as any number then. */
function varint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value * 256 + (bytes[at + 8] ?? 0), at + 9];
}
