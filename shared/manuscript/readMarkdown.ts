/**
 * Markdown to source lines, through markdown-it's tokens (CommonMark, html allowed). Authors of manuscripts are no
 * programmers: four spaces of indent are a paragraph, not code, and a bar is no table. Front matter between `---`
 * gives title, standfirst and credits by the keys that static site generators use; any other key is set aside.
 */
import MarkdownIt from "markdown-it";
import { readHtml } from "./readHtml.ts";
import {
  plainLine,
  cleanText,
  tidySpans,
  trimSpans,
  type Hints,
  type InlineMark,
  type Parting,
  type SourceImage,
  type SourceLine,
  type SourceSpan,
} from "./source.ts";

export const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false }).disable(["code", "table"]);
export type Token = ReturnType<typeof markdown.parse>[number];

/** `text` is decoded already. */
export function readMarkdown(text: string): SourceLine[] {
  const { lines: front, length, count } = readFrontMatter(text);
  // Blank lines in place of the front matter keep the token's line numbers those of the file.
  const body = "\n".repeat(count) + keepDefinitions(text.slice(length));
  const lines = [...front];
  const quotes: number[] = [];
  const lists: { ordered: boolean; next: number; marker: string }[] = [];
  let quoteCount = 0;
  let heading = 0;
  let item: Hints["list"] | null = null;
  let lastLine = count;

  const push = (made: readonly SourceLine[]): void => {
    for (const line of made) {
      lines.push(line);
      lastLine = Math.max(lastLine, line.lastNumber);
    }
  };
  const shared = (): Hints => ({
    ...(quotes.length > 0 ? { quote: quotes[quotes.length - 1] as number } : {}),
    ...(heading > 0 ? { heading } : {}),
  });

  for (const token of markdown.parse(body, {})) {
    const start = (token.map?.[0] ?? lastLine) + 1;
    switch (token.type) {
      case "blockquote_open":
        quoteCount += 1;
        quotes.push(quoteCount);
        break;
      case "blockquote_close":
        quotes.pop();
        break;
      case "bullet_list_open":
      case "ordered_list_open":
        lists.push({
          ordered: token.type === "ordered_list_open",
          next: Number(token.attrGet("start") ?? 1),
          marker: token.markup,
        });
        break;
      case "bullet_list_close":
      case "ordered_list_close":
        lists.pop();
        break;
      case "list_item_open": {
        const list = lists[lists.length - 1];
        if (list)
          item = {
            ordered: list.ordered,
            marker: list.ordered ? `${token.info || list.next}${token.markup}` : token.markup,
          };
        if (list) list.next += 1;
        break;
      }
      case "heading_open":
        heading = Number(token.tag.slice(1));
        break;
      case "heading_close":
        heading = 0;
        break;
      case "hr":
        push([{ ...plainLine(start, "", Math.max(0, start - lastLine - 1)), hints: { rule: true } }]);
        break;
      case "html_block":
        push(readHtmlBlock(token.content, start, Math.max(0, start - lastLine - 1), shared()));
        break;
      case "fence":
        push(
          token.content
            .split("\n")
            .flatMap((line, i) => (line.trim() === "" ? [] : [plainLine(start + 1 + i, line, 0, shared())])),
        );
        break;
      case "inline": {
        let hints = shared();
        // Underlined prose is a paragraph with a rule beneath, whatever CommonMark §4.3 says of it.
        if (heading > 0 && token.content.length > 160) hints = { ...hints, heading: 0 };
        if (item) hints = { ...hints, list: item };
        if (/^\\?\[\^[^\]\s]+\]:/.test(token.content)) hints = { ...hints, stated: "editor_note" };
        item = null;
        push(inlineLines(token, start, Math.max(0, start - lastLine - 1), hints));
        break;
      }
    }
  }
  return lines;
}

/**
 * "[Ghi chú]: xem trang sau" is a link's definition to CommonMark (§4.7), and would vanish. Only what points somewhere
 * is one; a footnote's text (`[^1]: …`) is copy.
 */
