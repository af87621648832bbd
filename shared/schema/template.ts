/**
 * Template and design. A template is a JSON file that says how pages look; a document names one and holds what it
 * changes. `resolveDesign` lays the layers over each other, checks every field and gives a `Design` in which nothing
 * is missing and every length is points.
 *
 * In the files a number is points and a string carries its unit; percentages are numbers (word space 80 is 80 %);
 * a colour is a swatch's name, "paper", [c, m, y, k] in per cent or a tint of a swatch (swatchFile.ts).
 */
import { z } from "zod";
import type { Ink } from "../color/ink.ts";
import { type Pt, pt } from "../units.ts";
import { colour, DesignError, distance, isObject, type Json, overlay, positive } from "./designFields.ts";
import { designIssue } from "./designIssue.ts";
import { type PagesWanted, pagesFields, type Spend, spendFields } from "./copyfitFile.ts";
import { type Furniture, furnitureFields, resolveFurniture } from "./furnitureFile.ts";
import { type MakeUp, makeUpFields, resolveMakeUp } from "./makeUp.ts";
import { type Opener, openerFields, resolveOpener } from "./openerFile.ts";
import { type PhotoManner, photoFields } from "./photoFile.ts";
import { resolveSigns, type Signs, signFields } from "./signFile.ts";
import { characterFields, paragraphFields } from "./styleFields.ts";
import { resolveStyles, stylesAsFile } from "./styleFile.ts";
import type { CharacterStyles, ParagraphStyles } from "./stylesheet.ts";
import { resolveSwatches, swatchFields } from "./swatchFile.ts";

export { DesignError } from "./designFields.ts";

export type Edges = { readonly top: Pt; readonly right: Pt; readonly bottom: Pt; readonly left: Pt };
export type Stroke = { readonly weight: Pt; readonly ink: Ink };

/** A column beside the text for captions, signs and small pictures. `side` holds on right pages where pages face. */
export type MarginColumn = {
  readonly side: "inside" | "outside" | "left" | "right";
  readonly width: Pt;
  readonly gutter: Pt;
};

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
    readonly margin: MarginColumn | null;
    readonly spend: Spend;
  };
  readonly pages: PagesWanted;
  readonly furniture: Furniture;
  readonly signs: Signs;
  readonly opener: Opener;
  readonly photos: PhotoManner;
  readonly makeUp: MakeUp;
  readonly swatches: Readonly<Record<string, Ink>>;
  /** Words and how they are divided, with hyphens where they may be: "news-pa-per"; one without is never divided. */
  readonly hyphenation: { readonly exceptions: readonly string[] };
  /** Words of several parts that headlines never divide, "net mender"; a bar shows where one may be: "hệ thống|chính trị". */
  readonly compounds: readonly string[];
  readonly styles: ParagraphStyles;
  readonly characterStyles: CharacterStyles;
};

const stroke = z.strictObject({ weight: positive, colour });
const edges = z.union([
  distance.transform((v) => ({ top: v, right: v, bottom: v, left: v })),
  z.strictObject({ top: distance, right: distance, bottom: distance, left: distance }),
]);

/** The version of template files that this program writes and the only one it reads. */
export const VERSION = 1;

const file = z.strictObject({
  version: z.literal(VERSION).optional(),
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
    margin: z
      .union([
        z.literal(false),
        z.strictObject({
          side: z.enum(["inside", "outside", "left", "right"]),
          width: positive,
          gutter: distance,
        }),
      ])
      .default(false),
    spend: spendFields,
  }),
  pages: pagesFields,
  furniture: furnitureFields,
  signs: signFields,
  opener: openerFields.prefault({}),
  photos: photoFields,
  makeUp: makeUpFields,
  swatches: swatchFields,
  hyphenation: z.strictObject({ exceptions: z.array(z.string().min(1)).default([]) }).prefault({}),
  compounds: z.array(z.string().min(1).max(200)).max(10_000).default([]),
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
  // Before anything else: a file of another version fails in a dozen fields, and each would tell the wrong story.
  if (merged.version !== undefined && merged.version !== VERSION) {
    throw new DesignError(
      `${name}: it is a template of version ${JSON.stringify(merged.version)}, and this program reads version ${VERSION}`,
    );
  }
  const withDefaults = { ...merged, ...stylesAsFile(merged, name) };
  const read = file.safeParse(withDefaults);
  if (!read.success) throw new DesignError(`${name}: ${designIssue(read.error)}`);
  const data = read.data;
  const { swatches, ink } = resolveSwatches(data.swatches, name);
  const line = (value: z.infer<typeof stroke>, where: string): Stroke => ({
    weight: value.weight,
    ink: ink(value.colour, where),
  });

  const { page, columns } = data;
  const beside = columns.margin ? columns.margin.width + columns.margin.gutter : 0;
  const textWidth = page.trim[0] - page.margins.inside - page.margins.outside - beside;
  const most = Math.max(columns.count, data.opener.columns ?? 0);
  const measure = (textWidth - columns.gutter * (most - 1)) / most;
  if (measure < 12) {
    throw new DesignError(
      `${name}: columns are ${measure.toFixed(1)} pt wide (margins ${page.margins.inside.toFixed(1)} and ${page.margins.outside.toFixed(1)} pt in a page of ${page.trim[0].toFixed(1)} pt); give them at least 12 pt`,
    );
  }
  const height = page.trim[1] - page.margins.top - page.margins.bottom;
  if (height < data.grid.baseline * 2) {
    throw new DesignError(
      `${name}: the margins leave ${height.toFixed(1)} pt of the height (${page.margins.top.toFixed(1)} and ${page.margins.bottom.toFixed(1)} pt in a page of ${page.trim[1].toFixed(1)} pt); leave at least two lines`,
    );
  }
  const textHeight = page.trim[1] - page.margins.bottom - data.grid.first;
  if (textHeight < data.grid.baseline * 2) {
    throw new DesignError(`${name}: there is no room for two lines between grid.first and the foot margin`);
  }
  const { styles, characterStyles: named } = resolveStyles(
    data.styles,
    data.characterStyles,
    ink,
    data.hyphenation.exceptions,
    name,
  );
  const { signs, characterStyles } = resolveSigns(data.signs, named, ink, name);
  return {
    name: data.name,
    page: {
      trim: { width: page.trim[0], height: page.trim[1] },
      bleed: page.bleed,
      margins: page.margins,
      facing: page.facing,
    },
    grid: data.grid,
    columns: {
      ...columns,
      rule: columns.rule ? line(columns.rule, "columns.rule") : null,
      margin: columns.margin || null,
    },
    pages: data.pages,
    furniture: resolveFurniture(data.furniture, ink),
    signs,
    opener: resolveOpener(data.opener, ink),
    photos: data.photos,
    makeUp: resolveMakeUp(data.makeUp, ink),
    swatches,
    hyphenation: data.hyphenation,
    compounds: data.compounds,
    styles,
    characterStyles,
  };
}

/** Measure of one text column. */
export function columnMeasure(design: Design): Pt {
  const { page, columns } = design;
  const beside = columns.margin ? columns.margin.width + columns.margin.gutter : 0;
  const text = page.trim.width - page.margins.inside - page.margins.outside - beside;
  return pt((text - columns.gutter * (columns.count - 1)) / columns.count);
}
