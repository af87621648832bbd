/** What the interpreter of page contents tells: everything that leaves ink, in the state in force when it does. */
import type { FontFacts } from "./fontFacts.ts";
import type { Box } from "./pages.ts";
import type { Space } from "./spaces.ts";
import type { PdfDict, PdfStream, PdfValue } from "./values.ts";

export type Colour = { readonly space: Space; readonly values: readonly number[] };

export type Painted = {
  readonly kind: "fill" | "stroke" | "text" | "picture" | "stencil" | "shading";
  /** In the page's default user space, cut by the clip: points, y upward. */
  readonly box: Box;
  /** Of pictures the space with no values; of a shading its space. */
  readonly colour: Colour;
  /** Of a shading: what it runs through; null where that cannot be told. */
  readonly stops: readonly (readonly number[])[] | null;
  /** Overprint for this kind of painting, and its mode (0 or 1). */
  readonly overprint: boolean;
  readonly overprintMode: number;
  /** Width of a stroke, or of a single rectangle that is filled: its thinner side; else null. */
  readonly thickness: number | null;
  /** Of text: the height of an em on the page; else null. */
  readonly size: number | null;
  /** Glyphs of text shown at once; else 0. */
  readonly glyphs: number;
  readonly picture: PictureUse | null;
};

export type PictureUse = {
  readonly stream: PdfStream;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** Pixels to an inch across and down, as placed. */
  readonly ppi: readonly [across: number, down: number];
  /** Sides of the placed picture before the clip, in points. */
  readonly placed: readonly [across: number, down: number];
};

export type Visitor = {
  paint(item: Painted): void;
  /** A font is shown from. Told once a page. */
  font(font: FontFacts): void;
  /** The glyph that stands for a missing one is shown. */
  notdef(font: FontFacts, box: Box): void;
  /** A space is painted in, or blended in. */
  space(space: Space, use: "content" | "group"): void;
  state(dict: PdfDict): void;
  group(dict: PdfDict, soft: boolean): void;
  /** Each picture and form met, once a page. */
  object(dict: PdfDict, kind: "picture" | "form" | "postscript" | "shading"): void;
  /** The contents are not as they must be. */
  fault(message: string): void;
  /** "ri" or a dictionary names a rendering intent. */
  intent(name: PdfValue): void;
};
