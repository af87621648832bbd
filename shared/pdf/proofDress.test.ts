import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { call, fontId, has, page, saved, ticket, write } from "../test/pdfJob.ts";
import { pt } from "../units.ts";
import type { GlyphPath } from "./ticket.ts";

const SQUARE: GlyphPath = {
  unitsPerEm: 1000,
  commands: [
    { type: "M", values: [0, 0] },
    { type: "L", values: [500, 0] },
    { type: "L", values: [500, 700] },
    { type: "Z", values: [] },
  ],
};

/** A proof of empty pages, this high. */
async function proof(heights: readonly number[]): Promise<Uint8Array> {
  const lists = heights.map((height, n) => page(n + 1, [], { trim: { width: pt(300), height: pt(height) } }));
  const dress = { watermark: "Proof 3", glyphPath: () => SQUARE, over: () => [], data: () => new Uint8Array() };
  const note = { font: fontId("source"), slug: "", edition: "" };
  const { bytes } = await write(lists, ticket({ standard: "proof", outputIntent: null, note, dress }));
  return bytes;
}
const formsIn = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1").split("/Subtype /Form").length - 1;

describe("the watermark", () => {
  test("is one form for all pages of a size", async () => {
    expect(formsIn(await proof([400, 400, 400]))).toBe(1);
    expect(formsIn(await proof([400, 500, 400, 600]))).toBe(3);
  });

  test.skipIf(!has("pdftoppm"))("lies across every page (needs pdftoppm)", async () => {
    const path = saved(await proof([400, 500, 400]));
    for (const number of ["1", "2", "3"]) {
      call("pdftoppm", "-r", "36", "-gray", "-singlefile", "-f", number, "-l", number, path, path);
      const pixels = readFileSync(`${path}.pgm`);
      expect(pixels.subarray(20).filter((value) => value < 250).length).toBeGreaterThan(100);
    }
  });
});
