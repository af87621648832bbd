/**
 * Blocks outside the window are not laid out (`content-visibility` in story.css), or a long story would cost its whole
 * length with every key. The browser decides that once a frame, and a block just made is not laid out before: a letter
 * typed into it then lands in the block before. So the blocks that hold the ends of the selection are marked, from the
 * moment they are made, and the style sheet lays them out always.
 */
import { type EditorState, Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export function caretBlockPlugin(): Plugin {
  return new Plugin({ props: { decorations: holdersOf } });
}

function holdersOf({ doc, selection }: EditorState): DecorationSet {
  const { $anchor, $head } = selection;
  const holders = [$head.index(0)];
  if ($anchor.index(0) !== $head.index(0)) holders.push($anchor.index(0));
  return DecorationSet.create(
    doc,
    holders.flatMap((index) => {
      const block = doc.maybeChild(index);
      if (!block) return [];
      const from = index === $head.index(0) ? $head.posAtIndex(index, 0) : $anchor.posAtIndex(index, 0);
      return [Decoration.node(from, from + block.nodeSize, { class: "edited" })];
    }),
  );
}
