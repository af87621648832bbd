/**
 * The fields of paragraph and character styles as design files hold them: what may stand in each, and what a paragraph
 * style has when no one says.
 */
import { z } from "zod";
import { pt } from "../units.ts";
import { colour, distance, length, positive } from "./designFields.ts";

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

export const until = z.union(
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
export const protrusion = z.strictObject({
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
export const STYLE_DEFAULTS = {
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
