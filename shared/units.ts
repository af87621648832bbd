/**
 * Lengths. Everything in `shared` is in points (1/72 inch); millimetres and picas exist only where a person
 * types or reads them, so this is the one file that knows how they relate.
 */
declare const unit: unique symbol;
/** PostScript points, 1/72 inch. */
export type Pt = number & { readonly [unit]?: "pt" };
/** Fraction of the type size. */
export type Em = number & { readonly [unit]?: "em" };
/** Units of a font's own grid (`unitsPerEm` of them make an em). */
export type FontUnit = number & { readonly [unit]?: "font" };
/** ProseMirror's count of positions in a document. */
export type DocPos = number & { readonly [unit]?: "doc" };
/** UTF-16 code units from the start of a block's text. */
export type TextOffset = number & { readonly [unit]?: "text" };

/** Lengths closer than this are the same length: a hundredth of a point is a third of a press's finest dot. */
export const TOLERANCE = 0.005;

export function pt(value: number): Pt {
  return value as Pt;
}
export function mm(value: number): Pt {
  return ((value * 72) / 25.4) as Pt;
}
/** For showing to a person only. */
export function toMm(value: Pt): number {
  return (value * 25.4) / 72;
}
/** Is `length` no longer than `room`, within the one tolerance of the program? */
export function fits(length: number, room: number): boolean {
  return length <= room + TOLERANCE;
}
/** The nearest line of a grid at or after `y`. `first` and `step` in points; `step` must be positive. */
export function snapDown(y: number, first: number, step: number): Pt {
  return pt(first + Math.ceil((y - first - TOLERANCE) / step) * step);
}
const POINTS: Readonly<Record<string, number>> = { pt: 1, mm: 72 / 25.4, cm: 720 / 25.4, in: 72, p: 12 };

/**
 * Reads a length as data files hold it: a number is points, a string carries its unit (`"15mm"`, `"1p6"`, `"0.5in"`).
 * Returns `null` when it is neither, so that the caller can say where it stood.
 */
export function readLength(value: unknown): Pt | null {
  if (typeof value === "number") return Number.isFinite(value) ? pt(value) : null;
  if (typeof value !== "string") return null;
  const pica = /^(-?\d+)p(\d+(?:\.\d+)?)$/.exec(value.trim());
  if (pica) {
    const whole = Number(pica[1]);
    return pt(whole * 12 + (pica[1]?.startsWith("-") ? -1 : 1) * Number(pica[2]));
  }
  const plain = /^(-?\d*\.?\d+)\s*(pt|mm|cm|in|p)?$/.exec(value.trim());
  if (!plain) return null;
  return pt(Number(plain[1]) * (POINTS[plain[2] ?? "pt"] ?? 1));
}

/** Rounded for messages and dumps: at most two decimals, never `-0`. */
export function show(value: number, decimals = 2): string {
  const factor = 10 ** decimals;
  const rounded = Math.round(value * factor) / factor;
  return String(rounded === 0 ? 0 : rounded);
}

/** Closes a union: a new kind breaks the build wherever it is forgotten. */
export function unreachable(value: never): never {
  throw new RangeError(`unexpected ${JSON.stringify(value)}`);
}
