/**
 * Markdown that `writeMarkdown.ts` wrote, perhaps changed by hand since, back to an interview. Nothing is guessed: its
 * notation states every role, so no search runs and every confidence is 1. Plain paragraphs go on the turn they stand
 * in; before the first turn they are introduction.
 */
import type { Speaker } from "../schema/attributes.ts";
import { CREDIT_ROLES, type CreditRole } from "../schema/interview.ts";
import { assemble, type Imported, type Part, statedPart } from "./assemble.ts";
import type { ReadRole } from "./evidence.ts";
import { inlineLines, markdown, type Token } from "./readMarkdown.ts";
import { sliceSpans, tidySpans, trimSpans, type SourceImage, type SourceSpan } from "./source.ts";
import { isPlainName } from "./writeMarkdown.ts";

const OWN = /^---\r?\nquoin: interview\r?\n([\s\S]*?)---[ \t]*(?:\r?\n|$)/;

export const isOwnMarkdown = (text: string): boolean => OWN.test(text);

type Head = { readonly lang: string; readonly speakers: Speaker[] };

function readHead(block: string): Head {
  let lang = "en";
  const speakers: Speaker[] = [];
  const words = (value: string): string => {
    try {
      const read: unknown = JSON.parse(value);
      return typeof read === "string" ? read : value;
    } catch {
      return value.trim();
    }
  };
  for (const line of block.split(/\r?\n/)) {
    const key = /^lang:\s*(.+)$/.exec(line);
    if (key) lang = words(key[1] as string) || "en";
    const speaker = /^\s+-\s+(.+)$/.exec(line);
    if (!speaker) continue;
    const [id = "", part = "", name = "", initials = ""] = words(speaker[1] as string)
      .split("|")
      .map((word) => word.trim());
    if (id === "" || speakers.some((known) => known.id === id)) continue;
    speakers.push({ id, name, initials, part: part === "interviewer" ? "interviewer" : "interviewee" });
  }
  return { lang, speakers };
}

type Paragraph = {
  readonly spans: SourceSpan[];
  readonly first: number;
  readonly last: number;
  readonly image: SourceImage | null;
  /** As it stands in the file: a sign with a backslash before it is no sign. */
  readonly raw: string;
  /** "note" of `{.note}`, "@interview"; it is off the spans. */
  readonly named: string;
};
const NAMED = /^(?:\{\.([a-z]+)\}|(@[a-z]+)(?=\s))\s*/;

/** Throws nothing: what it does not know as notation is a paragraph. `lang` overrides the file's own. */
export function importOwnMarkdown(text: string, options: { readonly lang?: string } = {}): Imported {
  const front = OWN.exec(text);
  const { lang, speakers } = readHead(front?.[1] ?? "");
  const headLines = (front?.[0] ?? "").split("\n").length - 1;
  const body = "\n".repeat(headLines) + text.slice(front?.[0].length ?? 0);
  const rawLines = body.split("\n");
  const parts: Part[] = [];
  let zone: Part["zone"] = "head";
  let heading = 0;
  let quotes = 0;
  let sidebar = false;
  let standfirst = false;
  let quoted = false;
  let list: { ordered: boolean } | null = null;
  let turnSpeaker: string | null = null;

  const add = (role: ReadRole, from: Paragraph, spans: readonly SourceSpan[], more: Partial<Part> = {}): void => {
    parts.push(statedPart(role, zone, spans, from.first, from.last, more));
  };
  const readParagraph = (paragraph: Paragraph): void => {
    const { spans, raw } = paragraph;
    if (heading > 0) {
      if (heading === 1 && zone === "head") add("headline", paragraph, spans);
      else if (heading === 2 && zone === "head") add("kicker", paragraph, spans);
      else if (sidebar) add("sidebar", paragraph, spans, { label: "crosshead", beneath: true });
      else add("crosshead", paragraph, spans);
      return;
    }
    switch (paragraph.named) {
      case "intro":
        add("intro", paragraph, spans);
        zone = zone === "head" ? "head" : "tail";
        return;
      case "note":
        add("editorNote", paragraph, spans);
        return;
      case "sidebar":
        sidebar = true;
        return;
    }
    if (quotes > 0) {
      if (sidebar) add("sidebar", paragraph, spans, { beneath: parts[parts.length - 1]?.role === "sidebar" });
      else if (zone === "head" && !standfirst && paragraph.named !== "quote") {
        standfirst = true;
        add("standfirst", paragraph, spans);
      } else {
        add("pullQuote", paragraph, spans, { beneath: quoted });
        quoted = true;
      }
      return;
    }
    if (list) {
      add("listItem", paragraph, spans, { ordered: list.ordered, speaker: turnSpeaker });
      return;
    }
    if (paragraph.named.startsWith("@")) {
      const role: CreditRole = CREDIT_ROLES.find((known) => known === paragraph.named.slice(1)) ?? "other";
      add("credit", paragraph, spans, { creditRole: role, ...boldLabel(spans) });
      return;
    }
    const turn = raw.startsWith("**") ? turnOf(spans, speakers) : null;
    if (turn) {
      zone = turn.role;
      turnSpeaker = turn.speaker;
      add(turn.role, paragraph, turn.spans, { speaker: turn.speaker, label: turn.label });
      return;
    }
    if (zone === "question") add("questionMore", paragraph, spans, { speaker: turnSpeaker });
    else if (zone === "answer") add("answerMore", paragraph, spans, { speaker: turnSpeaker });
    else add("intro", paragraph, spans);
  };

  for (const token of markdown.parse(body, {})) {
    switch (token.type) {
      case "heading_open":
        heading = Number(token.tag.slice(1));
        break;
      case "heading_close":
        heading = 0;
        break;
      case "blockquote_open":
        quotes += 1;
        quoted = false;
        break;
      case "blockquote_close":
        quotes -= 1;
        if (quotes === 0) sidebar = false;
        break;
      case "bullet_list_open":
      case "ordered_list_open":
        list = { ordered: token.type === "ordered_list_open" };
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        list = null;
        break;
      case "html_block":
      case "fence":
      case "inline": {
        const first = (token.map?.[0] ?? 0) + 1;
        const paragraphs =
          token.type === "inline" ? paragraphsOf(token, first, rawLines) : [plainParagraph(token, first)];
        if (paragraphs.some((paragraph) => paragraph.image)) readPhotos(paragraphs, add);
        else for (const paragraph of joined(paragraphs)) readParagraph(paragraph);
        break;
      }
    }
  }
  return assemble(parts, {
    lang: options.lang ?? lang,
    speakers,
    vocabulary: { words: new Set(), hyphened: new Set() },
    doubts: () => [],
  });
}

