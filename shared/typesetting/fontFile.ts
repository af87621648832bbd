/**
 * What a font file says of itself: names, weight, width, slope, the sizes it was drawn for, axes, embedding rights,
 * kind of outlines. Pure over bytes, so it runs wherever the file was read; it reads only the small tables, so a
 * source that reads piece by piece stays fast. Where the numbers are known to lie (weights from 1 to 9, a bold called
 * 400), the names decide. Source: OpenType 1.9.1, chapters "name", "OS/2", "head", "fvar", "GPOS" (feature `size`).
 */
import { type FontGenre, genreOfName, opticalOfName, weightOfName, widthOfName } from "./fontNaming.ts";
import {
  ascii,
  type Directory,
  FontError,
  type FontSource,
  readDirectory,
  type SfntReader,
  sfntReader,
  sourceOf,
  type Table,
} from "./sfntReader.ts";

export { FontError } from "./sfntReader.ts";

type FontFlavour = "truetype" | "cff" | "cff2";

/** What the foundry allows (OS/2 fsType, the least restrictive of the bits set). */
export type EmbeddingRights = "installable" | "editable" | "preview" | "restricted";

/** A direction in which a variable font can be moved. */
export type FontAxis = {
  /** "wght", "wdth", "opsz", "slnt", "ital", or the foundry's own. */
  readonly tag: string;
  readonly min: number;
  readonly default: number;
  readonly max: number;
};
export type NamedInstance = { readonly name: string; readonly coordinates: Readonly<Record<string, number>> };

export type FontNames = {
  /** The typographic family, "Source Serif 4": weights and italics of one design share it. */
  readonly family: string;
  /** Other names it is asked for by: of four-style menus, with weight or size in them, its full name. */
  readonly aliases: readonly string[];
  /** "Semibold Italic". */
  readonly subfamily: string;
  readonly postscriptName: string;
  /** 1 to 1000; 400 is regular. */
  readonly weight: number;
  /** Per cent of the family's normal width: 100; 75 is condensed, 125 expanded. */
  readonly width: number;
  readonly italic: boolean;
  readonly genre: FontGenre;
  /** The family without the word for a size: "Source Serif 4" for "Source Serif 4 Display". */
  readonly opticalFamily: string;
  /** Points it was drawn for, from and to; null when nothing says so. */
  readonly sizes: readonly [number, number] | null;
  readonly embedding: EmbeddingRights;
  /** False when the foundry forbids embedding a part of the font. */
  readonly maySubset: boolean;
  /** True when only pictures of the glyphs may be embedded, which no PDF here holds. */
  readonly bitmapsOnly: boolean;
  readonly flavour: FontFlavour;
  readonly unitsPerEm: number;
  /** Number of glyphs. */
  readonly glyphs: number;
  /** Fonts in the file: 1, or more in a collection. */
  readonly faces: number;
  /** Has variation axes. */
  readonly variable: boolean;
  readonly axes: readonly FontAxis[];
  readonly instances: readonly NamedInstance[];
};

/**
 * Reads face `index` (counted from 0) of a font file. Throws `FontError` for anything that is not a whole font with
 * outlines.
 */
export function readFontNames(bytes: Uint8Array | FontSource, index = 0): FontNames {
  const read = sfntReader(bytes instanceof Uint8Array ? sourceOf(bytes) : bytes);
  const directory = readDirectory(read, index);
  const { tables, need } = directory;
  const head = need("head", 54);
  const unitsPerEm = read.u16(head.at + 18, "head");
  if (unitsPerEm < 16 || unitsPerEm > 16_384) {
    throw new FontError(`${unitsPerEm} units per em, 16 to 16384 expected`);
  }
  const glyphs = read.u16(need("maxp", 6).at + 4, "maxp");
  if (glyphs === 0) throw new FontError("the font has no glyphs");
  need("cmap", 4);
  const metrics = read.u16(need("hhea", 36).at + 34, "hhea");
  if (metrics === 0) throw new FontError("the font gives no glyph an advance");
  need("hmtx", 4 * Math.min(metrics, glyphs));
  const flavour = flavourOf(directory);
  if (flavour === "truetype") {
    const long = read.i16(head.at + 50, "head") !== 0;
    need("loca", (long ? 4 : 2) * (glyphs + 1));
  }

  const said = readOs2(read, tables.get("OS/2"));
  const macStyle = read.u16(head.at + 44, "head");
  const names = tables.has("name") ? readNames(read, need("name", 6)) : new Map<number, string>();
  const family = names.get(21) ?? names.get(16) ?? names.get(1) ?? names.get(6);
  if (family === undefined || family === "") throw new FontError("the font does not say its family name");
  const italic = (macStyle & 2) !== 0 || (said !== null && (said.selection & 0x201) !== 0);
  const subfamily = names.get(22) ?? names.get(17) ?? names.get(2) ?? (italic ? "Italic" : "Regular");
  const axes = readAxes(read, tables.get("fvar"), names);
  const axis = (tag: string): number | undefined => axes.axes.find((one) => one.tag === tag)?.default;
  const optical = opticalOfName(family);
  const fsType = said?.fsType ?? 0;
  return {
    family,
    aliases: aliasesOf(family, [names.get(1), names.get(16), names.get(4)]),
    subfamily,
    postscriptName: names.get(6) ?? `${family}-${subfamily}`.replaceAll(" ", ""),
    weight: clampWeight(axis("wght")) ?? weightOf(said?.weight ?? 0, (macStyle & 1) !== 0, subfamily),
    width: axis("wdth") ?? widthOf(said?.width ?? 0, subfamily),
    italic: italic || (axis("ital") ?? 0) >= 0.5 || (axis("slnt") ?? 0) < -1,
    genre: genreOf(read, said, tables.get("post"), family),
    opticalFamily: optical.base,
    sizes: said?.sizes ?? readSizes(read, tables.get("GPOS")) ?? optical.sizes,
    embedding: rights(fsType),
    maySubset: (fsType & 0x100) === 0,
    bitmapsOnly: (fsType & 0x200) !== 0,
    flavour,
    unitsPerEm,
    glyphs,
    faces: directory.faces,
    variable: axes.axes.length > 0,
    ...axes,
  };
}

