/**
 * Power cuts, simulated: a program's writes and fsyncs are recorded by strace, played back to any moment, and there the
 * plug is pulled. What was synced is on the disk; each write since may be there, missing, or torn into sectors; of the
 * changes to folders any number may be missing, the newest first. After Pillai et al., "All File Systems Are Not
 * Created Equal" (OSDI 2014), in the strict reading of POSIX: a name is safe only when its folder was synced.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Disks write whole sectors or nothing. */
const SECTOR = 512;

export type DiskEvent =
  | { readonly kind: "write"; readonly file: number; readonly at: number; readonly data: Buffer }
  | { readonly kind: "truncate"; readonly file: number; readonly size: number }
  | { readonly kind: "sync"; readonly file: number }
  | { readonly kind: "syncFolder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly file: number }
  | { readonly kind: "unlink"; readonly path: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  /** What the program itself said on its standard output at this moment. */
  | { readonly kind: "said"; readonly line: string };

const CALLS =
  "openat,open,creat,close,pwrite64,write,lseek,ftruncate,fallocate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2";

/** Is there an strace that may trace here? */
export function canTrace(): boolean {
  return spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
}

/** A system call that fails, and how: `from` and all after it, or it alone. Counted from 1 in each thread. */
export type Fault = {
  readonly call: "pwrite64" | "fsync" | "fdatasync" | "ftruncate" | "unlink" | "openat" | "rename";
  readonly error: "EIO" | "ENOSPC";
  readonly from: number;
  readonly goesOn: boolean;
};

/** Runs Node on `script` with a fault that touches only files at `path`; what it said, whatever became of it. */
export function runWithFault(script: string, args: readonly string[], path: string, fault: Fault): string[] {
  const { call, error, from, goesOn } = fault;
  const inject = `inject=${call}:error=${error}:when=${from}${goesOn ? "+" : ""}`;
  const traced = [
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-P",
    path,
    "-P",
    `${path}-journal`,
    "-e",
    `trace=${call}`,
    "-e",
    inject,
  ];
  const done = spawnSync(
    "strace",
    [...traced, process.execPath, "--disable-warning=ExperimentalWarning", script, ...args],
    {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    },
  );
  return done.stdout.split("\n").slice(0, -1);
}

/** Runs Node on `script` and gives back what it did to the files below `folder`, in order. Throws when it fails. */
export function record(script: string, args: readonly string[], folder: string): DiskEvent[] {
  const log = join(folder, "..", "strace.log");
  const traced = ["-f", "-qq", "-xx", "-s", String(1 << 25), "-e", `trace=${CALLS}`, "-e", "signal=none", "-o", log];
  const done = spawnSync(
    "strace",
    [...traced, process.execPath, "--disable-warning=ExperimentalWarning", script, ...args],
    {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    },
  );
  if (done.status !== 0) throw new Error(`the traced program ended with ${done.status}: ${done.stderr}`);
  const events = readTrace(readFileSync(log, "latin1"), folder);
  rmSync(log);
  return events;
}

type OpenFile = { readonly file: number; readonly path: string; position: number };

/** strace's lines as events. Calls that were interrupted count when they came back. */
function readTrace(text: string, folder: string): DiskEvent[] {
  const events: DiskEvent[] = [];
  const begun = new Map<string, string>();
  const open = new Map<number, OpenFile>();
  const names = new Map<string, number>();
  /** The others that are synced are folders. */
  const made = new Set<number>();
  let files = 0;
  let said = "";
  for (const line of text.split("\n")) {
    const space = line.indexOf(" ");
    const thread = line.slice(0, space);
    let call = line.slice(space).trim();
    if (call.endsWith("<unfinished ...>")) {
      begun.set(thread, call.slice(0, -"<unfinished ...>".length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(call);
    if (resumed) call = (begun.get(thread) ?? "") + call.slice(resumed[0].length);
    const parsed = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(call);
    if (!parsed) continue;
    const [, name = "", list = "", result = ""] = parsed;
    const value = Number(result);
    if (value < 0) continue;
    const args = list.split(/, (?=(?:[^"]*"[^"]*")*[^"]*$)/);
    const string = (n: number) => Buffer.from((args[n] ?? "").replace(/[^0-9a-f]|\\x/g, ""), "hex");
    const path = (n: number) => string(n).toString();
    const inside = (p: string) => p === folder || p.startsWith(`${folder}/`);
    const fd = open.get(Number(args[0]));
    switch (name) {
      case "open":
      case "creat":
      case "openat": {
        const at = name === "openat" ? 1 : 0;
        const opened = path(at);
        if (!inside(opened)) {
          open.delete(value);
          break;
        }
        let file = names.get(opened);
        const flags = args[at + 1] ?? "";
        if (file === undefined) {
          file = files++;
          names.set(opened, file);
          if (name === "creat" || flags.includes("O_CREAT")) {
            made.add(file);
            events.push({ kind: "link", path: opened, file });
          }
        } else if (name === "creat" || flags.includes("O_TRUNC")) events.push({ kind: "truncate", file, size: 0 });
        open.set(value, { file, path: opened, position: 0 });
        break;
      }
      case "close":
        open.delete(Number(args[0]));
        break;
      case "lseek":
        if (fd) fd.position = value;
        break;
      case "write":
        if (args[0] === "1") {
          said += string(1).toString();
          const lines = said.split("\n");
          said = lines.pop() ?? "";
          for (const each of lines) events.push({ kind: "said", line: each });
        } else if (fd) {
          events.push({ kind: "write", file: fd.file, at: fd.position, data: string(1).subarray(0, value) });
          fd.position += value;
        }
        break;
      case "pwrite64":
        if (fd) events.push({ kind: "write", file: fd.file, at: Number(args[3]), data: string(1).subarray(0, value) });
        break;
      case "ftruncate":
        if (fd) events.push({ kind: "truncate", file: fd.file, size: Number(args[1]) });
        break;
      case "fsync":
      case "fdatasync":
        if (fd)
          events.push(made.has(fd.file) ? { kind: "sync", file: fd.file } : { kind: "syncFolder", path: fd.path });
        break;
      case "unlink":
      case "unlinkat": {
        const gone = path(name === "unlink" ? 0 : 1);
        if (!inside(gone)) break;
        names.delete(gone);
        events.push({ kind: "unlink", path: gone });
        break;
      }
      case "rename":
      case "renameat":
      case "renameat2": {
        const from = path(name === "rename" ? 0 : 1);
        const to = path(name === "rename" ? 1 : 3);
        if (!inside(from)) break;
        const file = names.get(from);
        names.delete(from);
        if (file !== undefined) names.set(to, file);
        events.push({ kind: "rename", from, to });
        break;
      }
    }
  }
  return events;
}

type Change = Extract<DiskEvent, { kind: "write" | "truncate" }>;
type Rename = Extract<DiskEvent, { kind: "link" | "unlink" | "rename" }>;

/** A disk that has heard events up to some moment. */
export class Disk {
  readonly #durable = new Map<number, Buffer>();
  readonly #pending = new Map<number, Change[]>();
  readonly #names = new Map<string, number>();
  #renames: Rename[] = [];

  hear(event: DiskEvent): void {
    switch (event.kind) {
      case "write":
      case "truncate":
        if (this.#pending.get(event.file)?.push(event) === undefined) this.#pending.set(event.file, [event]);
        break;
      case "sync": {
        let bytes = this.#durable.get(event.file) ?? Buffer.alloc(0);
        for (const change of this.#pending.get(event.file) ?? []) bytes = changed(bytes, change);
        this.#durable.set(event.file, bytes);
        this.#pending.delete(event.file);
        break;
      }
      case "syncFolder":
        this.#renames = this.#renames.filter((each) => {
          const here = dirname(each.kind === "rename" ? each.to : each.path) === event.path;
          if (here) rename(this.#names, each);
          return !here;
        });
        break;
      case "said":
        break;
      default:
        this.#renames.push(event);
    }
  }

  /**
   * Pulls the plug and writes what is left below `folder` to `to`. `chance(n)` gives a whole number from 0 to n − 1 and
   * decides what became of everything that was not synced.
   */
  cut(folder: string, to: string, chance: (n: number) => number): void {
    const names = new Map(this.#names);
    for (const each of this.#renames.slice(0, chance(this.#renames.length + 1))) rename(names, each);
    rmSync(to, { recursive: true, force: true });
    mkdirSync(to, { recursive: true });
    for (const [path, file] of names) {
      let bytes = this.#durable.get(file) ?? Buffer.alloc(0);
      // All kept, all lost, or each by chance.
      const mood = chance(3);
      for (const change of this.#pending.get(file) ?? []) {
        const fate = mood === 2 ? chance(3) : mood;
        if (fate === 0) bytes = changed(bytes, change);
        else if (fate === 2) bytes = torn(bytes, change, chance);
      }
      writeFileSync(join(to, relative(folder, path)), bytes);
    }
  }
}

function rename(names: Map<string, number>, event: Rename): void {
  if (event.kind === "link") names.set(event.path, event.file);
  else if (event.kind === "unlink") names.delete(event.path);
  else {
    const file = names.get(event.from);
    names.delete(event.from);
    if (file !== undefined) names.set(event.to, file);
  }
}

function changed(bytes: Buffer, change: Change): Buffer {
  if (change.kind === "truncate") {
    const out = Buffer.alloc(change.size);
    bytes.copy(out);
    return out;
  }
  const end = change.at + change.data.length;
  const out = Buffer.alloc(Math.max(bytes.length, end));
  bytes.copy(out);
  change.data.copy(out, change.at);
  return out;
}

/** Some of a write's sectors. */
function torn(bytes: Buffer, change: Change, chance: (n: number) => number): Buffer {
  if (change.kind === "truncate") return bytes;
  let out = bytes;
  for (let at = 0; at < change.data.length; at += SECTOR) {
    const data = change.data.subarray(at, at + SECTOR);
    if (chance(2) === 0) out = changed(out, { ...change, at: change.at + at, data });
  }
  return out;
}
