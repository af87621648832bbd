/**
 * A page as the press will print it, to be looked at: its plates, the soft proof through the printer's profile, and where
 * its ink is heaviest. Made of the same pages, pictures and rules as the export. Layouts and plates are kept while the
 * same is asked about, so that hiding a plate is quick.
 */
import { writeFile } from "node:fs/promises";
import sharp from "sharp";
import { inkToRgb } from "../../shared/color/screen.ts";
import type { Box } from "../../shared/layout/display.ts";
import { forPrinter } from "../../shared/preflight/forPrinter.ts";
import { pageInk, softProof } from "../../shared/preflight/plates.ts";
import { pt } from "../../shared/units.ts";
import { Failed } from "./failure.ts";
import { type LaidOut, type LayoutJob, layOutJob } from "./jobs.ts";
import { createPictureDesk } from "./pictureDesk.ts";
import { platesOfPage } from "./platePictures.ts";
import { pressTicket } from "./pressTicket.ts";
import { readPrinter } from "./shelves.ts";

export type LookWish = {
  /** Counted from 1. */
  readonly page: number;
  readonly printer: string | null;
  /** Pixels to the inch. */
  readonly ppi: number;
  /** What of the page, in points from the trim's top left; null: all with its bleed. */
  readonly area: Sides | null;
  /** With the paper's own colour, or as if it were white. */
  readonly paper: boolean;
  /** Plates left out of the proof. */
  readonly hidden: readonly string[];
};
/** Where the files go: the proof as PNG, and every plate one after the other, a byte a pixel, 255 for full ink. */
export type LookFiles = { readonly proof: string; readonly values: string };
type Sides = readonly [left: number, top: number, width: number, height: number];

export type Look = {
  readonly width: number;
  readonly height: number;
  /** Pixels to the point. */
  readonly scale: number;
  /** Where the first pixel is, in points from the trim's top left. */
  readonly origin: readonly [x: number, y: number];
  /** In the order of `values`; `look`: full ink on screen, sRGB, 0 to 255. */
  readonly plates: readonly { readonly name: string; readonly look: readonly [number, number, number] }[];
  /** Missing pictures and placed PDFs, for each of which a tint stands. */
  readonly unseen: number;
  /** Per cent: the mean of the heaviest 15 mm² and where, what 99.9 % stays under, and what the press takes. */
  readonly ink: { readonly mean: number; readonly high: number; readonly limit: number; readonly rect: Sides };
};

/** More pixels than this are looked at in parts. */
const MOST_PIXELS = 24_000_000;
/** A page is looked at with one plate hidden and another; two pages side by side. */
const PLATES_KEPT = 4;
const LOOKS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  Cyan: [1, 0, 0, 0],
  Magenta: [0, 1, 0, 0],
  Yellow: [0, 0, 1, 0],
  Black: [0, 0, 0, 1],
};

type Made = Awaited<ReturnType<typeof platesOfPage>>;

export type PressRoom = {
  /** Throws `Failed`, or the signal's reason. */
  look(job: LayoutJob, wish: LookWish, files: LookFiles, signal: AbortSignal): Promise<Look>;
  close(): void;
};

export function createPressRoom(): PressRoom {
  let laid: { readonly key: string; readonly made: LaidOut } | null = null;
  const kept = new Map<string, Made>();

  async function layOut(job: LayoutJob, signal: AbortSignal): Promise<LaidOut> {
    const key = JSON.stringify(job);
    if (laid?.key === key) return laid.made;
    forget();
    const made = await layOutJob(job, () => undefined, signal);
    laid = { key, made };
    return made;
  }
  function forget(): void {
    laid?.made.work.close();
    laid = null;
    kept.clear();
  }

  async function platesFor(made: LaidOut, wish: LookWish, signal: AbortSignal): Promise<Made> {
    const { page, printer: named, ppi, area } = wish;
    const key = JSON.stringify([page, named, ppi, area]);
    const known = kept.get(key);
    if (known) return known;
    const { work, layout, lists, outline } = made;
    const list = lists[page - 1];
    if (!list) throw new Failed("not-found", `There is no page ${page}`, `The document has ${lists.length}`);
    const printer = await readPrinter(named);
    const printed = forPrinter(list, layout.pages[page - 1]?.side ?? "recto", layout.design.page.facing, printer.rules);
    const sheet = area ? boxOf(area) : sheetOf(printed);
    if (((sheet.width * sheet.height) / 72 ** 2) * ppi ** 2 > MOST_PIXELS) {
      throw new Failed("refused", `${ppi} ppi of that much of a page is more than is looked at`, "Ask for less of it");
    }
    const ink = await pressTicket(layout.design.swatches, printer, outline);
    // No finer than it is looked at.
    const { pictures: limits } = printer.rules;
    const coarser = { ...printer.rules, pictures: { ...limits, ceiling: Math.min(limits.ceiling, ppi) } };
    const desk = createPictureDesk(
      work,
      { standard: "x4" },
      { ...printer, rules: coarser },
      { ...ink, outline },
      signal,
    );
    try {
      const plates = await platesOfPage(printed, { ...ink, outline, pictures: desk.pictures }, ppi / 72, sheet);
      while (kept.size >= PLATES_KEPT) kept.delete(kept.keys().next().value as string);
      kept.set(key, plates);
      return plates;
    } finally {
      await desk.close();
    }
  }

  return {
    async look(job, wish, files, signal) {
      const made = await layOut(job, signal);
      const plates = await platesFor(made, wish, signal);
      signal.throwIfAborted();
      const printer = await readPrinter(wish.printer);
      const { width, height, scale, origin, looks, unseen } = plates;
      const [{ instantiate }, { lcmsEngine }] = await Promise.all([
        import("lcms-wasm"),
        import("../../shared/color/lcms.ts"),
      ]);
      const converter = lcmsEngine(await instantiate()).openProof(printer.intent.profile, wish.paper);
      if (!converter) throw new RangeError("the press's profile cannot be read");
      const rgb = softProof(plates, converter, new Set(wish.hidden));
      converter.close();
      const raw = { width, height, channels: 3 } as const;
      await sharp(rgb, { raw }).png({ compressionLevel: 2 }).toFile(files.proof);
      await writeFile(files.values, Buffer.concat([...plates.plates.values()]));
      const { mean, high, box } = pageInk(plates);
      return {
        width,
        height,
        scale,
        origin: [origin.x, origin.y],
        unseen,
        plates: [...plates.plates.keys()].map((name) => {
          const [c, m, y, k] = LOOKS[name] ?? quad(looks.get(name));
          const seen = inkToRgb({ kind: "cmyk", c, m, y, k }).map((part) => Math.round(part * 255));
          return { name, look: seen as [number, number, number] };
        }),
        ink: { mean, high, limit: printer.rules.inkLimit, rect: [box.x, box.y, box.width, box.height] },
      };
    },
    close: forget,
  };
}

function quad(look: { readonly c: number; readonly m: number; readonly y: number; readonly k: number } | undefined) {
  return look ? ([look.c, look.m, look.y, look.k] as const) : ([0, 0, 0, 1] as const);
}

function boxOf([x, y, width, height]: Sides): Box {
  return { x: pt(x), y: pt(y), width: pt(width), height: pt(height) };
}

function sheetOf({ trim, bleed }: LaidOut["lists"][number]): Box {
  return {
    x: pt(-bleed.left),
    y: pt(-bleed.top),
    width: pt(trim.width + bleed.left + bleed.right),
    height: pt(trim.height + bleed.top + bleed.bottom),
  };
}
