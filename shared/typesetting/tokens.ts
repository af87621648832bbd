/** A paragraph's text cut into words, spaces and line breaks, each shaped. */
import { isLineBreak } from "./breaks.ts";
import type { Item } from "./items.ts";
import type { Word } from "./words.ts";

/** Kinds of tokens. */
export const WORD = 0;
export const SPACE = 1;
/** A space of fixed width (thin, figure, ideographic, zero): no stretch, vanishes at a line's end. */
export const FIXED_SPACE = 2;
export const LINE_BREAK = 3;

/** What kind of token begins with this UTF-16 unit. */
export function kindOf(code: number): number {
  if (code > 0x20 && code < 0x85) return WORD;
  if (code === 0x20 || code === 0xa0 || code === 0x09) return SPACE;
  if (code < 0x2000) return isLineBreak(code) ? LINE_BREAK : code === 0x1680 ? FIXED_SPACE : WORD;
  if (code <= 0x200b || code === 0x202f || code === 0x205f || code === 0x3000) return FIXED_SPACE;
  return isLineBreak(code) ? LINE_BREAK : WORD;
}

/** Words, spaces and line breaks in reading order, and for each where it begins in the text, its item and kind. */
export type Tokens = {
  readonly items: readonly Item[];
  readonly tokens: readonly Word[];
  readonly starts: Uint32Array;
  readonly itemOf: Uint16Array;
  readonly kinds: Uint8Array;
};
