/**
 * A caption beside its picture: the picture gives up one of its text columns, or, where it stands over one only, modules
 * of twelve across it; the words stand there, level with its foot or its head.
 */
import { type Pt, pt } from "../units.ts";
import type { Box } from "./display.ts";
import { type Geometry, spanWidth } from "./geometry.ts";
import type { MarginWords } from "./marginCaption.ts";
import type { PlacedLine } from "./page.ts";

/** Modules across the width that a picture and its caption share. */
const MODULES = 12;
/** No caption is set narrower than this, in points. */
const LEAST = 60;

/** How a picture and the caption beside it share a width over `columns` of the text; null where it is too narrow. */
export function besideSplit(
  width: number,
  columns: number,
  geometry: Geometry,
): { readonly picture: Pt; readonly caption: Pt } | null {
  const { gutter, measure, captions } = geometry;
  const module = (width - gutter * (MODULES - 1)) / MODULES;
  const { modules } = captions.photos.beside;
  const caption = columns > 1 ? measure : module * modules + gutter * (modules - 1);
  if (module <= 0 || caption < LEAST) return null;
  return {
    picture: columns > 1 ? spanWidth(geometry, columns - 1) : pt(width - gutter - caption),
    caption: pt(caption),
  };
}

/** The words in a column this wide beside `box`, on the side that the design names. */
export function placeBeside(words: MarginWords, box: Box, width: Pt, geometry: Geometry): readonly PlacedLine[] {
  const { captions, side, gutter, xHeight } = geometry;
  const x = captions.beside[side] === "left" ? box.x - gutter - width : box.x + box.width + gutter;
  const depth = words.reduce((sum, [set]) => sum + (set ? set.lines.length * set.style.leading : 0), 0);
  const first = words.find(([set]) => set && set.lines.length > 0)?.[0]?.style.leading ?? 0;
  let baseline = captions.photos.beside.level === "foot" ? box.y + box.height - depth : box.y + xHeight - first;
  return words.flatMap(([set, item]): PlacedLine[] => {
    if (!set || !item) return [];
    const { style } = set;
    const { id, block } = item;
    return set.lines.map((line) => {
      baseline += style.leading;
      return {
        line,
        block: id,
        role: block.role,
        style,
        speaker: null,
        column: null,
        x: pt(x),
        baseline: pt(baseline),
      };
    });
  });
}
