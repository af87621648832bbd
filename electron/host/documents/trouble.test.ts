/** What the world does to a file while it is open, and what becomes of the work meanwhile. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { schema } from "../../../shared/schema/interview.ts";
import { listener, smallDisk, testFolder } from "../../test/fixtures.ts";
import { interviewJson, typed } from "../../test/stories.ts";
import { type Committed, DocumentProcess } from "./documentProcess.ts";
import type { Loaded } from "./messages.ts";
import { createRunning } from "./running.ts";
import { createStoryFile, StoryFile } from "./storyFile.ts";

const folder = testFolder();
const write = { mode: "write", author: "tester" } as const;
const read = { mode: "read", author: "tester" } as const;
let count = 0;
const open: DocumentProcess[] = [];

type Desk = {
  readonly path: string;
  readonly refuge: string;
  readonly process: DocumentProcess;
  readonly told: Committed[];
  readonly moved: string[];
  /** Types a word and gives the document after it. */
  type(word: string): Promise<Node>;
};

async function desk(disk?: string): Promise<Desk> {
  count += 1;
  const place = disk ?? join(folder, `place-${count}`);
  mkdirSync(place, { recursive: true });
  const path = join(place, "a.quoin");
  const refuge = join(folder, `refuge-${count}`);
  const told: Committed[] = [];
  const moved: string[] = [];
  const process = new DocumentProcess(
    listener({ committed: (each) => told.push(each), moved: (to) => moved.push(to) }),
  );
  open.push(process);
  await process.create(path, interviewJson(), 1);
  const { doc } = await process.open(path, write, refuge);
  let now = Node.fromJSON(schema, doc);
  let revision = 0;
  const type = async (word: string) => {
    const { transaction, doc: after } = typed(now, word);
    revision = (await process.apply(revision, [transaction], 5)).revision;
    now = after;
    return now;
  };
  return { path, refuge, process, told, moved, type };
}
async function until(condition: () => boolean, patience = 8000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end && !condition(); ) await wait(10);
  expect(condition()).toBe(true);
}
function contentOf(path: string): Node {
  const file = StoryFile.open(path, read);
  const { doc } = file;
  file.close();
  return doc;
}
function copies(refuge: string): string[] {
  return existsSync(refuge) ? readdirSync(refuge).filter((name) => name.endsWith(".quoin")) : [];
}

test.skipIf(process.platform === "win32")("a file renamed while it is open is written under its new name", async () => {
  const { path, process, told, moved, type } = await desk();
  await type(" one");
  await process.ask("flush", null);
  const elsewhere = join(folder, "another name.quoin");
  renameSync(path, elsewhere);
  const doc = await type(" two");
  await until(() => told.some(({ revision }) => revision === 2));
  expect(moved).toEqual([elsewhere]);
  expect(told.every(({ failure }) => failure === null)).toBe(true);
  expect(existsSync(path)).toBe(false);
  await process.close();
  expect(contentOf(elsewhere).eq(doc)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith("-journal"))).toEqual([]);
});

test.skipIf(process.platform === "win32")(
  "a file deleted while it is open: the person hears of it, and the work with all its history is in a copy",
  async () => {
    const { path, refuge, process, told, type } = await desk();
    await type(" one");
    await process.ask("flush", null);
    rmSync(path);
    const doc = await type(" two");
    await until(() => told.some(({ kept }) => kept !== null));
    expect(told.at(-1)?.failure?.code).toBe("gone");
    const later = await type(" three");
    await until(() => told.filter(({ kept }) => kept !== null).length > 1);
    expect(existsSync(path)).toBe(false);
    await process.end();
    const [name = ""] = copies(refuge);
    const kept = StoryFile.open(join(refuge, name), write);
    expect(kept.doc.eq(later)).toBe(true);
    expect(kept.at(2).eq(doc)).toBe(true);
    expect(kept.history(3, 10).transactions.length).toBe(3);
    kept.close();
  },
);

test.skipIf(process.platform === "win32")("another file in its place is never written to", async () => {
  const { path, refuge, process, told, type } = await desk();
  const other = join(folder, "other.quoin");
  await createStoryFile(other, interviewJson("Somebody else's."), 1);
  renameSync(other, path);
  const theirs = readFileSync(path);
  const doc = await type(" mine");
  await until(() => told.some(({ kept }) => kept !== null));
  expect(told.at(-1)?.failure?.code).toBe("replaced");
  await process.end();
  expect(readFileSync(path).equals(theirs)).toBe(true);
  expect(contentOf(join(refuge, copies(refuge)[0] ?? "")).eq(doc)).toBe(true);
});

