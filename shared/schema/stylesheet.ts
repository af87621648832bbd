/**
 * Styles, resolved. A paragraph style has every field, and every length is points; the style of a role has the role's
 * name, so a question needs no style attribute to look like one, and a design may add styles of any other name. A
 * character style says only what it changes: a field that is not there leaves the paragraph's alone.
 */
import type { Ink } from "../color/ink.ts";
import type { Em, Pt } from "../units.ts";

/** What a paragraph is to the reader. Also the name of the paragraph style that sets it. */
export const ROLES = [
  "kicker",
  "headline",
  "standfirst",
  "credit",
  "intro",
  "question",
  "answer",
  "crosshead",
  "pull_quote",
  "list_item",
  "caption",
  "photo_credit",
  "sidebar",
  "box",
  "editor_note",
] as const;
export type Role = (typeof ROLES)[number];

/** Styles of text that no one typed. */
export const FURNITURE_STYLES = ["folio", "running_head"] as const;
/** The names every design has. */
export type StyleName = Role | (typeof FURNITURE_STYLES)[number];
/** Every paragraph style of a design by name: the built-in ones are always there, others where the design adds them. */
export type ParagraphStyles = Readonly<Record<StyleName, ParagraphStyle>> & Readonly<Record<string, ParagraphStyle>>;
export type CharacterStyles = Readonly<Record<string, CharacterStyle>>;

export type Align = "left" | "right" | "center" | "justify";

/**
 * What of a font's OpenType layout is used, in the trade's words. Tags in `features` come last and win. Registered
 * features: https://learn.microsoft.com/typography/opentype/spec/featurelist
 */
export type OpenType = {
  readonly figures: "default" | "lining" | "old-style";
  readonly figureWidth: "default" | "tabular" | "proportional";
  /** `standard` is what the font asks for; the others add to it. Tracked text has none, whatever is asked. */
  readonly ligatures: "none" | "standard" | "discretionary" | "historical" | "all";
  /** "1/2" as a fraction; a date ("1/9/2015") or a document's number ("05/CT") is none. */
  readonly fractions: boolean;
  /** The letters of 1st, 2e, 1º raised. */
  readonly ordinals: boolean;
  /** Hyphens, brackets and dots at the height of capitals. `auto`: among letters that are all capitals. */
  readonly caseSensitive: "auto" | "always" | "never";
  /** By tag ("ss01") or by the name the font gives it ("Alternate g"). */
  readonly stylisticSets: readonly string[];
  readonly slashedZero: boolean;
  readonly swash: boolean;
  /** Contextual alternates. */
  readonly contextual: boolean;
  readonly kerning: "metrics" | "none";
  /** `small`: small letters become small capitals; `all`: capitals as well. */
  readonly smallCaps: "none" | "small" | "all";
  /** By tag: { onum: 1 }. */
  readonly features: Readonly<Record<string, number>>;
};

/** How far a nested run goes, counted in the block's own text; `text` ends it with ("through") or before ("upTo"). */
export type NestedUntil =
  | { readonly kind: "lines" | "words" | "characters" | "sentences"; readonly count: number }
  | { readonly kind: "through" | "upTo"; readonly text: string; readonly count: number };

/** A character style for the words a paragraph begins with; each run begins where the one before it ended. */
export type NestedRun = {
  /** A character style's name; null leaves the words as the paragraph has them. */
  readonly style: string | null;
  readonly until: NestedUntil;
  /** The generated sign belongs to the run and counts. Otherwise the run begins behind it. */
  readonly withSign: boolean;
};

export type DropCap = {
  /** Lines it is deep, at least 2. */
  readonly lines: number;
  /** Letters it takes; an opening quotation mark before them comes along and is not counted. */
  readonly characters: number;
  /** A character style's name. */
  readonly style: string | null;
  /** Which paragraphs of the style have one: the story's first, the first of each turn or piece, or every one. */
  readonly at: "first" | "turns" | "all";
  /** An opening quotation mark: small in the margin, at half size before the letter, or as large as the letter. */
  readonly quote: "hang" | "beside" | "full";
  /** The lines beside it begin level, or follow its outline. */
  readonly indent: "even" | "shape";
};

/** How far characters hang out of a line. */
export type Protrusion = {
  /** Of the house's measure or the table below: 1 is all of it. */
  readonly factor: number;
  /** By character, at a line's beginning and end, in em. */
  readonly characters: Readonly<Record<string, readonly [left: Em, right: Em]>>;
};

