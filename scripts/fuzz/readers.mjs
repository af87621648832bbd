/**
 * Everything that reads what comes from outside: inputs to begin with, what its format is made of, and how it is asked.
 * A reader may give a value or throw what the world did to a file (`Failed`, `FontError`, `DesignError`); anything else
 * thrown is a mistake of ours.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { mutated, mutatedArchive, mutatedJson } from "./mutate.mjs";

const asset = (path) => readFileSync(join(root, "assets", path));
const json = (value) => Buffer.from(JSON.stringify(value));
const HTML_WORDS = [
  "<p>",
  "</p>",
  "<b>",
  "<table>",
  "<img src=x>",
  "<script>",
  "&#0;",
  "&amp;",
  "<!--",
  "<svg>",
  'style="',
  "Q: ",
  "PV: ",
];

async function failures() {
  const { Failed } = await import("../../electron/host/failure.ts");
  return (error) => error instanceof Failed;
}

/** A manuscript read under a name of that ending. */
const manuscript = (ending, words, seeds, mutate = mutated) => ({
  mutate,
  words,
  async start() {
    const { importManuscript } = await import("../../electron/host/manuscripts.ts");
    return {
      seeds: await seeds(),
      expected: await failures(),
      read: (bytes) => importManuscript({ name: `a.${ending}`, bytes }, {}),
    };
  },
});
const sampleDoc = async () => {
  const { importManuscript } = await import("../../electron/host/manuscripts.ts");
  return (await importManuscript(join(root, "assets/samples/the-net-menders-cafe.md"), {})).doc;
};
const samples = () => [
  asset("samples/the-net-menders-cafe.md"),
  Buffer.from("PV: Xin chào?\n\nĐ/C X: Chào bạn.\n\nẢnh: A.B.\n"),
];

