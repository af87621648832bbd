/**
 * Sets display type: lines by sense, the size fitted within the style's range, the leading opened where marks would
 * touch. Display type is what does not stand on the text grid line for line: the title, standfirst, pull quotes.
 */
import type { TextItem } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Measures } from "../typesetting/glyphs.ts";
import { fittedSize, setHeadline } from "../typesetting/headline.ts";
import { openedLeading } from "../typesetting/inkGaps.ts";
import type { Setting } from "../typesetting/setLines.ts";
import type { ShapedBlock } from "../typesetting/shape.ts";
import type { Shaper } from "../typesetting/shaper.ts";
import { pt, TOLERANCE } from "../units.ts";

export type DisplaySetting = Setting & { readonly style: ParagraphStyle };

export type DisplaySetter = {
  /**
   * `own`: words that stay whole beside the design's and the language's. `free`: no text grid holds the lines, so they
   * may open; otherwise leading of whole rows stays.
   */
  set(
    shape: (style: ParagraphStyle) => ShapedBlock,
    style: ParagraphStyle,
    measures: Measures,
    own: readonly string[],
    free: boolean,
  ): DisplaySetting;
  /** The style with its leading opened where the lines' ink asks for it and no grid holds them; else the same object. */
  opened(style: ParagraphStyle, lines: Setting["lines"]): ParagraphStyle;
};

/** Settings of one block kept at a time. */
const MOST_KEPT = 4;

export function createDisplaySetter(compounds: readonly string[], baseline: number, shaper: Shaper): DisplaySetter {
  const variants = new WeakMap<ParagraphStyle, Map<string, ParagraphStyle>>();
  const settings = new WeakMap<ShapedBlock, Map<string, DisplaySetting>>();

  /** A style with another size and leading, the same object each time. */
  function variant(style: ParagraphStyle, size: number, leading: number): ParagraphStyle {
    if (size === style.size && leading === style.leading) return style;
    let known = variants.get(style);
    if (!known) variants.set(style, (known = new Map()));
    const key = `${size} ${leading}`;
    let made = known.get(key);
    if (!made) known.set(key, (made = { ...style, size: pt(size), leading: pt(leading) }));
    return made;
  }

  function opened(style: ParagraphStyle, lines: Setting["lines"], free: boolean): ParagraphStyle {
    const rows = style.leading / baseline;
    if (!free && Math.abs(rows - Math.round(rows)) * baseline <= TOLERANCE) return style;
    return variant(style, style.size, openedLeading(lines, style.leading, style.size, shaper));
  }

  return {
    opened: (style, lines) => opened(style, lines, false),
    set(shape, style, measures, own, free) {
      const asTyped = shape(style);
      let known = settings.get(asTyped);
      if (!known) settings.set(asTyped, (known = new Map()));
      const words = [...compounds, ...own];
      const key = JSON.stringify([measures, style.leading, words, free]);
      const old = known.get(key);
      if (old) return { ...old, style: styled(old.style, style) };
      const size = fittedSize(asTyped, measures, words);
      const sized = variant(style, size, (style.leading * size) / style.size);
      const set = setHeadline(sized === style ? asTyped : shape(sized), measures, words);
      const made = { ...set, style: opened(sized, set.lines, free) };
      if (known.size >= MOST_KEPT) known.clear();
      known.set(key, made);
      return made;
    },
  };

  /** Blocks are kept by what setting reads of a style: ink and the space around come from the style at hand. */
  function styled(kept: ParagraphStyle, asked: ParagraphStyle): ParagraphStyle {
    return variant(asked, kept.size, kept.leading);
  }
}

/** Roles in the columns and beside pictures whose few lines are set as display type. */
const DISPLAY_ROLES: ReadonlySet<string> = new Set(["kicker", "crosshead", "pull_quote"]);
/** Longer ones are read as paragraphs and set as such. */
const LONGEST_DISPLAY = 240;

export function isDisplay({ block }: TextItem, style: ParagraphStyle): boolean {
  return DISPLAY_ROLES.has(block.role) && style.align !== "justify" && block.text.length <= LONGEST_DISPLAY;
}
