/**
 * Room for advertisements: boxes of a quarter, a half or a whole page, pinned at the foot of a page's text area. What
 * stands in one is chosen later; until then it keeps the room.
 */
import { type Node, type ResolvedPos } from "prosemirror-model";
import { type Command, NodeSelection } from "prosemirror-state";
import type { GridPlace } from "./attributes.ts";
import { before, bodyStart, command, nodes } from "./edit.ts";

export const BOX_SHARES = ["quarter", "half", "full"] as const;
export type BoxShare = (typeof BOX_SHARES)[number];
/** A page's text area: its number in the document, its columns and the rows of its baseline grid. */
export type PageGrid = { readonly page: number; readonly columns: number; readonly rows: number };

/**
 * Puts an advertisement's box after the turn the caret is in, pinned to `grid`'s page, and selects it. A quarter is half as
 * wide and half as high where columns can be halved, else a strip over all of them.
 */
export function insertBox(share: BoxShare, grid: PageGrid): Command {
  return command((tr) => {
    const placement = { kind: "pinned", grid: "text", bleed: [], ...placeOf(share, grid) } as const;
    const pos = placeForBox(tr.doc, tr.selection.$head);
    tr.insert(pos, nodes.box.create({ kind: "advertisement", placement }));
    tr.setSelection(NodeSelection.create(tr.doc, pos));
    return true;
  });
}

function placeOf(share: BoxShare, { page, columns, rows }: PageGrid): GridPlace {
  const halved = share === "quarter" && columns % 2 === 0;
  const wide = halved ? columns / 2 : columns;
  const parts = { quarter: halved ? 2 : 4, half: 2, full: 1 }[share];
  const high = Math.max(1, Math.floor(rows / parts));
  return { page, column: columns - wide, row: rows - high, columns: wide, rows: high };
}

/** Between two blocks of the body. */
function placeForBox(doc: Node, $pos: ResolvedPos): number {
  if ($pos.index(0) < bodyStart(doc)) return before(doc, bodyStart(doc));
  return $pos.depth === 0 ? $pos.pos : $pos.after(1);
}

/** The box that a position is in, by id; null outside all boxes. */
export function boxAround($pos: ResolvedPos): string | null {
  for (let depth = $pos.depth; depth > 0; depth -= 1) {
    if ($pos.node(depth).type === nodes.box) return $pos.node(depth).attrs.id as string;
  }
  return null;
}
