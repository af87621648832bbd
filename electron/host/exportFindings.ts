/** What an export says of itself: pages unlike those in the window, and how grave a finding is for which standard. */
import { type Finding, finding } from "../../shared/finding.ts";
import type { Standard } from "../../shared/ipc.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { pageDigest } from "../../shared/layout/pageDigest.ts";

/** What is printed is what was seen: pages made here that differ from those in the window. */
export function unlikeTheScreen(lists: readonly DisplayList[], digests: readonly string[] | null): readonly Finding[] {
  if (!digests) return [];
  const hint = "Close the document and open it again; report it if it stays so";
  if (digests.length !== lists.length) {
    const message = `The window shows ${digests.length} pages, the export made ${lists.length}`;
    return [finding("error", "screen-differs", message, hint)];
  }
  return lists.flatMap((list, n) => {
    if (pageDigest(list) === digests[n]) return [];
    return [
      finding("error", "screen-differs", `Page ${list.number} differs from what the window shows`, hint, {
        page: list.number,
      }),
    ];
  });
}

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
export function asStandardSees(f: Finding, standard: Standard): Finding {
  if (!PRESS_ONLY.has(f.code)) return f;
  const press = isForPress(standard);
  if (f.code === "picture-missing") return { ...f, severity: press ? "error" : "warning" };
  return press || f.severity !== "error" ? f : { ...f, severity: "warning" };
}
export function isForPress(standard: Standard): boolean {
  return standard === "x4" || standard === "x1a";
}
