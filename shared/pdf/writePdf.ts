/**
 * Display lists to a PDF, streamed. What makes a file PDF/X is in the files of this room, one idea each; this is the
 * order of work. Memory does not grow with the pictures: each is asked for shortly before its page, written, dropped.
 * Every byte follows from the lists and the ticket.
 */
import { inkToRgb } from "../color/screen.ts";
import type { Finding } from "../finding.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { pageBoxes } from "./boxes.ts";
import { content } from "./content.ts";
import { pdfDate } from "./dates.ts";
import { digest } from "./digest.ts";
import { fontBook } from "./fonts.ts";
import { formBook } from "./placed/formBook.ts";
import { groundOf } from "./ground.ts";
import { documentInfo } from "./info.ts";
import { type InkBook, inkBook } from "./inks.ts";
import { spacesAfter } from "./lineEnds.ts";
import { furnitureOf } from "./marks.ts";
import { array, dict, type Ref, text, utf8 } from "./objects.ts";
import { outline } from "./outline.ts";
import { writeOutputIntent } from "./outputIntent.ts";
import { GRAPHICS_STATES, type PlacedPicture, writePage } from "./pageContent.ts";
import { pageLabels } from "./pageLabels.ts";
import { pageTree } from "./pageTree.ts";
import { paintDress, WATERMARK_STATE, watermarkBook } from "./proofDress.ts";
import { pdfFile, type Sink } from "./serialise.ts";
import { structureTags, type LinkTag } from "./tags.ts";
import type { JobTicket, PictureRequest, PreparedPicture, StopSignal, Written } from "./ticket.ts";
import { xmpPacket } from "./xmp.ts";

const VERSION = { x4: "1.6", x1a: "1.4", proof: "1.7", screen: "1.7" } as const;
/** Pictures asked for ahead of the page being written: enough to keep a second core busy, little enough to hold. */
const AHEAD = 2;
/** Pages whose content is being compressed at a time, some 60 kB each. */
const PAGES_AT_ONCE = 4;

