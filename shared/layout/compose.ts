/**
 * The page loop. `composePage` takes the copy still to place and gives one page and what is left. Pictures are placed
 * by search: every slot that a picture could take on the page is tried with the text run round it, and the cheapest
 * is kept. The last page is made as short as it can be, which levels its columns.
 */
import type { Finding } from "../finding.ts";
import { finding } from "../finding.ts";
import type { PhotoItem, Story } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { type Fill, fillColumns, rowOfLine, type Stretch } from "./columns.ts";
import type { DisplayItem } from "./display.ts";
import type { Cursor, Unit } from "./flow.ts";
import { columnRules, endMark, footer, missingFrame } from "./furniture.ts";
import {
  baselineOf,
  columnBoxes,
  columnX,
  type Geometry,
  type Obstacle,
  segmentsOf,
  sideOf,
  textLeft,
} from "./geometry.ts";
import { groupItems } from "./groups.ts";
import { type Opener, openStory } from "./opener.ts";
import type { Page, PlacedLine, PlacedPhoto } from "./page.ts";
import { columnsFor, type PhotoBlock, photoBlock, type Pictures, placePhoto } from "./photos.ts";
import type { Setter } from "./setter.ts";

export type Context = {
  readonly story: Story;
  readonly design: Design;
  readonly geometry: Geometry;
  readonly setter: Setter;
  readonly pictures: Pictures;
  readonly units: readonly Unit[];
  /** What `closingQuestion` found. */
  readonly closing: number;
  readonly hero: PhotoItem | null;
};

/** The copy still to place. A value: going back to it undoes everything done since. */
export type Remaining = {
  readonly cursor: Cursor;
  /** Pictures whose words are on an earlier page. */
  readonly waiting: readonly number[];
  /** Pictures that stand on an earlier page than their words. */
  readonly ahead: readonly number[];
  /** Counted from 1. */
  readonly page: number;
};

export type Composed = {
  readonly page: Page;
  readonly rest: Remaining | null;
  /** Units before this one were looked at, and only they. */
  readonly looked: number;
};

type Slot = {
  readonly unit: number;
  readonly block: PhotoBlock;
  readonly at: "top" | "bottom" | "inline";
  readonly column: number;
};
type Arrangement = {
  readonly slots: readonly Slot[];
  readonly fill: Fill;
  readonly obstacles: readonly Obstacle[];
  readonly rows: ReadonlyMap<number, number>;
  readonly cost: number;
  readonly bottom: number;
};

type Forced = {
  readonly next: Cursor;
  readonly photo: number | null;
  readonly stretch: Stretch | null;
  readonly finding: Finding;
};

/** Prices, in rows of white space. */
const PRICE = {
  hole: 2.5,
  badBreak: 60,
  /** A whole column between a picture and its words. */
  distance: 8,
  /** The picture comes before the words it belongs to. */
  early: 1.3,
  inline: 4,
  bottom: 1,
  /** The picture goes to the next page. */
  later: 30,
  /** The words of a picture placed here moved off the page. */
  pushedOff: 40,
};

export function startOf(): Remaining {
  return { cursor: { unit: 0, line: 0 }, waiting: [], ahead: [], page: 1 };
}

