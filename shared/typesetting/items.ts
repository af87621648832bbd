/**
 * The runs of a block as items: stretches with one font, size, language, script, features and look, cut where a
 * character style or a nested run begins or ends, where a feature has its place, and where one that the font lacks has
 * to be imitated.
 */
import type { Finding, Severity } from "../finding.ts";
import type { Block, RunMarks, TextRun } from "../schema/story.ts";
import type { CharacterStyles, ParagraphStyle } from "../schema/stylesheet.ts";
import { capitals, capitalsOfWords, NO_FEATURES, type Segment, smallCapsOf } from "./capitals.ts";
import { capitalRuns, type FeatureRun, fractionRuns, ordinalRuns } from "./featureRuns.ts";
import type { FontRequest } from "./fonts.ts";
import { fontRequest } from "./fontRequests.ts";
import type { RunLook } from "./glyphs.ts";
import { characterStyle, lookOf, NO_CHARACTER_STYLES, type TextLook } from "./looks.ts";
import { askedOf, changesGlyphs, type Features, hasFeature } from "./openType.ts";
import { isRightToLeft, lacksSpaces, scriptsOf } from "./scripts.ts";
import { featureList, type Setup, type Shaper } from "./shaper.ts";
import { type WordBook, wordBook } from "./words.ts";

/** The narrowest gap that every PDF reader still takes for a space, in em (poppler joins words at 0.15). */
export const LEAST_GAP = 0.16;
/**
 * Part of the style's least word space that spaces may go down to where no setting within the limits exists: with the
 * usual least of 80 % that is 61 % of the font's space (TeX allows 67 % from the start). One tight line is better than
 * three with holes in them.
 */
const SQUEEZE = 0.76;

/** A finding of this room. A block's content does not know whose it is, so the place comes with `findingsAt`. */
export type TextFinding = Pick<Finding, "code" | "severity" | "message" | "hint" | "said"> & {
  /** Block offsets; equal where generated text or the whole block is meant. */
  readonly from: number;
  readonly to: number;
};

/** A stretch of text with one setup, size and look. Lengths in points. */
export type Item = {
  readonly book: WordBook;
  readonly size: number;
  /** Shift from the baseline, up is positive. */
  readonly shift: number;
  /** Horizontal scaling by hand; 1 is none. */
  readonly scaling: number;
  /** Added after every cluster: the style's letter space, tracking and kerning by hand. */
  readonly letterSpace: number;
  /** Taken back after the item's last cluster: kerning by hand works between the letters of a selection only. */
  readonly trim: number;
  /** Natural word space, how much it may widen and narrow, and how much it may be squeezed for want of better. */
  readonly space: number;
  readonly spaceStretch: number;
  readonly spaceShrink: number;
  readonly spaceFloor: number;
  /** No gap is ever narrower than this. */
  readonly leastGap: number;
  readonly look: RunLook;
};

/** Natural width of a word space: the item's own and what the font kerns it against its neighbours (em). */
export function gapWidth(item: Item, kern: number): number {
  const gap = item.space + kern * item.size * item.scaling + item.letterSpace;
  return gap > item.leastGap ? gap : item.leastGap;
}
/** What a space may give up: `give` as its item says, less where kerning has made the gap narrow. */
export function spareOf(item: Item, gap: number, give: number): number {
  const spare = gap - item.leastGap;
  return spare >= give ? give : spare > 0 ? spare : 0;
}

export type Stretch = { readonly from: number; readonly to: number; readonly item: Item };

/** Words in a character style that no mark says: a nested run of the paragraph's style. Offsets in sign and text. */
export type StyledStretch = { readonly from: number; readonly to: number; readonly style: string };

/** What a paragraph is dressed in besides its own style. */
export type Dress = {
  readonly characters: CharacterStyles;
  /** In order, without overlap. */
  readonly nested: readonly StyledStretch[];
};
export const UNDRESSED: Dress = { characters: NO_CHARACTER_STYLES, nested: [] };

/** What the marks make of a look's font: emphasis goes against what the look already is. */
export function requestOf(look: TextLook, marks: RunMarks): FontRequest {
  const italic = look.italic !== (marks.em !== marks.stageNote);
  const weight = !marks.strong ? look.weight : look.weight >= 600 ? 400 : 700;
  const { font, fontWidth, opticalSize, size } = look;
  return fontRequest({ font, weight, italic, fontWidth, opticalSize, size });
}

/** A run, or the part of one that lies inside or outside a nested run. */
type Part = {
  readonly from: number;
  readonly to: number;
  readonly run: TextRun;
  /** Character styles, outermost first. */
  readonly names: readonly string[];
};

