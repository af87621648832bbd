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
import { type Em, type Pt, pt, readLength } from "../units.ts";
import { FURNITURE_STYLES, type ParagraphStyle, ROLES, type StyleName } from "./stylesheet.ts";

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
  readonly styles: Readonly<Record<StyleName, ParagraphStyle>>;
};

/** The layers do not make a design. `message` names the field, what was found and what was expected. */
export class DesignError extends Error {
  override name = "DesignError";
}

const length = z.union([z.number(), z.string()]).transform((value, context) => {
  const read = readLength(value);
  if (read === null) {
    context.addIssue({
      code: "custom",
      message: `expected points or a length such as "3mm", found ${JSON.stringify(value)}`,
    });
    return z.NEVER;
  }
  return read;
});
const positive = length.refine((v) => v > 0, "expected a length above 0");
const distance = length.refine((v) => v >= 0, "expected a length of 0 or more");
const percent = z.number().min(0).max(100);
const colour = z.union([z.string(), z.tuple([percent, percent, percent, percent])]);
const stroke = z.strictObject({ weight: positive, colour });
const sign = z.union([z.string(), z.strictObject({ text: z.string(), colour: colour.nullish() })]);

const style = z.strictObject({
  font: z.string().min(1),
  weight: z.number().int().min(1).max(1000),
  italic: z.boolean(),
  size: positive,
  leading: positive,
  align: z.enum(["left", "right", "center", "justify"]),
  colour,
  letterSpace: z.number().min(-20).max(100),
  wordSpace: z
    .tuple([z.number().min(10), z.number().min(10), z.number().max(1000)])
    .refine(
      ([low, natural, high]) => low <= natural && natural <= high,
      "expected [min, natural, max] in rising order",
    ),
  tracking: z.tuple([z.number().min(-10).max(0), z.number().min(0).max(10)]),
  scaling: z.tuple([z.number().min(-10).max(0), z.number().min(0).max(10)]),
  protrusion: z.boolean(),
  hyphenate: z.boolean(),
  indent: distance,
  indentFirst: distance,
  spaceBefore: distance,
  spaceAfter: distance,
  span: z.enum(["column", "all"]),
  dropCap: z.number().int().min(0).max(12),
  features: z.record(z.string().regex(/^[A-Za-z0-9]{4}$/), z.number().int().min(0)),
  capitals: z.boolean(),
});
/** What a style has when no layer says otherwise. */
const STYLE_DEFAULTS = {
  weight: 400,
  italic: false,
  align: "left",
  colour: [0, 0, 0, 100],
  letterSpace: 0,
  wordSpace: [80, 100, 133],
  tracking: [-1.5, 1.5],
  scaling: [-2, 2],
  protrusion: true,
  hyphenate: true,
  indent: 0,
  indentFirst: 0,
  spaceBefore: 0,
  spaceAfter: 0,
  span: "column",
  dropCap: 0,
  features: {},
  capitals: false,
} as const;

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
  styles: z.strictObject(
    Object.fromEntries([...ROLES, ...FURNITURE_STYLES].map((name) => [name, style])) as Record<StyleName, typeof style>,
  ),
});

type Json = { readonly [key: string]: unknown };
function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** Later layers win; objects are laid over each other field by field, everything else is replaced. */
function overlay(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isObject(below) || !isObject(above)) return above;
  const out: Record<string, unknown> = { ...below };
  for (const key of Object.keys(above)) {
    if (key !== "__proto__") out[key] = overlay(below[key], above[key]);
  }
  return out;
}

/**
 * The design that results from a template file and what lies over it, lowest layer first. `name` says in errors which
 * file is meant. Throws `DesignError`.
 */
export function resolveDesign(layers: readonly unknown[], name: string): Design {
  for (const layer of layers) if (!isObject(layer)) throw new DesignError(`${name}: expected a JSON object`);
  const merged = layers.reduce(overlay, {}) as Json;
  const withDefaults = { ...merged, styles: stylesWithDefaults(merged.styles) };
  const read = file.safeParse(withDefaults);
  if (!read.success) {
    const issue = read.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    throw new DesignError(`${name}: ${path === "" ? "" : `${path}: `}${issue?.message ?? "not a design"}`);
  }
  const data = read.data;
  const swatches: Record<string, Ink> = {};
  for (const [swatch, value] of Object.entries(data.swatches)) swatches[swatch] = inkOfPercent(value);
  const ink = (value: z.infer<typeof colour>, where: string): Ink => {
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
    styles: Object.fromEntries(
      Object.entries(data.styles).map(([key, value]) => [key, styleOf(key as StyleName, value, ink)]),
    ) as Record<StyleName, ParagraphStyle>,
  };
}

/** Every named style, each over the defaults, and over `answer`'s font and size where a layer says nothing. */
function stylesWithDefaults(styles: unknown): Json {
  const given = isObject(styles) ? styles : {};
  const answer = isObject(given.answer) ? given.answer : {};
  const base = { ...STYLE_DEFAULTS, font: answer.font, size: answer.size, leading: answer.leading };
  const out: Record<string, unknown> = { ...given };
  for (const name of [...ROLES, ...FURNITURE_STYLES]) out[name] = overlay(base, given[name] ?? {});
  return out;
}

function styleOf(
  name: StyleName,
  s: z.infer<typeof style>,
  ink: (value: z.infer<typeof colour>, where: string) => Ink,
): ParagraphStyle {
  const { colour: named, wordSpace, tracking, scaling, letterSpace, ...rest } = s;
  return {
    ...rest,
    name,
    ink: ink(named, `styles.${name}.colour`),
    letterSpace: (letterSpace / 100) as Em,
    wordSpace: { min: wordSpace[0] / 100, natural: wordSpace[1] / 100, max: wordSpace[2] / 100 },
    tracking: { min: (tracking[0] / 100) as Em, max: (tracking[1] / 100) as Em },
    scaling: { min: scaling[0] / 100, max: scaling[1] / 100 },
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
