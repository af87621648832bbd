/** Readers of JSON: templates, printers, documents, maps, receipts, and what stands in the working folder. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mutated, mutatedJson } from "../mutate.mjs";
import { asset, failures, json, orBadJson, smallDoc } from "./seeds.mjs";

export const DATA = {
  template: {
    mutate: mutatedJson,
    words: ["columns", "pt", "mm", "styles", "question", "opener", "grid", "swatches", "__proto__", "constructor"],
    async start() {
      const { DesignError, resolveDesign } = await import("../../../shared/schema/template.ts");
      return {
        seeds: ["bulletin", "portrait", "dialogue", "broadsheet", "quiet"].map((name) =>
          asset(`templates/${name}.json`),
        ),
        expected: (error) => error instanceof DesignError || error instanceof SyntaxError,
        read: (bytes) => resolveDesign([JSON.parse(bytes.toString("utf8"))], "fuzz"),
      };
    },
  },
  printer: {
    mutate: mutatedJson,
    words: ["standard", "trim", "bleed", "inkLimit", "x4", "x1a", "__proto__"],
    async start() {
      const { readPrinterFile } = await import("../../../shared/preflight/printer.ts");
      return {
        seeds: ["coated", "gwg-magazine-ads"].map((name) => asset(`printers/${name}.json`)),
        expected: (error) => error instanceof SyntaxError,
        read: (bytes) => readPrinterFile(JSON.parse(bytes.toString("utf8"))),
      };
    },
  },
  document: {
    mutate: mutatedJson,
    words: [
      "type",
      "attrs",
      "content",
      "marks",
      "photo",
      "question",
      "answer",
      "paragraph",
      "text",
      "design",
      "__proto__",
    ],
    async start() {
      const { readDoc } = await import("../../../electron/host/documents/journal.ts");
      return {
        seeds: [json((await smallDoc()).toJSON())],
        expected: orBadJson(await failures()),
        read: (bytes) => readDoc(JSON.parse(bytes.toString("utf8")), "fuzz"),
      };
    },
  },
  proofMap: {
    mutate: mutatedJson,
    words: ["pages", "lines", "xs", "version", "kind"],
    async start() {
      const { readProofMap, MAP_KIND, MAP_VERSION } = await import("../../../shared/proof/map.ts");
      return {
        seeds: [
          json({
            kind: MAP_KIND,
            version: MAP_VERSION,
            document: "a",
            revision: 1,
            number: 1,
            time: 1,
            title: "t",
            pages: [],
          }),
        ],
        expected: (error) => error instanceof SyntaxError,
        read: (bytes) => readProofMap(JSON.parse(bytes.toString("utf8"))),
      };
    },
  },

  receipt: {
    mutate: mutatedJson,
    words: ["quoin-receipt", "files", "sha256", "sheets", "digest", "made", "__proto__"],
    async start() {
      const { changedSince, readReceipt, verifyReceipt } = await import("../../../shared/preflight/receipt.ts");
      const { receiptPage } = await import("../../../shared/preflight/receiptPage.ts");
      const { readSfnt } = await import("../../../shared/pdf/sfnt.ts");
      const font = new Uint8Array(asset("fonts/source-serif-4/SourceSerif4-Regular.otf"));
      const page = { id: "f", sfnt: readSfnt(font, 0) };
      const hash = "0".repeat(64);
      let turn = 0;
      return {
        seeds: [
          json({
            kind: "quoin-receipt",
            version: 1,
            made: "2026-01-02T03:04:05.000Z",
            by: "Quoin 1.0",
            document: { id: "a", title: "A talk", source: "a.quoin", changed: "2026-01-02T03:04:05.000Z", lang: "en" },
            standard: "x4",
            printer: "Coated",
            condition: { identifier: "FOGRA51", condition: "Coated", info: "", profile: hash },
            pages: 1,
            sheets: [{ number: 1, digest: "0123456789abcdef", file: "a.pdf" }],
            files: [{ name: "a.pdf", bytes: 1, sha256: hash }],
            fonts: [],
            plates: ["cyan", "black"],
            placed: [],
            ink: { limit: 300, highest: 100, page: 1, where: "black" },
            findings: [],
            waivers: [],
            replaces: null,
          }),
        ],
        expected: (error) => error instanceof SyntaxError,
        read(bytes) {
          const said = JSON.parse(bytes.toString("utf8"));
          verifyReceipt(hash, said, { name: "a.pdf", pages: 1 });
          const read = readReceipt(said);
          if ("problem" in read) return;
          changedSince(read.receipt, [{ number: 1, digest: "a" }], new Set());
          // Setting its page takes a thousand times as long as reading it.
          if (turn++ % 64 === 0) receiptPage(read.receipt, page);
        },
      };
    },
  },

  /** Files of our own that anybody may have edited: a template, the list of recent files, the note of a run. */
  home: {
    mutate: (input, others, words, chance) => (chance(2) === 0 ? mutated : mutatedJson)(input, others, words, chance),
    words: ["run", "documents", "path", "name", "host", "../", "\u0000", "__proto__"],
    async start(folder) {
      const { createOpenDocuments } = await import("../../../electron/host/openDocuments.ts");
      const { createRunning } = await import("../../../electron/host/documents/running.ts");
      const { readTemplates } = await import("../../../electron/host/templates.ts");
      const { listPrinters } = await import("../../../electron/host/shelves.ts");
      const home = join(folder, "home");
      for (const name of ["running", "templates", "printers"]) mkdirSync(join(home, name), { recursive: true });
      const documents = createOpenDocuments({ workingDir: home, author: "", emit: () => undefined });
      let turn = 0;
      return {
        seeds: [
          json([{ path: "/no/such/a.quoin", name: "a" }]),
          json({ run: { id: "a", pid: 1, host: "h", since: 0 }, documents: ["/no/such/a.quoin"] }),
          asset("templates/portrait.json"),
          asset("printers/coated.json"),
        ],
        expected: await failures(),
        async read(bytes) {
          writeFileSync(join(home, "recent.json"), bytes);
          await documents.recent();
          writeFileSync(join(home, "running", "a.json"), bytes);
          createRunning(home).crashed();
          // The shipped files beside them are read each time, which takes longer than all else.
          if (turn++ % 8 !== 0) return;
          writeFileSync(join(home, "templates", "a.json"), bytes);
          writeFileSync(join(home, "printers", "a.json"), bytes);
          await readTemplates();
          await listPrinters();
        },
      };
    },
  },
};
