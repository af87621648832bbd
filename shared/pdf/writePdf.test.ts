import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { BLACK, cmyk, type Ink, PAPER } from "../color/ink.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import {
  call,
  CHECKER,
  complaints,
  type FontName,
  FONTS,
  fontId,
  has,
  hasChecker,
  page,
  paragraph,
  run,
  saved,
  ticket,
  words,
  write,
} from "../test/pdfJob.ts";
import { at, plain, readPdf } from "../test/pdfText.ts";
import { mm, pt } from "../units.ts";
import type { JobTicket, PictureRequest, PreparedPicture, Standard } from "./ticket.ts";
import { writePdf } from "./writePdf.ts";

const VI =
  "Đồng chí nghiêm túc xác định: cán bộ phải gần dân, nghe dân nói và nói dân nghe. Những năm qua, tỉnh đã đầu tư hơn " +
  "5 000 tỷ đồng cho hạ tầng nông thôn, trường học, trạm y tế… “Ô Môn” rồi sẽ khác!";
const EN =
  "The first office of the fifth floor was efficient and fluffy; its staff filled affidavits with five different " +
  "fountain pens, “a difficult affair” – as often as not – before the fjord froze.";
const RED = cmyk(0, 1, 0.9, 0.1);
const FLAG: Ink = { kind: "spot", name: "Đỏ cờ", tint: 0.8, alternate: cmyk(0, 1, 1, 0) };

const rule = (weight: number, y: number, ink: Ink = cmyk(0, 0, 0, 1)): DisplayItem => ({
  kind: "rule",
  of: "artifact",
  from: { x: pt(60), y: pt(y) },
  to: { x: pt(300), y: pt(y) },
  weight: pt(weight),
  ink,
});
const fill = (x: number, y: number, width: number, height: number, ink: Ink): DisplayItem => ({
  kind: "fill",
  of: "artifact",
  box: { x: mm(x), y: mm(y), width: mm(width), height: mm(height) },
  ink,
});
const photo = (y: number, media = "a".repeat(64)): DisplayItem => ({
  kind: "picture",
  of: { block: "p1", role: "caption" },
  media,
  box: { x: mm(110), y: mm(y), width: mm(60), height: mm(40) },
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt: "Một bàn họp",
});
/** 710 × 473 pixels on 60 × 40 mm: 300 ppi. */
const PICTURE: PreparedPicture = {
  width: 710,
  height: 473,
  space: "cmyk",
  coding: "flate",
  data: new Uint8Array(await ticket().deflate(new Uint8Array(710 * 473 * 4).fill(40))),
  inverted: false,
  orientation: 1,
  crop: { x: 0, y: 0, width: 1, height: 1 },
  findings: [],
};

