import fc from "fast-check";
import { EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { a, doc, lines, photoWith, q } from "../schema/build.ts";
import { schema } from "../schema/interview.ts";
import { settle } from "../schema/placementCommands.ts";
import { interviews } from "../test/interviews.ts";
import { brokenLaws, smallPage, testEngine } from "../test/layout.ts";
import { placesOf } from "./page.ts";

const SMALL = "200x150.jpg";
/** Runs of the property; `QUOIN_LONG=10000` tries ten thousand interviews. */
const RUNS = Number(process.env.QUOIN_LONG ?? 40);
/** One text column with a margin column of 90 pt beside it. */
function design(side: "left" | "outside", sign = "", caption = "below") {
  const base = smallPage(40, 3) as { columns: object; signs: object; photos?: object };
  const mark = sign === "" ? "" : { text: sign, place: "margin" };
  return {
    ...base,
    columns: { ...base.columns, count: 1, margin: { side, width: 90, gutter: 10 } },
    signs: { question: mark, answer: mark },
    photos: { hero: { columns: 1 }, inline: { columns: 1 }, caption, leastPpi: 120, small: "margin", gallery: false },
  };
}
const story = (...files: readonly string[]) =>
  doc(
    q("First?"),
    a(lines(4), photoWith({ file: "first.jpg" })),
    ...files.flatMap((file, n) => [q(`Question ${n}?`), a(lines(14), photoWith({ file }, "A caption."), lines(6))]),
  );

test("a picture too small for the text stands in the margin beside its words, its caption below it", () => {
  const told = story(SMALL);
  const layout = testEngine(design("left")).layOut(told);
  expect(brokenLaws(told, layout)).toEqual([]);
  const page = layout.pages.find(({ photos }) => photos.some(({ file }) => file === SMALL));
  const photo = page?.photos.find(({ file }) => file === SMALL);
  const caption = page?.lines.find(({ role }) => role === "caption");
  const column = page?.columns[0];
  if (!photo || !caption || !column) throw new RangeError("not on a page");
  expect(photo.box.width).toBe(90);
  expect(photo.box.x + 90 + 10).toBeCloseTo(column.x, 6);
  expect(photo.ppi).toBeGreaterThanOrEqual(120);
  expect(caption.x).toBeCloseTo(photo.box.x, 6);
  expect(caption.baseline).toBeGreaterThan(photo.box.y + photo.box.height);
  // Beside the last lines of the paragraph it follows, whose text it does not push on.
  const own = page.lines.filter(({ line }) => line.text.includes("Line 14 of"));
  expect(caption.baseline).toBeCloseTo(own.at(-1)?.baseline ?? 0, -1.5);
  expect(page.lines.filter(({ column: at }) => at === 0).every((line) => line.x === column.x)).toBe(true);
});

test("a picture that prints well over the text, or is missing, or too small even for the margin, stands in the text", () => {
  for (const file of ["p.jpg", "missing.jpg", "60x40.jpg"]) {
    const layout = testEngine(design("left")).layOut(story(file));
    const photo = layout.pages.flatMap(({ photos }) => photos).find((one) => one.file === file);
    expect(photo?.box.width, file).toBeGreaterThan(300);
  }
  const off = {
    ...design("left"),
    photos: { hero: { columns: 1 }, inline: { columns: 1 }, leastPpi: 120, gallery: false },
  };
  const text = testEngine(off).layOut(story(SMALL));
  expect(text.pages.flatMap(({ photos }) => photos).at(-1)?.box.width).toBeGreaterThan(300);
});

test("pictures in the margin keep off each other, off captions and off names hung before turns", () => {
  const told = story(SMALL, SMALL, "p.jpg", SMALL, SMALL, SMALL);
  const layout = testEngine(design("left", "{name}", "margin")).layOut(told);
  expect(brokenLaws(told, layout)).toEqual([]);
  let inMargin = 0;
  for (const page of layout.pages) {
    const left = page.columns[0]?.x ?? 0;
    const boxes = page.photos.filter(({ box }) => box.x < left).map(({ box }) => box);
    inMargin += boxes.length;
    for (const [n, one] of boxes.entries()) {
      for (const other of boxes.slice(n + 1))
        expect(one.y + one.height <= other.y || other.y + other.height <= one.y).toBe(true);
      for (const { line, baseline } of page.lines) {
        if (!line.runs.some((run) => run.x < -8)) continue;
        expect(baseline <= one.y || baseline - 7 >= one.y + one.height).toBe(true);
      }
    }
  }
  expect(inMargin).toBeGreaterThan(3);
});

test("once settled they stay in the margin, and settling again changes nothing", () => {
  const engine = testEngine(design("outside"));
  let state = EditorState.create({ doc: story(SMALL, SMALL) });
  const first = engine.layOut(state.doc);
  const go = settle(placesOf(first.pages));
  expect(go(state, (tr) => (state = state.apply(tr)))).toBe(true);
  const second = engine.layOut(state.doc);
  const boxes = (layout: typeof first) => layout.pages.map(({ photos }) => photos.map(({ box }) => box));
  expect(boxes(second)).toEqual(boxes(first));
  expect(settle(placesOf(second.pages))(state)).toBe(false);
});

test(
  "the laws hold with a margin column, and after a letter a page is what it is from scratch",
  () => {
    const side = fc.constantFrom("left" as const, "outside" as const);
    const sign = fc.constantFrom("", "{initials}", "{name}");
    const caption = fc.constantFrom("below", "margin");
    fc.assert(
      fc.property(interviews, side, sign, caption, fc.nat(), (plain, at, mark, words, where) => {
        const told = withSmall(plain);
        const asked = design(at, mark, words);
        const engine = testEngine(asked);
        const layout = engine.layOut(told);
        const loose = layout.findings.some(({ code }) => code === "overset" || code === "pin-overlap");
        const pins = layout.pages.some(({ pieces }) => pieces.some(({ by }) => by === "pinned"));
        const laws = brokenLaws(told, layout).filter((law) => !(loose || pins) || !/runs over|below|out of/.test(law));
        expect(laws).toEqual([]);
        const spots: number[] = [];
        told.descendants((node, pos) => void (node.type.name === "paragraph" && spots.push(pos + 1)));
        const state = EditorState.create({ doc: told });
        const typed = state.tr.insert(spots[where % spots.length] ?? 0, schema.text("more words of it ")).doc;
        expect(engine.layOut(typed).pages).toEqual(testEngine(asked).layOut(typed).pages);
      }),
      { numRuns: RUNS },
    );
  },
  Math.max(20_000, RUNS * 200),
);

/** The pictures of an interview, small ones among them. */
function withSmall(told: ReturnType<typeof doc>): ReturnType<typeof doc> {
  const { tr } = EditorState.create({ doc: told });
  tr.doc.descendants((node, pos) => {
    if (node.type.name === "photo" && node.attrs.file === "tall.jpg") tr.setNodeAttribute(pos, "file", SMALL);
  });
  return tr.doc;
}
