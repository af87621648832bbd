/**
 * The samples as PDFs, read by programs that did not write them: words out are words in by three extractors, the type of
 * the story is on the black plate alone, and renderers draw a page alike.
 */
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { call, has, ROOT } from "../../shared/test/pdfJob.ts";
import { ALIKE, blank, type Drawn, IN_PLATES, ON_SCREEN, unlike } from "../../shared/test/rendered.ts";

const run = promisify(execFile);
const SAMPLES = { vi: "muc-ca-phe-va-con-meo.txt", en: "the-net-menders-cafe.md" } as const;
const STANDARDS = ["x4", "x1a"] as const;
const folder = mkdtempSync(join(tmpdir(), "quoin-printed-"));

type Line = {
  block: string;
  role: string;
  column: number | null;
  x: number;
  baseline: number;
  width: number;
  hyphen: boolean;
  text: string;
};
type Sample = {
  readonly words: readonly string[];
  readonly pages: readonly { readonly lines: readonly Line[] }[];
  readonly pdf: Readonly<Record<(typeof STANDARDS)[number], string>>;
};
const samples = new Map<string, Sample>();

async function quoin(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, "electron/cli.ts"), ...args], {
    maxBuffer: 1 << 28,
  }).catch(
    // Exit code 1: done, with findings.
    (error: { code: number; stdout: string }) => {
      if (error.code !== 1) throw error;
      return error;
    },
  );
  return stdout;
}

beforeAll(async () => {
  const work = Object.entries(SAMPLES).map(async ([lang, name]) => {
    const source = join(ROOT, "assets/samples", name);
    const pdf = { x4: join(folder, `${lang}-x4.pdf`), x1a: join(folder, `${lang}-x1a.pdf`) };
    const read = JSON.parse(await quoin("import", source, "--json")) as { blocks: { role: string; text: string }[] };
    const { pages } = JSON.parse(await quoin("layout", source, "--json")) as Pick<Sample, "pages">;
    for (const standard of STANDARDS) await quoin("export", source, "-o", pdf[standard], "--standard", standard);
    await quoin("export", source, "-o", join(folder, `${lang}-screen.pdf`), "--standard", "screen");
    const kept = read.blocks.filter(({ role }) => role !== "furniture");
    samples.set(lang, { words: kept.flatMap(({ text }) => tokens(text)), pages, pdf });
  });
  await Promise.all(work);
}, 60_000);

function sample(lang: string): Sample {
  const found = samples.get(lang);
  if (!found) throw new RangeError(lang);
  return found;
}

/** Words as they are told apart by white space, in small letters: credits are set in capitals. */
function tokens(text: string): string[] {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split(/[\s\u00a0]+/u)
    .filter((word) => word !== "");
}
/** A made hyphen is U+00AD at a line's end: the word goes on in the next line. */
function joined(text: string): string {
  return text.replace(/\u00ad\s*\n\s*/gu, "").replaceAll("\u00ad", "");
}
/** A line as it is printed: a word that is divided goes on in the next. */
function written({ text, hyphen }: Line): string {
  return hyphen ? `${text}\u00ad` : text;
}
/** What of `wanted` is missing in `found`, each as often as it is missing. */
function missing(wanted: readonly string[], found: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of found) left.set(word, (left.get(word) ?? 0) + 1);
  return wanted.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

const IN_ORDER = [
  ["pdftotext -raw", "pdftotext", (pdf: string) => call("pdftotext", "-raw", pdf, "-")],
  ["mutool text", "mutool", (pdf: string) => call("mutool", "draw", "-q", "-F", "text", pdf)],
] as const;
const BY_PLACE = [
  ["pdftotext", "pdftotext", (pdf: string) => call("pdftotext", pdf, "-")],
  [
    "Ghostscript txtwrite",
    "gs",
    (pdf: string) => call("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=txtwrite", "-o", "-", pdf),
  ],
] as const;
const CASES = Object.keys(SAMPLES).flatMap((lang) => STANDARDS.map((standard) => [lang, standard] as const));

