/**
 * Drop caps: the first letters of a paragraph as deep as some of its lines. The letter's capital height reaches from
 * the top of the first line's capitals to the baseline of the last line beside it, its stem stands on the margin, and
 * the lines beside it keep clear of its ink.
 *
 * A letter with marks keeps the size of one without. Marks above that would come near the line above lower the letter
 * by whole lines, so that they stand inside the paragraph; ink below (a dot, the tail of a Q) that would come near the
 * next line indents that line as well. So nothing depends on what stands round the paragraph, and the grid holds.
 *
 * In goes a block with its style, out come lines that hold it whole: the letter is a run of the first line.
 * Knows no page. After Bringhurst, "The Elements of Typographic Style" §4.1 (versals), and Hochuli, "Detail in
 * Typography"; the figures are the house's own.
 */
import type { Block, RunMarks } from "../schema/story.ts";
import { PLAIN } from "../schema/story.ts";
import type { DropCap, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Pt, TextOffset } from "../units.ts";
import { boxOf, type Desk, moved, scaled, setAlone, type Shape, withRuns } from "./apart.ts";
import type { GlyphRun, Line, Measures } from "./glyphs.ts";
import { clusterStarts } from "./grapheme.ts";
import type { TextFinding } from "./items.ts";
import { edgesIn, opticalEdges } from "./outline.ts";
import type { Setting } from "./setLines.ts";
import type { Shaper } from "./shaper.ts";

export type CapSetting = Setting & {
  /** Lines that stand beside the letter and must not be parted. */
  readonly deep: number;
};

/** White between the letter and the text beside it, in em of the text. */
const GAP = 0.26;
/** Between a letter that is a word of its own and the next word. */
const WORD_GAP = 0.14;
/** Ink of letter and text never comes nearer than this, in em of the text. */
const CLEAR = 0.08;
/** White deeper than this part of the capital height is not seen as part of a letter's edge. */
const REACH = 0.062;
/** Ink hangs out of the margin by no more than this, in em of the text. */
const MOST_HANG = 0.35;
/** Round letters rise above capitals by less than this part of their height. */
const OVERSHOOT = 0.035;
/** Part of the white right of an A's top or an L's stem that the first line moves into. */
const KERN_IN = 0.6;
/** A letter is made smaller by no more than this to save a line that its marks would need otherwise. */
const LEAST_SCALE = 0.93;
/** Less white than this part of the capital height is left as it is. */
const LEAST_KERN = 0.12;
/** A quotation mark in the margin: its size against the text's, and the widest its ink may be, in em of the text. */
const HUNG_QUOTE = 1.5;
const WIDEST_HUNG_QUOTE = 0.62;
/** A quotation mark before the letter, against the letter's size. */
const QUOTE_BESIDE = 0.5;
/** The text beside the letter keeps at least so many em of the measure. */
const LEAST_MEASURE = 5;
/** A figure goes with its fellows: "12" is not set as a large 1 and a small 2. */
const LONGEST_NUMBER = 4;