export async function writePdf(
  lists: readonly DisplayList[],
  ticket: JobTicket,
  sink: Sink,
  signal: StopSignal | null = null,
): Promise<Written> {
  if (lists.length === 0) throw new RangeError("a PDF has at least one page");
  if (!ticket.title.trim()) throw new RangeError("a PDF for the press has a title");
  const press = ticket.standard === "x4" || ticket.standard === "x1a";
  if (press && !ticket.outputIntent) throw new RangeError(`${ticket.standard} needs an output intent`);
  const reader = ticket.standard === "screen" || ticket.standard === "proof";

  const file = pdfFile(sink, VERSION[ticket.standard]);
  const catalog = file.allocate();
  const info = file.allocate();
  const fonts = fontBook(file, ticket);
  const inks = inkBook(file, ticket.standard === "screen" ? inkToRgb : null, ticket);
  const tags = structureTags(file, ticket.lang, ticket.reading);
  const over = await file.write(dict(GRAPHICS_STATES.Over));
  const forms = formBook(file, ticket.deflate);
  const knock = await file.write(dict(GRAPHICS_STATES.Knock));
  const { dress, note } = ticket;
  const faint = dress ? await file.write(dict(WATERMARK_STATE.Faint)) : null;
  const pages = pageTree(file, lists.length);
  const print = digest();
  print.add(utf8(JSON.stringify({ ...ticket, outputIntent: { ...ticket.outputIntent, profile: null } })));
  if (ticket.outputIntent) print.add(ticket.outputIntent.profile);
  const watermarks = dress ? watermarkBook(file, dress, ticket.deflate, print.add) : null;
  const findings: Finding[] = [];

  const asked = picturesAhead(lists, ticket, inks);
  const embedded = new Map<string, Exclude<PlacedPicture, null>>();
  /** Pictures that could not be had; each page they stand on says so. */
  const lost = new Map<string, Finding>();
  const spaceAfter = spacesAfter(lists);
  const out = content();
  const compressing: { readonly ref: Ref; readonly data: Promise<Uint8Array> }[] = [];

  for (const [index, list] of lists.entries()) {
    if (signal?.aborted) return stopped(index);
    const page = pages.ref(index);

    const pictures: PlacedPicture[] = [];
    for (const item of list.items) {
      if (item.kind !== "picture") continue;
      const request = asked.next(list, item);
      const key = keyOf(request);
      const known = embedded.get(key);
      if (known) {
        pictures.push(known);
        continue;
      }
      const picture = lost.get(key) ?? (await asked.answer(request));
      if (signal?.aborted) return stopped(index);
      if ("code" in picture) {
        lost.set(key, picture);
        findings.push(placedAt(picture, list, item));
        pictures.push(null);
        continue;
      }
      for (const found of picture.findings) findings.push(placedAt(found, list, item));
      const mask = picture.mask ? await file.stream(maskHead(picture.mask), picture.mask.data) : null;
      const stencil = picture.stencil ? await file.stream(stencilHead(picture.stencil), picture.stencil.data) : null;
      const ref = picture.form
        ? await forms.write(picture.form)
        : await file.stream(imageHead(picture, ticket, inks, mask, stencil), picture.data);
      print.add(utf8(`${key} ${picture.data.length}`));
      if (picture.form) print.add(picture.form.content);
      const placed = { resource: `P${embedded.size + 1}`, ref, picture: withoutPixels(picture) };
      embedded.set(key, placed);
      pictures.push(placed);
    }

    findings.push(
      ...(ticket.inspect?.(
        list,
        pictures.map((placed) => placed?.picture ?? null),
      ) ?? []),
    );
    const boxes = pageBoxes(list, ticket);
    const links: LinkTag[] = [];
    const pageTags = tags.page(page);
    const painted = writePage(out, list, boxes, furnitureOf(list, ticket, fonts), {
      fonts,
      inks,
      tags: pageTags,
      pictures,
      spaceAfter,
      glyphPath: ticket.glyphPath,
      largeType: ticket.largeType,
      link: (href) => {
        if (ticket.standard !== "screen") return null;
        const link = { href, annotation: file.allocate(), structParent: tags.allocateParent() };
        links.push(link);
        return link;
      },
    });
    findings.push(...painted.findings);
    let watermark: Ref | null = null;
    if (dress && note && watermarks) {
      const tools = { boxes, inks, font: { id: note.font, sfnt: fonts.use(note.font).sfnt } };
      watermark = await watermarks.of(list, tools);
      paintDress(out, list, dress, "Watermark", tools);
    }
    const own = dress ? await writeOwnData(dress.data(list)) : null;
    // Pages are compressed while the next are painted, where the port has threads of its own; they leave in order.
    const stream = file.allocate();
    const data = Promise.resolve(ticket.deflate(out.bytes().slice()));
    data.catch(() => undefined);
    compressing.push({ ref: stream, data });
    if (compressing.length > PAGES_AT_ONCE) await writeContent();
    for (const link of links) {
      const rects = painted.links.filter((piece) => piece.link === link);
      await file.write(
        dict({
          Type: "Annot",
          Subtype: "Link",
          Rect: [
            Math.min(...rects.map(({ rect }) => rect[0])),
            Math.min(...rects.map(({ rect }) => rect[1])),
            Math.max(...rects.map(({ rect }) => rect[2])),
            Math.max(...rects.map(({ rect }) => rect[3])),
          ],
          QuadPoints: rects.flatMap(({ rect: [l, b, r, t] }) => [l, t, r, t, l, b, r, b]),
          Border: [0, 0, 0],
          F: 4,
          A: { S: "URI", URI: text(link.href) },
          Contents: text(rects.map(({ words }) => words).join(" ")),
          StructParent: link.structParent,
        }),
        link.annotation,
      );
    }
    await file.write(
      dict({
        Type: "Page",
        Parent: pages.parentOf(index),
        MediaBox: boxes.media,
        BleedBox: boxes.bleed,
        TrimBox: boxes.trim,
        Resources: {
          Font: Object.fromEntries(painted.fonts),
          ExtGState: { Over: over, Knock: knock, Faint: faint },
          ColorSpace: painted.spaces.size > 0 ? Object.fromEntries(painted.spaces) : null,
          XObject:
            watermark || painted.pictures.size > 0
              ? { ...Object.fromEntries(painted.pictures), Watermark: watermark }
              : null,
        },
        Contents: stream,
        // Where a soft mask is, colours are blended as inks; RGB would wash black through all plates (§11.6.6).
        Group: pictures.some((placed) => placed?.picture.mask || placed?.picture.form?.transparent)
          ? { S: "Transparency", CS: ticket.standard === "screen" ? "DeviceRGB" : "DeviceCMYK" }
          : null,
        StructParents: pageTags.structParents,
        LastModified: own ? text(pdfDate(ticket.modified)) : null,
        PieceInfo: own ? { Quoin: { LastModified: text(pdfDate(ticket.modified)), Private: own } } : null,
        Annots: links.length > 0 ? array(links.map((link) => link.annotation)) : null,
        Tabs: links.length > 0 ? "S" : null,
      }),
      page,
    );
    await ticket.progress?.(index + 1, lists.length);
  }

  while (compressing.length > 0) await writeContent();
  const { fonts: writtenFonts, findings: fontFindings } = await fonts.write();
  await inks.write();
  const pagesRoot = await pages.write();
  const structure = await tags.write(file.allocate());
  const id = print.bytes();
  const instance = uuidOf(id);
  const metadata = await file.stream(dict({ Type: "Metadata", Subtype: "XML" }), utf8(xmpPacket(ticket, instance)));
  const intent = press && ticket.outputIntent ? await writeOutputIntent(file, ticket.outputIntent, ticket) : null;
  const bookmarks = reader ? await outline(file, lists, ticket, (index) => pages.ref(index)) : null;
  await file.write(documentInfo(ticket), info);
  await file.write(
    dict({
      Type: "Catalog",
      Pages: pagesRoot,
      PageLabels: pageLabels(lists.map((list) => list.folio)),
      Lang: ticket.lang ? text(ticket.lang) : null,
      MarkInfo: { Marked: true },
      StructTreeRoot: structure,
      ViewerPreferences: { DisplayDocTitle: true },
      Outlines: bookmarks,
      PageMode: bookmarks ? "UseOutlines" : null,
      OutputIntents: intent ? [intent] : null,
      Metadata: metadata,
    }),
    catalog,
  );
  const owner = digest();
  owner.add(utf8(ticket.documentId));
  const bytes = await file.finish(catalog, info, [owner.bytes(), id]);
  return {
    finished: true,
    pages: lists.length,
    bytes,
    fonts: writtenFonts,
    pictures: embedded.size,
    spots: inks.spots,
    findings: [...findings, ...inks.findings, ...fontFindings],
  };

  async function writeOwnData(data: Uint8Array): Promise<Ref> {
    print.add(data);
    return file.stream(dict({ Filter: "FlateDecode" }), await ticket.deflate(data));
  }

  async function writeContent(): Promise<void> {
    const next = compressing.shift();
    if (!next) return;
    const data = await next.data;
    print.add(data);
    await file.stream(dict({ Filter: "FlateDecode" }), data, next.ref);
  }

  function stopped(page: number): Written {
    return { finished: false, pages: page, bytes: 0, fonts: [], pictures: 0, spots: [], findings };
  }
}

