/** The page as printed, as a person sees it: plates shown and hidden, ink under the pointer, the map of ink. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, inChromium, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";

const sample = join(import.meta.dirname, "../../assets/samples/the-net-menders-cafe.md");

describe.skipIf(!hasChromium)(`the page as printed${inChromium}`, () => {
  beforeAll(startBrowser, 120_000);
  afterAll(stopBrowser);

  test("shows its plates, the ink under the pointer and where it is heaviest", { timeout: 60_000 }, async () => {
    const desk = await openDesk({ path: sample });
    try {
      const { page } = desk;
      await desk.settled();
      await page.getByRole("button", { name: "As printed" }).click();
      const proof = page.getByRole("img", { name: "The page as the press prints it" });
      await proof.waitFor({ timeout: 30_000 });
      const first = await proof.getAttribute("src");
      const box = await proof.boundingBox();
      if (!box) throw new Error("the proof has no place");
      const side = page.getByRole("group", { name: "Plates" });
      const room = await page.getByRole("region", { name: "As printed" }).boundingBox();
      expect(box.y + box.height).toBeLessThanOrEqual((room?.y ?? 0) + (room?.height ?? 0));

      // In the corner there is paper; in the picture, ink.
      await page.mouse.move(box.x + 3, box.y + 3);
      await side.getByText("All inks").waitFor();
      expect(await side.locator("output").allTextContents()).toEqual(["0 %", "0 %", "0 %", "0 %", "0 %"]);
      await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.25);
      const inks = (await side.locator("output").allTextContents()).map((words) => Number.parseInt(words, 10));
      expect(inks[4]).toBeGreaterThan(50);
      expect(Math.abs(inks.slice(0, 4).reduce((sum, ink) => sum + ink) - (inks[4] as number))).toBeLessThanOrEqual(2);

      await side.getByText("Black").click();
      await expect.poll(() => proof.getAttribute("src"), { timeout: 15_000 }).not.toBe(first);
      await page.getByText("Ink map").click();
      await page.locator("canvas[aria-label='Ink map']").waitFor();
      await page.getByRole("button", { name: "Back to the pages" }).click();
      expect(await page.getByRole("region", { name: "As printed" }).count()).toBe(0);
      expect(desk.complaints).toEqual([]);
    } finally {
      await desk.close();
    }
  });
});
