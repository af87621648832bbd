/** Contents lose their marks and nothing else, in the page and in the forms it draws, for programs that read PDFs too. */
import fc from "fast-check";
import { expect, test } from "vitest";
import "../../test/seed.ts";
import { inflate } from "../../../electron/host/foreignPdf.ts";
import type { DisplayItem } from "../../layout/display.ts";
import { CHECKER, call, has, hasChecker, page, saved, ticket, write } from "../../test/pdfJob.ts";
import { buildPdf } from "../../test/pdfParts.ts";
import { pt } from "../../units.ts";
import { operations } from "../read/contents.ts";
import { openPdf } from "../read/file.ts";
import type { PreparedPicture } from "../ticket.ts";
import { type CopiedForm, copyPage } from "./copyPage.ts";
import { untagged } from "./untagged.ts";

const bytesOf = (words: string) => Buffer.from(words, "latin1");
const read = (contents: Uint8Array) =>
  [...operations(contents, () => undefined)].map(({ word, operands, inline }) => ({
    word,
    operands,
    data: inline?.inline && Buffer.from(inline.inline).toString("latin1"),
  }));

const PLAIN = [
  "q",
  "Q",
  "1 0 0 1 5 6 cm",
  "/F1 12 Tf",
  "(EMC \\) /P BMC) Tj",
  "[(a)-20<0041>]TJ",
  "% BMC\n0 0 9 9 re",
  "f*",
  "BI /W 4 /H 1 /BPC 8 /CS /G ID EMC  EI",
];
const MARKS = [
  "/P BMC",
  "/Span <</MCID 3/ActualText(\\)>>EMC)>>BDC",
  "/OC /L BDC",
  "EMC",
  "% of a mark\n/T MP",
  "/T<</A[1 2]>>DP",
];

test("what is no mark stays, in its order, however the marks are written", () => {
  const part = fc.oneof(
    fc.constantFrom(...PLAIN).map((words) => ({ words, mark: false })),
    fc.constantFrom(...MARKS).map((words) => ({ words, mark: true })),
  );
  fc.assert(
    fc.property(fc.array(part), fc.constantFrom(" ", "\n", "\r\n\t"), (parts, space) => {
      const join = (some: typeof parts) => bytesOf(some.map(({ words }) => words).join(space));
      const plain = join(parts.filter(({ mark }) => !mark));
      const made = untagged(join(parts));
      expect(read(made)).toEqual(read(plain));
      expect(untagged(made)).toBe(made);
    }),
  );
});

test("without marks every byte stays, wrong ones too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const marked = read(bytes).some(({ word }) => ["BMC", "BDC", "EMC", "MP", "DP"].includes(word));
      if (!marked) expect(untagged(bytes)).toBe(bytes);
    }),
  );
});

const DRAWN = (mark: string, end: string) =>
  `${mark} 0.3 0.1 0 0.2 k 20 20 60 60 re f ${end} q 0.5 0 0 0.5 100 100 cm ${mark} /In Do ${end} Q`;
const INNER = (mark: string, end: string) => `${mark} 0 1 1 0 k 0 0 200 200 re f ${end} 0 0 0 1 k 40 40 20 20 re f`;
function copied(mark: string, end: string): CopiedForm {
  const bytes = buildPdf({
    content: DRAWN(mark, end),
    resources: "/XObject << /In 20 0 R >>",
    more: {
      20: { dict: "/Type /XObject /Subtype /Form /BBox [0 0 240 240] /Resources << >>", data: INNER(mark, end) },
    },
  });
  const file = openPdf(
    { size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) },
    inflate,
  );
  const form = typeof file === "string" ? file : copyPage(file, 1, "media");
  if (typeof form === "string") throw new Error(form);
  return form;
}
async function placed(form: CopiedForm): Promise<string> {
  const picture: PreparedPicture = {
    width: 10,
    height: 10,
    space: "cmyk",
    coding: "flate",
    data: new Uint8Array(0),
    inverted: false,
    orientation: 1,
    crop: { x: 0, y: 0, width: 1, height: 1 },
    form,
    findings: [],
  };
  const item: DisplayItem = {
    kind: "picture",
    of: { block: "b1", role: "photo" },
    media: "a",
    box: { x: pt(0), y: pt(0), width: pt(240), height: pt(240) },
    crop: { x: 0, y: 0, width: 1, height: 1 },
    alt: "An advertisement",
  };
  const none = { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) };
  const sheet = page(1, [item], { trim: { width: pt(240), height: pt(240) }, bleed: none });
  const { bytes } = await write([sheet], ticket({ standard: "x4", marks: false, pictures: async () => picture }));
  return saved(bytes);
}

test.skipIf(!has("qpdf"))(
  "a tagged page placed in a figure has no marks inside it (qpdf reads, and finds no fault)",
  async () => {
    const path = await placed(copied("/Artifact <</MCID 0>> BDC", "EMC"));
    expect(call("qpdf", "--check", path)).toContain("No syntax or stream encoding errors");
    call("qpdf", "--qdf", "--object-streams=disable", path, `${path}.qdf`);
    const objects = call("cat", `${path}.qdf`).split("endobj");
    const forms = objects.filter((object) => object.includes("/Subtype /Form"));
    expect(forms.length).toBe(2);
    for (const form of forms) {
      expect(form).toMatch(/re f/);
      expect(form).not.toMatch(/BDC|BMC|EMC/);
    }
    // The page's own mark, the figure's, is there still.
    expect(objects.some((object) => /\/Figure\s*<<\s*\/MCID/.test(object))).toBe(true);
  },
);

test.skipIf(!has("mutool"))("it looks as it did with its marks (mutool draws both)", async () => {
  const drawn = async (form: CopiedForm) => {
    const path = await placed(form);
    call("mutool", "draw", "-q", "-c", "cmyk", "-F", "pam", "-r", "72", "-o", `${path}.pam`, path);
    return call("sha256sum", `${path}.pam`).slice(0, 64);
  };
  expect(await drawn(copied("/P <</MCID 0>> BDC", "EMC"))).toBe(await drawn(copied("", "")));
});

test.skipIf(!hasChecker)("it keeps the file PDF/X for a checker written apart from this project", async () => {
  const path = await placed(copied("/P <</MCID 0>> BDC", "EMC"));
  expect(call("/usr/bin/python3", CHECKER, "--standard", "x4", "--bleed", "0", path)).not.toMatch(/^FAIL/m);
});
