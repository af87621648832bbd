/** The cells of a band side by side: which columns each takes, and where it stands on the page. */
import type { OpenerBand, OpenerCell, OpenerHero } from "../../schema/openerFile.ts";
import { columnX, reachOf, spanWidth } from "../geometry.ts";
import { columnsFor } from "../photos.ts";
import type { OpenerTask } from "./task.ts";

export type Place = {
  readonly cell: OpenerCell;
  readonly column: number;
  readonly columns: number;
  /** With the margin column where the cell takes it in, and without. */
  readonly x: number;
  readonly width: number;
  readonly textX: number;
  readonly textWidth: number;
  /** The standfirst in its box. */
  readonly boxed: boolean;
};

/** Where each cell of a band stands; `left` are those for which no column is free. `shows`: does the picture stand there? */
export function placesOf(
  band: OpenerBand,
  shows: (cell: OpenerCell) => boolean,
  { geometry, hero, design, pictures }: OpenerTask,
): { readonly cells: readonly Place[]; readonly left: readonly OpenerCell[] } {
  const count = geometry.count;
  const heroColumns = hero
    ? columnsFor(hero, design.photos.hero.columns, geometry, pictures, design.photos.leastPpi)
    : 0;
  const wanted = band.cells.filter((cell) => cell.parts.length > 0 || shows(cell));
  const sizeOf = (cell: OpenerCell): number =>
    cell.columns === "all" ? count : cell.columns === "hero" ? heroColumns : Math.min(count, Number(cell.columns));
  const taken = wanted.reduce((sum, cell) => sum + (cell.columns === "rest" ? 0 : sizeOf(cell)), 0);
  const cells: Place[] = [];
  const left: OpenerCell[] = [];
  let next = 0;
  for (const cell of wanted) {
    const alone = wanted.length === 1;
    const columns = cell.columns === "rest" ? (alone ? 1 : count - taken) : sizeOf(cell);
    const column = Math.min(cell.column ?? next, count - 1);
    if (columns < 1 || column + columns > count) {
      left.push({ ...cell, columns: 1, column: null });
      continue;
    }
    next = column + columns;
    const x = columnX(geometry, geometry.sides[geometry.side].left, column);
    const width = spanWidth(geometry, columns);
    const margin = cell.margin ? geometry.sides[geometry.side].margin : null;
    const reach = reachOf(design, geometry.side, x, width, margin, []);
    const boxed =
      design.opener.standfirst.box !== null && cell.parts.length === 1 && cell.parts[0]?.part === "standfirst";
    cells.push({ cell, column, columns, x: reach.x, width: reach.width, textX: x, textWidth: width, boxed });
  }
  return { cells, left };
}

/** A picture that has a share of the page's height, with so much of it. */
export function squeezed(manner: OpenerHero, squeeze: number): OpenerHero {
  const { height } = manner;
  return height.kind === "share" ? { ...manner, height: { kind: "share", share: height.share * squeeze } } : manner;
}

export function withoutHero(cell: OpenerCell): OpenerCell {
  return { ...cell, hero: null };
}
