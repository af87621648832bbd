/**
 * Variable fonts as sets of still ones. Everything behind the host (shaping, metrics, screen, PDF) sees static fonts
 * only: a place on the axes is cut out of the file by HarfBuzz (all axes pinned) and is a font with names and an id of
 * its own. Which places there are is decided here: every hundred of weight, the named instances, and what a style asks
 * for beyond. Sources: OpenType 1.9.1, "fvar"; names after Adobe Technical Note 5902.
 */
import type { FontAxis, FontNames } from "./fontFile.ts";
import type { FontRequest } from "./fonts.ts";
import { readDirectory, sfntReader, sourceOf } from "./sfntReader.ts";
import { writeSfnt } from "./sfntWriter.ts";
import { type SubsetLibrary, tagNumber } from "./subsetLibrary.ts";

/** A place on every axis of a font, by tag. */
export type Coordinates = Readonly<Record<string, number>>;

/** One font may offer this many instances; only an absurd list of sizes and widths asks for more. */
const MOST = 400;

/**
 * The places of a variable font that can be asked for, the default of every axis first, and what each then says of
 * itself. `requests` are those for its family: they add weights, widths and sizes of their own.
 */
export function instancesOf(
  names: FontNames,
  requests: readonly FontRequest[],
): readonly { readonly names: FontNames; readonly coordinates: Coordinates }[] {
  const axis = (tag: string): FontAxis | undefined => names.axes.find((one) => one.tag === tag);
  const weight = axis("wght");
  const hundreds = weight ? [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000] : [];
  const named = (tag: string): number[] => names.instances.flatMap(({ coordinates }) => coordinates[tag] ?? []);
  const weights = places(weight, [
    ...hundreds.filter((w) => weight && w >= weight.min && w <= weight.max),
    ...named("wght"),
    ...requests.map((request) => request.weight),
  ]);
  const widths = places(axis("wdth"), [...named("wdth"), ...requests.map((request) => request.width ?? 100)]);
  const sizes = places(
    axis("opsz"),
    requests.flatMap((request) => request.size ?? []),
  );
  const slopes = slopesOf(axis("ital"), axis("slnt"));
  const made: { names: FontNames; coordinates: Coordinates }[] = [];
  for (const wdth of widths) {
    for (const wght of weights) {
      for (const slope of slopes) {
        for (const opsz of sizes) {
          if (made.length >= MOST) return made;
          const coordinates: Record<string, number> = {};
          for (const one of names.axes) coordinates[one.tag] = one.default;
          if (wght !== null) coordinates.wght = wght;
          if (wdth !== null) coordinates.wdth = wdth;
          if (opsz !== null) coordinates.opsz = opsz;
          Object.assign(coordinates, slope);
          made.push({ names: describe(names, coordinates, opsz, slope), coordinates });
        }
      }
    }
  }
  return made;
}

/** The axis' default, then what is asked for within its bounds, rising; [null] without the axis. */
function places(axis: FontAxis | undefined, asked: readonly number[]): readonly (number | null)[] {
  if (!axis) return [null];
  const inside = asked.map((value) => Math.min(axis.max, Math.max(axis.min, value)));
  return [...new Set([axis.default, ...inside.sort((a, b) => a - b)])];
}

function slopesOf(ital: FontAxis | undefined, slnt: FontAxis | undefined): readonly Coordinates[] {
  if (ital && ital.max >= 1 && ital.min <= 0) {
    const leaning = slnt && slnt.min < 0 ? { ital: 1, slnt: slnt.min } : { ital: 1 };
    return [{ ital: 0, ...(slnt ? { slnt: slnt.default } : {}) }, leaning];
  }
  // A slant counts against the clock, so leaning to the right is negative.
  if (slnt && slnt.min < -1 && slnt.max >= 0) return [{ slnt: 0 }, { slnt: slnt.min }];
  return [{}];
}

