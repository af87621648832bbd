/** What a story costs an art editor with settings spent on it, against the same story with none: never more. */
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { testEngine } from "../test/layout.ts";
import { justifiedPage, OFF, SHEET, storyOf, turns } from "../test/wordyStories.ts";
import type { Page } from "./page.ts";
import { PRICE } from "./prices.ts";

/** Bad breaks, rows left white at the feet, a last page of a few lines or one that is not level, in rows of white. */
function amissIn(story: Node, design: unknown): number {
  const { findings, pages, design: resolved } = testEngine(design).layOut(story);
  const { baseline, first } = resolved.grid;
  const rowAt = (y: number) => Math.floor((y - first) / baseline + 1e-6) + 1;
  const foot = (page: Page, column: number) => {
    const box = page.columns[column];
    if (!box) return 0;
    const lines = page.lines.filter((line) => line.column === column).map((line) => rowAt(line.baseline));
    const pieces = page.pieces
      .filter((p) => p.column <= column && column < p.column + p.columns)
      .map((p) => p.row + p.rows);
    return Math.max(0, ...lines, ...pieces);
  };
  const count = (...codes: readonly string[]) => findings.filter(({ code }) => codes.includes(code)).length;
  const white = pages
    .slice(0, -1)
    .flatMap((page) => page.columns.map((box, column) => rowAt(box.y + box.height) - foot(page, column)));
  const apart = findings.flatMap(
    ({ message }) => /columns of the last page.* end (\d+) lines apart/.exec(message)?.[1] ?? [],
  );
  return (
    count("widow", "orphan", "stranded") * PRICE.badBreak +
    white.reduce((sum, rows) => sum + Math.max(0, rows), 0) * PRICE.hole +
    count("runt-page") * PRICE.runt +
    apart.reduce((sum, rows) => sum + (Number(rows) - 1) * PRICE.hole, 0)
  );
}

test("no story is made worse by what is spent on it", () => {
  let without = 0;
  let spent = 0;
  fc.assert(
    fc.property(turns, SHEET, (all, { rows, count }) => {
      const story = storyOf(all);
      const off = amissIn(story, justifiedPage(rows, count, OFF, 1));
      const on = amissIn(story, justifiedPage(rows, count, { perPage: 4 }, 1));
      expect(on).toBeLessThanOrEqual(off + 1e-9);
      without += off;
      spent += on;
    }),
    { numRuns: Number(process.env.QUOIN_LONG ?? 40) },
  );
  expect(spent).toBeLessThan(without / 2);
}, 600_000);
