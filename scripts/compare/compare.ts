/** The comparison itself: the same paragraphs through LuaTeX and through our breaker, judged by TeX's own measure. */
import { block, bodyStyle } from "../../shared/test/typeset.ts";
import { breakLines } from "../../shared/typesetting/breakLines.ts";
import {
  beginRow,
  endRow,
  FLAGGED,
  FORCED,
  SUM_SHRINK,
  SUM_STRETCH,
  SUM_WIDTH,
} from "../../shared/typesetting/chances.ts";
import { createShaper } from "../../shared/typesetting/harfbuzz.ts";
import { spareOf } from "../../shared/typesetting/items.ts";
import { HOUSE, type Limits, type Pass, type Prices } from "../../shared/typesetting/prices.ts";
import { limitsOf, setLines } from "../../shared/typesetting/setLines.ts";
import { type ShapedBlock, shapeBlock } from "../../shared/typesetting/shape.ts";
import { type Spacing, spacingOf } from "../../shared/typesetting/spacing.ts";
import { AWFUL, texDemerits, type TexLine } from "./demerits.ts";
import { breakWithMicrotype, breakWithTex, type ShapedCopy, type TexParagraph } from "./tex.ts";
import { type Copy, face } from "./texts.ts";

/** Plain TeX's prices in our words: what only the house asks costs nothing. */
const TEX: Prices = { ...HOUSE, lastFragment: 0, shortLast: 0, loneLast: 0, nearlyFullLast: 0, squeeze: false };
/** `\pretolerance=100`, `\tolerance=9999`; badness is 100 times the cube of the ratio. */
const TEX_PASSES: readonly Pass[] = [
  { most: 1, hyphens: false, squeeze: false, emergency: false, overfull: false },
  { most: Math.cbrt(99.99), hyphens: true, squeeze: false, emergency: false, overfull: false },
  { most: Number.POSITIVE_INFINITY, hyphens: true, squeeze: false, emergency: false, overfull: false },
  { most: Number.POSITIVE_INFINITY, hyphens: true, squeeze: false, emergency: true, overfull: true },
];
const SP_PER_POINT = (72.27 / 72) * 65536;

export type Judged = {
  readonly copy: Copy;
  readonly shaped: ShapedBlock;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** TeX's demerits with our widths. */
  readonly ourCost: number;
  readonly theirCost: number;
  /** What LuaTeX itself counted, with its own widths. */
  readonly told: number;
  /** The formula over LuaTeX's own widths and glue: must be `told`. */
  readonly recount: number;
  /** Greatest difference of a line's natural width, in points. */
  readonly apart: number;
};

/** Both end every line at the same place. */
export function isSame({ ours, theirs }: Judged): boolean {
  return ours.join() === theirs.join();
}
/** The same, or no dearer by TeX's own measure. */
export function isGood(judged: Judged): boolean {
  return isSame(judged) || judged.ourCost <= judged.theirCost;
}
/** LuaTeX found no way within its tolerance: a line sticks out, or is looser than any line may be. */
export function gaveUp({ recount, told }: Judged): boolean {
  return recount >= AWFUL || told < recount;
}
/** Why the two differ. */
export function reasonOf(judged: Judged): string {
  if (judged.recount >= AWFUL) return "LuaTeX finds no way within its tolerance and lets a line stick out";
  if (gaveUp(judged)) return "LuaTeX finds no way within its tolerance and counts the loosest line as free";
  if (judged.ourCost < judged.theirCost) {
    return `ours is cheaper: a line is full to its limit, and LuaTeX's widths, up to ${judged.apart.toFixed(4)} pt off, make it too full`;
  }
  return judged.ourCost === judged.theirCost ? "both cost the same" : "ours is dearer";
}

type Set = ShapedCopy & { readonly limits: Limits };

