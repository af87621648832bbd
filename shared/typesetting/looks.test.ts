import { expect, test } from "vitest";
import type { CharacterStyles, NestedRun } from "../schema/stylesheet.ts";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle } from "../test/typeset.ts";
import { wardrobeOf } from "./dress.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import { lookOf } from "./looks.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const fonts = shippedFonts();
const shaper = await createShaper(fonts, FALLBACK_FAMILIES);
const nameOf = (id: string): string => fonts.find((font) => font.id === id)?.postscriptName ?? "?";

const characters: CharacterStyles = {
  name: { name: "name", weight: 700, size: { share: 0.8 }, features: { ss01: 1 } },
  loud: { name: "loud", font: "Be Vietnam Pro", size: { points: 12 }, baseline: 2, scaling: 1.1, letterSpace: 0.05 },
  slanted: { name: "slanted", italic: true },
  whole: { name: "whole", noBreak: true },
  shouted: { name: "shouted", capitals: true, lang: "tr" },
  raised: { name: "raised", position: "superscript" },
};
const body = bodyStyle({ size: 10, features: { onum: 1 }, hyphenate: false });

function items(...parts: Parameters<typeof block> extends [string, ...infer P] ? P : never) {
  const shaped = shapeBlock(block("en", ...parts), body, "", shaper, 0, { characters, nested: [] });
  return { shaped, items: shaped.items };
}

test("a character style changes what it names and leaves the paragraph's rest", () => {
  const look = lookOf(body, ["name", "loud"], characters);
  expect(look).toMatchObject({
    names: ["name", "loud"],
    font: "Be Vietnam Pro",
    weight: 700,
    size: 12,
    features: { onum: 1, ss01: 1 },
    letterSpace: 0.05,
    baseline: 2,
    scaling: 1.1,
    figures: "default",
  });
  expect(lookOf(body, ["name"], characters).size).toBe(8);
  expect(lookOf(body, ["name", "loud"], characters)).toBe(look);
  expect(lookOf(body, ["toString"], characters)).toEqual(lookOf(body, [], characters));
});

test("its font, size and shift reach the glyphs, and marks go against what it makes", () => {
  const {
    items: [plain, name, em, strong, loud],
  } = items(
    "a ",
    ["b ", { charStyle: "name" }],
    ["c ", { charStyle: "slanted", em: true }],
    ["d ", { charStyle: "name", strong: true }],
    ["e", { charStyle: "loud", adjust: { tracking: 100, kerning: 0, scaling: 0.5, baseline: 1 } }],
  );
  expect([plain, name, em, strong, loud].map((item) => nameOf(item?.book.setup.font ?? ""))).toEqual([
    "Spectral-Regular",
    "Spectral-Bold",
    "Spectral-Regular",
    "Spectral-Regular",
    "BeVietnamPro-Regular",
  ]);
  expect([plain, name, loud].map((item) => item?.size)).toEqual([10, 8, 12]);
  expect(loud?.shift).toBe(3);
  expect(loud?.scaling).toBeCloseTo(0.55);
  expect(loud?.letterSpace).toBeCloseTo(12 * 0.15);
  expect(name?.look.styles).toEqual(["name"]);
});

test("capitals by a style keep its language, and its raised letters are the font's", () => {
  const { shaped } = items(["işi", { charStyle: "shouted" }], " x", ["2", { charStyle: "raised" }]);
  expect(shaped.text).toBe("İŞİ x2");
  expect(shaped.items.map((item) => item.book.setup.features.includes("sups=1"))).toEqual([false, false, true]);
});

test("words that a style keeps together stay on one line", () => {
  const text = "one two three four five six seven";
  for (const [charStyle, lines] of [
    [null, ["one two ", "three four ", "five six ", "seven"]],
    ["whole", ["one ", "two three ", "four five ", "six seven"]],
  ] as const) {
    const { shaped } = items("one ", ["two three", { charStyle }], text.slice(13));
    const narrow = { ...shaped, style: { ...shaped.style, align: "left" as const } };
    const set = setLines(narrow, [{ x: 0, width: 52 }]).lines.map((line) => line.text);
    expect(
      set.some((line) => line.includes("two three")),
      `${charStyle}: ${set.join("|")}`,
    ).toBe(charStyle !== null);
    expect(set.join("")).toBe(lines.join(""));
  }
});

test("a nested run lies under a mark's style; the rest of a paragraph begins none anew", () => {
  const nested: NestedRun[] = [{ style: "name", until: { kind: "words", count: 3 }, withSign: false }];
  const style = bodyStyle({ nested });
  const whole = block("en", "one ", ["two", { charStyle: "slanted" }], " three four five");
  const wardrobe = wardrobeOf(characters, (block) => (block === rest ? { block: whole, from: 8 } : undefined));
  const rest = block("en", whole.text.slice(8));
  const told = (copy: typeof whole) =>
    shapeBlock(copy, style, "", shaper, 0, wardrobe.dress(copy, style, "", [])).items.map((item) => item.look.styles);
  expect(told(whole)).toEqual([["name"], ["name", "slanted"], ["name"], []]);
  expect(wardrobe.dress(rest, style, "", []).nested).toEqual([{ from: 0, to: 5, style: "name" }]);
  expect(told(block("en", "none"))).toEqual([["name"]]);
  expect(wardrobe.key(whole, bodyStyle())).toContain("slanted=");
  expect(wardrobe.key(rest, bodyStyle())).toBe("");
});
