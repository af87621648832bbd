/**
 * A composed page: every line and picture in its place, as values. Origin at the trim's top left, y downward, points.
 */
import type { Rendering } from "../color/converter.ts";
import type { Finding } from "../finding.ts";
import type { PdfPage } from "../schema/attributes.ts";
import type { ParagraphStyle, Role } from "../schema/stylesheet.ts";
import type { Line } from "../typesetting/glyphs.ts";
import type { Pt, TextOffset } from "../units.ts";
import type { Box, DisplayItem } from "./display.ts";
import type { SpendReason } from "./spend.ts";

export type Side = "recto" | "verso";

export type PlacedLine = {
  readonly line: Line;
  readonly block: string;
  readonly role: Role;
  readonly style: ParagraphStyle;
  readonly speaker: string | null;
  /** Text column counted from 0; null outside the text columns. */
  readonly column: number | null;
  /** The line's origin. */
  readonly x: Pt;
  readonly baseline: Pt;
  /** It reads upward, turned a quarter anticlockwise round its origin. */
  readonly upward?: true;
};

export type PlacedPhoto = {
  readonly block: string;
  readonly file: string;
  readonly media: string | null;
  readonly alt: string;
  /** Which page of a PDF, where the document names one. */
  readonly pdf?: PdfPage;
  /** It stands in an advertisement's room. */
  readonly reserved?: true;
  /** Its own choice of the way to ink. */
  readonly rendering?: Rendering;
  readonly box: Box;
  /** The part of the picture that fills the box, in fractions of it. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Effective resolution; null when the picture is missing. */
  readonly ppi: number | null;
  readonly placement: {
    readonly column: number;
    readonly row: number;
    readonly columns: number;
    readonly rows: number;
  };
};

/** A paragraph that begins on the page and is set a line longer (positive) or shorter than at its best. */
export type SpentParagraph = {
  readonly block: string;
  readonly lines: number;
  readonly why: SpendReason;
  /** Where its text ends. */
  readonly to: TextOffset;
};

/** Where a piece stands that has a place of its own: what `settle` writes into the document. */
export type PlacedPiece = {
  readonly block: string;
  readonly by: "auto" | "settled" | "pinned";
  /** The margin column counts as the one behind the text's last. */
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
  readonly foot: boolean;
};

export type Page = {
  /** Counted from 1. */
  readonly number: number;
  /** As printed. */
  readonly folio: string;
  readonly side: Side;
  readonly columns: readonly Box[];
  /** In reading order. */
  readonly lines: readonly PlacedLine[];
  readonly photos: readonly PlacedPhoto[];
  /** Pieces with a place of their own, pictures among them. */
  readonly pieces: readonly PlacedPiece[];
  /** Ink below the text (tints, bars, missing-picture frames) and above or beside it (rules, folio, running head). */
  readonly under: readonly DisplayItem[];
  readonly over: readonly DisplayItem[];
  readonly findings: readonly Finding[];
  /** Lines of text that the page could still take: on the last page below the copy, on others at the feet of columns. */
  readonly spare: number;
  readonly spent: readonly SpentParagraph[];
};

/** Where every piece with a place of its own stands, in page order: what the document's `settle` takes. */
export function placesOf(pages: readonly Page[]): readonly (PlacedPiece & { readonly page: number })[] {
  return pages.flatMap((page) => page.pieces.map((piece) => ({ ...piece, page: page.number })));
}
