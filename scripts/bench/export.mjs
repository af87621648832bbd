/**
 * Export figures through the command, whole processes: time and peak memory of a 100-page story as it is for a press and
 * for reading, with text only, and with 100 JPEGs of ink that go in as they are. Prints rows as JSON.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "../setup.mjs";
import { measure } from "./wholeProcess.mjs";

const REPEAT = 100;
const sample = join(root, "assets/samples/the-net-menders-cafe.md");
const folder = mkdtempSync(join(tmpdir(), "quoin-bench-"));
const rows = [];

/** The sample without its pictures: what stands before the first question, and the rest. */
function words() {
  const plain = readFileSync(sample, "utf8").replace(/^!\[\]\(.*\n.*\n/gm, "");
  const first = plain.indexOf("\n**", plain.indexOf("**Interview") + 1);
  return { head: plain.slice(0, first), body: plain.slice(first) };
}

/** A CMYK JPEG of half a megabyte; `n`, in a comment (ISO/IEC 10918-1 B.2.4.5), makes each another file. */
let ink = null;
async function jpegOfInk(n) {
  const pixels = { width: 960, height: 640, channels: 4 };
  let state = 1;
  ink ??= await sharp(
    Uint8Array.from({ length: 300 * 200 * 4 }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 25),
    { raw: { width: 300, height: 200, channels: 4 } },
  )
    .pipelineColourspace("cmyk")
    .resize({ width: pixels.width, height: pixels.height, kernel: "cubic" })
    .toColourspace("cmyk")
    .jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
    .toBuffer();
  const name = Buffer.from(String(n).padStart(4, "0"));
  return Buffer.concat([ink.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 6]), name, ink.subarray(2)]);
}

async function exported(figure, story, standard, target, options = []) {
  const out = join(folder, "out.pdf");
  const codes = ["picture-missing", "picture-low", "picture-profile"];
  const allowed = codes.flatMap((code) => ["--allow", code]);
  const command = [process.execPath, join(root, "scripts/quoin.mjs"), "export", story, "-o", out];
  const [{ seconds, cpu, peak }] = await measure(
    [[...command, "--standard", standard, "--stamp", "2026-01-01T00:00:00Z", ...allowed, ...options]],
    3,
  );
  rows.push(
    { figure, value: seconds, unit: "s", target, peer: "" },
    { figure: "  processor time", value: cpu, unit: "s", target: "", peer: "" },
    { figure: "  peak memory (PSS, all processes)", value: peak, unit: "MB", target: "≤ 200", peer: "" },
    { figure: "  file", value: statSync(out).size / 1e6, unit: "MB", target: "", peer: "" },
  );
}

try {
  const { head, body } = words();
  const text = join(folder, "text.md");
  writeFileSync(text, head + body);
  const photos = join(folder, "photos.md");
  let size = 0;
  for (let n = 0; n < REPEAT; n++) {
    const jpeg = await jpegOfInk(n);
    size += jpeg.length;
    writeFileSync(join(folder, `p${n}.jpg`), jpeg);
  }
  const turns = Array.from({ length: REPEAT }, (_, n) => `${body}\n![](p${n}.jpg)\nPicture ${n}. *Photo: Quoin*\n`);
  writeFileSync(photos, head + turns.join(""));
  const repeated = ["--repeat", String(REPEAT)];
  await exported(`export x4, text only × ${REPEAT}, whole process`, text, "x4", "≤ 0.4", repeated);
  const weight = (size / 1e6).toFixed(0);
  await exported(`export x4, ${REPEAT} JPEGs of ink (${weight} MB), whole process`, photos, "x4", "≤ 0.8");
  await exported(`export x4, sample × ${REPEAT}, whole process`, sample, "x4", "", repeated);
  await exported(`export proof, sample × ${REPEAT}, whole process`, sample, "proof", "", repeated);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(rows));
