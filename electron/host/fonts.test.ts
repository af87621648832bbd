import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../test/fixtures.ts";
import { createFontStore, fontEntry, licenceBeside } from "./fonts.ts";
import { assetsDir } from "./places.ts";

const shipped = join(assetsDir(), "fonts");
const folder = testFolder();
const spectral = join(shipped, "spectral", "Spectral-400Regular.ttf");
const literata = join(shipped, "literata", "Literata-400Regular.ttf");

/** Two fonts in one file: a header, then the fonts with their table offsets moved (OpenType 1.9.1, "Font Collections"). */
function collection(paths: readonly string[]): Buffer {
  const head = Buffer.alloc(12 + 4 * paths.length);
  head.write("ttcf", 0, "latin1");
  head.writeUInt32BE(0x00010000, 4);
  head.writeUInt32BE(paths.length, 8);
  const parts = [head];
  let at = head.length;
  for (const [i, path] of paths.entries()) {
    const font = Buffer.from(readFileSync(path));
    for (let t = 0; t < font.readUInt16BE(4); t++) {
      const offset = 12 + 16 * t + 8;
      font.writeUInt32BE(font.readUInt32BE(offset) + at, offset);
    }
    head.writeUInt32BE(at, 12 + 4 * i);
    parts.push(font);
    at += font.length;
  }
  return Buffer.concat(parts);
}

test("every shipped font is read, known by its hash, and has its licence beside it", async () => {
  const store = createFontStore({ shipped, named: [], system: [] });
  const faces = await store.faces([]);
  expect(store.findings()).toEqual([]);
  for (const family of ["Spectral", "Literata", "Playfair Display", "Be Vietnam Pro"]) {
    expect(faces.some((face) => face.family === family && face.weight === 400 && !face.italic)).toBe(true);
  }
  const regular = faces.find((face) => face.path === spectral);
  const hash = createHash("sha256").update(readFileSync(spectral)).digest("hex");
  expect(regular?.id).toBe(hash);
  expect(store.file(hash)?.length).toBe(readFileSync(spectral).length);
  expect(store.face(hash)?.family).toBe("Spectral");
  expect(store.file("0".repeat(64))).toBe(null);
  for (const face of faces) expect(await licenceBeside(face)).toMatch(/OFL/);
  expect(regular && fontEntry(regular)).toEqual({
    id: hash,
    family: "Spectral",
    weight: 400,
    italic: false,
    url: `font/${hash}`,
    restricted: false,
  });
});

test("a system font is looked for only when no folder of ours has the family", async () => {
  const system = join(folder, "system", "deep");
  mkdirSync(system, { recursive: true });
  copyFileSync(spectral, join(system, "Spectral.ttf"));
  copyFileSync(literata, join(system, "a-name-that-says-nothing.ttf"));
  symlinkSync(join(folder, "system"), join(system, "loop"));
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const store = createFontStore({ shipped: empty, named: [], system: [join(folder, "system"), "/no/such/folder"] });
  expect(await store.faces([])).toEqual([]);
  expect((await store.faces(["Spectral"])).map((f) => f.family)).toEqual(["Spectral"]);
  expect((await store.faces(["spectral", "LITERATA"])).map((f) => f.family).sort()).toEqual(["Literata", "Spectral"]);
  expect(await store.faces(["No Such Family"])).toEqual([]);
  const both = createFontStore({ shipped, named: [], system: [join(folder, "system")] });
  expect((await both.faces(["Spectral"])).filter((f) => !f.bundled)).toEqual([]);
});

test("a named folder: broken files are findings, collections give each face, and a folder must be there", async () => {
  const named = join(folder, "named");
  mkdirSync(named);
  writeFileSync(join(named, "broken.ttf"), "nothing");
  writeFileSync(join(named, "cut.otf"), readFileSync(spectral).subarray(0, 5000));
  writeFileSync(join(named, "pair.ttc"), collection([spectral, literata]));
  writeFileSync(join(named, "notes.txt"), "not looked at");
  const empty = join(folder, "empty2");
  mkdirSync(empty);
  const store = createFontStore({ shipped: empty, named: [named], system: [] });
  const faces = await store.faces([]);
  const hash = createHash("sha256")
    .update(readFileSync(join(named, "pair.ttc")))
    .digest("hex");
  expect(faces.map((f) => [f.id, f.family, f.index])).toEqual([
    [`${hash}#0`, "Spectral", 0],
    [`${hash}#1`, "Literata", 1],
  ]);
  expect(store.file(hash)?.length).toBe(readFileSync(join(named, "pair.ttc")).length);
  expect(store.findings().map((f) => [f.code, f.severity])).toEqual([
    ["font-unreadable", "warning"],
    ["font-unreadable", "warning"],
  ]);
  const wrong = createFontStore({ shipped: empty, named: [join(folder, "nowhere")], system: [] });
  await expect(wrong.faces([])).rejects.toMatchObject({ failure: { code: "not-found" } });
});

test("a font file that changed under our hands is refused, not mixed up", async () => {
  const named = join(folder, "changing");
  mkdirSync(named);
  const path = join(named, "font.ttf");
  copyFileSync(spectral, path);
  const store = createFontStore({ shipped: join(folder, "none"), named: [named], system: [] });
  const [face] = await store.faces([]);
  copyFileSync(literata, path);
  expect(() => face?.bytes).toThrow(/changed/);
});
