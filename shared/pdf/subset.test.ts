import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FONTS, fontFile, fontId, type FontName, page, ROOT, run, ticket, words, write } from "../test/pdfJob.ts";
import { readSfnt } from "./sfnt.ts";
import { loadSubsetter } from "./subset.ts";

const cutDown = await loadSubsetter(
  new Uint8Array(readFileSync(`${ROOT}node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm`)),
);
function subset(font: Uint8Array, face: number, glyphs: Iterable<number>): Uint8Array {
  const cut = cutDown(font, face, glyphs);
  if (!cut) throw new RangeError("a whole font was not cut down");
  return cut;
}

/** The font with other licence bits: 8 bytes into `OS/2`. */
function licensed(font: Uint8Array, fsType: number): Uint8Array {
  const out = font.slice();
  const view = new DataView(out.buffer);
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    if (view.getUint32(at) === 0x4f532f32) view.setUint16(view.getUint32(at + 8) + 8, fsType);
  }
  return out;
}

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

test.each(["spectral", "source"] as const)("%s: licence bits are obeyed in the file", async (name) => {
  const { bytes } = fontFile(fontId(name));
  const set = async (fsType: number) => {
    const font = licensed(bytes, fsType);
    const glyphs = run(name, "Xin chào");
    const job = ticket({ fonts: () => font });
    const { written } = await write([page(1, [words({ block: "a", role: "answer" }, glyphs, 10, 20)])], job);
    return written;
  };
  const whole = await set(0x0100);
  expect(whole.findings).toEqual([]);
  const tables = readSfnt(bytes, 0).tables;
  const least = name === "source" ? (tables.get("CFF ")?.length ?? 0) : bytes.length - 4 * tables.size;
  expect(whole.fonts[0]?.bytes).toBeGreaterThanOrEqual(least);
  const part = await set(0x0004);
  expect(part.findings).toEqual([]);
  expect(part.fonts[0]?.bytes).toBeLessThan(least / 5);
  expect((await set(0x0002)).findings).toMatchObject([{ code: "font-embedding", severity: "error" }]);
  expect((await set(0x0200)).findings).toMatchObject([{ code: "font-embedding", severity: "error" }]);
});

test("a font too broken to be cut down is said and stays whole", async () => {
  const { bytes } = fontFile(fontId("spectral"));
  const { written } = await write(
    [page(1, [words({ block: "a", role: "answer" }, run("spectral", "Xin chào"), 10, 20)])],
    ticket({ fonts: () => bytes, subset: () => null }),
  );
  expect(written.findings).toMatchObject([{ code: "font-unreadable", severity: "error" }]);
});
