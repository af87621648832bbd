/**
 * The copy as it runs through the columns: each story item set at the column's measure and counted in rows of the
 * baseline grid. A unit depends on its item, the design and the measure alone, so it is kept as long as the item is.
 */
import type { Finding } from "../finding.ts";
import type { GroupItem, PhotoItem, Story, TextItem } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Line } from "../typesetting/glyphs.ts";
import { TOLERANCE } from "../units.ts";

/** A paragraph set for the column: line n stands on the last of its own rows. */
export type TextUnit = {
  readonly kind: "text";
  readonly item: TextItem;
  readonly style: ParagraphStyle;
  readonly lines: readonly Line[];
  /** What shaping and setting found amiss. */
  readonly findings: readonly Finding[];
  /** Empty rows wanted above and below; dropped at a column's top and foot, and of two that meet the larger holds. */
  readonly before: number;
  readonly after: number;
  /** Rows down to and including line n: rows[n]; the last entry is the height. */
  readonly rows: readonly number[];
  /** Lines that a drop cap holds together at its beginning; 0 without one. */
  readonly deep: number;
  /** Set as the story's first paragraph of its style. */
  readonly first: boolean;
  /** Lines more (or fewer, negative) than at its best, so that a column or page ends well. */
  readonly spent: number;
  /** Stands across all columns, between a band of columns above it and one below. */
  readonly spans: boolean;
};
/** A picture, row of pictures, quote, sidebar or box: takes no room in the flow; its place is found by the composer. */
export type PhotoUnit = { readonly kind: "photo"; readonly item: PhotoItem };
export type GroupUnit = { readonly kind: "group"; readonly item: GroupItem };
export type Unit = TextUnit | PhotoUnit | GroupUnit;

/** Rows that each line of a paragraph ends on. Leading that is no multiple of the grid comes back to it at the end. */
export function rowsOf(lines: number, leading: number, baseline: number): readonly number[] {
  const height = Math.max(1, Math.ceil((lines * leading - TOLERANCE) / baseline));
  if (Math.abs(leading - baseline) <= TOLERANCE) return Array.from({ length: lines }, (_, n) => n + 1);
  return Array.from({ length: lines }, (_, n) => height - ((lines - 1 - n) * leading) / baseline);
}

/** Rows asked for above or below: anything short of nothing is at least one whole row. */
export function spaceRows(space: number, baseline: number): number {
  return Math.ceil((space - TOLERANCE) / baseline);
}

/**
 * Where in the copy: a unit and, in a paragraph, the line to come next. `set` is the paragraph as it was set so far
 * where something stood beside it; null when it is set plainly.
 */
export type Cursor = { readonly unit: number; readonly line: number; readonly set: TextUnit | null };

export function heightOf(unit: TextUnit): number {
  return unit.rows[unit.rows.length - 1] ?? 0;
}

/** Is this the photo that opens the story: nothing but introductions before it? */
export function heroOf(story: Story): PhotoItem | null {
  for (const section of story.sections) {
    for (const item of section) {
      if (item.kind === "photo") return item.placement.kind === "auto" ? item : null;
      if (item.kind !== "text" || item.turn !== null) return null;
    }
  }
  return null;
}
