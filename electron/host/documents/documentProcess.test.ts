import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import type { Json } from "../../../shared/ipc.ts";
import { schema } from "../../../shared/schema/interview.ts";
import { listener, testFolder } from "../../test/fixtures.ts";
import { interviewJson, png, typed } from "../../test/stories.ts";
import { Failed } from "../failure.ts";
import { type Committed, DocumentProcess } from "./documentProcess.ts";
import { StoryFile } from "./storyFile.ts";

const folder = testFolder();
const write = { mode: "write", author: "tester" } as const;
const read = { mode: "read", author: "tester" } as const;
let count = 0;

async function opened(): Promise<{ path: string; process: DocumentProcess; doc: Node; told: Committed[] }> {
  const path = join(folder, `p-${++count}.quoin`);
  const told: Committed[] = [];
  const process = new DocumentProcess(listener({ committed: (each) => told.push(each) }));
  await process.create(path, interviewJson(), 1);
  const { doc } = await process.open(path, write);
  return { path, process, doc: Node.fromJSON(schema, doc), told };
}
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !condition(); i++) await wait(10);
  expect(condition()).toBe(true);
}

test("steps are on disk within about a second without being asked for, many in one commit", async () => {
  const { path, process, doc, told } = await opened();
  let now = doc;
  for (let i = 0; i < 30; i++) {
    const { transaction, doc: after } = typed(now, String(i % 10));
    now = after;
    expect(await process.apply(i, [transaction], 5)).toEqual({ revision: i + 1, ids: [i + 1] });
  }
  expect(told).toEqual([]);
  const began = Date.now();
  await until(() => told.length > 0);
  expect(Date.now() - began).toBeLessThan(1900);
  expect(told).toEqual([{ kind: "committed", revision: 30, failure: null, kept: null }]);
  // Another process may read between commits.
  const reader = StoryFile.open(path, read);
  expect(reader.doc.eq(now)).toBe(true);
  reader.close();
  await process.close();
});

test("killed between commits, at any moment: everything that was said to be committed is there", async () => {
  for (const moment of [0, 400, 1050, 1500]) {
    const { path, process, doc, told } = await opened();
    let now = doc;
    let revision = 0;
    const texts: string[] = [doc.textContent];
    const end = Date.now() + moment;
    do {
      const { transaction, doc: after } = typed(now, `${revision} `);
      now = after;
      texts.push(now.textContent);
      revision = (await process.apply(revision, [transaction], 5)).revision;
      await wait(20);
    } while (Date.now() < end);
    await process.kill();
    const acknowledged = told.at(-1)?.revision ?? 0;
    const file = StoryFile.open(path, write);
    expect(file.readOnly).toBe(null);
    expect(file.revision).toBeGreaterThanOrEqual(acknowledged);
    expect(file.doc.textContent).toBe(texts[file.revision]);
    file.close();
  }
});

test("a process that dies on its own is replaced, and not even the last second is lost", async () => {
  const { path, process: child, doc, told } = await opened();
  const first = typed(doc, "one ");
  const second = typed(first.doc, "two ");
  await child.apply(0, [first.transaction], 5);
  await child.ask("flush", null);
  await child.apply(1, [second.transaction], 6);
  process.kill(child.pid ?? 0, "SIGKILL");
  await wait(50);
  const third = typed(second.doc, "three ");
  expect(await child.apply(2, [third.transaction], 7)).toMatchObject({ revision: 3 });
  await child.close();
  expect(told.at(-1)).toMatchObject({ revision: 3, failure: null });
  const file = StoryFile.open(path, read);
  expect(file.doc.eq(third.doc)).toBe(true);
  file.close();
});

test("dying again at once it stays dead, and says so", async () => {
  const { process: child, doc, told } = await opened();
  for (let i = 0; i < 2; i++) {
    process.kill(child.pid ?? 0, "SIGKILL");
    await wait(50);
    if (i === 0) await child.ask("versions", null);
  }
  await until(() => told.some((t) => t.failure !== null));
  expect(told.at(-1)?.failure).toMatchObject({ code: "crashed" });
  await expect(child.apply(0, [typed(doc, "x").transaction], 1)).rejects.toBeInstanceOf(Failed);
});

test("versions, pictures, copies and history through the process", async () => {
  const { path, process, doc } = await opened();
  const { transaction } = typed(doc, " More.");
  await process.apply(0, [transaction], 5);
  expect(await process.ask("version", { name: "For the editor", time: 9 })).toEqual({
    revision: 1,
    name: "For the editor",
    time: 9,
  });
  const bytes = png(30, 20);
  const media = { source: { bytes }, name: "p.png", type: "image/png", width: 30, height: 20 } as const;
  const { hash } = await process.ask("addMedia", { media, time: 1 });
  expect(Buffer.compare(await process.ask("media", { hash }), bytes)).toBe(0);
  const copy = join(folder, "copied.quoin");
  await process.ask("copy", { path: copy });
  const history = await process.ask("history", { before: 1, limit: 10 });
  expect(history.transactions.length).toBe(1);
  expect(history.base.doc).toEqual(interviewJson());
  expect((await process.ask("at", { revision: 0 })).doc).toEqual(interviewJson());
  await process.close();
  const file = StoryFile.open(copy, read);
  expect(file.versions().map((v) => v.name)).toEqual(["For the editor"]);
  expect(file.mediaInfo(hash)?.width).toBe(30);
  file.close();
  expect(path).not.toBe(copy);
});

test("a failure of the file comes back as a value", async () => {
  const child = new DocumentProcess(listener({}));
  await expect(child.open(join(folder, "none.quoin"), write)).rejects.toMatchObject({ failure: { code: "not-found" } });
  await expect(child.apply(0, [], 1)).rejects.toMatchObject({ failure: { code: "internal" } });
  await child.kill();
});

test("when the host is gone the process writes what it holds and ends", async () => {
  const path = join(folder, "orphan.quoin");
  const script = `
    const { DocumentProcess } = await import(${JSON.stringify(join(import.meta.dirname, "documentProcess.ts"))});
    const child = new DocumentProcess({ committed() {}, moved() {}, changed() {}, free() {} });
    await child.create(${JSON.stringify(path)}, ${JSON.stringify(interviewJson())}, 1);
    await child.open(${JSON.stringify(path)}, { mode: "write", author: "tester" });
    await child.apply(0, ${JSON.stringify([typed(Node.fromJSON(schema, interviewJson()), "Bye.").transaction] as unknown as Json)}, 2);
    console.log(child.pid);
    process.kill(process.pid, "SIGKILL");`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 20_000 });
  const pid = Number(run.stdout.trim());
  expect(pid).toBeGreaterThan(1);
  await until(() => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });
  const file = StoryFile.open(path, write);
  expect(file.readOnly).toBe(null);
  expect(file.doc.textContent).toContain("Bye.");
  file.close();
});
