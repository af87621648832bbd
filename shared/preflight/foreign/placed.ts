/**
 * Preflight of one page of a PDF that is to be placed in a page of ours: the checks of any foreign file, without what
 * concerns the file alone (its labels, its boxes against a printer's), and whether it may go in at all. What would make
 * our file no PDF/X, or bring RGB to the press, refuses it; all else is told.
 */
import type { Finding } from "../../finding.ts";
import { saidIn, tell } from "../../findings/tell.ts";
import type { CopiedForm } from "../../pdf/placed/copyPage.ts";
import { pt, toMm } from "../../units.ts";
import type { PressLimits } from "./limits.ts";

/** Codes of what goes into our file with the page and cannot be there. */
const REFUSES = new Set([
  "rgb",
  "rgb-managed",
  "icc",
  "blend-space",
  "blend-mode",
  "transparency",
  "font-missing",
  "font-broken",
  "halftone",
  "transfer",
  "content",
  "filter",
  "external",
  "postscript",
  "encrypted",
  "damaged",
  "lab",
]);
/** What is said of the file and means nothing for its page's ink, or is left behind when it is copied. */
const OF_THE_FILE = new Set([
  "pdfx-missing",
  "pdfx-other",
  "pdfx-claim",
  "pdf-version",
  "file-id",
  "metadata",
  "trapped",
  "boxes",
  "page-size",
  "page-turned",
  "page-scaled",
  "bleed-short",
  "annotation",
  "actions",
  "javascript",
  "embedded-file",
  "form-fields",
  "multimedia",
  "layers",
  "output-missing",
  "output-intent",
  "output-profile",
]);

/** The printer's limits as they bear on a page placed in one of ours. */
export function placedLimits(limits: PressLimits, standard: PressLimits["standard"]): PressLimits {
  return { ...limits, standard, held: true, trim: null, bleed: { top: 0, right: 0, bottom: 0, left: 0 } };
}

/** What checking the file found that bears on its page `number`, without the places it found it in. */
export function bearing(found: readonly Finding[], number: number): readonly Finding[] {
  return found
    .filter(({ page, code }) => (page === undefined || page === number) && !OF_THE_FILE.has(code))
    .map(({ page: _page, rect: _rect, place: _place, ...rest }) => rest);
}

/** Why the page cannot go into a file for the press, as one finding; null where it can. `found`: as `bearing` has it. */
export function refusal(name: string, found: readonly Finding[], standard: PressLimits["standard"]): Finding | null {
  const against = found.filter(({ code, ran, severity }) => (REFUSES.has(code) && severity !== "info") || !ran);
  const [first] = against;
  if (!first) return null;
  const shown = against.slice(0, MOST_SHOWN).flatMap((one) => [one.message, saidIn("vi", one)[0]]);
  const more = Math.max(0, against.length - MOST_SHOWN);
  const label = standard === "x1a" ? "PDF/X-1a" : "PDF/X-4";
  return { ...tell("error", "placed-refused", { name, label, reasons: shown, more }), code: first.code };
}
const MOST_SHOWN = 3;

/** A millimetre: below what is seen beside a trimmed edge. */
const SLACK = 72 / 25.4;

/** What has not the size of the room reserved for it (null: no room is), and what was left behind. */
export function placedFindings(
  name: string,
  form: CopiedForm,
  space: { readonly width: number; readonly height: number } | null,
): readonly Finding[] {
  const found: Finding[] = [];
  const { width, height } = form;
  if (space && (Math.abs(width - space.width) > SLACK || Math.abs(height - space.height) > SLACK)) {
    const percent = Math.round((space.width / width) * 100);
    found.push(
      tell("warning", "placed-size", {
        name,
        has: millimetres(width, height),
        space: millimetres(space.width, space.height),
        percent,
      }),
    );
  }
  if (form.dropped.length > 0) {
    found.push(tell("info", "placed-dropped", { name, what: form.dropped }));
  }
  return found;
}

function millimetres(width: number, height: number): string {
  const round = (points: number) => Math.round(toMm(pt(points)) * 10) / 10;
  return `${round(width)} × ${round(height)} mm`;
}
