/** What is printed is what was seen: an export holds its pages against those in the window. */
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { pageDigest } from "../../shared/layout/pageDigest.ts";

/** `digests`: of the pages as the window shows them; null: nothing to compare with. */
export function unlikeTheScreen(lists: readonly DisplayList[], digests: readonly string[] | null): readonly Finding[] {
  if (!digests) return [];
  if (digests.length !== lists.length) {
    return [tell("error", "screen-differs.count", { shown: digests.length, made: lists.length })];
  }
  return lists.flatMap((list, n) => {
    if (pageDigest(list) === digests[n]) return [];
    return [tell("error", "screen-differs", { page: list.number }, { page: list.number })];
  });
}
