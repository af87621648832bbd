/**
 * Styles as design files hold them, and how they become whole: a style lies over the one it is based on, that one over
 * the style it is based on, and the last over the defaults. Names that lead nowhere or round in a circle are errors.
 */
import { z } from "zod";
import type { Ink } from "../color/ink.ts";
import { type Em, type Pt, pt } from "../units.ts";
import {
  type Colour,
  colour,
  DesignError,
  distance,
  isObject,
  type Json,
  length,
  overlay,
  positive,
} from "./designFields.ts";
import {
  type CharacterStyle,
  type CharacterStyles,
  FURNITURE_STYLES,
  type NestedRun,
  type NestedUntil,
  type ParagraphStyle,
  type ParagraphStyles,
  type Protrusion,
  ROLES,
} from "./stylesheet.ts";

/** A font's own axis ends at 1 and 1000. */
const weight = z.number().int().min(1).max(1000);
const letterSpace = z.number().min(-20).max(100);
const family = z.string().min(1);
const count = z.number().int().min(1).max(1000);
const styleName = z.string().min(1);

const openType = z.strictObject({
  figures: z.enum(["default", "lining", "old-style"]),
  figureWidth: z.enum(["default", "tabular", "proportional"]),
  ligatures: z.enum(["none", "standard", "discretionary", "historical", "all"]),
  fractions: z.boolean(),
  ordinals: z.boolean(),
  caseSensitive: z.enum(["auto", "always", "never"]),
  stylisticSets: z.array(z.string().min(1)),
  slashedZero: z.boolean(),
  swash: z.boolean(),
  contextual: z.boolean(),
  kerning: z.enum(["metrics", "none"]),
  smallCaps: z.enum(["none", "small", "all"]),
  features: z.record(z.string().regex(/^[A-Za-z0-9]{4}$/), z.number().int().min(0)),
});

const until = z.union(
  [
    z.enum(["line", "word", "character", "sentence"]),
    z.strictObject({ lines: count }),
    z.strictObject({ words: count }),
    z.strictObject({ characters: count }),
    z.strictObject({ sentences: count }),
    z.strictObject({ through: z.string().min(1), count: count.default(1) }),
    z.strictObject({ upTo: z.string().min(1), count: count.default(1) }),
  ],
  { error: 'expected "line", "sentence", { "words": 3 }, { "characters": 1 }, { "through": ":" } or { "upTo": ":" }' },
);
const nestedRun = z.strictObject({ style: styleName.nullable(), until, withSign: z.boolean().default(false) });

const dropCap = z.union(
  [
    z.null(),
    z.number().int().min(0).max(12),
    z.strictObject({
      lines: z.number().int().min(2).max(12),
      characters: z.number().int().min(1).max(20).default(1),
      style: styleName.nullable().default(null),
      at: z.enum(["first", "turns", "all"]).default("first"),
      quote: z.enum(["hang", "beside", "full"]).default("hang"),
      indent: z.enum(["even", "shape"]).default("even"),
    }),
  ],
  { error: 'expected null, lines from 0 to 12, or { "lines": 3, "characters": 1, "style": null }' },
);

/** Per cent of an em. */
const hang = z.number().min(-50).max(100);
const protrusion = z.strictObject({
  factor: z.number().min(0).max(2).default(1),
  characters: z.record(z.string().length(1), z.tuple([hang, hang])).default({}),
});

const side = z.enum(["left", "right"]);
const listMark = z.strictObject({
  bullet: z.string().max(20),
  number: z.string().max(40),
  hang: distance.nullable(),
  align: z.union([side, z.strictObject({ bullet: side, number: side })]),
  from: distance,
  gap: distance.nullable(),
  style: styleName.nullable(),
});

const hyphenation = z.strictObject({
  shortestWord: z.number().int().min(2).max(50),
  before: z.number().int().min(1).max(20),
  after: z.number().int().min(1).max(20),
  ladder: z.number().int().min(0).max(50),
  capitalised: z.boolean(),
  lastWord: z.boolean(),
});

