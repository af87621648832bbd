import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AttrStep } from "prosemirror-transform";
import { expect, test } from "vitest";
import type { Json } from "../../../shared/ipc.ts";
import { DesignStep } from "../../../shared/schema/designStep.ts";
import { remountReadOnly, smallDisk, testFolder } from "../../test/fixtures.ts";
import { endOfAnswer, interview, interviewJson, png, typed } from "../../test/stories.ts";
import { Failed } from "../failure.ts";
import { APPLICATION_ID, CHUNK, FORMAT } from "./format.ts";
import { createStoryFile, StoryFile } from "./storyFile.ts";

const folder = testFolder();
const write = { mode: "write", author: "tester" } as const;
const read = { mode: "read", author: "tester" } as const;
let count = 0;
async function newFile(answer?: string): Promise<string> {
  const path = join(folder, `story-${++count}.quoin`);
  await createStoryFile(path, interviewJson(answer), 1000);
  return path;
}
/** Code and message of the failure that `work` ends in. */
async function failureOf(work: () => unknown): Promise<{ code: string; message: string }> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
  throw new Error("nothing failed");
}
/** Types `texts` one transaction each and returns the document after them. */
function type(file: StoryFile, texts: readonly string[], time = 2000) {
  for (const text of texts) file.apply(file.revision, [typed(file.doc, text).transaction], time);
  return file.doc;
}
function sql(path: string, work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(path);
  try {
    work(db);
  } finally {
    db.close();
  }
}

test("a new file is one whole SQLite file with our application id, and nothing lies beside it", async () => {
  const path = await newFile();
  sql(path, (db) => {
    expect(db.prepare("PRAGMA application_id").get()).toEqual({ application_id: APPLICATION_ID });
    expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: FORMAT });
    expect(db.prepare("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 2 });
    expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "delete" });
    expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  });
  expect(readdirSync(folder).filter((name) => name.includes(".tmp") || name.includes("journal"))).toEqual([]);
});

test("what was typed is there again after closing, with its journal", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  const doc = type(file, [" Yes.", " And ink.", " And glue."]);
  file.close();
  const again = StoryFile.open(path, read);
  expect(again.doc.eq(doc)).toBe(true);
  expect(again.revision).toBe(3);
  expect(again.changed).toBe(2000);
  const { base, transactions } = again.history(3, 2);
  expect(base.revision).toBe(1);
  expect(transactions.map((t) => [t.id, t.kind, t.revision, t.steps.length])).toEqual([
    [2, "do", 2, 1],
    [3, "do", 3, 1],
  ]);
  expect(transactions[0]?.before).toEqual({ type: "text", anchor: endOfAnswer(base.doc), head: endOfAnswer(base.doc) });
  expect(again.at(1).textContent).toBe("A talkWhy print?Paper lasts. Yes.");
  again.close();
});

test("an undo is recorded as one, with what it takes back", async () => {
  const file = StoryFile.open(await newFile(), write);
  const [id] = file.apply(0, [typed(file.doc, "!!").transaction], 1);
  const end = endOfAnswer(file.doc);
  const back = {
    kind: "undo",
    undoes: id ?? 0,
    steps: [{ stepType: "replace", from: end - 2, to: end }],
    before: null,
    after: null,
  } as const;
  file.apply(1, [{ ...back, steps: [...back.steps] }], 2);
  expect(file.history(2, 9).transactions.map((t) => [t.kind, t.undoes])).toEqual([
    ["do", null],
    ["undo", 1],
  ]);
  expect(file.doc.eq(interview())).toBe(true);
  file.close();
});

test("changes of design and of attributes are steps like others", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  const steps = [new DesignStep(["overrides", "grid", "baseline"], 11), new AttrStep(0, "break_before", "page")];
  file.apply(
    0,
    [{ kind: "do", undoes: null, steps: steps.map((s) => s.toJSON() as Json), before: null, after: null }],
    1,
  );
  file.close();
  const again = StoryFile.open(path, read);
  expect(again.doc.attrs.design).toEqual({ template: "bulletin", overrides: { grid: { baseline: 11 } } });
  expect(again.doc.firstChild?.attrs.break_before).toBe("page");
  again.close();
});

