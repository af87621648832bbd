/** What a document's file owes after whatever ended its writer: all that was said to be safe, and a sound file. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { StoryFile } from "../host/documents/storyFile.ts";
import { typed } from "./stories.ts";

export type Said = {
  readonly created: boolean;
  /** The newest revision known to be on disk. */
  readonly safe: number;
  /** SHA-256 of the document at each revision. */
  readonly docs: ReadonlyMap<number, string>;
  readonly pictures: readonly string[];
  readonly versions: readonly number[];
};

/** The lines of `writer.ts`. */
export function said(lines: readonly string[]): Said {
  const docs = new Map<number, string>();
  const pictures: string[] = [];
  const versions: number[] = [];
  let created = false;
  let safe = 0;
  for (const line of lines) {
    const [word, first = "", second = ""] = line.split(" ");
    if (word === "created") created = true;
    else if (word === "doc") docs.set(Number(first), second);
    else if (word === "safe") safe = Math.max(safe, Number(first));
    else if (word === "picture") pictures.push(first);
    else if (word === "compacting") pictures.length = 0;
    else if (word === "version") versions.push(Number(first));
  }
  return { created, safe, docs, pictures, versions };
}

/** What of it does not hold, in words; empty when all does. Looks through the whole file, types on, and opens it again. */
export function broken(path: string, told: Said): string[] {
  if (!told.created && !existsSync(path)) return [];
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) wrong.push(what);
  };
  const file = StoryFile.open(path, { mode: "write", author: "tester" });
  must(file.readOnly === null, "it cannot be written to");
  must(file.revision >= told.safe, `revision ${told.safe} was safe, ${file.revision} is there`);
  const hash = createHash("sha256").update(JSON.stringify(file.doc.toJSON())).digest("hex");
  // Before the first word of it nothing is known of the document but that it is one.
  if (told.docs.size > 0) must(hash === told.docs.get(file.revision), `revision ${file.revision} is another document`);
  for (const picture of told.pictures) must(file.media(picture).length > 0, `picture ${picture} is empty`);
  const named = new Set(file.versions().map(({ revision }) => revision));
  for (const version of told.versions) must(named.has(version), `version ${version} is missing`);
  file.apply(file.revision, [typed(file.doc, "on").transaction], 9);
  const now = file.doc;
  file.close();
  const again = StoryFile.open(path, { mode: "read", author: "tester" });
  must(again.doc.eq(now), "what was typed on is not there");
  again.close();
  must(!existsSync(`${path}-journal`), "a journal lies beside it");
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const said = db.prepare("PRAGMA integrity_check").all();
    must(said.length === 1 && said[0]?.integrity_check === "ok", `integrity_check: ${JSON.stringify(said)}`);
  } finally {
    db.close();
  }
  return wrong;
}
