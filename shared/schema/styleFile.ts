/**
 * How the styles of a design file become whole: a style lies over the one it is based on, that one over the style it is
 * based on, and the last over the defaults. Names that lead nowhere or round in a circle are errors.
 */
import type { z } from "zod";
import type { Ink } from "../color/ink.ts";
import { type Em, type Pt, pt } from "../units.ts";
import { type Colour, DesignError, isObject, type Json, overlay } from "./designFields.ts";
import {
  type characterFields,
  type paragraphFields,
  type protrusion,
  STYLE_DEFAULTS,
  type until,
} from "./styleFields.ts";
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

/**
 * The styles of the merged layers with everything they are based on under them; a style with no more to say takes font,
 * size and leading from `answer`. Fields are not checked yet. Throws `DesignError`.
 */
export function stylesAsFile(merged: Json, design: string): { readonly styles: Json; readonly characterStyles: Json } {
  const given = fieldsOf(merged, "styles", design);
  const builtIn = [...ROLES, ...FURNITURE_STYLES];
  const raw: Json = { ...Object.fromEntries(builtIn.map((name) => [name, {}])), ...given };
  const answer = chain(raw, "answer", "styles", design);
  const base = { ...STYLE_DEFAULTS, ...pick(answer, ["font", "size", "leading"]) };
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
