/**
 * CMYK pixels as the smallest TIFF there is (TIFF 6.0, sections 2 and 16), in memory. sharp takes four raw channels for
 * RGB with transparency; a TIFF that says "separated" is the way to hand it ink.
 */
const SHORT = 3;
const LONG = 4;

/** The file and, within it, the place for its pixels: four bytes each, row by row, 255 for full ink. */
export function cmykTiff(width: number, height: number): { readonly file: Buffer; readonly pixels: Buffer } {
  const strip = 8;
  const size = width * height * 4;
  const directory = strip + size;
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    // BitsPerSample: four numbers, which stand after the directory.
    [258, SHORT, 4, directory + 2 + 11 * 12 + 4],
    [259, SHORT, 1, 1],
    // PhotometricInterpretation: separated.
    [262, SHORT, 1, 5],
    [273, LONG, 1, strip],
    [277, SHORT, 1, 4],
    [278, LONG, 1, height],
    [279, LONG, 1, size],
    [284, SHORT, 1, 1],
    // InkSet: CMYK.
    [332, SHORT, 1, 1],
  ];
  const out = Buffer.alloc(directory + 2 + entries.length * 12 + 4 + 8);
  out.write("II", 0, "latin1");
  out.writeUInt16LE(42, 2);
  out.writeUInt32LE(directory, 4);
  out.writeUInt16LE(entries.length, directory);
  entries.forEach(([tag, type, count, value], i) => {
    const at = directory + 2 + 12 * i;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    if (type === SHORT && count === 1) out.writeUInt16LE(value, at + 8);
    else out.writeUInt32LE(value, at + 8);
  });
  for (let i = 0; i < 4; i++) out.writeUInt16LE(8, out.length - 8 + 2 * i);
  return { file: out, pixels: out.subarray(strip, strip + size) };
}
