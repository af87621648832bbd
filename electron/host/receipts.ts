/** Receipts on this machine: made of a finished delivery, drawn as a page, found beside a PDF and held against it. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import type { Finding } from "../../shared/finding.ts";
import type { DisplayList } from "../../shared/layout/display.ts";
import { loadSubsetter } from "../../shared/pdf/subset.ts";
import { faceOf, readSfnt } from "../../shared/pdf/sfnt.ts";
import type { Written } from "../../shared/pdf/ticket.ts";
import { writePdf } from "../../shared/pdf/writePdf.ts";
import { inkSum, inkWords, platesOf } from "../../shared/preflight/pressPage.ts";
import { readReceipt, type Receipt, verifyReceipt, waiversOf } from "../../shared/preflight/receipt.ts";
import { receiptLanguage, receiptWords } from "../../shared/preflight/receiptWords.ts";
import { receiptPage } from "../../shared/preflight/receiptPage.ts";
import { Failed } from "./failure.ts";
import { sha256OfFile } from "./fileHash.ts";
import { subsetterWasm } from "./fontBytes.ts";
import type { FontFile } from "./fonts.ts";
import { appVersion, type ExportJob, type Prepared } from "./jobs.ts";
import { readJsonFile } from "./shelves.ts";

export type Delivered = {
  readonly files: Receipt["files"];
  readonly sheets: Receipt["sheets"];
  readonly written: readonly Written[];
  readonly findings: readonly Finding[];
  readonly placed: Receipt["placed"];
  readonly replaces: Receipt["replaces"];
};

export function receiptOf(job: ExportJob, made: Prepared, delivered: Delivered): Receipt {
  const { work, printer, lists, title } = made;
  const { files, sheets, written, findings, placed, replaces } = delivered;
  const { identifier, condition, info, profile } = printer.intent;
  return {
    kind: "quoin-receipt",
    version: 1,
    made: new Date(job.stamp ?? work.modified).toISOString(),
    by: `Quoin ${appVersion()}`,
    document: {
      id: work.documentId,
      title,
      source: basename(job.source),
      changed: new Date(work.modified).toISOString(),
      lang: work.doc.attrs.lang as string,
    },
    standard: job.standard,
    printer: printer.rules.title,
    condition: { identifier, condition, info, profile: createHash("sha256").update(profile).digest("hex") },
    pages: lists.length,
    sheets,
    files,
    fonts: made.fontsOf(written).map(fontLine),
    plates: platesUsed(lists, placed, job.marks),
    placed,
    ink: { limit: printer.rules.inkLimit, ...highestInk(lists, placed) },
    findings: findings.map(({ code, severity, message, hint, page, ran, said }) => ({
      code,
      severity,
      message,
      hint,
      ...(page === undefined ? {} : { page }),
      ran,
      ...(said ? { said: { told: said.told, values: { ...said.values } } } : {}),
    })),
    waivers: waiversOf(findings),
    replaces,
  };
}

export function fontLine(face: FontFile): Receipt["fonts"][number] {
  const { family, subfamily, postscriptName, sha256, instance, embedding, maySubset } = face;
  return { family, style: subfamily, postscriptName, sha256, instance, embedding, maySubset };
}

const PROCESS = ["cyan", "magenta", "yellow", "black"];

function platesUsed(lists: readonly DisplayList[], placed: Receipt["placed"], marks: boolean): string[] {
  const used = new Set<string>();
  for (const { items } of lists) {
    for (const item of items)
      if (item.kind !== "picture") for (const plate of platesOf(item.ink).keys()) used.add(plate);
  }
  for (const { space } of placed) for (const plate of space === "gray" ? ["black"] : PROCESS) used.add(plate);
  for (const { spots = [] } of placed) for (const plate of spots) used.add(plate);
  // Marks stand on every plate, and the colour bar is made of all four.
  if (marks) for (const plate of PROCESS) used.add(plate);
  return [
    ...PROCESS.filter((plate) => used.has(plate)),
    ...[...used].filter((plate) => !PROCESS.includes(plate)).sort(),
  ];
}

function highestInk(
  lists: readonly DisplayList[],
  placed: Receipt["placed"],
): Pick<Receipt["ink"], "highest" | "page" | "where"> {
  let most: Pick<Receipt["ink"], "highest" | "page" | "where"> = { highest: 0, page: null, where: "" };
  for (const { number, items } of lists) {
    for (const item of items) {
      if (item.kind === "picture" || item.ink.kind === "registration") continue;
      const sum = Math.round(inkSum(item.ink));
      if (sum > most.highest) most = { highest: sum, page: number, where: inkWords(item.ink) };
    }
  }
  for (const { name, page, ink } of placed) {
    if (ink !== null && ink.mean > most.highest) most = { highest: ink.mean, page, where: name };
  }
  return most;
}

/** The receipt as a PDF of one page. The same receipt gives the same bytes. */
export async function receiptPdf(receipt: Receipt, font: FontFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const lang = receiptLanguage(receipt);
  const page = receiptPage(receipt, { id: font.id, sfnt: readSfnt(font.bytes, faceOf(font.id)) });
  await writePdf(
    [page],
    {
      standard: "screen",
      title: `${receiptWords(lang).document}: ${receipt.document.title || receipt.document.source}`,
      authors: [],
      subject: "",
      keywords: [],
      creator: receipt.by,
      created: receipt.made,
      modified: receipt.made,
      documentId: receipt.document.id,
      lang,
      marks: false,
      outputIntent: null,
      fonts: () => font.bytes,
      subset: await loadSubsetter(subsetterWasm()),
      pictures: () => Promise.reject(new RangeError("a receipt has no picture")),
      note: null,
      reading: ["receipt"],
      deflate: (bytes) => deflateSync(bytes),
      progress: null,
    },
    {
      write: (chunk) => {
        chunks.push(chunk.slice());
      },
    },
  );
  return Buffer.concat(chunks);
}

/** The receipt of an earlier delivery. Throws `Failed`, naming the file. */
export async function readReceiptFile(path: string): Promise<Receipt> {
  const read = readReceipt(await readJsonFile(path));
  if ("problem" in read) {
    throw new Failed("not-a-receipt", `${path}: it is no receipt of Quoin (${read.problem})`, "Name a .receipt.json");
  }
  return read.receipt;
}

/**
 * What the receipt beside a PDF says of it: the one of its name, or another in the folder that speaks of the file. None
 * beside it: no findings. `pages`: how many the file has, where that is known.
 */
export async function receiptFindings(pdf: string, pages?: number): Promise<readonly Finding[]> {
  const folder = dirname(pdf);
  const name = basename(pdf);
  const own = `${name.replace(/\.pdf$/i, "")}.receipt.json`;
  const names = (await readdir(folder)).filter((each) => each.endsWith("receipt.json")).sort();
  const read = async (file: string): Promise<unknown> =>
    readFile(join(folder, file), "utf8")
      .then((text): unknown => JSON.parse(text))
      .catch(() => null);
  let receipt: unknown;
  if (names.includes(own)) receipt = await read(own);
  else {
    for (const each of names) {
      const found = readReceipt(await read(each));
      if ("receipt" in found && found.receipt.files.some((file) => file.name === name)) receipt = found.receipt;
    }
  }
  if (receipt === undefined) return [];
  const { sha256 } = await sha256OfFile(pdf);
  return verifyReceipt(sha256, receipt, { name, ...(pages === undefined ? {} : { pages }) });
}
