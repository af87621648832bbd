import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AttrStep } from "prosemirror-transform";
import { expect, test } from "vitest";
import type { Json } from "../../../shared/ipc.ts";
import { testFolder } from "../../test/fixtures.ts";
import { chanceFrom, interview, interviewJson, png, typed } from "../../test/stories.ts";
import { thinSnapshots } from "./compaction.ts";
import { createStoryFile, StoryFile } from "./storyFile.ts";

const folder = testFolder();
const write = { mode: "write", author: "tester" } as const;

/** A file of `steps` steps with a version at each of `versions`. */
async function written(name: string, steps: number, versions: readonly number[]): Promise<StoryFile> {
  const path = join(folder, name);
  await createStoryFile(path, interviewJson(), 1);
  const file = StoryFile.open(path, write);
  for (let n = 1; n <= steps; n++) {
    file.apply(file.revision, [typed(file.doc, String(n % 10)).transaction], n);
    if (n % 50 === 0) file.commit();
    if (versions.includes(n)) file.nameVersion(`Version ${n}`, n);
  }
  file.commit();
  return file;
}

test("wherever one goes back to, a snapshot stands not much farther back", () => {
  const db = new DatabaseSync(":memory:");
  db.exec("CREATE TABLE snapshot (id INTEGER PRIMARY KEY, revision INTEGER, name TEXT)");
  const chance = chanceFrom(3);
  let head = 0;
  db.prepare("INSERT INTO snapshot (revision) VALUES (0)").run();
  for (let n = 0; n < 600; n++) {
    head += 200 + chance(30);
    db.prepare("INSERT INTO snapshot (revision) VALUES (?)").run(head);
    thinSnapshots(db, head);
    const kept = db
      .prepare("SELECT revision FROM snapshot ORDER BY revision DESC")
      .all()
      .map((row) => Number(row.revision));
    expect(kept.at(-1)).toBe(0);
    expect(kept.length).toBeLessThan(32);
    for (const distance of [300, 900, 3000, 20_000]) {
      if (distance > head) continue;
      const from = kept.find((revision) => revision <= head - distance) ?? 0;
      expect(head - distance - from, `${distance} back from ${head}`).toBeLessThanOrEqual(3 * distance + 400);
    }
  }
  db.close();
});

test("compaction keeps the document and every named version, and forgets the rest", async () => {
  const file = await written("compacted.quoin", 900, [100, 480]);
  const wanted = new Map([100, 480, 900].map((revision) => [revision, file.at(revision)]));
  file.compact(1000);
  for (const [revision, doc] of wanted) expect(file.at(revision).eq(doc)).toBe(true);
  expect(() => file.at(101)).toThrow("it holds no revision 101");
  expect(file.history(900, 10).transactions).toEqual([]);
  file.apply(900, [typed(file.doc, " and on").transaction], 1001);
  file.close();
  const again = StoryFile.open(file.path, write);
  expect(again.versions().map(({ revision }) => revision)).toEqual([100, 480]);
  expect(again.history(901, 10).transactions.length).toBe(1);
  for (const [revision, doc] of wanted) expect(again.at(revision).eq(doc)).toBe(true);
  again.close();
});

test("space is given back for originals that nothing shows any more; those of a version stay", async () => {
  const file = await written("pictures.quoin", 1, []);
  const add = (seed: number) =>
    file.addMedia(
      { source: { bytes: png(900, 900, seed) }, name: `${seed}.png`, type: "image/png", width: 9, height: 9 },
      1,
    ).hash;
  const [shown, once, never] = [add(1), add(2), add(3)];
  // As a photo's picture is set and taken away again.
  const set = (value: string): Json => new AttrStep(0, "break_before", value).toJSON() as Json;
  const show = (hash: string) => {
    const at = file.doc.content.size - 1;
    const photo = { type: "photo", attrs: { id: `p${file.revision}`, file: "p.png", media: hash } };
    const step: Json = { stepType: "replace", from: at, to: at, slice: { content: [photo] } };
    file.apply(file.revision, [{ kind: "do", undoes: null, steps: [step], before: null, after: null }], 2);
  };
  show(once);
  file.nameVersion("With the picture", 3);
  const version = file.revision;
  const gone = { stepType: "replace", from: file.doc.content.size - 3, to: file.doc.content.size - 1 } as Json;
  file.apply(file.revision, [{ kind: "do", undoes: null, steps: [gone], before: null, after: null }], 4);
  show(shown);
  file.apply(file.revision, [{ kind: "do", undoes: null, steps: [set("page")], before: null, after: null }], 5);
  file.commit();
  const before = statSync(file.path).size;
  file.compact(6);
  expect(statSync(file.path).size).toBeLessThan(before - 700_000);
  expect(file.mediaInfo(never)).toBe(null);
  expect(file.media(shown).length).toBeGreaterThan(800_000);
  expect(file.media(once).length).toBeGreaterThan(800_000);
  expect(file.at(version).eq(interview())).toBe(false);
  file.close();
});
