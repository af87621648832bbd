/**
 * Settings of a paragraph with a line more or fewer, at their price: what page make-up spends to end columns well. They
 * are set when somebody asks, and kept as long as the paragraph is; a paragraph that plainly cannot be a line longer or
 * shorter is told by its last line, without setting it.
 */
import type { Spend } from "../schema/copyfitFile.ts";
import { rowsOf, type TextUnit } from "./flow.ts";
import type { Line } from "../typesetting/glyphs.ts";
import type { Geometry } from "./geometry.ts";
import type { Setter } from "./setter.ts";

/** The paragraph in another number of lines. `price`: what that costs the page, in rows of white. */
export type Variant = { readonly unit: TextUnit; readonly price: number };

/** The paragraph with so many lines more (or fewer: negative); null where the style's limits do not allow it. */
export type Variants = (unit: TextUnit, lines: number) => Variant | null;

/** Every paragraph set off its best costs this much, however little it shows, or each would be. */
export const LEAST_PRICE = 0.35;
/** Rows that a paragraph costs whose every line goes from its natural look to its style's limit. */
const AT_LIMIT = 2;
/** Demerits of a line at that limit (badness 100), TeX: The Program §859. */
const LIMIT_DEMERITS = 12_100;
/** A paragraph of fewer lines shows what was done to it, and is let be unless it costs next to nothing. */
const FEW_LINES = 4;
const CHEAP = 0.5;
/** Two lines more or fewer are looked for from this length on. */
const MANY_LINES = 14;

const ROLES: ReadonlySet<string> = new Set(["answer", "intro", "list_item", "editor_note"]);

export function createVariants(geometry: Geometry, setter: Setter, { tolerance }: Spend): Variants {
  const kept = new WeakMap<TextUnit, Map<number, Variant | null>>();

  function make(unit: TextUnit, lines: number): Variant | null {
    const set = setter.variant(unit.item, geometry.measure, unit.first, unit.lines.length + lines, tolerance);
    if (!set || set.set.lines.length !== unit.lines.length + lines) return null;
    const price = Math.abs(lines) * LEAST_PRICE + (AT_LIMIT * set.cost) / LIMIT_DEMERITS;
    if (price > CHEAP && (unit.lines.length < FEW_LINES || Math.abs(lines) > 1)) return null;
    const { deep, findings, lines: own } = set.set;
    if (isStub(own, geometry.measure) && !isStub(unit.lines, geometry.measure)) return null;
    const rows = rowsOf(own.length, unit.style.leading, geometry.baseline);
    return { price, unit: { ...unit, lines: own, findings, rows, deep, spent: lines } };
  }

  return (unit, lines) => {
    if (!mayHave(unit, lines, geometry.measure)) return null;
    let known = kept.get(unit);
    if (!known) kept.set(unit, (known = new Map()));
    const old = known.get(lines);
    if (old !== undefined) return old;
    const made = make(unit, lines);
    known.set(lines, made);
    return made;
  };
}

/** Is the last line one word, or hardly more? To leave one is no way to save another. */
function isStub(lines: readonly Line[], measure: number): boolean {
  const last = lines.at(-1);
  return last !== undefined && (last.spaces === 0 || last.natural < LEAST_LAST * measure);
}
const LEAST_LAST = 0.15;

/** More than any style's play gives a line, as parts of its width. */
const MOST_SHRINK = 0.11;
const MOST_STRETCH = 0.18;

/** Could it have so many lines, going by what its lines hold now? */
function mayHave(unit: TextUnit, lines: number, measure: number): boolean {
  if (unit.spans || unit.spent !== 0 || !ROLES.has(unit.item.block.role)) return false;
  const count = unit.lines.length;
  if (count < 2 || count + lines < 2 || (Math.abs(lines) > 1 && count < MANY_LINES)) return false;
  return lines < 0
    ? contentOf(unit) <= (count + lines) * measure * (1 + MOST_SHRINK)
    : contentOf(unit) >= (count + lines - 1) * measure * (1 - MOST_STRETCH);
}

/** How far the paragraph is from another number of lines, as a part of the measure for each line: the easiest is least. */
export function effortOf(unit: TextUnit, lines: number, measure: number): number {
  const count = unit.lines.length;
  const content = contentOf(unit);
  return lines < 0 ? content / ((count + lines) * measure) - 1 : 1 - content / ((count + lines - 1) * measure);
}

function contentOf({ lines }: TextUnit): number {
  let natural = 0;
  for (const line of lines) natural += line.natural;
  return natural;
}
