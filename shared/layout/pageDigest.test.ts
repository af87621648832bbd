import { expect, test } from "vitest";
import { BLACK } from "../color/ink.ts";
import { a, doc, h, q } from "../schema/build.ts";
import { testEngine } from "../test/layout.ts";
import type { DisplayItem, DisplayList } from "./display.ts";
import { pageDigest } from "./pageDigest.ts";
import { pt } from "../units.ts";

function pages(words: string): readonly DisplayList[] {
  const engine = testEngine();
  return engine.layOut(doc(h("Why print?"), q("Why?"), a(words))).pages.map((page) => engine.paint(page));
}
const long = "Paper lasts. ".repeat(900);

test("the same page has the same digest, made anew or copied between threads", () => {
  const first = pages(long);
  const second = pages(long);
  expect(first.length).toBeGreaterThan(1);
  expect(second.map(pageDigest)).toEqual(first.map(pageDigest));
  expect(first.map((list) => pageDigest(structuredClone(list)))).toEqual(first.map(pageDigest));
  expect(new Set(first.map(pageDigest)).size).toBe(first.length);
  expect(pageDigest(first[0] as DisplayList)).toMatch(/^[0-9a-f]{16}$/);
});

test("a change of anything that leaves ink changes it; a block's id does not", () => {
  const [page] = pages("Paper lasts.") as [DisplayList];
  const before = pageDigest(page);
  const changed: DisplayList[] = [
    { ...page, folio: "9" },
    { ...page, items: page.items.slice(1) },
  ];
  page.items.forEach((item, n) => {
    const put = (to: DisplayItem) => changed.push({ ...page, items: page.items.with(n, to) });
    if (item.kind === "glyphs") {
      put({ ...item, x: pt(item.x + 0.001) });
      put({ ...item, upward: true });
      put({ ...item, run: { ...item.run, size: pt(item.run.size + 0.01) } });
      put({ ...item, run: { ...item.run, xs: item.run.xs.map((x, i) => (i === 0 ? x + 0.01 : x)) } });
      if (JSON.stringify(item.ink) !== JSON.stringify(BLACK)) put({ ...item, ink: BLACK });
    }
    if (item.kind === "fill") put({ ...item, box: { ...item.box, height: pt(item.box.height - 1) } });
  });
  const digests = changed.map(pageDigest);
  expect(digests).not.toContain(before);
  const renamed = page.items.map((item) =>
    item.of === "artifact" ? item : { ...item, of: { ...item.of, block: `${item.of.block}x` } },
  );
  expect(pageDigest({ ...page, items: renamed })).toBe(before);
});
