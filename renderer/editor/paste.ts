/**
 * HTML from elsewhere made into the HTML this program writes itself: Word, Google Docs, LibreOffice and web pages come
 * as nested boxes with inline styles; what goes on is paragraphs, lists, crossheads, photos and, where bold-only
 * paragraphs alternate with others, questions and answers. Scripts, styles, tables and hidden text are left out, and
 * the caller is told of what a reader would miss.
 *
 * It works on inert documents of the browser's parser: nothing is loaded, nothing runs. Style attributes are renamed
 * before that and read as text: the page's content security policy forbids them, in inert documents too.
 */
import { webAddress } from "../../shared/schema/webAddress.ts";
import { cleanText } from "./nfc.ts";

/** What was left out and a person would look for. */
export type LeftOut = { readonly tables: number };

/** Copied from this program or from an editor that says so itself. */
export function isOwn(html: string): boolean {
  return /\bdata-(?:pm-slice|role)\s*=/.test(html);
}

/** The same HTML with every style attribute under another name and style sheets left out. */
export function withoutStyles(html: string): string {
  return withoutSheets(html).replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s"'])style(?=\s*=)/gi, `$1${STYLE}`));
}

/** In one walk: whatever was copied, it takes time by its length. */
function withoutSheets(html: string): string {
  const [opening, closing] = [/<style\b[^<>]*>/gi, /<\/style\s{0,9}>/gi];
  let kept = "";
  let at = 0;
  for (let open = opening.exec(html); open; open = opening.exec(html)) {
    closing.lastIndex = opening.lastIndex;
    if (!closing.exec(html)) break;
    kept += html.slice(at, open.index);
    at = opening.lastIndex = closing.lastIndex;
  }
  return kept + html.slice(at);
}
const STYLE = "data-style";

export function cleanHtml(html: string): { readonly html: string; readonly leftOut: LeftOut } {
  const source = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const reader = new BlockReader();
  reader.blocks(source.body, PLAIN);
  reader.close();
  const out = source.implementation.createHTMLDocument("");
  write(out, reader.found);
  return { html: out.body.innerHTML, leftOut: { tables: reader.tables } };
}

type Look = {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly raised: "super" | "sub" | null;
  readonly smallCaps: boolean;
  readonly href: string | null;
};
const PLAIN: Look = { bold: false, italic: false, raised: null, smallCaps: false, href: null };
/** A stretch of text of one look, or a forced line end. */
type Run = { readonly text: string; readonly look: Look } | "break";
type Block =
  | { readonly kind: "paragraph" | "heading"; readonly runs: readonly Run[] }
  | { readonly kind: "item"; readonly ordered: boolean; readonly runs: readonly Run[] }
  | { readonly kind: "photo"; readonly file: string; readonly alt: string; readonly caption: readonly Run[] };

const SKIPPED = new Set(
  "SCRIPT STYLE NOSCRIPT TEMPLATE HEAD META LINK TITLE IFRAME OBJECT EMBED SVG CANVAS AUDIO VIDEO FORM BUTTON INPUT SELECT TEXTAREA NAV DEL".split(
    " ",
  ),
);
const BLOCKS = new Set(
  "P DIV H1 H2 H3 H4 H5 H6 UL OL LI DL DT DD TABLE SECTION ARTICLE HEADER FOOTER MAIN ASIDE ADDRESS BLOCKQUOTE FIGURE FIGCAPTION PRE HR CENTER BODY TD TH TR TBODY THEAD".split(
    " ",
  ),
);

class BlockReader {
  readonly found: Block[] = [];
  tables = 0;
  private runs: Run[] = [];
  private kind: "paragraph" | "heading" = "paragraph";
  private item: { readonly ordered: boolean } | null = null;

  /** Ends the paragraph that is open. */
  close(): void {
    const runs = trimmed(this.runs);
    this.runs = [];
    if (runs.length === 0) return;
    this.found.push(this.item ? { kind: "item", ordered: this.item.ordered, runs } : { kind: this.kind, runs });
  }

