import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../test/fixtures.ts";
import { interview } from "../test/stories.ts";
import { createFileFinder } from "./findFiles.ts";
import { readPageRange } from "./pageRange.ts";
import { repeatBody } from "./repeat.ts";

const folder = testFolder();
const beside = join(folder, "beside");
const media = join(folder, "media");
for (const path of [beside, join(beside, "photos"), media]) mkdirSync(path, { recursive: true });
writeFileSync(join(folder, "secret.jpg"), "");
writeFileSync(join(beside, "photos", "p1.jpg"), "");
writeFileSync(join(media, "P2.JPG"), "");
writeFileSync(join(media, "a\u0309nh.jpg"), "");
mkdirSync(join(media, "folder.jpg"));
symlinkSync(join(folder, "secret.jpg"), join(media, "link.jpg"));

test.each([
  ["photos/p1.jpg", "beside/photos/p1.jpg"],
  ["photos\\p1.jpg", "beside/photos/p1.jpg"],
  ["./photos/P1.jpg", "beside/photos/p1.jpg"],
  ["anywhere/p2.jpg", "media/P2.JPG"],
  ["ảnh.jpg", "media/a\u0309nh.jpg"],
  ["p9.jpg", null],
  ["../secret.jpg", null],
  ["photos/../../secret.jpg", null],
  [join(folder, "secret.jpg"), null],
  ["link.jpg", null],
  ["folder.jpg", null],
  ["..", null],
  ["", null],
  ["p1.jpg\0.png", null],
])("%s is %s", async (name, expected) => {
  const finder = await createFileFinder(beside, [media]);
  expect(await finder.find(name)).toBe(expected === null ? null : join(folder, expected));
});

test("a folder given by name must be there", async () => {
  await expect(createFileFinder(null, [join(folder, "nowhere")])).rejects.toMatchObject({
    failure: { code: "not-found" },
  });
});

test.each([
  [null, [1, 2, 3, 4, 5]],
  ["2", [2]],
  ["3-5", [3, 4, 5]],
  ["4-, 1", [1, 4, 5]],
  ["1–2,2-3", [1, 2, 3]],
])("pages %s", (text, pages) => {
  expect(readPageRange(text, 5)).toEqual(pages);
});
test.each(["0", "6", "5-3", "a", "", "1;2", "-3", "1-9"])("pages %s are refused", (text) => {
  expect(() => readPageRange(text, 5)).toThrow(/pages 1-5/);
});

test("a body repeated: numbered paragraphs, ids of their own, everything else once", () => {
  const doc = repeatBody(interview(), 3);
  doc.check();
  expect(doc.textContent).toBe(
    "A talk1. Why print?2. Paper lasts.3. Why print?4. Paper lasts.5. Why print?6. Paper lasts.",
  );
  const ids: string[] = [];
  doc.descendants((node) => {
    if (!node.isText) ids.push(node.attrs.id as string);
  });
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).not.toContain("");
  expect(repeatBody(interview(), 1).eq(interview())).toBe(true);
});
