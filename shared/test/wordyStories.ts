/**
 * Interviews whose paragraphs can be set in more than one number of lines, and the small pages they are made up on: for
 * tests of what make-up spends.
 */
import fc from "fast-check";
import { a, doc, h, photo, q } from "../schema/build.ts";
import { smallPage } from "./layout.ts";

/** A number from 0 to 1 after another, the same ones each time. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/** Words of many lengths, so that paragraphs can be set in more than one number of lines. */
export function words(count: number, seed: number): string {
  const next = random(seed);
  const said = Array.from({ length: count }, () => "nopqrstuvwxy".slice(0, 1 + Math.floor(next() * 9)));
  return `${said.join(" ")}.`;
}

/** Justified columns on a small page. */
export function justifiedPage(rows: number, count: number, spending: object, justify = 0): unknown {
  const small = smallPage(rows, count) as { readonly columns: object; readonly styles: { readonly answer: object } };
  const answer = { ...small.styles.answer, size: 6, align: "justify", wordSpace: [60, 100, 180], tracking: [-2, 4] };
  return {
    ...small,
    columns: { ...small.columns, spend: spending },
    styles: { ...small.styles, answer },
    makeUp: { justify },
  };
}
export const OFF = { perPage: 0 };

export const turns = fc.array(
  fc.record({
    question: fc.integer({ min: 3, max: 20 }),
    answer: fc.array(fc.integer({ min: 12, max: 190 }), { minLength: 1, maxLength: 3 }),
    seed: fc.nat(9999),
    picture: fc.nat(5),
  }),
  { minLength: 2, maxLength: 9 },
);
export const storyOf = (
  all: readonly {
    readonly question: number;
    readonly answer: readonly number[];
    readonly seed: number;
    readonly picture: number;
  }[],
) =>
  doc(
    h("A headline"),
    ...all.flatMap(({ question, answer, seed, picture }) => {
      const said = answer.map((count, n) => words(count, seed + n * 977));
      const [opening = "", ...more] = said;
      return [q(words(question, seed)), a(opening, ...(picture === 0 ? [photo("p.jpg")] : []), ...more)];
    }),
  );
export const SHEET = fc.record({ rows: fc.integer({ min: 16, max: 40 }), count: fc.integer({ min: 1, max: 4 }) });
