/**
 * What quotes, sidebars and boxes are made of: a quote between hairlines; a sidebar on its tint with a flow and columns
 * of its own, levelled; a box that keeps room for an advertisement, or holds a logo, a rule, a tint or free words. Rows
 * count from the piece's top.
 */
import { BLACK, cmyk } from "../color/ink.ts";
import type { Finding } from "../finding.ts";
import type { GroupItem, PhotoItem, TextItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { type Pt, pt } from "../units.ts";
import type { DisplayItem } from "./display.ts";
import { heightOf, rowsOf, spaceRows, type TextUnit } from "./flow.ts";
import { baselineOf, type Geometry } from "./geometry.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import { cropFor, type PhotoBlock, photoBlock, type Pictures, placePhoto } from "./photos.ts";
import type { Setter } from "./setter.ts";

/** Lines `from` to `to` of a paragraph, or a picture, in a column of the piece's own. */
type GroupPart =
  | {
      readonly kind: "text";
      readonly unit: TextUnit;
      readonly from: number;
      readonly to: number;
      readonly inner: number;
      readonly row: number;
    }
  | { readonly kind: "photo"; readonly block: PhotoBlock; readonly inner: number; readonly row: number };
export type SetGroup = {
  readonly item: GroupItem;
  readonly parts: readonly GroupPart[];
  /** In rows, rule or padding included. */
  readonly height: number;
  readonly width: Pt;
  readonly inset: number;
  /** Left edge of each own column from the piece's. */
  readonly columns: readonly number[];
  /** A box's picture. */
  readonly logo: { readonly item: PhotoItem; readonly size: NonNullable<PhotoBlock["size"]> } | null;
};

const QUOTE_RULE = pt(0.35);
const BOX_RULE = pt(0.5);
/** Rows above the first and below the last line that belong to the piece: its rule or padding. */
const ROWS_ABOVE = 1;
const ROWS_BELOW = 1;
/** Lines of a sidebar's paragraph that stand together at a column's foot and top. */
const TOGETHER = 2;
/** Rows of an advertisement that says no size: a quarter of the page. */
const QUARTER = 4;

/** `first`: no paragraph of the story before it has its style; in a piece of its own, the piece's first. */
export function textUnit(
  item: TextItem,
  measure: Pt,
  geometry: Geometry,
  setter: Setter,
  first = item.opens,
): TextUnit {
  const set = setter.paragraph(item, measure, first);
  return {
    kind: "text",
    item,
    style: set.style,
    lines: set.lines,
    findings: set.findings,
    before: item.opens || item.block.role !== "question" ? spaceRows(set.style.spaceBefore, geometry.baseline) : 0,
    after: spaceRows(set.style.spaceAfter, geometry.baseline),
    rows: rowsOf(set.lines.length, set.style.leading, geometry.baseline),
    deep: set.deep,
    first,
    spent: 0,
    spans: false,
  };
}

/** The piece over `width`; `rows` asks for a height, which its words may exceed. */
export function setGroup(
  item: GroupItem,
  columns: number,
  width: Pt,
  rows: number | null,
  geometry: Geometry,
  setter: Setter,
  pictures: Pictures,
  design: Design,
): SetGroup {
  const { sidebars } = design.makeUp;
  const inset = item.kind === "quote" ? 0 : sidebars.padding;
  const count = item.kind === "sidebar" ? Math.min(sidebars.inner, Math.max(1, columns) * 2) : 1;
  const { gutter } = design.columns;
  const measure = pt(Math.max(12, (width - 2 * inset - gutter * (count - 1)) / count));
  const lefts = Array.from({ length: count }, (_, n) => inset + n * (measure + gutter));
  const pieces = item.items.map((part): Content => {
    if (part.kind === "text") return { kind: "text", unit: textUnit(part, measure, geometry, setter) };
    const { missingRatio } = design.photos;
    return { kind: "photo", block: photoBlock(part, 1, geometry, setter, pictures, missingRatio, null, measure) };
  });
  const flow = flowIn(pieces, count);
  const logo = logoOf(item, pictures);
  const words = ROWS_ABOVE + flow.height + ROWS_BELOW;
  const height = Math.max(rows ?? naturalRows(item, logo, width, words, geometry), pieces.length > 0 ? words : 1);
  return { item, parts: flow.parts, height, width, inset, columns: lefts, logo };
}

function naturalRows(
  item: GroupItem,
  logo: SetGroup["logo"],
  width: number,
  words: number,
  geometry: Geometry,
): number {
  if (item.kind !== "box" || item.items.length > 0) return words;
  if (item.box?.use === "advertisement") return Math.max(2, Math.floor(geometry.rows / QUARTER));
  if (item.box?.use === "rule") return 1;
  return logo ? Math.max(2, Math.ceil((width * logo.size.height) / logo.size.width / geometry.baseline)) : words + 1;
}

function logoOf(item: GroupItem, pictures: Pictures): SetGroup["logo"] {
  const media = item.box?.media ?? null;
  if (media === null) return null;
  const photo: PhotoItem = {
    kind: "photo",
    id: item.id,
    file: "",
    media,
    alt: "",
    crop: null,
    focus: null,
    placement: item.placement,
    pdf: item.box?.pdf ?? null,
    rendering: null,
    stands: null,
    caption: null,
    credit: null,
    after: null,
    breakBefore: "none",
  };
  const size = pictures.sizeOf(photo);
  return size ? { item: photo, size } : null;
}

type Content =
  | { readonly kind: "text"; readonly unit: TextUnit }
  | { readonly kind: "photo"; readonly block: PhotoBlock };

/** The contents in `count` columns at the least height that holds them, the columns as level as their lines allow. */
function flowIn(contents: readonly Content[], count: number): { readonly parts: GroupPart[]; readonly height: number } {
  const heights = contents.map((part) => (part.kind === "text" ? heightOf(part.unit) : part.block.rows));
  const total = heights.reduce((sum, rows) => sum + rows, 0);
  for (let height = Math.ceil(total / count); count > 1 && height < total; height++) {
    const parts = filled(contents, count, height);
    if (parts) return { parts, height };
  }
  let row = 0;
  const parts = contents.map((part, n): GroupPart => {
    const at = row;
    row += heights[n] ?? 0;
    return part.kind === "photo"
      ? { ...part, inner: 0, row: at }
      : { ...part, from: 0, to: part.unit.lines.length, inner: 0, row: at };
  });
  return { parts, height: Math.ceil(row) };
}

function filled(contents: readonly Content[], count: number, height: number): GroupPart[] | null {
  const parts: GroupPart[] = [];
  let inner = 0;
  let used = 0;
  for (const part of contents) {
    if (part.kind === "photo") {
      if (used + part.block.rowsAtFoot > height) {
        inner += 1;
        used = 0;
      }
      if (inner >= count || part.block.rowsAtFoot > height) return null;
      parts.push({ ...part, inner, row: used });
      used += part.block.rows;
      continue;
    }
    const { rows, lines } = part.unit;
    for (let from = 0; from < lines.length; ) {
      const base = from === 0 ? 0 : (rows[from - 1] ?? 0);
      let to = from;
      while (to < lines.length && used + (rows[to] ?? 0) - base <= height + 1e-6) to++;
      const left = lines.length - to;
      if (left > 0 && left < TOGETHER) to = Math.max(from, lines.length - TOGETHER);
      if (to < lines.length && to - from < TOGETHER && !(from > 0 && to > from)) to = from;
      if (to > from) {
        parts.push({ kind: "text", unit: part.unit, from, to, inner, row: used });
        used += Math.ceil((rows[to - 1] ?? 0) - base - 1e-6);
        from = to;
      }
      if (from < lines.length) {
        inner += 1;
        used = 0;
        if (inner >= count) return null;
      }
    }
  }
  return parts;
}

export function groupItems(
  group: SetGroup,
  geometry: Geometry,
  design: Design,
  x: number,
  row: number,
  column: number,
): {
  readonly lines: readonly PlacedLine[];
  readonly photos: readonly PlacedPhoto[];
  readonly under: readonly DisplayItem[];
  readonly findings: readonly Finding[];
} {
  const lines: PlacedLine[] = [];
  const photos: PlacedPhoto[] = [];
  const findings: Finding[] = [];
  const quote = group.item.kind === "quote";
  for (const part of group.parts) {
    const left = pt(x + (group.columns[part.inner] ?? 0));
    const at = row + ROWS_ABOVE + part.row;
    if (part.kind === "photo") {
      const set = placePhoto(part.block, column, at, geometry, left);
      photos.push(set.photo);
      lines.push(...set.lines);
      findings.push(...set.findings);
      continue;
    }
    const { unit, from, to } = part;
    if (from === 0) findings.push(...unit.findings);
    const base = from === 0 ? 0 : (unit.rows[from - 1] ?? 0);
    for (let n = from; n < to; n++) {
      const line = unit.lines[n];
      if (!line) continue;
      lines.push({
        line,
        block: unit.item.id,
        role: unit.item.block.role,
        style: unit.style,
        speaker: unit.item.speaker,
        column: group.columns.length === 1 && group.width <= geometry.measure + 0.01 ? column : null,
        x: left,
        baseline: baselineOf(geometry, at + (unit.rows[n] ?? 0) - base - 1),
      });
    }
  }
  const logo = logoBox(group, geometry, x, row);
  if (logo) photos.push(logo);
  return {
    lines,
    photos,
    under: quote ? hairlines(group, geometry, design, x, row) : ground(group, geometry, design, x, row),
    findings,
  };
}

/** From a baseline to the tops of its letters and to the feet of those that hang below it, in em. */
const TOPS = 0.74;
const FEET = 0.22;
/** Height of ascenders to that of an x in text type, near enough. */
const ASCENT = 1.6;

/** A quote's rules above and below, as far from its letters at the head as at the foot. */
function hairlines(
  { width, height, parts }: SetGroup,
  geometry: Geometry,
  design: Design,
  x: number,
  row: number,
): readonly DisplayItem[] {
  const baselines = parts.flatMap((part) =>
    part.kind === "text" ? part.unit.rows.slice(part.from, part.to).map((end) => part.row + end) : [],
  );
  if (baselines.length === 0) return [];
  const size = parts.find((part) => part.kind === "text")?.unit.style.size ?? 0;
  const at = (rows: number) => baselineOf(geometry, row + ROWS_ABOVE + rows - 1);
  const letters = at(Math.max(...baselines)) + size * FEET;
  // Half way to the tops of the letters of the text that follows.
  const gap = (baselineOf(geometry, row + height) - geometry.xHeight * ASCENT - letters) / 2;
  const foot = letters + gap;
  const top = at(Math.min(...baselines)) - size * TOPS - gap;
  return [top, foot].map((y) => ({
    kind: "rule",
    of: "artifact",
    from: { x: pt(x), y: pt(y) },
    to: { x: pt(x + width), y: pt(y) },
    weight: QUOTE_RULE,
    ink: design.columns.rule?.ink ?? BLACK,
  }));
}

/** The tint or rule of a sidebar or box; an advertisement's room is marked so that nobody prints it empty unseen. */
function ground(
  { item, width, height }: SetGroup,
  geometry: Geometry,
  design: Design,
  x: number,
  row: number,
): readonly DisplayItem[] {
  const top = baselineOf(geometry, row) - geometry.xHeight;
  const foot = baselineOf(geometry, row + height - 1);
  const use = item.kind === "box" ? item.box?.use : "text";
  const box = { x: pt(x), y: pt(top), width, height: pt(Math.max(1, foot - top)) };
  const right = x + width;
  const rule = (x1: number, y1: number, x2: number, y2: number): DisplayItem => ({
    kind: "rule",
    of: "artifact",
    from: { x: pt(x1), y: pt(y1) },
    to: { x: pt(x2), y: pt(y2) },
    weight: BOX_RULE,
    ink: use === "rule" ? BLACK : cmyk(0, 0, 0, 0.4),
  });
  if (use === "rule") return [rule(x, (top + foot) / 2, right, (top + foot) / 2)];
  if (use === "logo") return [];
  if (use === "advertisement") {
    const bottom = top + box.height;
    return [
      rule(x, top, right, top),
      rule(x, bottom, right, bottom),
      rule(x, top, x, bottom),
      rule(right, top, right, bottom),
    ];
  }
  const { tint } = design.makeUp.sidebars;
  return tint ? [{ kind: "fill", of: "artifact", box, ink: tint }] : [];
}

/** A logo whole in the middle of its box; an advertisement's picture fills it. */
function logoBox(
  { item, logo, width, height, columns }: SetGroup,
  geometry: Geometry,
  x: number,
  row: number,
): PlacedPhoto | null {
  if (!logo) return null;
  const top = baselineOf(geometry, row) - geometry.xHeight;
  const room = (height - 1) * geometry.baseline + geometry.xHeight;
  const shape = logo.size.width / logo.size.height;
  const fill = item.box?.use === "advertisement";
  const wide = fill ? width : Math.min(width, room * shape);
  const tall = fill ? room : wide / shape;
  const box = { x: pt(x + (width - wide) / 2), y: pt(top + (room - tall) / 2), width: pt(wide), height: pt(tall) };
  const crop = cropFor(logo.item, logo.size, box);
  return {
    block: item.id,
    file: "",
    media: logo.size.media,
    ...(logo.item.pdf ? { pdf: logo.item.pdf } : {}),
    ...(fill ? { reserved: true } : {}),
    alt: "",
    box,
    crop,
    ppi: (logo.size.width * crop.width) / (wide / 72),
    placement: { column: 0, row, columns: columns.length, rows: height },
  };
}
