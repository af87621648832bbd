/**
 * What of a document's past is kept. Snapshots stand the closer the newer they are, so that any revision is a snapshot
 * and few steps away. Compaction gives the disk back what the far past holds: its steps, and originals that no document
 * still to be had shows. Named versions stay for ever.
 */
import type { DatabaseSync } from "node:sqlite";

/** Snapshots without a name that stay whatever their distance: `rescue` needs more than one. */
const NEWEST = 3;
/** Hashes of originals, as documents and steps name them. */
const HASH = /[0-9a-f]{64}/g;

/**
 * Takes away unnamed snapshots but for the nearest and the farthest of those whose distance from `head`, the newest
 * revision, lies between one power of two and the next. The first of all stays. To be called in a transaction.
 */
export function thinSnapshots(db: DatabaseSync, head: number): void {
  const drop = db.prepare("DELETE FROM snapshot WHERE id = ?");
  const rows = db
    .prepare("SELECT id, revision FROM snapshot WHERE name IS NULL ORDER BY revision DESC, id DESC")
    .all()
    .map((row) => ({ id: Number(row.id), octave: Math.floor(Math.log2(head - Number(row.revision) + 1)) }));
  rows.forEach(({ id, octave }, n) => {
    const between = rows[n - 1]?.octave === octave && rows[n + 1]?.octave === octave;
    if (n >= NEWEST && between) drop.run(id);
  });
}

/**
 * Forgets everything before the newest snapshot at or before `revision`, but for named versions. To be called in a
 * transaction; the space is given back by `PRAGMA incremental_vacuum` after it.
 */
export function forgetBefore(db: DatabaseSync, revision: number): void {
  const floor = db
    .prepare("SELECT max(revision) AS revision FROM snapshot WHERE revision <= ?")
    .get(revision)?.revision;
  if (floor === null || floor === undefined) return;
  db.prepare("DELETE FROM step WHERE revision <= ?").run(floor);
  db.prepare("DELETE FROM snapshot WHERE name IS NULL AND revision < ?").run(floor);
  const shown = new Set<string>();
  for (const [table, column] of [
    ["snapshot", "doc"],
    ["step", "step"],
  ] as const) {
    for (const row of db.prepare(`SELECT ${column} AS text FROM ${table}`).iterate()) {
      for (const hash of String(row.text).match(HASH) ?? []) shown.add(hash);
    }
  }
  for (const { id, sha256 } of db.prepare("SELECT id, sha256 FROM media").all()) {
    if (shown.has(String(sha256))) continue;
    db.prepare("DELETE FROM media_chunk WHERE media = ?").run(id ?? null);
    db.prepare("DELETE FROM media WHERE id = ?").run(id ?? null);
  }
}
