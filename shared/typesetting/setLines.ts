/**
 * A shaped block set to a measure: lines broken, spaces, tracking and scaling shared out, punctuation hung, every
 * glyph at its final place. Arithmetic only; no font is asked, except for the halves of a divided word.
 */
import type { Finding } from "../finding.ts";
import { finding } from "../finding.ts";
import type { Em, Pt, TextOffset } from "../units.ts";
import { fits, show } from "../units.ts";
import { type BreakCosts, breakLines } from "./breakLines.ts";
import type { GlyphRun, Line, Measures } from "./glyphs.ts";
import { NO_PLAY, shareOut } from "./justify.ts";
import {
  type Chances,
  FIXED_SPACE,
  FORCED,
  HYPHEN,
  type Item,
  LINE_BREAK,
  type ShapedBlock,
  SPACE,
  SUM_SHRINK,
  SUM_WIDTH,
  SUMS,
  type TextFinding,
  withEmergencyBreaks,
  WORD,
} from "./shape.ts";
import type { Word } from "./words.ts";

export type Setting = {
  readonly lines: readonly Line[];
  /** Those of setting; those of shaping stand on the shaped block. */
  readonly findings: readonly TextFinding[];
  /** Demerits of all lines: only good for comparing settings of one block. */
  readonly cost: number;
};

/**
 * Sets a block. `measures` says for each line where it begins and how long it may be, the first line's indent
 * included. `lines` asks for so many lines more (or fewer) than the best setting has; where that cannot be, the best
 * comes back.
 */
export function setLines(shaped: ShapedBlock, measures: Measures, lines = 0): Setting {
  const findings: TextFinding[] = [];
  const costs = costsOf(shaped, measures);
  const narrowest = Math.min(...costs.widths);
  const wide = tooWide(shaped, narrowest);
  for (const { from, to } of wide) {
    const width = stretchWidth(shaped, from, to);
    const word = shaped.text.slice(from, to).trim();
    findings.push({
      code: "word-too-wide",
      severity: "warning",
      message: `"${clip(word)}" is ${show(width)} pt wide in a measure of ${show(narrowest)} pt; it is broken where it must`,
      hint: "Allow hyphenation for this word, put a soft hyphen in it, or widen the column",
      from: Math.max(0, from - shaped.sign),
      to: Math.max(0, to - shaped.sign),
    });
  }
  const chances = wide.length > 0 ? withEmergencyBreaks(shaped, wide) : shaped.chances;
  const broken = breakLines(chances, costs, lines);
  return { lines: buildLines(shaped, chances, broken.ends, measures), findings, cost: broken.cost };
}

/** The findings of a block's shaping and setting, at their place in the document. */
export function findingsAt(block: string, found: readonly TextFinding[]): readonly Finding[] {
  return found.map((f) =>
    finding(f.severity, f.code, f.message, f.hint, { place: [block, f.from as TextOffset, f.to as TextOffset] }),
  );
}

/** What breaking needs to know of style and measures. */
export function costsOf(shaped: ShapedBlock, measures: Measures): BreakCosts {
  if (measures.length === 0) throw new RangeError("a paragraph needs at least one measure");
  const { style } = shaped;
  return {
    align: style.align,
    widths: measures.map((measure) => measure.width),
    trackingStretch: style.tracking.max,
    trackingShrink: -style.tracking.min,
    scalingStretch: style.scaling.max,
    scalingShrink: -style.scaling.min,
    leastLast: Math.max(style.indent, style.size * 2),
    em: style.size,
  };
}