export const READERS = {
  text: manuscript(
    "txt",
    ["Q: ", "PV: ", "❖ ", "- ", "\n\n", "\u0000", "\ufeff", "\u2028", "ế", "?", "Ảnh: "],
    async () => samples(),
  ),
  markdown: manuscript(
    "md",
    ["# ", "**", "_", "> ", "![](", "](", "```", "| a |", "[^1]", "---\n", "&lt;", "<b>"],
    async () => samples(),
  ),
  html: manuscript("html", HTML_WORDS, async () => {
    const { htmlDocument } = await import("../../shared/manuscript/writeHtml.ts").catch(() => ({}));
    const written = htmlDocument ? [Buffer.from(htmlDocument(await sampleDoc()))] : [];
    return [...written, Buffer.from("<html><body><h1>A talk</h1><p><b>Q: Why?</b></p><p>A: So.</p></body></html>")];
  }),
  docx: manuscript(
    "docx",
    [
      "<w:p>",
      "</w:p>",
      "<w:t>",
      "<w:ins>",
      "<w:del>",
      '<w:hyperlink r:id="',
      "&#x0;",
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      "../../x",
    ],
    async () => {
      const { zipSync } = await import("fflate");
      const part = (text) => new TextEncoder().encode(text);
      const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
      return [
        Buffer.from(
          zipSync({
            "[Content_Types].xml": part(
              '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            ),
            "_rels/.rels": part(
              '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            ),
            "word/document.xml": part(
              `<?xml version="1.0"?><w:document ${w}><w:body><w:p><w:r><w:t>A talk</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Q: Why print?</w:t></w:r></w:p><w:p><w:r><w:t>A: Paper lasts.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`,
            ),
          }),
        ),
      ];
    },
    mutatedArchive,
  ),

  quoin: {
    mutate: mutated,
    words: ["SQLite format 3\0", "CREATE TABLE", "CREATE TRIGGER", '"stepType":', '"type":"photo"', "QUOI"],
    async start(folder) {
      const { StoryFile } = await import("../../electron/host/documents/storyFile.ts");
      const path = join(folder, "a.quoin");
      const data = (name) => readFileSync(join(root, "electron/test/data", name));
      return {
        seeds: [data("format-1.quoin"), data("format-2.quoin")],
        expected: await failures(),
        read(bytes) {
          writeFileSync(path, bytes);
          const file = StoryFile.open(path, { mode: "read", author: "" });
          try {
            file.versions();
            file.editions();
            file.history(file.revision, 50);
            for (const { hash } of file.mediaList()) file.media(hash);
          } finally {
            file.close();
          }
        },
      };
    },
  },
  rescue: {
    mutate: mutated,
    words: ["SQLite format 3\0", '{"type":"interview"', '"stepType":', "QUOI"],
    async start(folder) {
      const { rescue } = await import("../../electron/host/documents/rescue.ts");
      const path = join(folder, "a.quoin");
      return {
        seeds: [readFileSync(join(root, "electron/test/data/format-2.quoin"))],
        expected: await failures(),
        async read(bytes) {
          writeFileSync(path, bytes);
          await rescue(path, join(folder, "rescued.quoin"));
        },
      };
    },
  },

  pictures: {
    mutate: mutated,
    words: [
      "\xff\xd8\xff\xe0",
      "JFIF",
      "Adobe",
      "ICC_PROFILE\0",
      "IHDR",
      "IDAT",
      "II*\0",
      "MM\0*",
      "WEBPVP8 ",
      "8BIM",
      "Exif\0\0",
      "<svg xmlns='http://www.w3.org/2000/svg'>",
    ].map((word) => Buffer.from(word, "latin1")),
    async start() {
      const { probePicture, toneOfPicture } = await import("../../electron/host/pictures.ts");
      const { default: sharp } = await import("sharp");
      sharp.concurrency(1);
      sharp.cache(false);
      const plain = sharp({
        create: { width: 40, height: 30, channels: 4, background: { r: 200, g: 90, b: 40, alpha: 0.5 } },
      });
      const seeds = await Promise.all(
        ["jpeg", "png", "webp", "tiff", "gif"].map((format) => plain.clone().toFormat(format).toBuffer()),
      );
      return {
        seeds: [...seeds, await plain.clone().toColourspace("cmyk").jpeg().toBuffer()],
        expected: await failures(),
        async read(bytes) {
          await probePicture(bytes, "a");
          await toneOfPicture(bytes);
        },
      };
    },
  },

  fonts: {
    mutate: mutated,
    words: [
      "glyf",
      "loca",
      "cmap",
      "head",
      "hhea",
      "hmtx",
      "name",
      "OS/2",
      "GSUB",
      "GPOS",
      "CFF ",
      "fvar",
      "ttcf",
      "OTTO",
    ],
    async start() {
      const { FontError, readFontNames } = await import("../../shared/typesetting/fontFile.ts");
      const { readCoverage } = await import("../../shared/typesetting/fontCoverage.ts");
      const { createShaper } = await import("../../shared/typesetting/harfbuzz.ts");
      const { readSfnt } = await import("../../shared/pdf/sfnt.ts");
      const { loadSubsetter } = await import("../../shared/pdf/subset.ts");
      const subset = await loadSubsetter(
        new Uint8Array(readFileSync(join(root, "node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm"))),
      );
      // A cut-down font has every table and a hundredth of the bytes.
      const small = (path) => {
        const whole = new Uint8Array(asset(`fonts/${path}`));
        return Buffer.from(
          subset(
            whole,
            0,
            Array.from({ length: 40 }, (_, n) => n),
          ) ?? whole,
        );
      };
      return {
        seeds: [small("be-vietnam-pro/BeVietnamPro-400Regular.ttf"), small("source-serif-4/SourceSerif4-Regular.otf")],
        expected: (error) => error instanceof FontError,
        async read(buffer) {
          const bytes = new Uint8Array(buffer);
          const names = readFontNames(bytes);
          readCoverage(bytes);
          readSfnt(bytes, 0);
          if (names.name.length % 8 === 0) {
            const shaper = await createShaper([{ ...names, id: "f", bytes }], []);
            shaper.shape("Xin chào", { font: "f", script: "Latn", lang: "vi", direction: "ltr", features: "" });
          }
          subset(bytes, 0, [1, 2, 3]);
        },
      };
    },
  },

  profiles: {
    mutate: mutated,
    words: [
      "acsp",
      "CMYK",
      "RGB ",
      "GRAY",
      "prtr",
      "mntr",
      "A2B0",
      "B2A0",
      "mft2",
      "mft1",
      "mAB ",
      "curv",
      "para",
      "desc",
    ],
    async start() {
      const { instantiate } = await import("lcms-wasm");
      const { lcmsEngine } = await import("../../shared/color/lcms.ts");
      const { default: sharp } = await import("sharp");
      const engine = lcmsEngine(await instantiate());
      const press = asset("color/coated.icc");
      const rgb = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
        .withIccProfile("srgb")
        .jpeg()
        .toBuffer();
      const { icc } = await sharp(rgb).metadata();
      return {
        seeds: [icc, press.subarray(0, 60_000)],
        expected: () => false,
        read(bytes) {
          for (const space of ["rgb", "cmyk", "gray"]) {
            const conversion = { space, bits: 8, source: new Uint8Array(bytes), press: new Uint8Array(press) };
            const converter = engine.open(conversion);
            converter?.convert(new Uint8Array(space === "rgb" ? 3 : space === "cmyk" ? 4 : 1));
            converter?.close();
          }
        },
      };
    },
  },

  pdf: {
    mutate: mutated,
    words: [
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
    ],
    async start() {
      const { crypto, inflate, jpeg } = await import("../../electron/host/foreignPdf.ts");
      const { checkPdf } = await import("../../shared/preflight/foreign/checkPdf.ts");
      const { limitsOf } = await import("../../shared/preflight/foreign/limits.ts");
      const { readPrinter } = await import("../../electron/host/shelves.ts");
      const { PDFDocument } = await import("pdf-lib");
      const { rules, intent } = await readPrinter(null);
      const limits = limitsOf(rules, intent.profile);
      const made = async (objects) => {
        const pdf = await PDFDocument.create();
        const page = pdf.addPage([200, 300]);
        page.drawText("An interview", { x: 20, y: 200, size: 14 });
        page.drawRectangle({ x: 20, y: 20, width: 60, height: 40 });
        return Buffer.from(await pdf.save({ useObjectStreams: objects }));
      };
      return {
        seeds: [await made(true), await made(false)],
        expected: () => false,
        async read(bytes) {
          const source = { size: bytes.length, read: (at, length) => new Uint8Array(bytes.subarray(at, at + length)) };
          await checkPdf(
            { source, inflate, jpeg, crypto, progress: async () => undefined },
            limits,
            new AbortController().signal,
          );
        },
      };
    },
  },

  template: {
    mutate: mutatedJson,
    words: ["columns", "pt", "mm", "styles", "question", "opener", "grid", "swatches", "__proto__", "constructor"],
    async start() {
      const { DesignError, resolveDesign } = await import("../../shared/schema/template.ts");
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
      const { readPrinterFile } = await import("../../shared/preflight/printer.ts");
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
      const { readDoc } = await import("../../electron/host/documents/storyFile.ts");
      return {
        seeds: [json((await sampleDoc()).toJSON())],
        expected: (
          (failed) => (error) =>
            failed(error) || error instanceof SyntaxError
        )(await failures()),
        read: (bytes) => readDoc(JSON.parse(bytes.toString("utf8")), "fuzz"),
      };
    },
  },
  proofMap: {
    mutate: mutatedJson,
    words: ["pages", "lines", "xs", "version", "kind"],
    async start() {
      const { readProofMap, MAP_KIND, MAP_VERSION } = await import("../../shared/proof/map.ts");
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
  calls: {
    mutate: mutatedJson,
    words: [
      "handle",
      "file",
      "document.open",
      "export.start",
      "document.steps",
      "../../etc/passwd",
      "__proto__",
      "media.add",
    ],
    async start() {
      const { answerCall } = await import("../../electron/host/registry.ts");
      const { calls } = await import("../../shared/ipc.ts");
      const handlers = Object.fromEntries(Object.keys(calls).map((name) => [name, (args) => args]));
      const step = { stepType: "replace", from: 1, to: 1 };
      const transaction = { kind: "do", undoes: null, steps: [step], before: null, after: null };
      return {
        seeds: [
          json(["document.steps", { handle: "0123456789abcdef", base: 0, transactions: [transaction] }]),
          json(["document.open", { file: "abc", takeOver: false }]),
          json([
            "export.start",
            {
              handle: "0123456789abcdef",
              standard: "x4",
              printer: null,
              pages: "1-3",
              marks: true,
              allow: [],
              digests: null,
              target: null,
            },
          ]),
          json(["font.list", { wanted: [], letters: "abc" }]),
        ],
        expected: (error) => error instanceof SyntaxError,
        async read(bytes) {
          const said = JSON.parse(bytes.toString("utf8"));
          const [channel, args] = Array.isArray(said) ? said : [said, said];
          const answer = await answerCall(handlers, String(channel), args, new AbortController().signal, (error) => {
            throw error;
          });
          if (typeof answer.ok !== "boolean") throw new TypeError("a call without an answer");
        },
      };
    },
  },
};