const plainParagraph = (token: Token, first: number): Paragraph => ({
  spans: [
    {
      text: token.content
        .replace(/<[^>]*>/g, "")
        .replace(/\s+/g, " ")
        .trim(),
      marks: [],
    },
  ],
  first,
  last: first,
  image: null,
  raw: token.content,
  named: "",
});

/** The lines of one Markdown paragraph; `<br>` is a line break inside one of them. */
function paragraphsOf(token: Token, first: number, rawLines: readonly string[]): Paragraph[] {
  const read: Paragraph[] = [];
  for (const line of inlineLines(token, first, 0, {}, true)) {
    const last = read[read.length - 1];
    if (line.parting === "hard" && last && !last.image && !line.hints.image) {
      read[read.length - 1] = {
        ...last,
        spans: tidySpans([...last.spans, { text: "\u2028", marks: [] }, ...line.spans]),
        last: line.number,
      };
    } else {
      const raw = (rawLines[line.number - 1] ?? "").replace(/^[\s>]*(?:(?:[-+*]|\d+[.)])\s+)?/, "");
      const named = line.hints.image ? null : NAMED.exec(raw);
      read.push({
        spans: named ? sliceSpans(line.spans, named[0].length) : [...line.spans],
        first: line.number,
        last: line.number,
        image: line.hints.image ?? null,
        raw,
        named: named?.[1] ?? named?.[2] ?? "",
      });
    }
  }
  return read;
}

/** Lines one beneath the other are one paragraph, but for those that open with a class. */
function joined(paragraphs: readonly Paragraph[]): Paragraph[] {
  const whole: Paragraph[] = [];
  for (const paragraph of paragraphs) {
    const last = whole[whole.length - 1];
    const opens = paragraph.named !== "" || paragraph.image !== null || last?.image || last?.named === "sidebar";
    if (last && !opens) {
      whole[whole.length - 1] = {
        ...last,
        spans: tidySpans([...last.spans, { text: " ", marks: [] }, ...paragraph.spans]),
        last: paragraph.last,
      };
    } else whole.push(paragraph);
  }
  return whole;
}

type Add = (role: ReadRole, from: Paragraph, spans: readonly SourceSpan[], more?: Partial<Part>) => void;

/** A paragraph with pictures: each with its caption and credit beneath; several are one group. */
function readPhotos(paragraphs: readonly Paragraph[], add: Add): void {
  let photos = 0;
  for (const paragraph of joined(paragraphs)) {
    if (paragraph.image) {
      const grouped = photos > 0;
      add("image", paragraph, [], { image: { ...paragraph.image, altOnly: true }, grouped, beneath: grouped });
      photos += 1;
    } else if (paragraph.named === "credit") {
      add("photoCredit", paragraph, paragraph.spans, { beneath: true, ...boldLabel(paragraph.spans) });
    } else {
      // Words beneath a picture without a class are its caption.
      add("caption", paragraph, paragraph.spans, { beneath: true, grouped: paragraph.named === "group" });
    }
  }
}

/** "**Ảnh:** PHƯƠNG NAM": label and name. */
export function boldLabel(spans: readonly SourceSpan[]): { readonly spans: SourceSpan[]; readonly label: string } {
  const [first, ...rest] = trimSpans(spans);
  if (!first || rest.length === 0 || first.marks.length !== 1 || first.marks[0]?.kind !== "strong")
    return { spans: trimSpans(spans), label: "" };
  return { spans: trimSpans(rest), label: first.text.trim() };
}

/** "**Name:** words", "**Q:** words", "**A (s2):** words". */
export function turnOf(
  spans: readonly SourceSpan[],
  speakers: readonly Speaker[],
): {
  readonly role: "question" | "answer";
  readonly speaker: string | null;
  readonly label: string;
  readonly spans: SourceSpan[];
} | null {
  const [first, ...rest] = spans;
  if (!first || first.marks[0]?.kind !== "strong" || !first.text.trimEnd().endsWith(":")) return null;
  const words = first.text.trimEnd().slice(0, -1);
  const label = first.text.trim();
  const letter = /^([QA])(?: \((.+)\))?$/.exec(words);
  if (letter) {
    const speaker = letter[2] && speakers.some(({ id }) => id === letter[2]) ? letter[2] : null;
    return { role: letter[1] === "Q" ? "question" : "answer", speaker, label, spans: rest };
  }
  const named = speakers.find(({ name }) => name === words && isPlainName(name, speakers));
  return named
    ? { role: named.part === "interviewer" ? "question" : "answer", speaker: named.id, label, spans: rest }
    : null;
}
