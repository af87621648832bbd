/**
 * The bands of an opener on one page, from its head downward. Gives what stands there, in the order of the story, and
 * the rows it closes to the text. A headline that takes more of the page than the design allows is set smaller; a
 * picture that finds no room below a long title is left for the next page.
 */
import type { Finding } from "../../finding.ts";
import { tell } from "../../findings/tell.ts";
import type { OpenerBand, OpenerCell } from "../../schema/openerFile.ts";
import type { Role } from "../../schema/stylesheet.ts";
import { pt } from "../../units.ts";
import type { Box, DisplayItem } from "../display.ts";
import { baselineOf, type Obstacle, spanWidth } from "../geometry.ts";
import type { PlacedLine, PlacedPhoto } from "../page.ts";
import { photoBlock, placePhoto, toneFor } from "../photos.ts";
import { frameWords } from "../photoWords.ts";
import { type Place, placesOf, squeezed, withoutHero } from "./cells.ts";
import { heroFrame, heroPhoto } from "./hero.ts";
import { boxedCells, cutOutPhoto, footRowOf, stackRound, withWords } from "./cutOut.ts";
import { standOver } from "./overPicture.ts";
import { boxStandfirst, movedDown, type SetPart, setParts, type Stacked, stackParts } from "./stack.ts";
import type { OpenerTask } from "./task.ts";

export type Opener = {
  readonly lines: readonly PlacedLine[];
  readonly photos: readonly PlacedPhoto[];
  readonly photoLines: readonly PlacedLine[];
  readonly under: readonly DisplayItem[];
  readonly over: readonly DisplayItem[];
  readonly obstacles: readonly Obstacle[];
  readonly findings: readonly Finding[];
};

/** `hero`: the picture found a place, or there is none. `left`: bands that found no room on the page. */
export type OpenedBands = Opener & { readonly hero: boolean; readonly left: readonly OpenerBand[] };

/** Rows of text that an opener leaves below itself on a page it shares with the text. */
const LEAST_TEXT = 7;
/** Rows that the white below a picture takes. */
const AIR_ROWS = 2;
/** A picture lower than this is not worth its place. */
const LEAST_HERO = 6;
/**
 * Sizes of the headline against its style's, and heights of a picture that has a share of the page against that, tried
 * one after the other until the title is low enough and everything stands on the page.
 */
const TRIES = [
  [1, 0.86],
  [0.88, 0.86],
  [0.88, 0.74],
  [0.76, 0.74],
  [0.66, 0.64],
  [0.56, 0.56],
  [0.48, 0.5],
  [0.4, 0.44],
] as const;
/** Heights of such a picture tried for the sake of a few lines of text below it. */
const LOWER = [0.92, 0.84, 0.76, 0.68] as const;
/** Ink this part of a row below a baseline counts as standing on it: descenders, commas. */
const DESCENDERS = 0.55;

/**
 * The bands on one page; `left` of them are what the page had no room for because the picture fills it.
 */
export function openBands(bands: readonly OpenerBand[], task: OpenerTask): OpenedBands {
  const most = task.design.page.trim.height * task.design.opener.tallest;
  let made = new BandMaker(task, 1, 1).make(bands);
  const isLow = () => made.titleHeight <= most && made.fits;
  for (const [share, squeeze] of TRIES) {
    if (isLow()) break;
    made = new BandMaker(task, share, squeeze).make(bands);
  }
  // A lower picture makes room for a few lines of text where too few for any were left.
  for (const squeeze of LOWER) {
    if (!isLow() || !made.stub) break;
    const tried = new BandMaker(task, 1, squeeze).make(bands);
    if (!tried.fits || tried.titleHeight > most) break;
    if (!tried.stub) made = tried;
  }
  return made.opener;
}

