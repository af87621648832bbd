/**
 * Originals in a document's database: each kept once by its SHA-256, in pieces, compared with it on the way in and out.
 * https://sqlite.org/intern-v-extern-blob.html weighs keeping them inside; that a document is one file decides it.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { MediaInfo } from "../../../shared/ipc.ts";
import { aboutSync, Failed } from "../failure.ts";
import { CHUNK } from "./format.ts";

/** Larger originals are refused: no picture for a page is near it, and a disk fills by mistake. */
const LARGEST_ORIGINAL = 1 << 30;

/** An original to keep: its bytes, or the file that holds them; and what its own header says. */
export type NewMedia = {
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
  readonly name: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
};

export function originalInfo(db: DatabaseSync, hash: string): MediaInfo | null {
  const row = db.prepare("SELECT * FROM media WHERE sha256 = ?").get(hash);
  return row ? mediaOf(row) : null;
}
export function listOriginals(db: DatabaseSync): MediaInfo[] {
  return db.prepare("SELECT * FROM media ORDER BY id").all().map(mediaOf);
}

/** Piece `part` (from 0), at most `CHUNK` bytes; null past the end. */
export function originalPart(db: DatabaseSync, hash: string, part: number): Uint8Array | null {
  const row = db
    .prepare("SELECT data FROM media_chunk WHERE media = (SELECT id FROM media WHERE sha256 = ?) AND part = ?")
    .get(hash, part);
  return row ? (row.data as Uint8Array) : null;
}

/** All of it, compared with its hash. Throws `Failed`: `not-found` or `damaged`. */
export function wholeOriginal(db: DatabaseSync, path: string, hash: string): Uint8Array {
  const info = originalInfo(db, hash);
  if (!info) throw new Failed("not-found", `${path}: it holds no picture ${hash.slice(0, 8)}…`, "Place it again");
  const broken = `${path}: the picture "${info.name.slice(0, 200)}" in it is damaged`;
  if (info.bytes < 0 || info.bytes > LARGEST_ORIGINAL) throw new Failed("damaged", broken, "Place it again");
  const bytes = new Uint8Array(info.bytes);
  let at = 0;
  for (let part = 0; at < info.bytes; part++) {
    const piece = originalPart(db, hash, part);
    if (!piece || at + piece.length > info.bytes || piece.length === 0) break;
    bytes.set(piece, at);
    at += piece.length;
  }
  if (at !== info.bytes || createHash("sha256").update(bytes).digest("hex") !== hash) {
    throw new Failed("damaged", broken, "Place it again");
  }
  return bytes;
}

/** Adds an original unless its bytes are there, and returns their hash. To be called in a transaction. */
export function insertOriginal(db: DatabaseSync, media: NewMedia, time: number): string {
  const reader = piecesOf(media.source);
  try {
    if (reader.size > LARGEST_ORIGINAL) {
      throw new Failed(
        "too-large",
        `${media.name}: it has ${Math.round(reader.size / (1 << 20))} MB, more than the ${LARGEST_ORIGINAL >> 20} MB a picture may have`,
        "Save it smaller",
      );
    }
    const hash = hashOf(reader.pieces());
    if (db.prepare("SELECT 1 FROM media WHERE sha256 = ?").get(hash)) return hash;
    const added = db
      .prepare("INSERT INTO media (sha256, name, type, bytes, width, height, time) VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(hash, media.name, media.type, reader.size, media.width, media.height, time);
    const insert = db.prepare("INSERT INTO media_chunk (media, part, data) VALUES (?, ?, ?)");
    const again = createHash("sha256");
    let part = 0;
    for (const piece of reader.pieces()) {
      again.update(piece);
      insert.run(added.lastInsertRowid, part, piece);
      part += 1;
    }
    if (again.digest("hex") !== hash) {
      throw new Failed(
        "busy",
        `${media.name}: it changed while it was read`,
        "Wait until it is copied, then try again",
      );
    }
    return hash;
  } finally {
    reader.close();
  }
}

function mediaOf(row: Record<string, unknown>): MediaInfo {
  return {
    hash: String(row.sha256),
    name: String(row.name),
    type: String(row.type),
    bytes: Number(row.bytes),
    width: Number(row.width),
    height: Number(row.height),
    problem: null,
  };
}

function hashOf(pieces: Iterable<Uint8Array>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

/** Bytes or a file in pieces of `CHUNK`, as often as asked for. */
function piecesOf(source: NewMedia["source"]): {
  readonly size: number;
  pieces(): Iterable<Uint8Array>;
  close(): void;
} {
  if ("bytes" in source) {
    const { bytes } = source;
    return {
      size: bytes.length,
      *pieces() {
        for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
      },
      close() {},
    };
  }
  const { path } = source;
  return aboutSync(path, () => {
    const file = openSync(path, "r");
    const found = fstatSync(file);
    if (!found.isFile()) {
      closeSync(file);
      throw new Failed("not-a-file", `${path}: it is not a file`, "Choose a picture");
    }
    return {
      size: found.size,
      *pieces() {
        const buffer = Buffer.alloc(CHUNK);
        for (let at = 0; at < found.size; ) {
          let length = 0;
          while (length < CHUNK) {
            const got = aboutSync(path, () => readSync(file, buffer, length, CHUNK - length, at + length));
            if (got === 0) break;
            length += got;
          }
          if (length === 0) return;
          at += length;
          yield buffer.subarray(0, length);
        }
      },
      close: () => closeSync(file),
    };
  });
}
