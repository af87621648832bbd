/**
 * Transparency for a standard that knows none: a transparent picture and what lies below it become one picture, plate by
 * plate, as a press would see both. Only where the picture covers anything: a stencil keeps the rest of its box free, so
 * type beside its shape stays type. Spots below keep their plates. At the printer's finest resolution, since type and
 * edges below are among it; the picture's own pixels are repeated, never invented.
 */
import { deflateSync } from "node:zlib";
import { type Spot, spotsOf } from "../../shared/color/ink.ts";
import type { Finding } from "../../shared/finding.ts";
import type { Part } from "../../shared/findings/desk.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { DisplayItem } from "../../shared/layout/display.ts";
import { inkBox, meet } from "../../shared/pdf/ground.ts";
import type { PictureRequest, Pictures, PreparedPicture } from "../../shared/pdf/ticket.ts";
import { PROCESS, type PlatePicture, type PlatePorts, type Plates } from "../../shared/preflight/plates.ts";
import { platePicture, platesOfPage } from "./platePictures.ts";
import { encodeCmyk, encodeGray, inkOf } from "./pressPicture.ts";

export type FlattenPorts = Omit<PlatePorts, "picture"> & {
  /** Pictures with their transparency live, as soft masks. */
  readonly live: Pictures;
  /** Pixels to the inch. */
  readonly ceiling: number;
  /** What a picture is called, for findings. */
  readonly nameOf: (media: string) => string;
  /** A page of another PDF, whose inks are not known as pixels. */
  readonly isForm: (media: string) => boolean;
};

/** PDF 1.4 has eight inks at most in one space (ISO 32000-1 annex C); four of them are the process inks. */
const MOST_SPOTS = 4;

/** `pictures` for what stands on paper, or on one flat; what stands on anything else is put together with it. */
export function flattened(pictures: Pictures, ports: FlattenPorts): Pictures {
  return async (request) => {
    const { ground, ...live } = request;
    if (!ground || !("below" in ground) || ports.isForm(request.media)) return pictures(request);
    const picture = await ports.live(live);
    if ("code" in picture || !picture.mask) return picture;
    const { below } = ground;
    const under = below.items.filter((item) => meet(inkBox(item), request.box));
    if (under.some((item) => item.kind === "picture" && ports.isForm(item.media))) {
      const laid = await pictures(live);
      const found = laidOnPaper(ports.nameOf(request.media));
      return "code" in laid ? laid : { ...laid, findings: [...laid.findings, found] };
    }
    const backdrop = await platesOfPage(below, { ...ports, pictures: ports.live }, ports.ceiling / 72, request.box);
    return together(picture, await platePicture(picture), backdrop, under, request, ports);
  };
}

async function together(
  picture: PreparedPicture,
  above: PlatePicture,
  { width, height, plates }: Plates,
  under: readonly DisplayItem[],
  request: PictureRequest,
  ports: FlattenPorts,
): Promise<PreparedPicture> {
  const covers = coverageOf(above, width, height);
  const process = PROCESS.map((name) => plates.get(name) as Uint8Array);
  const all = spotsUnder(under).filter(({ name }) => showsThrough(plates.get(name), covers));
  const spots = all.slice(0, MOST_SPOTS);
  const channels = [...process, ...spots.map(({ name }) => plates.get(name) as Uint8Array)];
  const inks = new Uint8Array(width * height * channels.length);
  const own = new Uint8Array(4);
  let coloured = false;
  for (let y = 0, at = 0, out = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) / height) * above.height) * above.width;
    for (let x = 0; x < width; x++, at++) {
      inkAt(above, row + Math.floor(((x + 0.5) / width) * above.width), own);
      const cover = covers[at] as number;
      for (let n = 0; n < channels.length; n++, out++) {
        const below = (channels[n] as Uint8Array)[at] as number;
        // Where nothing is painted it is the ink below as well: readers that smooth the stencil's edge look there.
        inks[out] = Math.round(((n < 4 ? (own[n] as number) : 0) * cover + below * (255 - cover)) / 255);
        if (n !== 3 && inks[out] !== 0) coloured = true;
      }
    }
  }
  // Type and rules have edges that a JPEG would blur; so have pictures with spots no coding of their own.
  const edges = under.some(({ kind }) => kind === "glyphs" || kind === "rule");
  const grey = spots.length === 0 && !coloured;
  const pixels = grey ? inks.filter((_, n) => n % 4 === 3).map((black) => 255 - black) : inks;
  const space = grey ? "gray" : "cmyk";
  const flate = { coding: "flate", inverted: false } as const;
  const coded =
    edges || spots.length > 0
      ? { ...flate, data: new Uint8Array(deflateSync(pixels)) }
      : grey
        ? await encodeGray(pixels, width, height)
        : await encodeCmyk({ pixels }, width, height);
  const stencil = stencilOf(covers, width, height);
  const measured = spots.length > 0 ? processOnly(inks, channels.length) : pixels;
  return {
    ...coded,
    width,
    height,
    space,
    orientation: 1,
    crop: { x: 0, y: 0, width: 1, height: 1 },
    ink: inkOf(request, { space, pixels: measured }, width, height),
    findings: [...picture.findings, ...told(request, under, all, ports)],
    ...(spots.length > 0 ? { spots } : {}),
    ...(stencil ? { stencil: { width, height, data: stencil } } : {}),
  };
}

