/**
 * From DOM to document: the other half of the schema's `toDOM`. Whatever carries `data-role` is what it says; the few
 * plain elements a browser or an input method makes while someone types are read as what they stand for. Attributes
 * that have no place in HTML travel as JSON (`serialise.ts`) and are believed only when the schema's checks pass.
 */
import { DOMParser, type Attrs, type TagParseRule } from "prosemirror-model";
import { type NodeName, schema } from "../../shared/schema/interview.ts";
import { webAddress } from "../../shared/schema/webAddress.ts";

/** What `serialise.ts` writes beside `data-role`. */
export const ATTRS = "data-attrs";

function attrsOf(name: NodeName, dom: HTMLElement): Attrs | null {
  const found: Record<string, unknown> = {};
  const put = (attr: string, value: string | undefined) => {
    if (value !== undefined && attr in (schema.nodes[name].spec.attrs ?? {})) found[attr] = value;
  };
  const { id, speaker, file, media, alt, label, creditRole } = dom.dataset;
  put("id", id);
  put("speaker", speaker);
  put("file", file);
  put("media", media);
  put("alt", alt);
  put("label", label);
  put("role", creditRole);
  if (name === "list") found.ordered = dom.nodeName === "OL";
  const json = dom.getAttribute(ATTRS);
  if (json !== null) Object.assign(found, parsed(json));
  return valid(name, found) ? found : null;
}
function parsed(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
/** Foreign attributes that the schema would refuse leave the node with its defaults. */
function valid(name: NodeName, attrs: Attrs): boolean {
  const specs = schema.nodes[name].spec.attrs ?? {};
  return Object.entries(attrs).every(([attr, value]) => {
    const validate = specs[attr]?.validate;
    if (validate === undefined) return attr in specs;
    if (typeof validate === "string") return validate.split("|").includes(value === null ? "null" : typeof value);
    try {
      validate(value);
      return true;
    } catch {
      return false;
    }
  });
}

const NODE_RULES: TagParseRule[] = (Object.keys(schema.nodes) as NodeName[])
  .filter((name) => !["interview", "text", "line_break"].includes(name))
  .map((name) => ({
    tag: `[data-role="${name}"]`,
    node: name,
    getAttrs: (dom) => attrsOf(name, dom),
    priority: 80,
  }));

const data = (name: string) => (dom: HTMLElement) => dom.dataset[name] ?? "";
const numbered = (dom: HTMLElement, name: string, otherwise: number) => {
  const value = Number(dom.dataset[name]);
  return Number.isFinite(value) ? value : otherwise;
};

const RULES: readonly TagParseRule[] = [
  ...NODE_RULES,
  // What `toDOM` makes of the document and its marks.
  { tag: "br", node: "line_break" },
  { tag: "em", mark: "em" },
  { tag: "strong", mark: "strong" },
  { tag: "sup", mark: "superscript" },
  { tag: "sub", mark: "subscript" },
  {
    tag: "a[href]",
    mark: "link",
    getAttrs: (dom) => {
      const href = webAddress(dom.getAttribute("href"));
      return href === null ? false : { href };
    },
  },
  // An address that goes nowhere, as `toDOM` keeps it.
  { tag: "a[data-href]", mark: "link", getAttrs: (dom) => ({ href: dom.getAttribute("data-href") }) },
  { tag: 'span[data-mark="small_caps"]', mark: "small_caps" },
  { tag: 'span[data-mark="no_break"]', mark: "no_break" },
  { tag: 'span[data-mark="stage_note"]', mark: "stage_note" },
  { tag: 'span[data-mark="char_style"]', mark: "char_style", getAttrs: (dom) => ({ name: data("name")(dom) }) },
  {
    tag: 'span[data-mark="adjust"]',
    mark: "adjust",
    getAttrs: (dom) => ({
      tracking: numbered(dom, "tracking", 0),
      kerning: numbered(dom, "kerning", 0),
      scaling: numbered(dom, "scaling", 1),
      baseline: numbered(dom, "baseline", 0),
    }),
  },
  { tag: 'span[data-mark="comment"]', mark: "comment", getAttrs: (dom) => ({ id: data("id")(dom) }) },
  { tag: "span[lang]", mark: "lang", getAttrs: (dom) => ({ lang: dom.lang }) },
  { tag: "ins", mark: "insertion" },
  { tag: "del", mark: "deletion" },
  // What a browser makes by itself.
  { tag: "i", mark: "em" },
  { tag: "b", mark: "strong" },
  { tag: "p", node: "paragraph", priority: 20 },
  { tag: "li", node: "list_item", priority: 20 },
  { tag: "ul", node: "list", priority: 20 },
  { tag: "ol", node: "list", attrs: { ordered: true }, priority: 20 },
];

export const storyParser = new DOMParser(schema, RULES);
