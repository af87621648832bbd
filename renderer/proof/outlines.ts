/**
 * Glyph outlines for zooms above 200 %, asked of the compositor (which has the fonts open) a frame's worth at a time.
 */
import type { FontId } from "../../shared/typesetting/glyphs.ts";

export type Outlines = {
  /** At 1 unit per em, y upward; null while it is on its way. */
  outline(font: FontId, glyph: number): Path2D | null;
  /** The compositor's answer: path data in font units. */
  take(font: FontId, unitsPerEm: number, paths: readonly (readonly [glyph: number, path: string])[]): void;
};

export function outlines(ask: (font: FontId, glyphs: readonly number[]) => void, arrived: () => void): Outlines {
  const known = new Map<FontId, Map<number, Path2D | null>>();
  const wanted = new Map<FontId, number[]>();

  return {
    outline(font, glyph) {
      const paths = known.get(font) ?? new Map<number, Path2D | null>();
      known.set(font, paths);
      const path = paths.get(glyph);
      if (path !== undefined) return path;
      paths.set(glyph, null);
      if (wanted.size === 0) {
        queueMicrotask(() => {
          for (const [of, glyphs] of wanted) ask(of, glyphs);
          wanted.clear();
        });
      }
      wanted.set(font, [...(wanted.get(font) ?? []), glyph]);
      return null;
    },
    take(font, unitsPerEm, paths) {
      const to = known.get(font);
      for (const [glyph, data] of paths) {
        const path = new Path2D();
        path.addPath(new Path2D(data), { a: 1 / unitsPerEm, d: 1 / unitsPerEm });
        to?.set(glyph, path);
      }
      arrived();
    },
  };
}
