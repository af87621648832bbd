import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { comparisonJob } from "../test/typeset.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import type { Setup, ShapedText } from "./shaper.ts";
import { wordBook } from "./words.ts";

const fonts = shippedFonts();
const shaper = await createShaper(fonts, FALLBACK_FAMILIES);

function setup(family: string, changes: Partial<Setup> & { weight?: number; italic?: boolean } = {}): Setup {
  const { weight = 400, italic = false, ...rest } = changes;
  const { font } = shaper.resolve({ family, weight, italic });
  return { font, script: "Latn", lang: "vi", direction: "ltr", features: "", ...rest };
}
const familyOf = (id: string): string => fonts.find((font) => font.id === id)?.family ?? "?";

test("a sign and a currency the text font lacks come from a fallback, cluster by cluster", () => {
  const shaped = shaper.shape("❖5₫", setup("Playfair Display"));
  expect(shaped.missing).toEqual([]);
  expect(shaped.pieces.map((piece) => `${familyOf(piece.font)} ${piece.from}-${piece.to}`)).toEqual([
    "Noto Sans Symbols 2 0-1",
    "Playfair Display 1-2",
    "Source Serif 4 2-3",
  ]);
  for (const piece of shaped.pieces) {
    expect(piece.glyphs).not.toContain(0);
    expect(piece.scale).toBeGreaterThanOrEqual(0.8);
    expect(piece.scale).toBeLessThanOrEqual(1.2);
  }
});

test("what no font has is missing, and said", () => {
  expect(shaper.shape("a\u{10ffff}b", setup("Spectral")).missing).toEqual([{ from: 1, to: 3 }]);
});

test("no text at all brings a glyph 0 that is not reported", () => {
  const letter = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom("ế", "ﬁ", "❖", "₫", "e\u0301\u0323", "\u200d", "👩‍👩‍👧", "\ufdd0", "\u{e0041}", "\u0301", " "),
  );
  const text = fc.array(letter, { maxLength: 12 }).map((parts) => parts.join(""));
  const families = fc.constantFrom("Spectral", "Source Serif 4", "Noto Sans Symbols 2", "Be Vietnam Pro");
  let missed = 0;
  fc.assert(
    fc.property(text, families, fc.constantFrom("", "smcp=1"), (words, family, features) => {
      const shaped = shaper.shape(words, setup(family, { features }));
      for (const piece of shaped.pieces) {
        piece.glyphs.forEach((glyph, i) => {
          const at = piece.clusters[i] ?? 0;
          if (glyph !== 0) return;
          missed++;
          expect(shaped.missing.some(({ from, to }) => at >= from && at < to)).toBe(true);
        });
      }
    }),
    { numRuns: 1500, seed: 3 },
  );
  expect(missed).toBeGreaterThan(100);
});

test("a fallback matches the genre, and in capitals the height of the capitals", () => {
  const lender = (family: string, text: string) => {
    const piece = shaper.shape(text, setup(family)).pieces.find((one) => familyOf(one.font) !== family);
    return piece && { family: familyOf(piece.font), scale: piece.scale, metrics: shaper.metrics(piece.font) };
  };
  // Letters of Cyrillic, which Be Vietnam Pro has none of.
  const small = lender("Be Vietnam Pro", "ж");
  const large = lender("Be Vietnam Pro", "ЖЖ");
  const own = shaper.metrics(setup("Be Vietnam Pro").font);
  expect(small?.family).toBe("Alegreya Sans");
  expect(small?.scale).toBe(Math.min(1.2, own.xHeight / (small?.metrics.xHeight ?? 1)));
  expect(large?.scale).toBe(Math.min(1.2, own.capHeight / (large?.metrics.capHeight ?? 1)));
  expect(lender("Playfair Display", "₫")?.family).toBe("Source Serif 4");
});

