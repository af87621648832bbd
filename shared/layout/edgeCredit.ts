/**
 * A credit along an edge of its picture: one line that reads upward from the picture's foot, on the paper beside it, its
 * letters' heads towards a picture on its left; or on the picture itself, where its tones let it be read.
 */
import type { Finding } from "../finding.ts";
import type { TextItem } from "../schema/story.ts";
import { type Pt, pt, TOLERANCE } from "../units.ts";
import type { Box } from "./display.ts";
import { columnX, type Geometry, sidedGeometry, spanWidth } from "./geometry.ts";
import { type Legible, legibleOver } from "./openers/calm.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import type { SetText } from "./setter.ts";
import { lineBox } from "./upward.ts";
import { innerBox, lowContrast, type Shown, within } from "./wordsOver.ts";

/** Between a picture and a credit beside it, and least between that and what stands beyond, in points. */
const GAP = 3;
const AIR = 3;
/** From a picture's edges to a credit on it. */
const INSET = 5;
/** Of the size, below the baseline. */
const DESCENT = 0.25;

type EdgeSide = "left" | "right";
const SIDES: readonly EdgeSide[] = ["left", "right"];
/** A picture over text columns; `columns` 0: it stands on no text column's edges, and nobody knows the paper beside it. */
export type EdgeRoom = { readonly column: number; readonly columns: number };

/** Can the credit stand along the picture, on whichever columns and page it may come to stand? */
export function edgeFits(set: SetText, box: Box, columns: number, shown: Shown | null, geometry: Geometry): boolean {
  const [line, more] = set.lines;
  if (!line || more) return false;
  const { edge, gutterRoom } = geometry.captions;
  if (edge.on === "picture") {
    if (!shown || line.x + line.width > box.height - 2 * INSET) return false;
    const inner = within(box, INSET);
    return SIDES.some((side) => readOn(onPicture(set, inner, side), set, box, shown).share >= 1);
  }
  if (columns === 0 || line.x + line.width > box.height + TOLERANCE) return false;
  const thick = GAP + line.inkAbove + line.inkBelow;
  if (columns < geometry.count) return gutterRoom >= thick;
  return (["recto", "verso"] as const).every((side) => {
    const sided = sidedGeometry(geometry, side);
    const paper = paperBeside({ ...box, ...sided.sides[side].reach }, { column: 0, columns }, sided);
    return Math.max(paper.left, paper.right) >= thick;
  });
}

/** Clear paper on either side of a picture, up to the next column, the margin column or the safe edge; 0 and less: none. */
function paperBeside(box: Box, { column, columns }: EdgeRoom, geometry: Geometry): Record<EdgeSide, number> {
  const { left, margin } = geometry.sides[geometry.side];
  const { gutterRoom, safe } = geometry.captions;
  if (columns === 0) return { left: 0, right: 0 };
  const right = box.x + box.width;
  const onColumns = (x: number, edge: number) => Math.abs(x - edge) <= TOLERANCE;
  const toLeft = margin && margin.x + margin.width <= box.x + TOLERANCE ? margin.x + margin.width + AIR : safe;
  const toRight = margin && margin.x >= right - TOLERANCE ? margin.x - AIR : geometry.width - safe;
  const last = columnX(geometry, left, column) + spanWidth(geometry, columns);
  return {
    left: column > 0 ? (onColumns(box.x, columnX(geometry, left, column)) ? gutterRoom : 0) : box.x - toLeft,
    right: column + columns < geometry.count ? (onColumns(right, last) ? gutterRoom : 0) : toRight - right,
  };
}

/** The credit where it stands along `photo`; `shown`: the picture's tones, where they are known. */
export function placeEdge(
  set: SetText,
  item: TextItem,
  photo: PlacedPhoto,
  room: EdgeRoom,
  shown: Shown | null,
  geometry: Geometry,
): { readonly lines: readonly PlacedLine[]; readonly findings: readonly Finding[] } {
  const [line] = set.lines;
  if (!line) return { lines: [], findings: [] };
  const { edge } = geometry.captions;
  const wanted = edge.side[geometry.side];
  const sides = wanted === "left" ? SIDES : SIDES.toReversed();
  const common = { line, block: item.id, role: item.block.role, speaker: null, column: null, upward: true } as const;
  const { box } = photo;
  if (edge.on === "paper") {
    const paper = paperBeside(box, room, geometry);
    const side = sides.find((one) => paper[one] >= GAP + line.inkAbove + line.inkBelow) ?? wanted;
    const x = side === "right" ? box.x + box.width + GAP + line.inkAbove : box.x - GAP - line.inkBelow;
    const placed = { ...common, style: set.style, x: pt(x), baseline: pt(box.y + box.height) };
    return { lines: [placed], findings: [] };
  }
  const inner = innerBox(box, INSET, geometry);
  const tried = sides.map((side) => {
    const at = onPicture(set, inner, side);
    return { at, legible: shown && readOn(at, set, box, shown) };
  });
  const best =
    tried.find(({ legible }) => legible !== null && legible.share >= 1) ??
    tried.reduce((most, one) => ((one.legible?.share ?? 0) > (most.legible?.share ?? 0) ? one : most));
  const { at, legible } = best;
  const placed: PlacedLine = {
    ...common,
    style: legible ? { ...set.style, ink: legible.ink } : set.style,
    ...at,
  };
  const low = lowContrast("credit", photo, [placed], legible);
  return { lines: [placed], findings: low };
}

type Origin = { readonly x: Pt; readonly baseline: Pt };

/** Where a line begins that reads upward along the inside of a box. */
function onPicture({ lines: [line], style }: SetText, inner: Box, side: EdgeSide): Origin {
  // What is safe of the knife is safe with descenders, whether the words have any or not.
  const below = Math.max(line?.inkBelow ?? 0, style.size * DESCENT);
  const x = side === "right" ? inner.x + inner.width - below : inner.x + Math.max(line?.inkAbove ?? 0, style.size);
  return { x: pt(x), baseline: pt(inner.y + inner.height) };
}

function readOn(at: Origin, { lines: [line], style }: SetText, box: Box, { tone, crop }: Shown): Legible {
  const area = line ? lineBox({ ...at, line, upward: true }) : box;
  return legibleOver(tone, box, crop, [{ area, size: style.size }]);
}
