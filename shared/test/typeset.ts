/**
 * For tests of typesetting: blocks and styles in a word, the comparison stories, and the laws every set paragraph
 * obeys.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BLACK } from "../color/ink.ts";
import { type Block, PLAIN, type RunMarks, type TextRun } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import { isLineBreak } from "../typesetting/breaks.ts";
import { readFontNames } from "../typesetting/fontFile.ts";
import type { FontFace } from "../typesetting/fonts.ts";
import type { Line, Measures } from "../typesetting/glyphs.ts";
import type { Setting } from "../typesetting/setLines.ts";
import { LEAST_GAP } from "../typesetting/items.ts";
import type { ShapedBlock } from "../typesetting/shape.ts";
import { TOLERANCE } from "../units.ts";

const shared = join(import.meta.dirname, "../../../shared");
const noto = "/usr/share/fonts/truetype/noto";

/** Debian's Noto Serif, in which the comparison stories are set; null where it is not installed. */
export function notoSerif(): readonly FontFace[] | null {
  const files = ["Regular", "Bold", "Italic", "BoldItalic"].map((name) => join(noto, `NotoSerif-${name}.ttf`));
  if (!files.every((file) => existsSync(file))) return null;
  return files.map((file) => {
    const bytes = new Uint8Array(readFileSync(file));
    return { ...readFontNames(bytes), id: createHash("sha256").update(bytes).digest("hex"), bytes };
  });
}