function inkAt({ space, pixels }: PlatePicture, at: number, out: Uint8Array): void {
  if (space === "gray") out[3] = 255 - (pixels[at] as number);
  else for (let k = 0; k < 4; k++) out[k] = pixels[4 * at + k] as number;
}

/** How far the picture covers, in pixels of the two together. */
function coverageOf(above: PlatePicture, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height).fill(255);
  const { mask } = above;
  if (!mask) return out;
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) / height) * above.height) * above.width;
    for (let x = 0; x < width; x++, at++) out[at] = mask[row + Math.floor(((x + 0.5) / width) * above.width)] as number;
  }
  return out;
}

/** One definition each, as the page has them. */
function spotsUnder(items: readonly DisplayItem[]): readonly Spot[] {
  const found = new Map<string, Spot>();
  for (const item of items) {
    if (item.kind === "picture") continue;
    for (const spot of spotsOf(item.ink)) if (!found.has(spot.name)) found.set(spot.name, spot);
  }
  return [...found.values()];
}

function showsThrough(plate: Uint8Array | undefined, covers: Uint8Array): boolean {
  return plate?.some((ink, n) => ink > 0 && covers[n] !== 0 && covers[n] !== 255) ?? false;
}

function processOnly(inks: Uint8Array, channels: number): Uint8Array {
  return inks.filter((_, n) => n % channels < 4);
}

/** One bit a pixel, 1 where nothing is painted (ISO 32000-1 §8.9.6.3); null where it would hide nothing. */
function stencilOf(covers: Uint8Array, width: number, height: number): Uint8Array | null {
  if (!covers.includes(0)) return null;
  const stride = Math.ceil(width / 8);
  const bits = new Uint8Array(stride * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (covers[at] === 0) bits[y * stride + (x >> 3)] = (bits[y * stride + (x >> 3)] as number) | (0x80 >> (x & 7));
    }
  }
  return new Uint8Array(deflateSync(bits));
}

function laidOnPaper(name: string): Finding {
  return tell("error", "picture-flattened.paper", { name });
}

/** What became of what lies below: nothing that a page loses silently. */
function told(
  { media }: PictureRequest,
  under: readonly DisplayItem[],
  spots: readonly Spot[],
  { nameOf, ceiling }: FlattenPorts,
): readonly Finding[] {
  const name = nameOf(media);
  const words = under.flatMap((item) => (item.kind === "glyphs" ? [item.run.text.trim()] : [])).filter(Boolean);
  const parts: Part[] = [];
  if (words.length > 0) parts.push("type");
  if (under.some(({ kind }) => kind === "picture")) parts.push("picture");
  if (under.some(({ kind }) => kind === "fill" || kind === "rule")) parts.push("tints");
  const [word = ""] = words;
  const findings = [tell(word === "" ? "info" : "warning", "picture-flattened.over", { name, parts, ceiling, word })];
  const lost = spots.slice(MOST_SPOTS).map((spot) => spot.name);
  if (lost.length > 0) {
    findings.push(tell("error", "picture-flattened.spots", { name, lost }));
  }
  return findings;
}
