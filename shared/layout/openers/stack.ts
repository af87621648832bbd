/**
 * Parts of a title stacked on one another. Each part stands as high as its ink allows below the ink above it, its last
 * baseline on the grid, so that what follows comes back to the lines of the text whatever the sizes were.
 */
import type { Finding } from "../../finding.ts";
import type { Design } from "../../schema/template.ts";
import type { OpenerPart, OpenerRule } from "../../schema/openerFile.ts";
import type { Credit, PhotoItem, Story, TextItem } from "../../schema/story.ts";
import type { Line, Measures } from "../../typesetting/glyphs.ts";
import { type Pt, pt, snapDown } from "../../units.ts";
import type { DisplayItem } from "../display.ts";
import type { Geometry } from "../geometry.ts";
import type { PlacedLine } from "../page.ts";
import { repeatedWords } from "../repeatedWords.ts";
import type { SetText, Setter } from "../setter.ts";

/** A part set: its texts one below the other. */
export type SetPart = {
  readonly part: OpenerPart;
  readonly texts: readonly SetWords[];
};
/** `beside`: on the line of the words before. */
type SetWords = { readonly item: TextItem; readonly set: SetText; readonly beside: boolean };

export type Stacked = {
  readonly lines: readonly PlacedLine[];
  readonly under: readonly DisplayItem[];
  /** Top of the first ink and foot of the last, from the trim's head. */
  readonly head: number;
  readonly foot: number;
  readonly findings: readonly Finding[];
};

/**
 * The parts that have words, set to the width their cell gives them. `share` is the headline's size against its style's;
 * `rooms`, where something stands beside them, is the room of each line in place of the width, the last for all below.
 */
export function setParts(
  parts: readonly OpenerPart[],
  story: Story,
  hero: PhotoItem | null,
  width: Pt,
  setter: Setter,
  share: number,
  rooms: Measures | null = null,
): readonly SetPart[] {
  return parts.flatMap((part) => {
    const measure = pt(width * part.width);
    const own = rooms && rooms.map((room) => ({ x: room.x, width: pt(room.width * part.width) }));
    const texts = textsOf(part, story, hero, measure, setter, share, own).filter(({ set }) => set.lines.length > 0);
    return texts.length === 0 ? [] : [{ part, texts }];
  });
}

function textsOf(
  part: OpenerPart,
  story: Story,
  hero: PhotoItem | null,
  measure: Pt,
  setter: Setter,
  share: number,
  rooms: Measures | null,
): SetPart["texts"] {
  const setTo = (item: TextItem) => (rooms ? setter.uneven(item, 0, rooms) : setter.paragraph(item, measure));
  const paragraph = (item: TextItem | null) =>
    item && item.block.text !== "" ? [{ item, set: setTo(item), beside: false }] : [];
  switch (part.part) {
    case "kicker":
      return paragraph(story.kicker);
    case "standfirst":
      return paragraph(story.standfirst);
    case "caption":
      return [...paragraph(hero?.caption ?? null), ...paragraph(hero?.credit ?? null)];
    case "headline":
      return story.headline.block.text === ""
        ? []
        : [
            {
              item: story.headline,
              set: setter.headline(story.headline, rooms ?? measure, share, repeatedWords(story)),
              beside: false,
            },
          ];
    case "byline":
      return inRoom(bylineOf(story.byline, part.joined, rooms?.[0]?.width ?? measure, setter), rooms?.[0]?.x ?? 0);
  }
}

/** Texts set to a room that begins at `x` of the cell. */
function inRoom(texts: SetPart["texts"], x: number): SetPart["texts"] {
  if (x === 0) return texts;
  return texts.map((text) => {
    const lines = text.set.lines.map((line) => ({ ...line, x: pt(line.x + x), runs: moved(line, x) }));
    return { ...text, set: { ...text.set, lines } };
  });
}

/** Space between a name and the words that follow it: "HẠNH NGUYÊN (THỰC HIỆN)". */
const AFTER_NAME = 0.28;

