import { describe, expect, test } from "vitest";
import type { DisplayItem } from "../layout/display.ts";
import { runBox } from "../layout/upward.ts";
import { call, fontFile, has, page, paragraph, run, saved, ticket, words, write } from "../test/pdfJob.ts";
import { content } from "./content.ts";
import { showOutlines } from "./outlineRun.ts";
import type { GlyphPath } from "./ticket.ts";

const of = { block: "c1", role: "photo_credit" } as const;
const CREDIT = "Ảnh: Nguyễn Thị Thuỷ Triều";
const upward = (item: Extract<DisplayItem, { kind: "glyphs" }>) => ({ ...item, upward: true }) as const;
const credit = upward(words(of, run("viet", CREDIT, { size: 7, tracking: 0.02 }), 300, 400));
const list = page(1, [...paragraph("b1", "answer", "spectral", "Những năm qua, nghe dân nói.", 60, 90), credit]);

const READERS = [
  ["poppler", "pdftotext", (file: string) => ["-enc", "UTF-8", file, "-"]],
  ["mutool", "mutool", (file: string) => ["draw", "-q", "-F", "txt", file]],
] as const;

describe("words that read upward in a file", () => {
  for (const [reader, program, args] of READERS) {
    test.skipIf(!has(program))(`are read by ${reader}${has(program) ? "" : " (missing)"}`, async () => {
      const { bytes } = await write([list], ticket());
      const text = call(program, ...args(saved(bytes))).replace(/\s+/g, " ");
      expect(text).toContain(CREDIT);
      expect(text).toContain("Những năm qua, nghe dân nói.");
    });
  }

  test.skipIf(!has("gs"))("are read letter by letter by ghostscript, whose layouts sort them by height", async () => {
    const { bytes } = await write([list], ticket());
    const read = call("gs", "-q", "-sDEVICE=txtwrite", "-dTextFormat=0", "-o", "-", saved(bytes));
    const letters = Array.from(read.matchAll(/ c="([^"]*)"/g), ([, letter = ""]) =>
      letter.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16))),
    );
    expect(letters.join("")).toContain(CREDIT);
  });

  test.skipIf(!has("pdftotext"))("stand where the display list says, by poppler's boxes", async () => {
    const { bytes } = await write([list], ticket({ standard: "screen" }));
    const file = saved(bytes);
    const found = [
      ...call("pdftotext", "-bbox", file, "-").matchAll(
        /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g,
      ),
    ];
    const own = found.filter((word) => CREDIT.split(" ").includes(word[5] ?? ""));
    expect(own.map((word) => word[5])).toEqual(CREDIT.split(" "));
    const box = runBox(credit, 1.2, 0.4);
    for (const [, left, top, right, foot] of own.map((word) => word.map(Number))) {
      expect(left).toBeGreaterThan(box.x);
      expect(right).toBeLessThan(box.x + box.width);
      expect(top).toBeGreaterThan(box.y - 0.2);
      expect(foot).toBeLessThan(box.y + box.height + 0.2);
      expect((foot as number) - (top as number)).toBeGreaterThan(10);
    }
    expect(Number(own[0]?.[4])).toBeCloseTo(400, 0);
  });

  test("as outlines they are the upright ones turned a quarter", () => {
    const glyphPath = (glyph: number): GlyphPath => {
      const { font, upem } = fontFile(credit.run.font);
      return { unitsPerEm: upem, commands: font.glyphToJson(glyph) };
    };
    const numbers = (turned: boolean) => {
      const out = content();
      showOutlines(out, credit.run, 0, 0, glyphPath, turned);
      const body = new TextDecoder().decode(out.bytes()).split("BDC")[1] ?? "";
      return Array.from(body.matchAll(/-?\d+(?:\.\d+)?/g), ([number]) => Number(number));
    };
    const plain = numbers(false);
    const turned = numbers(true);
    expect(plain.length).toBeGreaterThan(1000);
    for (let n = 0; n < plain.length; n += 2) {
      expect(turned[n]).toBeCloseTo(-(plain[n + 1] as number), 2);
      expect(turned[n + 1]).toBeCloseTo(plain[n] as number, 2);
    }
  });
});
