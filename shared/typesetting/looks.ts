/**
 * What a stretch of text is set in: the paragraph's style with character styles over it, one after another, each
 * changing what it names and nothing else. Marks of emphasis and changes by hand come on top of this, in `items.ts`.
 */
import type { CharacterStyle, CharacterStyles, OpenType, OpticalSize, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Em, Pt } from "../units.ts";

export type TextLook = OpenType & {
  /** The character styles that made it, outermost first. */
  readonly names: readonly string[];
  readonly font: string;
  readonly weight: number;
  readonly italic: boolean;
  readonly fontWidth: number;
  readonly opticalSize: OpticalSize;
  readonly size: Pt;
  readonly letterSpace: Em;
  /** Horizontal scaling of the glyphs; 1 is as drawn. */
  readonly scaling: number;
  /** Shift from the baseline, up is positive. */
  readonly baseline: Pt;
  readonly capitals: boolean;
  readonly position: "normal" | "superscript" | "subscript";
  readonly noBreak: boolean;
  /** Null is the block's. */
  readonly lang: string | null;
};

export const NO_CHARACTER_STYLES: CharacterStyles = {};
const NO_NAMES: readonly string[] = [];

const plain = new WeakMap<ParagraphStyle, TextLook>();
const dressed = new WeakMap<CharacterStyles, WeakMap<ParagraphStyle, Map<string, TextLook>>>();

/**
 * The look of a style under the character styles named, outermost first; a name that is not there changes nothing. The
 * same object for the same styles and names.
 */
export function lookOf(style: ParagraphStyle, names: readonly string[], characters: CharacterStyles): TextLook {
  const base = plain.get(style) ?? plainLook(style);
  if (names.length === 0) return base;
  let byStyle = dressed.get(characters);
  if (!byStyle) dressed.set(characters, (byStyle = new WeakMap()));
  let byNames = byStyle.get(style);
  if (!byNames) byStyle.set(style, (byNames = new Map()));
  const key = names.join("\n");
  let look = byNames.get(key);
  if (!look) {
    look = names.reduce((below, name) => over(below, characterStyle(characters, name)), base);
    byNames.set(key, look);
  }
  return look;
}

/** Undefined for a name that is not there, whatever the name. */
export function characterStyle(characters: CharacterStyles, name: string): CharacterStyle | undefined {
  return Object.hasOwn(characters, name) ? characters[name] : undefined;
}

function plainLook(style: ParagraphStyle): TextLook {
  const look: TextLook = withSmallCaps({
    ...openTypeOf(style),
    names: NO_NAMES,
    font: style.font,
    weight: style.weight,
    italic: style.italic,
    fontWidth: style.fontWidth,
    opticalSize: style.opticalSize,
    size: style.size,
    letterSpace: style.letterSpace,
    scaling: 1,
    baseline: 0,
    capitals: style.capitals,
    position: "normal",
    noBreak: false,
    lang: null,
  });
  plain.set(style, look);
  return look;
}

function openTypeOf(style: ParagraphStyle): OpenType {
  const { figures, figureWidth, ligatures, fractions, ordinals, caseSensitive } = style;
  const { stylisticSets, slashedZero, swash, contextual, kerning, smallCaps, features } = style;
  return {
    figures,
    figureWidth,
    ligatures,
    fractions,
    ordinals,
    caseSensitive,
    stylisticSets,
    slashedZero,
    swash,
    contextual,
    kerning,
    smallCaps,
    features,
  };
}

function over(below: TextLook, style: CharacterStyle | undefined): TextLook {
  if (!style) return below;
  const { name, size, ink: _, features, ...changes } = style;
  return withSmallCaps({
    ...below,
    ...changes,
    names: [...below.names, name],
    size: size === undefined ? below.size : "points" in size ? size.points : ((below.size * size.share) as Pt),
    baseline: ((style.baseline ?? 0) + below.baseline) as Pt,
    features: features ? { ...below.features, ...features } : below.features,
  });
}

/** Small capitals asked for by tag are small capitals: a word of them is never half imitated either. */
function withSmallCaps(look: TextLook): TextLook {
  const { smcp, c2sc, ...features } = look.features;
  if (!smcp) return look;
  return { ...look, smallCaps: c2sc ? "all" : "small", features };
}
