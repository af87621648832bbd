/**
 * Where pieces stand, as the document says it: settling what the engine found, pinning by hand, freeing again. Each is
 * a step like any other, so a layout depends on the document alone and every place can be undone.
 */
import type { Node } from "prosemirror-model";
import type { Command, Transaction } from "prosemirror-state";
import type { GridPlace, Placement } from "./attributes.ts";
import { checkPlacement } from "./attributes.ts";
import { command } from "./edit.ts";

/** Where a piece stands on the pages: what a layout tells of it. `foot`: it hangs at the foot of the columns. */
export type FoundPlace = GridPlace & { readonly block: string; readonly foot: boolean };

/**
 * Writes the places found into the document as settled, for every piece whose place is not pinned. Changes nothing
 * when all of them stand where the document says, so settling twice is settling once. What the layout opens the story
 * with has no place of its own and stays as it is. The step belongs to no one's typing: it joins no undo of its own
 * (`addToHistory` is false), since taking back a word must not first take back a place.
 */
export function settle(places: readonly FoundPlace[]): Command {
  return (state, dispatch) => {
    const { tr } = state;
    const found = new Map(places.map((place) => [place.block, place]));
    eachPlaced(tr.doc, (node, pos, placement) => {
      const place = found.get(node.attrs.id as string);
      if (!place || placement.kind === "pinned") return;
      const { page, column, row, columns, rows, foot } = place;
      const settled: Placement = { kind: "settled", page, column, row, columns, rows, ...(foot ? { foot } : {}) };
      if (!same(settled, placement)) tr.setNodeAttribute(pos, "placement", settled);
    });
    if (!tr.docChanged) return false;
    dispatch?.(tr.setMeta("addToHistory", false));
    return true;
  };
}

/** Pins a piece by its id. Throws a RangeError when `place` is no placement; does nothing when there is no such piece. */
export function pin(id: string, place: Omit<Extract<Placement, { kind: "pinned" }>, "kind">): Command {
  const pinned: Placement = { kind: "pinned", ...place };
  checkPlacement(pinned);
  return command((tr) => setPlacement(tr, id, pinned));
}

/** Gives the place of a piece back to the engine. */
export function free(id: string): Command {
  return command((tr) => setPlacement(tr, id, { kind: "auto" }));
}

function setPlacement(tr: Transaction, id: string, placement: Placement): boolean {
  let changed = false;
  eachPlaced(tr.doc, (node, pos, old) => {
    if (node.attrs.id !== id || same(old, placement)) return;
    tr.setNodeAttribute(pos, "placement", placement);
    changed = true;
  });
  return changed;
}

/** Everything that can have a place: the parts of a sidebar or group stand where it stands. */
function eachPlaced(doc: Node, see: (node: Node, pos: number, placement: Placement) => void): void {
  doc.descendants((node, pos, parent) => {
    const within = parent !== null && "placement" in parent.attrs;
    if (!within && "placement" in node.attrs) see(node, pos, node.attrs.placement as Placement);
    return !node.isTextblock && !within;
  });
}

function same(a: Placement, b: Placement): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Placement>;
  return [...keys].every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}
