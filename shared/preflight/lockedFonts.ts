/** Fonts whose licence keeps them out of a PDF, on the first page that is set in them: the press refuses what lacks its fonts. */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { type PressPage, whereIs } from "./pressPage.ts";

/** `locked`: names of the fonts that may not be embedded, by id. One finding a font. */
export function lockedFonts(pages: readonly PressPage[], locked: ReadonlyMap<FontId, string>): readonly Finding[] {
  if (locked.size === 0) return [];
  const told = new Set<FontId>();
  return pages.flatMap(({ list }) =>
    list.items.flatMap((item) => {
      if (item.kind !== "glyphs" || told.has(item.run.font)) return [];
      const name = locked.get(item.run.font);
      if (name === undefined) return [];
      told.add(item.run.font);
      return [tell("error", "font-embedding.page", { page: list.number, name }, whereIs(list, item))];
    }),
  );
}
