/** Export figures through the command, whole process: time and peak memory of a 100-page story. Prints rows as JSON. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOST_FLAGS, root } from "../setup.mjs";

const folder = mkdtempSync(join(tmpdir(), "quoin-bench-"));
const rows = [];
const story = join(root, "assets/samples/the-net-menders-cafe.md");
const REPEAT = 100;

/** Runs the built command; gives seconds and the largest resident size of its processes together, in MB. */
async function run(...args) {
  const began = performance.now();
  const child = spawn(process.execPath, [...HOST_FLAGS, join(root, "dist/electron/cli.js"), ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    // As the command starts it.
    env: { ...process.env, MALLOC_ARENA_MAX: "2" },
  });
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, treeMemory(child.pid));
  }, 20);
  const code = await new Promise((done) => child.on("exit", done));
  clearInterval(watch);
  if (code !== 0) throw new Error(`quoin ${args.join(" ")} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, peak };
}

/** Proportional share of a process and its children, in MB, as Linux counts it. */
function treeMemory(pid) {
  let sum = 0;
  const pids = [pid];
  while (pids.length > 0) {
    const next = pids.pop();
    try {
      const rollup = readFileSync(`/proc/${next}/smaps_rollup`, "utf8");
      sum += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
      pids.push(...readFileSync(`/proc/${next}/task/${next}/children`, "utf8").split(" ").filter(Boolean));
    } catch {
      // The process ended between two looks.
      continue;
    }
  }
  return sum;
}

const allowed = ["--allow", "picture-missing", "--allow", "picture-low", "--stamp", "2026-01-01T00:00:00Z"];
for (const standard of ["x4", "proof"]) {
  const out = join(folder, `${standard}.pdf`);
  const args = ["export", story, "-o", out, "--standard", standard, "--repeat", String(REPEAT), ...allowed];
  await run(...args);
  const times = [await run(...args), await run(...args), await run(...args)].sort((a, b) => a.seconds - b.seconds);
  rows.push(
    {
      figure: `export ${standard}, sample × ${REPEAT}, whole process`,
      value: times[1].seconds,
      unit: "s",
      target: standard === "proof" ? "≤ 0.6" : "",
      peer: "Typst 0.80",
    },
    {
      figure: "  peak memory (PSS, all processes)",
      value: times[1].peak,
      unit: "MB",
      target: "≤ 200",
      peer: "Typst 183",
    },
    { figure: "  file", value: statSync(out).size / 1e6, unit: "MB", target: "", peer: "" },
  );
}
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify(rows));
