/**
 * Openers as data. An opener is made of bands from the head of the page downward; a band is made of cells side by side;
 * a cell holds parts of the title stacked on one another, the first picture, or both, the type then standing over the
 * picture where that is calm enough to read on. The same bands hold with a short title, a long one and no picture.
 */
import { z } from "zod";
import type { Ink } from "../color/ink.ts";
import type { Pt } from "../units.ts";
import { type Colour, colour, distance, positive } from "./designFields.ts";

export const OPENER_PARTS = ["kicker", "headline", "standfirst", "byline", "caption"] as const;
/** `caption` is the first picture's, with its credit, when it does not stand at the picture itself. */
export type OpenerPartName = (typeof OPENER_PARTS)[number];

export type OpenerRule = {
  readonly weight: Pt;
  readonly ink: Ink;
  readonly sides: readonly ("above" | "below")[];
  /** From the rule to the ink of the words. */
  readonly gap: Pt;
  /** As wide as the cell, or so long. */
  readonly length: Pt | null;
};

export type OpenerPart = {
  readonly part: OpenerPartName;
  /** Clear space between the ink above and this part's; at the head of a stack there is none. */
  readonly above: Pt;
  /** Part of the cell's width that the words may fill, 0.2 to 1. */
  readonly width: number;
  readonly rule: OpenerRule | null;
  /** Credits of a byline stand on one line with this between them; null: each on its own. */
  readonly joined: string | null;
};

export const EDGES = ["top", "bottom", "inside", "outside", "left", "right"] as const;
export type PageEdge = (typeof EDGES)[number];

export type OpenerHero = {
  /** Edges of the page that the picture reaches over, bleed included. */
  readonly bleed: readonly PageEdge[];
  /**
   * `natural`: as the picture is, cropped to whole rows; `rows`; `share`: down to that part of the page's height;
   * `page`: down to the foot edge.
   */
  readonly height:
    | { readonly kind: "natural" }
    | { readonly kind: "page" }
    | { readonly kind: "rows"; readonly rows: number }
    | { readonly kind: "share"; readonly share: number };
  /** Over the fold of an opening spread: its left part on the first page, its right part where the second asks again. */
  readonly across: boolean;
  /** Part of the picture that may be cropped for `natural`, so that it ends level with what stands beside it. */
  readonly crop: number;
  /**
   * A picture on transparent ground stands free beside the cell's parts, which run round its outline: never cropped by
   * the design, so many parts of the cell's width wide at most, at that side of it. One that shows no ground is boxed.
   */
  readonly cutout: { readonly width: number; readonly side: "left" | "right" | "inside" | "outside" } | null;
};

export type OpenerCell = {
  /** Text columns: `hero` is what `photos.hero.columns` says and the picture's pixels allow, `rest` what that leaves. */
  readonly columns: number | "all" | "hero" | "rest";
  /** First text column; null is next to the cell before. */
  readonly column: number | null;
  /** Takes the margin column in, where it lies beside the cell. */
  readonly margin: boolean;
  /** The stack stands at the head or at the foot of its band. */
  readonly stand: "head" | "foot";
  readonly hero: OpenerHero | null;
  /** Type over the picture: where it is calm enough, else below it; or wherever it reads best, and a finding tells. */
  readonly over: "calm" | "always";
  readonly parts: readonly OpenerPart[];
};

export type OpenerBand = {
  /** Rows of the grid left white above it. */
  readonly above: number;
  /** A rule at its head, as wide as the text; `gap` is from there to the first ink. */
  readonly rule: { readonly weight: Pt; readonly ink: Ink; readonly gap: Pt } | null;
  readonly cells: readonly OpenerCell[];
};

export type Opener = {
  readonly standfirst: {
    readonly box: {
      readonly tint: Ink;
      readonly bar: { readonly weight: Pt; readonly ink: Ink };
      readonly padding: Pt;
    } | null;
  };
  /** With a picture, and without one; both are the same where a template says nothing of the second. */
  readonly bands: readonly OpenerBand[];
  readonly plain: readonly OpenerBand[];
  /** A story with a picture that begins on a left page may open over the spread: bands of its two pages. */
  readonly spread: { readonly first: readonly OpenerBand[]; readonly second: readonly OpenerBand[] } | null;
  /** Text columns on the opener's pages; null is as on all others. */
  readonly columns: number | null;
  /** Rows left white between the last band and the text. */
  readonly below: number;
  /** Part of the page's height that the title may take before its headline is set smaller. */
  readonly tallest: number;
};

const rule = z.strictObject({
  weight: positive,
  colour,
  sides: z.array(z.enum(["above", "below"])).min(1),
  gap: distance.prefault(4),
  length: positive.nullable().default(null),
});

const partFields = z.strictObject({
  part: z.enum(OPENER_PARTS),
  above: distance.prefault(0),
  width: z.number().min(0.2).max(1).default(1),
  rule: rule.nullable().default(null),
  joined: z.string().nullable().default(null),
});
const part = z.union([z.enum(OPENER_PARTS).transform((name) => partFields.parse({ part: name })), partFields], {
  error: `expected one of ${OPENER_PARTS.join(", ")}, or { "part": "headline", "above": 8 }`,
});

