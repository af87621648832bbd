/**
 * A story to HTML that stands alone: sections for turns, figures, lists, quotations and asides, each paragraph's class
 * saying what it is (`ownCopy.ts`), languages as they are, a plain style sheet. `readHtml.ts` and `readOwnLines.ts`
 * read it back to the same roles and words. Pictures come as the address that the caller has for them.
 */
import type { Mark, Node } from "prosemirror-model";
import { webAddress } from "../schema/webAddress.ts";
import { element, xmlText } from "../xml.ts";
import { type Around, labelFollows, type OwnParagraph, ownHead, ownParagraphs } from "./ownCopy.ts";

export type HtmlOptions = {
  readonly title: string;
  /** "Quoin 1.0". */
  readonly generator: string;
  /** A data or relative URL; null where the picture is not there. */
  picture(photo: { readonly file: string; readonly media: string | null }): string | null;
};

/** The whole file, ending with a line feed. `doc` is an `interview`. */
export function writeHtml(doc: Node, options: HtmlOptions): string {
  const { lang, speakers } = ownHead(doc);
  const lines: string[] = [];
  let open: readonly Around[] = [];
  const close = (keep: number): void => {
    for (const { tag } of open.slice(keep).toReversed()) lines.push(`</${tag}>`);
  };
  for (const paragraph of ownParagraphs(doc)) {
    const { around } = paragraph;
    let same = 0;
    while (same < open.length && open[same] === around[same]) same++;
    close(same);
    for (const { tag, attributes } of around.slice(same)) lines.push(opening(tag, attributes));
    open = around;
    lines.push(paragraphHtml(paragraph, options));
  }
  close(0);
  return [
    "<!DOCTYPE html>",
    opening("html", { lang }),
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    opening("meta", { name: "generator", content: options.generator }),
    opening("meta", { name: "quoin", content: JSON.stringify({ lang, speakers }) }),
    element("title", {}, xmlText(options.title) || "Quoin"),
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<article>",
    ...lines,
    "</article>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

const STYLE =
  "article{max-width:38em;margin:2em auto;padding:0 1em;font:1.05em/1.5 serif}img{max-width:100%}figcaption{font-size:.85em}" +
  ".quoin-question,.quoin-question-continued{font-style:italic}.quoin-question em,.quoin-question-continued em{font-style:normal}" +
  "figure p{margin:.2em 0}blockquote{font-size:1.3em}aside{padding:.1em 1em;background:#f2f2ee}" +
  ".quoin-small-caps{font-variant-caps:small-caps}.quoin-no-break{white-space:nowrap}";

function opening(tag: string, attributes: Readonly<Record<string, string>>): string {
  return element(tag, attributes).replace(/\/>$/, ">");
}

const TAGS: Partial<Record<OwnParagraph["name"], string>> = {
  headline: "h1",
  crosshead: "h3",
  "sidebar-crosshead": "h4",
  bullet: "li",
  number: "li",
};

function paragraphHtml(paragraph: OwnParagraph, options: HtmlOptions): string {
  const { name, node, label, picture } = paragraph;
  const attributes = { class: `quoin-${name}` };
  if (picture) {
    const src = options.picture(picture) ?? picture.file;
    return `${opening("div", attributes)}${opening("img", { src, alt: picture.alt, "data-file": picture.file })}</div>`;
  }
  const said = label === "" ? "" : `<strong>${xmlText(label)}</strong>`;
  const words = [said, node ? inline(node) : ""].filter((html) => html !== "");
  if (labelFollows(paragraph)) words.reverse();
  const tag = TAGS[name] ?? "p";
  return `${opening(tag, attributes)}${words.join(" ")}</${tag}>`;
}

function inline(block: Node): string {
  let html = "";
  block.forEach((node) => {
    html += node.isText ? wrapped(xmlText(node.text ?? ""), node.marks) : "<br>";
  });
  return html;
}

const MARK_TAGS: Readonly<Record<string, string>> = {
  em: "em",
  strong: "strong",
  superscript: "sup",
  subscript: "sub",
};
const MARK_CLASSES: Readonly<Record<string, string>> = {
  small_caps: "quoin-small-caps",
  no_break: "quoin-no-break",
  stage_note: "quoin-stage-note",
};

function wrapped(text: string, marks: readonly Mark[]): string {
  return marks.reduce((inner, mark) => {
    const name = mark.type.name;
    const tag = MARK_TAGS[name];
    if (tag) return `<${tag}>${inner}</${tag}>`;
    const className = MARK_CLASSES[name];
    if (className) return element("span", { class: className }, inner);
    if (name === "lang") return element("span", { class: "quoin-lang", lang: mark.attrs.lang as string }, inner);
    const href = name === "link" ? webAddress(mark.attrs.href as string) : null;
    if (href !== null) return element("a", { href }, inner);
    return inner;
  }, text);
}
