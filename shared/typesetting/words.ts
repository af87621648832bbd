/**
 * Words shaped once. A newspaper uses few words many times, so the unit of shaping is the word between two spaces, and
 * a word met again costs a look-up. What a word and the space beside it do to each other (some fonts kern against the
 * space) is kept apart from the word, because it vanishes at a line's edge.
 *
 * A word cut by a line's end is shaped again as two words: ligatures and kerns across the cut are then right.
 */
import type { Hyphenator } from "./hyphenate.ts";
import { clusterStarts } from "./grapheme.ts";
import { marginsOf } from "./protrusion.ts";
import type { Setup, ShapedPiece, Shaper } from "./shaper.ts";

/** All lengths in em of the size asked for. */
export type Word = {
  readonly text: string;
  readonly pieces: readonly ShapedPiece[];
  readonly missing: readonly { readonly from: number; readonly to: number }[];
  readonly width: number;
  /** Glyph clusters: tracking goes between them. */
  readonly clusters: number;
  readonly above: number;
  readonly below: number;
  /** How much the font moves the space before and after this word; the space's own width is not in it. */
  readonly kernBefore: number;
  readonly kernAfter: number;
  /** How far the first and last glyph hang out at a line's edge. */
  readonly hangLeft: number;
  readonly hangRight: number;
  /** Places of the caret inside ligatures by cluster, in em from the glyph's pen; null where the fonts say nothing. */
  readonly carets: ReadonlyMap<number, readonly number[]> | null;
  /** Holds characters without glyph (soft hyphens, zero-width spaces). */
  readonly invisible: boolean;
  /** Where a word can be divided; filled at the first asking. */
  cuts: Map<number, Cut> | null;
  /** Where the hyphenator that came last divides the word. */
  hyphens: { readonly by: Hyphenator; readonly points: readonly Division[] } | null;
};

/** A place inside a word where a line may end: UTF-16 units from its beginning, and what ending there is like. */
export type Division = {
  readonly at: number;
  readonly penalty: number;
  /** Flags of a chance. */
  readonly flag: number;
  readonly cut: Cut;
};

/** Sums over the two parts of a divided word in em; the hyphen belongs to the head if one is made. */
export type Cut = {
  readonly head: CutPart;
  readonly tail: CutPart;
};
export type CutPart = Pick<Word, "text" | "width" | "clusters" | "hangLeft" | "hangRight">;

/** The words of one setup. */
export type WordBook = {
  readonly setup: Setup;
  /** Advance of the space in em. */
  readonly space: number;
  /** The space as a word. */
  readonly spaceWord: Word;
  /** The character a made hyphen is shaped from: U+2010 where the font has it. */
  readonly hyphen: string;
  word(text: string): Word;
  /** `at` in UTF-16 units of the word's text; `hyphen` when one is made there. */
  cut(word: Word, at: number, hyphen: boolean): Cut;
};

/** So many different words a setup keeps; a book of a million words has about 50,000. */
const MOST_WORDS = 60_000;

const books = new WeakMap<Shaper, Map<string, WordBook>>();

/** The book for a setup: the same object as long as the shaper lives. */
export function wordBook(shaper: Shaper, setup: Setup): WordBook {
  let all = books.get(shaper);
  if (!all) {
    all = new Map();
    books.set(shaper, all);
  }
  const key = `${setup.font} ${setup.script} ${setup.lang} ${setup.direction} ${setup.features}`;
  let book = all.get(key);
  if (!book) {
    book = openBook(shaper, setup);
    all.set(key, book);
  }
  return book;
}

