/** Pictures of a document for the files that carry them along: small copies for HTML, the originals for Word. */
import type { Node } from "prosemirror-model";
import type { WordPicture } from "../../shared/manuscript/writeWord.ts";
import { type Original, type Originals, photosOf, pictureRoom } from "./originals.ts";

type Photo = { readonly file: string; readonly media: string | null };

/** Each original that stands in the document, once. */
function standing(doc: Node, originals: Originals): readonly Original[] {
  const found = new Map<string, Original>();
  for (const photo of photosOf(doc)) {
    const size = originals.pictures.sizeOf(photo);
    if (size) found.set(size.media, originals.get(size.media));
  }
  return [...found.values()];
}

function byPhoto<T>(originals: Originals, found: ReadonlyMap<string, T>): (photo: Photo) => T | null {
  return (photo) => {
    const size = originals.pictures.sizeOf(photo);
    return (size && found.get(size.media)) ?? null;
  };
}

/** Pixels across, tried until all of them together stay below the sum. */
const WIDTHS = [1200, 800, 500, 320, 160] as const;
/** Bytes of all pictures: with their third more as text the file stays one that our own reader takes. */
const MOST = 3_400_000;

/** Data URLs of JPEGs. */
export async function picturesForHtml(doc: Node, originals: Originals): Promise<(photo: Photo) => string | null> {
  const { previewPicture } = await pictureRoom();
  const all = standing(doc, originals);
  const found = new Map<string, string>();
  for (const width of WIDTHS) {
    let sum = 0;
    for (const original of all) {
      const { type, bytes } = await previewPicture(await original.read(), width);
      sum += bytes.length;
      if (sum > MOST && width !== WIDTHS.at(-1)) break;
      found.set(original.hash, `data:${type};base64,${Buffer.from(bytes).toString("base64")}`);
    }
    if (sum <= MOST) break;
  }
  return byPhoto(originals, found);
}

/** What Word shows itself; anything else becomes a JPEG of this many pixels across. */
const WORDS_OWN: Readonly<Record<string, string>> = { "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif" };
const LARGE = 3000;

export async function picturesForWord(doc: Node, originals: Originals): Promise<(photo: Photo) => WordPicture | null> {
  const { previewPicture } = await pictureRoom();
  const found = new Map<string, WordPicture>();
  for (const original of standing(doc, originals)) {
    const { hash, type, width, height } = original;
    const bytes = await original.read();
    const ending = WORDS_OWN[type];
    const shown = ending ? { ending, bytes } : { ending: "jpg", bytes: (await previewPicture(bytes, LARGE)).bytes };
    found.set(hash, { ...shown, width, height });
  }
  return byPhoto(originals, found);
}
