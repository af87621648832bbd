/**
 * The templates looked at: each over stories short and long, with pictures and without, in Vietnamese and in English,
 * exported for the screen, drawn by poppler and laid on one sheet a story, in `out/sheets/`. Names on the command line choose
 * templates, stories (`vi-600-12` is Vietnamese, 600 words, twelve pictures) or files of one's own, a resolution
 * (`ppi=110`), a place for single pages to be left in (`pages=FOLDER`). Photographs in `../shared/photos` take the place
 * of some of the samples' where they are; nothing of them ships. Needs pdftoppm.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join, resolve } from "node:path";
import sharp from "sharp";
import { exportJob } from "../../electron/host/jobs.ts";
import { root } from "../setup.mjs";
import { writeStories } from "./stories.mjs";

const args = process.argv.slice(2);
const ppi = Number(args.find((arg) => arg.startsWith("ppi="))?.slice(4) ?? 72);
const keep = args.find((arg) => arg.startsWith("pages="))?.slice(6);
const asked = args.filter((arg) => !arg.includes("="));
const folder = join(root, "out", "sheets");
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "quoin-sheets-"));
const photos = join(root, "..", "shared", "photos");

const GAP = 18;
const ACROSS = { pages: 6, single: 4 };
const templates = readdirSync(join(root, "assets/templates"))
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -5));
const stories = await writeStories(work, existsSync(photos) ? photos : null);
const own = asked.filter((name) => /\.(txt|md|docx|html)$/.test(name));
for (const file of own) {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
  const name = basename(file, extname(file));
  stories[name] = { file: path, media: [dirname(path)] };
  asked.push(name);
}
const chosen = (all) => (all.some((name) => asked.includes(name)) ? all.filter((name) => asked.includes(name)) : all);

for (const template of chosen(templates)) {
  const title = JSON.parse(readFileSync(join(root, `assets/templates/${template}.json`), "utf8")).name;
  for (const story of chosen(Object.keys(stories))) {
    const name = `${template}.${story}`;
    const pdf = join(work, `${name}.pdf`);
    const job = {
      source: stories[story].file,
      lang: null,
      template,
      repeat: 1,
      media: stories[story].media,
      fonts: [],
      overrides: [],
      standard: "screen",
      printer: null,
      pages: null,
      marks: false,
      allow: ["picture-low", "picture-missing", "overset"],
      digests: null,
      stamp: 0,
    };
    const { findings, pages } = await exportJob(job, pdf, () => undefined, new AbortController().signal);
    const drawn = spawnSync("pdftoppm", ["-r", String(ppi), "-png", pdf, join(work, name)]);
    if (drawn.status !== 0) throw new Error(`pdftoppm did not draw ${pdf}`);
    const files = readdirSync(work)
      .filter((file) => file.startsWith(`${name}-`) && file.endsWith(".png"))
      .sort()
      .map((file) => join(work, file));
    if (keep) {
      mkdirSync(keep, { recursive: true });
      for (const file of files) copyFileSync(file, join(keep, basename(file)));
    }
    await contactSheet(files, join(folder, `${name}.png`));
    console.log(`${title}, ${story}: ${pages} pages, ${join("out/sheets", `${name}.png`)}`);
    for (const found of told(findings)) console.log(`  ${found}`);
  }
}
rmSync(work, { recursive: true, force: true });

/** What was found besides the coarse samples, the same codes counted. */
function told(findings) {
  const codes = new Map();
  for (const { code, message } of findings) {
    if (code === "picture-low" || code === "doubtful") continue;
    codes.set(code, [...(codes.get(code) ?? []), message]);
  }
  return [...codes].map(([code, messages]) => `${code} × ${messages.length}: ${messages[0]}`);
}

/** Pages in rows on grey, as they would lie side by side: the first alone on the right. */
async function contactSheet(files, out) {
  const sizes = await Promise.all(files.map((file) => sharp(file).metadata()));
  const width = sizes[0].width;
  const height = sizes[0].height;
  const across = Math.min(files.length, files.length <= ACROSS.single ? ACROSS.single : ACROSS.pages);
  const rows = Math.ceil(files.length / across);
  const layers = files.map((input, n) => ({
    input,
    left: GAP + (n % across) * (width + GAP),
    top: GAP + Math.floor(n / across) * (height + GAP),
  }));
  const canvas = {
    width: across * (width + GAP) + GAP,
    height: rows * (height + GAP) + GAP,
    channels: 3,
    background: "#d8d8d6",
  };
  await sharp({ create: canvas }).composite(layers).png({ compressionLevel: 9 }).toFile(out);
}
