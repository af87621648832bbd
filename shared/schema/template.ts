/**
 * Template and design. A template is a JSON file that says how pages look; a document names one and holds what it
 * changes. `resolveDesign` lays the layers over each other, checks every field and gives a `Design` in which nothing
 * is missing and every length is points.
 *
 * In the files a number is points and a string carries its unit; percentages are numbers (word space 80 is 80 %);
 * a colour is a swatch's name, "paper" or [c, m, y, k] in per cent.
 */
import { z } from "zod";
import { cmyk, type Ink, PAPER } from "../color/ink.ts";
import { type Pt, pt } from "../units.ts";
import {
  type Colour,
  colour,
  DesignError,
  distance,
  isObject,
  type Json,
  overlay,
  percent,
  positive,
} from "./designFields.ts";
import { characterFields, paragraphFields } from "./styleFields.ts";
import { resolveStyles, stylesAsFile } from "./styleFile.ts";
import type { CharacterStyles, ParagraphStyles } from "./stylesheet.ts";

export { DesignError } from "./designFields.ts";

export type Edges = { readonly top: Pt; readonly right: Pt; readonly bottom: Pt; readonly left: Pt };
export type Stroke = { readonly weight: Pt; readonly ink: Ink };

/** A speaker's sign: what the design puts before a turn. */
export type Sign = { readonly text: string; readonly ink: Ink | null };

export type Design = {
  readonly name: string;
  readonly page: {
    readonly trim: { readonly width: Pt; readonly height: Pt };
    readonly bleed: Edges;
    readonly margins: { readonly top: Pt; readonly bottom: Pt; readonly inside: Pt; readonly outside: Pt };
    /** Left and right pages mirror each other. */
    readonly facing: boolean;
  };
  /** `first`: the first baseline's distance from the trim's top. */
  readonly grid: { readonly baseline: Pt; readonly first: Pt };
  readonly columns: {
    readonly count: number;
    readonly gutter: Pt;
    readonly rule: Stroke | null;
    /** Level the columns of the last page. */
    readonly balance: boolean;
  };
  readonly furniture: {
    readonly folio: {
      /** Ink of the tab behind the folio, reaching into the bleed at the outer foot; null is none. */
      readonly tab: Ink | null;
      /** Baseline's distance from the trim's foot. */
      readonly fromFoot: Pt;
    } | null;
    readonly runningHead: { readonly fromFoot: Pt } | null;
    readonly endMark: Sign | null;
  };
  readonly signs: { readonly question: Sign; readonly answer: Sign };
  readonly opener: {
    readonly standfirst: {
      readonly box: { readonly tint: Ink; readonly bar: Stroke; readonly padding: Pt } | null;
    };
  };
  readonly photos: {
    /** Columns the first photo is wide, and the others. */
    readonly hero: { readonly columns: number };
    readonly inline: { readonly columns: number };
    readonly caption: "below";
    /** A picture that would print coarser than this over its columns is set over fewer. */
    readonly leastPpi: number;
    /** Width to height of a frame whose picture is missing. */
    readonly missingRatio: number;
  };
  readonly swatches: Readonly<Record<string, Ink>>;
  /** Words and how they are divided, with hyphens where they may be: "news-pa-per"; one without is never divided. */
  readonly hyphenation: { readonly exceptions: readonly string[] };
  readonly styles: ParagraphStyles;
  readonly characterStyles: CharacterStyles;
};

const stroke = z.strictObject({ weight: positive, colour });
const sign = z.union([z.string(), z.strictObject({ text: z.string(), colour: colour.nullish() })]);

const edges = z.union([
  distance.transform((v) => ({ top: v, right: v, bottom: v, left: v })),
  z.strictObject({ top: distance, right: distance, bottom: distance, left: distance }),
]);

const file = z.strictObject({
  version: z.literal(1).optional(),
  name: z.string().min(1),
  page: z.strictObject({
    trim: z.tuple([positive, positive]),
    bleed: edges,
    margins: z.strictObject({ top: distance, bottom: distance, inside: distance, outside: distance }),
    facing: z.boolean(),
  }),
  grid: z.strictObject({ baseline: positive, first: distance }),
  columns: z.strictObject({
    count: z.number().int().min(1).max(6),
    gutter: distance,
    rule: z.union([z.literal(false), stroke]),
    balance: z.boolean(),
  }),
  furniture: z.strictObject({
    folio: z.union([
      z.literal(false),
      z.strictObject({ tab: z.union([z.literal(false), colour]), fromFoot: distance }),
    ]),
    runningHead: z.union([z.literal(false), z.strictObject({ fromFoot: distance })]),
    endMark: z.union([z.literal(false), sign]),
  }),
  signs: z.strictObject({ question: sign, answer: sign }),
  opener: z.strictObject({
    standfirst: z.strictObject({
      box: z.union([z.literal(false), z.strictObject({ tint: colour, bar: stroke, padding: distance })]),
    }),
  }),
  photos: z.strictObject({
    hero: z.strictObject({ columns: z.number().int().min(1).max(6) }),
    inline: z.strictObject({ columns: z.number().int().min(1).max(6) }),
    caption: z.enum(["below"]),
    leastPpi: z.number().min(0).max(2400),
    missingRatio: z.number().min(0.05).max(20),
  }),
  swatches: z.record(z.string(), z.tuple([percent, percent, percent, percent])),
  hyphenation: z.strictObject({ exceptions: z.array(z.string().min(1)).default([]) }).prefault({}),
  styles: z.record(z.string(), paragraphFields),
  characterStyles: z.record(z.string(), characterFields),
});

