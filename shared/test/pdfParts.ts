/**
 * PDFs written by hand for the tests of preflight: a sound PDF/X-4 page, of which a test changes one part. Shares no
 * code with the writer of the product.
 */
import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { FONTS, ROOT } from "./pdfJob.ts";

export const PROFILE = new Uint8Array(readFileSync(`${ROOT}assets/color/quoin-coated-300.icc`));
const FONT = deflateSync(readFileSync(ROOT + FONTS.spectral));

export type Stream = { readonly dict: string; readonly data: Uint8Array | string };
export type Parts = {
  readonly version: string;
  /** Inside the page's dictionary, without resources and contents. */
  readonly page: string;
  readonly content: Stream | string;
  /** Inside Resources. */
  readonly resources: string;
  /** Inside the catalog, after Pages, Metadata and OutputIntents. */
  readonly catalog: string;
  readonly info: string;
  readonly intents: string;
  readonly xmp: string;
  readonly profile: Stream;
  readonly descriptor: string;
  readonly font: string;
  readonly trailer: string;
  /** Objects from number 20 on. */
  readonly more: Readonly<Record<number, Stream | string>>;
};

const CMAP =
  "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfrange <0000> <00fe> <0020> <00ff> <01fe> <0120> endbfrange endcmap end end";
const BOXES = "/MediaBox [0 0 240 240] /BleedBox [11.5 11.5 228.5 228.5] /TrimBox [20 20 220 220]";
const TIMES = "2025-11-20T08:00:00Z";
export const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">An advertisement</rdf:li></rdf:Alt></dc:title><xmp:CreateDate>${TIMES}</xmp:CreateDate><xmp:ModifyDate>${TIMES}</xmp:ModifyDate><xmp:MetadataDate>${TIMES}</xmp:MetadataDate><xmp:CreatorTool>A program</xmp:CreatorTool><pdf:Producer>A program</pdf:Producer><xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
/** Some text of 12 pt in black that overprints, and a tint. */
export const CONTENT = "0.2 0 0 0 k 11.5 11.5 217 100 re f /Over gs 0 0 0 1 k BT /F1 9 Tf 40 150 Td <00250026> Tj ET";

const SOUND: Parts = {
  version: "1.6",
  page: BOXES,
  content: CONTENT,
  resources: "/Font << /F1 10 0 R >> /ExtGState << /Over << /OP true /op true /OPM 1 >> >>",
  catalog: "",
  info: "/Title (An advertisement) /CreationDate (D:20251120080000Z) /ModDate (D:20251120080000Z) /Trapped /False /Creator (A program) /Producer (A program)",
  intents:
    "[<< /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (Custom) /Info (Coated) /DestOutputProfile 7 0 R >>]",
  xmp: XMP,
  profile: { dict: "/N 4 /Filter /FlateDecode", data: deflateSync(PROFILE) },
  descriptor:
    "/Type /FontDescriptor /FontName /ABCDEF+Spectral /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 13 0 R",
  font: "/Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Spectral /Encoding /Identity-H /DescendantFonts [11 0 R] /ToUnicode 14 0 R",
  trailer: "/ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>]",
  more: {},
};
/** The same page as PDF/X-1a:2003. */
export const X1A: Partial<Parts> = {
  version: "1.4",
  info: `${SOUND.info} /GTS_PDFXVersion (PDF/X-1a:2003)`,
  xmp: XMP.replace(/<pdfxid:.*<\/pdfxid:GTS_PDFXVersion>/, ""),
};

export function buildPdf(changes: Partial<Parts> = {}): Uint8Array {
  const parts = { ...SOUND, ...changes };
  const content: Stream = typeof parts.content === "string" ? { dict: "", data: parts.content } : parts.content;
  const objects: Record<number, Stream | string> = {
    1: `<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /OutputIntents ${parts.intents} ${parts.catalog} >>`,
    2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    3: `<< /Type /Page /Parent 2 0 R ${parts.page} /Resources << ${parts.resources} >> /Contents 4 0 R >>`,
    4: content,
    5: `<< ${parts.info} >>`,
    6: { dict: "/Type /Metadata /Subtype /XML", data: parts.xmp },
    7: parts.profile,
    10: `<< ${parts.font} >>`,
    11: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Spectral /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity /FontDescriptor 12 0 R /DW 500 >>",
    12: `<< ${parts.descriptor} >>`,
    13: { dict: "/Filter /FlateDecode", data: FONT },
    14: { dict: "", data: CMAP },
    ...parts.more,
  };
  return joined(objects, parts.version, `/Root 1 0 R /Info 5 0 R ${parts.trailer}`);
}

/** Objects, classic table and trailer. */
export function joined(
  objects: Readonly<Record<number, Stream | string>>,
  version: string,
  trailer: string,
): Uint8Array {
  const chunks: Buffer[] = [Buffer.from(`%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`, "latin1")];
  let at = chunks[0]?.length ?? 0;
  const put = (chunk: Buffer): void => {
    chunks.push(chunk);
    at += chunk.length;
  };
  const offsets = new Map<number, number>();
  for (const [number, object] of Object.entries(objects)) {
    offsets.set(Number(number), at);
    if (typeof object === "string") put(Buffer.from(`${number} 0 obj\n${object}\nendobj\n`, "utf8"));
    else {
      const data = typeof object.data === "string" ? Buffer.from(object.data, "utf8") : Buffer.from(object.data);
      const length = /\/Length\b/.test(object.dict) ? "" : `/Length ${data.length}`;
      put(Buffer.from(`${number} 0 obj\n<< ${object.dict} ${length} >>\nstream\n`));
      put(data);
      put(Buffer.from("\nendstream\nendobj\n"));
    }
  }
  const size = Math.max(...offsets.keys()) + 1;
  const start = at;
  put(Buffer.from(`xref\n0 ${size}\n`));
  for (let n = 0; n < size; n++) {
    const offset = offsets.get(n);
    const line = offset === undefined ? "0000000000 65535 f " : `${String(offset).padStart(10, "0")} 00000 n `;
    put(Buffer.from(`${line}\n`));
  }
  put(Buffer.from(`trailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(chunks);
}
