/**
 * Word manuscripts we write: read back by our own importer, opened by LibreOffice where it is (Debian: libreoffice-
 * writer).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { writeWord } from "../../shared/manuscript/writeWord.ts";
import * as build from "../../shared/schema/build.ts";
import { copies, flat } from "../../shared/test/copies.ts";
import { readXml } from "../../shared/test/readIdml.ts";
import { testFolder } from "../test/fixtures.ts";
import { png } from "../test/stories.ts";
import { importManuscript } from "./manuscripts.ts";

const { a, bullets, by, caption, crosshead, docWith, em, h, intro, marked, note, numbers, outline, p, photo } = build;
const { photoCredit, photos, q, quote, sidebar, standfirst, strong } = build;
const folder = testFolder();

const bytes = png(40, 30);
const word = (doc: Node, there = true) =>
  writeWord(doc, {
    title: "A & B",
    picture: () => (there ? { ending: "png", bytes, width: 40, height: 30 } : null),
    time: Date.UTC(2026, 10, 23),
  });
const back = async (doc: Node, there = true): Promise<Node> =>
  (await importManuscript({ name: "story.docx", bytes: word(doc, there) })).doc;

const story = docWith(
  {
    lang: "vi",
    speakers: [build.interviewer("s1", "Maud Ellery", "ME"), build.interviewee("s2", "Orla: Tennick")],
  },
  h("Hình ", em("và"), " lời"),
  standfirst("Vài dòng."),
  build.credit("photography", "N. N.", "Ảnh:"),
  build.credit("interview", "THANH TRÚC", "(thực hiện)"),
  intro("An introduction."),
  by("s1", q("Why?", "And how?")),
  by(
    "s2",
    a(
      p("So ", strong("it"), " is: H", marked("subscript", null, "2"), "O, ", marked("small_caps", null, "nato"), "."),
      p(
        "one\u2028two ",
        marked("stage_note", null, "(laughs)"),
        " & ",
        marked("link", { href: "https://example.org/?a=1&b=2" }, "a link"),
      ),
      crosshead("Later"),
      numbers("one", "two"),
      bullets("three"),
      photo("picture-1.png", caption("A cup."), photoCredit("R. M.", "Photo:")),
      photos(photo("picture-2.png", caption("One.")), photo("picture-3.png"), caption("Both.")),
      quote("First.", "Second."),
      p("After."),
    ),
  ),
  sidebar(crosshead("Facts"), p("One fact."), p("Another.")),
  note("Edited."),
);

test("a story comes back with its roles, words, speakers, pictures and language", async () => {
  const read = await back(story);
  expect(outline(read)).toBe(outline(story));
  expect(flat(read)).toEqual(flat(story));
  expect([read.attrs.lang, read.attrs.speakers]).toEqual([story.attrs.lang, story.attrs.speakers]);
});

test("a picture that is not there comes back by its name", async () => {
  const doc = docWith({}, h("Gone"), q("Why?"), a("So.", photo("a [b].jpg", caption("A cup."))));
  expect(outline(await back(doc, false))).toBe(outline(doc));
});

test("whatever the text", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(copies, async (doc) => {
      expect(flat(await back(doc))).toEqual(flat(doc));
    }),
    { numRuns: 60, seed: 42 },
  );
});

test("every part is well formed, and the same document gives the same bytes", () => {
  const entries = unzipSync(word(story));
  const names = Object.keys(entries);
  for (const name of names.filter((one) => /\.(?:xml|rels)$/.test(one)))
    readXml(Buffer.from(entries[name] ?? []).toString());
  expect(names).toContain("word/media/picture-3.png");
  expect(Buffer.from(word(story)).equals(Buffer.from(word(story)))).toBe(true);
});

const office = existsSync("/usr/bin/soffice");
test.skipIf(!office)(
  "LibreOffice opens it, and what it saves comes back with the same roles (needs soffice)",
  { timeout: 120_000 },
  async () => {
    writeFileSync(join(folder, "story.docx"), word(story));
    const convert = (format: string, out: string) =>
      spawnSync(
        "soffice",
        [
          "--headless",
          `-env:UserInstallation=file://${folder}/office`,
          "--convert-to",
          format,
          "--outdir",
          join(folder, out),
          "story.docx",
        ],
        { cwd: folder, timeout: 100_000 },
      );
    convert("docx", "again");
    const saved = readFileSync(join(folder, "again/story.docx"));
    const { doc } = await importManuscript({ name: "story.docx", bytes: new Uint8Array(saved) });
    const roles = (of: Node) => flat(of).map((line) => line.replace(/\(.*/s, ""));
    expect(roles(doc)).toEqual(roles(story));
    expect(doc.textContent.replace(/\s+/g, " ")).toBe(story.textContent.replace(/\s+/g, " "));
  },
);
