/**
 * How the room left in a line is shared out among its word spaces, its tracking and the scaling of its glyphs, inside
 * the limits of the style. The eye sees spaces first, so tracking and scaling give a larger part of what they may give
 * while there is little to share, and come to their limit slowly. Beyond all limits the word spaces take the rest.
 */
import type { ParagraphStyle } from "../schema/stylesheet.ts";

/** What of a line can give: points of stretch and shrink of its spaces, and what tracking and scaling act on. */
export type Play = {
  readonly stretch: number;
  readonly shrink: number;
  /** Shrink down to the least gap there may ever be; at least `shrink`. */
  readonly floor: number;
  /** Size times places where tracking goes. */
  readonly tracking: number;
  /** Width of the glyphs. */
  readonly scalable: number;
};

export type Share = {
  /**
   * Part of each space's own stretch to add; below 0, of its shrink to take away; from -1 to -2, all of its shrink and
   * a part of what lies between that and its floor.
   */
  readonly space: number;
  /** In em, between all glyphs that no space divides. */
  readonly tracking: number;
  /** Added to 1. */
  readonly scaling: number;
};
export const NO_SHARE: Share = { space: 0, tracking: 0, scaling: 0 };

/** Tracking and scaling of a wide line reach their limit when all means together would need this much of theirs. */
const LIMIT_AT = 1.3;

/** Part of its limit that tracking or scaling gives when all means together have to give the part `of`. */
function part(of: number, wider: boolean): number {
  const rest = 1 - of / (wider ? LIMIT_AT : 1);
  return rest <= 0 ? 1 : 1 - rest * rest;
}

/**
 * How far a line that must grow by `room` is from its natural look: up to 1 all means are within the style's limits,
 * beyond it the spaces' own excess counts, because that is what shows. `others`: what tracking and scaling can give.
 */
export function stretchRatio(room: number, spaces: number, others: number): number {
  const all = spaces + others;
  if (room <= all) return all > 0 ? room / all : 0;
  // A line without spaces can only be set as it is; the number says how bad that looks.
  return spaces > 0 ? 1 + (room - all) / spaces : 1 + room;
}

/** `room`: points to fill, or to save when below 0. */
export function shareOut(room: number, play: Play, style: Pick<ParagraphStyle, "tracking" | "scaling">): Share {
  const wider = room >= 0;
  const most = wider ? style.tracking.max : -style.tracking.min;
  const scale = wider ? style.scaling.max : -style.scaling.min;
  const ofSpaces = wider ? play.stretch : play.shrink;
  const others = play.tracking * most + play.scalable * scale;
  if (ofSpaces + others <= 0) return NO_SHARE;
  const needed = Math.abs(room);
  // Never more than the whole, or the spaces would have to go the other way. Without spaces no one takes the rest.
  const whole = others > 0 ? Math.min(1, needed / others) : 0;
  const given = ofSpaces > 0 ? Math.min(whole, part(needed / (ofSpaces + others), wider)) : whole;
  const tracking = wider ? given * most : -given * most;
  const scaling = wider ? given * scale : -given * scale;
  const rest = room - play.tracking * tracking - play.scalable * scaling;
  if (ofSpaces <= 0) return { space: 0, tracking, scaling };
  const space = rest / ofSpaces;
  if (space >= -1) return { space, tracking, scaling };
  // Squeezed; what is still too much sticks out.
  const below = play.floor - play.shrink;
  return { space: below > 0 ? Math.max(-2, -1 + (rest + play.shrink) / below) : -1, tracking, scaling };
}

/** What a share adds to a space of this stretch, shrink and floor. */
export function spaceChange({ space }: Share, stretch: number, shrink: number, floor: number): number {
  if (space >= 0) return space * stretch;
  return space >= -1 ? space * shrink : -shrink + (space + 1) * (floor - shrink);
}
