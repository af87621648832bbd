/** Other columns on the opener than on the pages after it: nothing is lost where one measure gives way to the other. */
import { Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import { a, docWith, h, lines, photo, q, standfirst } from "../schema/build.ts";
import { schema } from "../schema/interview.ts";
import { brokenLaws, testEngine } from "../test/layout.ts";
import { justifiedPage, words } from "../test/wordyStories.ts";

const doc = docWith(
  {},
  h("Title"),
  standfirst("Deck"),
  photo("p.jpg"),
  ...Array.from({ length: 14 }, (_, n) => [q(`Question ${n}?`), a(lines(23 + n), lines(12))]).flat(),
);

test.each([
  [1, 3],
  [2, 3],
  [4, 2],
  [2, 1],
  [6, 4],
])("%i on the opener, %i after it", (opener, count) => {
  const layout = testEngine({ opener: { columns: opener }, columns: { count } }).layOut(doc);
  expect(brokenLaws(doc, layout)).toEqual([]);
  expect(layout.pages.map((page) => page.columns.length).slice(0, 3)).toEqual([opener, count, count]);
  const [first, second] = layout.pages;
  const widest = (page: typeof first) =>
    Math.max(...(page?.lines ?? []).filter((line) => line.column !== null).map((line) => line.line.width));
  expect(widest(first)).toBeLessThanOrEqual((first?.columns[0]?.width ?? 0) + 6);
  expect(widest(second)).toBeLessThanOrEqual((second?.columns[0]?.width ?? 0) + 6);
});

test("the same columns are the same pages as when nothing is said", () => {
  const pages = (over: unknown) => testEngine(over).layOut(doc).pages;
  expect(pages({ opener: { columns: 3 } })).toEqual(pages({}));
});

test("what is spent on the opener is set for its own columns", () => {
  const over = (rows: number) => {
    const page = justifiedPage(rows, 3, { perPage: 20 }, 0) as { readonly columns: object };
    return { ...page, opener: { columns: 2 } };
  };
  let spent = 0;
  for (let rows = 20; rows < 44; rows++) {
    const turns = [1, 2, 3, 4, 5, 6].flatMap((n) => [q(words(9, n)), a(words(70 + 13 * n, rows * 7 + n))]);
    const story = docWith({}, h("Title"), ...turns);
    const [page] = testEngine(over(rows)).layOut(story).pages;
    const measure = page?.columns[0]?.width ?? 0;
    for (const { block, lines: more } of page?.spent ?? []) {
      const set = page?.lines.filter((line) => line.block === block) ?? [];
      spent += Math.abs(more);
      for (const { line } of set) if (!line.last) expect(line.width).toBeCloseTo(measure, 0);
    }
  }
  expect(spent).toBeGreaterThan(2);
});

test("after each edit the pages are those from scratch", () => {
  const over = { opener: { columns: 2 } };
  const engine = testEngine(over);
  let now = doc;
  engine.layOut(now);
  for (const at of [60, 900, 2400, 30, 5000, 1500]) {
    let spot = at;
    while (!now.resolve(spot).parent.isTextblock) spot++;
    now = new Transform(now).insert(spot, schema.text("some more words here ")).doc;
    const layout = engine.layOut(now);
    expect(brokenLaws(now, layout)).toEqual([]);
    expect(layout.pages).toEqual(testEngine(over).layOut(now).pages);
  }
});
