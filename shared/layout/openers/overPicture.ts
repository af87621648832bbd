/**
 * A title over a picture: every height at which it fits is tried, and the calmest of those where it can be read is
 * taken, in paper white or black, whichever reads better there.
 */
import { type Ink, PAPER } from "../../color/ink.ts";
import type { Finding } from "../../finding.ts";
import { tell } from "../../findings/tell.ts";
import type { Design } from "../../schema/template.ts";
import { pt } from "../../units.ts";
import type { Box } from "../display.ts";
import type { Geometry } from "../geometry.ts";
import type { PlacedPhoto } from "../page.ts";
import { type Legible, legibleOver, type Tone, type TypeArea, worthOf } from "./calm.ts";
import { type SetPart, type Stacked, stackParts } from "./stack.ts";

/** `finding`: it is too hard to read, or nobody could tell; null: it can be read. */
export type Over = { readonly stacked: Stacked; readonly ink: Ink; readonly finding: Finding | null };

/**
 * The parts over the picture in `box`; null when they find no room there or, unless `always`, cannot be read. `shown`:
 * its tones and the part of it that fills the box, where they are known.
 */
export function standOver(
  parts: readonly SetPart[],
  box: Box,
  shown: { readonly tone: Tone; readonly crop: PlacedPhoto["crop"] } | null,
  always: boolean,
  place: { readonly x: number; readonly width: number },
  geometry: Geometry,
  design: Design,
): Over | null {
  if (!shown && !always) return null;
  const { margins, trim } = design.page;
  const head = Math.max(margins.top, box.y + geometry.baseline);
  const foot = Math.min(trim.height - margins.bottom, box.y + box.height - geometry.baseline);
  const found: { readonly stacked: Stacked; readonly legible: Legible | null; readonly worth: number }[] = [];
  for (let top = head; ; top += geometry.baseline) {
    const stacked = stackParts(parts, geometry, top, place.x, place.width);
    if (stacked.foot > foot) break;
    const legible = shown ? legibleOver(shown.tone, box, shown.crop, areasOf(stacked)) : null;
    // Without a tone the foot of a picture is the likelier ground.
    found.push({ stacked, legible, worth: legible ? worthOf(legible) : top });
  }
  const read = found.filter(({ legible }) => legible !== null && legible.share >= 1);
  if (found.length === 0 || (read.length === 0 && !always)) return null;
  const best = (read.length > 0 ? read : found).reduce((most, one) => (one.worth > most.worth ? one : most));
  return {
    stacked: best.stacked,
    ink: best.legible?.ink ?? PAPER,
    finding: read.length > 0 ? null : contrastLow(best.stacked, best.legible),
  };
}

/** Each line of a stack with the ink it has. */
function areasOf({ lines }: Stacked): readonly TypeArea[] {
  return lines.map(({ line, x, baseline, style }) => ({
    size: style.size,
    area: {
      x: pt(x + line.x),
      y: pt(baseline - line.inkAbove),
      width: line.width,
      height: pt(line.inkAbove + line.inkBelow),
    },
  }));
}

/** The rectangle round all ink of a stack. */
function inkBox({ lines, head, foot }: Stacked): Box {
  const left = Math.min(...lines.map((line) => line.x + line.line.x));
  const right = Math.max(...lines.map((line) => line.x + line.line.x + line.line.width));
  return { x: pt(left), y: pt(head), width: pt(right - left), height: pt(foot - head) };
}

function contrastLow(stacked: Stacked, legible: Legible | null): Finding {
  const { x, y, width, height } = inkBox(stacked);
  const place = [stacked.lines[0]?.block ?? "", 0, 0] as const;
  const rect = [x, y, width, height] as const;
  if (!legible) {
    const made = tell("warning", "contrast-low.unknown", { what: "title" }, { place, rect });
    return { ...made, ran: false };
  }
  const [contrast, wanted] = [legible.contrast, legible.contrast / legible.share].map((ratio) => ratio.toFixed(1));
  const values = { what: "title", contrast: contrast ?? "", wanted: wanted ?? "" };
  return tell("warning", "contrast-low.over", values, { place, rect });
}
