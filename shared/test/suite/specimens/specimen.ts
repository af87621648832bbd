/**
 * A specimen: a small page that shows one capability of the typesetting, set by the whole engine in the fonts that
 * ship. Its display list is a golden; `npm run sheets -- specimens` draws all of them to be looked at.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Node } from "prosemirror-model";
import { createEngine, type Engine } from "../../../layout/engine.ts";
import type { Shaper } from "../../../typesetting/shaper.ts";
import { mm } from "../../../units.ts";

export type Specimen = {
  readonly name: string;
  /** Says what to look for. */
  readonly shows: string;
  readonly story: Node;
  readonly design: unknown;
};

const bulletin: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../assets/templates/bulletin.json"), "utf8"),
);

/** A page of `columns` of the comparison measure (57.33 mm), `rows` lines of 12 pt deep, nothing else on it. */
export function card(columns: number, rows: number, styles: unknown = {}, more: object = {}): unknown {
  const gutter = mm(6);
  const margin = mm(8);
  const width = columns * mm(57.33) + (columns - 1) * gutter + 2 * margin;
  return {
    page: {
      trim: [width, 24 + rows * 12 + margin],
      bleed: 0,
      margins: { top: 12, bottom: margin, inside: margin, outside: margin },
      facing: false,
    },
    grid: { baseline: 12, first: 24 },
    columns: { count: columns, gutter, rule: false, balance: false },
    furniture: { folio: false, runningHead: false, endMark: false },
    signs: { question: "", answer: "" },
    styles,
    ...more,
  };
}

export function engineOf(specimen: Specimen, shaper: Shaper): Engine {
  return createEngine({
    shaper,
    pictures: { sizeOf: () => null },
    templates: new Map([["bulletin", bulletin]]),
    overrides: [specimen.design],
  });
}