const keepDefinitions = (text: string): string =>
  text.replace(/^( {0,3})\[(?=[^\]\n]+\]:[ \t]*(?!<?(?:https?:|mailto:|ftp:|\/|\.{1,2}\/|#|www\.)))/gimu, "$1\\[");

function readHtmlBlock(content: string, first: number, gap: number, hints: Hints): SourceLine[] {
  const comment = /^\s*<!--([\s\S]*?)-->\s*$/.exec(content);
  if (comment) {
    // A remark of the author's to himself: no copy, and not lost.
    return (comment[1] ?? "")
      .split("\n")
      .flatMap((line, i) => (line.trim() === "" ? [] : [plainLine(first + i, line, gap, { stated: "furniture" })]));
  }
  return readHtml(content, first).map((line, i) => ({
    ...line,
    gap: i === 0 ? gap : line.gap,
    hints: { ...line.hints, ...hints },
  }));
}

const MARK_TOKENS: Readonly<Record<string, InlineMark["kind"]>> = { em: "em", strong: "strong", s: "em" };
const HTML_MARKS: Readonly<Record<string, InlineMark["kind"]>> = {
  sup: "superscript",
  sub: "subscript",
  i: "em",
  em: "em",
  b: "strong",
  strong: "strong",
};

/**
 * One source line for each line of a paragraph; a picture gets a line of its own. `exact`: the text is a program's, so
 * stars that CommonMark leaves standing were meant to stand.
 */
export function inlineLines(token: Token, first: number, gap: number, hints: Hints, exact = false): SourceLine[] {
  const lines: SourceLine[] = [];
  let number = first;
  let spans: SourceSpan[] = [];
  let parting: Parting = "block";
  let ahead = gap;
  let marks: readonly InlineMark[] = [];
  const classes: (InlineMark | null)[] = [];
  const add = (text: string): void => {
    if (text !== "") spans.push({ text, marks });
  };
  const end = (next: Parting): void => {
    const tidy = trimSpans(exact ? tidySpans(spans) : strayStars(spans));
    if (tidy.length > 0) {
      lines.push({
        number,
        lastNumber: number,
        spans: tidy.map((span) => ({ ...span, text: cleanText(span.text) })),
        parting,
        gap: ahead,
        indent: 0,
        hints,
      });
      ahead = 0;
      parting = next;
    } else if (lines.length > 0) parting = next;
    spans = [];
  };
  const picture = (image: SourceImage): void => {
    end("soft");
    const { list: _list, ...own } = hints;
    lines.push({
      number,
      lastNumber: number,
      spans: [],
      parting: "block",
      gap: ahead,
      indent: 0,
      hints: { ...own, image },
    });
    ahead = 0;
    parting = "soft";
  };
  const without = (kind: InlineMark["kind"]): void => {
    const at = marks.map((mark) => mark.kind).lastIndexOf(kind);
    marks = marks.filter((_, i) => i !== at);
  };
  const children = token.children ?? [];
  for (let i = 0; i < children.length; i += 1) {
    const child = children[i] as Token;
    const kind = MARK_TOKENS[child.type.replace(/_(?:open|close)$/, "")];
    if (kind && kind !== "link" && kind !== "lang") {
      if (child.nesting > 0) marks = [...marks, { kind }];
      else without(kind);
      continue;
    }
    switch (child.type) {
      case "text":
        // Footnotes, at their place and before their text.
        child.content.split(/\[\^([^\]\s]+)\](?::[ \t]?)?/).forEach((text, part) => {
          if (part % 2 === 0) add(text);
          else if (text !== "")
            spans.push(
              { text, marks: [...marks, { kind: "superscript" }] },
              { text: spans.length === 0 ? " " : "", marks },
            );
        });
        break;
      case "code_inline":
      case "text_special":
        add(child.content);
        break;
      case "softbreak":
        end("soft");
        number += 1;
        break;
      case "hardbreak":
        end("hard");
        number += 1;
        break;
      case "link_open":
        marks = [...marks, { kind: "link", href: String(child.attrGet("href") ?? "") }];
        break;
      case "link_close":
        without("link");
        break;
      case "image": {
        const next = children[i + 1];
        // Pandoc's attributes: alternative text that is not the caption.
        const attributes = next?.type === "text" ? /^\{\s*alt="([^"]*)"\s*\}/.exec(next.content) : null;
        if (attributes && next) next.content = next.content.slice(attributes[0].length);
        const words = child.content.trim();
        const title = String(child.attrGet("title") ?? "");
        picture({
          file: decoded(String(child.attrGet("src") ?? "")),
          alt: attributes ? (attributes[1] as string) : words || title,
          altOnly: attributes !== null,
        });
        if (attributes && words !== "") add(words);
        else if (title !== "" && words !== "" && title !== words) add(title);
        break;
      }
      case "html_inline": {
        const tag = /^<(\/?)([a-z][a-z0-9]*)/i.exec(child.content);
        const name = (tag?.[2] ?? "").toLowerCase();
        const markKind = HTML_MARKS[name];
        if (name === "br") end("hard");
        else if (name === "img") {
          const image = readHtml(child.content)[0]?.hints.image;
          if (image) picture(image);
        } else if (name === "span") {
          const mark = tag?.[1] ? (classes.pop() ?? null) : spanMark(child.content);
          if (tag?.[1]) {
            if (mark) without(mark.kind);
          } else {
            classes.push(mark);
            if (mark) marks = [...marks, mark];
          }
        } else if (markKind && markKind !== "link" && markKind !== "lang") {
          if (tag?.[1]) without(markKind);
          else marks = [...marks, { kind: markKind }];
        }
        break;
      }
      default:
        add(child.content);
    }
  }
  end("soft");
  return lines;
}

/** `<span class="small_caps">`, `<span lang="fr">`: marks that Markdown has no sign for. */
function spanMark(tag: string): InlineMark | null {
  const lang = /\slang="([^"]+)"/.exec(tag)?.[1];
  if (lang) return { kind: "lang", lang };
  const kind = (["small_caps", "no_break", "stage_note"] as const).find((name) =>
    new RegExp(`\\sclass="${name}"`).test(tag),
  );
  return kind ? { kind } : null;
}

