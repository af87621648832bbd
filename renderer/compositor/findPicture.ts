/** Which of the document's pictures a photo shows: one rule for the pages, the story's cards and the inspector. */
import type { PictureSize } from "./messages.ts";

/** By content when the document knows it, else by the name the manuscript gave. */
export function findPicture(
  pictures: readonly PictureSize[],
  photo: { readonly file: string; readonly media: string | null },
): PictureSize | null {
  const found =
    pictures.find((picture) => picture.media === photo.media) ??
    (photo.media === null && photo.file !== "" ? pictures.find((picture) => picture.name === photo.file) : undefined);
  return found && found.width > 0 && found.height > 0 ? found : null;
}
