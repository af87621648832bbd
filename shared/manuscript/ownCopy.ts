/**
 * A document as the plain sequence of paragraphs that Word and HTML know, each under the name of what it is: the one
 * table that our writers of both and the reader of both share. Labels (a speaker's name, "Photo:") are words before
 * the text. Places and crops, styles by hand and boxes without text have no words and are not in it; a box's text, and
 * a list inside a sidebar, are a sidebar's paragraphs, its photos follow it.
 */
import type { Node } from "prosemirror-model";
import type { Speaker } from "../schema/attributes.ts";
import { CREDIT_ROLES, type CreditRole } from "../schema/interview.ts";
import { isPlainName } from "./writeMarkdown.ts";

/** "continued": the same question, quote, sidebar or group of pictures goes on. */
export const OWN_NAMES = [
  "kicker",
  "headline",
  "standfirst",
  ...CREDIT_ROLES.map((role): `credit-${CreditRole}` => `credit-${role}`),
  "intro",
  "question",
  "question-continued",
  "answer",
  "answer-continued",
  "crosshead",
  "bullet",
  "number",
  "pull-quote",
  "pull-quote-continued",
  "sidebar",
  "sidebar-continued",
  "sidebar-crosshead",
  "picture",
  "picture-continued",
  "caption",
  "group-caption",
  "photo-credit",
  "editor-note",
] as const;
export type OwnName = (typeof OWN_NAMES)[number];

/** Word's character style for a remark of the interviewer's. */
export const STAGE_NOTE = { id: "QuoinStageNote", name: "Quoin Stage Note" } as const;

/** What stands round a paragraph; the same object round several that belong together. */
export type Around = { readonly tag: string; readonly attributes: Readonly<Record<string, string>> };
export type OwnParagraph = {
  readonly name: OwnName;
  /** The text; null for a picture. */
  readonly node: Node | null;
  readonly label: string;
  readonly picture: { readonly file: string; readonly media: string | null; readonly alt: string } | null;
  /** Outermost first. */
  readonly around: readonly Around[];
};

/** A credit's label in brackets follows its name, any other label stands before its text. */
export function labelFollows({ name, label }: OwnParagraph): boolean {
  return label.startsWith("(") && (name.startsWith("credit-") || name === "photo-credit");
}

/** What a file of ours says of the whole document. */
export type OwnHead = { readonly lang: string; readonly speakers: readonly Speaker[] };

export function ownHead(doc: Node): OwnHead {
  return { lang: doc.attrs.lang as string, speakers: doc.attrs.speakers as readonly Speaker[] };
}

export function ownParagraphs(doc: Node): readonly OwnParagraph[] {
  const { speakers } = ownHead(doc);
  const found: OwnParagraph[] = [];
  const text = (name: OwnName, node: Node, around: readonly Around[], label = "") => {
    if (node.content.size > 0 || label !== "") found.push({ name, node, label, picture: null, around });
  };
  const within = (around: readonly Around[], tag: string, attributes: Record<string, string> = {}) => [
    ...around,
    { tag, attributes },
  ];

  function photo(node: Node, around: readonly Around[], continued: boolean): void {
    const { file, media, alt } = node.attrs as { file: string; media: string | null; alt: string };
    const figure = within(around, "figure");
    const name = continued ? "picture-continued" : "picture";
    found.push({ name, node: null, label: "", picture: { file, media, alt }, around: figure });
    const words = within(figure, "figcaption");
    for (const child of node.children) {
      if (child.type.name === "caption") text("caption", child, words);
      else text("photo-credit", child, words, labelOf(child));
    }
  }
  function aside(node: Node, around: readonly Around[]): void {
    const box = within(around, "aside");
    let opened = false;
    node.descendants((child) => {
      if (child.type.name === "photo") return false;
      if (child.isTextblock && child.content.size > 0) {
        const head = child.type.name === "crosshead";
        text(head ? "sidebar-crosshead" : opened ? "sidebar-continued" : "sidebar", child, box);
        opened = true;
      }
      return !child.isTextblock;
    });
    for (const child of node.children) if (child.type.name === "photo") photo(child, around, false);
  }
  function turn(node: Node, role: "question" | "answer"): void {
    const section = within([], "section", { "data-role": role });
    node.children.forEach((child, n) => {
      if (child.type.name !== "paragraph") visit(child, section);
      else if (n === 0) text(role, child, section, turnLabel(node, role, speakers));
      else text(`${role}-continued`, child, section);
    });
  }
  function visit(node: Node, around: readonly Around[]): void {
    switch (node.type.name) {
      case "kicker":
      case "headline":
      case "standfirst":
      case "intro":
      case "crosshead":
        text(node.type.name, node, around);
        break;
      case "editor_note":
        text("editor-note", node, around);
        break;
      case "credit":
        text(`credit-${node.attrs.role as CreditRole}`, node, around, labelOf(node));
        break;
      case "question":
      case "answer":
        turn(node, node.type.name);
        break;
      case "list": {
        const list = within(around, node.attrs.ordered ? "ol" : "ul");
        for (const item of node.children) text(node.attrs.ordered ? "number" : "bullet", item, list);
        break;
      }
      case "photo":
        photo(node, around, false);
        break;
      case "photo_group": {
        const group = within(around, "div");
        node.children.forEach((child, n) => {
          if (child.type.name === "photo") photo(child, group, n > 0);
          else text("group-caption", child, group);
        });
        break;
      }
      case "pull_quote": {
        const quote = within(around, "blockquote");
        let opened = false;
        for (const child of node.children) {
          if (child.content.size === 0) continue;
          text(opened ? "pull-quote-continued" : "pull-quote", child, quote);
          opened = true;
        }
        break;
      }
      case "sidebar":
      case "box":
        aside(node, around);
        break;
      default: {
        // The title block and the byline.
        const header = within(around, "header");
        for (const child of node.children) visit(child, header);
      }
    }
  }
  for (const node of doc.children) visit(node, []);
  return found;
}

const labelOf = (node: Node): string => (node.attrs.label as string).trim();

/** The name alone where it tells role and person; otherwise Q or A, with the speaker's id where there is one. */
function turnLabel(node: Node, role: "question" | "answer", speakers: readonly Speaker[]): string {
  const letter = role === "question" ? "Q" : "A";
  const speaker = speakers.find(({ id }) => id === node.attrs.speaker);
  if (!speaker) return `${letter}:`;
  const plain = speaker.part === (role === "question" ? "interviewer" : "interviewee");
  return plain && isPlainName(speaker.name, speakers) ? `${speaker.name}:` : `${letter} (${speaker.id}):`;
}
