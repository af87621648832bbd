/**
 * One story's file in `Stories/`: a range for each paragraph, in it a range for each look, in it the words. A range
 * says only what differs from its paragraph style: what marks, character styles and changes by hand make of it, and
 * what the page made of a headline's size or a title's ink.
 */
import type { RunMarks } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import { fontRequest } from "../typesetting/fontRequests.ts";
import { requestOf } from "../typesetting/items.ts";
import { characterStyle, lookOf } from "../typesetting/looks.ts";
import { type Attributes, element, xmlText } from "../xml.ts";
import type { FontShelf, IdmlFont } from "./fonts.ts";
import { inkAttributes, languageName, POSITIONS } from "./looks.ts";
import type { IdmlParagraph, IdmlStory, Stretch } from "./stories.ts";
import { characterStyleId, MARK_STYLES, NO_CHARACTER_STYLE, paragraphStyleId, property } from "./styles.ts";
import type { Swatches } from "./swatches.ts";

/** InDesign's own code for "this page's number" (IDML File Format Specification 8.0, "Special Characters"). */
const PAGE_NUMBER = "<?ACE 18?>";
/** Stands for the page's number in a stretch of furniture; no manuscript holds it, since it is a noncharacter. */
export const PAGE_NUMBER_SIGN = "\uFDD0";

export type StoryDesk = {
  readonly design: Design;
  readonly lang: string;
  readonly fonts: FontShelf;
  readonly swatches: Swatches;
  /** A block's style as the page has it: fitted in size, with the ink that is read over a picture. */
  placedStyle(block: string): ParagraphStyle | null;
  /** The fonts that its letters have on the page, in order: another's where its own has no such letter. */
  placedFonts(block: string): readonly PlacedFont[];
  /** How words nobody typed stand in their frame; not said for the document's own. */
  readonly furniture?: "left" | "center" | "right";
};

/** `from` is null for a sign before the text. */
export type PlacedFont = { readonly from: number | null; readonly to: number; readonly font: IdmlFont };

export function storyXml(id: string, story: IdmlStory, desk: StoryDesk): string {
  const { paragraphs } = story;
  return element(
    "Story",
    { Self: id, AppliedTOCStyle: "n", TrackChanges: false, StoryTitle: story.name, AppliedNamedGrid: "n" },
    element("StoryPreference", {
      OpticalMarginAlignment: paragraphs.some(({ style }) => style.protrusion),
      OpticalMarginSize: paragraphs[0]?.style.size ?? 12,
      FrameType: "TextFrameType",
      StoryOrientation: "Horizontal",
      StoryDirection: "LeftToRightDirection",
    }),
    ...paragraphs.map((paragraph, n) => paragraphXml(paragraph, n === paragraphs.length - 1, desk)),
  );
}

const JUSTIFIED = { left: "LeftAlign", center: "CenterAlign", right: "RightAlign" } as const;
const BREAKS = { column: "NextColumn", page: "NextPage" } as const;

function paragraphXml(paragraph: IdmlParagraph, last: boolean, desk: StoryDesk): string {
  const { style, dropCap, breakBefore } = paragraph;
  const always = style.dropCap?.at === "all";
  const attributes: Attributes = {
    AppliedParagraphStyle: paragraphStyleId(style.name),
    FirstLineIndent: paragraph.firstIndent === style.indent ? null : paragraph.firstIndent,
    LeftIndent: paragraph.indent === 0 ? null : paragraph.indent,
    DropCapCharacters: dropCap && !always ? dropCap.characters : null,
    DropCapLines: dropCap && !always ? dropCap.lines : null,
    Justification: desk.furniture ? JUSTIFIED[desk.furniture] : null,
    StartParagraph: breakBefore === "none" ? null : BREAKS[breakBefore],
  };
  const placed = paragraph.block === null ? null : desk.placedStyle(paragraph.block);
  const fonts = paragraph.block === null ? [] : desk.placedFonts(paragraph.block);
  const parts = paragraph.stretches.flatMap((stretch) => byFont(stretch, fonts));
  const ranges = parts.map(({ stretch, font }, n) =>
    rangeXml(stretch, paragraph, placed, font, desk, !last && n === parts.length - 1),
  );
  return element("ParagraphStyleRange", attributes, ...ranges);
}

type Part = { readonly stretch: Stretch; readonly font: IdmlFont | null };

