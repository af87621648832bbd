/** One page for each rule of preflight: a sound page with one fault, the code it is told by, and the rule of the independent checker. */
import { deflateSync } from "node:zlib";
import { CONTENT, type Parts, PROFILE, type Stream, X1A, XMP } from "./pdfParts.ts";

export type Fault = readonly [name: string, code: string, changes: Partial<Parts>];

/** Deflated samples as a picture placed 72 pt square. */
export function picture(dict: string, samples: Uint8Array | number[]): Partial<Parts> {
  const stream: Stream = {
    dict: `/Type /XObject /Subtype /Image ${dict} /Filter /FlateDecode`,
    data: deflateSync(Uint8Array.from(samples)),
  };
  return {
    content: `${CONTENT} q 72 0 0 72 60 60 cm /P1 Do Q`,
    resources: `${RESOURCES} /XObject << /P1 20 0 R >>`,
    more: { 20: stream },
  };
}
const RESOURCES =
  "/Font << /F1 10 0 R >> /ExtGState << /Over << /OP true /op true /OPM 1 >> /Half << /ca 0.5 >> /Odd << /BM /Sparkle >> >>";
export const painted = (content: string, resources = ""): Partial<Parts> => ({
  content: `${CONTENT} ${content}`,
  resources: `${RESOURCES} ${resources}`,
});
export const tint = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 1 0] /N 1 >>";
export const square = (width: number, parts: number, value: number): number[] =>
  Array.from({ length: width * width * parts }, () => value);
const XOBJECT = "/Type /XObject /Subtype";
/** A shading of a colour the program makes of a number from 0 to 1. */
const calculated = (program: string, shading = "/ShadingType 2 /Coords [0 0 99 99]"): Partial<Parts> => ({
  ...painted("/S sh", `/Shading << /S << ${shading} /ColorSpace /DeviceCMYK /Function 20 0 R >> >>`),
  more: {
    20: { dict: "/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1 0 1]", data: program },
  },
});
/** Triangles with a flag, x, y and four parts of a byte each; or patches with twelve points and four colours. */
const mesh = (kind: 4 | 5 | 6, records: readonly (readonly number[])[]): Partial<Parts> => ({
  ...painted("/S sh", "/Shading << /S 20 0 R >>"),
  more: {
    20: {
      dict: `/ShadingType ${kind} /ColorSpace /DeviceCMYK /BitsPerCoordinate 8 /BitsPerComponent 8 ${kind === 5 ? "/VerticesPerRow 2" : "/BitsPerFlag 8"} /Decode [50 90 50 90 0 1 0 1 0 1 0 1]`,
      data: Uint8Array.from(records.flat()),
    },
  },
});
/** The boxes and the first marker of a JPEG 2000 file (ISO 15444-1 annex I); its pixels are not there. */
function jpx(width: number, height: number, parts: number, space: number): Uint8Array {
  const u32 = (...values: number[]) => values.flatMap((v) => [v >>> 24, (v >> 16) & 255, (v >> 8) & 255, v & 255]);
  const box = (kind: string, body: number[]) => [...u32(body.length + 8), ...Buffer.from(kind, "latin1"), ...body];
  const each = Array.from({ length: parts }, () => [7, 1, 1]).flat();
  const siz = [
    0xff,
    0x51,
    0,
    38 + each.length,
    0,
    0,
    ...u32(width, height, 0, 0, width, height, 0, 0),
    0,
    parts,
    ...each,
  ];
  return Uint8Array.from([
    ...box("jP  ", [13, 10, 0x87, 10]),
    ...box("ftyp", [...Buffer.from("jp2 "), 0, 0, 0, 0, ...Buffer.from("jp2 ")]),
    ...box("jp2h", box("colr", [1, 0, 0, ...u32(space)])),
    ...box("jp2c", [0xff, 0x4f, ...siz]),
  ]);
}
const packed = (data: Uint8Array, dict: string): Partial<Parts> => ({
  ...picture("/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", [0]),
  more: { 20: { dict: `${XOBJECT} /Image ${dict} /Filter /JPXDecode`, data } },
});

