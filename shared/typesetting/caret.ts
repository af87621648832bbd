/**
 * The caret on a set line: from a place in the text to an x, and back. Positions are those between letters as a person
 * counts them; inside a ligature where its font wants them, or dividing its width evenly.
 */
import type { Pt, TextOffset } from "../units.ts";
import type { GlyphRun, Line } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";

/** What the caret needs of a line; a display list gives it as well as a paragraph does. */
export type CaretLine = Pick<Line, "x" | "from" | "runs">;

/** A caret stop: the place before a letter, or after the line's last. */
type Stop = { readonly offset: number; readonly x: number };

const stopsOf = new WeakMap<CaretLine, readonly Stop[]>();

function stops(line: CaretLine): readonly Stop[] {
  const known = stopsOf.get(line);
  if (known) return known;
  const made: Stop[] = [];
  let right: number = line.x;
  for (const run of line.runs) {
    if (run.from === null) {
      right = run.x + run.width;
      continue;
    }
    addRun(made, run, run.from);
    right = run.x + run.width;
  }
  const sorted = made.sort((a, b) => a.offset - b.offset);
  const last = sorted[sorted.length - 1];
  const runs = line.runs.filter((run) => run.from !== null);
  const typed = runs[runs.length - 1];
  const end = typed ? textEnd(typed) : line.from;
  if (!last || last.offset < end)
    sorted.push({ offset: end, x: typed?.direction === "rtl" ? typed.x : hyphenLess(typed, right) });
  stopsOf.set(line, sorted);
  return sorted;
}

/** Block offset after the run's text, a made hyphen left out. */
function textEnd(run: GlyphRun): number {
  return (run.from ?? 0) + run.text.replace(/\u00ad$/, "").length;
}
/** Right edge of the run's text: before a made hyphen. */
function hyphenLess(run: GlyphRun | undefined, right: number): number {
  if (!run?.text.endsWith("\u00ad")) return right;
  return run.xs[run.xs.length - 1] ?? right;
}

function addRun(into: Stop[], run: GlyphRun, from: number): void {
  const count = run.glyphs.length;
  const rtl = run.direction === "rtl";
  for (let g = 0; g < count; ) {
    const cluster = run.clusters[g] ?? 0;
    let after = g + 1;
    while (after < count && run.clusters[after] === cluster) after++;
    const left = run.xs[g] ?? run.x;
    const right = after < count ? (run.xs[after] ?? left) : run.x + run.width;
    let end = run.text.length;
    for (const other of run.clusters) if (other > cluster && other < end) end = other;
    const text = run.text.slice(cluster, end);
    g = after;
    if (text === "\u00ad") continue;
    const letters = clusterStarts(text).slice(0, -1);
    const inside = letters.length > 1 ? run.carets?.get(cluster) : undefined;
    letters.forEach((at, i) => {
      const part = i / letters.length;
      const said = inside?.[i - 1];
      const even = rtl ? right - (right - left) * part : left + (right - left) * part;
      into.push({ offset: from + cluster + at, x: said ?? even });
    });
  }
}

/** Where the caret stands for a block offset on this line, from the line's origin. Offsets outside are clamped. */
export function xAt(line: CaretLine, offset: TextOffset): Pt {
  const all = stops(line);
  let x = all[0]?.x ?? line.x;
  for (const stop of all) {
    if (stop.offset > offset) break;
    x = stop.x;
  }
  return x as Pt;
}

/** The block offset nearest to `x`, measured from the line's origin; always between two letters. */
export function offsetAt(line: CaretLine, x: number): TextOffset {
  let best: Stop | null = null;
  for (const stop of stops(line)) {
    if (best === null || Math.abs(stop.x - x) < Math.abs(best.x - x)) best = stop;
  }
  return (best?.offset ?? line.from) as TextOffset;
}
