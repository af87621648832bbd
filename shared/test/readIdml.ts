/** For tests: a package read back, with the laws of XML and of references held while reading. */
import { strFromU8, unzipSync } from "fflate";

export type Xml = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Xml | string)[];
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
function decoded(text: string): string {
  if (/[<]/.test(text)) throw new Error(`a bare < in "${text}"`);
  return text.replace(/&(#?\w+);?/g, (whole, name: string) => {
    if (!whole.endsWith(";")) throw new Error(`a bare & in "${text}"`);
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    const char = ENTITIES[name];
    if (char === undefined) throw new Error(`no entity ${name}`);
    return char;
  });
}

/**
 * Elements, attributes and text of XML without DTD; processing instructions inside the root come as text. Throws for
 * what is not well formed.
 */
export function readXml(text: string): Xml {
  const root: { name: string; attributes: Record<string, string>; children: (Xml | string)[] } = {
    name: "",
    attributes: {},
    children: [],
  };
  const open = [root];
  let at = 0;
  const last = () => open[open.length - 1] as typeof root;
  for (const token of text.matchAll(/<\?[^>]*\?>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const between = text.slice(at, token.index);
    if (between !== "") last().children.push(decoded(between));
    at = token.index + token[0].length;
    const [whole, close, name = "", given = "", empty] = token;
    if (whole.startsWith("<?")) {
      if (open.length > 1) last().children.push(whole);
      continue;
    }
    if (close === "/") {
      if (last().name !== name) throw new Error(`</${name}> closes <${last().name}>`);
      open.pop();
      continue;
    }
    const attributes: Record<string, string> = {};
    for (const [, key = "", value = ""] of given.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
      if (key in attributes) throw new Error(`${name} has ${key} twice`);
      attributes[key] = decoded(value);
    }
    const made = { name, attributes, children: [] };
    last().children.push(made);
    if (empty !== "/") open.push(made);
  }
  if (open.length !== 1 || text.slice(at).trim() !== "") throw new Error(`${last().name} is not closed`);
  const [only, ...more] = root.children.filter((child): child is Xml => typeof child !== "string");
  if (!only || more.length > 0) throw new Error("there is not one root");
  return only;
}

export function all(xml: Xml, name: string): readonly Xml[] {
  const found = xml.children.flatMap((child) => (typeof child === "string" ? [] : all(child, name)));
  return xml.name === name ? [xml, ...found] : found;
}

type ReadStory = { readonly id: string; readonly title: string; readonly paragraphs: readonly string[] };
export type ReadIdml = {
  readonly files: ReadonlyMap<string, Xml>;
  /** In the order of the document's map. */
  readonly stories: readonly ReadStory[];
  readonly pages: readonly Xml[];
  readonly frames: readonly Xml[];
  /** Everything that refers to what is not there, is there twice, or is threaded wrongly. */
  readonly broken: readonly string[];
};

const REFERENCES = [
  "ParentStory",
  "PreviousTextFrame",
  "NextTextFrame",
  "AppliedParagraphStyle",
  "AppliedCharacterStyle",
  "AppliedObjectStyle",
  "FillColor",
  "StrokeColor",
  "ItemLayer",
  "AppliedMaster",
  "PageStart",
] as const;

export function readIdml(bytes: Uint8Array): ReadIdml {
  const broken: string[] = [];
  // "PK", the name at byte 30 without extra field, the type right behind it: what a program looks at first.
  if (strFromU8(bytes.subarray(30, 38)) !== "mimetype" || bytes[8] !== 0 || bytes[28] !== 0) {
    broken.push("the package does not begin with a stored mimetype");
  }
  const entries = unzipSync(bytes);
  const type = strFromU8(entries.mimetype ?? new Uint8Array());
  if (type !== "application/vnd.adobe.indesign-idml-package") broken.push(`it is a ${type}`);
  const files = new Map<string, Xml>();
  for (const [name, entry] of Object.entries(entries)) {
    if (name !== "mimetype") files.set(name, readXml(strFromU8(entry)));
  }
  const map = files.get("designmap.xml");
  if (!map) throw new Error("there is no designmap.xml");
  const parts = map.children.flatMap((child) => {
    if (typeof child === "string" || !child.name.startsWith("idPkg:")) return [];
    const file = files.get(child.attributes.src ?? "");
    if (!file) broken.push(`${child.attributes.src} is not there`);
    return file ? [file] : [];
  });
  const ids = new Set<string>();
  for (const file of [map, ...parts]) {
    for (const { attributes } of everything(file)) {
      const id = attributes.Self;
      if (id !== undefined && ids.has(id)) broken.push(`${id} is there twice`);
      if (id !== undefined) ids.add(id);
    }
  }
  for (const file of [map, ...parts]) {
    for (const { name, attributes, children } of everything(file)) {
      for (const key of REFERENCES) {
        const to = attributes[key];
        if (to !== undefined && to !== "n" && !ids.has(to)) broken.push(`${name}: there is no ${key} ${to}`);
      }
      if (attributes.type === "object" && !ids.has(children.join("")))
        broken.push(`${name}: there is no ${children.join("")}`);
    }
  }
  const spreads = parts.filter(({ name }) => name === "idPkg:Spread");
  const frames = spreads.flatMap((spread) => all(spread, "TextFrame"));
  const stories = parts.flatMap((part) => (part.name === "idPkg:Story" ? all(part, "Story").map(readStory) : []));
  const masters = parts
    .filter(({ name }) => name === "idPkg:MasterSpread")
    .flatMap((spread) => all(spread, "TextFrame"));
  broken.push(...threadFaults(stories, [...frames, ...masters]));
  const listed = map.attributes.StoryList?.split(" ").join();
  if (listed !== stories.map(({ id }) => id).join()) broken.push("the list of stories is another");
  return { files, stories, pages: spreads.flatMap((spread) => all(spread, "Page")), frames, broken };
}

function everything(xml: Xml): readonly Xml[] {
  return [xml, ...xml.children.flatMap((child) => (typeof child === "string" ? [] : everything(child)))];
}

function readStory(story: Xml): ReadStory {
  let text = "";
  for (const part of everything(story)) {
    if (part.name === "Content") text += part.children.join("");
    if (part.name === "Br") text += "\n";
  }
  const { Self: id = "", StoryTitle: title = "" } = story.attributes;
  return { id, title, paragraphs: text.split("\n") };
}

/** Each story has one thread of all its frames, and they stand in the spreads in its order. */
function threadFaults(stories: readonly ReadStory[], frames: readonly Xml[]): readonly string[] {
  return stories.flatMap(({ id }) => {
    const own = frames.filter(({ attributes }) => attributes.ParentStory === id);
    if (own.length === 0) return [`story ${id} has no frame`];
    return own.flatMap(({ attributes }, n) => {
      const before = own[n - 1]?.attributes.Self ?? "n";
      const after = own[n + 1]?.attributes.Self ?? "n";
      const right = attributes.PreviousTextFrame === before && attributes.NextTextFrame === after;
      return right ? [] : [`story ${id}: frame ${attributes.Self} stands between the wrong frames`];
    });
  });
}
