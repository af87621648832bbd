/**
 * How far characters hang into the margin, so that the edge of a column looks straight: commas, hyphens and quotation
 * marks carry little ink, and set flush they look indented. Fractions of the character's own width.
 * After Thành's "Micro-typographic extensions to the TeX typesetting system" (2000) §3 and the habits of its users.
 */

type Hang = readonly [left: number, right: number];

const HANGS: ReadonlyMap<string, Hang> = new Map<string, Hang>([
  [".", [0, 0.7]],
  [",", [0, 0.7]],
  [":", [0, 0.4]],
  [";", [0, 0.4]],
  ["!", [0, 0.1]],
  ["?", [0, 0.15]],
  ["…", [0, 0.15]],
  ["-", [0.25, 0.6]],
  ["\u2010", [0.25, 0.6]],
  ["\u2011", [0.25, 0.6]],
  ["–", [0.15, 0.25]],
  ["—", [0.1, 0.15]],
  ["'", [0.5, 0.7]],
  ['"', [0.35, 0.5]],
  ["‘", [0.6, 0.7]],
  ["’", [0.6, 0.7]],
  ["“", [0.45, 0.5]],
  ["”", [0.45, 0.5]],
  ["‚", [0.4, 0.4]],
  ["„", [0.35, 0.35]],
  ["«", [0.25, 0.25]],
  ["»", [0.25, 0.25]],
  ["‹", [0.3, 0.3]],
  ["›", [0.3, 0.3]],
  ["(", [0.1, 0]],
  [")", [0, 0.1]],
  ["[", [0.08, 0]],
  ["]", [0, 0.08]],
  ["*", [0.3, 0.3]],
  ["•", [0.15, 0.15]],
  ["A", [0.04, 0.04]],
  ["T", [0.05, 0.05]],
  ["V", [0.04, 0.04]],
  ["W", [0.03, 0.03]],
  ["Y", [0.05, 0.05]],
  ["J", [0.04, 0]],
  ["X", [0.02, 0.02]],
  ["v", [0.02, 0.03]],
  ["w", [0.02, 0.02]],
  ["y", [0.02, 0.03]],
  ["r", [0, 0.04]],
  ["k", [0, 0.02]],
  ["x", [0.02, 0.02]],
]);

/** Part of the character's width that may hang out on its left at a line's start. */
export function hangLeft(char: string): number {
  return HANGS.get(char)?.[0] ?? 0;
}
/** Part of the character's width that may hang out on its right at a line's end. */
export function hangRight(char: string): number {
  return HANGS.get(char)?.[1] ?? 0;
}
