/**
 * The real Electron: starts, shows the sample's pages, keeps its window in a sandbox, takes a letter and ends. Runs only
 * where the runtime is; elsewhere it says NOT RUN, and fails when QUOIN_REQUIRE_ELECTRON=1 says that it must be there.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { expect, test } from "vitest";
import { electronRuntime } from "../../scripts/electron.mjs";

const root = join(import.meta.dirname, "..", "..");
const runtime = electronRuntime();
const built = existsSync(join(root, "dist", "electron", "main.js"));
const required = process.env.QUOIN_REQUIRE_ELECTRON === "1";
const here = runtime !== null && built;
const why = here
  ? ""
  : ` NOT RUN: ${runtime === null ? "Electron's runtime is not on this machine" : "run npm run build first"}`;

test.skipIf(!here && !required)(`electron-smoke:${why}`, async () => {
  expect(here, `electron-smoke${why}`).toBe(true);
  const home = mkdtempSync(join(tmpdir(), "quoin-smoke-"));
  const app = await _electron.launch({
    executablePath: runtime ?? "",
    args: [root],
    env: { ...(process.env as Record<string, string>), QUOIN_HOME: home },
  });
  try {
    const window = await app.firstWindow();
    await window.locator("canvas").first().waitFor();
    expect(await window.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe("undefined");
    expect(await window.evaluate(() => typeof (globalThis as { quoin?: unknown }).quoin)).toBe("object");
    await window.locator(".ProseMirror p").nth(3).click();
    await window.keyboard.type("Smoke");
    expect(await window.locator(".ProseMirror").textContent()).toContain("Smoke");
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
});
