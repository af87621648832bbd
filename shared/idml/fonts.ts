/** Fonts by the names that other programs know them by, and `Resources/Fonts.xml` with those that were used. */
import type { FontRequest } from "../typesetting/fonts.ts";
import { element } from "../xml.ts";

/** A font as its own file names it. */
export type IdmlFont = { readonly family: string; readonly style: string; readonly postscriptName: string };

export type FontShelf = {
  font(request: FontRequest): IdmlFont;
  /** The font itself, remembered as used. */
  keep(font: IdmlFont): IdmlFont;
  /** `Resources/Fonts.xml` without its root. */
  xml(): string;
};

export function createFontShelf(answer: (request: FontRequest) => IdmlFont): FontShelf {
  const used = new Map<string, Map<string, IdmlFont>>();
  function keep(font: IdmlFont): IdmlFont {
    const family = used.get(font.family) ?? new Map<string, IdmlFont>();
    used.set(font.family, family.set(font.style, font));
    return font;
  }
  return {
    keep,
    font: (request) => keep(answer(request)),
    xml() {
      return [...used]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([family, styles], n) => {
          const id = `di${(n + 1).toString(16)}`;
          const fonts = [...styles.values()].map(({ style, postscriptName }) =>
            element("Font", {
              Self: `${id}Fontn${family} ${style}`,
              FontFamily: family,
              Name: `${family} ${style}`,
              PostScriptName: postscriptName,
              Status: "Installed",
              FontStyleName: style,
              FontType: "OpenTypeTT",
              WritingScript: 0,
              FullName: `${family} ${style}`,
              FullNameNative: `${family} ${style}`,
              FontStyleNameNative: style,
              PlatformName: "$ID/",
              Version: "Version 1.0",
            }),
          );
          return element("FontFamily", { Self: id, Name: family }, ...fonts);
        })
        .join("");
    },
  };
}