/** Fills one page with bands; lives as long as one try. */
class BandMaker {
  private readonly task: OpenerTask;
  private readonly share: number;
  private readonly squeeze: number;
  private readonly lines: PlacedLine[] = [];
  private readonly photos: PlacedPhoto[] = [];
  private readonly photoLines: PlacedLine[] = [];
  private readonly under: DisplayItem[] = [];
  private readonly over: DisplayItem[] = [];
  private readonly findings: Finding[] = [];
  private readonly obstacles: Obstacle[] = [];
  /** The row on which the last ink stands, -1 before the first. */
  private footRow = -1;
  /** From the head of its stack to the headline's last baseline, in points. */
  private titleHeight = 0;
  /** The picture goes down to the foot edge, and what it leaves no room for stands on the next page. */
  private fillsPage = false;

  constructor(task: OpenerTask, share: number, squeeze: number) {
    this.task = task;
    this.share = share;
    this.squeeze = squeeze;
  }

  make(bands: readonly OpenerBand[]): {
    readonly opener: OpenedBands;
    readonly titleHeight: number;
    readonly fits: boolean;
    /** Rows were left to the text, too few to be used. */
    readonly stub: boolean;
  } {
    const { design, geometry, hero } = this.task;
    const captionApart = bands.some((band) => band.cells.some((cell) => cell.parts.some((p) => p.part === "caption")));
    const queue = [...bands];
    const left: OpenerBand[] = [];
    let first = true;
    for (let band = queue.shift(); band; band = queue.shift()) {
      if (!first && this.footRow >= geometry.rows - 1) {
        left.push(band, ...queue);
        break;
      }
      const row = first ? band.above : this.footRow + 1 + band.above;
      const top = first
        ? design.page.margins.top + band.above * geometry.baseline
        : baselineOf(geometry, Math.ceil(row)) - geometry.xHeight;
      const after = this.band(band, Math.ceil(row), top, captionApart, queue.length === 0);
      if (after.length > 0) queue.unshift({ above: first ? 0 : 1, rule: null, cells: after });
      if (this.footRow >= 0) first = false;
    }
    const stub = this.closeStub();
    if (this.footRow >= geometry.rows) this.findings.push(this.overset());
    const order = (line: PlacedLine) => ORDER.indexOf(line.role);
    const lines = [...this.lines].sort((a, b) => order(a) - order(b));
    return {
      titleHeight: this.titleHeight,
      stub,
      fits: this.footRow < geometry.rows && (left.length === 0 || this.fillsPage),
      opener: {
        lines,
        photos: this.photos,
        photoLines: this.photoLines,
        under: this.under,
        over: this.over,
        obstacles: this.obstacles,
        findings: this.findings,
        hero: hero === null || this.task.heroPlaced === true || this.photos.length > 0,
        left,
      },
    };
  }

  private overset(): Finding {
    const { story } = this.task;
    return tell("error", "overset.title", {}, { place: [(story.standfirst ?? story.headline).id, 0, 0] });
  }

  /** Too few rows for text below the opener stay white: a question and half a line there look like an accident. */
  private closeStub(): boolean {
    const { geometry } = this.task;
    let closed = false;
    for (let column = 0; column < geometry.count; column++) {
      const over = this.obstacles.filter((o) => column >= o.column && column < o.column + o.columns);
      const from = Math.max(0, ...over.map((o) => o.row + o.rows));
      const rows = geometry.rows - from;
      if (over.length === 0 || rows <= 0 || rows >= LEAST_TEXT) continue;
      this.obstacles.push({ column, columns: 1, row: from, rows });
      closed = true;
    }
    return closed;
  }