export function composePage(context: Context, rest: Remaining): Composed {
  const { design, geometry, units, story, setter, pictures } = context;
  const folioNumber = story.issue.firstFolio + rest.page - 1;
  const side = sideOf(folioNumber);
  const left = textLeft(design, side);
  const opener = rest.page === 1 ? openStory(story, context.hero, design, geometry, left, setter, pictures) : null;

  const pending = new Set(rest.waiting);
  let slots: readonly Slot[] = [];
  let best = arrange(context, rest, opener, slots, geometry.rows);
  if (!best) throw new RangeError(`page ${rest.page} cannot be filled even without pictures`);

  // One picture after the other in reading order; each choice sees the ones before it and the text run round them.
  const deferred = new Set<number>(rest.ahead);
  for (let guard = 0; guard < MOST_PHOTOS_A_PAGE; guard++) {
    const next = nextPhoto(best, pending, deferred, slots, context);
    if (next === null) break;
    const found = cheapestSlot(context, rest, opener, best, slots, next, deferred.size === rest.ahead.length);
    if (!found) {
      deferred.add(next);
      continue;
    }
    best = found;
    slots = found.slots;
  }

  const reached = new Set([...rest.waiting, ...best.fill.anchors.map((a) => a.unit)]);
  for (const slot of slots) reached.delete(slot.unit);
  for (const unit of rest.ahead) reached.delete(unit);
  const hero = context.hero;
  const waiting = [...reached].filter((unit) => units[unit]?.item !== hero).sort((a, b) => a - b);
  const end = best.fill.end;
  const finished = end.unit >= units.length && waiting.length === 0;
  const spare = finished ? spareRows(context, best) : 0;
  if (finished && design.columns.balance) best = balance(context, rest, opener, best);

  const stuck = end.unit === rest.cursor.unit && end.line === rest.cursor.line && slots.length === 0 && !opener;
  const forced = stuck && !finished ? forceOne(context, rest) : null;
  const page = makePage(context, rest, opener, best, side, left, finished, String(folioNumber), forced, spare);
  const cursor = forced ? forced.next : best.fill.end;
  const stillWaiting = forced ? rest.waiting.filter((unit) => unit !== forced.photo) : waiting;
  const done = cursor.unit >= units.length && stillWaiting.length === 0;
  const ahead = [...rest.ahead, ...slots.map((slot) => slot.unit)].filter((unit) => unit >= cursor.unit);
  return {
    page,
    rest: done ? null : { cursor, waiting: stillWaiting, ahead, page: rest.page + 1 },
    looked: lookedTo(units, cursor.unit),
  };
}
const MOST_PHOTOS_A_PAGE = 24;

/** Keeps read the unit at a break and the next set one, which may stand behind pictures. */
function lookedTo(units: readonly Unit[], from: number): number {
  let at = from;
  for (let set = 0; set < 2; set++) {
    while (units[at]?.kind === "photo") at++;
    at++;
  }
  return Math.min(units.length, at);
}

/** The first picture whose words stand on this page, or earlier, and that has no place yet. */
function nextPhoto(
  now: Arrangement,
  waiting: ReadonlySet<number>,
  deferred: ReadonlySet<number>,
  slots: readonly Slot[],
  context: Context,
): number | null {
  const taken = new Set(slots.map((slot) => slot.unit));
  const all = [...waiting, ...now.fill.anchors.map((a) => a.unit)].sort((a, b) => a - b);
  for (const unit of all) {
    if (taken.has(unit) || deferred.has(unit)) continue;
    const item = context.units[unit]?.item;
    if (item && item !== context.hero) return unit;
  }
  return null;
}

function cheapestSlot(
  context: Context,
  rest: Remaining,
  opener: Opener | null,
  now: Arrangement,
  slots: readonly Slot[],
  unit: number,
  mayWait: boolean,
): Arrangement | null {
  const { geometry, setter, pictures, design } = context;
  const item = context.units[unit]?.item;
  if (item?.kind !== "photo") throw new RangeError(`unit ${unit} is no picture`);
  const span = columnsFor(item, design.photos.inline.columns, geometry, pictures, design.photos.leastPpi);
  const block = photoBlock(item, span, geometry, setter, pictures, design.photos.missingRatio);
  let best: Arrangement | null = null;
  const consider = (slot: Slot) => {
    const tried = arrange(context, rest, opener, [...slots, slot], geometry.rows);
    if (tried && (!best || tried.cost < best.cost - 1e-9)) best = tried;
  };
  for (let column = 0; column + span <= geometry.count; column++) {
    consider({ unit, block, at: "top", column });
    consider({ unit, block, at: "bottom", column });
  }
  if (span === 1 && mayStandInline(context, unit) && !rest.waiting.includes(unit)) {
    consider({ unit, block, at: "inline", column: 0 });
  }
  const found = best as Arrangement | null;
  if (!found) return null;
  // Waiting is free to choose only while more copy follows; a last page takes its pictures.
  const more = now.fill.end.unit < context.units.length;
  if (mayWait && more && !rest.waiting.includes(unit) && found.cost > now.cost + PRICE.later) return null;
  return found;
}

/** Nothing comes between a question and its answer's first lines. */
function mayStandInline(context: Context, unit: number): boolean {
  for (let at = unit - 1; at >= 0; at--) {
    const before = context.units[at];
    if (before?.kind === "text") return before.item.block.role === "answer" || before.item.block.role === "list_item";
  }
  return false;
}

