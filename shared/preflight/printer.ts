/**
 * A printer's profile: what a press, its paper and its house want of a file, as data. Read from JSON (numbers are points,
 * strings carry their unit, inks are per cent); the checks, the export and the names of its files follow it. Whatever a
 * file leaves out has the default of sheet-fed coated work. The ICC profile is named here and read by the host.
 */
import { z } from "zod";
import { type Cmyk, cmyk, isRichBlack } from "../color/ink.ts";
import { designIssue } from "../schema/designIssue.ts";
import { distance, inks, positive } from "../schema/designFields.ts";
import { mm, type Pt, pt } from "../units.ts";

/** Edges of a single page as the binder sees it: `outside` is cut, `spine` is folded, sewn or milled. */
export type SpineEdges = { readonly top: Pt; readonly bottom: Pt; readonly outside: Pt; readonly spine: Pt };

export type PrinterRules = {
  readonly title: string;
  /** What is written unless something else is asked for. */
  readonly standard: "x4" | "x1a" | "proof" | "screen";
  /** Crop marks, targets, colour bar and slug line, unless asked otherwise. */
  readonly marks: boolean;
  /** Trim the printer takes; null: any. */
  readonly trim: { readonly width: Pt; readonly height: Pt } | null;
  /** Ink beyond the trim. 0 at the spine: pages end on the fold. */
  readonly bleed: SpineEdges;
  /** Words stay at least this far inside the trim. */
  readonly safe: SpineEdges;
  /** Sum of all inks in per cent. */
  readonly inkLimit: number;
  readonly black: {
    /** Black type smaller than this is printed in black alone. */
    readonly plainBelow: Pt;
    /** Plain black type of this size and more knocks out over pictures and tints; smaller type overprints. */
    readonly overprintBelow: Pt;
    /** Plain black type of this size and more over pictures and tints is printed in this black of several inks. */
    readonly rich: { readonly from: Pt; readonly ink: Cmyk } | null;
  };
  /** Pixels to the inch at the size printed: below `least` refused, below `wanted` told, above `ceiling` scaled down. */
  readonly pictures: { readonly least: number; readonly wanted: number; readonly ceiling: number };
  /** Weights of rules: below `least` refused, below `wanted` told; `mixed`: of two or more inks, or white on ink. */
  readonly rules: { readonly least: Pt; readonly wanted: Pt; readonly mixed: Pt };
  /** Sizes of type, told below these. */
  readonly type: { readonly least: Pt; readonly reversed: Pt; readonly mixed: Pt };
  /** Spot inks: how many at most, or which by name. */
  readonly spots: number | readonly string[];
  /** Text as shapes: no font in the file. */
  readonly outlines: boolean;
  readonly files: {
    /** One file for all pages, or one each. */
    readonly by: "document" | "page";
    /** Names with {title}, {issue}, {date}, {page}, {folio}. */
    readonly whole: string;
    readonly page: string;
    readonly replacement: string;
  };
};

/** The printing condition of the profile, without the ICC file's bytes. */
type PrinterCondition = {
  /** File name of the ICC profile. */
  readonly profile: string;
  readonly identifier: string;
  readonly registry: string | null;
  readonly condition: string;
  readonly info: string;
};

const PLACEHOLDERS = new Set(["title", "issue", "date", "page", "folio"]);

const pattern = z
  .string()
  .refine(
    (name) =>
      /^[^/\\:*?"<>|]+\.pdf$/i.test(name) &&
      !name.startsWith(".") &&
      [...name.matchAll(/\{([^}]*)\}/g)].every(([, word = ""]) => PLACEHOLDERS.has(word)) &&
      !/[{}]/.test(name.replace(/\{[^}]*\}/g, "")),
    'expected a file name ending in .pdf, with {title}, {issue}, {date}, {page} or {folio} in it, such as "{title}-{page}.pdf"',
  );
const pagePattern = pattern.refine(
  (name) => /\{(page|folio)\}/.test(name),
  "expected {page} or {folio} in the name, or all pages would have one name",
);

/** `all`: one length stands for the spine as well. */
function edgesOf(standard: Pt, spine: Pt, all: boolean) {
  const each = { top: standard, bottom: standard, outside: standard, spine };
  return z
    .union([
      distance.transform((v) => ({ top: v, bottom: v, outside: v, spine: all ? v : spine })),
      z.strictObject({
        top: distance.default(standard),
        bottom: distance.default(standard),
        outside: distance.default(standard),
        spine: distance.default(spine),
      }),
    ])
    .default(each);
}

function sumOf({ c, m, y, k }: Cmyk): number {
  return 100 * (c + m + y + k);
}