const hero = z.strictObject({
  bleed: z.array(z.enum(EDGES)).default([]),
  height: z
    .union(
      [
        z.literal("natural").transform(() => ({ kind: "natural" as const })),
        z.literal("page").transform(() => ({ kind: "page" as const })),
        z
          .number()
          .int()
          .min(3)
          .max(500)
          .transform((rows) => ({ kind: "rows" as const, rows })),
        z
          .string()
          .regex(/^\d{1,2}%$/)
          .transform((said) => ({ kind: "share" as const, share: Number(said.slice(0, -1)) / 100 })),
      ],
      { error: 'expected "natural", "page", rows such as 24, or a share of the page such as "60%"' },
    )
    .prefault("natural"),
  across: z.boolean().default(false),
  crop: z.number().min(0).max(0.6).default(0.24),
  cutout: z
    .union([
      z.literal(true).transform(() => ({ width: 0.5, side: "outside" as const })),
      z.strictObject({
        width: z.number().min(0.2).max(0.8).default(0.5),
        side: z.enum(["left", "right", "inside", "outside"]).default("outside"),
      }),
    ])
    .nullable()
    .default(null),
});

const cell = z.strictObject({
  columns: z
    .union([z.number().int().min(1).max(6), z.enum(["all", "hero", "rest"])], {
      error: 'expected columns from 1 to 6, "all", "hero" or "rest"',
    })
    .default("all"),
  column: z.number().int().min(0).max(5).nullable().default(null),
  margin: z.boolean().default(false),
  stand: z.enum(["head", "foot"]).default("head"),
  hero: z
    .union([z.literal(true).transform(() => hero.parse({})), hero])
    .nullable()
    .default(null),
  over: z.enum(["calm", "always"]).default("calm"),
  parts: z.array(part).max(12).default([]),
});
const bands = z
  .array(
    z.strictObject({
      above: z.number().min(0).max(200).default(1),
      rule: z
        .strictObject({ weight: positive, colour, gap: distance.prefault(8) })
        .nullable()
        .default(null),
      cells: z.array(cell).min(1).max(6),
    }),
  )
  .min(1)
  .max(12);

/** What a design file says under `opener`. */
export const openerFields = z.strictObject({
  standfirst: z
    .strictObject({
      box: z
        .union([
          z.literal(false),
          z.strictObject({
            tint: colour,
            bar: z.strictObject({ weight: positive, colour }),
            padding: distance,
          }),
        ])
        .default(false),
    })
    .prefault({}),
  bands: bands.prefault([
    { above: 0, cells: [{ parts: ["kicker", { part: "headline", above: 5 }, { part: "byline", above: 8 }] }] },
    {
      above: 1,
      cells: [
        { columns: "rest", parts: ["standfirst"] },
        { columns: "hero", hero: true },
      ],
    },
  ]),
  plain: bands.nullable().default(null),
  spread: z.strictObject({ first: bands, second: bands }).nullable().default(null),
  columns: z.number().int().min(1).max(6).nullable().default(null),
  below: z.number().int().min(0).max(40).default(1),
  tallest: z.number().min(0.1).max(1).default(0.55),
});

/** Throws what `ink` throws when a swatch is not there. */
export function resolveOpener(data: z.infer<typeof openerFields>, ink: (value: Colour, where: string) => Ink): Opener {
  const { box } = data.standfirst;
  const made = (list: z.infer<typeof bands>, where: string): readonly OpenerBand[] =>
    list.map((band, n) => ({
      ...band,
      rule: band.rule && {
        weight: band.rule.weight,
        gap: band.rule.gap,
        ink: ink(band.rule.colour, `${where}.${n}.rule.colour`),
      },
      cells: band.cells.map((one, m) => ({
        ...one,
        parts: one.parts.map((each, p) => ({
          ...each,
          rule:
            each.rule && withInk(each.rule, ink(each.rule.colour, `${where}.${n}.cells.${m}.parts.${p}.rule.colour`)),
        })),
      })),
    }));
  return {
    standfirst: {
      box: box
        ? {
            tint: ink(box.tint, "opener.standfirst.box.tint"),
            bar: { weight: box.bar.weight, ink: ink(box.bar.colour, "opener.standfirst.box.bar") },
            padding: box.padding,
          }
        : null,
    },
    bands: made(data.bands, "opener.bands"),
    plain: made(data.plain ?? data.bands, "opener.plain"),
    spread: data.spread && {
      first: made(data.spread.first, "opener.spread.first"),
      second: made(data.spread.second, "opener.spread.second"),
    },
    columns: data.columns,
    below: data.below,
    tallest: data.tallest,
  };
}

/** Does this opener set type over a picture, so that the picture's tones are wanted? */
export function setsTypeOver({ bands, spread }: Opener): boolean {
  const all = spread ? [...bands, ...spread.first, ...spread.second] : bands;
  return all.some((band) => band.cells.some((cell) => isOver(cell)));
}
function isOver({ hero: manner, parts }: OpenerCell): boolean {
  return manner !== null && manner.cutout === null && parts.length > 0;
}

/** Does this opener set type round a picture's outline, so that the outline is wanted? */
export function cutsOut({ bands, spread }: Opener): boolean {
  const all = spread ? [...bands, ...spread.first, ...spread.second] : bands;
  return all.some((band) => band.cells.some((one) => one.hero?.cutout));
}

function withInk({ weight, sides, gap, length }: z.infer<typeof rule>, ink: Ink): OpenerRule {
  return { weight, sides, gap, length, ink };
}
