/**
 * The thread in which a PDF made elsewhere is opened: how large its pages are, or one page of it as data and what
 * preflight finds. It is started for one file and ended with it, by force where the file takes too long.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { Finding } from "../../shared/finding.ts";
import { type CopiedForm, copyPage, type PageSize, sizesOfPages } from "../../shared/pdf/placed/copyPage.ts";
import { openPdf, type PdfSource } from "../../shared/pdf/read/file.ts";
import type { PdfBox } from "../../shared/schema/attributes.ts";
import { checkPdf } from "../../shared/preflight/foreign/checkPdf.ts";
import type { PressLimits } from "../../shared/preflight/foreign/limits.ts";
import { bearing } from "../../shared/preflight/foreign/placed.ts";
import { crypto, inflate, jpeg } from "./foreignPdf.ts";

export type PdfTask = { readonly bytes: Uint8Array } & (
  | { readonly kind: "sizes"; readonly most: number }
  | {
      readonly kind: "place";
      readonly page: number;
      readonly box: PdfBox;
      /** Null: no press takes it, and nothing is checked. */
      readonly limits: PressLimits | null;
    }
);
/** A sentence says why nothing can be had of the file. */
export type PdfAnswer =
  | { readonly kind: "sizes"; readonly sizes: readonly PageSize[] | string }
  | { readonly kind: "placed"; readonly form: CopiedForm | string; readonly findings: readonly Finding[] };

if (!parentPort) throw new RangeError("the reader of placed PDFs runs in a thread");
parentPort.postMessage(await answer(workerData as PdfTask));

async function answer(task: PdfTask): Promise<PdfAnswer> {
  const { bytes } = task;
  const source: PdfSource = { size: bytes.length, read: (at, length) => bytes.subarray(at, at + Math.max(0, length)) };
  const file = openPdf(source, inflate, crypto);
  if (task.kind === "sizes") {
    return { kind: "sizes", sizes: typeof file === "string" ? file : sizesOfPages(file, task.most) };
  }
  if (typeof file === "string") return { kind: "placed", form: file, findings: [] };
  const form = copyPage(file, task.page, task.box);
  if (typeof form === "string" || !task.limits) return { kind: "placed", form, findings: [] };
  const found = await checkPdf({ source, inflate, jpeg, crypto, progress: () => undefined }, task.limits);
  if (typeof found === "string") return { kind: "placed", form: found, findings: [] };
  return { kind: "placed", form, findings: bearing(found, task.page) };
}
