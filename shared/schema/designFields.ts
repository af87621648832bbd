/**
 * What the fields of a design file are made of: lengths, percentages, colours, and how one layer lies over another.
 */
import { z } from "zod";
import { readLength } from "../units.ts";

/** The layers do not make a design. `message` names the field, what was found and what was expected. */
export class DesignError extends Error {
  override name = "DesignError";
}

export const length = z.union([z.number(), z.string()]).transform((value, context) => {
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
export const positive = length.refine((v) => v > 0, "expected a length above 0");
export const distance = length.refine((v) => v >= 0, "expected a length of 0 or more");
export const percent = z.number().min(0).max(100);
export const inks = z.tuple([percent, percent, percent, percent]);
export const tintOfSwatch = z.strictObject({ swatch: z.string().min(1), tint: percent });
export const colour = z.union([z.string(), inks, tintOfSwatch]);
export type Colour = z.infer<typeof colour>;

export type Json = { readonly [key: string]: unknown };
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** Later layers win; objects are laid over each other field by field, everything else is replaced. */
export function overlay(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isObject(below) || !isObject(above)) return above;
  const out: Record<string, unknown> = { ...below };
  for (const key of Object.keys(above)) {
    if (key !== "__proto__") out[key] = overlay(below[key], above[key]);
  }
  return out;
}
