/**
 * The pages as numbers: what `quoin layout --json` prints. Lengths in points to a thousandth, origin at the trim's
 * top left, y downward; lines in reading order.
 */
import type { Finding } from "../finding.ts";
import { type Copyfit, pageCopyfit } from "./copyfit.ts";
import type { Layout } from "./engine.ts";
import type { PlacedLine } from "./page.ts";
import { onPage } from "./upward.ts";

export type LayoutJson = {
  readonly trim: readonly [number, number];
  readonly unit: "pt";
  readonly grid: { readonly baseline: number; readonly first: number };
  readonly pages: readonly object[];
  readonly findings: readonly Finding[];
  readonly copyfit: Copyfit;
};

/** Where a line begins; `upward` says that it climbs from there instead of going right. */
function beginOf(placed: PlacedLine): { readonly x: number; readonly baseline: number; readonly upward?: true } {
  const { x, y } = onPage(placed, placed.line.x, 0);
  return { x: round(x), baseline: round(y), ...(placed.upward ? { upward: true } : {}) };
}

const round = (value: number) => Math.round(value * 1000) / 1000;

export function layoutJson(layout: Layout): LayoutJson {
  const { design } = layout;
  return {
    trim: [round(design.page.trim.width), round(design.page.trim.height)],
    unit: "pt",
    grid: { baseline: round(design.grid.baseline), first: round(design.grid.first) },
    pages: layout.pages.map((page) => ({
      number: page.number,
      folio: page.folio,
      side: page.side,
      columns: page.columns.map((c) => ({
        x: round(c.x),
        y: round(c.y),
        width: round(c.width),
        height: round(c.height),
      })),
      lines: page.lines.map((placed) => ({
        block: placed.block,
        role: placed.role,
        style: placed.style.name,
        ...(placed.speaker === null ? {} : { speaker: placed.speaker }),
        column: placed.column,
        ...beginOf(placed),
        width: round(placed.line.width),
        natural: round(placed.line.natural),
        spaces: placed.line.spaces,
        tracking: round(placed.line.tracking * 1000) / 1000,
        scaling: Math.round(placed.line.scaling * 1e5) / 1e5,
        hyphen: placed.line.hyphen,
        last: placed.line.last,
        text: placed.line.text,
        place: [placed.block, placed.line.from, placed.line.to],
      })),
      photos: page.photos.map((photo) => ({
        block: photo.block,
        media: photo.media,
        x: round(photo.box.x),
        y: round(photo.box.y),
        width: round(photo.box.width),
        height: round(photo.box.height),
        ppi: photo.ppi === null ? null : Math.round(photo.ppi),
        placement: photo.placement,
      })),
      copyfit: { lines: pageCopyfit(page, design) },
    })),
    findings: layout.findings,
    copyfit: layout.copyfit,
  };
}
