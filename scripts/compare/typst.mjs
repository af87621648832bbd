/**
 * The comparison story through Typst and through the built command, by turns in one run: whole processes from cold to a
 * written file, with the same words, photos and font files. `node scripts/compare/typst.mjs [--json] [--lang vi]
 * [--times 1,20,100] [--package FOLDER] [--keep FOLDER]`. Typst is npm's @myriaddreamin/typst-ts-node-compiler, 30 MB of
 * native code and no dependency of ours: it is looked for in `node_modules`, in `--package`, and in the folder that
 * QUOIN_TYPST names. Needs Debian's fonts-noto-core, the stories in `../shared/tools`, and a build.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { writeMarkdown } from "../../shared/manuscript/writeMarkdown.ts";
import { measure } from "../bench/wholeProcess.mjs";
import { root } from "../setup.mjs";
import { design, jobOf, storyOf } from "./stories.mjs";
import { typstSource } from "./typstSource.mjs";

const { values: asked } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    lang: { type: "string", default: "vi" },
    times: { type: "string", default: "1,20,100" },
    package: { type: "string" },
    keep: { type: "string" },
  },
});
const NAME = "@myriaddreamin/typst-ts-node-compiler";
const NOTO = "/usr/share/fonts/truetype/noto";
const FACES = ["Regular", "Italic", "Bold", "BoldItalic"].map((face) => `NotoSerif-${face}.ttf`);

/** The file Typst is loaded from; null where it is not. */
function typstPackage() {
  for (const folder of [asked.package, process.env.QUOIN_TYPST, root]) {
    if (folder === undefined) continue;
    try {
      return createRequire(join(resolve(folder), "package.json")).resolve(NAME);
    } catch {
      continue;
    }
  }
  return null;
}

const job = jobOf(asked.lang);
const typst = typstPackage();
const lacking = [
  [typst === null, `${NAME} is not installed (name its folder with --package or QUOIN_TYPST)`],
  [job === null, `the comparison story is not there (../shared/tools/job-${asked.lang}.json)`],
  [!FACES.every((face) => existsSync(join(NOTO, face))), `Noto Serif is not in ${NOTO} (Debian: fonts-noto-core)`],
  [!existsSync(join(root, "dist/electron/cli.js")), "the command is not built (npm run build)"],
  [process.platform !== "linux", "memory is read from Linux's /proc"],
].find(([is]) => is);
if (lacking) {
  console.log(`NOT RUN: ${lacking[1]}`);
  process.exit(1);
}

/** 2400 × 1600 pixels of soft noise, half a megabyte each, the same every time. */
async function photos(folder) {
  let state = 1;
  for (const { file } of job.photos) {
    const across = 300;
    const down = 200;
    const noise = Uint8Array.from({ length: across * down * 3 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    const path = join(folder, file);
    mkdirSync(join(path, ".."), { recursive: true });
    await sharp(noise, { raw: { width: across, height: down, channels: 3 } })
      .resize({ width: 2400, height: 1600, kernel: "cubic" })
      .jpeg({ quality: 80 })
      .toFile(path);
  }
}

const folder = asked.keep ? resolve(asked.keep) : mkdtempSync(join(tmpdir(), "quoin-typst-"));
const rows = [];
try {
  mkdirSync(join(folder, "fonts"), { recursive: true });
  for (const face of FACES) copyFileSync(join(NOTO, face), join(folder, "fonts", face));
  await photos(folder);
  const story = join(folder, "story.md");
  writeFileSync(story, writeMarkdown(storyOf(job)));
  for (const times of asked.times.split(",").map(Number)) {
    const source = join(folder, `story-${times}.typ`);
    writeFileSync(source, typstSource(job, times));
    const [ours, theirs] = ["quoin", "typst"].map((name) => join(folder, `${name}-${times}.pdf`));
    const quoin = ["export", story, "-o", ours, "--standard", "proof", "--design", design];
    const fonts = ["--fonts", join(folder, "fonts")];
    const [own, peer] = await measure([
      [process.execPath, join(root, "scripts/quoin.mjs"), ...quoin, ...fonts, "--repeat", String(times)],
      [
        process.execPath,
        join(root, "scripts/compare/typstChild.mjs"),
        typst,
        folder,
        source,
        theirs,
        join(folder, "fonts"),
      ],
    ]);
    rows.push({ times, pages: [pagesOf(ours), pagesOf(theirs)], own, peer });
  }
} finally {
  if (!asked.keep) rmSync(folder, { recursive: true, force: true });
}

/** As the page tree's root says; only of files whose objects lie open. */
function pagesOf(pdf) {
  const counts = [
    ...readFileSync(pdf, "latin1").matchAll(
      /\/Type\s*\/Pages\b[^>]*?\/Count (\d+)|\/Count (\d+)[^>]*?\/Type\s*\/Pages\b/g,
    ),
  ];
  return Math.max(...counts.map(([, a, b]) => Number(a ?? b)));
}

if (asked.json) {
  const told = rows.flatMap(({ times, own, peer }) => {
    const limits = times === 100;
    const row = (figure, value, target, other) => ({ figure, value, unit: "× Typst", target, peer: other });
    return [
      row(
        `comparison story ${asked.lang} × ${times}, proof, time`,
        own.seconds / peer.seconds,
        limits ? "≤ 0.75" : "",
        `${own.seconds.toFixed(2)} s, Typst ${peer.seconds.toFixed(2)} s`,
      ),
      row("  processor time", own.cpu / peer.cpu, "", `${own.cpu.toFixed(2)} s, Typst ${peer.cpu.toFixed(2)} s`),
      row(
        "  peak memory (PSS, all processes)",
        own.peak / peer.peak,
        limits ? "≤ 1" : "",
        `${own.peak.toFixed(0)} MB, Typst ${peer.peak.toFixed(0)} MB`,
      ),
    ];
  });
  console.log(JSON.stringify(told));
} else {
  console.log("story      program  pages  seconds   cpu s  memory MB");
  for (const { times, pages, own, peer } of rows) {
    const line = (name, n, { seconds, cpu, peak }) =>
      console.log(
        [
          `${asked.lang} ×${times}`.padEnd(10),
          name.padEnd(7),
          String(pages[n]).padStart(6),
          seconds.toFixed(3).padStart(8),
          cpu.toFixed(2).padStart(7),
          peak.toFixed(0).padStart(10),
        ].join(" "),
      );
    line("Quoin", 0, own);
    line("Typst", 1, peer);
    const ratio = (of) => (own[of] / peer[of]).toFixed(2);
    console.log(
      `           ${ratio("seconds")} × its time, ${ratio("cpu")} × its processor time, ${ratio("peak")} × its memory`,
    );
  }
}
