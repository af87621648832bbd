/** Pieces held where a page put them while its copy is made otherwise, and what of them the document itself says. */
import type { Placement } from "../schema/attributes.ts";
import type { Composed } from "./compose.ts";
import { type Context, placedOn } from "./context.ts";
import type { TextUnit, Unit } from "./flow.ts";
import type { PlacedLine } from "./page.ts";

/** The copy with every piece of these pages settled where it stands. */
export function holding(context: Context, pages: readonly Composed[]): Context {
  const units = withPiecesHeld(context, pages);
  return units === context.units ? context : { ...context, units, placedOn: placedOn(units, context.pieceUnits) };
}

function withPiecesHeld({ units, pieceUnits, hero }: Context, pages: readonly Composed[]): readonly Unit[] {
  const places = new Map(
    pages.flatMap(({ page }) => page.pieces.map((piece) => [piece.block, { page, piece }] as const)),
  );
  if (places.size === 0) return units;
  const held = units.slice();
  for (const at of pieceUnits) {
    const unit = units[at];
    if (!unit || unit.kind === "text" || unit.item === hero || unit.item.placement.kind === "pinned") continue;
    const place = places.get(unit.item.id);
    if (!place) continue;
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
    held[at] = placedAt(unit, placement);
  }
  return held;
}

type PieceUnit = Exclude<Unit, TextUnit>;
const moved = new WeakMap<PieceUnit, Map<string, PieceUnit>>();

/** The piece with another place in the document; the same object for the same place. */
export function placedAt(unit: PieceUnit, placement: Placement): PieceUnit {
  let known = moved.get(unit);
  if (!known) moved.set(unit, (known = new Map()));
  const name = JSON.stringify(placement);
  const old = known.get(name);
  if (old) return old;
  const made: PieceUnit =
    unit.kind === "photo"
      ? { ...unit, item: { ...unit.item, placement } }
      : { ...unit, item: { ...unit.item, placement } };
  known.set(name, made);
  return made;
}

/** Do all pieces of these pages stand where the copy has them settled? */
export function standsAsSettled({ units, pieceUnits }: Context, pages: readonly Composed[]): boolean {
  const numbers = new Set(pages.map(({ page }) => page.number));
  const settled = new Map<string, Extract<Placement, { kind: "settled" }>>();
  for (const at of pieceUnits) {
    const unit = units[at];
    if (!unit || unit.kind === "text") continue;
    const { id, placement } = unit.item;
    if (placement.kind === "settled" && numbers.has(placement.page)) settled.set(id, placement);
  }
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

/** Do two layouts have every line and every piece in the same place? */
export function sameInk(a: readonly Composed[], b: readonly Composed[]): boolean {
  const same = ({ page: { number, lines } }: Composed, other: Composed | undefined) =>
    other?.page.number === number &&
    other.page.lines.length === lines.length &&
    lines.every((line, n) => sameLine(line, other.page.lines[n]));
  return a.length === b.length && a.every((page, n) => same(page, b[n])) && placesIn(a) === placesIn(b);
}
function sameLine(a: PlacedLine, b: PlacedLine | undefined): boolean {
  return (
    a.block === b?.block &&
    a.column === b.column &&
    a.baseline === b.baseline &&
    a.line.from === b.line.from &&
    a.line.to === b.line.to
  );
}

/** The page with its pieces placed by whom the document says. */
export function asDocumentSays(composed: Composed, { units, pieceUnits }: Context): Composed {
  const { page } = composed;
  if (page.pieces.every(({ by }) => by === "pinned")) return composed;
  const auto = new Set<string>();
  for (const at of pieceUnits) {
    const unit = units[at];
    if (unit && unit.kind !== "text" && unit.item.placement.kind === "auto") auto.add(unit.item.id);
  }
  const pieces = page.pieces.map((piece) => (auto.has(piece.block) ? { ...piece, by: "auto" as const } : piece));
  return { ...composed, page: { ...page, pieces } };
}
