/**
 * A page as this printer gets it: its bleed on each edge, and at the spine. What reaches further is cut; what ends on the
 * fold goes on into the spine's bleed where there is more of it, so that the two halves of a picture over the fold still
 * meet when the binder folds a hair beside the line. Large black type on ink has the printer's rich black, where the
 * printer has one. The page's own layout does not change.
 */
import { isPlainBlack } from "../color/ink.ts";
import type { Box, DisplayItem, DisplayList } from "../layout/display.ts";
import type { Side } from "../layout/page.ts";
import { pt } from "../units.ts";
import { type EdgeName, sided, spineOf } from "./edges.ts";
import { groundsOf } from "./pressPage.ts";
import type { PrinterRules } from "./printer.ts";

type Picture = Extract<DisplayItem, { kind: "picture" }>;

/** Ends on the fold, and not beside it. */
const ON = 0.02;

export function forPrinter(list: DisplayList, side: Side, facing: boolean, rules: PrinterRules): DisplayList {
  const wanted = sided(rules.bleed, side, facing);
  const least = (edge: EdgeName) => pt(Math.min(list.bleed[edge], wanted[edge]));
  const bleed = { top: least("top"), right: least("right"), bottom: least("bottom"), left: least("left") };
  const spine = spineOf(side, facing);
  let changed = (["top", "right", "bottom", "left"] as const).some((edge) => bleed[edge] !== list.bleed[edge]);
  const black = richBlack(list, rules);
  const items = list.items.map((given) => {
    const item = black(given);
    if (item !== given) changed = true;
    const made = cut(spine === null ? item : grown(item, list, spine, bleed[spine]), list, bleed);
    if (made !== item) changed = true;
    return made;
  });
  return changed ? { ...list, bleed, items } : list;
}

/** Black alone, knocked out of a dark picture, is greyer than the shadows round it. */
function richBlack(list: DisplayList, { black: { rich } }: PrinterRules): (item: DisplayItem) => DisplayItem {
  const isLarge = (item: DisplayItem) =>
    item.kind === "glyphs" && item.run.size >= (rich?.from ?? 0) && isPlainBlack(item.ink);
  if (!rich || !list.items.some(isLarge)) return (item) => item;
  const grounds = groundsOf(list);
  const onInk = (item: DisplayItem) => (grounds.get(item)?.[0].kind ?? "paper") !== "paper";
  return (item) => (item.kind === "glyphs" && isLarge(item) && onInk(item) ? { ...item, ink: rich.ink } : item);
}

/** Out into the spine's bleed, when it ends on the fold. A picture only as far as there are pixels left. */
function grown(item: DisplayItem, { trim }: DisplayList, spine: EdgeName, by: number): DisplayItem {
  if ((item.kind !== "fill" && item.kind !== "picture") || by <= 0) return item;
  const { box } = item;
  const atLeft = spine === "left";
  const gap = atLeft ? Math.abs(box.x) : Math.abs(box.x + box.width - trim.width);
  if (gap > ON || box.width <= 0) return item;
  if (item.kind === "fill") return { ...item, box: wider(box, atLeft, by) };
  const { crop } = item;
  const more = atLeft ? crop.x : 1 - crop.x - crop.width;
  const points = Math.min(by, (more / crop.width) * box.width);
  if (!(points > ON)) return item;
  const share = (points / box.width) * crop.width;
  return {
    ...item,
    box: wider(box, atLeft, points),
    crop: { ...crop, x: atLeft ? Math.max(0, crop.x - share) : crop.x, width: crop.width + share },
  };
}

function wider(box: Box, atLeft: boolean, by: number): Box {
  return { ...box, x: pt(atLeft ? box.x - by : box.x), width: pt(box.width + by) };
}

function cut(item: DisplayItem, { trim }: DisplayList, bleed: DisplayList["bleed"]): DisplayItem {
  const [left, top] = [-bleed.left, -bleed.top];
  const [right, bottom] = [trim.width + bleed.right, trim.height + bleed.bottom];
  if (item.kind === "rule") {
    const hold = ({ x, y }: { readonly x: number; readonly y: number }) => ({
      x: pt(Math.min(Math.max(x, left), right)),
      y: pt(Math.min(Math.max(y, top), bottom)),
    });
    const [from, to] = [hold(item.from), hold(item.to)];
    const same = from.x === item.from.x && from.y === item.from.y && to.x === item.to.x && to.y === item.to.y;
    return same ? item : { ...item, from, to };
  }
  if (item.kind !== "fill" && item.kind !== "picture") return item;
  const { x, y, width, height } = item.box;
  const x1 = Math.max(x, left);
  const y1 = Math.max(y, top);
  const x2 = Math.min(x + width, right);
  const y2 = Math.min(y + height, bottom);
  if (x2 - x1 >= width - 1e-6 && y2 - y1 >= height - 1e-6) return item;
  // Wholly outside: a thing nobody would print; it stays for the checks to speak of.
  if (x2 <= x1 || y2 <= y1) return item;
  const box: Box = { x: pt(x1), y: pt(y1), width: pt(x2 - x1), height: pt(y2 - y1) };
  return item.kind === "fill" ? { ...item, box } : { ...item, box, crop: cropped(item, box) };
}

function cropped({ box, crop }: Picture, kept: Box): Picture["crop"] {
  return {
    x: crop.x + ((kept.x - box.x) / box.width) * crop.width,
    y: crop.y + ((kept.y - box.y) / box.height) * crop.height,
    width: (kept.width / box.width) * crop.width,
    height: (kept.height / box.height) * crop.height,
  };
}
