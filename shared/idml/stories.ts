/**
 * The document's words as InDesign's stories: the text that runs through the columns is one, and each part of the
 * title, each credit, each picture's words, each quote, sidebar and box one of its own, in the order in which they
 * stand in the document. Every word is in one of them, once. Signs before turns and marks of lists are text, as on the
 * page.
 */
import type { Ink } from "../color/ink.ts";
import { firstCaps, openingOf } from "../layout/openings.ts";
import type { BreakBefore } from "../schema/interview.ts";
import { type Credit, PLAIN, type PhotoItem, type RunMarks, type Story, type TextItem } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";

/** A stretch of text in one look. */
export type Stretch = {
  readonly text: string;
  readonly marks: RunMarks;
  /** Offset of its first letter in the block; null for words that nobody typed. */
  readonly from: number | null;
  /** A character style's name; null is the paragraph's own look. */
  readonly style: string | null;
  /** Null is the style's. */
  readonly ink: Ink | null;
};
export type IdmlParagraph = {
  /** Null for words that nobody typed. */
  readonly block: string | null;
  readonly style: ParagraphStyle;
  /** First line against the others, and the others, in points. */
  readonly firstIndent: number;
  readonly indent: number;
  readonly dropCap: { readonly characters: number; readonly lines: number } | null;
  readonly breakBefore: BreakBefore;
  readonly lang: string;
  readonly stretches: readonly Stretch[];
};
export type IdmlStory = {
  readonly name: string;
  readonly paragraphs: readonly IdmlParagraph[];
};

/** Stories in the order of the document; those without a word are left out. The one in the columns is called "Text". */
export function storiesOf(story: Story, design: Design): readonly IdmlStory[] {
  const styleOf = ({ block }: TextItem): ParagraphStyle =>
    (block.style !== null && Object.hasOwn(design.styles, block.style) ? design.styles[block.style] : undefined) ??
    design.styles[block.role];
  const firsts = firstCaps(story, design, styleOf);
  const found: { readonly name: string; readonly paragraphs: IdmlParagraph[] }[] = [];
  const add = (name: string, items: readonly (TextItem | null)[], credit: Credit | null = null): void => {
    const paragraphs = items.flatMap((item) => {
      if (!item || (item.block.text === "" && !credit?.after)) return [];
      return [paragraphOf(item, styleOf(item), design, firsts.has(item), credit?.after ?? "")];
    });
    if (paragraphs.length > 0) found.push({ name, paragraphs });
  };
  const addPhoto = (photo: PhotoItem): void => add("Caption", [photo.caption, photo.credit]);

  add("Kicker", [story.kicker]);
  add("Headline", [story.headline]);
  add("Standfirst", [story.standfirst]);
  for (const credit of story.byline) add("Credit", [credit.item], credit);
  const text: { readonly name: string; readonly paragraphs: IdmlParagraph[] } = { name: "Text", paragraphs: [] };
  found.push(text);
  for (const item of story.sections.flat()) {
    switch (item.kind) {
      case "text":
        if (item.block.text !== "")
          text.paragraphs.push(paragraphOf(item, styleOf(item), design, firsts.has(item), ""));
        break;
      case "photo":
        addPhoto(item);
        break;
      default: {
        const words = item.items.filter((part) => part.kind === "text");
        add(GROUP_NAMES[item.kind], words);
        for (const part of item.items) if (part.kind === "photo") addPhoto(part);
      }
    }
  }
  return found.filter(({ paragraphs }) => paragraphs.length > 0);
}
const GROUP_NAMES = { quote: "Pull Quote", sidebar: "Sidebar", box: "Box", photos: "Caption" } as const;

function paragraphOf(
  item: TextItem,
  style: ParagraphStyle,
  design: Design,
  first: boolean,
  after: string,
): IdmlParagraph {
  const { block } = item;
  const opening = openingOf(item, style, design, first);
  const { mark, cap } = opening;
  const lead = block.lead?.kind;
  const turn = lead === "question" || lead === "answer" ? design.signs[lead] : null;
  const stretches: Stretch[] = [];
  const sign = (text: string, name: string | null, ink: Ink | null): void => {
    if (text !== "") stretches.push({ text, marks: PLAIN, from: null, style: name, ink });
  };
  const hangs = mark !== null && mark.inset > 0;
  if (mark && mark.text !== "") {
    sign(hangs ? `${mark.text.trimEnd()}\t` : mark.text, mark.style, mark.ink === "sign" ? (turn?.ink ?? null) : null);
  } else if (opening.sign !== "") sign(opening.sign, turn?.style ?? null, turn?.ink ?? null);
  for (const { from, to, marks } of block.runs) {
    const text = block.text.slice(from, to);
    // A drop cap's style is put on its letters: what a paragraph style says of it, other programs read unlike.
    const capped = from === 0 && cap?.style ? (capital(cap.characters).exec(text)?.[0].length ?? 0) : 0;
    if (capped > 0 && cap)
      stretches.push({ text: text.slice(0, capped), marks, from, style: marks.charStyle ?? cap.style, ink: null });
    if (capped < text.length)
      stretches.push({ text: text.slice(capped), marks, from: from + capped, style: marks.charStyle, ink: null });
  }
  if (after !== "") {
    stretches.push({
      text: `${block.text === "" ? "" : " "}${after}`,
      marks: PLAIN,
      from: null,
      style: null,
      ink: null,
    });
  }
  return {
    block: item.id,
    style,
    firstIndent: hangs ? (mark.text === "" ? 0 : -mark.inset) : opening.indent,
    indent: hangs ? mark.inset : 0,
    dropCap: cap ? { characters: cap.characters, lines: cap.lines } : null,
    breakBefore: item.breakBefore,
    lang: block.lang,
    stretches,
  };
}

/** So many letters with their marks, and a quotation mark or bracket that opens before them. */
function capital(letters: number): RegExp {
  return new RegExp(`^[\\p{Pi}\\p{Ps}"'„]*(?:[^\\p{M}]\\p{M}*){1,${letters}}`, "u");
}
