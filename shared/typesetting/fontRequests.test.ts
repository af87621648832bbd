import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle } from "../test/typeset.ts";
import type { CharacterStyle, ParagraphStyle } from "../schema/stylesheet.ts";
import { fontFindings, fontRequests } from "./fontRequests.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import { shapeBlock } from "./shape.ts";

const shaper = await createShaper(shippedFonts(), FALLBACK_FAMILIES);

function styles(
  paragraphs: Readonly<Record<string, Partial<ParagraphStyle>>>,
  characters: Readonly<Record<string, Partial<CharacterStyle>>> = {},
) {
  return {
    styles: Object.fromEntries(
      Object.entries(paragraphs).map(([name, changes]) => [name, bodyStyle({ name, ...changes })]),
    ),
    characterStyles: Object.fromEntries(Object.entries(characters).map(([name, style]) => [name, { name, ...style }])),
  };
}

test("a design asks for each font once, in one order, its character styles' among them", () => {
  const asked = fontRequests(
    styles({ answer: {}, question: { weight: 700 }, caption: {} }, { term: { italic: true }, sign: { font: "Zapf" } }),
  );
  expect(asked.map((r) => `${r.family} ${r.weight}${r.italic ? " italic" : ""}`)).toEqual([
    "Spectral 400",
    "Spectral 400 italic",
    "Spectral 700",
    "Spectral 700 italic",
    "Zapf 400",
    "Zapf 700",
  ]);
});

test("an optical size is asked for by the type's own size, by one named, or not at all", () => {
  const sizes = (opticalSize: "auto" | "none" | number) =>
    fontRequests(styles({ answer: { size: 30, opticalSize } })).map((request) => request.size);
  expect([sizes("none"), sizes("auto"), sizes(12)]).toEqual([[undefined], [30], [12]]);
  const cut = (size: number, weight: number): string =>
    shaper.resolve({ family: "Source Serif 4", weight, italic: false, size }).name;
  expect([7, 9.5, 12, 30].map((size) => cut(size, 400))).toEqual([
    "Source Serif 4 SmText Regular",
    "Source Serif 4 SmText Regular",
    "Source Serif 4 Regular",
    "Source Serif 4 Display Regular",
  ]);
  // There is no semibold cut for small text: the weight counts more than the cut.
  expect(cut(7, 600)).toBe("Source Serif 4 Semibold");
  expect(shaper.resolve({ family: "Source Serif 4", weight: 400, italic: false }).name).toBe("Source Serif 4 Regular");
});

test("what stands in for a font is said: missing is an error, another weight is worth knowing", () => {
  const said = fontFindings(
    styles({
      answer: {},
      question: { weight: 500 },
      headline: { font: "Helvetica Neue", weight: 700 },
      kicker: { font: "Bodoni", weight: 400 },
      caption: { fontWidth: 75 },
    }),
    shaper,
  ).map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  expect(said).toEqual([
    "info font-near: Spectral is not here in the weight that style question asks for (500); Spectral Regular stands in for it",
    'error font-missing: The font "Helvetica Neue" (style headline) is not here; Be Vietnam Pro stands in for it',
    'error font-missing: The font "Bodoni" (style kicker) is not here; Source Serif 4 stands in for it',
    "warning font-near: Spectral is not here in the width that style caption asks for (400, width 75 %); Spectral Regular stands in for it",
  ]);
});

test("emphasis that its family has no font for is said where it stands", async () => {
  const upright = await createShaper(
    shippedFonts().filter((font) => font.family === "Spectral" && !font.italic),
    [],
  );
  const words = block("en", "what ", ["she", { em: true }], " said");
  const say = (shaper: typeof upright) =>
    shapeBlock(words, bodyStyle(), "", shaper).findings.map(({ code, severity, from, to }) => [
      code,
      severity,
      from,
      to,
    ]);
  expect(say(upright)).toEqual([["font-near", "warning", 5, 8]]);
  expect(say(shaper)).toEqual([]);
});
