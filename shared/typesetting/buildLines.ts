/**
 * Lines of glyphs: what stands between two breaks, spaces, tracking and scaling shared out, punctuation hung, every
 * glyph at its final place. Arithmetic only; no font is asked, except for the halves of a divided word.
 */
import type { Em, Pt, TextOffset } from "../units.ts";
import { type Chances, FORCED, HYPHEN } from "./chances.ts";
import type { Direction, FontId, GlyphRun, Line, Measures } from "./glyphs.ts";
import { gapWidth, type Item, spareOf } from "./items.ts";
import { NO_SHARE, type Share, shareOut, spaceChange } from "./justify.ts";
import { leftHang, rightHang } from "./protrusion.ts";
import type { ShapedBlock } from "./shape.ts";
import { LINE_BREAK, SPACE, WORD } from "./tokens.ts";
import { isInvisible, type Word } from "./words.ts";

/** Lines of a paragraph that were built for one of its settings, and where they end. */
export type Built = { readonly ends: readonly number[]; readonly lines: readonly Line[] };

/**
 * The lines that end at the chances given. `like`: another setting of the same to the same measures; a line that is the
 * same there is not built again.
 */
export function buildLines(
  shaped: ShapedBlock,
  chances: Chances,
  ends: readonly number[],
  measures: Measures,
  like: Built | null = null,
): readonly Line[] {
  const lines: Line[] = [];
  const into: Gathered = { count: 0, raised: false, runs: [], firsts: [], raisedRuns: [] };
  let from = 0;
  for (let number = 0; number < ends.length; number++) {
    const measure = measures[Math.min(number, measures.length - 1)] as Measures[number];
    const chance = ends[number] ?? 0;
    const to = chances.offsets[chance] ?? shaped.text.length;
    const flags = chances.flags[chance] ?? 0;
    const known = like && sameLine(like, ends, number) ? like.lines[number] : undefined;
    if (known) {
      lines.push(known);
      from = to;
      continue;
    }
    lines.push(
      buildLine(
        shaped,
        into,
        from,
        to,
        measure,
        (flags & HYPHEN) !== 0,
        (flags & FORCED) !== 0,
        number === ends.length - 1,
      ),
    );
    from = to;
  }
  close(into);
  return lines;
}

/** Does line `number` of a setting begin, end and stand as in the other? */
function sameLine(like: Built, ends: readonly number[], number: number): boolean {
  if (like.ends[number] !== ends[number] || (number > 0 && like.ends[number - 1] !== ends[number - 1])) return false;
  return (number === like.ends.length - 1) === (number === ends.length - 1);
}

/** A word, a part of one, or a space as it stands in a line. */
type Part = {
  word: Word;
  item: Item;
  kind: number;
  /** Where it begins and ends in `shaped.text`. */
  from: number;
  to: number;
  /** A hyphen is made at its end. */
  hyphen: boolean;
  /** The last token of its item. */
  closesItem: boolean;
};

/** The token that holds this offset. */
function tokenAt(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? low - 1 : 0;
}

/** The parts of the line being built: objects are used again for every line, and nothing keeps them. */
const parts: Part[] = [];

function put(
  at: number,
  word: Word,
  item: Item,
  kind: number,
  from: number,
  to: number,
  hyphen: boolean,
  closesItem: boolean,
) {
  const part = parts[at];
  if (!part) {
    parts.push({ word, item, kind, from, to, hyphen, closesItem });
    return;
  }
  part.word = word;
  part.item = item;
  part.kind = kind;
  part.from = from;
  part.to = to;
  part.hyphen = hyphen;
  part.closesItem = closesItem;
}

/** Fills `parts` with what stands in a line and says how many there are, with and without the spaces at its end. */
function gather(
  shaped: ShapedBlock,
  from: number,
  to: number,
  hyphen: boolean,
): { readonly count: number; readonly all: number } {
  const { tokens, starts, kinds, items, itemOf, text } = shaped;
  let count = 0;
  let words = 0;
  for (let t = tokenAt(starts, from); t < tokens.length; t++) {
    const begin = starts[t] ?? 0;
    if (begin >= to) break;
    const word = tokens[t] as Word;
    const item = items[itemOf[t] ?? 0] as Item;
    const kind = kinds[t] ?? WORD;
    if (kind === LINE_BREAK) continue;
    const closesItem = itemOf[t + 1] !== itemOf[t];
    if (kind === WORD) {
      const whole = begin + word.text.length;
      const a = begin > from ? begin : from;
      const b = whole < to ? whole : to;
      const made = hyphen && b === to;
      if (a === begin && b === whole && !made) put(count, word, item, kind, a, b, false, closesItem);
      else {
        // A soft hyphen that shows is the hyphen.
        const shown = made && text.charCodeAt(b - 1) === 0xad ? b - 1 : b;
        const part = item.book.word(text.slice(a, shown) + (made ? item.book.hyphen : ""));
        put(count, part, item, kind, a, b, made, closesItem && b === whole);
      }
      words = count + 1;
    } else put(count, word, item, kind, begin, begin + 1, false, closesItem);
    count++;
  }
  return { count: words, all: count };
}

