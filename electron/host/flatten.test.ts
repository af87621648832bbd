/** Transparency put together with what lies below, held against the edition that keeps it live, as Ghostscript prints both. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { cmyk, type Ink, type Spot } from "../../shared/color/ink.ts";
import type { Finding } from "../../shared/finding.ts";
import type { DisplayItem } from "../../shared/layout/display.ts";
import type { Pictures, Standard } from "../../shared/pdf/ticket.ts";
import {
  CHECKER,
  call,
  complaints,
  fontFile,
  has,
  hasChecker,
  page,
  run,
  saved,
  ticket,
  words,
  write,
} from "../../shared/test/pdfJob.ts";
import { createShaper } from "../../shared/typesetting/harfbuzz.ts";
import type { FontFace } from "../../shared/typesetting/fonts.ts";
import { pt } from "../../shared/units.ts";
import { flattened } from "./flatten.ts";
import { exportPictures, pictureShop } from "./pictures.ts";
import { assetsDir } from "./places.ts";

const GOLD: Spot = { kind: "spot", name: "Gold", tint: 0.8, alternate: cmyk(0, 0.2, 0.8, 0.1) };
const NAVY: Ink = { kind: "mix", spots: [{ ...GOLD, name: "Navy", tint: 0.5 }], process: cmyk(0, 0, 0, 0.3) };
const box = (x: number, y: number, width: number, height: number) => ({
  x: pt(x),
  y: pt(y),
  width: pt(width),
  height: pt(height),
});
const fill = (x: number, y: number, width: number, height: number, ink: Ink): DisplayItem => ({
  kind: "fill",
  of: "artifact",
  box: box(x, y, width, height),
  ink,
});
const placed = (
  media: string,
  x: number,
  y: number,
  width: number,
  height: number,
): Extract<DisplayItem, { kind: "picture" }> => ({
  kind: "picture",
  of: { block: `${media}${x}`, role: "photo" },
  media,
  box: box(x, y, width, height),
  crop: { x: 0, y: 0, width: 1, height: 1 },
  alt: "",
});
const text = (block: string, x: number, y: number) =>
  words({ block, role: "answer" }, run("viet", "Mùa nước nổi", { size: 12 }), x, y);
/** A disc that fades from the middle, clear in the corners: over a picture, over words and a tint's edge, over spots. */
const items: DisplayItem[] = [
  placed("photo", 20, 20, 120, 120),
  placed("disc", 50, 50, 120, 120),
  fill(200, 20, 60, 150, cmyk(0.3, 0, 0.2, 0)),
  text("under", 205, 95),
  placed("disc", 210, 40, 100, 100),
  text("above", 212, 60),
  fill(20, 220, 90, 120, GOLD),
  fill(110, 220, 90, 120, NAVY),
  placed("disc", 40, 230, 130, 100),
  // On one flat ink, and on paper: no page is needed for these.
  fill(220, 220, 120, 120, cmyk(0, 0, 0.4, 0)),
  placed("disc", 230, 230, 90, 90),
  placed("disc", 20, 380, 90, 90),
];

/** What a shaper asks of a font beside its bytes. */
const NAMES = { family: "Be Vietnam Pro", weight: 400, width: 100, italic: false } as never as FontFace;

async function originals(): Promise<ReadonlyMap<string, Uint8Array>> {
  const side = 300;
  const disc = Buffer.alloc(side * side * 4);
  const photo = Buffer.alloc(side * side * 3);
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at++) {
      const far = Math.sqrt((x - side / 2) ** 2 + (y - side / 2) ** 2) / (side / 2);
      disc.set([200, 40, 30, Math.round(255 * Math.max(0, Math.min(1, 1.2 - 1.2 * far)))], 4 * at);
      photo.set([x >> 1, 200 - (y >> 1), 120], 3 * at);
    }
  }
  const raw = { width: side, height: side } as const;
  return new Map([
    [
      "disc",
      await sharp(disc, { raw: { ...raw, channels: 4 } })
        .png()
        .toBuffer(),
    ],
    [
      "photo",
      await sharp(photo, { raw: { ...raw, channels: 3 } })
        .png()
        .toBuffer(),
    ],
  ]);
}

type Edition = {
  readonly bytes: Uint8Array;
  readonly findings: readonly Finding[];
  readonly plates: ReadonlyMap<string, { readonly width: number; readonly pixels: Uint8Array }>;
};

