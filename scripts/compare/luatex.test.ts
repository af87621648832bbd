import { expect, test } from "vitest";
import { compareBreaks, compareSpacing, gaveUp, isGood } from "./compare.ts";
import { badness, texDemerits, type TexLine } from "./demerits.ts";
import { hasLuaTex, hasPackage } from "./tex.ts";
import { copies } from "./texts.ts";

test("badness is TeX's: about 100 times the cube, in whole numbers", () => {
  const unit = 1 << 20;
  expect([badness(0, 0), badness(1, 0), badness(unit, unit), badness(unit, 2 * unit)]).toEqual([0, 10_000, 100, 12]);
  expect([badness(3 * unit, unit), badness(5 * unit, unit)]).toEqual([2698, 10_000]);
});

test("demerits are counted as in the book", () => {
  const line = (changes: Partial<TexLine>): TexLine => ({
    width: 100 << 16,
    measure: 100 << 16,
    stretch: 10 << 16,
    shrink: 5 << 16,
    penalty: 0,
    hyphenated: false,
    filled: false,
    ...changes,
  });
  const last = line({ filled: true });
  const hyphen = line({ penalty: 50, hyphenated: true });
  expect(texDemerits([line({}), last])).toBe(200);
  // (10 + 100)² for a line stretched to its limit; it is two classes from what stands before and after it.
  expect(texDemerits([line({ width: 90 << 16 }), last])).toBe(12_100 + 2 * 10_000 + 100);
  expect(texDemerits([hyphen, last])).toBe(2600 + 5000 + 100);
  expect(texDemerits([hyphen, hyphen, line({}), last])).toBe(2 * 2600 + 10_000 + 200);
});

const some = copies(40);

test.skipIf(!hasLuaTex("luahbtex"))("our breakpoints are LuaTeX's, or cost no more (needs luahbtex)", async () => {
  const judged = await compareBreaks(some);
  expect(judged.length).toBeGreaterThanOrEqual(40);
  expect(judged.filter((one) => !isGood(one)).map(({ copy }) => copy.name)).toEqual([]);
  // The judge itself: over LuaTeX's own widths it counts what LuaTeX counts.
  const within = judged.filter((one) => !gaveUp(one));
  expect(within.length).toBeGreaterThan(judged.length * 0.7);
  for (const { told, recount } of within) expect(Math.abs(told - recount) / told).toBeLessThan(1e-2);
});

const story = some.filter((copy) => copy.story && copy.lang === "vi");
const latex = hasLuaTex("lualatex") && hasPackage("microtype.sty") && hasPackage("fontspec.sty");
test.skipIf(story.length === 0 || !latex)(
  "our word spaces are more even than LuaLaTeX's with microtype (needs lualatex, microtype and the stories)",
  async () => {
    const { ours, theirs } = await compareSpacing(story);
    expect(theirs.lines).toBeGreaterThan(100);
    expect(ours.sd).toBeLessThan(theirs.sd);
    expect(ours.loose).toBeLessThan(theirs.loose);
    expect(ours.veryLoose).toBeLessThanOrEqual(theirs.veryLoose);
  },
);
