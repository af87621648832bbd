/**
 * A page of a PDF made elsewhere, copied out as plain data: the objects its contents need, and no others, ready to be
 * written as a form XObject (ISO 32000-1 §8.10). What belongs to the file it came from and not to the page's ink stays
 * behind: notes, scripts, structure and its marks in the contents, metadata, alternates, layers. What is locked, hidden or broken is refused with a
 * sentence. Nothing of the file is believed: depth, count and bytes are bounded.
 */
import type { PdfBox } from "../../schema/attributes.ts";
import type { PdfFile } from "../read/file.ts";
import { type Box, pagesOf, type ReadPage } from "../read/pages.ts";
import {
  isArray,
  isDict,
  isRef,
  isStream,
  isString,
  type PdfDict,
  type PdfStream,
  type PdfValue,
} from "../read/values.ts";
import { untagged } from "./untagged.ts";

/** A reference in `value` names the object at that index of the form's list. `coded`: as the filters in `value` say. */
export type CopiedObject = { readonly value: PdfValue; readonly data: Uint8Array | null; readonly coded: boolean };

export type CopiedForm = {
  /** What is shown, in the page's own space: left, bottom, right, top. */
  readonly bbox: Box;
  /** Clockwise turns of the page, in degrees. */
  readonly rotate: 0 | 90 | 180 | 270;
  /** As it is seen, in points. */
  readonly width: number;
  readonly height: number;
  readonly objects: readonly CopiedObject[];
  readonly resources: PdfDict;
  readonly group: PdfDict | null;
  /** The page's operators, not coded. */
  readonly content: Uint8Array;
  /** Something of it lets through what is below. */
  readonly transparent: boolean;
  /** Names of the spot inks that its resources define, sorted: at most these plates print of it. */
  readonly spots: readonly string[];
  /** What was left behind, a word each. */
  readonly dropped: readonly string[];
};

/** The boxes of a page as it is seen, in points. */
export type PageSize = Readonly<Record<PdfBox, readonly [width: number, height: number]>>;

const MOST_OBJECTS = 50_000;
const DEEPEST = 60;
const LARGEST_CONTENT = 1 << 26;
const MOST_BYTES = 1 << 28;

/** Keys that say where a thing belongs and not what it looks like, wherever they stand. */
const LEFT_BEHIND = new Set([
  "Metadata",
  "PieceInfo",
  "LastModified",
  "StructParent",
  "StructParents",
  "AF",
  "Thumb",
  "Measure",
  "PtData",
  "OPI",
  "Alternates",
  "Ref",
  "Parent",
  "Annots",
  "AA",
  "PZ",
]);

const NO_SPOT = new Set(["All", "None", "Cyan", "Magenta", "Yellow", "Black"]);
const MOST_SPOTS = 1000;
/** How a stream's bytes are coded. */
const OF_CODING = new Set(["Filter", "DecodeParms"]);

class Refused extends Error {}

