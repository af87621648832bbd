/** A page of another PDF in one of ours: the same ink as programs that wrote neither see it, nothing twice, nothing hidden. */
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { inflate } from "../../../electron/host/foreignPdf.ts";
import type { DisplayItem } from "../../layout/display.ts";
import { CHECKER, call, has, hasChecker, page, saved, ticket, write } from "../../test/pdfJob.ts";
import { buildPdf, CONTENT, type Parts, type Stream } from "../../test/pdfParts.ts";
import { pt } from "../../units.ts";
import { openPdf, type PdfFile } from "../read/file.ts";
import { isArray, isDict, isStream, type PdfDict } from "../read/values.ts";
import type { PreparedPicture } from "../ticket.ts";
import { type CopiedForm, copyPage, sizesOfPages } from "./copyPage.ts";
import { ORIENTATION } from "./onePage.ts";

const sourceOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: (at: number, length: number) => bytes.subarray(at, at + length),
});
function opened(bytes: Uint8Array): PdfFile {
  const file = openPdf(sourceOf(bytes), inflate);
  if (typeof file === "string") throw new Error(file);
  return file;
}
function copied(changes: Partial<Parts> = {}, box: "trim" | "bleed" | "media" = "media"): CopiedForm {
  const form = copyPage(opened(buildPdf(changes)), 1, box);
  if (typeof form === "string") throw new Error(form);
  return form;
}
const refused = (changes: Partial<Parts>) => copyPage(opened(buildPdf(changes)), 1, "media");

const asPicture = (form: CopiedForm): PreparedPicture => ({
  width: 10,
  height: 10,
  space: "cmyk",
  coding: "flate",
  data: new Uint8Array(0),
  inverted: false,
  orientation: ORIENTATION[form.rotate],
  crop: { x: 0, y: 0, width: 1, height: 1 },
  form,
  findings: [],
});
const item = (media: string, x: number, y: number, width: number, height: number): DisplayItem => ({
  kind: "picture",
  of: { block: "b1", role: "photo" },
  media,
  box: { x: pt(x), y: pt(y), width: pt(width), height: pt(height) },
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt: "An advertisement",
});
const NO_BLEED = { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) };
async function placed(
  forms: Readonly<Record<string, CopiedForm>>,
  items: readonly DisplayItem[],
  standard: "x4" | "x1a" = "x4",
) {
  const trim = { width: pt(240), height: pt(240) };
  const pictures = async ({ media }: { readonly media: string }) => asPicture(forms[media] as CopiedForm);
  return write([page(1, items, { trim, bleed: NO_BLEED })], ticket({ standard, marks: false, pictures }));
}

/** A page that uses what pages use: a form in a form, a shading, a separation, a clip, text, an inline picture. */
const RICH: Partial<Parts> = {
  content: `q 0.3 0 0 0.3 40 40 cm /Own Do Q /Sh sh ${CONTENT} /Spot cs 0.7 scn 150 30 40 30 re f q 30 190 20 20 re W n BI /W 2 /H 2 /BPC 8 /CS /CMYK ID abcdefghijklmnop EI Q 3 w 0 0 0 0.5 K 20 20 m 220 220 l S`,
  resources: `/Font << /F1 10 0 R >> /ExtGState << /Over << /OP true /op true /OPM 1 >> >> /XObject << /Own 20 0 R >> /Shading << /Sh << /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [0 120 240 120] /Domain [0 1] /Function << /FunctionType 2 /Domain [0 1] /C0 [0.1 0 0 0] /C1 [0 0 0.3 0] /N 1.00003 >> >> >> /ColorSpace << /Spot [/Separation /Gold /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0.2 0.8 0.1] /N 1 >>] >>`,
  more: {
    20: {
      dict: "/Type /XObject /Subtype /Form /BBox [0 0 240 240] /Metadata 6 0 R /Resources << /XObject << /In 21 0 R >> >>",
      data: "0 1 0 0 k 0 0 240 240 re f /In Do",
    },
    21: {
      dict: "/Type /XObject /Subtype /Form /BBox [0 0 240 240] /Resources << >>",
      data: "1 0 0 0 k 60 60 120 120 re f",
    },
  } as Readonly<Record<number, Stream | string>>,
};

function objectsOf(bytes: Uint8Array): readonly PdfDict[] {
  const file = opened(bytes);
  return [...file.numbers()].flatMap((number) => {
    const value = file.get({ kind: "ref", number, generation: 0 });
    return isStream(value) ? [value.dict] : isDict(value) ? [value] : [];
  });
}

async function drawn(bytes: Uint8Array): Promise<Uint8Array> {
  const path = saved(bytes);
  call("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc", "-r144", `-sOutputFile=${path}.tif`, path);
  return sharp(`${path}.tif`).pipelineColourspace("cmyk").toColourspace("cmyk").raw().toBuffer();
}

