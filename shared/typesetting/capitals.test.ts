import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle } from "../test/typeset.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import { shapeBlock } from "./shape.ts";
import type { Setup } from "./shaper.ts";

const fonts = shippedFonts();
const shaper = await createShaper(fonts, FALLBACK_FAMILIES);
/** All Vietnamese letters with marks, in words; a currency sign and a number. */
const TEXT = "Ảạằắẵặ ẩẫậấầ ĐẾN đếnệ ịỉĩì ơởỡợớờ ưứừửữự ỳỵỷỹý Óoọỏõó ôốồổỗộ Ủuụũúù êểễ Giá 25₫ cà-phê NXB vợ.";

/** Pieces of words with the features and the size they are set with. */
function parts(font: (typeof fonts)[number], all: boolean) {
  const style = bodyStyle({
    font: font.family,
    weight: font.weight,
    italic: font.italic,
    smallCaps: all ? "all" : "small",
    hyphenate: false,
  });
  const shaped = shapeBlock(block("vi", TEXT), style, "", shaper);
  return {
    shaped,
    pieces: shaped.tokens.map((word, t) => {
      const item = shaped.items[shaped.itemOf[t] ?? 0];
      if (!item) throw new RangeError(`word ${t} has no item`);
      return { word, item, at: shaped.starts[t] ?? 0 };
    }),
  };
}

test.each(
  fonts
    .filter((font) => font.family !== "Noto Sans Symbols 2")
    .map((font) => [`${font.postscriptName}`, font] as const),
)("%s: no word is half in small capitals", (_, font) => {
  for (const all of [false, true]) {
    const { shaped, pieces } = parts(font, all);
    expect(shaped.text.length).toBe(TEXT.length);
    const lacking = shaped.findings.some((f) => f.code === "small-caps-missing");
    let imitated = 0;
    for (const { index, 0: word } of TEXT.matchAll(/\S+/gu)) {
      const own = pieces.filter(({ at }) => at >= index && at < index + word.length);
      const drawn = own.map(({ item }) => item.book.setup.features.includes("smcp=1"));
      // A word has the feature as a whole or not at all.
      expect(new Set(drawn).size, word).toBe(1);
      if (!drawn[0]) {
        imitated++;
        expect(shaped.text.slice(index, index + word.length)).toBe(word.toUpperCase());
        continue;
      }
      // And where it has, every small letter has changed its glyph.
      for (const { word: piece, item } of own) {
        for (const char of piece.text.replace(all ? /[^\p{L}]/gu : /[^\p{Ll}]/gu, "")) {
          const plain: Setup = { ...item.book.setup, features: "" };
          const [a, b] = [shaper.shape(char, plain), shaper.shape(char, item.book.setup)];
          expect(`${a.pieces[0]?.glyphs[0]}`, `${char} in ${word}`).not.toBe(`${b.pieces[0]?.glyphs[0]}`);
        }
      }
    }
    expect(lacking).toBe(imitated > 0);
  }
});

test("the families chosen for small capitals have them for Vietnamese, roman and italic", () => {
  for (const family of ["Spectral", "Literata", "Playfair Display", "Alegreya"]) {
    for (const font of fonts.filter((one) => one.family === family)) {
      const found = parts(font, false).shaped.findings.map((f) => f.message);
      expect(found, font.postscriptName).toEqual([]);
    }
  }
});

test("small capitals asked for by tag are never half imitated either", () => {
  const italic = fonts.find((font) => font.postscriptName === "SourceSerif4-It");
  if (!italic) throw new RangeError("Source Serif 4 Italic is not there");
  const style = bodyStyle({ font: italic.family, italic: true, features: { smcp: 1 } });
  const shaped = shapeBlock(block("vi", "Nghị quyết"), style, "", shaper);
  expect(shaped.text).toBe("NGHỊ QUYẾT");
  expect(shaped.findings.map((f) => f.code)).toEqual(["small-caps-missing"]);
});

test("capitals keep every letter's place, in every language", () => {
  const style = bodyStyle({ capitals: true });
  const text = (lang: string, typed: string) => shapeBlock(block(lang, typed), style, "", shaper).text;
  expect(text("vi", "Đảng ủy")).toBe("ĐẢNG ỦY");
  expect(text("de", "Straße")).toBe("STRAẞE");
  expect(text("tr", "işi")).toBe("İŞİ");
  expect(text("en", "ﬁne")).toBe("ﬁNE");
});
