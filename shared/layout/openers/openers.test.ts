/** Openers: bands told through what stands where; type over pictures; what gives way when there is too much. */
import { describe, expect, test } from "vitest";
import { a, credit, docWith, h, kicker, lines, photo, q, standfirst } from "../../schema/build.ts";
import { anyPicture, brokenLaws, testEngine } from "../../test/layout.ts";
import { fixedShaper } from "../../typesetting/fixedShaper.ts";
import type { Layout } from "../engine.ts";
import type { Pictures } from "../photos.ts";
import { legibleOver, type Tone } from "./calm.ts";

const BODY = [q("Why?"), a(lines(40)), q("And then?"), a(lines(60))];
const story = (firstFolio: number, headline: string, ...more: Parameters<typeof docWith>[1][]) =>
  docWith({ issue: { title: "", number: "", date: "", firstFolio } }, kicker("K"), h(headline), ...more, ...BODY);

const flat = (value: number): Tone => ({ columns: 4, rows: 4, values: Array.from({ length: 16 }, () => value) });
const toned = (tone: Tone | null): Pictures => ({ ...anyPicture, toneOf: () => tone });
const lay = (doc: ReturnType<typeof docWith>, over: unknown, pictures: Pictures = anyPicture): Layout => {
  const layout = testEngine(over, fixedShaper({ advance: 0.5 }), pictures).layOut(doc);
  expect(brokenLaws(doc, layout)).toEqual([]);
  return layout;
};
const roles = (layout: Layout, page = 0) => [
  ...new Set(layout.pages[page]?.lines.filter((line) => line.column === null).map((line) => line.role)),
];
const lineOf = (layout: Layout, role: string, page = 0) =>
  layout.pages[page]?.lines.find((line) => line.role === role) as NonNullable<Layout["pages"][0]["lines"][0]>;

const OVER = {
  opener: {
    bands: [
      {
        above: 0,
        cells: [{ hero: { bleed: ["top", "inside", "outside"], height: "50%" }, parts: ["kicker", "headline"] }],
      },
      { above: 1, cells: [{ parts: ["standfirst", "byline"] }] },
    ],
  },
};

describe("a picture over the edges", () => {
  test("reaches the bleed on all sides it names and ends on a baseline", () => {
    const { pages, design } = lay(story(1, "Title", photo("p.jpg")), OVER);
    const box = pages[0]?.photos[0]?.box as { x: number; y: number; width: number; height: number };
    const { trim, bleed } = design.page;
    expect([box.x, box.y, box.width]).toEqual([-bleed.left, -bleed.top, trim.width + bleed.left + bleed.right]);
    const foot = (box.y + box.height - design.grid.first) / design.grid.baseline;
    expect(foot).toBeCloseTo(Math.round(foot), 6);
    expect(box.y + box.height).toBeGreaterThan(trim.height * 0.45);
  });

  test("over inside and outside follows the side of the page", () => {
    const one = { opener: { bands: [{ cells: [{ hero: { bleed: ["outside"] }, parts: [] }] }] } };
    const right = lay(story(1, "Title", photo("p.jpg")), one).pages[0]?.photos[0]?.box;
    const left = lay(story(2, "Title", photo("p.jpg")), one).pages[0]?.photos[0]?.box;
    expect(right?.x).toBeGreaterThan(0);
    expect(left?.x).toBeLessThan(0);
    expect(right?.width).toBeCloseTo(left?.width ?? 0, 6);
  });
});