async function shapeAll(copies: readonly Copy[], plain: boolean): Promise<readonly Set[]> {
  const files = [...new Set(copies.map(({ font }) => font))];
  const faces = new Map(files.map((file) => [file, face(file)]));
  const shaper = await createShaper([...faces.values()], []);
  return copies.map((copy) => {
    const font = faces.get(copy.font)?.family ?? "";
    const off = { tracking: { min: 0, max: 0 }, scaling: { min: 0, max: 0 }, protrusion: false } as const;
    const style = bodyStyle({
      font,
      size: copy.size as never,
      ...(plain ? { ...off, wordSpace: { min: 2 / 3, natural: 1, max: 1.5 } } : {}),
      ...(plain ? { hyphenation: { ...bodyStyle().hyphenation, ladder: 0 } } : {}),
    } as never);
    const shaped = shapeBlock(block(copy.lang, copy.text), style, "", shaper);
    const limits = limitsOf(shaped, measuresOf(copy));
    const item = shaped.items[0];
    // Ours never go below the narrowest gap that readers of a PDF take for a space; nor may LuaTeX's here.
    const shrink = item ? spareOf(item, item.space, item.spaceShrink) : 0;
    return { copy, shaped, space: item?.space ?? 0, shrink, limits };
  });
}
function measuresOf({ indent, measure }: Copy) {
  return [
    { x: indent, width: measure - indent },
    { x: 0, width: measure },
  ];
}

/** Our widths as TeX counts them. */
function texLines({ shaped, limits }: Set, ends: readonly number[]): TexLine[] {
  const { sums, penalties, flags } = shaped.chances;
  let from = -1;
  return ends.map((k, n) => {
    const begin = beginRow(from);
    const over = (entry: number): number =>
      Math.round(((sums[endRow(k) + entry] ?? 0) - (sums[begin + entry] ?? 0)) * SP_PER_POINT);
    const width = limits.widths[Math.min(n, limits.widths.length - 1)] ?? 0;
    from = k;
    return {
      width: over(SUM_WIDTH),
      measure: Math.round(width * SP_PER_POINT),
      stretch: over(SUM_STRETCH),
      shrink: over(SUM_SHRINK),
      penalty: penalties[k] ?? 0,
      hyphenated: ((flags[k] ?? 0) & FLAGGED) !== 0,
      filled: ((flags[k] ?? 0) & FORCED) !== 0,
    };
  });
}

/** Breakpoints of both with micro-typography off. */
export async function compareBreaks(copies: readonly Copy[]): Promise<readonly Judged[]> {
  const sets = await shapeAll(copies, true);
  const answers = breakWithTex(sets);
  return sets.map((set, n) => {
    const { copy, shaped, limits } = set;
    const answer = answers[n] as TexParagraph;
    const ours = breakLines(shaped.chances, limits, 0, TEX, TEX_PASSES).ends;
    const mine = texLines(set, answer.ends);
    const theirs = mine.map((line, i) => {
      const own = answer.lines[i];
      // The first line's indent stands in LuaTeX's line as glue of fixed width.
      const measure = Math.round(copy.measure * SP_PER_POINT);
      return own ? { ...line, width: own.width, stretch: own.stretch, shrink: own.shrink, measure } : line;
    });
    const widths = mine.map((line, i) => {
      const own = answer.lines[i];
      const indent = i === 0 ? copy.indent * SP_PER_POINT : 0;
      return own ? Math.abs(own.width - indent - line.width) / SP_PER_POINT : 0;
    });
    return {
      copy,
      shaped,
      ours,
      theirs: answer.ends,
      ourCost: texDemerits(texLines(set, ours)),
      theirCost: texDemerits(mine),
      told: answer.demerits,
      recount: texDemerits(theirs),
      apart: Math.max(...widths),
    };
  });
}

export type Spread = {
  readonly ours: Spacing;
  readonly theirs: Pick<Spacing, "lines" | "mean" | "sd" | "loose" | "veryLoose">;
};

/** How evenly both space the same text with micro-typography on. */
export async function compareSpacing(copies: readonly Copy[]): Promise<Spread> {
  const sets = await shapeAll(copies, false);
  const answers = breakWithMicrotype(sets);
  const space = sets[0]?.shaped.items[0]?.book.space ?? 0.25;
  const lines = sets.map(({ shaped, copy }) => setLines(shaped, measuresOf(copy)).lines);
  const ours = spacingOf(lines, space, { tracking: 0.015, scaling: 0.02 });
  const justified = answers.flatMap((answer) => answer.lines.slice(0, -1)).filter(({ gaps }) => gaps.length > 0);
  const gaps = justified.flatMap((line) => line.gaps);
  const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
  const sd = Math.sqrt(gaps.reduce((a, b) => a + (b - mean) * (b - mean), 0) / gaps.length);
  const over = (limit: number): number => {
    const found = justified.filter((line) => line.gaps.reduce((a, b) => a + b, 0) / line.gaps.length > limit);
    return (100 * found.length) / justified.length;
  };
  return { ours, theirs: { lines: justified.length, mean, sd, loose: over(1.5), veryLoose: over(2) } };
}
