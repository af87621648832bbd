/**
 * Folios and running heads: words nobody typed, made of what the document says of itself. They stand on no line of the
 * text grid and belong to no block, so all of their ink is artifact.
 */
import { PAPER } from "../color/ink.ts";
import type { Folio, Placeholder, RunningHead } from "../schema/furnitureFile.ts";
import type { Story } from "../schema/story.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import type { Line } from "../typesetting/glyphs.ts";
import { mm, type Pt, pt } from "../units.ts";
import type { Box, DisplayItem } from "./display.ts";
import { type Geometry, spanWidth } from "./geometry.ts";
import { lineItems } from "./furniture.ts";
import type { Side } from "./page.ts";
import type { Setter } from "./setter.ts";

/** The folio's tab: this wide inside the trim, and reaching this far above the folio's baseline. */
const TAB_WIDTH = mm(11);
const TAB_ABOVE = mm(5);
/** From a folio's rule down to the tops of its figures, in ems of the folio. */
const RULE_ABOVE = 0.55;
/** Height of lining figures in em, near enough for a rule above them. */
const FIGURES = 0.7;

export type Numbered = { readonly number: number; readonly folio: string; readonly side: Side };

/**
 * Everything at the head and foot of one page. `geometry` is that of the page's side. Where a picture covers the place
 * of a folio or head the page goes without it, as bled pages do; a tab has its own ground and stays.
 */
export function folioAndHead(
  story: Story,
  design: Design,
  setter: Setter,
  page: Numbered,
  geometry: Geometry,
  photos: readonly { readonly box: Box }[],
): readonly DisplayItem[] {
  const { folio, runningHead } = design.furniture;
  const isCovered = ({ items, x, width, baseline, size }: SetLine) =>
    items.length > 0 &&
    photos.some(
      ({ box }) =>
        box.x < x + width && box.x + box.width > x && box.y < baseline + size && box.y + box.height > baseline - size,
    );
  const edges = edgesOf(geometry);
  const outerIsRight = !design.page.facing || page.side === "recto";
  const items: DisplayItem[] = [];
  let beside = outerIsRight ? edges.right : edges.left;
  if (folio && (folio.onOpener || page.number > 1)) {
    const set = setFolio(folio, design, setter, page, edges, outerIsRight);
    if (folio.tab || !isCovered(set)) items.push(...set.items);
    beside = set.beside;
  }
  if (runningHead && page.number > 1) {
    const set = setHead(runningHead, story, design, setter, page, edges, outerIsRight, beside);
    if (!isCovered(set)) items.push(...set.items);
  }
  return items;
}

/** A line of words with what belongs to it, and where the words stand. */
type SetLine = {
  readonly items: readonly DisplayItem[];
  readonly x: number;
  readonly width: number;
  readonly baseline: number;
  readonly size: number;
};

type Edges = { readonly left: number; readonly right: number; readonly middle: number };
/** Text and margin column together, and the middle of the text. */
function edgesOf(geometry: Geometry): Edges {
  const { left, margin } = geometry.sides[geometry.side];
  const right = left + spanWidth(geometry, geometry.count);
  const middle = (left + right) / 2;
  if (!margin) return { left, right, middle };
  return { left: Math.min(left, margin.x), right: Math.max(right, margin.x + margin.width), middle };
}

