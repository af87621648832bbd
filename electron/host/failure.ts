/**
 * What the world does to us (no such file, no permission, disk full), as a value a person can act on. Inside the host
 * it travels as a thrown `Failed`; at the doors (command line, calls) it becomes one line or an `Answer`. Anything
 * thrown that is not a `Failed` is our own mistake.
 */
import type { Failure } from "../../shared/ipc.ts";

export class Failed extends Error {
  readonly failure: Failure;
  constructor(code: string, message: string, hint: string) {
    super(message);
    this.name = "Failed";
    this.failure = { code, message, hint };
  }
}

type SystemError = { readonly code?: unknown; readonly errcode?: unknown };

/** Node's word for what went wrong: code, what it means, what to do. */
const SYSTEM: Readonly<Record<string, readonly [code: string, says: string, hint: string]>> = {
  ENOENT: ["not-found", "no such file or folder", "Check the name"],
  ENOTDIR: ["not-found", "a part of the path is not a folder", "Check the name"],
  EISDIR: ["not-a-file", "it is a folder", "Name a file"],
  EACCES: ["no-permission", "permission denied", "Ask for the right to it or choose another folder"],
  EPERM: ["no-permission", "the system does not allow it", "Ask for the right to it or choose another folder"],
  EROFS: ["read-only", "the disk is read-only", "Choose another folder"],
  ENOSPC: ["disk-full", "the disk is full", "Free some space or choose another disk"],
  EDQUOT: ["disk-full", "the quota on this disk is used up", "Free some space or choose another disk"],
  EFBIG: ["disk-full", "the file would be larger than the disk allows", "Choose another disk"],
  EEXIST: ["exists", "there is already a file of this name", "Choose another name"],
  EMFILE: ["busy", "too many files are open", "Close other programs and try again"],
  EBUSY: ["busy", "another program holds it", "Close it there and try again"],
  ETXTBSY: ["busy", "another program holds it", "Close it there and try again"],
  ENAMETOOLONG: ["bad-name", "the name is too long", "Choose a shorter name"],
  ELOOP: ["bad-name", "its links lead in a circle", "Name the file itself"],
  EIO: ["unreadable", "the disk reports an error", "Copy what can be read to another disk"],
  EINVAL: ["bad-name", "the system refuses this name", "Choose another name"],
};

const DAMAGED = ["damaged", "it is damaged", "quoin rescue FILE -o NEW.quoin saves what is sound"] as const;

/** SQLite's primary result codes (https://sqlite.org/rescode.html) that the world can cause. */
const SQLITE: Readonly<Record<number, readonly [code: string, says: string, hint: string]>> = {
  3: ["no-permission", "permission denied", "Ask for the right to it or choose another folder"],
  5: ["busy", "another program is writing to it", "Close it there and try again"],
  6: ["busy", "another program is writing to it", "Close it there and try again"],
  8: ["read-only", "it cannot be written to", "Save a copy in another folder"],
  10: ["unreadable", "the disk reports an error", "Save a copy on another disk"],
  11: DAMAGED,
  13: ["disk-full", "the disk is full", "Free some space or save a copy on another disk"],
  14: ["unreadable", "it cannot be opened", "Check that file and folder can be read"],
  26: ["not-quoin", "it is not a Quoin document", "Choose a .quoin file, or import it if it is a manuscript"],
};

/**
 * The failure behind an error of Node's or SQLite's, `path` being the file it is about; null when the error is neither,
 * and therefore ours.
 */
function failureOf(error: unknown, path: string): Failure | null {
  if (error instanceof Failed) return error.failure;
  if (typeof error !== "object" || error === null) return null;
  const { code, errcode } = error as SystemError;
  if (code === "ERR_SQLITE_ERROR" && typeof errcode === "number") {
    const known = SQLITE[errcode & 0xff];
    if (known) return { code: known[0], message: `${path}: ${known[1]}`, hint: known[2] };
    return null;
  }
  // A row's whole number that no number of JavaScript's holds: nothing of ours ever wrote it.
  if (code === "ERR_OUT_OF_RANGE" && (error as Error).message.startsWith("Value is too large to be represented")) {
    const [damaged, says, hint] = DAMAGED;
    return { code: damaged, message: `${path}: ${says}`, hint };
  }
  if (typeof code !== "string") return null;
  const known = SYSTEM[code];
  if (known) return { code: known[0], message: `${path}: ${known[1]}`, hint: known[2] };
  if (/^E[A-Z0-9]+$/.test(code) && !code.startsWith("ERR_")) {
    return { code: "unreadable", message: `${path}: the system says ${code}`, hint: "Try again, or in another folder" };
  }
  return null;
}

/** Runs `work` on the file at `path`; what the world did to it is thrown as `Failed`, our own mistakes as they are. */
export async function about<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failedOf(error, path);
  }
}
export function aboutSync<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failedOf(error, path);
  }
}
function failedOf(error: unknown, path: string): unknown {
  if (error instanceof Failed) return error;
  const failure = failureOf(error, path);
  return failure ? new Failed(failure.code, failure.message, failure.hint) : error;
}

/** An error as a `Failure` whatever it was: for the doors, where nothing may escape. `doing` says what was under way. */
export function anyFailure(error: unknown, doing: string): Failure {
  const known = failureOf(error, doing);
  if (known) return known;
  if (error instanceof Error && error.name === "AbortError") return CANCELLED;
  const says = error instanceof Error ? error.message : String(error);
  return {
    code: "internal",
    message: `${doing}: Quoin made a mistake (${says.split("\n")[0] ?? ""})`,
    hint: "Please report it with the document",
  };
}
export const CANCELLED: Failure = { code: "cancelled", message: "Cancelled", hint: "" };
