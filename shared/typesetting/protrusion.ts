/**
 * How far characters hang into the margin, so that the edge of a column looks straight. Two sources: punctuation hangs
 * by the house's table, in parts of its own ink, since it carries little of it; letters and figures hang by the white
 * their own shape leaves at the edge (an A above its foot, a T below its arms, an O round its bow), measured from the
 * font's outlines. The white beside the ink, which differs from font to font, is taken off in both.
 * After Thành, "Micro-typographic extensions to the TeX typesetting system" (2000) §3, who has a table for each font.
 */
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import { edgesIn, inkBox, opticalEdges } from "./outline.ts";
import type { FontId } from "./glyphs.ts";
import type { Shaper } from "./shaper.ts";

type Hang = readonly [left: number, right: number];
const NONE: Hang = [0, 0];

/** Parts of the ink that stand outside at a line's beginning and end. */
const PUNCTUATION: ReadonlyMap<string, Hang> = new Map<string, Hang>([
  [".", [0, 1]],
  [",", [0, 0.9]],
  [":", [0, 0.6]],
  [";", [0, 0.6]],
  ["!", [0, 0.2]],
  ["?", [0, 0.2]],
  ["…", [0, 0.2]],
  ["-", [0.25, 0.75]],
  ["\u2010", [0.25, 0.75]],
  ["\u2011", [0.25, 0.75]],
  ["–", [0.15, 0.3]],
  ["—", [0.1, 0.2]],
  ["'", [0.8, 0.9]],
  ['"', [0.55, 0.65]],
  ["‘", [0.8, 0.9]],
  ["’", [0.8, 0.9]],
  ["“", [0.6, 0.65]],
  ["”", [0.6, 0.65]],
  ["‚", [0.5, 0.5]],
  ["„", [0.4, 0.4]],
  ["«", [0.3, 0.3]],
  ["»", [0.3, 0.3]],
  ["‹", [0.35, 0.35]],
  ["›", [0.35, 0.35]],
  ["(", [0.15, 0]],
  [")", [0, 0.15]],
  ["[", [0.1, 0]],
  ["]", [0, 0.1]],
  ["*", [0.35, 0.35]],
  ["•", [0.2, 0.2]],
]);

/** White deeper than this is not seen as part of a letter's edge; in em. */
const REACH = 0.2;
/** Part of the white a letter has more than an n that it hangs by. */
const SHARE = 0.5;
/** No letter hangs further; in em. */
const MOST = 0.04;

/** What glyphs of a font hang by on their own; asked once a glyph. */
export type Margins = {
  /** In em of the font's own size, for a glyph that stands for `char` at a line's beginning and end. `advance` likewise. */
  hang(glyph: number, char: string, advance: number): Hang;
};

const known = new WeakMap<Shaper, Map<FontId, Margins>>();

export function marginsOf(shaper: Shaper, font: FontId): Margins {
  let fonts = known.get(shaper);
  if (!fonts) known.set(shaper, (fonts = new Map()));
  let margins = fonts.get(font);
  if (!margins) fonts.set(font, (margins = measureMargins(shaper, font)));
  return margins;
}

function measureMargins(shaper: Shaper, font: FontId): Margins {
  const { xHeight, capHeight } = shaper.metrics(font);
  const hangs = new Map<string, Hang>();
  let plain: Hang | null = null;

  /** White at both edges as the eye sees it, or null for a glyph without ink. */
  function white(glyph: number, top: number, advance: number): Hang | null {
    const outline = shaper.outline(font, glyph);
    const ink = inkBox(outline);
    if (!ink) return null;
    // What lies below the baseline or above the band is no edge: tails, marks.
    const from = Math.max(0, ink.bottom);
    const to = Math.min(top, ink.top);
    const edges = to > from ? opticalEdges(outline, from, to, REACH) : null;
    if (edges) return [edges.left, advance - edges.right];
    return [ink.left, advance - ink.right];
  }

  /** An n's white: the common case, which hangs by nothing. */
  function reference(): Hang {
    if (plain) return plain;
    const piece = shaper.shape("n", { font, script: "Latn", lang: "en", direction: "ltr", features: "" }).pieces[0];
    const own = piece?.font === font ? white(piece.glyphs[0] ?? 0, xHeight, piece.advances[0] ?? 0) : null;
    plain = own ?? [0.04, 0.04];
    return plain;
  }

  function measure(glyph: number, char: string, advance: number): Hang {
    const table = PUNCTUATION.get(char);
    if (table) {
      const ink = edgesIn(shaper.outline(font, glyph), Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
      if (!ink) return [table[0] * advance, table[1] * advance];
      const width = ink.right - ink.left;
      const [left, right] = table;
      return [
        left === 0 ? 0 : Math.max(0, ink.left) + left * width,
        right === 0 ? 0 : Math.max(0, advance - ink.right) + right * width,
      ];
    }
    if (!LETTER.test(char)) return NONE;
    const own = white(glyph, SMALL.test(char) ? xHeight : capHeight, advance);
    if (!own) return NONE;
    const [left, right] = reference();
    const share = (more: number): number => Math.min(MOST, Math.max(0, more * SHARE));
    return [share(own[0] - left), share(own[1] - right)];
  }

  return {
    hang(glyph, char, advance) {
      const key = `${glyph} ${char}`;
      let hang = hangs.get(key);
      if (!hang) hangs.set(key, (hang = measure(glyph, char, advance)));
      return hang;
    },
  };
}

const LETTER = /^[\p{L}\p{N}\p{So}\p{Sm}]$/u;
const SMALL = /^\p{Ll}$/u;

/** What hangs of a word or a part of one, in em: its own measures, and its letters for a design that has a table. */
export type Edged = { readonly text: string; readonly hangLeft: number; readonly hangRight: number };

/** What of a word hangs out of a line that it begins, in em, as the style says. */
export function leftHang({ protrusion, margins }: Pick<ParagraphStyle, "protrusion" | "margins">, word: Edged): number {
  if (!protrusion) return 0;
  if (margins === null) return word.hangLeft;
  return (margins.characters[word.text.charAt(0)]?.[0] ?? word.hangLeft) * margins.factor;
}
/** What of a word hangs out of a line that it ends. */
export function rightHang(
  { protrusion, margins }: Pick<ParagraphStyle, "protrusion" | "margins">,
  word: Edged,
): number {
  if (!protrusion) return 0;
  if (margins === null) return word.hangRight;
  return (margins.characters[word.text.charAt(word.text.length - 1)]?.[1] ?? word.hangRight) * margins.factor;
}
