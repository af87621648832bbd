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

  test("is put into an advertisement's box from the menu, the inspector and by dropping it", {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "quoin-box-"));
    const long = Array.from({ length: 40 }, (_, n) => `**Why ${n}?**\n\n${"Because of the benches. ".repeat(30)}\n`);
    const path = join(folder, "story.md");
    writeFileSync(path, `# A title\n\n${long.join("\n")}`);
    const ad = Buffer.from(buildPdf(AD));
    const desk = await openDesk({ path });
    const { page } = desk;
    try {
      await desk.settled();
      await page.getByText("Because of the benches.").first().click();
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "Advertisement, half page" }).click();
      await desk.settled();
      const facts = page.getByRole("region", { name: "Properties" });
      await expect.poll(() => facts.textContent()).toContain("nothing yet; the room is kept");
      await expect.poll(() => facts.textContent()).toContain("page 2, column 1");
      const files = page.waitForEvent("filechooser");
      await facts.getByRole("button", { name: "Choose a picture or PDF…" }).click();
      await (await files).setFiles({ name: "ad.pdf", mimeType: "application/pdf", buffer: ad });
      await expect.poll(() => facts.textContent()).toContain("ad.pdf");
      await expect.poll(() => facts.textContent()).toContain("trim");
      await page.keyboard.press("Control+z");
      await expect.poll(() => facts.textContent()).toContain("nothing yet; the room is kept");
      // Let go over the box in the story, as a file from another window is.
      await page.locator('.story [data-role="box"] .text').evaluate(
        (box, bytes) => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array(bytes)], "dropped.pdf", { type: "application/pdf" }));
          box.scrollIntoView();
          const { x, y, width, height } = box.getBoundingClientRect();
          const at = { clientX: x + width / 2, clientY: y + height / 2 };
          box.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true, ...at }));
        },
        [...buildPdf({ content: "0 1 0 0 k 0 0 240 240 re f" })],
      );
      await expect.poll(() => facts.textContent()).toContain("dropped.pdf");
      expect((await desk.story()).filter((block) => block.startsWith("photo"))).toEqual([]);
      if (process.env.QUOIN_SHOTS) await page.screenshot({ path: join(process.env.QUOIN_SHOTS, "box.png") });
      expect(desk.complaints).toEqual([]);
    } finally {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