/** "Source Serif 4 Variable" answers to "Source Serif 4" too, where no static cut of it is there. */
function aliasesOf(family: string, others: readonly (string | undefined)[]): readonly string[] {
  const plain = family.replace(/[\s-]+(?:variable|var|vf)$/i, "");
  return [...new Set([...others, plain])].filter((name): name is string => !!name && name !== family);
}

function flavourOf({ tables }: Directory): FontFlavour {
  if (tables.has("glyf")) return "truetype";
  if (tables.has("CFF ")) return "cff";
  if (tables.has("CFF2")) return "cff2";
  throw new FontError("the font has no outlines (it holds bitmaps only); it cannot be printed");
}

type Os2 = {
  readonly weight: number;
  readonly width: number;
  readonly fsType: number;
  readonly selection: number;
  readonly familyClass: number;
  readonly panose: Uint8Array;
  readonly sizes: readonly [number, number] | null;
};
function readOs2(read: SfntReader, table: Table | undefined): Os2 | null {
  if (!table || table.length < 64) return null;
  const u16 = (at: number): number => read.u16(table.at + at, "OS/2");
  // Version 5 ends with the sizes it was drawn for, in twentieths of a point.
  const sized = table.length >= 100 && u16(0) >= 5;
  const low = sized ? u16(96) / 20 : 0;
  const high = sized ? u16(98) / 20 : 0;
  return {
    weight: u16(4),
    width: u16(6),
    fsType: u16(8),
    selection: u16(62),
    familyClass: read.u8(table.at + 30, "OS/2"),
    panose: read.slice(table.at + 32, 10, "OS/2"),
    // Zero and 0xFFFF stand for no bound; with both there is no statement at all.
    sizes: high > low && (low > 0 || high < 3276) ? [low, Math.min(high, 1000)] : null,
  };
}

function clampWeight(weight: number | undefined): number | null {
  return weight === undefined ? null : Math.min(1000, Math.max(1, weight));
}

/** A name that says another weight than the number by 150 or more is right: a class of 400 is what tools fill in. */
function weightOf(given: number, bold: boolean, style: string): number {
  const named = weightOfName(style);
  // Old fonts count weights from 1 to 9.
  const number = given >= 1 && given <= 1000 ? (given < 10 ? given * 100 : given) : bold ? 700 : (named ?? 400);
  return named !== null && named !== 400 && Math.abs(named - number) >= 150 ? named : number;
}

const WIDTHS = [50, 62.5, 75, 87.5, 100, 112.5, 125, 150, 200] as const;
function widthOf(given: number, style: string): number {
  const number = WIDTHS[given - 1] ?? 100;
  return number === 100 ? (widthOfName(style) ?? 100) : number;
}

/** OS/2 sFamilyClass (its high byte) and PANOSE, then the name. */
function genreOf(read: SfntReader, said: Os2 | null, post: Table | undefined, family: string): FontGenre {
  const named = genreOfName(family);
  if (named === "symbol") return named;
  if (post && post.length >= 16 && read.u32(post.at + 12, "post") !== 0) return "mono";
  const [kind = 0, serifs = 0, , proportion = 0] = said?.panose ?? [];
  if (kind === 5) return "symbol";
  if (kind === 2 && proportion === 9) return "mono";
  if (kind === 2 && serifs >= 11 && serifs <= 15) return "sans";
  if (kind === 2 && serifs >= 2 && serifs <= 10) return "serif";
  const group = said?.familyClass ?? 0;
  if (group === 8) return "sans";
  if (group === 12) return "symbol";
  return (group >= 1 && group <= 5) || group === 7 ? "serif" : named;
}

