/**
 * A story back to Markdown that reads well as it stands and that `readOwnMarkdown.ts` reads back to the same roles and
 * texts. Front matter says that Quoin wrote it, in which language, and who speaks; turns open with the speaker's name
 * in bold; what Markdown has no sign for is an HTML span or a class in braces (pandoc's notation).
 *
 * What has no words is not written: places and crops, styles by hand, boxes without text. A box's text, and a list or
 * a photo inside a sidebar, come out as a sidebar's paragraphs and as a photo after it.
 */
import type { Mark, Node } from "prosemirror-model";
import type { Speaker } from "../schema/attributes.ts";
import { webAddress } from "../schema/webAddress.ts";

/** The whole text, ending with a line feed. `doc` is an `interview`. */
export function writeMarkdown(doc: Node): string {
  const speakers = doc.attrs.speakers as readonly Speaker[];
  const blocks: string[] = [frontMatter(doc, speakers)];
  const write = (...lines: readonly string[]): void => {
    const block = lines.filter((line) => line !== "").join("\n");
    if (block !== "") blocks.push(block);
  };
  let spoken = false;
  const visit = (node: Node): void => {
    switch (node.type.name) {
      case "title_block": {
        const part = (name: string) => node.children.find((child) => child.type.name === name);
        const kicker = part("kicker");
        if (kicker && kicker.content.size > 0) write(`## ${inline(kicker)}`);
        const headline = part("headline");
        if (headline && headline.content.size > 0) write(`# ${inline(headline)}`);
        const standfirst = part("standfirst");
        if (standfirst && standfirst.content.size > 0) write(`> ${inline(standfirst, true)}`);
        break;
      }
      case "byline":
        for (const credit of node.children) write(`@${credit.attrs.role as string} ${labelled(credit)}`);
        break;
      case "question":
      case "answer":
        spoken = true;
        node.children.forEach((child, i) => {
          const opens = i === 0 ? `**${turnLabel(node, speakers)}:** ` : "";
          if (child.type.name === "paragraph") write((opens + inline(child, opens === "")).trimEnd());
          else visit(child);
        });
        break;
      case "list":
        write(...node.children.map((item, i) => `${node.attrs.ordered ? `${i + 1}.` : "-"} ${inline(item, true)}`));
        break;
      case "crosshead":
        if (node.content.size > 0) write(`### ${inline(node)}`);
        break;
      case "photo":
        write(...photoLines(node));
        break;
      case "photo_group":
        write(
          ...node.children.flatMap((child) =>
            child.type.name === "photo" ? photoLines(child) : [`{.group} ${inline(child)}`],
          ),
        );
        break;
      case "pull_quote":
        // Before the first turn a quotation is the standfirst.
        write(
          node.children
            .filter((child) => child.content.size > 0)
            .map((child) => (spoken ? `> ${inline(child, true)}` : `> {.quote} ${inline(child)}`))
            .join("\n>\n"),
        );
        break;
      case "sidebar":
      case "box": {
        const texts: string[] = [];
        node.descendants((child) => {
          if (child.type.name === "photo") return false;
          if (child.isTextblock && child.content.size > 0) {
            texts.push(child.type.name === "crosshead" ? `> ### ${inline(child)}` : `> ${inline(child, true)}`);
          }
          return !child.isTextblock;
        });
        if (texts.length > 0) write(["> {.sidebar}", ...texts].join("\n>\n"));
        for (const child of node.children) if (child.type.name === "photo") visit(child);
        break;
      }
      case "editor_note":
        if (node.content.size > 0) write(`{.note} ${inline(node)}`);
        break;
      case "intro":
        if (node.content.size > 0) write(`{.intro} ${inline(node)}`);
        break;
      default:
        node.children.forEach((child) => visit(child));
    }
  };
  doc.children.forEach((child) => visit(child));
  return `${blocks.join("\n\n")}\n`;
}

const quoted = (text: string): string => JSON.stringify(text);

function frontMatter(doc: Node, speakers: readonly Speaker[]): string {
  return [
    "---",
    "quoin: interview",
    `lang: ${quoted(doc.attrs.lang as string)}`,
    ...(speakers.length > 0 ? ["speakers:"] : []),
    ...speakers.map(
      ({ id, name, initials, part }) =>
        `  - ${quoted([id, part, name, initials].map((word) => word.replaceAll("|", "/")).join(" | "))}`,
    ),
    "---",
  ].join("\n");
}

