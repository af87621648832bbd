import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CharacterStyle, CharacterStyles, ParagraphStyle } from "../schema/stylesheet.ts";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import { readOffers } from "./fontOffers.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import { setLines } from "./setLines.ts";
import { type ShapedBlock, shapeBlock } from "./shape.ts";

const fonts = shippedFonts();
const shaper = await createShaper(fonts, FALLBACK_FAMILIES);
const hbShape = "/usr/bin/hb-shape";

const dressed = (characters: CharacterStyles) => ({ characters, nested: [] });
function shape(style: Partial<ParagraphStyle>, lang: string, text: string): ShapedBlock {
  return shapeBlock(block(lang, text), bodyStyle({ hyphenate: false, ...style }), "", shaper);
}
/** Glyph ids of a block, token by token, the spaces left out. */
function glyphs(shaped: ShapedBlock): readonly number[] {
  return shaped.tokens.flatMap((word) => (word.text.trim() === "" ? [] : word.pieces.flatMap((p) => [...p.glyphs])));
}
function referee(family: string, italic: boolean, lang: string, features: string, text: string): readonly number[] {
  const { font } = shaper.resolve({ family, weight: 400, italic });
  const face = fonts.find((one) => one.id === font);
  if (!face) throw new RangeError(family);
  const folder = mkdtempSync(join(tmpdir(), "quoin-features-"));
  try {
    const file = join(folder, "font");
    writeFileSync(file, face.bytes);
    const said = execFileSync(
      hbShape,
      [
        "--no-glyph-names",
        "--no-clusters",
        "--no-positions",
        "--script=Latn",
        `--language=${lang}`,
        "--direction=ltr",
      ].concat(["--remove-default-ignorables", `--features=${features}`, file]),
      { input: text, encoding: "utf8" },
    );
    return said.trim().slice(1, -1).split("|").map(Number);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Family, what the style says, language, text, and what hb-shape is told; single words, so that it sees the same. */
const CASES: readonly (readonly [string, Partial<ParagraphStyle>, string, string, string])[] = [
  ["Spectral", { figures: "old-style" }, "vi", "1986", "onum"],
  ["Spectral", { figures: "lining", figureWidth: "tabular" }, "vi", "1986", "lnum,tnum"],
  ["Playfair Display", { figures: "lining" }, "vi", "1986", "lnum"],
  ["Source Serif 4", { figureWidth: "proportional" }, "en", "1986", "pnum"],
  ["Literata", { slashedZero: true }, "en", "2010", "zero"],
  ["Spectral", { fractions: true }, "en", "3/4", "frac"],
  ["Alegreya", { ordinals: true }, "es", "2a", "ordn"],
  ["Spectral", { ligatures: "none" }, "en", "office", "liga=0,clig=0,dlig=0,hlig=0"],
  ["Spectral", { ligatures: "discretionary" }, "en", "active", "dlig"],
  ["Spectral", { ligatures: "discretionary", letterSpace: 0.05 }, "en", "office", "liga=0,clig=0,dlig=0,hlig=0"],
  ["Spectral", { caseSensitive: "always" }, "en", "(ABC)", "case"],
  ["Spectral", {}, "en", "(ABC)", "case"],
  ["Spectral", { caseSensitive: "never" }, "en", "(ABC)", ""],
  ["Spectral", { kerning: "none" }, "en", "AVATAR", "kern=0,case"],
  ["Spectral", { smallCaps: "all" }, "vi", "Đảng", "smcp,c2sc"],
  ["Spectral", { stylisticSets: ["ss01"] }, "en", "Kaggy", "ss01"],
  ["Spectral", { features: { ss02: 1, kern: 0 } }, "en", "AVaggy", "ss02,kern=0"],
  ["Playfair Display", { contextual: false }, "en", "office", "calt=0"],
  ["Literata", {}, "ro", "ştiinţă", ""],
  ["Spectral", { smallCaps: "small" }, "tr", "ili", "smcp"],
  ["Spectral", {}, "de", "Auf\u200clage", ""],
];
test.skipIf(!existsSync(hbShape)).each(CASES)(
  "%s %j %s %s: glyphs as hb-shape's (needs hb-shape)",
  (font, style, lang, text, features) => {
    const shaped = shape({ font, ...style }, lang, text);
    expect(shaped.findings).toEqual([]);
    expect(glyphs(shaped)).toEqual(referee(font, false, lang, features, text));
  },
);

test("what is asked for changes glyphs where it should and nowhere else", () => {
  const same = (style: Partial<ParagraphStyle>, lang: string, text: string) =>
    expect(glyphs(shape(style, lang, text)), `${lang} ${text}`).toEqual(glyphs(shape({}, lang, text)));
  const other = (style: Partial<ParagraphStyle>, lang: string, text: string) =>
    expect(glyphs(shape(style, lang, text)), `${lang} ${text}`).not.toEqual(glyphs(shape({}, lang, text)));
  other({ fractions: true }, "en", "1/2");
  for (const text of ["05-CT/TW", "1/9/2015", "30/4", "24/7"]) same({ fractions: true }, "vi", text);
  other({ font: "Alegreya", ordinals: true }, "fr", "le 2e tour");
  same({ ordinals: true }, "vi", "nhà 2e, 3a");
  other({ caseSensitive: "never" }, "vi", "ĐẢNG ỦY (HẬU GIANG)");
  same({ caseSensitive: "never" }, "vi", "Đảng ủy (Hậu Giang)");
});

test("the language chooses the forms of its letters", () => {
  // Turkish keeps the dot of i under small capitals and out of ligatures.
  expect(glyphs(shape({ smallCaps: "small" }, "tr", "ili"))).not.toEqual(
    glyphs(shape({ smallCaps: "small" }, "en", "ili")),
  );
  // Romanian puts commas under s and t where old texts have cedillas.
  const cedilla = glyphs(shape({ font: "Literata" }, "ro", "ş"));
  expect(cedilla).toEqual(glyphs(shape({ font: "Literata" }, "ro", "ș")));
  expect(cedilla).not.toEqual(glyphs(shape({ font: "Literata" }, "tr", "ş")));
  // And a style may say the language of its words.
  const copy = block("en", ["ş", { charStyle: "romanian" }]);
  const shaped = shapeBlock(
    copy,
    bodyStyle({ font: "Literata" }),
    "",
    shaper,
    0,
    dressed({ romanian: { name: "romanian", lang: "ro" } }),
  );
  expect(glyphs(shaped)).toEqual(cedilla);
});

test("no ligature goes across a joint of a word, marked by a soft hyphen or a non-joiner", () => {
  for (const joint of ["\u00ad", "\u200c"]) {
    const [whole, parted] = [shape({}, "de", "Auflage"), shape({}, "de", `Auf${joint}lage`)];
    expect(glyphs(parted).length).toBe(glyphs(whole).length + 1);
    const measures = [{ x: 0, width: 300 }];
    expect(broken(parted, setLines(parted, measures), measures)).toEqual([]);
    expect(setLines(parted, measures).lines[0]?.text).toBe(`Auf${joint}lage`);
  }
});

test("stylistic sets are asked for by tag or by the font's own name; another is said, once", () => {
  const { tags, sets } = shaper.offers(shaper.resolve({ family: "Source Serif 4", weight: 400, italic: false }).font);
  expect(tags.has("ss01")).toBe(true);
  const [tag, name] = [...sets][0] ?? ["", ""];
  expect(name).not.toBe("");
  const font = "Source Serif 4";
  const byName = shape({ font, stylisticSets: [name.toUpperCase()] }, "en", "agQI&0");
  expect(glyphs(byName)).toEqual(glyphs(shape({ font, stylisticSets: [tag] }, "en", "agQI&0")));
  expect(byName.findings).toEqual([]);
  const unknown = shape({ font, stylisticSets: ["Swash caps"] }, "en", "one two three");
  expect(unknown.findings.map((f) => [f.code, f.severity])).toEqual([["feature-missing", "info"]]);
  expect(unknown.findings[0]?.message).toContain(`${tag} "${name}"`);
});

test("what a font has not is said where the text would show it", () => {
  const found = (style: Partial<ParagraphStyle>, text: string): readonly string[] =>
    shape(style, "en", text).findings.map((f) => f.message);
  const font = "Be Vietnam Pro";
  expect(found({ font, figures: "old-style" }, "no figures")).toEqual([]);
  expect(found({ font, figures: "old-style" }, "in 1986 and 1987")).toEqual([
    "Be Vietnam Pro has no old-style figures",
  ]);
  // Its figures are lining as they come.
  expect(found({ font, figures: "lining", features: { lnum: 0 } }, "in 1986")).toEqual([]);
  expect(found({ font, slashedZero: true }, "1986")).toEqual([]);
  expect(found({ font, slashedZero: true, swash: true }, "2010 a")).toEqual([
    "Be Vietnam Pro has no slashed zero",
    "Be Vietnam Pro has no swashes",
  ]);
  expect(found({ font, features: { hwid: 1 } }, "a")).toEqual(['Be Vietnam Pro has no feature "hwid"']);
  expect(found({ font, ligatures: "discretionary" }, "a")).toEqual(["Be Vietnam Pro has no discretionary ligatures"]);
});

test("kerning with the space is the font's, and none where no kerning is wanted", () => {
  for (const font of ["Source Serif 4", "Playfair Display"]) {
    const copy = "Thưa V Tới Y Vang";
    const widthOf = (features: string): number => {
      const { font: id } = shaper.resolve({ family: font, weight: 400, italic: false });
      const setup = { font: id, script: "Latn", lang: "vi", direction: "ltr", features } as const;
      return shaper
        .shape(copy, setup)
        .pieces.reduce((sum, piece) => sum + piece.advances.reduce((a, b) => a + b, 0), 0);
    };
    const set = (kerning: "metrics" | "none"): number => {
      const shaped = shape({ font, kerning, size: 10, protrusion: false, caseSensitive: "never" }, "vi", copy);
      return setLines(shaped, [{ x: 0, width: 1000 }]).lines[0]?.width ?? 0;
    };
    expect(widthOf(""), font).not.toBeCloseTo(widthOf("kern=0"), 4);
    expect(set("metrics"), font).toBeCloseTo(widthOf("") * 10, 6);
    expect(set("none"), font).toBeCloseTo(widthOf("kern=0") * 10, 6);
  }
});

test("a table of features that lies is read as far as it goes", () => {
  const { font } = shaper.resolve({ family: "Spectral", weight: 400, italic: false });
  expect(shaper.offers(font).tags.has("onum")).toBe(true);
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(readOffers(a, b, a).tags.size).toBeLessThan(200);
    }),
  );
  expect(readOffers(undefined, undefined, undefined).tags.size).toBe(0);
});

