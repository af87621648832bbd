/**
 * The receipt: what a delivery to a printer consists of, as data. Anyone can hold the files against it with any tool that
 * makes SHA-256; Quoin holds later deliveries against it, so that a replacement page proves the other pages unchanged.
 * A receipt on disk is read through the schema before it is believed.
 */
import { z } from "zod";
import type { Finding } from "../finding.ts";
import { said } from "../findings/said.ts";
import { tell } from "../findings/tell.ts";
import { designIssue } from "../schema/designIssue.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");
const count = z.int().nonnegative();

const told = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  hint: z.string(),
  page: z.int().exactOptional(),
  ran: z.boolean(),
  /** The row of words and its values, for the page in the document's language. */
  said: said.exactOptional(),
});

const receiptSchema = z.object({
  kind: z.literal("quoin-receipt"),
  version: z.literal(1),
  /** ISO 8601: the document's last change, or the stamp asked for. */
  made: z.string(),
  /** "Quoin 0.1.0". */
  by: z.string(),
  document: z.object({
    id: z.string(),
    title: z.string(),
    source: z.string(),
    changed: z.string(),
    /** BCP 47; receipts of earlier versions do not say it. */
    lang: z.string().exactOptional(),
  }),
  standard: z.enum(["x4", "x1a", "proof", "screen"]),
  printer: z.string(),
  condition: z.object({
    identifier: z.string(),
    condition: z.string(),
    info: z.string(),
    /** Of the ICC profile. */
    profile: sha256,
  }),
  /** Pages in these files. */
  pages: count,
  /** Every page of the document: its fingerprint says whether its ink has changed. `file` null: not in this delivery. */
  sheets: z.array(z.object({ number: count, folio: z.string(), digest: z.string(), file: z.string().nullable() })),
  files: z.array(z.object({ name: z.string(), bytes: count, sha256 })),
  fonts: z.array(
    z.object({
      family: z.string(),
      style: z.string(),
      postscriptName: z.string(),
      /** Of the font's file. */
      sha256: z.string(),
      /** The place on the axes of a variable font, "opsz=14,wght=650"; null for any other. */
      instance: z.string().nullable(),
      /** What the licence bits say: installable, editable, preview or restricted. */
      embedding: z.string(),
      /** False: it stands whole in the PDF, since no part of it may be embedded. */
      maySubset: z.boolean(),
    }),
  ),
  /** Names of the plates that print anything. */
  plates: z.array(z.string()),
  /** Each picture as often as it is printed. */
  placed: z.array(
    z.object({
      name: z.string(),
      sha256: z.string(),
      page: count,
      /** Pixels to the inch of the original at the size printed. */
      ppi: z.number().nullable(),
      /** As written into the file. */
      width: count,
      height: count,
      space: z.enum(["gray", "rgb", "cmyk"]),
      /** Spot inks that a placed page names besides. */
      spots: z.array(z.string()).exactOptional(),
      /** Per cent: mean of its heaviest square of 15 mm², and what 99.9 % of its pixels stay under; null: not measured. */
      ink: z.object({ mean: z.number(), high: z.number() }).nullable(),
    }),
  ),
  ink: z.object({
    /** Per cent the printer takes. */
    limit: z.number(),
    /** The most that is laid anywhere, of a picture as the mean over 15 mm², and where. */
    highest: z.number(),
    page: count.nullable(),
    where: z.string(),
  }),
  findings: z.array(told),
  /** Codes of errors that were allowed, by name, and how many there were of each. */
  waivers: z.array(z.object({ code: z.string(), count })),
  /** The delivery that this one replaces pages of. */
  replaces: z.object({ made: z.string(), unchanged: z.array(count) }).nullable(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Of JSON. `problem` says in one line why it is no receipt. */
export function readReceipt(json: unknown): { readonly receipt: Receipt } | { readonly problem: string } {
  const read = receiptSchema.safeParse(json);
  return read.success ? { receipt: read.data } : { problem: designIssue(read.error) };
}

/** The findings that would have kept the file from being written, by code. */
export function waiversOf(findings: readonly Finding[]): Receipt["waivers"] {
  const counts = new Map<string, number>();
  for (const { code, severity, ran } of findings) {
    if (severity === "error" || !ran) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, count }));
}

/** What a receipt says of a file with this SHA-256. `name`: as the file is called now; its name may change, its bytes not. */
export function verifyReceipt(
  sha256OfFile: string,
  receipt: unknown,
  file: { readonly name?: string; readonly pages?: number } = {},
): readonly Finding[] {
  const read = readReceipt(receipt);
  if ("problem" in read) {
    return [{ ...tell("error", "receipt-unreadable", { problem: read.problem }), ran: false }];
  }
  const { files, sheets, made, by } = read.receipt;
  const day = made.slice(0, 10);
  const entry = files.find((each) => each.sha256 === sha256OfFile);
  if (!entry) {
    const named = files.find(({ name }) => name === file.name);
    const name = file.name ?? "The file";
    return [
      named
        ? tell("error", "receipt-differs.changed", { name, has: sha256OfFile, wanted: named.sha256, by, day })
        : tell("error", "receipt-differs.other", { name, by, day }),
    ];
  }
  const pages = sheets.filter((sheet) => sheet.file === entry.name).length;
  if (file.pages !== undefined && pages !== file.pages) {
    return [tell("error", "receipt-differs.pages", { has: file.pages, wanted: pages })];
  }
  return [tell("info", "receipt-verified", { by, day })];
}

/**
 * Holds the pages of a document against an earlier receipt: those not in `replaced` must be what was delivered then.
 */
export function changedSince(
  earlier: Receipt,
  sheets: readonly Pick<Receipt["sheets"][number], "number" | "digest">[],
  replaced: ReadonlySet<number>,
): { readonly findings: readonly Finding[]; readonly unchanged: readonly number[] } {
  const findings: Finding[] = [];
  const unchanged: number[] = [];
  const since = earlier.made.slice(0, 10);
  if (earlier.sheets.length !== sheets.length) {
    findings.push(tell("error", "page-changed.count", { day: since, had: earlier.sheets.length, has: sheets.length }));
  }
  const before = new Map(earlier.sheets.map(({ number, digest }) => [number, digest]));
  for (const { number, digest } of sheets) {
    const was = before.get(number);
    if (replaced.has(number) || was === undefined) continue;
    if (was === digest) unchanged.push(number);
    else {
      findings.push(tell("error", "page-changed", { page: number, day: since }, { page: number }));
    }
  }
  return { findings, unchanged };
}
