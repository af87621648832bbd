/** Pages as a reader counts them: empty ones, and two of the same number. */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { DisplayList } from "../layout/display.ts";
import type { PressPage } from "./pressPage.ts";

/** A page with nothing on it but its folio and running head. */
function isEmpty(list: DisplayList): boolean {
  return list.items.every((item) => item.of === "artifact" && item.kind !== "picture" && item.kind !== "fill");
}

export function emptyPage({ list }: PressPage): readonly Finding[] {
  if (!isEmpty(list)) return [];
  return [
    tell(
      "warning",
      "page-empty",
      { page: list.number },
      { page: list.number, rect: [0, 0, list.trim.width, list.trim.height] },
    ),
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
      tell("warning", "folio-twice", { one: before, other: list.number, folio: list.folio }, { page: list.number }),
    ];
  });
}
