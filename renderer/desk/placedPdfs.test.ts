/** PDFs on the pages are looked at once each, and what is said of them stands where they stand. */
import { expect, test } from "vitest";
import type { DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import { pt } from "../../shared/units.ts";
import { type Asked, placedPdfs } from "./placedPdfs.ts";

const picture = (media: string, more: Partial<Extract<DisplayItem, { kind: "picture" }>> = {}): DisplayItem => ({
  kind: "picture",
  of: { block: "b7", role: "photo" },
  media,
  box: { x: pt(1), y: pt(2), width: pt(100), height: pt(50) },
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt: "",
  ...more,
});
const page = (number: number, ...items: DisplayItem[]): DisplayList => ({
  number,
  folio: `${number}`,
  trim: { width: pt(200), height: pt(300) },
  bleed: { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) },
  items,
});
const RGB = { code: "rgb", severity: "error", message: "m", hint: "h", ran: true } as const;
const settled = () => new Promise((done) => setTimeout(done, 0));

test("each is asked for once, and told at its place on every page it stands on", async () => {
  const asked: Asked[] = [];
  let told = 0;
  const pdfs = placedPdfs(
    async (one) => (asked.push(one), [RGB]),
    () => (told += 1),
  );
  const isPdf = (media: string) => media === "ad";
  const lists = [page(1, picture("photo"), picture("ad")), page(4, picture("ad"))];
  pdfs.look(lists, "coated", isPdf);
  expect(pdfs.findings()).toEqual([]);
  await settled();
  pdfs.look(lists, "coated", isPdf);
  await settled();
  expect(asked).toEqual([{ hash: "ad", printer: "coated", page: 1, box: "trim", space: null }]);
  expect(told).toBe(1);
  expect(pdfs.findings().map(({ page: on, place, rect }) => [on, place, rect])).toEqual([
    [1, ["b7", 0, 0], [1, 2, 100, 50]],
    [4, ["b7", 0, 0], [1, 2, 100, 50]],
  ]);
  // Taken off the page nothing is said of it; another printer, page or room is another question.
  pdfs.look([page(1)], "coated", isPdf);
  expect(pdfs.findings()).toEqual([]);
  pdfs.look(
    [page(1, picture("ad", { reserved: true, pdf: { page: 2, box: "bleed", width: 9, height: 9 } }))],
    null,
    isPdf,
  );
  expect(asked[1]).toEqual({ hash: "ad", printer: null, page: 2, box: "bleed", space: [100, 50] });
});

test("an answer that comes for a document that was closed is not told", async () => {
  let told = 0;
  const pdfs = placedPdfs(
    async () => [RGB],
    () => (told += 1),
  );
  pdfs.look([page(1, picture("ad"))], null, () => true);
  pdfs.forget();
  await settled();
  expect([told, pdfs.findings()]).toEqual([0, []]);
});
