/**
 * The file itself: header, objects as they come, cross-reference table, trailer (ISO 32000-1 §7.5). Objects leave as
 * soon as they are complete, so the memory needed is one object and the table of offsets, whatever the pictures weigh.
 * Always the classic table: PDF/X-1a forbids the newer form and no reader minds the older one.
 */
import type { PDFDict, PDFObject } from "pdf-lib";
import { array, dict, hexString, name, number, reference, type Ref } from "./objects.ts";

/** Where bytes go. A chunk is the sink's to keep. Returning a promise holds the writer back. */
export type Sink = { write(chunk: Uint8Array): void | Promise<void> };

export type PdfFile = {
  /** A number for an object that is written later. Each must be written once before `finish`. */
  allocate(): Ref;
  /** Writes an object under a number of its own, or under `ref`. */
  write(object: PDFObject, ref?: Ref): Promise<Ref>;
  /** Writes a stream. `head` is completed with its Length. */
  stream(head: PDFDict, data: Uint8Array, ref?: Ref): Promise<Ref>;
  /** Table and trailer. `id`: two fingerprints of 16 bytes, of the document and of this state of it. Total bytes. */
  finish(root: Ref, info: Ref, id: readonly [Uint8Array, Uint8Array]): Promise<number>;
};

const CHUNK = 1 << 17;

export function pdfFile(sink: Sink, version: "1.4" | "1.6" | "1.7"): PdfFile {
  /** Offset of object n at index n; -1 while it is not written. Doubles, so files beyond 4 GB have offsets too. */
  const offsets: number[] = [0];
  let flushed = 0;
  let chunk = new Uint8Array(CHUNK);
  let used = 0;

  async function flush(): Promise<void> {
    if (used === 0) return;
    const full = chunk.subarray(0, used);
    flushed += used;
    chunk = new Uint8Array(CHUNK);
    used = 0;
    await sink.write(full);
  }
  /** Null when there is room already: waiting for nothing would cost more than most objects. */
  function room(size: number): Promise<void> | null {
    return used + size <= chunk.length ? null : makeRoom(size);
  }
  async function makeRoom(size: number): Promise<void> {
    await flush();
    if (size > chunk.length) chunk = new Uint8Array(size);
  }
  /** Room must have been made for it. */
  function ascii(words: string): void {
    for (let i = 0; i < words.length; i++) chunk[used++] = words.charCodeAt(i);
  }
  async function line(words: string): Promise<void> {
    const wait = room(words.length);
    if (wait) await wait;
    ascii(words);
  }
  /** Begins and ends an object; what is between is `object`. */
  async function put(ref: Ref, object: PDFObject, end: string): Promise<void> {
    const begin = `${ref.objectNumber} 0 obj\n`;
    const wait = room(begin.length + object.sizeInBytes() + end.length);
    if (wait) await wait;
    offsets[ref.objectNumber] = flushed + used;
    ascii(begin);
    used += object.copyBytesInto(chunk, used);
    ascii(end);
  }
  async function bytes(data: Uint8Array): Promise<void> {
    if (data.length < CHUNK / 4) {
      const wait = room(data.length);
      if (wait) await wait;
      chunk.set(data, used);
      used += data.length;
      return;
    }
    await flush();
    flushed += data.length;
    await sink.write(data);
  }
  function allocate(): Ref {
    offsets.push(-1);
    return reference(offsets.length - 1);
  }
  function mustBeOpen(ref: Ref): void {
    if (offsets[ref.objectNumber] !== -1) throw new RangeError(`object ${ref.objectNumber} is not open for writing`);
  }

  // Four bytes above 127, so that programs which move files about take it for binary (§7.5.2).
  for (const code of `%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`) chunk[used++] = code.charCodeAt(0);

  return {
    allocate,
    async write(object, ref = allocate()) {
      mustBeOpen(ref);
      await put(ref, object, "\nendobj\n");
      return ref;
    },
    async stream(head, data, ref = allocate()) {
      mustBeOpen(ref);
      head.set(name("Length"), number(data.length));
      await put(ref, head, "\nstream\n");
      await bytes(data);
      await line("\nendstream\nendobj\n");
      return ref;
    },
    async finish(root, info, id) {
      const missing = offsets.indexOf(-1);
      if (missing > 0) throw new RangeError(`object ${missing} was never written`);
      const start = flushed + used;
      await line(`xref\n0 ${offsets.length}\n0000000000 65535 f \n`);
      for (let i = 1; i < offsets.length; i++) await line(`${String(offsets[i]).padStart(10, "0")} 00000 n \n`);
      const trailer = dict({ Size: offsets.length, Root: root, Info: info, ID: array(id.map(hexString)) });
      await line(`trailer\n${trailer.toString()}\nstartxref\n${start}\n%%EOF\n`);
      await flush();
      return flushed;
    },
  };
}
