/**
 * A page of a placed PDF as pixels: the host sends it as a PDF of its own, pdf.js draws it. The library and its worker
 * are loaded when the first such page comes; character maps, fonts and decoders lie beside the window, so nothing is
 * asked of a network. What is drawn is a look: the press gets the page's own objects.
 */
type Library = typeof import("pdfjs-dist");

let library: Promise<Library> | null = null;

async function load(): Promise<Library> {
  const pdfjs = await import("pdfjs-dist");
  pdfjs.GlobalWorkerOptions.workerPort = new Worker(new URL("../pdf.worker.ts", import.meta.url), { type: "module" });
  return pdfjs;
}

/** A small picture of a PDF's page at an address of its own, for the story's cards. Rejects as `drawPdf` does. */
export async function pdfThumbnail(url: string, width: number): Promise<string> {
  const bitmap = await drawPdf(await (await fetch(url)).arrayBuffer(), width);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  if (!blob) throw new Error("the page could not be drawn");
  return URL.createObjectURL(blob);
}

/** The file's first page, `width` pixels across, on transparent ground. Rejects for what pdf.js cannot read. */
export async function drawPdf(data: ArrayBuffer, width: number): Promise<ImageBitmap> {
  const pdfjs = await (library ??= load());
  const beside = (folder: string) => new URL(`pdfjs-${pdfjs.version}/${folder}/`, document.baseURI).href;
  const loading = pdfjs.getDocument({
    data: new Uint8Array(data),
    cMapUrl: beside("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: beside("standard_fonts"),
    wasmUrl: beside("wasm"),
    iccUrl: beside("iccs"),
    useSystemFonts: false,
    useWorkerFetch: true,
    enableXfa: false,
  });
  try {
    const page = await (await loading.promise).getPage(1);
    const [, , across = 1] = page.view;
    const viewport = page.getViewport({ scale: width / across });
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    await page.render({ canvas, viewport, background: "rgba(0,0,0,0)" }).promise;
    return await createImageBitmap(canvas);
  } finally {
    await loading.destroy();
  }
}
