/**
 * The document: ProseMirror nodes that know a question from an answer. Everything a person can change stands here
 * (text, pictures' places, design), so there is one undo history and one journal.
 *
 * `toDOM` gives plain arrays, so this file needs no DOM; the parse rules live with the editor. Container nodes allow
 * all marks because a suggestion to delete a whole answer marks the answer itself.
 */
import {
  Schema,
  type AttributeSpec,
  type DOMOutputSpec,
  type MarkSpec,
  type Node,
  type NodeSpec,
} from "prosemirror-model";
import {
  checkPdfPage,
  checkPlacement,
  checkCrop,
  checkDesign,
  checkIssue,
  checkRendering,
  checkRights,
  checkSpeakers,
  checkStands,
  type Placement,
} from "./attributes.ts";
import { webAddress } from "./webAddress.ts";

const BREAKS = ["none", "column", "page"] as const;
export type BreakBefore = (typeof BREAKS)[number];

export const CREDIT_ROLES = [
  "interview",
  "words",
  "photography",
  "translation",
  "illustration",
  "editing",
  "production",
  "other",
] as const;
export type CreditRole = (typeof CREDIT_ROLES)[number];

function oneOf(allowed: readonly string[]) {
  return (value: unknown) => {
    if (typeof value !== "string" || !allowed.includes(value)) {
      throw new RangeError(`expected one of ${allowed.join(", ")}, found ${JSON.stringify(value)}`);
    }
  };
}

const AUTO: Placement = { kind: "auto" };
const text = (value = ""): AttributeSpec => ({ default: value, validate: "string" });
const optionalText: AttributeSpec = { default: null, validate: "string|null" };
/** Every block has an id, unique in its document and counted, never random; the empty id means "not yet given". */
const id: AttributeSpec = text();
const blockAttrs = {
  id,
  style: optionalText,
  break_before: { default: "none", validate: oneOf(BREAKS) },
} satisfies Record<string, AttributeSpec>;

/** Inside a rendered element the id and role stand as data attributes, so that a copy pasted back keeps its roles. */
function element(tag: string, attributes: (node: Node) => Record<string, string | null> = () => ({})) {
  return (node: Node): DOMOutputSpec => [
    tag,
    { "data-role": node.type.name, "data-id": String(node.attrs.id ?? ""), ...attributes(node) },
    0,
  ];
}
const speakerAttribute = (node: Node) => ({ "data-speaker": node.attrs.speaker as string | null });

