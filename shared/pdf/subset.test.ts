import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FONTS, fontFile, fontId, type FontName, page, ROOT, run, ticket, words, write } from "../test/pdfJob.ts";
import { readSfnt } from "./sfnt.ts";
import { loadSubsetter } from "./subset.ts";

const subset = await loadSubsetter(
  new Uint8Array(readFileSync(`${ROOT}node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm`)),
);

/** Two fonts in one file: their tables as they are, the offsets moved (OpenType 1.9, "Font Collections"). */
function collection(fonts: readonly Uint8Array[]): Uint8Array {
  const head = 12 + 4 * fonts.length;
  const out = new Uint8Array(head + fonts.reduce((sum, font) => sum + font.length, 0));
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x74746366);
  view.setUint32(4, 0x00010000);
  view.setUint32(8, fonts.length);
  let at = head;
  fonts.forEach((font, i) => {
    view.setUint32(12 + 4 * i, at);
    out.set(font, at);
    for (let t = 0; t < view.getUint16(at + 4); t++) {
      const offset = at + 12 + 16 * t + 8;
      view.setUint32(offset, view.getUint32(offset) + at);
    }
    at += font.length;
  });
  return out;
}

test.each(Object.keys(FONTS) as FontName[])("%s keeps its glyphs under their ids, and little else", (name) => {
  const { bytes } = fontFile(fontId(name));
  const glyphs = [...new Set(run(name, "Đồng chí affi 12").glyphs)];
  const cut = subset(bytes, 0, glyphs);
  expect(cut.length).toBeLessThan(bytes.length / 6);
  const [before, after] = [readSfnt(bytes, 0), new DataView(cut.buffer, cut.byteOffset)];
  const tags = Array.from({ length: after.getUint16(4) }, (_, i) =>
    String.fromCharCode(...cut.subarray(12 + 16 * i, 16 + 16 * i)),
  );
  expect(tags).toContain(before.flavour === "cff" ? "CFF " : "glyf");
  for (const gone of ["GSUB", "GPOS", "GDEF", "name", "cmap", "OS/2"]) expect(tags).not.toContain(gone);
  expect(Buffer.compare(subset(bytes, 0, glyphs), cut)).toBe(0);
});

test("a font from a collection is read, cut and embedded by its own number", async () => {
  const [text, italic] = [fontFile(fontId("spectral")), fontFile(fontId("italic"))];
  const both = collection([text.bytes, italic.bytes]);
  expect([0, 1].map((face) => readSfnt(both, face).postScriptName)).toEqual(["Spectral-Regular", "Spectral-Italic"]);
  const glyphs = { ...run("italic", "nghiêng"), font: "c".repeat(64).concat("#1") };
  const { written } = await write(
    [page(1, [words({ block: "a", role: "answer" }, glyphs, 10, 20)])],
    ticket({ fonts: () => both }),
  );
  expect(written.fonts.map(({ name, glyphs: count }) => `${name} ${count}`)).toEqual(["Spectral-Italic 6"]);
  expect(Buffer.compare(subset(both, 1, glyphs.glyphs), subset(italic.bytes, 0, glyphs.glyphs))).toBe(0);
});

test("memory that grew while it worked is read where it is now", () => {
  const { bytes } = fontFile(fontId("source"));
  const all = Array.from({ length: readSfnt(bytes, 0).glyphCount }, (_, i) => i);
  const first = subset(bytes, 0, [1, 2, 3]);
  expect(subset(bytes, 0, all).length).toBeGreaterThan(50_000);
  expect(Buffer.compare(subset(bytes, 0, [1, 2, 3]), first)).toBe(0);
});
