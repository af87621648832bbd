import { expect, test } from "vitest";
import { page, run, words } from "../test/pdfJob.ts";
import { spacesAfter } from "./lineEnds.ts";

test("a space dropped at a line's end is found, over columns and pages; a hyphen and a change of font drop none", () => {
  const runs = [
    run("spectral", "❖ ", { from: null }),
    run("spectral", "đầu dòng", { from: 0 }),
    run("italic", "nghiêng", { from: 8 }),
    run("spectral", "inter", { from: 16, hyphen: true }),
    run("spectral", "view kinh-", { from: 21 }),
    run("spectral", "tế", { from: 31 }),
    run("spectral", "trang sau.", { from: 34 }),
  ];
  const items = runs.map((glyphs, i) => words({ block: "a", role: "answer" }, glyphs, 0, 20 * i));
  const between = words({ block: "b", role: "answer" }, run("spectral", "khác"), 0, 0);
  const folio = words("artifact", run("spectral", "12", { from: null }), 0, 800);
  const found = spacesAfter([page(1, [...items.slice(0, 6), between, folio]), page(2, items.slice(6))]);
  expect([...found].map(({ text }) => text)).toEqual(["nghiêng", "12", "tế", "trang sau.", "khác"]);
});

test("pieces of furniture on one line are one, and a space that is there is enough", () => {
  const piece = (text: string, y: number) => words("artifact", run("spectral", text, { from: null }), 0, y);
  const list = page(1, [piece("Tạp chí", 10), piece("·12", 10), piece("Mục ", 20), piece("5", 800)]);
  expect([...spacesAfter([list])].map(({ text }) => text)).toEqual(["·12", "5"]);
});
