/**
 * Block ids. Whatever points at text (a quote's source, a proof's mark, a finding) holds a block's id, so an id belongs
 * to one block, stays with it through every edit, and is counted, never random: the same edits give the same document.
 *
 * A split, a paste or a drag leaves two blocks with one id, or a block with none. `withIds` mends that: the block that
 * had the id before keeps it; where that one is gone, the first in the document does.
 */
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import {
  AddMarkStep,
  Mapping,
  type Mappable,
  RemoveMarkStep,
  ReplaceStep,
  type Transform,
} from "prosemirror-transform";
import { DesignStep } from "./designStep.ts";

const COUNTED = /^b([1-9]\d{0,8})$/;

/** The nth id of a document: `b7`. */
export function idOf(count: number): string {
  return `b${count}`;
}

/** The highest count among the ids of a document; 0 when it has none. */
export function highestId(doc: Node): number {
  let highest = 0;
  doc.descendants((node) => {
    const found = COUNTED.exec((node.attrs.id as string | undefined) ?? "");
    if (found) highest = Math.max(highest, Number(found[1]));
    return !node.isTextblock;
  });
  return highest;
}

/** An id that no block of `doc` has. `above`: counts up to this one are not used either. */
export function nextId(doc: Node, above = 0): string {
  return idOf(Math.max(highestId(doc), above) + 1);
}

/**
 * Appends to `tr` what gives every block an id of its own, and returns `tr`. `before` is the document whose blocks keep
 * their ids, `mapping` leads from it to `tr.doc` as it stands; both default to the transform itself. Ids up to
 * `above` are not given again.
 */
export function withIds<T extends Transform>(
  tr: T,
  before: Node = tr.before,
  mapping: Mappable = tr.mapping,
  above = 0,
): T {
  const owners = new Map<string, number>();
  const doubled = new Set<string>();
  let wanted = false;
  tr.doc.descendants((node, pos) => {
    const id = node.attrs.id as string | undefined;
    if (id === "") wanted = true;
    else if (id !== undefined) {
      if (owners.has(id)) doubled.add(id);
      else owners.set(id, pos);
    }
    return !node.isTextblock;
  });
  if (!wanted && doubled.size === 0) return tr;

  if (doubled.size > 0) {
    before.descendants((node, pos) => {
      const id = node.attrs.id as string | undefined;
      if (id !== undefined && doubled.has(id)) {
        const now = mapping.mapResult(pos, 1);
        if (!now.deletedAfter && tr.doc.nodeAt(now.pos)?.attrs.id === id) owners.set(id, now.pos);
      }
      return !node.isTextblock;
    });
  }
  let count = Math.max(highestId(tr.doc), highestId(before), above);
  const given: [pos: number, id: string][] = [];
  tr.doc.descendants((node, pos) => {
    const id = node.attrs.id as string | undefined;
    if (id !== undefined && (id === "" || owners.get(id) !== pos)) given.push([pos, idOf(++count)]);
    return !node.isTextblock;
  });
  for (const [pos, id] of given) tr.setNodeAttribute(pos, "id", id);
  return tr;
}

/** The highest count given so far in this session, so that a deleted block's id is not given to another. */
const key = new PluginKey<number>("ids");

/** Gives every block its id after each change, in the same undo as the change. */
export function idsPlugin(): Plugin<number> {
  return new Plugin<number>({
    key,
    state: {
      init: (_config, state) => highestId(state.doc),
      apply: (tr, highest) => (structural(tr) ? Math.max(highest, highestId(tr.doc)) : highest),
    },
    appendTransaction(transactions, before, after) {
      if (!transactions.some(structural)) return null;
      const mapping = new Mapping();
      for (const each of transactions) mapping.appendMapping(each.mapping);
      const tr = withIds(after.tr, before.doc, mapping, key.getState(after) ?? 0);
      return tr.docChanged ? tr : null;
    },
  });
}

/** Could this change have made or doubled a block? Typing inside a block and changing its look cannot. */
function structural(tr: Transaction): boolean {
  return tr.steps.some((step, index) => {
    const doc = tr.docs[index];
    if (!doc || step instanceof AddMarkStep || step instanceof RemoveMarkStep || step instanceof DesignStep)
      return false;
    if (!(step instanceof ReplaceStep)) return true;
    const { from, to, slice } = step;
    if (slice.openStart > 0 || slice.openEnd > 0) return true;
    const start = doc.resolve(from);
    return !start.parent.isTextblock || !start.sameParent(doc.resolve(to));
  });
}
