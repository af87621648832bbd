/**
 * What a PDF holds, as it is read: the objects of ISO 32000-1 §7.3 as plain data. A name is a JavaScript string (bytes
 * decoded as UTF-8), a number a number, an array an array; everything else says its kind. Nothing here is believed: a
 * reader asks for the type it wants and gets `null` for any other.
 */
export type PdfRef = { readonly kind: "ref"; readonly number: number; readonly generation: number };
export type PdfString = { readonly kind: "string"; readonly bytes: Uint8Array };
export type PdfDict = ReadonlyMap<string, PdfValue>;
export type PdfStream = {
  readonly kind: "stream";
  readonly dict: PdfDict;
  /** Where the coded bytes begin in the file, and how many they are. */
  readonly at: number;
  readonly length: number;
  /** Coded bytes that stand in no file of their own: those of an inline picture. */
  readonly inline: Uint8Array | null;
  /** The object it is, by which it is encrypted. */
  readonly of?: PdfRef;
};
export type PdfValue =
  | null
  | boolean
  | number
  | string
  | PdfString
  | PdfRef
  | PdfStream
  | readonly PdfValue[]
  | PdfDict;

export function isDict(value: PdfValue | undefined): value is PdfDict {
  return value instanceof Map;
}
export function isArray(value: PdfValue | undefined): value is readonly PdfValue[] {
  return Array.isArray(value);
}
export function isStream(value: PdfValue | undefined): value is PdfStream {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "stream";
}
export function isRef(value: PdfValue | undefined): value is PdfRef {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "ref";
}
export function isString(value: PdfValue | undefined): value is PdfString {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "string";
}

/** A name; "" for anything else. */
export function nameOf(value: PdfValue | undefined): string {
  return typeof value === "string" ? value : "";
}

const utf8 = new TextDecoder("utf-8");
const utf16 = new TextDecoder("utf-16be");

/** A text string in any of its three encodings (§7.9.2.2), at most 1,000 characters. PDFDocEncoding is read as Latin-1. */
export function textOf(value: PdfValue | undefined): string | null {
  if (!isString(value)) return null;
  const { bytes } = value;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16.decode(bytes.subarray(2, 2002));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8.decode(bytes.subarray(3, 4003));
  return latin(bytes.subarray(0, 1000));
}

export function latin(bytes: Uint8Array): string {
  let made = "";
  for (const byte of bytes) made += String.fromCharCode(byte);
  return made;
}
