/**
 * Pages of other PDFs as form XObjects of the file being written. Objects are written when their contents are known, so
 * that the same font or profile met twice, in one page or in two files, stands in the file once; the order follows from
 * the pages alone, and so do the bytes.
 */
import { PDFArray, PDFContext, PDFDict, PDFNull, PDFNumber, type PDFObject } from "pdf-lib";
import { digest } from "../digest.ts";
import { dict, hexString, name, object, type Ref, utf8 } from "../objects.ts";
import { isArray, isDict, isRef, isStream, isString, type PdfDict, type PdfValue } from "../read/values.ts";
import type { PdfFile } from "../serialise.ts";
import type { CopiedForm } from "./copyPage.ts";

export type FormBook = { write(form: CopiedForm): Promise<Ref> };

/**
 * A page begins in the state that a file gives it (ISO 32000-1 §8.4.1); a form takes over whatever stands. So the state is
 * set first: black in grey, plain strokes, plain type.
 */
const FRESH = utf8("0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Tr 0 Ts\n");

const context = PDFContext.create();

export function formBook(file: PdfFile, deflate: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>): FormBook {
  const written = new Map<string, Ref>();

  /** Written now, or where the same stands already. */
  async function once(head: PDFDict | PDFObject, data: Uint8Array | null): Promise<Ref> {
    const key = keyOf(head, data);
    const known = written.get(key);
    if (known) return known;
    const ref = data ? await file.stream(head as PDFDict, data) : await file.write(head);
    written.set(key, ref);
    return ref;
  }

  return {
    async write(form) {
      const refs: (Ref | null)[] = form.objects.map(() => null);
      const open = new Set<number>();

      async function refOf(index: number): Promise<Ref> {
        const known = refs[index];
        if (known) return known;
        const copied = form.objects[index];
        if (!copied) throw new RangeError(`a copied page has no object ${index}`);
        open.add(index);
        const head = await made(copied.value);
        open.delete(index);
        const plain = copied.data !== null && !copied.coded;
        const data = plain ? await deflate(copied.data) : copied.data;
        if (plain) (head as PDFDict).set(name("Filter"), name("FlateDecode"));
        // An object that leads back to itself was given a number on the way, and has no twin.
        const own = refs[index];
        const ref = own ?? (await once(head, data));
        if (own) await (data ? file.stream(head as PDFDict, data, own) : file.write(head, own));
        refs[index] = ref;
        return ref;
      }

      async function made(value: PdfValue): Promise<PDFObject> {
        if (value === null) return PDFNull;
        if (isRef(value)) {
          if (refs[value.number] || !open.has(value.number)) return refOf(value.number);
          const early = file.allocate();
          refs[value.number] = early;
          return early;
        }
        if (isArray(value)) {
          const list = PDFArray.withContext(context);
          for (const one of value) list.push(await made(one));
          return list;
        }
        if (isDict(value)) return dictOf(value);
        if (isString(value)) return hexString(value.bytes);
        if (isStream(value)) throw new RangeError("a stream stands inside a copied object");
        // As exact as it was: a coefficient of a function is no length on the page.
        if (typeof value === "number") return PDFNumber.of(value);
        return object(value as string | boolean);
      }
      async function dictOf(value: PdfDict): Promise<PDFDict> {
        const head = PDFDict.withContext(context);
        for (const [key, one] of value) if (one !== null) head.set(name(key), await made(one));
        return head;
      }

      const [left, bottom, right, top] = form.bbox;
      const content = new Uint8Array(FRESH.length + form.content.length);
      content.set(FRESH);
      content.set(form.content, FRESH.length);
      const resources = await dictOf(form.resources);
      const group = form.group && (await dictOf(form.group));
      const [x, y] = [1 / (right - left), 1 / (top - bottom)];
      const head = dict({
        Type: "XObject",
        Subtype: "Form",
        BBox: [left, bottom, right, top].map((value) => PDFNumber.of(value)),
        // The part shown becomes the unit square, as a picture's is.
        Matrix: [x, 0, 0, y, -left * x, -bottom * y].map((value) => PDFNumber.of(value)),
        Resources: resources,
        Group: group,
        Filter: "FlateDecode",
      });
      return once(head, await deflate(content));
    },
  };
}

function keyOf(head: PDFObject, data: Uint8Array | null): string {
  const bytes = new Uint8Array(head.sizeInBytes());
  head.copyBytesInto(bytes, 0);
  const print = digest();
  print.add(bytes);
  if (data) print.add(data);
  return `${[...print.bytes()].join(" ")} ${bytes.length} ${data?.length ?? -1}`;
}
