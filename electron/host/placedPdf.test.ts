/** PDFs placed through the host: what the press may not have is refused with a reason, what is odd is told, traps end. */
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Finding } from "../../shared/finding.ts";
import type { PreparedPicture } from "../../shared/pdf/ticket.ts";
import { limitsOf } from "../../shared/preflight/foreign/limits.ts";
import { painted, picture, square } from "../../shared/test/pdfFaults.ts";
import { buildPdf, type Parts, X1A } from "../../shared/test/pdfParts.ts";
import { pt } from "../../shared/units.ts";
import { probePicture } from "./pictures.ts";
import { isPdf, pagesOfPdf, preparePdf } from "./placedPdf.ts";
import { readPrinter } from "./shelves.ts";

const { rules, intent } = await readPrinter(null);
const LIMITS = limitsOf(rules, intent.profile);
const SPACE = { x: pt(0), y: pt(0), width: pt(200), height: pt(200) };
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };

async function place(
  changes: Partial<Parts>,
  standard: "x4" | "x1a" | "proof" = "x4",
  box = SPACE,
): Promise<PreparedPicture | Finding> {
  const limits = standard === "proof" ? null : { ...LIMITS, standard };
  return preparePdf({ bytes: buildPdf(changes), name: "ad.pdf" }, { box, crop: WHOLE, reserved: true }, limits);
}
const told = (answer: PreparedPicture | Finding) =>
  "code" in answer ? `refused ${answer.code}` : answer.findings.map(({ severity, code }) => `${severity} ${code}`);

test("a sound advertisement is placed without a word, for either standard", async () => {
  expect(told(await place({}))).toEqual([]);
  expect(told(await place(X1A, "x1a"))).toEqual([]);
  // What the file says of itself means nothing for its ink.
  expect(told(await place({ intents: "[]", info: "", xmp: "<x/>", trailer: "" }))).toEqual([]);
});

test("RGB never comes in unnoticed: it is refused for the press and placed in a proof", async () => {
  const device = painted("1 0 0 rg 50 50 20 20 re f");
  const managed = painted(
    "/C cs 1 0 0 sc 50 50 20 20 re f",
    "/ColorSpace << /C [/CalRGB << /WhitePoint [0.95 1 1.09] >>] >>",
  );
  const image = picture("/Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceRGB", square(10, 3, 90));
  for (const rgb of [device, managed, image]) {
    const answer = await place(rgb);
    expect(told(answer)).toMatch(/^refused (rgb|rgb-managed)$/);
    expect(answer).toMatchObject({ severity: "error", hint: expect.stringContaining("CMYK") as unknown });
  }
  expect(told(await place(managed, "x1a"))).toBe("refused rgb-managed");
  expect(told(await place(device, "proof"))).toEqual([]);
});

test("transparency is placed in PDF/X-4 and refused by PDF/X-1a, whatever the file claims to be", async () => {
  const clear = painted("/Half gs 0 1 0 0 k 50 50 20 20 re f", "");
  const four = await place(clear);
  expect(told(four)).toEqual([]);
  expect("form" in four && four.form?.transparent).toBe(true);
  const one = await place(clear, "x1a");
  expect(told(one)).toBe("refused transparency");
  expect("message" in one && one.message).toContain("ad.pdf cannot be placed in a PDF/X-1a file");
});

test("fonts that are not there refuse it; too much ink and another size are told", async () => {
  expect(told(await place({ descriptor: "/Type /FontDescriptor /FontName /ABCDEF+Spectral /Flags 4" }))).toBe(
    "refused font-missing",
  );
  expect(told(await place(painted("1 1 1 1 k 30 30 150 150 re f")))).toEqual(["error ink-over"]);
  const small = await place({}, "x4", { ...SPACE, width: pt(150), height: pt(150) });
  expect(told(small)).toEqual(["warning placed-size"]);
  expect("findings" in small && small.findings[0]?.message).toContain("70.6 × 70.6 mm and its space 52.9 × 52.9 mm");
});

test("what is locked or no PDF is one line", async () => {
  const locked = await place({
    trailer: "/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >> /ID [(a) (a)]",
  });
  expect(told(locked)).toBe("refused picture-broken");
  expect("message" in locked && locked.message).toMatch(/^The PDF ad\.pdf cannot be placed: .*(encrypted|password)/);
  const none = await preparePdf(
    { bytes: Buffer.from("%PDF-1.4 and then nothing"), name: "x.pdf" },
    { box: SPACE, crop: WHOLE },
    LIMITS,
  );
  expect("message" in none && none.message).toBe("The PDF x.pdf cannot be placed: its pages cannot be found");
});

test("as a picture it is as large as its finished page, at 1,200 to the inch", async () => {
  const bytes = buildPdf();
  expect(isPdf(bytes)).toBe(true);
  expect(await probePicture(bytes, "ad.pdf")).toEqual({ type: "application/pdf", width: 3333, height: 3333 });
  expect(await pagesOfPdf(bytes, "ad.pdf")).toMatchObject([{ trim: [200, 200], media: [240, 240] }]);
  expect(await probePicture(Buffer.from("%PDF-1.4"), "x.pdf")).toMatchObject({ code: "picture-broken" });
});

test("stopping is heard at once, and a bomb ends as a finding", async () => {
  const stop = new AbortController();
  const asked = preparePdf({ bytes: buildPdf(), name: "a" }, { box: SPACE, crop: WHOLE }, LIMITS, stop.signal);
  stop.abort();
  await expect(asked).rejects.toThrow("stopped");
  // A hundred megabytes of spaces in a hundred kilobytes.
  const bomb = { dict: "/Filter /FlateDecode", data: deflateSync(Buffer.alloc(100 << 20, 32)) };
  expect(told(await place({ content: bomb }))).toBe("refused picture-broken");
});
