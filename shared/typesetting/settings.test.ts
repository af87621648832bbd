import fc from "fast-check";
import { expect, test } from "vitest";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import type { Pt } from "../units.ts";
import { explainSetting } from "./explainSetting.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { setLines } from "./setLines.ts";
import { settingsByLines, setVariant } from "./settings.ts";
import { shapeBlock } from "./shape.ts";

const shaper = fixedShaper({ advance: 0.5 });
const style = bodyStyle({ size: 10 as Pt });
const copy =
  "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful; and the " +
  "youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it shone in her face.";

test("variants come with their count, their price and their loosest line; the best is among them", () => {
  const shaped = shapeBlock(block("en", copy), style, "", shaper);
  const measures = [
    { x: 10, width: 240 },
    { x: 0, width: 250 },
  ];
  const variants = settingsByLines(shaped, measures, { least: -2, most: 2, loosest: 4 });
  const best = variants.find(({ more }) => more === 0);
  expect(best).toBeDefined();
  const counts = variants.map(({ more }) => more);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(variants.length).toBeGreaterThan(1);
  for (const variant of variants) {
    const setting = setVariant(shaped, measures, variant);
    expect(setting.lines.length).toBe(variant.lines);
    expect(variant.lines).toBe((best?.lines ?? 0) + variant.more);
    expect(broken(shaped, setting, measures)).toEqual([]);
    if (variant.more !== 0) expect(variant.loosest).toBeLessThanOrEqual(4);
  }
  expect(setLines(shaped, measures).lines).toEqual(setVariant(shaped, measures, best ?? variants[0] ?? never()).lines);
});
function never(): never {
  throw new Error("no variant");
}

test("a tighter tolerance offers fewer variants, never the best less", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 300 }), fc.double({ min: 0.2, max: 3, noNaN: true }), (width, loosest) => {
      const shaped = shapeBlock(block("en", copy), style, "", shaper);
      const measures = [{ x: 0, width }];
      const few = settingsByLines(shaped, measures, { loosest });
      const many = settingsByLines(shaped, measures, { loosest: 1000 });
      expect(few.some(({ more }) => more === 0)).toBe(true);
      for (const variant of few) {
        if (variant.more !== 0) expect(variant.loosest).toBeLessThanOrEqual(loosest);
        expect(many.map(({ more }) => more)).toContain(variant.more);
      }
    }),
    { numRuns: 60 },
  );
});

test("every line says what it costs, and what the paragraph would cost if it ended elsewhere", () => {
  const shaped = shapeBlock(block("en", copy), style, "", shaper);
  const measures = [{ x: 0, width: 180 }];
  const setting = setLines(shaped, measures);
  const why = explainSetting(shaped, measures);
  expect(why.lines.map(({ text }) => text)).toEqual(setting.lines.map(({ text }) => text));
  expect(why.cost).toBe(setting.cost);
  const sum = why.lines.reduce((all, { cost }) => all + cost, 0);
  expect(Math.abs(sum - why.cost) / why.cost).toBeLessThan(1e-9);
  why.lines.forEach((line, n) => {
    const parts = Object.values(line.parts).reduce((all, part) => all + part, 0);
    expect(Math.abs(parts - line.cost)).toBeLessThanOrEqual(1e-9 * line.cost);
    if (n === why.lines.length - 1) expect(line.runnerUp).toBeNull();
    else {
      expect(line.runnerUp?.text).not.toBe(line.text);
      expect(line.runnerUp?.cost).toBeGreaterThanOrEqual(why.cheapest);
      expect(line.runnerUp?.more).toBe((line.runnerUp?.cost ?? 0) - why.cost);
    }
  });
  // Plain data: what goes to the desk comes back the same.
  expect(JSON.parse(JSON.stringify(why))).toEqual(why);
});

test("a line before a forced break has no runner-up; an empty paragraph is explained", () => {
  const shaped = shapeBlock(block("en", "one\u2028two three"), style, "", shaper);
  expect(explainSetting(shaped, [{ x: 0, width: 100 }]).lines.map(({ runnerUp }) => runnerUp)).toEqual([null, null]);
  const empty = shapeBlock(block("en"), style, "", shaper);
  expect(explainSetting(empty, [{ x: 0, width: 100 }]).lines.length).toBe(1);
  expect(settingsByLines(empty, [{ x: 0, width: 100 }]).map(({ lines }) => lines)).toEqual([1]);
});