  blocks(parent: Element, look: Look): void {
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) this.runs.push({ text: node.nodeValue ?? "", look });
      else if (node.nodeType === 1) this.element(node as Element, look);
    }
  }

  private element(element: Element, look: Look): void {
    const tag = element.tagName.toUpperCase();
    const style = styleOf(element);
    if (SKIPPED.has(tag) || isHidden(element, style)) return;
    const inner = lookOf(element, tag, style, look);
    if (tag === "BR") this.runs.push("break");
    else if (tag === "IMG") this.picture(element, []);
    else if (tag === "TABLE") this.table(element, inner);
    else if (tag === "FIGURE") this.figure(element, inner);
    else if (tag === "UL" || tag === "OL") this.within(element, inner, { item: { ordered: tag === "OL" } });
    else if (/^H[1-6]$/.test(tag)) this.within(element, inner, { kind: "heading" });
    else if (tag === "P" && wordItem(element, style) !== null)
      this.within(element, inner, { item: wordItem(element, style) });
    else if (BLOCKS.has(tag)) this.within(element, inner, {});
    else this.blocks(element, inner);
  }

  private within(
    element: Element,
    look: Look,
    as: { readonly kind?: "heading"; readonly item?: { readonly ordered: boolean } | null },
  ): void {
    this.close();
    const { kind, item } = this;
    this.kind = as.kind ?? kind;
    this.item = as.item === undefined ? item : as.item;
    this.blocks(element, look);
    this.close();
    this.kind = kind;
    this.item = item;
  }

  /** A table that only holds a column up is a box; any other is left out, and said. */
  private table(element: Element, look: Look): void {
    const rows = [...element.querySelectorAll("tr")];
    if (rows.every((row) => row.querySelectorAll("td, th").length <= 1)) this.within(element, look, {});
    else this.tables += 1;
  }

  private figure(element: Element, look: Look): void {
    const picture = element.querySelector("img");
    if (!picture) return this.within(element, look, {});
    const caption = new BlockReader();
    const text = element.querySelector("figcaption");
    if (text) caption.blocks(text, PLAIN);
    caption.close();
    this.picture(picture, spaced(caption.found.map((block) => (block.kind === "photo" ? [] : block.runs))));
  }

  private picture(image: Element, caption: readonly Run[]): void {
    const size = ["width", "height"].map((name) => Number(image.getAttribute(name) ?? Number.NaN));
    // Spacers, counters and icons.
    if (size.some((length) => length <= 32)) return;
    const source = image.getAttribute("src") ?? "";
    const file = source.startsWith("data:") ? "" : decoded(source.split(/[?#]/)[0]?.split(/[\\/]/).at(-1) ?? "");
    const runs = this.runs;
    this.runs = [];
    this.found.push({ kind: "photo", file, alt: cleanText(image.getAttribute("alt") ?? "").trim(), caption });
    // The words around a picture inside a paragraph stay one paragraph, above it.
    this.runs = runs;
  }
}

function decoded(name: string): string {
  try {
    return cleanText(decodeURIComponent(name));
  } catch {
    return cleanText(name);
  }
}

/** The element's own style, its names in lower case. */
function styleOf(element: Element): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const rule of (element.getAttribute(STYLE) ?? "").split(";")) {
    const colon = rule.indexOf(":");
    if (colon > 0)
      found.set(
        rule.slice(0, colon).trim().toLowerCase(),
        rule
          .slice(colon + 1)
          .trim()
          .toLowerCase(),
      );
  }
  return found;
}

function isHidden(element: Element, style: ReadonlyMap<string, string>): boolean {
  return (
    style.get("display") === "none" ||
    style.get("visibility") === "hidden" ||
    // The bullet that Word types for programs without lists.
    style.get("mso-list") === "ignore" ||
    style.has("mso-hide") ||
    element.hasAttribute("hidden")
  );
}

