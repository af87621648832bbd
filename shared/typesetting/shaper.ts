/**
 * What this room needs from outside: something that knows fonts and turns a short text into glyphs. `harfbuzz.ts` is
 * the real one, `fixedShaper.ts` one for tests of layout without fonts. A shaper keeps no words; `words.ts` does.
 *
 * All lengths are in em of the size asked for, so one answer serves every size. Direction, script and language are
 * always said, never guessed.
 */
import type { Em } from "../units.ts";
import type { FontDifference, FontRequest } from "./fonts.ts";
import type { Direction, FontId } from "./glyphs.ts";
import type { Outline } from "./outline.ts";

/** Everything but the text that decides which glyphs come out. */
export type Setup = {
  readonly font: FontId;
  /** ISO 15924: "Latn". */
  readonly script: string;
  /** BCP 47: "vi". */
  readonly lang: string;
  readonly direction: Direction;
  /** OpenType features as `tag=value`, sorted, separated by commas: "liga=0,smcp=1". Empty for the font's own. */
  readonly features: string;
};

/** Glyphs of one font for a stretch of the text. Arrays have one entry a glyph, in visual order. */
export type ShapedPiece = {
  readonly font: FontId;
  /** The stretch in UTF-16 units of the text given. */
  readonly from: number;
  readonly to: number;
  /** Size against the size asked for: not 1 where a fallback font is matched by x-height. Already in the lengths. */
  readonly scale: number;
  readonly glyphs: Uint16Array;
  /** Where each glyph's text begins, in UTF-16 units of the text given; glyphs of one cluster share the number. */
  readonly clusters: Uint32Array;
  readonly advances: Float64Array;
  /** Shift of each glyph from its pen position, right and up positive; null when all are 0. */
  readonly dx: Float64Array | null;
  readonly dy: Float64Array | null;
  /** 1 where the text before this glyph's cluster cannot be cut off without shaping both parts again. */
  readonly unsafe: Uint8Array;
  /** Highest and lowest ink, from the baseline, both positive when on their side of it. */
  readonly above: Em;
  readonly below: Em;
};

export type ShapedText = {
  /** In logical order. */
  readonly pieces: readonly ShapedPiece[];
  /** Stretches of the text that no font has a glyph for: they are set with `.notdef` and are a finding. */
  readonly missing: readonly { readonly from: number; readonly to: number }[];
};

export type FontMetrics = {
  readonly family: string;
  /** All positive, in em. */
  readonly ascender: Em;
  readonly descender: Em;
  readonly xHeight: Em;
  readonly capHeight: Em;
  /** Advance of U+0020. */
  readonly space: Em;
  /** What the font advises for superscripts and subscripts: size against the text's, and shift, up positive. */
  readonly superscript: { readonly size: number; readonly shift: Em };
  readonly subscript: { readonly size: number; readonly shift: Em };
};

/** What a font's layout tables offer. */
export type FontOffers = {
  /** Feature tags of GSUB and GPOS. */
  readonly tags: ReadonlySet<string>;
  /** Names the font gives its stylistic sets and character variants, by tag: "ss01" → "Alternate g". */
  readonly sets: ReadonlyMap<string, string>;
};

export interface Shaper {
  /**
   * The font that answers a request, and whether it is another family than the one asked for. `name` is family and
   * style of that font; `differs` says in what it is not what was asked for.
   */
  resolve(request: FontRequest): {
    readonly font: FontId;
    readonly family: string;
    readonly missing: boolean;
    readonly name: string;
    readonly differs: readonly FontDifference[];
  };
  metrics(font: FontId): FontMetrics;
  offers(font: FontId): FontOffers;
  /** A glyph's shape, empty where it has no ink. The same object every time. */
  outline(font: FontId, glyph: number): Outline;
  /** Places of the caret inside a ligature, in em from its pen position, as the font says them; empty where it does not. */
  ligatureCarets(font: FontId, glyph: number): readonly number[];
  /** Glyphs of a text without line breaks. Characters without ink or width (U+00AD, U+200B, U+2060) get no glyph. */
  shape(text: string, setup: Setup): ShapedText;
}

/** Features as a canonical list: same features, same text. */
export function featureList(features: Readonly<Record<string, number>>): string {
  return Object.keys(features)
    .sort()
    .map((tag) => `${tag}=${features[tag]}`)
    .join(",");
}
