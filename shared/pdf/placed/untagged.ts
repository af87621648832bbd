/**
 * Contents of a page without its marks (ISO 32000-1 §14.6): a page placed in another document is one figure there, and
 * what its own document said of its parts would contradict that (ISO 14289-1 §7.1 lets no artifact stand in tagged
 * content). Only the marks' operators and their operands go; every other byte stays as it was.
 */
import { operations } from "../read/contents.ts";

const MARKS = new Set(["BMC", "BDC", "EMC", "MP", "DP"]);

/** The same array where there are none. */
export function untagged(contents: Uint8Array): Uint8Array {
  const cuts: (readonly [from: number, to: number])[] = [];
  for (const { word, from, to } of operations(contents, () => undefined)) if (MARKS.has(word)) cuts.push([from, to]);
  if (cuts.length === 0) return contents;
  const made = new Uint8Array(contents.length);
  let [at, read] = [0, 0];
  for (const [from, to] of [...cuts, [contents.length, contents.length] as const]) {
    made.set(contents.subarray(read, from), at);
    at += from - read;
    // What stood apart stays so; the mark's own bytes make room for it.
    if (to > from) made[at++] = 10;
    read = to;
  }
  return made.slice(0, at);
}
