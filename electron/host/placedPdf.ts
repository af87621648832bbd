/**
 * PDFs placed as pictures: advertisements, logos. Each is opened in a thread of its own that is ended when it takes too
 * long; what comes back is a page as data for the writer, with what preflight says of it, or a finding.
 */
import { Worker } from "node:worker_threads";
import { deflateSync } from "node:zlib";
import type { Finding } from "../../shared/finding.ts";
import { added, tell } from "../../shared/findings/tell.ts";
import { ORIENTATION, writeOnePage } from "../../shared/pdf/placed/onePage.ts";
import type { PdfBox } from "../../shared/schema/attributes.ts";
import { pt } from "../../shared/units.ts";
import { Failed } from "./failure.ts";
import { pixelsOf } from "../../shared/layout/pdfPictures.ts";
import type { PageSize } from "../../shared/pdf/placed/copyPage.ts";
import type { PictureRequest, PreparedPicture } from "../../shared/pdf/ticket.ts";
import type { PressLimits } from "../../shared/preflight/foreign/limits.ts";
import { placedFindings, placedLimits, refusal } from "../../shared/preflight/foreign/placed.ts";
import type { PdfAnswer, PdfTask } from "./pdfWorker.ts";

export const PDF_TYPE = "application/pdf";
/** A catalogue's page takes a second; a minute is a trap. */
const LONGEST = 60_000;
const MOST_MEMORY = 1024;

/** A PDF may have something before its first line (ISO 32000-1, Annex H.3). */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes("%PDF-");
}

function inThread(task: PdfTask, signal?: AbortSignal): Promise<PdfAnswer | string> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const limits = { maxOldGenerationSizeMb: MOST_MEMORY };
  const worker = new Worker(new URL(`./pdfWorker.${extension}`, import.meta.url), {
    workerData: task,
    resourceLimits: limits,
  });
  return new Promise((resolve, reject) => {
    const settle = (made: PdfAnswer | string) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      resolve(made);
      void worker.terminate();
    };
    const stop = () => {
      clearTimeout(timer);
      void worker.terminate();
      reject(new DOMException("stopped", "AbortError"));
    };
    const timer = setTimeout(() => settle("it takes too long to read"), LONGEST);
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true });
    worker.once("message", settle);
    worker.once("error", (error) => settle((error as Error).message));
    worker.once("exit", () => settle("its reader ended"));
  });
}

/** The sizes of its pages in points, at most `most` of them; a finding where it is none that can be placed. */
export async function pagesOfPdf(bytes: Uint8Array, name: string, most = 1): Promise<readonly PageSize[] | Finding> {
  const answer = await inThread({ kind: "sizes", bytes, most });
  if (typeof answer === "string") return unplaceable(name, answer);
  if (answer.kind !== "sizes") throw new RangeError("the reader of PDFs answered something else");
  return typeof answer.sizes === "string" ? unplaceable(name, answer.sizes) : answer.sizes;
}

/** What a picture's head says, of a PDF: its first page, finished, as fine as a plate. */
export async function probePdf(
  bytes: Uint8Array,
  name: string,
): Promise<{ readonly type: string; readonly width: number; readonly height: number } | Finding> {
  const pages = await pagesOfPdf(bytes, name);
  if ("code" in pages) return pages;
  const [width, height] = pages[0]?.trim ?? [0, 0];
  return { type: PDF_TYPE, ...pixelsOf({ width, height }) };
}

/** `limits`: of the press the file is for; null for proof and screen, which take any colours. */
export async function preparePdf(
  { bytes, name }: { readonly bytes: Uint8Array; readonly name: string },
  { box, crop, pdf, reserved }: Pick<PictureRequest, "box" | "crop" | "pdf" | "reserved">,
  limits: PressLimits | null,
  signal?: AbortSignal,
): Promise<PreparedPicture | Finding> {
  const asked = { page: pdf?.page ?? 1, box: pdf?.box ?? "trim" } as const;
  const held = limits && placedLimits(limits, limits.standard);
  const answer = await inThread({ kind: "place", bytes, ...asked, limits: held }, signal);
  if (typeof answer === "string") return unplaceable(name, answer);
  if (answer.kind !== "placed") throw new RangeError("the reader of PDFs answered something else");
  const { form, findings } = answer;
  if (typeof form === "string") return unplaceable(name, form);
  const against = limits && refusal(name, findings, limits.standard);
  if (against) return against;
  const space = { width: box.width / crop.width, height: box.height / crop.height };
  const told = findings.map((found) => added(found, { placedName: name, placedPage: asked.page }));
  return {
    ...pixelsOf(form),
    space: "cmyk",
    coding: "flate",
    data: new Uint8Array(0),
    inverted: false,
    orientation: ORIENTATION[form.rotate],
    crop,
    form,
    findings: [...told, ...placedFindings(name, form, reserved ? space : null)],
  };
}

/** What is to be said of a page of a PDF before it is printed; `space` is room reserved for it, in points. */
export async function preflightPlaced(
  file: { readonly bytes: Uint8Array; readonly name: string },
  page: number,
  box: PdfBox,
  space: readonly [width: number, height: number] | null,
  limits: PressLimits,
): Promise<readonly Finding[]> {
  const [width, height] = space ?? [1, 1];
  const room = { x: pt(0), y: pt(0), width: pt(width), height: pt(height) };
  const crop = { x: 0, y: 0, width: 1, height: 1 };
  const asked = { box: room, crop, pdf: { page, box, width, height }, ...(space ? { reserved: true as const } : {}) };
  const answer = await preparePdf(file, asked, limits);
  return "code" in answer ? [answer] : answer.findings;
}

/** A page of a PDF as a file of its own, for the window to draw. Throws `Failed`. */
export async function previewPdf(
  bytes: Uint8Array,
  page: number,
  box: PdfBox,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  const answer = await inThread({ kind: "place", bytes, page, box, limits: null });
  const form = typeof answer === "string" ? answer : answer.kind === "placed" ? answer.form : "it has no pages";
  if (typeof form === "string") throw new Failed("picture-broken", unplaceable("", form).message, "Ask for it again");
  const chunks: Uint8Array[] = [];
  await writeOnePage(form, deflateSync, { write: (chunk) => void chunks.push(chunk) });
  return { type: PDF_TYPE, bytes: Buffer.concat(chunks) };
}

function unplaceable(name: string, why: string): Finding {
  return tell("error", "picture-broken.pdf", { name, why });
}
