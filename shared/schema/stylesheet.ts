/**
 * Paragraph styles, resolved: every field is there and every length is points. A style's name is the role it sets,
 * so a question needs no style attribute to look like one.
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
export type StyleName = Role | (typeof FURNITURE_STYLES)[number];

export type Align = "left" | "right" | "center" | "justify";

export type ParagraphStyle = {
  readonly name: StyleName;
  /** Family name as the font file says it: "Spectral". */
  readonly font: string;
  /** 100 to 900. */
  readonly weight: number;
  readonly italic: boolean;
  readonly size: Pt;
  /** Baseline to baseline. */
  readonly leading: Pt;
  readonly align: Align;
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
  readonly hyphenate: boolean;
  /** Indent of a paragraph's first line; `indentFirst` where the paragraph opens a turn or follows a heading. */
  readonly indent: Pt;
  readonly indentFirst: Pt;
  readonly spaceBefore: Pt;
  readonly spaceAfter: Pt;
  /** Across the text column or across all of them. */
  readonly span: "column" | "all";
  /** Lines the first letter is deep; 0 is none. */
  readonly dropCap: number;
  /** OpenType features by tag: { onum: 1 }. */
  readonly features: Readonly<Record<string, number>>;
  /** Set in capitals whatever was typed. */
  readonly capitals: boolean;
};
