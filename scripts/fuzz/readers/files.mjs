/** Readers of files as bytes: documents, pictures, fonts, ICC profiles. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../setup.mjs";
import { mutated } from "../mutate.mjs";
import { asset, failures, testData } from "./seeds.mjs";

export const FILES = {
  quoin: {
    mutate: mutated,
    words: ["SQLite format 3\0", "CREATE TABLE", "CREATE TRIGGER", '"stepType":', '"type":"photo"', "QUOI"],
    async start(folder) {
      const { StoryFile } = await import("../../../electron/host/documents/storyFile.ts");
      const path = join(folder, "a.quoin");
      return {
        seeds: [testData("format-1.quoin"), testData("format-2.quoin")],
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
      const { rescue } = await import("../../../electron/host/documents/rescue.ts");
      const path = join(folder, "a.quoin");
      return {
        seeds: [testData("format-2.quoin")],
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
      const { probePicture, toneOfPicture } = await import("../../../electron/host/pictures.ts");
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
      const { FontError, readFontNames } = await import("../../../shared/typesetting/fontFile.ts");
      const { readCoverage } = await import("../../../shared/typesetting/fontCoverage.ts");
      const { createShaper } = await import("../../../shared/typesetting/harfbuzz.ts");
      const { readSfnt } = await import("../../../shared/pdf/sfnt.ts");
      const { loadSubsetter } = await import("../../../shared/pdf/subset.ts");
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
      const { lcmsEngine } = await import("../../../shared/color/lcms.ts");
      const { default: sharp } = await import("sharp");
      const engine = lcmsEngine(await instantiate());
      const press = asset("color/quoin-coated-300.icc");
      const rgb = await sharp({ create: { width: 4, height: 4, channels: 3, background: "red" } })
        .withIccProfile("srgb")
        .jpeg()
        .toBuffer();
      const { icc } = await sharp(rgb).metadata();
      return {
        seeds: [icc, press.subarray(0, 60_000)],
        expected: () => false,
        read(bytes) {
          // What it says it is for, as a picture would ask; making ready for a press takes longer than all else.
          const space = { CMYK: "cmyk", GRAY: "gray" }[bytes.toString("latin1", 16, 20)] ?? "rgb";
          const converter = engine.open({
            space,
            bits: 8,
            source: new Uint8Array(bytes),
            press: new Uint8Array(press),
          });
          converter?.convert(new Uint8Array({ rgb: 3, cmyk: 4, gray: 1 }[space]));
          converter?.close();
        },
      };
    },
  },
};
