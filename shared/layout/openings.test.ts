import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { a, bullets, doc, docWith, interviewee, intro, numbers, q } from "../schema/build.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import { brokenLaws, smallPage, testEngine } from "../test/layout.ts";
import { createShaper } from "../typesetting/harfbuzz.ts";
import type { Layout } from "./engine.ts";
import { boxesOf, caretAt, placeAt } from "./place.ts";

const shaper = await createShaper(shippedFonts(), FALLBACKS);
const COPY = "The press came up the river on a barge, and nobody has been able to move it since then. "
  .repeat(4)
  .trim();

function engineWith(design: object, rows = 40, columns = 2) {
  return testEngine({ ...(smallPage(rows, columns) as object), ...design }, shaper);
}
const styles = (name: string, more: object) => ({
  styles: { [name]: { font: "Spectral", size: 9.4, leading: 12, align: "justify", indent: 9.4, ...more } },
});
const linesOf = (layout: Layout) => layout.pages.flatMap((page) => page.lines);
/** Blocks that begin with a drop cap, by their first words. */
const capped = (layout: Layout) =>
  linesOf(layout)
    .filter((placed) => placed.line.runs.some((run) => run.drop !== undefined))
    .map((placed) => placed.line.text.split(" ")[0]);

test("the story's first paragraph of a style, the first of each turn, or all", () => {
  const story = doc(q("Why?"), a(`One ${COPY}`, `Two ${COPY}`), q("And?"), a(`Three ${COPY}`, `Four ${COPY}`));
  const at = (which: string) =>
    capped(engineWith(styles("answer", { dropCap: { lines: 2, at: which } })).layOut(story)).join(" ");
  expect(at("first")).toBe("One");
  expect(at("turns")).toBe("One Three");
  expect(at("all")).toBe("One Two Three Four");
});

test("the old form, lines alone, is one for the first paragraph, and no finding says otherwise", () => {
  const layout = engineWith(styles("answer", { dropCap: 3 })).layOut(doc(q("Why?"), a(`One ${COPY}`, COPY)));
  expect(capped(layout)).toEqual(["One"]);
  expect(layout.findings.map((f) => f.code)).not.toContain("design-unused");
});

test("a paragraph put before the first takes its drop cap over, as from scratch", () => {
  const before = doc(intro(`One ${COPY}`), q("Why?"), a(COPY));
  const after = doc(intro(`Zero ${COPY}`), intro(`One ${COPY}`), q("Why?"), a(COPY));
  const design = styles("intro", { dropCap: { lines: 3 } });
  const engine = engineWith(design);
  const scratch = (story: Node) => engineWith(design).layOut(story);
  expect(capped(engine.layOut(before))).toEqual(["One"]);
  expect(capped(engine.layOut(after))).toEqual(["Zero"]);
  expect(engine.layOut(after).pages).toEqual(scratch(after).pages);
  expect(engine.layOut(before).pages).toEqual(scratch(before).pages);
});

test("no column ends beside a drop cap, wherever it comes to stand", () => {
  for (let lead = 0; lead < 9; lead++) {
    const filler = Array.from({ length: lead }, () => "Yes, quite.");
    const story = doc(intro(COPY), q("Why?"), a("No.", ...filler, `Deep ${COPY}`));
    const layout = engineWith(styles("answer", { dropCap: { lines: 4, at: "all" }, indent: 0 }), 14, 3).layOut(story);
    expect(brokenLaws(story, layout)).toEqual([]);
    const lines = linesOf(layout).filter(
      (placed) => placed.block === linesOf(layout).find((l) => l.line.text.startsWith("Deep"))?.block,
    );
    expect(new Set(lines.slice(0, 4).map((placed) => placed.column)).size, `${lead} before`).toBe(1);
  }
});

test("the caret stands tall at the letter, and a click on its foot finds it", () => {
  const story = doc(intro(`Deep ${COPY}`), q("Why?"), a(COPY));
  const engine = engineWith(styles("intro", { dropCap: { lines: 3 } }));
  const page = engine.layOut(story).pages[0];
  if (!page) throw new RangeError("no page");
  const list = engine.paint(page);
  const first = page.lines.find((placed) => placed.line.text.startsWith("Deep"));
  const block = first?.block ?? "";
  const before = caretAt(list, [block, 0, 0]);
  const behind = caretAt(list, [block, 1, 1]);
  if (!before || !behind || !first) throw new RangeError("no caret");
  expect(before.height).toBeGreaterThan(2 * behind.height);
  expect(before.y + before.height).toBeGreaterThan(first.baseline + 24);
  expect(behind.y + behind.height).toBeLessThan(first.baseline + 6);
  expect(placeAt(list, { x: before.x + 1, y: first.baseline + 22 })?.slice(0, 2)).toEqual([block, 0]);
  const [letter, line] = boxesOf(list, [block, 0, 3]);
  expect((letter?.y ?? 0) + (letter?.height ?? 0)).toBeGreaterThan(first.baseline + 23);
  expect(line?.height).toBeLessThan(14);
});

test("lists hang, and every text is whole", () => {
  const story = doc(q("What?"), a("This:", bullets(COPY, "Two."), numbers(COPY, "Two.")));
  const layout = engineWith(styles("list_item", { indent: 0, list: { number: "a)" } })).layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  const items = linesOf(layout).filter((placed) => placed.role === "list_item");
  expect(items.filter((placed) => placed.line.from === 0).map((placed) => placed.line.text.slice(0, 4))).toEqual([
    "• Th",
    "• Tw",
    "a) T",
    "b) T",
  ]);
  const [first, second] = items;
  expect(second?.line.x).toBeGreaterThan((first?.line.x ?? 0) + 8);
});

test("initials hang in the margin, and a run-in sign is as it was", () => {
  const speakers = [interviewee("s1", "Old Printer", "OP")];
  const json = docWith({ speakers }, q("Why?"), a(COPY)).toJSON() as { content: { type: string; attrs: object }[] };
  for (const node of json.content) if (node.type === "answer") node.attrs = { ...node.attrs, speaker: "s1" };
  const story = doc(q("Why?")).type.schema.nodeFromJSON(json);
  const sign = (place: string) => ({ signs: { question: "❖", answer: { text: "{initials}", place } } });
  const answer = (place: string) =>
    linesOf(engineWith(sign(place)).layOut(story)).filter((placed) => placed.role === "answer");
  expect(answer("margin")[0]?.line.text.startsWith("OP The")).toBe(true);
  expect(answer("margin")[0]?.line.x).toBeLessThan(-5);
  expect(answer("margin")[1]?.line.x).toBeGreaterThan(-2);
  expect(answer("indent")[1]?.line.x).toBeGreaterThan(10);
  expect(answer("run-in")[0]?.line.x).toBeGreaterThan(-2);
});
