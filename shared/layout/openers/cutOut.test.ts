/** A picture cut out beside the title: words keep off its outline, follow it, and a picture without one is boxed. */
import { describe, expect, test } from "vitest";
import { a, credit, docWith, h, kicker, lines, photo, q, standfirst } from "../../schema/build.ts";
import { anyPicture, brokenLaws, testEngine } from "../../test/layout.ts";
import { fixedShaper } from "../../typesetting/fixedShaper.ts";
import type { Outline } from "../alphaOutline.ts";
import { coveredIn, shapesIn } from "../contours.ts";
import type { Layout } from "../engine.ts";
import type { Pictures } from "../photos.ts";

const DECK = "A deck of words that is long enough to run beside the picture and on below it. ".repeat(4);
const story = (firstFolio: number) =>
  docWith(
    { issue: { title: "", number: "", date: "", firstFolio } },
    kicker("K"),
    h("A title of several words"),
    standfirst(DECK),
    credit("words", "N. N."),
    photo("p.png"),
    q("Why?"),
    a(lines(40)),
  );
const PARTS = [
  "kicker",
  { part: "headline", above: 5 },
  { part: "standfirst", above: 10 },
  { part: "byline", above: 8 },
];
const opener = (cutout: unknown, more: object = {}) => ({
  opener: { bands: [{ above: 0, cells: [{ hero: { cutout, ...more }, parts: PARTS }] }] },
});
/** A lozenge: wide at its middle, a point at its head and foot. */
const LOZENGE: Outline = [
  [
    [0.5, 0],
    [1, 0.5],
    [0.5, 1],
    [0, 0.5],
  ],
];
const cut: Pictures = { ...anyPicture, outlineOf: () => LOZENGE };
const lay = (over: object, pictures = cut, folio = 1): Layout => {
  const doc = story(folio);
  const layout = testEngine(over, fixedShaper({ advance: 0.5 }), pictures).layOut(doc);
  expect(brokenLaws(doc, layout)).toEqual([]);
  return layout;
};
const titleOf = (layout: Layout) => layout.pages[0]?.lines.filter((line) => line.column === null) ?? [];
const heroOf = (layout: Layout) => layout.pages[0]?.photos[0] as NonNullable<Layout["pages"][0]["photos"][0]>;

describe("a picture cut out beside the title", () => {
  for (const side of ["left", "right"] as const) {
    test(`at the ${side}: no ink of the title comes nearer than the clear space`, () => {
      const layout = lay(opener({ width: 0.5, side }));
      const { box, crop } = heroOf(layout);
      const { standOff } = layout.design.makeUp.wrap;
      const [shape] = shapesIn(LOZENGE, crop, box);
      let beside = 0;
      for (const { line, x, baseline } of titleOf(layout)) {
        const covered = coveredIn(shape ?? [], box, baseline - line.inkAbove, baseline + line.inkBelow);
        if (!covered) continue;
        beside++;
        const [from, to] = [x + line.x, x + line.x + line.width];
        expect(side === "left" ? from - covered[1] : covered[0] - to).toBeGreaterThanOrEqual(standOff - 0.01);
      }
      expect(beside).toBeGreaterThan(3);
    });
  }

  test("credits keep off it as well, on either side of it", () => {
    const parts = ["headline", "byline"];
    for (const side of ["left", "right"] as const) {
      const cells = [{ hero: { cutout: { width: 0.6, side } }, parts }];
      const layout = lay({
        opener: {
          bands: [
            { above: 0, cells },
            { above: 1, cells: [{ parts: ["kicker", "standfirst"] }] },
          ],
        },
      });
      const { box, crop } = heroOf(layout);
      const [shape] = shapesIn(LOZENGE, crop, box);
      const credits = titleOf(layout).filter(({ role }) => role === "credit");
      expect(credits).toHaveLength(1);
      for (const { line, x, baseline } of credits) {
        const covered = coveredIn(shape ?? [], box, baseline - line.inkAbove, baseline + line.inkBelow);
        expect(covered).not.toBeNull();
        const [left, right] = covered ?? [0, 0];
        if (side === "left") expect(x + line.x).toBeGreaterThanOrEqual(right);
        else expect(x + line.x + line.width).toBeLessThanOrEqual(left);
        // What is drawn is where the line says.
        expect(line.runs[0]?.x).toBeCloseTo(line.x, 6);
      }
    }
  });

  test("the lines of a paragraph follow the outline: some reach into the picture's box", () => {
    const layout = lay(opener({ width: 0.6, side: "right" }));
    const { box } = heroOf(layout);
    const into = titleOf(layout).filter(
      ({ line, x, baseline }) => baseline > box.y && baseline < box.y + box.height && x + line.x + line.width > box.x,
    );
    expect(into.length).toBeGreaterThan(0);
  });

  test("stands whole, its foot on a baseline, text below", () => {
    const layout = lay(opener(true));
    const { box, crop } = heroOf(layout);
    const { grid } = layout.design;
    expect([crop.x, crop.y, crop.width, crop.height].map((n) => Math.round(n * 1e6) / 1e6)).toEqual([0, 0, 1, 1]);
    const foot = (box.y + box.height - grid.first) / grid.baseline;
    expect(foot).toBeCloseTo(Math.round(foot), 6);
    const text = layout.pages[0]?.lines.find((line) => line.column !== null);
    expect(text?.baseline).toBeGreaterThan(box.y + box.height);
  });

  test("is shown as far as its outline reaches", () => {
    const small: Outline = [(LOZENGE[0] ?? []).map(([x, y]) => [0.25 + x / 2, y / 2] as const)];
    const { crop } = heroOf(lay(opener(true), { ...anyPicture, outlineOf: () => small }));
    expect([crop.x, crop.y, crop.width, crop.height].map((n) => Math.round(n * 1e6) / 1e6)).toEqual([
      0.25, 0, 0.5, 0.5,
    ]);
  });

  test("on the outside it changes with the side of the page", () => {
    const [right, left] = [1, 2].map((folio) => heroOf(lay(opener({ side: "outside" }), cut, folio)).box.x);
    expect(right).toBeGreaterThan(left ?? 0);
  });

  test("without an outline it stands in a box, which is told", () => {
    const layout = lay(opener(true), anyPicture);
    const { box } = heroOf(layout);
    expect(layout.findings.filter((f) => f.code === "cutout-plain")).toMatchObject([{ severity: "info", page: 1 }]);
    for (const { line, x, baseline, role } of titleOf(layout)) {
      if (role === "caption" || role === "photo_credit") continue;
      const apart = x + line.x + line.width <= box.x || x + line.x >= box.x + box.width;
      expect(apart || baseline < box.y || baseline - line.inkAbove > box.y + box.height).toBe(true);
    }
  });

  test("an outline that comes later makes the page anew, and only then", () => {
    let outline: Outline | null = null;
    const engine = testEngine(opener(true), fixedShaper({ advance: 0.5 }), { ...anyPicture, outlineOf: () => outline });
    const doc = story(1);
    const [plain] = engine.layOut(doc).pages;
    expect(engine.layOut(doc).pages[0]).toBe(plain);
    outline = LOZENGE;
    const [free] = engine.layOut(doc).pages;
    expect(free).not.toBe(plain);
    expect(engine.layOut(doc).pages[0]).toBe(free);
  });
});
