/**
 * How a paragraph begins: with a sign run in, a mark hung beside it, a drop cap, an indent. Read from what the story
 * says of its place in its turn or list and from what the design says of its style.
 */
import type { Story, StoryItem, TextItem } from "../schema/story.ts";
import type { ListMark, ParagraphStyle } from "../schema/stylesheet.ts";
import { signText, type TurnSign } from "../schema/signFile.ts";
import type { Design } from "../schema/template.ts";
import type { HungMark } from "../typesetting/hungMark.ts";
import { numberMark } from "../typesetting/listMarks.ts";
import type { Opening } from "../typesetting/setParagraph.ts";
import { type Pt, pt } from "../units.ts";

/** The house's measures, in em of the text. */
const BULLET_HANG = 1.1;
const NUMBER_HANG = 1.8;
const SIGN_HANG = 1.6;
const INITIALS_HANG = 2.5;
const MARK_GAP = 0.35;
const MARGIN_GAP = 0.5;

/** `first`: no paragraph of the story before this one has its style. */
export function openingOf(item: TextItem, style: ParagraphStyle, design: Design, first: boolean): Opening {
  const { lead, text, role } = item.block;
  const cap = style.dropCap;
  const capped = cap !== null && (cap.at === "all" || item.opens) && (cap.at !== "first" || first) ? cap : null;
  const indent = item.opens ? style.indentFirst : style.indent;
  const plain: Opening = { sign: "", mark: null, cap: capped, indent };
  if (lead === null) {
    const inset = role === "question" || role === "answer" ? insetOf(design.signs[role], style) : pt(0);
    return inset > 0
      ? { ...plain, mark: hung("", inset, design.signs[role as "question" | "answer"], style, design) }
      : plain;
  }
  switch (lead.kind) {
    case "question":
    case "answer": {
      const sign = design.signs[lead.kind];
      // A sign before nothing is ink nobody asked for; its room stays.
      const said = text === "" ? "" : signText(sign, lead.kind, lead.speaker, item.block.lang);
      const inset = insetOf(sign, style);
      if (sign.place === "run-in" || (said === "" && inset === 0)) return { ...plain, sign: said };
      const { bySpeaker } = sign;
      const own = lead.speaker && bySpeaker[lead.speaker.order % bySpeaker.length];
      return { ...plain, mark: hung(said, inset, own ? { ...sign, style: own } : sign, style, design) };
    }
    case "bullet":
      return listed(plain, style.list.bullet, "bullet", style.list, style, text);
    case "number":
      return listed(plain, numberMark(style.list.number, lead.value), "number", style.list, style, text);
    case "label":
      return { ...plain, sign: text === "" ? "" : `${lead.text} ` };
  }
}

/** Signs and marks are followed by a space, so that a reader of the text finds words and not one long word. */
function spaced(text: string): string {
  return text === "" ? "" : `${text} `;
}

function insetOf(sign: TurnSign, style: ParagraphStyle): Pt {
  if (sign.place !== "indent") return pt(0);
  return sign.indent ?? pt((sign.text.includes("{") ? INITIALS_HANG : SIGN_HANG) * style.size);
}

function hung(text: string, inset: Pt, sign: TurnSign, style: ParagraphStyle, design: Design): HungMark {
  const gap = sign.gap ?? pt((sign.place === "margin" ? MARGIN_GAP : MARK_GAP) * style.size);
  const align = sign.place === "margin" ? "right" : "left";
  const inked = sign.style !== null && design.characterStyles[sign.style]?.ink !== undefined;
  return { text, style: sign.style, ink: inked ? null : "sign", inset, align, x: pt(0), gap };
}

function listed(
  plain: Opening,
  mark: string,
  kind: "bullet" | "number",
  list: ListMark,
  style: ParagraphStyle,
  text: string,
): Opening {
  const hang = list.hang ?? pt((kind === "bullet" ? BULLET_HANG : NUMBER_HANG) * style.size + list.from);
  const said = text === "" ? "" : spaced(mark);
  if (hang === 0) return { ...plain, sign: said };
  const gap = list.gap ?? pt(MARK_GAP * style.size);
  const place = { inset: hang, align: list.align[kind], x: list.from, gap };
  return { ...plain, indent: pt(0), mark: { text: said, style: list.style, ink: null, ...place } };
}

/** The first paragraph of each style whose drop caps belong to the story's first paragraph only. */
export function firstCaps(
  story: Story,
  design: Design,
  styleOf: (item: TextItem) => ParagraphStyle,
): ReadonlySet<StoryItem> {
  const wanted = new Set(Object.values(design.styles).filter((style) => style.dropCap?.at === "first"));
  const found = new Set<StoryItem>();
  if (wanted.size === 0) return found;
  for (const section of story.sections) {
    for (const item of section) {
      if (item.kind !== "text" || item.block.text === "") continue;
      if (wanted.delete(styleOf(item))) found.add(item);
      if (wanted.size === 0) return found;
    }
  }
  return found;
}
