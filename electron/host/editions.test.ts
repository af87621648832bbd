/**
 * Proofs and prints of documents in both languages: counted, kept, and their maps held against the words that poppler finds
 * on the page, against themselves in both directions, and against the file after another program rewrote it.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPdf } from "../../shared/pdf/read/file.ts";
import { pagesOf } from "../../shared/pdf/read/pages.ts";
import { isStream } from "../../shared/pdf/read/values.ts";
import { type ProofMap, type ProofPage, readProofMap } from "../../shared/proof/map.ts";
import { changedLines } from "../../shared/proof/changes.ts";
import { fromPdf, linesOfPage, rectanglesOf, textUnder } from "../../shared/proof/places.ts";
import { call, has, ROOT } from "../../shared/test/pdfJob.ts";
import type { TextOffset } from "../../shared/units.ts";
import { deliverJob } from "./deliver.ts";
import { createStoryFile, StoryFile } from "./documents/storyFile.ts";
import { rescue } from "./documents/rescue.ts";
import { inflate } from "./foreignPdf.ts";
import type { ExportJob } from "./jobs.ts";
import { keepIn } from "./recordEdition.ts";
import { boundToOriginals } from "./originals.ts";
import { openWork } from "./work.ts";
import { typed } from "../test/stories.ts";

const SAMPLES = { vi: "muc-ca-phe-va-con-meo.txt", en: "the-net-menders-cafe.md" } as const;
type Lang = keyof typeof SAMPLES;
let folder = "";
const at = (name: string) => join(folder, name);
const STAMP = Date.UTC(2026, 10, 23, 15, 30);

const job = (lang: Lang, over: Partial<ExportJob> = {}): ExportJob => ({
  source: at(`${lang}.quoin`),
  lang: null,
  // One without and one with caps that overlap the lines beside them.
  template: lang === "vi" ? "bulletin" : "broadsheet",
  repeat: 1,
  media: [],
  overrides: [],
  fonts: [],
  standard: "proof",
  printer: null,
  pages: null,
  marks: false,
  allow: [],
  digests: null,
  stamp: STAMP,
  ...over,
});
const deliver = (lang: Lang, out: string, over: Partial<ExportJob> = {}) =>
  deliverJob(
    job(lang, over),
    { out: at(out), receipt: false, replaces: null },
    () => undefined,
    new AbortController().signal,
    keepIn(at(`${lang}.quoin`)),
  );
function kept<T>(lang: Lang, work: (file: StoryFile) => T): T {
  const file = StoryFile.open(at(`${lang}.quoin`), { mode: "read", author: "" });
  try {
    return work(file);
  } finally {
    file.drop();
  }
}
function mapOf(lang: Lang, number: number): ProofMap {
  const read = readProofMap(kept(lang, (file) => file.proofMap(number)));
  if ("problem" in read) throw new Error(read.problem);
  return read.map;
}
/** The part of a map that speaks of one page. */
function mapOfPage(map: ProofMap, number: number): ProofMap {
  const pages = map.pages.filter((each) => each.number === number);
  const used = [
    ...new Set(pages.flatMap(({ lines, photos }) => [...lines.map(({ b }) => b), ...photos.map(([b]) => b)])),
  ];
  const place = new Map(used.map((b, n) => [b, n]));
  const moved = (b: number): number => place.get(b) ?? 0;
  return {
    ...map,
    blocks: used.map((b) => map.blocks[b] ?? ""),
    pages: pages.map((each) => ({
      ...each,
      lines: each.lines.map((one) => ({ ...one, b: moved(one.b) })),
      photos: each.photos.map(([b, ...box]) => [moved(b), ...box]),
    })),
  };
}

/** The maps in the pages of a PDF, as anyone may have rewritten it. */
function mapsIn(path: string): readonly unknown[] {
  const bytes = readFileSync(path);
  const source = { size: bytes.length, read: (from: number, length: number) => bytes.subarray(from, from + length) };
  const file = openPdf(source, inflate);
  if (typeof file === "string") throw new Error(file);
  return [...pagesOf(file, () => undefined)].map(({ dict }) => {
    const own = file.get(file.dict(file.dict(dict.get("PieceInfo"))?.get("Quoin"))?.get("Private"));
    if (!isStream(own)) return null;
    return JSON.parse(new TextDecoder().decode(file.decoded(own, 1 << 24).bytes)) as unknown;
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "editions-"));
  process.env.QUOIN_HOME = join(folder, "home");
  await Promise.all(
    (["vi", "en"] as const).map(async (lang) => {
      const options = { lang: null, template: null, repeat: 1, media: [] };
      const work = await openWork(join(ROOT, "assets/samples", SAMPLES[lang]), options);
      const media = [...work.originals.all.values()].flatMap((original) => original.media ?? []);
      await createStoryFile(at(`${lang}.quoin`), boundToOriginals(work.doc, work.originals).toJSON(), 1000, media);
      work.close();
      await deliver(lang, `${lang}-1.pdf`, { record: true, lineNumbers: true, grid: true });
    }),
  );
}, 60_000);
afterAll(() => {
  delete process.env.QUOIN_HOME;
  rmSync(folder, { recursive: true, force: true });
});

