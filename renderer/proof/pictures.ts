/**
 * Pictures for painting, decoded to about the size they are shown at. A larger one is fetched when the zoom asks for
 * it and the one at hand is painted meanwhile. What was not used for longest goes when there is too much.
 */
import type { Bridge } from "../../shared/ipc.ts";
import { streams } from "../../shared/ipc.ts";
import type { PdfPage } from "../../shared/schema/attributes.ts";
import { drawPdf } from "./pdfPage.ts";

export type ScreenPictures = {
  /** The best there is for a picture shown `width` device pixels across (the whole of it); null while there is none. */
  picture(media: string, width: number, pdf?: PdfPage): ImageBitmap | null;
  /** Another document: its pictures lie under another handle. */
  turnTo(handle: string): void;
};

/** Widths fetched; the last serves every zoom above. */
const WIDTHS = [160, 320, 640, 1280, 2560, 5120] as const;
/** Decoded pixels kept. */
const MOST_PIXELS = 48e6;

export function screenPictures(bridge: Bridge, arrived: () => void): ScreenPictures {
  let handle = "";
  let kept = new Map<string, Map<number, ImageBitmap | null>>();
  let pixels = 0;
  const used = new Map<string, number>();
  let clock = 0;

  async function fetchPicture(
    media: string,
    width: number,
    under: string,
    original: string,
    pdf: PdfPage | undefined,
  ): Promise<void> {
    const sizes = kept;
    try {
      const response = await fetch(bridge.url(streams.preview(under, original, width, pdf)));
      if (!response.ok) return;
      const isPdf = response.headers.get("content-type") === "application/pdf";
      const bitmap = isPdf
        ? await drawPdf(await response.arrayBuffer(), width)
        : await createImageBitmap(await response.blob());
      if (sizes !== kept) return bitmap.close();
      sizes.get(media)?.set(width, bitmap);
      pixels += bitmap.width * bitmap.height;
      makeRoom(`${media} ${width}`);
      arrived();
    } catch {
      // The host says in its findings which pictures cannot be shown; the frame stays tinted.
    }
  }

  function makeRoom(newest: string): void {
    for (const [name] of [...used].toSorted((a, b) => a[1] - b[1])) {
      if (pixels <= MOST_PIXELS) return;
      if (name === newest) continue;
      const [media = "", width = ""] = name.split(" ");
      const bitmap = kept.get(media)?.get(Number(width));
      if (bitmap) {
        pixels -= bitmap.width * bitmap.height;
        bitmap.close();
      }
      kept.get(media)?.delete(Number(width));
      used.delete(name);
    }
  }

  return {
    picture(original, width, pdf) {
      // Pages of one PDF are pictures of their own.
      const media = pdf ? `${original}/${pdf.page}/${pdf.box}` : original;
      const wanted = WIDTHS.find((step) => step >= width) ?? WIDTHS[WIDTHS.length - 1] ?? 0;
      let sizes = kept.get(media);
      if (!sizes) {
        sizes = new Map();
        kept.set(media, sizes);
      }
      if (!sizes.has(wanted)) {
        sizes.set(wanted, null);
        void fetchPicture(media, wanted, handle, original, pdf);
      }
      let best: ImageBitmap | null = sizes.get(wanted) ?? null;
      let at: number = wanted;
      for (const [size, bitmap] of sizes) {
        if (bitmap && (!best || (best !== sizes.get(wanted) && size > at))) {
          best = bitmap;
          at = size;
        }
      }
      if (best) {
        clock += 1;
        used.set(`${media} ${at}`, clock);
      }
      return best;
    },
    turnTo(next) {
      handle = next;
      for (const sizes of kept.values()) for (const bitmap of sizes.values()) bitmap?.close();
      kept = new Map();
      used.clear();
      pixels = 0;
    },
  };
}
