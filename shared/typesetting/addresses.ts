/**
 * Addresses of the web and of mail, which are longer than lines: they divide behind a slash and before a point, an
 * "@" and the like, and no hyphen is made, for it would be read as part of the address (Chicago Manual of Style 7.46).
 */
import type { BreakChances, HouseRule } from "./breaks.ts";

const ADDRESS =
  /(?:https?:\/\/|ftp:\/\/|www\.|[\w.+-]{1,64}@)[^\s<>«»“”‘’\u2028\u2029]+|(?<![\w.@/-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|vn|edu|gov|info|io|fr|de|eu|uk|asia)(?:\/[^\s<>«»“”‘’\u2028\u2029]*)?/giu;
/** Parts shorter than this are not torn off. */
const SHORTEST = 3;

/** The chances with those of addresses: Unicode's own inside them give way. */
export function addressBreaks(
  found: BreakChances,
  text: string,
  whole: readonly { readonly from: number; readonly to: number }[],
  cost: number,
): BreakChances {
  // A cheap look first: most paragraphs hold no address.
  if (!/[\w](?:\.\w|@|:\/\/)/u.test(text)) return found;
  const inside: { readonly from: number; readonly to: number }[] = [];
  const added: number[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(/[.,;:!?)\]]+$/u, "");
    if (address.length < 8) continue;
    const from = match.index;
    const to = from + address.length;
    inside.push({ from, to });
    const scheme = /^[a-z]+:\/\//iu.exec(address)?.[0].length ?? 0;
    for (let at = Math.max(scheme, SHORTEST); at <= address.length - SHORTEST; at++) {
      const before = address.charAt(at - 1);
      const after = address.charAt(at);
      const behind = /[/&=]/u.test(before) && !/[/&=.]/u.test(after);
      const ahead = /[.?#@_~%]/u.test(after) && /[\p{L}\p{N}]/u.test(before);
      if ((behind || ahead) && !whole.some((run) => run.from < from + at && from + at < run.to)) added.push(from + at);
    }
  }
  if (inside.length === 0) return found;
  const isInside = (at: number): boolean => inside.some(({ from, to }) => at > from && at < to);
  const all: { at: number; penalty: number; forced: boolean; rule: HouseRule | null }[] = [];
  found.offsets.forEach((at, i) => {
    if (isInside(at) && found.forced[i] !== true) return;
    all.push({ at, penalty: found.penalties[i] ?? 0, forced: found.forced[i] ?? false, rule: found.rules[i] ?? null });
  });
  for (const at of added) all.push({ at, penalty: cost, forced: false, rule: "address" });
  all.sort((a, b) => a.at - b.at);
  const refused = found.refused.filter(({ at }) => !isInside(at));
  found.offsets.forEach((at) => {
    if (isInside(at) && !added.includes(at)) refused.push({ at, rule: "address" });
  });
  return {
    offsets: all.map(({ at }) => at),
    penalties: all.map(({ penalty }) => penalty),
    forced: all.map(({ forced }) => forced),
    rules: all.map(({ rule }) => rule),
    refused: refused.sort((a, b) => a.at - b.at),
  };
}
