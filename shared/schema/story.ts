/**
 * The door out of this room: a ProseMirror document read into a plain `Story` of blocks. Whatever has no typographic
 * effect is dropped (comments, ids inside a block's content), and equal blocks become the same object, so a comment,
 * an undo or a moved answer shapes nothing again. A block knows no absolute position; `locate` finds it at the end.
 */
import type { Mark, Node } from "prosemirror-model";
import type { Rendering } from "../color/converter.ts";
import type { DocPos, TextOffset } from "../units.ts";
import type { Place } from "../finding.ts";
import type { WordsStand } from "./photoFile.ts";
import type { Crop, Issue, PdfPage, Placement, Speaker } from "./attributes.ts";
import type { BreakBefore } from "./interview.ts";
import type { Voice } from "./signFile.ts";
import type { Role } from "./stylesheet.ts";
import { webAddress } from "./webAddress.ts";

export type { Role } from "./stylesheet.ts";

/** How a stretch of text differs from its paragraph's style. */
export type RunMarks = {
  readonly em: boolean;
  readonly strong: boolean;
  readonly smallCaps: boolean;
  readonly position: "normal" | "superscript" | "subscript";
  readonly noBreak: boolean;
  readonly stageNote: boolean;
  readonly lang: string | null;
  readonly href: string | null;
  readonly charStyle: string | null;
  /** By hand: tracking and kerning in 1/1000 em, scaling as a factor, baseline shift in points. */
  readonly adjust: {
    readonly tracking: number;
    readonly kerning: number;
    readonly scaling: number;
    readonly baseline: number;
  } | null;
};
export const PLAIN: RunMarks = {
  em: false,
  strong: false,
  smallCaps: false,
  position: "normal",
  noBreak: false,
  stageNote: false,
  lang: null,
  href: null,
  charStyle: null,
  adjust: null,
};

export type TextRun = { readonly from: TextOffset; readonly to: TextOffset; readonly marks: RunMarks };

/** What stands before a block's text: a turn's sign, a list's bullet or number, the source's own words ("Ảnh:"). */
export type Lead =
  | { readonly kind: "question" | "answer"; readonly speaker?: Voice }
  | { readonly kind: "bullet" }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "label"; readonly text: string };

/** One paragraph's content. Equal content is the same object; where it stands is not part of it. */
export type Block = {
  readonly role: Role;
  /** A forced line break is U+2028. Offsets equal ProseMirror's inside the textblock. */
  readonly text: string;
  /** Cover the text without gap or overlap; empty for empty text. */
  readonly runs: readonly TextRun[];
  readonly lang: string;
  /** Set by hand on this paragraph instead of its role's style. */
  readonly style: string | null;
  readonly lead: Lead | null;
};

export type TextItem = {
  readonly kind: "text";
  readonly id: string;
  readonly block: Block;
  /** Counted from 1 over questions and answers; null outside turns. */
  readonly turn: number | null;
  readonly speaker: string | null;
  /** First paragraph of its question, answer, quote or sidebar: set flush, carries the sign. */
  readonly opens: boolean;
  /** Last paragraph of it. */
  readonly closes: boolean;
  readonly breakBefore: BreakBefore;
};
export type PhotoItem = {
  readonly kind: "photo";
  readonly id: string;
  readonly file: string;
  readonly media: string | null;
  readonly alt: string;
  readonly crop: Crop | null;
  readonly focus: Crop | null;
  readonly placement: Placement;
  /** Which page of a PDF; null for its first, and for every other picture. */
  readonly pdf: PdfPage | null;
  /** Null: as the design brings pictures to ink. */
  readonly rendering: Rendering | null;
  /** Where its words stand; null: where the design has them. */
  readonly stands: WordsStand | null;
  readonly caption: TextItem | null;
  readonly credit: TextItem | null;
  /** The block it stands after in the story; null at the very start. */
  readonly after: string | null;
  readonly breakBefore: BreakBefore;
};
/** What stands on the page as one piece: a quote, a sidebar, a box, or pictures in a row under one key caption. */
export type GroupItem = {
  readonly kind: "quote" | "sidebar" | "box" | "photos";
  readonly id: string;
  readonly items: readonly (TextItem | PhotoItem)[];
  readonly placement: Placement;
  readonly breakBefore: BreakBefore;
  /** The words a pull quote repeats; null for everything else, and while they are unknown. */
  readonly source: QuoteSource | null;
  /** What a box is for, and its picture; null for everything else. */
  readonly box: { readonly use: BoxUse; readonly media: string | null; readonly pdf: PdfPage | null } | null;
};
export type BoxUse = "advertisement" | "logo" | "rule" | "tint" | "text";
export type QuoteSource = {
  readonly block: string;
  readonly from: TextOffset;
  readonly to: TextOffset;
  readonly words: string;
};
export type StoryItem = TextItem | PhotoItem | GroupItem;