const characterStyle: fc.Arbitrary<Omit<CharacterStyle, "name">> = fc.record(
  {
    figures: fc.constantFrom("default", "lining", "old-style"),
    figureWidth: fc.constantFrom("default", "tabular", "proportional"),
    ligatures: fc.constantFrom("none", "standard", "discretionary", "historical", "all"),
    fractions: fc.boolean(),
    ordinals: fc.boolean(),
    caseSensitive: fc.constantFrom("auto", "always", "never"),
    stylisticSets: fc.subarray(["ss01", "ss03", "nonsense"]),
    slashedZero: fc.boolean(),
    swash: fc.boolean(),
    contextual: fc.boolean(),
    kerning: fc.constantFrom("metrics", "none"),
    smallCaps: fc.constantFrom("none", "small", "all"),
    position: fc.constantFrom("normal", "superscript", "subscript"),
    weight: fc.constantFrom(400, 700),
    italic: fc.boolean(),
    size: fc.oneof(fc.record({ share: fc.constantFrom(0.5, 1.5) }), fc.record({ points: fc.constantFrom(6, 14) })),
    scaling: fc.constantFrom(0.9, 1.1),
    noBreak: fc.boolean(),
  },
  { requiredKeys: [] },
);
const WORDS = [
  "office",
  "1/2",
  "(NXB",
  "CTQG)",
  "1st",
  "Đảng",
  "ủy",
  "2010",
  "Auf\u00adlage",
  "kinh tế",
  "AVA",
  "e\u0301",
];

test("features never change the text, and every letter keeps its glyphs", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("Spectral", "Source Serif 4", "Be Vietnam Pro"),
      characterStyle,
      characterStyle,
      fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 12 }),
      fc.nat(12),
      (font, first, second, words, at) => {
        const head = words.slice(0, at).join(" ");
        const tail = words.slice(at).join(" ");
        const copy = block("vi", [`${head} `, { charStyle: "a" }], [tail, { charStyle: "b", em: true }], " x.");
        const characters = { a: { name: "a", ...first }, b: { name: "b", ...second } };
        const shaped = shapeBlock(copy, bodyStyle({ font }), "", shaper, 0, dressed(characters));
        // Imitated small capitals show capitals; nothing else differs from what was typed.
        expect(shaped.text.toLowerCase()).toBe(copy.text.toLowerCase());
        const measures = [{ x: 0, width: 400 }];
        const setting = setLines(shaped, measures);
        const wrong = broken(shaped, setting, measures).filter((what) => !/sticks out|a gap of/.test(what));
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 120 },
  );
});