/** Bits of fsType; where several are set the least restrictive counts (OS/2 chapter, fsType). */
function rights(fsType: number): EmbeddingRights {
  if ((fsType & 0xe) === 0) return "installable";
  if (fsType & 0x8) return "editable";
  return fsType & 0x4 ? "preview" : "restricted";
}

/** Most axes and instances that are looked at; no font has near as many. */
const MOST_AXES = 64;
const MOST_INSTANCES = 1000;

/** The axes and named instances of `fvar`; none when the table is broken, since the font is whole without them. */
function readAxes(
  read: SfntReader,
  table: Table | undefined,
  names: ReadonlyMap<number, string>,
): { readonly axes: readonly FontAxis[]; readonly instances: readonly NamedInstance[] } {
  const none = { axes: [], instances: [] };
  if (!table || table.length < 16) return none;
  const end = table.at + table.length;
  const first = table.at + read.u16(table.at + 4, "fvar");
  const count = read.u16(table.at + 8, "fvar");
  const axisSize = read.u16(table.at + 10, "fvar");
  const instances = Math.min(MOST_INSTANCES, read.u16(table.at + 12, "fvar"));
  const instanceSize = read.u16(table.at + 14, "fvar");
  if (count > MOST_AXES || axisSize < 20 || first + count * axisSize > end) return none;
  const axes: FontAxis[] = [];
  for (let i = 0; i < count; i++) {
    const at = first + i * axisSize;
    const fixed = (from: number): number => read.i32(at + from, "fvar") / 65_536;
    const axis = { tag: ascii(read.slice(at, 4, "fvar")), min: fixed(4), default: fixed(8), max: fixed(12) };
    if (axis.min > axis.default || axis.default > axis.max) return none;
    axes.push(axis);
  }
  const found: NamedInstance[] = [];
  const from = first + count * axisSize;
  if (instanceSize >= 4 + 4 * count && from + instances * instanceSize <= end) {
    for (let i = 0; i < instances; i++) {
      const at = from + i * instanceSize;
      const name = names.get(read.u16(at, "fvar"));
      if (name === undefined) continue;
      const coordinates = Object.fromEntries(
        axes.map(({ tag }, k) => [tag, read.i32(at + 4 + 4 * k, "fvar") / 65_536]),
      );
      found.push({ name, coordinates });
    }
  }
  return { axes, instances: found };
}

/** The design range of the feature `size`, in tenths of a point; null when there is none or it makes no sense. */
function readSizes(read: SfntReader, table: Table | undefined): readonly [number, number] | null {
  if (!table || table.length < 10) return null;
  const end = table.at + table.length;
  const list = table.at + read.u16(table.at + 6, "GPOS");
  if (list + 2 > end) return null;
  const count = read.u16(list, "GPOS");
  if (list + 2 + 6 * count > end) return null;
  for (let i = 0; i < count; i++) {
    const record = list + 2 + 6 * i;
    if (read.u32(record, "GPOS") !== 0x73697a65) continue; // "size"
    const feature = list + read.u16(record + 4, "GPOS");
    if (feature + 2 > end) return null;
    const parameters = feature + read.u16(feature, "GPOS");
    if (parameters === feature || parameters + 10 > end) return null;
    const low = read.u16(parameters + 6, "GPOS") / 10;
    const high = read.u16(parameters + 8, "GPOS") / 10;
    return high > low && high <= 1000 ? [low, high] : null;
  }
  return null;
}

/** Most records of `name` that are looked at. */
const MOST_NAMES = 20_000;

/** All names by their number, English where there is a choice. */
function readNames(read: SfntReader, table: Table): Map<number, string> {
  const found = new Map<number, string>();
  const ranks = new Map<number, number>();
  const count = Math.min(MOST_NAMES, read.u16(table.at + 2, "name"));
  const storage = table.at + read.u16(table.at + 4, "name");
  const end = table.at + table.length;
  for (let i = 0; i < count; i++) {
    const at = table.at + 6 + 12 * i;
    if (at + 12 > end) break;
    const id = read.u16(at + 6, "name");
    // Of the font's own texts only the families and styles; beyond 255 are the names of instances.
    if (id !== 1 && id !== 2 && id !== 4 && id !== 6 && id !== 16 && id !== 17 && id !== 21 && id !== 22 && id < 256) {
      continue;
    }
    const platform = read.u16(at, "name");
    const language = read.u16(at + 4, "name");
    const length = read.u16(at + 8, "name");
    const from = storage + read.u16(at + 10, "name");
    if (from + length > end || length > 1000) continue;
    const rank = platform === 3 ? (language === 0x409 ? 3 : 1) : platform === 0 ? 2 : language === 0 ? 2 : 0;
    if (rank <= (ranks.get(id) ?? -1)) continue;
    const raw = read.slice(from, length, "name");
    const text = (platform === 1 ? latin(raw) : utf16(raw)).replaceAll("\0", "").trim();
    if (text === "") continue;
    ranks.set(id, rank);
    found.set(id, text);
  }
  return found;
}

function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : "";
  return text;
}
function utf16(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  return text.toWellFormed();
}
