/**
 * A document read from its database: the snapshot nearest below a revision and the steps after it, each checked before it
 * is believed. Nothing here writes but `insertSnapshot`.
 */
import type { DatabaseSync } from "node:sqlite";
import { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import type { Json, RecordedTransaction, Transaction } from "../../../shared/ipc.ts";
import "../../../shared/schema/designStep.ts"; // registers the step for Step.fromJSON
import { schema } from "../../../shared/schema/interview.ts";
import { Failed } from "../failure.ts";
import { SCHEMA_VERSION } from "./format.ts";

/** To be called in a transaction. */
export function insertSnapshot(db: DatabaseSync, revision: number, name: string | null, time: number, doc: Node): void {
  db.prepare("INSERT INTO snapshot (revision, name, time, schema, doc) VALUES (?, ?, ?, ?, ?)").run(
    revision,
    name,
    time,
    SCHEMA_VERSION,
    JSON.stringify(doc.toJSON()),
  );
}

/** The document at `revision` (null: the newest) or, where it has fewer, at its last. */
export function latest(
  db: DatabaseSync,
  path: string,
  revision: number | null,
): { readonly doc: Node; readonly revision: number; readonly snapshot: number } {
  const limit = revision ?? Number.MAX_SAFE_INTEGER;
  const start = db
    .prepare("SELECT revision, schema, doc FROM snapshot WHERE revision <= ? ORDER BY revision DESC, id DESC LIMIT 1")
    .get(limit);
  if (!start) throw damaged(path, "it holds no document");
  const snapshot = Number(start.revision);
  let doc = readDoc(readJson(String(start.doc), `${path}: snapshot ${snapshot}`), path);
  let at = snapshot;
  const rows = db.prepare("SELECT revision, step FROM step WHERE revision > ? AND revision <= ? ORDER BY revision");
  for (const row of rows.iterate(snapshot, limit)) {
    const next = Number(row.revision);
    if (next !== at + 1) throw damaged(path, `step ${at + 1} of its journal is missing`);
    try {
      doc = applyStep(doc, readJson(String(row.step), `${path}: step ${next}`), `${path}: step ${next}`);
    } catch (error) {
      throw damaged(path, `step ${next} of its journal does not fit (${says(error)})`);
    }
    at = next;
  }
  if (at > snapshot) {
    try {
      doc.check();
    } catch (error) {
      throw damaged(path, `its journal makes no valid document (${says(error)})`);
    }
  }
  return { doc, revision: at, snapshot };
}

function damaged(path: string, what: string): Failed {
  return new Failed("damaged", `${path}: ${what}`, "Save what is sound: quoin rescue FILE -o NEW.quoin");
}

export function readJson(text: string, where: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // said below
  }
  throw damaged(where, "it is not readable");
}

/** A document's JSON through the schema and every attribute's check. Throws `Failed`. */
export function readDoc(json: Json, path: string): Node {
  try {
    const doc = Node.fromJSON(schema, json);
    if (doc.type !== schema.topNodeType) throw new RangeError(`it is a ${doc.type.name}, not an interview`);
    doc.check();
    return doc;
  } catch (error) {
    throw damaged(path, `the document in it is not valid (${says(error)})`);
  }
}

/** Throws `Failed` with `refused` when the step cannot be read or does not fit. */
export function applyStep(doc: Node, json: Json, where: string): Node {
  let failed: string;
  try {
    const result = Step.fromJSON(schema, json).apply(doc);
    if (result.doc) return result.doc;
    failed = result.failed ?? "it does not fit";
  } catch (error) {
    failed = says(error);
  }
  throw new Failed("refused", `${where}: ${failed}`, "Take the document anew");
}

/** At most `limit` whole transactions that end at or before revision `before`, oldest first. */
export function transactionsBefore(
  db: DatabaseSync,
  path: string,
  before: number,
  limit: number,
): RecordedTransaction[] {
  const steps = db.prepare("SELECT * FROM step WHERE revision > ? AND revision <= ? ORDER BY revision");
  return ranges(db, before, limit).map(({ id, from, to }): RecordedTransaction => {
    const rows = steps.all(from, to);
    const first = rows[0];
    const last = rows[rows.length - 1];
    if (!first || !last) throw new RangeError(`transaction ${id} has no step`);
    return {
      id,
      kind: first.kind as Transaction["kind"],
      undoes: first.undoes === null ? null : Number(first.undoes),
      steps: rows.map((row) => readJson(String(row.step), `${path}: step ${Number(row.revision)}`)),
      before: first.selection_before === null ? null : readJson(String(first.selection_before), path),
      after: last.selection_after === null ? null : readJson(String(last.selection_after), path),
      revision: Number(last.revision),
      time: timeOf(last.time),
    };
  });
}

/** At most `limit` transactions that end at or before `before`, oldest first: the revisions before and after each. */
function ranges(
  db: DatabaseSync,
  before: number,
  limit: number,
): { readonly id: number; readonly from: number; readonly to: number }[] {
  const found: { id: number; from: number; to: number }[] = [];
  const next = db.prepare("SELECT transaction_id AS id FROM step WHERE revision = ?").get(before + 1);
  // Their numbers stand in the order of revisions, so the newest few are read without the others.
  const rows = db
    .prepare("SELECT revision, transaction_id AS id FROM step WHERE revision <= ? ORDER BY revision DESC")
    .iterate(before);
  for (const row of rows) {
    const [id, revision] = [Number(row.id), Number(row.revision)];
    // One that goes on past `before` is not whole.
    if (id === next?.id) continue;
    const last = found.at(-1);
    if (last?.id === id) last.from = revision - 1;
    else if (found.length === limit) break;
    else found.push({ id, from: revision - 1, to: revision });
  }
  return found.reverse();
}

/** Milliseconds since 1970, as a calendar can hold them (ECMA-262 §21.4.1.1); 0 for anything else that stands there. */
export function timeOf(value: unknown): number {
  const time = Number(value ?? 0);
  return Math.abs(time) <= 8.64e15 ? time : 0;
}

/** The first line of an error, and not too much of it. */
export function says(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";
}