async function edition(standard: Standard): Promise<Edition> {
  const files = await originals();
  const shop = pictureShop();
  const id = run("viet", "M").font;
  const bytes = fontFile(id).bytes;
  const shaper = await createShaper([{ ...NAMES, id, bytes }], []);
  try {
    const pictures = (wanted: Standard) =>
      exportPictures(shop, {
        original: async (media) => ({ bytes: files.get(media) as Uint8Array, name: `${media}.png` }),
        standard: wanted,
        press: new Uint8Array(readFileSync(join(assetsDir(), "color", "quoin-coated-300.icc"))),
        inkLimit: 300,
      });
    const ports = {
      live: pictures("x4"),
      ceiling: 300,
      isForm: () => false,
      nameOf: (media: string) => `${media}.png`,
      outline: shaper.outline,
    };
    const made = standard === "x1a" ? flattened(pictures("x1a"), ports) : pictures(standard);
    const { bytes, written } = await write([page(1, items)], ticket({ standard, pictures: made }));
    const folder = mkdtempSync(join(tmpdir(), "quoin-flat-"));
    const out = join(folder, "p%d.tif");
    call("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r144", "-o", out, saved(bytes));
    const plates = new Map<string, { width: number; pixels: Uint8Array }>();
    for (const file of readdirSync(folder)) {
      const name = /\((.+)\)/.exec(file)?.[1];
      if (name === undefined) continue;
      const { data, info } = await sharp(join(folder, file)).greyscale().raw().toBuffer({ resolveWithObject: true });
      plates.set(name, { width: info.width, pixels: data });
    }
    return { bytes, findings: written.findings, plates };
  } finally {
    await shop.close();
  }
}

describe.skipIf(!has("gs"))("transparency laid on what lies below (needs Ghostscript)", () => {
  let live: Edition;
  let flat: Edition;
  beforeAll(async () => {
    live = await edition("x4");
    flat = await edition("x1a");
  }, 60_000);

  test("every plate is what the edition with live transparency prints, spots too", () => {
    expect([...flat.plates.keys()].sort()).toEqual([...live.plates.keys()].sort());
    const off: Record<string, number> = {};
    for (const [name, { pixels }] of live.plates) {
      const other = flat.plates.get(name)?.pixels as Uint8Array;
      let sum = 0;
      let ink = 0;
      for (let i = 0; i < pixels.length; i++) {
        sum += Math.abs((pixels[i] as number) - (other[i] as number));
        ink += 255 - (pixels[i] as number);
      }
      off[name] = (sum / ink) * 100;
    }
    // Per cent of the ink that is there.
    for (const [name, value] of Object.entries(off))
      expect(value, `${name} of ${JSON.stringify(off)}`).toBeLessThan(1.5);
  });

  test("no transparency is left, and a checker that knows the standard finds nothing", () => {
    const file = Buffer.from(flat.bytes).toString("latin1");
    expect(file).not.toContain("/SMask");
    expect(file).toContain("/ImageMask true");
    expect(file).toMatch(/\/ColorSpace \d+ 0 R/);
    if (hasChecker) expect(complaints("/usr/bin/python3", CHECKER, saved(flat.bytes), "--standard", "x1a")).toBe("");
  });

  test("words stay words where they are not covered, and it is told where they are", () => {
    expect(call("pdftotext", saved(flat.bytes), "-").match(/Mùa nước nổi/g)).toHaveLength(2);
    expect(
      flat.findings.map(
        ({ code, severity, message }) => `${severity} ${code} ${/stands over ([^;]*)/.exec(message)?.[1]}`,
      ),
    ).toEqual([
      "info picture-flattened another picture",
      "warning picture-flattened type, tints or rules",
      "info picture-flattened tints or rules",
    ]);
    expect(live.findings).toEqual([]);
  });
});

test("over a page of another PDF, whose inks nobody knows here, it is laid on paper and refused", async () => {
  const asked: string[] = [];
  const picture = {
    width: 1,
    height: 1,
    space: "gray",
    coding: "flate",
    data: new Uint8Array(0),
    findings: [],
  } as const;
  const answer =
    (standard: string): Pictures =>
    async ({ media, ground }) => {
      asked.push(`${standard} ${media}${ground ? " on what is below" : ""}`);
      const mask = standard === "x4" ? { mask: { width: 1, height: 1, data: new Uint8Array(0) } } : {};
      return { ...picture, inverted: false, orientation: 1, crop: { x: 0, y: 0, width: 1, height: 1 }, ...mask };
    };
  const pictures = flattened(answer("x1a"), {
    live: answer("x4"),
    outline: () => new Float64Array(0),
    ceiling: 300,
    nameOf: (media) => `${media}.png`,
    isForm: (media) => media === "page",
  });
  const below = page(1, [placed("page", 0, 0, 100, 100)]);
  const [over, opaque] = [placed("disc", 10, 10, 20, 20), placed("page", 10, 10, 20, 20)];
  const made = await pictures({ ...over, page: 1, ground: { below } });
  expect("findings" in made && made.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    "error picture-flattened",
  ]);
  await pictures({ ...opaque, page: 1, ground: { below } });
  expect(asked).toEqual(["x4 disc", "x1a disc", "x1a page on what is below"]);
});