  /** Sets one band with its head at `row`; gives the cells that found no room beside the others. */
  private band(
    band: OpenerBand,
    row: number,
    top: number,
    captionApart: boolean,
    lastBand: boolean,
  ): readonly OpenerCell[] {
    const { task } = this;
    const { geometry, design } = task;
    const before = this.footRow;
    const { cells, left } = placesOf(this.boxedWherePlain(band), (cell) => this.shows(cell), task);
    const later: OpenerCell[] = [...left];
    const closed: Obstacle[] = [];
    let foot = before;
    let level: number | null = null;
    const stood: { readonly place: Place; readonly stacked: Stacked }[] = [];

    const head = band.rule ? top + band.rule.weight + band.rule.gap : top;
    const deeper = cells.some((place) => this.shows(place.cell)) ? Math.max(0, task.deeper ?? 0) : 0;
    for (const place of cells) {
      if (this.shows(place.cell)) continue;
      const stacked = this.stack(place, head, row, deeper);
      if (!stacked) continue;
      stood.push({ place, stacked });
      const end = this.rowOf(stacked.foot);
      if (place.boxed) level = Math.max(level ?? 0, end - row);
      foot = Math.max(foot, end);
    }
    for (const place of cells) {
      if (!this.shows(place.cell)) continue;
      const beside = this.cutOut(place, row, head, captionApart, lastBand);
      if (beside) {
        foot = Math.max(foot, beside.footRow);
        closed.push({ column: place.column, columns: place.columns, row, rows: beside.rows });
        continue;
      }
      const set = this.hero(place, row, level, captionApart, lastBand);
      if (!set) continue;
      if (place.cell.parts.length > 0 && !this.overHero(place, set.box)) later.push(withoutHero(place.cell));
      foot = Math.max(foot, set.footRow);
      closed.push({ column: place.column, columns: place.columns, row, rows: set.rows });
    }
    for (const { place, stacked } of stood) {
      const own = this.rowOf(stacked.foot);
      const shift = place.cell.stand === "foot" ? Math.max(0, foot - own) * geometry.baseline : 0;
      this.put(shift === 0 ? stacked : movedDown(stacked, shift));
      const rows = own + 1 + design.opener.below - row;
      // A box beside a picture that ends level with it closes as many rows as the picture does.
      const beside = place.boxed ? closed.find((o) => Math.abs(o.rows - rows) <= 1) : undefined;
      if (beside) closed[closed.indexOf(beside)] = { ...beside, rows: Math.max(beside.rows, rows) };
      closed.push({
        column: place.column,
        columns: place.columns,
        row,
        rows: shift > 0 ? foot + 1 + design.opener.below - row : rows,
      });
    }
    if (closed.length === 0) return later;
    this.footRow = foot;
    if (band.rule) this.ruleAcross(band.rule, top);
    // What stands above is closed over all columns; beside a cell the text may run.
    if (row > 0) {
      this.obstacles.length = 0;
      this.obstacles.push({ column: 0, columns: geometry.count, row: 0, rows: row });
    }
    const whole = later.length > 0 || !lastBand;
    for (const one of closed) this.obstacles.push(whole ? { ...one, column: 0, columns: geometry.count } : one);
    return later;
  }

  private ruleAcross({ weight, ink }: NonNullable<OpenerBand["rule"]>, y: number): void {
    const { geometry } = this.task;
    const { left } = geometry.sides[geometry.side];
    const right = left + spanWidth(geometry, geometry.count);
    const middle = pt(y + weight / 2);
    const [from, to] = [left, pt(right)].map((x) => ({ x, y: middle }));
    if (from && to) this.under.push({ kind: "rule", of: "artifact", from, to, weight, ink });
  }

  /** Does the picture, or its part of this page, stand in this cell? */
  private shows({ hero: manner }: OpenerCell): boolean {
    const { hero, heroPlaced = false } = this.task;
    return hero !== null && manner !== null && this.photos.length === 0 && (!heroPlaced || manner.across);
  }

  private setOf(place: Place): readonly SetPart[] {
    const { story, hero, setter, design } = this.task;
    const { box } = design.opener.standfirst;
    const inset = place.boxed && box ? box.padding * 2 : 0;
    return setParts(place.cell.parts, story, hero, pt(place.width - inset), setter, this.share);
  }

  private stack(place: Place, top: number, row: number, deeper: number): Stacked | null {
    const { geometry, design } = this.task;
    const parts = this.setOf(place);
    const [only] = parts;
    if (!only) return null;
    const { box } = design.opener.standfirst;
    const stacked =
      place.boxed && box
        ? boxStandfirst(only, box, geometry, baselineOf(geometry, row) - geometry.xHeight, place.x, place.width, deeper)
        : stackParts(parts, geometry, top, place.x, place.width);
    const headline = stacked.lines.findLast((line) => line.role === "headline");
    if (headline) this.titleHeight = Math.max(this.titleHeight, headline.baseline - stacked.head);
    return stacked;
  }

