/**
 * Fonts for painting: each font file once, made over by `glyphFont`, under a CSS family of its own. Asking for one that
 * is not there yet starts to fetch it; whoever paints is told when it has come.
 */
import type { Bridge } from "../../shared/ipc.ts";
import { streams } from "../../shared/ipc.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";
import { glyphFont } from "./glyphFont.ts";

export type ScreenFonts = {
  /** The CSS family that draws glyph n as U+F0000 + n; null while it is on its way. */
  family(font: FontId): string | null;
  /** When every font that was asked for by the next frame has come, or will not. */
  come(): Promise<unknown>;
};

export function screenFonts(bridge: Bridge, arrived: () => void, failed: (font: FontId) => void): ScreenFonts {
  const families = new Map<FontId, string | null>();
  const underWay = new Set<Promise<void>>();

  async function fetchFont(font: FontId): Promise<void> {
    try {
      const response = await fetch(bridge.url(streams.font(font)));
      if (!response.ok) throw new Error(`${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const family = `quoin-${font.replace("#", "-")}`;
      const face = new FontFace(family, glyphFont(bytes, Number(/#(\d+)$/.exec(font)?.[1] ?? 0)));
      await face.load();
      document.fonts.add(face);
      families.set(font, family);
      arrived();
    } catch {
      failed(font);
    }
  }

  return {
    family(font) {
      const known = families.get(font);
      if (known !== undefined) return known;
      families.set(font, null);
      const fetching = fetchFont(font).finally(() => underWay.delete(fetching));
      underWay.add(fetching);
      return null;
    },
    // Painting asks for them.
    come: () => new Promise((painted) => requestAnimationFrame(painted)).then(() => Promise.all(underWay)),
  };
}
