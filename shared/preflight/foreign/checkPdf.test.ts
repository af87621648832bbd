/** One small file for each rule, each caught; sound ones silent. The pages are written by hand, apart from the product. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { expect, test } from "vitest";
import { cmykTiff } from "../../../electron/host/cmykTiff.ts";
import { inflate, jpeg } from "../../../electron/host/foreignPdf.ts";
import { page, paragraph, ROOT, ticket, write } from "../../test/pdfJob.ts";
import { FAULTS, painted, picture, square, tint } from "../../test/pdfFaults.ts";
import { buildPdf, type Parts, PROFILE, X1A } from "../../test/pdfParts.ts";
import { readPrinterFile } from "../printer.ts";
import { checkPdf } from "./checkPdf.ts";
import { limitsOf, type PressLimits } from "./limits.ts";

const read = readPrinterFile(JSON.parse(readFileSync(`${ROOT}assets/printers/coated.json`, "utf8")));
if (read.problem !== null) throw new RangeError(read.problem);
const LIMITS = limitsOf(read.rules, PROFILE);

async function check(bytes: Uint8Array, limits: PressLimits = LIMITS) {
  const source = { size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) };
  return checkPdf({ source, inflate, jpeg, progress: () => undefined }, limits);
}
async function told(changes: Partial<Parts>, limits = LIMITS): Promise<readonly string[]> {
  const found = await check(buildPdf(changes), limits);
  if (typeof found === "string") return [found];
  return found.filter((f) => f.severity !== "info" || !f.ran).map((f) => `${f.ran ? f.severity : "not run"} ${f.code}`);
}

test("sound files are silent: X-4, X-1a, with layers of spaces, forms and pictures", async () => {
  expect(await told({})).toEqual([]);
  expect(await told(X1A)).toEqual([]);
  expect(await told(X1A, { ...LIMITS, standard: "x1a" })).toEqual([]);
  expect(await told(painted("q 0.5 0 0 0.5 0 0 cm 0.5 w 0 0 0 1 K 60 60 m 300 60 l S Q"))).toEqual([]);
  expect(
    await told(picture("/Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", square(300, 4, 150))),
  ).toEqual([]);
  expect(await told(painted("/Half gs 0 1 0 0 k 50 50 20 20 re f"))).toEqual([]);
  expect(await told(painted("q BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q"))).toEqual([]);
  // Registration colour belongs outside the trim.
  const all = `/ColorSpace << /All [/Separation /All /DeviceCMYK ${tint.replace("[0 1 1 0]", "[1 1 1 1]")}] >>`;
  expect(await told(painted("/All cs 1 scn 0 0 10 0.5 re f", all))).toEqual([]);
});

test.each(FAULTS)("%s: %s", async (_, code, changes) => {
  expect(await told(changes)).toContain(code);
});

test("most rules tell one thing only", async () => {
  const noisy: string[] = [];
  for (const [name, code, changes] of FAULTS) {
    const all = new Set(await told(changes));
    if (all.size > 1) noisy.push(`${name}: ${code}, and ${[...all].filter((one) => one !== code).join(", ")}`);
  }
  expect(noisy).toMatchInlineSnapshot(`
    [
      "JavaScript: error javascript, and error actions",
      "trim beyond bleed: error boxes, and error bleed-short",
      "ICC in X-1a: error icc, and error overprint-icc",
      "the output profile again: error icc, and error overprint-icc",
      "a spot of two kinds: error spot-differs, and error spot-unwanted",
      "spots alike: warning spot-alike, and error spot-unwanted",
      "a transfer function: error transfer, and warning black-knocks-out",
      "own screens: error halftone, and warning black-knocks-out",
    ]
  `);
});

test("the printer's own limits count", async () => {
  expect(await told({}, { ...LIMITS, standard: "x1a" })).toEqual(["error pdfx-claim"]);
  expect(await told({}, { ...LIMITS, trim: [300, 300] })).toEqual(["error page-size"]);
  expect(await told(painted("1 0 0 1 k 50 50 20 20 re f"), { ...LIMITS, inkLimit: 150 })).toEqual(["error ink-over"]);
  const gold = painted("/S cs 1 scn 50 50 20 20 re f", `/ColorSpace << /S [/Separation /Gold /DeviceCMYK ${tint}] >>`);
  expect(await told(gold, { ...LIMITS, spots: ["Gold"] })).toEqual([]);
});

test("places are measured from the trim's top left, downward", async () => {
  const found = await check(buildPdf(painted("1 1 0.5 1 k 50 60 20 30 re f")));
  expect(found).toMatchObject([{ code: "ink-over", page: 1, rect: [30, 130, 20, 30] }]);
});

test("ink of CMYK JPEGs, turned round as Adobe stores them and plain", async () => {
  const coded = async (value: number): Promise<Buffer> => {
    const { file, pixels } = cmykTiff(300, 300);
    pixels.fill(value);
    return sharp(file).pipelineColourspace("cmyk").toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
  };
  const placed = (data: Uint8Array, more: string): Partial<Parts> => {
    const dict = `/Type /XObject /Subtype /Image /Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode ${more}`;
    const base = picture("/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", [0]);
    return { ...base, more: { 20: { dict, data } } };
  };
  const inverted = "/Decode [1 0 1 0 1 0 1 0]";
  const [heavy, light] = [await coded(230), await coded(40)];
  expect(await told(placed(heavy, inverted))).toEqual(["error ink-over"]);
  expect(await told(placed(light, inverted))).toEqual([]);
  // Without the Decode the stored samples are the ink: what was light is heavy.
  expect(await told(placed(light, ""))).toEqual(["error ink-over"]);
  expect(await told(placed(heavy.subarray(0, 200), inverted))).toEqual(["not run ink-over"]);
});

test("our own pages are silent", async () => {
  const items = paragraph("a", "answer", "spectral", "Đồng chí Đỏ: năm nghìn tỷ, và hơn thế nữa.", 40, 60);
  for (const standard of ["x4", "x1a"] as const) {
    for (const marks of [false, true]) {
      const { bytes } = await write([page(1, items), page(2, items)], ticket({ standard, marks }));
      expect(await check(bytes), `${standard} ${marks}`).toEqual([]);
    }
  }
});
