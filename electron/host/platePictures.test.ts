import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { PROCESS } from "../../shared/preflight/plates.ts";
import { exportJob, type ExportJob, layOutJob } from "./jobs.ts";
import { exportPictures, pictureShop } from "./pictures.ts";
import { assetsDir } from "./places.ts";
import { platesOfPage } from "./platePictures.ts";

const hasGs = spawnSync("gs", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "quoin-plates-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PPI = 72;
const FINER = 8;

test.skipIf(!hasGs)(
  `plates of the sample's first page are what Ghostscript separates from its PDF${hasGs ? "" : " (gs is missing)"}`,
  { timeout: 60_000 },
  async () => {
    const job: ExportJob = {
      source: join(assetsDir(), "samples", "the-net-menders-cafe.md"),
      lang: null,
      template: null,
      repeat: 1,
      media: [],
      overrides: [
        { swatches: { gold: { spot: "Gold", cmyk: [20, 30, 80, 10] } }, styles: { headline: { colour: "gold" } } },
      ],
      fonts: [],
      standard: "x4",
      printer: null,
      pages: "1",
      marks: false,
      allow: ["picture-low", "spot-unwanted"],
      digests: null,
      stamp: 0,
    };
    const signal = new AbortController().signal;
    const out = join(folder, "page.pdf");
    const { file, findings } = await exportJob(job, out, () => undefined, signal);
    expect(file, findings.map(({ message }) => message).join("\n")).not.toBeNull();
    execFileSync("gs", [
      "-q",
      "-dNOPAUSE",
      "-dBATCH",
      `-r${PPI * FINER}`,
      `-dDownScaleFactor=${FINER}`,
      "-sDEVICE=tiffsep",
      `-sOutputFile=${out}.tif`,
      out,
    ]);

    const laid = await layOutJob(job, () => undefined, signal);
    const shop = pictureShop();
    try {
      const [list] = laid.lists;
      if (!list) throw new Error("no page");
      const pictures = exportPictures(shop, {
        original: async (media) => {
          const original = laid.work.originals.all.get(media);
          return original ? { bytes: await original.read(), name: original.name } : null;
        },
        standard: "x4",
        press: new Uint8Array(readFileSync(join(assetsDir(), "color", "quoin-coated-300.icc"))),
        inkLimit: 300,
      });
      const { width, height, plates } = await platesOfPage(list, { outline: laid.outline, pictures }, PPI / 72);
      expect([...plates.keys()]).toEqual([...PROCESS, "Gold"]);
      for (const [name, plate] of plates) {
        const { data, info } = await sharp(`${out}(${name}).tif`)
          .toColourspace("b-w")
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect(Math.abs(info.width - width) + Math.abs(info.height - height)).toBeLessThanOrEqual(2);
        let sum = 0;
        let ink = 0;
        const w = Math.min(width, info.width);
        const h = Math.min(height, info.height);
        for (let y = 0; y < h; y++) {
          for (let x = 0; x < w; x++) {
            const theirs = 255 - (data[y * info.width + x] as number);
            sum += Math.abs(theirs - (plate[y * width + x] as number));
            ink += theirs;
          }
        }
        // Per cent of full ink, mean over the page; the plate is not empty.
        expect(ink, name).toBeGreaterThan(0);
        expect(sum / (w * h) / 2.55, name).toBeLessThan(0.8);
      }
    } finally {
      await shop.close();
      laid.work.close();
    }
  },
);