/** Sizes that the named cuts are drawn for, as Adobe's families have them. */
const CUTS = { caption: 7, smtext: 10, text: 12, subhead: 18, display: 60 } as const;
const cut = z.enum(["caption", "smtext", "text", "subhead", "display"]).transform((name) => pt(CUTS[name]));
const opticalSize = z.union([z.enum(["none", "auto"]), cut, positive.transform((points) => pt(points))], {
  error: 'expected "none", "auto", "caption", "smtext", "text", "subhead", "display" or a size such as 14',
});
const fontWidth = z.number().min(25).max(250);

/** A paragraph style when everything it is based on lies under it. */
export const paragraphFields = openType.extend({
  font: family,
  weight,
  italic: z.boolean(),
  fontWidth,
  opticalSize,
  size: positive,
  sizeRange: z
    .tuple([positive, positive])
    .refine(([least, most]) => least <= most, "expected [least, most] in rising order")
    .nullable(),
  leading: positive,
  align: z.enum(["left", "right", "center", "justify"]),
  lastLine: z.enum(["natural", "justify", "center", "right"]),
  shape: z.enum(["balanced", "inverted-pyramid", "pyramid", "stepped", "filled"]),
  colour,
  letterSpace,
  wordSpace: z
    .tuple([z.number().min(10), z.number().min(10), z.number().max(1000)])
    .refine(
      ([low, natural, high]) => low <= natural && natural <= high,
      "expected [min, natural, max] in rising order",
    ),
  tracking: z.tuple([z.number().min(-10).max(0), z.number().min(0).max(10)]),
  scaling: z.tuple([z.number().min(-10).max(0), z.number().min(0).max(10)]),
  protrusion: z.union([z.boolean(), protrusion]),
  hyphenate: z.boolean(),
  hyphenation,
  indent: distance,
  indentFirst: distance,
  spaceBefore: distance,
  spaceAfter: distance,
  span: z.enum(["column", "all"]),
  dropCap,
  list: listMark,
  nested: z.array(nestedRun).max(20),
  capitals: z.boolean(),
});

const share = z
  .string()
  .regex(/^\d+(?:\.\d+)?%$/)
  .transform((said) => ({ share: Number(said.slice(0, -1)) / 100 }))
  .refine(({ share: part }) => part >= 0.1 && part <= 10, "expected 10 to 1000 per cent");
/** A character style when everything it is based on lies under it. */
export const characterFields = openType.partial().extend({
  font: family.optional(),
  weight: weight.optional(),
  italic: z.boolean().optional(),
  fontWidth: fontWidth.optional(),
  opticalSize: opticalSize.optional(),
  size: z
    .union([share, positive.transform((points) => ({ points }))], {
      error: 'expected a size above 0 such as 9 or "3mm", or a share of the paragraph\'s such as "90%"',
    })
    .optional(),
  colour: colour.optional(),
  letterSpace: letterSpace.optional(),
  /** Per cent: 100 is as drawn. */
  scaling: z.number().min(25).max(400).optional(),
  baseline: length.optional(),
  capitals: z.boolean().optional(),
  position: z.enum(["normal", "superscript", "subscript"]).optional(),
  noBreak: z.boolean().optional(),
  lang: z
    .string()
    .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/)
    .optional(),
});

/** What a paragraph style has when neither it nor what it is based on says otherwise. */
const DEFAULTS = {
  weight: 400,
  italic: false,
  fontWidth: 100,
  opticalSize: "none",
  sizeRange: null,
  align: "left",
  lastLine: "natural",
  shape: "balanced",
  colour: [0, 0, 0, 100],
  letterSpace: 0,
  wordSpace: [80, 100, 133],
  tracking: [-1.5, 1.5],
  scaling: [-2, 2],
  protrusion: true,
  hyphenate: true,
  hyphenation: { shortestWord: 5, before: 2, after: 3, ladder: 2, capitalised: true, lastWord: true },
  indent: 0,
  indentFirst: 0,
  spaceBefore: 0,
  spaceAfter: 0,
  span: "column",
  dropCap: null,
  list: {
    bullet: "•",
    number: "1.",
    hang: null,
    align: { bullet: "left", number: "right" },
    from: 0,
    gap: null,
    style: null,
  },
  nested: [],
  capitals: false,
  figures: "default",
  figureWidth: "default",
  ligatures: "standard",
  fractions: false,
  ordinals: false,
  caseSensitive: "auto",
  stylisticSets: [],
  slashedZero: false,
  swash: false,
  contextual: true,
  kerning: "metrics",
  smallCaps: "none",
  features: {},
} as const;

