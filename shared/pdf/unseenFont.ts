/**
 * A font of nothing: glyphs without ink and next to no width, each standing for one character. It carries the second and
 * third letter of a ligature, so that every glyph in the file reads as one character. A ToUnicode entry of several
 * characters is legal, but Ghostscript 10.00 gives "office" back as "o昀케ce", and printers' text checks run on it.
 */
import { writeCidFont } from "./cidFont.ts";
import type { Ref } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import type { JobTicket } from "./ticket.ts";

/** Thousandths of an em: enough to tell one after the other, too little to see. */
export const UNSEEN_ADVANCE = 1;

export type UnseenFont = {
  readonly resource: string;
  readonly ref: Ref;
  /** The glyph that reads as this one character. */
  codeOf(character: string): number;
  write(): Promise<void>;
};

/** `name`: PostScript name of the font whose ligatures it serves; readers that tell bold by name see one font. */
export function unseenFont(file: PdfFile, ticket: JobTicket, resource: string, name: string): UnseenFont {
  const codes = new Map<string, number>();
  let ref: Ref | null = null;
  return {
    resource,
    get ref() {
      ref ??= file.allocate();
      return ref;
    },
    codeOf(character) {
      const known = codes.get(character);
      if (known !== undefined) return known;
      codes.set(character, codes.size + 1);
      return codes.size;
    },
    async write() {
      if (!ref) return;
      await writeCidFont(file, ticket, {
        flavour: "truetype",
        baseFont: `UNSEEN+${name}`,
        program: blankProgram(codes.size + 1),
        descriptor: {
          Flags: 4,
          FontBBox: [0, 0, 0, 0],
          ItalicAngle: 0,
          Ascent: 800,
          Descent: -200,
          CapHeight: 700,
          StemV: 80,
        },
        widths: [1, Array.from(codes, () => UNSEEN_ADVANCE)],
        layers: [{ ref, texts: [...codes].map(([character, code]) => [code, character] as const) }],
      });
    },
  };
}

/** A TrueType file with the six tables a PDF needs and `count` empty glyphs (OpenType 1.9: glyf, head, hhea, hmtx, loca, maxp). */
function blankProgram(count: number): Uint8Array {
  const tables: (readonly [string, number[]])[] = [
    ["glyf", [0, 0, 0, 0]],
    // Version, revision, check sum adjustment (set below), magic, flags, 1000 units, two dates, box, style, and
    // smallest size 8, direction 2, short offsets.
    [
      "head",
      [
        ...u16(1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000),
        ...u16(0, 0, 0, 0, 0, 0, 0, 0),
        ...u16(0, 0, 0, 0, 0, 8, 2, 0, 0),
      ],
    ],
    ["hhea", u16(1, 0, 800, 0xff38, 0, UNSEEN_ADVANCE, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1)],
    ["hmtx", u16(UNSEEN_ADVANCE, ...Array.from({ length: count }, () => 0))],
    ["loca", u16(...Array.from({ length: count + 1 }, () => 0))],
    ["maxp", u16(1, 0, count, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)],
  ];
  const start = 12 + 16 * tables.length;
  const padded = tables.map(([, bytes]) => [...bytes, ...[0, 0, 0].slice(0, (4 - (bytes.length % 4)) % 4)]);
  const out = new Uint8Array(start + padded.reduce((sum, bytes) => sum + bytes.length, 0));
  const view = new DataView(out.buffer);
  out.set(u16(1, 0, tables.length, 64, 2, 32));
  let at = start;
  tables.forEach(([tag, bytes], i) => {
    const entry = 12 + 16 * i;
    for (let k = 0; k < 4; k++) out[entry + k] = tag.charCodeAt(k);
    out.set(padded[i] as number[], at);
    view.setUint32(entry + 4, checkSum(view, at, (padded[i] as number[]).length));
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, bytes.length);
    at += (padded[i] as number[]).length;
  });
  const head = start + (padded[0] as number[]).length;
  view.setUint32(head + 8, (0xb1b0afba - checkSum(view, 0, out.length)) >>> 0);
  return out;
}

function u16(...values: number[]): number[] {
  return values.flatMap((value) => [value >> 8, value & 255]);
}

function checkSum(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
