import { expect, test } from "vitest";
import { block, bodyStyle } from "../test/typeset.ts";
import type { Pt } from "../units.ts";
import { explainSetting } from "./explainSetting.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const shaper = fixedShaper({ advance: 0.5 });
const style = bodyStyle({ size: 10 as Pt });
const copy =
  "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful; and the " +
  "youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it shone in her face.";

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
});
