/**
 * What a proof bears over its pages for those who read it: numbers beside the lines, the baseline grid and the columns,
 * bars beside lines that are not as the proof before had them. Comes out as items of a display list; nothing on the page
 * moves for it.
 */
import { cmyk } from "../color/ink.ts";
import type { DisplayItem } from "../layout/display.ts";
import type { Page } from "../layout/page.ts";
import { plainRun } from "../pdf/plainRun.ts";
import type { Sfnt } from "../pdf/sfnt.ts";
import type { Design } from "../schema/template.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { pt } from "../units.ts";
import type { MappedLine } from "./places.ts";

export type DressWish = { readonly lineNumbers: boolean; readonly grid: boolean };
export type DressFont = { readonly id: FontId; readonly sfnt: Sfnt };

/** Every fifth line has its number: those between are counted at a glance. */
const COUNTED = 5;
const NUMBER_SIZE = 4.4;
const NUMBER_INK = cmyk(0, 0, 0, 0.65);
/** Both stand in the gutter, the bar next to the text. */
const BAR_AWAY = 2.8;
const NUMBER_AWAY = 4.2;
const BAR = { weight: pt(1.1), ink: cmyk(0, 0.9, 0.8, 0) };
/** Hung marks begin this far before their column; what begins further out stands outside it. */
const HUNG = 8;
/** A line this far above a column belongs to it: its box begins at the first baseline, or under it. */
const RAISED = 20;
const GRID = { weight: pt(0.2), ink: cmyk(0.35, 0, 0, 0) };
const COLUMN = { weight: pt(0.3), ink: cmyk(0, 0.35, 0, 0) };
/** Lines further apart than this, in heights of a line, have bars of their own. */
const JOINED = 1.4;

export function overPage(
  page: Page,
  design: Design,
  lines: readonly MappedLine[],
  changed: readonly MappedLine[],
  wish: DressWish,
  font: DressFont,
): readonly DisplayItem[] {
  return [
    ...(wish.grid ? gridOf(page, design) : []),
    ...(wish.lineNumbers ? numbersOf(page, lines, font) : []),
    ...barsOf(page, changed),
  ];
}

/** The left edge of the column a line stands in, or the line's own. */
function edgeOf(page: Page, { rectangle: [left, top] }: MappedLine): number {
  const column = page.columns.find((box) => {
    const isBeside = left >= box.x - HUNG && left < box.x + box.width;
    return isBeside && top >= box.y - RAISED && top < box.y + box.height;
  });
  return column ? column.x : left;
}

function numbersOf(page: Page, lines: readonly MappedLine[], font: DressFont): readonly DisplayItem[] {
  return lines
    .filter(({ upward, clusters }) => !upward && clusters.length > 0)
    .flatMap((line, n): DisplayItem[] => {
      if ((n + 1) % COUNTED !== 0) return [];
      const run = plainRun(font.id, font.sfnt, String(n + 1), NUMBER_SIZE, "en");
      const [, top, , foot] = line.rectangle;
      const x = pt(edgeOf(page, line) - NUMBER_AWAY - run.width);
      const baseline = pt(foot - (foot - top) * 0.2);
      return [{ kind: "glyphs", of: "artifact", run, x, baseline, ink: NUMBER_INK }];
    });
}

function barsOf(page: Page, changed: readonly MappedLine[]): readonly DisplayItem[] {
  const bars: { x: number; top: number; foot: number }[] = [];
  for (const line of changed) {
    if (line.clusters.length === 0) continue;
    const [, top, , foot] = line.rectangle;
    const x = edgeOf(page, line) - BAR_AWAY;
    const last = bars[bars.length - 1];
    if (last && last.x === x && top > last.top && top - last.foot < (foot - top) * (JOINED - 1)) last.foot = foot;
    else bars.push({ x, top, foot });
  }
  return bars.map(({ x, top, foot }): DisplayItem => {
    const ends = { from: { x: pt(x), y: pt(top) }, to: { x: pt(x), y: pt(foot) } };
    return { kind: "rule", of: "artifact", ...ends, ...BAR };
  });
}

function gridOf({ columns }: Page, { grid, page }: Design): readonly DisplayItem[] {
  if (columns.length === 0) return [];
  const left = pt(Math.min(...columns.map(({ x }) => x)));
  const right = pt(Math.max(...columns.map(({ x, width }) => x + width)));
  const foot = page.trim.height - page.margins.bottom;
  const items: DisplayItem[] = [];
  for (let n = 0; grid.first + n * grid.baseline <= foot + 0.01; n++) {
    const y = pt(grid.first + n * grid.baseline);
    items.push({ kind: "rule", of: "artifact", from: { x: left, y }, to: { x: right, y }, ...GRID });
  }
  for (const { x, y, width, height } of columns) {
    for (const edge of [x, x + width]) {
      const ends = { from: { x: pt(edge), y }, to: { x: pt(edge), y: pt(y + height) } };
      items.push({ kind: "rule", of: "artifact", ...ends, ...COLUMN });
    }
  }
  return items;
}