test("a word of a megabyte is shaped in bounded time", () => {
  const began = performance.now();
  const shaped = shaper.shape("nghiêng".repeat(150_000), setup("Spectral"));
  expect(shaped.pieces[0]?.glyphs.length).toBe(1_050_000);
  const lacking = shaper.shape("ꙮ".repeat(200_000), setup("Spectral"));
  expect(lacking.missing).toEqual([{ from: 0, to: 200_000 }]);
  expect(shaper.shape("\udc00".repeat(200_000), setup("Spectral")).missing).toEqual([{ from: 0, to: 200_000 }]);
  const heap = `e${"\u0f71".repeat(10_000)}`;
  expect(shaper.shape(heap, setup("Spectral")).missing.length).toBe(1);
  expect(performance.now() - began).toBeLessThan(6000);
});

test("lone surrogates and ten thousand marks are shaped in bounded time", () => {
  expect(shaper.shape("a\ud800b", setup("Spectral")).missing).toEqual([{ from: 1, to: 2 }]);
  expect(shaper.shape(`e${"\u0301".repeat(10_000)}`, setup("Spectral")).pieces.length).toBeGreaterThan(0);
});

test("letters with two marks are one cluster, composed or not", () => {
  const a = shaper.shape("Ệ", setup("Spectral"));
  const b = shaper.shape("Ệ".normalize("NFD"), setup("Spectral"));
  expect(a.pieces[0]?.glyphs).toEqual(b.pieces[0]?.glyphs);
  expect(new Set(b.pieces[0]?.clusters).size).toBe(1);
  expect(a.pieces[0]?.above).toBeGreaterThan(0.8);
});

test("characters without ink get no glyph", () => {
  const shaped = shaper.shape("con\u00adgress", setup("Spectral", { lang: "en" }));
  expect(shaped.pieces[0]?.glyphs.length).toBe(8);
});

test("a damaged font shapes something or nothing, and never brings the shaper down", async () => {
  const whole = fonts.find((font) => font.postscriptName === "BeVietnamPro-Regular");
  if (!whole) throw new RangeError("Be Vietnam Pro is not there");
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let run = 0; run < 25; run++) {
    const bytes = whole.bytes.slice(0, run % 3 === 0 ? random(whole.bytes.length) : whole.bytes.length);
    for (let i = 0; i < 200; i++) bytes[300 + random(bytes.length)] = random(256);
    const damaged = await createShaper([{ ...whole, bytes }], []);
    const { font } = damaged.resolve({ family: whole.family, weight: 400, italic: false });
    const metrics = damaged.metrics(font);
    expect([metrics.space, metrics.xHeight, metrics.ascender].every(Number.isFinite)).toBe(true);
    const how = { font, script: "Latn", lang: "vi", direction: "ltr", features: "smcp=1" } as const;
    for (const piece of damaged.shape("Nghị quyết “Ô Môn”", how).pieces) {
      expect(piece.advances.every(Number.isFinite)).toBe(true);
    }
  }
});

/** Glyph ids, and pens of all glyphs in font units, kerning with the spaces included. */
function flatten({ pieces }: ShapedText, upem: number): { ids: number[]; pens: number[]; width: number } {
  const ids: number[] = [];
  const pens: number[] = [];
  let pen = 0;
  for (const piece of pieces) {
    for (let i = 0; i < piece.glyphs.length; i++) {
      ids.push(piece.glyphs[i] ?? 0);
      pens.push(Math.round(pen + (piece.dx?.[i] ?? 0) * upem));
      pen += Math.round((piece.advances[i] ?? 0) * upem);
    }
  }
  return { ids, pens, width: pen };
}

