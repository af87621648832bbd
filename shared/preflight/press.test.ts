/** One negative case a rule, and pages that must stay silent. Pages are built by hand, item by item. */
import { expect, test } from "vitest";
import { BLACK, cmyk, type Ink, PAPER, REGISTRATION } from "../color/ink.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { Side } from "../layout/page.ts";
import { mm, pt } from "../units.ts";
import { forPrinter } from "./forPrinter.ts";
import { pressFindings, withPress } from "./press.ts";
import { contrastOf, inkSum, type PressPage } from "./pressPage.ts";
import { GENERIC_PRINTER, type PrinterRules } from "./printer.ts";

const WIDTH = 400;
const HEIGHT = 600;
const B = mm(3);

function type(text: string, size: number, ink: Ink = BLACK, x = 60, baseline = 100, block: string | null = "b1") {
  const item: DisplayItem = {
    kind: "glyphs",
    of: block === null ? "artifact" : { block, role: "answer" },
    run: {
      font: "f",
      size: pt(size),
      scaling: 1,
      direction: "ltr",
      glyphs: Uint16Array.from(text, () => 1),
      xs: Float64Array.from(text, (_, n) => n * size * 0.5),
      ys: null,
      clusters: Uint32Array.from(text, (_, n) => n),
      text,
      from: 7,
      x: pt(0),
      width: pt(text.length * size * 0.5),
      look: { ink: null, styles: [], lang: "en", href: null, stageNote: false },
    },
    x: pt(x),
    baseline: pt(baseline),
    ink,
  };
  return item;
}
const fill = (x: number, y: number, width: number, height: number, ink: Ink): DisplayItem => ({
  kind: "fill",
  of: "artifact",
  box: { x: pt(x), y: pt(y), width: pt(width), height: pt(height) },
  ink,
});
const picture = (x: number, y: number, width: number, height: number, crop = { x: 0, y: 0, width: 1, height: 1 }) => {
  const box = { x: pt(x), y: pt(y), width: pt(width), height: pt(height) };
  const item: DisplayItem = { kind: "picture", of: { block: "p1", role: "photo" }, media: "m", box, crop, alt: "" };
  return item;
};
const rule = (weight: number, ink: Ink = BLACK, y = 300): DisplayItem => ({
  kind: "rule",
  of: "artifact",
  from: { x: pt(60), y: pt(y) },
  to: { x: pt(200), y: pt(y) },
  weight: pt(weight),
  ink,
});
const spot = (name: string): Ink => ({ kind: "spot", name, tint: 1, alternate: cmyk(0, 1, 1, 0) as never });

function page(items: readonly DisplayItem[], over: Partial<DisplayList> = {}, side: Side = "recto"): PressPage {
  const list: DisplayList = {
    number: 1,
    folio: "1",
    trim: { width: pt(WIDTH), height: pt(HEIGHT) },
    bleed: { top: B, right: B, bottom: B, left: B },
    items,
    ...over,
  };
  return { list, side };
}
/** Dark but for its right quarter. */
const tones = new Map([["m", { columns: 4, rows: 1, values: [0.02, 0.02, 0.02, 0.9] }]]);
const sizes = new Map([["m", { width: 4000, height: 4000 }]]);
const said = (pages: readonly PressPage[], rules: Partial<PrinterRules> = {}, facing = true) =>
  pressFindings(pages, { rules: { ...GENERIC_PRINTER, ...rules }, facing, sizes, tones, locked: new Map() });
const codes = (items: readonly DisplayItem[], rules: Partial<PrinterRules> = {}) =>
  said([page([type("Words that fill", 10, BLACK, 60, 550, "b0"), ...items])], rules).map(
    ({ code, severity }) => `${severity} ${code}`,
  );

test("what is in order is passed over in silence", () => {
  expect(
    codes([
      type("Black at nine points", 9),
      type("Large and red", 30, cmyk(0.1, 0.9, 0.8, 0)),
      type("Large and of four inks", 30, cmyk(0.6, 0.4, 0.4, 1), 60, 200),
      fill(-B, -B, WIDTH + 2 * B, 40 + B, cmyk(0.4, 0.2, 0, 0.6)),
      type("Light on dark", 14, PAPER, 60, 30),
      picture(-B, 300, WIDTH + 2 * B, HEIGHT - 300 + B),
      rule(0.25),
      rule(1, cmyk(0, 0.9, 0.8, 0)),
      fill(60, 400, 100, 0.5, BLACK),
      fill(0, 0, 50, 50, PAPER),
    ]),
  ).toEqual([]);
});

