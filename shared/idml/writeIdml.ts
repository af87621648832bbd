/**
 * A document laid out to an IDML package (Adobe, IDML File Format Specification 8.0; the package is a zip whose first
 * entry says what it is, stored): styles, swatches, masters, spreads with threaded frames, stories, and pictures linked
 * by name in the folder `Links` beside the file. It opens as the pages look; where lines break is the other program's
 * business. Reads the same pages that the PDF is written from, and opens no file.
 */
import type { Page, Side } from "../layout/page.ts";
import type { Box } from "../layout/display.ts";
import { PLAIN, type Story } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import type { FontRequest } from "../typesetting/fonts.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { pt } from "../units.ts";
import { type Attributes, element, XML_HEAD } from "../xml.ts";
import { type ZipEntry, zipOf } from "../zip.ts";
import { createFontShelf, type IdmlFont } from "./fonts.ts";
import { framesOf, meet } from "./frames.ts";
import { type Furnishing, furnitureOf, type PageFurniture, type Words } from "./furniture.ts";
import { type IdmlLink, type Origin, picture, rule, textFrame, tint } from "./items.ts";
import { languageName } from "./looks.ts";
import { preferencesXml } from "./preferences.ts";
import { marginsOf, originOf, pageXml, spreadAttributes, spreadsOf } from "./spreads.ts";
import { type IdmlStory, storiesOf } from "./stories.ts";
import { type PlacedFont, type StoryDesk, storyXml } from "./storyXml.ts";
import { type BasedOn, stylesXml } from "./styles.ts";
import { createSwatches } from "./swatches.ts";

export type { BasedOn } from "./styles.ts";
export type { IdmlFont } from "./fonts.ts";
export type { IdmlLink } from "./items.ts";

export type IdmlJob = {
  readonly title: string;
  readonly story: Story;
  readonly design: Design;
  /** All of them, in order. */
  readonly pages: readonly Page[];
  readonly basedOn: BasedOn;
  /** The font that answers a request, and the one a page was set in. */
  font(request: FontRequest): IdmlFont;
  fontOf(id: FontId): IdmlFont;
  /** The picture's file in `Links/`; null where it is not there. */
  link(media: string): IdmlLink | null;
  /** Milliseconds since 1970, for the package's entries. */
  readonly time: number;
};

const LAYER = "ub1";
const PACKAGING = { "xmlns:idPkg": "http://ns.adobe.com/AdobeInDesign/idml/1.0/packaging", DOMVersion: "7.0" };
const MIMETYPE = "application/vnd.adobe.indesign-idml-package";
const CONTAINER = `${XML_HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="designmap.xml" media-type="text/xml"/></rootfiles></container>`;