type PictureItem = Extract<DisplayItem, { kind: "picture" }>;

/** Asks for pictures a little before they are needed, each once, in page order. */
function picturesAhead(lists: readonly DisplayList[], ticket: JobTicket, inks: InkBook) {
  const requestOf = (list: DisplayList, item: PictureItem): PictureRequest => {
    const { media, box, crop, grey, rendering, pdf, reserved } = item;
    const ground = ticket.standard === "x1a" ? groundOf(list, item, inks.onPress) : null;
    return {
      page: list.number,
      media,
      box,
      crop,
      ...(grey ? { grey } : {}),
      ...(rendering ? { rendering } : {}),
      ...(pdf ? { pdf } : {}),
      ...(reserved ? { reserved } : {}),
      ...(ground ? { ground } : {}),
    };
  };
  const requests: PictureRequest[] = [];
  const seen = new Set<string>();
  for (const list of lists) {
    for (const item of list.items) {
      if (item.kind !== "picture") continue;
      const request = requestOf(list, item);
      if (seen.has(keyOf(request))) continue;
      seen.add(keyOf(request));
      requests.push(request);
    }
  }
  const answers = new Map<string, Promise<PreparedPicture | Finding>>();
  let next = 0;
  return {
    next: requestOf,
    async answer(request: PictureRequest): Promise<PreparedPicture | Finding> {
      const key = keyOf(request);
      while (next < requests.length && (answers.size <= AHEAD || !answers.has(key))) {
        const coming = requests[next++] as PictureRequest;
        const answer = ticket.pictures(coming);
        // An answer that fails before its page is reached is thrown there, not out of nowhere.
        answer.catch(() => undefined);
        answers.set(keyOf(coming), answer);
      }
      const answer = answers.get(key);
      if (!answer) throw new RangeError(`picture ${key} was asked for out of order`);
      const picture = await answer;
      answers.delete(key);
      return picture;
    },
  };
}

