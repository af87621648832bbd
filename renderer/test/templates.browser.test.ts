/** Templates and places in the window: another template, a design kept as one's own, a picture held and let go. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasChromium, inChromium, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";
import { fileURLToPath } from "node:url";

const sample = fileURLToPath(new URL("../../assets/samples/the-net-menders-cafe.md", import.meta.url));

beforeAll(async () => {
  if (hasChromium) await startBrowser();
}, 120_000);
afterAll(stopBrowser);

test.skipIf(!hasChromium)(
  `a design is kept as a template and chosen again, a picture pinned and freed${inChromium}`,
  async () => {
    const desk = await openDesk({ path: sample });
    const { page } = desk;
    try {
      const shape = () =>
        page
          .locator("canvas")
          .first()
          .evaluate((canvas) => canvas.clientHeight / canvas.clientWidth);
      const choose = async (name: string) => {
        await page.getByRole("button", { name: /Template/ }).click();
        await page.getByRole("option", { name }).click();
      };
      expect(await shape()).toBeCloseTo(297 / 210, 2);
      await choose("Quiet");
      await expect.poll(shape).toBeCloseTo(260 / 200, 2);

      const save = async () => {
        await page.getByRole("button", { name: "Save as template…" }).click();
        await page.getByLabel("Name").fill("Our paper");
        await page.keyboard.press("Enter");
      };
      await save();
      await page.getByText("Saved as the template “Our paper”").waitFor();
      await choose("Bulletin");
      await expect.poll(shape).toBeCloseTo(297 / 210, 2);
      await choose("Our paper");
      await expect.poll(shape).toBeCloseTo(260 / 200, 2);
      await save();
      await page.getByRole("button", { name: "Replace it" }).click();
      await expect.poll(() => page.getByRole("dialog").count()).toBe(0);

      await page
        .locator(".story .card")
        .nth(1)
        .click({ position: { x: 20, y: 20 } });
      const pinned = page.locator('[data-pinned="true"]');
      await page.getByRole("button", { name: "Pin here" }).click();
      await expect.poll(() => pinned.count()).toBe(1);
      await page.keyboard.press("Control+Alt+p");
      await expect.poll(() => pinned.count()).toBe(0);
      expect(desk.complaints).toEqual([]);
    } finally {
      await desk.close();
    }
  },
);
