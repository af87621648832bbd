/**
 * Photo manners as data: how wide pictures stand, where their captions and credits go, and whether they print in
 * black alone.
 */
import { z } from "zod";
import { INTENTS, RENDERING, type Rendering } from "../color/converter.ts";
import type { Placement } from "./attributes.ts";
import { EDGES, type PageEdge } from "./openerFile.ts";

export type PhotoManner = {
  /** Columns the first photo is wide, and the others. */
  readonly hero: { readonly columns: number };
  readonly inline: {
    readonly columns: number;
    /** Columns of pictures that are no broader than tall, which then stay within the text; null is as all others. */
    readonly upright: number | null;
    /** A picture as wide as the text takes the margin column in, and reaches over these edges of the page. */
    readonly margin: boolean;
    readonly bleed: readonly PageEdge[];
  };
  readonly caption: CaptionStand;
  readonly credit: CreditStand;
  readonly beside: {
    readonly side: PageEdge;
    /** Level with the picture's head or its foot. */
    readonly level: "head" | "foot";
    /** Of 12 across: the caption's width where the picture stands over one text column. */
    readonly modules: number;
  };
  /** Where a credit along the edge stands: on the paper beside the picture, or on the picture. */
  readonly edge: { readonly side: PageEdge; readonly on: "paper" | "picture" };
  /** Pictures print in black alone, whatever their colours. */
  readonly grey: boolean;
  /** How pictures are brought to ink that have no choice of their own. */
  readonly rendering: Rendering;
  /** A picture that would print coarser than this over its columns is set over fewer. */
  readonly leastPpi: number;
  /** Width to height of a frame whose picture is missing. */
  readonly missingRatio: number;
  /** Where pictures stand that would print coarser than that over a single column. */
  readonly small: "text" | "margin";
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

/**
 * Where a caption stands. `margin`: in the margin column, of pictures as wide as the text. `beside`: in a column that the
 * picture leaves it. `over`: on the picture, in the corner where it reads best. What has no room there stands below.
 */
export const CAPTION_STANDS = ["below", "margin", "beside", "over"] as const;
export type CaptionStand = (typeof CAPTION_STANDS)[number];
/**
 * Where a credit stands: on a line of its own, on the caption's last line where it fits, or along an edge of the picture,
 * reading upward; one that is longer than the edge, or has no room there, stands after the caption.
 */
export const CREDIT_STANDS = ["below", "after", "edge"] as const;
export type CreditStand = (typeof CREDIT_STANDS)[number];
/** What a picture's own words do otherwise than the design says; what is left out is as there. */
export type WordsStand = { readonly caption?: CaptionStand; readonly credit?: CreditStand };

/** Is a picture asked to have words on it, so that its tones are wanted? One that bleeds at the foot has no other place. */
export function wantsWordsOver(
  photos: PhotoManner,
  { stands, placement }: { readonly stands: WordsStand | null; readonly placement: Placement },
): boolean {
  const { caption, credit } = { ...photos, ...stands };
  const bleeds = placement.kind === "pinned" && placement.bleed.includes("bottom");
  return bleeds || caption === "over" || (credit === "edge" && photos.edge.on === "picture");
}

const SIDES = ["inside", "outside", "left", "right"] as const;

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
    upright: columns.nullable().default(null),
    margin: z.boolean().default(false),
    bleed: z.array(z.enum(EDGES)).default([]),
  }),
  caption: z.enum(CAPTION_STANDS),
  credit: z.enum(CREDIT_STANDS).default("below"),
  beside: z
    .strictObject({
      side: z.enum(SIDES).default("outside"),
      level: z.enum(["head", "foot"]).default("foot"),
      modules: z.number().int().min(2).max(6).default(4),
    })
    .prefault({}),
  edge: z
    .strictObject({ side: z.enum(SIDES).default("outside"), on: z.enum(["paper", "picture"]).default("paper") })
    .prefault({}),
  grey: z.boolean().default(false),
  rendering: rendering.prefault({}),
  leastPpi: z.number().min(0).max(2400),
  missingRatio: z.number().min(0.05).max(20),
  small: z.enum(["text", "margin"]).default("text"),
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
