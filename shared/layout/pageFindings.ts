/** What is amiss on a finished page: each finding says where, why, and what to do. */
import { type Finding, finding } from "../finding.ts";
import { show } from "../units.ts";
import { feetOf } from "./arrange.ts";
import type { Context } from "./context.ts";
import { inkOverlaps } from "./inkOverlaps.ts";
import { fewLines, LEVEL, unevenness } from "./lastPage.ts";
import type { Making } from "./makePage.ts";
import type { Page, PlacedPhoto } from "./page.ts";
import { foldsFace } from "./spread.ts";
import { lineBox } from "./upward.ts";

type Made = Omit<Page, "findings">;

export function pageFindings(making: Making, page: Made): readonly Finding[] {
  const { design } = making.sheet.context;
  return [
    ...page.photos.filter((photo) => photo.media === null).map((photo) => missing(page, photo)),
    ...badBreaks(making),
    ...farPieces(making),
    ...underset(making, page),
    ...unevenEnd(making, page),
    ...foldedFaces(making, page),
    ...inkOverlaps(page, making.sheet.context.setter),
    ...unsafe(page, design),
    ...shortOfBleed(page, design),
  ];
}

function missing(page: Made, photo: PlacedPhoto): Finding {
  const { x, y, width, height } = photo.box;
  return finding(
    "error",
    "picture-missing",
    `Page ${page.number}: the picture "${photo.file}" was not found`,
    "Place the file beside the manuscript, name its folder with --media, or place the picture on the desk",
    { page: page.number, place: [photo.block, 0, 0], rect: [x, y, width, height] },
  );
}

const BAD_WORDS = {
  free: "nothing amiss",
  orphan: "a paragraph's first line alone",
  widow: "all of a paragraph but its last line",
  stranded: "a question parted from its answer",
} as const;

function badBreaks({ sheet, made }: Making): readonly Finding[] {
  const { units } = sheet.context;
  const { page } = sheet.rest;
  return made.fill.bad.flatMap((bad) => {
    const plain = units[bad.unit];
    if (plain?.kind !== "text") return [];
    const stretch = made.fill.placed.find((s) => s.unit === bad.unit && s.from <= bad.line && bad.line < s.to);
    const line = (stretch?.set ?? plain).lines[bad.line];
    return [
      finding(
        "warning",
        bad.kind,
        `Page ${page}, column ${bad.column + 1} ends with ${BAD_WORDS[bad.kind]}: no other break left it a column`,
        "Edit a line more or fewer above it, or move a picture",
        { page, place: [plain.item.id, line?.from ?? 0, line?.to ?? 0] },
      ),
    ];
  });
}

/** Pieces that stand on another spread than their words: told on the later of the two pages. */
function farPieces({ sheet, made }: Making): readonly Finding[] {
  const { context, rest } = sheet;
  const here = spreadOf(context, rest.page);
  const slots = new Map(made.slots.map((slot) => [slot.unit, slot]));
  const late = rest.waiting.filter(({ unit }) => slots.has(unit) && !slots.get(unit)?.pin);
  const reached = new Set(made.fill.anchors.map((anchor) => anchor.unit));
  const early = rest.ahead.filter(({ unit }) => reached.has(unit) && placementOf(context, unit) !== "pinned");
  return [...late, ...early].flatMap(({ unit, page }) => {
    if (spreadOf(context, page) === here) return [];
    const id = context.units[unit]?.item.id ?? "";
    const [words, piece] = slots.has(unit) ? [page, rest.page] : [rest.page, page];
    return [
      finding(
        "warning",
        "piece-far",
        `A piece stands on page ${piece}, its words on page ${words}`,
        "Move it nearer to its words in the story, make it smaller, or pin it",
        { page: rest.page, place: [id, 0, 0] },
      ),
    ];
  });
}
function placementOf({ units }: Context, unit: number): string {
  const item = units[unit]?.item;
  return item && item.kind !== "text" ? item.placement.kind : "auto";
}
/** Pages seen together; without facing pages every page is alone. */
function spreadOf({ design, story }: Context, page: number): number {
  const folio = story.issue.firstFolio + page - 1;
  return design.page.facing ? Math.floor(folio / 2) : folio;
}

