/**
 * Keeps: between which two lines a column may end. Interviews have rules no novel has: a question must not end a
 * column, or the reader turns the page to learn who answers, and two lines of the answer come with it, since one
 * looks like an accident. A last question that nobody answers (the thanks) stays with the two lines before it.
 */
import type { TextUnit, Unit } from "./flow.ts";

/** What a break here would cost the reader; a column ends at the best kind that leaves it a column at all. */
export type BreakKind = "free" | "orphan" | "widow" | "stranded";

/** Lines of a paragraph that stand together at a column's foot, and at its top. */
const LINES_AT_FOOT = 2;
const LINES_AT_TOP = 2;
/** Lines of an answer that come with its question. */
const LINES_WITH_QUESTION = 2;
/** Lines that stay with a closing question that nobody answers. */
const LINES_BEFORE_CLOSING = 2;
/** A question longer than this may be divided, or a short column could not hold it at all. */
const WHOLE_QUESTION = 12;

/** The unit that opens the story's last, unanswered question; -1 when every question has its answer. */
export function closingQuestion(units: readonly Unit[]): number {
  for (let at = units.length - 1; at >= 0; at--) {
    const unit = units[at];
    if (unit?.kind !== "text") continue;
    if (unit.item.block.role !== "question") return -1;
    if (unit.item.opens) return at;
  }
  return -1;
}

/**
 * The kind of a break just after line `line` of unit `index`. `closing` is what `closingQuestion` found; `set` is the
 * unit as it is set beside something, where it is.
 */
export function breakAfter(
  units: readonly Unit[],
  closing: number,
  index: number,
  line: number,
  set: TextUnit | null = null,
): BreakKind {
  const unit = set ?? units[index];
  if (unit?.kind !== "text") return "free";
  const { role } = unit.item.block;
  const below = unit.lines.length - line - 1;
  const nextIndex = nextSet(units, index);
  const next = units[nextIndex];

  if (nextIndex === closing && below < LINES_BEFORE_CLOSING && next) return "stranded";
  if (role === "crosshead") return "stranded";
  // The lines beside a drop cap.
  if (line + 1 < unit.deep) return "stranded";
  if (role === "question") {
    if (below === 0) return next?.kind === "text" && next.item.block.role !== "question" ? "stranded" : "free";
    if (unit.lines.length <= WHOLE_QUESTION) return "stranded";
  }
  if (role === "answer" && unit.item.opens && line + 1 < LINES_WITH_QUESTION) {
    const more = below > 0 || (next?.kind === "text" && next.item.turn === unit.item.turn);
    if (more) return "stranded";
  }
  if (below === 0) return "free";
  if (line + 1 < LINES_AT_FOOT) return "orphan";
  return below < LINES_AT_TOP ? "widow" : "free";
}

/** The next unit that takes room in the column. */
function nextSet(units: readonly Unit[], index: number): number {
  let at = index + 1;
  while (units[at] && units[at]?.kind !== "text") at++;
  return at;
}
