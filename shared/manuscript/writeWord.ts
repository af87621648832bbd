/**
 * A story to a Word manuscript (ECMA-376 part 1, WordprocessingML): a paragraph style for everything that a paragraph
 * can be (`ownCopy.ts`), emphasis as Word has it, lists that count, pictures where they stand, links. Comments and
 * suggestions stay behind. `readWord.ts` and `readOwnLines.ts` read it back to the same roles and words.
 */
import type { Mark, Node } from "prosemirror-model";
import { element, XML_HEAD, xmlText } from "../xml.ts";
import { type ZipEntry, zipOf } from "../zip.ts";
import {
  labelFollows,
  OWN_NAMES,
  type OwnName,
  type OwnParagraph,
  ownHead,
  ownParagraphs,
  STAGE_NOTE,
} from "./ownCopy.ts";
import { webAddress } from "../schema/webAddress.ts";

/** A picture as it goes into the file; pixels as they stand upright. */
export type WordPicture = {
  readonly ending: string;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
};
export type WordOptions = {
  readonly title: string;
  /** Null where the picture is not there. */
  picture(photo: { readonly file: string; readonly media: string | null }): WordPicture | null;
  /** Milliseconds since 1970, for the package's entries. */
  readonly time: number;
};

const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const DRAWING = "http://schemas.openxmlformats.org/drawingml/2006";
const TYPES: Readonly<Record<string, string>> = { jpg: "image/jpeg", png: "image/png", gif: "image/gif" };
const WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** The file's bytes; the same document gives the same. `doc` is an `interview`. */
export function writeWord(doc: Node, options: WordOptions): Uint8Array {
  const head = ownHead(doc);
  const links: string[] = [];
  const media: ZipEntry[] = [];
  const encoder = new TextEncoder();
  const relate = (kind: string, target: string, external: boolean): string => {
    const id = `rId${links.length + 3}`;
    links.push(
      element("Relationship", {
        Id: id,
        Type: `${OFFICE}/${kind}`,
        Target: target,
        TargetMode: external ? "External" : null,
      }),
    );
    return id;
  };
  let lists = 0;
  let list: unknown = null;
  const body = ownParagraphs(doc).map((paragraph) => {
    const around = paragraph.around[paragraph.around.length - 1];
    const ordered = paragraph.name === "number";
    if (ordered && around !== list) lists += 1;
    list = around ?? null;
    const shown = paragraph.picture && options.picture(paragraph.picture);
    if (shown) {
      const number = media.length + 1;
      const name = `media/picture-${number}.${shown.ending}`;
      media.push({ name: `word/${name}`, bytes: shown.bytes, packed: false });
      return paragraphXml(paragraph, drawing(relate("image", name, false), number, paragraph, shown), 0);
    }
    const runs = paragraph.node
      ? runsOf(paragraph.node, (href) => relate("hyperlink", href, true))
      : missing(paragraph);
    return paragraphXml(paragraph, runs, ordered ? lists + 1 : paragraph.name === "bullet" ? 1 : 0);
  });

  const document = element(
    "w:document",
    {
      "xmlns:w": MAIN,
      "xmlns:r": OFFICE,
      "xmlns:wp": `${DRAWING}/wordprocessingDrawing`,
      "xmlns:a": `${DRAWING}/main`,
      "xmlns:pic": `${DRAWING}/picture`,
    },
    element("w:body", {}, ...body, SECTION),
  );
  const endings = [...new Set(media.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)))].sort();
  const part = (name: string, xml: string): ZipEntry => ({ name, bytes: encoder.encode(XML_HEAD + xml), packed: true });
  return zipOf(
    [
      part("[Content_Types].xml", contentTypes(endings)),
      part(
        "_rels/.rels",
        relationships(
          relationship("rId1", `${OFFICE}/officeDocument`, "word/document.xml"),
          relationship("rId2", `${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"),
          relationship("rId3", `${OFFICE}/custom-properties`, "docProps/custom.xml"),
        ),
      ),
      part("docProps/core.xml", coreProperties(options)),
      part("docProps/custom.xml", customProperty(JSON.stringify(head))),
      part("word/document.xml", document),
      part("word/styles.xml", stylesXml(head.lang)),
      part("word/numbering.xml", numberingXml(lists)),
      part(
        "word/_rels/document.xml.rels",
        relationships(
          relationship("rId1", `${OFFICE}/styles`, "styles.xml"),
          relationship("rId2", `${OFFICE}/numbering`, "numbering.xml"),
          ...links,
        ),
      ),
      ...media,
    ],
    options.time,
  );
}

// Packaging

function relationship(id: string, type: string, target: string): string {
  return element("Relationship", { Id: id, Type: type, Target: target });
}
function relationships(...all: readonly string[]): string {
  return element("Relationships", { xmlns: `${PACKAGE}/relationships` }, ...all);
}
function contentTypes(endings: readonly string[]): string {
  const fixed = { rels: "application/vnd.openxmlformats-package.relationships+xml", xml: "application/xml" };
  const byEnding = { ...fixed, ...Object.fromEntries(endings.map((ending) => [ending, TYPES[ending] ?? ""])) };
  const parts = {
    "/word/document.xml": `${WORDPROCESSING}.document.main+xml`,
    "/word/styles.xml": `${WORDPROCESSING}.styles+xml`,
    "/word/numbering.xml": `${WORDPROCESSING}.numbering+xml`,
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
  };
  return element(
    "Types",
    { xmlns: `${PACKAGE}/content-types` },
    ...Object.entries(byEnding).map(([Extension, ContentType]) => element("Default", { Extension, ContentType })),
    ...Object.entries(parts).map(([PartName, ContentType]) => element("Override", { PartName, ContentType })),
  );
}
function coreProperties({ title, time }: WordOptions): string {
  const date = new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
  return element(
    "cp:coreProperties",
    {
      "xmlns:cp": `${PACKAGE}/metadata/core-properties`,
      "xmlns:dc": "http://purl.org/dc/elements/1.1/",
      "xmlns:dcterms": "http://purl.org/dc/terms/",
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    },
    element("dc:title", {}, xmlText(title)),
    element("dcterms:modified", { "xsi:type": "dcterms:W3CDTF" }, date),
  );
}
/** Where Word and others keep what they do not know themselves (§22.3). */
function customProperty(json: string): string {
  return element(
    "Properties",
    {
      xmlns: "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
      "xmlns:vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    },
    element(
      "property",
      { fmtid: "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", pid: 2, name: "Quoin" },
      element("vt:lpwstr", {}, xmlText(json)),
    ),
  );
}

/** What the custom properties say of a document of ours, as JSON; null in any other. */
export function ownWordHead(customXml: string): string | null {
  const found = /<property\b[^>]*\bname="Quoin"[^>]*>\s*<vt:lpwstr>([^<]*)<\/vt:lpwstr>/.exec(customXml);
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return found?.[1]?.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? "") ?? null;
}

// Text

function paragraphXml(paragraph: OwnParagraph, runs: string, list: number): string {
  const { name, label } = paragraph;
  const words = label === "" ? [runs] : [run(label, "<w:b/>"), run(" ", ""), runs];
  if (labelFollows(paragraph)) words.reverse();
  const numbering =
    list === 0 ? "" : element("w:numPr", {}, element("w:ilvl", { "w:val": 0 }), element("w:numId", { "w:val": list }));
  const properties = element("w:pPr", {}, element("w:pStyle", { "w:val": styleId(name) }), numbering);
  return element("w:p", {}, properties, ...words);
}

function runsOf(block: Node, relate: (href: string) => string): string {
  let xml = "";
  block.forEach((node) => {
    if (!node.isText) {
      xml += "<w:r><w:br/></w:r>";
      return;
    }
    const words = run(node.text ?? "", runProperties(node.marks));
    const link = node.marks.find((mark) => mark.type.name === "link");
    const href = webAddress((link?.attrs.href as string | undefined) ?? null);
    xml += href === null ? words : element("w:hyperlink", { "r:id": relate(href) }, words);
  });
  return xml;
}
function run(text: string, properties: string): string {
  const words = element("w:t", { "xml:space": "preserve" }, xmlText(text));
  return element("w:r", {}, properties === "" ? "" : element("w:rPr", {}, properties), words);
}

/** In the order of the schema (§17.3.2.28). */
function runProperties(marks: readonly Mark[]): string {
  const of = (name: string) => marks.find((mark) => mark.type.name === name);
  const position = of("superscript") ? "superscript" : of("subscript") ? "subscript" : null;
  const lang = of("lang")?.attrs.lang as string | undefined;
  return [
    of("stage_note") ? element("w:rStyle", { "w:val": STAGE_NOTE.id }) : "",
    of("strong") ? "<w:b/>" : "",
    of("em") ? "<w:i/>" : "",
    of("small_caps") ? "<w:smallCaps/>" : "",
    position ? element("w:vertAlign", { "w:val": position }) : "",
    lang ? element("w:lang", { "w:val": lang }) : "",
  ].join("");
}

// Pictures

/** English Metric Units: 914,400 an inch (§20.1.2.1). Pictures are as wide as the text at most. */
const EMU = 914_400;
const MOST_WIDE = 6 * EMU;
const MOST_HIGH = 6 * EMU;

function drawing(relation: string, number: number, { picture }: OwnParagraph, { width, height }: WordPicture): string {
  const scale = Math.min(MOST_WIDE / width, MOST_HIGH / height, EMU / 96);
  const size = { cx: Math.max(1, Math.round(width * scale)), cy: Math.max(1, Math.round(height * scale)) };
  const name = picture?.file ?? "";
  const graphic = element(
    "pic:pic",
    {},
    element("pic:nvPicPr", {}, element("pic:cNvPr", { id: number, name }), "<pic:cNvPicPr/>"),
    element("pic:blipFill", {}, element("a:blip", { "r:embed": relation }), "<a:stretch><a:fillRect/></a:stretch>"),
    element(
      "pic:spPr",
      {},
      element("a:xfrm", {}, element("a:off", { x: 0, y: 0 }), element("a:ext", size)),
      '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>',
    ),
  );
  return element(
    "w:r",
    {},
    element(
      "w:drawing",
      {},
      element(
        "wp:inline",
        { distT: 0, distB: 0, distL: 0, distR: 0 },
        element("wp:extent", size),
        element("wp:docPr", { id: number, name, descr: picture?.alt ?? "" }),
        element("a:graphic", {}, element("a:graphicData", { uri: `${DRAWING}/picture` }, graphic)),
      ),
    ),
  );
}
/** A picture that is not there is named, as a person would write it. */
function missing({ picture }: OwnParagraph): string {
  return run(`[${picture?.file ?? ""}]`, "");
}

// Styles

function styleName(name: OwnName): string {
  const words = name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Quoin ${words.join(" ")}`;
}
function styleId(name: OwnName): string {
  return styleName(name).replaceAll(" ", "");
}

type Look = { readonly paragraph?: string; readonly run?: string; readonly above?: OwnName };
const bold = "<w:b/>";
const italic = "<w:i/>";
const size = (points: number) => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;
const inset = '<w:ind w:left="567"/>';
const LOOKS: Partial<Record<OwnName, Look>> = {
  kicker: { run: `${bold}${size(12)}` },
  headline: { paragraph: '<w:keepNext/><w:outlineLvl w:val="0"/>', run: `${bold}${size(24)}` },
  standfirst: { run: `${italic}${size(14)}` },
  question: { paragraph: '<w:keepNext/><w:spacing w:before="240"/>', run: bold },
  "question-continued": { above: "question" },
  "answer-continued": { above: "answer" },
  crosshead: {
    paragraph: '<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/>',
    run: `${bold}${size(14)}`,
  },
  "pull-quote": { paragraph: inset, run: `${italic}${size(16)}` },
  "pull-quote-continued": { above: "pull-quote" },
  sidebar: { paragraph: `<w:shd w:val="clear" w:color="auto" w:fill="F2F2EE"/>${inset}` },
  "sidebar-continued": { above: "sidebar" },
  "sidebar-crosshead": { above: "sidebar", run: bold },
  picture: { paragraph: "<w:keepNext/>" },
  "picture-continued": { above: "picture" },
  caption: { run: size(10) },
  "group-caption": { above: "caption" },
  "photo-credit": { run: size(9) },
  "editor-note": { run: italic },
};

function stylesXml(lang: string): string {
  const defaults =
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>' +
    `${size(12)}${element("w:lang", { "w:val": lang })}</w:rPr></w:rPrDefault>` +
    '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>';
  const normal = element(
    "w:style",
    { "w:type": "paragraph", "w:default": 1, "w:styleId": "Normal" },
    element("w:name", { "w:val": "Normal" }),
    "<w:qFormat/>",
  );
  const own = OWN_NAMES.map((name) => {
    const { paragraph = "", run: letters = "", above } = LOOKS[name] ?? {};
    const continued = OWN_NAMES.find((other) => other === `${name}-continued`);
    return element(
      "w:style",
      { "w:type": "paragraph", "w:customStyle": 1, "w:styleId": styleId(name) },
      element("w:name", { "w:val": styleName(name) }),
      element("w:basedOn", { "w:val": above ? styleId(above) : "Normal" }),
      ...(continued ? [element("w:next", { "w:val": styleId(continued) })] : []),
      "<w:qFormat/>",
      paragraph === "" ? "" : element("w:pPr", {}, paragraph),
      letters === "" ? "" : element("w:rPr", {}, letters),
    );
  });
  const note = element(
    "w:style",
    { "w:type": "character", "w:customStyle": 1, "w:styleId": STAGE_NOTE.id },
    element("w:name", { "w:val": STAGE_NOTE.name }),
    "<w:qFormat/>",
    element("w:rPr", {}, italic),
  );
  return element("w:styles", { "xmlns:w": MAIN }, defaults, normal, ...own, note);
}

/** List 1 has bullets; each list after it counts from 1. */
function numberingXml(lists: number): string {
  const level = (format: string, text: string) =>
    element(
      "w:lvl",
      { "w:ilvl": 0 },
      element("w:start", { "w:val": 1 }),
      element("w:numFmt", { "w:val": format }),
      element("w:lvlText", { "w:val": text }),
      element("w:lvlJc", { "w:val": "left" }),
      '<w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr>',
    );
  const abstract = (id: number, inner: string) => element("w:abstractNum", { "w:abstractNumId": id }, inner);
  const numbered = Array.from({ length: lists }, (_, n) =>
    element(
      "w:num",
      { "w:numId": n + 2 },
      element("w:abstractNumId", { "w:val": 1 }),
      element("w:lvlOverride", { "w:ilvl": 0 }, element("w:startOverride", { "w:val": 1 })),
    ),
  );
  return element(
    "w:numbering",
    { "xmlns:w": MAIN },
    abstract(0, level("bullet", "•")),
    abstract(1, level("decimal", "%1.")),
    element("w:num", { "w:numId": 1 }, element("w:abstractNumId", { "w:val": 0 })),
    ...numbered,
  );
}

/** A4 with an inch round it, in twentieths of a point. */
const SECTION =
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>';
