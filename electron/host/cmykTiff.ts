/**
 * CMYK pixels as the smallest TIFF there is (TIFF 6.0, sections 2 and 16), in memory. sharp takes four raw channels for
 * RGB with transparency; a TIFF that says "separated" is the way to hand it ink. In strips of a few rows: a decoder holds
 * a strip at a time, and of one that is the whole picture it holds three copies.
 */
const SHORT = 3;
const LONG = 4;
const ROWS = 16;

/** The file and, within it, the place for its pixels: four bytes each, row by row, 255 for full ink. */
export function cmykTiff(width: number, height: number): { readonly file: Buffer; readonly pixels: Buffer } {
  const first = 8;
  const size = width * height * 4;
  const directory = first + size;
  const strips = Math.ceil(height / ROWS);
  const FIELDS = 11;
  const bits = directory + 2 + FIELDS * 12 + 4;
  const offsets = bits + 8;
  const counts = offsets + 4 * strips;
  const bytesOf = (strip: number) => Math.min(ROWS, height - strip * ROWS) * width * 4;
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    // BitsPerSample: four numbers, which stand after the directory.
    [258, SHORT, 4, bits],
    [259, SHORT, 1, 1],
    // PhotometricInterpretation: separated.
    [262, SHORT, 1, 5],
    // One strip's offset stands in the field itself; more stand after the directory. Likewise their lengths.
    [273, LONG, strips, strips === 1 ? first : offsets],
    [277, SHORT, 1, 4],
    [278, LONG, 1, ROWS],
    [279, LONG, strips, strips === 1 ? size : counts],
    [284, SHORT, 1, 1],
    // InkSet: CMYK.
    [332, SHORT, 1, 1],
  ];
  const out = Buffer.alloc(counts + 4 * strips);
  out.write("II", 0, "latin1");
  out.writeUInt16LE(42, 2);
  out.writeUInt32LE(directory, 4);
  out.writeUInt16LE(FIELDS, directory);
  entries.forEach(([tag, type, count, value], i) => {
    const at = directory + 2 + 12 * i;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    if (type === SHORT && count === 1) out.writeUInt16LE(value, at + 8);
    else out.writeUInt32LE(value, at + 8);
  });
  for (let i = 0; i < 4; i++) out.writeUInt16LE(8, bits + 2 * i);
  for (let strip = 0; strip < strips; strip++) {
    out.writeUInt32LE(first + strip * ROWS * width * 4, offsets + 4 * strip);
    out.writeUInt32LE(bytesOf(strip), counts + 4 * strip);
  }
  return { file: out, pixels: out.subarray(first, first + size) };
}
