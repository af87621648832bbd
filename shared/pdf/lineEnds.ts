/**
 * Where words end without a space in the line: the setting drops the space that a line breaks at, and a paragraph has
 * none at its end. Read from the offsets of runs that follow one another in a block, over columns and pages. The file says
 * these spaces, so that words hold apart for readers that look at the text and not at the places (ISO 32000-1 §14.8.2.5).
 */
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";

type Glyphs = Extract<DisplayItem, { kind: "glyphs" }>;

/** The runs after which a word ends although no glyph of a space stands there. */
export function spacesAfter(lists: readonly DisplayList[]): ReadonlySet<GlyphRun> {
  const found = new Set<GlyphRun>();
  const add = (run: GlyphRun) => {
    // The last letter alone: a pattern bound to the end would be tried at every letter before it.
    if (!/[\s\u00ad]/.test(run.text.slice(-1))) found.add(run);
  };
  const last = new Map<string, { readonly run: GlyphRun; readonly end: number | null }>();
  for (const list of lists) {
    let furniture: Glyphs | null = null;
    for (const item of list.items) {
      if (item.kind !== "glyphs") continue;
      const { run, of } = item;
      if (of === "artifact") {
        if (furniture && furniture.baseline !== item.baseline) add(furniture.run);
        furniture = item;
        continue;
      }
      const key = of.block;
      const before = last.get(key);
      if (before && before.end !== null && run.from !== null && run.from > before.end) add(before.run);
      // A made hyphen is in the run and not in the block's text.
      const length = run.text.length - (run.text.endsWith("\u00ad") ? 1 : 0);
      last.set(key, { run, end: run.from === null ? null : run.from + length });
    }
    if (furniture) add(furniture.run);
  }
  for (const { run } of last.values()) add(run);
  return found;
}
