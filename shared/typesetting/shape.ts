/**
 * A block and its style made into words of glyphs, with every place where a line may end. Nothing here depends on the
 * measure: dragging a gutter shapes nothing again.
 */
import { tell } from "../findings/tell.ts";
import type { Block, TextRun } from "../schema/story.ts";
import { PLAIN } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import { type BreakChances, breakChances, type LanguageStretch, languagesOf } from "./breaks.ts";
import { type Chances, EMERGENCY_PENALTY, sumUp } from "./chances.ts";
import { fixedSpaceAt } from "./fixedSpaces.ts";
import { clusterStarts } from "./grapheme.ts";
import { type Dress, type Item, stretchesOf, type TextFinding, UNDRESSED } from "./items.ts";
import { houseOf } from "./houseWords.ts";
import { withoutOwnLanguage } from "./runLanguages.ts";
import type { Shaper } from "./shaper.ts";
import { FIXED_SPACE, kindOf, LINE_BREAK, SPACE, type Tokens, WORD } from "./tokens.ts";
import type { Word, WordBook } from "./words.ts";

export type ShapedBlock = Tokens & {
  readonly block: Block;
  readonly style: ParagraphStyle;
  /** Sign and text as the reader sees them: in capitals where the style says so. */
  readonly text: string;
  /** Length of the generated sign at the start of `text`. */
  readonly sign: number;
  /** Stretches of `text` that no line may end in. */
  readonly whole: readonly TextRun[];
  /** Chances of the text itself, without hyphenation. */
  readonly found: BreakChances;
  readonly chances: Chances;
  readonly findings: readonly TextFinding[];
};

/** In UTF-16 units. A word beyond all sense is shaped in parts, so that time stays in proportion to its length. */
const LONGEST_WORD = 200;

const NO_WORD: Word = {
  text: "",
  pieces: [],
  missing: [],
  width: 0,
  clusters: 0,
  above: 0,
  below: 0,
  kernBefore: 0,
  kernAfter: 0,
  hangLeft: 0,
  hangRight: 0,
  carets: null,
  invisible: false,
  cuts: null,
  hyphens: null,
};

/** Arrays being filled: grown as needed, copied from, and nothing in them outlives a call. */
let scratch = scratchOf(2048);
function scratchOf(size: number) {
  return { starts: new Uint32Array(size), itemOf: new Uint16Array(size), kinds: new Uint8Array(size) };
}

/**
 * Shapes a block. `sign` is generated text set before the block's own ("❖ ", "– "): it has no offsets in the document
 * and its runs have the ink "sign". The first `apart` UTF-16 units of sign and text are set elsewhere (a drop cap, a
 * sign hung in the margin): they are part of the first line's text and have no glyphs here.
 * `dress` holds the character styles that the block's marks name, and the nested runs of its style.
 */
