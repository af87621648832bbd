/**
 * The job ticket: all that a PDF needs to know besides its pages. The room opens no file and reads no clock, so fonts,
 * pictures, the profile, the times and the compressor arrive here, as data or as ports.
 */
import type { Quad } from "../color/converter.ts";
import type { Lab } from "../color/lab.ts";
import type { Spot } from "../color/ink.ts";
import type { Finding } from "../finding.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import type { Ground } from "./ground.ts";
import type { CopiedForm } from "./placed/copyPage.ts";
import type { Subsetter } from "./subset.ts";

/**
 * `x4`: PDF/X-4:2010. `x1a`: PDF/X-1a:2003. `proof`: for editors, pictures may stay RGB. `screen`: for reading, in
 * RGB, with links and bookmarks.
 */
export type Standard = "x4" | "x1a" | "proof" | "screen";

/** The printing condition the inks are meant for (ISO 32000-1 §14.11.5). */
export type OutputIntent = {
  /** An ICC profile of class `prtr` and colour space CMYK. */
  readonly profile: Uint8Array;
  /** A name of the registry, or `Custom`. */
  readonly identifier: string;
  readonly condition: string;
  readonly info: string;
  /** Address of the registry that knows `identifier`; null for `Custom`. */
  readonly registry: string | null;
};

/** What the page wants of a picture. */
export type PictureRequest = Pick<
  Extract<DisplayItem, { kind: "picture" }>,
  "media" | "box" | "crop" | "grey" | "rendering" | "pdf" | "reserved"
> & {
  /** Counted from 1. */
  readonly page: number;
  /** For PDF/X-1a, what the picture stands on; left out for paper, and where transparency may stay. */
  readonly ground?: Ground;
};

/** A picture's ink in cells of `INK_CELL` on the page: CMYK four bytes each, grey one byte, 0 for full black. */
export type InkMap = {
  readonly width: number;
  readonly height: number;
  readonly space: "gray" | "cmyk";
  readonly pixels: Uint8Array;
};

/** Ink a picture lays, per cent: mean of its heaviest square of 15 mm², and what 99.9 % of its pixels stay under. */
export type PictureInk = { readonly mean: number; readonly high: number; readonly map: InkMap };

/** A picture as it is embedded. */
export type PreparedPicture = {
  readonly width: number;
  readonly height: number;
  readonly space: "gray" | "rgb" | "cmyk";
  /** `jpeg`: a complete JPEG file. `flate`: samples deflated (zlib), 8 bits each, row by row. */
  readonly coding: "jpeg" | "flate";
  readonly data: Uint8Array;
  /** CMYK samples stored as Adobe's JPEGs store them, 255 for no ink. */
  readonly inverted: boolean;
  /** EXIF orientation 1 to 8 still to be applied; 1 when the pixels stand upright. */
  readonly orientation: number;
  /** The part of the upright picture that fills the box, in fractions; the whole when it was cut already. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** How far each pixel covers what lies below: samples deflated, 8 bits each, 255 for all; absent where all do. */
  readonly mask?: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  /** Where it paints at all: deflated, one bit a pixel, 1 where it does not; absent where it does everywhere. */
  readonly stencil?: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  /** Of `flate` in CMYK: each pixel has a byte of each of these inks after its four. */
  readonly spots?: readonly Spot[];
  /** A page of another PDF, written as it is in place of pixels; `width`, `height` and `data` say nothing then. */
  readonly form?: CopiedForm;
  /** `data` is the original's own, but for what no press needs: nothing was encoded again. */
  readonly carried?: true;
  /** Measured where the file is for the press. */
  readonly ink?: PictureInk;
  /** What is to be said about it: too much ink, a profile that is not the press's. */
  readonly findings: readonly Finding[];
};

/**
 * Gives a picture ready to embed, or why it cannot. Called in page order, at most two pictures ahead of the page that
 * is being written.
 */
export type Pictures = (request: PictureRequest) => Promise<PreparedPicture | Finding>;

/** A glyph's shape in font units, y upward: M, L, Q, C and Z with their points, as SVG has them, all absolute. */
export type GlyphPath = {
  readonly unitsPerEm: number;
  readonly commands: readonly { readonly type: string; readonly values: readonly number[] }[];
};

/** What a proof bears over its pages, and what it knows of them. */
export type ProofDress = {
  /** Across each page, faintly. */
  readonly watermark: string;
  readonly glyphPath: (font: FontId, glyph: number) => GlyphPath;
  /** Line numbers, grid, change bars: rules and glyphs of process inks. */
  readonly over: (list: DisplayList) => readonly DisplayItem[];
  /** Our own data of a page, to be found in it again when it comes back (ISO 32000-1 §14.5). */
  readonly data: (list: DisplayList) => Uint8Array;
};

export type JobTicket = {
  readonly standard: Standard;
  /** Must not be empty: PDF/X asks for one. */
  readonly title: string;
  readonly authors: readonly string[];
  readonly subject: string;
  readonly keywords: readonly string[];
  /** "Quoin 0.1.0": both creator and producer. */
  readonly creator: string;
  /** ISO 8601 with a time zone. */
  readonly created: string;
  readonly modified: string;
  /** Stays the same for all versions of a document. */
  readonly documentId: string;
  /** BCP 47. */
  readonly lang: string;
  /** Crop marks, registration marks, colour bar and slug line outside the bleed. */
  readonly marks: boolean;
  /** The press's ink for a colour measured as Lab; where it is absent, its look on coated paper has to do. */
  readonly labToInk?: (lab: Lab) => Quad;
  /** Black type of this size and more knocks out over pictures and tints; points, 24 where it is absent. */
  readonly largeType?: number;
  /** Looks at a page once its pictures are known, in the order of its picture items; null for one that is missing. */
  readonly inspect?: (list: DisplayList, pictures: readonly (PreparedPicture | null)[]) => readonly Finding[];
  /** Needed by `x4` and `x1a`. */
  readonly outputIntent: OutputIntent | null;
  /** The font file an id stands for. Asked once for each font in use. */
  readonly fonts: (id: FontId) => Uint8Array;
  readonly subset: Subsetter;
  /** Where it is there, text goes into the file as shapes and no font does. */
  readonly glyphPath?: (font: FontId, glyph: number) => GlyphPath;
  readonly pictures: Pictures;
  /** Font of the job's own words, and what they say: the slug line, which proof or print this is; null: none. */
  readonly note: { readonly font: FontId; readonly slug: string; readonly edition: string } | null;
  /** Of a proof with a `note`. */
  readonly dress?: ProofDress;
  /** Block ids in the story's order, for tags and bookmarks; blocks not named follow in the order of the pages. */
  readonly reading: readonly string[];
  /** To zlib's format (RFC 1950). */
  readonly deflate: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** Told after each page; awaited, so that it can let other work in. */
  readonly progress: ((page: number, of: number) => void | Promise<void>) | null;
};

/** A request to stop, as `AbortSignal` makes it. */
export type StopSignal = { readonly aborted: boolean };

export type WrittenFont = {
  readonly id: FontId;
  /** PostScript name, without the subset's tag. */
  readonly name: string;
  readonly glyphs: number;
  /** Embedded, before compression. */
  readonly bytes: number;
};

export type Written = {
  /** False when it was stopped: what the sink holds is no PDF. */
  readonly finished: boolean;
  readonly pages: number;
  readonly bytes: number;
  readonly fonts: readonly WrittenFont[];
  readonly pictures: number;
  /** Spot inks used, by name. */
  readonly spots: readonly string[];
  readonly findings: readonly Finding[];
};