function setFolio(
  folio: Folio,
  design: Design,
  setter: Setter,
  page: Numbered,
  edges: Edges,
  outerIsRight: boolean,
): SetLine & { readonly beside: number } {
  const { trim, bleed } = design.page;
  const style = design.styles.folio;
  const line = setter.furniture(folio.text.replace("{folio}", page.folio), style);
  const baseline = trim.height - folio.fromFoot;
  const outer = outerIsRight ? edges.right : edges.left;
  const items: DisplayItem[] = [];
  if (folio.tab) {
    const edge = outerIsRight ? trim.width - TAB_WIDTH : -bleed.left;
    const y = baseline - TAB_ABOVE;
    const width = TAB_WIDTH + (outerIsRight ? bleed.right : bleed.left);
    items.push({
      kind: "fill",
      of: "artifact",
      box: { x: pt(edge), y: pt(y), width: pt(width), height: pt(trim.height + bleed.bottom - y) },
      ink: folio.tab,
    });
    const middle = outerIsRight ? trim.width - TAB_WIDTH / 2 : TAB_WIDTH / 2;
    items.push(...lineItems(line, middle - line.width / 2 - line.x, baseline, PAPER));
    return { items, x: edge, width, baseline, size: style.size, beside: outer };
  }
  const x =
    folio.place === "centre" ? edges.middle - line.width / 2 : outerIsRight ? edges.right - line.width : edges.left;
  items.push(...lineItems(line, x - line.x, baseline, style.ink));
  if (folio.rule) {
    const { length, weight, ink } = folio.rule;
    const y = baseline - style.size * (FIGURES + RULE_ABOVE);
    const from =
      folio.place === "centre" ? x + (line.width - length) / 2 : outerIsRight ? edges.right - length : edges.left;
    items.push({
      kind: "rule",
      of: "artifact",
      from: { x: pt(from), y: pt(y) },
      to: { x: pt(from + length), y: pt(y) },
      weight,
      ink,
    });
  }
  const set = { items, x, width: line.width, baseline, size: style.size };
  if (folio.place === "centre") return { ...set, beside: outer };
  return { ...set, beside: outerIsRight ? x - style.size : x + line.width + style.size };
}

function setHead(
  head: RunningHead,
  story: Story,
  design: Design,
  setter: Setter,
  page: Numbered,
  edges: Edges,
  outerIsRight: boolean,
  beside: number,
): SetLine {
  const { trim } = design.page;
  const style = design.styles.running_head;
  const said = page.side === "verso" && design.page.facing ? head.left : head.right;
  const line = headLine(said, story, page.folio, setter, style, edges.right - edges.left - style.size * 4);
  if (!line) return { items: [], x: 0, width: 0, baseline: 0, size: 0 };
  const baseline = head.at === "foot" ? trim.height - head.from : head.from;
  const flushRight = head.place === "inside" ? !outerIsRight : outerIsRight;
  const edge = head.place === "folio" ? beside : flushRight ? edges.right : edges.left;
  const x = head.place === "centre" ? edges.middle - line.width / 2 : flushRight ? edge - line.width : edge;
  const items: DisplayItem[] = [...lineItems(line, x - line.x, baseline, style.ink)];
  if (head.rule) {
    const y = baseline + head.rule.gap;
    const { weight, ink } = head.rule;
    items.push({
      kind: "rule",
      of: "artifact",
      from: { x: pt(edges.left), y: pt(y) },
      to: { x: pt(edges.right), y: pt(y) },
      weight,
      ink,
    });
  }
  return { items, x, width: line.width, baseline, size: style.size };
}

/** What a head says when its design names nothing: the periodical, else the guests, else the headline. */
const USUAL = ["{title} · {number} · {date}", "{guest}", "{headline}"] as const;

/** The first of the heads that can be filled and fits; one whose placeholders are all empty says nothing. */
function headLine(
  wanted: readonly string[],
  story: Story,
  folio: string,
  setter: Setter,
  style: ParagraphStyle,
  room: Pt | number,
): Line | null {
  const values: Readonly<Record<Placeholder, string>> = {
    title: story.issue.title,
    number: story.issue.number,
    date: story.issue.date,
    headline: oneLine(story.headline.block.text),
    kicker: oneLine(story.kicker?.block.text ?? "").replace(/\s*:$/, ""),
    guest: story.speakers
      .filter((speaker) => speaker.part === "interviewee")
      .map((speaker) => speaker.name)
      .filter((name) => name !== "")
      .join(" · "),
    folio,
  };
  for (const said of wanted.length > 0 ? wanted : USUAL) {
    const words = filled(said, values);
    const line = words === "" ? null : setter.furniture(words, style);
    if (line && line.width <= room) return line;
  }
  return null;
}

/** Separators round what is empty go with it. */
function filled(said: string, values: Readonly<Record<Placeholder, string>>): string {
  const parts = said.split(" · ").map((part) => {
    const names = [...part.matchAll(/\{(\w+)\}/g)].map((found) => found[1] as Placeholder);
    if (names.length > 0 && names.every((name) => values[name] === "")) return "";
    return part.replace(/\{(\w+)\}/g, (_, name: string) => values[name as Placeholder]);
  });
  return parts.filter((part) => part !== "").join(" · ");
}
function oneLine(text: string): string {
  return text.replaceAll("\u2028", " ");
}