describe("a page of another PDF", () => {
  test.skipIf(!has("gs"))("prints the same inks as it does alone (Ghostscript)", async () => {
    const alone = await drawn(buildPdf(RICH));
    const { bytes } = await placed({ a: copied(RICH) }, [item("a", 0, 0, 240, 240)]);
    const inOurs = await drawn(bytes);
    expect(inOurs.length).toBe(alone.length);
    let unlike = 0;
    for (let at = 0; at < alone.length; at++)
      if (Math.abs((alone[at] as number) - (inOurs[at] as number)) > 8) unlike++;
    expect(alone.some((ink) => ink > 100)).toBe(true);
    expect(unlike / alone.length).toBeLessThan(0.002);
  });

  test.skipIf(!has("gs"))("is not touched by what the page sets before it", async () => {
    const fill: DisplayItem = {
      kind: "fill",
      of: "artifact",
      box: { x: pt(0), y: pt(0), width: pt(1), height: pt(1) },
      ink: { kind: "cmyk", c: 0, m: 1, y: 1, k: 0 },
    };
    const plain = copied({ content: "10 10 100 100 re f 120 120 m 200 200 l S" });
    const [one, two] = await Promise.all(
      [[item("a", 0, 0, 240, 240)], [fill, item("a", 0, 0, 240, 240)]].map(async (items) =>
        drawn((await placed({ a: plain }, items)).bytes),
      ),
    );
    const from = 4 * 480 * 10;
    expect(Buffer.compare((one as Uint8Array).subarray(from), (two as Uint8Array).subarray(from))).toBe(0);
  });

  for (const [rotate, corner] of [
    [0, [0, 1]],
    [90, [0, 0]],
    [180, [1, 0]],
    [270, [1, 1]],
  ] as const) {
    test.skipIf(!has("gs"))(`turned by ${rotate} degrees it stands as it is seen`, async () => {
      // A square at the lower left of the unturned page.
      const form = copied({ page: `/MediaBox [0 0 240 240] /Rotate ${rotate}`, content: "0 0 0 1 k 0 0 60 60 re f" });
      const pixels = await drawn((await placed({ a: form }, [item("a", 0, 0, 240, 240)])).bytes);
      const dark = (x: number, y: number) =>
        (pixels[(Math.round(y * 479) * 480 + Math.round(x * 479)) * 4 + 3] ?? 0) > 200;
      const found = [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ].filter(([x, y]) => dark(x as number, y as number));
      expect(found).toEqual([corner]);
    });
  }

  test("shows the box that is asked for, in the size that it is seen", () => {
    expect(copied({}, "trim")).toMatchObject({ bbox: [20, 20, 220, 220], width: 200, height: 200 });
    expect(copied({}, "bleed").width).toBeCloseTo(217);
    expect(copied({ page: "/MediaBox [0 0 240 300]" }, "trim")).toMatchObject({ width: 240, height: 300 });
    const turned = copied({ page: "/MediaBox [0 0 240 300] /Rotate -90 /UserUnit 2" });
    expect(turned).toMatchObject({ rotate: 270, width: 600, height: 480 });
    expect(sizesOfPages(opened(buildPdf({ page: "/MediaBox [0 0 240 300] /Rotate 90" })), 5)).toEqual([
      { trim: [300, 240], bleed: [300, 240], media: [300, 240] },
    ]);
  });

  test("names the spot inks it is defined in, those of forms in it too, and no process ink", () => {
    expect(copied(RICH).spots).toEqual(["Gold"]);
    expect(copied({ content: "0 0 9 9 re f" }).spots).toEqual([]);
    const tint = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0.2 0.8 0.1] /N 1 >>";
    const inForm = copied({
      content: "/In Do",
      resources: "/XObject << /In 20 0 R >>",
      more: {
        20: {
          dict: `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /ColorSpace << /A 21 0 R /B [/Separation /All /DeviceCMYK ${tint}] >> >>`,
          data: "/A cs 1 1 scn 0 0 9 9 re f",
        },
        21: `[/DeviceN [/Black /Silver] /DeviceCMYK ${tint}]`,
      },
    });
    expect(inForm.spots).toEqual(["Silver"]);
  });

  test("leaves behind what is not its ink, and says so", async () => {
    const form = copied({
      ...RICH,
      page: "/MediaBox [0 0 240 240] /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (x) >> >>] /StructParents 0",
      catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    });
    expect(form.dropped).toEqual(["actions", "notes and links"]);
    const { bytes } = await placed({ a: form }, [item("a", 0, 0, 240, 240)]);
    const words = Buffer.from(bytes).toString("latin1");
    expect(words).not.toMatch(/JavaScript|\/Annots|\/URI|app\.alert/);
    // The form's metadata stayed; only the file's own is there.
    expect(words.match(/\/Subtype \/XML/g)).toHaveLength(1);
  });

  test("layers that show are left behind, layers that hide refuse it", () => {
    const layered = (off: string): Partial<Parts> => ({
      content: "/OC /L BDC 0 0 10 10 re f EMC",
      resources: "/Properties << /L 20 0 R /Words << /Lang (vi) >> >>",
      catalog: `/OCProperties << /OCGs [20 0 R] /D << /Name (x) /OFF [${off}] >> >>`,
      more: { 20: "<< /Type /OCG /Name (Guides) >>" },
    });
    const form = copied(layered(""));
    expect(form.dropped).toEqual(["layers"]);
    const lists = form.resources.get("Properties");
    expect(isDict(lists) && [...lists].map(([name, list]) => [name, isDict(list) && list.size])).toEqual([
      ["L", 0],
      ["Words", 1],
    ]);
    expect(refused(layered("20 0 R"))).toBe("it has layers that are switched off");
  });

  test("is refused where it is damaged, locked, without such a page, or a trap", () => {
    expect(copyPage(opened(buildPdf()), 2, "trim")).toBe("it has no page 2");
    expect(refused({ content: { dict: "/Filter /FlateDecode", data: "nothing deflated" } })).toBe(
      "the contents of its page are damaged",
    );
    expect(
      refused({ resources: "/XObject << /P 20 0 R >>", more: { 20: { dict: "/Subtype /PS", data: "showpage" } } }),
    ).toBe("it holds PostScript");
    expect(
      refused({
        resources: "/XObject << /P 20 0 R >>",
        more: { 20: { dict: "/Subtype /Image /F (away.jpg)", data: "" } },
      }),
    ).toBe("parts of it are kept in other files");
    const deep = `${"[".repeat(90)}${"]".repeat(90)}`;
    expect(refused({ resources: `/Odd ${deep}` })).toBe("its objects stand too deep in one another");
    expect(refused({ resources: "/ColorSpace << /S [/Separation /Gr#FCn /DeviceCMYK 20 0 R] >>" })).toBe(
      "a name in it is not written in UTF-8",
    );
  });

  test("objects that lead back to themselves are written once each", async () => {
    const form = copied({
      content: "/A Do",
      resources: "/XObject << /A 20 0 R >>",
      more: {
        20: {
          dict: "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /B 21 0 R >> >>",
          data: "/B Do",
        },
        21: {
          dict: "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 20 0 R >> >>",
          data: "",
        },
      },
    });
    const { bytes } = await placed({ a: form }, [item("a", 0, 0, 240, 240)]);
    expect(objectsOf(bytes).filter((dict) => dict.get("Subtype") === "Form")).toHaveLength(3);
  });

  test("what two files share stands in ours once, and the same job gives the same bytes", async () => {
    const forms = { a: copied(RICH), b: copied({ ...RICH, content: `${CONTENT} 0 0 9 9 re f` }) };
    const items = [item("a", 0, 0, 100, 100), item("a", 0, 120, 50, 50), item("b", 120, 0, 100, 100)];
    const { bytes } = await placed(forms, items);
    const fonts = objectsOf(bytes).filter((dict) => dict.get("Subtype") === "CIDFontType2");
    expect(fonts).toHaveLength(1);
    const pages = objectsOf(bytes).filter((dict) => dict.get("Subtype") === "Form" && isArray(dict.get("Matrix")));
    expect(pages).toHaveLength(2);
    expect(Buffer.compare((await placed(forms, items)).bytes, bytes)).toBe(0);
  });

  test.skipIf(!has("qpdf"))("passes qpdf's check, and mutool's and poppler's where they are", async () => {
    const { bytes } = await placed({ a: copied(RICH) }, [item("a", 10, 10, 200, 200)]);
    const path = saved(bytes);
    expect(call("qpdf", "--check", path)).toContain("No syntax or stream encoding errors");
    if (has("pdftotext")) expect(call("pdftotext", path, "-")).toMatch(/\S/);
    if (has("mutool")) expect(call("mutool", "info", path)).toContain("Spectral");
  });

  test.skipIf(!hasChecker)("keeps the file PDF/X for a checker written apart from this project", async () => {
    const { bytes } = await placed({ a: copied({}, "trim") }, [item("a", 10, 10, 200, 200)]);
    const said = call("/usr/bin/python3", CHECKER, "--standard", "x4", "--bleed", "0", saved(bytes));
    expect(said).not.toMatch(/^FAIL/m);
  });
});
