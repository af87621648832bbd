/** What preflight asks of a font as a file names it (ISO 32000-1 §9.6 to §9.8): its program, its widths, its text. */
import type { PdfFile } from "./file.ts";
import { numbersOf } from "./pages.ts";
import { isArray, isStream, type PdfDict, type PdfStream, type PdfValue } from "./values.ts";

export type FontFacts = {
  /** PostScript name with the subset's tag; "" for a Type 3 font without one. */
  readonly name: string;
  readonly kind: string;
  /** `none`: no program in the file. `broken`: there is one, which begins as no font does. */
  readonly program: "none" | "broken" | "sound";
  readonly subset: boolean;
  /** Can its text be read back? */
  readonly readable: boolean;
  readonly bytesPerCode: 1 | 2;
  /** Codes stand for glyph numbers of the program as they are. */
  readonly identity: boolean;
  /** In thousandths of the size. */
  width(code: number): number;
  /** Of a Type 3 font: procedures, their resources, and the matrix to text space. */
  readonly procedures: {
    readonly all: readonly PdfStream[];
    readonly resources: PdfDict | null;
    readonly matrix: readonly number[];
  } | null;
};

const LARGEST_PROGRAM = 1 << 26;
const KNOWN_ENCODINGS = new Set(["WinAnsiEncoding", "MacRomanEncoding", "StandardEncoding", "MacExpertEncoding"]);

export function readFont(file: PdfFile, font: PdfDict): FontFacts {
  const kind = String(nameIn(file, font, "Subtype") ?? "");
  const name = nameIn(file, font, "BaseFont") ?? "";
  const composite = kind === "Type0";
  const descendants = file.get(font.get("DescendantFonts"));
  const descendant = composite && isArray(descendants) ? file.dict(descendants[0]) : null;
  const descriptor = file.dict((descendant ?? font).get("FontDescriptor"));
  const toUnicode = isStream(file.get(font.get("ToUnicode")));
  const encoding = file.get(font.get("Encoding"));
  const identity = encoding === "Identity-H" || encoding === "Identity-V";
  const flags = descriptor ? file.get(descriptor.get("Flags")) : 0;
  // A Type 1 program names its glyphs itself.
  const symbolic = kind === "TrueType" && typeof flags === "number" && Math.floor(flags / 4) % 2 === 1;
  // A predefined CMap of a known collection, or a Latin encoding, says the text by itself (§9.10.2).
  const readable =
    toUnicode ||
    (composite ? typeof encoding === "string" && !identity : kind !== "Type3" && !unnamed(file, encoding, symbolic));
  return {
    name,
    kind: composite ? (nameIn(file, descendant ?? new Map(), "Subtype") ?? kind) : kind,
    program: kind === "Type3" ? "sound" : programOf(file, descriptor),
    subset: /^[A-Z]{6}\+/.test(name),
    readable,
    bytesPerCode: composite ? 2 : 1,
    identity: composite && identity,
    width: composite ? widthsOfComposite(file, descendant) : widthsOfSimple(file, font, descriptor),
    procedures: kind === "Type3" ? proceduresOf(file, font) : null,
  };
}

function nameIn(file: PdfFile, dict: PdfDict, key: string): string | null {
  const value = file.get(dict.get(key));
  return typeof value === "string" ? value : null;
}

/** A simple font whose codes have no names a reader knows. */
function unnamed(file: PdfFile, encoding: PdfValue, symbolic: boolean): boolean {
  if (typeof encoding === "string") return !KNOWN_ENCODINGS.has(encoding);
  const own = file.dict(encoding);
  if (!own) return symbolic;
  const differences = file.get(own.get("Differences"));
  return (
    isArray(differences) && differences.some((name) => typeof name === "string" && /^(g|c|cid|glyph)\d+$/i.test(name))
  );
}

function programOf(file: PdfFile, descriptor: PdfDict | null): FontFacts["program"] {
  for (const key of ["FontFile", "FontFile2", "FontFile3"]) {
    const stream = file.get(descriptor?.get(key));
    if (!isStream(stream)) continue;
    const { bytes, coded } = file.decoded(stream, LARGEST_PROGRAM);
    const start = bytes.length >= 4 && coded === null ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : 0;
    const sound =
      start === 0x00010000 ||
      start === 0x74727565 ||
      start === 0x4f54544f ||
      start === 0x74746366 ||
      start >>> 16 === 0x2521 ||
      start >>> 16 === 0x8001 ||
      start >>> 24 === 1;
    return sound ? "sound" : "broken";
  }
  return "none";
}

function widthsOfSimple(file: PdfFile, font: PdfDict, descriptor: PdfDict | null): (code: number) => number {
  const first = file.get(font.get("FirstChar"));
  const widths = numbersOf(file, font.get("Widths"));
  const missing = descriptor ? file.get(descriptor.get("MissingWidth")) : null;
  const otherwise = typeof missing === "number" ? missing : 500;
  return (code) => widths?.[code - (typeof first === "number" ? first : 0)] ?? otherwise;
}

function widthsOfComposite(file: PdfFile, descendant: PdfDict | null): (code: number) => number {
  const single = new Map<number, number>();
  const ranges: [number, number, number][] = [];
  const usual = file.get(descendant?.get("DW"));
  const list = file.get(descendant?.get("W"));
  if (isArray(list)) {
    for (let n = 0; n + 1 < list.length && single.size < 70_000 && ranges.length < 5000; ) {
      const first = file.get(list[n]);
      const next = file.get(list[n + 1]);
      if (typeof first !== "number") break;
      if (isArray(next)) {
        next.forEach((width, k) => {
          if (typeof width === "number") single.set(first + k, width);
        });
        n += 2;
      } else {
        const width = file.get(list[n + 2]);
        if (typeof next === "number" && typeof width === "number") ranges.push([first, next, width]);
        n += 3;
      }
    }
  }
  const otherwise = typeof usual === "number" ? usual : 1000;
  return (code) => single.get(code) ?? ranges.find(([from, to]) => code >= from && code <= to)?.[2] ?? otherwise;
}

function proceduresOf(file: PdfFile, font: PdfDict): FontFacts["procedures"] {
  const procedures = file.dict(font.get("CharProcs"));
  const matrix = numbersOf(file, font.get("FontMatrix"));
  return {
    all: [...(procedures?.values() ?? [])].slice(0, 300).flatMap((value) => {
      const stream = file.get(value);
      return isStream(stream) ? [stream] : [];
    }),
    resources: file.dict(font.get("Resources")),
    matrix: matrix?.length === 6 ? matrix : [0.001, 0, 0, 0.001, 0, 0],
  };
}
