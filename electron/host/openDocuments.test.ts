import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import type { EventName } from "../../shared/ipc.ts";
import { schema } from "../../shared/schema/interview.ts";
import { testFolder } from "../test/fixtures.ts";
import { interviewJson, typed } from "../test/stories.ts";
import { isRemote } from "./documents/remoteFolders.ts";
import { createStoryFile, StoryFile } from "./documents/storyFile.ts";
import { createOpenDocuments } from "./openDocuments.ts";

const folder = testFolder();
const shared = join(folder, "Dropbox", "issue 12");
mkdirSync(shared, { recursive: true });
let home = 0;
function desk() {
  const told: { event: EventName; data: Record<string, unknown> }[] = [];
  const workingDir = join(folder, `home-${++home}`);
  const documents = createOpenDocuments({
    workingDir,
    author: "tester",
    emit: (event, data) => void told.push({ event, data: data as Record<string, unknown> }),
  });
  return { documents, told, workingDir };
}
const grant = (path: string) => ({ path, name: path.split("/").at(-1) ?? "", uploaded: false, target: false });
function textOf(path: string): string {
  const file = StoryFile.open(path, { mode: "read", author: "" });
  try {
    return file.doc.textContent;
  } finally {
    file.drop();
  }
}

test.each([
  ["/home/a/Dropbox/story.quoin", true],
  ["/Users/a/Library/CloudStorage/OneDrive-Paper/story.quoin", true],
  ["/Users/a/Library/Mobile Documents/com~apple~CloudDocs/story.quoin", true],
  ["/home/a/Google Drive/x/story.quoin", true],
  ["/home/a/Dropboxes.quoin", false],
  [join(folder, "story.quoin"), false],
])("%s is worked on in a local copy: %s", async (path, remote) => {
  expect(await isRemote(path)).toBe(remote);
});

test("in a synchronised folder only whole files appear, by renaming; the work is in them after closing", async () => {
  const path = join(shared, "one.quoin");
  await createStoryFile(path, interviewJson(), 1);
  const { documents, workingDir } = desk();
  const opened = await documents.open(grant(path), false);
  expect(opened).toMatchObject({ place: shared, untitled: false, readOnly: false });
  const document = documents.get(opened.handle);
  expect(document.file.startsWith(workingDir)).toBe(true);
  // Others see who writes.
  const other = StoryFile.open(path, { mode: "write", author: "" });
  expect(other.readOnly).toMatchObject({ kind: "writer" });
  other.drop();
  await document.process.apply(0, [typed(Node.fromJSON(schema, opened.doc), " Shared.").transaction], 5);
  await document.process.ask("flush", null);
  expect(textOf(path)).not.toContain("Shared.");
  expect(readdirSync(shared)).toEqual(["one.quoin"]);
  await documents.close(opened.handle);
  expect(textOf(path)).toContain("Shared.");
  expect(readdirSync(shared)).toEqual(["one.quoin"]);
  expect(readdirSync(join(workingDir, "copies"))).toEqual([]);
  const free = StoryFile.open(path, { mode: "write", author: "" });
  expect(free.readOnly).toBe(null);
  free.close();
});

test("when somebody else has written the file, ours goes beside it and the person hears of it", async () => {
  const path = join(shared, "two.quoin");
  await createStoryFile(path, interviewJson("Ours."), 1);
  const { documents, told } = desk();
  const opened = await documents.open(grant(path), false);
  const document = documents.get(opened.handle);
  await document.process.apply(0, [typed(Node.fromJSON(schema, opened.doc), " And more.").transaction], 5);
  const theirs = join(folder, "theirs.quoin");
  await createStoryFile(theirs, interviewJson("Theirs."), 1);
  await wait(20);
  writeFileSync(path, readFileSync(theirs));
  await documents.close(opened.handle);
  expect(textOf(path)).toContain("Theirs.");
  const beside = readdirSync(shared).find((name) => name.startsWith("two (Quoin "));
  expect(textOf(join(shared, beside ?? ""))).toContain("Ours. And more.");
  expect(told.filter(({ data }) => (data.failure as { code: string } | null)?.code === "conflict").length).toBe(1);
});

test("work that a crash left in the local copy is taken up again", async () => {
  const path = join(shared, "three.quoin");
  await createStoryFile(path, interviewJson(), 1);
  const { documents } = desk();
  const opened = await documents.open(grant(path), false);
  const document = documents.get(opened.handle);
  await document.process.apply(0, [typed(Node.fromJSON(schema, opened.doc), " Not published.").transaction], 5);
  await document.process.ask("flush", null);
  await document.process.kill();
  expect(textOf(path)).not.toContain("Not published.");
  const later = createOpenDocuments({
    workingDir: join(folder, `home-${home}`),
    author: "tester",
    emit: () => undefined,
  });
  const again = await later.open(grant(path), false);
  expect(again.readOnly).toBe(false);
  expect(again.revision).toBe(1);
  await later.closeAll();
  expect(textOf(path)).toContain("Not published.");
});

test("a draft saved into a synchronised folder goes on there, in a local copy", async () => {
  const { documents, workingDir } = desk();
  const made = await documents.create(interviewJson("Draft."), "A draft", false);
  expect(made).toMatchObject({ name: "A draft", untitled: true, place: "" });
  const path = join(shared, "four.quoin");
  await documents.move(made.handle, path);
  const document = documents.get(made.handle);
  expect(document).toMatchObject({ path, name: "four.quoin", untitled: false });
  expect(document.file).not.toBe(path);
  await document.process.apply(0, [typed(Node.fromJSON(schema, made.doc), " Moved.").transaction], 5);
  expect(await documents.closeAll()).toEqual([]);
  expect(textOf(path)).toContain("Draft. Moved.");
  expect(readdirSync(join(workingDir, "drafts"))).toEqual([]);
});

test("a draft that was never saved elsewhere is offered again", async () => {
  const { documents, workingDir } = desk();
  await documents.create(interviewJson("Draft."), "Cuộc trò chuyện", false);
  await documents.closeAll();
  const later = createOpenDocuments({ workingDir, author: "tester", emit: () => undefined });
  expect(await later.recent()).toMatchObject([{ name: "Cuộc trò chuyện", draft: true }]);
});

test("of a damaged file what is sound opens as a new document, with a list of the rest; the file is left alone", async () => {
  const { documents } = desk();
  const path = join(folder, "damaged.quoin");
  copyFileSync(join(import.meta.dirname, "../test/data/format-2.quoin"), path);
  const bytes = readFileSync(path);
  // The page that holds the schema.
  bytes.fill(0x5a, 100, 4096);
  writeFileSync(path, bytes);
  for (const uploaded of [false, true]) {
    const upload = join(folder, "upload.quoin");
    writeFileSync(upload, bytes);
    const opened = await documents.open({ ...grant(uploaded ? upload : path), uploaded }, false);
    expect(opened).toMatchObject({ name: `${uploaded ? "upload" : "damaged"} (rescued)`, untitled: true });
    expect(opened.findings[0]).toMatchObject({ code: "rescued", severity: "warning" });
    expect(Node.fromJSON(schema, opened.doc).textContent).toContain("Vì giấy ở lại.");
    expect(readFileSync(path).equals(bytes)).toBe(true);
  }
  writeFileSync(path, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(30_000)]));
  await expect(documents.open(grant(path), false)).rejects.toMatchObject({ failure: { code: "damaged" } });
  await documents.closeAll();
});
