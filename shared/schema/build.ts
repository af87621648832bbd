/**
 * Documents written as one writes them down, for tests: `doc(h("Why print?"), q("Why?"), a("Paper.", photo("p.jpg")))`.
 *
 * Whatever is left out is filled in: a document has a headline, an answer begins with a paragraph, every block has a
 * counted id. The result has passed the schema's own check, so a wrong document fails where it is written.
 */
import { Fragment, type Mark, type Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import type { Speaker } from "./attributes.ts";
import type { CreditRole, MarkName, NodeName } from "./interview.ts";
import { schema } from "./interview.ts";
import { withIds } from "./ids.ts";

type Attrs = Readonly<Record<string, unknown>>;
/** Text (U+2028 is a line break) or inline nodes from `em`, `strong`, `marked`. */
export type Inline = string | readonly Node[];
/** A string where a paragraph is wanted becomes one. */
export type Content = string | Node;

const inlines = (content: readonly Inline[], marks: readonly Mark[] = []): Node[] =>
  content.flatMap((part) =>
    typeof part === "string"
      ? part
          .split(/(\u2028)/)
          .filter((text) => text !== "")
          .map((text) =>
            text === "\u2028" ? schema.nodes.line_break.create(null, null, marks) : schema.text(text, marks),
          )
      : part.map((node) => node.mark(marks.reduce((set, mark) => mark.addToSet(set), node.marks))),
  );

/** Text under one mark: `p("so ", marked("link", { href: "…" }, "here"))`. */
export function marked(name: MarkName, attrs: Attrs | null, ...content: readonly Inline[]): readonly Node[] {
  return inlines(content, [schema.marks[name].create(attrs)]);
}
export const em = (...content: readonly Inline[]): readonly Node[] => marked("em", null, ...content);
export const strong = (...content: readonly Inline[]): readonly Node[] => marked("strong", null, ...content);

/** Any textblock by name. */
export function text(name: NodeName, attrs: Attrs | null, ...content: readonly Inline[]): Node {
  return schema.nodes[name].create(attrs, inlines(content));
}
export const p = (...content: readonly Inline[]): Node => text("paragraph", null, ...content);
export const kicker = (...content: readonly Inline[]): Node => text("kicker", null, ...content);
export const h = (...content: readonly Inline[]): Node => text("headline", null, ...content);
export const standfirst = (...content: readonly Inline[]): Node => text("standfirst", null, ...content);
export const intro = (...content: readonly Inline[]): Node => text("intro", null, ...content);
export const crosshead = (...content: readonly Inline[]): Node => text("crosshead", null, ...content);
export const note = (...content: readonly Inline[]): Node => text("editor_note", null, ...content);
export const credit = (role: CreditRole, name: string, label = ""): Node => text("credit", { role, label }, name);
export const caption = (...content: readonly Inline[]): Node => text("caption", null, ...content);
export const photoCredit = (name: string, label = ""): Node => text("photo_credit", { label }, name);

const paragraphs = (content: readonly Content[]): Node[] =>
  content.map((part) => (typeof part === "string" ? p(part) : part));
const container = (name: NodeName, attrs: Attrs | null, content: readonly Content[]): Node =>
  schema.nodes[name].createChecked(attrs, Fragment.from(paragraphs(content)));

export const q = (...content: readonly Content[]): Node => container("question", null, content.length ? content : [""]);
export const a = (...content: readonly Content[]): Node => container("answer", null, content.length ? content : [""]);
/** The same turn, spoken by someone. */
export function by(speaker: string, turn: Node): Node {
  return turn.type.create({ ...turn.attrs, speaker }, turn.content);
}
export const quote = (...content: readonly Content[]): Node => container("pull_quote", null, content);
export const sidebar = (...content: readonly Content[]): Node => container("sidebar", null, content);
export const box = (...content: readonly Content[]): Node => container("box", null, content);
export const bullets = (...items: readonly string[]): Node => listOf(false, items);
export const numbers = (...items: readonly string[]): Node => listOf(true, items);
const listOf = (ordered: boolean, items: readonly string[]): Node =>
  schema.nodes.list.createChecked(
    { ordered },
    items.map((item) => text("list_item", null, item)),
  );

/** A photo by its file name; then its caption (a string or `caption(…)`) and its credit. */
export function photo(file: string, ...content: readonly Content[]): Node {
  return photoWith({ file }, ...content);
}
export function photoWith(attrs: Attrs, ...content: readonly Content[]): Node {
  const parts = content.map((part) => (typeof part === "string" ? caption(part) : part));
  return schema.nodes.photo.createChecked(attrs, parts);
}
export function photos(...content: readonly Node[]): Node {
  return schema.nodes.photo_group.createChecked(null, content);
}

/** `count` paragraphs' worth of one sentence, for copy that is to fill room: about `count` lines in a column. */
export function lines(count: number): string {
  return Array.from({ length: count }, (_, n) => `Line ${n + 1} of a column of plain words.`).join(" ");
}

export const interviewer = (id: string, name: string, initials = ""): Speaker => ({
  id,
  name,
  initials,
  part: "interviewer",
});
export const interviewee = (id: string, name: string, initials = ""): Speaker => ({
  id,
  name,
  initials,
  part: "interviewee",
});

/**
 * A whole document, with ids in reading order: title parts, credits and blocks as they come. Throws when they do not
 * make an interview.
 */
export function doc(...content: readonly Node[]): Node {
  return docWith({}, ...content);
}
export function docWith(attrs: Attrs, ...content: readonly Node[]): Node {
  const of = (...names: readonly string[]) => content.filter((node) => names.includes(node.type.name));
  const titles = of("kicker", "headline", "standfirst");
  const credits = of("credit");
  const blocks = content.filter((node) => !titles.includes(node) && !credits.includes(node));
  if (!titles.some((node) => node.type.name === "headline")) {
    titles.splice(titles[0]?.type.name === "kicker" ? 1 : 0, 0, h());
  }
  const built = schema.nodes.interview.createChecked(attrs, [
    schema.nodes.title_block.createChecked(null, titles),
    ...(credits.length > 0 ? [schema.nodes.byline.createChecked(null, credits)] : []),
    ...blocks,
  ]);
  const numbered = withIds(new Transform(built)).doc;
  numbered.check();
  return numbered;
}

const SHORT: Readonly<Record<string, string>> = {
  headline: "h",
  question: "q",
  answer: "a",
  crosshead: "x",
  photo_credit: "credit",
  list_item: "item",
  editor_note: "note",
  pull_quote: "quote",
};
/** A document in words, for comparing: `h(Why print?) q(Why?) a(Paper. / photo[p.jpg caption(…)])`. No ids, no marks. */
export function outline(node: Node): string {
  const name = SHORT[node.type.name] ?? node.type.name;
  const inner = (separator: string) => node.children.map(outline).join(separator);
  if (node.isTextblock) {
    const words = node.textContent.replaceAll("\u2028", "⏎");
    return name === "paragraph" ? words : `${name}(${words})`;
  }
  if (node.type === schema.nodes.interview) return inner(" ");
  if (node.type === schema.nodes.title_block || node.type === schema.nodes.byline) return inner(" ");
  if (node.type === schema.nodes.photo)
    return `photo[${[node.attrs.file as string, ...node.children.map(outline)].join(" ")}]`;
  return `${name}(${inner(" / ")})`;
}
