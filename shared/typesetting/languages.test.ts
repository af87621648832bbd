/** What a language mark switches inside a paragraph, and what bad text does to breaking: bounded time, no crash. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { block, bodyStyle } from "../test/typeset.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { setLines } from "./setLines.ts";
import { type ShapedBlock, shapeBlock } from "./shape.ts";

const style = bodyStyle();
const shaper = fixedShaper();
const measures = [{ x: 0, width: 160 }];
const shape = (...parts: Parameters<typeof block>): ShapedBlock => shapeBlock(block(...parts), style, "", shaper);
/** Where lines may end, made hyphens included, and what each place costs. */
const chancesOf = ({ chances }: ShapedBlock): string =>
  [...chances.offsets].map((at, k) => `${at}:${chances.penalties[k]}:${chances.flags[k]}`).join(" ");
const linesOf = (shaped: ShapedBlock): readonly string[] => setLines(shaped, measures).lines.map((line) => line.text);

test("marking words, or parts of words, with the paragraph's own language changes nothing", () => {
  const words = [
    "ông",
    "Nam",
    "5",
    "km",
    "-",
    "TS.",
    "Ô",
    "Môn",
    "2015–2020",
    "I",
    "e-mail",
    "interviewing",
    "«",
    "oui",
    "?",
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 25 }),
      fc.nat(80),
      fc.nat(80),
      fc.constantFrom("vi", "en", "fr"),
      (picked, a, b, lang) => {
        const text = picked.join(" ");
        const from = Math.min(a, b, text.length);
        const to = Math.min(Math.max(a, b), text.length);
        fc.pre(from < to);
        const plain = shape(lang, text);
        const marked = shape(lang, text.slice(0, from), [text.slice(from, to), { lang }], text.slice(to));
        expect(chancesOf(marked)).toBe(chancesOf(plain));
        expect(setLines(marked, measures).lines).toEqual(setLines(plain, measures).lines);
      },
    ),
    { numRuns: 60 },
  );
});

test("an English word in a Vietnamese paragraph is divided, once it is marked", () => {
  const text = "interviewing";
  expect(shape("vi", `nói ${text} nhé`).chances.offsets).toHaveLength(3);
  expect(shape("vi", "nói ", [text, { lang: "en" }], " nhé").chances.offsets).toHaveLength(5);
});

test("the document's words reach the paragraph, and a changed list divides anew", () => {
  const word = (exceptions: readonly string[]) =>
    shapeBlock(
      block("en", "an interviewing man"),
      bodyStyle({ hyphenation: { ...style.hyphenation, exceptions } }),
      "",
      shaper,
    ).chances.offsets;
  expect([...word([])]).toEqual([3, 8, 12, 16, 19]);
  expect([...word(["interviewing"])]).toEqual([3, 16, 19]);
  expect([...word(["in-terviewing"])]).toEqual([3, 5, 16, 19]);
  expect([...word([])]).toEqual([3, 8, 12, 16, 19]);
});

test("a paragraph's last word stays whole where the style says so", () => {
  const last = (lastWord: boolean) =>
    shapeBlock(
      block("en", "interviewing interviewing."),
      bodyStyle({ hyphenation: { ...style.hyphenation, lastWord } }),
      "",
      shaper,
    ).chances.count;
  expect(last(true) - last(false)).toBe(2);
});

test("French stands ; ! ? off by a thin fixed space, : and quotation marks by a full one; the text is as typed", () => {
  const text = "« Oui ! » dit-il : non ; bien ?";
  const french = shape("fr", text);
  const kinds = (shaped: ShapedBlock): string =>
    [...shaped.kinds].map((kind, t) => (kind === 0 ? shaped.tokens[t]?.text : kind === 2 ? "~" : "_")).join("");
  expect(kinds(french)).toBe("«~Oui~!~»_dit-il~:_non~;_bien~?");
  expect(kinds(shape("en", text))).not.toContain("~");
  expect(kinds(shape("vi", "a « b ", ["« c ! »", { lang: "fr" }]))).toBe("a_«_b_«~c~!~»");
  expect(linesOf(french).join("")).toBe(text);
  const widths = [...french.kinds].flatMap((kind, t) => (kind === 2 ? [french.tokens[t]?.width ?? 0] : []));
  expect(widths[1]).toBeLessThan(widths[0] ?? 0);
  expect(Math.min(...widths)).toBeGreaterThan(0.16);
});

test("scripts without spaces are told once a block, and divide at zero-width spaces", () => {
  const shaped = shape("th", "สวัสดี\u200bครับ ผมชื่อ", [" ខ្មែរ", { lang: "km" }]);
  expect(shaped.findings.filter(({ code }) => code === "language-unsupported")).toHaveLength(1);
  expect(shaped.found.offsets).toContain(7);
  expect(shape("ja", "東京。").findings.filter(({ code }) => code === "language-unsupported")).toEqual([]);
});

const NONCHARACTERS = Array.from({ length: 34 }, (_, i) => String.fromCodePoint((i >> 1) * 0x10000 + 0xfffe + (i & 1)))
  .concat(Array.from({ length: 32 }, (_, i) => String.fromCharCode(0xfdd0 + i)))
  .join("");

test.each([
  ["lone surrogates", "\ud800 \udc00\udbff".repeat(500)],
  ["10,000 combining marks", `e${"\u0301".repeat(10_000)} x`],
  ["only spaces", " ".repeat(20_000)],
  ["only no-break spaces", "\u00a0".repeat(20_000)],
  ["only soft hyphens", "\u00ad".repeat(20_000)],
  ["only line breaks", "\u2028".repeat(5_000)],
  ["only zero-width spaces", "\u200b".repeat(20_000)],
  ["noncharacters", NONCHARACTERS],
  ["controls", Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).join("a")],
  ["bidirectional controls", "\u202e\u2066abc\u2069\u202c ".repeat(500)],
])("%s are set, every one, in bounded time", (_, text) => {
  const began = performance.now();
  expect(linesOf(shape("en", text)).join("")).toBe(text);
  expect(performance.now() - began).toBeLessThan(3000);
});
