/** An arrangement made into a page: lines and pictures in their places, in reading order, with furniture and findings. */
import type { Finding } from "../finding.ts";
import { type Arrangement, feetOf, type Sheet, type Slot } from "./arrange.ts";
import { rowOfLine } from "./columns.ts";
import type { Forced } from "./compose.ts";
import type { Context } from "./context.ts";
import type { DisplayItem } from "./display.ts";
import { folioAndHead } from "./folio.ts";
import { columnRules, endMark, jumpLine, missingFrame, paper, type TextRows } from "./furniture.ts";
import { baselineOf, columnBoxes, columnX, type Obstacle } from "./geometry.ts";
import type { Opener } from "./opener.ts";
import type { Page, PlacedLine, PlacedPhoto, PlacedPiece } from "./page.ts";
import { pageFindings } from "./pageFindings.ts";
import { bled } from "./bleed.ts";
import { spentOn } from "./spendReport.ts";
import { wordsOf } from "./photos.ts";
import { type Put, putPiece } from "./pieces.ts";
import { pt } from "../units.ts";

export type Making = {
  readonly sheet: Sheet;
  readonly opener: Opener | null;
  readonly made: Arrangement;
  readonly side: Page["side"];
  /** Left edge of the text. */
  readonly left: number;
  readonly finished: boolean;
  readonly folio: number;
  readonly forced: Forced | null;
  readonly spare: number;
  /** Pages the copy comes from and goes on to when others lie between. */
  readonly jumpedFrom: number | null;
  readonly jumpsTo: number | null;
  readonly findings: readonly Finding[];
};

type Part = { readonly unit: number; readonly lines: PlacedLine[] };

export function makePage(making: Making): Page {
  const { sheet, opener, made, side, left, finished, forced, spare } = making;
  const { context, rest } = sheet;
  const { design, geometry, setter, story } = context;
  const findings: Finding[] = [...(opener?.findings ?? []), ...making.findings];
  const under: DisplayItem[] = [...paper(design), ...(opener?.under ?? [])];
  const over: DisplayItem[] = [...(opener?.over ?? [])];
  const photos: PlacedPhoto[] = [...(opener?.photos ?? [])];
  const text = textParts(making, findings);

  const words: Part[] = [];
  const pieces: PlacedPiece[] = [];
  const slots = forced?.slot ? [...made.slots, forced.slot] : made.slots.toSorted((a, b) => a.unit - b.unit);
  for (const slot of slots) {
    const put = putSlot(context, slot, made.rows.get(slot.unit) ?? 0, left);
    under.push(...put.under);
    photos.push(...put.photos);
    findings.push(...put.findings);
    words.push({ unit: slot.unit, lines: [...put.lines] });
    pieces.push(pieceFact(context, slot, made.rows.get(slot.unit) ?? 0));
  }
  const lines = [...(opener?.lines ?? []), ...(opener?.photoLines ?? []), ...inReadingOrder(text, words)];

  for (const photo of photos) {
    if (photo.media !== null) continue;
    const missing = missingFrame(photo, design, setter);
    under.push(...missing.frame);
    over.push(...missing.label);
  }
  if (forced) findings.push(forced.finding);

  const tops = made.fill.ends.map((_, column) => {
    const above = (opener?.obstacles ?? []).filter((o) => column >= o.column && column < o.column + o.columns);
    return Math.max(0, ...above.map((o) => o.row + o.rows));
  });
  const spans = made.fill.placed.flatMap((stretch) => {
    const unit = context.units[stretch.unit];
    if (unit?.kind !== "text" || !unit.spans) return [];
    return [{ column: 0, columns: geometry.count, row: stretch.row - 1, rows: (unit.rows.at(-1) ?? 0) + 1 }];
  });
  over.push(
    ...columnRules(
      design,
      geometry,
      left,
      tops,
      feetOf(made),
      [...made.ground.obstacles, ...spans, ...overGutters(context, made)],
      textRows(making),
    ),
  );
  const folio = String(making.folio);
  over.push(...folioAndHead(story, design, setter, { number: rest.page, folio, side }, geometry, photos));
  const first = story.issue.firstFolio - 1;
  if (making.jumpsTo !== null) over.push(...jumpLine(design, geometry, setter, left, "on", first + making.jumpsTo));
  if (making.jumpedFrom !== null) {
    over.push(...jumpLine(design, geometry, setter, left, "from", first + making.jumpedFrom));
  }
  const last = text.at(-1)?.lines.at(-1);
  // Pictures may stand on pages behind the last word.
  const ends = finished || made.fill.end.unit >= context.units.length;
  if (ends && last && last.line.to > last.line.from) over.push(...endMark(design, setter, last, geometry));

  const page = {
    number: rest.page,
    folio,
    side,
    columns: columnBoxes(geometry, left),
    lines,
    photos,
    pieces,
    under,
    over,
    spare,
    spent: spentOn(context, made),
  };
  const all = [...findings, ...pageFindings(making, page)];
  return { ...page, findings: all.map((f) => (f.page === undefined ? { ...f, page: rest.page } : f)) };
}

