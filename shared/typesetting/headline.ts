/**
 * Headlines are broken for balance: as few lines as the words need, and these as even as they can be, with no short
 * word alone at the end. The measure is drawn in until the next narrowing would cost a line.
 */
import type { Measures } from "./glyphs.ts";
import { setLines, type Setting } from "./setLines.ts";
import type { ShapedBlock } from "./shape.ts";
import { pt } from "../units.ts";

/** Halvings of the search for the narrowest measure: 1/256 of the measure is less than a hair. */
const HALVINGS = 8;

/** Sets a headline balanced. It never has more lines than setting it to the full measure has. */
export function setHeadline(shaped: ShapedBlock, measures: Measures): Setting {
  const full = setLines(shaped, measures);
  const lines = full.lines.length;
  if (lines < 2) return full;
  let good = full;
  let low = 0.5;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    const narrowed = measures.map((measure) => ({ x: measure.x, width: pt(measure.width * middle) }));
    const tried = setLines(shaped, narrowed);
    if (tried.lines.length <= lines && tried.findings.length <= full.findings.length) {
      good = tried;
      high = middle;
    } else low = middle;
  }
  return good;
}