/** Runs the copy round these pictures; null when they do not fit. */
function arrange(
  context: Context,
  rest: Remaining,
  opener: Opener | null,
  slots: readonly Slot[],
  bottom: number,
): Arrangement | null {
  const { geometry, units } = context;
  const obstacles: Obstacle[] = [...(opener?.obstacles ?? [])];
  const rows = new Map<number, number>();
  const inline = new Map<number, number>();
  for (const slot of slots) {
    if (slot.at === "inline") {
      inline.set(slot.unit, slot.block.rows);
      continue;
    }
    const place = roomFor(slot, obstacles, bottom);
    if (place === null) return null;
    rows.set(slot.unit, place.row);
    obstacles.push(place);
  }
  const fill = fillColumns({
    units,
    closing: context.closing,
    start: rest.cursor,
    segments: segmentsOf(geometry.count, bottom, obstacles),
    columns: geometry.count,
    inline,
    full: Math.min(bottom, geometry.rows),
  });
  let cost = fill.holes * PRICE.hole + fill.bad.length * PRICE.badBreak;
  for (const slot of slots) {
    if (slot.at === "inline") {
      const at = fill.placed.find((p) => p.unit === slot.unit);
      if (!at) return null;
      cost += PRICE.inline;
      rows.set(slot.unit, Math.round(at.row));
      continue;
    }
    const anchor = fill.anchors.find((a) => a.unit === slot.unit);
    const row = rows.get(slot.unit) ?? 0;
    if (slot.at === "bottom") cost += PRICE.bottom;
    if (anchor) {
      const from = anchor.column + anchor.row / geometry.rows;
      const top = slot.column + row / geometry.rows;
      const foot = slot.column + slot.block.columns - 1 + (row + slot.block.rows) / geometry.rows;
      const away = from < top ? top - from : from > foot ? (from - foot) * PRICE.early : 0;
      cost += away * PRICE.distance;
    } else if (rest.waiting.includes(slot.unit)) {
      cost += (slot.column + row / geometry.rows) * PRICE.distance;
    } else cost += PRICE.pushedOff;
  }
  return { slots, fill, obstacles, rows, cost, bottom };
}

/** Where a picture stands at the top or foot of its columns, or null when something is in the way. */
function roomFor(slot: Slot, obstacles: readonly Obstacle[], bottom: number): Obstacle | null {
  const { columns, rows, rowsAtFoot } = slot.block;
  const across = (o: Obstacle) => o.column < slot.column + columns && slot.column < o.column + o.columns;
  const blocked = obstacles.filter(across);
  if (slot.at === "top") {
    let row = 0;
    for (let moved = true; moved; ) {
      moved = false;
      for (const o of blocked) {
        if (row >= o.row && row < o.row + o.rows) {
          row = o.row + o.rows;
          moved = true;
        }
      }
    }
    const fitsAbove = row + rowsAtFoot <= bottom && !blocked.some((o) => o.row >= row && o.row < row + rows);
    return fitsAbove ? { column: slot.column, columns, row, rows: Math.min(rows, bottom - row) } : null;
  }
  const row = bottom - rowsAtFoot;
  if (row < 0 || blocked.some((o) => o.row + o.rows > row - 1)) return null;
  return { column: slot.column, columns, row, rows: rowsAtFoot };
}

/** The lowest foot at which everything still fits: its columns end level. */
function balance(context: Context, rest: Remaining, opener: Opener | null, now: Arrangement): Arrangement {
  const { units, geometry } = context;
  const least = opener ? Math.max(...opener.obstacles.map((o) => o.row), 0) + 1 : 1;
  let best: Arrangement | null = null;
  let bestPrice = Number.POSITIVE_INFINITY;
  let since = 0;
  const needed = rowsPlaced(context, now.fill);
  const fixed = [...(opener?.obstacles ?? []), ...now.obstacles.filter((o) => o.row === 0)];
  for (let bottom = least; bottom <= geometry.rows; bottom++) {
    const room = segmentsOf(geometry.count, bottom, fixed).reduce((sum, segment) => sum + segment.rows, 0);
    if (room < needed) continue;
    const tried = arrange(context, rest, opener, now.slots, bottom);
    if (!tried || tried.fill.end.unit < units.length || tried.fill.bad.length > now.fill.bad.length) continue;
    const used = feetOf(tried).filter((end) => end > 0);
    const uneven = used.length === 0 ? 0 : Math.max(...used) - Math.min(...used);
    const idle = geometry.count - used.length;
    const price = uneven * 2 + bottom + idle * 4;
    if (price < bestPrice) {
      best = tried;
      bestPrice = price;
    }
    if (++since > 4) break;
  }
  return best ?? now;
}

