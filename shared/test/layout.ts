/**
 * For tests of whole pages: laying a document out without fonts, a page told in one line of words, and the laws every
 * layout obeys whatever the copy is.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Node } from "prosemirror-model";
import { createEngine, type Engine, type Layout } from "../layout/engine.ts";
import type { Page } from "../layout/page.ts";
import type { Pictures } from "../layout/photos.ts";
import { lineBox, stretchBox } from "../layout/upward.ts";
import { flowOf, storyReader, type Story, type TextItem } from "../schema/story.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import type { Shaper } from "../typesetting/shaper.ts";

export const bulletin: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../assets/templates/bulletin.json"), "utf8"),
);

/** Every picture is there, at 3000 × 2000 pixels, unless its name says otherwise: "tall", "missing", "600x4000". */
export const anyPicture: Pictures = {
  sizeOf({ file }) {
    if (file.includes("missing")) return null;
    const said = /(\d+)x(\d+)/.exec(file);
    if (said) return { media: "0".repeat(64), width: Number(said[1]), height: Number(said[2]) };
    return file.includes("tall")
      ? { media: "0".repeat(64), width: 2000, height: 3000 }
      : { media: "0".repeat(64), width: 3000, height: 2000 };
  },
};

export function testEngine(
  overrides: unknown = {},
  shaper: Shaper = fixedShaper({ advance: 0.5 }),
  pictures: Pictures = anyPicture,
): Engine {
  return createEngine({
    shaper,
    pictures,
    templates: new Map([["bulletin", bulletin]]),
    overrides: [overrides],
  });
}

/** A small page: `lines` rows, `count` columns of about 28 letters, no title apparatus in the way. */
export function smallPage(lines: number, count: number): unknown {
  const foot = 20;
  return {
    page: {
      trim: [count * 150 + 20, 40 + (lines - 1) * 12 + foot + 4],
      margins: { top: 20, bottom: foot, inside: 10, outside: 10 },
      facing: false,
    },
    grid: { baseline: 12, first: 40 },
    columns: { count, gutter: 10, rule: false, balance: true },
    furniture: { folio: false, runningHead: false, endMark: false },
    signs: { question: "", answer: "" },
    styles: Object.fromEntries(
      ["question", "answer", "intro", "list_item", "crosshead"].map((name) => [
        name,
        { size: 10, leading: 12, align: "left", indent: 0, indentFirst: 0, spaceBefore: 0, hyphenate: false },
      ]),
    ),
  };
}

const SHORT: Readonly<Record<string, string>> = {
  question: "q",
  answer: "a",
  crosshead: "x",
  intro: "i",
  list_item: "l",
};

/** A page in a line: each column's paragraphs as kind/lines, pictures as [columns x rows]. */
export function show(page: Page): string {
  const columns = page.columns.map((_, column) => {
    const parts: { readonly y: number; readonly words: string }[] = [];
    let last = "";
    let count = 0;
    let y = 0;
    const flush = () => {
      if (last !== "") parts.push({ y, words: `${SHORT[last.split(" ")[0] ?? ""] ?? last}/${count}` });
    };
    for (const line of page.lines.filter((l) => l.column === column)) {
      const key = `${line.role} ${line.block}`;
      if (key !== last) {
        flush();
        last = key;
        count = 0;
        y = line.baseline;
      }
      count++;
    }
    flush();
    for (const photo of page.photos) {
      const { placement } = photo;
      if (placement.column === column)
        parts.push({ y: photo.box.y, words: `[${placement.columns}x${placement.rows}]` });
    }
    return `col ${column + 1}: ${parts
      .sort((a, b) => a.y - b.y)
      .map((part) => part.words)
      .join(" ")}`;
  });
  return columns.join(" | ");
}

