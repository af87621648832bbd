/**
 * How a design makes up its pages: grids that things are pinned to, how far columns may be let out to end level, what
 * quotes and sidebars look like, how text keeps off what stands in it. Part of the template file, key `makeUp`; every
 * field has a value when no layer names it.
 */
import { z } from "zod";
import type { Ink } from "../color/ink.ts";
import type { Pt } from "../units.ts";
import { type Colour, colour, distance } from "./designFields.ts";

/** A modular grid across the text area; its rows are those of the baseline grid. */
export type Grid = { readonly columns: number; readonly gutter: Pt };

export type MakeUp = {
  /** By name; "text" is always the text columns. */
  readonly grids: Readonly<Record<string, Grid>>;
  /** Most rows that the space above one question or crosshead may gain so that a column ends level; 0 is never. */
  readonly justify: number;
  readonly quotes: {
    /** Text columns a pull quote is wide. */
    readonly columns: number;
    /** Lines it keeps from the words it quotes. */
    readonly away: number;
  };
  readonly sidebars: {
    /** Text columns a sidebar covers, and the columns of its own text. */
    readonly columns: number;
    readonly inner: number;
    readonly tint: Ink | null;
    readonly padding: Pt;
  };
  readonly wrap: {
    /** Clear space between a piece and text beside it. */
    readonly standOff: Pt;
    /** Room narrower than this beside a piece is left empty. */
    readonly least: Pt;
    /** Text on both sides of a piece, or on the larger only. */
    readonly sides: "both" | "larger";
  };
  /** Lines at a jump of the flow over pages; `{page}` stands for the other page's folio. Null is none. */
  readonly jump: { readonly on: string; readonly from: string } | null;
  /** Text nearer to the trim than this is told. */
  readonly safe: Pt;
  /** Ink of the whole page, bleed included, below everything. */
  readonly background: Ink | null;
};

const columns = z.number().int().min(1).max(6);
export const makeUpFields = z
  .strictObject({
    grids: z
      .record(z.string().min(1), z.strictObject({ columns: z.number().int().min(1).max(24), gutter: distance }))
      .default({}),
    justify: z.number().int().min(0).max(6).default(1),
    quotes: z
      .strictObject({ columns: columns.default(1), away: z.number().int().min(0).max(60).default(6) })
      .prefault({}),
    sidebars: z
      .strictObject({
        columns: columns.default(1),
        inner: columns.default(1),
        tint: z.union([z.literal(false), colour]).default([0, 0, 0, 6]),
        padding: distance.prefault(6),
      })
      .prefault({}),
    wrap: z
      .strictObject({
        standOff: distance.prefault(9),
        least: distance.prefault(72),
        sides: z.enum(["both", "larger"]).default("larger"),
      })
      .prefault({}),
    jump: z
      .union([z.literal(false), z.strictObject({ on: z.string(), from: z.string() })])
      .default({ on: "→ {page}", from: "{page} →" }),
    safe: distance.prefault("3mm"),
    background: z.union([z.literal(false), colour]).default(false),
  })
  .prefault({});

export function resolveMakeUp(data: z.infer<typeof makeUpFields>, ink: (value: Colour, where: string) => Ink): MakeUp {
  const { sidebars, background } = data;
  return {
    ...data,
    sidebars: { ...sidebars, tint: sidebars.tint === false ? null : ink(sidebars.tint, "makeUp.sidebars.tint") },
    jump: data.jump || null,
    background: background === false ? null : ink(background, "makeUp.background"),
  };
}
