/**
 * Is the file that was opened still the one at its path? SQLite goes on writing to a file that was moved or deleted,
 * and puts its journal beside the old name, where no program will find it (https://sqlite.org/howtocorrupt.html §2.3).
 * So before each commit the file at the path is compared, by device and inode, with the one that was opened.
 */
import { readdirSync, readlinkSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failed } from "../failure.ts";

/** What a file is, whatever it is called. */
export type Identity = { readonly device: bigint; readonly inode: bigint };

export type Whereabouts =
  | { readonly kind: "here" }
  | { readonly kind: "moved"; readonly path: string }
  /** Deleted, or on a disk that was taken out. */
  | { readonly kind: "gone" }
  /** Another file bears its name. */
  | { readonly kind: "replaced" };

/** Null when there is no file at `path`. */
export function identityOf(path: string): Identity | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() ? { device: found.dev, inode: found.ino } : null;
}

export function whereIs(path: string, file: Identity): Whereabouts {
  const found = identityOf(path);
  if (found && same(found, file)) return { kind: "here" };
  const moved = placeOf(file, dirname(path));
  if (moved !== null) return { kind: "moved", path: moved };
  return { kind: found ? "replaced" : "gone" };
}

/** Why a file that is not here cannot be written to; null when it is here. */
export function awayFailure(path: string, where: Whereabouts): Failed | null {
  switch (where.kind) {
    case "here":
      return null;
    case "moved":
      return new Failed("moved", `${path}: it was moved to ${where.path}`, "Quoin goes on there");
    case "gone":
      return new Failed("gone", `${path}: the file was deleted, or its disk was taken out`, "Save it under a name");
    case "replaced":
      return new Failed(
        "replaced",
        `${path}: another file has taken its place`,
        "Save yours under another name; the other file is left as it is",
      );
  }
}

function same(a: Identity, b: Identity): boolean {
  return a.device === b.device && a.inode === b.inode;
}

/** Where a file that is open in this process lies now; null when it has no name any more, or none that can be found. */
function placeOf(file: Identity, folder: string): string | null {
  for (const candidate of process.platform === "linux" ? openFiles() : neighbours(folder)) {
    try {
      const found = identityOf(candidate);
      if (found && same(found, file)) return candidate;
    } catch {
      // A descriptor that was closed meanwhile, a neighbour that may not be looked at.
    }
  }
  return null;
}

/** The system knows where each open file lies now. */
function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((n) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${n}`);
      return path.startsWith("/") ? [path] : [];
    } catch {
      return [];
    }
  });
}
/** Elsewhere a file that was renamed is looked for where it was. */
function neighbours(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
