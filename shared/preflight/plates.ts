/**
 * A page as the plates of a press: one grey image for each ink, made of the display list by the rules the PDF is written
 * by (knock-out, overprint, measured colours). From them come separations, the overprint preview, the soft proof and the
 * ink map. Pictures come in as the export makes them; glyph outlines through a port. Knows no file and no screen.
 */
import type { Converter, Quad } from "../color/converter.ts";
import { type Cmyk, type Ink, spotsOf } from "../color/ink.ts";
import { INK_SQUARE, inkPeak } from "../color/inkLimit.ts";
import type { Lab } from "../color/lab.ts";
import type { Box, DisplayItem, DisplayList } from "../layout/display.ts";
import { onPage } from "../layout/upward.ts";
import { overprint } from "../pdf/overprint.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import type { Outline } from "../typesetting/outline.ts";
import { pt, unreachable } from "../units.ts";
import { coverer } from "./coverage.ts";

/** A picture as ink: cut and upright, so that it fills its box. */
export type PlatePicture = {
  readonly width: number;
  readonly height: number;
  /** CMYK: four bytes a pixel, 255 for full ink. Grey: one byte, 0 for full black. */
  readonly space: "gray" | "cmyk";
  readonly pixels: Uint8Array;
  /** 255 where it covers; null: everywhere. Of the same size. */
  readonly mask: Uint8Array | null;
};

export type PlatePorts = {
  readonly outline: (font: FontId, glyph: number) => Outline;
  /** Null for a picture that is missing: a tint stands in its place, as in the file. */
  readonly picture: (item: Extract<DisplayItem, { kind: "picture" }>) => PlatePicture | null;
  readonly labToInk?: (lab: Lab) => Quad;
  readonly largeType?: number;
};

export type Plates = {
  /** Pixels of the page with its bleed. */
  readonly width: number;
  readonly height: number;
  /** Pixels to the point. */
  readonly scale: number;
  /** Where the first pixel's left top corner is, in points from the trim's left top. */
  readonly origin: { readonly x: number; readonly y: number };
  /** One byte a pixel, 255 for full ink. Cyan, Magenta, Yellow and Black first, spots in the order of the page. */
  readonly plates: ReadonlyMap<string, Uint8Array>;
  /** What each spot looks like. */
  readonly looks: ReadonlyMap<string, Cmyk>;
};

export const PROCESS = ["Cyan", "Magenta", "Yellow", "Black"] as const;
const BLACK_PLATE = 3;

