/** PDFs as pictures: a page has the shape the document names, counts as fine as a plate, and fills a room reserved for it. */
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { a, box, doc, h, lines, photoWith, q } from "../schema/build.ts";
import { brokenLaws, testEngine } from "../test/layout.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import type { DisplayItem } from "./display.ts";
import type { Pictures } from "./photos.ts";

const media = "a".repeat(64);
const pictures: Pictures = { sizeOf: (photo) => ({ media: photo.media ?? photo.file, width: 1200, height: 800 }) };
const page = { page: 2, box: "bleed", width: 300, height: 150 } as const;

function laid(more: Node): {
  readonly pictures: readonly Extract<DisplayItem, { kind: "picture" }>[];
  readonly codes: readonly string[];
} {
  const story = doc(h("H"), q("Why?"), a(lines(60)), more, q("And?"), a(lines(40)));
  const engine = testEngine({}, fixedShaper({ advance: 0.5 }), pictures);
  const layout = engine.layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  const shown = layout.pages.flatMap((one) => engine.paint(one).items.filter((item) => item.kind === "picture"));
  return { pictures: shown, codes: layout.findings.map(({ code }) => code) };
}
const boxOf = (changes: object) => {
  const plain = box();
  return plain.type.create({ ...plain.attrs, ...changes });
};

test("a logo keeps the page's shape, an advertisement fills its room and is held to it", () => {
  const [logo] = laid(boxOf({ kind: "logo", media, pdf: page })).pictures;
  expect((logo?.box.width ?? 0) / (logo?.box.height ?? 1)).toBeCloseTo(2, 6);
  expect(logo).toMatchObject({ media, pdf: page });
  expect(logo?.reserved).toBeUndefined();
  const [ad] = laid(boxOf({ kind: "advertisement", media, pdf: page })).pictures;
  expect(ad).toMatchObject({ media, pdf: page, reserved: true });
  expect((ad?.crop.width ?? 0) / (ad?.crop.height ?? 1)).toBeCloseTo(
    (ad?.box.width ?? 0) / (ad?.box.height ?? 1) / 2,
    6,
  );
});

test("a photo that is a PDF is wide as the design likes, however few points its page has", () => {
  const small = { ...page, width: 60, height: 40 };
  const {
    pictures: [shown],
    codes,
  } = laid(photoWith({ file: "p.pdf", media, pdf: small }));
  expect((shown?.box.width ?? 0) / (shown?.box.height ?? 1)).toBeCloseTo(1.5, 0);
  expect(codes).not.toContain("picture-low");
});

test("the document says page, box and size within bounds", () => {
  expect(() => boxOf({ pdf: page }).check()).not.toThrow();
  for (const wrong of [
    { ...page, page: 0 },
    { ...page, box: "art" },
    { ...page, width: 0 },
    { ...page, height: 20_000 },
    7,
  ]) {
    expect(() => boxOf({ pdf: wrong }).check()).toThrow(RangeError);
    expect(() => photoWith({ file: "p.pdf", pdf: wrong } as never).check()).toThrow(RangeError);
  }
});