/** Rows that the last page could still take before the copy would need another. */
function spareRows(context: Context, made: Arrangement): number {
  const { geometry } = context;
  const room = segmentsOf(geometry.count, geometry.rows, made.obstacles).reduce((sum, { rows }) => sum + rows, 0);
  const pictures = made.slots.filter((slot) => slot.at === "inline").reduce((sum, slot) => sum + slot.block.rows, 0);
  return Math.max(0, room - pictures - rowsPlaced(context, made.fill));
}

/** Where each column ends, text or picture: the first row below. */
function feetOf({ fill, obstacles, bottom }: Arrangement): readonly number[] {
  return fill.ends.map((end, column) => {
    const blocks = obstacles.filter((o) => column >= o.column && column < o.column + o.columns && o.row > 0);
    return Math.max(end, ...blocks.map((o) => Math.min(o.row + o.rows, bottom)));
  });
}

/** Rows of text on the page, without the space between paragraphs that a column's top swallows. */
function rowsPlaced(context: Context, fill: Fill): number {
  let rows = 0;
  for (const { unit: index, from, to } of fill.placed) {
    const unit = context.units[index];
    if (unit?.kind === "text") rows += (unit.rows[to - 1] ?? 0) - (from > 0 ? (unit.rows[from - 1] ?? 0) : 0);
    else if (unit?.kind === "group") rows += unit.height;
  }
  return Math.floor(rows);
}

/**
 * One piece is taller than an empty page. It is set all the same, running over the foot, and reported as an error:
 * losing it in silence or never ending would both be worse. A picture that fits no page is left out and reported.
 */
function forceOne(context: Context, rest: Remaining): Forced {
  const photo = rest.waiting[0] ?? null;
  const unit = context.units[photo ?? rest.cursor.unit];
  const id = unit ? unit.item.id : "";
  const what = unit?.kind === "photo" ? `picture ${unit.item.file || id}` : `block ${id}`;
  const { cursor } = rest;
  const next = photo === null ? { unit: cursor.unit + 1, line: 0 } : cursor;
  const to = unit?.kind === "text" ? unit.lines.length : 0;
  return {
    next,
    photo,
    stretch: photo === null ? { unit: cursor.unit, from: cursor.line, to, column: 0, row: 0 } : null,
    finding: finding(
      "error",
      "overset",
      `Page ${rest.page} has no room for ${what}: it is taller than the text area`,
      "Make it shorter or the margins smaller",
      { page: rest.page, place: [id, 0, 0] },
    ),
  };
}

