/**
 * The compositor's thread: shaping, line breaking and page making away from the keys. It only wires `composing.ts` to
 * messages, fonts by address and HarfBuzz; what it must never do is touch the window or wait for it.
 */
import * as hb from "harfbuzzjs";
import type { FontEntry } from "../shared/ipc.ts";
import { type FontNames, readFontNames } from "../shared/typesetting/fontFile.ts";
import type { FontFace } from "../shared/typesetting/fonts.ts";
import type { FontId } from "../shared/typesetting/glyphs.ts";
import { createShaper, FALLBACK_FAMILIES } from "../shared/typesetting/harfbuzz.ts";
import { createCompositor } from "./compositor/composing.ts";
import type { FromCompositor, ToCompositor } from "./compositor/messages.ts";

/** What of the worker's own scope is used; the window's types say otherwise. */
type Scope = {
  postMessage(message: FromCompositor, transfer: readonly ArrayBuffer[]): void;
  onmessage: ((event: { readonly data: ToCompositor }) => void) | null;
};
const scope = globalThis as unknown as Scope;
const answer = (message: FromCompositor, handedOver: readonly ArrayBuffer[] = []) =>
  scope.postMessage(message, handedOver);

const files = new Map<string, Uint8Array>();
/** A font's bytes now: those the design names are fetched ahead, a fallback's the moment a letter needs it. */
function bytesAt(url: string): Uint8Array {
  const known = files.get(url);
  if (known) return known;
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`the font at ${url} cannot be had (${request.status})`);
  const bytes = new Uint8Array(request.response as ArrayBuffer);
  files.set(url, bytes);
  return bytes;
}

const used = new Set<FontId>();
/** A face that reads its file when it is first used, and says so. */
function faceOf(entry: FontEntry): FontFace {
  const index = Number(/#(\d+)$/.exec(entry.id)?.[1] ?? 0);
  let names: FontNames | null = null;
  const read = () => {
    names ??= readFontNames(bytesAt(entry.url), index);
    return names;
  };
  return {
    id: entry.id,
    family: entry.family,
    subfamily: entry.subfamily,
    aliases: entry.aliases,
    weight: entry.weight,
    width: entry.width,
    italic: entry.italic,
    genre: entry.genre,
    opticalFamily: entry.opticalFamily,
    sizes: entry.sizes,
    // The host offers variable fonts as still ones.
    variable: false,
    axes: [],
    instances: [],
    index,
    get bytes() {
      if (!used.has(entry.id)) {
        used.add(entry.id);
        answer({ kind: "fontUsed", font: entry.id });
      }
      return bytesAt(entry.url);
    },
    get postscriptName() {
      return read().postscriptName;
    },
    get embedding() {
      return read().embedding;
    },
    get bitmapsOnly() {
      return read().bitmapsOnly;
    },
    get maySubset() {
      return read().maySubset;
    },
    get flavour() {
      return read().flavour;
    },
    get unitsPerEm() {
      return read().unitsPerEm;
    },
    get glyphs() {
      return read().glyphs;
    },
    get faces() {
      return read().faces;
    },
  };
}

let known: readonly FontEntry[] = [];
const compositor = createCompositor({
  answer,
  now: () => performance.now(),
  async shaperFor(fonts) {
    known = fonts;
    return createShaper(fonts.map(faceOf), FALLBACK_FAMILIES);
  },
});

const outlineFonts = new Map<FontId, { readonly font: hb.Font; readonly unitsPerEm: number }>();
function outlines(id: FontId, glyphs: readonly number[]): void {
  const entry = known.find((font) => font.id === id);
  if (!entry) return;
  let opened = outlineFonts.get(id);
  if (!opened) {
    const face = new hb.Face(new hb.Blob(bytesAt(entry.url)), Number(/#(\d+)$/.exec(id)?.[1] ?? 0));
    opened = { font: new hb.Font(face), unitsPerEm: face.upem };
    outlineFonts.set(id, opened);
  }
  const { font, unitsPerEm } = opened;
  answer({ kind: "outlines", font: id, unitsPerEm, paths: glyphs.map((glyph) => [glyph, pathOf(font, glyph)]) });
}
function pathOf(font: hb.Font, glyph: number): string {
  return font
    .glyphToJson(glyph)
    .map(({ type, values }) => type + values.join(" "))
    .join("");
}

scope.onmessage = ({ data }) => {
  if (data.kind === "outlines") outlines(data.font, data.glyphs);
  else compositor.take(data);
};
answer({ kind: "ready" });