/** `scale`: pixels to the point; 1 is 72 ppi. `area`: what of the page is made, in its points; all with its bleed. */
export function platesOf(list: DisplayList, ports: PlatePorts, scale: number, area: Box = sheetOf(list)): Plates {
  if (!(scale > 0)) throw new RangeError(`plates at a scale of ${scale}`);
  const width = Math.max(1, Math.round(area.width * scale));
  const height = Math.max(1, Math.round(area.height * scale));
  const px = (x: number) => (x - area.x) * scale;
  const py = (y: number) => (y - area.y) * scale;
  const spots = new Map<string, number>();
  const looks = new Map<string, Cmyk>();
  for (const item of list.items) {
    if (item.kind === "picture") continue;
    for (const { name, alternate } of spotsOf(item.ink)) {
      if (spots.has(name)) continue;
      spots.set(name, PROCESS.length + spots.size);
      looks.set(name, onPress(alternate, ports));
    }
  }
  const all = Array.from({ length: PROCESS.length + spots.size }, () => new Uint8Array(width * height));
  const cover = coverer(width, height);
  const over = overprint(ports.largeType);

  /** Ink a plate gets, 0 to 255, by plate. */
  function amounts(ink: Ink): Float64Array {
    const out = new Float64Array(all.length);
    switch (ink.kind) {
      case "mix":
        out.set(amounts(ink.process));
        for (const { name, tint } of ink.spots) out[spots.get(name) as number] = tint * 255;
        break;
      case "cmyk": {
        const { c, m, y, k } = onPress(ink, ports);
        [c, m, y, k].forEach((part, n) => {
          out[n] = part * 255;
        });
        break;
      }
      case "spot":
        out[spots.get(ink.name) as number] = ink.tint * 255;
        break;
      case "registration":
        out.fill(255);
        break;
      case "paper":
        break;
      default:
        unreachable(ink);
    }
    return out;
  }
  function shape(pieces: Float64Array, ink: Float64Array, overprints: boolean): void {
    const { x, y, width: w, height: h, values } = cover(pieces);
    for (let n = 0; n < all.length; n++) {
      const plate = all[n] as Uint8Array;
      const wanted = ink[n] as number;
      if (overprints && wanted === 0) continue;
      for (let row = 0, from = 0; row < h; row++) {
        let at = (y + row) * width + x;
        for (let i = 0; i < w; i++, at++, from++) {
          const part = values[from] as number;
          if (part > 0) plate[at] = Math.round((plate[at] as number) * (1 - part) + wanted * part);
        }
      }
    }
  }
  function rectangle({ x, y, width: w, height: h }: Box): Float64Array {
    return closed([px(x), py(y), px(x + w), py(y), px(x + w), py(y + h), px(x), py(y + h)]);
  }

  for (const item of list.items) {
    switch (item.kind) {
      case "fill":
        shape(rectangle(item.box), amounts(item.ink), over.of(item));
        break;
      case "rule": {
        const [ax, ay, bx, by] = [px(item.from.x), py(item.from.y), px(item.to.x), py(item.to.y)];
        const long = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
        if (long === 0) break;
        const nx = ((by - ay) / long) * (item.weight / 2) * scale;
        const ny = ((ax - bx) / long) * (item.weight / 2) * scale;
        const corners = [ax + nx, ay + ny, bx + nx, by + ny, bx - nx, by - ny, ax - nx, ay - ny];
        shape(closed(corners), amounts(item.ink), over.of(item));
        break;
      }
      case "glyphs": {
        const ink = amounts(item.ink);
        const overprints = over.of(item);
        const { run } = item;
        const wide = run.size * run.scaling * scale;
        const tall = run.size * scale;
        for (let n = 0; n < run.glyphs.length; n++) {
          const outline = ports.outline(run.font, run.glyphs[n] as number);
          const pen = onPage(item, run.xs[n] as number, -(run.ys?.[n] ?? 0));
          const penX = px(pen.x);
          const penY = py(pen.y);
          const pieces = new Float64Array(outline.length);
          for (let i = 0; i < outline.length; i += 2) {
            const along = (outline[i] as number) * wide;
            const above = (outline[i + 1] as number) * tall;
            pieces[i] = penX + (item.upward ? -above : along);
            pieces[i + 1] = penY - (item.upward ? along : above);
          }
          shape(pieces, ink, overprints);
        }
        break;
      }
      case "picture": {
        over.of(item);
        const picture = ports.picture(item);
        if (picture) paintPicture(picture, item.box);
        else
          shape(
            rectangle(item.box),
            Float64Array.from(all, (_, n) => (n === BLACK_PLATE ? 25.5 : 0)),
            false,
          );
        break;
      }
      default:
        unreachable(item);
    }
  }

  /** Each pixel is the mean of the picture's pixels that it shows. */
  function paintPicture(picture: PlatePicture, box: Box): void {
    const left = px(box.x);
    const top = py(box.y);
    const wide = box.width * scale;
    const high = box.height * scale;
    const across = spans(left, wide, width, picture.width);
    const down = spans(top, high, height, picture.height);
    const inks = new Float64Array(4);
    for (const row of down) {
      for (const column of across) {
        const mean = meanOf(picture, column.from, column.to, row.from, row.to, inks);
        const part = column.part * row.part * mean;
        if (part === 0) continue;
        const at = row.at * width + column.at;
        all.forEach((plate, n) => {
          const wanted = n < 4 ? (inks[n] as number) : 0;
          plate[at] = Math.round((plate[at] as number) * (1 - part) + wanted * part);
        });
      }
    }
  }

  const plates = new Map<string, Uint8Array>(PROCESS.map((name, n) => [name, all[n] as Uint8Array]));
  for (const [name, n] of spots) plates.set(name, all[n] as Uint8Array);
  return { width, height, scale, origin: { x: area.x, y: area.y }, plates, looks };
}

/** The page with its bleed. */
function sheetOf({ trim, bleed }: DisplayList): Box {
  return {
    x: pt(-bleed.left),
    y: pt(-bleed.top),
    width: pt(trim.width + bleed.left + bleed.right),
    height: pt(trim.height + bleed.top + bleed.bottom),
  };
}

function onPress(ink: Cmyk, { labToInk }: PlatePorts): Cmyk {
  if (!ink.lab || !labToInk) return ink;
  const [c, m, y, k] = labToInk(ink.lab.of);
  const { tint } = ink.lab;
  return { kind: "cmyk", c: c * tint, m: m * tint, y: y * tint, k: k * tint };
}