test("all or nothing is taken of steps that do not fit, and of attributes that are not valid", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  const good = typed(file.doc, "good").transaction;
  const bad = { ...good, steps: [{ stepType: "replace", from: 9000, to: 9001 }] };
  expect(await failureOf(() => file.apply(0, [good, bad], 1))).toMatchObject({ code: "refused" });
  const attr = { ...good, steps: [new AttrStep(0, "break_before", "sideways").toJSON() as Json] };
  expect(await failureOf(() => file.apply(0, [attr], 1))).toMatchObject({ code: "refused" });
  expect(await failureOf(() => file.apply(5, [good], 1))).toMatchObject({ code: "stale" });
  expect(file.revision).toBe(0);
  expect(file.doc.eq(interview())).toBe(true);
  file.close();
});

test("opening reads a snapshot and the few steps after it; old ones are thinned out, named ones stay", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  for (let round = 0; round < 12; round++) {
    type(file, Array(100).fill("x"));
    if (round === 1) file.nameVersion("Second", 5);
    file.commit();
  }
  const doc = file.doc;
  file.close();
  sql(path, (db) => {
    const rows = db.prepare("SELECT revision, name FROM snapshot ORDER BY revision").all();
    expect(rows.map((r) => [r.revision, r.name])).toEqual([
      [0, null],
      [200, "Second"],
      // The nearest and the farthest between two powers of two, and the three newest.
      [400, null],
      [600, null],
      [800, null],
      [1000, null],
      [1200, null],
    ]);
  });
  const again = StoryFile.open(path, write);
  expect(again.doc.eq(doc)).toBe(true);
  expect(again.at(199).textContent.length).toBe(interview().textContent.length + 199);
  expect(again.versions()).toEqual([{ revision: 200, name: "Second", time: 5 }]);
  expect(await failureOf(() => again.at(4000))).toMatchObject({ code: "not-found" });
  again.close();
});

test("originals are kept once, in pieces, and are compared with their hash on the way out", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  const bytes = png(1800, 1500);
  expect(bytes.length).toBeGreaterThan(2 * CHUNK);
  const picture = join(folder, "photo.png");
  writeFileSync(picture, bytes);
  const about = { type: "image/png", width: 1800, height: 1500 };
  const info = file.addMedia({ source: { path: picture }, name: "photo.png", ...about }, 1);
  const twice = file.addMedia({ source: { bytes }, name: "again.png", ...about }, 2);
  expect(twice).toEqual(info);
  expect(info).toMatchObject({ bytes: bytes.length, width: 1800, name: "photo.png" });
  expect(Buffer.compare(file.media(info.hash), bytes)).toBe(0);
  expect(file.mediaList()).toEqual([info]);
  expect(await failureOf(() => file.media("0".repeat(64)))).toMatchObject({ code: "not-found" });
  file.close();
  sql(path, (db) => {
    expect(db.prepare("SELECT count(*) AS n, max(length(data)) AS longest FROM media_chunk").get()).toEqual({
      n: Math.ceil(bytes.length / CHUNK),
      longest: CHUNK,
    });
    db.exec("UPDATE media_chunk SET data = zeroblob(10) WHERE part = 1");
  });
  const again = StoryFile.open(path, read);
  expect(await failureOf(() => again.media(info.hash))).toMatchObject({ code: "damaged" });
  again.close();
});

test("a copy of an open file is whole, has no writer, and never replaces a file that is open", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  type(file, [" more"]);
  const copy = join(folder, "copy.quoin");
  await file.copyTo(copy);
  type(file, [" and more"]);
  const other = StoryFile.open(copy, write);
  expect(other.readOnly).toBe(null);
  expect(other.doc.textContent).toContain("Paper lasts. more");
  expect(await failureOf(() => file.copyTo(copy))).toMatchObject({ code: "in-use" });
  expect(await failureOf(() => file.copyTo(path))).toMatchObject({ code: "in-use" });
  expect(await failureOf(() => createStoryFile(path, interviewJson(), 1))).toMatchObject({ code: "in-use" });
  other.close();
  file.close();
});

