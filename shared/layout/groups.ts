/**
 * Pieces that stand in the column as one: pull quotes between hairlines, sidebars and boxes on a tint. They are set
 * whole and never divided.
 */
import { BLACK, cmyk } from "../color/ink.ts";
import type { Finding } from "../finding.ts";
import type { GroupItem, TextItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { pt } from "../units.ts";
import type { DisplayItem } from "./display.ts";
import { type GroupPart, type GroupUnit, heightOf, rowsOf, spaceRows, type TextUnit } from "./flow.ts";
import { baselineOf, type Geometry } from "./geometry.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import { photoBlock, type Pictures, placePhoto } from "./photos.ts";
import type { Setter } from "./setter.ts";

const QUOTE_RULE = pt(0.35);
const BOX_TINT = cmyk(0, 0, 0, 0.06);
/** Space between a box's edge and its words on either side. */
const BOX_PADDING = 6;

/** Rows above the first and below the last line that belong to the piece: its rule or padding. */
const ROWS_ABOVE = 1;
const ROWS_BELOW = 1;

export function groupUnit(
  item: GroupItem,
  geometry: Geometry,
  setter: Setter,
  pictures: Pictures,
  missingRatio: number,
): GroupUnit {
  const inset = item.kind === "quote" ? 0 : BOX_PADDING;
  const measure = pt(geometry.measure - 2 * inset);
  const parts: GroupPart[] = [];
  let row = ROWS_ABOVE;
  for (const part of item.items) {
    if (part.kind === "photo") {
      const block = photoBlock(part, 1, geometry, setter, pictures, missingRatio, null, measure);
      parts.push({ kind: "photo", block, row });
      row += block.rows;
    } else {
      const unit = textUnit(part, measure, geometry, setter);
      parts.push({ kind: "text", unit, row });
      row += heightOf(unit);
    }
  }
  return { kind: "group", item, before: 1, height: row + ROWS_BELOW, parts };
}

export function textUnit(item: TextItem, measure: ReturnType<typeof pt>, geometry: Geometry, setter: Setter): TextUnit {
  const set = setter.paragraph(item, measure);
  return {
    kind: "text",
    item,
    style: set.style,
    lines: set.lines,
    findings: set.findings,
    before: item.opens || item.block.role !== "question" ? spaceRows(set.style.spaceBefore, geometry.baseline) : 0,
    after: spaceRows(set.style.spaceAfter, geometry.baseline),
    rows: rowsOf(set.lines.length, set.style.leading, geometry.baseline),
  };
}

export function groupItems(
  unit: GroupUnit,
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
  const quote = unit.item.kind === "quote";
  const inset = quote ? 0 : BOX_PADDING;
  const top = baselineOf(geometry, row) - geometry.baseline * 0.5;
  const foot = baselineOf(geometry, row + unit.height - 1) - geometry.xHeight;
  const under: DisplayItem[] = [];
  if (quote) {
    for (const y of [top, foot]) {
      under.push({
        kind: "rule",
        of: "artifact",
        from: { x: pt(x), y: pt(y) },
        to: { x: pt(x + geometry.measure), y: pt(y) },
        weight: QUOTE_RULE,
        ink: design.columns.rule?.ink ?? BLACK,
      });
    }
  } else {
    under.push({
      kind: "fill",
      of: "artifact",
      box: { x: pt(x), y: pt(top), width: geometry.measure, height: pt(foot - top) },
      ink: BOX_TINT,
    });
  }
  const lines: PlacedLine[] = [];
  const photos: PlacedPhoto[] = [];
  const findings: Finding[] = [];
  for (const part of unit.parts) {
    if (part.kind === "photo") {
      const set = placePhoto(part.block, column, row + part.row, geometry, pt(x + inset));
      photos.push(set.photo);
      lines.push(...set.lines);
      findings.push(...(part.block.caption?.findings ?? []), ...(part.block.credit?.findings ?? []));
      continue;
    }
    findings.push(...part.unit.findings);
    part.unit.lines.forEach((line, n) => {
      const at = row + part.row + (part.unit.rows[n] ?? 0) - 1;
      lines.push({
        line,
        block: part.unit.item.id,
        role: part.unit.item.block.role,
        style: part.unit.style,
        speaker: part.unit.item.speaker,
        column,
        x: pt(x + inset),
        baseline: baselineOf(geometry, at),
      });
    });
  }
  return { lines, photos, under, findings };
}