test("on a full disk the work goes on in a copy, and into the file by itself when there is room", async ({ skip }) => {
  const disk = smallDisk(folder, 400);
  if (!disk) return skip("needs to be root on Linux, to mount a small disk");
  try {
    const { path, refuge, process, told, type } = await desk(disk.path);
    const ballast = join(disk.path, "ballast");
    writeFileSync(ballast, Buffer.alloc(400 * 1024 - statSync(path).size - 24_576));
    const text = "x".repeat(20_000);
    await type(text);
    const doc = await type(text);
    await until(() => told.some(({ kept }) => kept !== null));
    expect(told.at(-1)?.failure?.code).toBe("disk-full");
    expect(contentOf(join(refuge, copies(refuge)[0] ?? "")).eq(doc)).toBe(true);
    rmSync(ballast);
    await until(() => told.at(-1)?.failure === null);
    expect(copies(refuge)).toEqual([]);
    await process.close();
    expect(contentOf(path).eq(doc)).toBe(true);
  } finally {
    for (const each of open) await each.kill().catch(() => undefined);
    disk.unmount();
  }
});

test("a second window reads along between commits, and hears when the first lets go", async () => {
  const { path, process, type } = await desk();
  const heard: Loaded[] = [];
  let free = false;
  const second = new DocumentProcess(listener({ changed: (loaded) => heard.push(loaded), free: () => (free = true) }));
  const { readOnly } = await second.open(path, write);
  expect(readOnly).toMatchObject({ kind: "writer", writer: { pid: process.pid } });
  const doc = await type(" read along");
  await until(() => heard.length > 0);
  expect(Node.fromJSON(schema, heard[0]?.doc).eq(doc)).toBe(true);
  expect(free).toBe(false);
  await process.close();
  await until(() => free);
  await second.close();
});

test("a writer that was ended the hard way has crashed; one whose number another process bears has too", async () => {
  const { path, process, type } = await desk();
  const doc = await type(" before the crash");
  await process.ask("flush", null);
  await process.kill();
  const file = StoryFile.open(path, write);
  expect(file.crashed?.pid).toBe(process.pid);
  expect(file.doc.eq(doc)).toBe(true);
  file.close();
  const sound = StoryFile.open(path, write);
  expect(sound.crashed).toBe(null);
  sound.close();
});

test("a clock that is set back does not make the journal run backward", async () => {
  const path = join(folder, "clock.quoin");
  await createStoryFile(path, interviewJson(), 1000);
  const file = StoryFile.open(path, write);
  for (const time of [5000, 9000, 100, 9500]) file.apply(file.revision, [typed(file.doc, "x").transaction], time);
  file.commit();
  expect(file.history(4, 4).transactions.map(({ time }) => time)).toEqual([5000, 9000, 9000, 9500]);
  file.close();
});

test("what a run had open when it crashed is known to the next, once; what another run has open is not", () => {
  const working = join(folder, "working");
  const other = createRunning(working);
  other.tell(["/stories/open-elsewhere.quoin"]);
  const crashed = createRunning(working);
  crashed.tell(["/stories/a.quoin", "/stories/b.quoin"]);
  // A run of which the system knows nothing.
  for (const name of readdirSync(join(working, "running"))) {
    const path = join(working, "running", name);
    const text = readFileSync(path, "utf8");
    if (text.includes("a.quoin")) writeFileSync(path, text.replace(/"pid":\d+/, '"pid":999999999'));
  }
  const next = createRunning(working);
  expect(next.crashed()).toEqual(["/stories/b.quoin", "/stories/a.quoin"]);
  expect(next.crashed()).toEqual([]);
  other.end();
});

test("two programs that fight for one file: one writes, the other is told, and nothing is lost", async () => {
  const place = join(folder, "fight");
  mkdirSync(place);
  const path = join(place, "a.quoin");
  const seconds = Number(process.env.QUOIN_FIGHT ?? 3);
  await createStoryFile(path, interviewJson(), 1);
  const script = join(import.meta.dirname, "../../test/fighter.ts");
  const fighters = ["a", "b"].map(
    (name) =>
      new Promise<string>((resolve, reject) => {
        const child = spawn(
          process.execPath,
          ["--disable-warning=ExperimentalWarning", script, path, name, `${seconds}`],
          {
            stdio: ["ignore", "pipe", "inherit"],
          },
        );
        let text = "";
        child.stdout.on("data", (bytes: Buffer) => (text += bytes.toString()));
        child.once("close", (code) => (code === 0 ? resolve(text) : reject(new Error(`${name} ended with ${code}`))));
      }),
  );
  const said = (await Promise.all(fighters))
    .join("")
    .split("\n")
    .filter((line) => line.startsWith("wrote "));
  const { textContent } = contentOf(path);
  expect(said.length).toBeGreaterThan(10);
  for (const line of said) expect(textContent).toContain(line.slice("wrote ".length));
  expect(readdirSync(place)).toEqual([basename(path)]);
});