test("a second writer reads only and is told who writes; after a crash nobody is in the way", async () => {
  const path = await newFile();
  const first = StoryFile.open(path, write);
  const second = StoryFile.open(path, write);
  expect(second.readOnly).toMatchObject({ kind: "writer", writer: { pid: process.pid } });
  expect(await failureOf(() => type(second, ["x"]))).toMatchObject({ code: "read-only" });
  second.close();
  const third = StoryFile.open(path, { ...write, takeOver: true });
  type(third, ["third"]);
  third.commit();
  type(first, ["first"]);
  expect(await failureOf(() => first.commit())).toMatchObject({ code: "in-use" });
  first.drop();
  third.close();
  sql(path, (db) => {
    const dead = { host: hostname(), pid: 2 ** 22 + 1, since: Date.now(), id: "x" };
    db.prepare("INSERT INTO meta (name, value) VALUES ('writer', ?)").run(JSON.stringify(dead));
  });
  const fourth = StoryFile.open(path, write);
  expect(fourth.readOnly).toBe(null);
  expect(fourth.doc.textContent).toContain("third");
  fourth.close();
  sql(path, (db) => {
    const elsewhere = { host: "another-machine", pid: 1, since: 0, id: "y" };
    db.prepare("INSERT INTO meta (name, value) VALUES ('writer', ?)").run(JSON.stringify(elsewhere));
  });
  const fifth = StoryFile.open(path, write);
  expect(fifth.readOnly).toMatchObject({ kind: "writer", writer: { host: "another-machine" } });
  fifth.close();
});

