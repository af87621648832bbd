/**
 * Unicode's rules of line breaking (UAX 14, revision of Unicode 16, no tailoring): where a line may end and where it
 * must. One walk over the text; a rule that needs what follows looks on past combining marks. What the house adds to
 * the rules is in `breaks.ts`.
 */
import { EAST_ASIAN, LINE_CLASS } from "./lineClasses.ts";
import { lineClasses } from "./unicode.ts";

const { AL, CM, ID, BA, OP, CL, NU, PR, PO, QU, EX, GL, NS, AK, AS, H2, H3, IN, EB, BB, EP, HL } = LINE_CLASS;
const { QI, QF, SP, IS, SY, HY, HN, B2, CP, CB, ZWJ, ZW, BK, CR, LF, NL, WJ, EM, JL, JV, JT, RI } = LINE_CLASS;
const { AP, DC, VF, VI } = LINE_CLASS;

/** The text's two ends, which some rules name. */
const NOTHING = 63;
const CLASS = EAST_ASIAN - 1;

/** Where the number before stands (LB25): no number, NU (SY | IS)*, or the same with a closing bracket. */
const NO_NUMBER = 0;
const IN_NUMBER = 1;
const CLOSED_NUMBER = 2;

const isHard = (c: number): boolean => c >= BK && c <= NL;
const isAlphabetic = (c: number): boolean => c === AL || c === HL || c === DC;
const isIdeographic = (c: number): boolean => c === ID || c === EB || c === EM || c === EP;
const isKorean = (c: number): boolean => c === H2 || c === H3 || c === JL || c === JV || c === JT;
const isAksara = (c: number): boolean => c === AK || c === AS || c === DC;
const isQuote = (c: number): boolean => c === QU || c === QI || c === QF;

