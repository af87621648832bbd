import fc from "fast-check";
import { expect, test } from "vitest";
import { shippedFonts } from "../test/shippedFonts.ts";
import { block, bodyStyle, broken, gapsOf } from "../test/typeset.ts";
import type { Block, RunMarks } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import { fixedShaper } from "./fixedShaper.ts";
import type { Line, Measures } from "./glyphs.ts";
import { createShaper, FALLBACK_FAMILIES } from "./harfbuzz.ts";
import { loadHyphenation } from "./hyphenate.ts";
import { setHeadline } from "./headline.ts";
import { findingsAt, setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const fixed = fixedShaper({ advance: 0.5 });
const real = await createShaper(shippedFonts(), FALLBACK_FAMILIES);
const plain = { protrusion: false, tracking: { min: 0, max: 0 }, scaling: { min: 0, max: 0 } } as const;

/** Lines as words between bars; a made hyphen shows. */
function show(lines: readonly Line[]): string {
  return lines.map((line) => line.text.trimEnd() + (line.hyphen ? "-" : "")).join(" | ");
}
function set(of: Block, style: ParagraphStyle, width: number, sign = ""): readonly Line[] {
  const measures = [{ x: 0, width }];
  const shaped = shapeBlock(of, style, sign, fixed);
  const setting = setLines(shaped, measures);
  expect(broken(shaped, setting, measures)).toEqual([]);
  return setting.lines;
}
const ten = bodyStyle({ size: 10, ...plain });

test("an empty block is one empty line", () => {
  const lines = set(block("vi"), ten, 100);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    runs: [],
    x: 0,
    width: 0,
    natural: 0,
    spaces: 0,
    last: true,
    text: "",
    from: 0,
    to: 0,
  });
});

test("one word, one line; a sign stands before it and has no place in the text", () => {
  const lines = set(block("vi", "Vâng."), ten, 100, "– ");
  expect(show(lines)).toBe("– Vâng.");
  expect(lines[0]?.runs.map((run) => [run.text, run.from, run.look.ink])).toEqual([
    ["– ", null, "sign"],
    ["Vâng.", 0, null],
  ]);
  expect([lines[0]?.from, lines[0]?.to]).toEqual([0, 5]);
});

test("a sign is never alone on its line", () => {
  expect(show(set(block("vi", "aaaa bb"), ten, 31, "– "))).toBe("– aaaa | bb");
});

test("justified lines are full, the last is as long as its words", () => {
  const lines = set(block("vi", "aa aa aa aa aa aa aa"), bodyStyle({ size: 10, ...plain }), 62);
  expect(show(lines)).toBe("aa aa aa aa | aa aa aa");
  expect(lines[0]).toMatchObject({ x: 0, natural: 55, spaces: 3 });
  expect(lines[0]?.width).toBeCloseTo(62, 9);
  expect(lines[1]).toMatchObject({ x: 0, width: 40, natural: 40, last: true });
});

test("ragged left, centred and ragged right stand where they should", () => {
  const at = (align: ParagraphStyle["align"]): number | undefined =>
    set(block("vi", "aa aa"), bodyStyle({ size: 10, ...plain, align }), 100)[0]?.x;
  expect([at("left"), at("center"), at("right")]).toEqual([0, 37.5, 75]);
});

