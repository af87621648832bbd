/**
 * Figures of typesetting alone, without pages: shaping and breaking in a process of its own, so that "cold" means cold.
 * Everything is on: hyphenation, tracking, scaling, protrusion, rivers and stacks. Prints rows as JSON. Argument:
 * `cold` or `edit`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFontStore } from "../../electron/host/fonts.ts";
import { importManuscript } from "../../electron/host/manuscripts.ts";
import { PLAIN } from "../../shared/schema/story.ts";
import { resolveDesign } from "../../shared/schema/template.ts";
import { createShaper } from "../../shared/typesetting/harfbuzz.ts";
import { setLines } from "../../shared/typesetting/setLines.ts";
import { shapeBlock } from "../../shared/typesetting/shape.ts";
import { root } from "../setup.mjs";

const WORDS = 100_000;
/** The comparison layout's measure and indent: 57.33 and 3 mm. */
const MEASURES = [
  { x: 8.5, width: 154 },
  { x: 0, width: 162.5 },
];
const template = JSON.parse(readFileSync(join(root, "assets/templates/bulletin.json"), "utf8"));
const style = resolveDesign([template], "bulletin").styles.answer;
const faces = await createFontStore({ shipped: join(root, "assets/fonts"), named: [], system: [] }).faces([]);

/** The sample's paragraphs over and over, each with its number so that no two are alike. */
const { doc } = await importManuscript(join(root, "assets/samples/the-net-menders-cafe.md"), {});
const once = [];
doc.descendants((node) => {
  if (node.type.name === "paragraph" && node.textContent.length > 0) once.push(node.textContent);
  return !node.isTextblock;
});
const texts = [];
for (let n = 0, words = 0; words < WORDS; n++) {
  const text = `${n + 1}. ${once[n % once.length]}`;
  texts.push(text);
  words += text.split(/\s+/).length;
}
const blockOf = (text) => ({
  role: "answer",
  text,
  runs: [{ from: 0, to: text.length, marks: PLAIN }],
  lang: "en",
  style: null,
  lead: null,
});
const shaper = await createShaper(faces, ["Noto Sans Symbols 2"]);
const set = (text) => setLines(shapeBlock(blockOf(text), style, "", shaper), MEASURES).lines.length;

const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const rows = [];
const row = (figure, value, unit, target, peer = "") => rows.push({ figure, value, unit, target, peer });

if (process.argv[2] === "cold") {
  const began = performance.now();
  const cpu = process.cpuUsage();
  let lines = 0;
  for (const text of texts) lines += set(text);
  row("shape and break 100,000 words, cold", (performance.now() - began) / 1000, "s", "≤ 0.4");
  const { user, system } = process.cpuUsage(cpu);
  row("  of the processor's time", (user + system) / 1e6, "s", "");
  row("  lines", lines, "lines", "");
}

if (process.argv[2] === "edit") {
  for (const text of texts.slice(0, 200)) set(text);
  const times = [];
  for (let n = 0; n < 1200; n++) {
    const text = texts[n % 200];
    const at = text.indexOf(" ", 20) + 1;
    const changed = `${text.slice(0, at)}${"etaoin"[n % 6]}${"shrdlu"[(n * 7) % 5]}${text.slice(at)}`;
    const began = performance.now();
    set(changed);
    if (n >= 200) times.push(performance.now() - began);
  }
  row("one changed word, its paragraph shaped and broken, p95", quantile(times, 0.95), "ms", "≤ 0.3");
  row("  median", quantile(times, 0.5), "ms", "");
}

console.log(JSON.stringify(rows));
