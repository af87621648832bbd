/**
 * Spaces that a language's manner keeps fixed, though the manuscript has ordinary ones: French sets ; : ! ? and the
 * inner side of « » off by a space that is never stretched and never ends a line ("Lexique des règles typographiques en
 * usage à l'Imprimerie nationale", « Ponctuation »). The text stays as it was typed; only the space's width is the
 * manner's. No space is made where none was typed.
 */
import type { Word, WordBook } from "./words.ts";

/** Before ; ! ? the space is a thin one: this part of a word space, and never so thin that readers lose it. */
const THIN = 0.75;
const LEAST = 0.17;

const THIN_BEFORE = /[;!?‼⁇⁈⁉]/u;
const FULL_BEFORE = /[:»]/u;

const thinSpaces = new WeakMap<WordBook, Map<string, Word>>();

/** The space at `at` as the manner wants it; null where it is a word space like any other. */
export function fixedSpaceAt(text: string, at: number, book: WordBook): Word | null {
  const after = text.charAt(at + 1);
  const char = text.charAt(at);
  if (THIN_BEFORE.test(after)) return thinSpace(book, char);
  return FULL_BEFORE.test(after) || text.charAt(at - 1) === "«" ? book.word(char) : null;
}

function thinSpace(book: WordBook, char: string): Word {
  let known = thinSpaces.get(book);
  if (!known) thinSpaces.set(book, (known = new Map()));
  let thin = known.get(char);
  if (!thin) {
    const full = book.word(char);
    const width = Math.min(full.width, Math.max(LEAST, full.width * THIN));
    const part = full.width > 0 ? width / full.width : 1;
    const pieces = full.pieces.map((piece) => ({
      ...piece,
      advances: piece.advances.map((advance) => advance * part),
    }));
    thin = { ...full, pieces, width };
    known.set(char, thin);
  }
  return thin;
}
