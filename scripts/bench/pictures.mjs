/**
 * Pictures to ink: megapixels a second on one core, against sharp's own conversion of the same pixels by the same
 * profile; and a thousand pages with a thousand pictures, separated one after the other, in memory that does not grow.
 * `node scripts/bench/pictures.mjs speed|many`. Prints rows as JSON.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { instantiate } from "lcms-wasm";
import sharp from "sharp";
import { exportPictures, pictureShop } from "../../electron/host/pictures.ts";
import { lcmsEngine } from "../../shared/color/lcms.ts";
import { writePdf } from "../../shared/pdf/writePdf.ts";
import { root } from "../setup.mjs";

const profile = join(root, "assets/color/quoin-coated-300.icc");
const press = new Uint8Array(readFileSync(profile));
const photo = join(root, "assets/samples/river.jpg");
const rows = [];
sharp.cache(false);
sharp.concurrency(1);

if (process.argv[2] === "speed") {
  const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true });
  const megapixels = (info.width * info.height) / 1e6;
  const engine = lcmsEngine(await instantiate());
  const rgb = engine.open({ space: "rgb", bits: 8, source: null, press });
  const own = await best(() => rgb.convert(data));
  const wide = Uint16Array.from(data, (value) => value * 257);
  const rgb16 = engine.open({ space: "rgb", bits: 16, source: null, press });
  const fine = await best(() => rgb16.convert(wide));
  const cmyk = engine.open({
    space: "cmyk",
    bits: 8,
    source: new Uint8Array(readFileSync(join(root, "assets/color/quoin-uncoated-280.icc"))),
    press,
  });
  const ink = rgb.convert(data);
  const again = await best(() => cmyk.convert(ink));
  const raw = { raw: { width: info.width, height: info.height, channels: 3 } };
  const theirs = await best(() => sharp(data, raw).withIccProfile(profile, { attach: false }).raw().toBuffer());
  const row = (figure, seconds, peer = "") =>
    rows.push({ figure, value: megapixels / seconds, unit: "MP/s", target: "", peer });
  row("RGB to CMYK, one core", own, `sharp ${(megapixels / theirs).toFixed(1)}`);
  rows.push({ figure: "  against sharp's conversion", value: theirs / own, unit: "×", target: "", peer: "sharp 1" });
  row("  16 bits", fine);
  row("CMYK to CMYK, black kept, one core", again);
} else {
  const PAGES = 1000;
  const bytes = await sharp(photo).resize({ width: 600 }).jpeg({ quality: 90 }).toBuffer();
  const shop = pictureShop();
  const pictures = exportPictures(shop, {
    original: async (media) => ({ bytes, name: media }),
    standard: "x4",
    press,
    inkLimit: 300,
  });
  const lists = Array.from({ length: PAGES }, (_, n) => ({
    number: n + 1,
    folio: String(n + 1),
    trim: { width: 400, height: 500 },
    bleed: { top: 9, right: 9, bottom: 9, left: 9 },
    items: [
      {
        kind: "picture",
        of: "artifact",
        media: createHash("sha256").update(String(n)).digest("hex"),
        box: { x: 50, y: 50, width: 144, height: 96 },
        crop: { x: 0, y: 0, width: 1, height: 1 },
        alt: "",
      },
    ],
  }));
  let size = 0;
  const memory = [];
  const began = performance.now();
  const intent = { profile: press, identifier: "Custom", condition: "Coated", info: "Coated", registry: null };
  const written = await writePdf(
    lists,
    {
      standard: "x4",
      title: "A thousand pictures",
      authors: [],
      subject: "",
      keywords: [],
      creator: "Quoin",
      created: "2026-01-01T00:00:00Z",
      modified: "2026-01-01T00:00:00Z",
      documentId: "bench",
      lang: "en",
      marks: false,
      outputIntent: intent,
      fonts: () => new Uint8Array(),
      subset: () => null,
      pictures,
      note: null,
      reading: [],
      deflate: deflateSync,
      progress: () => void memory.push(process.memoryUsage.rss() / 1e6),
    },
    {
      write(chunk) {
        size += chunk.length;
      },
    },
  );
  await shop.close();
  const seconds = (performance.now() - began) / 1000;
  const of = (from, to) => Math.max(...memory.slice(from * PAGES, to * PAGES));
  rows.push(
    {
      figure: `${PAGES} pages with ${written.pictures} pictures to ink`,
      value: seconds,
      unit: "s",
      target: "",
      peer: "",
    },
    { figure: "  peak memory", value: of(0, 1), unit: "MB", target: "", peer: "" },
    {
      figure: "  of the last half against the first",
      value: of(0.5, 1) / of(0, 0.5),
      unit: "×",
      target: "≤ 1.1",
      peer: "",
    },
    { figure: "  file", value: size / 1e6, unit: "MB", target: "", peer: "" },
  );
}
console.log(JSON.stringify(rows));

/** Seconds of the best of five. */
async function best(work) {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 5; n++) {
    const began = performance.now();
    await work();
    least = Math.min(least, (performance.now() - began) / 1000);
  }
  return least;
}
