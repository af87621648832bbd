/**
 * The stories of `shared/test/sheetStories.ts` as files in a folder, with their pictures: photographs cut and enlarged,
 * so that what is judged is the page and not their pixels.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { SHEET_PICTURES, sheetStories } from "../../shared/test/sheetStories.ts";
import { root } from "../setup.mjs";

const samples = join(root, "assets", "samples");

/** Files by story name, each with the folders of its pictures. `photos` null: the samples' pictures take their places. */
export async function writeStories(folder, photos) {
  const pictures = join(folder, "pictures");
  mkdirSync(pictures, { recursive: true });
  for (const { name, file, size } of SHEET_PICTURES) {
    const here = photos === null || /quay|river/.test(file) ? samples : photos;
    const there = photos === null && /rocket|hubble/.test(file) ? "quay.jpg" : file;
    const [width, height] = size;
    await sharp(join(here, there))
      .resize({ width, height, fit: "cover" })
      .jpeg({ quality: 80 })
      .toFile(join(pictures, name));
  }
  return Object.fromEntries(
    Object.entries(sheetStories()).map(([name, text]) => {
      const file = join(folder, `${name}.${name.startsWith("en") ? "md" : "txt"}`);
      writeFileSync(file, text);
      return [name, { file, media: [pictures] }];
    }),
  );
}