function makePage(
  context: Context,
  rest: Remaining,
  opener: Opener | null,
  made: Arrangement,
  side: Page["side"],
  left: number,
  finished: boolean,
  folio: string,
  forced: Forced | null,
  spare: number,
): Page {
  const { design, geometry, units, setter, story } = context;
  const findings: Finding[] = [...(opener?.findings ?? [])];
  const text: { readonly unit: number; readonly lines: PlacedLine[] }[] = [];
  const under: DisplayItem[] = [...(opener?.under ?? [])];
  const over: DisplayItem[] = [];
  const photos: PlacedPhoto[] = [...(opener?.photos ?? [])];

  for (const stretch of forced?.stretch ? [...made.fill.placed, forced.stretch] : made.fill.placed) {
    const unit = units[stretch.unit];
    if (!unit || unit.kind === "photo") continue;
    const x = columnX(geometry, left, stretch.column);
    if (unit.kind === "group") {
      const set = groupItems(unit, geometry, design, x, stretch.row, stretch.column);
      under.push(...set.under);
      photos.push(...set.photos);
      findings.push(...set.findings);
      text.push({ unit: stretch.unit, lines: [...set.lines] });
      continue;
    }
    if (stretch.from === 0) findings.push(...unit.findings);
    let entry = text[text.length - 1];
    if (entry?.unit !== stretch.unit) text.push((entry = { unit: stretch.unit, lines: [] }));
    for (let n = stretch.from; n < stretch.to; n++) {
      const line = unit.lines[n];
      if (!line) continue;
      entry.lines.push({
        line,
        block: unit.item.id,
        role: unit.item.block.role,
        style: unit.style,
        speaker: unit.item.speaker,
        column: stretch.column,
        x,
        baseline: baselineOf(geometry, rowOfLine(unit, stretch, n)),
      });
    }
  }

  const captions: { readonly unit: number; readonly lines: readonly PlacedLine[] }[] = [];
  for (const slot of made.slots) {
    const row = made.rows.get(slot.unit) ?? 0;
    const inlineAt = made.fill.placed.find((p) => p.unit === slot.unit);
    const column = inlineAt?.column ?? slot.column;
    const set = placePhoto(slot.block, column, row, geometry, columnX(geometry, left, column));
    photos.push(set.photo);
    captions.push({ unit: slot.unit, lines: set.lines });
    for (const words of [slot.block.caption, slot.block.credit]) {
      for (const f of words?.findings ?? []) findings.push({ ...f, page: rest.page });
    }
  }

  // Reading order: a caption comes after the paragraph its picture follows, never inside one.
  const lines: PlacedLine[] = [...(opener?.lines ?? []), ...(opener?.photoLines ?? [])];
  captions.sort((a, b) => a.unit - b.unit);
  let nextCaption = 0;
  for (const entry of text) {
    lines.push(...entry.lines);
    const unit = units[entry.unit];
    const complete = unit?.kind !== "text" || entry.lines[entry.lines.length - 1]?.line.last === true;
    while (complete && (captions[nextCaption]?.unit ?? Number.POSITIVE_INFINITY) < nextText(text, entry.unit)) {
      lines.push(...(captions[nextCaption]?.lines ?? []));
      nextCaption++;
    }
  }
  for (; nextCaption < captions.length; nextCaption++) lines.push(...(captions[nextCaption]?.lines ?? []));

  for (const photo of photos) {
    if (photo.media !== null) continue;
    const missing = missingFrame(photo, design, setter);
    under.push(...missing.frame);
    over.push(...missing.label);
    findings.push(
      finding(
        "error",
        "picture-missing",
        `Page ${rest.page}: the picture "${photo.file}" was not found`,
        "Place the file beside the manuscript, name its folder with --media, or place the picture on the desk",
        {
          page: rest.page,
          place: [photo.block, 0, 0],
          rect: [photo.box.x, photo.box.y, photo.box.width, photo.box.height],
        },
      ),
    );
  }
  for (const bad of made.fill.bad) {
    const unit = units[bad.unit];
    if (unit?.kind !== "text") continue;
    const line = unit.lines[bad.line];
    findings.push(
      finding(
        "warning",
        bad.kind,
        `Page ${rest.page}, column ${bad.column + 1} ends with ${BAD_WORDS[bad.kind]}: no other break left it a column`,
        "Edit a line more or fewer above it, or move a picture",
        { page: rest.page, place: [unit.item.id, line?.from ?? 0, line?.to ?? 0] },
      ),
    );
  }
  if (forced) findings.push(forced.finding);

  const tops = made.fill.ends.map((_, column) => {
    const above = (opener?.obstacles ?? []).filter((o) => column >= o.column && column < o.column + o.columns);
    return Math.max(0, ...above.map((o) => o.row + o.rows));
  });
  const feet = feetOf(made);
  over.push(...columnRules(design, geometry, left, tops, feet, made.obstacles));
  over.push(...footer(story, design, setter, { number: rest.page, folio, side }, left));
  const lastText = text[text.length - 1]?.lines.at(-1);
  if (finished && lastText && lastText.line.to > lastText.line.from)
    over.push(...endMark(design, setter, lastText, geometry.measure));

  return {
    number: rest.page,
    folio,
    side,
    columns: columnBoxes(geometry, left),
    lines,
    photos,
    under,
    over,
    findings: findings.map((f) => (f.page === undefined ? { ...f, page: rest.page } : f)),
    spare,
  };
}
const BAD_WORDS = {
  free: "nothing amiss",
  orphan: "a paragraph's first line alone",
  widow: "all of a paragraph but its last line",
  stranded: "a question parted from its answer",
} as const;

/** The unit of the next paragraph on the page after this one. */
function nextText(text: readonly { readonly unit: number }[], unit: number): number {
  for (const entry of text) if (entry.unit > unit) return entry.unit;
  return Number.POSITIVE_INFINITY;
}
