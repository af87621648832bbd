/**
 * Pictures to look at. Each story is exported as PDF/X-4, rasterised at 110 ppi by poppler, and the window is opened on
 * it in Chromium; pages and window are laid side by side on one sheet a story. Needs pdftoppm and chromium.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import sharp from "sharp";
import { inWindow } from "../chromium.mjs";
import { fail, root } from "../setup.mjs";

const given = process.argv.slice(2).map((file) => resolve(process.env.INIT_CWD ?? process.cwd(), file));
const stories =
  given.length > 0
    ? given
    : globSync("assets/samples/*.{txt,md}", { cwd: root })
        .filter((file) => !/README/i.test(file))
        .map((file) => join(root, file));
const folder = join(root, "out", "sheets");
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "quoin-sheets-"));

const PAGE_HEIGHT = 1100;
const GAP = 24;

for (const story of stories) {
  const name = basename(story, extname(story));
  const pdf = join(work, `${name}.pdf`);
  const made = spawnSync(
    process.execPath,
    [
      join(root, "dist/electron/cli.js"),
      "export",
      story,
      "-o",
      pdf,
      "--allow",
      "picture-missing",
      "--allow",
      "picture-low",
    ],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  if (made.status !== 0) fail(`${story} could not be exported`);
  if (spawnSync("pdftoppm", ["-r", "110", "-png", pdf, join(work, name)]).status !== 0)
    fail("pdftoppm is not on this machine");
  const pages = readdirSync(work)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith(".png"))
    .sort();
  const window = join(work, `${name}.window.png`);
  await photograph(story, window);
  const sheet = join(folder, `${name}.png`);
  await contactSheet([...pages.map((file) => join(work, file)), window], sheet);
  console.log(`${sheet}: ${pages.length} pages and the window`);
}
rmSync(work, { recursive: true, force: true });

/** The window on a story, as a designer sees it after opening. */
function photograph(story, file) {
  return inWindow(story, { viewport: { width: 1600, height: 1000 } }, async (page, address) => {
    await page.goto(address);
    await page.locator("canvas").first().waitFor();
    await page.waitForTimeout(1500);
    await page.screenshot({ path: file });
  });
}

/** Pictures scaled to one height, in a row, on grey. */
async function contactSheet(files, out) {
  const pictures = await Promise.all(
    files.map(async (file) => sharp(await sharp(file).resize({ height: PAGE_HEIGHT }).png().toBuffer())),
  );
  const sizes = await Promise.all(pictures.map((picture) => picture.metadata()));
  const width = sizes.reduce((sum, size) => sum + size.width + GAP, GAP);
  let left = GAP;
  const layers = [];
  for (const [n, picture] of pictures.entries()) {
    layers.push({ input: await picture.png().toBuffer(), left, top: GAP });
    left += sizes[n].width + GAP;
  }
  await sharp({ create: { width, height: PAGE_HEIGHT + 2 * GAP, channels: 3, background: "#d8d8d6" } })
    .composite(layers)
    .png({ compressionLevel: 9 })
    .toFile(out);
}