  /** A picture that is to stand free and shows no ground of its own stands in its box instead, which is told. */
  private boxedWherePlain(band: OpenerBand): OpenerBand {
    const { hero, pictures, geometry, design } = this.task;
    const wanted = band.cells.some((cell) => cell.hero?.cutout && this.shows(cell));
    if (!wanted || !hero || pictures.outlineOf?.(hero)) return band;
    if (pictures.sizeOf(hero)) {
      this.findings.push(tell("info", "cutout-plain", {}, { place: [hero.id, 0, 0] }));
    }
    const verso = design.page.facing && geometry.side === "verso";
    return { ...band, cells: band.cells.flatMap((cell) => boxedCells(cell, verso)) };
  }

  /** The first picture free beside the cell's parts; null where the cell asks for none. */
  private cutOut(
    place: Place,
    row: number,
    top: number,
    captionApart: boolean,
    lastBand: boolean,
  ): { readonly footRow: number; readonly rows: number } | null {
    const { task } = this;
    const { geometry, setter, design } = task;
    const room = geometry.rows - (lastBand ? LEAST_TEXT : LEAST_TEXT + 4);
    const cut = cutOutPhoto(place, row, Math.max(row + LEAST_HERO, room), this.squeeze, task);
    if (!cut) return null;
    let footRow = footRowOf(cut, geometry);
    let beside = cut;
    if (!captionApart) {
      const { x, width } = cut.photo.box;
      const stand = { column: place.column, columns: 0, x, width, below: width, type: true };
      const words = frameWords(cut.item, cut.photo, stand, geometry, setter, null);
      this.photoLines.push(...words.lines);
      this.findings.push(...words.findings);
      beside = withWords(cut, words.lines);
      const last = words.hang ? words.lines.findLast((line) => !line.upward) : undefined;
      if (last) footRow = Math.max(footRow, this.rowOf(last.baseline + last.line.inkBelow));
    }
    const stacked = stackRound(place.cell.parts, beside, place, top, this.share, task);
    const headline = stacked.lines.findLast((line) => line.role === "headline");
    if (headline) this.titleHeight = Math.max(this.titleHeight, headline.baseline - stacked.head);
    this.put(stacked);
    this.photos.push(cut.photo);
    if (stacked.lines.length > 0) footRow = Math.max(footRow, this.rowOf(stacked.foot));
    return { footRow, rows: footRow + 1 + design.opener.below - row };
  }

