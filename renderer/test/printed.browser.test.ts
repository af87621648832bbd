/** The page in the window and the page in the PDF are one picture: the window's canvas against a renderer of PDFs. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, inChromium, openDesk, startBrowser, stopBrowser } from "./openDesk.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const hasPoppler = spawnSync("sh", ["-c", "command -v pdftoppm"]).status === 0;
const PPI = 100;
/** Both samples are A4. */
const TRIM = (210 * 72) / 25.4;
/** Device pixels across a page from which zooming ends. */
const FINEST = 2200;
type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/** At 100 ppi and blurred by a pixel. */
async function reduced(png: Uint8Array, width: number, height: number): Promise<Picture> {
  const small = await sharp(png)
    .flatten({ background: "#fff" })
    .resize(width, height, { fit: "fill", kernel: "linear" })
    .png()
    .toBuffer();
  const { data, info } = await sharp(small).blur(1).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}
function unlike(a: Picture, b: Picture): number {
  let count = 0;
  for (let at = 0; at < a.pixels.length; at += 3) {
    const apart = (n: number) => Math.abs((a.pixels[at + n] as number) - (b.pixels[at + n] as number)) > 16;
    if (apart(0) || apart(1) || apart(2)) count++;
  }
  return (3 * count) / a.pixels.length;
}

describe.skipIf(!hasChromium || !hasPoppler)(`a page on screen and in print${inChromium} (needs pdftoppm)`, () => {
  beforeAll(startBrowser);
  afterAll(stopBrowser);

  test.each(["the-net-menders-cafe.md", "muc-ca-phe-va-con-meo.txt"])("%s", { timeout: 90_000 }, async (name) => {
    const source = join(root, "assets/samples", name);
    const desk = await openDesk({ path: source });
    try {
      const canvas = desk.page.locator("canvas").first();
      const width = () => canvas.evaluate((element) => (element as HTMLCanvasElement).width);
      // Fine enough that a pixel's rounding does not count, coarse enough that one canvas holds the page.
      for (let step = 0; step < 20 && (await width()) < FINEST; step++) {
        await desk.page.keyboard.press("Control+=");
        await desk.settled();
      }
      await desk.page.waitForTimeout(800);
      const data = await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());
      const screen = Buffer.from(data.slice(data.indexOf(",") + 1), "base64");

      const pdf = join(desk.folder, "page.pdf");
      const cli = join(root, "electron/cli.ts");
      const made = spawnSync(process.execPath, [cli, "export", source, "-o", pdf, "--standard", "screen"], {
        encoding: "utf8",
      });
      expect(made.status, made.stderr).not.toBe(2);
      const out = join(desk.folder, "page");
      const fine = await sharp(screen).metadata();
      // As many pixels as the canvas has: the window rounds a page's size to whole ones.
      const sized = ["-scale-to-x", `${fine.width}`, "-scale-to-y", `${fine.height}`];
      execFileSync("pdftoppm", [...sized, "-f", "1", "-l", "1", "-png", "-singlefile", pdf, out]);
      const scale = PPI / ((fine.width * 72) / TRIM);
      const [columns, rows] = [Math.round(fine.width * scale), Math.round(fine.height * scale)];
      const printed = await reduced(await sharp(`${out}.png`).toBuffer(), columns, rows);
      const shown = await reduced(screen, columns, rows);
      expect(unlike(shown, printed)).toBeLessThanOrEqual(0.02);
      const blank = { ...printed, pixels: new Uint8Array(printed.pixels.length).fill(255) };
      expect(unlike(shown, blank)).toBeGreaterThan(0.1);
    } finally {
      await desk.close();
    }
  });
});