/** Word's list paragraphs are marked in their style; the bullet it would show says which kind. */
function wordItem(element: Element, style: ReadonlyMap<string, string>): { readonly ordered: boolean } | null {
  const list = style.get("mso-list");
  if (list === undefined || list === "ignore" || list === "none") return null;
  const bullet = element.querySelector(`[${STYLE}*="mso-list:Ignore" i], [${STYLE}*="mso-list: Ignore" i]`);
  return { ordered: /^\s*[\da-z]{1,3}[.)]/i.test(bullet?.textContent ?? "") };
}

function lookOf(element: Element, tag: string, style: ReadonlyMap<string, string>, look: Look): Look {
  const weight = style.get("font-weight");
  const slope = style.get("font-style");
  const rise = style.get("vertical-align");
  const bold = weight === undefined ? look.bold || tag === "B" || tag === "STRONG" : isBold(weight);
  const italic =
    slope === undefined ? look.italic || ["I", "EM", "CITE"].includes(tag) : /^(italic|oblique)/.test(slope);
  const raised = tag === "SUP" || rise === "super" ? "super" : tag === "SUB" || rise === "sub" ? "sub" : look.raised;
  const smallCaps = look.smallCaps || style.get("font-variant") === "small-caps";
  const href = tag === "A" ? webAddress(element.getAttribute("href")) : look.href;
  return { bold, italic, raised, smallCaps, href };
}
function isBold(weight: string): boolean {
  return weight === "bold" || weight === "bolder" || Number(weight) >= 600;
}

/** Runs with white space as HTML sets it: one space between words, none at the ends. */
function trimmed(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  let spaced = true;
  for (const run of runs) {
    if (run === "break") {
      if (out.length > 0) out.push("break");
      spaced = true;
      continue;
    }
    // A no-break space is meant where it holds two words together; elsewhere it was there to push something along.
    let text = cleanText(run.text).replace(/(^|\s)\u00a0+|\u00a0+(?=\s|$)/g, "$1 ");
    text = text.replace(/ +/g, " ");
    if (spaced) text = text.replace(/^ /, "");
    if (text === "") continue;
    spaced = text.endsWith(" ");
    const last = out.at(-1);
    if (last && last !== "break" && sameLook(last.look, run.look))
      out[out.length - 1] = { text: last.text + text, look: run.look };
    else out.push({ text, look: run.look });
  }
  for (let last = out.at(-1); last !== undefined; last = out.at(-1)) {
    if (last === "break") out.pop();
    else {
      const text = last.text.replace(/\s+$/, "");
      if (text === last.text) break;
      out.pop();
      if (text !== "") out.push({ text, look: last.look });
    }
  }
  return out;
}
function sameLook(a: Look, b: Look): boolean {
  return (
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.raised === b.raised &&
    a.smallCaps === b.smallCaps &&
    a.href === b.href
  );
}
function spaced(parts: readonly (readonly Run[])[]): readonly Run[] {
  return parts.flatMap((runs, n) => (n === 0 ? runs : [{ text: " ", look: PLAIN } as const, ...runs]));
}

/** Every letter bold: how a question looks in most manuscripts. */
function isBoldOnly(block: Block): boolean {
  return (
    block.kind === "paragraph" &&
    block.runs.every((run) => run === "break" || run.look.bold || run.text.trim() === "") &&
    block.runs.some((run) => run !== "break" && run.text.trim() !== "")
  );
}