/** What stands before the items of a list. */
export type ListMark = {
  /** Before an item of a list without numbers. */
  readonly bullet: string;
  /** The first item's number: "1.", "a)", "(i)". */
  readonly number: string;
  /** Where the text of all lines begins; 0 sets the mark before the text like a word, null is the house's measure. */
  readonly hang: Pt | null;
  /** Bullets and numbers begin at `from`, or end `gap` before the text. */
  readonly align: { readonly bullet: "left" | "right"; readonly number: "left" | "right" };
  readonly from: Pt;
  /** Null is the house's measure. */
  readonly gap: Pt | null;
  /** A character style's name. */
  readonly style: string | null;
};

/** How words may be divided; the language's patterns may ask for longer parts. */
export type Hyphenation = {
  /** Letters of the shortest word that may be divided. */
  readonly shortestWord: number;
  /** Letters that stay before and after a division. */
  readonly before: number;
  readonly after: number;
  /** Lines in a row that may end in a hyphen. */
  readonly ladder: number;
  /** May words that begin with a capital be divided? */
  readonly capitalised: boolean;
  /** May a paragraph's last word be divided? */
  readonly lastWord: boolean;
  /** The document's own words, with hyphens where they may be divided: the same in every style. */
  readonly exceptions: readonly string[];
};

/**
 * Which cut of a family that has several for different sizes (Caption, Display, an `opsz` axis): the family as it is
 * named, the one for the type's own size, or the one for a size in points.
 */
export type OpticalSize = "none" | "auto" | Pt;

export type ParagraphStyle = OpenType & {
  readonly name: string;
  /** Family name as the font file says it: "Spectral". */
  readonly font: string;
  /** 1 to 1000; a variable font gives every one of them. */
  readonly weight: number;
  readonly italic: boolean;
  /** Per cent of the family's normal width: 75 is condensed. */
  readonly fontWidth: number;
  readonly opticalSize: OpticalSize;
  readonly size: Pt;
  /** What the size of a headline may be fitted within; null keeps `size`. */
  readonly sizeRange: { readonly least: Pt; readonly most: Pt } | null;
  /** Baseline to baseline. */
  readonly leading: Pt;
  readonly align: Align;
  /** How a justified paragraph's last line stands; `natural` is flush left. */
  readonly lastLine: "natural" | "justify" | "center" | "right";
  /** The outline a headline's lines make. */
  readonly shape: "balanced" | "inverted-pyramid" | "pyramid" | "stepped" | "filled";
  readonly ink: Ink;
  /** Space added after every glyph, as the designer wants it; not the breaker's own play. */
  readonly letterSpace: Em;
  /** Word space against the font's own: 1 is the font's. */
  readonly wordSpace: { readonly min: number; readonly natural: number; readonly max: number };
  /** How far the breaker may track a line, in em, negative and positive. */
  readonly tracking: { readonly min: Em; readonly max: Em };
  /** How far the breaker may scale glyphs: -0.02 to 0.02 is two per cent either way. */
  readonly scaling: { readonly min: number; readonly max: number };
  /** Hang punctuation into the margin. */
  readonly protrusion: boolean;
  /** Where the design has its own mind of that; null is the house's measure. */
  readonly margins: Protrusion | null;
  readonly hyphenate: boolean;
  readonly hyphenation: Hyphenation;
  /** Indent of a paragraph's first line; `indentFirst` where the paragraph opens a turn or follows a heading. */
  readonly indent: Pt;
  readonly indentFirst: Pt;
  readonly spaceBefore: Pt;
  readonly spaceAfter: Pt;
  /** Across the text column or across all of them. */
  readonly span: "column" | "all";
  readonly dropCap: DropCap | null;
  /** Used by items of lists only. */
  readonly list: ListMark;
  /** Character styles of the words the paragraph begins with, in order. */
  readonly nested: readonly NestedRun[];
  /** Set in capitals whatever was typed. */
  readonly capitals: boolean;
};

/** What a character style changes in its paragraph's. Its marks of emphasis go against what it makes of the style. */
export type CharacterStyle = Partial<OpenType> & {
  readonly name: string;
  readonly font?: string;
  readonly weight?: number;
  readonly italic?: boolean;
  readonly fontWidth?: number;
  readonly opticalSize?: OpticalSize;
  /** In points, or against the paragraph's: 0.9 is nine tenths. */
  readonly size?: { readonly points: Pt } | { readonly share: number };
  readonly ink?: Ink;
  readonly letterSpace?: Em;
  /** Horizontal scaling of the glyphs; 1 is as drawn. */
  readonly scaling?: number;
  /** Shift from the baseline, up is positive. */
  readonly baseline?: Pt;
  readonly capitals?: boolean;
  readonly position?: "normal" | "superscript" | "subscript";
  readonly noBreak?: boolean;
  /** BCP 47. */
  readonly lang?: string;
};
