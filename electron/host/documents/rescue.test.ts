import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Node } from "prosemirror-model";
import { AttrStep } from "prosemirror-transform";
import { expect, test } from "vitest";
import type { Json } from "../../../shared/ipc.ts";
import { schema } from "../../../shared/schema/interview.ts";
import { testFolder } from "../../test/fixtures.ts";
import { interviewJson, png, typed } from "../../test/stories.ts";
import { Failed } from "../failure.ts";
import { rescue } from "./rescue.ts";
import { createStoryFile, StoryFile } from "./storyFile.ts";

const folder = testFolder();
const write = { mode: "write", author: "tester" } as const;
const read = { mode: "read", author: "tester" } as const;

/** 450 steps, a version at 150, and two pictures. */
const sound = join(folder, "sound.quoin");
await createStoryFile(sound, interviewJson("Words. ".repeat(800)), 1000);
const original = StoryFile.open(sound, write);
const pictures = [png(900, 900, 1), png(60, 50, 2)].map((bytes, n) =>
  original.addMedia({ source: { bytes }, name: `photo-${n + 1}.png`, type: "image/png", width: 9, height: 9 }, 1),
);
for (let i = 1; i <= 450; i++) {
  const { transaction } = typed(original.doc, `${i} `);
  original.apply(
    original.revision,
    [i === 2 ? { ...transaction, steps: [new AttrStep(0, "break_before", "page").toJSON() as Json] } : transaction],
    1000 + i,
  );
  if (i === 150) original.nameVersion("Read by the editor", 1150);
  if (i % 20 === 0) original.commit();
}
const text = original.doc.textContent;
original.close();
const whole = readFileSync(sound);
/** Three hundred turns, one paragraph each. */
function longInterview(): Json {
  const turns = Array.from({ length: 300 }, (_, n) => ({
    type: n % 2 ? "answer" : "question",
    content: [
      { type: "paragraph", content: [{ type: "text", text: `Turn ${n}, with "quotes" and a \\. `.repeat(20) }] },
    ],
  }));
  const head = {
    type: "title_block",
    content: [{ type: "headline", content: [{ type: "text", text: "A long talk" }] }],
  };
  return { type: "interview", content: [head, ...turns] };
}
const interviewText = Node.fromJSON(schema, longInterview()).textContent;
let count = 0;
function damagedCopy(spoil: (bytes: Buffer) => Buffer | void): string {
  const path = join(folder, `damaged-${++count}.quoin`);
  const bytes = Buffer.from(whole);
  writeFileSync(path, spoil(bytes) ?? bytes);
  return path;
}
const out = join(folder, "rescued.quoin");
function opened(work: (file: StoryFile) => void): void {
  const file = StoryFile.open(out, read);
  try {
    work(file);
  } finally {
    file.close();
  }
}

test("of a sound file all is kept: document, history, versions, pictures", async () => {
  expect(await rescue(sound, out)).toEqual({ revision: 450, versions: 1, pictures: 2, findings: [] });
  opened((file) => {
    expect(file.doc.textContent).toBe(text);
    expect(file.history(450, 1000).transactions.length).toBe(450);
    expect(file.history(450, 1000).base.revision).toBe(0);
    expect(file.versions()).toEqual([{ revision: 150, name: "Read by the editor", time: 1150 }]);
    expect(file.mediaList()).toEqual(pictures);
    for (const { hash } of pictures) expect(file.media(hash).length).toBeGreaterThan(100);
  });
  expect(readFileSync(sound).equals(whole)).toBe(true);
});

test("without its first page, which holds header and schema, all is still found", async () => {
  const path = damagedCopy((bytes) => void bytes.fill(0, 0, 4096));
  expect(() => StoryFile.open(path, read)).toThrow(Failed);
  expect(await rescue(path, out)).toMatchObject({ revision: 450, pictures: 2, findings: [] });
  opened((file) => expect(file.doc.textContent).toBe(text));
});