function openBook(shaper: Shaper, setup: Setup): WordBook {
  let words = new Map<string, Word>();
  const kerns = new Map<string, number>();
  const space = widthOf(shaper.shape(" ", setup).pieces);
  const hyphen = shaper
    .shape("\u2010", setup)
    .pieces.every((piece) => piece.font === setup.font && !piece.glyphs.includes(0))
    ? "\u2010"
    : "-";

  /** What `text` and a space beside it change in each other's advances. `text` holds a space. */
  function kern(text: string, bare: string): number {
    let known = kerns.get(text);
    if (known === undefined) {
      const found = widthOf(shaper.shape(text, setup).pieces) - widthOf(shaper.shape(bare, setup).pieces) - space;
      // What is less than any font's unit comes from adding in another order.
      known = Math.abs(found) < 1e-9 ? 0 : found;
      kerns.set(text, known);
    }
    return known;
  }

  function word(text: string): Word {
    const known = words.get(text);
    if (known) return known;
    const shaped = shaper.shape(text, setup);
    let clusters = 0;
    let above = 0;
    let below = 0;
    for (const piece of shaped.pieces) {
      let last = -1;
      for (const cluster of piece.clusters) {
        if (cluster !== last) clusters++;
        last = cluster;
      }
      above = Math.max(above, piece.above);
      below = Math.max(below, piece.below);
    }
    const first = edge(shaped.pieces, text, "first");
    const last = edge(shaped.pieces, text, "last");
    const isSpace = isSpaceText(text);
    const made: Word = {
      text,
      pieces: shaped.pieces,
      missing: shaped.missing,
      width: widthOf(shaped.pieces),
      clusters,
      above,
      below,
      kernBefore: isSpace || !first ? 0 : kern(` ${first.text}`, first.text),
      kernAfter: isSpace || !last ? 0 : kern(`${last.text} `, last.text),
      hangLeft: first ? hangOf(first.piece, first.glyph, first.text.charAt(0), 0) : 0,
      hangRight: last ? hangOf(last.piece, last.glyph, last.text.charAt(last.text.length - 1), 1) : 0,
      carets: caretsOf(shaped.pieces, text),
      invisible: INVISIBLE.test(text),
      cuts: null,
      hyphens: null,
    };
    if (words.size >= MOST_WORDS) words = new Map();
    words.set(text, made);
    return made;
  }

  function caretsOf(pieces: readonly ShapedPiece[], text: string): Word["carets"] {
    let found: Map<number, readonly number[]> | null = null;
    for (const { font, glyphs, clusters, scale, advances, to } of pieces) {
      // As many glyphs as letters: no ligature, which is nearly always.
      if (glyphs.length >= to - (clusters[0] ?? 0)) continue;
      for (let g = 0; g < glyphs.length; g++) {
        const at = clusters[g] ?? 0;
        const end = clusters[g + 1] ?? to;
        if (end - at < 2 || (g > 0 && clusters[g - 1] === at)) continue;
        const carets = shaper.ligatureCarets(font, glyphs[g] ?? 0);
        const letters = carets.length === 0 ? 0 : clusterStarts(text.slice(at, end)).length - 1;
        const whole = (advances[g] ?? 0) / scale;
        if (letters < 2 || carets.length !== letters - 1) continue;
        if (!carets.every((x, i) => x > (carets[i - 1] ?? 0) && x < whole)) continue;
        found ??= new Map();
        found.set(
          at,
          carets.map((x) => x * scale),
        );
      }
    }
    return found;
  }

  /** What hangs of a glyph that begins (0) or ends (1) a line, in em of the size asked for. */
  function hangOf(piece: ShapedPiece, glyph: number, char: string, side: 0 | 1): number {
    const { scale } = piece;
    const advance = (piece.advances[glyph] ?? 0) / scale;
    return marginsOf(shaper, piece.font).hang(piece.glyphs[glyph] ?? 0, char, advance)[side] * scale;
  }

  /** What a hyphen after this cluster adds, kern included. */
  function hyphenAfter(cluster: string): number {
    const key = `${cluster}\0`;
    let known = kerns.get(key);
    if (known === undefined) {
      known = widthOf(shaper.shape(cluster + hyphen, setup).pieces) - widthOf(shaper.shape(cluster, setup).pieces);
      kerns.set(key, known);
    }
    return known;
  }

  function divide(of: Word, at: number, withHyphen: boolean): Cut {
    const piece = of.pieces[0];
    const index = piece && of.pieces.length === 1 && setup.direction === "ltr" ? piece.clusters.indexOf(at) : -1;
    if (!piece || index < 1 || piece.unsafe[index] === 1) {
      return { head: word(of.text.slice(0, at) + (withHyphen ? hyphen : "")), tail: word(of.text.slice(at)) };
    }
    // No ligature and no kern across the cut: the parts are what they were in the whole.
    let width = 0;
    let clusters = 0;
    for (let i = 0; i < index; i++) {
      width += piece.advances[i] ?? 0;
      if (i === 0 || piece.clusters[i] !== piece.clusters[i - 1]) clusters++;
    }
    const lastAt = piece.clusters[index - 1] ?? 0;
    const last = of.text.slice(lastAt, at);
    const head = {
      text: of.text.slice(0, at) + (withHyphen ? hyphen : ""),
      width: withHyphen ? width + hyphenAfter(last) : width,
      clusters: withHyphen ? clusters + 1 : clusters,
      hangLeft: of.hangLeft,
      hangRight: withHyphen
        ? word(hyphen).hangRight
        : hangOf(piece, piece.clusters.indexOf(lastAt), last.charAt(last.length - 1), 1),
    };
    const tail = {
      text: of.text.slice(at),
      width: of.width - width,
      clusters: of.clusters - clusters,
      hangLeft: hangOf(piece, index, of.text.charAt(at), 0),
      hangRight: of.hangRight,
    };
    return { head, tail };
  }

  return {
    setup,
    space,
    spaceWord: word(" "),
    hyphen,
    word,
    cut(of, at, withHyphen) {
      of.cuts ??= new Map();
      const key = at * 2 + (withHyphen ? 1 : 0);
      let cut = of.cuts.get(key);
      if (!cut) {
        cut = divide(of, at, withHyphen);
        of.cuts.set(key, cut);
      }
      return cut;
    },
  };
}

/** Characters that get no glyph. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/;
export function isInvisible(code: number): boolean {
  return code === 0xad || code === 0x200b || code === 0x2060 || code === 0xfeff;
}

function isSpaceText(text: string): boolean {
  return text === " " || text === "\u00a0";
}

function widthOf(pieces: readonly ShapedPiece[]): number {
  let width = 0;
  for (const piece of pieces) for (const advance of piece.advances) width += advance;
  return width;
}

/** The first or last glyph cluster in reading order: its text, and the piece and glyph it begins with. */
function edge(
  pieces: readonly ShapedPiece[],
  text: string,
  side: "first" | "last",
): { readonly text: string; readonly piece: ShapedPiece; readonly glyph: number } | null {
  const piece = side === "first" ? pieces[0] : pieces[pieces.length - 1];
  if (!piece || piece.clusters.length === 0) return null;
  let at = piece.clusters[0] ?? 0;
  for (const cluster of piece.clusters) {
    if (side === "first" ? cluster < at : cluster > at) at = cluster;
  }
  let end = piece.to;
  let glyph = -1;
  for (let i = 0; i < piece.clusters.length; i++) {
    const cluster = piece.clusters[i] ?? 0;
    if (cluster === at) {
      if (glyph < 0) glyph = i;
    } else if (cluster > at && cluster < end) end = cluster;
  }
  return { text: text.slice(at, end), piece, glyph };
}
