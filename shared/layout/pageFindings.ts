/** What is amiss on a finished page: each finding says where, why, and what to do. */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
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
  return tell(
    "error",
    "picture-missing",
    { page: page.number, file: photo.file },
    { page: page.number, place: [photo.block, 0, 0], rect: [x, y, width, height] },
  );
}

function badBreaks({ sheet, made }: Making): readonly Finding[] {
  const { units } = sheet.context;
  const { page } = sheet.rest;
  return made.fill.bad.flatMap((bad) => {
    const plain = units[bad.unit];
    if (plain?.kind !== "text") return [];
    const stretch = made.fill.placed.find((s) => s.unit === bad.unit && s.from <= bad.line && bad.line < s.to);
    const line = (stretch?.set ?? plain).lines[bad.line];
    return [
      tell(
        "warning",
        bad.kind,
        { page, column: bad.column + 1 },
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
    return [tell("warning", "piece-far", { piece, words }, { page: rest.page, place: [id, 0, 0] })];
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
    return [tell("warning", "runt-page", { page, lines, deep: deep < lines ? deep : null }, where)];
  }
  if (units[made.fill.end.unit]?.item.breakBefore !== "none") return [];
  return feetOf(made).flatMap((foot, column) => {
    const short = geometry.rows - foot;
    if (short < SHORT_COLUMN) return [];
    return [tell("warning", "underset", { page, column: column + 1, short }, where)];
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
  const why = byHand ? "hand" : design.columns.spend.perPage === 0 ? "spend" : "none";
  return [
    tell(
      "info",
      "uneven-end",
      { page: page.number, rows, why },
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
      tell(
        "warning",
        "face-in-fold",
        { page: page.number },
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
      tell(
        "warning",
        "text-near-trim.safe",
        { page: page.number, near: show(near), safe: show(safe) },
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
        tell(
          "warning",
          "bleed-short.picture",
          {
            page: page.number,
            away: show(Math.abs(beyond)),
            inside: beyond < 0,
            edge: side,
            wanted: show(wanted),
          },
          { page: page.number, place: [photo.block, 0, 0], rect: [x, y, width, height] },
        ),
      ];
    });
  });
}
/** An edge this near the trim is meant to be on it: 1 mm in points. */
const NEAR_TRIM = 2.83;