function story(): readonly DisplayList[] {
  return [
    page(1, [
      fill(20, 20, 80, 30, cmyk(0.1, 0, 0.2, 0)),
      fill(30, 25, 20, 10, PAPER),
      photo(20),
      words({ block: "h", role: "headline" }, run("playfair", "Nói thật, làm thật", { size: 30 }), 60, 100, RED),
      rule(0.5, 118),
      ...paragraph("q1", "question", "source", VI, 60, 150),
      ...paragraph("a1", "answer", "spectral", EN, 60, 250, { look: { lang: "en" } }),
      words(
        { block: "a2", role: "answer" },
        run("spectral", "Chữ Hoa Nhỏ Tiếng Việt", { features: ["smcp"] }),
        60,
        340,
      ),
      words({ block: "a2", role: "answer" }, run("spectral", "inter", { hyphen: true, scaling: 0.98 }), 60, 352),
      words({ block: "a2", role: "answer" }, run("spectral", "view.", { tracking: 0.01 }), 60, 364),
      words(
        { block: "a2", role: "answer" },
        run("spectral", "Of fine silt and stiff baffles", { tracking: -0.02 }),
        60,
        372,
      ),
      words(
        { block: "a2", role: "answer" },
        run("source", "fifty flat skiffs, affixed", { tracking: 0.05, scaling: 1.03 }),
        60,
        384,
      ),
      words({ block: "a3", role: "answer" }, run("italic", "Màu riêng"), 60, 400, FLAG),
      words("artifact", run("viet", "10", { from: null, size: 7 }), 500, 820),
    ]),
    page(2, [...paragraph("a3", "answer", "viet", VI, 60, 80), photo(150)]),
  ];
}
/** What a reader should get, line by line and in order, spaces and made hyphens aside. */
const WANTED = squash(
  story()
    .flatMap((list) => list.items.flatMap((item) => (item.kind === "glyphs" ? [item.run.text] : [])))
    .join(" "),
);
function squash(text: string): string {
  return text
    .replace(/\u00ad\s*/g, "")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

const PICTURES = async () => PICTURE;
const files = new Map<string, string>();
const JOBS: Readonly<Record<string, Partial<JobTicket>>> = {
  x4: {},
  x1a: { standard: "x1a" },
  marks: { marks: true, note: { font: fontId("viet"), slug: "Tạp chí 12/2025 · Nói thật", edition: "" } },
  proof: { standard: "proof", note: { font: fontId("viet"), slug: "", edition: "Proof 3 · 23.11.2025 15:30" } },
  screen: { standard: "screen", pictures: async () => ({ ...PICTURE, space: "rgb", data: RGB }) },
};
const RGB = new Uint8Array(await ticket().deflate(new Uint8Array(710 * 473 * 3).fill(200)));

beforeAll(async () => {
  for (const [name, changes] of Object.entries(JOBS)) {
    const { bytes } = await write(story(), ticket({ pictures: PICTURES, ...changes }));
    files.set(name, saved(bytes));
  }
});
const path = (name: string) => files.get(name) as string;

describe("the same pages and ticket", () => {
  test("give the same bytes, and another ticket other ones", async () => {
    const hash = async (changes: Partial<JobTicket>) =>
      createHash("sha256")
        .update((await write(story(), ticket({ pictures: PICTURES, ...changes }))).bytes)
        .digest("hex");
    expect(await hash({})).toBe(await hash({}));
    expect(await hash({ modified: "2025-11-24T00:00:00Z" })).not.toBe(await hash({}));
  });
});

describe("boxes, labels, metadata", () => {
  test("trim, bleed and media nest; without marks the media is the bleed", async () => {
    const { bytes } = await write(story(), ticket({ pictures: PICTURES }));
    const { doc } = await readPdf(bytes);
    const first = doc.getPage(0).node;
    expect(plain(doc, at(doc, first, "MediaBox"))).toEqual([0, 0, 612.2835, 858.8976]);
    expect(plain(doc, at(doc, first, "BleedBox"))).toEqual([0, 0, 612.2835, 858.8976]);
    expect(plain(doc, at(doc, first, "TrimBox"))).toEqual([8.5039, 8.5039, 603.7795, 850.3937]);
    expect(at(doc, first, "CropBox")).toBeUndefined();
    expect(plain(doc, at(doc, doc.catalog, "PageLabels", "Nums"))).toEqual([0, { S: "D", St: 10 }]);
    expect(plain(doc, doc.context.trailerInfo.Info)).toMatchObject({
      Title: "Phỏng vấn đồng chí Đỏ",
      Keywords: "phỏng vấn, báo",
      CreationDate: "D:20251120080000Z",
      ModDate: "D:20251123153000+07'00'",
      Trapped: "False",
    });
    expect(Buffer.from(bytes.subarray(0, 9)).toString("latin1")).toBe("%PDF-1.6\n");
  });

  test("on screen the page is as it will be cut", async () => {
    const { doc } = await readPdf(await bytesOf("screen"));
    for (const box of ["MediaBox", "BleedBox", "TrimBox"]) {
      expect(plain(doc, at(doc, doc.getPage(0).node, box))).toEqual([0, 0, 595.2756, 841.8898]);
    }
  });

  test("folios that do not count are written out", async () => {
    const lists = ["ii", "8", "9", "12", "A-1"].map((folio, i) => page(i + 1, [], { folio }));
    const { doc } = await readPdf((await write(lists)).bytes);
    expect(plain(doc, at(doc, doc.catalog, "PageLabels", "Nums"))).toEqual([
      0,
      { P: "ii" },
      1,
      { S: "D", St: 8 },
      3,
      { S: "D", St: 12 },
      4,
      { P: "A-1" },
    ]);
  });

  test("a thousand pages hang in a tree", async () => {
    const { doc } = await readPdf((await write(Array.from({ length: 200 }, (_, i) => page(i + 1, [])))).bytes);
    expect(doc.getPageCount()).toBe(200);
    expect((plain(doc, at(doc, doc.catalog, "Pages", "Kids"), 1) as unknown[]).length).toBe(4);
  });
});

describe("ink", () => {
  test("black text and thin black rules overprint, everything else knocks out", async () => {
    const { pages } = await readPdf((await write(story(), ticket({ pictures: PICTURES }))).bytes);
    const inks = new Set(pages.flatMap(({ glyphs }) => glyphs.map(({ fill, overprint }) => `${fill} ${overprint}`)));
    expect([...inks]).toEqual(["0 1 0.9 0.1 k false", "0 0 0 1 k true", "/S1 0.8 scn false"]);
    const paths = pages[0]?.paths.map(({ op, ink, overprint }) => `${op} ${ink} ${overprint}`);
    expect(paths).toEqual(["f 0.1 0 0.2 0 k false", "f 0 0 0 0 k false", "/P1 Do  false", "S 0 0 0 1 K true"]);
  });

  test("large black type knocks out where a picture would shine through, and thick black bars do", async () => {
    const head = run("playfair", "Đen", { size: 40 });
    const { pages } = await readPdf(
      (
        await write(
          [
            page(1, [
              fill(0, 0, 210, 40, RED),
              words({ block: "a", role: "headline" }, head, 20, 60),
              words({ block: "b", role: "answer" }, run("viet", "nhỏ"), 20, 80),
              words({ block: "c", role: "headline" }, head, 20, 400),
              rule(4, 500),
            ]),
          ],
          ticket(),
        )
      ).bytes,
    );
    expect(
      pages[0]?.glyphs.map((glyph) => `${glyph.size} ${glyph.overprint}`).filter((s, i, all) => s !== all[i - 1]),
    ).toEqual(["40 false", "9.5 true", "40 true"]);
    expect(pages[0]?.paths[1]).toMatchObject({ op: "S", overprint: false });
  });

  test("a spot has one definition; a second look of it is told", async () => {
    const other: Ink = { ...FLAG, alternate: cmyk(0, 0.9, 1, 0) } as Ink;
    const { bytes, written } = await write([page(1, [fill(0, 0, 9, 9, FLAG), fill(20, 0, 9, 9, other)])]);
    expect(written.spots).toEqual(["Đỏ cờ"]);
    expect(written.findings.map((found) => found.code)).toEqual(["spot-twice"]);
    const { doc, pages } = await readPdf(bytes);
    expect(plain(doc, at(doc, doc.getPage(0).node, "Resources", "ColorSpace", "S1"))).toMatchObject([
      "Separation",
      "Đỏ cờ",
      "DeviceCMYK",
      { C1: [0, 1, 1, 0], N: 1 },
    ]);
    expect(pages[0]?.paths.map(({ ink }) => ink)).toEqual(["/S1 0.8 scn", "/S1 0.8 scn"]);
  });

  test("a measured colour is the press's ink for it, and so is the look of a measured spot", async () => {
    const lab = [42, 48, 35] as const;
    const brick: Ink = { ...cmyk(0.2, 0.8, 0.7, 0.1), lab: { of: lab, tint: 0.5 } };
    const gold: Ink = { kind: "spot", name: "Gold", tint: 1, alternate: { ...brick, lab: { of: lab, tint: 1 } } };
    const { bytes } = await write(
      [page(1, [fill(0, 0, 9, 9, brick), fill(20, 0, 9, 9, gold)])],
      ticket({ labToInk: (asked) => (asked === lab ? [0.1, 0.9, 0.8, 0.2] : [0, 0, 0, 0]) }),
    );
    const { doc, pages } = await readPdf(bytes);
    expect(pages[0]?.paths.map(({ ink }) => ink)).toEqual(["0.05 0.45 0.4 0.1 k", "/S1 1 scn"]);
    expect(plain(doc, at(doc, doc.getPage(0).node, "Resources", "ColorSpace", "S1"))).toMatchObject([
      "Separation",
      "Gold",
      "DeviceCMYK",
      { C1: [0.1, 0.9, 0.8, 0.2], N: 1 },
    ]);
  });

  test("on screen there is RGB and nothing overprints", async () => {
    const { pages } = await readPdf(await bytesOf("screen"));
    for (const glyph of pages.flatMap(({ glyphs }) => glyphs)) {
      expect(glyph.fill).toMatch(/^[\d. ]+ rg$/);
      expect(glyph.overprint).toBe(false);
    }
  });
});

describe("pictures", () => {
  test("the same picture at the same size is embedded once, and asked for once, in page order", async () => {
    const asked: string[] = [];
    const lists = Array.from({ length: 6 }, (_, i) => page(i + 1, [photo(20, `m${i % 4}`)]));
    const pictures: JobTicket["pictures"] = async ({ media }) => {
      asked.push(media);
      return PICTURE;
    };
    const { written } = await write(lists, ticket({ pictures }));
    expect(asked).toEqual(["m0", "m1", "m2", "m3"]);
    expect(written.pictures).toBe(4);
  });

  test("no more than three are under way at a time", async () => {
    let open = 0;
    let most = 0;
    const lists = Array.from({ length: 12 }, (_, i) => page(i + 1, [photo(20, `m${i}`)]));
    const pictures: JobTicket["pictures"] = async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open--;
      return PICTURE;
    };
    await write(lists, ticket({ pictures }));
    expect(most).toBe(3);
  });

  test("a picture that cannot be had and stands on two pages is a finding on both", async () => {
    const finding = { code: "picture-broken", severity: "error", message: "m", hint: "h", ran: true } as const;
    const lists = [page(1, [photo(40)]), page(2, [photo(40)])];
    const { written } = await write(lists, ticket({ pictures: async () => finding }));
    expect(written.findings.map((f) => [f.code, f.page])).toEqual([
      ["picture-broken", 1],
      ["picture-broken", 2],
    ]);
  });

  test("one that cannot be had is a marked box and a finding", async () => {
    const finding = { code: "picture-broken", severity: "error", message: "m", hint: "h", ran: true } as const;
    const { bytes, written } = await write([page(7, [photo(20)])], ticket({ pictures: async () => finding }));
    expect(written.findings).toEqual([
      { ...finding, page: 7, place: [expect.any(String), 0, 0], rect: [mm(110), mm(20), mm(60), mm(40)] },
    ]);
    expect((await readPdf(bytes)).pages[0]?.paths.map(({ op }) => op)).toEqual(["f", "S", "S"]);
  });

  test("an Adobe CMYK JPEG carries its Decode, and RGB never reaches the press", async () => {
    const jpeg = { ...PICTURE, coding: "jpeg", inverted: true } as const;
    const { bytes } = await write([page(1, [photo(20)])], ticket({ pictures: async () => jpeg }));
    const { doc } = await readPdf(bytes);
    const [, image] =
      doc.context.enumerateIndirectObjects().find(([, object]) => object.toString().includes("/Image")) ?? [];
    expect(image?.toString()).toMatch(/\/Decode \[ 1 0 1 0 1 0 1 0 \]/);
    await expect(
      write([page(1, [photo(20)])], ticket({ pictures: async () => ({ ...PICTURE, space: "rgb" }) })),
    ).rejects.toThrow("an RGB picture in a x4 file");
  });
});

