/** Documents made to do harm: each is read whole, or refused in one line, in bounded time; nothing beside it is touched. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { testFolder } from "../../test/fixtures.ts";
import { interviewJson, png, typed } from "../../test/stories.ts";
import { Failed } from "../failure.ts";
import { createStoryFile, readOnlyBecause, StoryFile } from "./storyFile.ts";

const folder = testFolder();
let count = 0;
/** A document with a picture, a step and a named version, alone in a folder. */
async function newFile(): Promise<string> {
  const own = join(folder, String(++count));
  mkdirSync(own);
  const path = join(own, "story.quoin");
  const media = { source: { bytes: png(4, 4) }, name: "a.png", type: "image/png", width: 4, height: 4 };
  await createStoryFile(path, interviewJson(), 1000, [media]);
  const file = StoryFile.open(path, { mode: "write", author: "tester" });
  file.apply(0, [typed(file.doc, " It does.").transaction], 2000);
  file.nameVersion("First", 3000);
  file.close();
  return path;
}
/** As anybody with SQLite may write it, none of our settings in the way. */
function sql(path: string, ...statements: readonly string[]): void {
  const db = new DatabaseSync(path, { enableDoubleQuotedStringLiterals: true, defensive: false });
  try {
    for (const statement of statements) db.exec(statement);
  } finally {
    db.close();
  }
}
/** Everything that the program ever asks of a file. The failure's code, or "read". */
function readAll(path: string): string {
  const began = performance.now();
  try {
    const file = StoryFile.open(path, { mode: "read", author: "" });
    try {
      if (file.readOnly) readOnlyBecause(file.readOnly);
      for (const time of [file.created, file.changed, ...file.versions().map((each) => each.time)]) {
        new Date(time).toISOString();
      }
      file.doc.check();
      file.editions();
      file.proofMap(1);
      for (const { id, time } of file.history(file.revision, 100).transactions) {
        expect(Number.isSafeInteger(id)).toBe(true);
        new Date(time).toISOString();
      }
      for (const info of file.mediaList()) {
        file.mediaInfo(info.hash);
        file.media(info.hash);
      }
      for (const { revision } of file.versions()) file.at(revision);
    } finally {
      file.close();
    }
    return "read";
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    expect(error.message).not.toContain("\n");
    expect(error.message.length).toBeLessThan(500);
    return error.failure.code;
  } finally {
    expect(performance.now() - began).toBeLessThan(10_000);
  }
}

const HUGE = "9223372036854775807";
const SCHEMA: readonly (readonly [what: string, ...statements: string[]])[] = [
  ["a trigger that deletes", "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM snapshot; END"],
  ["a view of another name", "CREATE VIEW v AS SELECT load_extension('/tmp/evil')"],
  [
    "a recursive view of a billion rows in a table's place",
    "DROP TABLE step",
    "CREATE VIEW step AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT i AS revision, 1 AS transaction_id, 'do' AS kind, NULL AS undoes, NULL AS selection_before, NULL AS selection_after, 1 AS time, '' AS author, 1 AS schema, '{}' AS step FROM n",
  ],
  ["a virtual table", "CREATE VIRTUAL TABLE ft USING fts5(body)"],
  [
    "a generated column",
    "ALTER TABLE media ADD COLUMN evil TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL",
  ],
  ["an index on an expression", "CREATE INDEX i ON step (length(step))"],
  ["a name that is SQL", `CREATE TABLE "x'); DROP TABLE step; --" (a)`],
  ["a table that hides behind a collation", "CREATE TABLE Meta2 (a COLLATE nocase)"],
];
test.each(SCHEMA)("%s is refused before a row is read, and the file stays as it is", async (_what, ...statements) => {
  const path = await newFile();
  sql(path, ...statements);
  const before = readFileSync(path);
  expect(readAll(path)).toBe("damaged");
  expect(() => StoryFile.open(path, { mode: "write", author: "" })).toThrow(Failed);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(join(path, ".."))).toEqual(["story.quoin"]);
});