test("a made hyphen is U+00AD in the glyphs and no text", () => {
  const lines = set(block("en", "interview"), ten, 31);
  expect(show(lines)).toBe("inter- | view");
  const run = lines[0]?.runs[0];
  expect(run?.text).toBe("inter\u00ad");
  expect([...(run?.clusters ?? [])]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(lines[0]?.text).toBe("inter");
});

test("a language whose patterns come later is divided once they are there", async () => {
  const words = block("sv", "tidningsintervjuer");
  const ends = (): number => shapeBlock(words, ten, "", fixed).chances.count;
  expect(ends()).toBe(1);
  await loadHyphenation("sv");
  expect(ends()).toBeGreaterThan(3);
});

test("a soft hyphen shows only at a line's end, and is the hyphen there", () => {
  const copy = "abcd\u00adefgh";
  const wide = set(block("vi", copy), ten, 100);
  expect(wide[0]?.runs.map((run) => [run.text, run.from])).toEqual([
    ["abcd", 0],
    ["efgh", 5],
  ]);
  const narrow = set(block("vi", copy), ten, 26);
  expect(narrow.map((line) => line.text)).toEqual(["abcd\u00ad", "efgh"]);
  expect(narrow[0]?.hyphen).toBe(true);
  expect(narrow[0]?.runs[0]?.text).toBe("abcd\u00ad");
  expect(narrow[1]?.runs[0]?.from).toBe(5);
});

test("a line break ends a line that is not justified, at the text's end too", () => {
  const lines = set(block("vi", "aa aa\u2028bb\u2028"), ten, 64);
  expect(lines.map((line) => line.text)).toEqual(["aa aa\u2028", "bb\u2028", ""]);
  expect(lines.map((line) => line.width)).toEqual([25, 10, 0]);
});

test("a word of thirty letters in a narrow column is broken between letters, and said", () => {
  const measures = [{ x: 0, width: 50 }];
  const shaped = shapeBlock(block("vi", `aa ${"x".repeat(30)} bb`), ten, "", fixed);
  const setting = setLines(shaped, measures);
  expect(broken(shaped, setting, measures)).toEqual([]);
  for (const line of setting.lines) expect(line.x + line.width).toBeLessThanOrEqual(50.01);
  expect(findingsAt("b7", setting.findings)).toMatchObject([
    { code: "word-too-wide", severity: "warning", place: ["b7", 3, 34] },
  ]);
});

test("a narrow line among wide ones breaks no word that a wide one holds", () => {
  const words = block("vi", "aaaa bbbbbbbb cccccccc dddddddd eeeeeeee ffff");
  const measures: Measures = [
    { x: 0, width: 22 },
    { x: 0, width: 90 },
  ];
  const shaped = shapeBlock(words, ten, "", fixed);
  const setting = setLines(shaped, measures);
  expect(show(setting.lines)).toBe("aaaa | bbbbbbbb cccccccc | dddddddd eeeeeeee | ffff");
  expect(setting.findings).toEqual([]);
});

test("a letter wider than the measure stands alone and sticks out", () => {
  const shaped = shapeBlock(block("vi", "abc"), ten, "", fixed);
  expect(show(setLines(shaped, [{ x: 0, width: 3 }]).lines)).toBe("a | b | c");
});

test("a megabyte without a space is set in bounded time", () => {
  const shaped = shapeBlock(block("vi", "x".repeat(1_000_000)), ten, "", fixed);
  const { lines } = setLines(shaped, [{ x: 0, width: 500 }]);
  expect(lines).toHaveLength(10_000);
});

test("lines of different length each fill their own", () => {
  const measures: Measures = [
    { x: 20, width: 50 },
    { x: 0, width: 40 },
    { x: 0, width: 90 },
  ];
  const shaped = shapeBlock(block("vi", "aa ".repeat(40).trim()), bodyStyle({ size: 10, ...plain }), "", fixed);
  const setting = setLines(shaped, measures);
  expect(broken(shaped, setting, measures)).toEqual([]);
  expect(setting.lines.slice(0, 4).map((line) => line.x + line.width)).toEqual([70, 40, 90, 90]);
});

test("emphasis goes against the style, a stage note is italic, a link keeps its place", () => {
  const fontOf = (style: Partial<ParagraphStyle>, changes: Partial<RunMarks>): string | undefined => {
    const shaped = shapeBlock(block("vi", ["x", changes]), bodyStyle(style), "", real);
    const id = setLines(shaped, [{ x: 0, width: 100 }]).lines[0]?.runs[0]?.font;
    const face = shippedFonts().find((font) => font.id === id);
    return face && `${face.weight}${face.italic ? " italic" : ""}`;
  };
  expect(fontOf({}, {})).toBe("400");
  expect(fontOf({}, { em: true })).toBe("400 italic");
  expect(fontOf({ italic: true }, { em: true })).toBe("400");
  expect(fontOf({}, { stageNote: true })).toBe("400 italic");
  expect(fontOf({}, { stageNote: true, em: true })).toBe("400");
  expect(fontOf({}, { strong: true })).toBe("700");
  expect(fontOf({ weight: 700 }, { strong: true })).toBe("400");
  const shaped = shapeBlock(block("vi", "xem ", ["đây", { href: "https://example.org" }]), bodyStyle(), "", real);
  const runs = setLines(shaped, [{ x: 0, width: 100 }]).lines[0]?.runs;
  expect(runs?.map((run) => [run.text, run.from, run.look.href])).toEqual([
    ["xem ", 0, null],
    ["đây", 4, "https://example.org"],
  ]);
});

test("superscripts come from the font, or are made smaller and raised", () => {
  const of = (font: string, copy: string) => {
    const shaped = shapeBlock(
      block("en", ["x", {}], [copy, { position: "superscript" }]),
      bodyStyle({ font }),
      "",
      real,
    );
    const run = setLines(shaped, [{ x: 0, width: 100 }]).lines[0]?.runs[1];
    return { size: run?.size, raised: (run?.ys?.[0] ?? 0) > 0 };
  };
  expect(of("Source Serif 4", "2")).toEqual({ size: 9.5, raised: false });
  const made = of("Be Vietnam Pro", "ừ");
  expect(made.size).toBeLessThan(8);
  expect(made.raised).toBe(true);
});

test("a word is never half in small capitals", () => {
  const of = (font: string, italic: boolean) => {
    const words = block("vi", ["Nghị quyết", { smallCaps: true }]);
    const shaped = shapeBlock(words, bodyStyle({ font, italic }), "", real);
    const { runs } = setLines(shaped, [{ x: 0, width: 200 }]).lines[0] ?? { runs: [] };
    return { text: runs.map((run) => run.text).join("/"), found: shaped.findings.map((f) => f.code) };
  };
  expect(of("Spectral", false)).toEqual({ text: "Nghị quyết", found: [] });
  expect(of("Source Serif 4", true)).toEqual({ text: "N/GHỊ/ /QUYẾT", found: ["small-caps-missing"] });
});

test("capitals are what the reader sees, unit for unit", () => {
  const style = bodyStyle({ capitals: true });
  const of = (lang: string, copy: string): string | undefined =>
    setLines(shapeBlock(block(lang, copy), style, "", real), [{ x: 0, width: 300 }]).lines[0]?.text;
  expect(of("vi", "Nghị quyết")).toBe("NGHỊ QUYẾT");
  expect(of("de", "Straße")).toBe("STRAẞE");
  expect(of("tr", "iyi")).toBe("İYİ");
  expect(of("en", "ﬁx")).toBe("ﬁX");
});

test("tracking by hand goes after every letter, kerning only between the letters of the selection", () => {
  const widthOf = (changes: Partial<RunMarks>): number => {
    const shaped = shapeBlock(block("vi", "a", ["bc", changes], "d"), bodyStyle({ size: 10, ...plain }), "", fixed);
    return setLines(shaped, [{ x: 0, width: 100 }]).lines[0]?.width ?? 0;
  };
  const by = (tracking: number, kerning: number, scaling = 1) => ({ tracking, kerning, scaling, baseline: 0 });
  expect(widthOf({})).toBe(20);
  expect(widthOf({ adjust: by(100, 0) })).toBeCloseTo(22, 9);
  expect(widthOf({ adjust: by(0, 100) })).toBeCloseTo(21, 9);
  expect(widthOf({ adjust: by(0, 0, 1.1) })).toBeCloseTo(21, 9);
});

test("the glyph no font has is set, and is an error", () => {
  const shaped = shapeBlock(block("vi", "a \u{10ffff} b"), bodyStyle(), "", real);
  const { findings, lines } = setLines(shaped, [{ x: 0, width: 100 }]);
  expect(findings).toMatchObject([{ code: "glyph-missing", severity: "error", from: 2, to: 4 }]);
  expect(lines.map((line) => line.text).join("")).toBe("a \u{10ffff} b");
});

test("a fallback's sign is its own run in its own font", () => {
  const shaped = shapeBlock(block("vi", "Giá 5₫."), bodyStyle({ font: "Playfair Display" }), "❖ ", real);
  const runs = setLines(shaped, [{ x: 0, width: 200 }]).lines[0]?.runs ?? [];
  expect(runs.map((run) => [run.text, run.from])).toEqual([
    ["❖", null],
    [" ", null],
    ["Giá 5", 0],
    ["₫", 5],
    [".", 6],
  ]);
  expect(shaped.findings).toEqual([]);
});

test("ink above and below reach the marks of stacked letters", () => {
  const inkOf = (copy: string): readonly number[] => {
    const line = setLines(shapeBlock(block("vi", copy), bodyStyle({ size: 10 }), "", real), [{ x: 0, width: 100 }])
      .lines[0];
    return [line?.inkAbove ?? 0, line?.inkBelow ?? 0];
  };
  const [x = 0] = inkOf("x");
  const [stacked = 0] = inkOf("ẾỖ");
  const [, below = 0] = inkOf("ị");
  expect(x).toBeGreaterThan(4);
  expect(stacked).toBeGreaterThan(8);
  expect(below).toBeGreaterThan(1);
});

test("punctuation hangs: the edge of the letters is straight", () => {
  const words = block("vi", "“Ô Môn” đã, tập trung, lãnh đạo, hệ thống, chính trị, và Nhân dân, trong quận.");
  const style = bodyStyle();
  const measures = [{ x: 0, width: 90 }];
  const shaped = shapeBlock(words, style, "", real);
  const setting = setLines(shaped, measures);
  expect(broken(shaped, setting, measures)).toEqual([]);
  expect(setting.lines[0]?.x).toBeLessThan(-1);
  const comma = setting.lines.find((line) => line.text.trimEnd().endsWith(",") && !line.last);
  expect((comma?.x ?? 0) + (comma?.width ?? 0)).toBeGreaterThan(90.5);
});

test("a headline is balanced, and never longer than it must be", () => {
  const style = bodyStyle({ size: 10, ...plain, align: "left" });
  const of = (copy: string, width: number): string => {
    const shaped = shapeBlock(block("vi", copy), style, "", fixed);
    const measures = [{ x: 0, width }];
    const setting = setHeadline(shaped, measures);
    expect(broken(shaped, setting, measures)).toEqual([]);
    return show(setting.lines);
  };
  expect(of("aaaa bbbb cccc dddd", 80)).toBe("aaaa bbbb | cccc dddd");
  expect(of("aaaa bbbb cccc d", 75)).toBe("aaaa bbbb | cccc d");
  expect(of("một\u2028hai ba bốn", 60)).toBe("một | hai ba bốn");
  expect(of("x", 80)).toBe("x");
  expect(of("", 80)).toBe("");
});

test("a centred headline is centred in the whole measure", () => {
  const style = bodyStyle({ size: 10, ...plain, align: "center" });
  const { lines } = setHeadline(shapeBlock(block("vi", "aaaa bbbb cccc dddd"), style, "", fixed), [
    { x: 0, width: 80 },
  ]);
  expect(lines.map((line) => line.x)).toEqual([17.5, 17.5]);
});

test("looseness gives the best setting with a line more", () => {
  const shaped = shapeBlock(block("vi", "aa aa aa aa aa aa aa aa aa aa aa aa"), ten, "", fixed);
  const count = (lines: number): number => setLines(shaped, [{ x: 0, width: 64 }], lines).lines.length;
  expect(count(1)).toBe(count(0) + 1);
  expect(count(-5)).toBe(count(0));
});

const piece = fc.constantFrom(
  "nghiêng",
  "Ế",
  "a",
  "chính",
  "trị",
  "hyphenation",
  "05-CT/TW",
  "–",
  "-",
  "“Ô",
  "Môn”,",
  "5 000",
  "12 km",
  "❖",
  "₫",
  "e\u0301\u0323",
  "con\u00adgress",
  "zero\u200bwidth",
  "\u200bx",
  "a\u00a0b",
  "x\u2028",
  "\u2009",
  "  ",
  "ff\u200cfi",
  "WWWWWWWWWWWW",
);
const mark: fc.Arbitrary<Partial<RunMarks>> = fc.constantFrom(
  {},
  {},
  { em: true },
  { strong: true },
  { smallCaps: true },
  { position: "superscript" },
  { noBreak: true },
  { lang: "en" },
  { adjust: { tracking: 20, kerning: -10, scaling: 0.9, baseline: 1 } },
  { stageNote: true },
);
const styles = fc.record({
  align: fc.constantFrom("justify", "justify", "left", "right", "center") as fc.Arbitrary<ParagraphStyle["align"]>,
  font: fc.constantFrom("Spectral", "Source Serif 4", "Playfair Display", "Be Vietnam Pro"),
  capitals: fc.boolean(),
  hyphenate: fc.boolean(),
  protrusion: fc.boolean(),
  letterSpace: fc.constantFrom(0, 0, 0.05),
});

test("random paragraphs obey every law of a set paragraph", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(piece, { minLength: 1, maxLength: 6 }), mark), { maxLength: 5 }),
      styles,
      fc.integer({ min: 30, max: 260 }),
      fc.constantFrom("", "– ", "❖ "),
      fc.constantFrom("vi", "en"),
      (parts, changes, width, sign, lang) => {
        const words = block(lang, ...parts.map(([texts, marked]) => [`${texts.join(" ")} `, marked] as const));
        const style = bodyStyle(changes);
        const measures = [
          { x: 10, width: width - 10 },
          { x: 0, width },
        ];
        const shaped = shapeBlock(words, style, sign, real);
        const setting = setLines(shaped, measures);
        expect(broken(shaped, setting, measures)).toEqual([]);
        expect(setLines(shapeBlock(words, style, sign, real), measures)).toEqual(setting);
        const headline = setHeadline(shaped, measures);
        expect(broken({ ...shaped, style: { ...style, align: "left" } }, headline, measures)).toEqual([]);
        const whole = !headline.findings.some(({ code }) => code === "word-too-wide");
        const comparable = whole && style.align !== "justify" && !setting.lines.some((line) => line.hyphen);
        // Sense and balance may take one line more than filling the lines would.
        const most = comparable ? setting.lines.length + 1 : Number.POSITIVE_INFINITY;
        expect(headline.lines.length).toBeLessThanOrEqual(most);
        for (const line of setting.lines) for (const gap of gapsOf(line)) expect(gap.width).toBeGreaterThan(0);
      },
    ),
    { numRuns: 400 },
  );
});

test("text of any characters at all is set whole, in bounded time", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ unit: "grapheme", maxLength: 60 })),
      fc.integer({ min: 20, max: 200 }),
      fc.constantFrom("justify", "left") as fc.Arbitrary<ParagraphStyle["align"]>,
      (copy, width, align) => {
        const measures = [{ x: 0, width }];
        const shaped = shapeBlock(block("vi", copy), bodyStyle({ align }), "", real);
        const setting = setLines(shaped, measures);
        expect(broken(shaped, setting, measures)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
