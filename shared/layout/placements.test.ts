import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import type { Placement } from "../schema/attributes.ts";
import { a, box, doc, lines, photo, photos, photoWith, q, quote, sidebar } from "../schema/build.ts";
import { schema } from "../schema/interview.ts";
import { free, pin, settle } from "../schema/placementCommands.ts";
import { interviews } from "../test/interviews.ts";
import { anyPicture, brokenLaws, show, smallPage, testEngine } from "../test/layout.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import type { Layout } from "./engine.ts";
import { placesOf } from "./page.ts";

const pinned = (changes: Partial<Extract<Placement, { kind: "pinned" }>> = {}): Placement => ({
  kind: "pinned",
  grid: "text",
  bleed: [],
  page: 1,
  column: 1,
  row: 4,
  columns: 1,
  rows: 7,
  ...changes,
});
const at = (placement: Placement, file = "p.jpg") => photoWith({ file, placement });

function layOut(story: Node, design: unknown = smallPage(20, 3)): Layout {
  const layout = testEngine(design).layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  return layout;
}
function run(story: Node, command: ReturnType<typeof settle>): Node {
  let state = EditorState.create({ doc: story });
  command(state, (tr) => {
    state = state.apply(tr);
  });
  return state.doc;
}
const settled = (story: Node, layout: Layout): Node => run(story, settle(placesOf(layout.pages)));
const codes = (layout: Layout) => layout.findings.map((f) => f.code);
const where = (layout: Layout) =>
  placesOf(layout.pages).map(
    ({ block, page, column, row, foot }) => `${block} ${page}.${column}.${foot ? "foot" : row}`,
  );

test("a pinned picture stands where it is pinned", () => {
  const layout = layOut(doc(q("First?"), a(lines(60), at(pinned({ page: 2 })), lines(60))));
  expect(layout.pages[1]?.photos[0]?.placement).toEqual({ column: 1, row: 4, columns: 1, rows: 7 });
  expect(codes(layout)).toEqual([]);
});

test("a pinned picture bleeds over the edges it names", () => {
  const layout = layOut(
    doc(q("First?"), a(lines(30), at(pinned({ column: 0, row: 0, columns: 3, bleed: ["top", "left", "right"] })))),
  );
  const box = layout.pages[0]?.photos[0]?.box;
  const { bleed, trim } = layout.design.page;
  expect([box?.x, box?.y]).toEqual([-bleed.left, -bleed.top]);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeCloseTo(trim.width + bleed.right);
});

test("a picture over the fold stands on both pages, cut at the fold and not through the face", () => {
  const base = smallPage(20, 2) as { page: object };
  const design = { ...base, page: { ...base.page, facing: true } };
  const place = pinned({ page: 2, column: 1, row: 0, columns: 2, rows: 12, bleed: ["top"] });
  const focus = { x: 0.4, y: 0.2, width: 0.15, height: 0.4 };
  const picture = photoWith({ file: "2000x1000.jpg", placement: place, focus }, "Both pages.");
  const layout = layOut(doc(q("First?"), a(lines(40), picture, lines(60))), design);
  const [left, right] = [layout.pages[1]?.photos[0], layout.pages[2]?.photos[0]];
  expect((left?.box.x ?? 0) + (left?.box.width ?? 0)).toBeCloseTo(layout.design.page.trim.width);
  expect(right?.box.x).toBe(0);
  expect(left?.box.height).toBe(right?.box.height);
  const fold = (left?.crop.x ?? 0) + (left?.crop.width ?? 0);
  expect(right?.crop.x).toBeCloseTo(fold);
  expect(fold <= 0.4 + 1e-6 || fold >= 0.55 - 1e-6).toBe(true);
  expect(codes(layout).filter((code) => code !== "text-near-trim")).toEqual([]);
  expect(layout.pages[2]?.lines.filter((line) => line.role === "caption")).toEqual([]);
});

test("a pin is freed when its grid, its columns or its page is gone", () => {
  for (const gone of [{ grid: "g" }, { column: 2, columns: 2 }, { row: 18 }, { page: 9 }]) {
    const layout = layOut(doc(q("First?"), a(lines(30), at(pinned(gone)), lines(20))));
    expect(codes(layout), JSON.stringify(gone)).toContain("pin-freed");
    expect(layout.pages.flatMap((page) => page.photos)).toHaveLength(1);
  }
});

test("pinned pieces over each other are both shown and told", () => {
  const story = doc(q("First?"), a(lines(30), at(pinned()), at(pinned({ row: 6 }), "tall.jpg"), lines(20)));
  const layout = testEngine(smallPage(20, 3)).layOut(story);
  expect(codes(layout)).toEqual(["pin-overlap"]);
  expect(layout.pages[0]?.photos).toHaveLength(2);
});