function bylineOf(byline: readonly Credit[], joined: string | null, measure: Pt, setter: Setter): SetPart["texts"] {
  const texts = byline.map(({ item, after }) => {
    const set = setter.paragraph(item, measure);
    const last = set.lines.at(-1);
    if (after === "" || !last) return { item, set, beside: false };
    const tail = setter.furniture(after, set.style);
    const line = joinLines(last, tail, set.style.size * AFTER_NAME, set.style.align, measure);
    return { item, set: { ...set, lines: [...set.lines.slice(0, -1), line] }, beside: false };
  });
  return joined === null || texts.length < 2 ? texts : sideBySide(texts, joined, measure, setter);
}

/** Credits on one line with a mark between them, as long as it has room; each keeps its own words. */
function sideBySide(texts: SetPart["texts"], mark: string, measure: Pt, setter: Setter): SetPart["texts"] {
  const style = texts[0]?.set.style;
  if (!style || texts.some(({ set }) => set.lines.length > 1)) return texts;
  const between = setter.furniture(mark, style);
  const gap = style.size * AFTER_NAME;
  const widths = texts.map(({ set }) => set.lines[0]?.width ?? 0);
  const total = widths.reduce((sum, width) => sum + width, 0) + (texts.length - 1) * (between.width + 2 * gap);
  if (total > measure) return texts;
  let x = style.align === "center" ? (measure - total) / 2 : style.align === "right" ? measure - total : 0;
  return texts.map(({ item, set }, n) => {
    const line = set.lines[0] as Line;
    const at = { ...line, x: pt(x), runs: moved(line, x - line.x) };
    x += line.width + gap;
    const beside = n > 0;
    if (n === texts.length - 1) return { item, set: { ...set, lines: [at] }, beside };
    const marked = joinLines(at, between, gap, "left", measure);
    x += between.width + gap;
    return { item, set: { ...set, lines: [marked] }, beside };
  });
}

function moved(line: Line, shift: number): Line["runs"] {
  return shift === 0
    ? line.runs
    : line.runs.map((run) => ({ ...run, x: pt(run.x + shift), xs: run.xs.map((x) => x + shift) }));
}

/** A line with another's runs set after it; a centred or flush-right line moves so that the whole stands as it did. */
function joinLines(line: Line, tail: Line, space: number, align: string, measure: number): Line {
  const width = line.width + space + tail.width;
  const x = align === "center" ? (measure - width) / 2 : align === "right" ? measure - width : line.x;
  return {
    ...line,
    x: pt(x),
    runs: [...moved(line, x - line.x), ...moved(tail, x + line.width + space - tail.x)],
    width: pt(width),
    natural: pt(line.natural + space + tail.natural),
    text: `${line.text} ${tail.text}`,
    inkAbove: pt(Math.max(line.inkAbove, tail.inkAbove)),
    inkBelow: pt(Math.max(line.inkBelow, tail.inkBelow)),
  };
}

/**
 * Stacks parts from `top`, where the first ink may begin, with `x` and `width` their cell's. No first line stands above
 * the first baseline of the grid.
 */
export function stackParts(
  parts: readonly SetPart[],
  geometry: Geometry,
  top: number,
  x: number,
  width: number,
): Stacked {
  const lines: PlacedLine[] = [];
  const under: DisplayItem[] = [];
  const findings: Finding[] = [];
  let head = Number.POSITIVE_INFINITY;
  let foot = top;
  for (const { part, texts } of parts) {
    let space = lines.length === 0 ? 0 : part.above;
    const rule = part.rule;
    const above = rule?.sides.includes("above") ?? false;
    // The rule keeps the same distance from the words as the one below them; both follow the words to the grid.
    if (rule && above) space += rule.gap;
    let ruled = !above;
    let last = 0;
    for (const { item, set, beside } of texts) {
      findings.push(...set.findings);
      const opening = set.lines[0];
      if (!opening) continue;
      const baselines = beside ? [last] : baselinesOf(set, foot + space, geometry);
      space = 0;
      if (rule && !ruled) {
        const y = (baselines[0] ?? 0) - opening.inkAbove - rule.gap;
        under.push(ruleAt(rule, x, y, width));
        head = Math.min(head, y);
        ruled = true;
      }
      set.lines.forEach((line, n) => {
        lines.push({
          line,
          block: item.id,
          role: item.block.role,
          style: set.style,
          speaker: item.speaker,
          column: null,
          x: pt(x),
          baseline: pt(baselines[n] ?? 0),
        });
      });
      head = Math.min(head, (baselines[0] ?? 0) - opening.inkAbove);
      foot = Math.max(foot, (baselines.at(-1) ?? 0) + (set.lines.at(-1)?.inkBelow ?? 0));
      last = baselines.at(-1) ?? 0;
    }
    if (rule?.sides.includes("below")) {
      const y = foot + rule.gap;
      under.push(ruleAt(rule, x, y, width));
      foot = y;
    }
  }
  return { lines, under, head: Math.min(head, foot), foot, findings };
}

