/** What a person sees of a document's safekeeping: versions, a crash, another window on the same file. */
import { copyFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, inChromium, type OpenDesk, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";

const KEPT = join(import.meta.dirname, "../../electron/test/data/format-2.quoin");
const folder = mkdtempSync(join(tmpdir(), "quoin-kept-"));
const desks: OpenDesk[] = [];
let count = 0;

/** A desk on a document of its own, which has one version and a picture. */
async function opened(path = join(folder, `story-${++count}.quoin`), home?: string): Promise<OpenDesk> {
  if (home === undefined && !path.includes("shared")) copyFileSync(KEPT, path);
  const desk = await openDesk(home === undefined ? { path } : { path, home });
  desks.push(desk);
  return desk;
}
async function type({ page }: OpenDesk, text: string): Promise<void> {
  await page.locator(".story p", { hasText: "Vì giấy ở lại." }).last().click();
  await page.keyboard.press("End");
  await page.waitForTimeout(60);
  await page.keyboard.type(text);
}
const answer = async (desk: OpenDesk) => (await desk.story()).find((line) => line.startsWith("answer:")) ?? "";

describe.skipIf(!hasChromium)(`safekeeping in the window${inChromium}`, () => {
  beforeAll(startBrowser);
  afterAll(async () => {
    await stopBrowser();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.close();
  });

  test("a version is named and gone back to, and undo brings back what there was", async () => {
    const desk = await opened();
    const { page } = desk;
    await type(desk, " Named.");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Versions…" }).click();
    await page.getByRole("textbox", { name: "Name of the document as it is now" }).fill("Read by Hạnh");
    await page.getByRole("button", { name: "Keep" }).click();
    await page.getByRole("listitem").filter({ hasText: "Read by Hạnh" }).waitFor();
    expect(await page.getByRole("listitem").filter({ hasText: "Bản một" }).count()).toBe(1);
    await page.getByRole("button", { name: "Go back: Bản một" }).click();
    await page.getByRole("status").filter({ hasText: "Back at “Bản một”" }).waitFor();
    expect(await answer(desk)).not.toContain("Named.");
    await page.keyboard.press("Control+z");
    await expect.poll(() => answer(desk)).toContain("Hết. Named.");
    expect(desk.complaints).toEqual([]);
  });

  test("after a crash the next start goes on in the same document, with every word and the caret where it was", async () => {
    const desk = await opened();
    await type(desk, " Still here.");
    await desk.settled();
    await desk.page.waitForTimeout(1300);
    await desk.loseHost();
    const home = join(folder, "home-after-crash");
    cpSync(join(desk.folder, "home"), home, { recursive: true });
    const again = await openDesk({ home });
    desks.push(again);
    await again.page.getByRole("status").filter({ hasText: "Brought back after Quoin was stopped" }).waitFor();
    expect(await answer(again)).toContain("Hết. Still here.");
    await again.page.locator(".story").focus();
    // The editor puts the browser's caret where its own is a moment later.
    await again.page.waitForTimeout(100);
    await again.page.keyboard.type(" On.");
    await expect.poll(() => answer(again)).toContain("Still here. On.");
  });

  test("a second window reads along, and takes over when the first lets go", async () => {
    const path = join(folder, "shared.quoin");
    copyFileSync(KEPT, path);
    const first = await openDesk({ path });
    const second = await openDesk({ path });
    desks.push(second);
    await second.page.getByRole("status").filter({ hasText: "This document has been open on" }).waitFor();
    await type(first, " Read along.");
    await expect.poll(() => answer(second), { timeout: 10_000 }).toContain("Read along.");
    await first.close();
    const free = second.page.getByRole("status").filter({ hasText: "Nobody else has this document open" });
    await free.waitFor({ timeout: 10_000 });
    await free.getByRole("button", { name: "Take over" }).click();
    await second.page.getByRole("status").filter({ hasText: "You can work on it here now" }).waitFor();
    await type(second, " Mine now.");
    await expect.poll(() => answer(second)).toContain("Mine now.");
    await second.settled();
    expect(await second.page.locator("footer").textContent()).toContain("Saved");
  });
});
