/**
 * What lies over the pages of a proof: the watermark across each, and what the proof room made for it. All of it is
 * drawn as shapes marked as no part of the page (ISO 32000-1 §14.8.2.2), so that it is in nobody's way who selects,
 * searches or comments; the watermark is see-through, so that what lies under it can be judged.
 */
import { cmyk } from "../color/ink.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import type { PageBoxes } from "./boxes.ts";
import { type Content, content } from "./content.ts";
import type { InkBook } from "./inks.ts";
import { dict, type Ref } from "./objects.ts";
import { drawRun } from "./outlineRun.ts";
import { plainRun } from "./plainRun.ts";
import type { PdfFile } from "./serialise.ts";
import type { Sfnt } from "./sfnt.ts";
import type { JobTicket, ProofDress } from "./ticket.ts";

/** The graphics state of the watermark, by resource name. */
export const WATERMARK_STATE = { Faint: { Type: "ExtGState", ca: 0.09 } } as const;
/** Of the page's diagonal. */
const LENGTH = 0.78;
const LARGEST = 64;

export type DressTools = {
  readonly boxes: PageBoxes;
  readonly inks: InkBook;
  readonly font: { readonly id: FontId; readonly sfnt: Sfnt };
};

/**
 * Goes on in a page's contents, outside of text and marked content, and leaves the graphics state as it was. `watermark`:
 * the resource name of the page's.
 */
export function paintDress(
  out: Content,
  list: DisplayList,
  dress: ProofDress,
  watermark: string,
  tools: DressTools,
): void {
  out.ascii("q\n/Artifact <</Type /Page>> BDC\n");
  for (const item of dress.over(list)) paintItem(out, item, dress, tools);
  out.ascii("EMC\n/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\n");
  out.ascii(`/Faint gs\n/${watermark} Do\nEMC\nQ\n`);
}

function paintItem(out: Content, item: DisplayItem, dress: ProofDress, { boxes, inks }: DressTools): void {
  if (item.kind === "rule") {
    out.ascii(inks.operators(item.ink).stroke);
    for (const value of [item.weight]) out.num(value);
    out.ascii("w ");
    for (const value of [boxes.x(item.from.x), boxes.y(item.from.y)]) out.num(value);
    out.ascii("m ");
    for (const value of [boxes.x(item.to.x), boxes.y(item.to.y)]) out.num(value);
    out.ascii("l S\n");
  } else if (item.kind === "glyphs") {
    out.ascii(inks.operators(item.ink).fill);
    drawRun(out, item.run, boxes.x(item.x), boxes.y(item.baseline), (glyph) => dress.glyphPath(item.run.font, glyph));
  } else throw new RangeError(`a proof bears no ${item.kind} over its pages`);
}

/**
 * Watermarks as forms (ISO 32000-1 §8.10), one for all pages of a size: fifty shapes a page would be a third of the file.
 * `add` is given what each holds.
 */
export function watermarkBook(
  file: PdfFile,
  dress: ProofDress,
  deflate: JobTicket["deflate"],
  add: (bytes: Uint8Array) => void,
) {
  const forms = new Map<string, Ref>();
  return {
    async of(list: DisplayList, tools: DressTools): Promise<Ref> {
      const box = tools.boxes.media;
      const key = `${list.trim.width} ${list.trim.height} ${box.join(" ")} ${tools.boxes.trim.join(" ")}`;
      const known = forms.get(key);
      if (known) return known;
      const out = content();
      paintWatermark(out, list, dress, tools);
      const data = await deflate(out.bytes());
      add(data);
      const head = { Type: "XObject", Subtype: "Form", BBox: box, Resources: {}, Filter: "FlateDecode" };
      const made = await file.stream(dict(head), data);
      forms.set(key, made);
      return made;
    },
  };
}

/** From the lower left corner to the upper right, in the middle of the page. */
function paintWatermark(
  out: Content,
  { trim }: DisplayList,
  dress: ProofDress,
  { boxes, inks, font }: DressTools,
): void {
  const diagonal = Math.sqrt(trim.width * trim.width + trim.height * trim.height);
  const natural = plainRun(font.id, font.sfnt, dress.watermark, 1, "en").width;
  if (natural <= 0) return;
  const size = Math.min((LENGTH * diagonal) / natural, LARGEST);
  const run = plainRun(font.id, font.sfnt, dress.watermark, size, "en");
  const [cos, sin] = [trim.width / diagonal, trim.height / diagonal];
  for (const value of [cos, sin, -sin, cos, boxes.x(trim.width / 2), boxes.y(trim.height / 2)]) out.num(value);
  out.ascii("cm\n");
  out.ascii(inks.operators(cmyk(0, 0, 0, 1)).fill);
  drawRun(out, run, -run.width / 2, -size * 0.35, (glyph) => dress.glyphPath(font.id, glyph));
}