describe("a transparent picture", () => {
  const mask = { width: 20, height: 20, data: new Uint8Array(deflateSync(new Uint8Array(400).fill(128))) };
  const asked: (PictureRequest["ground"] | undefined)[] = [];
  const jobOf = (standard: Standard) =>
    ticket({
      standard,
      pictures: async ({ ground }) => {
        asked.push(ground);
        return standard === "x4" ? { ...PICTURE, mask } : PICTURE;
      },
    });
  const pages = [page(1, [fill(100, 10, 90, 60, RED), photo(20)]), page(2, [photo(20), photo(30, "b".repeat(64))])];

  test("carries a soft mask, and its page blends ink", async () => {
    const { bytes } = await write(pages, jobOf("x4"));
    const { doc } = await readPdf(bytes);
    expect(plain(doc, at(doc, doc.getPage(0).node, "Group"))).toMatchObject({ S: "Transparency", CS: "DeviceCMYK" });
    expect(
      Buffer.from(bytes)
        .toString("latin1")
        .match(/\/SMask \d+ 0 R/g)?.length,
    ).toBe(2);
    if (hasChecker) expect(complaints("/usr/bin/python3", CHECKER, saved(bytes), "--standard", "x4")).toBe("");
    expect(asked.every((ground) => ground === undefined)).toBe(true);
  });

  test("is asked for flat for PDF/X-1a, on what lies below it", async () => {
    asked.length = 0;
    const { bytes } = await write(pages, jobOf("x1a"));
    const [first] = (pages[1] as DisplayList).items;
    expect(asked).toEqual([[0, 1, 0.9, 0.1], undefined, { below: expect.objectContaining({ items: [first] }) }]);
    expect(Buffer.from(bytes).includes("SMask")).toBe(false);
    const masked = ticket({ standard: "x1a", pictures: async () => ({ ...PICTURE, mask }) });
    await expect(write(pages, masked)).rejects.toThrow("a soft mask in a PDF/X-1a file");
  });
});

