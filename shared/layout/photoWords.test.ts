import { expect, test } from "vitest";
import { BLACK, PAPER } from "../color/ink.ts";
import type { Placement } from "../schema/attributes.ts";
import { a, doc, lines, photoCredit, photoWith, q } from "../schema/build.ts";
import type { WordsStand } from "../schema/photoFile.ts";
import { anyPicture, brokenLaws, smallPage, testEngine } from "../test/layout.ts";
import type { Tone } from "./openers/calm.ts";
import type { Page, PlacedLine } from "./page.ts";
import { lineBox } from "./upward.ts";

const flat = (...values: number[]): Tone => ({ columns: values.length, rows: 1, values });
const DARK = flat(0.02);

type Asked = {
  readonly photos?: object;
  readonly tone?: Tone | null;
  readonly columns?: number;
  readonly words?: string;
  readonly credit?: string;
  readonly stands?: WordsStand;
  readonly placement?: Placement;
  readonly gutter?: number;
  readonly focus?: object;
};
/** A story whose second picture is the one looked at; the first opens it. */
function made(asked: Asked) {
  const { photos = {}, tone = null, columns = 3, words = "A caption of words.", credit = "Photo: N. N." } = asked;
  const { stands = null, placement = { kind: "auto" }, gutter = 10, focus = null } = asked;
  const attrs = { file: "p.jpg", stands, placement, focus };
  const story = doc(
    q("First?"),
    a(lines(6), photoWith({ file: "first.jpg" })),
    q("Second?"),
    a(lines(12), photoWith(attrs, words, photoCredit(credit)), lines(40)),
  );
  const base = smallPage(40, columns) as { columns: object; page: object };
  const page = {
    ...base.page,
    trim: [columns * 150 + 60, 532],
    margins: { top: 20, bottom: 20, inside: 30, outside: 30 },
  };
  const design = { ...base, page, columns: { ...base.columns, gutter }, photos: { inline: { columns: 2 }, ...photos } };
  const pictures = { ...anyPicture, ...(tone ? { toneOf: () => tone } : {}) };
  const layout = testEngine(design, undefined, pictures).layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  const [on, photo] = layout.pages.flatMap((one) => one.photos.map((p) => [one, p] as const)).at(-1) ?? [];
  if (!on || !photo) throw new RangeError("the picture is on no page");
  const linesOf = (role: string) => on.lines.filter((line) => line.role === role);
  return { layout, page: on, box: photo.box, caption: linesOf("caption"), credit: linesOf("photo_credit"), story };
}
const inside = (line: PlacedLine, { x, y, width, height }: Page["photos"][number]["box"]) => {
  const ink = lineBox(line);
  return ink.x >= x && ink.y >= y && ink.x + ink.width <= x + width && ink.y + ink.height <= y + height;
};
const low = ({ layout }: ReturnType<typeof made>) => layout.findings.filter(({ code }) => code === "contrast-low");

test("a caption beside its picture takes a column of it, level with its foot or its head", () => {
  const foot = made({ photos: { caption: "beside" } });
  const { box, caption, credit } = foot;
  expect(box.width).toBeCloseTo((450 - 20) / 3, 1);
  expect(caption[0]?.x).toBeCloseTo(box.x + box.width + 10, 2);
  expect(credit.at(-1)?.baseline).toBeCloseTo(box.y + box.height, 2);
  const head = made({ photos: { caption: "beside", beside: { level: "head", side: "left" } } });
  expect(head.caption[0]?.x).toBeCloseTo(head.box.x - 10 - (450 - 20) / 3, 2);
  // On the baseline of the row that the picture begins in.
  expect(((head.caption[0]?.baseline ?? 0) - 40) % 12).toBeCloseTo(0, 6);
  expect(head.caption[0]?.baseline).toBeGreaterThan(head.box.y);
});

test("a caption that has no room beside its picture stands below it", () => {
  for (const asked of [{ columns: 1 }, { words: lines(60) }]) {
    const { box, caption } = made({ photos: { caption: "beside" }, ...asked });
    expect(caption[0]?.x).toBeCloseTo(box.x, 2);
    expect(caption[0]?.baseline).toBeGreaterThan(box.y + box.height);
  }
});

test("a caption on its picture stands in a corner of it, in the ink that reads there", () => {
  const dark = made({ photos: { caption: "over" }, tone: DARK });
  expect(dark.caption.length).toBeGreaterThan(0);
  for (const line of [...dark.caption, ...dark.credit]) {
    expect(inside(line, dark.box)).toBe(true);
    expect(line.style.ink).toEqual(PAPER);
  }
  expect(low(dark)).toEqual([]);
  const light = made({ photos: { caption: "over" }, tone: flat(0.9) });
  expect(light.caption[0]?.style.ink).toEqual(BLACK);
  // The left is calm and the right is not: black and white stripes.
  const calm = made({ photos: { caption: "over" }, tone: flat(0.02, 0.02, 0.02, 0.9, 0.02, 0.9) });
  expect(calm.caption[0]?.x).toBeLessThan(calm.box.x + calm.box.width / 3);
  const right = made({ photos: { caption: "over" }, tone: flat(0.9, 0.02, 0.9, 0.02, 0.02, 0.02) });
  expect(right.caption[0]?.x).toBeGreaterThan(right.box.x + right.box.width / 3);
});

