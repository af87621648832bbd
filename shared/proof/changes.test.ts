/** Which lines differ, held against a count of line texts that shares no code with the search for common sequences. */
import fc from "fast-check";
import { expect, test } from "vitest";
import "../test/seed.ts";
import { changedLines } from "./changes.ts";
import { type ProofMap, readProofMap } from "./map.ts";

/** One page, a paragraph a block, each line its own words. */
function mapOf(paragraphs: Readonly<Record<string, readonly string[]>>): ProofMap {
  const blocks = Object.keys(paragraphs);
  let y = 0;
  const lines = blocks.flatMap((block, b) =>
    (paragraphs[block] ?? []).map((t) => {
      y += 1200;
      return { b, y, u: 800, d: 200, s: [{ f: 0, t, x: [0, ...[...t].map(() => 500)] }] };
    }),
  );
  const corners = [0, 0, 595, 842];
  const page = { number: 1, folio: "1", media: corners, bleed: corners, trim: corners, lines, photos: [] };
  const head = {
    kind: "quoin-proof-map",
    version: 1,
    document: "d",
    revision: 1,
    number: 1,
    time: "",
    title: "",
    of: 1,
  };
  const read = readProofMap({ ...head, blocks, pages: [page] });
  if ("problem" in read) throw new Error(read.problem);
  return read.map;
}
function told(before: Readonly<Record<string, readonly string[]>>, now: Readonly<Record<string, readonly string[]>>) {
  return [...changedLines(mapOf(before), mapOf(now)).values()]
    .flat()
    .map(({ clusters }) => clusters.map(({ text }) => text).join(""));
}

test("a changed word, a new paragraph, a paragraph that is gone", () => {
  const before = { a: ["one two", "three four", "five"], b: ["six"], c: ["seven"] };
  expect(told(before, before)).toEqual([]);
  expect(told(before, { ...before, a: ["one two", "three 4", "five"] })).toEqual(["three 4"]);
  expect(told(before, { a: before.a, n: ["new"], b: before.b, c: before.c })).toEqual(["new"]);
  // Beside the end of what it followed.
  expect(told(before, { a: before.a, c: before.c })).toEqual(["five"]);
  // A line that is gone, beside the one that closed the gap; the paragraph's last, beside the one before.
  expect(told(before, { ...before, a: ["one two", "five"] })).toEqual(["five"]);
  expect(told(before, { ...before, a: ["one two", "three four"] })).toEqual(["three four"]);
});

test("of a proof of some pages nothing is said of the others", () => {
  const [before, now] = [mapOf({ a: ["one"] }), mapOf({ a: ["one"], b: ["two"] })];
  const [page] = now.pages;
  if (!page) throw new Error("no page");
  const two: ProofMap = { ...now, of: 2, pages: [{ ...page, number: 2 }] };
  expect(changedLines(before, now).size).toBe(1);
  // Page 2 was not in the proof before.
  expect(changedLines({ ...before, of: 2 }, two).size).toBe(0);
  // What is not in a proof of one page is not gone.
  expect(changedLines(now, { ...before, of: 2 }).size).toBe(0);
});

test("lines that are new are all told; of one paragraph no more than differ", () => {
  const words = fc.constantFrom("a", "b", "c", "d", "e");
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 8 }),
      fc.array(words, { minLength: 1, maxLength: 8 }),
      (x, y) => {
        const found = told({ p: x }, { p: y });
        const counted = (list: readonly string[], word: string) => list.filter((each) => each === word).length;
        for (const word of new Set(y)) {
          const more = counted(y, word) - counted(x, word);
          expect(counted(found, word)).toBeGreaterThanOrEqual(Math.max(0, more));
        }
        if (x.join() === y.join()) expect(found).toEqual([]);
        else expect(found.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 200 },
  );
});

test("a map that is none is refused in a line", () => {
  const sound = mapOf({ a: ["one"] });
  expect(readProofMap(null)).toMatchObject({ problem: expect.stringContaining("the map") });
  expect(readProofMap({ ...sound, version: 2 })).toMatchObject({ problem: expect.stringContaining("version") });
  expect(readProofMap({ ...sound, blocks: [] })).toMatchObject({ problem: expect.stringContaining("block") });
  const [page] = sound.pages;
  const torn = { ...page, lines: [{ b: 0, y: 0, u: 1, d: 1, s: [{ f: 0, t: "two", x: [0, 5] }] }] };
  expect(readProofMap({ ...sound, pages: [torn] })).toMatchObject({ problem: expect.stringContaining("clusters") });
});
