/**
 * What preflight says of the PDFs placed on the pages: each page of one in each size of room is looked at once for a
 * printer, by the host, and what is found stands at the block that holds it for as long as it is on a page.
 */
import type { Finding } from "../../shared/finding.ts";
import type { DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import type { PdfBox } from "../../shared/schema/attributes.ts";

type PictureItem = Extract<DisplayItem, { kind: "picture" }>;

export type Asked = {
  readonly hash: string;
  readonly printer: string | null;
  readonly page: number;
  readonly box: PdfBox;
  /** Room reserved for it, in points; null where it may have any size. */
  readonly space: [width: number, height: number] | null;
};

export type PlacedPdfs = {
  /** These pages are shown, for this printer; `isPdf` tells which pictures are PDFs. */
  look(lists: readonly DisplayList[], printer: string | null, isPdf: (media: string) => boolean): void;
  findings(): readonly Finding[];
  /** Another document. */
  forget(): void;
};

/** A page's pictures: a letter changes few pages, and the others need not be looked through. */
const pictures = new WeakMap<DisplayList, readonly PictureItem[]>();
function picturesOn(list: DisplayList): readonly PictureItem[] {
  let known = pictures.get(list);
  if (!known) pictures.set(list, (known = list.items.filter((item) => item.kind === "picture")));
  return known;
}

/** `told` is called when there is more to say. */
export function placedPdfs(ask: (asked: Asked) => Promise<readonly Finding[]>, told: () => void): PlacedPdfs {
  /** By what was asked; null while the answer is on its way. */
  let answers = new Map<string, readonly Finding[] | null>();
  let shown: readonly { readonly key: string; readonly item: PictureItem; readonly page: number }[] = [];

  async function examine(key: string, asked: Asked): Promise<void> {
    const mine = answers;
    mine.set(key, null);
    const found = await ask(asked);
    mine.set(key, found);
    if (mine === answers && found.length > 0) told();
  }

  return {
    look(lists, printer, isPdf) {
      shown = lists.flatMap((list) =>
        picturesOn(list).flatMap((item) => {
          if (!isPdf(item.media)) return [];
          const { media, pdf, box, reserved } = item;
          const space: Asked["space"] = reserved ? [box.width, box.height] : null;
          const asked: Asked = { hash: media, printer, page: pdf?.page ?? 1, box: pdf?.box ?? "trim", space };
          const key = JSON.stringify(asked);
          if (!answers.has(key)) void examine(key, asked);
          return [{ key, item, page: list.number }];
        }),
      );
    },
    findings: () =>
      shown.flatMap(({ key, item: { of, box }, page }) =>
        (answers.get(key) ?? []).map((found): Finding => {
          const rect = [box.x, box.y, box.width, box.height] as const;
          return of === "artifact" ? { ...found, page, rect } : { ...found, page, rect, place: [of.block, 0, 0] };
        }),
      ),
    forget() {
      answers = new Map();
      shown = [];
    },
  };
}
