/**
 * Every figure, each measured in a process of its own, as one table and as bench.json. A part that cannot run here says
 * so in its row. `npm run bench -- layout` runs only the parts named.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

const PARTS = {
  layout: [
    ["layout.mjs", "edit"],
    ["layout.mjs", "photos"],
    ["layout.mjs", "cold"],
    ["layout.mjs", "slope"],
  ],
  typesetting: [
    ["typesetting.mjs", "edit"],
    ["typesetting.mjs", "cold"],
  ],
  window: [["window.mjs"]],
  safekeeping: [["safekeeping.mjs"]],
  export: [["export.mjs"], ["../compare/typst.mjs", "--json"]],
  pictures: [
    ["pictures.mjs", "speed"],
    ["pictures.mjs", "many"],
  ],
};
const asked = process.argv.slice(2);
const rows = [];
for (const [part, scripts] of Object.entries(PARTS)) {
  if (asked.length > 0 && !asked.includes(part)) continue;
  for (const [script, ...args] of scripts) {
    const done = spawnSync(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", join(root, "scripts/bench", script), ...args],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 },
    );
    const last = done.stdout.trim().split("\n").at(-1) ?? "";
    if (done.status === 0 && last.startsWith("[")) rows.push(...JSON.parse(last));
    else rows.push({ figure: `${script} ${args.join(" ")}`, value: null, unit: "", target: "", peer: "NOT RUN" });
  }
}

const shown = rows.map((row) => [
  row.figure,
  row.value === null ? "NOT RUN" : formatted(row.value),
  row.unit,
  row.target,
  row.peer ?? "",
]);
const head = ["figure", "value", "unit", "target", "peer or limit"];
const widths = head.map((title, n) => Math.max(title.length, ...shown.map((row) => row[n].length)));
const line = (cells) =>
  cells
    .map((cell, n) => (n === 1 ? cell.padStart(widths[n]) : cell.padEnd(widths[n])))
    .join("  ")
    .trimEnd();
console.log([head, widths.map((width) => "-".repeat(width)), ...shown].map(line).join("\n"));
writeFileSync(join(root, "bench.json"), `${JSON.stringify(rows, null, 2)}\n`);

function formatted(value) {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3);
}
