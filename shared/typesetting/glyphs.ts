/**
 * What shaping and setting hand on: glyph runs and lines. Positions are final numbers; screen, PDF and caret all read
 * these and compute nothing of their own. Direction stands on every run, so right-to-left text can come later.
 */
import type { Em, Pt, TextOffset } from "../units.ts";

/** SHA-256 of the font file, in hex, and `#n` for face n of a collection. */
export type FontId = string & { readonly brand?: "font" };
export type Direction = "ltr" | "rtl";

/** Glyphs of one font, size and look, standing in one line. Arrays have one entry a glyph, in visual order. */
export type GlyphRun = {
  readonly font: FontId;
  readonly size: Pt;
  /** Horizontal scaling of the glyph shapes; 1 is as drawn. Positions already include it. */
  readonly scaling: number;
  readonly direction: Direction;
  readonly glyphs: Uint16Array;
  /** Pen position of each glyph in points from the line's origin, rising for left to right. */
  readonly xs: Float64Array;
  /** Shift of each glyph from the baseline in points, up is positive; null when all are 0. */
  readonly ys: Float64Array | null;
  /** Where each glyph's text begins in `text`, in UTF-16 units; glyphs of one cluster share the number. */
  readonly clusters: Uint32Array;
  /** The run's text as it is to be copied and searched; a hyphen made by the breaker is U+00AD here. */
  readonly text: string;
  /** Block offset of `text[0]`, or null for text no one typed (a speaker's sign, a folio). */
  readonly from: TextOffset | null;
  /** Distance from the line's origin to the run's left edge and from there to its right edge. */
  readonly x: Pt;
  readonly width: Pt;
  readonly look: RunLook;
  /** A drop cap's only: how far below the line's baseline its own stands. `ys` hold it too. */
  readonly drop?: Pt;
  /**
   * Only where the font says where the caret stands inside its ligatures: by the cluster's place in `text`, points from
   * the line's origin, rising. Ligatures not named here are divided into equal parts.
   */
  readonly carets?: ReadonlyMap<number, readonly number[]>;
};

/** What of a run's look is not in its font: read by painting and by tags. */
export type RunLook = {
  /** "sign" for words the design puts before a turn; null means the paragraph's own, or that of `styles`. */
  readonly ink: "sign" | null;
  /** Character styles of the words, outermost first: the last that has an ink gives it. */
  readonly styles: readonly string[];
  readonly lang: string;
  readonly href: string | null;
  readonly stageNote: boolean;
};

/** One set line. Its origin is where the paragraph's measure begins, at the baseline. */
export type Line = {
  readonly runs: readonly GlyphRun[];
  /** From the origin to the line's own left edge: indent, alignment, a hung quotation mark (negative). */
  readonly x: Pt;
  /** As set, from `x` to the right edge; trailing space not included, a hung hyphen or point is. */
  readonly width: Pt;
  /** Before justification. */
  readonly natural: Pt;
  /** Stretchable gaps. */
  readonly spaces: number;
  /** Added between glyphs, in em; and the scaling of glyphs, 1 as drawn. */
  readonly tracking: Em;
  readonly scaling: number;
  /** Ends in a hyphen that the breaker made. */
  readonly hyphen: boolean;
  /** The paragraph's last. */
  readonly last: boolean;
  /**
   * Text of the line as the reader sees it, sign included. The lines' texts of a paragraph put together give the
   * paragraph: the space at a line's end stays, a made hyphen is not text.
   */
  readonly text: string;
  /** The block's text this line holds: `from` inclusive, `to` exclusive, the space at its end included. */
  readonly from: TextOffset;
  readonly to: TextOffset;
  /** Distance from the baseline up to the highest ink and down to the lowest, both positive. */
  readonly inkAbove: Pt;
  readonly inkBelow: Pt;
};

/**
 * The room for each line of a paragraph: entry n is line n; the last entry stands for all that follow.
 * `x` is where the line may begin, from the paragraph's origin; `width` how long it may be.
 */
export type Measures = readonly { readonly x: Pt; readonly width: Pt }[];
