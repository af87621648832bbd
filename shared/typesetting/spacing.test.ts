import { expect, test } from "vitest";
import { block, bodyStyle, broken, COMPARISON_MEASURES, comparisonJob, notoSerif } from "../test/typeset.ts";
import { createShaper } from "./harfbuzz.ts";
import type { Line } from "./glyphs.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";
import { type Spacing, spacingOf } from "./spacing.ts";

/** Noto Serif's word space, in em. */
const SPACE = 0.26;
const style = bodyStyle({ font: "Noto Serif" });
const fonts = notoSerif();
const jobs = { vi: comparisonJob("vi"), en: comparisonJob("en") };
const ready = fonts !== null && jobs.vi !== null && jobs.en !== null;

async function measure(lang: "vi" | "en"): Promise<Spacing> {
  const shaper = await createShaper(fonts ?? [], []);
  const paragraphs: (readonly Line[])[] = [];
  for (const { t, s, first } of jobs[lang]?.body ?? []) {
    if (t !== "a" || s === undefined) continue;
    const shaped = shapeBlock(block(lang, s), style, first && lang === "vi" ? "– " : "", shaper);
    const setting = setLines(shaped, COMPARISON_MEASURES);
    expect(broken(shaped, setting, COMPARISON_MEASURES)).toEqual([]);
    paragraphs.push(setting.lines);
  }
  return spacingOf(paragraphs, SPACE, { tracking: 0.015, scaling: 0.02 });
}

test.skipIf(!ready)("the Vietnamese story is spaced evenly (needs Noto Serif and the comparison stories)", async () => {
  const found = await measure("vi");
  expect(found.lines).toBeGreaterThan(100);
  expect(found.loose).toBeLessThanOrEqual(3.5);
  expect(found.veryLoose).toBeLessThanOrEqual(0.2);
  expect(found.sd).toBeLessThanOrEqual(0.21);
  expect(found.atLimit).toBeLessThanOrEqual(10);
  expect(found.hyphens).toBe(0);
});

test.skipIf(!ready)("the English story is spaced evenly (needs Noto Serif and the comparison stories)", async () => {
  const found = await measure("en");
  expect(found.lines).toBeGreaterThan(200);
  expect(found.loose).toBeLessThanOrEqual(4);
  expect(found.veryLoose).toBeLessThanOrEqual(0.8);
  expect(found.atLimit).toBeLessThanOrEqual(10);
  expect(found.ladder).toBeLessThanOrEqual(2);
});