export const FAULTS: readonly Fault[] = [
  ["no standard", "error pdfx-missing", { xmp: XMP.replace(/<pdfxid:.*<\/pdfxid:GTS_PDFXVersion>/, "") }],
  ["another standard", "warning pdfx-other", { xmp: XMP.replace("PDF/X-4<", "PDF/X-6<") }],
  ["two labels", "error pdfx-claim", { info: "/Trapped /False /GTS_PDFXVersion (PDF/X-1a:2003)" }],
  ["version", "error pdf-version", { version: "1.7" }],
  ["no identifier", "error file-id", { trailer: "" }],
  ["no title", "error metadata", { xmp: XMP.replace(/<dc:title>.*<\/dc:title>/, "") }],
  [
    "Trapped unknown",
    "error trapped",
    { info: "/Trapped /Unknown", xmp: XMP.replace(/<pdf:Trapped>False<\/pdf:Trapped>/, "") },
  ],
  ["no output intent", "error output-intent", { intents: "[]" }],
  [
    "an RGB output profile",
    "error output-profile",
    { profile: { dict: "/N 4", data: Buffer.from(PROFILE).fill("RGB ", 16, 20) } },
  ],
  [
    "another condition",
    "warning output-other",
    { profile: { dict: "/N 4", data: Buffer.from(PROFILE).fill(7, 24, 36) } },
  ],
  ["locked", "error encrypted", { trailer: "/Encrypt << /Filter /Standard /V 4 >> /ID [<00> <00>]" }],
  ["JavaScript", "error javascript", { catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>" }],
  ["an action nothing points to", "error actions", { more: { 20: "<< /S /Launch /F (cmd.exe) >>" } }],
  ["a form", "error form-fields", { catalog: "/AcroForm << /Fields [5 0 R] >>" }],
  ["a note on the page", "error annotation", { page: `${boxes()} /Annots [<< /Subtype /Text /Rect [50 50 70 70] >>]` }],
  ["a film", "error multimedia", { more: { 20: "<< /Type /Annot /Subtype /Movie >>" } }],
  ["layers", "warning layers", { catalog: "/OCProperties << /D << /Name (A) >> >>" }],
  ["layers in X-1a", "error layers", { ...X1A, catalog: "/OCProperties << /D << /Name (A) >> >>" }],
  ["an attached file", "error embedded-file", { more: { 20: "<< /Type /Filespec /EF << /F 4 0 R >> >>" } }],
  [
    "parts in other files",
    "error external",
    { more: { 20: { dict: `${XOBJECT} /Form /BBox [0 0 1 1] /OPI << >>`, data: "" } } },
  ],
  ["PostScript", "error postscript", { more: { 20: { dict: `${XOBJECT} /PS`, data: "showpage" } } }],
  [
    "LZW",
    "error filter",
    {
      more: {
        20: { dict: "/Filter /LZWDecode", data: Buffer.from([0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01]) },
      },
    },
  ],
  ["no trim", "error boxes", { page: "/MediaBox [0 0 240 240]" }],
  [
    "trim beyond bleed",
    "error boxes",
    { page: "/MediaBox [0 0 240 240] /BleedBox [30 30 210 210] /TrimBox [20 20 220 220]" },
  ],
  [
    "little bleed",
    "error bleed-short",
    { page: "/MediaBox [0 0 240 240] /BleedBox [18 18 222 222] /TrimBox [20 20 220 220]" },
  ],
  ["a turned page", "warning page-turned", { page: `${boxes()} /Rotate 90` }],
  ["a scaled page", "error page-scaled", { page: `${boxes()} /UserUnit 2` }],
  [
    "no font program",
    "error font-missing",
    { descriptor: "/Type /FontDescriptor /FontName /ABCDEF+Spectral /Flags 4" },
  ],
  ["a font that is none", "error font-broken", { more: { 13: { dict: "", data: "this is no font" } } }],
  [
    "text that cannot be read",
    "warning font-unreadable",
    { font: "/Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Spectral /Encoding /Identity-H /DescendantFonts [11 0 R]" },
  ],
  [
    "Type 3",
    "warning font-type3",
    painted(
      "BT /F3 10 Tf 40 180 Td (a) Tj ET",
      "/Font << /F1 10 0 R /F3 << /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 20 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] /ToUnicode 14 0 R >> >>",
    ),
  ],
  ["a missing glyph", "error glyph-missing", painted("BT /F1 9 Tf 40 180 Td <0000> Tj ET")],
  ["RGB", "error rgb", painted("1 0 0 rg 50 50 20 20 re f")],
  [
    "RGB in a pattern",
    "error rgb",
    {
      ...painted("/Pattern cs /T scn 50 50 20 20 re f", "/Pattern << /T 20 0 R >>"),
      more: {
        20: {
          dict: "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 5 5] /XStep 5 /YStep 5 /Resources << >>",
          data: "1 0 0 rg 0 0 2 2 re f",
        },
      },
    },
  ],
  [
    "RGB in a form in a form",
    "error rgb",
    {
      ...painted("/A Do", "/XObject << /A 20 0 R >>"),
      more: {
        20: { dict: `${XOBJECT} /Form /BBox [0 0 99 99] /Resources << /XObject << /B 21 0 R >> >>`, data: "/B Do" },
        21: { dict: `${XOBJECT} /Form /BBox [0 0 99 99] /Resources << >>`, data: "1 0 0 RG 30 30 m 90 90 l S" },
      },
    },
  ],
  [
    "Lab",
    "warning lab",
    painted("/L cs 50 50 50 scn 50 50 20 20 re f", "/ColorSpace << /L [/Lab << /WhitePoint [0.95 1 1.08] >>] >>"),
  ],
  [
    "ICC in X-1a",
    "error icc",
    { ...X1A, ...painted("/I cs 0 0 0 1 scn 50 50 20 20 re f", "/ColorSpace << /I [/ICCBased 7 0 R] >>") },
  ],
  [
    "the output profile again",
    "error icc",
    painted("/I cs 0 0 0 1 scn 50 50 20 20 re f", "/ColorSpace << /I [/ICCBased 7 0 R] >>"),
  ],
  [
    "a spot ink",
    "error spot-unwanted",
    painted("/S cs 1 scn 50 50 20 20 re f", `/ColorSpace << /S [/Separation /Gold /DeviceCMYK ${tint}] >>`),
  ],
  [
    "a spot of two kinds",
    "error spot-differs",
    painted(
      "/S cs 1 scn 50 50 20 20 re f /T cs 1 scn 50 80 20 20 re f",
      `/ColorSpace << /S [/Separation /Gold /DeviceCMYK ${tint}] /T [/Separation /Gold /DeviceCMYK ${tint.replace("[0 1 1 0]", "[1 0 0 0]")}] >>`,
    ),
  ],
  [
    "spots alike",
    "warning spot-alike",
    painted(
      "/S cs 1 scn 50 50 20 20 re f /T cs 1 scn 50 80 20 20 re f",
      `/ColorSpace << /S [/Separation /Gold /DeviceCMYK ${tint}] /T [/Separation /GOLD /DeviceCMYK ${tint}] >>`,
    ),
  ],
  [
    "registration colour",
    "error registration",
    painted("/A cs 1 scn 50 50 20 20 re f", `/ColorSpace << /A [/Separation /All /DeviceCMYK ${tint}] >>`),
  ],
  ["white that overprints", "error overprint-white", painted("0 0 0 0 k 50 50 20 20 re f")],
  [
    "ICC CMYK that overprints",
    "error overprint-icc",
    {
      ...painted("/I cs 0.2 0 0 1 scn 50 50 20 20 re f", "/ColorSpace << /I [/ICCBased 20 0 R] >>"),
      more: { 20: { dict: "/N 4", data: Buffer.from(PROFILE).fill(7, 24, 36) } },
    },
  ],
  ["rich small black", "warning rich-black", painted("0.5 0 0 1 k BT /F1 9 Tf 40 180 Td <002500260025> Tj ET")],
  ["black that knocks out", "warning black-knocks-out", { content: CONTENT.replace("/Over gs", "") }],
  ["too much ink", "error ink-over", painted("1 1 0.5 1 k 50 50 20 20 re f")],
  [
    "too much ink in a shading",
    "error ink-over",
    painted(
      "/S sh",
      "/Shading << /S << /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [0 0 99 99] /Function << /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [1 1 1 1] >> >> >>",
    ),
  ],
  [
    "a shading that cannot be measured",
    "not run ink-over",
    painted("/S sh", "/Shading << /S << /ShadingType 1 /ColorSpace /DeviceCMYK >> >>"),
  ],
  ["too much ink that a program makes", "error ink-over", calculated("{ 0.5 sub abs 2 mul 1 exch sub dup dup dup }")],
  ["a program that fails", "not run ink-over", calculated("{ pop pop pop }")],
  [
    "too much ink in a mesh",
    "error ink-over",
    mesh(4, [
      [0, 0, 0, 0, 0, 0, 0],
      [0, 99, 0, 250, 250, 250, 250],
      [0, 0, 99, 9, 9, 9, 9],
    ]),
  ],
  [
    "too much ink in a lattice",
    "error ink-over",
    mesh(5, [
      [0, 0, 0, 0, 0, 0],
      [99, 0, 9, 9, 9, 9],
      [0, 99, 9, 9, 9, 9],
      [99, 99, 250, 250, 250, 250],
    ]),
  ],
  [
    "too much ink in a patch",
    "error ink-over",
    mesh(6, [
      [0, ...Array.from({ length: 24 }, (_, n) => n), ...Array.from({ length: 12 }, () => 0), 250, 250, 250, 250],
    ]),
  ],
  ["a mesh cut short", "not run ink-over", mesh(6, [[0, ...Array.from({ length: 36 }, () => 0)]])],
  ["a JPEG 2000 picture in RGB", "warning rgb-managed", packed(jpx(300, 300, 3, 16), "/Width 300 /Height 300")],
  ["a JPEG 2000 picture of another size", "error content", packed(jpx(300, 300, 1, 17), "/Width 200 /Height 300")],
  ["a coarse JPEG 2000 picture", "error picture-low", packed(jpx(100, 100, 1, 17), "/Width 100 /Height 100")],
  ["ink of a JPEG 2000 picture", "not run ink-over", packed(jpx(300, 300, 4, 12), "/Width 300 /Height 300")],
  [
    "too much ink in a picture",
    "error ink-over",
    picture("/Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", square(300, 4, 220)),
  ],
  [
    "inverted samples",
    "error ink-over",
    picture(
      "/Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]",
      square(300, 4, 30),
    ),
  ],
  [
    "a picture that cannot be measured",
    "not run ink-over",
    picture("/Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", [1, 2, 3]),
  ],
  [
    "a hairline by its matrix",
    "error rule-thin",
    painted("q 0.1 0 0 0.1 0 0 cm 0.5 w 0 0 0 1 K 600 600 m 900 600 l S Q"),
  ],
  ["a rule of no width", "error rule-thin", painted("0 w 0 0 0 1 K 60 60 m 90 60 l S")],
  ["a thin filled rule", "warning rule-thin", painted("60 60 90 0.2 re f")],
  [
    "small type by its matrices",
    "warning type-small",
    painted("q 0.5 0 0 0.5 0 0 cm BT /F1 1 Tf 8 0 0 8 90 180 Tm <00250026> Tj ET Q"),
  ],
  ["small type in two inks", "warning type-mixed", painted("0 1 1 0 k BT /F1 6 Tf 40 180 Td <002500260025> Tj ET")],
  [
    "small white type",
    "warning type-reversed",
    { content: `0 0 0 0 k BT /F1 6 Tf 40 60 Td <00250026> Tj ET ${CONTENT}` },
  ],
  [
    "a coarse picture",
    "error picture-low",
    picture("/Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceGray", square(100, 1, 99)),
  ],
  [
    "a doubtful picture",
    "warning picture-low",
    picture("/Width 200 /Height 200 /BitsPerComponent 8 /ColorSpace /DeviceGray", square(200, 1, 99)),
  ],
  [
    "a coarse bitmap",
    "error picture-low",
    picture("/Width 400 /Height 400 /BitsPerComponent 1 /ImageMask true", square(142, 1, 170)),
  ],
  [
    "16 bits in X-1a",
    "error picture-depth",
    { ...X1A, ...picture("/Width 300 /Height 300 /BitsPerComponent 16 /ColorSpace /DeviceGray", square(300, 2, 9)) },
  ],
  ["transparency in X-1a", "error transparency", { ...X1A, ...painted("/Half gs 50 50 20 20 re f") }],
  [
    "a soft mask in X-1a",
    "error transparency",
    {
      ...X1A,
      ...picture("/Width 300 /Height 300 /BitsPerComponent 8 /ColorSpace /DeviceGray /SMask 4 0 R", square(300, 1, 99)),
    },
  ],
  [
    "a group in X-1a",
    "error transparency",
    { ...X1A, page: `${boxes()} /Group << /S /Transparency /CS /DeviceCMYK >>` },
  ],
  ["an unknown blend mode", "error blend-mode", painted("/Odd gs")],
  [
    "blended in RGB",
    "error blend-space",
    { ...painted("/Half gs 50 50 20 20 re f"), page: `${boxes()} /Group << /S /Transparency /CS /DeviceRGB >>` },
  ],
  [
    "a transfer function",
    "error transfer",
    painted("/T gs", "/ExtGState << /Over << /op true >> /T << /TR /Other >> >>"),
  ],
  ["own screens", "error halftone", painted("/T gs", "/ExtGState << /Over << /op true >> /T << /HTP [0 0] >> >>")],
  ["a plate of its own", "error separated", { page: `${boxes()} /SeparationInfo << >>` }],
  ["an empty page", "warning page-empty", { content: "" }],
  ["a word that is no operator", "error content", painted("1 2 fill")],
  ["a missing picture", "error content", painted("/Nowhere Do")],
  ["states not balanced", "error content", painted("q")],
  ["a rendering intent of its own", "error content", painted("/Vivid ri")],
  [
    "a form in itself",
    "error content",
    {
      ...painted("/A Do", "/XObject << /A 20 0 R >>"),
      more: {
        20: { dict: `${XOBJECT} /Form /BBox [0 0 99 99] /Resources << /XObject << /A 20 0 R >> >>`, data: "/A Do" },
      },
    },
  ],
];
function boxes(): string {
  return "/MediaBox [0 0 240 240] /BleedBox [11.5 11.5 228.5 228.5] /TrimBox [20 20 220 220]";
}
