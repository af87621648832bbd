/**
 * How the words of a style ("old-style figures", the name of a stylistic set) become the feature tags that HarfBuzz
 * takes, and what of it a font has not: told, never passed over. Source: OpenType 1.9.1, "Registered features".
 */
import type { FontId } from "./glyphs.ts";
import type { TextLook } from "./looks.ts";
import type { FontOffers, Setup, Shaper } from "./shaper.ts";
import { featureList } from "./shaper.ts";
import { wordBook } from "./words.ts";

export type Features = Readonly<Record<string, number>>;

/** What a style asks of a font and the font has not. */
export type Lacking = {
  /** In the words of a message: "old-style figures". */
  readonly what: string;
  /** Text that would show it. */
  readonly shows: RegExp;
};

export type Asked = {
  readonly features: Features;
  /** The features as a canonical list, and the same without ligatures, for tracked text. */
  readonly list: string;
  readonly lacking: readonly Lacking[];
};

const asked = new WeakMap<TextLook, Map<FontId, { readonly plain: Asked; readonly tracked: Asked }>>();

/** The features of a look in a font. `tracked`: letters stand apart by hand, so none of them is joined. */
export function askedOf(look: TextLook, font: FontId, shaper: Shaper, tracked: boolean): Asked {
  let byFont = asked.get(look);
  if (!byFont) asked.set(look, (byFont = new Map()));
  let both = byFont.get(font);
  if (!both) {
    const offers = shaper.offers(font);
    const features = featuresOf(look, offers);
    const unjoined = { ...features, ...UNJOINED };
    const lacking = lackingOf(look, offers, () => digitWidths(shaper, font));
    both = {
      plain: { features, list: featureList(features), lacking },
      tracked: { features: unjoined, list: featureList(unjoined), lacking },
    };
    byFont.set(font, both);
  }
  return tracked || look.letterSpace !== 0 ? both.tracked : both.plain;
}

const UNJOINED: Features = { liga: 0, clig: 0, dlig: 0, hlig: 0 };

function featuresOf(look: TextLook, offers: FontOffers): Features {
  const features: Record<string, number> = {};
  if (look.figures !== "default") features[look.figures === "lining" ? "lnum" : "onum"] = 1;
  if (look.figureWidth !== "default") features[look.figureWidth === "tabular" ? "tnum" : "pnum"] = 1;
  if (look.ligatures === "none") Object.assign(features, UNJOINED);
  if (look.ligatures === "discretionary" || look.ligatures === "all") features.dlig = 1;
  if (look.ligatures === "historical" || look.ligatures === "all") features.hlig = 1;
  if (look.slashedZero) features.zero = 1;
  if (look.swash) features[offers.tags.has("swsh") ? "swsh" : "cswh"] = 1;
  if (!look.contextual) features.calt = 0;
  if (look.kerning === "none") features.kern = 0;
  if (look.caseSensitive === "always" || (look.capitals && look.caseSensitive === "auto")) features.case = 1;
  for (const set of look.stylisticSets) {
    const tag = setTag(set, offers);
    if (tag !== null) features[tag] = 1;
  }
  return { ...features, ...look.features };
}

/** The tag of a stylistic set or character variant, by tag or by the font's own name for it; null when it has none. */
export function setTag(set: string, { tags, sets }: FontOffers): string | null {
  if (tags.has(set)) return set;
  const wanted = nameKey(set);
  for (const [tag, name] of sets) if (nameKey(name) === wanted) return tag;
  return null;
}
function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}

/** On without being asked, so that asking for them in a font without them is no mistake. */
const ALWAYS_ON = new Set(["ccmp", "liga", "clig", "calt", "kern", "locl", "mark", "mkmk", "rlig", "rclt"]);
const DIGIT = /\d/;
const LETTER = /\p{L}/u;
const ANY = /\S/;

function lackingOf(look: TextLook, { tags, sets }: FontOffers, widths: () => readonly number[]): readonly Lacking[] {
  const found: Lacking[] = [];
  const lacks = (what: string, shows: RegExp): void => void found.push({ what, shows });
  // A font with one kind of figures only names the other kind; what it does without being asked is what is meant.
  if (look.figures === "old-style" && !tags.has("onum") && !tags.has("lnum")) lacks("old-style figures", DIGIT);
  if (look.figureWidth === "tabular" && !tags.has("tnum") && new Set(widths()).size > 1) {
    lacks("tabular figures", DIGIT);
  }
  if (look.figureWidth === "proportional" && !tags.has("pnum") && new Set(widths()).size === 1) {
    lacks("proportional figures", DIGIT);
  }
  const { ligatures } = look;
  if ((ligatures === "discretionary" || ligatures === "all") && !tags.has("dlig")) {
    lacks("discretionary ligatures", LETTER);
  }
  if ((ligatures === "historical" || ligatures === "all") && !tags.has("hlig")) lacks("historical ligatures", LETTER);
  if (look.slashedZero && !tags.has("zero")) lacks("slashed zero", /0/);
  if (look.swash && !tags.has("swsh") && !tags.has("cswh")) lacks("swashes", LETTER);
  if (look.caseSensitive === "always" && !tags.has("case")) lacks("forms for capitals", /[^\p{L}\p{N}\s]/u);
  for (const set of look.stylisticSets) {
    if (setTag(set, { tags, sets }) !== null) continue;
    const known = [...sets]
      .map(([tag, name]) => `${tag} "${name}"`)
      .concat([...tags].filter((t) => /^ss\d\d$/.test(t) && !sets.has(t)));
    lacks(`stylistic set "${set}" (it has ${known.length > 0 ? known.join(", ") : "none"})`, ANY);
  }
  for (const [tag, value] of Object.entries(look.features)) {
    if (value > 0 && !tags.has(tag) && !ALWAYS_ON.has(tag)) lacks(`feature "${tag}"`, ANY);
  }
  return found;
}

function digitWidths(shaper: Shaper, font: FontId): readonly number[] {
  const setup: Setup = { font, script: "Latn", lang: "en", direction: "ltr", features: "" };
  return [..."0123456789"].map((digit) => wordBook(shaper, setup).word(digit).width);
}

/** Has the font this feature for every letter and figure of the text? Asked letter by letter: tag lists promise more. */
export function hasFeature(shaper: Shaper, setup: Setup, tag: string, text: string): boolean {
  const plain = wordBook(shaper, setup);
  const changed = wordBook(shaper, withFeature(setup, tag));
  for (const char of new Set(text)) {
    if (!/[\p{L}\p{N}]/u.test(char)) continue;
    const a = plain.word(char).pieces;
    const b = changed.word(char).pieces;
    if (a.length === 1 && b.length === 1 && a[0]?.font === b[0]?.font && a[0]?.glyphs[0] === b[0]?.glyphs[0])
      return false;
  }
  return true;
}

/** Does the feature change any glyph of this text, set as a whole? */
export function changesGlyphs(shaper: Shaper, setup: Setup, tag: string, text: string): boolean {
  const glyphs = (how: Setup): string =>
    wordBook(shaper, how)
      .word(text)
      .pieces.map((piece) => piece.glyphs.join())
      .join(";");
  return glyphs(setup) !== glyphs(withFeature(setup, tag));
}

/** The setup with one more feature; of two words on a feature HarfBuzz obeys the last. */
export function withFeature(setup: Setup, tag: string, value = 1): Setup {
  return { ...setup, features: setup.features === "" ? `${tag}=${value}` : `${setup.features},${tag}=${value}` };
}
