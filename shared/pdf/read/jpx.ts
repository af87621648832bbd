/**
 * What a JPEG 2000 picture says of itself (ISO 15444-1 annex A.5.1 and annex I): size, parts, depth, and how its colours
 * are meant. Its pixels are left packed.
 */
export type JpxHead = {
  readonly width: number;
  readonly height: number;
  readonly parts: number;
  /** Of a part; the most where they differ. */
  readonly bits: number;
  /** By a name or by the ICC profile it brings; null: it does not say. */
  readonly colours: "gray" | "rgb" | "cmyk" | null;
};

/** Enumerated colour spaces: ISO 15444-1 table I.10 and ISO 15444-2 table M.25. */
const ENUMERATED: Readonly<Record<number, JpxHead["colours"]>> = { 12: "cmyk", 16: "rgb", 17: "gray", 18: "rgb" };
/** An ICC profile says its space in bytes 16 to 19 of its header. */
const PROFILES: Readonly<Record<string, JpxHead["colours"]>> = { GRAY: "gray", "RGB ": "rgb", CMYK: "cmyk" };
const MOST_BOXES = 64;

/** Null when it is none. */
export function readJpx(bytes: Uint8Array): JpxHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > 4 && view.getUint32(0) === 0xff4fff51) return sizeOf(view, 2, null);
  let colours: JpxHead["colours"] = null;
  const todo: [from: number, to: number][] = [[0, bytes.length]];
  for (let boxes = 0; todo.length > 0 && boxes < MOST_BOXES; ) {
    const [from, to] = todo.shift() as [number, number];
    for (let at = from; at + 8 <= to && boxes < MOST_BOXES; boxes++) {
      const said = view.getUint32(at);
      const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
      const long = said === 1 && at + 16 <= to;
      const length = long ? view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12) : said;
      const body = at + (long ? 16 : 8);
      const end = length === 0 ? to : Math.min(at + length, to);
      if (end < body) return null;
      if (kind === "jp2h") todo.push([body, end]);
      else if (kind === "colr" && colours === null && body + 3 <= end) {
        const method = bytes[body];
        if (method === 1 && body + 7 <= end) colours = ENUMERATED[view.getUint32(body + 3)] ?? null;
        else if ((method === 2 || method === 3) && body + 23 <= end) {
          colours = PROFILES[String.fromCharCode(...bytes.subarray(body + 19, body + 23))] ?? null;
        }
      } else if (kind === "jp2c") todo.push([-1, body]);
      at = end;
    }
    const last = todo.find(([start]) => start === -1);
    if (last && todo.every(([start]) => start === -1)) return sizeOf(view, last[1] + 2, colours);
  }
  return null;
}

/** The marker segment SIZ, which begins every codestream. */
function sizeOf(view: DataView, at: number, colours: JpxHead["colours"]): JpxHead | null {
  if (at + 41 > view.byteLength || view.getUint16(at) !== 0xff51) return null;
  const [right, foot, left, top] = [6, 10, 14, 18].map((offset) => view.getUint32(at + offset)) as [
    number,
    number,
    number,
    number,
  ];
  const parts = view.getUint16(at + 38);
  if (right <= left || foot <= top || parts < 1 || at + 40 + 3 * parts > view.byteLength) return null;
  let bits = 0;
  for (let n = 0; n < parts; n++) bits = Math.max(bits, (view.getUint8(at + 40 + 3 * n) & 0x7f) + 1);
  return { width: right - left, height: foot - top, parts, bits, colours };
}
