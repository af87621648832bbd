/**
 * Styles by hand: a paragraph style for the selected blocks, a character style for the selected words, and small changes
 * to how words are set, by steps. A command that would change nothing says false.
 */
import type { Mark, Node } from "prosemirror-model";
import type { Command, Transaction } from "prosemirror-state";
import { command } from "./edit.ts";
import { schema } from "./interview.ts";

const { char_style: characterStyle, adjust } = schema.marks;

type Textblock = { readonly node: Node; readonly pos: number };

/** Blocks of text that the selection is in. One touched only by the selection's end, at its very start, is not meant. */
function textblocks({ selection, doc }: Transaction): readonly Textblock[] {
  const found: Textblock[] = [];
  const { from, to, empty } = selection;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true;
    if (empty || pos + 1 < to) found.push({ node, pos });
    return false;
  });
  return found;
}

/** Sets the selected blocks in the paragraph style of this name; null gives them back to their roles. */
export function setParagraphStyle(name: string | null): Command {
  return command((tr) => {
    const others = textblocks(tr).filter(({ node }) => node.attrs.style !== name);
    for (const { pos } of others) tr.setNodeAttribute(pos, "style", name);
    return others.length > 0;
  });
}

type Piece = { readonly node: Node; readonly from: number; readonly to: number };

/** What is selected of every piece of text, with its marks. */
function pieces({ selection, doc }: Transaction): readonly Piece[] {
  const found: Piece[] = [];
  for (const { $from, $to } of selection.ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (!node.isInline) return true;
      const from = Math.max(pos, $from.pos);
      const to = Math.min(pos + node.nodeSize, $to.pos);
      if (from < to) found.push({ node, from, to });
      return false;
    });
  }
  return found;
}

/**
 * Sets the selected words in the character style of this name, or in none. With nothing selected the words that are
 * typed next are meant.
 */
export function setCharacterStyle(name: string | null): Command {
  return command((tr) => {
    const mark = name === null ? null : characterStyle.create({ name });
    if (tr.selection.empty) {
      const before = tr.storedMarks ?? tr.selection.$from.marks();
      const after = mark ? mark.addToSet(before) : characterStyle.removeFromSet(before);
      if (sameMarks(before, after)) return false;
      tr.setStoredMarks(after);
      return true;
    }
    for (const { node, from, to } of pieces(tr)) {
      const own = characterStyle.isInSet(node.marks);
      if (mark ? own?.eq(mark) : !own) continue;
      if (mark) tr.addMark(from, to, mark);
      else tr.removeMark(from, to, characterStyle);
    }
    return tr.docChanged;
  });
}

function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a.length === b.length && a.every((mark, n) => mark.eq(b[n] as Mark));
}

/** What can be changed by hand: tracking and kerning in 1/1000 em, scaling as a factor, baseline in points, up positive. */
export type Adjustment = {
  readonly tracking: number;
  readonly kerning: number;
  readonly scaling: number;
  readonly baseline: number;
};
export const UNADJUSTED: Adjustment = { tracking: 0, kerning: 0, scaling: 1, baseline: 0 };
/** Beyond these a slip of the hand is likelier than a wish. */
export const ADJUSTMENT_LIMITS: Readonly<Record<keyof Adjustment, readonly [least: number, most: number]>> = {
  tracking: [-200, 1000],
  kerning: [-500, 1000],
  scaling: [0.25, 4],
  baseline: [-72, 72],
};
const FIELDS = ["tracking", "kerning", "scaling", "baseline"] as const;

/**
 * Moves the selected words' adjustment by these steps, each piece from where it is: tracking by 5 makes 0 and 10 into 5
 * and 15. Stops at the limits. False where nothing is selected or everything stands at its limit.
 */
export function adjustBy(steps: Partial<Adjustment>): Command {
  return adjusted((now, field) => now + (steps[field] ?? 0));
}

/** Sets the selected words' adjustment to these values and leaves the fields not named as they are. */
export function adjustTo(values: Partial<Adjustment>): Command {
  return adjusted((now, field) => values[field] ?? now);
}

/** The selected words as their styles have them. */
export const clearAdjustment: Command = adjusted((_, field) => UNADJUSTED[field]);

function adjusted(change: (now: number, field: keyof Adjustment) => number): Command {
  return command((tr) => {
    for (const { node, from, to } of pieces(tr)) {
      const now = (adjust.isInSet(node.marks)?.attrs as Adjustment | undefined) ?? UNADJUSTED;
      const after: Adjustment = {
        tracking: within("tracking", change(now.tracking, "tracking")),
        kerning: within("kerning", change(now.kerning, "kerning")),
        scaling: within("scaling", change(now.scaling, "scaling")),
        baseline: within("baseline", change(now.baseline, "baseline")),
      };
      if (same(now, after)) continue;
      if (same(after, UNADJUSTED)) tr.removeMark(from, to, adjust);
      else tr.addMark(from, to, adjust.create(after));
    }
    return tr.docChanged;
  });
}

function within(field: keyof Adjustment, value: number): number {
  const [least, most] = ADJUSTMENT_LIMITS[field];
  const held = Number.isNaN(value) ? UNADJUSTED[field] : Math.min(most, Math.max(least, value));
  // A hundred steps of 0.01 forth and back are where they began.
  return Math.round(held * 10_000) / 10_000;
}

function same(a: Adjustment, b: Adjustment): boolean {
  return FIELDS.every((field) => a[field] === b[field]);
}