describe("marks", () => {
  test("stand outside the bleed, and only they are printed in all inks", async () => {
    const { doc, pages } = await readPdf(await bytesOf("marks"));
    const node = doc.getPage(1).node;
    const [left, bottom, right, top] = plain(doc, at(doc, node, "BleedBox")) as [number, number, number, number];
    const [, , width, height] = plain(doc, at(doc, node, "MediaBox")) as [number, number, number, number];
    const all = pages[1]?.paths.filter(({ mark }) => mark.includes("/Page")) ?? [];
    expect(all.length).toBeGreaterThan(20);
    for (const { at: numbers, op } of all) {
      const points =
        op === "f"
          ? [
              numbers.slice(0, 2),
              [(numbers[0] as number) + (numbers[2] as number), (numbers[1] as number) + (numbers[3] as number)],
            ]
          : Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
      const xs = points.map((p) => p[0] as number);
      const ys = points.map((p) => p[1] as number);
      const apart =
        Math.max(...xs) <= left + 0.01 ||
        Math.min(...xs) >= right - 0.01 ||
        Math.max(...ys) <= bottom + 0.01 ||
        Math.min(...ys) >= top - 0.01;
      if (!apart) throw new Error(`within the bleed: ${numbers.join(" ")}`);
      expect(Math.min(...xs, ...ys)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...xs)).toBeLessThanOrEqual(width);
      expect(Math.max(...ys)).toBeLessThanOrEqual(height);
    }
    const slug = pages[0]?.glyphs.filter(({ y }) => y < bottom) ?? [];
    expect(slug.length).toBeGreaterThan(30);
    expect(new Set(slug.map(({ fill }) => fill))).toEqual(
      new Set(["/All 1 scn", "1 0 0 0 k", "0 1 0 0 k", "0 0 1 0 k", "0 0 0 1 k", "/S1 1 scn"]),
    );
  });

  test("a narrow page has a short colour bar and a smaller slug", async () => {
    const lists = [page(1, [], { trim: { width: mm(60), height: mm(90) } })];
    const note = { font: fontId("viet"), slug: "Một dòng dài hơn khổ giấy rất nhiều lần ".repeat(3), edition: "" };
    const { bytes } = await write(lists, ticket({ marks: true, note }));
    const { pages } = await readPdf(bytes);
    expect(Math.max(...(pages[0]?.glyphs ?? []).map(({ x }) => x))).toBeLessThan(mm(60) + 2 * mm(13));
    expect(pages[0]?.paths.filter(({ op }) => op === "f").length).toBe(3);
  });
});

