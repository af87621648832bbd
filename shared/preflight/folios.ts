/** Pages as a reader counts them: empty ones, and two of the same number. */
import { type Finding, finding } from "../finding.ts";
import type { DisplayList } from "../layout/display.ts";
import type { PressPage } from "./pressPage.ts";

/** A page with nothing on it but its folio and running head. */
function isEmpty(list: DisplayList): boolean {
  return list.items.every((item) => item.of === "artifact" && item.kind !== "picture" && item.kind !== "fill");
}

export function emptyPage({ list }: PressPage): readonly Finding[] {
  if (!isEmpty(list)) return [];
  return [
    finding("warning", "page-empty", `Page ${list.number} is empty`, "Take it out, or put on it what belongs there", {
      page: list.number,
      rect: [0, 0, list.trim.width, list.trim.height],
    }),
  ];
}

export function doubledFolios(pages: readonly PressPage[]): readonly Finding[] {
  const first = new Map<string, number>();
  return pages.flatMap(({ list }) => {
    const before = list.folio === "" ? undefined : first.get(list.folio);
    if (before === undefined) {
      first.set(list.folio, list.number);
      return [];
    }
    return [
      finding(
        "warning",
        "folio-twice",
        `Pages ${before} and ${list.number} both bear the number ${list.folio}`,
        "Mend the first folio of the issue, or of the part that begins there",
        { page: list.number },
      ),
    ];
  });
}