/** Same original, same part of it, same size, the same way to ink: one picture in the file. */
function keyOf({ media, box, crop, grey, rendering, pdf, ground }: PictureRequest): string {
  const sizes = [box.width, box.height, crop.x, crop.y, crop.width, crop.height];
  const way = [
    grey ? "grey " : "",
    rendering ? `${rendering.intent} ${rendering.blackPoint} ` : "",
    pdf ? `page ${pdf.page} ${pdf.box} ` : "",
    ground ? `on ${"below" in ground ? `${ground.below.number} ${ground.below.items.length}` : String(ground)} ` : "",
  ];
  return `${way.join("")}${media} ${sizes.map((size) => size.toFixed(4)).join(" ")}`;
}

/** What is said of a picture, with its page, and the block it stands in. */
function placedAt(found: Finding, { number }: DisplayList, { of, box }: PictureItem): Finding {
  const here = found.page === undefined ? { ...found, page: number } : found;
  if (found.place || of === "artifact") return here;
  return { ...here, place: [of.block, 0, 0], rect: [box.x, box.y, box.width, box.height] };
}

/** Of a picture only its place is kept; the pixels are written and may be forgotten. */
function withoutPixels(picture: PreparedPicture): PreparedPicture {
  const gone = new Uint8Array(0);
  return {
    ...picture,
    data: gone,
    ...(picture.mask ? { mask: { ...picture.mask, data: gone } } : {}),
    ...(picture.stencil ? { stencil: { ...picture.stencil, data: gone } } : {}),
    ...(picture.form ? { form: { ...picture.form, objects: [], content: gone } } : {}),
  };
}

/** ISO 32000-1 §11.6.5.3. */
function maskHead(mask: NonNullable<PreparedPicture["mask"]>) {
  return dict({
    Type: "XObject",
    Subtype: "Image",
    Width: mask.width,
    Height: mask.height,
    ColorSpace: "DeviceGray",
    BitsPerComponent: 8,
    Filter: "FlateDecode",
    Interpolate: false,
  });
}

/** ISO 32000-1 §8.9.6.3. */
function stencilHead({ width, height }: NonNullable<PreparedPicture["stencil"]>) {
  return dict({
    Type: "XObject",
    Subtype: "Image",
    Width: width,
    Height: height,
    ImageMask: true,
    BitsPerComponent: 1,
    Filter: "FlateDecode",
    Interpolate: false,
  });
}

function imageHead(picture: PreparedPicture, ticket: JobTicket, inks: InkBook, mask: Ref | null, stencil: Ref | null) {
  const { space, inverted } = picture;
  if (mask && ticket.standard === "x1a") throw new RangeError("a soft mask in a PDF/X-1a file");
  if (space === "rgb" && (ticket.standard === "x4" || ticket.standard === "x1a")) {
    throw new RangeError(`an RGB picture in a ${ticket.standard} file`);
  }
  return dict({
    Type: "XObject",
    Subtype: "Image",
    Width: picture.width,
    Height: picture.height,
    ColorSpace: picture.spots
      ? inks.pictureSpace(picture.spots)
      : { gray: "DeviceGray", rgb: "DeviceRGB", cmyk: "DeviceCMYK" }[space],
    BitsPerComponent: 8,
    Decode: inverted ? [1, 0, 1, 0, 1, 0, 1, 0] : null,
    Filter: picture.coding === "jpeg" ? "DCTDecode" : "FlateDecode",
    Interpolate: false,
    SMask: mask,
    Mask: stencil,
  });
}

/** The look of a name-based UUID (RFC 9562 §5.8), made from the file's fingerprint. */
function uuidOf(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte, i) =>
    ((i === 6 ? (byte & 0x0f) | 0x80 : i === 8 ? (byte & 0x3f) | 0x80 : byte) + 256).toString(16).slice(1),
  );
  const part = (from: number, to: number) => hex.slice(from, to).join("");
  return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${part(8, 10)}-${part(10, 16)}`;
}
