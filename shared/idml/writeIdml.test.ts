import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import * as build from "../schema/build.ts";
import { storyReader } from "../schema/story.ts";
import { busy, interviews } from "../test/interviews.ts";
import { createEngine } from "../layout/engine.ts";
import { anyPicture, bulletin, testEngine } from "../test/layout.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { all, type ReadIdml, readIdml } from "../test/readIdml.ts";
import { importMarkdown, importText } from "../manuscript/import.ts";
import { type IdmlLink, writeIdml } from "./writeIdml.ts";

const { a, bullets, by, caption, credit, docWith, em, h, kicker, marked, numbers, p, photo, photoCredit } = build;
const { q, quote, sidebar, standfirst, strong } = build;

const LINK: IdmlLink = { name: "a b&c.jpg", type: "image/jpeg", width: 3000, height: 2000, ppi: 300 };
function laid(doc: Node, over: unknown = {}, engine = testEngine(over)) {
  const layout = engine.layOut(doc);
  const bytes = writeIdml({
    title: "A title",
    story: storyReader()(doc),
    design: layout.design,
    pages: layout.pages,
    basedOn: { styles: { question: "answer" }, characterStyles: {} },
    font: ({ weight, italic }) => ({
      family: "Fixed",
      style: `${weight}${italic ? " Italic" : ""}`,
      postscriptName: `Fixed-${weight}`,
    }),
    fontOf: () => ({ family: "Fixed", style: "Regular", postscriptName: "Fixed-Regular" }),
    link: () => LINK,
    time: Date.UTC(2026, 10, 23),
  });
  return { layout, bytes, read: readIdml(bytes) };
}

const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();
/** The document's paragraphs: those of the columns in order, all others in any. */
function paragraphsOf(doc: Node): { readonly flow: readonly string[]; readonly pieces: readonly string[] } {
  const flow: string[] = [];
  const pieces: string[] = [];
  const PIECES = new Set(["photo", "photo_group", "pull_quote", "sidebar", "box", "title_block", "byline"]);
  const walk = (node: Node, inside: boolean): void => {
    const text = squeezed(node.textBetween(0, node.content.size, "", "\u2028"));
    const label = ((node.attrs.label as string | undefined) ?? "").trim();
    if (node.isTextblock) {
      const whole = label.startsWith("(")
        ? squeezed(`${text} ${label}`)
        : squeezed(text && label ? `${label} ${text}` : text);
      if (whole !== "") (inside ? pieces : flow).push(whole);
    } else node.forEach((child) => walk(child, inside || PIECES.has(child.type.name)));
  };
  walk(doc, false);
  return { flow, pieces };
}

/** What does not hold of the words; empty when every one of them is there once and in order. */
function wordFaults(doc: Node, read: ReadIdml): readonly string[] {
  const faults: string[] = [];
  const wanted = paragraphsOf(doc);
  const flow = read.stories.filter(({ title }) => title === "Text").flatMap(({ paragraphs }) => paragraphs);
  const pieces = read.stories
    .filter(({ title }) => title !== "Text" && title !== "Furniture")
    .flatMap(({ paragraphs }) => paragraphs);
  const isIt = (set: string, text: string) => {
    const said = squeezed(set);
    // A sign or a list's mark before it, and nothing else.
    return said.endsWith(text) && /^(?:\S{1,20}(?: \S{1,20})? )?$/u.test(said.slice(0, said.length - text.length));
  };
  if (flow.length !== wanted.flow.length)
    faults.push(`${flow.length} paragraphs in the columns, not ${wanted.flow.length}`);
  wanted.flow.forEach((text, n) => {
    if (!isIt(flow[n] ?? "", text)) faults.push(`"${flow[n]}" is not "${text}"`);
  });
  const left = [...pieces];
  for (const text of wanted.pieces) {
    const at = left.findIndex((set) => isIt(set, text));
    if (at < 0) faults.push(`"${text}" is in no story`);
    else left.splice(at, 1);
  }
  if (left.length > 0) faults.push(`too much: ${left.join(" | ")}`);
  return faults;
}

describe("any interview", () => {
  test("has every word once, in order, in one thread of frames a story, and no dead reference", () => {
    fc.assert(
      fc.property(interviews, fc.boolean(), (doc, isBusy) => {
        const { layout, read } = laid(doc, isBusy ? busy(bulletin) : {});
        expect(read.broken).toEqual([]);
        expect(wordFaults(doc, read)).toEqual([]);
        expect(read.pages.map(({ attributes }) => attributes.Name)).toEqual(layout.pages.map(({ folio }) => folio));
      }),
      { numRuns: 60, seed: 7 },
    );
  });
  test("gives the same bytes for the same pages", () => {
    const doc = docWith({}, h("Twice"), q("Why?"), a("Because.", photo("p.jpg", caption("A cup."))));
    expect(Buffer.from(laid(doc).bytes).equals(Buffer.from(laid(doc).bytes))).toBe(true);
  });
});

