/**
 * What a font's layout tables offer: its features, and the names it gives its stylistic sets. Pure over the tables'
 * bytes. Source: OpenType 1.9.1, "Layout common table formats" (FeatureList, feature parameters) and "name".
 */
import type { FontOffers } from "./shaper.ts";

/**
 * The features of a font's GSUB and GPOS tables and the names it gives its stylistic sets. A table that lies about its
 * lengths is read as far as it goes.
 */
export function readOffers(
  gsub: Uint8Array | undefined,
  gpos: Uint8Array | undefined,
  name: Uint8Array | undefined,
): FontOffers {
  const tags = new Set<string>();
  const sets = new Map<string, string>();
  for (const table of [gsub, gpos]) {
    if (!table) continue;
    try {
      readFeatures(table, tags, (tag, id) => {
        if (sets.has(tag) || !name) return;
        const said = readName(name, id);
        if (said !== null) sets.set(tag, said);
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return { tags, sets };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readFeatures(table: Uint8Array, tags: Set<string>, named: (tag: string, name: number) => void): void {
  const view = viewOf(table);
  const list = view.getUint16(6);
  const count = view.getUint16(list);
  for (let i = 0; i < count; i++) {
    const at = list + 2 + 6 * i;
    const tag = String.fromCharCode(...table.subarray(at, at + 4));
    const feature = list + view.getUint16(at + 4);
    tags.add(tag);
    const params = view.getUint16(feature);
    // "ss01" has a version and a name; "cv01" a format and then the name of the whole variant.
    if (params !== 0 && /^(?:ss|cv)\d\d$/.test(tag)) named(tag, view.getUint16(feature + params + 2));
  }
}

/** A name of the font in Unicode, English first; null when it is not there. */
function readName(table: Uint8Array, id: number): string | null {
  try {
    const view = viewOf(table);
    const count = view.getUint16(2);
    const strings = view.getUint16(4);
    let found: string | null = null;
    for (let i = 0; i < count; i++) {
      const at = 6 + 12 * i;
      const platform = view.getUint16(at);
      if (view.getUint16(at + 6) !== id || (platform !== 3 && platform !== 0)) continue;
      const from = strings + view.getUint16(at + 10);
      let text = "";
      for (let c = 0; c < view.getUint16(at + 8); c += 2) text += String.fromCharCode(view.getUint16(from + c));
      if (platform === 3 && view.getUint16(at + 4) === 0x409) return text;
      found ??= text;
    }
    return found;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
