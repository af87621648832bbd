/** A file of every format that ever was opens, whole, and can be worked on; what was written is never lost by it. */
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Node } from "prosemirror-model";
import { AttrStep } from "prosemirror-transform";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../shared/ipc.ts";
import { schema } from "../../../shared/schema/interview.ts";
import { testFolder } from "../../test/fixtures.ts";
import { FORMAT } from "./format.ts";
import { rescue } from "./rescue.ts";
import { StoryFile } from "./storyFile.ts";

const kept = join(import.meta.dirname, "../../test/data");
const folder = testFolder();
const files = readdirSync(kept).filter((name) => /^format-\d+\.quoin$/.test(name));
const write = { mode: "write", author: "tester" } as const;
const read = { mode: "read", author: "tester" } as const;

test("there is a file of every format", () => {
  expect(files.length).toBe(FORMAT);
});

describe.each(files)("%s", (name) => {
  const { revision, doc } = JSON.parse(readFileSync(join(kept, name.replace(".quoin", ".json")), "utf8"));
  const then = Node.fromJSON(schema, doc);
  const copy = (to: string) => {
    const path = join(folder, `${to}-${name}`);
    copyFileSync(join(kept, name), path);
    return path;
  };

  test("is read as it is, without a byte being written", () => {
    const path = copy("read");
    const before = readFileSync(path);
    const file = StoryFile.open(path, read);
    expect(file.doc.eq(then)).toBe(true);
    expect(file.revision).toBe(revision);
    expect(file.versions().length).toBeGreaterThan(0);
    for (const { hash } of file.mediaList()) file.media(hash);
    file.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("is worked on, with its versions and its history", () => {
    const path = copy("write");
    const file = StoryFile.open(path, write);
    const version = file.versions()[0];
    const named = file.at(version?.revision ?? -1);
    const step = new AttrStep(0, "break_before", "page").toJSON() as Json;
    file.apply(revision, [{ kind: "do", undoes: null, steps: [step], before: null, after: null }], 9);
    file.nameVersion("Later", 10);
    file.close();
    const again = StoryFile.open(path, read);
    expect(again.revision).toBe(revision + 1);
    expect(again.at(version?.revision ?? -1).eq(named)).toBe(true);
    expect(again.at(revision).eq(then)).toBe(true);
    expect(again.versions().map((each) => each.name)).toEqual([version?.name, "Later"]);
    expect(again.history(revision + 1, 1000).transactions.at(-1)?.kind).toBe("do");
    again.close();
  });

  test("is rescued", async () => {
    const path = copy("damaged");
    const out = join(folder, `rescued-${name}`);
    const { findings } = await rescue(path, out);
    expect(findings).toEqual([]);
    const file = StoryFile.open(out, read);
    expect(file.doc.eq(then)).toBe(true);
    file.close();
  });
});