/**
 * The design that results from a template file and what lies over it, lowest layer first. `name` says in errors which
 * file is meant. Throws `DesignError`.
 */
export function resolveDesign(layers: readonly unknown[], name: string): Design {
  for (const layer of layers) if (!isObject(layer)) throw new DesignError(`${name}: expected a JSON object`);
  const merged = layers.reduce(overlay, {}) as Json;
  const withDefaults = { ...merged, ...stylesAsFile(merged, name) };
  const read = file.safeParse(withDefaults);
  if (!read.success) {
    const issue = read.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    throw new DesignError(`${name}: ${path === "" ? "" : `${path}: `}${issue?.message ?? "not a design"}`);
  }
  const data = read.data;
  const swatches: Record<string, Ink> = {};
  for (const [swatch, value] of Object.entries(data.swatches)) swatches[swatch] = inkOfPercent(value);
  const ink = (value: Colour, where: string): Ink => {
    if (typeof value !== "string") return inkOfPercent(value);
    if (value === "paper") return PAPER;
    const found = swatches[value];
    if (!found) throw new DesignError(`${name}: ${where}: there is no swatch "${value}"; define it under swatches`);
    return found;
  };
  const line = (value: z.infer<typeof stroke>, where: string): Stroke => ({
    weight: value.weight,
    ink: ink(value.colour, where),
  });
  const mark = (value: z.infer<typeof sign>, where: string): Sign =>
    typeof value === "string"
      ? { text: value, ink: null }
      : {
          text: value.text,
          ink: value.colour === null || value.colour === undefined ? null : ink(value.colour, where),
        };

  const { page, columns, furniture, opener } = data;
  const textWidth = page.trim[0] - page.margins.inside - page.margins.outside;
  const measure = (textWidth - columns.gutter * (columns.count - 1)) / columns.count;
  if (measure < 12) {
    throw new DesignError(
      `${name}: columns are ${measure.toFixed(1)} pt wide (margins ${page.margins.inside.toFixed(1)} and ${page.margins.outside.toFixed(1)} pt in a page of ${page.trim[0].toFixed(1)} pt); give them at least 12 pt`,
    );
  }
  const textHeight = page.trim[1] - page.margins.bottom - data.grid.first;
  if (textHeight < data.grid.baseline * 2) {
    throw new DesignError(`${name}: there is no room for two lines between grid.first and the foot margin`);
  }
  const box = opener.standfirst.box;
  return {
    name: data.name,
    page: {
      trim: { width: page.trim[0], height: page.trim[1] },
      bleed: page.bleed,
      margins: page.margins,
      facing: page.facing,
    },
    grid: data.grid,
    columns: { ...columns, rule: columns.rule ? line(columns.rule, "columns.rule") : null },
    furniture: {
      folio: furniture.folio
        ? {
            tab: furniture.folio.tab === false ? null : ink(furniture.folio.tab, "furniture.folio.tab"),
            fromFoot: furniture.folio.fromFoot,
          }
        : null,
      runningHead: furniture.runningHead || null,
      endMark: furniture.endMark === false ? null : mark(furniture.endMark, "furniture.endMark"),
    },
    signs: { question: mark(data.signs.question, "signs.question"), answer: mark(data.signs.answer, "signs.answer") },
    opener: {
      standfirst: {
        box: box
          ? {
              tint: ink(box.tint, "opener.standfirst.box.tint"),
              bar: line(box.bar, "opener.standfirst.box.bar"),
              padding: box.padding,
            }
          : null,
      },
    },
    photos: data.photos,
    swatches,
    hyphenation: data.hyphenation,
    ...resolveStyles(data.styles, data.characterStyles, ink, name),
  };
}

function inkOfPercent([c, m, y, k]: readonly [number, number, number, number]): Ink {
  return cmyk(c / 100, m / 100, y / 100, k / 100);
}

/** Measure of one text column. */
export function columnMeasure(design: Design): Pt {
  const { page, columns } = design;
  const text = page.trim.width - page.margins.inside - page.margins.outside;
  return pt((text - columns.gutter * (columns.count - 1)) / columns.count);
}
