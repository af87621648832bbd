import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSfnt } from "../pdf/sfnt.ts";
import { FONTS, fontId, ROOT } from "../test/pdfJob.ts";
import { tell } from "../findings/tell.ts";
import type { Receipt } from "./receipt.ts";
import { receiptPage } from "./receiptPage.ts";

const text = (made: Receipt) =>
  receiptPage(made, font)
    .items.flatMap((item) => (item.kind === "glyphs" ? [item.run.text] : []))
    .join("\n");

test("the page speaks the document's language, findings too", () => {
  const found = tell("warning", "picture-low", { page: 2, ppi: 120, wanted: 250, least: 150, widest: 40 }, { page: 2 });
  const { code, severity, message, hint, ran, said } = found;
  const values = said ? { said: { told: said.told, values: { ...said.values } } } : {};
  const plain = { ...receipt(1), findings: [{ code, severity, message, hint, ran, ...values }] };
  const vi = text({ ...plain, document: { ...plain.document, lang: "vi" } });
  expect(vi).toContain("Biên nhận giao nhà in");
  expect(vi).toContain("cần xem: Một ảnh ở trang 2 chỉ có 120 ppi");
  expect(vi).not.toMatch(/Printer|Pictures|Found|page|none/);
  const en = text({ ...plain, document: { ...plain.document, lang: "en" } });
  expect(en).toContain("warning: A picture on page 2 has 120 ppi");
  // Receipts of earlier versions name no language.
  expect(text(plain)).toBe(en);
});

const font = { id: fontId("viet"), sfnt: readSfnt(new Uint8Array(readFileSync(ROOT + FONTS.viet)), 0) };
const A = "a".repeat(64);
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const receipt = (count: number): Receipt => ({
  kind: "quoin-receipt",
  version: 1,
  made: "2026-11-20T08:00:00.000Z",
  by: "Quoin 0.1.0",
  document: {
    id: "d",
    title: "Nghề đan lưới ".repeat(count + 1),
    source: "nets.md",
    changed: "2026-11-20T08:00:00.000Z",
  },
  standard: "x4",
  printer: "Coated paper",
  condition: { identifier: "Custom", condition: "Offset", info: "I", profile: A },
  pages: count,
  sheets: times(count, (n) => ({ number: n + 1, folio: String(n + 1), digest: "0", file: `p-${n}.pdf` })),
  files: times(count, (n) => ({ name: `p-${n}.pdf`, bytes: 1_234_567, sha256: A })),
  fonts: times(count, (n) => ({
    family: "F",
    style: "S",
    postscriptName: `Font-${n}`,
    sha256: A,
    instance: null,
    embedding: "installable",
    maySubset: true,
  })),
  plates: ["black"],
  placed: times(count, (n) => ({
    name: `${"a-picture-with-a-long-name-".repeat(3)}${n}.jpg`,
    sha256: A,
    page: n + 1,
    ppi: 300,
    width: 4000,
    height: 3000,
    space: "cmyk" as const,
    ink: n % 2 === 0 ? { mean: 280, high: 290 } : null,
  })),
  ink: { limit: 300, highest: 280, page: 1, where: "a.jpg" },
  findings: times(count, (n) => ({
    code: "c",
    severity: "warning" as const,
    message: `Something is amiss, and it takes many words to say what and where ${n}. `.repeat(3),
    hint: "",
    ran: true,
  })),
  waivers: times(Math.min(count, 12), (n) => ({ code: `waived-${n}`, count: n + 1 })),
  replaces: { made: "2026-11-01T08:00:00.000Z", unchanged: times(count, (n) => n * 2 + 1) },
});

test.each([0, 1, 5, 200])("a delivery of %i files fits on one page; every waiver is named", (count) => {
  const page = receiptPage(receipt(count), font);
  const lines = page.items.flatMap((item) => (item.kind === "glyphs" ? [item] : []));
  for (const { run, x, baseline } of lines) {
    expect(x + run.width).toBeLessThan(page.trim.width - 40);
    expect(baseline).toBeLessThan(page.trim.height - 30);
  }
  // No line stands on another.
  const places = lines.map(({ x, baseline }) => `${x.toFixed(1)} ${baseline.toFixed(1)}`);
  expect(new Set(places).size).toBe(places.length);
  const words = lines.map(({ run }) => run.text).join("\n");
  for (const { code } of receipt(count).waivers) expect(words).toContain(`${code} (`);
  if (count === 200) expect(words).toMatch(/and 187 more pictures; all stand in the JSON receipt/);
  if (count === 1) expect(words).toContain(A);
});
