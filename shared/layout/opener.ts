/**
 * The opener: kicker, headline and byline across the page, below them the standfirst in its box and the first picture
 * beside it, level at head and foot. Gives what it placed and the rows it closes to the text.
 */
import type { Finding } from "../finding.ts";
import type { PhotoItem, Story, TextItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { pt, snapDown } from "../units.ts";
import type { DisplayItem } from "./display.ts";
import { baselineOf, columnX, type Geometry, type Obstacle, spanWidth } from "./geometry.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import { columnsFor, photoBlock, type Pictures, placePhoto } from "./photos.ts";
import type { SetText, Setter } from "./setter.ts";

export type Opener = {
  readonly lines: readonly PlacedLine[];
  readonly photos: readonly PlacedPhoto[];
  readonly photoLines: readonly PlacedLine[];
  readonly under: readonly DisplayItem[];
  readonly obstacles: readonly Obstacle[];
  readonly findings: readonly Finding[];
};

/** Clear space between the ink of one part of the title and the next, in points. */
const KICKER_TO_HEADLINE = 5;
const HEADLINE_TO_BYLINE = 8;
/** Rows between the byline and what stands below the title. */
const ROWS_BELOW_TITLE = 2;
/** The first picture may lose this share of itself to end level with the standfirst's box beside it. */
const LEVEL_CROP = 0.24;

export function openStory(
  story: Story,
  hero: PhotoItem | null,
  design: Design,
  geometry: Geometry,
  left: number,
  setter: Setter,
  pictures: Pictures,
): Opener {
  const lines: PlacedLine[] = [];
  const findings: Finding[] = [];
  const full = spanWidth(geometry, geometry.count);
  let foot: number = design.page.margins.top;
  let gap = 0;

  /** Puts a block of full-width lines as high as its ink allows; its last baseline stands on the grid. */
  const across = (item: TextItem, set: SetText, space: number): void => {
    findings.push(...set.findings);
    const { leading } = set.style;
    const first = set.lines[0];
    if (!first) return;
    const highest = foot + space + first.inkAbove;
    const depth = (set.lines.length - 1) * leading;
    const lastBaseline = snapDown(Math.max(highest + depth, geometry.first + depth), geometry.first, geometry.baseline);
    set.lines.forEach((line, n) => {
      const baseline = pt(lastBaseline - (set.lines.length - 1 - n) * leading);
      lines.push(placed(item, line, set, left, baseline));
    });
    foot = lastBaseline + (set.lines[set.lines.length - 1]?.inkBelow ?? 0);
  };

  if (story.kicker && story.kicker.block.text !== "") {
    across(story.kicker, setter.paragraph(story.kicker, full), 0);
    gap = KICKER_TO_HEADLINE;
  }
  if (story.headline.block.text !== "") {
    across(story.headline, setter.headline(story.headline, full), gap);
    gap = HEADLINE_TO_BYLINE;
  }
  const title = lines.length;
  for (const { item, after } of story.byline) {
    const set = setter.paragraph(item, full);
    across(item, set, gap);
    gap = 0;
    const line = lines[lines.length - 1];
    if (after === "" || !line) continue;
    const tail = setter.furniture(after, set.style);
    lines[lines.length - 1] = { ...line, line: joinLines(line.line, tail, set.style.size * 0.28) };
  }

  const titleFoot = Math.round(
    (snapDown(foot, geometry.first, geometry.baseline) - geometry.first) / geometry.baseline,
  );
  // The byline stands above the standfirst on the page and comes after it in the story, as its words do in a reader.
  const byline = lines.splice(title);
  const hasTitle = lines.length + byline.length > 0;
  const top = hasTitle ? titleFoot - 1 + ROWS_BELOW_TITLE : 0;
  const obstacles: Obstacle[] = hasTitle ? [{ column: 0, columns: geometry.count, row: 0, rows: top }] : [];

  const { photos: manner } = design;
  const heroColumns = hero ? columnsFor(hero, manner.hero.columns, geometry, pictures, manner.leastPpi) : 0;
  const beside = geometry.count - heroColumns;
  const under: DisplayItem[] = [];
  let boxRows = 0;
  const standfirst = story.standfirst && story.standfirst.block.text !== "" ? story.standfirst : null;

  // With a picture as wide as the page the box stands below it, in the first column.
  const boxColumns = standfirst ? Math.max(1, Math.min(beside === 0 ? 1 : beside, hero ? beside || 1 : 1)) : 0;
  const standfirstAt = (row: number): void => {
    if (!standfirst) return;
    const { box } = design.opener.standfirst;
    const padding = box ? box.padding : 0;
    const bar = box ? box.bar.weight : 0;
    const width = spanWidth(geometry, boxColumns);
    const set = setter.paragraph(standfirst, pt(width - 2 * padding));
    findings.push(...set.findings);
    const y = baselineOf(geometry, row) - geometry.xHeight;
    const { leading } = set.style;
    const head = set.lines[0]?.inkAbove ?? 0;
    const tail = set.lines[set.lines.length - 1]?.inkBelow ?? 0;
    const inner = head + (set.lines.length - 1) * leading + tail;
    const least = bar + padding + inner + padding;
    const rows = Math.ceil((least - geometry.xHeight) / geometry.baseline);
    const height = box ? rows * geometry.baseline + geometry.xHeight : least;
    const first = box ? y + bar + (height - bar - inner) / 2 + head : baselineOf(geometry, row);
    set.lines.forEach((line, n) => {
      lines.push(placed(standfirst, line, set, pt(columnX(geometry, left, 0) + padding), pt(first + n * leading)));
    });
    if (box) {
      const x = columnX(geometry, left, 0);
      under.push(
        { kind: "fill", of: "artifact", box: { x, y: pt(y), width, height: pt(height) }, ink: box.tint },
        { kind: "fill", of: "artifact", box: { x, y: pt(y), width, height: box.bar.weight }, ink: box.bar.ink },
      );
    }
    boxRows = rows;
    obstacles.push({ column: 0, columns: boxColumns, row, rows: rows + 2 });
  };

  const photos: PlacedPhoto[] = [];
  const photoLines: PlacedLine[] = [];
  if (hero && heroColumns > 0) {
    if (beside > 0) standfirstAt(top);
    const make = (rows: number | null) => {
      const wanted = rows === null ? null : { rows, crop: hero.crop || hero.focus ? LEVEL_CROP / 2 : LEVEL_CROP };
      return photoBlock(hero, heroColumns, geometry, setter, pictures, design.photos.missingRatio, wanted);
    };
    let block = make(null);
    if (boxRows > 0) block = make(boxRows - (block.rowsAtFoot - block.pictureRows - 1));
    findings.push(...(block.caption?.findings ?? []), ...(block.credit?.findings ?? []));
    const first = geometry.count - heroColumns;
    const set = placePhoto(block, first, top, geometry, columnX(geometry, left, first));
    photos.push(set.photo);
    photoLines.push(...set.lines);
    obstacles.push({
      column: geometry.count - heroColumns,
      columns: heroColumns,
      row: top,
      rows: Math.max(block.rows, boxRows > 0 && Math.abs(block.rows - boxRows - 2) <= 1 ? boxRows + 2 : 0),
    });
    if (beside === 0) standfirstAt(top + block.rows);
  } else standfirstAt(top);
  lines.push(...byline);
  return { lines, photos, photoLines, under, obstacles, findings };
}

function placed(
  item: TextItem,
  line: PlacedLine["line"],
  set: SetText,
  x: PlacedLine["x"],
  baseline: PlacedLine["baseline"],
): PlacedLine {
  return {
    line,
    block: item.id,
    role: item.block.role,
    style: set.style,
    speaker: item.speaker,
    column: null,
    x,
    baseline,
  };
}

/** A line with another's runs set after it. */
function joinLines(line: PlacedLine["line"], tail: PlacedLine["line"], space: number): PlacedLine["line"] {
  const shift = line.x + line.width + space - tail.x;
  return {
    ...line,
    runs: [
      ...line.runs,
      ...tail.runs.map((run) => ({ ...run, x: pt(run.x + shift), xs: run.xs.map((x) => x + shift) })),
    ],
    width: pt(line.width + space + tail.width),
    natural: pt(line.natural + space + tail.natural),
    text: `${line.text} ${tail.text}`,
    inkAbove: pt(Math.max(line.inkAbove, tail.inkAbove)),
    inkBelow: pt(Math.max(line.inkBelow, tail.inkBelow)),
  };
}
