/**
 * What contents name: colour spaces, fonts, transparency groups (ISO 32000-1 §7.8.3). Each is read once for a file, and a
 * font is told once a page.
 */
import { type Effort, spend } from "./effort.ts";
import { keyOf, type PdfFile } from "./file.ts";
import { type FontFacts, readFont } from "./fontFacts.ts";
import type { Visitor } from "./painted.ts";
import { readSpace, type Space } from "./spaces.ts";
import { isArray, nameOf, type PdfDict, type PdfValue } from "./values.ts";

/** Fonts and spaces read once for a file. */
export type Known = {
  readonly fonts: Map<number | object, FontFacts>;
  readonly spaces: Map<number | object, Space | null>;
};

export type Resources = {
  /** The entry of a category: "Font", "XObject" … */
  entry(own: PdfDict | null, category: string, name: PdfValue | undefined): PdfValue | undefined;
  space(value: PdfValue | undefined, own: PdfDict | null): Space | null;
  font(value: PdfValue | undefined): FontFacts | null;
  group(dict: PdfDict, soft: boolean, own: PdfDict | null): void;
  /** True the first time a thing is asked about on the page. */
  isNew(thing: unknown): boolean;
};

export function resourcesOf(file: PdfFile, visitor: Visitor, effort: Effort, known: Known): Resources {
  const told = new Set<unknown>();
  const isNew = (thing: unknown): boolean => {
    if (told.has(thing)) return false;
    told.add(thing);
    return true;
  };
  return {
    isNew,
    entry: (own, category, name) => file.dict(own?.get(category))?.get(nameOf(name)),
    space(value, own) {
      const named = typeof value === "string" ? file.dict(own?.get("ColorSpace"))?.get(value) : value;
      const key = keyOf(named);
      let space = key === null ? undefined : known.spaces.get(key);
      if (space === undefined) {
        space = readSpace(file, value, own);
        if (known.spaces.size > 2000) known.spaces.clear();
        if (key !== null) known.spaces.set(key, space);
      }
      if (!space) {
        const name = nameOf(isArray(value) ? value[0] : value).slice(0, 40);
        visitor.fault(`The colour space ${name} is missing or wrong`);
      }
      return space;
    },
    font(value) {
      const key = keyOf(value);
      const dict = file.dict(value);
      if (key === null || !dict) return null;
      let font = known.fonts.get(key);
      if (!font) {
        font = readFont(file, dict);
        spend(effort, 1000);
        if (known.fonts.size > 300) known.fonts.clear();
        known.fonts.set(key, font);
      }
      if (isNew(font)) visitor.font(font);
      return font;
    },
    group(dict, soft, own) {
      if (file.get(dict.get("S")) !== "Transparency") return;
      visitor.group(dict, soft);
      const space = dict.has("CS") ? readSpace(file, dict.get("CS"), own) : null;
      if (space && !soft) visitor.space(space, "group");
    },
  };
}