function boxOf({ kind, media, pdf }: Node["attrs"]): NonNullable<GroupItem["box"]> {
  return { use: kind as BoxUse, media: media as string | null, pdf: pdf as PdfPage | null };
}

/** A line of the byline; `after` are the source's words that follow the name: "(THỰC HIỆN)". */
export type Credit = { readonly item: TextItem; readonly after: string };

export type Story = {
  readonly lang: string;
  readonly issue: Issue;
  readonly speakers: readonly Speaker[];
  readonly kicker: TextItem | null;
  readonly headline: TextItem;
  readonly standfirst: TextItem | null;
  readonly byline: readonly Credit[];
  /** What runs through the columns: the items of each top-level node; an unchanged node's are the same array. */
  readonly sections: readonly (readonly StoryItem[])[];
};

/** All that runs through the columns, in order. */
export function flowOf(story: Story): readonly StoryItem[] {
  return story.sections.flat();
}

type Context = {
  readonly role: Role;
  readonly turn: number | null;
  readonly speaker: string | null;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly lead: Lead | null;
};
const NO_TURN = { turn: null, speaker: null, opens: true, closes: true, lead: null };

/**
 * A reader with memory: blocks whose content came before, in this document or an earlier state of it, are returned as
 * the same objects, and so are items whose node and surroundings did not change.
 */
