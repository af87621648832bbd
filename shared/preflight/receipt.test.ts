import { expect, test } from "vitest";
import { finding } from "../finding.ts";
import { changedSince, readReceipt, type Receipt, verifyReceipt, waiversOf } from "./receipt.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const receipt: Receipt = {
  kind: "quoin-receipt",
  version: 1,
  made: "2026-11-20T08:00:00.000Z",
  by: "Quoin 0.1.0",
  document: { id: "d", title: "Nets", source: "nets.md", changed: "2026-11-20T08:00:00.000Z" },
  standard: "x4",
  printer: "Coated paper",
  condition: { identifier: "Custom", condition: "Offset", info: "I", profile: A },
  pages: 2,
  sheets: [
    { number: 1, folio: "41", digest: "01", file: "nets.pdf" },
    { number: 2, folio: "42", digest: "02", file: "nets.pdf" },
  ],
  files: [{ name: "nets.pdf", bytes: 9, sha256: A }],
  fonts: [],
  plates: ["black"],
  placed: [],
  ink: { limit: 300, highest: 100, page: 1, where: "black 100" },
  findings: [],
  waivers: [],
  replaces: null,
};
const codes = (...args: Parameters<typeof verifyReceipt>) =>
  verifyReceipt(...args).map(({ severity, code, ran }) => `${severity} ${code}${ran ? "" : " not run"}`);

test("the file the receipt speaks of is known by its bytes, whatever it is called now", () => {
  expect(codes(A, receipt, { name: "nets.pdf", pages: 2 })).toEqual(["info receipt-verified"]);
  expect(codes(A, receipt, { name: "renamed.pdf" })).toEqual(["info receipt-verified"]);
});

test("other bytes, another number of pages, and what is no receipt", () => {
  expect(codes(B, receipt, { name: "nets.pdf" })).toEqual(["error receipt-differs"]);
  expect(verifyReceipt(B, receipt, { name: "nets.pdf" })[0]?.message).toContain(`the receipt says ${A}`);
  expect(codes(A, receipt, { pages: 3 })).toEqual(["error receipt-differs"]);
  for (const none of [null, 7, {}, { ...receipt, files: [{ name: "x", bytes: 1, sha256: "no" }] }]) {
    expect(codes(A, none)).toEqual(["error receipt-unreadable not run"]);
  }
  expect(readReceipt({ ...receipt, version: 2 })).toHaveProperty("problem");
});

test("pages that were not replaced must be what was delivered", () => {
  const now = [
    { number: 1, digest: "01" },
    { number: 2, digest: "22" },
  ];
  expect(changedSince(receipt, now, new Set([2]))).toEqual({ findings: [], unchanged: [1] });
  expect(changedSince(receipt, now, new Set([1])).findings).toMatchObject([{ code: "page-changed", page: 2 }]);
  const more = [...now, { number: 3, digest: "03" }];
  expect(changedSince(receipt, more, new Set([2])).findings).toMatchObject([
    { code: "page-changed", message: expect.stringContaining("had 2 pages, the document has 3 now") as string },
  ]);
});

test("waivers are named and counted", () => {
  const error = (code: string) => finding("error", code, "", "");
  const notRun = { ...finding("warning", "c", "", ""), ran: false };
  expect(waiversOf([error("a"), error("b"), error("a"), finding("warning", "w", "", ""), notRun])).toEqual([
    { code: "a", count: 2 },
    { code: "b", count: 1 },
    { code: "c", count: 1 },
  ]);
});
