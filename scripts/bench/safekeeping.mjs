/**
 * What keeping a document costs: journalling a keystroke, opening a long past and many pictures, naming a version, and
 * the size on disk. Prints rows as JSON.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fragment, Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import { DocumentProcess } from "../../electron/host/documents/documentProcess.ts";
import { createStoryFile, StoryFile } from "../../electron/host/documents/storyFile.ts";
import { importManuscript } from "../../electron/host/manuscripts.ts";
import { repeatBody } from "../../electron/host/repeat.ts";
import { schema } from "../../shared/schema/interview.ts";
import { root } from "../setup.mjs";

const folder = mkdtempSync(join(tmpdir(), "quoin-bench-"));
const rows = [];
const row = (figure, value, unit, target, peer = "") => rows.push({ figure, value, unit, target, peer });
const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const write = { mode: "write", author: "bench" };

const { doc: once } = await importManuscript(join(root, "assets/samples/the-net-menders-cafe.md"), {});
const words = once.textBetween(0, once.content.size, " ", " ").split(/\s+/).filter(Boolean).length;
const long = repeatBody(once, Math.ceil(100_000 / words));

/** One letter at one place after the other of the document. */
function keys(doc) {
  const spots = [];
  doc.descendants((node, pos) => {
    if (node.type.name === "paragraph" && node.content.size > 40) spots.push(pos);
    return !node.isTextblock;
  });
  let n = 0;
  return () => {
    n += 1;
    const at = spots[spots.length - 1 - ((n >> 6) % spots.length)] + 20;
    const step = new ReplaceStep(at, at, new Slice(Fragment.from(schema.text("e")), 0, 0)).toJSON();
    const caret = { type: "text", anchor: at + 1, head: at + 1 };
    return { kind: "do", undoes: null, steps: [step], before: caret, after: caret };
  };
}

// A keystroke, from the host's sending it to its being taken; the commit goes on beside it.
{
  const path = join(folder, "keys.quoin");
  const process = new DocumentProcess({ committed() {}, moved() {}, changed() {}, free() {} });
  await process.create(path, long.toJSON(), 1);
  await process.open(path, write);
  const next = keys(long);
  const taken = [];
  for (let n = 0; n < 3000; n++) {
    const began = performance.now();
    await process.apply(n, [next()], n);
    taken.push(performance.now() - began);
  }
  row("journal a keystroke, 100 pages, p50", quantile(taken, 0.5), "ms", "");
  row("  p99", quantile(taken, 0.99), "ms", "");
  const named = [];
  for (let n = 0; n < 9; n++) {
    await process.apply(3000 + n, [next()], n);
    const began = performance.now();
    await process.ask("version", { name: `Version ${n}`, time: n });
    named.push(performance.now() - began);
  }
  row("save (name a version), 100 pages", quantile(named, 0.5), "ms", "≤ 50");
  await process.close();
}

// Ten thousand keystrokes, one commit a second at eight a second.
{
  const path = join(folder, "size.quoin");
  await createStoryFile(path, once.toJSON(), 1);
  const before = statSync(path).size;
  const file = StoryFile.open(path, write);
  const next = keys(once);
  for (let n = 0; n < 10_000; n++) {
    file.apply(n, [next()], n);
    if (n % 8 === 7) file.commit();
  }
  file.close();
  row("on disk for 10,000 keystrokes", (statSync(path).size - before) / 1e6, "MB", "");
}

// A past of 100,000 steps: the document, and what undo needs of it.
{
  const path = join(folder, "past.quoin");
  await createStoryFile(path, long.toJSON(), 1);
  const file = StoryFile.open(path, write);
  const next = keys(long);
  for (let n = 0; n < 100_000; n++) {
    file.apply(n, [next()], n);
    if (n % 200 === 199) file.commit();
  }
  file.close();
  const began = performance.now();
  const again = StoryFile.open(path, write);
  row("open 100,000 steps, 100 pages", (performance.now() - began) / 1000, "s", "≤ 0.3");
  const asked = performance.now();
  again.history(again.revision, 500);
  row("  the last 500 of them, for undo", (performance.now() - asked) / 1000, "s", "");
  again.close();
}

// A story with 300 MB of pictures.
{
  const path = join(folder, "pictures.quoin");
  const media = Array.from({ length: 100 }, (_, n) => {
    const bytes = Buffer.alloc(3_000_000);
    for (let at = 0; at < bytes.length; at += 4096) bytes.writeUInt32LE(n * 1_000_003 + at, at);
    return { source: { bytes }, name: `${n}.jpg`, type: "image/jpeg", width: 3000, height: 2000 };
  });
  await createStoryFile(path, long.toJSON(), 1, media);
  const began = performance.now();
  const file = StoryFile.open(path, write);
  file.mediaList();
  row("open 100 pages with 300 MB of pictures", (performance.now() - began) / 1000, "s", "≤ 0.5");
  file.close();
}

rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify(rows));