/** The name alone where it tells role and person; otherwise Q or A before it. */
function turnLabel(turn: Node, speakers: readonly Speaker[]): string {
  const question = turn.type.name === "question";
  const letter = question ? "Q" : "A";
  const speaker = speakers.find(({ id }) => id === turn.attrs.speaker);
  if (!speaker) return letter;
  const plain = speaker.part === (question ? "interviewer" : "interviewee") && isPlainName(speaker.name, speakers);
  return plain ? escape(speaker.name, false) : `${letter} (${escape(speaker.id, false)})`;
}
/** Can the name stand before a colon and be found again? */
export function isPlainName(name: string, speakers: readonly Speaker[]): boolean {
  const usable = name.trim() === name && name !== "" && !/[:|\n]|^[QA](?: \(|$)/.test(name);
  return usable && speakers.filter((speaker) => speaker.name === name).length === 1;
}

/** A credit's label in bold, then the name: read back by the bold. */
function labelled(node: Node): string {
  const label = (node.attrs.label as string).trim();
  return [label === "" ? "" : `**${escape(label, false)}**`, inline(node, label === "")]
    .filter((part) => part !== "")
    .join(" ");
}

/** A file's name as a link target: bare where it is plain, else between angle brackets. */
const target = (file: string): string =>
  /^[\w./-]+$/.test(file) ? file : `<${file.replace(/[<>\\%]/g, (char) => (char === "%" ? "%25" : `\\${char}`))}>`;

function photoLines(photo: Node): string[] {
  const alt = (photo.attrs.alt as string).replaceAll('"', "”").replace(/\s+/g, " ").trim();
  const part = (name: string) => photo.children.find((child) => child.type.name === name && child.content.size > 0);
  const caption = part("caption");
  const credit = part("photo_credit");
  return [
    `![](${target(photo.attrs.file as string)})${alt === "" ? "" : `{alt="${alt}"}`}`,
    caption ? `{.caption} ${inline(caption)}` : "",
    credit ? `{.credit} ${labelled(credit)}` : "",
  ].filter((line) => line !== "");
}

// ---- Inline --------------------------------------------------------------------------------------------------------

/** `atStart`: the text opens a paragraph, where some characters mean a heading, a list, a label. */
function inline(block: Node, atStart = false): string {
  let text = "";
  block.forEach((node, _offset, index) => {
    if (node.type.name === "line_break") {
      text += "<br>";
      return;
    }
    if (!node.isText) return;
    const words = node.text ?? "";
    const first = atStart && index === 0;
    text += wrap(
      words,
      node.marks,
      escape(words, first && node.marks.length === 0),
      text,
      first,
      nextChar(block, index),
    );
  });
  return text.replace(/\s*\n\s*/g, " ");
}

const nextChar = (block: Node, index: number): string =>
  index + 1 < block.childCount ? (block.child(index + 1).text?.[0] ?? " ") : " ";

const SPAN_MARKS = new Set(["small_caps", "no_break", "stage_note"]);
function wrap(
  words: string,
  marks: readonly Mark[],
  escaped: string,
  before: string,
  first: boolean,
  next: string,
): string {
  let text = escaped;
  // Stars only where CommonMark's flanking rules (§6.2) surely take them; tags are never in doubt. Bold that opens
  // a paragraph would look like a speaker's name.
  const clean = marks.filter((mark) => mark.type.name === "em" || mark.type.name === "strong").length === 1;
  const starry =
    clean && /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/su.test(words) && /(?:^|\s)$/u.test(before) && /[\s.,;:!?]/u.test(next);
  for (const mark of marks) {
    switch (mark.type.name) {
      case "em":
        text = starry ? `*${text}*` : `<em>${text}</em>`;
        break;
      case "strong":
        text = starry && !first ? `**${text}**` : `<strong>${text}</strong>`;
        break;
      case "superscript":
        text = `<sup>${text}</sup>`;
        break;
      case "subscript":
        text = `<sub>${text}</sub>`;
        break;
      case "lang":
        text = `<span lang="${(mark.attrs.lang as string).replace(/[^\w-]/g, "")}">${text}</span>`;
        break;
      case "link":
        text = linked(text, webAddress(mark.attrs.href as string));
        break;
      default:
        if (SPAN_MARKS.has(mark.type.name)) text = `<span class="${mark.type.name}">${text}</span>`;
    }
  }
  return text;
}

/** Backslashes before every character that Markdown or our own notation would take for a sign. */
function escape(text: string, atStart: boolean): string {
  const inner = text.replace(/[\\`*_[\]<>&{}~!#]/g, "\\$&");
  if (!atStart) return inner;
  return inner.replace(/^(\s*)([+\-=@:|])/, "$1\\$2").replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

function linked(text: string, href: string | null): string {
  return href === null ? text : `[${text}](<${href.replace(/[<>\\\s]/g, (char) => encodeURIComponent(char))}>)`;
}
