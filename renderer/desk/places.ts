/** Places in the open document as window and pages name them: blocks by id, selections as ranges, words by language. */
import type { Node } from "prosemirror-model";
import { type EditorState, NodeSelection, Selection } from "prosemirror-state";
import type { Place } from "../../shared/finding.ts";
import type { Json } from "../../shared/ipc.ts";
import type { TextOffset } from "../../shared/units.ts";
import { soundTag } from "../words/soundTag.ts";

export function nodeWithId(doc: Node, id: string): { readonly node: Node; readonly pos: number } | null {
  let found: { node: Node; pos: number } | null = null;
  doc.descendants((node, pos) => {
    if (!found && node.attrs.id === id) found = { node, pos };
    return !found && !node.isTextblock;
  });
  return found;
}

/** What is selected of every block of text, in order; nothing for a caret or a selected picture. */
export function selectedRanges({ doc, selection }: EditorState): Place[] {
  const ranges: Place[] = [];
  if (selection instanceof NodeSelection || selection.empty) return ranges;
  doc.nodesBetween(selection.from, selection.to, (node, pos) => {
    if (!node.isTextblock) return true;
    const from = Math.max(0, selection.from - pos - 1);
    const to = Math.min(node.content.size, selection.to - pos - 1);
    if (to > from) ranges.push([node.attrs.id as string, from as TextOffset, to as TextOffset]);
    return false;
  });
  return ranges;
}

/** A selection the journal holds; the beginning when it fits the document no more. */
export function selectionOf(doc: Node, kept: Json | null | undefined): Selection {
  try {
    if (kept) return Selection.fromJSON(doc, kept);
  } catch {
    // Of another state of the document.
  }
  return Selection.atStart(doc);
}

/** The word round an offset of a block that begins at `start`, as the rules of `lang` divide it. */
export function wordAt(block: Node, start: number, offset: number, lang: string): readonly [number, number] {
  const text = block.textBetween(0, block.content.size, undefined, "\u2028");
  const words = new Intl.Segmenter(soundTag(lang), { granularity: "word" }).segment(text);
  const word = words.containing(Math.min(offset, Math.max(0, text.length - 1)));
  return word ? [start + word.index, start + word.index + word.segment.length] : [start + offset, start + offset];
}
