/** A page's boxes (ISO 32000-1 §14.11.2, ISO 15930): one inside the other, the finished size, the bleed on each edge. */
import type { Clash } from "../../findings/foreignFile.ts";
import type { Box, ReadPage } from "../../pdf/read/pages.ts";
import { toMm, pt } from "../../units.ts";
import type { PressLimits } from "./limits.ts";
import { type Report, trimOf } from "./report.ts";

/** Boxes are written rounded; a fifteenth of a millimetre is nobody's bleed. */
const SLACK = 0.2;

/** `first`: the finished size of the first page, which the others must share. */
export function checkBoxes(
  page: ReadPage,
  first: readonly [number, number],
  limits: PressLimits,
  report: Report,
): void {
  const where = { page };
  const { mediaBox, cropBox, bleedBox, trimBox, artBox, userUnit } = page;
  if (!mediaBox) {
    report.add("error", "boxes", where, {});
    return;
  }
  if (!trimBox && !artBox) {
    report.add("error", "boxes.trim", where, {}, "trim");
  }
  if (trimBox && artBox) {
    report.add("error", "boxes.both", where, {}, "both");
  }
  const nest = (inner: Box | null, outer: Box | null, clash: Clash): void => {
    if (!inner || !outer || inside(inner, outer)) return;
    report.add("error", "boxes.clash", where, { clash }, clash);
  };
  const trim = trimBox ?? artBox;
  nest(trim, bleedBox, "trim-bleed");
  nest(trim, mediaBox, "trim-media");
  nest(bleedBox, mediaBox, "bleed-media");
  if (cropBox) {
    nest(bleedBox, cropBox, "bleed-crop");
    nest(trim, cropBox, "trim-crop");
  }
  if (page.rotate % 360 !== 0) {
    report.add("warning", "page-turned", where, { angle: page.rotate });
  }
  if (userUnit !== 1) {
    report.add("error", "page-scaled", where, { unit: userUnit });
  }
  if (!trim) return;
  const own = trimOf(page);
  const [width, height] = [own[2] - own[0], own[3] - own[1]];
  const wanted = limits.trim ?? first;
  if (Math.abs(width - wanted[0]) > SLACK || Math.abs(height - wanted[1]) > SLACK) {
    report.add(limits.trim ? "error" : "warning", "page-size.pdf", where, {
      size: size(width, height),
      printer: limits.trim ? limits.printer : "",
      wanted: size(...wanted),
    });
  }
  const outer = bleedBox ?? trim;
  const bleed = {
    top: (outer[3] - trim[3]) * userUnit,
    right: (outer[2] - trim[2]) * userUnit,
    bottom: (trim[1] - outer[1]) * userUnit,
    left: (trim[0] - outer[0]) * userUnit,
  };
  const short = (["top", "right", "bottom", "left"] as const).filter(
    (edge) => bleed[edge] < limits.bleed[edge] - SLACK,
  );
  if (short.length > 0) {
    const edges = short.map((edge) => `${edge} ${millimetres(bleed[edge])} ${millimetres(limits.bleed[edge])}`);
    report.add("error", "bleed-short.pdf", where, { short: edges });
  }
}

function inside(inner: Box, outer: Box): boolean {
  const slack = 0.01;
  return (
    inner[0] >= outer[0] - slack &&
    inner[1] >= outer[1] - slack &&
    inner[2] <= outer[2] + slack &&
    inner[3] <= outer[3] + slack
  );
}
function millimetres(points: number): string {
  return String(Math.round(toMm(pt(points)) * 10) / 10);
}
function size(width: number, height: number): string {
  return `${millimetres(width)} × ${millimetres(height)} mm`;
}
