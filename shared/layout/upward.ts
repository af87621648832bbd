/**
 * Where type lies on the page, upright or reading upward: the one place that knows how a turned line's own directions lie
 * on it. A line that reads upward is turned a quarter anticlockwise round its origin: what is along it rises, what is below
 * its baseline lies to the right.
 */
import type { Line } from "../typesetting/glyphs.ts";
import { type Pt, pt } from "../units.ts";
import type { Box, DisplayItem, Point } from "./display.ts";

/** A line's origin on the page and which way it reads. */
export type Standing = { readonly x: Pt; readonly baseline: Pt; readonly upward?: true };

/** The point of the page that lies `along` a line from its origin and `below` its baseline. */
export function onPage({ x, baseline, upward }: Standing, along: number, below: number): Point {
  return upward ? { x: pt(x + below), y: pt(baseline - along) } : { x: pt(x + along), y: pt(baseline + below) };
}

/** The way back: how far along the line and below its baseline a point of the page lies. */
export function inLine(
  { x, baseline, upward }: Standing,
  point: Point,
): { readonly along: number; readonly below: number } {
  return upward ? { along: baseline - point.y, below: point.x - x } : { along: point.x - x, below: point.y - baseline };
}

/** The box of a stretch of a line: `from` to `to` along it, so far above and below its baseline. */
export function stretchBox(at: Standing, from: number, to: number, above: number, below: number): Box {
  const a = onPage(at, from, -above);
  const b = onPage(at, to, below);
  return {
    x: pt(Math.min(a.x, b.x)),
    y: pt(Math.min(a.y, b.y)),
    width: pt(Math.abs(b.x - a.x)),
    height: pt(Math.abs(b.y - a.y)),
  };
}

/** The box of a line's ink. */
export function lineBox(placed: Standing & { readonly line: Line }): Box {
  const { x, width, inkAbove, inkBelow } = placed.line;
  return stretchBox(placed, x, x + width, inkAbove, inkBelow);
}

/** The box of a run from `above` to `below` the baseline that its glyphs stand on, in parts of its size. */
export function runBox(item: Extract<DisplayItem, { kind: "glyphs" }>, above: number, below: number): Box {
  const { run } = item;
  const drop = run.drop ?? 0;
  return stretchBox(item, run.x, run.x + run.width, above * run.size - drop, below * run.size + drop);
}
