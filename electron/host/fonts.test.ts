import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../test/fixtures.ts";
import { createFontStore, fontEntry, licenceBeside } from "./fonts.ts";
import { fontFilesIn } from "./fontWalk.ts";
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
    width: 100,
    genre: "serif",
    subfamily: "Regular",
    aliases: ["Spectral Regular"],
    opticalFamily: "Spectral",
    sizes: null,
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

/** A font as WOFF 1.0 packs it. */
function woff(path: string): Buffer {
  const font = readFileSync(path);
  const count = font.readUInt16BE(4);
  const head = Buffer.alloc(44 + 20 * count);
  head.write("wOFF", 0, "latin1");
  font.copy(head, 4, 0, 4);
  head.writeUInt16BE(count, 12);
  const parts = [head];
  let at = head.length;
  for (let i = 0; i < count; i++) {
    const record = 12 + 16 * i;
    const raw = font.subarray(
      font.readUInt32BE(record + 8),
      font.readUInt32BE(record + 8) + font.readUInt32BE(record + 12),
    );
    const packed = deflateSync(raw);
    const data = packed.length < raw.length ? packed : raw;
    font.copy(head, 44 + 20 * i, record, record + 4);
    [at, data.length, raw.length].forEach((value, k) => {
      head.writeUInt32BE(value, 44 + 20 * i + 4 + 4 * k);
    });
    parts.push(data);
    at += data.length;
  }
  return Buffer.concat(parts);
}

test("a web font is unpacked to the tables it was made of; other formats are named in a finding", async () => {
  const named = join(folder, "formats");
  mkdirSync(named);
  const packed = woff(spectral);
  writeFileSync(join(named, "spectral.woff"), packed);
  writeFileSync(join(named, "bomb.woff"), Buffer.concat([packed.subarray(0, 44 + 12), Buffer.alloc(400, 0xff)]));
  writeFileSync(join(named, "next.woff2"), "wOF2 and so on and on and on");
  writeFileSync(join(named, "old.pfb"), Buffer.from("\x80\x01\x00\x10\x00\x00%!PS-AdobeFont-1.0: Old", "latin1"));
  const store = createFontStore({ shipped: join(folder, "none"), named: [named], system: [] });
  const faces = await store.faces([]);
  expect(faces.map((face) => `${face.family} ${face.weight}`)).toEqual(["Spectral 400"]);
  const [face] = faces;
  expect(face?.id).not.toBe(face?.sha256);
  expect(face?.bytes.length).toBe(readFileSync(spectral).length);
  const messages = store.findings().map(({ message }) => message.slice(named.length + 1));
  expect(messages.map((message) => message.replace(/: .*(Type 1|WOFF 2|bytes|unpack).*/, ": $1")).sort()).toEqual([
    "bomb.woff: unpack",
    "next.woff2: WOFF 2",
    "old.pfb: Type 1",
  ]);
});

test("what was learnt of files is kept, and asked again only when they change", async () => {
  const named = join(folder, "kept");
  const cache = join(folder, "cache");
  mkdirSync(named);
  const path = join(named, "font.ttf");
  copyFileSync(spectral, path);
  const open = () => createFontStore({ shipped: join(folder, "none"), named: [named], system: [], cache });
  const [first] = await open().faces([]);
  const kept = readFileSync(join(cache, "fonts.json"), "utf8");
  expect(kept).toContain(first?.id);
  // The answer comes from there: another family written into it is believed while the file is as it was.
  writeFileSync(join(cache, "fonts.json"), kept.replaceAll('"Spectral"', '"Kept"'));
  expect((await open().faces([])).map((face) => face.family)).toEqual(["Kept"]);
  utimesSync(path, 1, 1);
  expect((await open().faces([])).map((face) => face.family)).toEqual(["Spectral"]);
  writeFileSync(join(cache, "fonts.json"), "{ half");
  expect((await open().faces([])).map((face) => face.family)).toEqual(["Spectral"]);
});

test("folders that lead into each other are walked once", async () => {
  const at = join(folder, "round");
  mkdirSync(join(at, "a"), { recursive: true });
  copyFileSync(spectral, join(at, "a", "s.ttf"));
  symlinkSync(at, join(at, "a", "up"));
  symlinkSync(join(at, "a"), join(at, "b"));
  expect(await fontFilesIn(at)).toEqual([join(at, "a", "s.ttf")]);
});

test("letters no font of ours has are looked for in the system's, of the same kind first", async () => {
  const own = join(folder, "own");
  const system = join(folder, "letters");
  mkdirSync(own);
  mkdirSync(system);
  copyFileSync(join(shipped, "playfair-display", "PlayfairDisplay-400Regular.ttf"), join(own, "playfair.ttf"));
  for (const path of [join(shipped, "be-vietnam-pro", "BeVietnamPro-400Regular.ttf"), spectral, literata]) {
    copyFileSync(path, join(system, path.split("/").at(-1) ?? ""));
  }
  copyFileSync(join(shipped, "noto-sans-symbols-2", "NotoSansSymbols2-400Regular.ttf"), join(system, "symbols.ttf"));
  const store = createFontStore({ shipped: own, named: [], system: [system] });
  const families = async (letters: string) =>
    (await store.faces([{ family: "Playfair Display", weight: 400, italic: false }], letters)).map((f) => f.family);
  expect(await families("")).toEqual(["Playfair Display"]);
  expect(await families("a")).toEqual(["Playfair Display"]);
  expect(await families("₫")).toEqual(["Playfair Display", "Literata"]);
  expect(await families("❖₫")).toEqual(["Playfair Display", "Literata", "Noto Sans Symbols 2"]);
  expect(await families("\u{10fffd}")).toEqual(["Playfair Display"]);
});

const inter = [process.env.QUOIN_VARIABLE_FONTS ?? "", "/usr/share/fonts/truetype/inter-vf"]
  .map((at) => join(at, "Inter.var.ttf"))
  .find((path) => existsSync(path));
test.skipIf(!inter)("a variable font is offered as still ones (needs Debian's fonts-inter-variable)", async () => {
  const named = join(folder, "variable");
  mkdirSync(named);
  copyFileSync(inter ?? "", join(named, "Inter.var.ttf"));
  const store = createFontStore({ shipped: join(folder, "none"), named: [named], system: [] });
  const faces = await store.faces([{ family: "Inter", weight: 433, italic: false }]);
  expect(faces.length).toBe(20);
  expect(new Set(faces.map((face) => face.id)).size).toBe(20);
  const asked = faces.find((face) => face.weight === 433 && face.italic);
  expect(asked?.instance).toBe("slnt=-10,wght=433");
  expect(asked?.id).toMatch(/^[0-9a-f]{64}$/);
  expect(store.file(asked?.id ?? "")).toBe(asked?.bytes);
});