export function storyReader(): (doc: Node) => Story {
  let interned = new Map<string, Block>();
  let kept = new WeakMap<Node, { readonly key: string; readonly item: TextItem }[]>();
  let sections = new WeakMap<Node, Section>();
  let lang = "";
  let speakers: readonly Speaker[] = [];

  function blockOf(node: Node, context: Context): Block {
    const runs: TextRun[] = [];
    let text = "";
    node.forEach((child) => {
      const from = text.length;
      text += child.isText ? (child.text ?? "") : "\u2028";
      const marks = marksOf(child.marks);
      const before = runs[runs.length - 1];
      if (before && sameMarks(before.marks, marks)) {
        runs[runs.length - 1] = { ...before, to: text.length as TextOffset };
      } else {
        runs.push({ from: from as TextOffset, to: text.length as TextOffset, marks });
      }
    });
    const block: Block = {
      role: context.role,
      text,
      runs,
      lang,
      style: node.attrs.style as string | null,
      lead: context.lead,
    };
    const key = JSON.stringify(block);
    const known = interned.get(key);
    if (known) return known;
    if (interned.size > 50_000) interned = new Map();
    interned.set(key, block);
    return block;
  }

  function textItem(node: Node, context: Context): TextItem {
    const key = `${context.role} ${context.turn} ${context.speaker} ${context.opens} ${context.closes} ${leadKey(context.lead)}`;
    const list = kept.get(node) ?? [];
    const known = list.find((entry) => entry.key === key);
    if (known) return known.item;
    const item: TextItem = {
      kind: "text",
      id: node.attrs.id as string,
      block: blockOf(node, context),
      turn: context.turn,
      speaker: context.speaker,
      opens: context.opens,
      closes: context.closes,
      breakBefore: (node.attrs.break_before as BreakBefore | undefined) ?? "none",
    };
    list.push({ key, item });
    kept.set(node, list);
    return item;
  }

  function photoItem(node: Node, after: string | null): PhotoItem {
    let caption: TextItem | null = null;
    let credit: TextItem | null = null;
    node.forEach((child) => {
      if (child.type.name === "caption") caption = textItem(child, { ...NO_TURN, role: "caption" });
      else credit = textItem(child, { ...NO_TURN, role: "photo_credit", lead: labelBefore(child) });
    });
    const a = node.attrs;
    return {
      kind: "photo",
      id: a.id as string,
      file: a.file as string,
      media: a.media as string | null,
      alt: a.alt as string,
      crop: a.crop as Crop | null,
      focus: a.focus as Crop | null,
      placement: a.placement as Placement,
      pdf: a.pdf as PdfPage | null,
      rendering: a.rendering as Rendering | null,
      stands: a.stands as WordsStand | null,
      caption,
      credit,
      after,
      breakBefore: a.break_before as BreakBefore,
    };
  }

  function listItems(list: Node, context: Omit<Context, "lead">): TextItem[] {
    const out: TextItem[] = [];
    list.forEach((child, _offset, index) => {
      const lead: Lead = list.attrs.ordered ? { kind: "number", value: index + 1 } : { kind: "bullet" };
      out.push(textItem(child, { ...context, role: "list_item", lead }));
    });
    return out;
  }

  function groupOf(node: Node, kind: GroupItem["kind"], role: Role): GroupItem {
    const items: (TextItem | PhotoItem)[] = [];
    const last = node.childCount - 1;
    node.forEach((child, _offset, index) => {
      const ends = { turn: null, speaker: null, opens: index === 0, closes: index === last };
      const name = child.type.name;
      if (name === "photo") items.push(photoItem(child, null));
      else if (name === "list") items.push(...listItems(child, { ...ends, role: "list_item" }));
      else items.push(textItem(child, { ...ends, role: name === "crosshead" ? "crosshead" : role, lead: null }));
    });
    return {
      kind,
      id: node.attrs.id as string,
      items,
      placement: node.attrs.placement as Placement,
      breakBefore: node.attrs.break_before as BreakBefore,
      source: kind === "quote" ? (node.attrs.source as QuoteSource | null) : null,
      box: kind === "box" ? boxOf(node.attrs) : null,
    };
  }

  return (doc) => {
    if (lang !== doc.attrs.lang || speakers !== doc.attrs.speakers) {
      lang = doc.attrs.lang as string;
      speakers = doc.attrs.speakers as readonly Speaker[];
      kept = new WeakMap();
      sections = new WeakMap();
    }
    let kicker: TextItem | null = null;
    let headline: TextItem | null = null;
    let standfirst: TextItem | null = null;
    const byline: Credit[] = [];
    let flow: StoryItem[] = [];
    const parts: (readonly StoryItem[])[] = [];
    let turn = 0;
    let after: string | null = null;
    const push = (item: StoryItem) => {
      flow.push(item);
      if (item.kind === "text") after = item.id;
    };

    /** Ids of the speakers who have had a turn so far, each followed by a bar. */
    let heard = "|";
    function turnLead(kind: "question" | "answer", id: string | null): Lead {
      const order = speakers.findIndex((one) => one.id === id);
      const said = speakers[order];
      if (!said) return { kind };
      const first = !heard.includes(`|${said.id}|`);
      if (first) heard += `${said.id}|`;
      return { kind, speaker: { name: said.name, initials: said.initials, order, first } };
    }
    function turnOf(node: Node, role: "question" | "answer"): void {
      turn += 1;
      const speaker = node.attrs.speaker as string | null;
      const last = lastText(node);
      node.forEach((child, _offset, index) => {
        const name = child.type.name;
        const opens = index === 0;
        const closes = index === last;
        const breakBefore = opens ? (node.attrs.break_before as BreakBefore) : "none";
        if (name === "paragraph") {
          const item = textItem(child, {
            role,
            turn,
            speaker,
            opens,
            closes,
            lead: opens ? turnLead(role, speaker) : null,
          });
          push(breakBefore === "none" ? item : { ...item, breakBefore });
        } else if (name === "list") {
          for (const item of listItems(child, { role: "list_item", turn, speaker, opens, closes })) push(item);
        } else if (name === "crosshead") push(textItem(child, { ...NO_TURN, role: "crosshead", turn, speaker }));
        else if (name === "photo") push(photoItem(child, after));
        else if (name === "photo_group") push(groupOf(child, "photos", "caption"));
        else if (name === "pull_quote") push(groupOf(child, "quote", "pull_quote"));
      });
    }

    const readNode = (node: Node) => {
      switch (node.type.name) {
        case "title_block":
          node.forEach((child) => {
            const role = child.type.name as "kicker" | "headline" | "standfirst";
            const item = textItem(child, { ...NO_TURN, role });
            if (role === "kicker") kicker = item;
            else if (role === "headline") headline = item;
            else standfirst = item;
          });
          break;
        case "byline":
          node.forEach((child) => {
            byline.push({
              item: textItem(child, { ...NO_TURN, role: "credit", lead: labelBefore(child) }),
              after: labelAfter(child),
            });
          });
          break;
        case "question":
        case "answer":
          turnOf(node, node.type.name);
          break;
        case "photo":
          push(photoItem(node, after));
          break;
        case "photo_group":
          push(groupOf(node, "photos", "caption"));
          break;
        case "pull_quote":
          push(groupOf(node, "quote", "pull_quote"));
          break;
        case "sidebar":
          push(groupOf(node, "sidebar", "sidebar"));
          break;
        case "box":
          push(groupOf(node, "box", "box"));
          break;
        case "intro":
        case "crosshead":
        case "editor_note":
          push(textItem(node, { ...NO_TURN, role: node.type.name }));
          break;
        default:
          throw new RangeError(`an interview holds no ${node.type.name}`);
      }
    };
    doc.forEach((node) => {
      const known = sections.get(node);
      if (known && known.turnBefore === turn && known.afterBefore === after && known.heardBefore === heard) {
        parts.push(known.items);
        turn = known.turn;
        after = known.after;
        heard = known.heard;
        return;
      }
      const turnBefore = turn;
      const afterBefore = after;
      const heardBefore = heard;
      flow = [];
      readNode(node);
      // The title and the byline give no items of the flow; they are read anew, which is next to nothing.
      if (flow.length === 0) return;
      sections.set(node, { turnBefore, afterBefore, heardBefore, items: flow, turn, after, heard });
      parts.push(flow);
    });
    if (!headline) throw new RangeError("a title block has no headline");
    return {
      lang,
      issue: doc.attrs.issue as Issue,
      speakers: doc.attrs.speakers as readonly Speaker[],
      kicker,
      headline,
      standfirst,
      byline,
      sections: parts,
    };
  };
}

