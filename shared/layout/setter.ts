/**
 * Sets paragraphs for the layout and remembers them: shaping is kept by block and style, setting by shaped block and
 * measure, so a new gutter shapes nothing and a new letter sets one paragraph.
 */
import { type Finding, finding } from "../finding.ts";
import { type Block, PLAIN, type Role, type TextItem } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import type { Line, Measures } from "../typesetting/glyphs.ts";
import { setHeadline } from "../typesetting/headline.ts";
import { NO_LINE_ENDS, wardrobeOf } from "../typesetting/dress.ts";
import { asksForLines, setToLineEnds } from "../typesetting/nested.ts";
import { findingsAt, setLines, type Setting } from "../typesetting/setLines.ts";
import { type ShapedBlock, shapeBlock } from "../typesetting/shape.ts";
import type { Shaper } from "../typesetting/shaper.ts";
import type { Pt } from "../units.ts";

export type SetText = {
  readonly lines: readonly Line[];
  readonly style: ParagraphStyle;
  /** Findings of shaping and setting; their places hold the block's id. */
  readonly findings: readonly Finding[];
};

export type Setter = {
  /** A paragraph at this measure, indented as its place in its turn asks. */
  paragraph(item: TextItem, measure: Pt): SetText;
  /** A headline balanced over the measure. */
  headline(item: TextItem, measure: Pt): SetText;
  /** Words no one typed, on one line as long as it comes out: a folio, a running head, an end mark. */
  furniture(text: string, style: ParagraphStyle): Line;
  styleOf(item: TextItem): ParagraphStyle;
};

/** Wide enough for any one line of furniture. */
const ENDLESS = 100_000;

/** What outlives a design: paragraphs whose style did not change are shaped and set as they were. */
export type SettingCaches = {
  /** Short names of styles, by everything of them that shaping and setting read. */
  readonly styles: Map<string, number>;
  readonly shaped: WeakMap<Block, Map<string, ShapedBlock>>;
  readonly settings: WeakMap<ShapedBlock, Map<string, Setting>>;
};
export function createSettingCaches(): SettingCaches {
  return { styles: new Map(), shaped: new WeakMap(), settings: new WeakMap() };
}
/** Settings of one block kept at a time: the ones a slider passed through are forgotten. */
const MOST_KEPT = 4;

function remember<T>(map: Map<string, T>, key: string, value: T): T {
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
  const wardrobe = wardrobeOf(design.characterStyles, () => undefined);

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

  function shaped(block: Block, style: ParagraphStyle, sign: string, lineEnds = NO_LINE_ENDS): ShapedBlock {
    let byStyle = shapedBlocks.get(block);
    if (!byStyle) shapedBlocks.set(block, (byStyle = new Map()));
    const key = `${keyOf(style)}\n${sign}${wardrobe.key(block, style)}\n${lineEnds.join(" ")}`;
    const known = byStyle.get(key);
    if (known) return known;
    const dress = wardrobe.dress(block, style, sign, lineEnds);
    return remember(byStyle, key, shapeBlock(block, style, sign, shaper, 0, dress));
  }

  function setting(block: ShapedBlock, measures: Measures, headline: boolean): Setting {
    let byMeasure = settings.get(block);
    if (!byMeasure) settings.set(block, (byMeasure = new Map()));
    const key = `${headline ? "h" : ""}${measures.map((m) => `${m.x} ${m.width}`).join(",")}`;
    const known = byMeasure.get(key);
    if (known) return known;
    const set = (on: ShapedBlock) => (headline ? setHeadline(on, measures) : setLines(on, measures));
    return remember(byMeasure, key, asksForLines(block.style.nested) ? toLineEnds(block, set) : set(block));
  }

  /** Set so that nested runs end with the lines they ask for. */
  function toLineEnds(block: ShapedBlock, set: (on: ShapedBlock) => Setting): Setting {
    const sign = block.text.slice(0, block.sign);
    const dressed = (ends: readonly number[]) =>
      ends.length === 0 ? block : shaped(block.block, block.style, sign, ends);
    return setToLineEnds(block.style.nested, dressed, set);
  }

  function finish(item: TextItem, style: ParagraphStyle, set: Setting): SetText {
    const found = findingsAt(item.id, set.findings);
    const missing = item.block.style !== null && namedStyle(item) === undefined;
    return { lines: set.lines, style, findings: missing ? [styleMissing(item), ...found] : found };
  }

  return {
    styleOf,
    paragraph(item, measure) {
      const style = styleOf(item);
      const block = shaped(item.block, style, leadText(item, design));
      const indent = item.opens ? style.indentFirst : style.indent;
      const rest = { x: 0, width: measure };
      const measures = indent > 0 ? [{ x: indent, width: measure - indent }, rest] : [rest];
      return finish(item, style, setting(block, measures, false));
    },
    headline(item, measure) {
      const style = styleOf(item);
      return finish(item, style, setting(shaped(item.block, style, ""), [{ x: 0, width: measure }], true));
    },
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
  return finding(
    "warning",
    "style-missing",
    `There is no paragraph style "${block.style}"; the paragraph is set as ${block.role.replace("_", " ")}`,
    "Define the style in the design, or take it off the paragraph",
    { place: [id, 0, block.text.length] },
  );
}

/** Words the design puts before a paragraph: a turn's sign, a bullet, the source's own "Ảnh:" before a name. */
function leadText(item: TextItem, design: Design): string {
  const { lead, text } = item.block;
  // A sign before nothing is ink nobody asked for.
  if (lead === null || text === "") return "";
  switch (lead.kind) {
    case "question":
    case "answer": {
      const { text } = design.signs[lead.kind];
      return text === "" ? "" : `${text} `;
    }
    case "bullet":
      return "• ";
    case "number":
      return `${lead.value}. `;
    case "label":
      return `${lead.text} `;
  }
}

function furnitureBlock(text: string): Block {
  const role: Role = "editor_note";
  const run = { from: 0, to: text.length, marks: PLAIN };
  return { role, text, runs: text === "" ? [] : [run], lang: "", style: null, lead: null };
}