test("a piece pinned to a modular grid lets the text run beside it", () => {
  const design = { ...(smallPage(24, 2) as object), makeUp: { grids: { six: { columns: 6, gutter: 10 } } } };
  const layout = layOut(
    doc(q("First?"), a(lines(60), at(pinned({ grid: "six", column: 2, columns: 2, row: 5, rows: 8 })), lines(20))),
    design,
  );
  const narrow = (column: number) =>
    layout.pages[0]?.lines.filter((l) => l.column === column && l.line.natural < 95 && !l.line.last).length ?? 0;
  expect(narrow(0)).toBeGreaterThanOrEqual(6);
  expect(narrow(1)).toBeGreaterThanOrEqual(6);
});

test("text follows a contour, on both sides where the design says so", () => {
  const design = {
    ...(smallPage(30, 1) as object),
    page: { trim: [420, 440], margins: { top: 20, bottom: 20, inside: 10, outside: 10 }, facing: false },
    makeUp: { grids: { four: { columns: 4, gutter: 10 } }, wrap: { sides: "both", least: 60 } },
  };
  const round = {
    kind: "polygon",
    points: [
      [0.5, 0],
      [1, 0.5],
      [0.5, 1],
      [0, 0.5],
    ],
  } as const;
  const place = pinned({ grid: "four", column: 1, columns: 2, row: 4, rows: 14, wrap: round });
  const layout = layOut(doc(q("First?"), a(lines(90), at(place, "2000x2000.jpg"))), design);
  const [page] = layout.pages;
  const rows = new Map<number, number>();
  for (const line of page?.lines ?? []) rows.set(line.baseline, (rows.get(line.baseline) ?? 0) + 1);
  expect([...rows.values()].filter((n) => n === 2).length).toBeGreaterThanOrEqual(10);
});

test("text runs round what a picture shows, as its crop brings it into the box", () => {
  // The left half of the picture shows something; cropped to its right part there is a strip of it left.
  const outline = [
    [
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ],
  ] as const;
  const place = pinned({ grid: "text", column: 1, columns: 1, row: 4, rows: 10, wrap: { kind: "outline" } });
  const set = (crop: object | null, known: typeof outline | null) => {
    const plain = at(place, "2000x2000.jpg");
    const story = doc(q("First?"), a(lines(90), plain.type.create({ ...plain.attrs, crop }, plain.content)));
    const pictures = { ...anyPicture, outlineOf: () => known };
    const page = testEngine(
      { ...(smallPage(30, 3) as object), makeUp: { wrap: { least: 36 } } },
      fixedShaper({ advance: 0.5 }),
      pictures,
    ).layOut(story).pages[0];
    const box = page?.photos[0]?.box as { x: number; y: number; width: number; height: number };
    // How far into the box text comes from its right, in parts of its width.
    const into = (page?.lines ?? [])
      .filter(({ baseline, column }) => column === 1 && baseline > box.y && baseline < box.y + box.height)
      .map(({ x, line }) => (x + line.x - box.x) / box.width);
    return into.length === 0 ? null : Math.min(...into);
  };
  expect(set(null, null)).toBeNull();
  const whole = set(null, outline);
  const cropped = set({ x: 0.4, y: 0, width: 0.6, height: 1 }, outline);
  expect(whole).toBeGreaterThan(0.5);
  expect(whole).toBeLessThan(0.7);
  expect(cropped).toBeLessThan(0.5);
  expect(cropped).toBeGreaterThan(0);
});

test("an advertisement over a whole page is jumped, and the reader is told where to", () => {
  const ad = box();
  const place = pinned({ page: 2, column: 0, row: 0, columns: 3, rows: 20 });
  const full = ad.type.create({ ...ad.attrs, kind: "advertisement", placement: place });
  const layout = layOut(doc(q("First?"), a(lines(80), lines(40)), full));
  expect(layout.pages[1]?.lines).toHaveLength(0);
  const said = (n: number) =>
    layout.pages[n]?.over.flatMap((item) => (item.kind === "glyphs" ? [item.run.text] : [])).join("") ?? "";
  expect(said(0)).toBe("→ 3");
  expect(said(2)).toBe("1 →");
});

test("pictures of a group are equally tall and end with their columns", () => {
  const layout = layOut(doc(q("First?"), a(lines(20), photos(photo("p.jpg"), photo("tall.jpg")), lines(8))));
  const [one, two] = layout.pages[0]?.photos ?? [];
  expect(one?.box.height).toBe(two?.box.height);
  expect(one?.box.y).toBe(two?.box.y);
  expect((two?.box.x ?? 0) + (two?.box.width ?? 0) - (one?.box.x ?? 0)).toBeCloseTo(2 * (430 / 3) + 10);
});

test("pinning and freeing are commands, and settling twice is settling once", () => {
  const story = doc(q("First?"), a(lines(30), photo("p.jpg"), lines(30)));
  const id = story.child(2).child(1).attrs.id as string;
  const place = { grid: "text", bleed: [], page: 1, column: 2, row: 3, columns: 1, rows: 6 } as const;
  const by = run(story, pin(id, place));
  expect(layOut(by).pages[0]?.pieces[0]).toMatchObject({ block: id, by: "pinned", column: 2, row: 3 });
  expect(run(by, free(id)).eq(story)).toBe(true);
  const once = settled(story, layOut(story));
  expect(settle(placesOf(layOut(once).pages))(EditorState.create({ doc: once }))).toBe(false);
});

