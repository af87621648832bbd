/**
 * What an IDML package needs of this machine: the fonts' names, the resolution that a picture's file states, which
 * style the design's files base on which. The package itself is `shared/idml`; its pictures go into `Links` beside it.
 */
import { extname } from "node:path";
import type { DesignSpec } from "../../shared/schema/attributes.ts";
import { isObject, type Json, overlay } from "../../shared/schema/designFields.ts";
import { storyReader } from "../../shared/schema/story.ts";
import type { BasedOn, IdmlFont, IdmlLink } from "../../shared/idml/writeIdml.ts";
import { writeIdml } from "../../shared/idml/writeIdml.ts";
import { matchFace } from "../../shared/typesetting/fonts.ts";
import type { FontFile } from "./fonts.ts";
import { safeName } from "./grants.ts";
import { type LayoutJob, type layOutJob, titleOf } from "./jobs.ts";
import type { Original } from "./originals.ts";
import { photosOf } from "./originals.ts";
import { metadataOf } from "./preparePicture.ts";
import { readTemplates } from "./templates.ts";

/** An original under the name that its links have. */
type LinkedPicture = { readonly original: Original; readonly name: string };
export type Idml = { readonly bytes: Uint8Array; readonly links: readonly LinkedPicture[] };

/** A document laid out to IDML and the pictures that belong beside it. Throws `Failed`. */
export async function idmlOf(job: LayoutJob, laid: Awaited<ReturnType<typeof layOutJob>>, time: number): Promise<Idml> {
  const { work, layout, faces, fonts } = laid;
  const links = linksOf(laid);
  const known = new Map<string, IdmlLink>();
  for (const { original, name } of links) {
    const { hash, type, width, height } = original;
    known.set(hash, { name, type, width, height, ppi: await statedPpi(await original.read()) });
  }
  const bytes = writeIdml({
    title: titleOf(work.doc) || work.name,
    story: storyReader()(work.doc),
    design: layout.design,
    pages: layout.pages,
    basedOn: await basedOnOf(job, work.doc.attrs.design as DesignSpec),
    font: (request) => named(matchFace(faces, request).face),
    fontOf(id) {
      const face = fonts.face(id);
      if (!face) throw new RangeError(`a page uses font ${id}, which no folder has`);
      return named(face);
    },
    link: (media) => known.get(media) ?? null,
    time,
  });
  return { bytes, links };
}

function named({ family, subfamily, postscriptName }: FontFile): IdmlFont {
  return { family, style: subfamily, postscriptName };
}

/** The originals of the photos that stand in the document, each once, in its order, under names that differ. */
function linksOf({ work }: Awaited<ReturnType<typeof layOutJob>>): readonly LinkedPicture[] {
  const found = new Map<string, LinkedPicture>();
  const taken = new Set<string>();
  for (const photo of photosOf(work.doc)) {
    const size = work.originals.pictures.sizeOf(photo);
    if (!size || found.has(size.media)) continue;
    const original = work.originals.get(size.media);
    found.set(size.media, { original, name: free(safeName(original.name), taken) });
  }
  return [...found.values()];
}
function free(wanted: string, taken: Set<string>): string {
  const ending = extname(wanted);
  const stem = wanted.slice(0, wanted.length - ending.length);
  let name = wanted;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${stem}-${n}${ending}`;
  taken.add(name.toLowerCase());
  return name;
}

/** At which a program shows the picture at 100 %: what its file says, else 72. */
async function statedPpi(bytes: Uint8Array): Promise<number> {
  const { density } = await metadataOf(bytes);
  return density !== undefined && density >= 1 && density <= 10_000 ? density : 72;
}

/** A style based on none says so with null, which is left out. */
async function basedOnOf(job: LayoutJob, spec: DesignSpec): Promise<BasedOn> {
  const { files } = await readTemplates();
  const layers = [files.get(spec.template) ?? {}, spec.overrides, ...job.overrides];
  const merged = layers.reduce(overlay, {}) as Json;
  const said = (field: string): Record<string, string> => {
    const styles = merged[field];
    if (!isObject(styles)) return {};
    const found: Record<string, string> = {};
    for (const [name, style] of Object.entries(styles)) {
      if (isObject(style) && typeof style.basedOn === "string") found[name] = style.basedOn;
    }
    return found;
  };
  return { styles: said("styles"), characterStyles: said("characterStyles") };
}