/** What a turn, picture or other top-level node gave when it stood after these. */
type Section = {
  readonly turnBefore: number;
  readonly afterBefore: string | null;
  readonly heardBefore: string;
  readonly items: readonly StoryItem[];
  readonly turn: number;
  readonly after: string | null;
  readonly heard: string;
};

/** A label in brackets follows its name, any other stands before it. */
function labelBefore(node: Node): Lead | null {
  const label = (node.attrs.label as string).trim();
  return label === "" || label.startsWith("(") ? null : { kind: "label", text: label };
}
function labelAfter(node: Node): string {
  const label = (node.attrs.label as string).trim();
  return label.startsWith("(") ? label : "";
}

function lastText(turn: Node): number {
  let last = 0;
  turn.forEach((child, _offset, index) => {
    if (child.type.name === "paragraph" || child.type.name === "list") last = index;
  });
  return last;
}

function leadKey(lead: Lead | null): string {
  return lead === null ? "" : JSON.stringify(lead);
}

function marksOf(marks: readonly Mark[]): RunMarks {
  if (marks.length === 0) return PLAIN;
  const has = (name: string) => marks.find((mark) => mark.type.name === name);
  const adjust = has("adjust")?.attrs as RunMarks["adjust"] | undefined;
  const read: RunMarks = {
    em: !!has("em"),
    strong: !!has("strong"),
    smallCaps: !!has("small_caps"),
    position: has("superscript") ? "superscript" : has("subscript") ? "subscript" : "normal",
    noBreak: !!has("no_break"),
    stageNote: !!has("stage_note"),
    lang: (has("lang")?.attrs.lang as string | undefined) ?? null,
    href: webAddress((has("link")?.attrs.href as string | undefined) ?? null),
    charStyle: (has("char_style")?.attrs.name as string | undefined) ?? null,
    adjust: adjust ? { ...adjust } : null,
  };
  return sameMarks(read, PLAIN) ? PLAIN : read;
}

function sameMarks(a: RunMarks, b: RunMarks): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

const places = new WeakMap<Node, ReadonlyMap<string, DocPos>>();
/** Where each block of a document begins: the position before its node. Kept as long as the document is. */
function positions(doc: Node): ReadonlyMap<string, DocPos> {
  const known = places.get(doc);
  if (known) return known;
  const found = new Map<string, DocPos>();
  doc.descendants((node, pos) => {
    const id = node.attrs.id as string | undefined;
    if (id) found.set(id, pos as DocPos);
    return !node.isTextblock;
  });
  places.set(doc, found);
  return found;
}

/** Document positions of a place, or null when its block is gone or shorter than the place says. */
export function locate(doc: Node, place: Place): { readonly from: DocPos; readonly to: DocPos } | null {
  const start = positions(doc).get(place[0]);
  if (start === undefined) return null;
  const node = doc.nodeAt(start);
  if (!node || place[2] > node.content.size || place[1] > place[2]) return null;
  return { from: (start + 1 + place[1]) as DocPos, to: (start + 1 + place[2]) as DocPos };
}

/** The place of a document position inside a text block, or null outside one. */
export function placeOf(doc: Node, pos: number): Place | null {
  const at = doc.resolve(pos);
  if (!at.parent.isTextblock) return null;
  const offset = at.parentOffset as TextOffset;
  return [at.parent.attrs.id as string, offset, offset];
}
