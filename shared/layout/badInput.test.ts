/** Copy and designs that no one would want: a page and a finding, or one clear error, each in bounded time. */
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { a, box, doc, h, lines, photo, photoWith, q, sidebar } from "../schema/build.ts";
import { DesignError } from "../schema/template.ts";
import { anyPicture, brokenLaws, bulletin, smallPage, testEngine } from "../test/layout.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { createEngine } from "./engine.ts";

/** Far more than any of these takes on a machine that does nothing else, and far less than anyone waits for. */
const BOUND_MS = 20_000;

const pinnedTo = (page: number) =>
  photoWith({
    file: "p.jpg",
    placement: { kind: "pinned", grid: "text", bleed: [], page, column: 0, row: 0, columns: 1, rows: 4 },
  });
const CASES: readonly (readonly [name: string, story: Node, finding: string | null])[] = [
  ["a picture of 1 × 20,000 pixels", doc(q("First?"), a(lines(10), photo("1x20000.jpg"), lines(10))), null],
  ["a picture of 20,000 × 1 pixels", doc(q("First?"), a(lines(10), photo("20000x1.jpg"), lines(10))), null],
  [
    "500 pictures behind ten lines",
    doc(q("First?"), a(lines(10), ...Array.from({ length: 500 }, (_, n) => photo(n % 3 ? "p.jpg" : "tall.jpg")))),
    "piece-far",
  ],
  ["a word of 1,500 letters that nothing breaks", doc(q("First?"), a("x".repeat(1500))), "word-too-wide"],
  [
    "a sidebar taller than any page",
    doc(q("First?"), a(lines(5)), sidebar(lines(200)), q("Last?"), a("So.")),
    "overset",
  ],
  ["an empty box", doc(q("First?"), a(lines(5)), box(), q("Last?"), a("So.")), null],
  ["a picture pinned to a page that is gone", doc(q("First?"), a(lines(5), pinnedTo(99))), "pin-freed"],
];

test.each(CASES)(
  "%s",
  (_, story, finding) => {
    const layout = testEngine(smallPage(20, 3)).layOut(story);
    expect(brokenLaws(story, layout).filter((law) => !/below|runs over|out of/.test(law))).toEqual([]);
    expect(layout.pages.length).toBeGreaterThan(0);
    if (finding) expect(layout.findings.map(({ code }) => code)).toContain(finding);
  },
  BOUND_MS,
);

/** For each letter; as many as the places in a line squared would take about four times as much. */
const MOST_MS = 2;
test("a headline of one word of 4,000 letters that nothing breaks is set in bounded time", () => {
  const letters = 4000;
  const story = doc(h("x".repeat(letters)), q("First?"), a("So."));
  const began = process.cpuUsage();
  testEngine({}).layOut(story);
  expect(process.cpuUsage(began).user / 1000 / letters).toBeLessThan(MOST_MS);
});

test.each([
  [{ inside: 400, outside: 400 }, /columns are -?[\d.]+ pt wide/],
  [{ top: 900, bottom: 20 }, /the margins leave -[\d.]+ pt of the height/],
  [{ top: 500, bottom: 500 }, /the margins leave -[\d.]+ pt of the height/],
  [{ bottom: 800 }, /leave/],
])("margins larger than the page are said at once: %o", (margins, message) => {
  const engine = testEngine({ page: { margins } });
  expect(() => engine.layOut(doc(q("First?"), a("Yes.")))).toThrow(DesignError);
  expect(() => engine.layOut(doc(q("First?"), a("Yes.")))).toThrow(message);
});

test("a template of another version is one clear error", () => {
  const templates = new Map([["bulletin", { ...(bulletin as object), version: 2 }]]);
  const engine = createEngine({ shaper: fixedShaper({ advance: 0.5 }), pictures: anyPicture, templates });
  expect(() => engine.layOut(doc(q("First?"), a("Yes.")))).toThrow(/template of version 2, and this program reads/);
});
