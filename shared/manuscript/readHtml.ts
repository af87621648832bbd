/**
 * HTML to source lines, through parse5 (the parsing of the HTML standard, so whatever a word processor or a web page
 * exported is read as a browser reads it). Nothing is executed or fetched. Headings, lists, quotations, figures and
 * class names become hints; scripts, styles and the head are no copy; navigation and page footers are set aside.
 */
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import {
  cleanText,
  tidySpans,
  trimSpans,
  type Hints,
  type InlineMark,
  type Parting,
  type SourceLine,
  type SourceSpan,
} from "./source.ts";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const BLOCKS = new Set(
  "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);
const SKIPPED = new Set(
  "head script style template noscript iframe object svg math canvas audio video select button input textarea".split(
    " ",
  ),
);
const MARK_OF: Readonly<Record<string, InlineMark["kind"]>> = {
  em: "em",
  i: "em",
  cite: "em",
  strong: "strong",
  b: "strong",
  sup: "superscript",
  sub: "subscript",
};

/** Classes of spans that `writeHtml.ts` writes. */
const OWN_MARKS: Readonly<Record<string, "small_caps" | "no_break" | "stage_note">> = {
  "quoin-small-caps": "small_caps",
  "quoin-no-break": "no_break",
  "quoin-stage-note": "stage_note",
};

const attribute = (element: Element, name: string): string =>
  element.attrs.find((attr) => attr.name === name)?.value ?? "";
const isElement = (node: Node): node is Element => "tagName" in node;

type Frame = { readonly element: Element; readonly hints: Hints; readonly marks: readonly InlineMark[] };

type Open = { readonly first: number; readonly last: number; readonly hints: Hints; readonly parting: Parting };

/** `text` is decoded already. Lines are the file's own, counted from `firstLine`. */
export function readHtml(text: string, firstLine = 1): SourceLine[] {
  const document = parse(text, { sourceCodeLocationInfo: true });
  const lines: SourceLine[] = [];
  let spans: SourceSpan[] = [];
  let open = null as Open | null;
  let parting: Parting = "block";
  let quotes = 0;
  let spaced = false;

  const flush = (next: Parting): void => {
    const tidy: SourceSpan[] = trimSpans(spans);
    if (open && tidy.length > 0) {
      lines.push({
        number: open.first,
        lastNumber: open.last,
        spans: tidy,
        parting: open.parting,
        gap: open.parting === "block" && lines.length > 0 ? 1 : 0,
        indent: 0,
        hints: open.hints,
      });
    }
    spans = [];
    open = null;
    spaced = false;
    parting = next === "block" || parting === "block" ? next : parting;
    if (tidy.length > 0) parting = next;
  };

  // An explicit stack: nesting in a hostile file may be deeper than the call stack.
  type Visit = { readonly node: Node; readonly frame: Frame } | { readonly leave: true };
  const root = document.childNodes.find((node): node is Element => isElement(node) && node.tagName === "html");
  if (!root) return [];
  const visits: Visit[] = [{ node: root, frame: { element: root, hints: {}, marks: [] } }];
  while (visits.length > 0) {
    const visit = visits.pop() as Visit;
    if ("leave" in visit) {
      flush("block");
      continue;
    }
    const { node, frame } = visit;
    if (node.nodeName === "#text") {
      const { value, sourceCodeLocation: at } = node as DefaultTreeAdapterTypes.TextNode;
      const words: string = cleanText(value.replace(/[ \t\r\n\f]+/g, " "));
      if (words === "") continue;
      const lead = value.length - value.trimStart().length;
      const startLine = (at?.startLine ?? 1) + (value.slice(0, lead).match(/\n/g)?.length ?? 0) + firstLine - 1;
      const endLine = startLine + (value.trim().match(/\n/g)?.length ?? 0);
      if (words.trim() !== "") {
        open = open ? { ...open, last: endLine } : { first: startLine, last: endLine, hints: frame.hints, parting };
      } else if (!open) continue;
      const rest: string = spaced ? words.trimStart() : words;
      if (rest !== "") spaced = rest.endsWith(" ");
      spans.push({ text: rest, marks: frame.marks });
      continue;
    }
    if (!isElement(node)) continue;
    const tag = node.tagName;
    if (SKIPPED.has(tag)) continue;
    if (tag === "br") {
      flush("hard");
      continue;
    }
    const line = (node.sourceCodeLocation?.startLine ?? 1) + firstLine - 1;
    if (tag === "hr" || tag === "img") {
      flush("block");
      const hints: Hints =
        tag === "hr"
          ? { rule: true }
          : {
              ...frame.hints,
              image: {
                file: attribute(node, "data-file") || fileOf(attribute(node, "src")),
                alt: cleanText(attribute(node, "alt")).trim(),
                altOnly: true,
              },
            };
      lines.push({
        number: line,
        lastNumber: line,
        spans: [],
        parting: "block",
        gap: lines.length > 0 ? 1 : 0,
        indent: 0,
        hints,
      });
      continue;
    }
    const block = BLOCKS.has(tag);
    const hints = block ? hintsOf(node, frame, () => (quotes += 1)) : frame.hints;
    if (block) flush("block");
    const marks = [...frame.marks, ...marksOf(node)];
    if (block) visits.push({ leave: true });
    const inner: Frame = { element: node, hints, marks: tidyMarks(marks) };
    for (let i = node.childNodes.length - 1; i >= 0; i -= 1)
      visits.push({ node: node.childNodes[i] as Node, frame: inner });
  }
  flush("block");
  return captionsBeneath(lines);
}

/** What `writeHtml.ts` says of the whole document, as JSON; null in any other file. */
export function ownHtmlHead(text: string): string | null {
  const meta = /<meta\b[^>]*\bname="quoin"[^>]*>/.exec(text.slice(0, 100_000));
  if (!meta) return null;
  const document = parse(meta[0]);
  const html = document.childNodes.find((node): node is Element => isElement(node) && node.tagName === "html");
  const head = html?.childNodes.find((node): node is Element => isElement(node) && node.tagName === "head");
  const own = head?.childNodes.find((node): node is Element => isElement(node) && node.tagName === "meta");
  return own ? attribute(own, "content") : null;
}

/** What a figure's caption or an image's `src` names, without folders and without data. */
function fileOf(src: string): string {
  if (/^data:/i.test(src)) return "";
  const path = src.split(/[?#]/)[0] ?? "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function hintsOf(element: Element, frame: Frame, nextQuote: () => number): Hints {
  const tag = element.tagName;
  const className = attribute(element, "class").trim();
  let hints: Hints = frame.hints;
  if (className !== "") hints = { ...hints, style: className };
  const level = /^h([1-6])$/.exec(tag);
  if (level) hints = { ...hints, heading: Number(level[1]) };
  if (tag === "blockquote" && hints.quote === undefined) hints = { ...hints, quote: nextQuote() };
  if (tag === "aside") hints = { ...hints, style: className === "" ? "sidebar" : className };
  if (tag === "li") {
    const ordered = frame.element.tagName === "ol";
    const items = frame.element.childNodes.filter((node) => isElement(node) && node.tagName === "li");
    hints = { ...hints, list: { ordered, marker: ordered ? `${items.indexOf(element) + 1}.` : "•" } };
  }
  if (tag === "figcaption") hints = { ...hints, stated: "caption" };
  if (tag === "nav" || tag === "footer") hints = { ...hints, stated: "furniture" };
  if (
    tag === "center" ||
    /text-align:\s*center/i.test(attribute(element, "style")) ||
    attribute(element, "align") === "center"
  ) {
    hints = { ...hints, centred: true };
  }
  return hints;
}

function marksOf(element: Element): InlineMark[] {
  const kind = MARK_OF[element.tagName];
  const marks: InlineMark[] = kind && kind !== "link" && kind !== "lang" ? [{ kind }] : [];
  const style = attribute(element, "style");
  if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style)) marks.push({ kind: "strong" });
  if (/font-style:\s*italic/i.test(style)) marks.push({ kind: "em" });
  if (/font-variant(?:-caps)?:\s*small-caps/i.test(style)) marks.push({ kind: "small_caps" });
  const own = OWN_MARKS[attribute(element, "class")];
  if (own) marks.push({ kind: own });
  if (attribute(element, "class") === "quoin-lang") marks.push({ kind: "lang", lang: attribute(element, "lang") });
  const href = element.tagName === "a" ? attribute(element, "href") : "";
  if (/^(?:https?:|mailto:)/i.test(href)) marks.push({ kind: "link", href });
  return marks;
}

const tidyMarks = (marks: readonly InlineMark[]): InlineMark[] =>
  marks.filter((mark, i) => marks.findIndex((other) => other.kind === mark.kind) === i);

/** A caption stands directly beneath its picture, whatever the white space of the file. */
const captionsBeneath = (lines: readonly SourceLine[]): SourceLine[] =>
  lines.map((line, i) => {
    const beneath = line.hints.stated === "caption" && lines[i - 1]?.hints.image;
    return beneath ? { ...line, gap: 0, spans: tidySpans(line.spans) } : line;
  });
