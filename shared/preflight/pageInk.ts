/**
 * Ink of a page where it adds up: what overprints lies on top of what is below it, so black type or a spot over a dark
 * picture may lay more than the two each do. Everything else knocks out and cannot exceed what it lays alone, which other
 * checks measure. Pictures come as coarse maps that the separation makes, a third of the square of 15 mm² to the pixel.
 */
import { INK_CELL } from "../color/inkLimit.ts";
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { Box, DisplayItem, DisplayList } from "../layout/display.ts";
import { inkBox, meet } from "../pdf/ground.ts";
import { overprint } from "../pdf/overprint.ts";
import type { InkMap } from "../pdf/ticket.ts";
import { pt } from "../units.ts";
import { pageInk, type PlatePorts, platesOf } from "./plates.ts";

/** Rounding of the map. */
const SLACK = 1;

export type PageInkPorts = Omit<PlatePorts, "picture"> & {
  /** Per cent. */
  readonly inkLimit: number;
};

/** `maps`: of the page's picture items in order; null for one that is missing. One finding, or none. */
export function overprintedInk(
  list: DisplayList,
  maps: readonly (InkMap | null)[],
  ports: PageInkPorts,
): readonly Finding[] {
  const over = overprint(ports.largeType);
  const grounds: Box[] = [];
  const kept: DisplayItem[] = [];
  const mapOf = new Map<DisplayItem, InkMap | null>();
  let picture = 0;
  let adds = false;
  for (const item of list.items) {
    const overprints = over.of(item);
    if (item.kind === "picture") mapOf.set(item, maps[picture++] ?? null);
    if (item.kind === "picture" || item.kind === "fill") {
      if (overprints && grounds.some((ground) => meet(ground, item.box))) adds = true;
      grounds.push(item.box);
      kept.push(item);
      continue;
    }
    const area = inkBox(item);
    if (!grounds.some((ground) => meet(ground, area))) continue;
    kept.push(item);
    if (overprints) adds = true;
  }
  if (!adds) return [];
  const made = platesOf(
    { ...list, items: kept },
    {
      ...ports,
      picture: (item) => {
        const map = mapOf.get(item);
        return map ? { ...map, mask: null } : null;
      },
    },
    1 / INK_CELL,
  );
  const { mean, box } = pageInk(made);
  if (mean <= ports.inkLimit + SLACK) return [];
  return [
    tell(
      "error",
      "ink-over.page",
      { page: list.number, sum: Math.round(mean), limit: ports.inkLimit },
      { page: list.number, rect: [pt(box.x), pt(box.y), pt(box.width), pt(box.height)] },
    ),
  ];
}
