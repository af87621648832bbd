/**
 * Every check there is, in one run: types of each room, lint, format, the order of rooms, two minutes of mutated input, then
 * unit, golden and browser tests. What cannot run on this machine is counted as skipped and named. The last line is
 * "N passed, N failed, N skipped".
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../setup.mjs";

const only = process.argv.slice(2);
const modules = join(root, "node_modules");
const counts = { passed: 0, failed: 0, skipped: 0 };

function run(args, options = {}) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", ...options }).status ?? 1;
}

/** One check that passes or fails as a whole. */
function check(name, args) {
  const began = performance.now();
  const ok = run(args) === 0;
  counts[ok ? "passed" : "failed"]++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

if (only.length === 0) {
  const tsc = join(modules, "@typescript/native/bin/tsc");
  for (const project of [
    "shared",
    "shared/tsconfig.test.json",
    "electron",
    "renderer",
    "renderer/tsconfig.test.json",
    "scripts",
  ]) {
    check(`types: ${project}`, [tsc, "-p", project]);
  }
  check("lint", [join(modules, "oxlint/bin/oxlint"), "--type-aware", "--quiet"]);
  check("format", [join(modules, "@biomejs/biome/bin/biome"), "format", "."]);
  check("rooms", [
    join(modules, "dependency-cruiser/bin/dependency-cruiser.mjs"),
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "err",
    "shared",
    "renderer",
    "electron",
  ]);
  check("build", [join(root, "scripts/build/all.mjs"), "--if-changed"]);
  check("fuzz", [join(root, "scripts/fuzz/all.mjs"), "--seconds", "120", "--seed", "1"]);
}

const folder = mkdtempSync(join(tmpdir(), "quoin-test-"));
const report = join(folder, "vitest.json");
run([
  join(modules, "vitest/vitest.mjs"),
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...only,
]);
const skipped = [];
const retried = [];
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, "utf8"));
  for (const file of result.testResults) {
    if (file.status === "failed" && file.assertionResults.length === 0) counts.failed++;
    for (const test of file.assertionResults) {
      if (test.status === "passed") {
        counts.passed++;
        if (test.failureMessages.length > 0)
          retried.push(`  ${test.fullName}: ${test.failureMessages[0].split("\n")[0]}`);
      } else if (test.status === "failed") counts.failed++;
      else {
        counts.skipped++;
        skipped.push(test.fullName);
      }
    }
  }
} else {
  console.log("FAIL the test runner wrote no report");
  counts.failed++;
}
rmSync(folder, { recursive: true, force: true });

if (skipped.length > 0) console.log(`\nNOT RUN here:\n${skipped.map((name) => `  ${name}`).join("\n")}`);
if (retried.length > 0) console.log(`\nPASSED ONLY ON THE SECOND TRY:\n${retried.join("\n")}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
