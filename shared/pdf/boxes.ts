/**
 * The page boxes (ISO 32000-2 §14.11.2) and the only place where y is turned over: pages count from the trim's top
 * left downward, a PDF from the media's bottom left upward.
 */
import type { Box, DisplayList } from "../layout/display.ts";
import { mm } from "../units.ts";
import type { JobTicket } from "./ticket.ts";

/** Left, bottom, right, top in PDF coordinates. */
export type Corners = readonly [number, number, number, number];

export type PageBoxes = {
  readonly media: Corners;
  readonly bleed: Corners;
  readonly trim: Corners;
  readonly x: (x: number) => number;
  readonly y: (y: number) => number;
  readonly corners: (box: Box) => Corners;
};

/** Marks begin this far outside the trim, or at the bleed's edge where that is further: 3 mm is a bleed's least. */
export const MARK_OFFSET = mm(3);
export const MARK_LENGTH = mm(5);
/** Room for a slug line outside the marks. */
export const SLUG = mm(5);

const NO_BLEED = { top: 0, right: 0, bottom: 0, left: 0 };

/** Distance from trim to where marks begin, the same on all sides so that the page stays in the middle. */
export function markOffset(list: DisplayList): number {
  const { top, right, bottom, left } = list.bleed;
  return Math.max(top, right, bottom, left, MARK_OFFSET);
}

/**
 * Room outside the trim: for marks, for the bleed, or none, since who reads on a screen wants the page as it is cut. Below
 * the bleed of a proof is a strip for the line that says which it is: there it never lies under the page's own ink.
 */
export function pageBoxes(list: DisplayList, ticket: Pick<JobTicket, "marks" | "standard">): PageBoxes {
  const { trim } = list;
  const bleed = ticket.standard === "screen" && !ticket.marks ? NO_BLEED : list.bleed;
  const around = markOffset(list) + MARK_LENGTH + SLUG;
  const strip = ticket.standard === "proof" ? SLUG : 0;
  const room = ticket.marks
    ? { top: around, right: around, bottom: around, left: around }
    : { ...bleed, bottom: bleed.bottom + strip };
  const height = room.top + trim.height + room.bottom;
  const x = (value: number) => room.left + value;
  const y = (value: number) => height - room.top - value;
  const corners = (box: Box): Corners => [x(box.x), y(box.y + box.height), x(box.x + box.width), y(box.y)];
  return {
    media: [0, 0, room.left + trim.width + room.right, height],
    bleed: [x(-bleed.left), y(trim.height + bleed.bottom), x(trim.width + bleed.right), y(-bleed.top)],
    trim: corners({ x: 0, y: 0, width: trim.width, height: trim.height }),
    x,
    y,
    corners,
  };
}