test("cut in half: the longest beginning of the text that is left, and a list of what is lost", async () => {
  const plain = join(folder, "plain.quoin");
  await createStoryFile(plain, longInterview(), 1000);
  const bytes = readFileSync(plain);
  const path = join(folder, "half.quoin");
  writeFileSync(path, bytes.subarray(0, bytes.length / 2));
  const { revision, findings } = await rescue(path, out);
  expect(revision).toBe(0);
  expect(findings.map((f) => [f.code, f.severity])).toEqual([["text-lost", "error"]]);
  opened((file) => {
    const kept = file.doc.textContent;
    expect(kept.length).toBeGreaterThan(60_000);
    expect(interviewText.startsWith(kept)).toBe(true);
    expect(findings[0]?.message).toContain(kept.slice(-40));
  });
  // Cut where no text was left: all pictures, no document.
  expect(
    await rescue(
      damagedCopy((b) => b.subarray(0, b.length / 2)),
      out,
    ).catch((e: Failed) => e.failure.code),
  ).toBe("damaged");
});

test("any one page destroyed costs at most the steps since the last snapshot, and the result always opens", async () => {
  const pages = whole.length / 4096;
  let most = 0;
  for (let page = 0; page < pages; page += 7) {
    const path = damagedCopy((bytes) => void bytes.fill(0x5a, page * 4096, (page + 1) * 4096));
    const { revision, findings, pictures: kept } = await rescue(path, out);
    most = Math.max(most, findings.length);
    opened((file) => {
      expect(file.revision).toBe(revision);
      expect(file.mediaList().length).toBe(kept);
      for (const { hash } of file.mediaList()) file.media(hash);
    });
    // The first commit that is 200 steps from the version at 150.
    expect(revision).toBeGreaterThanOrEqual(360);
  }
  expect(most).toBeLessThanOrEqual(2);
});

test("a step lost in the middle: the snapshots after it carry on", async () => {
  const path = join(folder, "gap.quoin");
  writeFileSync(path, whole);
  const db = new DatabaseSync(path);
  db.exec("PRAGMA secure_delete=ON; DELETE FROM step WHERE revision IN (30, 449)");
  db.close();
  const { revision, findings } = await rescue(path, out);
  expect(revision).toBe(448);
  expect(findings.map((f) => [f.code, f.severity, f.message])).toEqual([
    ["steps-lost", "error", "Changes 449 to 450 could not be joined to a document"],
    ["history-lost", "info", "The history before change 150 was not kept"],
  ]);
});

test("nothing of ours, or nothing left: one clear line and no new file", async () => {
  const none = join(folder, "none.quoin");
  const rows: [string, string][] = [];
  const tries: [string, (path: string) => void][] = [
    ["empty", (path) => writeFileSync(path, "")],
    ["text", (path) => writeFileSync(path, "Why print? ".repeat(2000))],
    ["zeros", (path) => writeFileSync(path, Buffer.alloc(100_000))],
    ["noise", (path) => writeFileSync(path, png(500, 500, 7))],
    ["head", (path) => (writeFileSync(path, whole), truncateSync(path, 4096))],
  ];
  for (const [what, make] of tries) {
    const path = join(folder, `${what}.quoin`);
    make(path);
    const error = await rescue(path, none).then(
      () => null,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(Failed);
    rows.push([what, (error as Failed).failure.code]);
  }
  expect(rows).toEqual([
    ["empty", "not-quoin"],
    ["text", "damaged"],
    ["zeros", "damaged"],
    ["noise", "damaged"],
    ["head", "damaged"],
  ]);
  expect(() => readFileSync(none)).toThrow(/ENOENT/);
});

test("bytes changed at random never end in anything but a result or a clear line", async () => {
  let seed = 12345;
  const random = (n: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
  };
  for (let round = 0; round < 12; round++) {
    const path = damagedCopy((bytes) => {
      for (let i = 0; i < 600; i++) bytes[random(bytes.length)] = random(256);
    });
    const ended = await rescue(path, out).then(
      () => "rescued",
      (error: unknown) => (error instanceof Failed ? "refused" : error),
    );
    expect(["rescued", "refused"]).toContain(ended);
    if (ended === "rescued") StoryFile.open(out, read).close();
  }
});
