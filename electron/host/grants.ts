/**
 * Which files the window may name. A file becomes reachable when a person picks it in a dialog, uploads it, or gives
 * it on the command line; the window then holds a token for it and never a path.
 */
import { randomBytes } from "node:crypto";
import { basename, dirname, extname } from "node:path";
import type { Picked, Purpose } from "../../shared/ipc.ts";
import { Failed } from "./failure.ts";

export type Grant = {
  readonly path: string;
  readonly name: string;
  /** It lies in the host's own folder and goes away with it. */
  readonly uploaded: boolean;
  /** It was picked to be written to; otherwise to be read. */
  readonly target: boolean;
};

export type Grants = {
  /** A file the person picked to be read. */
  read(path: string): Picked;
  /** A place the person picked to be written to. */
  write(path: string): Picked;
  uploaded(path: string, name: string): Picked;
  /** Throws `Failed` for a token that was never given, or given for the other use. */
  take(token: string, use: "read" | "write"): Grant;
};

export function createGrants(): Grants {
  const given = new Map<string, Grant>();
  const give = (grant: Grant): Picked => {
    const token = randomBytes(16).toString("hex");
    given.set(token, grant);
    return { token, name: grant.name, place: grant.uploaded ? "" : dirname(grant.path) };
  };
  return {
    read: (path) => give({ path, name: basename(path), uploaded: false, target: false }),
    write: (path) => give({ path, name: basename(path), uploaded: false, target: true }),
    uploaded: (path, name) => give({ path, name, uploaded: true, target: false }),
    take(token, use) {
      const grant = given.get(token);
      if (!grant || grant.target !== (use === "write")) {
        throw new Failed("refused", "The file was not picked in this run of Quoin", "Pick it again");
      }
      return grant;
    },
  };
}

/** File name endings by use, without the point; the first is the one a new file gets. */
export const ENDINGS: Readonly<Record<Purpose, readonly string[]>> = {
  document: ["quoin"],
  manuscript: ["txt", "md", "markdown", "docx", "html", "htm"],
  picture: ["jpg", "jpeg", "png", "tif", "tiff", "webp"],
  pdf: ["pdf"],
  package: ["zip"],
};

/** A document by its ending, anything else a manuscript. */
export function purposeOf(path: string): "document" | "manuscript" {
  return extname(path).toLowerCase() === ".quoin" ? "document" : "manuscript";
}

/** What Windows takes for a device, whatever ending follows. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** A name as it may stand in a folder of ours, whatever a browser sent: no path, no control characters, not too long. */
export function safeName(name: string): string {
  const last = name.replaceAll("\\", "/").split("/").at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    // Signs that turn the order of writing round make "gpj.exe" read "exe.jpg".
    .replace(/[\p{Cc}\p{Bidi_Control}<>:"|?*]/gu, "")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const ending = extname(clean).slice(0, 12);
  // A name on disk has 255 bytes at most; letters of Vietnamese and Chinese have three each.
  let stem = clean.slice(0, clean.length - ending.length).slice(0, 80);
  while (Buffer.byteLength(stem) > 200) stem = stem.slice(0, -1);
  stem = stem.replace(/[\ud800-\udbff]$/, "") || "file";
  return `${DEVICE.test(stem) ? "_" : ""}${stem}${ending}`;
}
