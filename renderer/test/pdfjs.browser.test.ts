/**
 * The samples as pdf.js draws them, the renderer of Firefox and of most reading in a browser, held against poppler,
 * mutool and Ghostscript. The edition for reading is RGB and compared in its colours. Proofs and files for the press are
 * CMYK, which pdf.js and poppler bring to the screen without a profile, each by a formula of its own: in colours they
 * differ in 2 to 4 % of the pixels, in lightness in 1.0 to 1.4 %. mutool goes by the profile of the output intent, so it
 * is held against none of these here.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ALIKE,
  blank,
  type Drawn,
  FINE_PPI,
  lightness,
  ON_SCREEN,
  reduced,
  unlike,
} from "../../shared/test/rendered.ts";
import { CHROMIUM, hasChromium, inChromium } from "./openDesk.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PDFJS = join(root, "node_modules/pdfjs-dist");
const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const SAMPLES = { vi: "muc-ca-phe-va-con-meo.txt", en: "the-net-menders-cafe.md" } as const;
const TYPES: Readonly<Record<string, string>> = { ".mjs": "text/javascript", ".wasm": "application/wasm" };

let browser: Browser;
let page: Page;
let folder = "";

/** What runs in the page: pdf.js draws the first page of a PDF and gives it as a PNG. */
const PAGE = `<!doctype html><script type="module">
  import { getDocument, GlobalWorkerOptions } from "./build/pdf.min.mjs";
  GlobalWorkerOptions.workerSrc = "./build/pdf.worker.min.mjs";
  const own = (folder) => new URL(folder, location.href).href;
  globalThis.drawn = async () => {
    const folders = { cMapUrl: own("cmaps/"), wasmUrl: own("wasm/"), iccUrl: own("iccs/") };
    const pdf = await getDocument({ url: own("the.pdf"), ...folders }).promise;
    const first = await pdf.getPage(1);
    const viewport = first.getViewport({ scale: ${FINE_PPI} / 72 });
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(viewport.width);
    canvas.height = Math.ceil(viewport.height);
    await first.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
    return canvas.toDataURL();
  };
</script>`;

/** The PDF that is asked for next; everything else is pdf.js's own. Its worker asks too, which no page's route sees. */
let asked = "";
const site = createServer(({ url = "/" }, answer) => {
  const path = new URL(url, "http://site").pathname.slice(1);
  const file = path === "the.pdf" ? asked : join(PDFJS, path);
  answer.setHeader("content-type", path === "" ? "text/html" : (TYPES[extname(file)] ?? "application/octet-stream"));
  if (path === "") answer.end(PAGE);
  else if (existsSync(file)) answer.end(readFileSync(file));
  else answer.writeHead(404).end();
});

async function drawn(pdf: string): Promise<Drawn> {
  asked = pdf;
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  const data = await page.evaluate<string>("drawn()");
  const picture = sharp(Buffer.from(data.slice(data.indexOf(",") + 1), "base64")).flatten({ background: "#fff" });
  const { data: pixels, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return reduced({ width: info.width, height: info.height, parts: info.channels, pixels });
}

describe.skipIf(!hasChromium)(`pdf.js draws the first page as others do${inChromium}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "quoin-pdfjs-"));
    await new Promise<void>((ready) => site.listen(0, "127.0.0.1", ready));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function bothOf(lang: keyof typeof SAMPLES, standard: string): Promise<{ pdf: string; own: Drawn }> {
    const pdf = join(folder, `${lang}-${standard}.pdf`);
    const words = ["export", join(root, "assets/samples", SAMPLES[lang]), "-o", pdf, "--standard", standard];
    const made = spawnSync(process.execPath, [join(root, "electron/cli.ts"), ...words], { encoding: "utf8" });
    expect(made.status, made.stderr).not.toBe(2);
    return { pdf, own: await drawn(pdf) };
  }

  test("vi, for reading: shape, place and colour", async () => {
    const { pdf, own } = await bothOf("vi", "screen");
    for (const renderer of ON_SCREEN.filter(({ program }) => has(program))) {
      const other = await renderer.draw(pdf, 1, join(folder, `vi-${renderer.program}`));
      expect(unlike(own, other), renderer.program).toBeLessThanOrEqual(ALIKE);
    }
    expect(unlike(own, blank(own))).toBeGreaterThan(0.1);
  });

  test.each([
    ["vi", "proof"],
    ["en", "x4"],
  ] as const)("%s, %s: shape, place and lightness", async (lang, standard) => {
    const { pdf, own } = await bothOf(lang, standard);
    const light = lightness(own);
    for (const renderer of ON_SCREEN.filter(({ program }) => program !== "mutool" && has(program))) {
      const other = await renderer.draw(pdf, 1, join(folder, `${lang}-${standard}-${renderer.program}`));
      expect(unlike(light, lightness(other)), renderer.program).toBeLessThanOrEqual(ALIKE);
    }
    expect(unlike(light, blank(light))).toBeGreaterThan(0.1);
  });
});