  /** The first picture in its cell, its words with it; null when there is no room for it on this page. */
  private hero(
    place: Place,
    row: number,
    level: number | null,
    captionApart: boolean,
    lastBand: boolean,
  ): { readonly box: Box; readonly footRow: number; readonly rows: number } | null {
    const { geometry, hero, setter, pictures, design } = this.task;
    const manner = place.cell.hero;
    if (!hero || !manner) return null;
    const plain =
      manner.bleed.length === 0 &&
      manner.height.kind === "natural" &&
      !place.cell.margin &&
      !captionApart &&
      !manner.across;
    const room = geometry.rows - (lastBand ? LEAST_TEXT : LEAST_TEXT + 4);
    if (manner.height.kind !== "page" && row + LEAST_HERO > Math.max(LEAST_HERO, room)) return null;
    if (plain) {
      const crop = hero.crop || hero.focus ? manner.crop / 2 : manner.crop;
      const make = (rows: number | null, most = crop) =>
        photoBlock(
          hero,
          place.columns,
          geometry,
          setter,
          pictures,
          design.photos.missingRatio,
          rows === null ? null : { rows, crop: most },
        );
      let block = make(null);
      const words = block.rowsAtFoot - block.pictureRows - 1;
      const { deeper = 0 } = this.task;
      if (level !== null && level > 0) block = make(level - words);
      else if (deeper !== 0) block = make(block.pictureRows + deeper);
      // Cropped as far as the design allows, so that text has room below it; else down to the foot of the page.
      const most = room - row - words - AIR_ROWS;
      if (block.pictureRows > most) {
        const least = Math.ceil(block.pictureRows * (1 - manner.crop));
        const wanted = least <= most ? most : Math.min(block.pictureRows, geometry.rows - 1 - row - words);
        block = make(Math.max(LEAST_HERO - 1, wanted), 1);
      }
      const set = placePhoto(block, place.column, row, geometry, place.textX);
      this.photos.push(set.photo);
      this.photoLines.push(...set.lines);
      this.findings.push(...set.findings);
      return { box: set.photo.box, footRow: row + block.rowsAtFoot - 1, rows: block.rows };
    }
    const sized = squeezed(manner, this.squeeze);
    const frame = heroFrame(
      hero,
      sized,
      design,
      geometry,
      pictures,
      row,
      room,
      place.textX,
      place.textWidth,
      place.cell.margin,
      this.task.deeper,
    );
    const { box } = frame;
    const pictureRow = () => this.rowOf(box.y + box.height);
    const atFoot = box.y + box.height > baselineOf(geometry, geometry.rows - 1) + 1;
    const put = () => {
      this.photos.push(
        heroPhoto(hero, frame, geometry, pictures, { column: place.column, row, columns: place.columns }),
      );
    };
    if (captionApart || atFoot || this.task.heroPlaced) {
      put();
      this.fillsPage = atFoot;
      const footRow = atFoot ? geometry.rows - 1 : pictureRow();
      return { box, footRow, rows: footRow + 1 + design.opener.below - row };
    }
    put();
    const photo = this.photos.at(-1);
    if (!photo) throw new RangeError("the first picture was put and is not there");
    const below = place.columns > 1 ? geometry.measure : place.textWidth;
    const stand = { column: place.column, columns: place.columns, x: pt(place.textX), width: pt(place.textWidth) };
    const type = place.cell.parts.length > 0;
    const tone = toneFor(hero, geometry, pictures);
    const words = frameWords(hero, photo, { ...stand, below: pt(below), type }, geometry, setter, tone);
    this.photoLines.push(...words.lines);
    this.findings.push(...words.findings);
    const last = words.hang ? words.lines.findLast((line) => !line.upward) : undefined;
    const footRow = last ? Math.max(pictureRow(), this.rowOf(last.baseline + last.line.inkBelow)) : pictureRow();
    return { box, footRow, rows: footRow + 1 + design.opener.below - row };
  }

  /** Sets a cell's type over its picture where it can be read; false when it must stand elsewhere. */
  private overHero(place: Place, box: Box): boolean {
    const { geometry, design, hero, pictures } = this.task;
    const parts = this.setOf(place);
    if (parts.length === 0) return true;
    const photo = this.photos.at(-1);
    const tone = hero && photo?.media ? (pictures.toneOf?.(hero) ?? null) : null;
    const shown = tone && photo ? { tone, crop: photo.crop } : null;
    const stood = standOver(parts, box, shown, place.cell.over === "always", place, geometry, design);
    if (!stood) return false;
    const { stacked, ink, finding: low } = stood;
    this.lines.push(...stacked.lines.map((line) => ({ ...line, style: { ...line.style, ink } })));
    this.over.push(...stacked.under.map((item) => ("ink" in item ? { ...item, ink } : item)));
    this.findings.push(...stacked.findings, ...(low ? [low] : []));
    return true;
  }

  private put(stacked: Stacked): void {
    const isCaption = (line: PlacedLine) => line.role === "caption" || line.role === "photo_credit";
    this.lines.push(...stacked.lines.filter((line) => !isCaption(line)));
    this.photoLines.push(...stacked.lines.filter(isCaption));
    this.under.push(...stacked.under);
    this.findings.push(...stacked.findings);
  }

  /** The row whose baseline ink that ends at `y` stands on. */
  private rowOf(y: number): number {
    const { geometry } = this.task;
    return Math.max(0, Math.ceil((y - geometry.first) / geometry.baseline - DESCENDERS));
  }
}

/** The story's order, which is not always the page's: the byline may stand above the standfirst. */
const ORDER: readonly Role[] = ["kicker", "headline", "standfirst", "credit"];
