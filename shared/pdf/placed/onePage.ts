/**
 * A copied page as a file of its own, as large as what is shown of it: what a window draws in place of the page. Nothing
 * is in it but that page's ink, so nothing of the file it came from can act.
 */
import { dict, rounded, utf8 } from "../objects.ts";
import { picturePlacement } from "../placePicture.ts";
import { pdfFile, type Sink } from "../serialise.ts";
import type { CopiedForm } from "./copyPage.ts";
import { formBook } from "./formBook.ts";

/** EXIF's word for a page's turn: pictures and pages are turned upright by one table. */
export const ORIENTATION = { 0: 1, 90: 6, 180: 3, 270: 8 } as const;
const WHOLE = { x: 0, y: 0, width: 1, height: 1 } as const;

export async function writeOnePage(
  form: CopiedForm,
  deflate: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>,
  sink: Sink,
): Promise<void> {
  const file = pdfFile(sink, "1.7");
  const catalog = file.allocate();
  const pages = file.allocate();
  const ink = await formBook(file, deflate).write(form);
  const { matrix } = picturePlacement({ orientation: ORIENTATION[form.rotate], crop: WHOLE }, [
    0,
    0,
    form.width,
    form.height,
  ]);
  const numbers = matrix.map((value) => rounded(value, 10_000)).join(" ");
  const contents = await file.stream(dict({}), utf8(`q ${numbers} cm /P Do Q\n`));
  const page = await file.write(
    dict({
      Type: "Page",
      Parent: pages,
      MediaBox: [0, 0, form.width, form.height],
      Resources: { XObject: { P: ink } },
      Contents: contents,
      Group: form.transparent ? { S: "Transparency", CS: "DeviceCMYK" } : null,
    }),
  );
  await file.write(dict({ Type: "Pages", Kids: [page], Count: 1 }), pages);
  await file.write(dict({ Type: "Catalog", Pages: pages }), catalog);
  const info = await file.write(dict({}));
  const none = new Uint8Array(16);
  await file.finish(catalog, info, [none, none]);
}
