import { describe, expect, test } from "vitest";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle } from "../test/typeset.ts";
import type { Em } from "../units.ts";
import { fixedShaper } from "./fixedShaper.ts";
import type { Line } from "./glyphs.ts";
import { createShaper } from "./harfbuzz.ts";
import { edgesIn } from "./outline.ts";
import { leftHang, rightHang } from "./protrusion.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";
import { wordBook } from "./words.ts";

const shaper = await createShaper(shippedFonts(), FALLBACKS);
const COPY =
  "“The Tower,” wrote Agnes, “was taller than any Yew.” Very well: We took Alice’s view, walking “Away” – to Avila, " +
  "Ypres, Trent; Jena, Turin, Oxford. “Tell us,” they say, “what you saw.” And so: Value, worth, type, variety, " +
  "fly-by-night well-to-do folk, Wolves. Yes! Yet Tom, Vic, Al, Ida, Jo – even Theo – voted. “You, too?” asked Walter. ";

function bookOf(family: string, italic = false) {
  const { font } = shaper.resolve({ family, weight: 400, italic });
  return wordBook(shaper, { font, script: "Latn", lang: "en", direction: "ltr", features: "" });
}

/** Where the eye sees a line's edge: the mean over strips of its x-height of how far in the first ink lies. */
function seenEdge(line: Line, side: "left" | "right", style: { readonly size: number }): number {
  const REACH = 2.5;
  const strips = 12;
  let sum = 0;
  const at: number[] = [];
  for (let strip = 0; strip < strips; strip++) {
    let edge = side === "left" ? Infinity : -Infinity;
    for (const run of line.runs) {
      run.glyphs.forEach((glyph, g) => {
        const high = (0.45 * strip) / strips;
        const ink = edgesIn(shaper.outline(run.font, glyph), high, high + 0.45 / strips);
        if (!ink) return;
        const x = run.xs[g] ?? 0;
        const scale = run.size * run.scaling;
        edge = side === "left" ? Math.min(edge, x + ink.left * scale) : Math.max(edge, x + ink.right * scale);
      });
    }
    at.push(edge);
  }
  const outermost = side === "left" ? Math.min(...at) : Math.max(...at);
  for (const edge of at) sum += Math.min(REACH, Math.abs(edge - outermost));
  return (outermost + (side === "left" ? sum : -sum) / strips) / style.size;
}
function spread(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}

test.each(["Spectral", "Source Serif 4", "Playfair Display", "Be Vietnam Pro", "Literata", "Alegreya"])(
  "%s: both edges of a column are straighter with than without",
  (font) => {
    const spreads = [true, false].map((protrusion) => {
      const style = bodyStyle({ font, protrusion });
      const setTo = (copy: string, width: number) =>
        setLines(shapeBlock(block("en", copy), style, "", shaper), [{ x: 0, width }]).lines;
      // Left, each beginning once: how often one comes to stand there is the breaker's choice.
      const beginnings = [...new Set(COPY.match(/\p{L}+/gu))].flatMap((word) => setTo(word, 500));
      const left = spread(beginnings.map((line) => seenEdge(line, "left", style)));
      const ends = [120, 140, 165, 190].flatMap((width) =>
        setTo(COPY.repeat(3), width)
          .slice(0, -1)
          .map((line) => seenEdge(line, "right", style) - width / style.size),
      );
      return { left, right: spread(ends) };
    });
    const [hung, flush] = spreads;
    expect(hung?.left ?? 1).toBeLessThan(flush?.left ?? 0);
    expect(hung?.right ?? 1).toBeLessThan(flush?.right ?? 0);
  },
);

describe("each font's own measure", () => {
  test("letters with white at their edge hang, straight ones stand", () => {
    for (const family of ["Spectral", "Source Serif 4", "Be Vietnam Pro", "Playfair Display"]) {
      const book = bookOf(family);
      const left = (char: string) => book.word(char).hangLeft;
      for (const open of "ATVWY") expect(left(open), `${family} ${open}`).toBeGreaterThan(0.018);
      for (const straight of "nmrhl") expect(left(straight), `${family} ${straight}`).toBeLessThan(0.01);
      for (const any of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") {
        expect(left(any)).toBeGreaterThanOrEqual(0);
        expect(left(any), `${family} ${any}`).toBeLessThanOrEqual(0.04);
      }
    }
  });

  test("a point hangs whole, whatever the white beside it", () => {
    for (const family of ["Spectral", "Be Vietnam Pro"]) {
      const word = bookOf(family).word(".");
      const piece = word.pieces[0];
      const ink = piece && edgesIn(shaper.outline(piece.font, piece.glyphs[0] ?? 0), -1, 1);
      expect(word.hangRight).toBeCloseTo(word.width - (ink?.left ?? 0), 6);
    }
  });

  test("marks over a letter change nothing", () => {
    const book = bookOf("Spectral");
    expect(book.word("Ẫ").hangLeft).toBeCloseTo(book.word("A").hangLeft, 2);
  });

  test("a font without outlines hangs by the table alone", () => {
    const plain = fixedShaper({ advance: 0.5 });
    const { font } = plain.resolve({ family: "Fixed", weight: 400, italic: false });
    const book = wordBook(plain, { font, script: "Latn", lang: "en", direction: "ltr", features: "" });
    expect(book.word("A").hangLeft).toBe(0);
    expect(book.word("-").hangRight).toBeCloseTo(0.375, 9);
  });
});

describe("a design's own mind", () => {
  const word = bookOf("Spectral").word("Av-");
  const hangs = (factor: number, characters: Readonly<Record<string, readonly [number, number]>>) => {
    const table = Object.fromEntries(Object.entries(characters).map(([c, [l, r]]) => [c, [l as Em, r as Em] as const]));
    const style = { protrusion: true, margins: { factor, characters: table } };
    return [leftHang(style, word), rightHang(style, word)];
  };
  test("a factor, a table, both, and none at all", () => {
    expect(hangs(0.5, {})).toEqual([word.hangLeft / 2, word.hangRight / 2]);
    expect(hangs(1, { A: [0.1, 0], "-": [0, 0.3] })).toEqual([0.1, 0.3]);
    expect(hangs(2, { "-": [0, 0.3] })).toEqual([word.hangLeft * 2, 0.6]);
    expect(leftHang({ protrusion: false, margins: null }, word)).toBe(0);
    expect(rightHang({ protrusion: true, margins: null }, word)).toBe(word.hangRight);
  });
});
