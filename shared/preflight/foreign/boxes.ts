/** A page's boxes (ISO 32000-1 §14.11.2, ISO 15930): one inside the other, the finished size, the bleed on each edge. */
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
    report.add("error", "boxes", where, "The page has no MediaBox", "Export it again from the program it was made in");
    return;
  }
  if (!trimBox && !artBox) {
    const hint = "Export with the page's finished size as TrimBox";
    report.add("error", "boxes", where, "The page does not say where it is trimmed", hint, "trim");
  }
  if (trimBox && artBox) {
    const hint = "Leave the ArtBox out";
    report.add("error", "boxes", where, "The page has a TrimBox and an ArtBox; PDF/X allows one of them", hint, "both");
  }
  const nest = (inner: Box | null, outer: Box | null, names: string): void => {
    if (!inner || !outer || inside(inner, outer)) return;
    report.add("error", "boxes", where, `${names}`, "Export it again; its boxes contradict each other", names);
  };
  const trim = trimBox ?? artBox;
  nest(trim, bleedBox, "The trim reaches beyond the bleed");
  nest(trim, mediaBox, "The trim reaches beyond the sheet");
  nest(bleedBox, mediaBox, "The bleed reaches beyond the sheet");
  if (cropBox) {
    nest(bleedBox, cropBox, "The CropBox cuts into the bleed");
    nest(trim, cropBox, "The CropBox cuts into the page");
  }
  if (page.rotate % 360 !== 0) {
    const message = `The page is turned by ${page.rotate}°`;
    report.add("warning", "page-turned", where, message, "Turn the artwork, not the page");
  }
  if (userUnit !== 1) {
    const message = `The page is scaled by ${userUnit} (UserUnit)`;
    report.add("error", "page-scaled", where, message, "Export at the finished size");
  }
  if (!trim) return;
  const own = trimOf(page);
  const [width, height] = [own[2] - own[0], own[3] - own[1]];
  const wanted = limits.trim ?? first;
  if (Math.abs(width - wanted[0]) > SLACK || Math.abs(height - wanted[1]) > SLACK) {
    const said = limits.trim ? `${limits.printer} wants` : "the first page has";
    const message = `The page is ${size(width, height)}; ${said} ${size(...wanted)}`;
    report.add(limits.trim ? "error" : "warning", "page-size", where, message, "Make it that size");
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
    const edges = short.map((edge) => `${edge} ${millimetres(bleed[edge])} of ${millimetres(limits.bleed[edge])} mm`);
    const message = `The bleed is too small: ${edges.join(", ")}`;
    report.add("error", "bleed-short", where, message, "Extend what touches the edge, and export with bleed");
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
