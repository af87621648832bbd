/**
 * Photo manners as data: how wide pictures stand, where their captions and credits go, and whether they print in
 * black alone.
 */
import { z } from "zod";
import { INTENTS, RENDERING, type Rendering } from "../color/converter.ts";
import { EDGES, type PageEdge } from "./openerFile.ts";

export type PhotoManner = {
  /** Columns the first photo is wide, and the others. */
  readonly hero: { readonly columns: number };
  readonly inline: {
    readonly columns: number;
    /** A picture as wide as the text takes the margin column in, and reaches over these edges of the page. */
    readonly margin: boolean;
    readonly bleed: readonly PageEdge[];
  };
  /** `margin`: in the margin column, of pictures as wide as the text; of others below. */
  readonly caption: "below" | "margin";
  /** On a line of its own, or on the caption's last line where it fits. */
  readonly credit: "below" | "after";
  /** Pictures print in black alone, whatever their colours. */
  readonly grey: boolean;
  /** How pictures are brought to ink that have no choice of their own. */
  readonly rendering: Rendering;
  /** A picture that would print coarser than this over its columns is set over fewer. */
  readonly leastPpi: number;
  /** Width to height of a frame whose picture is missing. */
  readonly missingRatio: number;
  /** Widths in columns that the page may choose from for a picture, `inline.columns` preferred. */
  readonly spans: readonly number[];
  /**
   * Pictures with fewer characters of text each than `below` are gathered in rows; `rows`: how broad each row is, in
   * turn, as a multiple of its height. Null is never.
   */
  readonly gallery: { readonly below: number; readonly rows: readonly number[] } | null;
  /** Rows of white that keeping a settled picture may cost before it is placed anew. */
  readonly patience: number;
};

const columns = z.number().int().min(1).max(6);
const rendering = z.strictObject({
  intent: z.enum(INTENTS).default(RENDERING.intent),
  blackPoint: z.boolean().default(RENDERING.blackPoint),
});
/** What a design file says under `photos`. */
export const photoFields = z.strictObject({
  hero: z.strictObject({ columns }),
  inline: z.strictObject({
    columns,
    margin: z.boolean().default(false),
    bleed: z.array(z.enum(EDGES)).default([]),
  }),
  caption: z.enum(["below", "margin"]),
  credit: z.enum(["below", "after"]).default("below"),
  grey: z.boolean().default(false),
  rendering: rendering.prefault({}),
  leastPpi: z.number().min(0).max(2400),
  missingRatio: z.number().min(0.05).max(20),
  spans: z.array(columns).max(6).default([]),
  gallery: z
    .union([
      z.literal(false).transform(() => null),
      z.strictObject({
        below: z.number().min(0).max(100_000),
        rows: z.array(z.number().min(0.3).max(12)).min(1).max(12),
      }),
    ])
    .default(null),
  patience: z.number().min(0).max(10_000).default(60),
});