/** The page that `number` names, counted from 1; a sentence says why it is not to be had. */
export function copyPage(file: PdfFile, number: number, box: PdfBox): CopiedForm | string {
  if (file.encryption !== null || file.locked) return "it is encrypted";
  const page = pageAt(file, number);
  if (!page) return `it has no page ${number}`;
  try {
    return new Copier(file).form(page, box);
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** The sizes of the first pages, at most `most`; a sentence where there is none. */
export function sizesOfPages(file: PdfFile, most: number): readonly PageSize[] | string {
  if (file.encryption !== null || file.locked) return "it is encrypted";
  const sizes: PageSize[] = [];
  for (const page of pagesOf(file, () => undefined)) {
    if (sizes.length >= most) break;
    const turned = turnOf(page) % 180 !== 0;
    const sizeOf = (box: PdfBox): readonly [number, number] => {
      const [left, bottom, right, top] = shownBox(page, box);
      const [width, height] = [(right - left) * page.userUnit, (top - bottom) * page.userUnit];
      return turned ? [height, width] : [width, height];
    };
    sizes.push({ trim: sizeOf("trim"), bleed: sizeOf("bleed"), media: sizeOf("media") });
  }
  return sizes.length > 0 ? sizes : "it has no pages";
}

function pageAt(file: PdfFile, number: number): ReadPage | null {
  for (const page of pagesOf(file, () => undefined)) if (page.number === number) return page;
  return null;
}

/** A box that is not there is the next larger one (ISO 32000-1 §14.11.2). */
function shownBox(page: ReadPage, box: PdfBox): Box {
  const media = page.mediaBox ?? ([0, 0, 612, 792] as const);
  const crop = page.cropBox ?? media;
  if (box === "media") return media;
  return box === "bleed" ? (page.bleedBox ?? crop) : (page.trimBox ?? page.artBox ?? crop);
}

function turnOf({ rotate }: ReadPage): 0 | 90 | 180 | 270 {
  const turn = ((Math.round(rotate / 90) % 4) + 4) % 4;
  return ([0, 90, 180, 270] as const)[turn] ?? 0;
}

/** Lives as long as one page is copied. */
class Copier {
  private readonly file: PdfFile;
  private readonly objects: CopiedObject[] = [];
  /** By object number in the file; streams that stand in none by themselves. */
  private readonly known = new Map<number, number>();
  private readonly dropped = new Set<string>();
  private readonly spots = new Set<string>();
  private readonly hidden: ReadonlySet<number>;
  private bytes = 0;
  private transparent = false;

  constructor(file: PdfFile) {
    this.file = file;
    this.hidden = hiddenLayers(file);
  }

  form(page: ReadPage, box: PdfBox): CopiedForm {
    const bbox = shownBox(page, box);
    const rotate = turnOf(page);
    const content = this.contentOf(page);
    const resources = this.dict(page.resources ?? new Map(), 0);
    const group = this.file.dict(page.dict.get("Group"));
    if (group) this.transparent = true;
    if (page.dict.has("Annots")) this.dropped.add("notes and links");
    if (page.dict.has("AA") || this.file.catalog.has("OpenAction")) this.dropped.add("actions");
    const copied = group ? this.dict(group, 0) : null;
    const size = [(bbox[2] - bbox[0]) * page.userUnit, (bbox[3] - bbox[1]) * page.userUnit] as const;
    const [width, height] = rotate % 180 === 0 ? size : [size[1], size[0]];
    const { objects, transparent } = this;
    return {
      bbox,
      rotate,
      width,
      height,
      objects,
      resources,
      group: copied,
      content,
      transparent,
      spots: [...this.spots].sort(),
      dropped: [...this.dropped].sort(),
    };
  }

  private contentOf({ dict }: ReadPage): Uint8Array {
    const contents = this.file.get(dict.get("Contents"));
    const streams = isArray(contents) ? contents.map((one) => this.file.get(one)) : [contents];
    const parts: Uint8Array[] = [];
    let size = 0;
    for (const stream of streams) {
      if (!isStream(stream)) continue;
      const { bytes, coded, fault } = this.file.decoded(stream, LARGEST_CONTENT - size);
      if (coded !== null || fault !== null) throw new Refused("the contents of its page are damaged");
      parts.push(bytes);
      size += bytes.length + 1;
    }
    const made = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      made.set(part, at);
      // Streams end between two tokens (§7.8.2).
      made[at + part.length] = 10;
      at += part.length + 1;
    }
    return untagged(made);
  }

  private value(value: PdfValue, depth: number): PdfValue {
    if (depth > DEEPEST) throw new Refused("its objects stand too deep in one another");
    if (isRef(value)) return this.reference(value.number, value, depth);
    if (isStream(value)) return this.stream(value, depth);
    if (isArray(value)) this.noteSpots(value);
    if (isArray(value)) return value.map((one) => this.value(one, depth + 1));
    if (isDict(value)) return this.dict(value, depth);
    if (isString(value)) return { kind: "string", bytes: value.bytes };
    if (typeof value === "string") return readable(value);
    if (typeof value === "number" && !Number.isFinite(value)) throw new Refused("it holds a number that is none");
    return value;
  }

  private reference(number: number, ref: PdfValue, depth: number): PdfValue {
    const known = this.known.get(number);
    if (known !== undefined) return asRef(known);
    const found = this.file.get(ref);
    if (found === null) return null;
    if (isStream(found)) {
      const index = this.reserve();
      this.known.set(number, index);
      this.fill(index, found, depth);
      return asRef(index);
    }
    if (isDict(found) && (found.get("Type") === "Page" || found.get("Type") === "Pages")) return null;
    const index = this.reserve();
    this.known.set(number, index);
    this.objects[index] = { value: this.value(found, depth + 1), data: null, coded: false };
    return asRef(index);
  }

  private reserve(): number {
    if (this.objects.length >= MOST_OBJECTS) throw new Refused(`it has more than ${MOST_OBJECTS} objects on a page`);
    return this.objects.push({ value: null, data: null, coded: false }) - 1;
  }

  private stream(stream: PdfStream, depth: number): PdfValue {
    const index = this.reserve();
    this.fill(index, stream, depth);
    return asRef(index);
  }

  private fill(index: number, stream: PdfStream, depth: number): void {
    const { dict } = stream;
    if (dict.has("F") || dict.has("FFilter")) throw new Refused("parts of it are kept in other files");
    if (dict.get("Subtype") === "PS" || dict.get("Subtype2") === "PS") throw new Refused("it holds PostScript");
    const plain = this.unmarked(stream);
    const data = plain ?? this.file.coded(stream);
    this.bytes += data.length;
    if (this.bytes > MOST_BYTES) throw new Refused(`a page of it has more than ${MOST_BYTES >> 20} MB`);
    const head = plain ? new Map([...dict].filter(([key]) => !OF_CODING.has(key))) : dict;
    this.objects[index] = { value: this.dict(head, depth + 1), data, coded: plain === null };
  }

  /** The contents of a form or a pattern that has marks in it, without them; null for every other stream. */
  private unmarked(stream: PdfStream): Uint8Array | null {
    const { dict } = stream;
    if (dict.get("Subtype") !== "Form" && dict.get("PatternType") !== 1) return null;
    const { bytes, coded, fault } = this.file.decoded(stream, LARGEST_CONTENT);
    if (coded !== null || fault !== null) return null;
    const made = untagged(bytes);
    return made === bytes ? null : made;
  }

  private dict(dict: PdfDict, depth: number): PdfDict {
    const made = new Map<string, PdfValue>();
    for (const [key, value] of dict) {
      if (key === "Length" || key === "DL") continue;
      if (LEFT_BEHIND.has(key)) {
        if (key === "OPI" || key === "Alternates" || key === "Ref") this.dropped.add("stand-ins for pictures");
        continue;
      }
      if (key === "OC") {
        this.mustShow(value);
        continue;
      }
      if (key === "Properties" && isDict(this.file.get(value))) {
        made.set(key, this.properties(this.file.get(value) as PdfDict, depth));
        continue;
      }
      this.noteTransparency(key, value);
      made.set(readable(key), this.value(value, depth + 1));
    }
    return made;
  }

  /** Of a Separation or DeviceN space (ISO 32000-1 §8.6.6): its inks that are no process ink and no word for all or none. */
  private noteSpots([family, names]: readonly PdfValue[]): void {
    if (family !== "Separation" && family !== "DeviceN") return;
    const found = this.file.get(names);
    for (const name of isArray(found) ? found.map((one) => this.file.get(one)) : [found])
      if (typeof name === "string" && !NO_SPOT.has(name) && this.spots.size < MOST_SPOTS) this.spots.add(name);
  }

  private noteTransparency(key: string, value: PdfValue): void {
    const found = this.file.get(value);
    if ((key === "ca" || key === "CA") && typeof found === "number" && found < 1) this.transparent = true;
    if (key === "SMask" && found !== null && found !== "None") this.transparent = true;
    if (key === "Group" && isDict(found)) this.transparent = true;
    if (key === "SMaskInData" && found !== 0) this.transparent = true;
    if (key === "BM" && found !== "Normal" && found !== "Compatible") this.transparent = true;
  }

  /** Property lists that marked content names: layers become empty ones, since their contents are shown always. */
  private properties(lists: PdfDict, depth: number): PdfDict {
    const made = new Map<string, PdfValue>();
    for (const [name, value] of lists) {
      const type = this.file.dict(value)?.get("Type");
      const layer = type === "OCG" || type === "OCMD";
      if (layer) this.mustShow(value);
      made.set(name, layer ? new Map() : this.value(value, depth + 1));
    }
    return made;
  }

  /** A layer is left behind when what it holds is shown; one that hides something cannot be. */
  private mustShow(value: PdfValue): void {
    const dict = this.file.dict(value);
    if (!dict) return;
    const groups = dict.get("Type") === "OCMD" ? this.file.get(dict.get("OCGs")) : null;
    const named = isArray(groups) ? groups : [dict.get("Type") === "OCMD" ? (dict.get("OCGs") ?? null) : value];
    if (dict.has("VE") || named.some((one) => isRef(one) && this.hidden.has(one.number))) {
      throw new Refused("it has layers that are switched off");
    }
    this.dropped.add("layers");
  }
}

/** A name that was not written as UTF-8 has lost letters in reading; it would name something else. */
function readable(name: string): string {
  if (name.includes("\uFFFD")) throw new Refused("a name in it is not written in UTF-8");
  return name;
}

function asRef(index: number): PdfValue {
  return { kind: "ref", number: index, generation: 0 };
}

/** Object numbers of the layers that are off when the file is opened (ISO 32000-1 §8.11.4.3). */
function hiddenLayers(file: PdfFile): ReadonlySet<number> {
  const properties = file.dict(file.catalog.get("OCProperties"));
  const shown = file.dict(properties?.get("D"));
  const numbers = (value: PdfValue | undefined): readonly number[] => {
    const list = file.get(value);
    return isArray(list) ? list.flatMap((one) => (isRef(one) ? [one.number] : [])) : [];
  };
  const off = new Set(numbers(shown?.get("OFF")));
  if (file.get(shown?.get("BaseState")) !== "OFF") return off;
  const on = new Set(numbers(shown?.get("ON")));
  for (const one of numbers(properties?.get("OCGs"))) if (!on.has(one)) off.add(one);
  return off;
}
