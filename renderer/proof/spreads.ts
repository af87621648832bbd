/**
 * Pages side by side as they lie open: which pages make a spread, and where each stands on the desk. Lengths in points
 * at 100 %; the stage's gaps are lengths of the screen and do not grow with the zoom.
 */
import type { Side } from "../../shared/layout/page.ts";

export type PageSize = { readonly width: number; readonly height: number; readonly side: Side };
/** Indexes of pages, left to right. A facing page without a partner keeps its side of the spine. */
export type Spread = { readonly left: number | null; readonly right: number | null };

export function spreadsOf(pages: readonly PageSize[], facing: boolean): readonly Spread[] {
  if (!facing) return pages.map((_, index) => ({ left: null, right: index }));
  const spreads: { left: number | null; right: number | null }[] = [];
  for (const [index, page] of pages.entries()) {
    const open = spreads.at(-1);
    if (page.side === "verso") spreads.push({ left: index, right: null });
    else if (open && open.right === null) open.right = index;
    else spreads.push({ left: null, right: index });
  }
  return spreads;
}

export type Placed = { readonly index: number; readonly x: number; readonly y: number; readonly spread: number };
export type Stage = {
  readonly width: number;
  readonly height: number;
  /** In the order of pages. */
  readonly pages: readonly Placed[];
  /** Top and height of each spread. */
  readonly rows: readonly { readonly y: number; readonly height: number }[];
};

/** Where everything stands, in screen pixels from the stage's top left, at `scale` pixels a point. */
export function stageOf(
  pages: readonly PageSize[],
  spreads: readonly Spread[],
  scale: number,
  gap: number,
  facing: boolean,
): Stage {
  const widest = Math.max(1, ...pages.map((page) => page.width)) * scale;
  // Where pages lie open beside each other all spreads share one spine; otherwise pages stand in one column.
  const double = facing && spreads.some((spread) => spread.left !== null && spread.right !== null);
  const spine = gap + (double ? widest : 0);
  const placed: Placed[] = [];
  const rows: { y: number; height: number }[] = [];
  let y = gap;
  for (const [spread, { left, right }] of spreads.entries()) {
    const height = Math.max(...[left, right].map((at) => (at === null ? 0 : (pages[at]?.height ?? 0)))) * scale;
    if (left !== null) {
      const x = double ? spine - (pages[left]?.width ?? 0) * scale : gap;
      placed.push({ index: left, x, y, spread });
    }
    if (right !== null) placed.push({ index: right, x: spine, y, spread });
    rows.push({ y, height });
    y += height + gap;
  }
  const width = gap * 2 + widest * (double ? 2 : 1);
  return { width, height: y, pages: placed.toSorted((a, b) => a.index - b.index), rows };
}

/** Screen pixels a point at 100 %: a CSS pixel is 1/96 inch. */
export const ACTUAL = 96 / 72;
export const LEAST_SCALE = 0.05 * ACTUAL;
export const MOST_SCALE = 40 * ACTUAL;
/** The steps that + and − go through, in per cent. */
const STEPS = [5, 10, 15, 25, 33, 50, 67, 75, 100, 125, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 4000];

/** The next step up or down from a scale. */
export function zoomStep(scale: number, direction: 1 | -1): number {
  const per = (scale / ACTUAL) * 100;
  const next = direction > 0 ? STEPS.find((step) => step > per * 1.005) : STEPS.findLast((step) => step < per * 0.995);
  return ((next ?? (direction > 0 ? 4000 : 5)) / 100) * ACTUAL;
}

/** The scale at which the widest and the tallest spread fit a view. */
export function fitScale(
  pages: readonly PageSize[],
  spreads: readonly Spread[],
  view: { readonly width: number; readonly height: number },
  gap: number,
  facing: boolean,
): number {
  const { width } = stageOf(pages, spreads, 1, 0, facing);
  const tallest = Math.max(1, ...pages.map((page) => page.height));
  const scale = Math.min((view.width - gap * 2) / Math.max(1, width), (view.height - gap * 2) / tallest);
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));
}
