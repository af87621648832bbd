/**
 * The display list: all ink of one page in painting order, as data. Screen and PDF each have one switch over it, and
 * caret, selection, tags, proofs and preflight read the same items. Points from the trim's top left, y downward.
 */
import type { Rendering } from "../color/converter.ts";
import type { Ink } from "../color/ink.ts";
import type { PdfPage } from "../schema/attributes.ts";
import type { Role } from "../schema/story.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";
import type { Pt } from "../units.ts";

/** What ink can belong to: a paragraph by its role, or a picture. */
export type OriginRole = Role | "photo";
/** Where ink comes from. An artifact is not the story: folio, running head, rule, tint, mark. */
export type Origin = { readonly block: string; readonly role: OriginRole } | "artifact";

export type Point = { readonly x: Pt; readonly y: Pt };
export type Box = { readonly x: Pt; readonly y: Pt; readonly width: Pt; readonly height: Pt };

export type DisplayItem =
  | {
      readonly kind: "glyphs";
      readonly of: Origin;
      readonly run: GlyphRun;
      /** The line's origin; the run's own `xs` count from here. */
      readonly x: Pt;
      readonly baseline: Pt;
      /** Turned a quarter anticlockwise round the origin: it reads upward, as credits at the edge of pictures do. */
      readonly upward?: true;
      readonly ink: Ink;
    }
  | {
      readonly kind: "rule";
      readonly of: Origin;
      readonly from: Point;
      readonly to: Point;
      readonly weight: Pt;
      readonly ink: Ink;
    }
  | { readonly kind: "fill"; readonly of: Origin; readonly box: Box; readonly ink: Ink }
  | {
      readonly kind: "picture";
      readonly of: Origin;
      /** SHA-256 of the original. */
      readonly media: string;
      readonly box: Box;
      /** The part of the picture that fills the box, in fractions of its upright width and height. */
      readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
      readonly alt: string;
      /** Printed in black alone, whatever its colours. */
      readonly grey?: true;
      /** Of a PDF: which page, and by which of its boxes; the first page's trim where this is left out. */
      readonly pdf?: PdfPage;
      /** Its box is room given away, as to an advertisement: what is put there is to have that size. */
      readonly reserved?: true;
      /** How its colours are brought to ink, where that is not the rule. */
      readonly rendering?: Rendering;
    };

/** One page ready to paint. */
export type DisplayList = {
  /** Counted from 1. */
  readonly number: number;
  /** As printed on the page. */
  readonly folio: string;
  readonly trim: { readonly width: Pt; readonly height: Pt };
  readonly bleed: { readonly top: Pt; readonly right: Pt; readonly bottom: Pt; readonly left: Pt };
  readonly items: readonly DisplayItem[];
};
