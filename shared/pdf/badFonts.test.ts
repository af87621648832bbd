/** Bad fonts through the whole chain: read, shaped, drawn, cut down. Each ends in a value or a `FontError`, soon. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "../test/pdfJob.ts";
import { FontError, readFontNames } from "../typesetting/fontFile.ts";
import { readCoverage } from "../typesetting/fontCoverage.ts";
import { createShaper } from "../typesetting/harfbuzz.ts";
import { readDirectory, sfntReader, sourceOf } from "../typesetting/sfntReader.ts";
import { writeSfnt } from "../typesetting/sfntWriter.ts";
import { readSfnt } from "./sfnt.ts";
import { loadSubsetter } from "./subset.ts";

const subset = await loadSubsetter(
  new Uint8Array(readFileSync(`${ROOT}node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm`)),
);
const file = (path: string) => new Uint8Array(readFileSync(`${ROOT}assets/fonts/${path}`));
const truetype = file("be-vietnam-pro/BeVietnamPro-400Regular.ttf");
const cff = file("source-serif-4/SourceSerif4-Regular.otf");

type Ending = { readonly said: string; readonly missing: boolean };

/** What becomes of "Xin chào" in these bytes: where it ended, and whether all letters were found. */
async function chain(bytes: Uint8Array): Promise<Ending> {
  let names;
  try {
    names = readFontNames(bytes);
    readCoverage(bytes);
  } catch (error) {
    if (error instanceof FontError) return { said: error.message, missing: false };
    throw error;
  }
  const shaper = await createShaper([{ ...names, id: "f", bytes }], []);
  const metrics = shaper.metrics("f");
  expect([metrics.ascender, metrics.xHeight, metrics.space].every(Number.isFinite)).toBe(true);
  const how = { font: "f", script: "Latn", lang: "vi", direction: "ltr", features: "onum=1,smcp=1" } as const;
  const { pieces, missing } = shaper.shape("Xin chào", how);
  const glyphs = pieces.flatMap((piece) => [...piece.glyphs]);
  for (const glyph of glyphs) shaper.outline("f", glyph);
  const sfnt = readSfnt(bytes, 0);
  expect(glyphs.every((glyph) => Number.isFinite(sfnt.advance(glyph)))).toBe(true);
  sfnt.glyphOf(0x58);
  subset(bytes, 0, glyphs);
  return { said: "set", missing: missing.length > 0 };
}

async function inTime(bytes: Uint8Array): Promise<Ending> {
  const began = performance.now();
  const ending = await chain(bytes);
  expect(performance.now() - began).toBeLessThan(1000);
  return ending;
}

/** Lehmer's generator: the same damage on every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

test("bytes flipped anywhere", async () => {
  const next = random(7);
  const endings = new Map<string, number>();
  for (let run = 0; run < 200; run++) {
    const bytes = (run % 2 === 0 ? truetype : cff).slice();
    // Half of the damage is where directory and small tables are: elsewhere it seldom says anything.
    const reach = run % 4 < 2 ? 400 : bytes.length;
    for (let flip = 0; flip <= next(12); flip++) {
      const at = next(reach);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
    }
    const { said } = await inTime(bytes);
    const kind = said === "set" ? "set" : "refused";
    endings.set(kind, (endings.get(kind) ?? 0) + 1);
  }
  expect(endings.get("set")).toBeGreaterThan(50);
  expect(endings.get("refused")).toBeGreaterThan(10);
  // What came before it hurt nothing that comes after.
  expect(await inTime(truetype)).toEqual({ said: "set", missing: false });
});

test("cut short anywhere", async () => {
  for (const whole of [truetype, cff]) {
    const lengths = [...Array.from({ length: 340 }, (_, i) => i), ...Array.from({ length: 60 }, (_, i) => i * 900)];
    // The last bytes may be padding, which nothing misses.
    for (const length of [...lengths, whole.length - 4]) {
      const { said } = await inTime(whole.subarray(0, Math.min(length, whole.length - 4)));
      expect(said).not.toBe("set");
    }
  }
});

/** The font's tables, some of them replaced (null takes one away). */
function rebuilt(changes: Readonly<Record<string, Uint8Array | null>>, from = truetype): Uint8Array {
  const directory = readDirectory(sfntReader(sourceOf(from)), 0);
  const tables = new Map<string, Uint8Array>();
  for (const [tag, { at, length }] of directory.tables) tables.set(tag, from.subarray(at, at + length));
  for (const [tag, table] of Object.entries(changes)) {
    if (table) tables.set(tag, table);
    else tables.delete(tag);
  }
  return writeSfnt(directory.version, tables);
}
function table(tag: string, from = truetype): Uint8Array {
  return readSfnt(from, 0).table(tag)?.slice() ?? new Uint8Array(0);
}
function u16(bytes: Uint8Array, at: number, value: number): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setUint16(at, value);
  return bytes;
}

