/**
 * Which language a manuscript is in, as far as the rules here need it: Vietnamese shows itself by letters no other
 * language uses; anything else counts as English until somebody says otherwise.
 */
import { textOf, type SourceLine } from "./source.ts";

/** đ ơ ư ă and the letters of U+1EA0–1EF9 (Latin Extended Additional) belong to Vietnamese; â ê ô à é… to many. */
const VIETNAMESE = /[đĐơƠưƯ\u1EA0-\u1EF9]/g;
/** About every fourth letter of Vietnamese prose carries one of them; a quoted name in English far fewer than this. */
const SHARE = 0.04;
const ENOUGH = 20_000;

export function detectLanguage(lines: readonly SourceLine[]): string {
  let letters = 0;
  let vietnamese = 0;
  for (const line of lines) {
    const text = textOf(line.spans);
    letters += text.match(/\p{L}/gu)?.length ?? 0;
    vietnamese += text.match(VIETNAMESE)?.length ?? 0;
    if (letters > ENOUGH) break;
  }
  return letters > 0 && vietnamese / letters >= SHARE ? "vi" : "en";
}

/** `vi-VN` and `VI` are `vi`. */
export const primaryLanguage = (lang: string): string => (lang.split(/[-_]/)[0] ?? "").toLowerCase();
