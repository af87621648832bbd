/** The fonts that ship, for tests that set real type: pinned files, so their numbers hold. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFontNames } from "../typesetting/fontFile.ts";
import type { FontFace } from "../typesetting/fonts.ts";

const folder = join(import.meta.dirname, "../../assets/fonts");

export function shippedFonts(): readonly FontFace[] {
  return globSync("**/*.{ttf,otf}", { cwd: folder })
    .sort()
    .map((path) => {
      const bytes = new Uint8Array(readFileSync(join(folder, path)));
      return { ...readFontNames(bytes), id: createHash("sha256").update(bytes).digest("hex"), bytes };
    });
}

/** Families that lend a glyph where a text family has none. */
export const FALLBACKS = ["Noto Sans Symbols 2", "Be Vietnam Pro"] as const;
