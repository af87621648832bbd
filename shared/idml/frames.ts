/**
 * Where each story's words stand: the frames of its thread, in reading order, as the pages have them. A frame holds
 * lines that follow one another in one column with nothing between them; what stands between ends it. Its first line
 * hangs a leading below its top, so that the text falls where it fell. Points from the trim's top left, as on the page.
 */
import type { Box } from "../layout/display.ts";
import type { Page, PlacedLine } from "../layout/page.ts";
import { onPage } from "../layout/upward.ts";
import { type Pt, pt } from "../units.ts";
import type { IdmlStory } from "./stories.ts";

export type Frame = {
  /** Of `pages`, counted from 0; words that stand on no page lie beside the last. */
  readonly page: number;
  readonly box: Box;
  /** It is turned a quarter anticlockwise round its top left corner, which is the box's; width runs along its lines. */
  readonly upward: boolean;
};

/** Room below the last baseline, in ems, for what hangs there. */
const BELOW = 0.35;
/** Room beside ragged words, in ems, so that another program's rounding turns no word over. */
const BESIDE = 0.6;
const ASIDE = pt(24);
const ASIDE_WIDTH = pt(200);

/** The frames of each story, in the stories' order; each has at least one. */
export function framesOf(
  stories: readonly IdmlStory[],
  pages: readonly Page[],
  trimWidth: Pt,
): readonly (readonly Frame[])[] {
  const owner = new Map<string, number>();
  for (const [n, story] of stories.entries()) {
    for (const { block } of story.paragraphs) if (block !== null) owner.set(block, n);
  }
  const frames: Frame[][] = stories.map(() => []);
  const open: Run[] = [];
  for (const [number, page] of pages.entries()) {
    const current = new Map<number, Run>();
    for (const line of page.lines) {
      const story = owner.get(line.block);
      if (story === undefined) continue;
      const run = current.get(story);
      if (run && continues(run, line, story, page, owner)) run.lines.push(line);
      else {
        const begun: Run = { story, page: number, lines: [line] };
        current.set(story, begun);
        open.push(begun);
      }
    }
  }
  for (const [n, run] of open.entries()) {
    const page = pages[run.page] as Page;
    const list = frames[run.story] as Frame[];
    const box = boxOf(run.lines, page);
    const ends = !open.slice(n + 1).some((later) => later.story === run.story);
    const upward = run.lines[0]?.upward === true;
    list.push({ page: run.page, box: ends && !upward ? withRoom(box, run, page) : box, upward });
  }
  let aside = 0;
  const last = pages.length - 1;
  for (const list of frames) {
    if (list.length > 0 || last < 0) continue;
    const box = { x: pt(trimWidth + ASIDE), y: pt(aside), width: ASIDE_WIDTH, height: ASIDE_WIDTH };
    list.push({ page: last, box, upward: false });
    aside += ASIDE_WIDTH + ASIDE;
  }
  return frames;
}

type Run = { readonly story: number; readonly page: number; readonly lines: PlacedLine[] };

function continues(run: Run, line: PlacedLine, story: number, page: Page, owner: ReadonlyMap<string, number>): boolean {
  const before = run.lines[run.lines.length - 1] as PlacedLine;
  if (line.upward || before.upward || line.column !== before.column || line.baseline <= before.baseline) return false;
  if (line.column === null && Math.abs(line.x - before.x) > 0.5) return false;
  const gap = line.baseline - before.baseline;
  if (gap <= line.style.leading * 1.05) return true;
  const top = before.baseline + 1;
  const foot = line.baseline - line.style.size * 0.5;
  const room = line.column === null ? null : page.columns[line.column];
  const left = room ? room.x : line.x;
  const right = room ? room.x + room.width : line.x + line.line.x + line.line.width;
  const between = (x: number, width: number, y: number, height: number) =>
    x < right && x + width > left && y < foot && y + height > top;
  return !(
    page.photos.some(({ box }) => between(box.x, box.width, box.y, box.height)) ||
    page.lines.some(
      (other) =>
        owner.get(other.block) !== story &&
        between(
          other.x + other.line.x,
          other.line.width,
          other.baseline - other.style.size * 0.5,
          other.style.size * 0.5,
        ),
    )
  );
}

function boxOf(lines: readonly PlacedLine[], page: Page): Box {
  const first = lines[0] as PlacedLine;
  const last = lines[lines.length - 1] as PlacedLine;
  if (first.upward) return upwardBox(first);
  const column = first.column === null ? undefined : page.columns[first.column];
  const y = first.baseline - first.style.leading;
  const height = last.baseline + last.style.size * BELOW - y;
  const { x, width } = column ?? measureOf(lines, page);
  return { x: pt(x), y: pt(y), width: pt(width), height: pt(height) };
}

/** A line that reads upward: its frame's own top left corner on the page, and its size along and across the line. */
function upwardBox(placed: PlacedLine): Box {
  const { line, style } = placed;
  const { x, y } = onPage(placed, line.x, -style.leading);
  return { x, y, width: pt(line.width + style.size * BESIDE), height: pt(style.leading + style.size * BELOW) };
}

/**
 * A thread's last frame has room for what another program's lines need more: down to the foot of its column, or to what
 * stands below it there; a line outside the columns.
 */
function withRoom(box: Box, { lines }: Run, page: Page): Box {
  const last = lines[lines.length - 1] as PlacedLine;
  const column = last.column === null ? undefined : page.columns[last.column];
  if (!column) return { ...box, height: pt(box.height + last.style.leading) };
  const foot = box.y + box.height;
  const beside = (x: number, width: number) => x < column.x + column.width && x + width > column.x;
  const below = [
    ...page.photos.filter((photo) => beside(photo.box.x, photo.box.width)).map((photo) => photo.box.y),
    ...page.lines
      .filter((line) => line.column !== last.column && beside(line.x + line.line.x, line.line.width))
      .map((line) => line.baseline - line.style.leading),
    column.y + column.height,
  ].filter((y) => y >= last.baseline);
  return { ...box, height: pt(Math.max(foot, Math.min(...below)) - box.y) };
}

/** The measure of words outside the columns, from how their lines stand in it. */
function measureOf(lines: readonly PlacedLine[], page: Page): { readonly x: number; readonly width: number } {
  const { style } = lines[0] as PlacedLine;
  const x = Math.min(...lines.map((line) => line.x));
  const right = Math.max(...lines.map((line) => line.x + line.line.x + line.line.width));
  switch (style.align) {
    case "right":
    case "justify":
      return { x, width: right - x + (lines.length > 1 ? 0 : style.size * BESIDE) };
    case "center": {
      const wide = Math.max(...lines.map(({ line }) => line.width + 2 * line.x));
      const slack = style.size * BESIDE;
      return { x: x - slack / 2, width: wide + slack };
    }
    case "left": {
      const photo = page.photos.find(({ box }) => Math.abs(box.x - x) < 0.5 && box.x + box.width >= right - 0.5);
      return { x, width: photo ? photo.box.width : right - x + style.size * BESIDE };
    }
  }
}

/** Does anything of one box lie in the other? */
export function meet(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5 && a.y < b.y + b.height - 0.5 && b.y < a.y + a.height - 0.5
  );
}