const OPENING = /^[\p{Pi}\p{Ps}"'‘’“”„‚¿¡]+/u;
const LETTER = /^[\p{L}\p{N}]/u;

type Initial = { readonly quote: number; readonly letters: number; readonly length: number };

/**
 * What a drop cap takes of a text, in UTF-16 units: the opening quotation mark, the letters with it, and the space
 * after them with both. Null where the text begins with neither a letter nor a figure.
 */
export function initialOf(text: string, characters: number): Initial | null {
  const quote = OPENING.exec(text)?.[0].length ?? 0;
  const rest = text.slice(quote, quote + 64);
  if (!LETTER.test(rest)) return null;
  const starts = clusterStarts(rest);
  let letters = starts[Math.min(characters, starts.length - 1)] ?? rest.length;
  const number = /^\p{N}+/u.exec(rest)?.[0].length ?? 0;
  if (number > letters && number <= LONGEST_NUMBER) letters = number;
  letters += quote;
  const space = /^[ \u00a0]/.test(text.slice(letters)) ? 1 : 0;
  return { quote, letters, length: letters + space };
}

/**
 * Sets a block with a drop cap, or gives null where it can have none: it begins with a sign, the measure is too
 * narrow or does not begin level beside it, or the paragraph is shorter than two lines. A paragraph of fewer lines than asked for gets a smaller letter,
 * so that it never stands beside what follows. `sign` is generated text that stands before the paragraph, its ink set
 * elsewhere: it is part of the first line's text only.
 */
export function setDropCap(
  block: Block,
  style: ParagraphStyle,
  cap: DropCap,
  sign: string,
  measures: Measures,
  desk: Desk,
): CapSetting | null {
  const { shape, shaper } = desk;
  const initial = initialOf(block.text, cap.characters);
  const [head] = measures;
  if (!head) throw new RangeError("a paragraph needs at least one measure");
  if (!initial || block.text.length === initial.length) return null;
  const roomOf = (line: number) => measures[Math.min(line, measures.length - 1)] ?? head;
  const apart = sign.length + initial.length;
  const text = measureText(block, style, shape, shaper);
  for (let lines = cap.lines; lines >= 2; lines--) {
    const plan = planCap(block, style, cap, initial, lines, text, shape, shaper);
    if (plan === null) continue;
    const beside = plan.insets.map((inset, line) => {
      const { x, width } = roomOf(line);
      return { x: (x + inset) as Pt, width: (width - inset) as Pt };
    });
    if (beside.some((room, line) => room.width < LEAST_MEASURE * style.size || roomOf(line).x !== head.x)) continue;
    const below = measures.slice(beside.length);
    const set = desk.set(block, style, sign, apart, [
      ...beside,
      ...(below.length > 0 ? below : [roomOf(beside.length)]),
    ]);
    const [first] = set.lines;
    if (!first || set.lines.length < plan.insets.length) continue;
    return {
      lines: [withCap(first, plan, head.x), ...set.lines.slice(1)],
      findings: [...plan.findings, ...set.findings],
      cost: set.cost,
      deep: plan.insets.length,
    };
  }
  return null;
}

function withCap(line: Line, plan: Plan, x: number): Line {
  return { ...withRuns(line, plan.runs, x), inkAbove: Math.max(line.inkAbove, plan.inkAbove) as Pt };
}

/** Heights of the text beside the letter, in points from the baseline, all positive. */
type TextInk = { readonly capital: number; readonly ascender: number; readonly descender: number };

function measureText(block: Block, style: ParagraphStyle, shape: Shape, shaper: Shaper): TextInk {
  const plain = { ...style, capitals: false };
  const box = (letters: string) => boxOf(setAlone(letters, PLAIN, block.lang, plain, shape).runs, shaper);
  const capital = box("H").top;
  // Vietnamese small letters carry two marks.
  const tall = box(/^vi\b/i.test(block.lang) ? "dế" : "d").top;
  return { capital, ascender: Math.max(capital, tall), descender: -box("p").bottom };
}

type Plan = {
  /** From the paragraph's origin, one a line beside the letter. */
  readonly insets: readonly number[];
  /** From the paragraph's origin and the first line's baseline. */
  readonly runs: readonly GlyphRun[];
  readonly inkAbove: number;
  readonly findings: readonly TextFinding[];
};

function planCap(
  block: Block,
  style: ParagraphStyle,
  cap: DropCap,
  initial: Initial,
  lines: number,
  text: TextInk,
  shape: Shape,
  shaper: Shaper,
): Plan | null {
  const own = block.runs[0]?.marks ?? PLAIN;
  const marks: RunMarks = { ...own, smallCaps: false, position: "normal", charStyle: cap.style ?? own.charStyle };
  const { leading } = style;
  const height = (lines - 1) * leading + text.capital;
  const model = setAlone("H", marks, block.lang, style, shape);
  const whole = height / boxOf(model.runs, shaper).top;
  const alone = setAlone(block.text.slice(initial.quote, initial.letters), marks, block.lang, style, shape);
  const plain = alone.runs.map((run) => scaled(run, whole));
  const full = boxOf(plain, shaper);

  const room = leading - text.capital - text.descender - CLEAR * style.size;
  let sunk = 0;
  let shrink = 1;
  if (full.top - height > Math.max(room, height * OVERSHOOT)) {
    sunk = Math.ceil((full.top - height - room) / leading);
    const needed = (height + (sunk - 1) * leading + room) / full.top;
    if (needed >= LEAST_SCALE) {
      shrink = Math.min(1, needed);
      sunk -= 1;
    }
  }
  const letter = plain.map((run) => scaled(run, shrink));
  const box = boxOf(letter, shaper);
  const [head] = letter;
  if (!head) return null;
  const roomBelow = leading - text.ascender - CLEAR * style.size;
  const below = -box.bottom;
  const undercut = below <= Math.max(roomBelow, height * OVERSHOOT) ? 0 : Math.ceil((below - roomBelow) / leading);
  const deep = lines + sunk;
  const drop = (deep - 1) * leading;

  const quoteText = block.text.slice(0, initial.quote);
  const edge = opticalLeft(head, height * shrink, shaper);
  const quote =
    quoteText === ""
      ? null
      : placeQuote(
          setAlone(quoteText, marks, block.lang, style, shape).runs,
          cap,
          { scale: whole * shrink, top: drop + text.capital, left: box.left - edge, em: style.size },
          shaper,
        );
  // The tail of a J stays out of the next column.
  const x = Math.max((quote?.letterAt ?? 0) - edge, -MOST_HANG * style.size - box.left);
  const right = x + box.right;

  const gap = GAP * style.size;
  const isFigure = /^\p{N}/u.test(block.text.slice(initial.quote));
  const insets: number[] = [];
  for (let line = 0; line < deep + undercut; line++) {
    const baseline = (deep - 1 - line) * leading;
    const foot = baseline - text.descender / 2;
    const ink = rightOf(letter, shaper, foot, baseline + text.capital);
    let inset = right + gap;
    if (cap.indent === "shape") inset = (ink === null ? 0 : x + ink) + gap;
    else if (line === 0 && sunk === 0 && ink !== null && !isFigure) {
      const white = box.right - ink;
      if (white > height * LEAST_KERN) inset -= white * KERN_IN;
    }
    if (line === 0 && initial.length > initial.letters) inset += WORD_GAP * style.size;
    insets.push(Math.max(0, inset));
  }

  const [firstInset = 0] = insets;
  const runs: GlyphRun[] = [];
  if (quote) runs.push(...quote.runs.map((run) => asCap(moved(run, 0, -drop), 0, drop)));
  for (const run of letter) runs.push(asCap(moved(run, x, -drop), initial.quote, drop));
  if (initial.length > initial.letters) {
    // The space behind it ends where the text begins.
    const space = setAlone(block.text.slice(initial.letters, initial.length), own, block.lang, style, shape).runs;
    for (const run of space) {
      const put = moved(run, firstInset - run.width, 0);
      runs.push({ ...put, from: initial.letters as TextOffset });
    }
  }
  return {
    insets,
    runs,
    inkAbove: Math.max(box.top, quote?.top ?? 0) - drop,
    findings: alone.findings.map((f) => ({ ...f, from: f.from + initial.quote, to: f.to + initial.quote })),
  };
}

/**
 * An opening quotation mark before the letter: its runs, and where the letter's edge then stands. Its top is level with
 * the first line's capitals, whatever its size. `left`: the letter's ink from its edge; `em`: the text's size.
 */
function placeQuote(
  plain: readonly GlyphRun[],
  cap: DropCap,
  {
    scale,
    top,
    left,
    em,
  }: { readonly scale: number; readonly top: number; readonly left: number; readonly em: number },
  shaper: Shaper,
): { readonly runs: readonly GlyphRun[]; readonly letterAt: number; readonly top: number } {
  const own = boxOf(plain, shaper);
  const width = Math.max(1e-6, own.right - own.left);
  if (cap.quote === "hang") {
    const size = Math.min(HUNG_QUOTE, (WIDEST_HUNG_QUOTE * em) / width);
    const at = left - CLEAR * em - own.right * size;
    return { runs: plain.map((run) => moved(scaled(run, size), at, top - own.top * size)), letterAt: 0, top };
  }
  const size = cap.quote === "full" ? scale : scale * QUOTE_BESIDE;
  const up = cap.quote === "full" ? 0 : top - own.top * size;
  return {
    runs: plain.map((run) => moved(scaled(run, size), -own.left * size, up)),
    letterAt: width * size + 2 * CLEAR * em - left,
    top: own.top * size + up,
  };
}

/** `from`: where the run's text stands in the block. */
function asCap(run: GlyphRun, from: number, drop: number): GlyphRun {
  return { ...run, from: ((run.from ?? 0) + from) as TextOffset, drop: drop as Pt };
}

/** Rightmost ink of a band, or null where there is none. */
function rightOf(runs: readonly GlyphRun[], shaper: Shaper, bottom: number, top: number): number | null {
  let right: number | null = null;
  for (const run of runs) {
    for (let g = 0; g < run.glyphs.length; g++) {
      const y = run.ys?.[g] ?? 0;
      const outline = shaper.outline(run.font, run.glyphs[g] ?? 0);
      const edges = edgesIn(outline, (bottom - y) / run.size, (top - y) / run.size);
      if (!edges) continue;
      const at = (run.xs[g] ?? 0) + edges.right * run.size * run.scaling;
      right = right === null ? at : Math.max(right, at);
    }
  }
  return right;
}

/** Where the eye sees the left edge of a run's first letter between baseline and capital height, from the origin. */
function opticalLeft(run: GlyphRun, height: number, shaper: Shaper): number {
  const em = height / run.size;
  const edges = opticalEdges(shaper.outline(run.font, run.glyphs[0] ?? 0), 0, em, em * REACH);
  const x = run.xs[0] ?? 0;
  return edges ? x + edges.left * run.size * run.scaling : x;
}
