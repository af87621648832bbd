/** Every object of every kind of export holds to the Arlington PDF model's tables of its version. */
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { inflate } from "../../electron/host/foreignPdf.ts";
import { hasArlington, walkFile, type Walked } from "../test/arlington.ts";
import { fontId, page, paragraph, run, ticket, words, write } from "../test/pdfJob.ts";
import { buildPdf, type Parts } from "../test/pdfParts.ts";
import { cmyk, type Ink, type Spot } from "../color/ink.ts";
import { pt } from "../units.ts";
import type { DisplayItem } from "../layout/display.ts";
import { openPdf } from "./read/file.ts";
import type { JobTicket, PreparedPicture, Standard } from "./ticket.ts";

function walk(bytes: Uint8Array, tables: "1.4" | "1.6", version: number): Walked {
  const file = openPdf({ size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) }, inflate);
  if (typeof file === "string") throw new RangeError(file);
  return walkFile(file, tables, version);
}

const spot: Spot = { kind: "spot", name: "Đỏ 185 C", tint: 1, alternate: { kind: "cmyk", c: 0, m: 0.9, y: 0.8, k: 0 } };

const mix: Ink = { kind: "mix", spots: [{ ...spot, tint: 0.4 }], process: cmyk(0.1, 0, 0, 0.2) };
const spotsAlone: Ink = {
  kind: "mix",
  spots: [spot, { ...spot, name: "Gold", alternate: cmyk(0, 0.2, 0.8, 0) }],
  process: cmyk(0, 0, 0, 0),
};

/** A page with everything the writer writes: fonts of both kinds, spot, mixed and registration inks, pictures, links, tags. */
function everything(): DisplayItem[] {
  return [
    ...paragraph("h", "headline", "playfair", "Đồng chí Đỏ", 40, 60, { size: 30 }),
    ...paragraph("q", "question", "source", "Năm nghìn tỷ?", 40, 100),
    ...paragraph("a", "answer", "spectral", "Đồng chí Đỏ: năm nghìn tỷ, và hơn thế nữa cho mọi người.", 40, 120),
    words(
      { block: "a2", role: "answer" },
      run("viet", "liên kết", { look: { href: "https://example.org/" } }),
      40,
      300,
    ),
    words({ block: "a3", role: "answer" }, run("viet", "Pantone"), 40, 320, spot),
    words({ block: "a4", role: "answer" }, run("viet", "Pha"), 40, 340, mix),
    words({ block: "a5", role: "answer" }, run("viet", "Pha"), 40, 360, spotsAlone),
    {
      kind: "picture",
      of: { block: "p", role: "photo" },
      media: "m1",
      box: { x: pt(40), y: pt(400), width: pt(100), height: pt(60) },
      crop: { x: 0, y: 0, width: 1, height: 1 },
      alt: "Bến sông",
    } as unknown as DisplayItem,
  ];
}
const picture: PreparedPicture = {
  width: 4,
  height: 3,
  space: "cmyk",
  coding: "flate",
  data: deflateSync(new Uint8Array(48)),
  inverted: false,
  orientation: 1,
  crop: { x: 0, y: 0, width: 1, height: 1 },
  findings: [],
};

const KINDS: readonly (readonly [Standard, "1.4" | "1.6", number])[] = [
  ["x4", "1.6", 1.6],
  ["x1a", "1.4", 1.4],
  ["proof", "1.6", 1.7],
  ["screen", "1.6", 1.7],
];

test.skipIf(!hasArlington).each(KINDS)(
  "%s holds to the tables of PDF %s (needs the Arlington model)",
  async (standard, tables, version) => {
    const job: Partial<JobTicket> = {
      standard,
      marks: standard === "x4" || standard === "x1a",
      pictures: async () => (standard === "screen" ? { ...picture, space: "rgb" } : picture),
      note: { font: fontId("spectral"), slug: "Số 12", edition: "Bản thử" },
    };
    const { bytes } = await write([page(1, everything()), page(2, everything())], ticket(job));
    const walked = walk(bytes, tables, version);
    expect(walked.faults).toEqual([]);
    expect(walked.unreached).toEqual([]);
    expect(walked.checked.get("XObjectImage") ?? 0).toBeGreaterThan(0);
    expect(walked.checked.get("StructElem") ?? 0).toBeGreaterThan(10);
    // Whether a picture is an item of structure by itself cannot be read from its object; ours never are. Nor can what
    // process inks a space has be read from its attributes: that of two spots has none, and does not speak of them.
    const channels = standard === "x4" || standard === "proof";
    expect([...walked.unknown]).toEqual([
      ["ImageIsStructContentItem", 1],
      ...(channels ? [["HasProcessColorants", 1]] : []),
    ]);
  },
);

const FAULTY: readonly (readonly [string, RegExp, Partial<Parts>])[] = [
  [
    "a missing key",
    /BaseFont is required of FontType0/,
    { font: "/Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [11 0 R]" },
  ],
  [
    "a key of another kind",
    /Flags: is the name Four/,
    {
      descriptor:
        "/Type /FontDescriptor /FontName /A /Flags /Four /FontBBox [0 0 1 1] /ItalicAngle 0 /Ascent 1 /Descent 0 /CapHeight 1 /StemV 1",
    },
  ],
  ["a value that is none", /PageMode: UseNothing is none of/, { catalog: "/PageMode /UseNothing" }],
  [
    "a later key",
    /UserUnit: since 1\.6|knows no such key/,
    { version: "1.4", page: "/MediaBox [0 0 9 9] /UserUnit 2" },
  ],
  ["a condition", /Rotate: 45 is none of/, { page: "/MediaBox [0 0 9 9] /Rotate 45" }],
  [
    "a direct dictionary",
    /StructTreeRoot: must be indirect/,
    { catalog: "/StructTreeRoot << /Type /StructTreeRoot >>" },
  ],
  ["an unknown key", /Colour: .* knows no such key/, { page: "/MediaBox [0 0 9 9] /Colour 1" }],
];
test.skipIf(!hasArlington).each(FAULTY)("the walk finds %s (needs the Arlington model)", (_, message, changes) => {
  const old = changes.version === "1.4";
  expect(walk(buildPdf(changes), old ? "1.4" : "1.6", old ? 1.4 : 1.6).faults.join("\n")).toMatch(message);
});
