/**
 * The map of a proof: for each of its pages the boxes, and for each line of text the block it belongs to, its offsets,
 * its baseline and where each cluster stands. Made when the proof is written, kept with the document and in the pages
 * themselves, so that a mark on a page that comes back is found in the text, whatever became of text and file since.
 * As JSON: whole numbers of hundredths of a point from the trim's top left, y downward, each x as its step from the one
 * before. What is read is checked, for it may come from anyone's file.
 */
import { z } from "zod";
import type { DisplayList } from "../layout/display.ts";
import { setLinesOf } from "../layout/place.ts";
import type { Standing } from "../layout/upward.ts";
import { pageBoxes } from "../pdf/boxes.ts";
import type { JobTicket } from "../pdf/ticket.ts";
import type { GlyphRun } from "../typesetting/glyphs.ts";

const MAP_KIND = "quoin-proof-map";
const MAP_VERSION = 1;

const length = z.int().min(-2_000_000).max(2_000_000);
const corners = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const segment = z
  .strictObject({
    /** Block offset of the first letter; -1 for words nobody typed, as a speaker's sign. */
    f: z.int().min(-1),
    t: z.string(),
    /** Where the first cluster begins, then how long each is: from left to right, or up the page from a y. */
    x: z.array(length).min(1),
    /** UTF-16 units in each cluster; left out where each has one. */
    c: z.array(z.int().positive()).exactOptional(),
  })
  .refine(({ t, x, c }) => (c ? c.length === x.length - 1 && sum(c) === t.length : t.length === x.length - 1), {
    message: "its clusters do not make up its text",
  });
const line = z.strictObject({
  /** Place in the list of blocks. */
  b: z.int().nonnegative(),
  /** Baseline: its y, or, in a line that reads upward, its x. */
  y: length,
  /** Height above and depth below it. */
  u: length,
  d: length,
  /** It reads upward. */
  w: z.literal(true).exactOptional(),
  s: z.array(segment),
});
const page = z.strictObject({
  number: z.int().positive(),
  folio: z.string(),
  /** In the PDF's own coordinates: points from the sheet's bottom left, y upward. */
  media: corners,
  bleed: corners,
  trim: corners,
  lines: z.array(line),
  /** Pictures: block, left, top, width, height. */
  photos: z.array(z.tuple([z.int().nonnegative(), length, length, length, length])),
});
const mapSchema = z
  .strictObject({
    kind: z.literal(MAP_KIND),
    version: z.literal(MAP_VERSION),
    /** The document's id, which all its copies and versions share. */
    document: z.string(),
    /** Steps in the document; null for pages made straight from a manuscript. */
    revision: z.int().nonnegative().nullable(),
    /** The proof's; null where it was not recorded. */
    number: z.int().positive().nullable(),
    /** ISO 8601. */
    time: z.string(),
    title: z.string(),
    /** Pages of the document; the map may speak of some of them. */
    of: z.int().positive(),
    blocks: z.array(z.string()),
    pages: z.array(page).min(1),
  })
  .refine(({ blocks, pages }) => {
    const known = (n: number) => n < blocks.length;
    return pages.every(({ lines, photos }) => lines.every(({ b }) => known(b)) && photos.every(([b]) => known(b)));
  }, "it names a block it does not list");

export type ProofMap = z.infer<typeof mapSchema>;
export type ProofPage = ProofMap["pages"][number];
export type ProofLine = ProofPage["lines"][number];
export type ProofFacts = Pick<ProofMap, "document" | "revision" | "number" | "time" | "title" | "of">;

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
const hundredths = (value: number): number => Math.round(value * 100);

/** As high and as deep as a reader's mark on a line is drawn, in em. */
const ABOVE = 0.82;
const BELOW = 0.24;

/** `ticket`: as the pages are written, for their boxes. */
export function proofMap(
  lists: readonly DisplayList[],
  ticket: Pick<JobTicket, "marks" | "standard">,
  facts: ProofFacts,
): ProofMap {
  const numbers = new Map<string, number>();
  const numberOf = (block: string): number => {
    const known = numbers.get(block) ?? numbers.size;
    numbers.set(block, known);
    return known;
  };
  const pages = lists.map((list): ProofPage => {
    const { media, bleed, trim } = pageBoxes(list, ticket);
    const lines = setLinesOf(list).map(
      ({ block, at, drop, size, runs }): ProofLine => ({
        b: numberOf(block),
        y: hundredths(drop + (at.upward ? at.x : at.baseline)),
        u: hundredths(size * ABOVE),
        d: hundredths(size * BELOW),
        ...(at.upward ? { w: true } : {}),
        s: runs.flatMap((run) => segmentOf(run, at)),
      }),
    );
    const photos = list.items.flatMap((item): ProofPage["photos"] => {
      if (item.kind !== "picture" || item.of === "artifact") return [];
      const { x, y, width, height } = item.box;
      return [[numberOf(item.of.block), hundredths(x), hundredths(y), hundredths(width), hundredths(height)]];
    });
    const round = ([l, b, r, t]: typeof media): ProofPage["media"] => {
      const edge = (value: number) => hundredths(value) / 100;
      return [edge(l), edge(b), edge(r), edge(t)];
    };
    return {
      number: list.number,
      folio: list.folio,
      media: round(media),
      bleed: round(bleed),
      trim: round(trim),
      lines,
      photos,
    };
  });
  const facing = { kind: MAP_KIND, version: MAP_VERSION } as const;
  return { ...facing, ...facts, blocks: [...numbers.keys()], pages };
}

/** A run's clusters in the order they are read; its made hyphen is not among them, for it is in no text. */
function segmentOf(run: GlyphRun, at: Standing): ProofLine["s"] {
  const count = run.glyphs.length;
  const text = run.text.replace(/\u00ad$/, "");
  const starts: number[] = [];
  const edges: number[] = [];
  for (let g = 0; g < count; g++) {
    const cluster = run.clusters[g] as number;
    if (g > 0 && cluster === run.clusters[g - 1]) continue;
    starts.push(cluster);
    edges.push(run.xs[g] as number);
  }
  edges.push(run.x + run.width);
  while (starts.length > 0 && (starts[starts.length - 1] as number) >= text.length) {
    starts.pop();
    edges.pop();
  }
  if (starts.length === 0) return [];
  const sizes = starts.map((start, n) => (starts[n + 1] ?? text.length) - start);
  // Rounded where they stand and not step by step, so that no error grows along the line.
  const rounded = edges.map((edge) => hundredths(at.x + edge) - (at.upward ? hundredths(at.x) : 0));
  const x = rounded.map((edge, n) => edge - (rounded[n - 1] ?? 0));
  if (at.upward) x[0] = hundredths(at.baseline) - (x[0] as number);
  return [{ f: run.from ?? -1, t: text, x, ...(sizes.every((size) => size === 1) ? {} : { c: sizes }) }];
}

/** A map from JSON of unknown make, or what is wrong with it. */
export function readProofMap(json: unknown): { readonly map: ProofMap } | { readonly problem: string } {
  const read = mapSchema.safeParse(json);
  if (read.success) return { map: read.data };
  const issue = read.error.issues[0];
  return { problem: `${issue?.path.join(".") || "the map"}: ${issue?.message ?? "not readable"}` };
}