/** Columns left short by more than anyone would take for chance, and a last page of a few lines. */
function underset({ sheet, made, finished, forced }: Making, here: Made): readonly Finding[] {
  const { geometry, units } = sheet.context;
  const { number: page } = here;
  const id = units[made.fill.end.unit]?.item.id ?? units.at(-1)?.item.id ?? "";
  const where = { page, place: [id, 0, 0] } as const;
  if (forced || made.fill.placed.length === 0) return [];
  if (finished) {
    const lines = here.lines.filter(({ column }) => column !== null).length;
    if (!fewLines({ page: here, lines })) return [];
    const deep = Math.max(...feetOf(made));
    const held = lines === 1 ? "one line" : `${lines} lines`;
    return [
      finding(
        "warning",
        "runt-page",
        `The last page, ${page}, holds ${held}${deep < lines ? `, ${deep} deep` : ""}`,
        "Take as many lines out of the story, or write on",
        where,
      ),
    ];
  }
  if (units[made.fill.end.unit]?.item.breakBefore !== "none") return [];
  return feetOf(made).flatMap((foot, column) => {
    const short = geometry.rows - foot;
    if (short < SHORT_COLUMN) return [];
    return [
      finding(
        "warning",
        "underset",
        `Column ${column + 1} on page ${page} is ${short} lines short: what comes next has no room in it`,
        "Move or resize a picture, or let the paragraph that comes next be divided",
        where,
      ),
    ];
  });
}
/** Rows by which a column may end early without a word. */
const SHORT_COLUMN = 4;

/** Columns of the last page that do not end level, and what keeps them from it. */
function unevenEnd({ sheet, made, finished, forced }: Making, page: Made): readonly Finding[] {
  const { design, units } = sheet.context;
  const rows = Math.floor(unevenness(made));
  if (!finished || forced || !design.columns.balance || unevenness(made) <= LEVEL) return [];
  const byHand = made.slots.some(({ unit, pin }) => pin !== null || placementOf(sheet.context, unit) !== "auto");
  const why = byHand
    ? "a piece stands where it was put"
    : design.columns.spend.perPage === 0
      ? "the design lets nothing be set tighter or looser"
      : "no setting of its paragraphs and no place of its pictures levels them";
  return [
    finding(
      "info",
      "uneven-end",
      `The columns of the last page, ${page.number}, end ${rows} lines apart: ${why}`,
      "Edit a line more or fewer, or move or resize a picture",
      { page: page.number, place: [units.at(-1)?.item.id ?? "", 0, 0] },
    ),
  ];
}

/** Faces that the fold runs through. */
function foldedFaces({ sheet, made }: Making, page: Made): readonly Finding[] {
  return made.slots.flatMap(({ unit, pin, piece }) => {
    const item = sheet.context.units[unit]?.item;
    if (pin?.half !== "left" || !pin.fold || item?.kind !== "photo" || piece.ink.kind !== "photo") return [];
    const box = page.photos.find((photo) => photo.block === item.id)?.box;
    if (!box || !foldsFace(item, piece.ink.block.size, pin.fold, box.height)) return [];
    return [
      finding(
        "warning",
        "face-in-fold",
        `Page ${page.number}: the fold runs through what the picture is about`,
        "Move the picture sideways, crop it otherwise, or keep it on one page",
        { page: page.number, place: [item.id, 0, 0], rect: [box.x, box.y, box.width, box.height] },
      ),
    ];
  });
}

/** Words so near the trim that the knife may take them. */
function unsafe(page: Made, design: Context["design"]): readonly Finding[] {
  const { trim } = design.page;
  const { safe } = design.makeUp;
  const told = new Set<string>();
  return page.lines.flatMap((placed) => {
    const { line } = placed;
    const { x, y, width, height } = lineBox(placed);
    const near = Math.min(x, trim.width - x - width, y, trim.height - y - height);
    if (near >= safe - 0.01 || told.has(placed.block) || line.runs.length === 0) return [];
    told.add(placed.block);
    return [
      finding(
        "warning",
        "text-near-trim",
        `Page ${page.number}: words stand ${show(near)} pt from the trim; ${show(safe)} pt are safe from the knife`,
        "Widen the margin or make the words shorter",
        {
          page: page.number,
          place: [placed.block, line.from, line.to],
          rect: [x, y, width, height],
        },
      ),
    ];
  });
}

/** Pictures that end on the trim, or between trim and bleed: a white edge after the cut. */
function shortOfBleed(page: Made, design: Context["design"]): readonly Finding[] {
  const { trim, bleed } = design.page;
  return page.photos.flatMap((photo) => {
    const { x, y, width, height } = photo.box;
    const sides = [
      ["left", -x, bleed.left],
      ["top", -y, bleed.top],
      ["right", x + width - trim.width, bleed.right],
      ["bottom", y + height - trim.height, bleed.bottom],
    ] as const;
    const inner = !design.page.facing ? null : page.side === "verso" ? "right" : "left";
    return sides.flatMap(([side, beyond, wanted]) => {
      if (side === inner) return [];
      if (beyond < -NEAR_TRIM || beyond >= wanted - 0.01) return [];
      return [
        finding(
          "warning",
          "bleed-short",
          `Page ${page.number}: a picture ends ${show(Math.abs(beyond))} pt ${beyond < 0 ? "inside" : "beyond"} the ${side} trim; it should reach ${show(wanted)} pt beyond or stay well inside`,
          "Let it bleed over this edge or pull it back",
          { page: page.number, place: [photo.block, 0, 0], rect: [x, y, width, height] },
        ),
      ];
    });
  });
}
/** An edge this near the trim is meant to be on it: 1 mm in points. */
const NEAR_TRIM = 2.83;