/** Corners to straight pieces. */
function closed(corners: readonly number[]): Float64Array {
  const out = new Float64Array(corners.length * 2);
  for (let i = 0; i < corners.length; i += 2) {
    const next = (i + 2) % corners.length;
    out.set([corners[i], corners[i + 1], corners[next], corners[next + 1]] as number[], i * 2);
  }
  return out;
}

type Span = { readonly at: number; readonly part: number; readonly from: number; readonly to: number };
/** The sheet's pixels along one side of a picture: how much of each it covers, and which of its own pixels it shows. */
function spans(start: number, length: number, most: number, pixels: number): readonly Span[] {
  const out: Span[] = [];
  for (let at = Math.max(0, Math.floor(start)); at < Math.min(most, Math.ceil(start + length)); at++) {
    const low = Math.max(at, start);
    const high = Math.min(at + 1, start + length);
    if (high <= low) continue;
    const from = Math.min(pixels - 1, Math.floor(((low - start) / length) * pixels));
    const to = Math.min(pixels, Math.max(from + 1, Math.round(((high - start) / length) * pixels)));
    out.push({ at, part: high - low, from, to });
  }
  return out;
}

/** Mean ink into `inks`, weighed by what the mask lets through; returns how far the picture covers. */
function meanOf(
  { width, space, pixels, mask }: PlatePicture,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
  inks: Float64Array,
): number {
  let covered = 0;
  inks.fill(0);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = y * width + x;
      const weight = mask ? (mask[at] as number) / 255 : 1;
      covered += weight;
      if (space === "gray") inks[3] = (inks[3] as number) + weight * (255 - (pixels[at] as number));
      else for (let k = 0; k < 4; k++) inks[k] = (inks[k] as number) + weight * (pixels[4 * at + k] as number);
    }
  }
  if (covered > 0) for (let k = 0; k < 4; k++) inks[k] = (inks[k] as number) / covered;
  return covered / ((x1 - x0) * (y1 - y0));
}

/** Sum of all inks of each pixel, per cent. */
export function inkMap({ width, height, plates }: Plates): Uint16Array {
  const out = new Uint16Array(width * height);
  for (const plate of plates.values())
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + (plate[i] as number);
  for (let i = 0; i < out.length; i++) out[i] = Math.round((out[i] as number) / 2.55);
  return out;
}

export type PageInk = {
  /** Mean of the heaviest 15 mm², per cent, and where it is. */
  readonly mean: number;
  readonly box: Box;
  /** What 99.9 % of the pixels stay under, per cent. */
  readonly high: number;
};

export function pageInk(made: Plates): PageInk {
  const { width, height, scale, origin } = made;
  const side = INK_SQUARE * scale;
  const peak = inkPeak([...made.plates.values()], 1, width, height, side, side);
  const counts = new Map<number, number>();
  for (const sum of inkMap(made)) counts.set(sum, (counts.get(sum) ?? 0) + 1);
  let left = (width * height) / 1000;
  let high = 0;
  for (const [sum, count] of [...counts].sort(([a], [b]) => b - a)) {
    high = sum;
    left -= count;
    if (left < 0) break;
  }
  return {
    mean: peak.mean,
    high,
    box: {
      x: peak.x / scale + origin.x,
      y: peak.y / scale + origin.y,
      width: peak.width / scale,
      height: peak.height / scale,
    },
  };
}

/**
 * The page as it will look: plates laid over each other and seen through the press's profile. sRGB, three bytes a pixel.
 * Spots are shown as their looks, one ink over the other. `hidden`: plates left out, for looking at separations.
 */
export function softProof(made: Plates, proof: Converter, hidden: ReadonlySet<string> = new Set()): Uint8Array {
  const count = made.width * made.height;
  const ink = new Uint8Array(count * 4);
  PROCESS.forEach((name, k) => {
    const plate = made.plates.get(name) as Uint8Array;
    if (!hidden.has(name)) for (let i = 0; i < count; i++) ink[4 * i + k] = plate[i] as number;
  });
  for (const [name, { c, m, y, k }] of made.looks) {
    if (hidden.has(name)) continue;
    const plate = made.plates.get(name) as Uint8Array;
    for (let i = 0; i < count; i++) {
      const tint = (plate[i] as number) / 255;
      if (tint === 0) continue;
      [c, m, y, k].forEach((part, n) => {
        const below = ink[4 * i + n] as number;
        ink[4 * i + n] = Math.round(255 - (255 - below) * (1 - part * tint));
      });
    }
  }
  return proof.convert(ink);
}