/** The package's bytes; the same job gives the same. Throws RangeError for a document without pages. */
export function writeIdml(job: IdmlJob): Uint8Array {
  const { design, pages } = job;
  if (pages.length === 0) throw new RangeError("a document without pages makes no package");
  const files: ZipEntry[] = [];
  const encoder = new TextEncoder();
  const add = (name: string, text: string, packed = true): void => {
    files.push({ name, bytes: encoder.encode(text), packed });
  };
  const part = (name: string, kind: string, content: string): string => {
    add(name, XML_HEAD + element(`idPkg:${kind}`, PACKAGING, content));
    return element(`idPkg:${kind}`, { src: name });
  };
  const writer = createWriter(job);

  add("mimetype", MIMETYPE, false);
  const spreads = spreadsOf(pages, design.page.facing).map((numbers, place) => writer.spread(numbers, place));
  const masters = writer.masters();
  const stories = writer.stories();
  const styles = writer.styles();
  const margins = marginsOf(design, pages[0]);
  const parts = [
    part("Resources/Graphic.xml", "Graphic", writer.swatches.colours()),
    part("Resources/Fonts.xml", "Fonts", writer.fonts.xml()),
    part("Resources/Styles.xml", "Styles", styles),
    part(
      "Resources/Preferences.xml",
      "Preferences",
      preferencesXml(design, pages.length, job.story.issue.firstFolio, margins),
    ),
    element("Layer", {
      Self: LAYER,
      Name: "Layer 1",
      Visible: true,
      Locked: false,
      IgnoreWrap: false,
      Printable: true,
    }),
    ...masters.map(({ id, xml }) => part(`MasterSpreads/MasterSpread_${id}.xml`, "MasterSpread", xml)),
    ...spreads.map(({ id, xml }) => part(`Spreads/Spread_${id}.xml`, "Spread", xml)),
    element("Section", {
      Self: "ub2",
      Length: pages.length,
      Name: "",
      PageNumberStyle: "Arabic",
      ContinueNumbering: false,
      IncludeSectionPrefix: false,
      PageNumberStart: job.story.issue.firstFolio,
      Marker: "",
      PageStart: writer.pageIds[0] ?? "",
      SectionPrefix: "",
    }),
    part(
      "XML/BackingStory.xml",
      "BackingStory",
      element("XmlStory", { Self: "ub3", AppliedTOCStyle: "n", TrackChanges: false, StoryTitle: "$ID/" }),
    ),
    ...stories.map(({ id, xml }) => part(`Stories/Story_${id}.xml`, "Story", xml)),
  ];
  const map: Attributes = {
    ...PACKAGING,
    Self: "d",
    StoryList: stories.map(({ id }) => id).join(" "),
    Name: `${job.title || "Untitled"}.indd`,
    ZeroPoint: "0 0",
    ActiveLayer: LAYER,
  };
  const head = `${XML_HEAD}<?aid style="50" type="document" readerVersion="6.0" featureSet="257" product="7.0(355)" ?>\n`;
  const language = languageName(job.story.lang);
  const known = element("Language", {
    Self: `Language/${language}`,
    Name: language,
    SingleQuotes: "‘’",
    DoubleQuotes: "“”",
    PrimaryLanguageName: language,
    SublanguageName: "$ID/",
    Id: 269,
    HyphenationVendor: "Hunspell",
    SpellingVendor: "Hunspell",
  });
  add("designmap.xml", head + element("Document", map, known, ...parts));
  add("META-INF/container.xml", CONTAINER);
  return zipOf(files, job.time);
}

type Written = { readonly id: string; readonly xml: string };

