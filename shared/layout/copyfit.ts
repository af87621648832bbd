/**
 * Copyfit: by how many lines the copy is longer or shorter than the pages it is to fill, for the story and for each
 * page. Where no number of pages is asked for, they are those the copy takes, and the figure is what the last still holds.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { Design } from "../schema/template.ts";
import type { Geometry } from "./geometry.ts";
import type { Page } from "./page.ts";

export type Copyfit = {
  /** Lines too many (positive) or still to write (negative). */
  readonly lines: number;
  /** The pages asked for; null where none are. */
  readonly wanted: number | null;
};

export function copyfitOf(pages: readonly Page[], design: Design, geometry: Geometry): Copyfit {
  const { wanted } = design.pages;
  const last = pages.at(-1);
  const spare = last?.spare ?? 0;
  if (wanted === null) return { lines: -spare, wanted };
  if (pages.length > wanted) {
    return { lines: pages.slice(wanted).reduce((sum, page) => sum + rowsOn(page), 0), wanted };
  }
  return { lines: -(spare + (wanted - pages.length) * geometry.rows * geometry.count), wanted };
}

/** Lines that one page could still take (negative), or holds too many because it is not wanted at all (positive). */
export function pageCopyfit(page: Page, { pages: { wanted } }: Design): number {
  return wanted !== null && page.number > wanted ? rowsOn(page) : -page.spare;
}

/** Rows of copy and of pieces with a place of their own. */
function rowsOn({ lines, pieces }: Page): number {
  const copy = lines.filter((line) => line.column !== null).length;
  return pieces.reduce((sum, { rows, columns }) => sum + rows * columns, copy);
}

/** What is to be said when the pages asked for were not reached. */
export function copyfitFindings(pages: readonly Page[], fit: Copyfit): readonly Finding[] {
  const { wanted, lines } = fit;
  if (wanted === null || pages.length === wanted) return [];
  const count = Math.abs(lines);
  const words = Math.max(1, Math.round(count * wordsInLine(pages)));
  const fit_ = { lines: count, pages: wanted, taken: pages.length, words };
  if (lines > 0) {
    const first = pages[wanted]?.lines.find((line) => line.column !== null) ?? pages[wanted]?.lines[0];
    return [
      tell("warning", "copyfit-over", fit_, {
        page: wanted + 1,
        ...(first ? { place: [first.block, first.line.from, first.line.to] as const } : {}),
      }),
    ];
  }
  const last = pages.at(-1)?.lines.findLast((line) => line.column !== null);
  return [
    tell("warning", "copyfit-under", fit_, {
      page: pages.length,
      ...(last ? { place: [last.block, last.line.from, last.line.to] as const } : {}),
    }),
  ];
}

/** Words in an average line of the columns. */
function wordsInLine(pages: readonly Page[]): number {
  let lines = 0;
  let words = 0;
  for (const page of pages.slice(0, PAGES_COUNTED)) {
    for (const { column, line } of page.lines) {
      if (column === null) continue;
      lines += 1;
      words += line.text.split(/\s+/).filter((word) => word !== "").length;
    }
  }
  return lines === 0 ? 0 : words / lines;
}
/** As many pages as give a fair average. */
const PAGES_COUNTED = 4;