/** Calls `found` for every place before the end of `text` where a line may end: the next line's first UTF-16 unit. */
export function eachLineBreak(text: string, found: (at: number, forced: boolean) => void): void {
  const { basic } = lineClasses;
  const { length } = text;
  /** Class and width of the character at `at`; sets `next` behind it. */
  let next = 0;
  const classAt = (at: number): number => {
    const code = text.charCodeAt(at);
    next = at + 1;
    if (code < 0xd800 || code > 0xdbff) return basic[code] ?? 0;
    const whole = text.codePointAt(at) ?? 0;
    if (whole > 0xffff) next = at + 2;
    return lineClasses.of(whole);
  };
  /** Class of what follows `at` (the start of a character is not looked at; marks are passed), `NOTHING` at the end. */
  const following = (at: number): number => {
    const kept = next;
    let c: number = NOTHING;
    for (let i = at; i < length; i = next) {
      c = classAt(i);
      if ((c & CLASS) !== CM && (c & CLASS) !== ZWJ) break;
      c = NOTHING;
    }
    lastSeenEnd = next;
    next = kept;
    return c;
  };
  let lastSeenEnd = 0;

  // `last` is the unit before the place asked about, spaces included, marks taken into their base (LB9); `base` the
  // last that is no space, `before` what stood directly before `base`.
  let last: number = NOTHING;
  let lastWide = false;
  let base: number = NOTHING;
  let before: number = NOTHING;
  let beforeWide = false;
  let number = NO_NUMBER;
  let flags = 0;
  let joined = false;
  /** LB15a: the quotation mark `base` stands where one opens. */
  let opens = false;
  /** LB28a: `base` is a virama behind an aksara. */
  let aksaraVirama = false;

  /** The unit after the place asked about. */
  let c = 0;
  let wide = false;
  let end = 0;
  let afterJoiner = false;

  for (let at = 0; at < length; at = next) {
    const value = classAt(at);
    c = value & CLASS;
    if (value === AL && !joined) {
      // Most text is letters after letters, and words after spaces.
      if (last === AL) {
        before = AL;
        beforeWide = lastWide;
        lastWide = false;
        number = NO_NUMBER;
        continue;
      }
      if (last === SP && base === AL) {
        found(at, false);
        last = AL;
        before = SP;
        beforeWide = false;
        lastWide = false;
        continue;
      }
    } else if (value === SP && last === AL) {
      last = SP;
      lastWide = false;
      number = NO_NUMBER;
      joined = false;
      continue;
    }
    wide = value >= EAST_ASIAN;
    end = next;
    afterJoiner = joined;
    joined = c === ZWJ;
    if (c === CM || c === ZWJ) {
      // LB9: a mark belongs to what it stands on.
      if (last !== NOTHING && last !== SP && last !== ZW && !isHard(last)) continue;
      c = AL;
    }
    if (last !== NOTHING) {
      if (last === BK || last === LF || last === NL || (last === CR && c !== LF)) found(at, true);
      else if (allows()) found(at, false);
    }
    step();
  }

  function allows(): boolean {
    // LB6 to LB8a.
    if (isHard(c) || c === SP || c === ZW) return false;
    if (base === ZW) return true;
    if (afterJoiner) return false;
    if (last === SP) {
      if (c === WJ || c === CL || c === CP || c === EX || c === SY || base === OP || opens) return false;
      if (c === QF && closesAt(end)) return false;
      if (c === IS) return (following(end) & CLASS) === NU;
      if (c === NS && (base === CL || base === CP)) return false;
      return !(c === B2 && base === B2);
    }
    return touching();
  }

  /** The rules from LB11 on, with no space between. */
  function touching(): boolean {
    if (c === AL && last === AL) return false;
    if (c === WJ || last === WJ || last === GL) return false;
    if (c === GL) return last === BA || last === HN || last === HY;
    if (c === CL || c === CP || c === EX || c === SY || last === OP || opens) return false;
    if (c === QF && closesAt(end)) return false;
    if (c === IS) return false;
    if (c === NS && (last === CL || last === CP)) return false;
    if (c === B2 && last === B2) return false;
    // LB19, LB19a: between ideographs a quotation mark opens or closes by its own class only.
    if (c === QU || c === QF || last === QU || last === QI) return false;
    if (c === QI) {
      const after = following(end);
      if (!lastWide || after === NOTHING || after < EAST_ASIAN) return false;
    }
    if (last === QF && (!wide || before === NOTHING || !beforeWide)) return false;
    if (c === CB || last === CB) return true;
    // LB20a: a hyphen that begins a word.
    if ((last === HY || last === HN) && (c === AL || c === DC) && startsWord(before)) return false;
    if (c === BA || c === HN || c === HY || c === NS || last === BB) return false;
    // LB21a: Hebrew words keep their hyphen with what follows.
    if (before === HL && (last === HY || last === HN || (last === BA && !lastWide)) && c !== HL) return false;
    if (last === SY && c === HL) return false;
    if (c === IN) return false;
    const letter = isAlphabetic(c);
    const lastLetter = isAlphabetic(last);
    if ((lastLetter && c === NU) || (last === NU && letter)) return false;
    if ((last === PR && isIdeographic(c)) || (isIdeographic(last) && c === PO)) return false;
    if ((last === PR || last === PO) && letter) return false;
    if (lastLetter && (c === PR || c === PO)) return false;
    if (numeric()) return false;
    if (last === JL && (c === JL || c === JV || c === H2 || c === H3)) return false;
    if ((last === JV || last === H2) && (c === JV || c === JT)) return false;
    if ((last === JT || last === H3) && c === JT) return false;
    if ((isKorean(last) && c === PO) || (last === PR && isKorean(c))) return false;
    if (letter && lastLetter) return false;
    // LB28a: syllables of Brahmi's descendants.
    if (last === AP && isAksara(c)) return false;
    if (isAksara(last) && (c === VF || c === VI)) return false;
    if (aksaraVirama && (c === AK || c === DC)) return false;
    if (isAksara(last) && isAksara(c) && (following(end) & CLASS) === VF) return false;
    if (last === IS && letter) return false;
    if ((lastLetter || last === NU) && c === OP && !wide) return false;
    if (last === CP && !lastWide && (letter || c === NU)) return false;
    if (last === RI && c === RI) return flags % 2 === 0;
    return !((last === EB || last === EP) && c === EM);
  }

  /** LB25: figures, what stands before and behind them, the signs between them. */
  function numeric(): boolean {
    if (c === PO || c === PR) return number !== NO_NUMBER;
    if (c === NU) return number === IN_NUMBER || last === PO || last === PR || last === HY || last === IS;
    if (c !== OP || (last !== PO && last !== PR)) return false;
    const after = following(end) & CLASS;
    return after === NU || (after === IS && (following(lastSeenEnd) & CLASS) === NU);
  }

  function step(): void {
    if (c === NU) number = IN_NUMBER;
    else if ((c === CL || c === CP) && number === IN_NUMBER) number = CLOSED_NUMBER;
    else if (!((c === SY || c === IS) && number === IN_NUMBER)) number = NO_NUMBER;
    flags = c === RI ? flags + 1 : 0;
    aksaraVirama = c === VI && isAksara(last);
    if (c === QI) opens = opensAfter(last);
    else if (c !== SP) opens = false;
    if (c !== SP) {
      before = last;
      beforeWide = lastWide;
      base = c;
    }
    last = c;
    lastWide = wide;
  }
  /** LB15b: does the text go on behind the closing quotation mark as behind the end of a quotation? */
  function closesAt(end: number): boolean {
    const c = following(end) & CLASS;
    if (c === NOTHING || c === SP || c === ZW || c === GL || c === WJ || isHard(c) || isQuote(c)) return true;
    return c === CL || c === CP || c === EX || c === IS || c === SY;
  }
}

/** LB15a: an opening quotation mark behind this class opens a quotation. */
function opensAfter(c: number): boolean {
  return c === NOTHING || isHard(c) || c === OP || isQuote(c) || c === GL || c === SP || c === ZW;
}
/** LB20a: what stands before the hyphen that begins a word. */
function startsWord(c: number): boolean {
  return c === NOTHING || isHard(c) || c === SP || c === ZW || c === CB || c === GL;
}
