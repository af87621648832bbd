/**
 * Sets paragraphs for the layout and remembers them: shaping is kept by block and style, setting by shaped block and
 * measure, so a new gutter shapes nothing and a new letter sets one paragraph.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { type Block, PLAIN, type Role, type TextItem } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import type { Desk } from "../typesetting/apart.ts";
import type { Line, Measures } from "../typesetting/glyphs.ts";
import type { CapSetting } from "../typesetting/dropCap.ts";
import { NO_LINE_ENDS, wardrobeOf } from "../typesetting/dress.ts";
import { leastDistance, type Meeting } from "../typesetting/inkGaps.ts";
import { keepSense } from "../typesetting/keepSense.ts";
import { insetMeasures } from "../typesetting/hungMark.ts";
import { asksForLines, setToLineEnds } from "../typesetting/nested.ts";
import { findingsAt, setInto, setLines, type Setting } from "../typesetting/setLines.ts";
import { type Opening, setParagraph } from "../typesetting/setParagraph.ts";
import { type ShapedBlock, shapeBlock } from "../typesetting/shape.ts";
import type { Shaper } from "../typesetting/shaper.ts";
import { type Pt, pt, type TextOffset } from "../units.ts";
import { createDisplaySetter, isDisplay } from "./displayType.ts";
import { openingOf } from "./openings.ts";

export type SetText = {
  readonly lines: readonly Line[];
  readonly style: ParagraphStyle;
  /** Findings of shaping and setting; their places hold the block's id. */
  readonly findings: readonly Finding[];
  /** Lines that a drop cap holds together; 0 without one. */
  readonly deep: number;
};

export type Variant = { readonly set: SetText; readonly cost: number };

export type Setter = {
  /**
   * A paragraph at this measure, begun as its place in its turn asks. `first`: no paragraph of the story before it has
   * its style; outside the story's flow, the first of its piece.
   */
  paragraph(item: TextItem, measure: Pt, first?: boolean): SetText;
  /**
   * The paragraph in so many lines, none looser than `loosest` (1: the limit of its style), and what the setting costs a
   * line beyond the best, in demerits. Null where that cannot be, and for words set as display type.
   */
  variant(item: TextItem, measure: Pt, first: boolean, lines: number, loosest: number): Variant | null;
  /**
   * What follows offset `from` of a paragraph, set to measures that differ from line to line (the last holds for all
   * that follow); from 0 it begins with its sign and indent as ever. Places are those of the whole paragraph.
   */
  uneven(item: TextItem, from: number, measures: Measures, first?: boolean): SetText;
  /**
   * A headline by sense over the measure, or one for each line; `share` of its size and leading, 1 as the style has them. `own` are words of
   * the story that stay whole beside the design's.
   */
  headline(item: TextItem, measure: Pt | Measures, share?: number, own?: readonly string[]): SetText;
  /** Words no one typed, on one line as long as it comes out: a folio, a running head, an end mark. */
  furniture(text: string, style: ParagraphStyle): Line;
  styleOf(item: TextItem): ParagraphStyle;
  /** Where the ink of two lines meets that stand `distance` apart, the lower `shift` to the right; null where none does. */
  touching(upper: Line, lower: Line, shift: number, distance: number): Meeting | null;
};

/** Set across the page's title, where no grid is kept. */
const TITLE_ROLES: ReadonlySet<string> = new Set(["kicker", "headline"]);
/** Paragraphs off the text grid whose lines are opened where their marks would touch. */
const OPENED_ROLES: ReadonlySet<string> = new Set(["standfirst", "pull_quote", "caption"]);

/** Wide enough for any one line of furniture. */
const ENDLESS = 100_000;

/** What outlives a design: paragraphs whose style did not change are shaped and set as they were. */
export type SettingCaches = {
  /** Short names of styles, by everything of them that shaping and setting read. */
  readonly styles: Map<string, number>;
  readonly shaped: WeakMap<Block, Map<string, ShapedBlock>>;
  readonly settings: WeakMap<ShapedBlock, Map<string, Setting>>;
  /** Paragraphs with a mark or a drop cap beside them. */
  readonly opened: WeakMap<Block, Map<string, CapSetting>>;
};
export function createSettingCaches(): SettingCaches {
  return { styles: new Map(), shaped: new WeakMap(), settings: new WeakMap(), opened: new WeakMap() };
}
/** Settings of one block kept at a time: the ones a slider passed through are forgotten. */
const MOST_KEPT = 4;