/** As high as the ink allows below `top`; the last baseline on the grid. */
function baselinesOf({ lines, style }: SetText, top: number, geometry: Geometry): readonly number[] {
  const depth = (lines.length - 1) * style.leading;
  const highest = top + (lines[0]?.inkAbove ?? 0);
  const last = snapDown(Math.max(highest, geometry.first) + depth, geometry.first, geometry.baseline);
  return lines.map((_, n) => last - (lines.length - 1 - n) * style.leading);
}

function ruleAt(rule: OpenerRule, x: number, y: number, width: number): DisplayItem {
  return {
    kind: "rule",
    of: "artifact",
    from: { x: pt(x), y: pt(y) },
    to: { x: pt(x + (rule.length ?? width)), y: pt(y) },
    weight: rule.weight,
    ink: rule.ink,
  };
}

/**
 * The standfirst in its box with the top edge at the x-height of `row`: on a tint, under a bar, its foot on a baseline.
 */
export function boxStandfirst(
  { texts }: SetPart,
  box: NonNullable<Design["opener"]["standfirst"]["box"]>,
  geometry: Geometry,
  y: number,
  x: number,
  width: number,
  deeper = 0,
): Stacked {
  const text = texts[0];
  const set = text?.set;
  if (!text || !set) return { lines: [], under: [], head: y, foot: y, findings: [] };
  const above = set.lines[0]?.inkAbove ?? 0;
  const below = set.lines.at(-1)?.inkBelow ?? 0;
  const inner = above + (set.lines.length - 1) * set.style.leading + below;
  const least = box.bar.weight + box.padding + inner + box.padding;
  const rows = Math.ceil((least - geometry.xHeight) / geometry.baseline) + deeper;
  const height = rows * geometry.baseline + geometry.xHeight;
  const first = y + box.bar.weight + (height - box.bar.weight - inner) / 2 + above;
  return {
    lines: set.lines.map((line, n) => ({
      line,
      block: text.item.id,
      role: text.item.block.role,
      style: set.style,
      speaker: text.item.speaker,
      column: null,
      x: pt(x + box.padding),
      baseline: pt(first + n * set.style.leading),
    })),
    under: [
      {
        kind: "fill",
        of: "artifact",
        box: { x: pt(x), y: pt(y), width: pt(width), height: pt(height) },
        ink: box.tint,
      },
      {
        kind: "fill",
        of: "artifact",
        box: { x: pt(x), y: pt(y), width: pt(width), height: box.bar.weight },
        ink: box.bar.ink,
      },
    ],
    head: y,
    foot: y + height,
    findings: set.findings,
  };
}

/** The same lower down. */
export function movedDown(stacked: Stacked, by: number): Stacked {
  const item = (one: DisplayItem): DisplayItem => {
    if (one.kind === "rule") {
      return { ...one, from: { ...one.from, y: pt(one.from.y + by) }, to: { ...one.to, y: pt(one.to.y + by) } };
    }
    return one.kind === "fill" ? { ...one, box: { ...one.box, y: pt(one.box.y + by) } } : one;
  };
  return {
    ...stacked,
    lines: stacked.lines.map((line) => ({ ...line, baseline: pt(line.baseline + by) })),
    under: stacked.under.map(item),
    head: stacked.head + by,
    foot: stacked.foot + by,
  };
}
