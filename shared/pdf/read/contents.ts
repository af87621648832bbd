/**
 * Page contents as a sequence of operators with their operands (ISO 32000-1 §7.8.2), inline pictures included. Knows
 * how operators are written, not what they do.
 */
import { END, isOperator, Lexer } from "./lexer.ts";
import { nameOf, type PdfDict, type PdfStream, type PdfValue } from "./values.ts";

export type Operation = {
  readonly word: string;
  readonly operands: readonly PdfValue[];
  readonly inline: PdfStream | null;
  /** Where its operands begin, with what space stands before them, and where it ends: offsets in the contents. */
  readonly from: number;
  readonly to: number;
};

/** More operands than any operator takes; the rest are forgotten. */
const MOST_OPERANDS = 64;
const INLINE: Readonly<Record<string, string>> = {
  W: "Width",
  H: "Height",
  BPC: "BitsPerComponent",
  CS: "ColorSpace",
  F: "Filter",
  DP: "DecodeParms",
  IM: "ImageMask",
  D: "Decode",
  I: "Interpolate",
};

export function* operations(bytes: Uint8Array, fault: (message: string) => void): Generator<Operation> {
  const lexer = new Lexer(bytes, 0, false);
  let operands: PdfValue[] = [];
  let from = 0;
  for (;;) {
    const token = lexer.next();
    if (!isOperator(token)) {
      if (operands.length < MOST_OPERANDS) operands.push(token);
      continue;
    }
    if (token === END) break;
    const inline = token.word === "BI" ? inlinePicture(lexer, bytes, fault) : null;
    yield { word: token.word, operands: token.word === "BI" ? [] : operands, inline, from, to: lexer.at };
    from = lexer.at;
    if (operands.length > 0) operands = [];
  }
  if (lexer.broken) fault("Parts of its contents are written wrong");
}

/** After "BI": the dictionary, "ID", one space, the data, "EI". */
function inlinePicture(lexer: Lexer, bytes: Uint8Array, fault: (message: string) => void): PdfStream | null {
  const dict = new Map<string, PdfValue>();
  for (;;) {
    const key = lexer.next();
    if (isOperator(key)) {
      if (key.word === "ID") break;
      fault("An inline picture has no data");
      return null;
    }
    const value = lexer.next();
    if (isOperator(value) || typeof key !== "string") {
      fault("An inline picture is written wrong");
      return null;
    }
    dict.set(INLINE[key] ?? key, value);
  }
  const start = lexer.at + 1;
  const plain = plainLength(dict);
  let end = plain === null ? start : Math.min(start + plain, bytes.length);
  for (; end < bytes.length; end++) {
    if (bytes[end] !== 0x45 || bytes[end + 1] !== 0x49) continue;
    if (isSpace(bytes[end - 1]) && (end + 2 >= bytes.length || isSpace(bytes[end + 2])) && isText(bytes, end + 2))
      break;
  }
  if (end >= bytes.length) fault("An inline picture does not end");
  lexer.at = Math.min(end + 2, bytes.length);
  const data = bytes.subarray(start, Math.max(start, end - 1));
  return { kind: "stream", dict, at: -1, length: data.length, inline: data };
}

/** Of data that are not coded, in a space whose parts are known by name. */
function plainLength(dict: PdfDict): number | null {
  if (dict.has("Filter")) return null;
  const [width, height, bits, space] = ["Width", "Height", "BitsPerComponent", "ColorSpace"].map((key) =>
    dict.get(key),
  );
  if (typeof width !== "number" || typeof height !== "number") return null;
  const parts =
    dict.get("ImageMask") === true
      ? 1
      : { G: 1, DeviceGray: 1, RGB: 3, DeviceRGB: 3, CMYK: 4, DeviceCMYK: 4 }[nameOf(space)];
  if (parts === undefined || width < 0 || height < 0) return null;
  return Math.ceil((width * parts * (typeof bits === "number" ? bits : 1)) / 8) * height;
}

function isSpace(code: number | undefined): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 0;
}
/** The next few bytes read as operators, not as pixels. */
function isText(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < Math.min(from + 8, bytes.length); at++) {
    const code = bytes[at] as number;
    if (code > 126 || (code < 32 && !isSpace(code))) return false;
  }
  return true;
}
