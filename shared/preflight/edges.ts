/**
 * Page edges: the size of the page, ink that should reach beyond the trim and does not, words the knife may take. The
 * thresholds are the printer's; after the Ghent Workgroup and printers' own pages, an error here is a white line along
 * the cut, which no press can mend.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { Side } from "../layout/page.ts";
import { mm, type Pt, pt, show, toMm } from "../units.ts";
import { type Area, areaOf, inkSum, isBlank, type PressPage, whereIs } from "./pressPage.ts";
import type { PrinterRules, SpineEdges } from "./printer.ts";

export type EdgeName = "top" | "right" | "bottom" | "left";
const EDGES: readonly EdgeName[] = ["top", "right", "bottom", "left"];

/** The edge at the spine; null where pages do not face each other. */
export function spineOf(side: Side, facing: boolean): EdgeName | null {
  if (!facing) return null;
  return side === "verso" ? "right" : "left";
}

/** The binder's edges as left and right. Of pages that do not face each other both sides are outside. */
export function sided(edges: SpineEdges, side: Side, facing: boolean): Readonly<Record<EdgeName, number>> {
  const spine = spineOf(side, facing);
  const { top, bottom, outside } = edges;
  return {
    top,
    bottom,
    left: spine === "left" ? edges.spine : outside,
    right: spine === "right" ? edges.spine : outside,
  };
}

/** How far an area reaches beyond each edge of the trim; negative inside. */
function beyond([left, top, right, bottom]: Area, { trim }: DisplayList): Readonly<Record<EdgeName, number>> {
  return { left: -left, top: -top, right: right - trim.width, bottom: bottom - trim.height };
}

/** An edge this near the trim is meant to be on it. */
const NEAR = mm(1);
/** Lengths on a press are not exact to a hundredth of a point. */
const SLACK = 0.02;
/** A bleed short by less is told, not refused: 3 mm where an eighth of an inch is asked. */
const NEARLY = mm(0.5);

/** Flats and pictures that end on the trim, or between trim and bleed. */
export function bleedShort({ list, side }: PressPage, rules: PrinterRules, facing: boolean): readonly Finding[] {
  const wanted = sided(rules.bleed, side, facing);
  const spine = spineOf(side, facing);
  return list.items.flatMap((item) => {
    if (!isFlat(item)) return [];
    const over = beyond(areaOf(item), list);
    return EDGES.flatMap((edge) => {
      // What the design itself does not bleed by is told once, for all pages.
      const due = Math.min(wanted[edge], list.bleed[edge]);
      if (due <= 0 || over[edge] < -NEAR || over[edge] >= due - SLACK) return [];
      // A fold is not cut: only binding or milling shows what is short there.
      if (edge === spine && over[edge] < -SLACK) return [];
      const stands = over[edge] < -SLACK ? "inside" : over[edge] > SLACK ? "beyond" : "from";
      return [
        tell(
          edge === spine ? "warning" : "error",
          "bleed-short.edge",
          {
            page: list.number,
            picture: item.kind === "picture",
            away: show(toMm(pt(Math.abs(over[edge]))), 1),
            stands,
            edge,
            wanted: show(toMm(pt(due)), 1),
          },
          whereIs(list, item),
        ),
      ];
    });
  });
}

function isFlat(item: DisplayItem): boolean {
  return item.kind === "picture" || (item.kind === "fill" && inkSum(item.ink) > 0);
}

/** A design that bleeds by less than the printer asks, told on the first page where ink reaches over that edge. */
export function bleedSmall(pages: readonly PressPage[], rules: PrinterRules, facing: boolean): readonly Finding[] {
  for (const { list, side } of pages) {
    const wanted = sided(rules.bleed, side, facing);
    for (const edge of EDGES) {
      const lacks = wanted[edge] - list.bleed[edge];
      if (lacks <= SLACK) continue;
      const item = list.items.find((each) => isFlat(each) && beyond(areaOf(each), list)[edge] > -SLACK);
      if (!item) continue;
      return [
        tell(
          lacks > NEARLY ? "error" : "warning",
          "bleed-small",
          { has: show(toMm(list.bleed[edge]), 2), wanted: show(toMm(wanted[edge]), 2) },
          whereIs(list, item),
        ),
      ];
    }
  }
  return [];
}

/** Words outside the safe area; one finding a paragraph and page. Cut by the trim they are lost. */
export function unsafeText({ list, side }: PressPage, rules: PrinterRules, facing: boolean): readonly Finding[] {
  const safe = sided(rules.safe, side, facing);
  const told = new Map<string, { readonly item: DisplayItem; readonly edge: EdgeName; readonly room: number }>();
  for (const item of list.items) {
    if (item.kind !== "glyphs" || isBlank(item)) continue;
    const over = beyond(areaOf(item), list);
    for (const edge of EDGES) {
      const room = -over[edge];
      if (room >= safe[edge] - SLACK) continue;
      const key = item.of === "artifact" ? `artifact ${item.run.text}` : item.of.block;
      const before = told.get(key);
      if (!before || room < before.room) told.set(key, { item, edge, room });
    }
  }
  return [...told.values()].map(({ item, edge, room }) => {
    const cut = room < -SLACK;
    const where = whereIs(list, item);
    const page = list.number;
    if (cut) return tell("error", "text-near-trim.cut", { page, edge, by: show(toMm(pt(-room)), 1) }, where);
    const [near, wanted] = [show(toMm(pt(room)), 1), show(toMm(safe[edge]), 1)];
    return tell("warning", "text-near-trim.edge", { page, edge, near, wanted }, where);
  });
}

/** Pages of another size than the printer takes, or than the first page. */
export function wrongSize(pages: readonly PressPage[], rules: PrinterRules): readonly Finding[] {
  const first = pages[0]?.list.trim;
  if (!first) return [];
  const wanted = rules.trim ?? first;
  return pages.flatMap(({ list }) => {
    const { width, height } = list.trim;
    if (Math.abs(width - wanted.width) <= MOST_OFF && Math.abs(height - wanted.height) <= MOST_OFF) return [];
    const size = (w: Pt, h: Pt) => `${show(toMm(w), 1)} × ${show(toMm(h), 1)}`;
    const printers = rules.trim !== null && rules.trim !== undefined;
    const sizes = { size: size(width, height), wanted: size(wanted.width, wanted.height) };
    return [
      tell(
        "error",
        "page-size",
        { page: list.number, ...sizes, printers },
        { page: list.number, rect: [0, 0, width, height] },
      ),
    ];
  });
}
/** Half a point is less than a cut is exact to. */
const MOST_OFF = 0.5;
