/**
 * The colours a shading runs through (ISO 32000-1 §8.7.4.5, §7.10): the ends of straight runs, the samples of tables, what
 * a calculator gives at many places, the corners of a mesh's pieces. Between corners colours are mixed, so that no sum of
 * inks is higher than at one of them. Null where they cannot be told.
 */
import { readCalculator } from "./calculator.ts";
import type { PdfFile } from "./file.ts";
import { numbersOf } from "./pages.ts";
import { isArray, isDict, isStream, type PdfStream, type PdfValue } from "./values.ts";

export type Stops = readonly (readonly number[])[] | null;

const DEEPEST = 4;
const LARGEST_TABLE = 1 << 20;
const LARGEST_MESH = 1 << 24;
const MOST_COLOURS = 1 << 16;
/** Places at which a calculator is asked, along one input and along each of two. */
const PLACES = 513;
const PLACES_EACH = 49;

/** `parts`: of a colour in the shading's space. */
export function shadingColours(file: PdfFile, value: PdfValue | undefined, parts: number): Stops {
  const shading = file.get(value);
  const dict = isStream(shading) ? shading.dict : isDict(shading) ? shading : null;
  if (!dict) return null;
  if (dict.has("Function")) {
    const kind = file.get(dict.get("ShadingType"));
    const domain = numbersOf(file, dict.get("Domain")) ?? (kind === 1 ? [0, 1, 0, 1] : [0, 1]);
    return functionColours(file, dict.get("Function"), kind === 1 ? domain.slice(0, 4) : domain.slice(0, 2), 0);
  }
  return isStream(shading) ? meshColours(file, shading, parts) : null;
}

function functionColours(file: PdfFile, value: PdfValue | undefined, domain: readonly number[], depth: number): Stops {
  const found = file.get(value);
  if (depth > DEEPEST) return null;
  if (isArray(found)) {
    // A function for each part: the highest of each stands for the worst.
    const each = found.slice(0, 32).map((one) => functionColours(file, one, domain, depth + 1));
    if (each.some((part) => part === null)) return null;
    return [each.map((part) => (part ?? []).reduce((most, [v]) => Math.max(most, v ?? 0), 0))];
  }
  const own = isStream(found) ? found.dict : isDict(found) ? found : null;
  if (!own) return null;
  switch (file.get(own.get("FunctionType"))) {
    case 0:
      return isStream(found) ? tableColours(file, found) : null;
    case 2:
      return [numbersOf(file, own.get("C0")) ?? [0], numbersOf(file, own.get("C1")) ?? [1]];
    case 3: {
      const inner = file.get(own.get("Functions"));
      if (!isArray(inner) || inner.length > 64) return null;
      const each = inner.map((one) => functionColours(file, one, [0, 1], depth + 1));
      return each.some((part) => part === null) ? null : each.flatMap((part) => part ?? []);
    }
    case 4:
      return isStream(found) ? calculatedColours(file, found, domain) : null;
    default:
      return null;
  }
}

function tableColours(file: PdfFile, table: PdfStream): Stops {
  const range = numbersOf(file, table.dict.get("Range"));
  const bits = file.get(table.dict.get("BitsPerSample"));
  const { bytes, fault } = file.decoded(table, LARGEST_TABLE);
  const parts = (range?.length ?? 0) / 2;
  if (!range || parts < 1 || fault || (bits !== 8 && bits !== 16)) return null;
  const wide = bits / 8;
  const made: number[][] = [];
  for (let at = 0; at + parts * wide <= bytes.length; at += parts * wide) {
    made.push(
      Array.from({ length: parts }, (_, n) => {
        const low = range[2 * n] as number;
        return low + (((range[2 * n + 1] as number) - low) * (bytes[at + n * wide] as number)) / 255;
      }),
    );
  }
  return made;
}

function calculatedColours(file: PdfFile, program: PdfStream, asked: readonly number[]): Stops {
  const { bytes, fault, coded } = file.decoded(program, LARGEST_TABLE);
  const calculate = fault || coded ? null : readCalculator(bytes);
  const range = numbersOf(file, program.dict.get("Range"));
  const domain = numbersOf(file, program.dict.get("Domain"));
  const inputs = asked.length / 2;
  if (!calculate || !range || domain?.length !== asked.length || (inputs !== 1 && inputs !== 2)) return null;
  const places = inputs === 1 ? PLACES : PLACES_EACH;
  const at = (axis: number, n: number): number => {
    const [low, high] = [asked[2 * axis] as number, asked[2 * axis + 1] as number];
    return held(low + ((high - low) * n) / (places - 1), domain[2 * axis] as number, domain[2 * axis + 1] as number);
  };
  const made: (readonly number[])[] = [];
  for (let i = 0; i < places; i++) {
    for (let j = 0; j < (inputs === 1 ? 1 : places); j++) {
      const values = calculate(inputs === 1 ? [at(0, i)] : [at(0, i), at(1, j)]);
      if (values?.length !== range.length / 2) return null;
      made.push(values.map((value, n) => held(value, range[2 * n] as number, range[2 * n + 1] as number)));
    }
  }
  return made;
}

function held(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Corners of triangles (types 4 and 5) and of patches (6 and 7), each a record of bits. */
function meshColours(file: PdfFile, mesh: PdfStream, parts: number): Stops {
  const number = (key: string): number => {
    const value = file.get(mesh.dict.get(key));
    return typeof value === "number" ? value : 0;
  };
  const kind = number("ShadingType");
  const [place, part, flag] = [number("BitsPerCoordinate"), number("BitsPerComponent"), number("BitsPerFlag")];
  const decode = numbersOf(file, mesh.dict.get("Decode"));
  if (kind < 4 || kind > 7 || place < 1 || place > 32 || part < 1 || part > 16 || parts < 1) return null;
  if (decode?.length !== 4 + 2 * parts || (kind !== 5 && (flag < 2 || flag > 8))) return null;
  const { bytes, fault, coded } = file.decoded(mesh, LARGEST_MESH);
  if (fault || coded) return null;
  const found = new Map<string, readonly number[]>();
  let at = 0;
  const bitsLeft = (): number => bytes.length * 8 - at;
  const take = (bits: number): number => {
    let value = 0;
    for (let left = bits; left > 0; ) {
      const within = at & 7;
      const count = Math.min(left, 8 - within);
      value = value * 2 ** count + (((bytes[at >> 3] as number) >> (8 - within - count)) & ((1 << count) - 1));
      at += count;
      left -= count;
    }
    return value;
  };
  while (true) {
    if (bitsLeft() < (kind === 5 ? 0 : flag) + 2 * place + parts * part) break;
    const edge = kind === 5 ? 0 : take(flag) & 3;
    // A patch that goes on from another has two corners of it already.
    const points = kind < 6 ? 1 : (kind === 6 ? 12 : 16) - (edge === 0 ? 0 : 4);
    const corners = kind < 6 ? 1 : edge === 0 ? 4 : 2;
    if (bitsLeft() < points * 2 * place + corners * parts * part) return null;
    at += points * 2 * place;
    for (let corner = 0; corner < corners; corner++) {
      const colour = Array.from({ length: parts }, (_, n) => {
        const [low, high] = [decode[4 + 2 * n] as number, decode[5 + 2 * n] as number];
        return low + ((high - low) * take(part)) / (2 ** part - 1);
      });
      found.set(colour.join(), colour);
      if (found.size > MOST_COLOURS) return null;
    }
    at = (at + 7) & ~7;
  }
  return found.size > 0 ? [...found.values()] : null;
}