function describe(names: FontNames, coordinates: Coordinates, opsz: number | null, slope: Coordinates): FontNames {
  const italic = (slope.ital ?? 0) === 1 || (slope.slnt ?? 0) < -1 || (Object.keys(slope).length === 0 && names.italic);
  const weight = coordinates.wght ?? names.weight;
  const width = coordinates.wdth ?? names.width;
  const given = names.instances.find((one) =>
    names.axes.every(({ tag }) => (one.coordinates[tag] ?? 0) === (coordinates[tag] ?? 0)),
  );
  return {
    ...names,
    subfamily: given?.name ?? spellOut(coordinates, italic),
    postscriptName: `${names.postscriptName.replace(/[^A-Za-z0-9-]/g, "")}_${coordinatesKey(coordinates).replace(/[=,]/g, "_")}`,
    weight,
    width,
    italic,
    sizes: opsz === null ? names.sizes : [opsz, opsz],
    variable: false,
    axes: [],
    instances: [],
    faces: 1,
  };
}

function spellOut(coordinates: Coordinates, italic: boolean): string {
  const words = Object.entries(coordinates)
    .filter(([tag]) => tag !== "ital" && tag !== "slnt")
    .map(([tag, value]) => `${Math.round(value * 100) / 100}${tag}`);
  return [...words, ...(italic ? ["Italic"] : [])].join(" ") || "Regular";
}

/** The same place, the same text: "opsz=14,wght=650". */
export function coordinatesKey(coordinates: Coordinates): string {
  return Object.keys(coordinates)
    .sort()
    .map((tag) => `${tag}=${Math.round((coordinates[tag] ?? 0) * 65_536) / 65_536}`)
    .join(",");
}

/**
 * The static font at a place on the axes of face `index`, under its own names; null when it cannot be made. TrueType
 * outlines only: no PDF takes CFF2, and HarfBuzz 15's way from there to CFF moves points by several units.
 */
export function instantiate(
  library: SubsetLibrary,
  bytes: Uint8Array,
  index: number,
  coordinates: Coordinates,
  names: FontNames,
): Uint8Array | null {
  if (names.flavour !== "truetype") return null;
  const cut = library.make(bytes, index, (call, input, face) => {
    call("hb_subset_input_keep_everything", input);
    for (const [tag, value] of Object.entries(coordinates)) {
      call("hb_subset_input_pin_axis_location", input, face, tagNumber(tag), value);
    }
  });
  return cut && renamed(cut, names);
}

/** Of the cut font the names alone are new; a table directory of it is known to be whole. */
function renamed(bytes: Uint8Array, names: FontNames): Uint8Array {
  const read = sfntReader(sourceOf(bytes));
  const directory = readDirectory(read, 0);
  const tables = new Map<string, Uint8Array>();
  for (const [tag, { at, length }] of directory.tables) {
    if (!LEFT_OUT.has(tag)) tables.set(tag, bytes.subarray(at, at + length));
  }
  tables.set("name", nameTable(names));
  return writeSfnt(directory.version, tables);
}
/** What speaks of axes that are no more, or signs the file as it was. */
const LEFT_OUT: ReadonlySet<string> = new Set(["STAT", "avar", "fvar", "DSIG", "MVAR"]);

/** Format 0, Windows, English: the names a reader asks for first. */
function nameTable(names: FontNames): Uint8Array {
  const style = names.subfamily;
  const texts: readonly (readonly [number, string])[] = [
    [1, `${names.family} ${style}`],
    [2, "Regular"],
    [4, `${names.family} ${style}`],
    [6, names.postscriptName],
    [16, names.family],
    [17, style],
  ];
  const start = 6 + 12 * texts.length;
  const out = new DataView(new ArrayBuffer(start + texts.reduce((sum, [, text]) => sum + 2 * text.length, 0)));
  out.setUint16(2, texts.length);
  out.setUint16(4, start);
  let at = start;
  texts.forEach(([id, text], i) => {
    const record = 6 + 12 * i;
    [3, 1, 0x409, id, 2 * text.length, at - start].forEach((value, k) => {
      out.setUint16(record + 2 * k, value);
    });
    for (let k = 0; k < text.length; k++, at += 2) out.setUint16(at, text.charCodeAt(k));
  });
  return new Uint8Array(out.buffer);
}