function buildLine(
  shaped: ShapedBlock,
  into: Gathered,
  from: number,
  to: number,
  measure: Measures[number],
  hyphen: boolean,
  forced: boolean,
  last: boolean,
): Line {
  const { style } = shaped;
  const { count, all } = gather(shaped, from, to, hyphen);
  let natural = 0;
  let stretch = 0;
  let shrink = 0;
  let floor = 0;
  let tracking = 0;
  let scalable = 0;
  let spaces = 0;
  let above = 0;
  let below = 0;
  for (let i = 0; i < count; i++) {
    const part = parts[i] as Part;
    const { word, item, kind } = part;
    if (kind === SPACE) {
      const gap = gapOf(i, count);
      natural += gap;
      stretch += item.spaceStretch;
      shrink += spareOf(item, gap, item.spaceShrink);
      floor += spareOf(item, gap, item.spaceFloor);
      spaces++;
    } else {
      const own = word.width * item.size * item.scaling;
      natural += own + item.letterSpace * word.clusters;
      if (kind === WORD) {
        if (i > 0 && parts[i - 1]?.kind === WORD) tracking += item.size;
        if (word.clusters > 1) tracking += item.size * (word.clusters - 1);
        scalable += own;
        above = Math.max(above, word.above * item.size + item.shift);
        below = Math.max(below, word.below * item.size - item.shift);
      }
    }
    if (part.closesItem && i < count - 1) natural -= item.trim;
  }
  const first = count > 0 ? parts[0] : undefined;
  const final = count > 0 ? parts[count - 1] : undefined;
  let hangLeft = 0;
  let hangRight = 0;
  if (first && final) {
    natural -= final.item.letterSpace;
    if (style.protrusion) {
      if (first.kind === WORD) hangLeft = leftHang(style, first.word) * first.item.size * first.item.scaling;
      hangRight = rightHang(style, final.word) * final.item.size * final.item.scaling;
    }
  }

  const room = measure.width + hangLeft + hangRight - natural;
  // A last line, or one before a forced break, fills its measure only where the style says so.
  const unfilled = forced && room >= 0 && style.lastLine !== "justify";
  const justified = style.align === "justify" && !unfilled;
  const share = justified ? shareOut(room, { stretch, shrink, floor, tracking, scalable }, style) : NO_SHARE;
  // Text that does not fit sticks out on the side where reading goes on.
  const free = room > 0 ? room : 0;
  const align = style.align === "justify" && unfilled ? style.lastLine : style.align;
  const shift = align === "right" ? free : align === "center" ? free / 2 : 0;
  const x = measure.x - hangLeft + shift;
  // The spaces that end a paragraph have glyphs, so that the caret moves when one is typed.
  const { runs, end } = place(shaped, into, count, forced ? all : count, x, share);
  return {
    runs,
    x: x as Pt,
    width: (end - x) as Pt,
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

/** Natural width of the space that is part `i`: its own and what the font moves it against its neighbours. */
function gapOf(i: number, count: number): number {
  const { item } = parts[i] as Part;
  const before = i > 0 ? parts[i - 1] : undefined;
  const after = i + 1 < count ? parts[i + 1] : undefined;
  const kern = (before?.kind === WORD ? before.word.kernAfter : 0) + (after?.kind === WORD ? after.word.kernBefore : 0);
  return gapWidth(item, kern);
}

/** A run whose arrays are still to be cut from the paragraph's. */
type OpenRun = { -readonly [K in keyof GlyphRun]: GlyphRun[K] };
const NO_GLYPHS = new Uint16Array(0);
const NO_PLACES = new Float64Array(0);
const NO_CLUSTERS = new Uint32Array(0);

/** The glyphs of the paragraph being set. The runs of all its lines share four arrays, cut to size at the end. */
type Gathered = {
  count: number;
  raised: boolean;
  readonly runs: OpenRun[];
  /** First glyph of each run, and whether any of it is off the baseline. */
  readonly firsts: number[];
  readonly raisedRuns: boolean[];
};

/** Grown as needed, copied from, never kept. */
let glyphs = new Uint16Array(4096);
let xs = new Float64Array(4096);
let ys = new Float64Array(4096);
let clusters = new Uint32Array(4096);
function grow(): void {
  const old = { glyphs, xs, ys, clusters };
  const size = glyphs.length * 2;
  glyphs = new Uint16Array(size);
  xs = new Float64Array(size);
  ys = new Float64Array(size);
  clusters = new Uint32Array(size);
  glyphs.set(old.glyphs);
  xs.set(old.xs);
  ys.set(old.ys);
  clusters.set(old.clusters);
}

/** Gives every run its part of the arrays, which lie in one buffer, the widest numbers first. */
function close({ count, raised, runs, firsts, raisedRuns }: Gathered): void {
  const wide = 8 * count;
  const words = raised ? 2 * wide : wide;
  const ids = words + 4 * count;
  const buffer = new ArrayBuffer(ids + 2 * count);
  new Float64Array(buffer, 0, count).set(xs.subarray(0, count));
  if (raised) new Float64Array(buffer, wide, count).set(ys.subarray(0, count));
  new Uint32Array(buffer, words, count).set(clusters.subarray(0, count));
  new Uint16Array(buffer, ids, count).set(glyphs.subarray(0, count));
  for (let r = 0; r < runs.length; r++) {
    const run = runs[r] as OpenRun;
    const a = firsts[r] ?? 0;
    const own = (firsts[r + 1] ?? count) - a;
    run.glyphs = new Uint16Array(buffer, ids + 2 * a, own);
    run.xs = new Float64Array(buffer, 8 * a, own);
    run.ys = raisedRuns[r] ? new Float64Array(buffer, wide + 8 * a, own) : null;
    run.clusters = new Uint32Array(buffer, words + 4 * a, own);
  }
}

/** The run being gathered: what its glyphs have in common, and where the first of them stands. One for all calls. */
type Begun = {
  /** Null when nothing is gathered. */
  item: Item | null;
  font: FontId;
  size: number;
  from: number;
  x: number;
  first: number;
  /** Is any of its glyphs off the baseline? */
  raised: boolean;
  carets: Map<number, readonly number[]> | null;
};
const begun: Begun = { item: null, font: "", size: 0, from: 0, x: 0.5, first: 0, raised: false, carets: null };

/**
 * Ends the run being gathered before glyph `n`. `to`: where its text ends in `shaped.text`; `end`: its right edge;
 * `hyphen`: it ends in a made hyphen that the text does not hold.
 */
function endRun(
  { text, sign }: ShapedBlock,
  into: Gathered,
  runs: GlyphRun[],
  n: number,
  to: number,
  end: number,
  scaling: number,
  hyphen: boolean,
): void {
  const { item, from, first, raised } = begun;
  if (n === first || item === null) return;
  let close = to;
  if (!hyphen && isInvisible(text.charCodeAt(close - 1))) {
    let shown = 0;
    for (let i = first; i < n; i++) shown = Math.max(shown, clusters[i] ?? 0);
    while (close - 1 > shown && isInvisible(text.charCodeAt(close - 1))) close--;
  }
  for (let i = first; i < n; i++) clusters[i] = (clusters[i] ?? 0) - from;
  const direction: Direction = item.book.setup.direction;
  const run: OpenRun = {
    font: begun.font,
    size: begun.size as Pt,
    scaling: scaling * item.scaling,
    direction,
    glyphs: NO_GLYPHS,
    xs: NO_PLACES,
    ys: null,
    clusters: NO_CLUSTERS,
    text: hyphen ? `${text.slice(from, close)}\u00ad` : text.slice(from, close),
    from: from < sign ? null : ((from - sign) as TextOffset),
    x: begun.x as Pt,
    width: (end - begun.x) as Pt,
    look: item.look,
  };
  if (begun.carets !== null) {
    run.carets = new Map([...begun.carets].map(([at, inside]) => [at - from, inside]));
    begun.carets = null;
  }
  runs.push(run);
  into.runs.push(run);
  into.firsts.push(first);
  into.raisedRuns.push(raised);
  if (raised) into.raised = true;
  begun.first = n;
  begun.raised = false;
  begun.item = null;
}

/**
 * Puts every glyph at its place and gathers runs: one a font, size, look and stretch of text without a hole. `count`
 * parts are the line, those after them hang behind its end.
 */
function place(
  shaped: ShapedBlock,
  into: Gathered,
  count: number,
  all: number,
  x: number,
  share: Share,
): { readonly runs: readonly GlyphRun[]; readonly end: number } {
  const { text } = shaped;
  const runs: GlyphRun[] = [];
  const scaling = 1 + share.scaling;
  let pen = x;
  let n = into.count;
  let lastSpace = 0;
  let end = x;
  begun.first = n;
  begun.raised = false;
  begun.item = null;
  begun.carets = null;

  for (let p = 0; p < all; p++) {
    const part = parts[p] as Part;
    const { word, item, kind, from } = part;
    // Spaces of fixed width stay as wide as they are.
    const em = item.size * item.scaling * (kind === WORD ? scaling : 1);
    const between = share.tracking * item.size + item.letterSpace;
    const { pieces } = word;
    if (word.clusters === 0) endRun(shaped, into, runs, n, from, pen - lastSpace, scaling, false);
    if (kind === WORD && p > 0 && parts[p - 1]?.kind === WORD) pen += share.tracking * item.size;
    for (let q = 0; q < pieces.length; q++) {
      const piece = pieces[q] as Word["pieces"][number];
      const size = item.size * piece.scale;
      const { dx, dy, advances } = piece;
      const ids = piece.glyphs;
      const places = piece.clusters;
      while (n + ids.length > glyphs.length) grow();
      // What was gathered ends where this piece begins.
      if (begun.item !== item || begun.font !== piece.font || begun.size !== size) {
        endRun(shaped, into, runs, n, q > 0 ? from + piece.from : from, pen - lastSpace, scaling, false);
      }
      if (n === begun.first) {
        begun.item = item;
        begun.font = piece.font;
        begun.size = size;
        begun.from = from + (item.book.setup.direction === "rtl" ? piece.from : (places[0] ?? 0));
        // Between two pieces of a word as between two of its letters.
        begun.x = kind === WORD && q > 0 ? pen + between : pen;
      }
      const shift = item.shift;
      let x = pen;
      let before = -1;
      for (let g = 0; g < ids.length; g++) {
        const cluster = places[g] ?? 0;
        if (cluster !== before) {
          if (kind === WORD && (g > 0 || q > 0)) x += between;
          before = cluster;
          if (word.invisible && cluster > 0 && n > begun.first && isInvisible(text.charCodeAt(from + cluster - 1))) {
            endRun(shaped, into, runs, n, from + cluster, x - lastSpace, scaling, false);
            begun.item = item;
            begun.from = from + cluster;
            begun.x = x;
          }
        }
        glyphs[n] = ids[g] ?? 0;
        xs[n] = dx === null ? x : x + (dx[g] ?? 0) * em;
        const y = dy === null ? shift : shift + (dy[g] ?? 0) * item.size;
        ys[n] = y;
        if (y !== 0) begun.raised = true;
        clusters[n] = from + cluster;
        if (word.carets !== null) {
          const inside = word.carets.get(cluster);
          if (inside) {
            const pen = x;
            begun.carets ??= new Map();
            begun.carets.set(
              from + cluster,
              inside.map((at) => pen + at * em),
            );
          }
        }
        n++;
        if (kind !== SPACE) x += (advances[g] ?? 0) * em;
      }
      pen = x;
    }
    lastSpace = 0;
    if (kind === SPACE) {
      const gap = gapOf(p, all);
      const shrink = spareOf(item, gap, item.spaceShrink);
      pen +=
        p >= count ? gap : gap + spaceChange(share, item.spaceStretch, shrink, spareOf(item, gap, item.spaceFloor));
    } else if (word.clusters > 0 && p < all - 1) {
      pen += item.letterSpace;
      lastSpace = item.letterSpace;
    }
    if (p === count - 1) end = pen - lastSpace;
    if (part.closesItem && p < all - 1) pen -= item.trim;
    if (part.hyphen) {
      const made = text.charCodeAt(part.to - 1) !== 0xad;
      endRun(shaped, into, runs, n, part.to, pen - lastSpace, scaling, made);
    }
  }
  if (all > 0) endRun(shaped, into, runs, n, parts[all - 1]?.to ?? 0, pen - lastSpace, scaling, false);
  begun.item = null;
  into.count = n;
  return { runs, end };
}