function createWriter(job: IdmlJob) {
  const { design, pages, story } = job;
  const swatches = createSwatches(design.swatches);
  const fonts = createFontShelf((request) => job.font(request));
  let next = 0x100;
  const fresh = () => `u${(next++).toString(16)}`;
  const texts = storiesOf(story, design);
  const frames = framesOf(texts, pages, design.page.trim.width);
  const furniture = furnitureOf(pages, design);
  const storyIds = texts.map(fresh);
  const frameIds = frames.map((list) => list.map(fresh));
  const pageIds = pages.map(fresh);
  const master = fresh();
  const desk: StoryDesk = { design, lang: story.lang, fonts, swatches, ...placedLooks(pages, job) };
  const furnished: Written[] = [];

  function words(item: Words, side: Side, origin: Origin): string {
    const id = fresh();
    const paragraph = {
      block: null,
      style: item.style,
      firstIndent: 0,
      indent: 0,
      dropCap: null,
      breakBefore: "none" as const,
      lang: story.lang,
      stretches: [{ text: item.text, marks: PLAIN, from: null, style: null, ink: item.ink }],
    };
    const own: IdmlStory = { name: "Furniture", paragraphs: [paragraph] };
    furnished.push({ id, xml: storyXml(id, own, { ...desk, furniture: alignOf(item) }) });
    const box = furnitureBox(item);
    return textFrame({ id: fresh(), story: id, before: null, after: null, name: side, box }, LAYER, origin);
  }
  /** Ragged towards the middle of the page, so that a longer folio grows inward. */
  function alignOf(item: Words): "left" | "center" | "right" {
    const middle = (item.x + item.width / 2) / design.page.trim.width;
    return middle < 0.45 ? "left" : middle > 0.55 ? "right" : "center";
  }
  function furnitureBox(item: Words): Box {
    const room = item.size * 3;
    const align = alignOf(item);
    const x = align === "left" ? item.x : align === "right" ? item.x - room : item.x - room / 2;
    const leading = item.style.leading;
    return { x: pt(x), y: pt(item.baseline - leading), width: pt(item.width + room), height: pt(leading * 1.4) };
  }
  function furnishing(item: Furnishing, side: Side, origin: Origin): string {
    switch (item.kind) {
      case "fill":
        return tint(fresh(), item.box, swatches.use(item.ink), LAYER, origin);
      case "rule":
        return rule(fresh(), item.from, item.to, item.weight, swatches.use(item.ink), LAYER, origin);
      case "words":
        return words(item, side, origin);
    }
  }
  const all = (items: readonly Furnishing[], side: Side, origin: Origin) =>
    items.map((item) => furnishing(item, side, origin));

  function pageItems(number: number): readonly string[] {
    const page = pages[number] as Page;
    const { under, over } = furniture.pages[number] as PageFurniture;
    const origin = originOf(design, page.side);
    const onPage = texts.flatMap((text, n) =>
      (frames[n] ?? []).flatMap((frame, at) => (frame.page === number ? [{ text, n, at, ...frame }] : [])),
    );
    const gutter = design.columns.gutter / 2;
    const pictures = page.photos.map((photo) => {
      const crossed = onPage.some(({ text, box }) => text.name === "Text" && meet(box, photo.box));
      const ids = [fresh(), fresh(), fresh()] as const;
      const link = photo.media === null ? null : job.link(photo.media);
      return picture(ids, photo, link, crossed ? gutter : null, LAYER, origin);
    });
    const threads = onPage.map(({ text, n, at, box, upward }) => {
      const ids = frameIds[n] ?? [];
      const frame = {
        id: ids[at] as string,
        story: storyIds[n] as string,
        before: ids[at - 1] ?? null,
        after: ids[at + 1] ?? null,
        name: text.name,
        box,
        upward,
      };
      return textFrame(frame, LAYER, origin);
    });
    return [...all(under, page.side, origin), ...pictures, ...threads, ...all(over, page.side, origin)];
  }

  return {
    swatches,
    fonts,
    pageIds,
    spread(numbers: readonly number[], place: number): Written {
      const id = fresh();
      const sheets = numbers.map((n) => {
        const page = pages[n] as Page;
        const applied = furniture.pages[n]?.master ? master : "n";
        return pageXml(pageIds[n] as string, page.folio, applied, marginsOf(design, page), design, page.side);
      });
      const items = numbers.flatMap(pageItems);
      const attributes = spreadAttributes(id, numbers, pages, design, place);
      return { id, xml: element("Spread", attributes, ...sheets, ...items) };
    },
    masters(): readonly Written[] {
      const sides: readonly Side[] = design.page.facing ? ["verso", "recto"] : [pages[0]?.side ?? "recto"];
      const sheets = sides.map((side) => {
        const like = pages.find((page) => page.side === side) ?? pages[0];
        const margins = marginsOf(design, like);
        return pageXml(fresh(), "A", "n", margins, design, side);
      });
      const items = sides.flatMap((side) => {
        const { under, over } = furniture.master.get(side) ?? { under: [], over: [] };
        const origin = originOf(design, side);
        return [...all(under, side, origin), ...all(over, side, origin)];
      });
      const attributes = {
        Self: master,
        ItemTransform: "1 0 0 1 0 0",
        Name: "A-Master",
        NamePrefix: "A",
        BaseName: "Master",
        ShowMasterItems: true,
        PageCount: sides.length,
        OverriddenPageItemProps: "",
      };
      return [{ id: master, xml: element("MasterSpread", attributes, ...sheets, ...items) }];
    },
    stories(): readonly Written[] {
      const own = texts.map((text, n) => {
        const id = storyIds[n] as string;
        return { id, xml: storyXml(id, text, desk) };
      });
      return [...own, ...furnished];
    },
    styles: () => stylesXml(design, job.basedOn, story.lang, fonts, swatches),
  };
}

/** What the pages say of each block: the style it was set in, and its fonts. */
function placedLooks(pages: readonly Page[], job: IdmlJob): Pick<StoryDesk, "placedStyle" | "placedFonts"> {
  const styles = new Map<string, Page["lines"][number]["style"]>();
  const fonts = new Map<string, PlacedFont[]>();
  for (const page of pages) {
    for (const { block, style, line } of page.lines) {
      if (!styles.has(block)) styles.set(block, style);
      const list = fonts.get(block) ?? [];
      fonts.set(block, list);
      for (const run of line.runs) {
        list.push({ from: run.from, to: (run.from ?? 0) + run.text.length, font: job.fontOf(run.font) });
      }
    }
  }
  return { placedStyle: (block) => styles.get(block) ?? null, placedFonts: (block) => fonts.get(block) ?? [] };
}
