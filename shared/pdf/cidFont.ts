/**
 * A composite font as PDF objects (ISO 32000-1 §9.7): program, descriptor, descendant with its widths, and a Type 0
 * dictionary for each way its glyphs read.
 */
import { array, dict, type Ref, text, utf8, type Value } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import type { JobTicket } from "./ticket.ts";
import { toUnicode } from "./toUnicode.ts";

export type CidFont = {
  readonly flavour: "truetype" | "cff";
  /** Subset tag, plus sign, PostScript name. */
  readonly baseFont: string;
  /** A TrueType file, or a bare CFF table. */
  readonly program: Uint8Array;
  /** The descriptor but for name and program. */
  readonly descriptor: { readonly [key: string]: Value };
  /** The W array's content; glyph ids are the codes. */
  readonly widths: readonly Value[];
  /** One Type 0 dictionary each; texts in rising order of code. */
  readonly layers: readonly { readonly ref: Ref; readonly texts: readonly (readonly [number, string])[] }[];
};

export async function writeCidFont(file: PdfFile, ticket: JobTicket, font: CidFont): Promise<void> {
  const { flavour, baseFont, program } = font;
  const data = await ticket.deflate(program);
  const fontFile = await file.stream(
    flavour === "cff"
      ? dict({ Subtype: "CIDFontType0C", Filter: "FlateDecode" })
      : dict({ Length1: program.length, Filter: "FlateDecode" }),
    data,
  );
  const descriptor = await file.write(
    dict({
      Type: "FontDescriptor",
      FontName: baseFont,
      ...font.descriptor,
      [flavour === "cff" ? "FontFile3" : "FontFile2"]: fontFile,
    }),
  );
  const descendant = await file.write(
    dict({
      Type: "Font",
      Subtype: flavour === "cff" ? "CIDFontType0" : "CIDFontType2",
      BaseFont: baseFont,
      CIDSystemInfo: { Registry: text("Adobe"), Ordering: text("Identity"), Supplement: 0 },
      FontDescriptor: descriptor,
      DW: 0,
      W: array(font.widths),
      CIDToGIDMap: flavour === "truetype" ? "Identity" : null,
    }),
  );
  for (const layer of font.layers) {
    const cmap = await file.stream(dict({ Filter: "FlateDecode" }), await ticket.deflate(utf8(toUnicode(layer.texts))));
    await file.write(
      dict({
        Type: "Font",
        Subtype: "Type0",
        // ISO 32000-1 §9.7.6.1: with a CIDFontType0 the encoding's name is appended.
        BaseFont: flavour === "cff" ? `${baseFont}-Identity-H` : baseFont,
        Encoding: "Identity-H",
        DescendantFonts: [descendant],
        ToUnicode: cmap,
      }),
      layer.ref,
    );
  }
}
