/** What is printed is what was seen: an export holds its pages against those in the window. */
import { type Finding, finding } from "../../shared/finding.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { pageDigest } from "../../shared/layout/pageDigest.ts";

/** `digests`: of the pages as the window shows them; null: nothing to compare with. */
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
