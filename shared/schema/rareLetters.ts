/**
 * The letters of a document that not every text font has: for these the host looks through the system's fonts. What
 * every shipped family has (Latin with all of Vietnamese, the usual signs) is passed over, so that most documents ask
 * for nothing. Kept by node, since an edit changes few of them.
 */
import type { Node } from "prosemirror-model";

const known = new WeakMap<Node, string>();

/** More letters than any alphabet and most books of Chinese use; what is beyond is reported as missing. */
const MOST = 8000;

/** Each once, in rising order. */
export function rareLetters(node: Node): string {
  const before = known.get(node);
  if (before !== undefined) return before;
  let found = "";
  if (node.isText) found = rareOf(node.text ?? "");
  else {
    node.forEach((child) => {
      found += rareLetters(child);
    });
    if (found !== "") found = once(found);
  }
  known.set(node, found);
  return found;
}

/**
 * Latin as far as Vietnamese goes with its combining marks, the signs of every text font, and what has no ink: from
 * and to of each stretch, rising.
 */
const COMMON = [
  [0, 0x24f],
  [0x300, 0x304],
  [0x306, 0x306],
  [0x309, 0x309],
  [0x31b, 0x31b],
  [0x323, 0x323],
  [0x1ea0, 0x1ef9],
  [0x200b, 0x2029],
  [0x202f, 0x2030],
  [0x2032, 0x2033],
  [0x2039, 0x203a],
  [0x2044, 0x2044],
  [0x2060, 0x2060],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
] as const;

function rareOf(text: string): string {
  let found = "";
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x24f) continue;
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    if (!COMMON.some(([from, to]) => code >= from && code <= to)) found += String.fromCodePoint(code);
  }
  return found === "" ? "" : once(found);
}
function once(text: string): string {
  return [...new Set(text)]
    .sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))
    .slice(0, MOST)
    .join("");
}
