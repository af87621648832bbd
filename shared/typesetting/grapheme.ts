/**
 * Where a person sees one letter end and the next begin: extended grapheme clusters by UAX 29, from the character
 * properties every JavaScript engine carries. Rule GB9c (conjuncts of Indian scripts) is not here; the shaper's own
 * clusters keep those letters together.
 */
type Kind = "other" | "extend" | "mark" | "prepend" | "zwj" | "control" | "cr" | "lf" | "flag" | "l" | "v" | "t";

const EXTEND = /^[\p{Grapheme_Extend}\p{Emoji_Modifier}]$/u;
const CONTROL = /^[\p{Zl}\p{Zp}\p{Cc}\p{Cf}\p{Cs}]$/u;
const FLAG = /^\p{Regional_Indicator}$/u;
const MARK = /^[\p{Mc}\u0e33\u0eb3]$/u;
const PICTURE = /^\p{Extended_Pictographic}$/u;
/** Letters that stand before their syllable, and signs that stand before their number (UAX 29 table 2, Prepend). */
const PREPENDED = new Set([
  0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06dd, 0x070f, 0x0890, 0x0891, 0x08e2, 0x110bd, 0x110cd, 0x0d4e,
  0x111c2, 0x111c3, 0x1193f, 0x11941, 0x11a3a, 0x11a84, 0x11a85, 0x11a86, 0x11a87, 0x11a88, 0x11a89, 0x11d46, 0x11f02,
]);
/** Spacing marks that UAX 29 table 2 counts as letters. */
const NOT_MARKS = new Set([
  0x102b, 0x102c, 0x1038, 0x1062, 0x1063, 0x1064, 0x1067, 0x1068, 0x1069, 0x106a, 0x106b, 0x106c, 0x106d, 0x1083,
  0x1087, 0x1088, 0x1089, 0x108a, 0x108b, 0x108c, 0x108f, 0x109a, 0x109b, 0x109c, 0x1a61, 0x1a63, 0x1a64, 0xaa7b,
  0xaa7d, 0x11720, 0x11721,
]);

function kindOf(code: number): Kind {
  if (code < 0x300) {
    if (code >= 0x20 && code < 0x7f) return "other";
    if (code === 0x0d) return "cr";
    if (code === 0x0a) return "lf";
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0xad ? "control" : "other";
  }
  if (code >= 0xac00 && code <= 0xd7a3) return "v";
  if ((code >= 0x1100 && code <= 0x115f) || (code >= 0xa960 && code <= 0xa97c)) return "l";
  if ((code >= 0x1160 && code <= 0x11a7) || (code >= 0xd7b0 && code <= 0xd7c6)) return "v";
  if ((code >= 0x11a8 && code <= 0x11ff) || (code >= 0xd7cb && code <= 0xd7fb)) return "t";
  // Latin with Vietnamese letters, Greek and Cyrillic hold marks and nothing else of interest up to here.
  if (code >= 0x1e00 && code <= 0x1fff) return "other";
  if (code === 0x200d) return "zwj";
  const char = String.fromCodePoint(code);
  if (EXTEND.test(char)) return "extend";
  if (PREPENDED.has(code)) return "prepend";
  if (CONTROL.test(char) || (code >= 0xe0000 && code <= 0xe0fff)) return "control";
  if (FLAG.test(char)) return "flag";
  return MARK.test(char) && !NOT_MARKS.has(code) ? "mark" : "other";
}

/**
 * Starts of the clusters of `text` in UTF-16 units, and the text's length as the last entry. Empty text has none but
 * its length 0.
 */
export function clusterStarts(text: string): number[] {
  const starts: number[] = [];
  let before: Kind | null = null;
  let beforeCode = 0;
  let flags = 0;
  let pictureThenZwj = false;
  let inPicture = false;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const kind = kindOf(code);
    const picture = code > 0xa8 && kind === "other" && PICTURE.test(String.fromCodePoint(code));
    if (before === null || divides(before, beforeCode, kind, code, flags, pictureThenZwj && picture)) starts.push(at);
    flags = kind === "flag" ? flags + 1 : 0;
    pictureThenZwj = kind === "zwj" && inPicture;
    if (picture) inPicture = true;
    else if (kind !== "extend" && kind !== "zwj") inPicture = false;
    before = kind;
    beforeCode = code;
    at += code > 0xffff ? 2 : 1;
  }
  starts.push(text.length);
  return starts;
}

/** UAX 29 rules GB3 to GB13, in their order. `flags`: regional indicators directly before. */
function divides(
  a: Kind,
  aCode: number,
  b: Kind,
  bCode: number,
  flags: number,
  afterPictureAndJoiner: boolean,
): boolean {
  if (a === "cr" && b === "lf") return false;
  if (a === "control" || a === "cr" || a === "lf" || b === "control" || b === "cr" || b === "lf") return true;
  if (a === "l" && (b === "l" || b === "v")) return false;
  // Precomposed syllables stand under "v" here: LV when nothing closes them, else LVT.
  if (a === "v" && b === "v") return bCode >= 0xac00 && bCode <= 0xd7a3 ? true : hangulClosed(aCode);
  if (a === "v" && b === "t") return false;
  if (a === "t" && b === "t") return false;
  if (b === "extend" || b === "zwj" || b === "mark") return false;
  if (a === "prepend") return false;
  if (afterPictureAndJoiner) return false;
  if (a === "flag" && b === "flag") return flags % 2 === 0;
  return true;
}
function hangulClosed(code: number): boolean {
  return code >= 0xac00 && code <= 0xd7a3 && (code - 0xac00) % 28 !== 0;
}