/**
 * The styles of the merged layers with everything they are based on under them; a style with no more to say takes font,
 * size and leading from `answer`. Fields are not checked yet. Throws `DesignError`.
 */
export function stylesAsFile(merged: Json, design: string): { readonly styles: Json; readonly characterStyles: Json } {
  const given = fieldsOf(merged, "styles", design);
  const builtIn = [...ROLES, ...FURNITURE_STYLES];
  const raw: Json = { ...Object.fromEntries(builtIn.map((name) => [name, {}])), ...given };
  const answer = chain(raw, "answer", "styles", design);
  const base = { ...DEFAULTS, ...pick(answer, ["font", "size", "leading"]) };
  const styles = Object.fromEntries(
    Object.keys(raw).map((name) => [name, overlay(base, chain(raw, name, "styles", design))]),
  );
  const characters = fieldsOf(merged, "characterStyles", design);
  const characterStyles = Object.fromEntries(
    Object.keys(characters).map((name) => [name, chain(characters, name, "characterStyles", design)]),
  );
  return { styles, characterStyles };
}

function fieldsOf(merged: Json, field: string, design: string): Json {
  const value = merged[field];
  if (value === undefined) return {};
  if (!isObject(value)) throw new DesignError(`${design}: ${field}: expected styles by name`);
  return value;
}

function pick(value: unknown, fields: readonly string[]): Json {
  return isObject(value) ? Object.fromEntries(fields.map((field) => [field, value[field]])) : {};
}

/** A style over what it is based on. What is no object comes back as it is, for the check to name. */
function chain(all: Json, name: string, where: string, design: string): unknown {
  const path: string[] = [];
  let whole: unknown = {};
  for (let next: unknown = name; next !== undefined && next !== null; ) {
    const above = path.at(-1);
    const field = `${design}: ${where}.${above ?? name}.basedOn`;
    if (typeof next !== "string") throw new DesignError(`${field}: expected a style's name`);
    if (path.includes(next)) {
      throw new DesignError(
        `${field}: ${[...path, next].join(" → ")} goes round in a circle; base one of them on none`,
      );
    }
    if (!Object.hasOwn(all, next)) {
      throw new DesignError(`${field}: there is no style "${next}"; define it under ${where}`);
    }
    path.push(next);
    const one: unknown = all[next];
    if (!isObject(one)) return one;
    const { basedOn, ...own } = one;
    whole = overlay(own, whole);
    next = basedOn;
  }
  return whole;
}

type InkOf = (value: Colour, where: string) => Ink;

/** Checked styles as the rooms behind use them. Throws `DesignError` where a style names one that is not there. */
export function resolveStyles(
  paragraphs: Readonly<Record<string, z.infer<typeof paragraphFields>>>,
  characters: Readonly<Record<string, z.infer<typeof characterFields>>>,
  ink: InkOf,
  exceptions: readonly string[],
  design: string,
): { readonly styles: ParagraphStyles; readonly characterStyles: CharacterStyles } {
  const named = (name: string | null, where: string): string | null => {
    if (name === null || Object.hasOwn(characters, name)) return name;
    throw new DesignError(
      `${design}: ${where}: there is no character style "${name}"; define it under characterStyles`,
    );
  };
  const styles = Object.entries(paragraphs).map(([name, fields]) => [
    name,
    paragraphOf(name, fields, ink, exceptions, named),
  ]);
  const characterStyles = Object.entries(characters).map(([name, fields]) => [name, characterOf(name, fields, ink)]);
  return {
    styles: Object.fromEntries(styles) as ParagraphStyles,
    characterStyles: Object.fromEntries(characterStyles) as CharacterStyles,
  };
}

