/**
 * Pages and a job ticket for the tests of the PDF room: real fonts, real shaping, lines placed by hand. And the outside
 * programs that read a PDF back, each null where it is not installed.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import * as hb from "harfbuzzjs";
import { BLACK, type Ink } from "../color/ink.ts";
import type { DisplayItem, DisplayList, Origin } from "../layout/display.ts";
import type { Sink } from "../pdf/serialise.ts";
import { loadSubsetter } from "../pdf/subset.ts";
import type { JobTicket, Written } from "../pdf/ticket.ts";
import { writePdf } from "../pdf/writePdf.ts";
import type { Role } from "../schema/story.ts";
import type { GlyphRun, RunLook } from "../typesetting/glyphs.ts";
import { mm, pt, type TextOffset } from "../units.ts";

export const ROOT = new URL("../../", import.meta.url).pathname;

export const FONTS = {
  spectral: "assets/fonts/spectral/Spectral-400Regular.ttf",
  italic: "assets/fonts/spectral/Spectral-400Regular_Italic.ttf",
  source: "assets/fonts/source-serif-4/SourceSerif4-Regular.otf",
  viet: "assets/fonts/be-vietnam-pro/BeVietnamPro-400Regular.ttf",
  playfair: "assets/fonts/playfair-display/PlayfairDisplay-700Bold.ttf",
  playfairItalic: "assets/fonts/playfair-display/PlayfairDisplay-400Regular_Italic.ttf",
  literata: "assets/fonts/literata/Literata-400Regular.ttf",
  literataItalic: "assets/fonts/literata/Literata-400Regular_Italic.ttf",
  sourceDisplay: "assets/fonts/source-serif-4/SourceSerif4Display-Bold.otf",
} as const;
export type FontName = keyof typeof FONTS;

const files = new Map<string, { bytes: Uint8Array; font: hb.Font; upem: number }>();
export function fontId(name: FontName): string {
  const bytes = new Uint8Array(readFileSync(ROOT + FONTS[name]));
  const id = createHash("sha256").update(bytes).digest("hex");
  if (!files.has(id)) {
    const face = new hb.Face(new hb.Blob(bytes), 0);
    files.set(id, { bytes, font: new hb.Font(face), upem: face.upem });
  }
  return id;
}
export function fontFile(id: string): { bytes: Uint8Array; font: hb.Font; upem: number } {
  const found = files.get(id);
  if (!found) throw new RangeError(`no test font ${id}`);
  return found;
}

const LOOK: RunLook = { ink: null, styles: [], lang: "vi", href: null, stageNote: false };
export type RunOptions = {
  size?: number;
  features?: readonly string[];
  tracking?: number;
  scaling?: number;
  look?: Partial<RunLook>;
  from?: number | null;
  x?: number;
  /** Text that stands in the run where the shaped text has "\u2010" at its end: a made hyphen. */
  hyphen?: boolean;
};

/** Shapes `text` in one run that begins at `x`. */
export function run(name: FontName, text: string, options: RunOptions = {}): GlyphRun {
  const { size = 9.5, features = [], tracking = 0, scaling = 1, look = {}, from = 0, x = 0, hyphen = false } = options;
  const id = fontId(name);
  const { font, upem } = fontFile(id);
  const buffer = new hb.Buffer();
  buffer.addText(hyphen ? `${text}-` : text);
  buffer.setDirection(hb.Direction.LTR);
  buffer.setScript("Latn");
  buffer.setLanguage(look.lang ?? LOOK.lang);
  hb.shape(
    font,
    buffer,
    features.map((feature) => hb.Feature.fromString(feature) as hb.Feature),
  );
  const infos = buffer.getGlyphInfos();
  const positions = buffer.getGlyphPositions();
  const unit = (size / upem) * scaling;
  let pen = x;
  const xs: number[] = [];
  const ys: number[] = [];
  positions.forEach((position, i) => {
    xs.push(pen + position.xOffset * unit);
    ys.push(position.yOffset * unit);
    const wide = position.xAdvance * unit + tracking * size;
    // The setting keeps words visibly apart; below 0.16 em poppler takes two words for one.
    pen += text[infos[i]?.cluster ?? 0] === " " ? Math.max(wide, 0.24 * size) : wide;
  });
  return {
    font: id,
    size: pt(size),
    scaling,
    direction: "ltr",
    glyphs: Uint16Array.from(infos, (info) => info.codepoint),
    xs: Float64Array.from(xs),
    ys: ys.some((y) => y !== 0) ? Float64Array.from(ys) : null,
    clusters: Uint32Array.from(infos, (info) => info.cluster),
    text: hyphen ? `${text}\u00ad` : text,
    from: from as TextOffset | null,
    x: pt(x),
    width: pt(pen - x),
    look: { ...LOOK, ...look },
  };
}

