/**
 * Words for PDF objects. Everything the writer puts into a file is made here from pdf-lib's object classes, so that
 * two rules hold everywhere: a number is finite and rounded, and a name or a text is encoded by us. `PDFName.of("Đỏ")`
 * would write the low byte of each letter; ISO 32000-1 §7.3.5 wants the UTF-8 bytes.
 */
import {
  PDFArray,
  PDFBool,
  PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from "pdf-lib";

/** Never registers an object: pdf-lib's dictionaries only want to know where they would look references up. */
const context = PDFContext.create();

export type Value = PDFObject | number | boolean | string | readonly Value[] | { readonly [key: string]: Value | null };
export type Ref = PDFRef;

/** A dictionary from plain data: strings become names, `null` entries are left out, order is kept. */
export function dict(entries: { readonly [key: string]: Value | null }): PDFDict {
  const made = PDFDict.withContext(context);
  for (const [key, value] of Object.entries(entries)) if (value !== null) made.set(name(key), object(value));
  return made;
}

export function array(values: readonly Value[]): PDFArray {
  const made = PDFArray.withContext(context);
  for (const value of values) made.push(object(value));
  return made;
}

export function object(value: Value): PDFObject {
  if (typeof value === "number") return number(value);
  if (typeof value === "boolean") return value ? PDFBool.True : PDFBool.False;
  if (typeof value === "string") return name(value);
  if (Array.isArray(value)) return array(value as readonly Value[]);
  if (isObject(value)) return value;
  return dict(value as { readonly [key: string]: Value | null });
}

function isObject(value: object): value is PDFObject {
  return "copyBytesInto" in value;
}

/** Rounded to 1/10000: far below what a press resolves, and the same on every machine. */
export function number(value: number): PDFNumber {
  return PDFNumber.of(rounded(value, 10_000));
}

export function rounded(value: number, perUnit: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`a PDF holds no ${value}`);
  return Math.round(value * perUnit) / perUnit + 0;
}

/** pdf-lib escapes bytes and reads `#xx` as an escape, so a name goes in as UTF-8 bytes with its own `#` escaped. */
export function name(text: string): PDFName {
  let made = names.get(text);
  if (made) return made;
  made = PDFName.of(/^[A-Za-z0-9_.-]*$/.test(text) ? text : byteString(utf8(text)).replaceAll("#", "#23"));
  if (names.size >= MOST_NAMES) names.clear();
  names.set(text, made);
  return made;
}
/** A file has a hundred different names and writes them ten thousand times; pdf-lib takes each apart anew. */
const names = new Map<string, PDFName>();
const MOST_NAMES = 5000;

/** A text string (ISO 32000-1 §7.9.2.2): ASCII as it is, anything else UTF-16 with a byte order mark. */
export function text(value: string): PDFObject {
  if (!/^[\x20-\x7e]*$/.test(value)) return PDFHexString.of(hex16(value, "FEFF"));
  return PDFString.of(value.replace(/[\\()]/g, "\\$&"));
}

/** A byte string, in hex. */
export function hexString(bytes: Uint8Array): PDFObject {
  let digits = "";
  for (const byte of bytes) digits += byte.toString(16).padStart(2, "0");
  return PDFHexString.of(digits);
}

/** UTF-16 units in upper-case hex, four digits each. */
export function hex16(value: string, start = ""): string {
  let digits = start;
  for (let i = 0; i < value.length; i++) digits += value.charCodeAt(i).toString(16).toUpperCase().padStart(4, "0");
  return digits;
}

export function reference(objectNumber: number): Ref {
  return PDFRef.of(objectNumber);
}

const encoder = new TextEncoder();
export function utf8(value: string): Uint8Array {
  return encoder.encode(value);
}

/** Bytes as a string of the characters 0 to 255. */
export function byteString(bytes: Uint8Array): string {
  let made = "";
  for (const byte of bytes) made += String.fromCharCode(byte);
  return made;
}