function paragraphOf(
  name: string,
  fields: z.infer<typeof paragraphFields>,
  ink: InkOf,
  exceptions: readonly string[],
  named: (style: string | null, where: string) => string | null,
): ParagraphStyle {
  const {
    colour: said,
    wordSpace,
    tracking,
    scaling,
    sizeRange,
    dropCap: cap,
    list,
    nested,
    protrusion: out,
    ...rest
  } = fields;
  const where = `styles.${name}`;
  const lines = typeof cap === "number" ? cap : (cap?.lines ?? 0);
  const own = typeof cap === "number" ? null : cap;
  return {
    ...rest,
    name,
    ink: ink(said, `${where}.colour`),
    hyphenation: { ...fields.hyphenation, exceptions },
    letterSpace: (fields.letterSpace / 100) as Em,
    wordSpace: { min: wordSpace[0] / 100, natural: wordSpace[1] / 100, max: wordSpace[2] / 100 },
    tracking: { min: (tracking[0] / 100) as Em, max: (tracking[1] / 100) as Em },
    scaling: { min: scaling[0] / 100, max: scaling[1] / 100 },
    protrusion: out !== false,
    margins: typeof out === "boolean" ? null : marginsOf(out),
    sizeRange: sizeRange && { least: pt(sizeRange[0]), most: pt(sizeRange[1]) },
    // A cap of one line is a letter like any other.
    dropCap:
      lines < 2
        ? null
        : {
            lines,
            characters: own?.characters ?? 1,
            style: named(own?.style ?? null, `${where}.dropCap.style`),
            at: own?.at ?? "first",
            quote: own?.quote ?? "hang",
            indent: own?.indent ?? "even",
          },
    list: {
      ...list,
      align: typeof list.align === "string" ? { bullet: list.align, number: list.align } : list.align,
      style: named(list.style, `${where}.list.style`),
    },
    nested: nested.map(
      (run, at): NestedRun => ({
        style: named(run.style, `${where}.nested.${at}.style`),
        until: untilOf(run.until),
        withSign: run.withSign,
      }),
    ),
  };
}

function marginsOf({ factor, characters }: z.infer<typeof protrusion>): Protrusion {
  const em = ([left, right]: readonly [number, number]) => [(left / 100) as Em, (right / 100) as Em] as const;
  return { factor, characters: Object.fromEntries(Object.entries(characters).map(([c, hangs]) => [c, em(hangs)])) };
}

function untilOf(said: z.infer<typeof until>): NestedUntil {
  if (typeof said === "string") return { kind: `${said}s`, count: 1 };
  if ("lines" in said) return { kind: "lines", count: said.lines };
  if ("words" in said) return { kind: "words", count: said.words };
  if ("characters" in said) return { kind: "characters", count: said.characters };
  if ("sentences" in said) return { kind: "sentences", count: said.sentences };
  if ("through" in said) return { kind: "through", text: said.through, count: said.count };
  return { kind: "upTo", text: said.upTo, count: said.count };
}

function characterOf(name: string, fields: z.infer<typeof characterFields>, ink: InkOf): CharacterStyle {
  const { colour: said, letterSpace: space, scaling, baseline, ...rest } = fields;
  const made: Record<string, unknown> = { name };
  // A field that is there and undefined would hide the paragraph's.
  for (const [field, value] of Object.entries(rest)) if (value !== undefined) made[field] = value;
  if (said !== undefined) made.ink = ink(said, `characterStyles.${name}.colour`);
  if (space !== undefined) made.letterSpace = (space / 100) as Em;
  if (scaling !== undefined) made.scaling = scaling / 100;
  if (baseline !== undefined) made.baseline = baseline as Pt;
  return made as CharacterStyle;
}
