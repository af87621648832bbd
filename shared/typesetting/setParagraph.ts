/**
 * A paragraph with what stands beside it: run-in sign, hung mark and drop cap, in whatever they come together. A drop
 * cap takes the place of a run-in sign, for two ornaments at one beginning are one too many; a hung mark stays.
 */
import type { Block } from "../schema/story.ts";
import type { DropCap, ParagraphStyle } from "../schema/stylesheet.ts";
import type { Pt } from "../units.ts";
import type { Desk } from "./apart.ts";
import { type CapSetting, setDropCap } from "./dropCap.ts";
import type { Measures } from "./glyphs.ts";
import { type HungMark, insetMeasures, placeMark, withMark } from "./hungMark.ts";

export type Opening = {
  /** Generated text run in before the paragraph's own. */
  readonly sign: string;
  readonly mark: HungMark | null;
  readonly cap: DropCap | null;
  /** Of the first line; beside a drop cap or a mark there is none. A mark without text only insets. */
  readonly indent: Pt;
};

/** `measures` are the paragraph's, no indent taken off. `deep` of the answer: lines a drop cap holds together, else 0. */
export function setParagraph(
  block: Block,
  style: ParagraphStyle,
  opening: Opening,
  measures: Measures,
  desk: Desk,
): CapSetting {
  const { mark, cap, sign, indent } = opening;
  const [head] = measures;
  if (!head) throw new RangeError("a paragraph needs at least one measure");
  const placed = mark && placeMark(mark, block, style, desk.shape);
  const inset = mark?.inset ?? 0;
  const beside = placed ? mark.text : "";
  const capped = cap && setDropCap(block, style, cap, beside, insetMeasures(measures, inset, 0), desk);
  const set = capped ?? {
    ...desk.set(
      block,
      style,
      placed ? beside : sign,
      beside.length,
      insetMeasures(measures, inset, placed && beside !== "" ? placed.push : indent),
    ),
    deep: 0,
  };
  const [first] = set.lines;
  if (!placed || !first) return set;
  return { ...set, lines: [withMark(first, placed, head.x), ...set.lines.slice(1)] };
}