test("a stopped job says so, and asks for nothing more", async () => {
  const signal = { aborted: false };
  let chunks = 0;
  const written = await writePdf(
    Array.from({ length: 50 }, (_, i) => page(i + 1, [])),
    ticket({
      progress: (done) => {
        signal.aborted = done === 3;
      },
    }),
    { write: () => void chunks++ },
    signal,
  );
  expect(written).toMatchObject({ finished: false, pages: 3 });
  expect(chunks).toBeLessThan(2);
});

test("what is missing from a ticket throws before a byte is written", async () => {
  await expect(write([])).rejects.toThrow("at least one page");
  await expect(write(story(), ticket({ title: " " }))).rejects.toThrow("title");
  await expect(write(story(), ticket({ outputIntent: null }))).rejects.toThrow("output intent");
  await expect(write([page(1, [])], ticket({ created: "yesterday" }))).rejects.toThrow("instant");
});

describe.each(Object.keys(JOBS))("%s, read by others", (name) => {
  test.skipIf(!has("qpdf"))(`qpdf has nothing to say${has("qpdf") ? "" : " (qpdf is missing)"}`, () => {
    expect(call("qpdf", "--check", path(name))).toContain("No syntax or stream encoding errors");
  });
  test.skipIf(!has("mutool"))(`mutool reads the words${has("mutool") ? "" : " (mutool is missing)"}`, () => {
    expect(
      complaints("mutool", "draw", "-q", "-o", "/dev/null", path(name)).replace(/warning: ICC support.*/, ""),
    ).toBe("");
    expect(squash(call("mutool", "draw", "-q", "-F", "txt", path(name)))).toContain(WANTED.slice(0, 200));
    expectWords(call("mutool", "draw", "-q", "-F", "txt", path(name)));
  });
  test.skipIf(!has("pdftotext"))(`poppler reads the words${has("pdftotext") ? "" : " (pdftotext is missing)"}`, () => {
    expect(complaints("pdftotext", path(name), "-")).toBe("");
    expectWords(call("pdftotext", "-raw", path(name), "-"));
    expectWords(call("pdftotext", path(name), "-"));
  });
  test.skipIf(!has("gs"))(`Ghostscript reads the words${has("gs") ? "" : " (gs is missing)"}`, () => {
    expect(complaints("gs", "-q", "-o", "/dev/null", "-sDEVICE=nullpage", path(name))).toBe("");
    expectWords(call("gs", "-q", "-o", "-", "-sDEVICE=txtwrite", path(name)));
  });

  function expectWords(text: string): void {
    // Slug and proof line are extra; the story's own words come whole and in order.
    const got = squash(text.replace(/\f/g, " ")).split(" ");
    let next = 0;
    for (const word of got) if (word === WANTED.split(" ")[next]) next++;
    expect(WANTED.split(" ").slice(next, next + 5)).toEqual([]);
  }
});

