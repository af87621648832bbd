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

// Latin as far as Vietnamese goes, punctuation, currency signs of Latin fonts, and what has no ink.
const RARE =
  /[^\0-\u024f\u0300-\u0304\u0306\u0309\u031b\u0323\u1ea0-\u1ef9\u2010-\u2027\u202f\u2030\u2032\u2033\u2039\u203a\u2044\u20ab\u20ac\u2122\u2212\u00ad\u200b-\u200f\u2028\u2029\u2060\ufe00-\ufe0f\ufeff]/gu;

function rareOf(text: string): string {
  const found = text.match(RARE);
  return found ? once(found.join("")) : "";
}
function once(text: string): string {
  return [...new Set(text)]
    .sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0))
    .slice(0, MOST)
    .join("");
}
