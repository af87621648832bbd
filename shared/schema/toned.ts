/** Which photos of a document may have type standing on them, so that it must be known how light they are where. */
import type { Node } from "prosemirror-model";
import type { Placement } from "./attributes.ts";
import { setsTypeOver } from "./openerFile.ts";
import { wantsWordsOver, type WordsStand } from "./photoFile.ts";
import type { Design } from "./template.ts";
import type { PhotoName } from "./traced.ts";

/** The one that opens the story where the title may stand over it, and those with words of their own on them. */
export function tonedPhotos(doc: Node, design: Design): readonly PhotoName[] {
  const photos: PhotoName[] = [];
  let first = setsTypeOver(design.opener);
  doc.descendants((node) => {
    if (node.type.name !== "photo") return !node.isTextblock;
    const { file, media, stands, placement } = node.attrs as PhotoName & {
      readonly stands: WordsStand | null;
      readonly placement: Placement;
    };
    if (first || wantsWordsOver(design.photos, { stands, placement })) photos.push({ file, media });
    first = false;
    return false;
  });
  return photos;
}
