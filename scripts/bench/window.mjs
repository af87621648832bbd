/**
 * The window in Chromium on a story of 100,000 words, at two device pixels a point: how soon its first page is painted,
 * and how long from a key to a flushed canvas, the wait for the screen's next frame left out. Prints rows as JSON.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inWindow } from "../chromium.mjs";
import { HOST_FLAGS, root } from "../setup.mjs";

const KEYS = 150;
const WARM_UP = 30;
const TIMES = 84;

const folder = mkdtempSync(join(tmpdir(), "quoin-bench-"));
const sample = readFileSync(join(root, "assets/samples/the-net-menders-cafe.md"), "utf8").replaceAll(
  /^!\[\].*\n.*\n/gm,
  "",
);
const [head, ...turns] = sample.split(/^(?=\*\*Most people)/m);
const manuscript = join(folder, "long.md");
writeFileSync(manuscript, head + turns.join("").concat("\n\n").repeat(TIMES));
const story = join(folder, "long.quoin");
const cli = join(root, "dist/electron/cli.js");
const imported = spawnSync(process.execPath, [...HOST_FLAGS, cli, "import", manuscript, "-o", story, "--lang", "en"], {
  stdio: ["ignore", "ignore", "inherit"],
});
if (imported.status === 2) process.exit(1);

const rows = [];
const context = { viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 2 };
await inWindow(story, context, async (page, address) => {
  await page.addInitScript(() => {
    const bench = { keys: [], first: null, key: 0, drawn: null };
    globalThis.bench = bench;
    addEventListener("keydown", () => (bench.key = performance.now()), true);
    const fillText = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (...args) {
      bench.drawn = this;
      return fillText.apply(this, args);
    };
    const next = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = (callback) => {
      const asked = performance.now();
      return next((time) => {
        bench.drawn = null;
        const began = performance.now();
        callback(time);
        if (!bench.drawn) return;
        // Reading a pixel back makes the raster happen now and not some time later.
        bench.drawn.getImageData(0, 0, 1, 1);
        const ended = performance.now();
        bench.first ??= ended;
        if (bench.key > 0) {
          bench.keys.push(asked - bench.key + (ended - began));
          bench.key = 0;
        }
      });
    };
  });
  await page.goto(address);
  await page.waitForFunction(() => globalThis.bench.first !== null, null, { timeout: 60_000 });
  rows.push({
    figure: "first page on screen, from opening the window",
    value: (await page.evaluate(() => globalThis.bench.first)) / 1000,
    unit: "s",
    target: "≤ 0.3",
    peer: "",
  });
  await page.waitForTimeout(2000);
  const answer = page.locator(".ProseMirror p").nth(12);
  await answer.click();
  for (let n = 0; n < KEYS + WARM_UP; n++) {
    await page.keyboard.press("e");
    await page.waitForTimeout(60);
  }
  const keys = (await page.evaluate(() => globalThis.bench.keys)).slice(WARM_UP).sort((a, b) => a - b);
  const quantile = (q) => keys[Math.min(keys.length - 1, Math.floor(keys.length * q))] ?? null;
  rows.push(
    {
      figure: "key to flushed canvas at 2×, p50",
      value: quantile(0.5),
      unit: "ms",
      target: "≤ 8",
      peer: "SuperDoc 34 (23 pages)",
    },
    { figure: "key to flushed canvas at 2×, p95", value: quantile(0.95), unit: "ms", target: "≤ 12", peer: "" },
    { figure: "  keys measured", value: keys.length, unit: "keys", target: "", peer: "" },
  );
});
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify(rows));