export type ComparisonJob = {
  readonly lang: string;
  readonly title: string;
  readonly body: readonly { readonly t: string; readonly s?: string; readonly first?: boolean }[];
};
/** A comparison story, or null where it is not beside the checkout. */
export function comparisonJob(lang: "vi" | "en"): ComparisonJob | null {
  const file = join(shared, `tools/job-${lang}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ComparisonJob) : null;
}

/** The comparison layout's measure (57.33 mm) and indent (3 mm), in points. */
export const COMPARISON_MEASURES: Measures = [
  { x: (3 * 72) / 25.4, width: (((210 - 30 - 8) / 3 - 3) * 72) / 25.4 },
  { x: 0, width: (((210 - 30 - 8) / 3) * 72) / 25.4 },
];

/** Justified body text as the defaults of a design give it. */
export function bodyStyle(changes: Partial<ParagraphStyle> = {}): ParagraphStyle {
  return {
    name: "answer",
    font: "Spectral",
    weight: 400,
    italic: false,
    fontWidth: 100,
    opticalSize: "none",
    size: 9.5,
    sizeRange: null,
    leading: 12,
    align: "justify",
    lastLine: "natural",
    shape: "balanced",
    ink: BLACK,
    letterSpace: 0,
    wordSpace: { min: 0.8, natural: 1, max: 1.33 },
    tracking: { min: -0.015, max: 0.015 },
    scaling: { min: -0.02, max: 0.02 },
    protrusion: true,
    margins: null,
    hyphenate: true,
    hyphenation: { shortestWord: 5, before: 2, after: 3, ladder: 2, capitalised: true, lastWord: true, exceptions: [] },
    indent: 8.5,
    indentFirst: 8.5,
    spaceBefore: 0,
    spaceAfter: 0,
    span: "column",
    dropCap: null,
    list: {
      bullet: "•",
      number: "1.",
      hang: null,
      align: { bullet: "left", number: "right" },
      from: 0,
      gap: null,
      style: null,
    },
    nested: [],
    capitals: false,
    figures: "default",
    figureWidth: "default",
    ligatures: "standard",
    fractions: false,
    ordinals: false,
    caseSensitive: "auto",
    stylisticSets: [],
    slashedZero: false,
    swash: false,
    contextual: true,
    kerning: "metrics",
    smallCaps: "none",
    features: {},
    ...changes,
  };
}

export function marks(changes: Partial<RunMarks>): RunMarks {
  return { ...PLAIN, ...changes };
}

/** A block of plain text, or of stretches with marks: `block("vi", "a ", ["b", { em: true }])`. */
export function block(lang: string, ...parts: readonly (string | readonly [string, Partial<RunMarks>])[]): Block {
  let text = "";
  const runs: TextRun[] = [];
  for (const part of parts) {
    const [words, changes] = typeof part === "string" ? [part, {}] : part;
    if (words === "") continue;
    runs.push({ from: text.length, to: text.length + words.length, marks: marks(changes) });
    text += words;
  }
  return { role: "answer", text, runs, lang, style: null, lead: null };
}

/** What is wrong with a set paragraph; empty when it obeys every law. */
export function broken(shaped: ShapedBlock, { lines, findings }: Setting, measures: Measures): string[] {
  const wrong: string[] = [];
  const { style, sign, text } = shaped;
  const say = (line: Line, what: string): void => void wrong.push(`line ${lines.indexOf(line) + 1}: ${what}`);
  if (lines.length === 0) wrong.push("no line");
  if (lines.map((line) => line.text).join("") !== text) wrong.push("the lines' texts are not the paragraph");
  const expected = findings.some((f) => f.code === "word-too-wide");
  let at = 0;
  lines.forEach((line, number) => {
    const measure = measures[Math.min(number, measures.length - 1)];
    if (!measure) return;
    const last = number === lines.length - 1;
    if (line.last !== last) say(line, "last is wrong");
    if (line.from !== Math.max(0, at - sign)) say(line, `from ${line.from}, expected ${Math.max(0, at - sign)}`);
    at += line.text.length;
    if (line.to !== Math.max(0, at - sign)) say(line, `to ${line.to}, expected ${Math.max(0, at - sign)}`);
    checkGlyphs(line, text.slice(at - line.text.length, at), (what) => say(line, what));

    // Hanging characters stick out by less than an em; nothing else does.
    const right = line.x + line.width;
    const hang = style.protrusion ? style.size : 0;
    if (right > measure.x + measure.width + hang + TOLERANCE && !expected) say(line, `sticks out: ${right}`);
    if (line.x < measure.x - hang - TOLERANCE) say(line, `begins at ${line.x}`);
    if (line.tracking > style.tracking.max + 1e-9 || line.tracking < style.tracking.min - 1e-9) {
      say(line, `tracking ${line.tracking}`);
    }
    const scaled = line.scaling - 1;
    if (scaled > style.scaling.max + 1e-9 || scaled < style.scaling.min - 1e-9) say(line, `scaling ${line.scaling}`);
    const ends = isLineBreak(line.text.charCodeAt(line.text.length - 1));
    if (style.align === "justify" && !last && !ends && line.spaces > 0 && !expected) {
      const edge = measure.x + measure.width;
      if (right < edge - TOLERANCE) say(line, `is not justified: ${right} of ${edge}`);
    }
    for (const gap of gapsOf(line)) {
      if (gap.width < LEAST_GAP * gap.size - TOLERANCE) say(line, `a gap of ${gap.width / gap.size} em`);
    }
  });
  if (at !== text.length) wrong.push("text is left over");
  return wrong;
}

/** No letter without glyph, none with two; made hyphens at ends of runs only; pens rise. */
function checkGlyphs(line: Line, text: string, say: (what: string) => void): void {
  let shown = "";
  for (const run of line.runs) {
    const { length } = run.glyphs;
    if (run.xs.length !== length || run.clusters.length !== length || (run.ys && run.ys.length !== length)) {
      say("arrays of different length");
    }
    if (length === 0) say("an empty run");
    const starts = new Set(run.clusters);
    if (!starts.has(0)) say(`the text before the first glyph of "${run.text}" has no glyph`);
    for (const start of starts) if (start >= run.text.length) say(`a glyph stands for nothing in "${run.text}"`);
    for (let i = 1; i < length; i++) {
      const rises = (run.clusters[i] ?? 0) >= (run.clusters[i - 1] ?? 0);
      if (run.direction === "ltr" && !rises) say("clusters do not rise");
    }
    for (const x of run.xs) if (!Number.isFinite(x)) say("a glyph stands nowhere");
    shown += run.text;
  }
  const plain = (s: string): string => s.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  const visible = plain(text).trimEnd();
  if (plain(shown).trimEnd() !== visible) say(`glyphs for "${plain(shown)}", text is "${visible}"`);
}

export type Gap = { readonly width: number; readonly size: number };

/** Word spaces of a line as drawn: from pen to pen. */
export function gapsOf(line: Line): Gap[] {
  const gaps: Gap[] = [];
  line.runs.forEach((run, r) => {
    for (let i = 0; i < run.glyphs.length; i++) {
      const char = run.text[run.clusters[i] ?? 0];
      if (char !== " " && char !== "\u00a0") continue;
      const next = i + 1 < run.xs.length ? run.xs[i + 1] : (line.runs[r + 1]?.xs[0] ?? run.x + run.width);
      gaps.push({ width: (next ?? 0) - (run.xs[i] ?? 0), size: run.size });
    }
  });
  return gaps;
}