describe.each(CASES)("words out are words in: %s, %s", (lang, standard) => {
  for (const [name, program, extract] of IN_ORDER) {
    test.skipIf(!has(program))(`${name}, in the order of the story (needs ${program})`, () => {
      const { words, pages, pdf } = sample(lang);
      const out = tokens(joined(extract(pdf[standard])));
      expect(missing(words, out)).toEqual([]);
      // Beyond the source: signs and words the design sets, folios and running heads.
      const set = pages.flatMap((page) => tokens(joined(page.lines.map(written).join("\n"))));
      expect(missing(out, set).length).toBeLessThanOrEqual(6 * pages.length);
      const whole = ` ${out.join(" ")} `;
      const broken = blocksOnOnePage(pages).filter((block) => !whole.includes(` ${tokens(joined(block)).join(" ")} `));
      expect(broken).toEqual([]);
    });
  }
  for (const [name, program, extract] of BY_PLACE) {
    // Read row by row across columns, a divided word's halves are apart; so halves count as words here.
    test.skipIf(!has(program))(`${name}, piece by piece (needs ${program})`, () => {
      const { pages, pdf } = sample(lang);
      const out = tokens(extract(pdf[standard]).replaceAll("\u00ad", " "));
      const set = pages.flatMap((page) => page.lines.flatMap(({ text }) => tokens(text.replaceAll("\u00ad", " "))));
      // Two of a thousand, where a program takes a narrow space for none.
      expect(missing(set, out).length).toBeLessThanOrEqual(Math.ceil((2 * set.length) / 1152));
    });
  }
});

/** The text of each block that stands in one column of one page: nothing may come between its words. */
function blocksOnOnePage(pages: Sample["pages"]): string[] {
  const blocks = new Map<string, { places: Set<string>; text: string[] }>();
  pages.forEach((page, n) => {
    for (const line of page.lines) {
      if (line.column === null) continue;
      const block = blocks.get(line.block) ?? { places: new Set(), text: [] };
      block.places.add(`${n} ${line.column}`);
      block.text.push(written(line));
      blocks.set(line.block, block);
    }
  });
  return [...blocks.values()].filter(({ places }) => places.size === 1).map(({ text }) => text.join("\n"));
}

const PPI = 100;
const BLEED = (3 * 72) / 25.4;
type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

test.skipIf(!has("gs")).each(Object.keys(SAMPLES))(
  "the answers of %s are on the black plate alone (needs Ghostscript)",
  async (lang) => {
    const { pages, pdf } = sample(lang);
    const out = join(folder, `${lang}-plate-`);
    call("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", `-r${PPI}`, "-o", `${out}%d.tif`, pdf.x4);
    let seen = 0;
    for (const [n, page] of pages.entries()) {
      const plates = new Map<string, Picture>();
      for (const plate of ["Cyan", "Magenta", "Yellow", "Black"])
        plates.set(plate, await grey(`${out}${n + 1}(${plate}).tif`));
      for (const line of page.lines.filter(({ role, column }) => role === "answer" && column !== null)) {
        // From the second letter on, clear of a sign in another colour; half the size high.
        const box = [line.x + 24, line.baseline - 5, line.width - 26, 5] as const;
        if (box[2] < 10) continue;
        seen++;
        expect(darkest(plates.get("Black"), box), line.text).toBeLessThan(128);
        for (const plate of ["Cyan", "Magenta", "Yellow"]) expect(darkest(plates.get(plate), box), line.text).toBe(255);
      }
    }
    expect(seen).toBeGreaterThan(50);
  },
);

async function grey(path: string): Promise<Picture> {
  const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
function darkest(
  picture: Picture | undefined,
  [x, y, width, height]: readonly [number, number, number, number],
): number {
  if (!picture) return 0;
  const at = (value: number) => Math.round(((value + BLEED) * PPI) / 72);
  let least = 255;
  for (let row = at(y); row < at(y + height); row++) {
    for (let column = at(x); column < at(x + width); column++) {
      least = Math.min(least, picture.pixels[row * picture.width + column] as number);
    }
  }
  return least;
}

const EDITIONS = [
  ["colours on a screen, the edition for reading", "screen", ON_SCREEN],
  ["plates of PDF/X-4", "x4", IN_PLATES],
] as const;

describe.each(Object.keys(SAMPLES))("renderers draw the first page alike: %s", (lang) => {
  test.each(EDITIONS)("%s (needs two of poppler, mutool and Ghostscript)", async (_, standard, renderers) => {
    const installed = renderers.filter(({ program }) => has(program));
    if (installed.length < 2) return;
    const pdf = join(folder, `${lang}-${standard}.pdf`);
    const pages: Drawn[] = [];
    for (const renderer of installed) {
      pages.push(await renderer.draw(pdf, 1, join(folder, `${lang}-${standard}-${renderer.program}`)));
    }
    pages.forEach((a, n) => {
      pages.slice(n + 1).forEach((b, m) => {
        const pair = `${installed[n]?.program} and ${installed[n + 1 + m]?.program}`;
        expect(unlike(a, b), pair).toBeLessThanOrEqual(ALIKE);
      });
    });
    // They must not agree because they drew nothing.
    const [first] = pages as [Drawn];
    expect(unlike(first, blank(first))).toBeGreaterThan(0.1);
  });
});
