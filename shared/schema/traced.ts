/** Which photos of a document have text running round what they show, so that their outlines are wanted. */
import type { Node } from "prosemirror-model";
import type { Placement } from "./attributes.ts";

export type PhotoName = { readonly file: string; readonly media: string | null };

/** Those pinned with text round their outline; with `first` also the one that opens the story, for an opener that cuts out. */
export function tracedPhotos(doc: Node, first: boolean): readonly PhotoName[] {
  const photos: PhotoName[] = [];
  let seen = 0;
  doc.descendants((node) => {
    if (node.type.name !== "photo") return !node.isTextblock;
    const placement = node.attrs.placement as Placement;
    const wrapped = placement.kind === "pinned" && placement.wrap?.kind === "outline";
    if (wrapped || (first && seen === 0)) {
      photos.push({ file: node.attrs.file as string, media: node.attrs.media as string | null });
    }
    seen++;
    return true;
  });
  return photos;
}