test("a caption on its picture keeps off what the picture is about", () => {
  const asked = { photos: { caption: "over" }, tone: DARK };
  const usual = made(asked);
  expect(usual.caption[0]?.baseline).toBeGreaterThan(usual.box.y + usual.box.height / 2);
  const face = made({ ...asked, focus: { x: 0.1, y: 0.6, width: 0.8, height: 0.35 } });
  expect(face.caption[0]?.baseline).toBeLessThan(face.box.y + face.box.height / 2);
});

test("words that cannot be read on their picture are told; where nobody knows its tones they stand below", () => {
  const grey = made({ photos: { caption: "over" }, tone: flat(0.5, 0.05, 0.5, 0.05, 0.5, 0.05, 0.5, 0.05, 0.5) });
  expect(low(grey).map(({ severity, ran }) => [severity, ran])).toEqual([["warning", true]]);
  expect(low(grey)[0]?.place?.[0]).toBe(grey.caption[0]?.block);
  const unknown = made({ photos: { caption: "over" } });
  expect(unknown.caption[0]?.baseline).toBeGreaterThan(unknown.box.y + unknown.box.height);
  expect(low(unknown)).toEqual([]);
});

test("a credit along the edge climbs from the picture's foot, heads to the picture on its left", () => {
  for (const side of ["left", "right"] as const) {
    const { box, caption, credit } = made({ photos: { credit: "edge", edge: { side } }, gutter: 20 });
    const [line, more] = credit;
    if (!line) throw new RangeError("no credit");
    expect(more).toBeUndefined();
    expect(line.upward).toBe(true);
    const ink = lineBox(line);
    expect(line.baseline).toBeCloseTo(box.y + box.height, 6);
    expect(ink.y).toBeGreaterThanOrEqual(box.y);
    const gap = side === "right" ? ink.x - box.x - box.width : box.x - ink.x - ink.width;
    expect(gap).toBeGreaterThan(2);
    expect(gap).toBeLessThan(6);
    expect(caption[0]?.baseline).toBeGreaterThan(box.y + box.height);
  }
});

test("a credit without room along the edge, or longer than it, stands after the caption", () => {
  const photos = { credit: "edge" };
  for (const asked of [{ gutter: 8 }, { gutter: 20, credit: "Photo: a name too long for any edge ".repeat(3) }]) {
    const { credit, box } = made({ photos, ...asked });
    expect(credit.every((line) => !line.upward && line.baseline > box.y + box.height)).toBe(true);
  }
  const ruled = made({ photos, gutter: 14 });
  expect(ruled.credit[0]?.upward).toBe(true);
});

test("a credit on its picture is in the ink that reads there, and stands elsewhere where none does", () => {
  const photos = { credit: "edge", edge: { on: "picture", side: "right" } };
  const dark = made({ photos, tone: DARK });
  expect(dark.credit[0]?.style.ink).toEqual(PAPER);
  expect(dark.credit.every((line) => inside(line, dark.box))).toBe(true);
  const half = made({ photos, tone: flat(0.02, 0.02, 0.2) });
  expect(half.credit[0]?.x).toBeLessThan(half.box.x + half.box.width / 2);
  const none = made({ photos, tone: flat(0.2) });
  expect(none.credit[0]?.upward).toBeUndefined();
  expect(low(none)).toEqual([]);
});

test("a picture's own choice goes before the design's", () => {
  const over = made({ stands: { caption: "over" }, tone: DARK });
  expect(over.caption.every((line) => inside(line, over.box))).toBe(true);
  const edge = made({ stands: { credit: "edge" }, gutter: 20 });
  expect(edge.credit[0]?.upward).toBe(true);
  const below = made({ photos: { caption: "over" }, stands: { caption: "below" }, tone: DARK });
  expect(below.caption[0]?.baseline).toBeGreaterThan(below.box.y + below.box.height);
  expect(() => photoWith({ file: "a.jpg", stands: { caption: "under" } }).check()).toThrow("below");
  expect(() => photoWith({ file: "a.jpg", stands: { alt: "" } }).check()).toThrow("alt");
});

test("the words of a picture that bleeds at the foot stand on it", () => {
  const placement = {
    kind: "pinned",
    grid: "text",
    bleed: ["bottom"],
    page: 1,
    column: 0,
    row: 20,
    columns: 3,
    rows: 20,
  } as const;
  const { caption, box, page } = made({ placement, tone: DARK });
  expect(box.y + box.height).toBeGreaterThan(500);
  expect(caption.every((line) => inside(line, box))).toBe(true);
  expect(page.findings.filter(({ code }) => code === "text-near-trim")).toEqual([]);
});