const samples = join(import.meta.dirname, "../../assets/samples");
test.each([
  ["the-net-menders-cafe.md", importMarkdown],
  ["muc-ca-phe-va-con-meo.txt", importText],
] as const)("%s: every word once, in order", (name, read) => {
  const { doc } = read(readFileSync(join(samples, name), "utf8"));
  const { read: idml } = laid(doc);
  expect(idml.broken).toEqual([]);
  expect(wordFaults(doc, idml)).toEqual([]);
});

const TEMPLATES = readdirSync(join(import.meta.dirname, "../../assets/templates"));
test.each(TEMPLATES)("%s: every word once, in order, signs, drop caps and all", (name) => {
  const template: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../../assets/templates", name), "utf8"));
  const { doc } = importMarkdown(readFileSync(join(samples, "the-net-menders-cafe.md"), "utf8"));
  const templates = new Map([["bulletin", template]]);
  const shaper = fixedShaper({ advance: 0.5 });
  const { read } = laid(doc, {}, createEngine({ shaper, pictures: anyPicture, templates }));
  expect(read.broken).toEqual([]);
  expect(wordFaults(doc, read)).toEqual([]);
});

test("a drop cap is a range of its own, in its own style, with the mark that opens before it", () => {
  const cap = { lines: 3, style: "Initial", at: "first" };
  const over = { styles: { answer: { dropCap: cap } }, characterStyles: { Initial: { colour: [0, 1, 0, 0] } } };
  const { read } = laid(docWith({}, h("Cap"), q("Why?"), a("“Ếch” is a frog.", "Another.")), over);
  expect(ranges(read, "“Ế")[0]).toMatchObject({ AppliedCharacterStyle: "CharacterStyle/Initial" });
  const paragraphs = [...read.files.values()].flatMap((file) => all(file, "ParagraphStyleRange"));
  expect(paragraphs.filter(({ attributes }) => attributes.DropCapLines === "3")).toHaveLength(1);
});

const ranges = (read: ReadIdml, words: string) =>
  [...read.files.values()]
    .flatMap((file) => all(file, "CharacterStyleRange"))
    .filter((range) => all(range, "Content").some(({ children }) => children.join("") === words))
    .map(({ attributes }) => attributes);

test("marks and changes by hand are on their words, under named styles", () => {
  const doc = docWith(
    {},
    h("Looks"),
    q("How?"),
    a(
      p("So ", em("slanted"), " and ", strong("heavy"), " and ", marked("small_caps", null, "nato"), " H"),
      p(
        marked("subscript", null, "2"),
        "O ",
        marked("adjust", { tracking: 20, kerning: 0, scaling: 0.98, baseline: 1 }, "moved"),
      ),
      p("one\u2028two ", marked("lang", { lang: "fr" }, "déjà"), " <b>&amp;\u0007 \ud83d\ude00"),
    ),
  );
  const { read } = laid(doc);
  expect(ranges(read, "slanted")[0]).toMatchObject({ AppliedCharacterStyle: "CharacterStyle/Emphasis" });
  expect(ranges(read, "slanted")[0]?.FontStyle).toMatch(/Italic$/);
  expect(ranges(read, "heavy")[0]).toMatchObject({ AppliedCharacterStyle: "CharacterStyle/Strong", FontStyle: "700" });
  expect(ranges(read, "nato")[0]).toMatchObject({ Capitalization: "SmallCaps" });
  expect(ranges(read, "2")[0]).toMatchObject({ Position: "Subscript" });
  expect(ranges(read, "moved")[0]).toMatchObject({ Tracking: "20", HorizontalScale: "98", BaselineShift: "1" });
  expect(ranges(read, "déjà")[0]).toMatchObject({ AppliedLanguage: "$ID/French" });
  const text = read.stories.find(({ title }) => title === "Text")?.paragraphs ?? [];
  expect(text[3]).toBe("one\u2028two déjà <b>&amp; 😀");
});

test("each part of a title, each credit, caption, quote and sidebar is a story of its own", () => {
  const doc = docWith(
    {},
    kicker("Talk"),
    h("Parts"),
    standfirst("About them."),
    credit("interview", "Maud", "Interview by"),
    credit("photography", "N. N.", "(ẢNH)"),
    q("Why?"),
    a(
      "First.",
      photo("p.jpg", caption("A cup."), photoCredit("R. M.", "Photo:")),
      quote("Said."),
      bullets("one"),
      numbers("two"),
    ),
    sidebar("Aside."),
  );
  const { read } = laid(doc);
  const told = read.stories
    .filter(({ title }) => title !== "Furniture")
    .map(({ title, paragraphs }) => `${title}: ${paragraphs.join(" / ")}`);
  expect(told).toEqual([
    "Kicker: Talk",
    "Headline: Parts",
    "Standfirst: About them.",
    "Credit: Interview by Maud",
    "Credit: N. N. (ẢNH)",
    "Text: ❖ Why? / – First. / •\tone / 1.\ttwo",
    "Caption: A cup. / Photo: R. M.",
    "Pull Quote: Said.",
    "Sidebar: Aside.",
  ]);
});