const decoded = (href: string): string => {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
};

/**
 * `**PV:**Thưa ông`: CommonMark's flanking rules (§6.2) leave such stars standing, because a letter follows the
 * closing ones directly. Nobody types two pairs of stars for their own sake.
 */
function strayStars(spans: readonly SourceSpan[]): SourceSpan[] {
  const mended: SourceSpan[] = [];
  for (const span of spans) {
    if (!span.text.includes("**")) {
      mended.push(span);
      continue;
    }
    const pieces = span.text.split(/\*\*([^*]+?)\*\*/);
    pieces.forEach((text, i) => {
      mended.push({ text, marks: i % 2 === 1 ? [...span.marks, { kind: "strong" }] : span.marks });
    });
  }
  return tidySpans(mended);
}

const FRONT_ROLES: readonly (readonly [keys: RegExp, role: string])[] = [
  [/^(?:title|headline|tiêu đề|tựa)$/i, "headline"],
  [/^(?:kicker|eyebrow|overline|section|chuyên mục)$/i, "kicker"],
  [/^(?:subtitle|standfirst|deck|description|summary|excerpt|abstract|sapo|sapô)$/i, "standfirst"],
  [
    /^(?:author|authors|byline|interviewer|interview|words|by|photos?|photography|photographs?|photographer|translator|translation|tác giả|thực hiện|ảnh)$/i,
    "credit",
  ],
];

/** The head of a file between two lines of `---`. Its lines carry the role their key states. */
function readFrontMatter(text: string): {
  readonly lines: SourceLine[];
  readonly length: number;
  readonly count: number;
} {
  const block = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text);
  if (!block || !/^[\p{L}_][\p{L}\p{N}_ -]*:/mu.test(block[1] ?? "")) return { lines: [], length: 0, count: 0 };
  const lines: SourceLine[] = [];
  (block[1] ?? "").split(/\r?\n/).forEach((raw, i) => {
    const number = i + 2;
    if (raw.trim() === "") return;
    const pair = /^([\p{L}_][\p{L}\p{N}_ -]*?)\s*:\s*(.*)$/u.exec(raw);
    const value = (pair?.[2] ?? "").replace(/^(["'])(.*)\1$/, "$2").trim();
    const role = pair && value !== "" ? FRONT_ROLES.find(([keys]) => keys.test(pair[1] as string))?.[1] : undefined;
    if (role && pair) {
      const key = `${pair[1]}:`;
      // A credit's key says what the person did, so it is read with the name.
      const words =
        role === "credit" && !/^(?:author|authors|byline|by|tác giả)$/i.test(pair[1] as string)
          ? `${key} ${value}`
          : value;
      lines.push({
        ...plainLine(number, words, 0, { stated: role, ...(words === value ? { statedBy: key } : {}) }),
        parting: "block",
      });
    } else lines.push({ ...plainLine(number, raw, 0, { stated: "furniture" }), parting: "block" });
  });
  return { lines, length: block[0].length, count: block[0].split("\n").length - 1 };
}