const stories = [comparisonJob("vi"), comparisonJob("en")];
test.skipIf(stories.includes(null))(
  "words shaped alone stand where they stand in the whole paragraph (needs the comparison stories)",
  () => {
    const differences: string[] = [];
    for (const family of ["Spectral", "Literata", "Source Serif 4", "Playfair Display", "Be Vietnam Pro"]) {
      for (const italic of [false, true]) {
        for (const job of stories) {
          if (!job) continue;
          const how = setup(family, { lang: job.lang, italic });
          const upem = fonts.find((font) => font.id === how.font)?.unitsPerEm ?? 1000;
          const book = wordBook(shaper, how);
          for (const { s } of job.body) {
            if (s === undefined) continue;
            const whole = flatten(shaper.shape(s, how), upem);
            const ids: number[] = [];
            const pens: number[] = [];
            let pen = 0;
            const words = s.split(" ").map((text) => book.word(text));
            words.forEach((word, i) => {
              const own = flatten(word, upem);
              ids.push(...own.ids);
              pens.push(...own.pens.map((x) => x + pen));
              pen += own.width;
              const next = words[i + 1];
              if (!next) return;
              ids.push(book.spaceWord.pieces[0]?.glyphs[0] ?? 0);
              // A kern on the word's last letter moves the space, one on the space moves the next word.
              pens.push(pen + Math.round(word.kernAfter * upem));
              pen += Math.round((word.kernAfter + book.space + next.kernBefore) * upem);
            });
            const wrong = whole.ids.filter((id, i) => id !== ids[i]).length + Math.abs(whole.ids.length - ids.length);
            const moved = whole.pens.filter((x, i) => x !== pens[i]).length;
            if (wrong + moved > 0)
              differences.push(`${family}${italic ? " italic" : ""}: ${wrong} ids, ${moved} places`);
          }
        }
      }
    }
    expect(differences).toEqual([]);
  },
);

const hbShape = "/usr/bin/hb-shape";
/** Taken in turn by the fonts, so that every feature meets serif and sans, roman and italic. */
const FEATURES = ["", "onum=1,smcp=1", "liga=0", "lnum=1,tnum=1", "dlig=1", "kern=0", "frac=1", "case=1"] as const;
test.skipIf(!existsSync(hbShape) || stories.includes(null))(
  "hb-shape gives the same glyphs and places for more than 10,000 words in every shipped font (needs hb-shape and the comparison stories)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "quoin-shape-"));
    const differences: string[] = [];
    const families = new Set<string>();
    let compared = 0;
    try {
      fonts.forEach((font, n) => {
        for (const [k, job] of stories.entries()) {
          // Neighbours come two at a time, so that kerning with the space between them is looked at too.
          const words = [...new Set(job?.body.flatMap(({ s }) => (s ?? "").match(/\S+ \S+|\S+/g) ?? []) ?? [])];
          const some = words.filter((_, i) => i % 5 === (n + k) % 5).slice(0, 260);
          const lang = job?.lang ?? "vi";
          const features = FEATURES[(n + k) % FEATURES.length] ?? "";
          const how = { font: font.id, script: "Latn", lang, direction: "ltr", features } as const;
          const file = join(folder, "font");
          writeFileSync(file, font.bytes);
          const lines = execFileSync(
            hbShape,
            [
              "--no-glyph-names",
              "--no-clusters",
              "--script=Latn",
              `--language=${lang}`,
              "--direction=ltr",
              "--preserve-default-ignorables=0",
              `--features=${features}`,
              `--font-size=${font.unitsPerEm}`,
              file,
            ],
            { input: some.join("\n"), encoding: "utf8", maxBuffer: 1 << 26 },
          ).trimEnd();
          lines.split("\n").forEach((line, i) => {
            const words = some[i] ?? "";
            const theirs = line.slice(1, -1).split("|");
            const shaped = shaper.shape(words, how);
            // Words with a fallback are not hb-shape's to judge.
            if (shaped.pieces.some((piece) => piece.font !== font.id)) return;
            const ours = shaped.pieces.flatMap((piece) =>
              [...piece.glyphs].map((id, g) => {
                const units = (x: number): number => Math.round(x * font.unitsPerEm);
                const [dx, dy] = [units(piece.dx?.[g] ?? 0), units(piece.dy?.[g] ?? 0)];
                return `${id}${dx !== 0 || dy !== 0 ? `@${dx},${dy}` : ""}+${units(piece.advances[g] ?? 0)}`;
              }),
            );
            compared += words.split(" ").length;
            families.add(font.family);
            if (ours.join("|") !== theirs.join("|"))
              differences.push(`${font.postscriptName} ${features} ${words}: ${ours} / ${theirs}`);
          });
        }
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(10_000);
    expect(families.size).toBe(new Set(fonts.map((font) => font.family)).size);
  },
);
