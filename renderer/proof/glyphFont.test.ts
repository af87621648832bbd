import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFontNames } from "../../shared/typesetting/fontFile.ts";
import { glyphCharacter, glyphFont } from "./glyphFont.ts";

const asset = (path: string) => new Uint8Array(readFileSync(new URL(`../../assets/fonts/${path}`, import.meta.url)));

/** Tables of a font file with their bytes, checksums held against them. */
function tablesOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found = new Map<string, Uint8Array>();
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const entry = 12 + i * 16;
    const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4));
    const at = view.getUint32(entry + 8);
    expect(at % 4, `${tag} begins on a multiple of 4`).toBe(0);
    found.set(tag, bytes.subarray(at, at + view.getUint32(entry + 12)));
  }
  return found;
}

describe.each([
  ["TrueType outlines", "spectral/Spectral-400Regular.ttf", "glyf"],
  ["CFF outlines", "source-serif-4/SourceSerif4-Regular.otf", "CFF "],
])("a font with %s", (_name, path, outlines) => {
  const before = asset(path);
  const after = glyphFont(before);
  const tables = tablesOf(after);

  test("keeps its outlines and loses what shapes text", () => {
    expect(tables.get(outlines)).toEqual(tablesOf(before).get(outlines));
    expect([...tables.keys()].filter((tag) => ["GSUB", "GPOS", "GDEF", "kern"].includes(tag))).toEqual([]);
    expect(readFontNames(after).family).toBe(readFontNames(before).family);
  });

  test("maps one private character to each glyph", () => {
    const cmap = tables.get("cmap") as Uint8Array;
    const view = new DataView(cmap.buffer, cmap.byteOffset);
    expect(view.getUint32(28)).toBe(0xf0000);
    expect(view.getUint32(32)).toBe(0xf0000 + readFontNames(before).glyphs - 1);
    expect(glyphCharacter(3).codePointAt(0)).toBe(0xf0003);
  });

  test("sums to the number every font file sums to", () => {
    const view = new DataView(after.buffer);
    let total = 0;
    for (let at = 0; at < after.length; at += 4) total = (total + view.getUint32(at)) >>> 0;
    expect(total).toBe(0xb1b0afba);
  });
});

test("what is no font is refused", () => {
  expect(() => glyphFont(new Uint8Array(64))).toThrow(RangeError);
});
