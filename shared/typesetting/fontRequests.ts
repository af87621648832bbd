/**
 * Which fonts a design asks for: every style's own, and those that emphasis in it leads to. The host looks for these
 * before a word is shaped, and a variable font is offered at the weights, widths and sizes among them. Findings say
 * where the machine has no such font, or only one that is near.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { CharacterStyle, CharacterStyles, OpticalSize, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Pt } from "../units.ts";
import type { FontRequest } from "./fonts.ts";
import type { Shaper } from "./shaper.ts";

type Wish = {
  readonly font: string;
  readonly weight: number;
  readonly italic: boolean;
  readonly fontWidth: number;
  readonly opticalSize: OpticalSize;
  readonly size: Pt;
};

/** The request for a look at its size. */
export function fontRequest({ font, weight, italic, fontWidth, opticalSize, size }: Wish): FontRequest {
  const plain = { family: font, weight, italic, width: fontWidth };
  return opticalSize === "none" ? plain : { ...plain, size: opticalSize === "auto" ? size : opticalSize };
}

type Styles = {
  readonly styles: Readonly<Record<string, ParagraphStyle>>;
  readonly characterStyles: CharacterStyles;
};

/**
 * All requests of a design, each once, in order of family, then weight: the same design gives the same list. A
 * character style without a family of its own is counted with each paragraph style's.
 */
export function fontRequests({ styles, characterStyles }: Styles): readonly FontRequest[] {
  const found = new Map<string, FontRequest>();
  const add = (wish: Wish): void => {
    const request = fontRequest(wish);
    found.set(keyOf(request), request);
  };
  for (const style of Object.values(styles)) {
    add(style);
    // Between these a headline is fitted; the cut nearest to what it comes to is taken.
    if (style.sizeRange) for (const size of Object.values(style.sizeRange)) add({ ...style, size });
    for (const character of Object.values(characterStyles)) add(over(style, character));
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

function over(style: Wish, { font, weight, italic, fontWidth, opticalSize, size }: CharacterStyle): Wish {
  return {
    font: font ?? style.font,
    weight: weight ?? style.weight,
    italic: italic ?? style.italic,
    fontWidth: fontWidth ?? style.fontWidth,
    opticalSize: opticalSize ?? style.opticalSize,
    size: size === undefined ? style.size : "points" in size ? size.points : ((style.size * size.share) as Pt),
  };
}

function keyOf({ family, weight, italic, width, size }: FontRequest): string {
  return `${family}\n${String(weight).padStart(4, "0")}\n${italic}\n${width ?? 100}\n${size ?? ""}`;
}

/**
 * For every style whose font is not here (an error), or is here in another width, slope (warnings) or weight (worth
 * knowing) than asked for. A character style is looked at where it names a family, in the look it has among answers.
 */
export function fontFindings({ styles, characterStyles }: Styles, shaper: Shaper): readonly Finding[] {
  const wishes: [name: string, wish: Wish][] = Object.values(styles).map((style) => [style.name, style]);
  const { answer } = styles;
  for (const character of Object.values(characterStyles)) {
    if (answer && character.font !== undefined) wishes.push([character.name, over(answer, character)]);
  }
  const found = new Map<string, Finding>();
  for (const [styleName, style] of wishes) {
    const request = fontRequest(style);
    const { missing, family, name, differs } = shaper.resolve(request);
    const key = missing ? style.font : keyOf(request);
    if (found.has(key) || (!missing && differs.length === 0)) continue;
    if (missing) {
      found.set(key, tell("error", "font-missing.style", { font: style.font, style: styleName, other: family }));
      continue;
    }
    const looks = differs.includes("width") || differs.includes("slope");
    found.set(
      key,
      tell(looks ? "warning" : "info", "font-near", {
        font: style.font,
        differs,
        style: styleName,
        asked: asked(request),
        name,
      }),
    );
  }
  return [...found.values()];
}

function asked({ weight, italic, width }: FontRequest): string {
  return [`${weight}`, italic ? "italic" : "", (width ?? 100) === 100 ? "" : `width ${width} %`]
    .filter((word) => word !== "")
    .join(", ");
}
