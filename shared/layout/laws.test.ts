/** The laws of layout on random interviews with every kind of piece, pins and breaks. */
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import { a, doc, lines, q } from "../schema/build.ts";
import { schema } from "../schema/interview.ts";
import { busy, interviews, wordsStands } from "../test/interviews.ts";
import { anyPicture, brokenLaws, smallPage, testEngine } from "../test/layout.ts";

/** Runs of the long property; `QUOIN_LONG=10000` tries ten thousand interviews. */
const RUNS = Number(process.env.QUOIN_LONG ?? 120);
const sheet = fc.record({
  rows: fc.integer({ min: 14, max: 50 }),
  count: fc.integer({ min: 1, max: 4 }),
  busy: fc.boolean(),
  words: wordsStands,
  gutter: fc.constantFrom(8, 10, 16, 20),
  tones: fc.constantFrom(null, [0.02], [0.9], [0.02, 0.9, 0.3, 0.02]),
});
type Sheet = typeof sheet extends fc.Arbitrary<infer T> ? T : never;
function engineFor({ rows, count, busy: much, words, gutter, tones }: Sheet) {
  const base = (much ? busy(smallPage(rows, count)) : smallPage(rows, count)) as Record<"columns" | "photos", object>;
  const design = { ...base, columns: { ...base.columns, gutter }, photos: { ...base.photos, ...words } };
  const tone = tones && { columns: tones.length, rows: 1, values: tones };
  return testEngine(design, undefined, { ...anyPicture, toneOf: () => tone });
}

/** What is pinned lies where it is told to, over other things as well, and says so. */
const unpinned = (laws: readonly string[]) => laws.filter((law) => !/runs over|below|out of/.test(law));

test(
  "every law holds with every kind of piece",
  () => {
    fc.assert(
      fc.property(interviews, sheet, (story, page) => {
        const layout = engineFor(page).layOut(story);
        const laws = brokenLaws(story, layout);
        const told = layout.findings.some(({ code }) => code === "overset" || code === "pin-overlap");
        const pins = layout.pages.some(({ pieces }) => pieces.some(({ by }) => by === "pinned"));
        expect(told || pins ? unpinned(laws) : laws).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: RUNS > 1000 },
    );
  },
  Math.max(20_000, RUNS * 200),
);

test("after any edits a page with pieces is what it is from scratch", () => {
  fc.assert(
    fc.property(interviews, fc.array(fc.tuple(fc.nat(), fc.nat(30)), { maxLength: 8 }), sheet, (story, edits, page) => {
      const engine = engineFor(page);
      engine.layOut(story);
      let now = story;
      for (const [where, much] of edits) {
        now = typed(now, where, much);
        const made = engine.layOut(now);
        const scratch = engineFor(page).layOut(now);
        expect(made.pages).toEqual(scratch.pages);
        expect(made.findings).toEqual(scratch.findings);
      }
    }),
    { numRuns: 25 },
  );
});

function typed(story: Node, where: number, much: number): Node {
  const spots: number[] = [];
  story.descendants((node, pos) => {
    if (node.type.name === "paragraph") spots.push(pos + 1);
  });
  const at = spots[where % spots.length] ?? 0;
  const size = story.resolve(at).parent.content.size;
  if (much % 3 === 0) return new Transform(story).delete(at, at + Math.min(size, much)).doc;
  return new Transform(story).insert(at, schema.text("more words ".repeat(1 + much))).doc;
}

test("a crosshead over all columns stands between levelled columns", () => {
  const head = schema.nodes.crosshead.create({}, schema.text("A new part"));
  const story = doc(q("First?"), a(lines(18), head, lines(30)));
  const layout = testEngine(busy(smallPage(30, 3))).layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  const lineOf = layout.pages[0]?.lines.find((line) => line.role === "crosshead");
  expect(lineOf?.column).toBe(null);
  const above = [0, 1, 2].map((column) =>
    Math.max(
      ...(layout.pages[0]?.lines ?? [])
        .filter((l) => l.column === column && l.baseline < (lineOf?.baseline ?? 0))
        .map((l) => l.baseline),
    ),
  );
  expect(Math.max(...above) - Math.min(...above)).toBeLessThanOrEqual(24);
});

test("columns are let out above questions so that they end level", () => {
  const base = smallPage(20, 2) as { styles: Record<string, object> };
  const design = {
    ...base,
    styles: { ...base.styles, question: { ...base.styles.question, spaceBefore: 12 } },
  };
  const turns = Array.from({ length: 12 }, (_, n) => [q(`Question ${n}?`), a(lines(2 + (n % 4)))]).flat();
  const feet = (justify: number) => {
    const layout = testEngine({ ...design, makeUp: { justify } }).layOut(doc(...turns));
    const all = layout.pages.slice(0, -1).flatMap((page) =>
      page.columns.map((box, column) => {
        const own = page.lines.filter((line) => line.column === column).map((line) => line.baseline);
        return Math.round((box.y + box.height - Math.max(...own)) / 12);
      }),
    );
    return all.reduce((sum, rows) => sum + rows, 0);
  };
  expect(feet(1)).toBeLessThan(feet(0));
});