describe.each(["vi", "en"] as const)("a recorded proof, %s", (lang) => {
  test("is kept with number, time, revision, pages and the digest of its file", () => {
    const [proof] = kept(lang, (file) => file.editions());
    expect(proof).toMatchObject({ kind: "proof", number: 1, time: STAMP, revision: 0, standard: "proof" });
    expect(proof?.files).toMatchObject([{ name: `${lang}-1.pdf`, bytes: readFileSync(at(`${lang}-1.pdf`)).length }]);
    expect(proof?.pages.length).toBe(mapOf(lang, 1).pages.length);
  });

  test("every cluster of its map is found by its rectangle, and the rectangle by the cluster", () => {
    const map = mapOf(lang, 1);
    let count = 0;
    for (const page of map.pages) {
      for (const { block, clusters } of linesOfPage(map, page)) {
        for (const { from, to, text, rectangle } of clusters) {
          if (from === null || to === null) continue;
          count++;
          const place = [block, from as TextOffset, to as TextOffset] as const;
          expect(rectanglesOf(map, page, place)).toContainEqual(rectangle);
          const [left, top, right, bottom] = rectangle;
          const under = textUnder(map, page, [left, top, right, bottom]);
          expect(under).toContainEqual({ place, words: text });
          // A cap over the beginning of other lines is the only thing that overlaps.
          expect(under.length).toBe(1);
        }
      }
    }
    expect(count).toBeGreaterThan(4000);
  });

  test("its map's offsets are the document's", () => {
    const map = mapOf(lang, 1);
    const texts = new Map<string, string>();
    kept(lang, (file) =>
      file.doc.descendants((node) => {
        if (node.isTextblock) texts.set(node.attrs.id as string, node.textBetween(0, node.content.size, "", "\u2028"));
        return !node.isTextblock;
      }),
    );
    for (const page of map.pages) {
      for (const { block, clusters } of linesOfPage(map, page)) {
        for (const { from, to, text } of clusters) {
          if (from !== null && to !== null)
            expect(texts.get(block)?.slice(from, to).toLowerCase()).toBe(text.toLowerCase());
        }
      }
    }
  });

  test.skipIf(!has("pdftotext"))(
    `the words poppler finds in each line's rectangle are the map's${has("pdftotext") ? "" : " (pdftotext is missing)"}`,
    () => {
      const map = mapOf(lang, 1);
      const html = call("pdftotext", "-bbox", at(`${lang}-1.pdf`), "-");
      const sheets = html.split("<page ").slice(1);
      expect(sheets.length).toBe(map.pages.length);
      map.pages.forEach((page, n) => expect(wordsByLine(map, page, sheets[n] ?? "")).toEqual(wordsOfMap(map, page)));
    },
  );

  test.skipIf(!has("qpdf"))(
    `each page carries its own part, also when rewritten, cut and turned${has("qpdf") ? "" : " (qpdf is missing)"}`,
    () => {
      const map = mapOf(lang, 1);
      const own = map.pages.map(({ number }) => mapOfPage(map, number));
      expect(mapsIn(at(`${lang}-1.pdf`))).toEqual(own);
      for (const part of own) expect("map" in readProofMap(part)).toBe(true);
      const rewritten = at(`${lang}-rewritten.pdf`);
      call("qpdf", "--object-streams=generate", "--linearize", "--rotate=+90", at(`${lang}-1.pdf`), rewritten);
      expect(mapsIn(rewritten)).toEqual(own);
      call("qpdf", at(`${lang}-1.pdf`), "--pages", ".", "z", "--", rewritten);
      expect(mapsIn(rewritten)).toEqual(own.slice(-1));
    },
  );
});

/** By line of the map, smallest first: what poppler puts into its rectangle. */
function wordsByLine(map: ProofMap, page: ProofPage, sheet: string): readonly string[] {
  const lines = linesOfPage(map, page);
  const found = lines.map((): string[] => []);
  const height = page.media[3] - page.media[1];
  for (const [, x1, y1, x2, y2, word] of sheet.matchAll(
    /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g,
  )) {
    // The program counts from the sheet's top.
    const own = fromPdf(page, [Number(x1), height - Number(y2), Number(x2), height - Number(y1)]);
    const [x, y] = [(own[0] + own[2]) / 2, (own[1] + own[3]) / 2];
    let best = -1;
    lines.forEach(({ rectangle: [l, t, r, b] }, n) => {
      const isIn = x >= l && x <= r && y >= t && y <= b;
      const size = (b - t) * (r - l);
      const least = lines[best]?.rectangle;
      if (isIn && (!least || size < (least[3] - least[1]) * (least[2] - least[0]))) best = n;
    });
    found[best]?.push(plain(word ?? ""));
  }
  return found.map((words) => words.join(" ").trim());
}
function wordsOfMap(map: ProofMap, page: ProofPage): readonly string[] {
  // What the design puts after a name stands apart from it by a gap that is no letter.
  return linesOfPage(map, page).map(({ clusters }) =>
    plain(
      clusters
        .map(({ text, rectangle }, n) => {
          const before = clusters[n - 1];
          return before && rectangle[0] - before.rectangle[2] > 1 ? ` ${text}` : text;
        })
        .join(""),
    ),
  );
}
function plain(text: string): string {
  return text
    .replace(/&amp;/g, "&")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/\u00ad/g, "")
    .replace(/[\s\u2028]+/g, " ")
    .trim();
}

