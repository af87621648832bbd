/**
 * What a press asks of a PDF made elsewhere: the printer's rules as they bear on pages nobody laid out here. Lengths in
 * points.
 */
import type { PrinterRules } from "../printer.ts";

export type PressLimits = {
  /** The printer, as a person calls it. */
  readonly printer: string;
  readonly standard: "x4" | "x1a";
  /** Pages are held to the printer's standard, whatever the file says of itself: they go into a file of that standard. */
  readonly held?: true;
  /** ICC profile of the printer's condition; null: any. */
  readonly profile: Uint8Array | null;
  /** Finished size; null: any. */
  readonly trim: readonly [width: number, height: number] | null;
  readonly bleed: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  /** Sum of the inks in per cent. */
  readonly inkLimit: number;
  /** Pixels to an inch: refused below the first, doubted below the second. */
  readonly ppi: readonly [least: number, wanted: number];
  readonly bitmapPpi: readonly [least: number, wanted: number];
  /** Rules: refused below the first, doubted below the second. */
  readonly rule: readonly [least: number, wanted: number];
  /** Type in one ink, and in white or several inks. */
  readonly text: readonly [one: number, several: number];
  /** Spot inks: how many at most, or which by name. */
  readonly spots: number | readonly string[];
  /** Black type below this is one ink, and overprints. */
  readonly plainBlack: number;
};

/** One bit a pixel needs more pixels for the same edge (GWG 2015: 550 where pictures need 150). */
const BITMAP = 550 / 150;
/** Below half of what a printer calls thin a rule breaks up on the plate (GWG 2022). */
const HAIRLINE = 0.5;

/** `profile`: of the printer's condition. Left and right pages are not told apart: each side has the smaller bleed. */
export function limitsOf(rules: PrinterRules, profile: Uint8Array | null): PressLimits {
  const { bleed, pictures, trim } = rules;
  const side = Math.min(bleed.outside, bleed.spine);
  return {
    printer: rules.title,
    standard: rules.standard === "x1a" ? "x1a" : "x4",
    profile,
    trim: trim && [trim.width, trim.height],
    bleed: { top: bleed.top, bottom: bleed.bottom, left: side, right: side },
    inkLimit: rules.inkLimit,
    ppi: [pictures.least, pictures.wanted],
    bitmapPpi: [pictures.least * BITMAP, pictures.wanted * BITMAP],
    rule: [rules.rules.least * HAIRLINE, rules.rules.wanted],
    text: [rules.type.least, Math.max(rules.type.reversed, rules.type.mixed)],
    spots: rules.spots,
    plainBlack: rules.black.plainBelow,
  };
}
