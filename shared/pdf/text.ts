/**
 * Glyph runs as text operators. A glyph stands where `xs` says, within a hundredth of a point; nothing is measured
 * again. What a reader extracts is the run's text, each cluster once.
 */
import type { GlyphRun } from "../typesetting/glyphs.ts";
import type { Content } from "./content.ts";
import type { FontUse } from "./fonts.ts";
import { hex16 } from "./objects.ts";

/** Text state that holds from one run to the next within a page. */
export type TextState = { font: string; size: number; scaling: number; rise: number };
export function textState(): TextState {
  return { font: "", size: 0, scaling: 1, rise: 0 };
}

/**
 * Paints a run inside a text object. `x` and `y` are the line's origin in PDF coordinates. `layer` is told each font
 * layer in use, so that the page can name it. Returns the number of glyphs 0 left out: .notdef is no text.
 */
export function showRun(
  out: Content,
  run: GlyphRun,
  x: number,
  y: number,
  font: FontUse,
  state: TextState,
  layer: (n: number) => void,
): number {
  const { glyphs, xs, ys, clusters } = run;
  const words = run.text;
  const count = glyphs.length;
  /** Points in a thousandth of an em along the line. */
  const unit = (run.size * run.scaling) / 1000;
  // Adjustments are rounded so that no glyph is off by more than 0.005 pt; the rounding is carried, never added up.
  const steps = unit <= 0.01 ? 1 : unit <= 0.1 ? 10 : 100;
  const advance = font.sfnt.advance;
  let pen = Number.NaN;
  let open = 0; // 0: no array, 1: array, 2: string within an array
  let missing = 0;

  const close = () => {
    if (open === 2) out.ascii(">");
    if (open > 0) out.ascii("] TJ\n");
    open = 0;
  };

  for (let i = 0; i < count; ) {
    const cluster = clusters[i] as number;
    let after = i + 1;
    while (after < count && clusters[after] === cluster) after++;
    const [from, to] = clusterText(run, i, after, cluster);
    // Several glyphs that are one piece of text: said once, for the whole of them.
    const together = after - i > 1;
    const letters = together ? lettersOf(words.slice(from, to), after - i) : null;
    if (together) {
      close();
      out.ascii(`/Span <</ActualText <${hex16(words.slice(from, to), "FEFF")}>>> BDC\n`);
    }
    for (let g = i; g < after; g++) {
      const glyph = glyphs[g] as number;
      if (glyph === 0) {
        missing++;
        continue;
      }
      const n = letters
        ? font.layerOf(glyph, letters[g - i] as string, 0, (letters[g - i] as string).length)
        : words.charCodeAt(from) === 0xa0 && to === from + 1
          ? font.layerOf(glyph, " ", 0, 1)
          : font.layerOf(glyph, words, from, to);
      const name = font.resource(n);
      if (name !== state.font || run.size !== state.size) {
        close();
        layer(n);
        out.ascii(`/${name} `);
        out.num(run.size);
        out.ascii("Tf\n");
        state.font = name;
        state.size = run.size;
      }
      if (run.scaling !== state.scaling) {
        close();
        out.num(run.scaling * 100);
        out.ascii("Tz\n");
        state.scaling = run.scaling;
      }
      const rise = ys ? (ys[g] as number) : 0;
      if (rise !== state.rise) {
        close();
        out.num(rise);
        out.ascii("Ts\n");
        state.rise = rise;
      }
      const wanted = x + (xs[g] as number);
      if (Number.isNaN(pen)) {
        out.ascii("1 0 0 1 ");
        out.num(wanted);
        out.num(y);
        out.ascii("Tm\n");
        pen = Math.round(wanted * 1000) / 1000;
      }
      const adjust = Math.round(((pen - wanted) / unit) * steps) / steps;
      if (open === 0) {
        out.ascii("[");
        open = 1;
      }
      if (adjust !== 0) {
        if (open === 2) out.ascii(">");
        out.num(adjust);
        open = 1;
        pen -= adjust * unit;
      }
      if (open === 1) {
        out.ascii("<");
        open = 2;
      }
      out.code(glyph);
      pen += advance(glyph) * unit;
    }
    if (together) {
      close();
      out.ascii("EMC\n");
    }
    i = after;
  }
  close();
  return missing;
}

/** The stretch of a run's text that a cluster stands for: up to where the next begins, in reading order. */
function clusterText(run: GlyphRun, first: number, after: number, cluster: number): readonly [number, number] {
  const { clusters, text, direction } = run;
  const next = direction === "ltr" ? clusters[after] : first > 0 ? clusters[first - 1] : undefined;
  const opens = direction === "ltr" ? first === 0 : after === clusters.length;
  return [opens ? 0 : cluster, Math.max(next ?? text.length, cluster)];
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
