/**
 * The pictures of one document, wherever their bytes are: in its own file, in the manuscript it was read from, or
 * beside it on disk under the name it gives them. Known by SHA-256, read only when they are wanted.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import type { Finding } from "../../shared/finding.ts";
import type { Outline } from "../../shared/layout/alphaOutline.ts";
import type { Tone } from "../../shared/layout/openers/calm.ts";
import type { Pictures } from "../../shared/layout/photos.ts";
import type { NewMedia } from "./documents/originalsTable.ts";
import type { StoryFile } from "./documents/storyFile.ts";
import { about, Failed } from "./failure.ts";
import type { FileFinder } from "./findFiles.ts";
import { outlineOfOriginal } from "./outlines.ts";
import { probeJpeg } from "./plainJpeg.ts";

export type Original = {
  readonly hash: string;
  readonly name: string;
  /** IANA media type. */
  readonly type: string;
  /** Upright, in pixels; 0 when it cannot be read as a picture. */
  readonly width: number;
  readonly height: number;
  /** Bytes that are the caller's own. Throws `Failed`. */
  read(): Promise<Uint8Array>;
  /** As a document's file takes it in. */
  readonly media: NewMedia | null;
};

/** What is placed where a file is no picture, so that the layout takes it for missing. */
const NO_PICTURE = { type: "application/octet-stream", width: 0, height: 0 } as const;

export type Originals = {
  /** By hash. */
  readonly all: ReadonlyMap<string, Original>;
  /** What the layout asks. */
  readonly pictures: Pictures;
  /** How light a photo's picture is where; null when it is not there. Decodes it. */
  tone(photo: { readonly file: string; readonly media: string | null }): Promise<Tone | null>;
  /** The outline of what a photo's picture shows on transparent ground; null where there is none. Decodes it. */
  outline(photo: { readonly file: string; readonly media: string | null }): Promise<Outline | null>;
  /** Files that are there but are no pictures. */
  readonly findings: readonly Finding[];
  /** Throws `Failed` for a hash it does not know. */
  get(hash: string): Original;
};

export async function collectOriginals(
  doc: Node,
  from: {
    readonly story: StoryFile | null;
    /** Pictures that came inside a manuscript, by the name its photos give them. */
    readonly embedded: readonly NewMedia[];
    readonly finder: FileFinder;
  },
): Promise<Originals> {
  const all = new Map<string, Original>();
  const byName = new Map<string, string>();
  const findings: Finding[] = [];
  for (const info of from.story?.mediaList() ?? []) {
    const { hash, name, type, width, height } = info;
    all.set(hash, {
      hash,
      name,
      type,
      width,
      height,
      media: null,
      read: async () => from.story?.media(hash) as Uint8Array,
    });
    if (!byName.has(name)) byName.set(name, hash);
  }
  for (const media of from.embedded) {
    if (!("bytes" in media.source)) continue;
    const { bytes } = media.source;
    const hash = hashOf(bytes);
    const { name, type, width, height } = media;
    all.set(hash, { hash, name, type, width, height, media, read: async () => new Uint8Array(bytes) });
    byName.set(name, hash);
  }

  for (const { file, media } of photosOf(doc)) {
    if (media !== null || file === "" || byName.has(file)) continue;
    const path = await from.finder.find(file);
    if (path === null) continue;
    const bytes = await about(path, () => readFile(path));
    const hash = hashOf(bytes);
    byName.set(file, hash);
    if (all.has(hash)) continue;
    const probed = probeJpeg(bytes) ?? (await (await pictureRoom()).probePicture(bytes, path));
    if ("code" in probed) findings.push(probed);
    const info = "code" in probed ? NO_PICTURE : probed;
    const name = basename(file.replaceAll("\\", "/"));
    all.set(hash, {
      hash,
      name,
      ...info,
      media: { source: { path }, name, ...info },
      async read() {
        const again = await about(path, () => readFile(path));
        if (hashOf(again) !== hash) throw new Failed("busy", `${path}: the picture changed meanwhile`, "Try again");
        return again;
      },
    });
  }

  const found = (photo: { readonly file: string; readonly media: string | null }): Original | null => {
    const hash = photo.media ?? byName.get(photo.file);
    return (hash !== undefined && all.get(hash)) || null;
  };
  return {
    all,
    findings,
    pictures: {
      sizeOf(photo) {
        const original = found(photo);
        if (!original || original.width === 0 || original.height === 0) return null;
        return { media: original.hash, width: original.width, height: original.height };
      },
    },
    async tone(photo) {
      const original = found(photo);
      if (!original || original.width === 0) return null;
      return (await pictureRoom()).toneOfPicture(await original.read());
    },
    async outline(photo) {
      const original = found(photo);
      return original && original.width > 0 ? outlineOfOriginal(original.hash, () => original.read()) : null;
    },
    get(hash) {
      const original = all.get(hash);
      if (!original) throw new Failed("not-found", `There is no picture ${hash.slice(0, 8)}…`, "Place it again");
      return original;
    },
  };
}

/** The document with every photo that was found by name bound to its original, for a file that will hold both. */
export function boundToOriginals(doc: Node, originals: Originals): Node {
  const tr = new Transform(doc);
  doc.descendants((node, pos) => {
    if (node.type.name === "photo" && node.attrs.media === null) {
      const size = originals.pictures.sizeOf({ file: node.attrs.file as string, media: null });
      if (size) tr.setNodeAttribute(pos, "media", size.media);
    }
    return !node.isTextblock;
  });
  return tr.doc;
}

/** Where pictures are decoded. */
export type PictureRoom = Pick<
  typeof import("./pictures.ts"),
  "probePicture" | "previewPicture" | "toneOfPicture" | "outlineOfPicture"
>;
let elsewhere: PictureRoom | null = null;

/** A process that must live decodes nothing itself. Null: in this process, where a crash ends only what was asked for. */
export function decodeIn(room: PictureRoom | null): void {
  elsewhere = room;
}

/** The decoders are loaded when the first picture is met: most commands on text never need them. */
export async function pictureRoom(): Promise<PictureRoom> {
  return elsewhere ?? import("./pictures.ts");
}

/** Every photo of a document, in its order. */
export function photosOf(doc: Node): readonly { readonly file: string; readonly media: string | null }[] {
  const photos: { file: string; media: string | null }[] = [];
  doc.descendants((node) => {
    if (node.type.name === "photo")
      photos.push({ file: node.attrs.file as string, media: node.attrs.media as string | null });
    return !node.isTextblock;
  });
  return photos;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
