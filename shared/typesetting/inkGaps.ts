/**
 * How close two lines may stand: the ink below one is measured against the ink above the next, glyph against glyph
 * where they stand. Vietnamese capitals carry two marks above and one below, and whether Ộ meets Ẫ depends on whether
 * one stands under the other; a font's ascender and descender say nothing of it. Boxes are compared first, outlines
 * only where boxes meet. Set lines and a shaper come in, baseline distances in points go out.
 */
import type { Pt } from "../units.ts";
import { pt } from "../units.ts";
import type { GlyphRun, Line } from "./glyphs.ts";
import { inkBox, type Outline } from "./outline.ts";
import type { Shaper } from "./shaper.ts";

/** White kept between the inks of two lines of display type, in em: a hairline that still shows on newsprint. */
export const CLEARANCE = 0.05;

/** Where two lines come nearest: the distance their baselines must have, and the glyphs, as offsets in the lines' runs. */
export type Meeting = {
  readonly distance: Pt;
  readonly upper: GlyphAt;
  readonly lower: GlyphAt;
};
export type GlyphAt = { readonly run: GlyphRun; readonly glyph: number };

/** Ink of an outline, strip by strip of 1/`STRIPS` em: the highest and the lowest in each. In em. */
type Profile = {
  readonly first: number;
  readonly tops: Float64Array;
  readonly bottoms: Float64Array;
  readonly top: number;
  readonly bottom: number;
};
const STRIPS = 200;

const profiles = new WeakMap<Outline, Profile | null>();

function profileOf(outline: Outline): Profile | null {
  const known = profiles.get(outline);
  if (known !== undefined) return known;
  const made = measure(outline);
  profiles.set(outline, made);
  return made;
}

function measure(outline: Outline): Profile | null {
  const box = inkBox(outline);
  if (!box) return null;
  const first = Math.floor(box.left * STRIPS);
  const count = Math.floor(box.right * STRIPS) - first + 1;
  const tops = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const bottoms = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i + 3 < outline.length; i += 4) {
    const turned = (outline[i] ?? 0) > (outline[i + 2] ?? 0);
    const x0 = outline[turned ? i + 2 : i] ?? 0;
    const y0 = outline[turned ? i + 3 : i + 1] ?? 0;
    const x1 = outline[turned ? i : i + 2] ?? 0;
    const y1 = outline[turned ? i + 1 : i + 3] ?? 0;
    const rise = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    const last = Math.floor(x1 * STRIPS);
    for (let strip = Math.floor(x0 * STRIPS); strip <= last; strip++) {
      // The piece's heights where it enters and leaves the strip.
      const left = Math.max(x0, strip / STRIPS);
      const right = Math.min(x1, (strip + 1) / STRIPS);
      const a = x1 > x0 ? y0 + rise * (left - x0) : y0;
      const b = x1 > x0 ? y0 + rise * (right - x0) : y1;
      const at = strip - first;
      tops[at] = Math.max(tops[at] ?? a, a, b);
      bottoms[at] = Math.min(bottoms[at] ?? a, a, b);
    }
  }
  return { first, tops, bottoms, top: box.top, bottom: box.bottom };
}

/** A glyph of a line with ink, in points from the line's origin. */
type Placed = {
  readonly at: GlyphAt;
  readonly profile: Profile;
  /** Pen position and height of its baseline, and points an em across and up. */
  readonly x: number;
  readonly y: number;
  readonly across: number;
  readonly up: number;
  readonly left: number;
  readonly right: number;
  /** Highest and lowest ink above the line's baseline. */
  readonly top: number;
  readonly bottom: number;
};

const placedGlyphs = new WeakMap<Line, readonly Placed[]>();

