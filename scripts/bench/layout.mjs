/**
 * Layout figures, measured in a process of its own so that "cold" means cold. Prints rows as JSON. Argument: `cold`,
 * `edit`, `photos` or `slope`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EditorState } from "prosemirror-state";
import { Transform } from "prosemirror-transform";
import { importManuscript } from "../../electron/host/manuscripts.ts";
import { createFontStore } from "../../electron/host/fonts.ts";
import { createEngine } from "../../shared/layout/engine.ts";
import { placesOf } from "../../shared/layout/page.ts";
import { DesignStep } from "../../shared/schema/designStep.ts";
import { schema } from "../../shared/schema/interview.ts";
import { settle } from "../../shared/schema/placementCommands.ts";
import { repeatBody } from "../../electron/host/repeat.ts";
import { createShaper } from "../../shared/typesetting/harfbuzz.ts";
import { root } from "../setup.mjs";

const WORDS = 100_000;
const PAGES_TYPED_IN = 8;
const LETTERS_TYPED = 1_000;
const { doc: once } = await importManuscript(
  join(root, "assets/samples", process.argv[3] ?? "the-net-menders-cafe.md"),
  {},
);
const words = (doc) => doc.textBetween(0, doc.content.size, " ", " ").split(/\s+/).filter(Boolean).length;
const long = (wanted) => repeatBody(once, Math.ceil(wanted / words(once)));

const faces = await createFontStore({ shipped: join(root, "assets/fonts"), named: [], system: [] }).faces([]);
const templates = new Map([
  ["bulletin", JSON.parse(readFileSync(join(root, "assets/templates/bulletin.json"), "utf8"))],
]);
const pictures = { sizeOf: () => ({ media: "0".repeat(64), width: 2400, height: 1600 }) };
const engineOf = async () =>
  createEngine({ shaper: await createShaper(faces, ["Noto Sans Symbols 2"]), pictures, templates });

const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const rows = [];
const row = (figure, value, unit, target, peer = "") => rows.push({ figure, value, unit, target, peer });

if (process.argv[2] === "cold") {
  const doc = long(WORDS);
  const engine = await engineOf();
  const began = performance.now();
  const layout = engine.layOut(doc);
  row("cold layout, all pages", (performance.now() - began) / 1000, "s", "≤ 0.4");
  row("  pages laid out", layout.pages.length, "pages", "");
  row("  words", words(doc), "words", "100,000");
}

if (process.argv[2] === "edit") {
  let doc = long(WORDS);
  const engine = await engineOf();
  let layout = engine.layOut(doc);
  const spots = [];
  doc.descendants((node, pos) => {
    if (node.type.name === "paragraph" && node.content.size > 40) spots.push(pos);
    return !node.isTextblock;
  });
  const all = [];
  const visible = [];
  for (let n = 0; n < 400; n++) {
    const at = spots[(n * 7919) % spots.length] + 20;
    doc = new Transform(doc).insert(at, schema.text("e")).doc;
    const began = performance.now();
    const slices = engine.layOutSlices(doc);
    let step = slices.next();
    while (!step.done && !step.value.changed) step = slices.next();
    const shown = performance.now();
    while (!step.done) step = slices.next();
    layout = step.value;
    if (n >= 50) {
      visible.push(shown - began);
      all.push(performance.now() - began);
    }
  }
  row("keystroke to new layout, visible pages, p95", quantile(visible, 0.95), "ms", "≤ 1", "Typst 32 (p95 35)");
  row("keystroke to new layout, all pages, p95", quantile(all, 0.95), "ms", "≤ 50", "Typst 32 (p95 35)");
  const styles = [];
  for (const size of [9.6, 9.2, 9.5, 9.3, 9.4]) {
    const step = new DesignStep(["overrides", "styles", "answer", "size"], size);
    doc = new Transform(doc).step(step).doc;
    const began = performance.now();
    layout = engine.layOut(doc);
    styles.push(performance.now() - began);
  }
  row("change of a style, all pages", quantile(styles, 0.5) / 1000, "s", "≤ 0.1");
  row("  pages laid out", layout.pages.length, "pages", "");
}

/** Where every photo stands, those of the opener as well: page, box. */
const photosOn = (pages) =>
  new Map(
    pages.flatMap(({ number, photos }) =>
      photos.map(({ block, box }) => [block, [number, box.x, box.y, box.width, box.height].map(Math.round).join(" ")]),
    ),
  );

if (process.argv[2] === "photos") {
  const engine = await engineOf();
  let story = once;
  for (let times = 2; engine.layOut(story).pages.length < PAGES_TYPED_IN; times++) story = repeatBody(once, times);
  /** The document with every photo settled where it was found, as the window keeps it. */
  const settled = (doc, { pages }) => {
    let kept = doc;
    settle(placesOf(pages))(EditorState.create({ doc }), ({ doc: own }) => (kept = own));
    return kept;
  };
  story = settled(story, engine.layOut(story));
  const start = engine.layOut(story);
  const turns = start.pages[1].lines.filter(({ role }) => role === "question" || role === "answer");
  const onSecond = new Set(turns.map(({ block }) => block));
  const typed = (doc, n) => {
    const spots = [];
    doc.descendants((node, pos) => {
      if (node.type.name === "paragraph" && onSecond.has(node.attrs.id)) spots.push(pos);
      return !node.isTextblock;
    });
    const spot = spots[(n * 7919) % spots.length];
    return new Transform(doc).insert(spot + 1 + ((n * 31) % doc.nodeAt(spot).content.size), schema.text("e")).doc;
  };
  const movedIn = (layout, before) =>
    [...photosOn(layout.pages)].filter(([block, at]) => before.get(block) !== at).length;
  const first = photosOn(start.pages);
  let alone = 0;
  for (let n = 0; n < LETTERS_TYPED; n++) alone += movedIn(engine.layOut(typed(story, n)), first);
  let moved = 0;
  let before = first;
  let doc = story;
  for (let n = 0; n < LETTERS_TYPED; n++) {
    doc = typed(doc, n);
    const layout = engine.layOut(doc);
    moved += movedIn(layout, before);
    before = photosOn(layout.pages);
    doc = settled(doc, layout);
  }
  const where = `typed on page 2 of ${start.pages.length}`;
  row(`a letter ${where}, ${LETTERS_TYPED} times: photos moved`, alone, "", "0");
  row(`${LETTERS_TYPED} letters ${where}, one after the other: photos moved`, moved, "", "");
  row("  photos", first.size, "", "");
}

if (process.argv[2] === "slope") {
  const time = async (wanted) => {
    const doc = long(wanted);
    const engine = await engineOf();
    const began = performance.now();
    const { pages } = engine.layOut(doc);
    return { pages: pages.length, ms: performance.now() - began };
  };
  await time(20_000);
  const [ten, hundred, thousand] = [await time(10_000), await time(100_000), await time(1_000_000)];
  const near = (hundred.ms - ten.ms) / (hundred.pages - ten.pages);
  const far = (thousand.ms - hundred.ms) / (thousand.pages - hundred.pages);
  row("cost per page, 100 to 1,000 pages against 10 to 100", far / near, "×", "0.85 – 1.15");
  row("  a page", far, "ms", "", "Typst 7 with PDF");
}

console.log(JSON.stringify(rows));