function write(out: Document, blocks: readonly Block[]): void {
  const questions = blocks.some(isBoldOnly) && blocks.some((block) => block.kind === "paragraph" && !isBoldOnly(block));
  let turn: { readonly role: string; readonly element: HTMLElement } | null = null;
  let list: HTMLElement | null = null;
  const inTurn = (role: "question" | "answer"): HTMLElement => {
    if (!questions) return out.body;
    if (turn?.role !== role) {
      turn = { role, element: roled(out, "section", role) };
      out.body.append(turn.element);
    }
    return turn.element;
  };
  for (const block of blocks) {
    if (block.kind !== "item") list = null;
    if (block.kind === "photo") {
      const photo = roled(out, "figure", "photo");
      photo.dataset.file = block.file;
      photo.dataset.alt = block.alt;
      if (block.caption.length > 0) photo.append(filled(out, "figcaption", "caption", block.caption));
      const inAnswer = (turn as { readonly role: string } | null)?.role === "answer";
      (inAnswer ? inTurn("answer") : out.body).append(photo);
      if (!inAnswer) turn = null;
    } else if (block.kind === "item") {
      const to = inTurn("answer");
      if (!list || list.dataset.ordered !== String(block.ordered)) {
        list = roled(out, block.ordered ? "ol" : "ul", "list");
        list.dataset.ordered = String(block.ordered);
        // An answer begins with a paragraph.
        if (questions && to.childElementCount === 0) to.append(filled(out, "p", "paragraph", block.runs));
        else {
          to.append(list);
          list.append(filled(out, "li", "list_item", block.runs));
        }
      } else {
        if (!list.parentElement) to.append(list);
        list.append(filled(out, "li", "list_item", block.runs));
      }
    } else if (block.kind === "heading") {
      turn = null;
      out.body.append(filled(out, "h3", "crosshead", light(block.runs)));
    } else if (questions && isBoldOnly(block)) {
      inTurn("question").append(filled(out, "p", "paragraph", light(block.runs)));
    } else inTurn("answer").append(filled(out, "p", "paragraph", block.runs));
  }
}

/** Without the weight that only said what the paragraph is; the design sets that. */
function light(runs: readonly Run[]): readonly Run[] {
  return runs.map((run) => (run === "break" ? run : { ...run, look: { ...run.look, bold: false } }));
}

function roled(out: Document, tag: string, role: string): HTMLElement {
  const element = out.createElement(tag);
  element.dataset.role = role;
  return element;
}
function filled(out: Document, tag: string, role: string, runs: readonly Run[]): HTMLElement {
  const element = roled(out, tag, role);
  for (const run of runs) element.append(run === "break" ? out.createElement("br") : dressed(out, run.text, run.look));
  return element;
}
function dressed(out: Document, text: string, look: Look): Node {
  let node: Node = out.createTextNode(text);
  const wrap = (element: HTMLElement) => {
    element.append(node);
    node = element;
  };
  if (look.smallCaps) {
    const span = out.createElement("span");
    span.dataset.mark = "small_caps";
    wrap(span);
  }
  if (look.raised) wrap(out.createElement(look.raised === "super" ? "sup" : "sub"));
  if (look.italic) wrap(out.createElement("em"));
  if (look.bold) wrap(out.createElement("strong"));
  if (look.href !== null) {
    const link = out.createElement("a");
    link.setAttribute("href", look.href);
    wrap(link);
  }
  return node;
}

/** Lines of plain text as paragraphs; a line that opens with the house's question sign is a question. */
export function plainToHtml(text: string): string {
  const out = document.implementation.createHTMLDocument("");
  const lines = text
    .split(/\r\n?|[\n\u2029]/)
    .map((line) => cleanText(line).trim())
    .filter((line) => line !== "");
  const signed = (line: string) => /^[❖◆◊♦■]\s*/u.exec(line)?.[0].length ?? 0;
  const questions = lines.some((line) => signed(line) > 0);
  let turn: HTMLElement | null = null;
  for (const line of lines) {
    const sign = signed(line);
    const role = sign > 0 ? "question" : "answer";
    const paragraph = filled(out, "p", "paragraph", [{ text: line.slice(sign), look: PLAIN }]);
    if (!questions) out.body.append(paragraph);
    else {
      if (turn?.dataset.role !== role || sign > 0) {
        turn = roled(out, "section", role);
        out.body.append(turn);
      }
      turn.append(paragraph);
    }
  }
  return out.body.innerHTML;
}