export function words(
  of: Origin,
  glyphs: GlyphRun,
  x: number,
  baseline: number,
  ink: Ink = BLACK,
): Extract<DisplayItem, { kind: "glyphs" }> {
  return { kind: "glyphs", of, run: glyphs, x: pt(x), baseline: pt(baseline), ink };
}

/** A paragraph of lines by hand, broken at a number of characters, set ragged. */
export function paragraph(
  block: string,
  role: Role,
  name: FontName,
  text: string,
  x: number,
  top: number,
  options: RunOptions & { leading?: number; chars?: number } = {},
): DisplayItem[] {
  const { leading = 12, chars = 44 } = options;
  const items: DisplayItem[] = [];
  let line = "";
  let from = 0;
  let y = top;
  const flush = (next: number) => {
    items.push(words({ block, role }, run(name, line, { ...options, from }), x, y));
    from = next;
    line = "";
    y += leading;
  };
  for (const part of text.split(/(?<= )/)) {
    if (line && line.length + part.length > chars) flush(from + line.length);
    line += part;
  }
  if (line) flush(0);
  return items;
}

export function page(number: number, items: readonly DisplayItem[], options: Partial<DisplayList> = {}): DisplayList {
  return {
    number,
    folio: String(number + 9),
    trim: { width: mm(210), height: mm(297) },
    bleed: { top: mm(3), right: mm(3), bottom: mm(3), left: mm(3) },
    items,
    ...options,
  };
}

const subset = await loadSubsetter(
  new Uint8Array(readFileSync(`${ROOT}node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm`)),
);

const profile = new Uint8Array(readFileSync(`${ROOT}assets/color/quoin-coated-300.icc`));
const profileDeflated = deflateSync(profile);

export function ticket(changes: Partial<JobTicket> = {}): JobTicket {
  return {
    standard: "x4",
    title: "Phỏng vấn đồng chí Đỏ",
    authors: ["Phương Thuý"],
    subject: "",
    keywords: ["phỏng vấn", "báo"],
    creator: "Quoin 0.1.0",
    created: "2025-11-20T08:00:00Z",
    modified: "2025-11-23T15:30:00+07:00",
    documentId: "b2b1f6d0",
    lang: "vi",
    marks: false,
    outputIntent: {
      profile,
      identifier: "Custom",
      condition: "Coated, 300 %",
      info: "Quoin coated 300% (FOGRA39L data)",
      registry: null,
    },
    fonts: (id) => fontFile(id).bytes,
    subset,
    pictures: async () => {
      throw new RangeError("no pictures in this test");
    },
    note: null,
    reading: [],
    deflate: (bytes) => (bytes === profile ? profileDeflated : deflateSync(bytes)),
    progress: null,
    ...changes,
  };
}

export async function write(
  lists: readonly DisplayList[],
  job: JobTicket = ticket(),
): Promise<{ bytes: Uint8Array; written: Written }> {
  const chunks: Uint8Array[] = [];
  const sink: Sink = { write: (chunk) => void chunks.push(chunk) };
  const written = await writePdf(lists, job, sink);
  return { bytes: Buffer.concat(chunks), written };
}

const folder = mkdtempSync(join(tmpdir(), "quoin-pdf-"));
let count = 0;
export function saved(bytes: Uint8Array): string {
  const path = join(folder, `${++count}.pdf`);
  writeFileSync(path, bytes);
  return path;
}

export function has(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}
/** Standard output; throws with both streams when the program complains by its exit code. */
export function call(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
}
/** Everything the program said on standard error, and its exit code. */
export function complaints(program: string, ...args: string[]): string {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return done.status === 0 ? done.stderr.trim() : `exit ${done.status}: ${done.stdout}${done.stderr}`;
}
export const CHECKER = join(ROOT, "../shared/tools/pdfx_check.py");
export const hasChecker = existsSync(CHECKER) && existsSync("/usr/bin/python3");