describe.each([
  ["x4", "x4"],
  ["marks", "x4"],
  ["x1a", "x1a"],
] as readonly (readonly [string, Standard])[])("%s", (name, standard) => {
  test.skipIf(!hasChecker)(`keeps the rules of ${standard}${hasChecker ? "" : " (../shared/tools is missing)"}`, () => {
    expect(complaints("/usr/bin/python3", CHECKER, path(name), "--standard", standard)).toBe("");
  });
});

const READERS: readonly (readonly [string, (file: string) => string])[] = [
  ["mutool", (file) => call("mutool", "draw", "-q", "-F", "txt", file)],
  ["pdftotext", (file) => call("pdftotext", "-raw", file, "-")],
  ["pdftotext", (file) => call("pdftotext", file, "-")],
  ["gs", (file) => call("gs", "-q", "-o", "-", "-sDEVICE=txtwrite", file)],
];
describe("ligatures, whatever the font, tracking and scaling", () => {
  const line = "Of fine baffles, fifty stiff fjords fly flat; affixed skiffs. Fáf ffa “fi” Tf";
  const looks = [-0.03, -0.01, 0, 0.02, 0.06].flatMap((tracking) =>
    [0.98, 1, 1.03].map((scaling) => ({ tracking, scaling })),
  );
  let file = "";
  const count = Object.keys(FONTS).length * looks.length;
  beforeAll(async () => {
    const lists = (Object.keys(FONTS) as FontName[]).map((font, i) =>
      page(
        i + 1,
        looks.map((look, n) => words({ block: `b${n}`, role: "answer" }, run(font, line, look), 20, 40 + 24 * n)),
      ),
    );
    file = saved((await write(lists)).bytes);
  });
  for (const [program, read] of READERS) {
    test.skipIf(!has(program))(
      `${program} gives every line back${has(program) ? "" : ` (${program} is missing)`}`,
      () => {
        const lines = read(file)
          .split(/[\n\f]/)
          .map((text) => text.trim())
          .filter(Boolean);
        expect(lines.filter((text) => text !== line)).toEqual([]);
        expect(lines.length).toBe(count);
      },
    );
  }
});