function partsOf(runs: readonly TextRun[], nested: readonly StyledStretch[]): readonly Part[] {
  const parts: Part[] = [];
  for (const run of runs) {
    const own = run.marks.charStyle;
    const push = (from: number, to: number, style: string | null): void => {
      if (from >= to) return;
      const names = style === null ? (own === null ? NO_NAMES : [own]) : own === null ? [style] : [style, own];
      parts.push({ from, to, run, names });
    };
    let at = run.from as number;
    for (const { from, to, style } of nested) {
      if (to <= at || from >= run.to) continue;
      push(at, Math.max(at, from), null);
      push(Math.max(at, from), Math.min(to, run.to), style);
      at = Math.min(to, run.to);
    }
    push(at, run.to, null);
  }
  return parts;
}
const NO_NAMES: readonly string[] = [];

export type Stretches = {
  /** In capitals where capitals are set; as long as what was typed. */
  readonly text: string;
  readonly stretches: readonly Stretch[];
  /** Stretches that no line may end in. */
  readonly whole: readonly TextRun[];
};

/**
 * The runs as items. A family that is not there is the design's finding, not each paragraph's; a character style or a
 * feature that is not there is told once a block.
 */
export function stretchesOf(
  typed: string,
  runs: readonly TextRun[],
  block: Block,
  style: ParagraphStyle,
  sign: number,
  shaper: Shaper,
  findings: TextFinding[],
  { characters, nested }: Dress = UNDRESSED,
): Stretches {
  const stretches: Stretch[] = [];
  const whole: TextRun[] = [];
  let text = typed;
  const reported = new Set<string>();
  const report = (code: string, severity: Severity, message: string, hint: string, from: number, to: number): void => {
    if (reported.has(message)) return;
    reported.add(message);
    const at = Math.max(0, from - sign);
    findings.push({ code, severity, message, hint, from: at, to: Math.max(at, to - sign) });
  };
  const places = featurePlaces(typed, block.lang);

  for (const { from: begin, to: end, run, names } of partsOf(runs, nested)) {
    const { marks } = run;
    const look = lookOf(style, names, characters);
    for (const name of names) {
      if (characterStyle(characters, name)) continue;
      const message = `There is no character style "${name}"; the words are set as the paragraph is`;
      report("style-missing", "warning", message, "Define it in the design, or take it off the words", begin, end);
    }
    const lang = languageTag(marks.lang ?? look.lang ?? block.lang);
    if (look.capitals) text = text.slice(0, begin) + capitals(text.slice(begin, end), lang) + text.slice(end);
    if (marks.noBreak || look.noBreak) whole.push({ from: begin, to: end, marks });
    const request = requestOf(look, marks);
    const resolved = shaper.resolve(request);
    if (!resolved.missing && request.italic !== look.italic && resolved.differs.includes("slope")) {
      report(
        "font-near",
        "warning",
        `${look.font} has no ${request.italic ? "italic" : "upright"} here: the emphasis is not seen`,
        "Add that font of the family, or choose one that is here",
        begin,
        end,
      );
    }
    const metrics = shaper.metrics(resolved.font);
    const asked = askedOf(look, resolved.font, shaper, (marks.adjust?.tracking ?? 0) !== 0);
    const lacks = (what: string, from: number, to: number): void =>
      report(
        "feature-missing",
        "info",
        `${resolved.family} has no ${what}`,
        "Choose another font, or take the feature out of the style",
        from,
        to,
      );
    for (const { what, shows } of asked.lacking) if (shows.test(text.slice(begin, end))) lacks(what, begin, end);
    const runLook: RunLook = {
      ink: begin < sign ? "sign" : null,
      styles: look.names,
      lang,
      href: marks.href,
      stageNote: marks.stageNote,
    };
    const caps = look.caseSensitive === "auto" && !look.capitals ? places.capitals() : NOTHING;

    for (const { from, to, script } of scriptsOf(text, begin, end)) {
      const rightToLeft = isRightToLeft(script);
      if (rightToLeft) {
        report(
          "right-to-left",
          "warning",
          "Right-to-left text is shaped, but its words are still set from left to right",
          "Keep it to single words",
          from,
          to,
        );
      }
      if (lacksSpaces(script)) {
        report(
          "language-unsupported",
          "info",
          "Words of this script are told apart by a dictionary that Quoin does not have: lines end at spaces only",
          "Put zero-width spaces (U+200B) between the words",
          from,
          to,
        );
      }
      const setup: Setup = {
        font: resolved.font,
        script,
        lang,
        direction: rightToLeft ? "rtl" : "ltr",
        features: asked.list,
      };
      const make = (segment: Segment): void => {
        const features = segment.more === NO_FEATURES ? setup.features : laid(asked.features, segment.more);
        const book = wordBook(shaper, features === setup.features ? setup : { ...setup, features });
        const item = itemOf(book, style, look, marks, segment, runLook, segment.to === run.to);
        stretches.push({ from: segment.from, to: segment.to, item });
      };
      const one: Segment = { from, to, more: NO_FEATURES, size: 1, shift: 0 };
      const position = marks.position === "normal" ? look.position : marks.position;
      if (position !== "normal") {
        const tag = position === "superscript" ? "sups" : "subs";
        const has = hasFeature(shaper, setup, tag, text.slice(from, to));
        make(has ? { ...one, more: { [tag]: 1 } } : { ...one, ...metrics[position] });
        continue;
      }
      let segments: readonly Segment[] = [one];
      if (marks.smallCaps || look.smallCaps !== "none") {
        const all = look.smallCaps === "all";
        const small = smallCapsOf(text, from, to, all, setup, metrics, shaper);
        segments = small.segments;
        if (small.lacking.length > 0) {
          text = text.slice(0, from) + capitalsOfWords(text.slice(from, to), small.lacking, lang) + text.slice(to);
          const shown = small.lacking.slice(0, 12).join(" ") + (small.lacking.length > 12 ? " …" : "");
          report(
            "small-caps-missing",
            "info",
            `${resolved.family} has no small capitals for "${shown}"; reduced capitals stand in`,
            "Choose a font whose small capitals are complete",
            from,
            to,
          );
        }
      } else segments = dressed(segments, caps, CASE);
      if (look.fractions) {
        for (const run of within(places.fractions(), from, to)) {
          if (changesGlyphs(shaper, setup, "frac", text.slice(run.from, run.to))) {
            segments = dressed(segments, [run], FRAC);
          } else lacks("fractions", run.from, run.to);
        }
      }
      if (look.ordinals) {
        for (const run of within(ordinalRuns(text.slice(from, to), lang), 0, to - from)) {
          const [first, last] = [from + run.from, from + run.to];
          const letters = from + run.letters;
          if (changesGlyphs(shaper, setup, "ordn", text.slice(first, last))) {
            segments = dressed(segments, [{ from: first, to: last }], ORDN);
          } else if (/^[ºª]$/.test(text.slice(letters, last))) continue;
          else if (hasFeature(shaper, setup, "sups", text.slice(letters, last))) {
            segments = dressed(segments, [{ from: letters, to: last }], SUPS);
          } else lacks("ordinals", first, last);
        }
      }
      for (const segment of segments) make(segment);
    }
  }
  return { text, stretches, whole };
}