test("tables of no bytes, or none at all, are named", async () => {
  for (const tag of ["head", "maxp", "cmap", "hhea", "hmtx", "loca"]) {
    expect((await inTime(rebuilt({ [tag]: new Uint8Array(0) }))).said).toContain(`"${tag}"`);
    expect((await inTime(rebuilt({ [tag]: null }))).said).toContain(`"${tag}"`);
  }
  for (const tag of ["GSUB", "GPOS", "GDEF", "OS/2", "post", "kern"]) {
    expect((await inTime(rebuilt({ [tag]: new Uint8Array(0) }))).said).toBe("set");
    expect((await inTime(rebuilt({ [tag]: null }))).said).toBe("set");
  }
  expect((await inTime(rebuilt({ name: null }))).said).toContain("family name");
});

test("glyphs made of each other without end, and counts beyond reason", async () => {
  // Every glyph is a composite of glyph 40, that one too.
  const composite = new Uint8Array(18);
  u16(composite, 0, 0xffff);
  u16(composite, 10, 0x0020);
  u16(composite, 12, 40);
  const glyphs = readSfnt(truetype, 0).glyphCount;
  const loca = new Uint8Array(4 * (glyphs + 1));
  const view = new DataView(loca.buffer);
  for (let i = 0; i <= glyphs; i++) view.setUint32(4 * i, 18 * i);
  const glyf = new Uint8Array(18 * glyphs);
  for (let i = 0; i < glyphs; i++) glyf.set(composite, 18 * i);
  const head = u16(table("head"), 50, 1);
  expect((await inTime(rebuilt({ glyf, loca, head }))).said).toBe("set");

  expect((await inTime(rebuilt({ maxp: u16(table("maxp"), 4, 0xffff) }))).said).toContain('"loca"');
  // More advances than glyphs: those beyond the last are never asked for.
  expect((await inTime(rebuilt({ hhea: u16(table("hhea"), 34, 0xffff) }))).said).toBe("set");
  expect((await inTime(rebuilt({ hhea: u16(table("hhea"), 34, 0) }))).said).toContain("advance");
  expect((await inTime(rebuilt({ cmap: u16(table("cmap"), 2, 0xffff) }))).said).toBe("set");
  expect((await inTime(rebuilt({ name: u16(table("name"), 2, 0xffff) }))).said).toBe("set");
  expect((await inTime(rebuilt({ head: u16(table("head"), 18, 0) }))).said).toContain("units per em");
  const many = truetype.slice();
  expect((await inTime(u16(many, 4, 0xffff))).said).toContain("tables");
});

test("tables one upon another, and beyond the file", async () => {
  const whole = truetype.slice();
  const view = new DataView(whole.buffer);
  for (let i = 0; i < view.getUint16(4); i++) view.setUint32(12 + 16 * i + 8, 0);
  expect((await inTime(whole)).said).not.toBe("");
  view.setUint32(12 + 8, 0xfffffff0);
  expect((await inTime(whole)).said).toContain("cut short");
});

test("sixty thousand glyphs", async () => {
  const count = 60_000;
  const glyphs = readSfnt(truetype, 0).glyphCount;
  const long = new DataView(table("head").buffer).getInt16(50) !== 0;
  const before = new DataView(table("loca").buffer);
  const loca = new Uint8Array(4 * (count + 1));
  const view = new DataView(loca.buffer);
  for (let i = 0; i <= count; i++) {
    const at = Math.min(i, glyphs);
    view.setUint32(4 * i, long ? before.getUint32(4 * at) : 2 * before.getUint16(2 * at));
  }
  const hmtx = new Uint8Array(4 * count);
  hmtx.set(table("hmtx").subarray(0, 4 * glyphs));
  const bytes = rebuilt({
    loca,
    hmtx,
    head: u16(table("head"), 50, 1),
    hhea: u16(table("hhea"), 34, count),
    maxp: u16(table("maxp"), 4, count),
  });
  expect(readFontNames(bytes).glyphs).toBe(count);
  expect(await inTime(bytes)).toEqual({ said: "set", missing: false });
});

test("fonts of other kinds are refused by name", async () => {
  const say = async (text: string) => (await inTime(new TextEncoder().encode(text))).said;
  expect(await say("%!PS-AdobeFont-1.0: CMR10 and so on")).toContain("Type 1");
  expect(await say("wOF2 and so on and on")).toContain("WOFF 2");
  expect(await say("a letter to the editor, not a font")).toContain("no TrueType or OpenType font");
  expect(await say("ttcf\0\u0001\0\0\u007f\u007f\u007f\u007f")).toContain("cannot be");
  expect((await inTime(rebuilt({ glyf: null, loca: null, CBDT: new Uint8Array(4) }))).said).toContain("bitmaps only");
});
