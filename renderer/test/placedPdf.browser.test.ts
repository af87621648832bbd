/** A placed PDF in the window: pdf.js draws it under the window's own policy, from what lies beside the window alone. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPdf } from "../../shared/test/pdfParts.ts";
import { hasChromium, inChromium, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";

const STORY = "# A title\n\n![](ad.pdf)\nAn advertisement.\n\n**Why?**\n\nBecause of the benches.\n";

/** Half in plain ink, half through a profile, for which pdf.js compiles a decoder of its own; and some RGB. */
const AD = {
  content: "0 1 0 0 k 0 0 240 240 re f /Profiled cs 0 1 0 0 sc 0 0 120 240 re f 1 0 0 rg 40 40 40 40 re f",
  resources: "/ColorSpace << /Profiled [/ICCBased 7 0 R] >>",
};

describe.skipIf(!hasChromium)(`a placed PDF on the page${inChromium}`, () => {
  beforeAll(startBrowser);
  afterAll(stopBrowser);

  test("is drawn, with nothing fetched from elsewhere and nothing complained of", { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "quoin-ad-"));
    const path = join(folder, "story.md");
    writeFileSync(path, STORY);
    writeFileSync(join(folder, "ad.pdf"), buildPdf(AD));
    const desk = await openDesk({ path });
    try {
      const elsewhere: string[] = [];
      desk.page.on("request", (request) => {
        if (!request.url().startsWith(desk.address) && !/^(blob|data):/.test(request.url()))
          elsewhere.push(request.url());
      });
      // The part of the page that is magenta, as a screen shows it.
      const magenta = () =>
        desk.page
          .locator("canvas")
          .first()
          .evaluate((canvas) => {
            const { width, height } = canvas as HTMLCanvasElement;
            const data = (canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
            let count = 0;
            for (let at = 0; at < data.length; at += 4) {
              const [r, g, b] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
              if (r > 180 && g < 90 && b > 90 && b < 200) count++;
            }
            return (4 * count) / Math.max(1, data.length);
          });
      await expect.poll(magenta, { timeout: 20_000 }).toBeGreaterThan(0.05);
      // What the press would not take is told before anything is printed.
      await desk.page.getByRole("button", { name: /1 error/ }).click();
      const said = () => desk.page.locator("body").textContent();
      await expect.poll(said, { timeout: 20_000 }).toContain("The PDF ad.pdf cannot be placed");
      expect(desk.complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    } finally {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