const nodes = {
  interview: {
    content: "title_block byline? block*",
    marks: "_",
    attrs: {
      lang: { default: "en", validate: "string" },
      design: { default: { template: "bulletin", overrides: {} }, validate: checkDesign },
      issue: { default: { title: "", number: "", date: "", firstFolio: 1 }, validate: checkIssue },
      speakers: { default: [], validate: checkSpeakers },
    },
    toDOM: () => ["article", 0],
  },
  title_block: {
    content: "kicker? headline standfirst?",
    marks: "_",
    defining: true,
    isolating: true,
    attrs: blockAttrs,
    toDOM: element("header"),
  },
  kicker: { content: "inline*", defining: true, attrs: blockAttrs, toDOM: element("p") },
  headline: { content: "inline*", defining: true, attrs: blockAttrs, toDOM: element("h1") },
  standfirst: { content: "inline*", defining: true, attrs: blockAttrs, toDOM: element("p") },
  byline: { content: "credit+", marks: "_", defining: true, isolating: true, attrs: blockAttrs, toDOM: element("div") },
  /** `label` holds the words that said the role, as typed: "(THỰC HIỆN)". */
  credit: {
    content: "inline*",
    defining: true,
    attrs: { ...blockAttrs, role: { default: "interview", validate: oneOf(CREDIT_ROLES) }, label: text() },
    toDOM: element("p", (node) => ({
      "data-credit-role": node.attrs.role as string,
      "data-label": node.attrs.label as string,
    })),
  },
  question: {
    content: "paragraph+",
    group: "block",
    marks: "_",
    defining: true,
    attrs: { ...blockAttrs, speaker: optionalText },
    toDOM: element("section", speakerAttribute),
  },
  answer: {
    content: "paragraph (paragraph | list | crosshead | photo | photo_group | pull_quote)*",
    group: "block",
    marks: "_",
    defining: true,
    attrs: { ...blockAttrs, speaker: optionalText },
    toDOM: element("section", speakerAttribute),
  },
  photo: {
    content: "caption? photo_credit?",
    group: "block",
    marks: "_",
    draggable: true,
    isolating: true,
    attrs: {
      ...blockAttrs,
      file: text(),
      media: optionalText,
      alt: text(),
      crop: { default: null, validate: checkCrop },
      focus: { default: null, validate: checkCrop },
      placement: { default: AUTO, validate: checkPlacement },
      rights: { default: null, validate: checkRights },
      rendering: { default: null, validate: checkRendering },
      stands: { default: null, validate: checkStands },
      pdf: { default: null, validate: checkPdfPage },
    },
    toDOM: element("figure", (node) => ({
      "data-file": node.attrs.file as string,
      "data-media": node.attrs.media as string | null,
      "data-alt": node.attrs.alt as string,
    })),
  },
  caption: { content: "inline*", defining: true, attrs: blockAttrs, toDOM: element("figcaption") },
  /** `label` holds the source's words before the name: "Ảnh:". */
  photo_credit: {
    content: "inline*",
    defining: true,
    attrs: { ...blockAttrs, label: text() },
    toDOM: element("p", (node) => ({ "data-label": node.attrs.label as string })),
  },
  photo_group: {
    content: "photo{2,} caption?",
    group: "block",
    marks: "_",
    isolating: true,
    attrs: { ...blockAttrs, placement: { default: AUTO, validate: checkPlacement } },
    toDOM: element("div"),
  },
  /** `source` is the place it quotes: block id, from, to, the words; null while unknown. */
  pull_quote: {
    content: "paragraph+",
    group: "block",
    marks: "_",
    defining: true,
    attrs: {
      ...blockAttrs,
      source: {
        default: null,
        validate: (value: unknown) => {
          if (value === null) return;
          const v = value as { block?: unknown; from?: unknown; to?: unknown; words?: unknown };
          if (
            typeof v !== "object" ||
            typeof v.block !== "string" ||
            !Number.isInteger(v.from) ||
            !Number.isInteger(v.to) ||
            typeof v.words !== "string"
          ) {
            throw new RangeError(`expected { block, from, to, words }, found ${JSON.stringify(value)}`);
          }
        },
      },
      placement: { default: AUTO, validate: checkPlacement },
    },
    toDOM: element("blockquote"),
  },
  sidebar: {
    content: "crosshead? (paragraph | list | photo)+",
    group: "block",
    marks: "_",
    defining: true,
    isolating: true,
    attrs: { ...blockAttrs, placement: { default: AUTO, validate: checkPlacement } },
    toDOM: element("aside"),
  },
  box: {
    content: "paragraph*",
    group: "block",
    marks: "_",
    isolating: true,
    attrs: {
      ...blockAttrs,
      kind: { default: "text", validate: oneOf(["advertisement", "logo", "rule", "tint", "text"]) },
      media: optionalText,
      pdf: { default: null, validate: checkPdfPage },
      placement: { default: AUTO, validate: checkPlacement },
    },
    toDOM: element("aside"),
  },
  intro: { content: "inline*", group: "block", defining: true, attrs: blockAttrs, toDOM: element("p") },
  crosshead: { content: "inline*", group: "block", defining: true, attrs: blockAttrs, toDOM: element("h3") },
  editor_note: { content: "inline*", group: "block", defining: true, attrs: blockAttrs, toDOM: element("p") },
  paragraph: { content: "inline*", attrs: blockAttrs, toDOM: element("p") },
  list: {
    content: "list_item+",
    marks: "_",
    attrs: { ...blockAttrs, ordered: { default: false, validate: "boolean" } },
    toDOM: (node) => [node.attrs.ordered ? "ol" : "ul", { "data-role": "list", "data-id": node.attrs.id as string }, 0],
  },
  list_item: { content: "inline*", defining: true, attrs: blockAttrs, toDOM: element("li") },
  text: { group: "inline" },
  /** One position wide, and one character (U+2028) in a block's text. */
  line_break: {
    group: "inline",
    inline: true,
    selectable: false,
    leafText: () => "\u2028",
    toDOM: () => ["br"],
  },
} satisfies Record<string, NodeSpec>;

const plain = (tag: string): MarkSpec => ({ toDOM: () => [tag, 0] });
const spanMark = (name: string, attributes: readonly string[] = []): MarkSpec => ({
  toDOM: (mark) => [
    "span",
    { "data-mark": name, ...Object.fromEntries(attributes.map((a) => [`data-${a}`, String(mark.attrs[a] ?? "")])) },
    0,
  ],
});
const proofAttrs = { id: text(), author: text(), time: text() } satisfies Record<string, AttributeSpec>;
const number = (value: number): AttributeSpec => ({ default: value, validate: "number" });

const marks = {
  em: plain("em"),
  strong: plain("strong"),
  small_caps: spanMark("small_caps"),
  superscript: { ...plain("sup"), excludes: "superscript subscript" },
  subscript: { ...plain("sub"), excludes: "superscript subscript" },
  link: {
    attrs: { href: { validate: "string" } },
    inclusive: false,
    toDOM: (mark) => {
      const href = webAddress(mark.attrs.href as string);
      return ["a", href === null ? { "data-href": mark.attrs.href as string } : { href, rel: "noreferrer" }, 0];
    },
  },
  lang: { attrs: { lang: { validate: "string" } }, toDOM: (mark) => ["span", { lang: mark.attrs.lang as string }, 0] },
  no_break: spanMark("no_break"),
  stage_note: spanMark("stage_note"),
  char_style: { attrs: { name: { validate: "string" } }, ...spanMark("char_style", ["name"]) },
  /** By hand: tracking and kerning in 1/1000 em, scaling as a factor, baseline shift in points (up is positive). */
  adjust: {
    attrs: { tracking: number(0), kerning: number(0), scaling: number(1), baseline: number(0) },
    ...spanMark("adjust", ["tracking", "kerning", "scaling", "baseline"]),
  },
  comment: { attrs: { ...proofAttrs }, excludes: "", inclusive: false, ...spanMark("comment", ["id"]) },
  insertion: { attrs: { ...proofAttrs }, toDOM: () => ["ins", 0] },
  deletion: { attrs: { ...proofAttrs }, toDOM: () => ["del", 0] },
} satisfies Record<string, MarkSpec>;

export type NodeName = keyof typeof nodes;
export type MarkName = keyof typeof marks;

export const schema: Schema<NodeName, MarkName> = new Schema({ nodes, marks, topNode: "interview" });
