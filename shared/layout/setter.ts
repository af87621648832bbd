/**
 * Sets paragraphs for the layout and remembers them: shaping is kept by block and style, setting by shaped block and
 * measure, so a new gutter shapes nothing and a new letter sets one paragraph.
 */
import type { Finding } from "../finding.ts";
import { type Block, PLAIN, type Role, type TextItem } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import type { Line, Measures } from "../typesetting/glyphs.ts";
import { setHeadline } from "../typesetting/headline.ts";
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

  function styleOf(item: TextItem): ParagraphStyle {
    const named = item.block.style;
    const own = named !== null && Object.hasOwn(design.styles, named) ? design.styles[named] : undefined;
    return own ?? design.styles[item.block.role];
  }

  /** Everything of a style that shaping and setting read: not its ink, not the space around it. */
  function keyOf(style: ParagraphStyle): number {
    const known = styleKeys.get(style);
    if (known !== undefined) return known;
    const said = JSON.stringify({ ...style, ink: null, spaceBefore: 0, spaceAfter: 0, leading: 0 });
    const key = caches.styles.get(said) ?? caches.styles.size;
    caches.styles.set(said, key);
    styleKeys.set(style, key);
    return key;
  }

  function shaped(block: Block, style: ParagraphStyle, sign: string): ShapedBlock {
    let byStyle = shapedBlocks.get(block);
    if (!byStyle) shapedBlocks.set(block, (byStyle = new Map()));
    const key = `${keyOf(style)}\n${sign}`;
    return byStyle.get(key) ?? remember(byStyle, key, shapeBlock(block, style, sign, shaper));
  }

  function setting(block: ShapedBlock, measures: Measures, headline: boolean): Setting {
    let byMeasure = settings.get(block);
    if (!byMeasure) settings.set(block, (byMeasure = new Map()));
    const key = `${headline ? "h" : ""}${measures.map((m) => `${m.x} ${m.width}`).join(",")}`;
    const known = byMeasure.get(key);
    if (known) return known;
    return remember(byMeasure, key, headline ? setHeadline(block, measures) : setLines(block, measures));
  }

  function finish(item: TextItem, style: ParagraphStyle, set: Setting): SetText {
    return { lines: set.lines, style, findings: findingsAt(item.id, set.findings) };
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
