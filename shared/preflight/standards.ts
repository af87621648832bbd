/** How grave a finding is for which kind of file: a proof is read where a press would refuse. */
import type { Finding } from "../finding.ts";
import type { Standard } from "../pdf/ticket.ts";

/** Codes that keep a file from the press and are what one expects of a proof. */
const PRESS_ONLY: ReadonlySet<string> = new Set([
  "picture-missing",
  "picture-low",
  "bleed-short",
  "bleed-small",
  "ink-over",
  "page-size",
  "registration",
  "rule-thin",
  "spot-alike",
  "spot-unwanted",
]);
/** The finding as it counts for a file of this standard. */
export function asStandardSees(f: Finding, standard: Standard): Finding {
  if (!PRESS_ONLY.has(f.code)) return f;
  const press = isForPress(standard);
  if (f.code === "picture-missing") return { ...f, severity: press ? "error" : "warning" };
  return press || f.severity !== "error" ? f : { ...f, severity: "warning" };
}
export function isForPress(standard: Standard): boolean {
  return standard === "x4" || standard === "x1a";
}
