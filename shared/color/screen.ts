/**
 * Inks as a screen shows them. An approximation on purpose: a fixed table of the coated condition, interpolated, the
 * same in every process and without a colour engine to load. Mean error 2 of 255 against the full profile, at
 * most 34 in corners no press prints. Soft proof of a chosen condition is another matter and goes through a Converter.
 */
import { unreachable } from "../units.ts";
import { type Ink, lookOf } from "./ink.ts";
import { SCREEN_TABLE } from "./screenTable.ts";

export const SCREEN_STEPS = 6;

let table: Uint8Array | null = null;

/** sRGB as fractions 0 to 1. */
export function inkToRgb(ink: Ink): readonly [number, number, number] {
  switch (ink.kind) {
    case "paper":
      return [1, 1, 1];
    case "registration":
      return [0, 0, 0];
    case "spot": {
      const { c, m, y, k } = ink.alternate;
      return interpolate(c * ink.tint, m * ink.tint, y * ink.tint, k * ink.tint);
    }
    case "mix":
      return inkToRgb(lookOf(ink));
    case "cmyk":
      return interpolate(ink.c, ink.m, ink.y, ink.k);
    default:
      return unreachable(ink);
  }
}

/** Linear in four directions between the sixteen nodes around. */
function interpolate(...inks: [number, number, number, number]): readonly [number, number, number] {
  table ??= decode(SCREEN_TABLE);
  const last = SCREEN_STEPS - 1;
  const at = inks.map((ink) => Math.min(Math.max(ink, 0), 1) * last);
  const low = at.map((value) => Math.min(Math.floor(value), last - 1));
  const sum: [number, number, number] = [0, 0, 0];
  for (let corner = 0; corner < 16; corner++) {
    let weight = 1;
    let node = 0;
    for (let i = 0; i < 4; i++) {
      const high = (corner >> i) & 1;
      const part = (at[i] as number) - (low[i] as number);
      weight *= high ? part : 1 - part;
      node = node * SCREEN_STEPS + (low[i] as number) + high;
    }
    if (weight === 0) continue;
    for (let i = 0; i < 3; i++) sum[i] = (sum[i] as number) + weight * (table[3 * node + i] as number);
  }
  return [sum[0] / 255, sum[1] / 255, sum[2] / 255];
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function decode(base64: string): Uint8Array {
  const out = new Uint8Array(Math.floor((base64.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of base64) {
    bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[at++] = (bits >> held) & 0xff;
    }
  }
  return out;
}
