/** The bytes of contents, a page's or a form's, decoded and within limits (ISO 32000-1 §7.8.2). */
import { type Effort, spend, TooMuch } from "./effort.ts";
import type { PdfFile } from "./file.ts";
import { isArray, isStream, type PdfStream, type PdfValue } from "./values.ts";

/** Contents of a page or a form, decoded. */
const LARGEST_CONTENT = 1 << 26;
/** Contents that expand more than this are no page: ink is described in words that differ. */
const MOST_EXPANSION = 400;

type Fault = (message: string) => void;

/** A page's contents: its streams put together, for an operator may begin in one and end in the next. */
export function pageBytes(file: PdfFile, value: PdfValue | undefined, effort: Effort, fault: Fault): Uint8Array {
  const contents = file.get(value);
  const streams = isArray(contents) ? contents.slice(0, 4096).map((one) => file.get(one)) : [contents];
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (const stream of streams) {
    if (!isStream(stream)) {
      if (stream !== null) fault("Its contents are no stream");
      continue;
    }
    const bytes = contentBytes(file, stream, effort, fault);
    size += bytes.length + 1;
    if (size > LARGEST_CONTENT) throw new TooMuch("its contents are larger than 64 MB");
    pieces.push(bytes);
  }
  if (pieces.length === 1) return pieces[0] as Uint8Array;
  const whole = new Uint8Array(size).fill(10);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length + 1;
  }
  return whole;
}

export function contentBytes(file: PdfFile, stream: PdfStream, effort: Effort, fault: Fault): Uint8Array {
  const { bytes, fault: broken, coded } = file.decoded(stream, LARGEST_CONTENT);
  if (coded !== null) fault(`Its contents are coded with ${coded}`);
  if (broken !== null) fault("Parts of its contents cannot be decoded");
  if (bytes.length > 1 << 20 && bytes.length > stream.length * MOST_EXPANSION) {
    throw new TooMuch("its contents expand more than four hundredfold");
  }
  spend(effort, 1 + (bytes.length >> 8));
  return bytes;
}
