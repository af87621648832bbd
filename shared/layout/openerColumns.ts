/**
 * Other columns on the opener than on the pages after it. The opener's paragraphs are set to its own measure; one that
 * runs over to the next page is set anew from its next word on, to the measure there, and the cursor carries it.
 */
import type { Story, TextItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { pt } from "../units.ts";
import { type Composed, composePage } from "./compose.ts";
import type { Context, Remaining } from "./context.ts";
import type { TextUnit, Unit } from "./flow.ts";
import { type Geometry, geometryOf, sideOf } from "./geometry.ts";
import { openerPages } from "./opener.ts";
import { createPieceMaker } from "./pieces.ts";
import type { Pictures } from "./photos.ts";
import type { Setter } from "./setter.ts";
import { createUnevenSetter } from "./uneven.ts";
import { createVariants } from "./variants.ts";

export type OpenerColumns = {
  /** Does this page have the opener's columns? */
  covers(story: Story, hero: Context["hero"], page: number): boolean;
  /** The context of such a page; `firsts` are paragraphs set as the story's first of their style. */
  on(context: Context, firsts: ReadonlySet<unknown>): Context;
  /** Composes such a page; what is left of it is set for the columns that follow where they differ. */
  compose(opener: Context, following: Context, rest: Remaining): Composed;
};

/** Sets a paragraph for a geometry, across all columns where its style says so. */
export type SetParagraph = (item: TextItem, geometry: Geometry, first: boolean) => TextUnit;

/** Rows set for the opener beyond what its page can hold, in pages: the search looks a little further. */
const AHEAD = 2;

/** Null where the opener has the columns of all pages. */
export function createOpenerColumns(
  design: Design,
  xHeight: Geometry["xHeight"],
  setter: Setter,
  pictures: Pictures,
  paragraph: SetParagraph,
): OpenerColumns | null {
  const count = design.opener.columns;
  if (count === null || count === design.columns.count) return null;
  const own: Design = { ...design, columns: { ...design.columns, count } };
  const geometry = geometryOf(own, xHeight);
  const frame = {
    design: own,
    geometry,
    uneven: createUnevenSetter(geometry, setter),
    variants: createVariants(geometry, setter, design.columns.spend),
    pieces: createPieceMaker(own, geometry, setter, pictures),
  };
  const units = new WeakMap<TextItem, TextUnit>();
  const carried = new WeakMap<TextUnit, Map<string, TextUnit>>();

  function unitOf(item: TextItem, first: boolean): TextUnit {
    const known = units.get(item);
    if (known && known.first === first) return known;
    const made = paragraph(item, geometry, first);
    units.set(item, made);
    return made;
  }

  /** A paragraph whose first `line` lines stand on the opener, the others set for `plain`'s columns. */
  function carriedOver(set: TextUnit, line: number, plain: TextUnit, following: Geometry): TextUnit {
    let known = carried.get(plain);
    if (!known) carried.set(plain, (known = new Map()));
    const head = set.lines.slice(0, line);
    const from = head.at(-1)?.to ?? 0;
    const key = `${line} ${from}`;
    const old = known.get(key);
    if (old) return old;
    const tail = setter.uneven(plain.item, from, [{ x: pt(0), width: following.measure }], plain.first);
    const step = Math.max(1, Math.ceil(plain.style.leading / following.baseline - 1e-6));
    const base = set.rows[line - 1] ?? 0;
    const made: TextUnit = {
      ...plain,
      lines: [...head, ...tail.lines],
      rows: [...set.rows.slice(0, line), ...tail.lines.map((_, n) => base + (n + 1) * step)],
      findings: set.findings,
    };
    known.clear();
    known.set(key, made);
    return made;
  }

  return {
    covers: (story, hero, page) => page <= openerPages(design, hero, sideOf(story.issue.firstFolio)),
    on(context, firsts) {
      const most = geometry.rows * geometry.count * AHEAD;
      let rows = 0;
      const head: Unit[] = [];
      for (const unit of context.units) {
        if (rows > most) break;
        const mine = unit.kind === "text" ? unitOf(unit.item, firsts.has(unit.item)) : unit;
        head.push(mine);
        if (mine.kind === "text") rows += mine.rows.at(-1) ?? 0;
      }
      const { spend } = context.design.columns;
      const spent = spend === own.columns.spend ? own : { ...own, columns: { ...own.columns, spend } };
      return { ...context, ...frame, design: spent, units: [...head, ...context.units.slice(head.length)] };
    },
    compose(opener, following, rest) {
      const composed = composePage(opener, rest);
      const next = composed.rest;
      if (!next || next.cursor.line === 0 || this.covers(opener.story, opener.hero, next.page)) return composed;
      const { unit, line } = next.cursor;
      const set = next.cursor.set ?? opener.units[unit];
      const plain = following.units[unit];
      if (set?.kind !== "text" || plain?.kind !== "text") throw new RangeError(`unit ${unit} is no paragraph`);
      const cursor = { unit, line, set: carriedOver(set, line, plain, following.geometry) };
      return { ...composed, rest: { ...next, cursor } };
    },
  };
}
