/**
 * A shaper without fonts: every letter is one glyph of the same width. For tests of layout, where the answer should
 * be countable on the fingers.
 */
import type { Em } from "../units.ts";
import type { FontId } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import type { FontOffers, Setup, ShapedText, Shaper } from "./shaper.ts";

const NO_OFFERS: FontOffers = { tags: new Set(), sets: new Map() };
const NO_OUTLINE = new Float64Array(0);

/** `advance` in em, for every letter and the space. Glyph ids are the letters' first UTF-16 unit. */
export function fixedShaper({ advance = 0.5 }: { readonly advance?: number } = {}): Shaper {
  const font = "fixed" as FontId;
  const metrics = {
    family: "Fixed",
    ascender: 0.8 as Em,
    descender: 0.2 as Em,
    xHeight: 0.5 as Em,
    capHeight: 0.7 as Em,
    space: advance as Em,
    superscript: { size: 0.6, shift: 0.35 as Em },
    subscript: { size: 0.6, shift: -0.15 as Em },
  };
  return {
    resolve: () => ({ font, family: "Fixed", missing: false, name: "Fixed Regular", differs: [] }),
    metrics: () => metrics,
    offers: () => NO_OFFERS,
    outline: () => NO_OUTLINE,
    ligatureCarets: () => [],
    shape(text: string, setup: Setup): ShapedText {
      const starts = clusterStarts(text)
        .slice(0, -1)
        .filter((at) => !"\u00ad\u200b\u2060".includes(text[at] ?? ""));
      if (setup.direction === "rtl") starts.reverse();
      const count = starts.length;
      return {
        pieces: [
          {
            font,
            from: 0,
            to: text.length,
            scale: 1,
            glyphs: Uint16Array.from(starts, (at) => text.charCodeAt(at)),
            clusters: Uint32Array.from(starts),
            advances: new Float64Array(count).fill(advance),
            dx: null,
            dy: null,
            unsafe: new Uint8Array(count),
            above: 0.7 as Em,
            below: 0.2 as Em,
          },
        ],
        missing: [],
      };
    },
  };
}
