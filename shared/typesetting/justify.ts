/**
 * How the room left in a line is shared out: every means gives the same part of what it may give, so that none is
 * seen. When all are at their limit, the word spaces take the rest; they alone may go beyond.
 */
import type { ParagraphStyle } from "../schema/stylesheet.ts";

/** What of a line can give: points of stretch and shrink of its spaces, and what tracking and scaling act on. */
export type Play = {
  readonly stretch: number;
  readonly shrink: number;
  /** Size times places where tracking goes. */
  readonly tracking: number;
  /** Width of the glyphs. */
  readonly scalable: number;
  readonly spaces: number;
};

export type Share = {
  /** Part of each space's own stretch (or, below 0, of its shrink) to add. */
  readonly space: number;
  /** In em, between all glyphs that no space divides. */
  readonly tracking: number;
  /** Added to 1. */
  readonly scaling: number;
};
export const NO_PLAY: Share = { space: 0, tracking: 0, scaling: 0 };

/** `room`: points to fill, or to save when below 0. */
export function shareOut(room: number, play: Play, style: Pick<ParagraphStyle, "tracking" | "scaling">): Share {
  const wider = room >= 0;
  const most = wider ? style.tracking.max : -style.tracking.min;
  const scale = wider ? style.scaling.max : -style.scaling.min;
  const ofSpaces = wider ? play.stretch : play.shrink;
  const others = play.tracking * most + play.scalable * scale;
  const total = ofSpaces + others;
  if (total <= 0) return NO_PLAY;
  const part = Math.min(1, Math.abs(room) / total);
  const sign = wider ? 1 : -1;
  const tracking = sign * part * most;
  const scaling = sign * part * scale;
  const rest = room - play.tracking * tracking - play.scalable * scaling;
  // A line too full stays at its limits and sticks out; one too open opens its spaces.
  const space = ofSpaces <= 0 ? 0 : wider ? rest / ofSpaces : Math.max(-1, rest / ofSpaces);
  return { space, tracking, scaling };
}
