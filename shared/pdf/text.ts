/**
 * Glyph runs as text operators. A glyph stands where `xs` says, within a hundredth of a point; nothing is measured
 * again. What a reader extracts is the run's text, each cluster once. One glyph for one character is the rule. Where it
 * is another, ActualText says what it reads as; for readers that pass over ActualText, the further letters of a ligature
 * follow it as glyphs without ink or width, and the glyphs of one letter read as its parts.
 */
import type { GlyphRun } from "../typesetting/glyphs.ts";
import type { Content } from "./content.ts";
import type { FontBook } from "./fonts.ts";
import { hex16, type Ref } from "./objects.ts";
import { UNSEEN_ADVANCE } from "./unseenFont.ts";

/** Text state that holds from one run to the next within a page (ISO 32000-1 §9.3.1). */
export type TextState = { font: string; size: number; scaling: number; rise: number; tracking: number };
export function textState(): TextState {
  return { font: "", size: 0, scaling: 1, rise: 0, tracking: 0 };
}

/**
 * How a drop cap reads. Its glyphs stand lines below the word they begin, and a reader that goes by place would part
 * them from it: so the glyphs read as nothing (as a space where ActualText is passed over), and their letters are read,
 * unseen, before the glyphs of the next run.
 */
export type CapText = { readonly unread: boolean; readonly before: string };
export const NO_CAP: CapText = { unread: false, before: "" };

/**
 * Paints a run inside a text object. `x` and `y` are the line's origin in PDF coordinates; `upward`: it is turned a
 * quarter anticlockwise round it. `name` is told each font dictionary in use, so that the page can list it. `spaceAfter`: the run ends a line at a space, which is said
 * although nothing is seen of it (ISO 32000-1 §14.8.2.5: word breaks are spaces, not places). Returns how many glyphs 0 were left out: .notdef is no text.
 */
export function showRun(
  out: Content,
  run: GlyphRun,
  x: number,
  y: number,
  fonts: FontBook,
  state: TextState,
  name: (resource: string, ref: Ref) => void,
  spaceAfter: boolean,
  cap: CapText = NO_CAP,
  upward = false,
): number {
  const { glyphs, xs, ys, clusters, text } = run;
  const count = glyphs.length;
  const font = fonts.use(run.font);
  const advance = font.sfnt.advance;
  /** Points in a thousandth of an em along the line. */
  const unit = (run.size * run.scaling) / 1000;
  // Adjustments are rounded so that no glyph is off by more than 0.005 pt; the rounding is carried, never added up.
  const steps = unit <= 0.01 ? 1 : unit <= 0.1 ? 10 : 100;
  /** As it is written, so that its rounding is known. */
  const tracking = Math.round((trackingOf(run, advance, unit) / run.scaling) * 100_000) / 100_000;
  const step = tracking * run.scaling;
  /** Where the line begins in the direction it reads; the pen moves along that. */
  const origin = upward ? y : x;
  let pen = Number.NaN;
  let open: "nothing" | "array" | "string" = "nothing";
  let missing = 0;
  /** The layer in force, or null: asking again for each glyph is what this loop would spend its time on. */
  let current: number | null = null;

  function close(): void {
    if (open === "string") out.ascii(")");
    if (open !== "nothing") out.ascii("] TJ\n");
    open = "nothing";
  }
  function select(layer: number | "unseen"): void {
    current = layer === "unseen" ? null : layer;
    const resource = layer === "unseen" ? font.unseen.resource : font.resource(layer);
    if (resource === state.font && run.size === state.size) return;
    close();
    name(resource, layer === "unseen" ? font.unseen.ref : font.ref(layer));
    out.ascii(`/${resource} `);
    out.num(run.size);
    out.ascii("Tf\n");
    state.font = resource;
    state.size = run.size;
  }
  function track(wanted: number): void {
    if (wanted === state.tracking) return;
    close();
    out.ascii(`${wanted} Tc\n`);
    state.tracking = wanted;
  }
  function code(value: number): void {
    if (open === "nothing") out.ascii("[");
    if (open !== "string") out.ascii("(");
    open = "string";
    out.code(value);
  }
  function scale(): void {
    if (run.scaling === state.scaling) return;
    close();
    out.num(run.scaling * 100);
    out.ascii("Tz\n");
    state.scaling = run.scaling;
  }
  function rise(wanted: number): void {
    if (wanted === state.rise) return;
    close();
    out.num(wanted);
    out.ascii("Ts\n");
    state.rise = wanted;
  }
  function moveTo(wanted: number): void {
    out.ascii(upward ? "0 1 -1 0 " : "1 0 0 1 ");
    out.num(upward ? x : wanted);
    out.num(upward ? wanted : y);
    out.ascii("Tm\n");
    pen = Math.round(wanted * 1000) / 1000;
  }
  /** One glyph where it belongs, reading as `words[from..to)`. */
  function show(index: number, words: string, from: number, to: number): void {
    const glyph = glyphs[index] as number;
    if (glyph === 0) {
      missing++;
      return;
    }
    const layer = font.layerOf(glyph, words, from, to);
    if (layer !== current) select(layer);
    scale();
    track(tracking);
    rise(ys ? (ys[index] as number) : 0);
    const wanted = origin + (xs[index] as number);
    if (Number.isNaN(pen)) moveTo(wanted);
    const adjust = Math.round(((pen - wanted) / unit) * steps) / steps;
    if (adjust !== 0) {
      out.ascii(open === "string" ? ")" : open === "nothing" ? "[" : "");
      out.num(adjust);
      open = "array";
      pen -= adjust * unit;
    }
    code(glyph);
    pen += advance(glyph) * unit + step;
  }
  /**
   * Letters that the last glyph stands for besides its own. They stand in the last few thousandths of an em before the
   * glyph at `next`, however that is kerned: a reader that sorts letters by place keeps their order. They end one short
   * of it, because MuPDF takes a letter that ends where the same letter ended for a double print.
   */
  function showUnseen(letters: readonly string[], next: number): void {
    if (letters.length === 0) return;
    const kerned = next < count ? Math.max(0, pen - (origin + (xs[next] as number))) : 0;
    const back = Math.ceil(kerned / unit) + (letters.length + 1) * UNSEEN_ADVANCE;
    // Tracking would carry them past the next glyph, or before it.
    track(0);
    out.ascii(open === "string" ? ")" : open === "nothing" ? "[" : "");
    out.num(back);
    pen -= (back - letters.length * UNSEEN_ADVANCE) * unit;
    open = "array";
    select("unseen");
    for (const letter of letters) code(font.unseen.codeOf(letter));
  }

  /** A drop cap's letters, read where the rest of their word stands. */
  function showLead(letters: readonly string[]): void {
    const first = letters.length > 0 ? xs[0] : undefined;
    if (first === undefined) return;
    scale();
    track(0);
    rise(0);
    pen = origin + first - letters.length * UNSEEN_ADVANCE * unit;
    moveTo(pen);
    select("unseen");
    for (const letter of letters) code(font.unseen.codeOf(letter));
    pen += letters.length * UNSEEN_ADVANCE * unit;
  }

  showLead([...cap.before]);
  for (let i = 0; i < count; ) {
    let after = i + 1;
    while (after < count && clusters[after] === clusters[i]) after++;
    const from = clusterStart(run, i, after);
    const to = clusterEnd(run, i, after);
    if (cap.unread) {
      close();
      out.ascii("/Span <</ActualText <FEFF>>> BDC\n");
      for (let g = i; g < after; g++) show(g, " ", 0, 1);
      close();
      out.ascii("EMC\n");
    } else if (after === i + 1 && to === from + 1) {
      // A space that must not break is the same to whoever searches.
      if (text.charCodeAt(from) === 0xa0) show(i, " ", 0, 1);
      else show(i, text, from, to);
    } else {
      const whole = text.slice(from, to);
      close();
      out.ascii(`/Span <</ActualText <${hex16(whole, "FEFF")}>>> BDC\n`);
      if (after === i + 1) {
        const [first = "\u200b", ...rest] = whole;
        show(i, first, 0, first.length);
        if (glyphs[i] !== 0) showUnseen(rest, after);
      } else {
        lettersOf(whole, after - i).forEach((letter, k) => show(i + k, letter, 0, letter.length));
      }
      close();
      out.ascii("EMC\n");
    }
    i = after;
  }
  const space = spaceAfter ? font.sfnt.glyphOf(0x20) : 0;
  if (space !== 0 && !Number.isNaN(pen)) {
    select(font.layerOf(space, " ", 0, 1));
    code(space);
  }
  close();
  return missing;
}