describe("type over a picture", () => {
  test("is paper white where the picture is dark, black where it is light", () => {
    const dark = lay(story(1, "Title", photo("p.jpg")), OVER, toned(flat(0.02)));
    expect(lineOf(dark, "headline").style.ink).toEqual({ kind: "paper" });
    const light = lay(story(1, "Title", photo("p.jpg")), OVER, toned(flat(0.9)));
    expect(lineOf(light, "headline").style.ink).toMatchObject({ kind: "cmyk", k: 1 });
    const box = light.pages[0]?.photos[0]?.box;
    expect(lineOf(light, "headline").baseline).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
  });

  test("stands below where neither can be read, and where the picture's tones are not known", () => {
    for (const pictures of [toned(flat(0.18)), toned(null), anyPicture]) {
      const layout = lay(story(1, "Title", photo("p.jpg")), OVER, pictures);
      const box = layout.pages[0]?.photos[0]?.box;
      expect(lineOf(layout, "headline").baseline).toBeGreaterThan((box?.y ?? 0) + (box?.height ?? 0));
      expect(layout.findings.filter((f) => f.code === "contrast-low")).toEqual([]);
    }
  });

  test("asked for whatever the picture is like, it is told: low, or not measured", () => {
    const always = { opener: { bands: [{ cells: [{ ...OVER.opener.bands[0]?.cells[0], over: "always" }] }] } };
    const low = lay(story(1, "Title", photo("p.jpg")), always, toned(flat(0.18)));
    expect(low.findings.find((f) => f.code === "contrast-low")).toMatchObject({ page: 1, ran: true });
    const unknown = lay(story(1, "Title", photo("p.jpg")), always, anyPicture);
    expect(unknown.findings.find((f) => f.code === "contrast-low")).toMatchObject({ ran: false });
  });

  test("finds the calm part of the picture", () => {
    // Dark above, restless below.
    const values = Array.from({ length: 16 }, (_, n) => (n < 8 ? 0.03 : n % 2 ? 0.9 : 0.02));
    const layout = lay(story(1, "Title", photo("p.jpg")), OVER, toned({ columns: 4, rows: 4, values }));
    const box = layout.pages[0]?.photos[0]?.box;
    expect(lineOf(layout, "headline").baseline).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0) / 2);
  });

  test("small type wants more contrast than large", () => {
    const area = { x: 0, y: 0, width: 100, height: 100 };
    const [large, small] = [30, 8].map((size) =>
      legibleOver(flat(0.2), area, { x: 0, y: 0, width: 1, height: 1 }, [{ area, size }]),
    );
    expect(large?.contrast).toBe(small?.contrast);
    expect((large?.share ?? 0) / (small?.share ?? 1)).toBeCloseTo(1.5, 6);
  });

  test("contrast is that of the lightest part under white", () => {
    const box = { x: 0, y: 0, width: 100, height: 100 };
    const whole = { x: 0, y: 0, width: 1, height: 1 };
    const half: Tone = { columns: 2, rows: 1, values: [0, 0.5] };
    expect(legibleOver(half, box, whole, [{ area: { ...box, width: 40 }, size: 30 }]).contrast).toBeCloseTo(19.4, 1);
    expect(legibleOver(half, box, whole, [{ area: box, size: 30 }]).share).toBeLessThan(1);
    // The part shown is the dark one.
    expect(legibleOver(half, box, { ...whole, width: 0.5 }, [{ area: box, size: 30 }]).contrast).toBeCloseTo(19.4, 1);
  });
});

describe("what gives way", () => {
  test("without a picture no cell is left for it, and the parts stand as they are", () => {
    const layout = lay(story(1, "Title", standfirst("Deck"), credit("words", "N. N.")), OVER);
    expect(roles(layout)).toEqual(["kicker", "headline", "standfirst", "credit"]);
    expect(layout.pages[0]?.photos).toEqual([]);
  });

  test("a headline that takes too much of the page is set smaller", () => {
    const long = lay(story(1, "A headline of very many words ".repeat(24).trim()), {});
    const short = lay(story(1, "Title"), {});
    expect(lineOf(long, "headline").style.size).toBeLessThan(lineOf(short, "headline").style.size);
  });

  test("a title that leaves no room sends the picture to the head of the second page", () => {
    const much = { styles: { standfirst: { size: 30, leading: 36 } } };
    const doc = story(1, "Title", standfirst(lines(17)), photo("p.jpg"));
    const { pages } = lay(doc, { ...much, opener: { standfirst: { box: false }, bands: BELOW } });
    expect(pages[0]?.photos).toEqual([]);
    expect(pages[1]?.photos[0]?.file).toBe("p.jpg");
  });
  const BELOW = [{ cells: [{ parts: ["headline", "standfirst"] }] }, { cells: [{ columns: "hero", hero: true }] }];

  test("a title taller than the page is an error that says so", () => {
    const doc = story(1, "Title", standfirst(lines(60)));
    const over = { styles: { standfirst: { size: 30, leading: 36 } }, opener: { standfirst: { box: false } } };
    const { findings } = testEngine(over).layOut(doc);
    expect(findings.find((f) => f.code === "overset")).toMatchObject({ severity: "error", page: 1 });
  });

  test("parts that a design forgets stand below the ones it names", () => {
    const layout = lay(story(1, "Title", standfirst("Deck"), credit("words", "N. N.")), {
      opener: { bands: [{ cells: [{ parts: ["headline"] }] }] },
    });
    expect(roles(layout)).toEqual(["kicker", "headline", "standfirst", "credit"]);
    expect(lineOf(layout, "kicker").baseline).toBeGreaterThan(lineOf(layout, "headline").baseline);
  });

  test("the byline stands above the standfirst and comes after it in the story", () => {
    const layout = lay(story(1, "Title", standfirst("Deck"), credit("words", "N. N.")), {});
    expect(roles(layout)).toEqual(["kicker", "headline", "standfirst", "credit"]);
    expect(lineOf(layout, "credit").baseline).toBeLessThan(lineOf(layout, "standfirst").baseline);
  });
});