/** The glyphs of a line that have ink, from left to right. */
function glyphsOf(line: Line, shaper: Shaper): readonly Placed[] {
  const known = placedGlyphs.get(line);
  if (known) return known;
  const found: Placed[] = [];
  for (const run of line.runs) {
    const across = run.size * run.scaling;
    for (let glyph = 0; glyph < run.glyphs.length; glyph++) {
      const profile = profileOf(shaper.outline(run.font, run.glyphs[glyph] ?? 0));
      if (!profile) continue;
      const x = run.xs[glyph] ?? 0;
      const y = run.ys?.[glyph] ?? 0;
      found.push({
        at: { run, glyph },
        profile,
        x,
        y,
        across,
        up: run.size,
        left: x + (profile.first / STRIPS) * across,
        right: x + ((profile.first + profile.tops.length) / STRIPS) * across,
        top: y + profile.top * run.size,
        bottom: y + profile.bottom * run.size,
      });
    }
  }
  found.sort((a, b) => a.left - b.left);
  placedGlyphs.set(line, found);
  return found;
}

/**
 * The least distance of two baselines at which the inks of the lines keep `clearance` (points, up and sideways) from
 * each other, where it is more than `floor`; null where `floor` is enough. `shift`: how far the lower line's origin
 * stands to the right of the upper's.
 */
export function leastDistance(
  upper: Line,
  lower: Line,
  shift: number,
  clearance: number,
  floor: number,
  shaper: Shaper,
): Meeting | null {
  if (upper.inkBelow + lower.inkAbove + clearance <= floor) return null;
  const above = glyphsOf(upper, shaper);
  const below = glyphsOf(lower, shaper);
  let distance = floor;
  let meeting: Meeting | null = null;
  for (const a of above) {
    for (const b of below) {
      if (b.left + shift > a.right + clearance) break;
      if (b.right + shift < a.left - clearance || b.top - a.bottom + clearance <= distance) continue;
      const own = nearest(a, b, shift, clearance);
      if (own <= distance) continue;
      distance = own;
      meeting = { distance: pt(own), upper: a.at, lower: b.at };
    }
  }
  return meeting;
}

/** The distance that two glyphs need: strips of the upper against all strips of the lower within reach. */
function nearest(a: Placed, b: Placed, shift: number, clearance: number): number {
  const { bottoms } = a.profile;
  const { tops, first } = b.profile;
  const step = b.across / STRIPS;
  const origin = b.x + shift + first * step;
  let least = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < bottoms.length; i++) {
    const low = bottoms[i] ?? 0;
    if (low === Number.POSITIVE_INFINITY) continue;
    const left = a.x + ((a.profile.first + i) / STRIPS) * a.across - clearance;
    const right = left + a.across / STRIPS + 2 * clearance;
    const from = Math.max(0, Math.ceil((left - origin) / step - 1));
    const to = Math.min(tops.length - 1, Math.floor((right - origin) / step));
    for (let n = from; n <= to; n++) {
      const needed = b.y + (tops[n] ?? 0) * b.up - (a.y + low * a.up) + clearance;
      if (needed > least) least = needed;
    }
  }
  return least;
}

/**
 * The leading of a block of display type: the style's own, or as much more as keeps the ink of every two lines
 * `CLEARANCE` apart. All lines open alike; one wide gap among narrow ones looks like a mistake.
 */
export function openedLeading(lines: readonly Line[], leading: number, size: number, shaper: Shaper): Pt {
  let opened = leading;
  for (let n = 0; n + 1 < lines.length; n++) {
    const upper = lines[n] as Line;
    const lower = lines[n + 1] as Line;
    opened = leastDistance(upper, lower, 0, CLEARANCE * size, opened, shaper)?.distance ?? opened;
  }
  return pt(opened);
}

/** The word that a glyph belongs to. */
export function wordAt({ run, glyph }: GlyphAt): string {
  const at = run.clusters[glyph] ?? 0;
  const from = run.text.lastIndexOf(" ", at) + 1;
  const to = run.text.indexOf(" ", at);
  return run.text.slice(from, to < 0 ? undefined : to).replace(/[\u00ad\u200b\u2060]/g, "");
}
