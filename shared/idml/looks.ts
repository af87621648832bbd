/**
 * What a style or a stretch of text says of its letters, as the attributes that InDesign's paragraph styles, character
 * styles and ranges share (IDML File Format Specification 8.0, "Text Properties"). Tracking is 1/1000 em, scaling per
 * cent, lengths points.
 */
import type { Ink } from "../color/ink.ts";
import type { CharacterStyle, OpenType, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Attributes } from "../xml.ts";
import type { Swatches } from "./swatches.ts";

/** Languages by the names of InDesign's dictionaries; hyphenation of any other is not its business. */
const LANGUAGES: Readonly<Record<string, string>> = {
  en: "English: USA",
  "en-GB": "English: UK",
  de: "German: 2006 Reform",
  fr: "French",
  es: "Spanish: Castilian",
  it: "Italian",
  nl: "nl_NL_2005",
  pt: "Portuguese",
  "pt-BR": "Portuguese: Brazilian",
  pl: "Polish",
  sv: "Swedish",
  da: "Danish",
  nb: "Norwegian: Bokmal",
  no: "Norwegian: Bokmal",
  fi: "Finnish",
  cs: "Czech",
  hu: "Hungarian",
  ru: "Russian",
  tr: "Turkish",
};
export function languageName(tag: string): string {
  return `$ID/${LANGUAGES[tag] ?? LANGUAGES[tag.split("-")[0] ?? ""] ?? "[No Language]"}`;
}

export function inkAttributes(ink: Ink, swatches: Swatches): Attributes {
  const { swatch, tint, overprints } = swatches.use(ink);
  return { FillColor: swatch, FillTint: tint, OverprintFill: overprints ?? null };
}

/** Only what is said: a field that is undefined leaves what lies below. */
export function openTypeAttributes(said: Partial<OpenType>, capitals: boolean | undefined): Attributes {
  const { figures, figureWidth, ligatures, fractions, ordinals, slashedZero, swash, contextual } = said;
  const wide = figureWidth === "tabular" ? "Tabular" : "Proportional";
  const style =
    figures === undefined && figureWidth === undefined
      ? null
      : (figures ?? "default") === "default" && (figureWidth ?? "default") === "default"
        ? "Default"
        : `${wide}${figures === "old-style" ? "Oldstyle" : "Lining"}`;
  const sets = (said.stylisticSets ?? []).reduce((sum, tag) => {
    const set = /^ss(\d\d)$/.exec(tag);
    return set ? sum + 2 ** (Number(set[1]) - 1) : sum;
  }, 0);
  return {
    OTFFigureStyle: style,
    Ligatures: ligatures === undefined ? null : ligatures !== "none",
    OTFDiscretionaryLigature: ligatures === undefined ? null : ligatures === "discretionary" || ligatures === "all",
    OTFHistorical: ligatures === undefined ? null : ligatures === "historical" || ligatures === "all",
    OTFFraction: fractions ?? null,
    OTFOrdinal: ordinals ?? null,
    OTFSlashedZero: slashedZero ?? null,
    OTFSwash: swash ?? null,
    OTFContextualAlternate: contextual ?? null,
    OTFStylisticSets: said.stylisticSets === undefined ? null : sets,
    Capitalization: capitalization(said.smallCaps, capitals),
  };
}

function capitalization(small: OpenType["smallCaps"] | undefined, capitals: boolean | undefined): string | null {
  if (capitals) return "AllCaps";
  if (small === "small") return "SmallCaps";
  if (small === "all") return "CapToSmallCap";
  return small === undefined && capitals === undefined ? null : "Normal";
}

export const POSITIONS = { normal: "Normal", superscript: "Superscript", subscript: "Subscript" } as const;

/** `font` is the name of the cut, where it is another than the paragraph's. */
export function characterAttributes(
  style: CharacterStyle,
  base: ParagraphStyle,
  font: { readonly style: string } | null,
  swatches: Swatches,
): Attributes {
  const { size } = style;
  return {
    FontStyle: font?.style ?? null,
    PointSize: size === undefined ? null : "points" in size ? size.points : base.size * size.share,
    ...(style.ink ? inkAttributes(style.ink, swatches) : {}),
    Tracking: style.letterSpace === undefined ? null : style.letterSpace * 1000,
    HorizontalScale: style.scaling === undefined ? null : style.scaling * 100,
    BaselineShift: style.baseline ?? null,
    Position: style.position === undefined ? null : POSITIONS[style.position],
    NoBreak: style.noBreak ?? null,
    AppliedLanguage: style.lang === undefined ? null : languageName(style.lang),
    ...openTypeAttributes(style, style.capitals),
  };
}
