/**
 * Runs of a block without marks of the block's own language: they say nothing, and must not part a word in two.
 */
import type { RunMarks, TextRun } from "../schema/story.ts";

/** The same array where there is nothing to change. A mark that overrules a character style's language stays. */
export function withoutOwnLanguage(runs: readonly TextRun[], lang: string): readonly TextRun[] {
  if (!runs.some(({ marks }) => marks.lang === lang && marks.charStyle === null)) return runs;
  const plain: TextRun[] = [];
  for (const run of runs) {
    const own = run.marks.lang === lang && run.marks.charStyle === null;
    const marks: RunMarks = own ? { ...run.marks, lang: null } : run.marks;
    const before = plain[plain.length - 1];
    if (before && (before.marks === marks || JSON.stringify(before.marks) === JSON.stringify(marks))) {
      plain[plain.length - 1] = { ...before, to: run.to };
    } else plain.push({ ...run, marks });
  }
  return plain;
}