test("a settled layout is the layout", () => {
  fc.assert(
    fc.property(interviews, fc.integer({ min: 16, max: 44 }), fc.integer({ min: 1, max: 4 }), (story, rows, count) => {
      const design = smallPage(rows, count);
      const first = testEngine(design).layOut(story);
      // A pin that cannot be obeyed stays a pin, and is looked for anew each time.
      fc.pre(!first.findings.some((f) => f.code === "pin-freed"));
      const again = testEngine(design).layOut(settled(story, first));
      expect(again.pages.map(show)).toEqual(first.pages.map(show));
      expect(where(again)).toEqual(where(first));
    }),
    { numRuns: 100 },
  );
});

test("a letter typed on page 2 moves no picture of another page once they are settled", () => {
  const turn = (n: number) => [q(`Question ${n}?`), a(lines(16), photo("p.jpg", "A caption."), lines(14), lines(9))];
  const story = doc(...Array.from({ length: 12 }, (_, n) => turn(n)).flat());
  const engine = testEngine(smallPage(24, 3));
  const start = engine.layOut(story);
  expect(start.pages.length).toBeGreaterThanOrEqual(5);
  let now = settled(story, start);
  const elsewhere = (layout: Layout) => where(layout).filter((place) => !place.includes(" 2."));
  const before = elsewhere(engine.layOut(now));
  const spots: number[] = [];
  const onPage = new Set(start.pages[1]?.lines.map((line) => line.block));
  now.descendants((node, pos) => {
    if (onPage.has(node.attrs.id as string) && node.type.name === "paragraph") spots.push(pos + 3);
  });
  for (let n = 0; n < 300; n++) {
    now = new Transform(now).insert(spots[(n * 7) % spots.length] ?? 0, schema.text("e")).doc;
    expect(elsewhere(engine.layOut(now))).toEqual(before);
  }
});

test("what a finer grid lets begin between two columns stands in the one it covers", () => {
  const design = { ...(smallPage(24, 2) as object), makeUp: { grids: { six: { columns: 6, gutter: 6 } } } };
  const place = pinned({ grid: "six", column: 3, columns: 1, row: 12, rows: 4 });
  const story = doc(q("First?"), a(lines(30), at(place), lines(30)));
  const [piece] = layOut(story, design).pages[0]?.pieces ?? [];
  expect(piece).toMatchObject({ by: "pinned", column: 1 });
});

test("a quote stands six lines from the words it repeats, or is told that they changed", () => {
  const words = "Line 3 of a column of plain words.";
  const body = lines(40);
  const source = { block: "", from: body.indexOf(words), to: body.indexOf(words) + words.length, words };
  const story = doc(q("First?"), a(body, quote(words), lines(20)));
  const id = story.child(2).child(0).attrs.id as string;
  let quoting = story;
  story.descendants((node, pos) => {
    if (node.type.name !== "pull_quote") return;
    quoting = new Transform(story).setNodeAttribute(pos, "source", { ...source, block: id }).doc;
  });
  const layout = layOut(quoting);
  expect(codes(layout)).toEqual([]);
  const page = layout.pages[0];
  const said = page?.lines.filter((l) => l.block === id).find((l) => l.line.to > source.from);
  const piece = page?.pieces[0];
  const row = ((said?.baseline ?? 0) - 40) / 12;
  if (said?.column === piece?.column) {
    const apart = row < (piece?.row ?? 0) ? (piece?.row ?? 0) - row - 1 : row - (piece?.row ?? 0) - (piece?.rows ?? 0);
    expect(apart).toBeGreaterThanOrEqual(6);
  }
  let changed = quoting;
  quoting.descendants((node, pos) => {
    if (node.attrs.id === id) changed = new Transform(quoting).delete(pos + source.from + 1, pos + source.from + 6).doc;
  });
  expect(codes(layOut(changed))).toContain("quote-changed");
});

test("a sidebar has columns of its own, level with each other", () => {
  const design = { ...(smallPage(30, 3) as object), makeUp: { sidebars: { columns: 2, inner: 2 } } };
  const layout = layOut(doc(q("First?"), a(lines(40)), sidebar(lines(14)), q("Last?"), a(lines(8))), design);
  const own = layout.pages[0]?.lines.filter((l) => l.role === "sidebar") ?? [];
  const lefts = [...new Set(own.map((l) => Math.round(l.x)))];
  expect(lefts).toHaveLength(2);
  const feet = lefts.map((x) => Math.max(...own.filter((l) => Math.round(l.x) === x).map((l) => l.baseline)));
  expect(Math.abs((feet[0] ?? 0) - (feet[1] ?? 0))).toBeLessThanOrEqual(12);
});