const ppi = z.number().min(1).max(10_000);
const printerFile = z
  .strictObject({
    title: z.string().min(1),
    standard: z.enum(["x4", "x1a", "proof", "screen"]).default("x4"),
    marks: z.boolean().default(false),
    /** A file in `assets/color`, or beside the printer's own file. */
    profile: z.string().regex(/^[^/\\]+\.icc$/, "expected the name of an .icc file"),
    identifier: z.string().min(1).default("Custom"),
    registry: z.string().nullable().default(null),
    condition: z.string().min(1),
    info: z.string().min(1),
    trim: z.tuple([positive, positive]).nullable().default(null),
    bleed: edgesOf(mm(3), mm(3), true),
    safe: edgesOf(mm(3), pt(0), false),
    inkLimit: z.number().min(100).max(400),
    black: z
      .strictObject({
        plainBelow: distance.default(pt(12)),
        overprintBelow: distance.default(pt(24)),
        rich: z
          .strictObject({ from: positive, ink: inks })
          .transform(({ from, ink: [c, m, y, k] }) => ({ from, ink: cmyk(c / 100, m / 100, y / 100, k / 100) }))
          .nullable()
          .default(null),
      })
      .prefault({})
      .refine(({ rich }) => !rich || isRichBlack(rich.ink), {
        path: ["rich", "ink"],
        message: "expected black at 100 with other inks, such as [60, 40, 40, 100]",
      })
      .refine(({ rich, plainBelow, overprintBelow }) => !rich || rich.from >= Math.max(plainBelow, overprintBelow), {
        path: ["rich", "from"],
        message: "expected a size not below plainBelow and overprintBelow: smaller type is plain, or overprints",
      }),
    pictures: z
      .strictObject({ least: ppi.default(150), wanted: ppi.default(250), ceiling: ppi.default(450) })
      .prefault({})
      .refine(({ least, wanted, ceiling }) => least <= wanted && wanted <= ceiling, {
        message: "expected least, wanted and ceiling to rise",
      }),
    rules: z
      .strictObject({
        least: distance.default(pt(0.25)),
        wanted: distance.default(pt(0.25)),
        mixed: distance.default(pt(0.5)),
      })
      .prefault({}),
    type: z
      .strictObject({
        least: distance.default(pt(5)),
        reversed: distance.default(pt(8)),
        mixed: distance.default(pt(8)),
      })
      .prefault({}),
    spots: z
      .union([z.int().min(0).max(27), z.array(z.string().min(1))], "expected a number, or a list of names")
      .default(0),
    outlines: z.boolean().default(false),
    files: z
      .strictObject({
        by: z.enum(["document", "page"]).default("document"),
        whole: pattern.default("{title}.pdf"),
        page: pagePattern.default("{title}-{page}.pdf"),
        replacement: pagePattern.default("{title}-{page}-new.pdf"),
      })
      .prefault({}),
  })
  .refine(({ inkLimit, black: { rich } }) => !rich || sumOf(rich.ink) <= inkLimit, {
    path: ["black", "rich", "ink"],
    message: "expected no more ink than inkLimit",
  })
  .refine(({ identifier, registry }) => identifier === "Custom" || registry !== null, {
    path: ["registry"],
    message: "expected the registry's address (http://www.color.org) beside an identifier that is not Custom",
  });

export type PrinterRead =
  | { readonly rules: PrinterRules; readonly condition: PrinterCondition; readonly problem: null }
  | { readonly problem: string };

/** Reads a profile's JSON. `problem` names the field and what was expected there, in one line. */
export function readPrinterFile(json: unknown): PrinterRead {
  const read = printerFile.safeParse(json);
  if (!read.success) return { problem: designIssue(read.error) };
  const { profile, identifier, registry, condition, info, trim, ...rules } = read.data;
  return {
    rules: { ...rules, trim: trim && { width: trim[0], height: trim[1] } },
    condition: { profile, identifier, registry, condition, info },
    problem: null,
  };
}

/**
 * The rules that hold before anyone has named a printer: those of the generic coated profile, whose file says no more
 * than the defaults do.
 */
export const GENERIC_PRINTER: PrinterRules = (() => {
  const read = readPrinterFile({ title: "Coated paper", profile: "-.icc", condition: "-", info: "-", inkLimit: 300 });
  if (read.problem !== null) throw new RangeError(read.problem);
  return read.rules;
})();

export type NameFacts = {
  /** As a file name may hold it. */
  readonly title: string;
  readonly issue: string;
  /** 2026-11-23. */
  readonly date: string;
  /** Null where the file holds all pages. */
  readonly page: { readonly number: number; readonly folio: string; readonly of: number } | null;
};

/** A file's name from its pattern; page numbers are filled with zeros, so that names sort as pages do. */
export function nameFrom(pattern: string, facts: NameFacts): string {
  const words: Readonly<Record<string, string>> = {
    title: facts.title,
    issue: facts.issue,
    date: facts.date,
    page: facts.page ? String(facts.page.number).padStart(Math.max(2, String(facts.page.of).length), "0") : "",
    folio: facts.page?.folio ?? "",
  };
  const name = pattern.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? "");
  // What a fact leaves empty must not leave two hyphens, or one at an end.
  return name.replace(/([-_ ])[-_ ]+/g, "$1").replace(/^[-_ ]+|[-_ ]+(?=\.pdf$)/gi, "");
}

/** What is wrong with a pattern for names of files, in words; null when nothing is. */
export function namePattern(name: string): string | null {
  const read = pattern.safeParse(name);
  return read.success ? null : designIssue(read.error);
}
