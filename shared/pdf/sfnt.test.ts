import { describe, expect, test } from "vitest";
import { FONTS, fontFile, fontId, type FontName } from "../test/pdfJob.ts";
import { embeddable, maySubset } from "./embeddable.ts";
import { faceOf, readSfnt } from "./sfnt.ts";

describe.each(Object.keys(FONTS) as FontName[])("%s", (name) => {
  const { bytes, font, upem } = fontFile(fontId(name));
  const sfnt = readSfnt(bytes, 0);

  test("advances and glyphs of characters are HarfBuzz's", () => {
    for (let glyph = 0; glyph < sfnt.glyphCount; glyph++) {
      expect(sfnt.advance(glyph)).toBeCloseTo((font.glyphHAdvance(glyph) * 1000) / upem, 3);
    }
    for (const character of "AaZzĐđỢợỨứ0 -…“₫\u{1f600}") {
      const code = character.codePointAt(0) as number;
      expect(sfnt.glyphOf(code)).toBe(font.glyph(code) ?? 0);
    }
  });

  test("says what it is", () => {
    expect(sfnt.postScriptName).toMatch(/^[A-Za-z0-9]+-[A-Za-z]+$/);
    expect(sfnt.unitsPerEm).toBe(upem);
    expect(sfnt.ascent).toBeGreaterThan(sfnt.capHeight);
    expect(sfnt.descent).toBeLessThan(0);
    expect(sfnt.italicAngle < 0).toBe(/italic/i.test(name));
    // Only some fonts fill in PANOSE; the flag guides a substitution that never happens, since fonts are embedded.
    expect(sfnt.serif).toBe(name.startsWith("source"));
    expect(embeddable([{ name, fsType: sfnt.fsType }])).toEqual([]);
  });
});

test("the licence bits forbid what they forbid", () => {
  const say = (fsType: number) =>
    embeddable([{ name: "Sample", fsType }]).map((found) => found.message.split(", and")[0]);
  expect(say(0)).toEqual([]);
  expect(say(0x0008)).toEqual([]);
  expect(say(0x0002)).toEqual(["The licence of Sample forbids embedding (fsType 2)"]);
  expect(say(0x0006)).toEqual([]);
  expect(say(0x0004)).toEqual([]);
  expect(say(0x0100)).toEqual([]);
  expect([0, 0x0008, 0x0100, 0x0108].map((fsType) => maySubset({ fsType }))).toEqual([true, true, false, false]);
  expect(say(0x0204)).toEqual(["The licence of Sample allows only bitmaps of its glyphs to be embedded (fsType 516)"]);
});

test("bytes that are no font are our mistake, said in words", () => {
  expect(() => readSfnt(new Uint8Array(64), 0)).toThrow("no font begins with");
  expect(faceOf("abc#3")).toBe(3);
  expect(faceOf("abc")).toBe(0);
});