describe("plates, as Ghostscript separates them", () => {
  const plates = new Map<string, { data: Uint8Array; width: number }>();
  const side = 100;
  const inks: Ink[] = [
    cmyk(0, 0, 0, 1),
    cmyk(0.3, 0.6, 0.1, 0.2),
    { kind: "spot", name: "Gold", tint: 0.6, alternate: cmyk(0.2, 0.3, 0.8, 0.1) },
    PAPER,
  ];
  /** Per cent of ink on a plate, in the middle of swatch n. */
  const inkOn = (plate: string, n: number) => {
    const { data, width } = plates.get(plate) as { data: Uint8Array; width: number };
    return Math.round((255 - (data[Math.round(0.5 * side) * width + Math.round((n + 0.5) * side)] as number)) / 2.55);
  };
  beforeAll(async () => {
    if (!has("gs")) return;
    const box = (n: number, y: number) => ({ x: pt(n * side), y: pt(y), width: pt(side), height: pt(side) });
    const { bytes } = await write([
      page(
        1,
        [
          ...inks.map((ink, n): DisplayItem => ({ kind: "fill", of: "artifact", box: box(n, 0), ink })),
          ...paragraph("a", "answer", "spectral", EN, 10, 2 * side),
        ],
        {
          trim: { width: pt(4 * side), height: pt(4 * side) },
          bleed: { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) },
        },
      ),
    ]);
    const file = saved(bytes);
    call("gs", "-q", "-dNOPAUSE", "-dBATCH", "-r72", "-sDEVICE=tiffsep", `-sOutputFile=${file}.tif`, file);
    for (const plate of ["Cyan", "Magenta", "Yellow", "Black", "Gold"]) {
      const { data, info } = await sharp(`${file}(${plate}).tif`)
        .toColourspace("b-w")
        .raw()
        .toBuffer({ resolveWithObject: true });
      plates.set(plate, { data, width: info.width });
    }
  });

  test.skipIf(!has("gs"))(`a swatch is what it says, within one per cent${has("gs") ? "" : " (gs is missing)"}`, () => {
    const read = inks.map((_, n) => ["Cyan", "Magenta", "Yellow", "Black", "Gold"].map((plate) => inkOn(plate, n)));
    expect(read).toEqual([
      [0, 0, 0, 100, 0],
      [30, 60, 10, 20, 0],
      [0, 0, 0, 0, 60],
      [0, 0, 0, 0, 0],
    ]);
  });

  test.skipIf(!has("gs"))(`black text is on the black plate alone${has("gs") ? "" : " (gs is missing)"}`, () => {
    const darkest = (plate: string) => {
      const { data, width } = plates.get(plate) as { data: Uint8Array; width: number };
      return data.subarray(width * (2 * side - 20)).reduce((least, value) => Math.min(least, value), 255);
    };
    expect(darkest("Black")).toBeLessThan(128);
    for (const plate of ["Cyan", "Magenta", "Yellow", "Gold"]) expect(darkest(plate)).toBe(255);
  });

  test.skipIf(!has("gs"))(
    `black overprints or knocks out by its size${has("gs") ? "" : " (gs is missing)"}`,
    async () => {
      const ground = cmyk(0.5, 0.6, 0.7, 0);
      const dark: Ink = { kind: "cmyk", c: 0.6, m: 0.4, y: 0.4, k: 1 };
      // Sixteen capital letters over each other: where they stand, the middle of each row is black.
      const row = (n: number, size: number, ink: Ink) =>
        Array.from({ length: 4 }, () =>
          words(
            { block: `b${n}`, role: "answer" },
            run("viet", "IIIIIIII", { size, tracking: -0.2 }),
            10,
            60 * n + 50,
            ink,
          ),
        );
      const list = page(
        1,
        [
          fill(0, 0, 200, 200, ground),
          ...row(0, 23, BLACK),
          ...row(1, 40, BLACK),
          ...row(2, 40, dark),
          ...row(3, 20, PAPER),
        ],
        { trim: { width: pt(200), height: pt(260) }, bleed: { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) } },
      );
      const file = saved((await write([list])).bytes);
      call("gs", "-q", "-dNOPAUSE", "-dBATCH", "-r288", "-sDEVICE=tiffsep", `-sOutputFile=${file}.tif`, file);
      const inks = await Promise.all(
        ["Cyan", "Magenta", "Yellow", "Black"].map((plate) =>
          sharp(`${file}(${plate}).tif`).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true }),
        ),
      );
      /** All mixtures that stand on a row of letters, commonest first. */
      const mixtures = (n: number) => {
        const seen = new Map<string, number>();
        for (let x = 40; x < 300; x++) {
          for (let y = (60 * n + 40) * 4; y < (60 * n + 48) * 4; y++) {
            const key = inks
              .map(({ data, info }) => Math.round((255 - (data[y * info.width + x] as number)) / 2.55))
              .join("/");
            seen.set(key, (seen.get(key) ?? 0) + 1);
          }
        }
        return [...seen]
          .filter(([, count]) => count > 200)
          .map(([key]) => key)
          .sort();
      };
      const under = "50/60/70/0";
      expect(mixtures(0)).toEqual([under, "50/60/70/100"]);
      expect(mixtures(1)).toEqual(["0/0/0/100", under].sort());
      expect(mixtures(2)).toEqual([under, "60/40/40/100"]);
      expect(mixtures(3)).toEqual(["0/0/0/0", under].sort());
    },
  );

  test.skipIf(!has("gs"))(`a soft mask blends ink, not light${has("gs") ? "" : " (gs is missing)"}`, async () => {
    const flatInk = new Uint8Array(100 * 100 * 4);
    for (let i = 0; i < flatInk.length; i += 4) flatInk.set([204, 0, 0, 0], i);
    const picture: PreparedPicture = {
      ...PICTURE,
      width: 100,
      height: 100,
      data: new Uint8Array(deflateSync(flatInk)),
      mask: { width: 100, height: 100, data: new Uint8Array(deflateSync(new Uint8Array(10_000).fill(128))) },
    };
    const small = { trim: { width: mm(200), height: mm(80) } };
    const file = saved(
      (
        await write(
          [page(1, [fill(0, 0, 200, 80, cmyk(0, 0.8, 0, 0)), photo(20)], small)],
          ticket({ pictures: async () => picture }),
        )
      ).bytes,
    );
    call("gs", "-q", "-dNOPAUSE", "-dBATCH", "-r72", "-sDEVICE=tiffsep", `-sOutputFile=${file}.tif`, file);
    const middle = async (plate: string) => {
      const { data, info } = await sharp(`${file}(${plate}).tif`)
        .toColourspace("b-w")
        .raw()
        .toBuffer({ resolveWithObject: true });
      return Math.round((255 - (data[Math.round(mm(43)) * info.width + Math.round(mm(143))] as number)) / 2.55);
    };
    expect([await middle("Cyan"), await middle("Magenta"), await middle("Yellow"), await middle("Black")]).toEqual([
      40, 40, 0, 0,
    ]);
  });
});

async function bytesOf(name: string): Promise<Uint8Array> {
  return (await import("node:fs")).readFileSync(path(name));
}
