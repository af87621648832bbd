/** Files that lie, loop, swell or are broken: never a crash, never long, never large. */
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { inflate, jpeg } from "../../../electron/host/foreignPdf.ts";
import { call, has, page, paragraph, saved, write } from "../../test/pdfJob.ts";
import { buildPdf, CONTENT, joined, PROFILE } from "../../test/pdfParts.ts";
import { GENERIC_PRINTER } from "../printer.ts";
import { checkPdf } from "./checkPdf.ts";
import { limitsOf } from "./limits.ts";

const LIMITS = limitsOf(GENERIC_PRINTER, PROFILE);
const SLOWEST_MS = 2000;
const LARGEST_MB = 300;

async function check(bytes: Uint8Array) {
  const source = { size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) };
  const began = performance.now();
  const found = await checkPdf({ source, inflate, jpeg, progress: () => undefined }, LIMITS);
  return { found, ms: performance.now() - began };
}
async function codes(bytes: Uint8Array): Promise<string> {
  const { found, ms } = await check(bytes);
  expect(ms).toBeLessThan(SLOWEST_MS);
  return typeof found === "string" ? found : found.map(({ code, ran }) => (ran ? code : `${code} not run`)).join(" ");
}

/** Numbers from 0 to 1, the same in every run (Numerical Recipes §7.1, "quick and dirty"). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

let own: Uint8Array;
beforeAll(async () => {
  const items = paragraph("a", "answer", "spectral", "Đồng chí Đỏ: năm nghìn tỷ, và hơn thế nữa.", 40, 60);
  own = (await write([page(1, items), page(2, items), page(3, items)])).bytes;
});

test("300 damaged copies of our own file end in findings or one line", { timeout: 60_000 }, async () => {
  const next = random(20);
  const before = process.memoryUsage().rss;
  let worst = 0;
  let unseen = 0;
  for (let n = 0; n < 300; n++) {
    const copy = Uint8Array.from(n % 3 === 0 ? own.subarray(0, Math.floor(next() * own.length)) : own);
    if (n % 3 !== 0) {
      for (let flips = 1 + Math.floor(next() * 40); flips > 0; flips--) {
        copy[Math.floor(next() * copy.length)] = Math.floor(next() * 256);
      }
    }
    const { found, ms } = await check(copy);
    worst = Math.max(worst, ms);
    if (found.length === 0) unseen++;
  }
  expect(worst).toBeLessThan(SLOWEST_MS);
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(LARGEST_MB);
  // A byte inside a font's outlines or an unused part changes nothing that is checked; most damage is seen.
  expect(unseen).toBeLessThan(100);
});

test("no PDF at all", async () => {
  expect(await codes(new Uint8Array(0))).toBe("it does not begin as a PDF does");
  expect(await codes(Buffer.from("%PDF-1.4\n"))).toBe("its pages cannot be found");
  expect(await codes(Buffer.from(`%PDF-1.4\n${"[".repeat(1e6)}`))).toBe("its pages cannot be found");
});

test("a page tree in a circle, and one named twice", async () => {
  const tree = { 2: "<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Count 3 >>" };
  expect(await codes(buildPdf({ more: tree }))).toBe("damaged");
});

test("a tree of pages that grows tenfold at each level", async () => {
  const objects: Record<number, string> = { 1: "<< /Type /Catalog /Pages 2 0 R >>" };
  for (let n = 2; n < 60; n++) objects[n] = `<< /Type /Pages /Kids [${`${n + 1} 0 R `.repeat(10)}] >>`;
  expect(await codes(joined(objects, "1.4", "/Root 1 0 R"))).toMatch(/damaged/);
});

test("references in a circle", async () => {
  expect(await codes(buildPdf({ more: { 20: "21 0 R", 21: "20 0 R" }, page: "/MediaBox 20 0 R" }))).toMatch(/boxes/);
});

test("forms that multiply each other", async () => {
  const forms: Record<number, { dict: string; data: string }> = {};
  for (let n = 20; n < 40; n++) {
    const dict = `/Type /XObject /Subtype /Form /BBox [0 0 999 999] /Resources << /XObject << /A ${n + 1} 0 R >> >>`;
    forms[n] = { dict, data: "/A Do ".repeat(20) };
  }
  forms[40] = { dict: "/Type /XObject /Subtype /Form /BBox [0 0 999 999]", data: "0 0 1 1 re f" };
  expect(await codes(buildPdf({ content: "/A Do", resources: "/XObject << /A 20 0 R >>", more: forms }))).toMatch(
    /^content not run actions not run content not run/,
  );
});

test("bombs: contents, pictures, object tables", async () => {
  const zeros = deflateSync(Buffer.alloc(200_000_000, 32));
  expect(await codes(buildPdf({ content: { dict: "/Filter /FlateDecode", data: zeros } }))).toMatch(/content/);
  const smaller = deflateSync(Buffer.alloc(60_000_000, 32));
  expect(await codes(buildPdf({ content: { dict: "/Filter /FlateDecode", data: smaller } }))).toMatch(
    /content not run/,
  );
  const picture = {
    dict: "/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /FlateDecode",
    data: zeros,
  };
  const bomb = {
    content: `${CONTENT} q 99 0 0 99 50 50 cm /P Do Q`,
    resources: "/Font << /F1 10 0 R >> /ExtGState << /Over << /op true /OPM 1 >> >> /XObject << /P 20 0 R >>",
  };
  expect(await codes(buildPdf({ ...bomb, more: { 20: picture } }))).toBe("ink-over not run");
  const table = {
    dict: "/Type /XRef /W [0 8 0] /Index [0 9999999999] /Size 9999999999 /Root 1 0 R /Filter /FlateDecode",
    data: zeros,
  };
  const file = Buffer.concat([
    Buffer.from("%PDF-1.5\n"),
    Buffer.from(`1 0 obj\n<< ${table.dict} /Length ${zeros.length} >>\nstream\n`),
    zeros,
    Buffer.from("\nendstream\nendobj\nstartxref\n9\n%%EOF"),
  ]);
  expect(await codes(file)).toBe("its pages cannot be found");
});

test("lengths that lie are found out", async () => {
  for (const length of ["3", "99999999", "-5", "(x)", "4 0 R"]) {
    const content = { dict: `/Length ${length}`, data: CONTENT };
    expect(await codes(buildPdf({ content }))).toBe("damaged");
  }
});

test("deep arrays, long words, a thousand saved states", async () => {
  expect(await codes(buildPdf({ content: "[".repeat(500_000) }))).toMatch(/content/);
  expect(await codes(buildPdf({ content: `${"q ".repeat(5000)}${CONTENT}` }))).toMatch(/content/);
  expect(await codes(buildPdf({ content: "x".repeat(1_000_000) }))).toMatch(/content/);
});

test("a broken table is made anew, and the page checked as before", async () => {
  const sound = Buffer.from(buildPdf({ content: `${CONTENT} 1 0 0 rg 50 50 9 9 re f` }));
  const start = sound.lastIndexOf("startxref");
  const broken = Buffer.concat([sound.subarray(0, start), Buffer.from("startxref\n77\n%%EOF")]);
  expect(await codes(broken)).toBe("damaged rgb");
});

test.skipIf(!has("qpdf"))(
  "the newer form of a file reads as the older one; locked, it is told (needs qpdf)",
  async () => {
    const path = saved(own);
    const packed = `${path}.packed.pdf`;
    call("qpdf", "--object-streams=generate", path, packed);
    expect(await codes(readFileSync(packed))).toBe("");
    // Cut off before its table, it is found again without.
    const bytes = readFileSync(packed);
    expect(await codes(bytes.subarray(0, bytes.lastIndexOf("startxref")))).toBe("damaged");
    const locked = `${path}.locked.pdf`;
    call("qpdf", "--encrypt", "", "owner", "256", "--", path, locked);
    expect(await codes(readFileSync(locked))).toBe("encrypted");
  },
);

test("1,000 pages, 1,000 pictures: memory does not grow with them", { timeout: 60_000 }, async () => {
  const objects: Record<number, string | { dict: string; data: Uint8Array | string }> = {
    1: "<< /Type /Catalog /Pages 2 0 R >>",
  };
  const kids: string[] = [];
  const samples = deflateSync(Buffer.alloc(300 * 300 * 4, 60));
  for (let n = 0; n < 1000; n++) {
    const at = 10 + 3 * n;
    kids.push(`${at} 0 R`);
    objects[at] =
      `<< /Type /Page /MediaBox [0 0 200 200] /TrimBox [10 10 190 190] /Contents ${at + 1} 0 R /Resources << /XObject << /P ${at + 2} 0 R >> >> >>`;
    objects[at + 1] = { dict: "", data: `q 72 0 0 72 50 50 cm /P Do Q ${"0 0 0 1 k 20 20 9 9 re f ".repeat(50)}` };
    objects[at + 2] = {
      dict: "/Type /XObject /Subtype /Image /Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /FlateDecode",
      data: samples,
    };
  }
  objects[2] = `<< /Type /Pages /Kids [${kids.join(" ")}] >>`;
  const bytes = joined(objects, "1.6", "/Root 1 0 R");
  const before = process.memoryUsage().rss;
  const { found, ms } = await check(bytes);
  expect(typeof found).toBe("object");
  expect((found as readonly { ran: boolean }[]).every(({ ran }) => ran)).toBe(true);
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(LARGEST_MB);
  expect(ms).toBeLessThan(20_000);
});
