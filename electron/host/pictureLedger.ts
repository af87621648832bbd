/** Keeps a record of the pictures of an export for its receipt: what went into the file, how fine, with how much ink. */
import { effectivePpi } from "../../shared/preflight/pictures.ts";
import type { Receipt } from "../../shared/preflight/receipt.ts";
import type { Originals } from "./originals.ts";
import type { PictureSeen } from "./pictureDesk.ts";

export type PictureLedger = { readonly seen: PictureSeen; lines(): Receipt["placed"] };

/** `originals`: asked when a picture comes, since they are known only once the document is read. */
export function pictureLedger(originals: () => Originals): PictureLedger {
  const lines: Receipt["placed"] = [];
  return {
    seen({ media, page, crop, box }, { width, height, space, ink, form }) {
      const original = originals().all.get(media);
      const ppi = original && !form ? effectivePpi(original, crop, box) : null;
      lines.push({
        name: original?.name ?? media.slice(0, 12),
        sha256: media,
        page,
        ppi: ppi !== null && Number.isFinite(ppi) ? Math.round(ppi) : null,
        width,
        height,
        space,
        ...(form && form.spots.length > 0 ? { spots: [...form.spots] } : {}),
        ink: ink ? { mean: Math.round(ink.mean), high: Math.round(ink.high) } : null,
      });
    },
    // They come as the decoder has them ready; in the receipt they stand as on the pages.
    lines: () => lines.toSorted((a, b) => a.page - b.page || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  };
}
