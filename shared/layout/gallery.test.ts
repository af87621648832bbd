import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { a, doc, lines, photoWith, q } from "../schema/build.ts";
import type { Placement } from "../schema/attributes.ts";
import { settle } from "../schema/placementCommands.ts";
import { EditorState } from "prosemirror-state";
import { brokenLaws, smallPage, testEngine } from "../test/layout.ts";
import { placesOf } from "./page.ts";

const SHAPES: Readonly<Record<string, readonly [number, number]>> = {
  broad: [3000, 2000],
  tall: [1500, 2000],
  square: [2000, 2000],
  slim: [1000, 2000],
};
const gallery = { photos: { gallery: { below: 400, rows: [2.5, 1.5] } } };
const design = (more: object = gallery): unknown => ({ ...(smallPage(30, 2) as object), ...more });
const engine = (more?: object) => testEngine(design(more), undefined, { sizeOf: ({ file }) => sized(file) });
function sized(file: string) {
  const [width, height] = SHAPES[file.replace(/\d*\.jpg$/, "")] ?? [1, 1];
  return { media: file, width, height };
}
const picture = (file: string, placement: Placement = { kind: "auto" }) => photoWith({ file, placement });
const essay = (...files: readonly string[]) =>
  doc(q("First?"), a(lines(3), ...files.map((file) => picture(file)), lines(3)));
/** Files by the y they stand at, page by page. */
function rowsOn(story: Node, more?: object): readonly string[] {
  const layout = engine(more).layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  return layout.pages.map(({ photos }) => {
    const tops = [...new Set(photos.map(({ box }) => box.y))].sort((one, other) => one - other);
    return tops.map((top) => photos.flatMap(({ box, file }) => (box.y === top ? [file] : [])).join(" ")).join(" | ");
  });
}

test("few words and many pictures: they stand in rows as broad as the design wants them in turn", () => {
  const files = ["broad1.jpg", "square1.jpg", "broad2.jpg", "tall1.jpg", "tall2.jpg", "square2.jpg"];
  expect(rowsOn(essay(...files))).toEqual(["broad1.jpg square1.jpg | broad2.jpg", "tall1.jpg tall2.jpg square2.jpg"]);
});

test("what is much less than a row joins the row before", () => {
  expect(rowsOn(essay("broad1.jpg", "square1.jpg", "slim1.jpg"))).toEqual(["broad1.jpg square1.jpg slim1.jpg"]);
});

test("with words enough for each picture, or no gallery in the design, every picture has a place of its own", () => {
  const wordy = doc(q("First?"), a(lines(60), picture("square1.jpg"), picture("square2.jpg"), lines(60)));
  const alone = (story: Node, more?: object) => placesOf(engine(more).layOut(story).pages).length;
  expect(alone(wordy)).toBe(2);
  expect(alone(essay("square1.jpg", "square2.jpg"))).toBe(1);
  expect(alone(essay("square1.jpg", "square2.jpg"), { photos: { gallery: false } })).toBe(2);
});

test("a pinned picture stays alone where it is pinned", () => {
  const place: Placement = { kind: "pinned", grid: "text", bleed: [], page: 1, column: 1, row: 4, columns: 1, rows: 7 };
  const story = doc(
    q("First?"),
    a(lines(3), picture("square1.jpg"), picture("square2.jpg", place), picture("square3.jpg")),
  );
  const pieces = placesOf(engine().layOut(story).pages);
  expect(pieces).toHaveLength(2);
  expect(pieces.filter(({ columns, row }) => columns === 1 && row === 4)).toHaveLength(1);
});

test("a row that is settled stands where it stood", () => {
  const story = essay("broad1.jpg", "square1.jpg", "broad2.jpg", "tall1.jpg", "tall2.jpg", "square2.jpg");
  const before = placesOf(engine().layOut(story).pages);
  let state = EditorState.create({ doc: story });
  settle(before)(state, (tr) => {
    state = state.apply(tr);
  });
  const strip = (places: typeof before) => places.map(({ block, page, column, row }) => [block, page, column, row]);
  expect(strip(placesOf(engine().layOut(state.doc).pages))).toEqual(strip(before));
});
