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

/** Do all pieces stand where they stood before, these by so many rows taller? */
export function samePlaces(
  before: readonly Composed[],
  pages: readonly Composed[],
  taller: ReadonlyMap<string, number>,
): boolean {
  return placesIn(pages, taller) === placesIn(before);
}
/** Every place in a line of words, by which two layouts are compared. */
export function placesIn(pages: readonly Composed[], taller: ReadonlyMap<string, number> = new Map()): string {
  return pages
    .flatMap(({ page }) =>
      page.pieces.map((p) => {
        const more = taller.get(p.block) ?? 0;
        // A taller picture at the foot begins higher.
        const row = p.foot ? p.row + more : p.row;
        return `${page.number} ${p.block} ${p.column} ${row} ${p.columns} ${p.rows - more}`;
      }),
    )
    .sort()
    .join("\n");
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