const CASE: Features = { case: 1 };
const FRAC: Features = { frac: 1 };
const ORDN: Features = { ordn: 1 };
const SUPS: Features = { sups: 1 };
const NOTHING: readonly FeatureRun[] = [];

/** Where features have their place in a text, looked for when a style first asks. */
function featurePlaces(text: string, lang: string) {
  let capitalised: readonly FeatureRun[] | null = null;
  let fractions: readonly FeatureRun[] | null = null;
  return {
    capitals: () => (capitalised ??= capitalRuns(text)),
    fractions: () => (fractions ??= fractionRuns(text, lang)),
  };
}

function within<R extends FeatureRun>(runs: readonly R[], from: number, to: number): readonly R[] {
  return runs.filter((run) => run.from >= from && run.to <= to);
}

/** The segments, cut at the runs' edges, with more features inside them. */
function dressed(segments: readonly Segment[], runs: readonly FeatureRun[], more: Features): readonly Segment[] {
  if (runs.length === 0) return segments;
  const out: Segment[] = [];
  for (const segment of segments) {
    let at = segment.from;
    for (const run of runs) {
      const from = Math.max(at, run.from);
      const to = Math.min(segment.to, run.to);
      if (from >= to) continue;
      if (from > at) out.push({ ...segment, from: at, to: from });
      out.push({ ...segment, from, to, more: { ...segment.more, ...more } });
      at = to;
    }
    if (at < segment.to) out.push({ ...segment, from: at });
  }
  return out;
}

/** A style's own word on a feature outweighs what its place asks for. */
function laid(features: Features, more: Features): string {
  return featureList({ ...more, ...features });
}

/** What is no language tag (BCP 47) is no known language. */
function languageTag(lang: string): string {
  return /^[A-Za-z0-9-]{0,35}$/.test(lang) ? lang : "und";
}

function itemOf(
  book: WordBook,
  style: ParagraphStyle,
  text: TextLook,
  marks: RunMarks,
  segment: Segment,
  look: RunLook,
  closesRun: boolean,
): Item {
  const { adjust } = marks;
  const size = text.size * segment.size;
  const scaling = text.scaling * (adjust?.scaling ?? 1);
  const kerning = ((adjust?.kerning ?? 0) / 1000) * size;
  const letterSpace = text.letterSpace * size + ((adjust?.tracking ?? 0) / 1000) * size + kerning;
  const font = book.space * size * scaling;
  const { min, natural, max } = style.wordSpace;
  return {
    book,
    size,
    shift: text.size * segment.shift + text.baseline + (adjust?.baseline ?? 0),
    scaling,
    letterSpace,
    trim: closesRun ? kerning : 0,
    space: font * natural,
    spaceStretch: font * (max - natural),
    spaceShrink: font * (natural - min),
    spaceFloor: font * (natural - min * SQUEEZE),
    // Tracking below nothing brings the word before nearer as well.
    leastGap: LEAST_GAP * text.size - Math.min(0, letterSpace),
    look,
  };
}
