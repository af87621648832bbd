/**
 * Pages two by two as InDesign has them: a spread's origin is the middle of its spine, a verso lies left of it, a recto
 * right; pages that do not face are spreads of their own, with the origin in their middle. Margins and columns are
 * those that the page has.
 */
import type { Page, Side } from "../layout/page.ts";
import type { Design } from "../schema/template.ts";
import { decimal, element } from "../xml.ts";
import type { Origin } from "./items.ts";

/** Pages by their place in the document, from 0. */
export type SpreadPages = readonly number[];

/** A verso and the recto that follows it share a spread. */
export function spreadsOf(pages: readonly Page[], facing: boolean): readonly SpreadPages[] {
  const spreads: number[][] = [];
  for (const [n, page] of pages.entries()) {
    const last = spreads[spreads.length - 1];
    const beside = facing && page.side === "recto" && last?.length === 1 && pages[n - 1]?.side === "verso";
    if (beside && last) last.push(n);
    else spreads.push([n]);
  }
  return spreads;
}

export function originOf(design: Design, side: Side): Origin {
  const { trim, facing } = design.page;
  const y = -trim.height / 2;
  if (!facing) return { x: -trim.width / 2, y };
  return { x: side === "recto" ? 0 : -trim.width, y };
}

export type Margins = {
  readonly ColumnCount: number;
  readonly ColumnGutter: number;
  readonly Top: number;
  readonly Bottom: number;
  /** Inside and outside where pages face. */
  readonly Left: number;
  readonly Right: number;
  readonly ColumnDirection: string;
  readonly ColumnsPositions: string;
};

export function marginsOf(design: Design, page: Page | undefined): Margins {
  const { trim, margins, facing } = design.page;
  const { count, gutter } = design.columns;
  const columns = page?.columns ?? [];
  const left = columns.length > 0 ? Math.min(...columns.map(({ x }) => x)) : margins.inside;
  const right =
    columns.length > 0 ? trim.width - Math.max(...columns.map(({ x, width }) => x + width)) : margins.outside;
  const mirrored = facing && page?.side === "verso";
  const measure = (trim.width - left - right - gutter * (count - 1)) / count;
  const places = Array.from({ length: count }, (_, n) => n * (measure + gutter));
  return {
    ColumnCount: count,
    ColumnGutter: gutter,
    Top: margins.top,
    Bottom: margins.bottom,
    Left: mirrored ? right : left,
    Right: mirrored ? left : right,
    ColumnDirection: "Horizontal",
    ColumnsPositions: places.flatMap((x) => [decimal(x), decimal(x + measure)]).join(" "),
  };
}

export function pageXml(
  id: string,
  name: string,
  master: string,
  margins: Margins,
  design: Design,
  side: Side,
): string {
  const { trim } = design.page;
  const origin = originOf(design, side);
  return element(
    "Page",
    {
      Self: id,
      Name: name,
      AppliedMaster: master,
      OverrideList: "",
      TabOrder: "",
      GridStartingPoint: "TopOutside",
      UseMasterGrid: true,
      GeometricBounds: `0 0 ${decimal(trim.height)} ${decimal(trim.width)}`,
      ItemTransform: `1 0 0 1 ${decimal(origin.x)} ${decimal(origin.y)}`,
      MasterPageTransform: "1 0 0 1 0 0",
    },
    element("MarginPreference", margins),
  );
}

/** One below the other on the pasteboard, as InDesign lays them out anew in any case. */
export function spreadAttributes(id: string, pages: SpreadPages, all: readonly Page[], design: Design, place: number) {
  const verso = design.page.facing && all[pages[0] ?? 0]?.side === "verso";
  return {
    Self: id,
    FlattenerOverride: "Default",
    ShowMasterItems: true,
    PageCount: pages.length,
    BindingLocation: verso ? 1 : 0,
    AllowPageShuffle: true,
    ItemTransform: `1 0 0 1 0 ${decimal(place * (design.page.trim.height + 144))}`,
    PageTransitionType: "None",
  };
}
