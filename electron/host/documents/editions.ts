/**
 * Proofs and prints as a document's file keeps them: what was given out, when, of which revision, and a proof's map from
 * places on its pages to places in the text. Numbers count from 1, proofs and prints apart, and are never used twice.
 */
import type { DatabaseSync } from "node:sqlite";
import { deflateSync, inflateSync } from "node:zlib";
import { z } from "zod";
import { Failed } from "../failure.ts";
import { addEditions, hasEditions } from "./format.ts";

const file = z.object({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const editionSchema = z.object({
  kind: z.enum(["proof", "print"]),
  number: z.int().positive(),
  /** Milliseconds since 1970. */
  time: z.int(),
  /** The document's. */
  revision: z.int().nonnegative(),
  standard: z.enum(["x4", "x1a", "proof"]),
  /** Numbers of the pages given out, counted from 1. */
  pages: z.array(z.int().positive()),
  files: z.array(file).min(1),
});
export type Edition = z.infer<typeof editionSchema>;
export type EditionKind = Edition["kind"];

/** A map of a thousand pages has some 20 MB; more than this is damage, or somebody's bomb. */
const LARGEST_MAP = 256 << 20;

export function readEditions(db: DatabaseSync): readonly Edition[] {
  if (!hasEditions(db)) return [];
  return db
    .prepare("SELECT kind, number, time, revision, standard, pages, files FROM edition ORDER BY id")
    .all()
    .flatMap((row) => readEdition(row) ?? []);
}

/** An edition from the values of its row; null when they are none. */
export function readEdition(row: Readonly<Record<string, unknown>>): Edition | null {
  const read = editionSchema.safeParse({ ...row, pages: parsed(row.pages), files: parsed(row.files) });
  return read.success ? read.data : null;
}

/** The next number of a kind. */
export function nextNumber(editions: readonly Edition[], kind: EditionKind): number {
  return Math.max(0, ...editions.flatMap((each) => (each.kind === kind ? [each.number] : []))) + 1;
}

export function proofMapJson(db: DatabaseSync, path: string, number: number): unknown {
  if (!hasEditions(db)) return null;
  const row = db.prepare("SELECT map FROM edition WHERE kind = 'proof' AND number = ?").get(number);
  if (!row || row.map === null) return null;
  try {
    return JSON.parse(inflateSync(row.map as Uint8Array, { maxOutputLength: LARGEST_MAP }).toString("utf8")) as unknown;
  } catch {
    throw new Failed("damaged", `${path}: the map of proof ${number} in it is damaged`, "Make a new proof");
  }
}

/** To be called in a transaction. */
export function insertEdition(db: DatabaseSync, path: string, edition: Edition, map: string | null): void {
  if (!hasEditions(db)) addEditions(db);
  const { kind, number } = edition;
  if (nextNumber(readEditions(db), kind) > number) {
    throw new Failed("stale", `${path}: it has a ${kind} ${number} already`, "Make it once more");
  }
  putEdition(db, edition, map === null ? null : deflateSync(map));
}

/** `map` as it is kept: compressed. */
export function putEdition(db: DatabaseSync, edition: Edition, map: Uint8Array | null): void {
  const { kind, number, time, revision, standard, pages, files } = edition;
  db.prepare(
    "INSERT INTO edition (kind, number, time, revision, standard, pages, files, map) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  ).run(kind, number, time, revision, standard, JSON.stringify(pages), JSON.stringify(files), map);
}

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}
