/**
 * Where a picture's caption and credit stand: as the design or the picture itself asks, and where there is no room for
 * that, as near to it as there is. Settled with the picture's size, before it has its place on a page.
 */
import type { Finding } from "../finding.ts";
import type { CaptionStand, CreditStand } from "../schema/photoFile.ts";
import type { PhotoItem, TextItem } from "../schema/story.ts";
import { type Pt, pt } from "../units.ts";
import { placeBeside } from "./besideCaption.ts";
import type { Box } from "./display.ts";
import { edgeFits, type EdgeRoom, placeEdge } from "./edgeCredit.ts";
import { type Geometry, spanWidth } from "./geometry.ts";
import { marginMeasure, marginRows, placeInMargin } from "./marginCaption.ts";
import type { Tone } from "./openers/calm.ts";
import type { PlacedLine, PlacedPhoto } from "./page.ts";
import type { SetText, Setter } from "./setter.ts";
import { overFits, overMeasure, placeOver } from "./wordsOver.ts";

export type Stands = { readonly caption: CaptionStand; readonly credit: CreditStand };

export type PhotoWords = {
  readonly item: PhotoItem;
  readonly stand: CaptionStand;
  readonly caption: SetText | null;
  /** Null where it stands along an edge, and where there is none. */
  readonly credit: SetText | null;
  readonly edge: SetText | null;
  /** The credit stands on the caption's last line. */
  readonly runIn: boolean;
  /** Width of the column beside the picture that the words stand in; 0 where they do not. */
  readonly besides: Pt;
  /** Of a picture that may have words on it. */
  readonly tone: Tone | null;
};

/** From a picture's foot to the top of its caption's first line, in points. */
const CAPTION_GAP = 2.5;
/** Ems of the credit between the caption's last word and a credit on the same line. */
const CREDIT_SPACE = 1;
/** A line's ink does not fill its leading: the first caption line is drawn up by this share of it. */
const CAPTION_RISE = 0.12;

/** How the words are asked to stand, and what that gives way to, one after the other; the last has room everywhere. */
export function standsOf(item: PhotoItem, { captions, count }: Geometry): readonly Stands[] {
  const { photos, margin, edge } = captions;
  const asked = { caption: photos.caption, credit: photos.credit, ...item.stands };
  const { placement } = item;
  // Below a picture that bleeds at the foot there is no paper.
  const bleeds = placement.kind === "pinned" && placement.bleed.includes("bottom");
  const caption = bleeds && asked.caption !== "beside" ? "over" : asked.caption;
  const usual = photos.caption === "margin" && margin ? "margin" : "below";
  const places: CaptionStand[] = caption === "over" || caption === "beside" ? [caption, usual] : [caption];
  // Beside one that bleeds or lies over the fold neither.
  const papered = placement.kind !== "pinned" || (placement.bleed.length === 0 && placement.columns <= count);
  const along = asked.credit === "edge" && item.credit !== null && (edge.on === "picture" || papered);
  const credits: CreditStand[] = along ? ["edge", "after"] : [asked.credit === "edge" ? "after" : asked.credit];
  return places
    .filter((place) => item.caption || (place !== "over" && place !== "beside"))
    .flatMap((place) => credits.map((credit) => ({ caption: place, credit })));
}

/** A picture over `columns` of the text, or in a box of its own: `columns` 0; `width` is that of words below it. */
export type WordsRoom = { readonly columns: number; readonly width: Pt };

/** The words set as `stands` says; null where they find no room so in a picture of any height. */
export function setWords(
  item: PhotoItem,
  stands: Stands,
  room: WordsRoom,
  picture: number,
  besides: Pt,
  geometry: Geometry,
  setter: Setter,
  tone: Tone | null,
): PhotoWords | null {
  const margin = stands.caption === "margin" ? marginMeasure(geometry, room.columns, room.width) : null;
  const stand = stands.caption === "margin" && margin === null ? "below" : stands.caption;
  let measure: Pt = margin ?? room.width;
  if (stand === "beside") measure = besides;
  if (stand === "over") {
    if (!tone || !item.caption) return null;
    const along = stands.credit === "edge" && item.credit ? setter.styleOf(item.credit).size : 0;
    const wide = overMeasure(picture, setter.styleOf(item.caption).size, along, geometry);
    if (wide === null) return null;
    measure = pt(wide);
  }
  const caption = item.caption ? setter.paragraph(item.caption, measure) : null;
  const along = stands.credit === "edge";
  const credit = item.credit && !along ? setter.paragraph(item.credit, measure) : null;
  const runIn = stand !== "margin" && stand !== "beside" && runsIn(caption, credit, stands.credit, measure);
  const own = stand === "beside" ? besides : pt(0);
  return { item, stand, caption, credit, edge: null, runIn, besides: own, tone };
}

/** The words with the credit along the picture where they ask for it; null where they have no room at this height. */
export function fitWords(
  words: PhotoWords,
  stands: Stands,
  room: WordsRoom,
  box: Box,
  crop: PlacedPhoto["crop"],
  geometry: Geometry,
  setter: Setter,
): PhotoWords | null {
  const { item, stand, caption, credit, tone } = words;
  const depth = depthOf(caption) + (words.runIn ? 0 : depthOf(credit));
  if (stand === "over" && !overFits(depth, box.height, geometry)) return null;
  if (stand === "beside" && marginRows([caption, credit], geometry) * geometry.baseline > box.height) return null;
  if (stands.credit !== "edge" || !item.credit) return words;
  const edge = setter.paragraph(item.credit, box.height);
  return edgeFits(edge, box, room.columns, tone && { tone, crop }, geometry) ? { ...words, edge } : null;
}

