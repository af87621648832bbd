/**
 * A document to pages, on the host: brings the engine what it needs of this machine (fonts by family, hyphenation
 * patterns, templates) and lays out from scratch. The window's worker does the same with the same fonts in the same
 * order, so the pages are the same numbers.
 */
import type { Node } from "prosemirror-model";
import type { DisplayList } from "../../shared/layout/display.ts";
import { createEngine, type Layout } from "../../shared/layout/engine.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { Pictures } from "../../shared/layout/photos.ts";
import type { DesignSpec } from "../../shared/schema/attributes.ts";
import { cutsOut } from "../../shared/schema/openerFile.ts";
import { type Design, DesignError, resolveDesign } from "../../shared/schema/template.ts";
import { tonedPhotos } from "../../shared/schema/toned.ts";
import { type PhotoName, tracedPhotos } from "../../shared/schema/traced.ts";
import { createShaper, FALLBACK_FAMILIES } from "../../shared/typesetting/harfbuzz.ts";
import type { Shaper } from "../../shared/typesetting/shaper.ts";
import { fontRequests } from "../../shared/typesetting/fontRequests.ts";
import { rareLetters } from "../../shared/schema/rareLetters.ts";
import { loadHyphenation } from "../../shared/typesetting/hyphenate.ts";
import { Failed } from "./failure.ts";
import type { FontFile, FontStore } from "./fonts.ts";

export type Typeset = {
  readonly layout: Layout;
  /** One a page, in order. */
  readonly lists: readonly DisplayList[];
  readonly faces: readonly FontFile[];
  /** Shapes of glyphs, of the fonts it was set in. */
  readonly outline: Shaper["outline"];
};

export type TypesetOptions = {
  readonly fonts: FontStore;
  readonly pictures: Pictures;
  /** How light a photo's picture is where; asked for those that type may stand over. */
  readonly tone?: (photo: Photo) => Promise<Tone | null>;
  /** Outline of what a photo's picture shows; asked for those that text runs round. */
  readonly outline?: (photo: Photo) => Promise<Outline | null>;
  readonly templates: ReadonlyMap<string, unknown>;
  /** Laid over the document's own design, lowest first. */
  readonly overrides: readonly unknown[];
  /** What errors in `overrides` are to name; the template's name when left out. */
  readonly designFile?: string;
  /** Told between pages; it may throw to stop. */
  readonly page?: (done: number) => void | Promise<void>;
};

/** Throws `Failed` when the design makes no page. */
export async function typeset(doc: Node, options: TypesetOptions): Promise<Typeset> {
  const { templates, overrides } = options;
  const spec = doc.attrs.design as DesignSpec;
  const template = templates.get(spec.template);
  if (template === undefined) {
    const known = [...templates.keys()].sort().join(", ");
    throw new Failed("bad-design", `There is no template "${spec.template}"`, `Choose one of ${known}`);
  }
  try {
    // A fault of the document's own design is not that of the file laid over it.
    if (overrides.length > 0) resolveDesign([template, spec.overrides], spec.template);
    const named = options.designFile ?? spec.template;
    const design = resolveDesign([template, spec.overrides, ...overrides], named);
    const faces = await options.fonts.faces(fontRequests(design), rareLetters(doc));
    if (faces.length === 0) {
      throw new Failed(
        "no-fonts",
        "There is not a single font to set type with",
        "Install Quoin again, or name a folder with --fonts",
      );
    }
    await Promise.all([...languagesOf(doc)].map(loadHyphenation));
    const shaper = await createShaper(faces, FALLBACK_FAMILIES);
    const outlined = await withOutlines(doc, cutsOut(design.opener), options);
    const pictures = await withTones(doc, design, { ...options, pictures: outlined });
    const engine = createEngine({ shaper, pictures, templates, overrides });
    const slices = engine.layOutSlices(doc);
    let count = 0;
    let step = slices.next();
    while (!step.done) {
      count += 1;
      await options.page?.(count);
      step = slices.next();
    }
    const layout = step.value;
    return { layout, lists: layout.pages.map((page) => engine.paint(page)), faces, outline: shaper.outline };
  } catch (error) {
    if (error instanceof DesignError) throw new Failed("bad-design", error.message, "Mend the design at that place");
    throw error;
  }
}

type Photo = PhotoName;

async function withOutlines(doc: Node, first: boolean, { pictures, outline }: TypesetOptions): Promise<Pictures> {
  const known = await factsOf(outline ? tracedPhotos(doc, first) : [], outline);
  return known.size === 0 ? pictures : { ...pictures, outlineOf: (photo) => known.get(keyOf(photo)) ?? null };
}

async function withTones(doc: Node, design: Design, { pictures, tone }: TypesetOptions): Promise<Pictures> {
  const known = await factsOf(tone ? tonedPhotos(doc, design) : [], tone);
  return known.size === 0 ? pictures : { ...pictures, toneOf: (photo) => known.get(keyOf(photo)) ?? null };
}

/** What is told of these photos, by picture; those of which nothing is known are left out. */
async function factsOf<T>(
  photos: readonly Photo[],
  tell: ((photo: Photo) => Promise<T | null>) | undefined,
): Promise<ReadonlyMap<string, T>> {
  const known = new Map<string, T>();
  for (const photo of photos) {
    const fact = known.has(keyOf(photo)) ? null : await tell?.(photo);
    if (fact) known.set(keyOf(photo), fact);
  }
  return known;
}

function keyOf({ file, media }: Photo): string {
  return media ?? `\n${file}`;
}

function languagesOf(doc: Node): ReadonlySet<string> {
  const found = new Set([doc.attrs.lang as string]);
  doc.descendants((node) => {
    for (const mark of node.marks) if (mark.type.name === "lang") found.add(mark.attrs.lang as string);
  });
  return found;
}
