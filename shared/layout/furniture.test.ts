import { expect, test } from "vitest";
import type { Placement } from "../schema/attributes.ts";
import { a, crosshead, doc, lines, photoWith, q, quote } from "../schema/build.ts";
import { overlay } from "../schema/designFields.ts";
import { smallPage, testEngine } from "../test/layout.ts";
import type { DisplayItem } from "./display.ts";
import type { Page } from "./page.ts";

type Pinned = Extract<Placement, { kind: "pinned" }>;
const PINNED: Pinned = { kind: "pinned", grid: "text", bleed: [], page: 1, column: 0, row: 0, columns: 1, rows: 5 };
const pinned = (place: Partial<Pinned>): Placement => ({ ...PINNED, ...place });
const picture = (placement: Placement = { kind: "auto" }) => photoWith({ file: "p.jpg", placement });
const pagesOf = (story: ReturnType<typeof doc>, more: object = {}): readonly Page[] =>
  testEngine(overlay(smallPage(20, 2), more)).layOut(story).pages;
/** Artifact words of a page. */
const furniture = (page: Page | undefined): readonly string[] =>
  (page?.over ?? []).flatMap((item) => (item.kind === "glyphs" && item.of === "artifact" ? [item.run.text] : []));
const upright = (item: DisplayItem): item is Extract<DisplayItem, { kind: "rule" }> =>
  item.kind === "rule" && item.from.x === item.to.x;

test("a page whose picture covers the folio's place goes without it; a tab stays", () => {
  const folio = { place: "centre", tab: false, fromFoot: 8, onOpener: true };
  const covered = doc(q("Why?"), a(lines(9), picture(pinned({ row: 12, rows: 8, columns: 2, bleed: ["bottom"] }))));
  const bare = doc(q("Why?"), a(lines(9)));
  expect(furniture(pagesOf(bare, { furniture: { folio } })[0])).toHaveLength(1);
  expect(furniture(pagesOf(covered, { furniture: { folio } })[0])).toEqual([]);
  expect(furniture(pagesOf(covered, { furniture: { folio: { ...folio, tab: [0, 0, 0, 100] } } })[0])).toHaveLength(1);
});

test("the end mark follows the last word though pictures stand on later pages", () => {
  const story = doc(q("Why?"), a(lines(4), picture(), picture(), picture(), picture()));
  const pages = pagesOf(story, { furniture: { endMark: "#" }, photos: { inline: { columns: 2 } } });
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.map((page) => furniture(page).includes("#"))).toEqual(
    pages.map((page) => page.lines.some(({ role }) => role === "answer")),
  );
});

test("a rule between columns has text beside it all along", () => {
  const rule = { columns: { rule: { weight: 0.25, colour: [0, 0, 0, 100] } } };
  const place = { column: 0, row: 0, rows: 8 };
  const story = doc(q("Why?"), a(lines(40), picture(pinned(place)), picture(pinned({ ...place, column: 1 }))));
  const [page] = pagesOf(story, rule);
  const [drawn, ...more] = (page?.over ?? []).filter(upright);
  expect(more).toEqual([]);
  const below = Math.max(...(page?.photos ?? []).map(({ box }) => box.y + box.height));
  expect(drawn?.from.y).toBeGreaterThan(below);
});

test("no rule stands beside a column without copy", () => {
  const ruled = { columns: { rule: { weight: 0.25, colour: [0, 0, 0, 100] }, balance: false } };
  const rules = (count: number) => (pagesOf(doc(q("Why?"), a(lines(count))), ruled)[0]?.over ?? []).filter(upright);
  expect(rules(4)).toEqual([]);
  expect(rules(30)).toHaveLength(1);
});

test("the rules of a quote are as far from its letters at the head as at the foot", () => {
  const story = doc(q("Why?"), a(lines(20), quote("Said once, and well enough to say again."), lines(20)));
  for (const leading of [12, 18, 21, 30]) {
    const [page] = pagesOf(story, { styles: { pull_quote: { size: 16, leading } } });
    const said = (page?.lines ?? []).filter(({ role }) => role === "pull_quote").map(({ baseline }) => baseline);
    const rules = (page?.under ?? []).flatMap((item) => (item.kind === "rule" ? [item.from.y] : []));
    const above = Math.min(...said) - 16 * 0.74 - Math.min(...rules);
    const below = Math.max(...rules) - Math.max(...said) - 16 * 0.22;
    expect(above).toBeCloseTo(below, 6);
    expect(above).toBeGreaterThan(1);
  }
});

test("a column let out opens no gap between a crosshead and what it heads", () => {
  const story = doc(q("Why?"), a(lines(12), crosshead("A pause")), q("And then?"), a(lines(60)));
  const [page] = pagesOf(story, { makeUp: { justify: 2 } });
  const rows = (page?.lines ?? []).map(({ role, baseline }) => [role, baseline] as const);
  const head = rows.findIndex(([role]) => role === "crosshead");
  expect((rows[head + 1]?.[1] ?? 0) - (rows[head]?.[1] ?? 0)).toBeLessThanOrEqual(24);
});