// What is not a sound document: one clear line, and the file stays byte for byte as it was.
const hostile: readonly [string, (path: string) => void, string, RegExp][] = [
  ["no file", (path) => rmSync(path), "not-found", /no such file/],
  ["a folder", (path) => (rmSync(path), mkdirSync(path)), "not-a-file", /not a file/],
  ["an empty file", (path) => writeFileSync(path, ""), "empty", /empty/],
  ["a text", (path) => writeFileSync(path, "Why print?\n".repeat(99)), "not-quoin", /not a Quoin document/],
  ["random bytes", (path) => writeFileSync(path, png(40, 40)), "not-quoin", /not a Quoin document/],
  ["the first 16 bytes alone", (path) => truncateSync(path, 16), "damaged", /cut off/],
  [
    "cut in half",
    (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
    "damaged",
    /cut off \(\d+ of \d+ bytes/,
  ],
  [
    "somebody else's database",
    (path) => (rmSync(path), sql(path, (db) => db.exec("CREATE TABLE t (a)"))),
    "not-quoin",
    /but not a Quoin/,
  ],
  [
    "a newer format",
    (path) => sql(path, (db) => db.exec("PRAGMA user_version=7")),
    "newer",
    /newer Quoin \(file format 7/,
  ],
  ["a table more", (path) => sql(path, (db) => db.exec("CREATE TABLE extra (a)")), "damaged", /"extra"/],
  [
    "a trigger",
    (path) => sql(path, (db) => db.exec("CREATE TRIGGER evil AFTER INSERT ON step BEGIN DELETE FROM step; END")),
    "damaged",
    /"evil"/,
  ],
  [
    "a view in a table's place",
    (path) => sql(path, (db) => db.exec("DROP TABLE media; CREATE VIEW media AS SELECT 1 AS id")),
    "damaged",
    /"media"/,
  ],
  ["a table less", (path) => sql(path, (db) => db.exec("DROP TABLE media_chunk")), "damaged", /media_chunk/],
  ["no snapshot", (path) => sql(path, (db) => db.exec("DELETE FROM snapshot")), "damaged", /holds no document/],
  [
    "a snapshot that is no JSON",
    (path) => sql(path, (db) => db.exec("UPDATE snapshot SET doc = '{\"type\":'")),
    "damaged",
    /snapshot 0/,
  ],
  [
    "an unknown node",
    (path) => sql(path, (db) => db.exec('UPDATE snapshot SET doc = \'{"type":"virus"}\'')),
    "damaged",
    /virus/,
  ],
  [
    "a document that is no interview",
    (path) => sql(path, (db) => db.exec('UPDATE snapshot SET doc = \'{"type":"paragraph"}\'')),
    "damaged",
    /paragraph/,
  ],
  [
    "an attribute of the wrong kind",
    (path) => sql(path, (db) => db.exec(`UPDATE snapshot SET doc = replace(doc, '"lang":"en"', '"lang":7')`)),
    "damaged",
    /lang/,
  ],
  [
    "a document nested without end",
    (path) =>
      sql(path, (db) =>
        db
          .prepare("UPDATE snapshot SET doc = ?")
          .run(`{"type":"interview","content":${'[{"type":"answer","content":'.repeat(60000)}[]${"}]".repeat(60000)}}`),
      ),
    "damaged",
    /story/,
  ],
  [
    "a step missing from the journal",
    (path) => sql(path, (db) => db.exec("INSERT INTO step VALUES (2, 1, 'do', NULL, NULL, NULL, 1, '', 1, '{}')")),
    "damaged",
    /step 1 of its journal is missing/,
  ],
  [
    "a step that does not fit",
    (path) =>
      sql(path, (db) =>
        db.exec(
          `INSERT INTO step VALUES (1, 1, 'do', NULL, NULL, NULL, 1, '', 1, '{"stepType":"replace","from":900,"to":901}')`,
        ),
      ),
    "damaged",
    /step 1 of its journal does not fit/,
  ],
];
for (const [what, spoil, code, message] of hostile) {
  test(`${what}: ${code}`, async () => {
    const path = await newFile();
    spoil(path);
    const before = existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
    for (const options of [write, read]) {
      const failure = await failureOf(() => StoryFile.open(path, options).close());
      expect(failure.code).toBe(code);
      expect(failure.message).toMatch(message);
      expect(failure.message).not.toContain("\n");
      expect(failure.message.startsWith(path)).toBe(true);
    }
    const after = before === null ? null : readFileSync(path);
    expect(after).toEqual(before);
    expect(existsSync(`${path}-journal`)).toBe(false);
  });
}

test("pages overwritten in the middle end in one line, whatever they were", async () => {
  const path = await newFile("word ".repeat(20_000));
  const whole = readFileSync(path);
  let failed = 0;
  for (let page = 1; page < whole.length / 4096; page += 3) {
    const spoiled = Buffer.from(whole);
    spoiled.fill(0xa5, page * 4096, page * 4096 + 4096);
    writeFileSync(path, spoiled);
    const ended = await Promise.resolve()
      .then(() => StoryFile.open(path, read).close())
      .then(
        () => "opened",
        (error: unknown) => (error instanceof Failed ? error.failure.code : error),
      );
    expect(["opened", "damaged"]).toContain(ended);
    if (ended === "damaged") failed += 1;
    expect(Buffer.compare(readFileSync(path), spoiled)).toBe(0);
  }
  expect(failed).toBeGreaterThan(3);
});

test("a failed creation leaves nothing behind, and an old file as it was", async () => {
  const inside = join(folder, "creating");
  mkdirSync(inside);
  const path = join(inside, "x.quoin");
  writeFileSync(path, "precious");
  expect(await failureOf(() => createStoryFile(path, { type: "virus" }, 1))).toMatchObject({ code: "damaged" });
  expect(readFileSync(path, "utf8")).toBe("precious");
  expect(readdirSync(inside)).toEqual(["x.quoin"]);
  expect(await failureOf(() => createStoryFile(join(inside, "no", "x.quoin"), interviewJson(), 1))).toMatchObject({
    code: "not-found",
    message: expect.stringContaining("there is no folder"),
  });
  expect(await failureOf(() => createStoryFile(inside, interviewJson(), 1))).toMatchObject({ code: "not-a-file" });
  expect(await failureOf(() => createStoryFile("/dev/null", interviewJson(), 1))).toMatchObject({ code: "not-a-file" });
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});

test("a link stays a link when its file is replaced", async () => {
  const path = await newFile();
  const link = join(folder, "link.quoin");
  symlinkSync(path, link);
  await createStoryFile(link, interviewJson("New."), 1);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  const file = StoryFile.open(path, read);
  expect(file.doc.textContent).toContain("New.");
  file.close();
});

test("a file marked read-only, or in a folder so marked, is read and never replaced", async () => {
  const inside = join(folder, "marked");
  mkdirSync(inside);
  const path = join(inside, "story.quoin");
  await createStoryFile(path, interviewJson(), 1);
  for (const [what, marked, free] of [
    [path, 0o444, 0o644],
    [inside, 0o555, 0o755],
  ] as const) {
    chmodSync(what, marked);
    const file = StoryFile.open(path, write);
    expect(file.readOnly).toEqual({ kind: "permission" });
    file.close();
    expect(await failureOf(() => createStoryFile(path, interviewJson(), 1))).toMatchObject({ code: "read-only" });
    chmodSync(what, free);
  }
  expect(readdirSync(inside)).toEqual(["story.quoin"]);
});

const disk = smallDisk(folder, 400);
test.skipIf(!disk)(
  "a disk that fills up while writing: nothing is lost, and it goes on when there is room (needs the right to mount)",
  async () => {
    if (!disk) return;
    const path = join(disk.path, "story.quoin");
    try {
      await createStoryFile(path, interviewJson(), 1000);
      const file = StoryFile.open(path, write);
      type(file, ["before "]);
      file.commit();
      writeFileSync(join(disk.path, "filler"), Buffer.alloc(statSync(path).size));
      try {
        writeFileSync(join(disk.path, "filler2"), Buffer.alloc(400_000));
      } catch {
        // full, as wanted
      }
      type(file, ["after ".repeat(4000)]);
      const failure = await failureOf(() => file.commit());
      expect(failure).toMatchObject({ code: "disk-full", message: `${path}: the disk is full` });
      expect(file.saved).toBe(1);
      expect(await failureOf(() => createStoryFile(join(disk.path, "new.quoin"), interviewJson(), 1))).toMatchObject({
        code: "disk-full",
      });
      expect(readdirSync(disk.path).sort()).toEqual(["filler", "filler2", "story.quoin"]);
      rmSync(join(disk.path, "filler2"));
      rmSync(join(disk.path, "filler"));
      file.commit();
      const doc = file.doc;
      file.close();
      const again = StoryFile.open(path, read);
      expect(again.doc.eq(doc)).toBe(true);
      again.close();
      remountReadOnly(disk.path);
      const fixed = StoryFile.open(path, write);
      expect(fixed.readOnly).toEqual({ kind: "permission" });
      expect(fixed.doc.eq(doc)).toBe(true);
      fixed.close();
      expect(await failureOf(() => createStoryFile(join(disk.path, "new.quoin"), interviewJson(), 1))).toMatchObject({
        code: "read-only",
      });
    } finally {
      disk.unmount();
    }
  },
);

test("half a commit left by a crash is taken back, also for a reader", async () => {
  const path = await newFile();
  const file = StoryFile.open(path, write);
  type(file, ["kept"]);
  file.close();
  const torn = join(folder, "torn.quoin");
  const db = new DatabaseSync(path);
  db.exec("PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN IMMEDIATE");
  const insert = db.prepare("INSERT INTO media_chunk (media, part, data) VALUES (9, ?, ?)");
  for (let part = 0; part < 40; part++) insert.run(part, Buffer.alloc(50_000, part));
  copyFileSync(path, torn);
  copyFileSync(`${path}-journal`, `${torn}-journal`);
  db.exec("ROLLBACK");
  db.close();
  expect(statSync(torn).size).not.toBe(statSync(path).size);
  const again = StoryFile.open(torn, read);
  expect(again.doc.textContent).toContain("kept");
  again.close();
  expect(existsSync(`${torn}-journal`)).toBe(false);
});
