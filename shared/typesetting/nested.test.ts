import fc from "fast-check";
import { expect, test } from "vitest";
import type { CharacterStyles, NestedRun, NestedUntil } from "../schema/stylesheet.ts";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import { wardrobeOf } from "./dress.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { nestedStretches, setToLineEnds } from "./nested.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const run = (style: string | null, until: NestedUntil, withSign = false): NestedRun => ({ style, until, withSign });
const words = (count: number): NestedUntil => ({ kind: "words", count });
const upTo = (text: string, count = 1): NestedUntil => ({ kind: "upTo", text, count });
const through = (text: string, count = 1): NestedUntil => ({ kind: "through", text, count });

function told(nested: readonly NestedRun[], text: string, sign = 0, ends: readonly number[] = []): readonly string[] {
  return nestedStretches(nested, text, sign, ends).map(({ from, to, style }) => `${style}: ${text.slice(from, to)}`);
}

test.each<readonly [string, readonly NestedRun[], string, readonly string[]]>([
  ["a speaker up to the colon", [run("name", upTo(":"))], "An: vâng: thế", ["name: An"]],
  ["through a dash", [run("lead", through("—"))], "Hà Nội — Ông", ["lead: Hà Nội —"]],
  ["the second colon", [run("a", through(":", 2))], "x: y: z: w", ["a: x: y:"]],
  ["no colon, no style", [run("name", upTo(":"))], "Vâng, đúng thế", []],
  ["words with their marks", [run("a", words(2))], "  Thưa ông, hôm nay", ["a:   Thưa ông,"]],
  ["more words than there are", [run("a", words(9))], "Hai từ ", ["a: Hai từ"]],
  ["letters, not units", [run("a", { kind: "characters", count: 2 })], "e\u0301\u0323𝐀b", ["a: e\u0301\u0323𝐀"]],
  [
    "a first sentence past initials and titles",
    [run("a", { kind: "sentences", count: 1 })],
    "TS. T. Nguyễn nói: “Được chứ?” Rồi thôi.",
    ["a: TS. T. Nguyễn nói: “Được chứ?”"],
  ],
  [
    "one after another",
    [run("a", upTo(":")), run(null, through(":")), run("b", words(1))],
    "An: Vâng ạ",
    ["a: An", "b:  Vâng"],
  ],
])("%s", (_, nested, text, found) => {
  expect(told(nested, text)).toEqual(found);
});

test("a sign is no word of the paragraph's, unless it is asked in", () => {
  expect(told([run("a", words(1))], "❖ Thưa ông", 2)).toEqual(["a: Thưa"]);
  expect(told([run("a", words(1), true)], "❖ Thưa ông", 2)).toEqual(["a: ❖"]);
});

const shaper = fixedShaper({ advance: 0.5 });
const characters: CharacterStyles = {
  wide: { name: "wide", size: { share: 1.6 } },
  small: { name: "small", size: { share: 0.8 } },
};
function firstLine(style: string, text: string, measure: number, count = 1) {
  const nested = [run(style, { kind: "lines", count })];
  const of = bodyStyle({ nested, align: "left", hyphenate: false, size: 10, protrusion: false });
  const copy = block("vi", text);
  const { dress } = wardrobeOf(characters, () => undefined);
  const shape = (ends: readonly number[]) => shapeBlock(copy, of, "", shaper, 0, dress(copy, of, "", ends));
  const measures = [{ x: 0, width: measure }];
  let rounds = 0;
  const setting = setToLineEnds(nested, shape, (shaped) => {
    rounds++;
    return setLines(shaped, measures);
  });
  const dressed = setting.lines.map((line) =>
    line.runs.filter((one) => one.look.styles.length > 0).reduce((sum, one) => sum + one.text.trim().length, 0),
  );
  return { setting, rounds, dressed, measures, shape };
}

test("a first line in its own style is set until style and line end together", () => {
  const { setting, dressed } = firstLine("small", "Một hai ba bốn năm sáu bảy tám chín mười mười một", 100);
  expect(dressed[0]).toBe(setting.lines[0]?.text.trimEnd().length);
  expect(dressed.slice(1)).toEqual(setting.lines.slice(1).map(() => 0));
});

test("first lines never go over into the next, and setting them ends", () => {
  const text = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 40 }).map((all) => all.join(" "));
  fc.assert(
    fc.property(
      text,
      fc.constantFrom("wide", "small"),
      fc.integer({ min: 40, max: 200 }),
      fc.integer({ min: 1, max: 3 }),
      (copy, style, measure, count) => {
        const { setting, rounds, dressed, measures, shape } = firstLine(style, copy, measure, count);
        expect(rounds).toBeLessThan(40);
        expect(dressed.slice(count).every((n) => n === 0)).toBe(true);
        expect(setting.lines.map((line) => line.text).join("")).toBe(copy);
        const plain = shape([]);
        expect(broken(plain, setting, measures).filter((what) => !what.includes("sticks out"))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
