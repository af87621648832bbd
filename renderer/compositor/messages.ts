/**
 * What the window and the compositor worker say to each other. Every message names the document's life (`epoch`, one
 * for each document opened) and its revision, so that an answer to an older question can be told and dropped.
 * Plain data only; the numbers of a page travel in one buffer that is handed over, not copied.
 */
import type { Copyfit } from "../../shared/layout/copyfit.ts";
import type { FoundPlace } from "../../shared/schema/placementCommands.ts";
import type { Finding } from "../../shared/finding.ts";
import type { FontEntry, Json } from "../../shared/ipc.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { Box, DisplayList } from "../../shared/layout/display.ts";
import type { Side } from "../../shared/layout/page.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { PrinterRules } from "../../shared/preflight/printer.ts";
import type { Design } from "../../shared/schema/template.ts";
import type { FontRequest } from "../../shared/typesetting/fonts.ts";
import type { FontId } from "../../shared/typesetting/glyphs.ts";

/** A picture the document holds: SHA-256, name as given, upright pixels. */
export type PictureSize = {
  readonly media: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
};

export type ToCompositor =
  | {
      readonly kind: "open";
      readonly epoch: number;
      readonly revision: number;
      readonly doc: Json;
      readonly pictures: readonly PictureSize[];
    }
  /** Steps that lead to `revision`. */
  | { readonly kind: "steps"; readonly epoch: number; readonly revision: number; readonly steps: readonly Json[] }
  /** Template files by name; none before this is laid out. */
  | { readonly kind: "templates"; readonly templates: readonly (readonly [name: string, file: unknown])[] }
  /** The printer whose limits the findings speak of; the generic one before this. */
  | { readonly kind: "printer"; readonly rules: PrinterRules }
  | { readonly kind: "pictures"; readonly epoch: number; readonly pictures: readonly PictureSize[] }
  /** The answer to `shapesWanted`; null for a picture without transparent ground. */
  | {
      readonly kind: "shapes";
      readonly epoch: number;
      readonly shapes: readonly (readonly [media: string, outline: Outline | null])[];
    }
  /** The answer to `tonesWanted`; null for a picture whose tones cannot be had. */
  | {
      readonly kind: "tones";
      readonly epoch: number;
      readonly tones: readonly (readonly [media: string, tone: Tone | null])[];
    }
  /** The answer to `fontsWanted`: all fonts known now, `url` complete. */
  | { readonly kind: "fonts"; readonly fonts: readonly FontEntry[] }
  | { readonly kind: "outlines"; readonly font: FontId; readonly glyphs: readonly number[] };

/** Facts of a photo that are not in the display list. `box` in points from the trim's top left. */
export type PhotoFact = {
  readonly block: string;
  readonly box: Box;
  /** Effective resolution; null when the picture is missing. */
  readonly ppi: number | null;
};

export type PaintedPage = {
  readonly list: DisplayList;
  readonly side: Side;
  readonly photos: readonly PhotoFact[];
};

export type FromCompositor =
  /** The first word: what came before it would not have been heard. */
  | { readonly kind: "ready" }
  /** Words were shaped in this font, so it will be painted soon. */
  | { readonly kind: "fontUsed"; readonly font: FontId }
  /** The design asks for these, and the text holds these rare letters: what fonts are there? */
  | { readonly kind: "fontsWanted"; readonly wanted: readonly FontRequest[]; readonly letters: string }
  /** Type stands over these pictures: how light are they where? Each is asked for once. */
  /** Text is to run round what these pictures show; until they come it keeps off their boxes. */
  | { readonly kind: "shapesWanted"; readonly epoch: number; readonly media: readonly string[] }
  | { readonly kind: "tonesWanted"; readonly epoch: number; readonly media: readonly string[] }
  | {
      readonly kind: "layout";
      readonly epoch: number;
      readonly revision: number;
      /** How many pages there are; those not in `changed` are as they were. */
      readonly count: number;
      readonly changed: readonly { readonly index: number; readonly page: PaintedPage }[];
      /** False for the first pages of a story just opened; the rest follow. */
      readonly complete: boolean;
      /** Null when it is the same as last time. */
      readonly design: Design | null;
      /** Milliseconds from taking the steps to the answer. */
      readonly took: number;
    }
  /** What there is to say of the pages sent last; left out where they have changed again meanwhile. */
  | {
      readonly kind: "said";
      readonly epoch: number;
      readonly revision: number;
      readonly findings: readonly Finding[];
      readonly copyfit: Copyfit;
      /** Where pieces stand. */
      readonly places: readonly FoundPlace[];
    }
  /** The document's design makes no page, or the worker made a mistake; the pages before stay. */
  | {
      readonly kind: "failed";
      readonly epoch: number;
      readonly revision: number;
      readonly code: "design" | "internal" | "fonts";
      readonly message: string;
    }
  /** SVG path data of glyphs, in font units, y upward. */
  | {
      readonly kind: "outlines";
      readonly font: FontId;
      readonly unitsPerEm: number;
      readonly paths: readonly (readonly [glyph: number, path: string])[];
    };