/** Breaks of the laws that hold for every layout; empty when all hold. */
export function brokenLaws(doc: Node, layout: Layout): readonly string[] {
  const broken: string[] = [];
  const story = storyReader()(doc);
  const { baseline, first } = layout.design.grid;
  const texts = new Map<string, string>();
  const { trim, bleed } = layout.design.page;
  // Text may enter the box of a picture whose contour it follows.
  const wrapped = new Set(
    flowOf(story).flatMap((item) =>
      item.kind !== "text" && item.placement.kind === "pinned" && item.placement.wrap ? [item.id] : [],
    ),
  );

  for (const page of layout.pages) {
    for (const line of page.lines) {
      texts.set(line.block, (texts.get(line.block) ?? "") + line.line.text);
      const where = `page ${page.number}, ${line.role} ${line.block}`;
      const left = line.x + line.line.x;
      const ink = lineBox(line);
      if (ink.x < -bleed.left || ink.x + ink.width > trim.width + bleed.right) broken.push(`${where}: out of the page`);
      if ((line.upward ? ink.y + ink.height : line.baseline) > trim.height) broken.push(`${where}: below the page`);
      if (line.upward && ink.y < 0) broken.push(`${where}: above the page`);
      if (line.column === null) continue;
      const off = ((((line.baseline - first) % baseline) + baseline * 1.5) % baseline) - baseline / 2;
      if (Math.abs(off) > 0.01 && line.style.leading === baseline) broken.push(`${where}: off the grid by ${off}`);
      const column = page.columns[line.column];
      if (!column) {
        broken.push(`${where}: no column ${line.column}`);
        continue;
      }
      if (line.baseline > column.y + column.height + 0.01) broken.push(`${where}: below its column`);
      for (const photo of page.photos) {
        if (wrapped.has(photo.block)) continue;
        const { x, y, width, height } = photo.box;
        const beside = left + line.line.width <= x + 0.01 || left >= x + width - 0.01;
        const apart = line.baseline + 1 <= y || line.baseline - line.style.size * 0.5 >= y + height;
        if (!beside && !apart) broken.push(`${where}: runs over picture ${photo.block}`);
      }
    }
    broken.push(...overlaps(story, layout, page));
  }

  // Capitals stand in the pages where a style, or small capitals the font lacks, ask for them.
  const capitals = (text: string) => text.toLocaleUpperCase("en");
  for (const item of textsOf(story)) {
    const set = texts.get(item.id);
    const wanted = item.block.text;
    if (set === undefined) broken.push(`${item.block.role} ${item.id} is on no page`);
    else if (!squeeze(capitals(set)).includes(squeeze(capitals(wanted))))
      broken.push(`${item.id}: "${set.slice(0, 60)}" is not "${wanted.slice(0, 60)}"`);
    else if (squeeze(set).length > squeeze(wanted).length + 40) broken.push(`${item.id}: set more than once`);
  }
  const placed = layout.pages.flatMap((page) => page.photos.map((photo) => photo.block));
  const flow = flowOf(story);
  const photos = [...flow, ...flow.flatMap((item) => ("items" in item ? item.items : []))]
    .filter((item) => item.kind === "photo")
    .map((item) => item.id);
  for (const id of photos) {
    const times = placed.filter((block) => block === id).length;
    const told = layout.findings.some((f) => f.code === "overset" && f.place?.[0] === id);
    // A picture over the fold stands on both pages.
    const folded = times === 2 && layout.pages.filter((page) => page.photos.some((p) => p.block === id)).length === 2;
    if (times !== 1 && !told && !folded) broken.push(`picture ${id} is placed ${times} times`);
  }
  return broken;
}
/** Words over other words, or column text within the rows of a piece. */
function overlaps(story: Story, layout: Layout, page: Page): readonly string[] {
  const broken: string[] = [];
  const boxes = page.lines.map((line) => {
    const { x, width } = line.line;
    const box = stretchBox(line, x, x + width, line.style.size * 0.45, 0);
    return { line, left: box.x, right: box.x + box.width, top: box.y, foot: box.y + box.height };
  });
  for (const [n, a] of boxes.entries()) {
    for (const b of boxes.slice(n + 1)) {
      const apart = a.right <= b.left + 0.01 || b.right <= a.left + 0.01;
      if (apart || a.top >= b.foot - 0.01 || b.top >= a.foot - 0.01) continue;
      broken.push(`page ${page.number}: ${a.line.role} ${a.line.block} runs over ${b.line.role} ${b.line.block}`);
    }
  }
  const { baseline, first } = layout.design.grid;
  for (const piece of page.pieces) {
    if (piece.by === "pinned") continue;
    const group = flowOf(story).find((item) => item.id === piece.block);
    const own = new Set(group && "items" in group ? group.items.map((item) => item.id) : []);
    for (const line of page.lines) {
      if (line.column === null || own.has(line.block)) continue;
      if (line.column < piece.column || line.column >= piece.column + piece.columns) continue;
      const row = (line.baseline - first) / baseline;
      if (row > piece.row - 0.5 && row < piece.row + piece.rows - 1.5)
        broken.push(`page ${page.number}: ${line.role} ${line.block} runs through piece ${piece.block}`);
    }
  }
  return broken;
}
const squeeze = (text: string) => text.replace(/[\s\u2028\u00ad]+/g, "");

function textsOf(story: Story): readonly TextItem[] {
  const out: TextItem[] = [story.headline, ...story.byline.map((credit) => credit.item)];
  if (story.kicker) out.push(story.kicker);
  if (story.standfirst) out.push(story.standfirst);
  for (const item of flowOf(story)) {
    if (item.kind === "text") out.push(item);
    else if (item.kind === "photo") {
      if (item.caption) out.push(item.caption);
      if (item.credit) out.push(item.credit);
    } else {
      for (const part of item.items) {
        if (part.kind === "text") out.push(part);
        else out.push(...[part.caption, part.credit].filter((words) => words !== null));
      }
    }
  }
  return out.filter((item) => item.block.text !== "");
}