test("ink that ends on the trim or short of the bleed", () => {
  expect(said([page([picture(WIDTH - 100, 100, 100, 100)])]).map(({ code, message }) => [code, message])).toEqual([
    [
      "bleed-short",
      "Page 1: a picture ends 0 mm from the right trim; it should reach 3 mm beyond, or stay well inside",
    ],
  ]);
  expect(codes([fill(100, -4, 50, 50, cmyk(0, 0, 0, 0.2))])).toEqual(["error bleed-short"]);
  expect(codes([fill(100, HEIGHT - 51, 50, 50, cmyk(0, 0, 0, 0.2))])).toEqual(["error bleed-short"]);
  expect(codes([fill(100, HEIGHT - 60, 50, 50, cmyk(0, 0, 0, 0.2))])).toEqual([]);
});

test("at the spine a picture goes on where it has pixels, and is told where it has none", () => {
  const half = picture(0, 100, 200, 100, { x: 0.5, y: 0, width: 0.5, height: 1 });
  const { list } = page([half]);
  const made = forPrinter(list, "recto", true, GENERIC_PRINTER).items[0] as typeof half & { kind: "picture" };
  expect(made.box.x).toBeCloseTo(-B);
  expect(made.box.width).toBeCloseTo(200 + B);
  expect(made.crop.x + made.crop.width).toBeCloseTo(1);
  expect(made.crop.width / made.box.width).toBeCloseTo(0.5 / 200);
  expect(forPrinter(list, "recto", false, GENERIC_PRINTER)).toBe(list);
  const whole = picture(0, 100, 200, 100);
  expect(said([page([whole])]).map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning bleed-short"]);
});

test("a printer's smaller bleed cuts, a larger one is told once", () => {
  const wide = page([fill(-B, 100, 100, 100, BLACK), picture(-B, 300, 100 + B, 100)], {}, "verso");
  const small = { ...GENERIC_PRINTER, bleed: { top: mm(2), bottom: mm(2), outside: mm(2), spine: pt(0) } };
  const cut = forPrinter(wide.list, "verso", true, small);
  expect(cut.bleed).toEqual({ top: mm(2), right: 0, bottom: mm(2), left: mm(2) });
  const shown = cut.items[1] as Extract<DisplayItem, { kind: "picture" }>;
  expect(shown.box.x).toBeCloseTo(-mm(2));
  expect(shown.crop.x).toBeCloseTo(mm(1) / (100 + B));
  expect(shown.crop.x + shown.crop.width).toBeCloseTo(1);
  expect(said([wide], small)).toEqual([]);
  const five = { bleed: { top: mm(5), bottom: mm(5), outside: mm(5), spine: mm(5) } };
  expect(said([wide, wide], five).map(({ severity, code }) => `${severity} ${code}`)).toContain("error bleed-small");
  expect(said([wide], five).filter(({ code }) => code === "bleed-small")).toHaveLength(1);
  const eighth = { bleed: { top: pt(9), bottom: pt(9), outside: pt(9), spine: pt(9) } };
  expect(said([wide], eighth).map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning bleed-small"]);
});

test("words near the trim, and words beyond it; once a paragraph", () => {
  expect(codes([type("Near", 9, BLACK, 380, 100), type("Nearer", 9, BLACK, 371, 120)])).toEqual([
    "warning text-near-trim",
  ]);
  expect(codes([type("Beyond", 9, BLACK, 390, 100)])).toEqual(["error text-near-trim"]);
  // Upright these words are safe; reading upward they climb over the head.
  const climbs = { ...type("A long credit along an edge", 9, BLACK, 200, 60), upward: true } as DisplayItem;
  expect(codes([climbs])).toEqual(["error text-near-trim"]);
  expect(codes([type("At the spine", 9, BLACK, 0, 100)])).toEqual([]);
  const deep = { safe: { top: mm(3), bottom: mm(3), outside: mm(3), spine: mm(10) } };
  expect(codes([type("At the spine", 9, BLACK, 20, 100)], deep)).toEqual(["warning text-near-trim"]);
});

test("pages of another size than the printer's or than one another", () => {
  const one = page([type("Words", 10)]);
  const other = page([type("Words", 10)], { number: 2, folio: "2", trim: { width: pt(WIDTH), height: pt(590) } });
  expect(said([one, other]).map(({ code, page }) => [code, page])).toEqual([["page-size", 2]]);
  const rules = { trim: { width: pt(WIDTH), height: pt(590) } };
  expect(said([one, other], rules).map(({ code, page }) => [code, page])).toEqual([["page-size", 1]]);
});

test("thin rules, and areas as thin", () => {
  expect(codes([rule(0.2)])).toEqual(["error rule-thin"]);
  expect(codes([fill(60, 300, 100, 0.1, BLACK)])).toEqual(["error rule-thin"]);
  expect(codes([rule(0.4, cmyk(0.5, 0.5, 0, 0))])).toEqual(["warning rule-thin"]);
  expect(codes([fill(50, 290, 300, 20, BLACK), rule(0.4, PAPER)])).toEqual(["warning rule-thin"]);
  expect(codes([rule(0.3)], { rules: { least: pt(0.25), wanted: pt(0.35), mixed: pt(0.5) } })).toEqual([
    "warning rule-thin",
  ]);
});

test("small type: in black, light on dark, of several inks", () => {
  expect(codes([type("Tiny", 4.9), type("Tinier", 4)])).toEqual(["warning type-small"]);
  expect(codes([type("Tiny", 4.96)])).toEqual([]);
  const bar = fill(50, 80, 300, 40, BLACK);
  expect(codes([bar, type("White", 7, PAPER)])).toEqual(["warning type-reversed"]);
  expect(codes([bar, type("White", 8, PAPER)])).toEqual([]);
  expect(codes([picture(50, 80, 300, 40), type("White", 7, PAPER)])).toEqual(["warning type-reversed"]);
  expect(codes([type("❖", 7, cmyk(0.8, 0.9, 0, 0))])).toEqual([]);
  expect(codes([type("Purple", 7, cmyk(0.8, 0.9, 0, 0))])).toEqual(["warning type-mixed"]);
});

test("black of several inks in small type", () => {
  expect(codes([type("Rich", 11, cmyk(0.6, 0.4, 0.4, 1))])).toEqual(["warning rich-black"]);
  expect(codes([type("Rich", 12, cmyk(0.6, 0.4, 0.4, 1))])).toEqual([]);
});

test("large black type on ink has the printer's rich black, if there is one", () => {
  const ink = cmyk(0.6, 0.4, 0.4, 1);
  const rules = { ...GENERIC_PRINTER, black: { ...GENERIC_PRINTER.black, rich: { from: pt(36), ink } } };
  const tint = fill(50, 50, 300, 120, cmyk(0, 0.3, 0.3, 0));
  const list = page([type("Paper", 40, BLACK, 60, 300), tint, type("Small", 30), type("Large", 40)]).list;
  const inksOf = (from: DisplayList) => from.items.flatMap((item) => (item.kind === "glyphs" ? [item.ink] : []));
  expect(inksOf(forPrinter(list, "recto", true, rules))).toEqual([BLACK, BLACK, ink]);
  expect(forPrinter(list, "recto", true, GENERIC_PRINTER)).toBe(list);
});

test("type that is hardly seen, and type that is not", () => {
  expect(codes([type("Pale", 10, cmyk(0, 0, 0, 0.3))])).toEqual(["warning contrast-low"]);
  expect(codes([type("White on white", 10, PAPER)])).toEqual(["error contrast-low"]);
  expect(codes([type("No ink at all", 10, cmyk(0, 0, 0, 0))])).toEqual(["error contrast-low"]);
  expect(codes([fill(50, 80, 300, 40, BLACK), type("Black on black", 10)])).toEqual(["error contrast-low"]);
  expect(codes([fill(50, 80, 300, 40, BLACK), fill(50, 80, 300, 40, PAPER), type("Black again", 10)])).toEqual([]);
  expect(contrastOf(PAPER, PAPER)).toBe(1);
});

test("type over a picture is held against its tones there, whatever the type is", () => {
  const dark = picture(50, 50, 320, 100);
  expect(codes([dark, type("White on dark", 10, PAPER)])).toEqual([]);
  expect(codes([dark, type("White on light", 10, PAPER, 300)])).toEqual(["warning contrast-low"]);
  expect(codes([dark, type("Black on light", 10, BLACK, 300)])).toEqual([]);
  expect(codes([dark, type("Black on dark", 10)])).toEqual(["warning contrast-low"]);
  expect(codes([dark, type("Black, half and half", 10, BLACK, 240)])).toEqual(["warning contrast-low"]);
  // An artifact counts as well; large type makes do with less.
  expect(codes([dark, type("12", 9, BLACK, 60, 100, null)])).toEqual(["warning contrast-low"]);
  const grey = cmyk(0, 0, 0, 0.65);
  expect(codes([dark, type("Grey", 10, grey)])).toEqual(["warning contrast-low"]);
  expect(codes([dark, type("Grey", 16, grey)])).toEqual([]);
  // Words that begin on paper and end over the dark of the picture, or the other way round.
  expect(codes([picture(80, 50, 300, 100), type("White, on paper and picture", 10, PAPER)])).toEqual([
    "error contrast-low",
  ]);
  expect(codes([picture(80, 50, 300, 100), type("Black, on paper and picture", 10)])).toEqual(["warning contrast-low"]);
  // A varnish over words or picture hides nothing, and is not read.
  const varnish: Ink = {
    kind: "spot",
    name: "Varnish",
    tint: 1,
    alternate: cmyk(0, 0, 0, 0) as never,
    overprint: true,
  };
  const glossy = fill(50, 50, 320, 100, varnish);
  expect(codes([dark, glossy, type("White on dark", 10, PAPER)], { spots: 1 })).toEqual([]);
  expect(codes([dark, type("Gloss", 10, varnish)], { spots: 1 })).toEqual([]);
  const asked = { rules: GENERIC_PRINTER, facing: true, sizes, locked: new Map() };
  const list = () => page([dark, type("Words", 10, PAPER)]);
  expect(pressFindings([list()], { ...asked, tones: new Map() })).toEqual([]);
  const unknown = pressFindings([list()], { ...asked, tones: new Map([["m", null]]) });
  expect(unknown).toMatchObject([{ code: "contrast-low", ran: false, place: ["b1", 7, 12] }]);
});

test("too much ink, once for each colour of a page", () => {
  const deep = cmyk(0.9, 0.8, 0.8, 0.9);
  expect(inkSum(deep)).toBeCloseTo(340);
  expect(codes([fill(100, 100, 50, 50, deep), fill(200, 100, 50, 50, deep)])).toEqual(["error ink-over"]);
  expect(codes([fill(100, 100, 50, 50, deep)], { inkLimit: 340 })).toEqual([]);
});

test("registration colour is for marks", () => {
  expect(codes([fill(100, 100, 50, 50, REGISTRATION)])).toEqual(["error registration"]);
  expect(codes([fill(100, -40, 50, 20, REGISTRATION)])).toEqual([]);
});

test("spot inks: how many, which, and names that are all but one", () => {
  const red = fill(100, 100, 50, 50, spot("PANTONE 485 C"));
  expect(codes([red])).toEqual(["error spot-unwanted"]);
  expect(codes([red], { spots: 1 })).toEqual([]);
  expect(codes([red], { spots: ["PANTONE 485 C"] })).toEqual([]);
  expect(codes([red], { spots: ["Varnish"] })).toEqual(["error spot-unwanted"]);
  expect(codes([red, fill(200, 100, 50, 50, spot("Pantone 485C"))], { spots: 2 })).toEqual(["error spot-alike"]);
});

test("empty pages and folios that come twice", () => {
  const two = [page([type("7", 8, BLACK, 200, 580, null)]), page([type("Words", 10)], { number: 2 })];
  expect(said(two).map(({ code, page }) => [code, page])).toEqual([
    ["page-empty", 1],
    ["folio-twice", 2],
  ]);
});

test("a picture whose pixels nobody knows is not passed", () => {
  const list = page([picture(100, 100, 100, 100)]);
  const [found] = pressFindings([list], {
    rules: GENERIC_PRINTER,
    facing: true,
    sizes: new Map(),
    tones,
    locked: new Map(),
  });
  expect(found).toMatchObject({ code: "picture-low", ran: false });
});

test("a font whose licence forbids embedding, once, where it is first used", () => {
  const pages = [
    page([fill(60, 60, 9, 9, BLACK)]),
    page([type("Locked", 10), type("Again", 10)], { number: 2, folio: "2" }),
  ];
  const locked = new Map([["f", "Costly Display"]]);
  expect(pressFindings(pages, { rules: GENERIC_PRINTER, facing: true, sizes, tones, locked })).toMatchObject([
    { code: "font-embedding", severity: "error", page: 2, place: ["b1", 7, 13] },
  ]);
});

test("each finding names page, rect and, of the story's words, the place", () => {
  const [found] = said([page([type("Tiny", 4)])]);
  expect(found).toMatchObject({ page: 1, place: ["b1", 7, 11], ran: true });
  expect(found?.rect?.[0]).toBe(60);
  expect(found?.hint).toMatch(/^Set it in 5 pt/);
});

test("kept pages say what pages looked at anew say, also in another thread", () => {
  const pages = [page([type("Tiny", 4), fill(100, -4, 50, 50, BLACK)]), page([rule(0.1)], { number: 2, folio: "2" })];
  const first = said(pages);
  expect(said(pages)).toEqual(first);
  expect(said(structuredClone(pages))).toEqual(first);
  expect(said(pages, { type: { least: pt(3), reversed: pt(3), mixed: pt(3) } })).not.toEqual(first);
});

test("of what layout and press both tell, the press's word stands", () => {
  const press = said([page([picture(WIDTH - 100, 100, 100, 100)])]);
  const layout = press.map((found) => ({ ...found, severity: "warning" as const, message: "as the design sees it" }));
  expect(withPress(layout, press)).toEqual(press);
  expect(withPress(layout, [])).toEqual(layout);
});
