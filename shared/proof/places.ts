/**
 * Between rectangles on a proof's page and stretches of text, by its map alone: no font, no document. A cluster belongs
 * to a rectangle when its middle lies in it, so that a mark drawn a little too wide takes no letter that was not meant.
 */
import type { Place } from "../finding.ts";
import type { TextOffset } from "../units.ts";
import type { ProofLine, ProofMap, ProofPage } from "./map.ts";

/** Left, top, right, bottom in points from the trim's top left, y downward. */
export type Rectangle = readonly [left: number, top: number, right: number, bottom: number];

/** One cluster: its offsets in the block (null: nobody typed it) and the rectangle it takes up. */
export type MappedCluster = {
  readonly from: number | null;
  readonly to: number | null;
  readonly text: string;
  readonly rectangle: Rectangle;
};
export type MappedLine = {
  readonly block: string;
  /** In the order they are read. */
  readonly clusters: readonly MappedCluster[];
  readonly rectangle: Rectangle;
  readonly upward: boolean;
};
/** A stretch of a block on one line, and its words. */
export type Found = { readonly place: Place; readonly words: string };

const known = new WeakMap<ProofLine, MappedLine>();

/** The lines of a page in painting order. */
export function linesOfPage(map: ProofMap, page: ProofPage): readonly MappedLine[] {
  return page.lines.map((line) => {
    const kept = known.get(line);
    if (kept) return kept;
    const made = unpacked(line, map.blocks[line.b] ?? "");
    known.set(line, made);
    return made;
  });
}

function unpacked({ y, u, d, w, s }: ProofLine, block: string): MappedLine {
  const [over, under] = [(y - u) / 100, (y + d) / 100];
  const box = (from: number, to: number): Rectangle =>
    w ? [over, to / 100, under, from / 100] : [from / 100, over, to / 100, under];
  const clusters = s.flatMap(({ f, t, x, c }) => {
    let offset = 0;
    let edge = x[0] ?? 0;
    return x.slice(1).map((size, n): MappedCluster => {
      const from = offset;
      offset += c?.[n] ?? 1;
      const begins = edge;
      edge += w ? -size : size;
      const place = f < 0 ? { from: null, to: null } : { from: f + from, to: f + offset };
      return { ...place, text: t.slice(from, offset), rectangle: box(begins, edge) };
    });
  });
  return { block, clusters, rectangle: around(clusters.map(({ rectangle }) => rectangle)), upward: w ?? false };
}

function around(boxes: readonly Rectangle[]): Rectangle {
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

/** A rectangle of the PDF's page (points from the sheet's bottom left, y upward) as this room counts. */
export function fromPdf(
  { trim }: ProofPage,
  [left, bottom, right, top]: readonly [number, number, number, number],
): Rectangle {
  return [left - trim[0], trim[3] - top, right - trim[0], trim[3] - bottom];
}

/** The text under a rectangle, line by line in painting order; words that nobody typed are left out. */
export function textUnder(map: ProofMap, page: ProofPage, [left, top, right, bottom]: Rectangle): readonly Found[] {
  return linesOfPage(map, page).flatMap((line): Found[] => {
    const under = line.clusters.filter(({ from, rectangle: [l, t, r, b] }) => {
      const [x, y] = [(l + r) / 2, (t + b) / 2];
      return from !== null && x >= left && x <= right && y >= top && y <= bottom;
    });
    const [first, last] = [under[0], under[under.length - 1]];
    if (!first || !last || first.from === null || last.to === null) return [];
    const place: Place = [line.block, first.from as TextOffset, last.to as TextOffset];
    return [{ place, words: under.map(({ text }) => text).join("") }];
  });
}

/** The rectangles that a stretch of text takes up on a page, one a line. */
export function rectanglesOf(map: ProofMap, page: ProofPage, [block, from, to]: Place): readonly Rectangle[] {
  return linesOfPage(map, page).flatMap((line): Rectangle[] => {
    if (line.block !== block) return [];
    const within = line.clusters.filter(
      (one) => one.from !== null && one.to !== null && one.from < to && one.to > from,
    );
    return within.length === 0 ? [] : [around(within.map(({ rectangle }) => rectangle))];
  });
}