/** Stretches between two chances that are wider than the measure even at their tightest, in `shaped.text`. */
function tooWide(shaped: ShapedBlock, measure: number): { readonly from: number; readonly to: number }[] {
  const { chances } = shaped;
  const found: { from: number; to: number }[] = [];
  for (let k = 0; k < chances.count; k++) {
    const begin = (entry: number): number =>
      k === 0 ? (chances.start[entry] ?? 0) : (chances.sums[2 * SUMS * (k - 1) + SUMS + entry] ?? 0);
    const end = (entry: number): number => chances.sums[2 * SUMS * k + entry] ?? 0;
    const width = end(SUM_WIDTH) - begin(SUM_WIDTH);
    const shrink = shaped.style.align === "justify" ? end(SUM_SHRINK) - begin(SUM_SHRINK) : 0;
    if (!fits(width - shrink, measure)) {
      found.push({ from: k === 0 ? 0 : (chances.offsets[k - 1] ?? 0), to: chances.offsets[k] ?? 0 });
    }
  }
  return found;
}

function stretchWidth(shaped: ShapedBlock, from: number, to: number): number {
  let width = 0;
  for (const part of partsOf(shaped, from, to, false)) width += naturalOf(part);
  return width;
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** A word, a part of one, or a space as it stands in a line. */
type Part = {
  readonly word: Word;
  readonly item: Item;
  readonly kind: number;
  /** Where it begins and ends in `shaped.text`. */
  readonly from: number;
  readonly to: number;
  /** A hyphen is made at its end. */
  readonly hyphen: boolean;
};

function tokenAt(shaped: ShapedBlock, offset: number): number {
  let low = 0;
  let high = shaped.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shaped.starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The parts of a line, spaces at its end left out. */
function partsOf(shaped: ShapedBlock, from: number, to: number, hyphen: boolean): Part[] {
  const parts: Part[] = [];
  const { tokens, starts, kinds, items, itemOf, text } = shaped;
  for (let t = tokenAt(shaped, from); t < tokens.length; t++) {
    const begin = starts[t] ?? 0;
    if (begin >= to) break;
    const word = tokens[t] as Word;
    const item = items[itemOf[t] ?? 0] as Item;
    const kind = kinds[t] ?? WORD;
    if (kind !== WORD) {
      parts.push({ word, item, kind, from: begin, to: begin + 1, hyphen: false });
      continue;
    }
    const a = Math.max(begin, from);
    const whole = begin + word.text.length;
    const b = Math.min(whole, to);
    const cutHere = hyphen && b === to;
    if (a === begin && b === whole && !cutHere) parts.push({ word, item, kind, from: a, to: b, hyphen: false });
    else {
      // A soft hyphen that shows is the hyphen.
      const shown = cutHere && text.charCodeAt(b - 1) === 0xad ? b - 1 : b;
      const cut = item.book.word(text.slice(a, shown) + (cutHere ? item.book.hyphen : ""));
      parts.push({ word: cut, item, kind, from: a, to: b, hyphen: cutHere });
    }
  }
  while (parts.length > 0 && parts[parts.length - 1]?.kind !== WORD) parts.pop();
  return parts;
}

function naturalOf(part: Part): number {
  if (part.kind === SPACE) return part.item.space;
  return part.word.width * part.item.size * part.item.scaling + part.item.letterSpace * part.word.clusters;
}

function buildLines(
  shaped: ShapedBlock,
  chances: Chances,
  ends: readonly number[],
  measures: Measures,
): readonly Line[] {
  const lines: Line[] = [];
  let from = 0;
  ends.forEach((chance, number) => {
    const measure = measures[Math.min(number, measures.length - 1)] as Measures[number];
    const to = chances.offsets[chance] ?? shaped.text.length;
    const flags = chances.flags[chance] ?? 0;
    const last = number === ends.length - 1;
    lines.push(buildLine(shaped, from, to, measure, (flags & HYPHEN) !== 0, (flags & FORCED) !== 0, last));
    from = to;
  });
  return lines;
}

function buildLine(
  shaped: ShapedBlock,
  from: number,
  to: number,
  measure: Measures[number],
  hyphen: boolean,
  forced: boolean,
  last: boolean,
): Line {
  const { style } = shaped;
  const parts = partsOf(shaped, from, to, hyphen);
  const gaps = new Float64Array(parts.length);
  let natural = 0;
  let stretch = 0;
  let shrink = 0;
  let tracking = 0;
  let scalable = 0;
  let spaces = 0;
  let above = 0;
  let below = 0;
  parts.forEach((part, i) => {
    const { word, item, kind } = part;
    const em = item.size * item.scaling;
    const before = parts[i - 1];
    if (kind === SPACE) {
      const after = parts[i + 1];
      const kern =
        (before?.kind === WORD ? before.word.kernAfter : 0) + (after?.kind === WORD ? after.word.kernBefore : 0);
      gaps[i] = item.space + kern * em + item.letterSpace;
      natural += gaps[i] ?? 0;
      stretch += item.spaceStretch;
      shrink += item.spaceShrink;
      spaces++;
      return;
    }
    natural += naturalOf(part);
    if (kind === FIXED_SPACE) return;
    if (before?.kind === WORD) tracking += item.size;
    tracking += item.size * Math.max(0, word.clusters - 1);
    scalable += word.width * em;
    above = Math.max(above, word.above * item.size + item.shift);
    below = Math.max(below, word.below * item.size - item.shift);
  });
  const first = parts[0];
  const final = parts[parts.length - 1];
  if (final) natural -= final.item.letterSpace;
  const hangs = style.protrusion;
  const hangLeft = hangs && first?.kind === WORD ? first.word.hangLeft * first.item.size * first.item.scaling : 0;
  const hangRight = hangs && final ? final.word.hangRight * final.item.size * final.item.scaling : 0;

  const room = measure.width + hangLeft + hangRight - natural;
  const justified = style.align === "justify" && parts.length > 0 && !(forced && room >= 0);
  const play = { stretch, shrink, tracking, scalable, spaces };
  const share = justified ? shareOut(room, play, style) : NO_PLAY;
  const tight = style.align !== "justify" && room < 0 ? room : 0;
  const x =
    measure.x - hangLeft + (style.align === "right" ? room - tight : style.align === "center" ? (room - tight) / 2 : 0);

  const placed = place(shaped, parts, gaps, x, share);
  return {
    runs: placed.runs,
    x: x as Pt,
    width: (placed.end - x) as Pt,
    natural: natural as Pt,
    spaces,
    tracking: share.tracking as Em,
    scaling: 1 + share.scaling,
    hyphen,
    last,
    text: shaped.text.slice(from, to),
    from: Math.max(0, from - shaped.sign) as TextOffset,
    to: Math.max(0, to - shaped.sign) as TextOffset,
    inkAbove: above as Pt,
    inkBelow: below as Pt,
  };
}

type Share = ReturnType<typeof shareOut>;

/** Puts every glyph at its place and gathers runs: one a font, size, look and stretch of text without a hole. */
function place(
  shaped: ShapedBlock,
  parts: readonly Part[],
  gaps: Float64Array,
  x: number,
  share: Share,
): { readonly runs: readonly GlyphRun[]; readonly end: number } {
  const runs: GlyphRun[] = [];
  let pen = x;
  let open: OpenRun | null = null;
  const scaling = 1 + share.scaling;

  const flush = (): void => {
    if (open && open.glyphs.length > 0) runs.push(closeRun(open, shaped, pen));
    open = null;
  };
  parts.forEach((part, index) => {
    const { word, item } = part;
    const before = parts[index - 1];
    if (part.kind === LINE_BREAK) {
      flush();
      return;
    }
    if (part.kind === WORD && before?.kind === WORD) pen += share.tracking * item.size;
    for (const piece of word.pieces) {
      const size = item.size * piece.scale;
      const em = item.size * item.scaling * scaling;
      for (let g = 0; g < piece.glyphs.length; g++) {
        const cluster = piece.clusters[g] ?? 0;
        const newCluster = g === 0 || cluster !== piece.clusters[g - 1];
        if (newCluster && part.kind === WORD && (g > 0 || piece !== word.pieces[0])) {
          pen += share.tracking * item.size + item.letterSpace;
        }
        const at = part.from + Math.min(cluster, part.to - part.from);
        const hole = newCluster && word.invisible && isInvisible(shaped.text.charCodeAt(at - 1)) && at > part.from;
        const run: OpenRun | null = open;
        if (!run || run.item !== item || run.font !== piece.font || run.size !== size || hole) {
          flush();
          open = openRun(item, piece.font, size, scaling, at, pen, at < shaped.sign);
        }
        const into = open as OpenRun | null;
        if (!into) continue;
        into.glyphs.push(piece.glyphs[g] ?? 0);
        into.xs.push(pen + (piece.dx?.[g] ?? 0) * em);
        const y = item.shift + (piece.dy?.[g] ?? 0) * item.size;
        into.ys.push(y);
        if (y !== 0) into.raised = true;
        into.clusters.push(at);
        into.to = Math.max(into.to, clusterEnd(part, piece.clusters, piece.to, cluster));
        if (part.hyphen && g === piece.glyphs.length - 1) into.hyphen = true;
        pen += part.kind === SPACE ? 0 : (piece.advances[g] ?? 0) * em;
      }
    }
    if (part.kind === SPACE) {
      pen += (gaps[index] ?? 0) + share.space * (share.space >= 0 ? item.spaceStretch : item.spaceShrink);
    } else if (part.kind === FIXED_SPACE || index < parts.length - 1) pen += item.letterSpace;
  });
  flush();
  return { runs, end: pen };
}

type OpenRun = {
  readonly item: Item;
  readonly font: GlyphRun["font"];
  readonly size: number;
  readonly scaling: number;
  readonly from: number;
  readonly x: number;
  readonly generated: boolean;
  readonly glyphs: number[];
  readonly xs: number[];
  readonly ys: number[];
  readonly clusters: number[];
  to: number;
  raised: boolean;
  hyphen: boolean;
};

function openRun(
  item: Item,
  font: GlyphRun["font"],
  size: number,
  scaling: number,
  from: number,
  x: number,
  generated: boolean,
): OpenRun {
  return {
    item,
    font,
    size,
    scaling: scaling * item.scaling,
    from,
    x,
    generated,
    glyphs: [],
    xs: [],
    ys: [],
    clusters: [],
    to: from,
    raised: false,
    hyphen: false,
  };
}

/** End of a glyph cluster's text in the paragraph, invisible characters after it left out. */
function clusterEnd(part: Part, clusters: Uint32Array, pieceTo: number, cluster: number): number {
  let end = pieceTo;
  for (const other of clusters) if (other > cluster && other < end) end = other;
  let text = Math.min(part.from + end, part.to);
  const shown = part.word.text;
  while (end > cluster + 1 && isInvisible(shown.charCodeAt(end - 1))) {
    end--;
    text--;
  }
  return text;
}

function isInvisible(code: number): boolean {
  return code === 0xad || code === 0x200b || code === 0x2060 || code === 0xfeff;
}

function closeRun(open: OpenRun, shaped: ShapedBlock, end: number): GlyphRun {
  const first = Math.min(open.from, ...open.clusters);
  const soft = open.hyphen && shaped.text.charCodeAt(open.to - 1) === 0xad;
  const text = shaped.text.slice(first, open.to) + (open.hyphen && !soft ? "\u00ad" : "");
  return {
    font: open.font,
    size: open.size as Pt,
    scaling: open.scaling,
    direction: open.item.book.setup.direction,
    glyphs: Uint16Array.from(open.glyphs),
    xs: Float64Array.from(open.xs),
    ys: open.raised ? Float64Array.from(open.ys) : null,
    clusters: Uint32Array.from(open.clusters, (at) => at - first),
    text,
    from: open.generated ? null : ((first - shaped.sign) as TextOffset),
    x: open.x as Pt,
    width: (end - open.x) as Pt,
    look: open.item.look,
  };
}