/** The rows that paragraphs stand on, column by column; one that spans all of them has none beside it. */
function textRows({ sheet, made }: Making): readonly TextRows[] {
  return made.fill.placed.flatMap((stretch) => {
    const unit = sheet.context.units[stretch.unit];
    if (unit?.kind !== "text" || unit.spans || stretch.to <= stretch.from) return [];
    const to = Math.floor(rowOfLine(unit, stretch, stretch.to - 1));
    return [{ column: stretch.column, from: Math.floor(stretch.row), to }];
  });
}

/** The rows in which a contour lies over a gutter, where a rule between the columns would stand. */
function overGutters({ geometry }: Context, made: Arrangement): readonly Obstacle[] {
  const rows: Obstacle[] = [];
  for (const { row, spans } of made.ground.contours) {
    for (let column = 0; column + 1 < geometry.count; column++) {
      const middle = (column + 1) * (geometry.measure + geometry.gutter) - geometry.gutter / 2;
      for (const [n, span] of spans.entries()) {
        if (span && span[0] < middle && span[1] > middle) rows.push({ column, columns: 2, row: row + n, rows: 1 });
      }
    }
  }
  return rows;
}

function textParts({ sheet, made, left, forced }: Making, findings: Finding[]): readonly Part[] {
  const { units, geometry } = sheet.context;
  const text: Part[] = [];
  for (const stretch of forced?.stretch ? [...made.fill.placed, forced.stretch] : made.fill.placed) {
    const plain = units[stretch.unit];
    if (plain?.kind !== "text") continue;
    const unit = stretch.set ?? plain;
    const x = columnX(geometry, left, stretch.column);
    if (stretch.from === 0) findings.push(...unit.findings);
    let part = text.at(-1);
    if (part?.unit !== stretch.unit) text.push((part = { unit: stretch.unit, lines: [] }));
    for (let n = stretch.from; n < stretch.to; n++) {
      const line = unit.lines[n];
      if (!line) continue;
      part.lines.push({
        line,
        block: unit.item.id,
        role: unit.item.block.role,
        style: unit.style,
        speaker: unit.item.speaker,
        column: unit.spans ? null : stretch.column,
        x,
        baseline: baselineOf(geometry, rowOfLine(plain, stretch, n)),
      });
    }
  }
  return text;
}

function putSlot(context: Context, slot: Slot, row: number, left: number): Put {
  const { geometry, design } = context;
  const { margin } = geometry.sides[geometry.side];
  const inMargin = slot.piece.inMargin && margin ? margin.x : null;
  const x = slot.pin ? pt(left + slot.pin.x) : (inMargin ?? columnX(geometry, left, slot.column));
  const put = putPiece(slot.piece, slot.column, row, x, geometry, design);
  const item = context.units[slot.unit]?.item;
  const pin = slot.pin;
  if (!pin || item?.kind !== "photo") return put;
  const { ink } = slot.piece;
  const photos = put.photos.map((photo) => bled(photo, item, slot, pin, design));
  // The words of a picture over the fold stand below its left part.
  if (pin.half === "right") return { ...put, photos, lines: [], findings: [] };
  const [stood] = put.photos;
  const [lies] = photos;
  if (ink.kind !== "photo" || !stood || !lies || lies === stood) return { ...put, photos };
  // Words on a picture stand on what it shows when it has grown.
  return { ...put, photos, ...wordsOf(ink.block, stood, x, lies, geometry) };
}

function pieceFact({ units }: Context, slot: Slot, row: number): PlacedPiece {
  const item = units[slot.unit]?.item;
  if (!item || item.kind === "text") throw new RangeError(`unit ${slot.unit} is no piece`);
  const { placement } = item;
  const { columns, bodyRows } = slot.piece;
  const by = slot.pin ? "pinned" : placement.kind === "settled" ? "settled" : "auto";
  return { block: item.id, by, column: slot.column, row, columns, rows: bodyRows + 1, foot: slot.row === null };
}

/** A caption comes after the paragraph its picture follows, never inside one. */
function inReadingOrder(text: readonly Part[], words: readonly Part[]): readonly PlacedLine[] {
  const lines: PlacedLine[] = [];
  const ordered = words.toSorted((a, b) => a.unit - b.unit);
  let next = 0;
  for (const [n, part] of text.entries()) {
    lines.push(...part.lines);
    const complete = part.lines.at(-1)?.line.last === true;
    const following = text[n + 1]?.unit ?? Number.POSITIVE_INFINITY;
    while (complete && (ordered[next]?.unit ?? Number.POSITIVE_INFINITY) < following) {
      lines.push(...(ordered[next]?.lines ?? []));
      next++;
    }
  }
  for (; next < ordered.length; next++) lines.push(...(ordered[next]?.lines ?? []));
  return lines;
}
