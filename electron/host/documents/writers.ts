/**
 * Who writes a document: a name in its `meta`, put there on opening and taken away on closing. A writer that is gone
 * without taking it away has crashed; whether it is gone is asked of the system, never of a clock that can be set.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

export const writerRecord = z.object({
  host: z.string().max(300),
  pid: z.int().nonnegative(),
  /** Milliseconds since 1970, as a calendar can hold them. */
  since: z.number().nonnegative().max(8.64e15),
  id: z.string().max(100),
  /** The machine's start and the process's own, in the system's words: no other process has both. Where it tells. */
  process: z.string().max(100).optional(),
});
/** Who writes a file, as its `meta` says. */
export type Writer = z.output<typeof writerRecord>;

/** Writers of this process. Another with our process number is one that died before we began. */
const here = new Set<string>();

/** This process as a writer. It counts as alive until `forget`. */
export function newWriter(): Writer {
  const mark = processMark(process.pid);
  const writer: Writer = {
    host: hostname(),
    pid: process.pid,
    since: Date.now(),
    id: randomUUID(),
    ...(mark === null ? {} : { process: mark }),
  };
  here.add(writer.id);
  return writer;
}
export function forget(writer: Writer): void {
  here.delete(writer.id);
}

/** The writer that a file names, or null. */
export function readWriter(db: DatabaseSync): Writer | null {
  const row = db.prepare("SELECT value FROM meta WHERE name = 'writer'").get();
  if (!row) return null;
  try {
    return writerRecord.parse(JSON.parse(String(row.value)));
  } catch {
    return null;
  }
}

/** Is the writer that a file names still there? Of another machine we cannot know, and believe the file. */
export function isAlive(writer: Writer): boolean {
  if (writer.host !== hostname()) return true;
  if (writer.pid === process.pid) return here.has(writer.id);
  const mark = processMark(writer.pid);
  // Of a process that may not be looked at the system says at least whether it is there.
  if (writer.process !== undefined && mark !== null) return mark === writer.process;
  // The machine was started after the writer wrote its name. A minute is left for a clock being set.
  if (writer.since < Date.now() - uptime() * 1000 - 60_000) return false;
  try {
    process.kill(writer.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** On Linux the boot's id and the process's start in ticks since (proc(5)); null elsewhere, or when it is gone. */
function processMark(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    // The name of the program, in brackets, may hold anything; after the last bracket come plain fields.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(")").at(-1)?.trim().split(" ");
    const started = fields?.[19];
    return started === undefined ? null : `${boot} ${started}`;
  } catch {
    return null;
  }
}
