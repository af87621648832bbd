/** Styles on pages: what a change of the design shapes anew, what paint makes of it, what is found. */
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { beforeAll, expect, test } from "vitest";
import { a, docWith, marked, p, q, text } from "../schema/build.ts";
import { bulletin, testEngine } from "../test/layout.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { createShaper } from "../typesetting/harfbuzz.ts";
import type { Setup, Shaper } from "../typesetting/shaper.ts";
import { createEngine, type Engine } from "./engine.ts";

let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(
    shippedFonts().filter((font) => font.family !== "Literata"),
    FALLBACKS,
  );
});

const name = (words: string, style = "name") => marked("char_style", { name: style }, words);
const content = [
  q(p("Một câu hỏi dài để có hai dòng trong một cột hẹp của trang báo này?")),
  a(
    p("An: câu trả lời có ", name("Tên Người"), " ở giữa và nhiều chữ nữa cho đủ hai ba dòng trong cột."),
    p("Đoạn sau không có kiểu chữ nào, chỉ có chữ thường cho đủ hai dòng trong cột hẹp này."),
    text("paragraph", { style: "quiet" }, "Đoạn này theo kiểu riêng của tài liệu, dài hơn một dòng."),
  ),
];
const story = (overrides: object): Node =>
  docWith({ lang: "vi", design: { template: "bulletin", overrides } }, ...content);
const engineWith = (own: Shaper): Engine =>
  createEngine({ shaper: own, pictures: { sizeOf: () => null }, templates: new Map([["bulletin", bulletin]]) });

const design = (style: object, paragraph: object = {}, answer: object = {}) => ({
  characterStyles: { name: style, lead: { weight: 600 } },
  styles: { quiet: { basedOn: "answer", ...paragraph }, answer },
  hyphenation: { exceptions: ["trang-báo"] },
});

test("after any changes of the design the pages are what they are from scratch", () => {
  const style = fc.record(
    {
      weight: fc.constantFrom(400, 700),
      size: fc.constantFrom(8, 12, "80%"),
      smallCaps: fc.constantFrom("none", "all"),
      colour: fc.constantFrom("red", "paper"),
      letterSpace: fc.constantFrom(0, 10),
      noBreak: fc.boolean(),
      figures: fc.constantFrom("lining", "old-style"),
    },
    { requiredKeys: [] },
  );
  const until = fc.constantFrom<unknown>("line", { words: 2 }, { upTo: ":" }, "sentence");
  const answer = fc.record(
    { nested: fc.array(fc.record({ style: fc.constantFrom("name", "lead"), until }), { maxLength: 2 }) },
    { requiredKeys: [] },
  );
  const quiet = fc.record({ size: fc.constantFrom(8, 9.4), italic: fc.boolean() }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(fc.tuple(style, quiet, answer), { minLength: 2, maxLength: 4 }), (changes) => {
      const engine = engineWith(shaper);
      for (const [one, two, three] of changes) {
        const node = story(design(one, two, three));
        const [now, scratch] = [engine.layOut(node), engineWith(shaper).layOut(node)];
        expect(now.pages).toEqual(scratch.pages);
        expect(now.findings).toEqual(scratch.findings);
      }
    }),
    { numRuns: 12 },
  );
});

test("a changed character style sets anew the paragraphs that use it, and no others", () => {
  const asked: string[] = [];
  const fixed = fixedShaper({ advance: 0.5 });
  const engine = engineWith({
    ...fixed,
    shape: (words, setup: Setup) => {
      asked.push(words);
      return fixed.shape(words, setup);
    },
  });
  const before = engine.layOut(story(design({ size: 8 })));
  const after = engine.layOut(story(design({ size: 12 })));
  const lineOf = (layout: typeof before, part: string) =>
    layout.pages.flatMap((page) => page.lines).find(({ line }) => line.text.includes(part))?.line;
  expect(lineOf(before, "Tên")).not.toEqual(lineOf(after, "Tên"));
  // The same object: neither shaped nor set again.
  expect(lineOf(before, "Đoạn sau")).toBe(lineOf(after, "Đoạn sau"));
  asked.length = 0;
  const inked = engine.layOut(story(design({ size: 12, colour: "red" })));
  expect(lineOf(inked, "Tên")).toBe(lineOf(after, "Tên"));
  expect(asked).toEqual([]);
});

test("words in a character style have its ink; the sign keeps its own", () => {
  const engine = engineWith(shaper);
  const layout = engine.layOut(
    story(design({ colour: "red" }, {}, { nested: [{ style: "name", until: { upTo: ":" } }] })),
  );
  const inks = new Map<string, unknown>();
  for (const page of layout.pages) {
    for (const item of engine.paint(page).items) {
      if (item.kind === "glyphs") inks.set(item.run.text.trim(), item.ink);
    }
  }
  const { red } = layout.design.swatches;
  expect(inks.get("Tên Người")).toEqual(red);
  expect(inks.get("An")).toEqual(red);
  expect([...inks].find(([words]) => words.startsWith("Đoạn sau"))?.[1]).toEqual(layout.design.styles.answer.ink);
});

test("styles that are not there are found, and the words set as their role is", () => {
  const node = docWith(
    { lang: "vi" },
    a(
      p("Có ", name("tên", "ghost"), " và ", name("tên nữa", "ghost")),
      text("paragraph", { style: "constructor" }, "Lạ"),
    ),
  );
  const layout = testEngine().layOut(node);
  const found = layout.findings.filter((f) => f.code === "style-missing");
  expect(found.map((f) => [f.severity, f.message])).toEqual([
    ["warning", 'There is no character style "ghost"; the words are set as the paragraph is'],
    ["warning", 'There is no paragraph style "constructor"; the paragraph is set as answer'],
  ]);
  expect(found.every((f) => f.place !== undefined)).toBe(true);
});

test("what a font has not is said once for the whole document", () => {
  const node = docWith(
    { lang: "vi", design: { template: "bulletin", overrides: { styles: { answer: { stylisticSets: ["Fancy"] } } } } },
    a(p("Một"), p("Hai")),
    a(p("Ba")),
  );
  const found = engineWith(shaper)
    .layOut(node)
    .findings.filter((f) => f.code === "feature-missing");
  expect(found.map((f) => f.severity)).toEqual(["info"]);
});

test("a character style's font that is not there is an error, like a paragraph's", () => {
  const layout = engineWith(shaper).layOut(
    story({ ...design({ font: "Futura" }), styles: { quiet: { basedOn: "answer" } } }),
  );
  expect(layout.findings.filter((f) => f.code === "font-missing").map((f) => f.message)[0]).toContain("Futura");
});