export function shapeBlock(
  block: Block,
  style: ParagraphStyle,
  sign: string,
  shaper: Shaper,
  apart = 0,
  dress: Dress = UNDRESSED,
): ShapedBlock {
  const findings: TextFinding[] = [];
  const runs: TextRun[] = sign === "" ? [] : [{ from: 0, to: sign.length, marks: PLAIN }];
  for (const run of withoutOwnLanguage(block.runs, block.lang)) {
    runs.push(sign === "" ? run : { from: run.from + sign.length, to: run.to + sign.length, marks: run.marks });
  }
  const typed = sign + block.text;
  const { text, stretches, whole } = stretchesOf(typed, runs, block, style, sign.length, shaper, findings, dress);

  const items: Item[] = [];
  const tokens: Word[] = [];
  if (scratch.starts.length <= text.length) scratch = scratchOf(text.length * 2);
  const { starts, itemOf, kinds } = scratch;
  const push = (word: Word, at: number, kind: number): void => {
    const t = tokens.length;
    starts[t] = at;
    itemOf[t] = items.length - 1;
    // What has no glyph at all behaves as a space without width.
    kinds[t] = kind === WORD && word.clusters === 0 ? FIXED_SPACE : kind;
    tokens.push(word);
    if (word.missing.length === 0) return;
    for (const gap of word.missing) {
      findings.push(glyphMissing(word.text.slice(gap.from, gap.to), at + gap.from - sign.length));
    }
  };
  const pushWord = (book: WordBook, from: number, to: number): void => {
    if (to - from <= LONGEST_WORD) {
      push(book.word(text.slice(from, to)), from, WORD);
      return;
    }
    const long = text.slice(from, to);
    let begin = 0;
    for (const at of clusterStarts(long)) {
      if ((at - begin < LONGEST_WORD && at < long.length) || at === begin) continue;
      push(book.word(long.slice(begin, at)), from + begin, WORD);
      begin = at;
    }
  };
  for (const { from: first, to, item } of stretches) {
    if (to <= apart) continue;
    const from = first < apart ? apart : first;
    items.push(item);
    if (items.length > 0xffff) throw new RangeError(`a paragraph of ${items.length} differently styled stretches`);
    const fixed = houseOf(item.book.setup.lang).spacedPunctuation;
    let begin = from;
    for (let at = from; at < to; at++) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === WORD) continue;
      if (at > begin) pushWord(item.book, begin, at);
      const space = fixed && kind === SPACE ? fixedSpaceAt(text, at, item.book) : null;
      if (space) {
        push(space, at, FIXED_SPACE);
        begin = at + 1;
        continue;
      }
      const word =
        kind === LINE_BREAK
          ? NO_WORD
          : kind === SPACE && code !== 0xa0
            ? item.book.spaceWord
            : item.book.word(text.charAt(at));
      push(word, at, kind);
      begin = at + 1;
    }
    if (to > begin) pushWord(item.book, begin, to);
  }

  const base = {
    items,
    tokens,
    starts: starts.slice(0, tokens.length),
    itemOf: itemOf.slice(0, tokens.length),
    kinds: kinds.slice(0, tokens.length),
  };
  // A sign is never left alone at a line's end, and nothing breaks before the first glyph.
  const head = Math.max(sign.length, apart);
  const kept = head === 0 ? whole : [...whole, { from: 0, to: head + 1 }];
  const found = chancesOf(block, text, kept, languagesOf(stretches));
  const chances = sumUp(text, base, found, style, whole);
  return { block, style, text, sign: sign.length, whole, ...base, found, chances, findings };
}

/** What `breakChances` found in a block last. Another size or face changes none of it. */
const lastFound = new WeakMap<
  Block,
  {
    readonly text: string;
    readonly whole: readonly Span[];
    readonly languages: readonly LanguageStretch[];
    readonly found: BreakChances;
  }
>();
type Span = { readonly from: number; readonly to: number };

function chancesOf(
  block: Block,
  text: string,
  whole: readonly Span[],
  languages: readonly LanguageStretch[],
): BreakChances {
  const last = lastFound.get(block);
  if (last && last.text === text && alike(last.whole, whole) && alike(last.languages, languages)) return last.found;
  const found = breakChances(text, whole, languages);
  lastFound.set(block, { text, whole, languages, found });
  return found;
}
function alike(a: readonly (Span & { readonly lang?: string })[], b: typeof a): boolean {
  return (
    a.length === b.length &&
    a.every(({ from, to, lang }, n) => from === b[n]?.from && to === b[n]?.to && lang === b[n]?.lang)
  );
}

/**
 * The chances with breaks between all letters of the stretches given (offsets in `shaped.text`): for words that are
 * wider than the measure.
 */
export function withEmergencyBreaks(
  shaped: ShapedBlock,
  stretches: readonly { readonly from: number; readonly to: number }[],
): Chances {
  const { found, text } = shaped;
  const known = new Map<number, readonly [penalty: number, forced: boolean]>();
  for (const { from, to } of stretches) {
    for (const at of clusterStarts(text.slice(from, to))) {
      const place = from + at;
      if (place <= from || place >= to || kindOf(text.charCodeAt(place)) !== WORD) continue;
      known.set(place, [EMERGENCY_PENALTY, false]);
    }
  }
  found.offsets.forEach((at, i) => known.set(at, [found.penalties[i] ?? 0, found.forced[i] ?? false]));
  const offsets = [...known.keys()].sort((a, b) => a - b);
  const more: BreakChances = {
    offsets,
    penalties: offsets.map((at) => known.get(at)?.[0] ?? 0),
    forced: offsets.map((at) => known.get(at)?.[1] ?? false),
    rules: offsets.map(() => null),
    refused: [],
  };
  return sumUp(text, shaped, more, shaped.style, shaped.whole);
}

function glyphMissing(char: string, at: number): TextFinding {
  const from = Math.max(0, at);
  return {
    ...tell("error", "glyph-missing.font", { char, codes: codesOf(char) }),
    from,
    to: Math.max(from, at + char.length),
  };
}
function codesOf(text: string): string {
  const codes = [...text].map((char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
  return codes.length > 8 ? `${codes.slice(0, 8).join(" ")} …` : codes.join(" ");
}