function depthOf(set: SetText | null): number {
  return set ? set.lines.length * set.style.leading : 0;
}

/** What setting the words came upon. */
export function wordsFindings({ caption, credit, edge }: PhotoWords): readonly Finding[] {
  return [caption, credit, edge].flatMap((set) => set?.findings ?? []);
}

/**
 * The words of a picture in its place, words below it from `x` on. `on`: the picture as it lies on the page, which may
 * bleed beyond what the words below it hang from.
 */
export function placeWords(
  words: PhotoWords,
  photo: PlacedPhoto,
  room: EdgeRoom,
  geometry: Geometry,
  x: Pt,
  on: PlacedPhoto = photo,
): { readonly lines: readonly PlacedLine[]; readonly findings: readonly Finding[] } {
  const { item, stand, caption, credit, edge, runIn, tone } = words;
  const shown = tone && { tone, crop: on.crop };
  const set = [
    [caption, item.caption],
    [credit, item.credit],
  ] as const;
  const { box } = photo;
  const foot = pt(box.y + box.height);
  const along = edge && item.credit ? placeEdge(edge, item.credit, on, room, shown, geometry) : NOTHING;
  switch (stand) {
    case "over": {
      const over = placeOver(hangWords(pt(0), pt(0), set, runIn), item, on, shown, geometry, along.lines);
      return { lines: [...over.lines, ...along.lines], findings: [...over.findings, ...along.findings] };
    }
    case "beside":
      return { ...along, lines: [...placeBeside(set, box, words.besides, geometry), ...along.lines] };
    case "margin":
      return { ...along, lines: [...placeInMargin(set, box, geometry), ...along.lines] };
    case "below":
      return { ...along, lines: [...hangWords(foot, x, set, runIn), ...along.lines] };
  }
}
const NOTHING = { lines: [], findings: [] } as const;

/**
 * The words of a picture whose frame stands: what is asked of them where it has room, else what that gives way to. Beside
 * it there is none. `below` is the width of words below it, `columns` those of its column (0: off the grid), `type` says
 * that other words stand on it already.
 */
export function frameWords(
  item: PhotoItem,
  photo: PlacedPhoto,
  place: EdgeRoom & { readonly x: Pt; readonly width: Pt; readonly below: Pt; readonly type: boolean },
  geometry: Geometry,
  setter: Setter,
  tone: Tone | null,
): { readonly lines: readonly PlacedLine[]; readonly findings: readonly Finding[]; readonly hang: boolean } {
  const { box, crop } = photo;
  const column = geometry.sides[geometry.side].margin;
  const covered = column !== null && box.x < column.x + column.width && column.x < box.x + box.width;
  for (const stands of standsOf(item, geometry)) {
    if (stands.caption === "beside" || (stands.caption === "over" && place.type)) continue;
    const asked = stands.caption === "margin" && covered ? { ...stands, caption: "below" as const } : stands;
    const beside = asked.caption === "margin" ? marginMeasure(geometry, place.columns, place.width) : null;
    const room = { columns: place.columns, width: beside === null ? place.below : place.width };
    const set = setWords(item, asked, room, box.width, pt(0), geometry, setter, tone);
    const words = set && fitWords(set, asked, onColumns(box, place, geometry), box, crop, geometry, setter);
    if (!words) continue;
    const placed = placeWords(words, photo, onColumns(box, place, geometry), geometry, place.x);
    const findings = [...wordsFindings(words), ...placed.findings];
    return { lines: placed.lines, findings, hang: words.stand === "below" };
  }
  throw new RangeError(`the words of picture ${item.id} have no room anywhere`);
}

/** A frame that stands on the edges of its columns; `columns` 0 where it does not. */
function onColumns(box: Box, { column, columns, width }: EdgeRoom & { readonly width: Pt }, geometry: Geometry) {
  const on = width === spanWidth(geometry, columns) && box.width === width;
  return { column, columns: on ? columns : 0, width };
}

/** Does the credit stand on the caption's last line? Where it is to and the line has room. */
function runsIn(caption: SetText | null, credit: SetText | null, stand: CreditStand, width: number): boolean {
  const last = caption?.lines.at(-1);
  const first = credit?.lines[0];
  if (stand !== "after" || !caption || !credit || !last || !first || credit.lines.length > 1) return false;
  const end = last.x + last.width + credit.style.size * CREDIT_SPACE;
  return caption.style.align === "left" && end + first.width <= width;
}

/** From the picture's foot to the last baseline of the words below it. */
export function wordsBelow(caption: SetText | null, credit: SetText | null, runIn = false): number {
  const height = depthOf(caption) + (runIn ? 0 : depthOf(credit));
  return height === 0 ? 0 : CAPTION_GAP + height;
}

/** Captions and credits one below the other under a foot at `y`. */
export function hangWords(
  y: Pt,
  x: Pt,
  words: readonly (readonly [SetText | null, TextItem | null])[],
  runIn = false,
): readonly PlacedLine[] {
  const lines: PlacedLine[] = [];
  let baseline = y + CAPTION_GAP;
  for (const [set, item] of words) {
    if (!set || !item) continue;
    for (const line of set.lines) {
      const before = lines.at(-1);
      if (runIn && before && before.block !== item.id) {
        const end = before.x + before.line.x + before.line.width + set.style.size * CREDIT_SPACE;
        lines.push({ ...before, line, block: item.id, role: item.block.role, style: set.style, x: pt(end - line.x) });
        continue;
      }
      baseline += set.style.leading;
      lines.push({
        line,
        block: item.id,
        role: item.block.role,
        style: set.style,
        speaker: null,
        column: null,
        x,
        baseline: pt(baseline - CAPTION_RISE * set.style.leading),
      });
    }
  }
  return lines;
}