/** The stretch in the parts that one font each has on the page; null where the page says nothing. */
function byFont(stretch: Stretch, fonts: readonly PlacedFont[]): readonly Part[] {
  const { from, text } = stretch;
  if (from === null) return [{ stretch, font: fonts.find((font) => font.from === null)?.font ?? null }];
  const parts: { stretch: Stretch; font: IdmlFont | null }[] = [];
  let at = from;
  const end = from + text.length;
  for (const font of fonts) {
    if (font.from === null || font.to <= at || font.from >= end) continue;
    const to = Math.min(font.to, end);
    const before = parts[parts.length - 1];
    const piece = text.slice(at - from, to - from);
    if (before && before.font?.family === font.font.family)
      before.stretch = { ...before.stretch, text: before.stretch.text + piece };
    else parts.push({ stretch: { ...stretch, text: piece, from: at }, font: font.font });
    at = to;
  }
  const last = parts[parts.length - 1];
  if (!last) return [{ stretch, font: null }];
  if (at < end) last.stretch = { ...last.stretch, text: last.stretch.text + text.slice(at - from) };
  return parts;
}

function rangeXml(
  stretch: Stretch,
  { style, lang }: IdmlParagraph,
  placed: ParagraphStyle | null,
  actual: IdmlFont | null,
  desk: StoryDesk,
  ends: boolean,
): string {
  const { design, fonts, swatches } = desk;
  const { marks, ink } = stretch;
  const names = stretch.style !== null && characterStyle(design.characterStyles, stretch.style) ? [stretch.style] : [];
  const look = lookOf(style, names, design.characterStyles);
  const plain = fonts.font(fontRequest(style));
  const wanted = fonts.font(requestOf(look, marks));
  const font = actual && actual.family !== wanted.family ? fonts.keep(actual) : wanted;
  const share = placed ? placed.size / style.size : 1;
  const language = marks.lang ?? look.lang ?? lang;
  const attributes: Attributes = {
    AppliedCharacterStyle: names[0] ? characterStyleId(names[0]) : markStyle(marks),
    FontStyle: font.style === plain.style && font.family === plain.family ? null : font.style,
    PointSize: share === 1 ? null : look.size * share,
    ...(ink
      ? inkAttributes(ink, swatches)
      : placed && placed.ink !== style.ink
        ? inkAttributes(placed.ink, swatches)
        : {}),
    Capitalization: marks.smallCaps ? "SmallCaps" : null,
    Position: marks.position === "normal" ? null : POSITIONS[marks.position],
    NoBreak: marks.noBreak || null,
    AppliedLanguage: language === desk.lang ? null : languageName(language),
    ...handAttributes(marks, look.letterSpace, look.scaling, look.baseline),
  };
  const properties = [
    ...(font.family === plain.family ? [] : [property("AppliedFont", "string", font.family)]),
    ...(share === 1 || !placed ? [] : [property("Leading", "unit", String(Math.round(placed.leading * 1000) / 1000))]),
  ];
  return element(
    "CharacterStyleRange",
    attributes,
    ...(properties.length > 0 ? [element("Properties", {}, ...properties)] : []),
    ...(stretch.text === "" ? [] : [`<Content>${words(stretch.text)}</Content>`]),
    ...(ends ? ["<Br/>"] : []),
  );
}

/** Tabs only where the design sets one; a line break by hand is U+2028, as here. */
function words(text: string): string {
  return xmlText(text.replace(/[\n\r\u2029]/g, " ")).replaceAll(PAGE_NUMBER_SIGN, PAGE_NUMBER);
}

function markStyle(marks: RunMarks): string {
  const name =
    marks.em && marks.strong
      ? MARK_STYLES.strongEm
      : marks.strong
        ? MARK_STYLES.strong
        : marks.em
          ? MARK_STYLES.em
          : marks.smallCaps
            ? MARK_STYLES.smallCaps
            : marks.position === "superscript"
              ? MARK_STYLES.superscript
              : marks.position === "subscript"
                ? MARK_STYLES.subscript
                : marks.stageNote
                  ? MARK_STYLES.stageNote
                  : null;
  return name === null ? NO_CHARACTER_STYLE : characterStyleId(name);
}

/** Kerning by hand is a selection's letters moved alike: tracking there. */
function handAttributes(marks: RunMarks, letterSpace: number, scaling: number, baseline: number): Attributes {
  const { adjust } = marks;
  if (!adjust) return {};
  const tracking = adjust.tracking + adjust.kerning;
  return {
    Tracking: tracking === 0 ? null : letterSpace * 1000 + tracking,
    HorizontalScale: adjust.scaling === 1 ? null : scaling * adjust.scaling * 100,
    BaselineShift: adjust.baseline === 0 ? null : baseline + adjust.baseline,
  };
}
