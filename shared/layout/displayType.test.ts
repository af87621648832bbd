/** Display type on a page: what the story repeats stays whole, sizes and leading as set, ink that meets on the grid. */
import { beforeAll, expect, test } from "vitest";
import type { Node } from "prosemirror-model";
import { a, docWith, h, q, quote } from "../schema/build.ts";
import { storyReader } from "../schema/story.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import { anyPicture, bulletin } from "../test/layout.ts";
import { createShaper } from "../typesetting/harfbuzz.ts";
import type { Shaper } from "../typesetting/shaper.ts";
import { createEngine, type Engine } from "./engine.ts";
import { repeatedWords } from "./repeatedWords.ts";

let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(shippedFonts(), FALLBACKS);
});
function engineWith(overrides: unknown): Engine {
  const templates = new Map([["bulletin", bulletin]]);
  return createEngine({ shaper, pictures: anyPicture, templates, overrides: [overrides] });
}
const headlineOf = (engine: Engine, doc: Node) =>
  engine.layOut(doc).pages[0]?.lines.filter((line) => line.role === "headline") ?? [];

const MENDERS = docWith(
  { lang: "en" },
  h("Seven net mender songs"),
  q("Who is a net mender?"),
  a("A net mender mends. The net mender who taught me was a net mender all her life, net mender and singer."),
);
const ONCE = docWith({ lang: "en" }, h("Seven net mender songs"), q("Who is a net mender?"), a("Someone with a net."));

test("neighbours that the story keeps together are counted as one word", () => {
  expect(repeatedWords(storyReader()(MENDERS))).toEqual(["net mender"]);
  expect(repeatedWords(storyReader()(ONCE))).toEqual([]);
  const hardly = docWith(
    { lang: "en" },
    h("The net mender"),
    a("Net mender, net mender, net mender. " + "Net. ".repeat(9) + "Mender. ".repeat(9)),
  );
  expect(repeatedWords(storyReader()(hardly))).toEqual([]);
});

test("text further on changes the headline's lines as it would from scratch", () => {
  const design = { styles: { headline: { size: 60, leading: 60 } } };
  const engine = engineWith(design);
  const lines = (of: Engine, doc: Node) => headlineOf(of, doc).map((line) => line.line.text.trim());
  const first = lines(engine, ONCE);
  expect(lines(engine, MENDERS)).toEqual(lines(engineWith(design), MENDERS));
  expect(lines(engine, ONCE)).toEqual(first);
  expect(lines(engine, MENDERS).some((line) => line.includes("net mender"))).toBe(true);
});

test("a headline's size is fitted and its leading in proportion, opened where marks would touch", () => {
  const doc = docWith({ lang: "vi" }, h("BẢO VỆ NỀN TẢNG TƯ TƯỞNG CỦA ĐẢNG TRONG TÌNH HÌNH MỚI"), a("Có."));
  const fitted = headlineOf(engineWith({ styles: { headline: { sizeRange: [20, 40], size: 30, leading: 60 } } }), doc);
  const { size, leading } = fitted[0]?.style ?? { size: 0, leading: 0 };
  expect(size).toBeGreaterThanOrEqual(20);
  expect(size).toBeLessThanOrEqual(40);
  expect(leading).toBeCloseTo(size * 2, 6);
  const tight = headlineOf(engineWith({ styles: { headline: { size: 30, leading: 27 } } }), doc);
  expect(tight.length).toBeGreaterThan(1);
  const opened = tight[0]?.style.leading ?? 0;
  expect(opened).toBeGreaterThan(27);
  expect((tight[1]?.baseline ?? 0) - (tight[0]?.baseline ?? 0)).toBeCloseTo(opened, 6);
});

test("words of the design stay whole", () => {
  const doc = docWith({ lang: "en" }, h("Seven net mender songs"), a("Yes."));
  const big = { headline: { size: 48, leading: 50 } };
  const whole = headlineOf(engineWith({ styles: big, compounds: ["seven net mender"] }), doc);
  expect(whole.some((line) => line.line.text.includes("Seven net mender"))).toBe(true);
});

test("ink that meets on the text grid is a finding with both words, and none on good leading", () => {
  const copy = "Ộ Ậ Ệ ỰỤ ẨNG ỂNG ỖNG ỐNG ";
  const doc = docWith({ lang: "vi" }, h("Dấu"), a(copy.repeat(40)));
  const tight = { grid: { baseline: 9 }, styles: { answer: { size: 12, leading: 9, align: "left" } } };
  const found = engineWith(tight)
    .layOut(doc)
    .findings.filter((f) => f.code === "ink-overlap");
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]).toMatchObject({ severity: "warning", page: 1 });
  expect(found[0]?.message).toMatch(/"\S+" runs [\d.]+ pt into "\S+" on the line below/);
  const good = engineWith({}).layOut(docWith({ lang: "vi" }, h("Dấu"), a("Giữ chữ cho chợ nổi. ".repeat(60))));
  expect(good.findings.filter((f) => f.code === "ink-overlap")).toEqual([]);
});

test("a pull quote ends its lines by sense", () => {
  const words = "Chữ nghĩa không phải để trưng bày, mà để giữ gìn văn hóa và hệ thống lễ nghi.";
  const doc = docWith({ lang: "vi" }, h("Chữ"), q("Vì sao?"), a("Vì thế.", quote(words)));
  const lines = engineWith({})
    .layOut(doc)
    .pages.flatMap((page) => page.lines);
  const texts = lines.filter((line) => line.role === "pull_quote").map((line) => line.line.text.trim());
  expect(texts.join(" ")).toBe(words);
  for (const whole of ["trưng bày", "giữ gìn", "văn hóa", "hệ thống", "lễ nghi"]) {
    expect(
      texts.some((line) => line.includes(whole)),
      `${whole} in ${texts.join(" | ")}`,
    ).toBe(true);
  }
});
