/** Readers of PDFs made elsewhere: what preflight sees of one, and one placed as a picture. */
import { mutated } from "../mutate.mjs";

const WORDS = [
  "obj",
  "endobj",
  "stream\n",
  "endstream",
  "xref",
  "trailer",
  "startxref",
  "/Type /Page",
  "/Kids [",
  "<<",
  ">>",
  "[",
  "]",
  "/Length ",
  "/Filter /FlateDecode",
  "/Predictor 15",
  "0 R",
  "BT",
  "ET",
  "Do",
  "cm",
  "/DeviceN",
  "/Encrypt",
  "/ObjStm",
];

async function made(objects) {
  const { PDFDocument } = await import("pdf-lib");
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([200, 300]);
  page.drawText("An interview", { x: 20, y: 200, size: 14 });
  page.drawRectangle({ x: 20, y: 20, width: 60, height: 40 });
  return Buffer.from(await pdf.save({ useObjectStreams: objects }));
}
const seeds = async () => [await made(true), await made(false)];
const sourceOf = (bytes) => ({
  size: bytes.length,
  read: (at, length) => new Uint8Array(bytes.subarray(at, at + Math.max(0, length))),
});

export const PDFS = {
  pdf: {
    mutate: mutated,
    words: WORDS,
    async start() {
      const { crypto, inflate, jpeg } = await import("../../../electron/host/foreignPdf.ts");
      const { checkPdf } = await import("../../../shared/preflight/foreign/checkPdf.ts");
      const { limitsOf } = await import("../../../shared/preflight/foreign/limits.ts");
      const { readPrinter } = await import("../../../electron/host/shelves.ts");
      const { rules, intent } = await readPrinter(null);
      const limits = limitsOf(rules, intent.profile);
      return {
        seeds: await seeds(),
        expected: () => false,
        read: (bytes) =>
          checkPdf(
            { source: sourceOf(bytes), inflate, jpeg, crypto, progress: async () => undefined },
            limits,
            new AbortController().signal,
          ),
      };
    },
  },
  placed: {
    mutate: mutated,
    words: WORDS,
    async start() {
      const { deflateSync } = await import("node:zlib");
      const { crypto, inflate } = await import("../../../electron/host/foreignPdf.ts");
      const { copyPage, sizesOfPages } = await import("../../../shared/pdf/placed/copyPage.ts");
      const { writeOnePage } = await import("../../../shared/pdf/placed/onePage.ts");
      const { openPdf } = await import("../../../shared/pdf/read/file.ts");
      return {
        seeds: await seeds(),
        expected: () => false,
        async read(bytes) {
          const file = openPdf(sourceOf(bytes), inflate, crypto);
          if (typeof file === "string") return;
          sizesOfPages(file, 500);
          const form = copyPage(file, 1, "trim");
          if (typeof form !== "string") await writeOnePage(form, deflateSync, { write: () => undefined });
        },
      };
    },
  },
};
