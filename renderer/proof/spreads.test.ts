import { describe, expect, test } from "vitest";
import type { Side } from "../../shared/layout/page.ts";
import { ACTUAL, fitScale, type PageSize, spreadsOf, stageOf, zoomStep } from "./spreads.ts";

const pages = (...sides: readonly Side[]): PageSize[] => sides.map((side) => ({ width: 100, height: 140, side }));
const shown = (sides: readonly Side[], facing = true) =>
  spreadsOf(pages(...sides), facing)
    .map(({ left, right }) => `${left ?? "-"}|${right ?? "-"}`)
    .join(" ");

describe("spreads", () => {
  test("the first right-hand page stands alone", () => {
    expect(shown(["recto", "verso", "recto", "verso"])).toBe("-|0 1|2 3|-");
  });
  test("an issue that opens on the left begins with a pair", () => {
    expect(shown(["verso", "recto", "verso"])).toBe("0|1 2|-");
  });
  test("pages that do not face each other stand one by one", () => {
    expect(shown(["recto", "verso"], false)).toBe("-|0 -|1");
  });
});

describe("the stage", () => {
  test("pages of a spread meet at the spine", () => {
    const all = pages("recto", "verso", "recto");
    const stage = stageOf(all, spreadsOf(all, true), 2, 10, true);
    expect(stage.pages.map(({ x, y }) => [x, y])).toEqual([
      [210, 10],
      [10, 300],
      [210, 300],
    ]);
    expect([stage.width, stage.height]).toEqual([420, 590]);
  });
  test("one page alone is centred", () => {
    const one = pages("recto");
    expect(stageOf(one, spreadsOf(one, true), 1, 10, true).width).toBe(120);
  });
  test("two pages that never lie open together stand in one column", () => {
    const two = pages("recto", "verso");
    const stage = stageOf(two, spreadsOf(two, true), 1, 10, true);
    expect([stage.width, stage.pages.map(({ x }) => x)]).toEqual([120, [10, 10]]);
  });
  test("a spread fits with its gaps", () => {
    const all = pages("recto", "verso", "recto");
    const spreads = spreadsOf(all, true);
    expect(fitScale(all, spreads, { width: 440, height: 2000 }, 20, true)).toBe(2);
    expect(fitScale(all, spreads, { width: 9000, height: 180 }, 20, true)).toBe(1);
  });
});

test("zoom goes in steps, from anywhere", () => {
  expect(zoomStep(ACTUAL, 1)).toBe(1.25 * ACTUAL);
  expect(zoomStep(0.37 * ACTUAL, -1)).toBeCloseTo(0.33 * ACTUAL);
  expect(zoomStep(40 * ACTUAL, 1)).toBe(40 * ACTUAL);
});
