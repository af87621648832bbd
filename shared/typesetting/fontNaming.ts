/**
 * What a font's names give away when its numbers do not: weight, width, the size it was drawn for, serif or sans.
 * Pure over strings. The words are those foundries use (OpenType 1.9.1, "OS/2" usWeightClass and usWidthClass; Adobe's
 * names of optical sizes: Caption, SmText, Subhead, Display).
 */
/** `unknown` is neither said by the file nor by its name. */
export type FontGenre = "serif" | "sans" | "mono" | "symbol" | "unknown";

/** "EB Garamond" and "eb  garamond" are the same family. */
export function familyKey(family: string): string {
  return family.toLowerCase().replace(/[\s_-]+/g, "");
}

/** The longer word first: "Extra Light" is not "Light". */
const WEIGHT_WORDS: readonly (readonly [RegExp, number])[] = [
  [/(extra|ultra)[\s-]?light|\bxlight\b/i, 200],
  [/(semi|demi)[\s-]?light/i, 350],
  [/(semi|demi)[\s-]?bold|\bdemi\b/i, 600],
  [/(extra|ultra)[\s-]?bold|\bxbold\b/i, 800],
  [/(extra|ultra)[\s-]?black|\bfat\b/i, 950],
  [/hairline|\bthin\b/i, 100],
  [/\blight\b|\blt\b/i, 300],
  [/\bmedium\b/i, 500],
  [/\bblack\b|\bheavy\b/i, 900],
  [/\bbold\b|\bbd\b/i, 700],
  [/\bregular\b|\broman\b|\bbook\b|\bnormal\b/i, 400],
];

/** The weight a style's name says ("Semibold Italic" is 600), or null. */
export function weightOfName(style: string): number | null {
  return WEIGHT_WORDS.find(([word]) => word.test(style))?.[1] ?? null;
}

const WIDTH_WORDS: readonly (readonly [RegExp, number])[] = [
  [/(ultra|extra)[\s-]?(condensed|compressed)|\bcompressed\b/i, 62.5],
  [/(semi|demi)[\s-]?(condensed|narrow)/i, 87.5],
  [/condensed|\bnarrow\b|\bcond\b/i, 75],
  [/(ultra|extra)[\s-]?(expanded|extended|wide)/i, 150],
  [/(semi|demi)[\s-]?(expanded|extended|wide)/i, 112.5],
  [/expanded|\bextended\b|\bwide\b/i, 125],
];

/** The width a style's name says, per cent of normal, or null. */
export function widthOfName(style: string): number | null {
  return WIDTH_WORDS.find(([word]) => word.test(style))?.[1] ?? null;
}

/** Sizes in points that Adobe and others draw each for, when the file does not say; the plain cut stands between. */
const OPTICAL_WORDS: Readonly<Record<string, readonly [number, number]>> = {
  micro: [4, 7],
  caption: [6, 8.5],
  small: [6, 9],
  smtext: [8.5, 11],
  text: [9, 14],
  deck: [14, 24],
  subhead: [14, 22],
  headline: [18, 36],
  large: [18, 72],
  display: [22, 144],
  titling: [22, 144],
  banner: [48, 144],
  poster: [60, 288],
};
export type OpticalCut = keyof typeof OPTICAL_WORDS;

/**
 * A family's name without the word for its size, and the sizes that word means: "Source Serif 4 Display" is
 * "Source Serif 4" from 22 to 144 pt. Null sizes for a name without such a word.
 */
export function opticalOfName(family: string): {
  readonly base: string;
  readonly sizes: readonly [number, number] | null;
} {
  const found = /^(.*\S)[\s-]+(\w+)$/.exec(family.trim());
  const sizes = OPTICAL_WORDS[found?.[2]?.toLowerCase() ?? ""];
  return found?.[1] !== undefined && sizes ? { base: found[1], sizes } : { base: family, sizes: null };
}

const MONO = /\bmono|\bcode\b|courier|consolas|menlo|monaco|typewriter|console/i;
const SANS =
  /\bsans\b|grotes[kq]|gothic|helvetica|arial|univers|frutiger|futura|avenir|gill|myriad|verdana|tahoma|calibri|segoe|roboto|inter\b|lato\b|optima|franklin|trebuchet|akzidenz|neue haas|din\b|montserrat|poppins|open sans|proxima|be vietnam|candara|corbel|geneva|ubuntu|cantarell/i;
const SYMBOL = /symbol|dingbat|emoji|\bicons?\b|ornament|wingdings|webdings/i;
const SERIF =
  /\bserif\b|roman|antiqua|garamond|times|minion|caslon|baskerville|bodoni|didot|georgia|palatino|cambria|century|bookman|charter|sabon|bembo|jenson|goudy|plantin|utopia|playfair|literata|spectral|merriweather|lora\b/i;

/** What a family's name says of its genre. */
export function genreOfName(family: string): FontGenre {
  if (SYMBOL.test(family)) return "symbol";
  if (MONO.test(family)) return "mono";
  if (SANS.test(family)) return "sans";
  return SERIF.test(family) ? "serif" : "unknown";
}
