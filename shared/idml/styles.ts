/**
 * `Resources/Styles.xml`: the design's paragraph and character styles under their own names, each whole, so that none
 * depends on what a program takes for a default; a style based on another says so. Drop caps and nested styles are
 * those of the paragraph style. What InDesign has no word for (optical margins by character, the cut for a size,
 * features by tag) is left to it.
 */
import type { CharacterStyle, NestedRun, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import { fontRequest } from "../typesetting/fontRequests.ts";
import { lookOf } from "../typesetting/looks.ts";
import { type Attributes, element, xmlText } from "../xml.ts";
import type { FontShelf } from "./fonts.ts";
import { characterAttributes, inkAttributes, languageName, openTypeAttributes } from "./looks.ts";
import { idOf, type Swatches } from "./swatches.ts";

export const NO_CHARACTER_STYLE = "CharacterStyle/$ID/[No character style]";
const NO_PARAGRAPH_STYLE = "ParagraphStyle/$ID/[No paragraph style]";
export const OBJECT_STYLE = "ObjectStyle/$ID/[None]";

/** Styles of marks: what they do is said on the range, since it depends on the paragraph; the name says why. */
export const MARK_STYLES = {
  em: "Emphasis",
  strong: "Strong",
  strongEm: "Strong Emphasis",
  smallCaps: "Small Capitals",
  superscript: "Superscript",
  subscript: "Subscript",
  stageNote: "Stage Note",
} as const;

export const paragraphStyleId = (name: string): string => idOf("ParagraphStyle", name);
export const characterStyleId = (name: string): string => idOf("CharacterStyle", name);

export type BasedOn = {
  readonly styles: Readonly<Record<string, string>>;
  readonly characterStyles: Readonly<Record<string, string>>;
};

/** `basedOn`: which style each of them is based on, as far as the design's files say. */
export function stylesXml(
  design: Design,
  basedOn: BasedOn,
  lang: string,
  fonts: FontShelf,
  swatches: Swatches,
): string {
  const marks = Object.values(MARK_STYLES).filter((name) => !Object.hasOwn(design.characterStyles, name));
  const characters = [
    element("CharacterStyle", { Self: NO_CHARACTER_STYLE, Imported: false, Name: "$ID/[No character style]" }),
    ...marks.map((name) =>
      characterStyle(name, name === "Superscript" || name === "Subscript" ? { Position: name } : {}, null, ""),
    ),
    ...Object.entries(design.characterStyles).map(([name, style]) => {
      const { family, changes } = characterFont(style, design, fonts);
      const attributes = characterAttributes({ ...style, name }, design.styles.answer, changes, swatches);
      return characterStyle(name, attributes, family, basedOn.characterStyles[name] ?? "");
    }),
  ];
  const paragraphs = Object.entries(design.styles).map(([name, style]) =>
    paragraphStyle(name, style, basedOn.styles[name] ?? "", design, lang, fonts, swatches),
  );
  const none = element("ParagraphStyle", {
    Self: NO_PARAGRAPH_STYLE,
    Name: "$ID/[No paragraph style]",
    Imported: false,
    FillColor: "Color/Black",
    FontStyle: fonts.font(fontRequest(design.styles.answer)).style,
    PointSize: design.styles.answer.size,
  });
  return [
    element("RootCharacterStyleGroup", { Self: "u10" }, ...characters),
    element("RootParagraphStyleGroup", { Self: "u11" }, none, ...paragraphs),
    element(
      "RootObjectStyleGroup",
      { Self: "u12" },
      element("ObjectStyle", {
        Self: OBJECT_STYLE,
        Name: "$ID/[None]",
        AppliedParagraphStyle: NO_PARAGRAPH_STYLE,
        FillColor: "Swatch/None",
        StrokeColor: "Swatch/None",
        StrokeWeight: 0,
      }),
    ),
  ].join("");
}

function characterFont(style: CharacterStyle, design: Design, fonts: FontShelf) {
  const { font, weight, italic, fontWidth } = style;
  const named = [font, weight, italic, fontWidth].some((field) => field !== undefined);
  if (!named) return { family: null, changes: null };
  const found = fonts.font(fontRequest(lookOf(design.styles.answer, [style.name], design.characterStyles)));
  return { family: font === undefined ? null : found.family, changes: found };
}

function characterStyle(name: string, attributes: Attributes, family: string | null, above: string): string {
  const properties = [
    property(
      "BasedOn",
      above === "" ? "string" : "object",
      above === "" ? "$ID/[No character style]" : characterStyleId(above),
    ),
    ...(family === null ? [] : [property("AppliedFont", "string", family)]),
  ];
  return element(
    "CharacterStyle",
    { Self: characterStyleId(name), Imported: false, Name: name, ...attributes },
    element("Properties", {}, ...properties),
  );
}

export function property(name: string, type: string, value: string): string {
  return element(name, { type }, xmlText(value));
}

const ALIGN = { left: "LeftAlign", right: "RightAlign", center: "CenterAlign" } as const;
const LAST = {
  natural: "LeftJustified",
  justify: "FullyJustified",
  center: "CenterJustified",
  right: "RightJustified",
} as const;

function paragraphStyle(
  name: string,
  style: ParagraphStyle,
  above: string,
  design: Design,
  lang: string,
  fonts: FontShelf,
  swatches: Swatches,
): string {
  const font = fonts.font(fontRequest(style));
  const { hyphenation, wordSpace, tracking, scaling, dropCap: cap } = style;
  const everywhere = cap?.at === "all" ? cap : null;
  const onGrid = Math.abs(style.leading - design.grid.baseline) < 0.001 && style.span === "column";
  return element(
    "ParagraphStyle",
    {
      Self: paragraphStyleId(name),
      Name: name,
      Imported: false,
      NextStyle: paragraphStyleId(name),
      FontStyle: font.style,
      PointSize: style.size,
      ...inkAttributes(style.ink, swatches),
      Justification: style.align === "justify" ? LAST[style.lastLine] : ALIGN[style.align],
      FirstLineIndent: style.indent,
      LeftIndent: 0,
      RightIndent: 0,
      SpaceBefore: style.spaceBefore,
      SpaceAfter: style.spaceAfter,
      GridAlignment: onGrid ? "AlignBaseline" : "None",
      SpanColumnType: "SingleColumn",
      AppliedLanguage: languageName(lang),
      Composer: "HL Composer",
      Hyphenation: style.hyphenate,
      HyphenateWordsLongerThan: Math.max(3, hyphenation.shortestWord),
      HyphenateAfterFirst: hyphenation.before,
      HyphenateBeforeLast: hyphenation.after,
      HyphenateLadderLimit: hyphenation.ladder,
      HyphenateCapitalizedWords: hyphenation.capitalised,
      HyphenateLastWord: hyphenation.lastWord,
      MinimumWordSpacing: wordSpace.min * 100,
      DesiredWordSpacing: wordSpace.natural * 100,
      MaximumWordSpacing: Math.max(wordSpace.max, wordSpace.natural) * 100,
      MinimumLetterSpacing: tracking.min * 100,
      DesiredLetterSpacing: 0,
      MaximumLetterSpacing: tracking.max * 100,
      MinimumGlyphScaling: (1 + scaling.min) * 100,
      DesiredGlyphScaling: 100,
      MaximumGlyphScaling: (1 + scaling.max) * 100,
      Tracking: style.letterSpace * 1000,
      KerningMethod: style.kerning === "none" ? "$ID/None" : "$ID/Metrics",
      DropCapCharacters: everywhere?.characters ?? 0,
      DropCapLines: everywhere?.lines ?? 0,
      ...openTypeAttributes(lookOf(style, [], {}), style.capitals),
    },
    element(
      "Properties",
      {},
      property("BasedOn", "object", above === "" ? NO_PARAGRAPH_STYLE : paragraphStyleId(above)),
      property("AppliedFont", "string", font.family),
      element("Leading", { type: "unit" }, xmlText(String(Math.round(style.leading * 1000) / 1000))),
      ...nestedXml(style.nested),
    ),
  );
}

/** Runs that end with lines are InDesign's line styles; all others its nested styles. */
function nestedXml(nested: readonly NestedRun[]): readonly string[] {
  const styleOf = (run: NestedRun) =>
    property("AppliedCharacterStyle", "object", run.style === null ? NO_CHARACTER_STYLE : characterStyleId(run.style));
  const words = nested.filter(({ until }) => until.kind !== "lines");
  const lines = nested.filter(({ until }) => until.kind === "lines");
  const items = words.map((run) => {
    const { until } = run;
    const delimiter =
      until.kind === "through" || until.kind === "upTo"
        ? property("Delimiter", "string", until.text)
        : property("Delimiter", "enumeration", DELIMITERS[until.kind as keyof typeof DELIMITERS]);
    return element(
      "ListItem",
      { type: "record" },
      styleOf(run),
      delimiter,
      property("Repetition", "long", String(until.count)),
      property("Inclusive", "boolean", String(until.kind !== "upTo")),
    );
  });
  const lineItems = lines.map((run) =>
    element(
      "ListItem",
      { type: "record" },
      styleOf(run),
      property("LineCount", "long", String(run.until.count)),
      property("RepeatLast", "long", "0"),
    ),
  );
  return [
    ...(items.length > 0 ? [element("AllNestedStyles", { type: "list" }, ...items)] : []),
    ...(lineItems.length > 0 ? [element("AllLineStyles", { type: "list" }, ...lineItems)] : []),
  ];
}
const DELIMITERS = { words: "AnyWord", characters: "AnyCharacter", sentences: "Sentence" } as const;
