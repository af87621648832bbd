/** A font file out of its tables, with offsets, check sums and padding as OpenType wants them (1.9.1, "otff"). */

/** `version` is the file's signature; tables stand in rising order of their tags. */
export function writeSfnt(version: number, tables: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const tags = [...tables.keys()].sort();
  const padded = (tag: string): number => ((tables.get(tag)?.length ?? 0) + 3) & ~3;
  const start = 12 + 16 * tags.length;
  const out = new Uint8Array(start + tags.reduce((sum, tag) => sum + padded(tag), 0));
  const view = new DataView(out.buffer);
  const power = 31 - Math.clz32(Math.max(1, tags.length));
  view.setUint32(0, version);
  view.setUint16(4, tags.length);
  view.setUint16(6, 16 << power);
  view.setUint16(8, power);
  view.setUint16(10, 16 * tags.length - (16 << power));
  let at = start;
  let head = -1;
  for (const [i, tag] of tags.entries()) {
    const table = tables.get(tag) ?? new Uint8Array(0);
    out.set(table, at);
    if (tag === "head" && table.length >= 12) {
      head = at;
      // It holds a sum over the whole file, which counts as 0 while it is made.
      view.setUint32(at + 8, 0);
    }
    const entry = 12 + 16 * i;
    for (let c = 0; c < 4; c++) out[entry + c] = tag.charCodeAt(c);
    view.setUint32(entry + 4, checkSum(view, at, padded(tag)));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, table.length);
    at += padded(tag);
  }
  if (head >= 0) view.setUint32(head + 8, (0xb1b0afba - checkSum(view, 0, out.length)) >>> 0);
  return out;
}

function checkSum(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
