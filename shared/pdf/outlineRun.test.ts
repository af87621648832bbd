import { expect, test } from "vitest";
import { fontFile, page, paragraph, run, ticket } from "../test/pdfJob.ts";
import { content } from "./content.ts";
import { showOutlines } from "./outlineRun.ts";
import type { GlyphPath } from "./ticket.ts";
import { writePdf } from "./writePdf.ts";

const square: GlyphPath = {
  unitsPerEm: 1000,
  commands: [
    { type: "M", values: [0, 0] },
    { type: "L", values: [500, 0] },
    { type: "Q", values: [500, 500, 0, 500] },
    { type: "C", values: [0, 400, 0, 100, 0, 0] },
    { type: "Z", values: [] },
  ],
};

test("glyphs become one filling at their places; quadratic curves are raised to cubic ones", () => {
  const out = content();
  const two = { ...run("spectral", "ab", { size: 10 }), xs: Float64Array.of(0, 6), glyphs: Uint16Array.of(1, 1) };
  expect(showOutlines(out, two, 100, 200, () => square)).toBe(0);
  const lines = new TextDecoder().decode(out.bytes()).trim().split("\n");
  expect(lines).toEqual([
    "/Span <</ActualText <FEFF00610062>>> BDC",
    ...[100, 106].flatMap((x) => [
      `${x} 200 m`,
      `${x + 5} 200 l`,
      `${x + 5} 203.333 ${String(Math.round((x + 5 - 5 / 3) * 1000) / 1000)} 205 ${x} 205 c`,
      `${x} 204 ${x} 201 ${x} 200 c`,
      "h",
    ]),
    "f",
    "EMC",
  ]);
});

test("glyphs that are not in the font are counted and left out; a blank run fills nothing", () => {
  const out = content();
  const one = { ...run("spectral", "ab", { size: 10 }), glyphs: Uint16Array.of(0, 3) };
  expect(showOutlines(out, one, 0, 0, () => ({ unitsPerEm: 1000, commands: [] }))).toBe(1);
  expect(new TextDecoder().decode(out.bytes())).not.toMatch(/^f$/m);
});

test("a file of outlines holds no font", async () => {
  const chunks: Uint8Array[] = [];
  const glyphPath = (id: string, glyph: number): GlyphPath => {
    const { font, upem } = fontFile(id);
    return { unitsPerEm: upem, commands: font.glyphToJson(glyph) };
  };
  const written = await writePdf(
    [page(1, paragraph("b1", "answer", "spectral", "Đồng hồ", 40, 60))],
    ticket({ glyphPath }),
    {
      write: (chunk) => {
        chunks.push(chunk.slice());
      },
    },
  );
  expect(written.fonts).toEqual([]);
  expect(Buffer.concat(chunks).toString("latin1")).not.toMatch(/\/FontFile/);
});