describe("a spread", () => {
  const SPREAD = {
    opener: {
      spread: {
        first: [{ above: 0, cells: [{ hero: { bleed: ["top", "bottom", "inside", "outside"], height: "page" } }] }],
        second: [{ above: 2, cells: [{ parts: ["kicker", "headline", "caption"] }] }],
      },
    },
  };
  test("opens a story that begins on a left page, its text on the right one", () => {
    const { pages } = lay(story(2, "Title", photo("p.jpg", "Its caption")), SPREAD);
    expect(pages[0]?.lines).toEqual([]);
    expect(pages[0]?.photos[0]?.box.height).toBeGreaterThan(800);
    expect(pages[1]?.photos).toEqual([]);
    expect(pages[1]?.lines.map((line) => line.role)).toEqual(expect.arrayContaining(["headline", "caption", "answer"]));
  });
  test("may hold one picture over the fold, its halves meeting there", () => {
    const hero = { bleed: ["top", "outside"], height: "40%", across: true };
    const cells = [{ hero }];
    const over = {
      opener: {
        spread: {
          first: [{ above: 0, cells }, { cells: [{ parts: ["kicker", "headline"] }] }],
          second: [{ above: 0, cells }],
        },
      },
    };
    const { pages, design } = lay(story(2, "Title", photo("p.jpg", "Its caption")), over);
    const [left, right] = pages.map((page) => page.photos[0]);
    expect((left?.box.x ?? 0) + (left?.box.width ?? 0)).toBeCloseTo(design.page.trim.width, 6);
    expect(right?.box.x).toBe(0);
    expect((left?.crop.x ?? 0) + (left?.crop.width ?? 0)).toBeCloseTo(right?.crop.x ?? 0, 6);
    expect(left?.box.height).toBe(right?.box.height);
    expect(pages.flatMap((page) => page.lines).filter((line) => line.role === "caption")).toHaveLength(1);
  });

  test("not one that begins on a right page", () => {
    const { pages } = lay(story(1, "Title", photo("p.jpg", "Its caption")), SPREAD);
    expect(pages[0]?.lines.length).toBeGreaterThan(0);
  });
});

test("credits stand on one line with the mark of the design between them, while they have room", () => {
  const over = { opener: { bands: [{ cells: [{ parts: ["headline", { part: "byline", joined: "·" }] }] }] } };
  const two = (name: string) => story(1, "Title", credit("words", name), credit("photography", "B. B."));
  const baselines = (name: string) =>
    lay(two(name), over)
      .pages[0]?.lines.filter((line) => line.role === "credit")
      .map((line) => line.baseline);
  expect(new Set(baselines("A. A.")).size).toBe(1);
  expect(new Set(baselines("A name ".repeat(30))).size).toBeGreaterThan(1);
});

test("a rule keeps the same distance above and below its words", () => {
  const rule = { weight: 0.25, colour: [0, 0, 0, 100], sides: ["above", "below"], gap: 5 };
  const over = { opener: { bands: [{ cells: [{ parts: ["headline", { part: "byline", above: 10, rule }] }] }] } };
  const layout = lay(story(1, "Title", credit("words", "NN")), over);
  const rules = layout.pages[0]?.under.filter((item) => item.kind === "rule") ?? [];
  const line = lineOf(layout, "credit");
  expect(rules).toHaveLength(2);
  expect(line.baseline - line.line.inkAbove - (rules[0]?.kind === "rule" ? rules[0].from.y : 0)).toBeCloseTo(5, 6);
  expect((rules[1]?.kind === "rule" ? rules[1].from.y : 0) - line.baseline - line.line.inkBelow).toBeCloseTo(5, 6);
});
