/** Pieces held where a page put them while its copy is made otherwise, and what of them the document itself says. */
import type { Placement } from "../schema/attributes.ts";
import type { Composed } from "./compose.ts";
import { type Context, placedOn } from "./context.ts";
import type { TextUnit, Unit } from "./flow.ts";

/** The copy with every piece of these pages settled where it stands. */
export function holding(context: Context, pages: readonly Composed[]): Context {
  const units = withPiecesHeld(context, pages);
  return { ...context, units, placedOn: placedOn(units, piecesOf(units)) };
}

function withPiecesHeld({ units, hero }: Context, pages: readonly Composed[]): readonly Unit[] {
  const places = new Map(
    pages.flatMap(({ page }) => page.pieces.map((piece) => [piece.block, { page, piece }] as const)),
  );
  if (places.size === 0) return units;
  return units.map((unit): Unit => {
    if (unit.kind === "text" || unit.item === hero || unit.item.placement.kind === "pinned") return unit;
    const place = places.get(unit.item.id);
    if (!place) return unit;
    const { column, row, columns, rows, foot } = place.piece;
    const placement = {
      kind: "settled",
      page: place.page.number,
      column,
      row,
      columns,
      rows,
      ...(foot ? { foot } : {}),
    } as const;
    return placedAt(unit, placement);
  });
}

/** The piece with another place in the document. */
export function placedAt(unit: Exclude<Unit, TextUnit>, placement: Placement): Unit {
  return unit.kind === "photo"
    ? { ...unit, item: { ...unit.item, placement } }
    : { ...unit, item: { ...unit.item, placement } };
}

function piecesOf(units: readonly Unit[]): readonly number[] {
  return units.flatMap((unit, at) => (unit.kind === "text" ? [] : [at]));
}

/** Do all pieces of these pages stand where the copy has them settled? */
export function standsAsSettled(units: readonly Unit[], pages: readonly Composed[]): boolean {
  const numbers = new Set(pages.map(({ page }) => page.number));
  const settled = new Map(
    units.flatMap(({ kind, item }) =>
      kind !== "text" && item.placement.kind === "settled" && numbers.has(item.placement.page)
        ? [[item.id, item.placement] as const]
        : [],
    ),
  );
  let there = 0;
  for (const { page } of pages) {
    for (const { block, by, column, row, columns, rows } of page.pieces) {
      if (by === "pinned") continue;
      const place = settled.get(block);
      if (place?.page !== page.number || place.column !== column || place.columns !== columns) return false;
      // What stands at the foot begins where its height has it begin.
      if (place.rows !== rows || (!place.foot && place.row !== row)) return false;
      there += 1;
    }
  }
  return there === settled.size;
}
function placesIn(pages: readonly Composed[]): string {
  return pages
    .flatMap(({ page }) =>
      page.pieces.map((p) => `${page.number} ${p.block} ${p.column} ${p.row} ${p.columns} ${p.rows}`),
    )
    .sort()
    .join("\n");
}

/** Every line and every piece in a line of words, by which two layouts are compared. */
export function inkOf(pages: readonly Composed[]): string {
  const words = pages.flatMap(({ page }) =>
    page.lines.map(
      ({ block, column, baseline, line }) => `${page.number} ${block} ${column} ${baseline} ${line.from} ${line.to}`,
    ),
  );
  return `${words.join("\n")}\n${placesIn(pages)}`;
}

/** The page with its pieces placed by whom the document says. */
export function asDocumentSays(composed: Composed, { units }: Context): Composed {
  const { page } = composed;
  if (page.pieces.every(({ by }) => by === "pinned")) return composed;
  const auto = new Set(
    units.flatMap(({ item }) => (item.kind !== "text" && item.placement.kind === "auto" ? [item.id] : [])),
  );
  const pieces = page.pieces.map((piece) => (auto.has(piece.block) ? { ...piece, by: "auto" as const } : piece));
  return { ...composed, page: { ...page, pieces } };
}
