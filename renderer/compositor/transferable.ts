/**
 * A display list made ready to be handed over: the same list, its glyph numbers laid one after the other in a single
 * buffer. A page has some hundreds of runs; cloning their arrays one by one costs more than copying them once.
 */
import type { DisplayItem, DisplayList } from "../../shared/layout/display.ts";

export type Transferable = { readonly list: DisplayList; readonly buffer: ArrayBuffer };

export function transferable(list: DisplayList): Transferable {
  let wide = 0;
  let words = 0;
  let glyphs = 0;
  for (const item of list.items) {
    if (item.kind !== "glyphs") continue;
    const { run } = item;
    wide += run.xs.length + (run.ys?.length ?? 0);
    words += run.clusters.length;
    glyphs += run.glyphs.length;
  }
  // Widest first, so that every view begins where its numbers may.
  const buffer = new ArrayBuffer(wide * 8 + words * 4 + glyphs * 2);
  let atWide = 0;
  let atWord = wide * 8;
  let atGlyph = atWord + words * 4;
  const floats = (from: Float64Array): Float64Array => {
    const view = new Float64Array(buffer, atWide, from.length);
    view.set(from);
    atWide += view.byteLength;
    return view;
  };
  const items = list.items.map((item): DisplayItem => {
    if (item.kind !== "glyphs") return item;
    const { run } = item;
    const xs = floats(run.xs);
    const ys = run.ys && floats(run.ys);
    const clusters = new Uint32Array(buffer, atWord, run.clusters.length);
    clusters.set(run.clusters);
    atWord += clusters.byteLength;
    const ids = new Uint16Array(buffer, atGlyph, run.glyphs.length);
    ids.set(run.glyphs);
    atGlyph += ids.byteLength;
    return { ...item, run: { ...run, xs, ys, clusters, glyphs: ids } };
  });
  return { list: { ...list, items }, buffer };
}
