/**
 * The comparison stories as pages: `node scripts/compare/pages.mjs [--json]`. Both languages, once, 20 and 100 times,
 * with spending on settings a line longer or shorter and without. Prints what an art editor counts: columns ended
 * badly, rows left empty at a foot, a last page that is not level, lines off the grid. Needs the stories in
 * `../shared/tools`; where a meter of finished PDFs stands there too, it is asked as well.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFontStore } from "../../electron/host/fonts.ts";
import { repeatBody } from "../../electron/host/repeat.ts";
import { createEngine } from "../../shared/layout/engine.ts";
import { writeMarkdown } from "../../shared/manuscript/writeMarkdown.ts";
import { loadHyphenation } from "../../shared/typesetting/hyphenate.ts";
import { createShaper } from "../../shared/typesetting/harfbuzz.ts";
import { root } from "../setup.mjs";
import { design, jobOf, storyOf, tools } from "./stories.mjs";

const jobs = new Map(["vi", "en"].map((lang) => [lang, jobOf(lang)]));
if (jobs.get("vi") === null) {
  console.log("NOT RUN: the comparison stories are not there (../shared/tools/job-vi.json)");
  process.exit(1);
}
const own = JSON.parse(readFileSync(design, "utf8"));
const bulletin = JSON.parse(readFileSync(join(root, "assets/templates/bulletin.json"), "utf8"));
const templates = new Map([["bulletin", bulletin]]);
const pictures = { sizeOf: () => ({ media: "0".repeat(64), width: 2400, height: 1600 }) };
const faces = await createFontStore({ shipped: join(root, "assets/fonts"), named: [], system: [] }).faces([]);
await Promise.all(["vi", "en"].map((lang) => loadHyphenation(lang)));
const shaper = await createShaper(faces, ["Noto Sans Symbols 2"]);

function measured(layout) {
  const { pages, findings } = layout;
  const { baseline, first } = layout.design.grid;
  const text = (page) => page.lines.filter((line) => line.column !== null);
  const foot = (page, column) => {
    const words = page.lines.filter(({ column: own, x }) => own === column || Math.abs(x - page.columns[column].x) < 1);
    const box = page.columns[column];
    const shows = page.photos.filter((p) => p.box.x < box.x + box.width && p.box.x + p.box.width > box.x);
    const end = Math.max(
      first - baseline,
      ...words.map((l) => l.baseline),
      ...shows.map((p) => p.box.y + p.box.height),
    );
    return Math.max(0, (box.y + box.height - end) / baseline - 0.25);
  };
  const rows = pages.slice(0, -1).flatMap((page) => page.columns.map((_, column) => Math.floor(foot(page, column))));
  const off = pages.flatMap(text).filter((line) => {
    const row = (line.baseline - first) / baseline;
    return Math.abs(row - Math.round(row)) * baseline > 0.01;
  });
  const last = pages.at(-1);
  const feet = last.columns.map((_, column) => foot(last, column));
  const count = (code) => findings.filter((one) => one.code === code).length;
  return {
    pages: pages.length,
    widows: count("widow"),
    orphans: count("orphan"),
    stranded: count("stranded"),
    empty: rows.reduce((sum, row) => sum + row, 0) / Math.max(1, rows.length),
    short: rows.filter((row) => row > 0).length,
    worst: Math.max(0, ...rows),
    level: Math.max(...feet) - Math.min(...feet),
    off: (100 * off.length) / pages.flatMap(text).length,
    tight: count("set-tight"),
    loose: count("set-loose"),
  };
}

/** What the meter reads back from the finished PDF; null where it cannot be asked. */
function metered(doc, lang, spend) {
  const meter = join(tools, "typeset_quality.py");
  const noto = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf";
  if (!existsSync(meter) || !existsSync(noto)) return null;
  const folder = mkdtempSync(join(tmpdir(), "quoin-pages-"));
  try {
    const [source, pdf, file] = ["story.md", "story.pdf", "design.json"].map((name) => join(folder, name));
    writeFileSync(source, writeMarkdown(doc));
    writeFileSync(file, JSON.stringify(spent(spend)));
    const cli = [join(root, "electron/cli.ts"), "export", source, "-o", pdf, "--design", file, "--standard", "proof"];
    spawnSync(process.execPath, [...cli, "--allow", "picture-missing"], { stdio: "ignore" });
    const read = spawnSync("/usr/bin/python3", [meter, pdf, join(tools, `job-${lang}.json`)], { encoding: "utf8" });
    return read.status === 0 ? JSON.parse(read.stdout).type : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
function spent(spend) {
  return { ...own, columns: { ...own.columns, ...(spend ? {} : { spend: { perPage: 0 } }) } };
}

const rows = [];
for (const lang of ["vi", "en"]) {
  for (const times of [1, 20, 100]) {
    for (const spend of [false, true]) {
      const doc = repeatBody(storyOf(jobs.get(lang)), times);
      const engine = createEngine({ shaper, pictures, templates, overrides: [spent(spend)] });
      const began = performance.now();
      const layout = engine.layOut(doc);
      const took = performance.now() - began;
      const meter = process.argv.includes("--meter") && times <= 20 ? metered(doc, lang, spend) : null;
      rows.push({ story: `${lang} ×${times}`, spending: spend ? "on" : "off", ...measured(layout), took, meter });
    }
  }
}
if (process.argv.includes("--json")) console.log(JSON.stringify(rows));
else {
  const heads =
    "story     spending  pages  widows  orphans  stranded  empty lines  short  worst  last level  off grid %  tight  loose   ms";
  console.log(heads);
  for (const row of rows) {
    const cells = [
      row.story.padEnd(9),
      row.spending.padStart(8),
      String(row.pages).padStart(6),
      String(row.widows).padStart(7),
      String(row.orphans).padStart(8),
      String(row.stranded).padStart(9),
      row.empty.toFixed(2).padStart(12),
      String(row.short).padStart(6),
      String(row.worst).padStart(6),
      row.level.toFixed(1).padStart(11),
      row.off.toFixed(1).padStart(11),
      String(row.tight).padStart(6),
      String(row.loose).padStart(6),
      row.took.toFixed(0).padStart(5),
    ];
    console.log(cells.join(" "));
    if (row.meter) {
      const { empty_lines_per_column: empty, last_page_imbalance_lines: level, loose_pct: loose } = row.meter;
      const { widows, orphans, stranded_questions: stranded, grid_off_pct: off } = row.meter;
      console.log(
        `  read back: ${empty ?? "–"} empty, ${level} uneven, ${widows}/${orphans}/${stranded} bad, ${off} % off, ${loose} % loose`,
      );
    }
  }
}