test("a credit along a picture stands in a frame turned with it, behind its caption in one thread", () => {
  const doc = docWith({}, h("Edges"), q("Why?"), a("First.", photo("p.jpg", caption("A cup."), photoCredit("R. M."))));
  const photos = { credit: "edge", edge: { side: "right" } };
  const { read, layout } = laid(doc, { columns: { gutter: 24, rule: false }, photos });
  const placed = layout.pages[0]?.lines.find(({ role }) => role === "photo_credit");
  if (!placed?.upward) throw new RangeError("the credit does not stand along its picture");
  const story = read.stories.find(({ title }) => title === "Caption");
  expect(story?.paragraphs).toEqual(["A cup.", "R. M."]);
  const frames = read.frames.filter(({ attributes }) => attributes.ParentStory === story?.id);
  const [upright, turned] = frames.map(({ attributes }) => (attributes.ItemTransform ?? "").split(" ").map(Number));
  expect(upright?.slice(0, 4)).toEqual([1, 0, 0, 1]);
  expect(turned?.slice(0, 4)).toEqual([0, -1, 1, 0]);
  // The frame's top left corner lies a leading left of the baseline, at the line's beginning; the spread's middle is 0.
  const { trim, facing } = layout.design.page;
  expect(turned?.[4]).toBeCloseTo(placed.x - placed.style.leading - (facing ? 0 : trim.width / 2), 2);
  expect(turned?.[5]).toBeCloseTo(placed.baseline - placed.line.x - trim.height / 2, 2);
});

test("a picture fills its frame with the part of it that the page shows, linked in Links", () => {
  const doc = docWith({}, h("Crop"), q("Why?"), a("Because.", photo("p.jpg"), build.lines(40)));
  const { layout, read } = laid(doc);
  const placed = layout.pages[0]?.photos[0];
  if (!placed) throw new Error("no picture");
  const frame = [...read.files.values()]
    .flatMap((file) => all(file, "Rectangle"))
    .find((one) => all(one, "Image").length > 0);
  const image = frame && all(frame, "Image")[0];
  const [sx = 0, , , sy = 0, tx = 0, ty = 0] = (image?.attributes.ItemTransform ?? "").split(" ").map(Number);
  // The corners of the frame in points of the picture at 300 to the inch.
  const wide = (LINK.width * 72) / LINK.ppi;
  const high = (LINK.height * 72) / LINK.ppi;
  expect(-tx / sx / wide).toBeCloseTo(placed.crop.x, 5);
  expect(-ty / sy / high).toBeCloseTo(placed.crop.y, 5);
  expect((placed.box.width - tx) / sx / wide).toBeCloseTo(placed.crop.x + placed.crop.width, 5);
  expect((placed.box.height - ty) / sy / high).toBeCloseTo(placed.crop.y + placed.crop.height, 5);
  expect(frame && all(frame, "Link")[0]?.attributes.LinkResourceURI).toBe("file:Links/a%20b%26c.jpg");
});

test("folios are the master's own numbers, on both its sides", () => {
  const doc = docWith(
    {},
    h("Long"),
    ...Array.from({ length: 12 }, () => [q("Why?"), by("", a(build.lines(60)))]).flat(),
  );
  const { layout, read } = laid(doc);
  expect(layout.pages.length).toBeGreaterThan(3);
  const numbered = read.stories.filter(({ paragraphs }) => paragraphs.some((text) => text.includes("<?ACE 18?>")));
  expect(numbered.map(({ paragraphs }) => paragraphs)).toEqual([["<?ACE 18?>"], ["<?ACE 18?>"], ["<?ACE 18?>"]]);
  // The first page has no running head, so no master, and a folio of its own.
  const own = read.frames.filter(({ attributes }) => numbered.some(({ id }) => id === attributes.ParentStory));
  expect(own).toHaveLength(1);
  expect(read.pages.map(({ attributes }) => attributes.AppliedMaster === "n")).toEqual(
    layout.pages.map((_, n) => n === 0),
  );
});

test("styles have the design's names, and say what they are based on", () => {
  const { read } = laid(docWith({}, h("Styles"), q("Why?"), a("So.")));
  const styles = read.files.get("Resources/Styles.xml");
  const named = styles ? all(styles, "ParagraphStyle") : [];
  expect(named.map(({ attributes }) => attributes.Name)).toEqual(
    expect.arrayContaining(["question", "answer", "folio"]),
  );
  const question = named.find(({ attributes }) => attributes.Name === "question");
  expect(question && all(question, "BasedOn")[0]?.children).toEqual(["ParagraphStyle/answer"]);
});
