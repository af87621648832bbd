/**
 * Which ink overprints: the rule of the whole program, for what is written and for what is shown as plates. Plain black
 * text and thin plain black rules do, so that no white shows beside them where plates shift, and spots that a design wants
 * to; everything else knocks out. White and process tints that overprint vanish on the press; a black bar or large black
 * type would let a picture ghost through.
 */
import { isPlainBlack, overprintsByChoice } from "../color/ink.ts";
import type { Box, DisplayItem } from "../layout/display.ts";
import { runBox } from "../layout/upward.ts";
import { meet } from "./ground.ts";

/** A rule thicker than this knocks out. Points. */
export const THIN_RULE = 1;
/** Type of this size and more knocks out over pictures and tints. Points; a printer may want another. */
export const LARGE_TYPE = 24;

export type Overprint = {
  /** Whether the item overprints; asked in painting order, once for each. */
  of(item: DisplayItem): boolean;
};

export function overprint(largeType: number = LARGE_TYPE): Overprint {
  /** Areas that black type could let shine through. */
  const painted: Box[] = [];
  return {
    of(item) {
      switch (item.kind) {
        case "glyphs": {
          if (overprintsByChoice(item.ink)) return true;
          if (!isPlainBlack(item.ink)) return false;
          const { run } = item;
          if (run.size < largeType) return true;
          const area = runBox(item, 1, 0.3);
          return !painted.some((box) => meet(box, area));
        }
        case "rule":
          return overprintsByChoice(item.ink) || (isPlainBlack(item.ink) && item.weight <= THIN_RULE);
        case "fill":
          if (item.ink.kind !== "paper") painted.push(item.box);
          return overprintsByChoice(item.ink);
        default:
          painted.push(item.box);
          return false;
      }
    },
  };
}