/**
 * The distance added after most glyphs, in points: a line that was tracked has it everywhere, and said once it need not be
 * said glyph by glyph. 0 where no distance holds for the greater part. The vote is Boyer and Moore's.
 */
function trackingOf({ glyphs, xs }: GlyphRun, advance: (glyph: number) => number, unit: number): number {
  const added = (i: number) => (xs[i + 1] as number) - (xs[i] as number) - advance(glyphs[i] as number) * unit;
  const near = unit / 10;
  const last = glyphs.length - 1;
  let candidate = 0;
  let votes = 0;
  for (let i = 0; i < last; i++) {
    const value = added(i);
    if (votes === 0) candidate = value;
    votes += Math.abs(value - candidate) < near ? 1 : -1;
  }
  if (Math.abs(candidate) < near) return 0;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < last; i++) {
    const value = added(i);
    if (Math.abs(value - candidate) >= near) continue;
    sum += value;
    count++;
  }
  return count * 2 > last ? sum / count : 0;
}

/** Where the text of a cluster begins; the first in reading order takes what no glyph stands for before it. */
function clusterStart({ clusters, direction }: GlyphRun, first: number, after: number): number {
  const opens = direction === "ltr" ? first === 0 : after === clusters.length;
  return opens ? 0 : (clusters[first] as number);
}
/** Where it ends: at the next cluster's beginning, in reading order. */
function clusterEnd({ clusters, direction, text }: GlyphRun, first: number, after: number): number {
  const next = direction === "ltr" ? clusters[after] : first > 0 ? clusters[first - 1] : undefined;
  return Math.max(next ?? text.length, clusters[first] as number);
}

/**
 * What each of several glyphs of one cluster reads as, for readers that pass over ActualText: its own letter or mark
 * when the cluster comes apart into as many, else all of it on the first and nothing visible on the rest.
 */
function lettersOf(cluster: string, glyphs: number): readonly string[] {
  const parts = [...cluster.normalize("NFD")];
  if (parts.length === glyphs) return parts;
  return Array.from({ length: glyphs }, (_, i) => (i === 0 && cluster !== "" ? cluster : "\u200b"));
}