test("the next proof has the next number, and bars beside the lines that differ and no others", async () => {
  const path = at("en.quoin");
  const before = mapOf("en", 1);
  const file = StoryFile.open(path, { mode: "write", author: "tester" });
  file.apply(file.revision, [typed(file.doc, " Changed.").transaction], STAMP);
  file.close();
  await deliver("en", "en-2.pdf", { record: true });
  const after = mapOf("en", 2);
  expect(after).toMatchObject({ number: 2, revision: 1, document: before.document });
  const changed = [...changedLines(before, after).values()].flat();
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThan(6);
  expect(changed.map(({ clusters }) => clusters.map(({ text }) => text).join("")).join(" ")).toContain("Changed.");
  expect(changedLines(after, after).size).toBe(0);
});

test("prints are counted apart from proofs, and say their number in the slug", async () => {
  await deliver("vi", "vi-press.pdf", { record: true, standard: "x4", marks: true });
  const [, print] = kept("vi", (file) => file.editions());
  expect(print).toMatchObject({ kind: "print", number: 1, standard: "x4" });
  if (has("pdftotext"))
    expect(call("pdftotext", "-raw", at("vi-press.pdf"), "-")).toContain("Bản in 1 · 2026-11-23 15:30");
});

test("what is not recorded says so; a manuscript has nowhere to record, an edition for the screen no number", async () => {
  await deliver("vi", "vi-0.pdf");
  if (has("pdftotext")) expect(call("pdftotext", at("vi-0.pdf"), "-")).toContain("Bản bông, không ghi số");
  const source = join(ROOT, "assets/samples", SAMPLES.vi);
  await expect(deliver("vi", "no.pdf", { record: true, source })).rejects.toThrow(/keeps no record of its proofs/);
  await expect(deliver("vi", "no.pdf", { record: true, standard: "screen" })).rejects.toThrow(/only proofs and prints/);
});

test("nothing is recorded where findings keep the files from being written, and no number is lost", async () => {
  const digests = ["other"];
  expect((await deliver("vi", "held.pdf", { record: true, digests })).files).toEqual([]);
  expect(kept("vi", (file) => file.editions()).filter(({ kind }) => kind === "proof").length).toBe(1);
});

test.skipIf(!has("pdftotext"))(
  `the line that says which proof it is lies below the bleed, where no page has ink${has("pdftotext") ? "" : " (pdftotext is missing)"}`,
  () => {
    const { pages } = mapOf("vi", 1);
    const sheets = call("pdftotext", "-bbox", at("vi-1.pdf"), "-").split("<page ").slice(1);
    pages.forEach((page, n) => {
      const top = /yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">bông</.exec(sheets[n] ?? "")?.[1];
      const foot = page.media[3] - page.bleed[1];
      expect(Number(top)).toBeGreaterThan(foot);
    });
  },
);

test("a file of the format before takes its first proof, and only then becomes one of this format", async () => {
  const path = at("old.quoin");
  copyFileSync(at("vi.quoin"), path);
  const db = new DatabaseSync(path);
  db.exec("DROP INDEX edition_number; DROP TABLE edition; PRAGMA user_version=1");
  const formatNow = () => Object.values(db.prepare("PRAGMA user_version").get() ?? {})[0];
  const file = StoryFile.open(path, { mode: "write", author: "tester" });
  expect(file.editions()).toEqual([]);
  file.apply(file.revision, [typed(file.doc, " More.").transaction], STAMP);
  file.commit();
  expect(formatNow()).toBe(1);
  const [proof] = kept("vi", (other) => other.editions());
  if (!proof) throw new Error("no proof");
  file.recordEdition(proof, null);
  expect(formatNow()).toBe(2);
  expect(() => file.recordEdition(proof, null)).toThrow(/has a proof 1 already/);
  file.close();
  db.close();
  const again = StoryFile.open(path, { mode: "read", author: "" });
  expect(again.editions()).toEqual([proof]);
  again.drop();
});

test("a damaged file keeps its proofs when it is rescued", async () => {
  const path = at("saved.quoin");
  await rescue(at("vi.quoin"), path);
  const saved = StoryFile.open(path, { mode: "read", author: "" });
  expect(saved.editions()).toEqual(kept("vi", (file) => file.editions()));
  expect(saved.proofMap(1)).toEqual(kept("vi", (file) => file.proofMap(1)));
  saved.drop();
});
