/**
 * The samples' IDML as Scribus opens it (Debian: scribus, xvfb): a reader that did not write it. InDesign is NOT RUN
 * here; there is none on any machine that tests this.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { readIdml } from "../../shared/test/readIdml.ts";
import { testFolder } from "../test/fixtures.ts";
import { exportTo } from "./exportFormats.ts";
import type { ExportJob } from "./jobs.ts";

const folder = testFolder();
const root = join(import.meta.dirname, "../..");
const samples = join(root, "assets/samples");
process.env.QUOIN_HOME = join(folder, "quoin");

/** Questions in a mixed ink, credits along the pictures' edges: a mixed swatch and turned frames. */
const MIXED = {
  swatches: {
    house: { spot: "PANTONE 871 C", cmyk: [0, 20, 80, 10] },
    deep: [0, 25, 0, 10],
    dusk: {
      mix: [
        { swatch: "house", tint: 60 },
        { swatch: "deep", tint: 100 },
      ],
    },
  },
  styles: { question: { colour: "dusk" } },
  photos: { credit: "edge", edge: { on: "picture" } },
};
const jobFor = (source: string, overrides: readonly unknown[]): ExportJob => ({
  source,
  lang: null,
  template: null,
  repeat: 1,
  media: [],
  fonts: [],
  overrides,
  standard: "x4",
  printer: null,
  pages: null,
  marks: false,
  allow: [],
  digests: null,
  stamp: Date.UTC(2026, 10, 23),
});

/** Runs inside Scribus: pages, the text of every frame, the file of every picture, as JSON. */
const SCRIPT = `
import json, sys, scribus
scribus.openDoc(sys.argv[1])
told = []
for page in range(1, scribus.pageCount() + 1):
    scribus.gotoPage(page)
    for name, kind, order in scribus.getPageItems():
        if kind == 4:
            told.append({"page": page, "name": name, "text": scribus.getAllText(name)})
        if kind == 2:
            told.append({"page": page, "name": name, "file": scribus.getImageFile(name)})
with open(sys.argv[2], "w") as out:
    json.dump({"pages": scribus.pageCount(), "items": told}, out)
scribus.closeDoc()
scribus.fileQuit()
`;
type Told = {
  readonly pages: number;
  readonly items: readonly {
    readonly page: number;
    readonly name: string;
    readonly text?: string;
    readonly file?: string;
  }[];
};

const there = ["/usr/bin/scribus", "/usr/bin/xvfb-run"].every((path) => existsSync(path));

/** With a home of its own that has the shipped fonts: Scribus asks with a dialog for one it has not. */
function openInScribus(idml: string): Told {
  const home = join(folder, "home");
  mkdirSync(join(home, ".fonts"), { recursive: true });
  for (const family of readdirSync(join(root, "assets/fonts"))) {
    for (const file of readdirSync(join(root, "assets/fonts", family))) {
      if (/\.[ot]tf$/.test(file)) copyFileSync(join(root, "assets/fonts", family, file), join(home, ".fonts", file));
    }
  }
  writeFileSync(join(folder, "read.py"), SCRIPT);
  const out = join(folder, "told.json");
  const ran = spawnSync("xvfb-run", ["-a", "scribus", "-g", "-ns", "-py", join(folder, "read.py"), idml, out], {
    cwd: folder,
    env: { ...process.env, HOME: home },
    timeout: 60_000,
  });
  if (!existsSync(out)) throw new Error(`scribus: ${String(ran.stderr)}`);
  return JSON.parse(readFileSync(out, "utf8")) as Told;
}

test.skipIf(!there).each([
  ["the-net-menders-cafe.md", []],
  // With a mixed ink and turned frames.
  ["muc-ca-phe-va-con-meo.txt", [MIXED]],
] satisfies [string, object[]][])(
  "%s opens in Scribus with the same pages, words and pictures (needs scribus and xvfb)",
  { timeout: 120_000 },
  async (name, overrides) => {
    const out = join(folder, `${name}.idml`);
    const { file } = await exportTo(out)(
      jobFor(join(samples, name), overrides),
      out,
      () => undefined,
      new AbortController().signal,
    );
    expect(file).not.toBeNull();
    mkdirSync(join(folder, "Links"), { recursive: true });
    for (const picture of ["quay.jpg", "river.jpg", "coffee.png", "camera.png", "chelsea.png"]) {
      copyFileSync(join(samples, picture), join(folder, "Links", picture));
    }
    const ours = readIdml(readFileSync(out));
    if (overrides.length > 0) {
      const parts = Object.values(unzipSync(readFileSync(out)))
        .map((part) => strFromU8(part))
        .join("\n");
      expect(parts).toMatch(/<MixedInk /);
      // A quarter turn, as a credit that reads upward has it.
      expect(parts).toMatch(/<TextFrame [^>]*ItemTransform="0 -1 1 0 /);
    }
    const theirs = openInScribus(out);
    expect(theirs.pages).toBe(ours.pages.length);

    const said = new Set(theirs.items.flatMap(({ text }) => (text === undefined ? [] : [words(text)])));
    for (const { title, paragraphs } of ours.stories) {
      if (title !== "Furniture") expect([...said]).toContain(words(paragraphs.join(" ")));
    }
    const pictures = theirs.items.flatMap(({ file: path }) => (path === undefined ? [] : [path]));
    expect(pictures).toHaveLength(3);
    expect(pictures.filter((path) => !existsSync(path))).toEqual([]);
  },
);

/** Scribus has no line break of its own for U+2028 and ends every story with a paragraph. */
function words(text: string): string {
  return text.replaceAll("\u001c", " ").replace(/\s+/g, " ").trim();
}