const VALUES: readonly (readonly [what: string, ...statements: string[]])[] = [
  ["revisions beyond what a number holds", `UPDATE snapshot SET revision = ${HUGE}`],
  ["a step beyond what a number holds", `UPDATE step SET revision = ${HUGE}`],
  ["transactions beyond what a number holds", `UPDATE step SET transaction_id = ${HUGE}`],
  ["times beyond what a number holds", `UPDATE step SET time = ${HUGE}`, `UPDATE snapshot SET time = ${HUGE}`],
  ["times no calendar has", "UPDATE step SET time = 9000000000000000", "UPDATE snapshot SET time = -9000000000000000"],
  ["a birthday no calendar has", "UPDATE meta SET value = '1e300' WHERE name = 'created'"],
  ["a birthday that is no number", "UPDATE meta SET value = 'NaN' WHERE name = 'created'"],
  ["an endless birthday", "UPDATE meta SET value = 'Infinity' WHERE name = 'created'"],
  [
    "a writer since a time no calendar has",
    `INSERT INTO meta VALUES ('writer', '{"host":"elsewhere","pid":1,"since":1e300,"id":"x"}')`,
  ],
  ["pictures of absurd sizes", `UPDATE media SET width = ${HUGE}, height = -${HUGE}`],
  ["pictures of an absurd length", `UPDATE media SET bytes = ${HUGE}`],
  ["pictures of a negative length", "UPDATE media SET bytes = -1"],
  ["parts of absurd numbers", `UPDATE media_chunk SET part = ${HUGE}`],
  ["a picture's hash that is a path", "UPDATE media SET sha256 = '../../etc/passwd'"],
  ["a picture's name that is SQL", "UPDATE media SET name = '''); DROP TABLE step; --'"],
  ["a version's name that is SQL", "UPDATE snapshot SET name = '''); DROP TABLE step; --' WHERE name IS NOT NULL"],
  ["a NUL in names", "UPDATE media SET name = 'a' || char(0) || 'b'", "UPDATE snapshot SET name = 'x' || char(0)"],
  ["names of a megabyte", "UPDATE media SET name = hex(zeroblob(500000))"],
  ["a document of a hundred megabytes", "UPDATE snapshot SET doc = hex(zeroblob(50000000))"],
  ["JSON numbers that are none", `UPDATE step SET step = '{"stepType":"replace","from":1e999,"to":-1e999}'`],
  [
    "editions of wrong values",
    `INSERT INTO edition VALUES (1, 'proof', ${HUGE}, 1, 1, 'x4', '[1e999]', '[{"name":"../x"}]', zeroblob(9))`,
  ],
  ["a proof's map that is a bomb", "INSERT INTO edition VALUES (1, 'proof', 1, 1, 1, 'x4', '[1]', '[]', zeroblob(99))"],
];
test.each(VALUES)("%s: read or refused, never an exception", async (_what, ...statements) => {
  const path = await newFile();
  sql(path, ...statements);
  const before = readFileSync(path);
  readAll(path);
  expect(readFileSync(path).equals(before)).toBe(true);
  const file = (() => {
    try {
      return StoryFile.open(path, { mode: "write", author: "" });
    } catch (error) {
      if (error instanceof Failed) return null;
      throw error;
    }
  })();
  if (file?.readOnly) expect(readOnlyBecause(file.readOnly)).not.toBe("");
  file?.drop();
  expect(readdirSync(join(path, ".."))).toEqual(["story.quoin"]);
});

test("every column with a value of every other type is read or refused", async () => {
  const path = await newFile();
  const tables = {
    meta: ["value"],
    step: ["revision", "kind", "undoes", "step"],
    snapshot: ["revision", "name", "doc"],
  };
  // STRICT is a word of the schema, which must be ours to the letter; what stands in a page is not bound by it.
  const original = readFileSync(path);
  let refused = 0;
  for (const [table, columns] of Object.entries(tables)) {
    for (const column of columns) {
      for (const value of ["NULL", "x'00ff'", "1.5", "-1", "''", "'[]'"]) {
        writeFileSync(path, original);
        try {
          sql(path, "PRAGMA ignore_check_constraints=ON", `UPDATE ${table} SET ${column} = ${value}`);
        } catch {
          continue; // STRICT does not take it, from anybody
        }
        if (readAll(path) !== "read") refused += 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(7);
});

test("the head of the file is looked at before SQLite sees it", async () => {
  const path = await newFile();
  const original = readFileSync(path);
  for (const at of [44, 56]) {
    for (const value of [0, 5, 0xe1e1e1e1]) {
      const bytes = Buffer.from(original);
      bytes.writeUInt32BE(value, at);
      writeFileSync(path, bytes);
      expect(readAll(path)).toBe("damaged");
    }
  }
});

test("a journal of somebody else's does not become part of the document", async () => {
  const path = await newFile();
  const other = await newFile();
  const before = readFileSync(path);
  // A hot journal that wants its pages put back, and one that names another file as its master.
  const journal = Buffer.alloc(4096);
  Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]).copy(journal);
  writeFileSync(`${path}-journal`, Buffer.concat([journal, readFileSync(other).subarray(0, 4096)]));
  expect(["read", "damaged", "read-only", "unreadable"]).toContain(readAll(path));
  const now = existsSync(path) ? readFileSync(path) : null;
  expect(now?.equals(before)).toBe(true);
  expect(readFileSync(other).length).toBeGreaterThan(0);
});

test.skipIf(process.platform === "win32")(
  "a pipe, a device and a folder are no documents; a link is its file",
  async () => {
    const path = await newFile();
    const pipe = join(folder, "pipe.quoin");
    execFileSync("mkfifo", [pipe]);
    expect(readAll(pipe)).toBe("not-a-file");
    expect(readAll("/dev/zero")).toBe("not-a-file");
    expect(readAll(folder)).toBe("not-a-file");
    const link = join(folder, "link.quoin");
    symlinkSync(path, link);
    expect(readAll(link)).toBe("read");
    const circle = join(folder, "circle.quoin");
    symlinkSync(circle, circle);
    expect(readAll(circle)).toBe("bad-name");
    copyFileSync(path, join(folder, "x'); DROP TABLE step; --.quoin"));
    expect(readAll(join(folder, "x'); DROP TABLE step; --.quoin"))).toBe("read");
    rmSync(pipe);
    expect(statSync(path).isFile()).toBe(true);
  },
);
