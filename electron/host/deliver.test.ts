/** Deliveries: names, pages, receipts, replacement pages, and nothing left behind when something stands against them. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readReceipt } from "../../shared/preflight/receipt.ts";
import { deliverJob, type Delivery, isDelivery } from "./deliver.ts";
import type { ExportJob } from "./jobs.ts";
import { receiptFindings } from "./receipts.ts";
import { listPrinters, readPrinter } from "./shelves.ts";

const STORY = (answer: string) =>
  `# Nets\n\n**Q: Who mends them?**\n\nA: ${"They are mended by hand in the evening, knot by knot. ".repeat(165)}\n\n**Q: And then?**\n\nA: ${answer}\n`;

let folder = "";
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "deliver-"));
  process.env.QUOIN_HOME = join(folder, "home");
  writeFileSync(at("nets.md"), STORY("They go out again."));
});
afterAll(() => {
  delete process.env.QUOIN_HOME;
  rmSync(folder, { recursive: true, force: true });
});

const job = (over: Partial<ExportJob> = {}): ExportJob => ({
  source: at("nets.md"),
  lang: "en",
  template: "bulletin",
  repeat: 1,
  media: [],
  overrides: [],
  fonts: [],
  standard: "x4",
  printer: null,
  pages: null,
  marks: false,
  allow: [],
  digests: null,
  stamp: Date.UTC(2026, 10, 20),
  ...over,
});
const deliver = (out: string, over: Partial<ExportJob> = {}, replaces: string | null = null, receipt = true) =>
  deliverJob(job(over), { out: at(out), receipt, replaces }, () => undefined, new AbortController().signal);
const names = ({ files }: Delivery) => files.map(({ path }) => path.slice(folder.length + 1));
const sha = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("a delivery", () => {
  let whole: Delivery;
  beforeAll(async () => {
    whole = await deliver("nets.pdf");
  });

  test("of one file has its receipt beside it, for programs and for a person", async () => {
    expect(names(whole)).toEqual(["nets.pdf", "nets.receipt.json", "nets.receipt.pdf"]);
    for (const { path, sha256 } of whole.files) expect(sha(path)).toBe(sha256);
    const read = readReceipt(JSON.parse(readFileSync(at("nets.receipt.json"), "utf8")));
    if (!("receipt" in read)) throw new Error(read.problem);
    expect(read.receipt).toEqual(whole.receipt);
    expect(read.receipt).toMatchObject({ made: "2026-11-20T00:00:00.000Z", pages: 2, replaces: null, waivers: [] });
    expect(read.receipt.files).toEqual([
      { name: "nets.pdf", bytes: whole.files[0]?.bytes, sha256: whole.files[0]?.sha256 },
    ]);
    expect(read.receipt.plates).toContain("black");
    expect(read.receipt.ink.highest).toBeGreaterThan(99);
    expect(readFileSync(at("nets.receipt.pdf")).toString("latin1", 0, 5)).toBe("%PDF-");
    expect((await receiptFindings(at("nets.pdf"), 2)).map(({ code }) => code)).toEqual(["receipt-verified"]);
  });

  test("made again is the same, byte for byte", async () => {
    const again = await deliver("nets.pdf");
    expect(again.files).toEqual(whole.files);
  });

  test("page by page goes under the pattern's names; one receipt speaks of all", async () => {
    expect(await isDelivery(at("p-{page}.pdf"))).toBe(true);
    expect(await isDelivery(folder)).toBe(true);
    expect(await isDelivery(at("nets.pdf"))).toBe(false);
    const pages = await deliver("p-{page}.pdf");
    expect(names(pages)).toEqual(["p-01.pdf", "p-02.pdf", "Nets.receipt.json", "Nets.receipt.pdf"]);
    expect(pages.sheets().map(({ file }) => file)).toEqual(["p-01.pdf", "p-02.pdf"]);
    expect((await receiptFindings(at("p-02.pdf"), 1)).map(({ code }) => code)).toEqual(["receipt-verified"]);
    writeFileSync(at("p-02.pdf"), "%PDF-1.6 another");
    expect((await receiptFindings(at("p-02.pdf"), 1)).map(({ code }) => code)).toEqual(["receipt-differs"]);
  });

  test("of a replacement page proves that the others did not change, or is not made", async () => {
    writeFileSync(at("nets.md"), STORY("They go out again, and again."));
    const page = await deliver("new-{page}.pdf", { pages: "2" }, at("nets.receipt.json"));
    expect(names(page)).toEqual(["new-02.pdf", "new-02.receipt.json", "new-02.receipt.pdf"]);
    expect(page.receipt?.replaces).toEqual({ made: "2026-11-20T00:00:00.000Z", unchanged: [1] });
    const before = readdirSync(folder).sort();
    const wrong = await deliver("wrong-{page}.pdf", { pages: "1" }, at("nets.receipt.json"));
    expect(wrong.files).toEqual([]);
    expect(wrong.findings.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "page-changed", page: 2 },
    ]);
    expect(readdirSync(folder).sort()).toEqual(before);
    const allowed = await deliver("w.pdf", { pages: "1", allow: ["page-changed"] }, at("nets.receipt.json"));
    expect(allowed.receipt?.waivers).toEqual([{ code: "page-changed", count: 1 }]);
  });

  test("refuses names that are none, receipts that are none", async () => {
    await expect(deliver("{author}.pdf")).rejects.toThrow(/expected a file name ending in .pdf/);
    await expect(deliver("x.pdf", {}, at("nets.md"))).rejects.toThrow(/not JSON/);
    writeFileSync(at("other.json"), "{}");
    await expect(deliver("x.pdf", {}, at("other.json"))).rejects.toThrow(/no receipt of Quoin/);
  });
});

test("a person's own printer stands beside the shipped ones; a spoilt file is one line and hides none", async () => {
  const { mkdirSync } = await import("node:fs");
  mkdirSync(at("home/printers"), { recursive: true });
  const own = {
    title: "House",
    profile: "quoin-coated-300.icc",
    condition: "C",
    info: "I",
    inkLimit: 280,
    marks: true,
  };
  writeFileSync(at("home/printers/house.json"), JSON.stringify(own));
  writeFileSync(at("home/printers/spoilt.json"), JSON.stringify({ ...own, inkLimit: 9000 }));
  writeFileSync(at("home/printers/broken.json"), "{");
  writeFileSync(at("home/printers/fake.json"), JSON.stringify({ ...own, profile: "fake.icc" }));
  writeFileSync(at("home/printers/fake.icc"), "no profile");
  const { printers, problems } = await listPrinters();
  expect(printers.map(({ id }) => id)).toEqual(expect.arrayContaining(["coated", "gracol", "house", "office-proof"]));
  expect(problems).toHaveLength(2);
  for (const problem of problems) expect(problem).toMatch(/^[^\n]*home\/printers\/(spoilt|broken)\.json: [^\n]+$/);
  expect((await readPrinter("house")).rules).toMatchObject({ inkLimit: 280, marks: true });
  await expect(readPrinter("spoilt")).rejects.toThrow(/inkLimit/);
  await expect(readPrinter("fake")).rejects.toThrow(/fake\.icc: it is no ICC profile/);
  writeFileSync(at("home/printers/shapes.json"), JSON.stringify({ ...own, outlines: true }));
  const shapes = await deliver("shapes.pdf", { printer: "shapes", pages: "1" });
  expect(shapes.receipt?.fonts).toEqual([]);
  expect(readFileSync(at("shapes.pdf")).toString("latin1")).not.toContain("/FontFile");
  await expect(readPrinter("nobody")).rejects.toThrow(/There is no printer "nobody"/);
});