function remember<K, T>(map: Map<K, T>, key: K, value: T): T {
  if (map.size >= MOST_KEPT) {
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
  map.set(key, value);
  return value;
}

export function createSetter(design: Design, shaper: Shaper, caches: SettingCaches): Setter {
  const shapedBlocks = caches.shaped;
  const settings = caches.settings;
  const styleKeys = new Map<ParagraphStyle, number>();
  const furnitureLines = new Map<string, Line>();
  const display = createDisplaySetter(design.compounds, design.grid.baseline, shaper);
  const wardrobe = wardrobeOf(design.characterStyles, (block) => origins.get(block));

  function styleOf(item: TextItem): ParagraphStyle {
    return namedStyle(item) ?? design.styles[item.block.role];
  }
  /** The style named on the paragraph; undefined where it names none, or one that is not there. */
  function namedStyle({ block }: TextItem): ParagraphStyle | undefined {
    return block.style !== null && Object.hasOwn(design.styles, block.style) ? design.styles[block.style] : undefined;
  }

  /** Everything of a style that shaping and setting read: not its ink, not the space around it. */
  function keyOf(style: ParagraphStyle): number {
    const known = styleKeys.get(style);
    if (known !== undefined) return known;
    const exceptions = style.hyphenate ? design.hyphenation.exceptions : null;
    const said = JSON.stringify({ ...style, ink: null, spaceBefore: 0, spaceAfter: 0, leading: 0, exceptions });
    const key = caches.styles.get(said) ?? caches.styles.size;
    caches.styles.set(said, key);
    styleKeys.set(style, key);
    return key;
  }

  /** What the sign before a turn wears, when the design says. */
  function signStyle(block: Block): { readonly name: string; readonly key: string } | null {
    const kind = block.lead?.kind;
    const name = kind === "question" || kind === "answer" ? design.signs[kind].style : null;
    return name === null ? null : { name, key: JSON.stringify({ ...design.characterStyles[name], ink: null }) };
  }

  const smaller = new Map<string, ParagraphStyle>();
  function scaled(style: ParagraphStyle, share: number): ParagraphStyle {
    if (share === 1) return style;
    const key = `${share} ${keyOf(style)} ${style.name}`;
    const known = smaller.get(key);
    if (known && known.ink === style.ink) return known;
    const size = pt(style.size * share);
    const range = style.sizeRange;
    const sizeRange = range && { least: pt(range.least * share), most: pt(range.most * share) };
    const made = { ...style, size, leading: pt(style.leading * share), sizeRange };
    smaller.set(key, made);
    return made;
  }

  function shaped(block: Block, style: ParagraphStyle, sign: string, lineEnds = NO_LINE_ENDS): ShapedBlock {
    let byStyle = shapedBlocks.get(block);
    if (!byStyle) shapedBlocks.set(block, (byStyle = new Map()));
    const worn = sign === "" ? null : signStyle(block);
    const key = `${keyOf(style)}\n${sign}${worn?.key ?? ""}${wardrobe.key(block, style)}\n${lineEnds.join(" ")}`;
    const known = byStyle.get(key);
    if (known) return known;
    const plain = wardrobe.dress(block, style, sign, lineEnds);
    const dress = worn
      ? { ...plain, nested: [{ from: 0, to: sign.trimEnd().length, style: worn.name }, ...plain.nested] }
      : plain;
    return remember(byStyle, key, shapeBlock(block, style, sign, shaper, 0, dress));
  }

  function setting(block: ShapedBlock, measures: Measures): Setting {
    let byMeasure = settings.get(block);
    if (!byMeasure) settings.set(block, (byMeasure = new Map()));
    const key = measures.map((m) => `${m.x} ${m.width}`).join(",");
    const known = byMeasure.get(key);
    if (known) return known;
    const set = (on: ShapedBlock) => setLines(on, measures);
    return remember(byMeasure, key, asksForLines(block.style.nested) ? toLineEnds(block, set) : set(block));
  }

  /** Set so that nested runs end with the lines they ask for. */
  function toLineEnds(block: ShapedBlock, set: (on: ShapedBlock) => Setting): Setting {
    const sign = block.text.slice(0, block.sign);
    const dressed = (ends: readonly number[]) =>
      ends.length === 0 ? block : shaped(block.block, block.style, sign, ends);
    return setToLineEnds(block.style.nested, dressed, set);
  }

  function finish(item: TextItem, style: ParagraphStyle, set: Setting & { readonly deep?: number }): SetText {
    const found = findingsAt(item.id, set.findings);
    const missing = item.block.style !== null && namedStyle(item) === undefined;
    return {
      lines: set.lines,
      style,
      findings: missing ? [styleMissing(item), ...found] : found,
      deep: set.deep ?? 0,
    };
  }

  const desk: Desk = {
    shaper,
    shape: (block, style, sign, apart) =>
      shapeBlock(block, style, sign, shaper, apart, wardrobe.dress(block, style, sign, NO_LINE_ENDS)),
    set(block, style, sign, apart, measures) {
      const dressed = (ends: readonly number[]) =>
        shapeBlock(block, style, sign, shaper, apart, wardrobe.dress(block, style, sign, ends));
      const set = (on: ShapedBlock) => setLines(on, measures);
      return asksForLines(style.nested) ? setToLineEnds(style.nested, dressed, set) : set(dressed(NO_LINE_ENDS));
    },
  };

  /** From the paragraph's beginning. `measures`: without its first line's indent. */
  function whole(item: TextItem, measures: Measures, first: boolean): SetText {
    const style = styleOf(item);
    const opening = openingOf(item, style, design, first);
    const { sign, indent, mark, cap } = opening;
    if (mark === null && cap === null) {
      const own = indent > 0 ? insetFirst(measures, indent) : measures;
      if (isDisplay(item, style)) return displayed(item, style, sign, own, []);
      const block = shaped(item.block, style, sign);
      if (!OPENED_ROLES.has(item.block.role)) return finish(item, style, setting(block, own));
      const set = setting(style.align === "justify" ? block : keepSense(block, design.compounds), own);
      return finish(item, display.opened(style, set.lines), set);
    }
    return finish(item, style, opened(item.block, style, opening, measures));
  }

  function variant(item: TextItem, measure: Pt, first: boolean, lines: number, loosest: number): Variant | null {
    const style = styleOf(item);
    const opening = openingOf(item, style, design, first);
    const measures = [{ x: 0, width: measure }];
    const { sign, indent, mark, cap } = opening;
    if (asksForLines(style.nested)) return null;
    if (mark !== null || cap !== null) {
      const best = opened(item.block, style, opening, measures);
      return asVariant(item, style, best, setParagraph(item.block, style, opening, measures, loose(lines, loosest)));
    }
    if (isDisplay(item, style) || OPENED_ROLES.has(item.block.role)) return null;
    const own = indent > 0 ? insetFirst(measures, indent) : measures;
    const block = shaped(item.block, style, sign);
    const set = setInto(block, own, lines, loosest);
    return set && asVariant(item, style, setting(block, own), set);
  }

  /** A desk whose paragraphs have so many lines where they can. */
  function loose(lines: number, loosest: number): Desk {
    return {
      ...desk,
      set(block, style, sign, apart, measures) {
        const shapedBlock = shapeBlock(
          block,
          style,
          sign,
          shaper,
          apart,
          wardrobe.dress(block, style, sign, NO_LINE_ENDS),
        );
        return setInto(shapedBlock, measures, lines, loosest) ?? setLines(shapedBlock, measures);
      },
    };
  }

  function asVariant(
    item: TextItem,
    style: ParagraphStyle,
    best: Setting,
    set: Setting & { readonly deep?: number },
  ): Variant | null {
    if (set.lines.length === best.lines.length) return null;
    return { set: finish(item, style, set), cost: Math.max(0, set.cost - best.cost) / best.lines.length };
  }

  function displayed(
    item: TextItem,
    style: ParagraphStyle,
    sign: string,
    measures: Measures,
    own: readonly string[],
  ): SetText {
    const free = TITLE_ROLES.has(item.block.role);
    const set = display.set((worn) => shaped(item.block, worn, sign), style, measures, own, free);
    return finish(item, set.style, set);
  }

  /** With a mark or a drop cap beside it. */
  function opened(block: Block, style: ParagraphStyle, opening: Opening, measures: Measures): CapSetting {
    let known = caches.opened.get(block);
    if (!known) caches.opened.set(block, (known = new Map()));
    const room = measures.map((m) => `${m.x} ${m.width}`).join(",");
    const worn = [opening.cap?.style, opening.mark?.style].map((name) => name && design.characterStyles[name]);
    // A drop cap is as deep as its lines are apart.
    const said = JSON.stringify([opening, worn]);
    const key = `${keyOf(style)} ${style.leading} ${wardrobe.key(block, style)} ${room}\n${said}`;
    const old = known.get(key);
    return old ?? remember(known, key, setParagraph(block, style, opening, measures, desk));
  }

  return {
    styleOf,
    touching: (upper, lower, shift, distance) => leastDistance(upper, lower, shift, 0, distance, shaper),
    paragraph: (item, measure, first = item.opens) => whole(item, [{ x: 0, width: measure }], first),
    uneven(item, from, measures, first = item.opens) {
      if (from === 0) return whole(item, measures, first);
      const style = styleOf(item);
      const { mark } = openingOf(item, style, design, first);
      const room = mark ? insetMeasures(measures, mark.inset, 0) : measures;
      const set = setting(shaped(restOf(item.block, from), style, ""), room);
      const shift = (offset: number) => (offset + from) as TextOffset;
      const lines = set.lines.map((line) => ({
        ...line,
        from: shift(line.from),
        to: shift(line.to),
        runs: line.runs.map((run) => (run.from === null ? run : { ...run, from: shift(run.from) })),
      }));
      const findings = set.findings.map((f) => ({ ...f, from: f.from + from, to: f.to + from }));
      return finish(item, style, { ...set, lines, findings });
    },
    variant,
    headline: (item, measure, share = 1, own = []) =>
      displayed(
        item,
        scaled(styleOf(item), share),
        "",
        typeof measure === "number" ? [{ x: 0, width: measure }] : measure,
        own,
      ),
    furniture(text, style) {
      const key = `${style.name}\n${text}`;
      const known = furnitureLines.get(key);
      if (known) return known;
      const plain = { ...style, align: "left", hyphenate: false, protrusion: false } as const;
      const block = furnitureBlock(text);
      const line = setLines(shapeBlock(block, plain, "", shaper), [{ x: 0, width: ENDLESS }]).lines[0];
      if (!line) throw new RangeError(`furniture "${text}" set no line`);
      const own: Line = { ...line, runs: line.runs.map((run) => ({ ...run, from: null })) };
      furnitureLines.set(key, own);
      return own;
    },
  };
}

function styleMissing({ id, block }: TextItem): Finding {
  const place = [id, 0, block.text.length] as const;
  return tell("warning", "style-missing", { style: block.style ?? "", role: block.role }, { place });
}

/** The first line's measure without its indent; the others keep theirs. */
function insetFirst(measures: Measures, indent: number): Measures {
  const [first, ...rest] = measures;
  if (!first) throw new RangeError("a paragraph needs at least one measure");
  return [{ x: first.x + indent, width: first.width - indent }, ...(rest.length > 0 ? rest : [first])];
}

const rests = new WeakMap<Block, Map<number, Block>>();
const origins = new WeakMap<Block, { readonly block: Block; readonly from: number }>();
/** A paragraph's words from an offset on, the same object each time. */
function restOf(block: Block, from: number): Block {
  let known = rests.get(block);
  if (!known) rests.set(block, (known = new Map()));
  const old = known.get(from);
  if (old) return old;
  const runs = block.runs
    .filter((run) => run.to > from)
    .map((run) => ({
      from: Math.max(0, run.from - from) as TextOffset,
      to: (run.to - from) as TextOffset,
      marks: run.marks,
    }));
  const rest: Block = { ...block, text: block.text.slice(from), runs, lead: null };
  origins.set(rest, { block, from });
  return remember(known, from, rest);
}

function furnitureBlock(text: string): Block {
  const role: Role = "editor_note";
  const run = { from: 0, to: text.length, marks: PLAIN };
  return { role, text, runs: text === "" ? [] : [run], lang: "", style: null, lead: null };
}
