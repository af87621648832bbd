/**
 * The screen's switch over a display list: the same numbers the PDF is written from, drawn on a canvas. Up to 200 %
 * glyphs come from the browser's glyph cache through glyph-id fonts; above, as outlines, which are exact at any size.
 */
import type { Ink } from "../../shared/color/ink.ts";
import { inkToRgb } from "../../shared/color/screen.ts";
import type { DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import type { FontId, GlyphRun } from "../../shared/typesetting/glyphs.ts";
import type { PdfPage } from "../../shared/schema/attributes.ts";
import { unreachable } from "../../shared/units.ts";
import { inkBox, meets, type Part } from "./changedParts.ts";
import { glyphCharacter } from "./glyphFont.ts";

export type Brushes = {
  /** CSS family of a glyph-id font; null while it is on its way. */
  family(font: FontId): string | null;
  picture(media: string, width: number, pdf?: PdfPage): CanvasImageSource | null;
  /** A glyph's outline at 1 unit per em, y upward; null while it is on its way. */
  outline(font: FontId, glyph: number): Path2D | null;
};

/** Device pixels a point, where the trim's top left lies on the canvas, and whether glyphs are drawn as outlines. */
export type View = { readonly scale: number; readonly x: number; readonly y: number; readonly outlines: boolean };

/** The thinnest line a screen shows, in device pixels: a hairline of a quarter point must not vanish. */
const THINNEST = 0.6;

export function paintList(ctx: CanvasRenderingContext2D, list: DisplayList, view: View, brushes: Brushes): void {
  begin(ctx);
  paper(ctx, list, view);
  for (const item of list.items) paintItem(ctx, item, view, brushes);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
}

/** Paints a part of the page again, to the same pixels as the whole would be: what lies outside stays as it is. */
export function paintPart(
  ctx: CanvasRenderingContext2D,
  list: DisplayList,
  part: Part,
  view: View,
  brushes: Brushes,
): void {
  begin(ctx);
  const { scale } = view;
  // Whole device pixels, or the edge would be mixed with what was there.
  const left = Math.floor(view.x + part.left * scale) - 1;
  const top = Math.floor(view.y + part.top * scale) - 1;
  const right = Math.ceil(view.x + part.right * scale) + 1;
  const bottom = Math.ceil(view.y + part.bottom * scale) + 1;
  const clipped = {
    left: (left - view.x) / scale,
    top: (top - view.y) / scale,
    right: (right - view.x) / scale,
    bottom: (bottom - view.y) / scale,
  };
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  ctx.clip();
  paper(ctx, list, view);
  for (const item of list.items) if (meets(inkBox(item), clipped)) paintItem(ctx, item, view, brushes);
  ctx.restore();
}

function begin(ctx: CanvasRenderingContext2D): void {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fontKerning = "none";
  ctx.textRendering = "geometricPrecision";
  ctx.imageSmoothingQuality = "high";
}
function paper(ctx: CanvasRenderingContext2D, list: DisplayList, { x, y, scale }: View): void {
  ctx.fillStyle = "#fff";
  ctx.fillRect(x, y, list.trim.width * scale, list.trim.height * scale);
}

function paintItem(ctx: CanvasRenderingContext2D, item: DisplayItem, view: View, brushes: Brushes): void {
  const { scale, x, y } = view;
  switch (item.kind) {
    case "glyphs": {
      ctx.fillStyle = cssOf(item.ink);
      const draw = view.outlines ? drawOutlines : drawCharacters;
      const upward = item.upward === true;
      draw(ctx, item.run, x + item.x * scale, y + item.baseline * scale, scale, brushes, upward);
      return;
    }
    case "rule": {
      ctx.strokeStyle = cssOf(item.ink);
      ctx.lineWidth = Math.max(item.weight * scale, THINNEST);
      ctx.beginPath();
      ctx.moveTo(x + item.from.x * scale, y + item.from.y * scale);
      ctx.lineTo(x + item.to.x * scale, y + item.to.y * scale);
      ctx.stroke();
      return;
    }
    case "fill": {
      const { box } = item;
      ctx.fillStyle = cssOf(item.ink);
      ctx.fillRect(x + box.x * scale, y + box.y * scale, box.width * scale, box.height * scale);
      return;
    }
    case "picture": {
      const { box, crop } = item;
      const picture = brushes.picture(item.media, (box.width * scale) / crop.width, item.pdf);
      const [left, top] = [x + box.x * scale, y + box.y * scale];
      const [width, height] = [box.width * scale, box.height * scale];
      if (!picture) {
        ctx.fillStyle = WAITING;
        ctx.fillRect(left, top, width, height);
        return;
      }
      const { width: w, height: h } = picture as ImageBitmap;
      if (item.grey) ctx.filter = "grayscale(1)";
      ctx.drawImage(picture, crop.x * w, crop.y * h, crop.width * w, crop.height * h, left, top, width, height);
      if (item.grey) ctx.filter = "none";
      return;
    }
    default:
      unreachable(item);
  }
}
const WAITING = "#e9e9e7";

const characters: string[] = [];
function characterOf(glyph: number): string {
  characters[glyph] ??= glyphCharacter(glyph);
  return characters[glyph];
}

type Draw = (
  ctx: CanvasRenderingContext2D,
  run: GlyphRun,
  left: number,
  baseline: number,
  scale: number,
  brushes: Brushes,
  upward: boolean,
) => void;

const drawCharacters: Draw = (ctx, run, left, baseline, scale, brushes, upward) => {
  const family = brushes.family(run.font);
  if (family === null) return;
  ctx.font = `${run.size * scale}px ${family}`;
  const { glyphs, xs, ys } = run;
  const scaled = run.scaling !== 1;
  for (let i = 0; i < glyphs.length; i += 1) {
    const along = (xs[i] ?? 0) * scale;
    const rise = (ys?.[i] ?? 0) * scale;
    const x = upward ? left - rise : left + along;
    const y = upward ? baseline - along : baseline - rise;
    const character = characterOf(glyphs[i] ?? 0);
    if (upward) {
      ctx.setTransform(0, -run.scaling, 1, 0, x, y);
      ctx.fillText(character, 0, 0);
    } else if (scaled) {
      ctx.setTransform(run.scaling, 0, 0, 1, x, y);
      ctx.fillText(character, 0, 0);
    } else ctx.fillText(character, x, y);
  }
  if (scaled || upward) ctx.setTransform(1, 0, 0, 1, 0, 0);
};

const drawOutlines: Draw = (ctx, run, left, baseline, scale, brushes, upward) => {
  const size = run.size * scale;
  const wide = size * run.scaling;
  for (let i = 0; i < run.glyphs.length; i += 1) {
    const path = brushes.outline(run.font, run.glyphs[i] ?? 0);
    if (!path) continue;
    const along = (run.xs[i] ?? 0) * scale;
    const rise = (run.ys?.[i] ?? 0) * scale;
    if (upward) ctx.setTransform(0, -wide, -size, 0, left - rise, baseline - along);
    else ctx.setTransform(wide, 0, 0, -size, left + along, baseline - rise);
    ctx.fill(path);
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
};

const colours = new WeakMap<Ink, string>();
function cssOf(ink: Ink): string {
  let css = colours.get(ink);
  if (css === undefined) {
    const [r, g, b] = inkToRgb(ink).map((part) => Math.round(part * 255));
    css = `rgb(${r} ${g} ${b})`;
    colours.set(ink, css);
  }
  return css;
}
