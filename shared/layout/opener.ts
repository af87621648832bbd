/**
 * The opener: which bands open a story on its first page, and on its second where it opens over a spread or the first
 * had no room for the picture. Null on every other page.
 */
import type { Opener as Manner, OpenerBand } from "../schema/openerFile.ts";
import type { PhotoItem } from "../schema/story.ts";
import type { Design } from "../schema/template.ts";
import { sidedGeometry } from "./geometry.ts";
import type { Side } from "./page.ts";
import { pt } from "../units.ts";
import { type Opener, openBands } from "./openers/bands.ts";
import type { OpenerTask } from "./openers/task.ts";

export type { Opener } from "./openers/bands.ts";

/** `heroWaits`: the page had no room for the first picture. */
export type Opened = Opener & { readonly heroWaits: boolean };

/** `task.geometry` is that of the page's side. `heroWaits`: the page before had no room for the first picture. */
export function openPage(task: OpenerTask, page: number, side: Side, heroWaits: boolean): Opened | null {
  if (page > 2) return null;
  const { hero, design } = task;
  const { opener } = design;
  const spread = openingSpread(opener, hero, design.page.facing, page === 1 ? side : otherSide(side));
  const alone = hero ? opener.bands : opener.plain;
  if (page === 1) return opened(spread?.first ?? [...alone, ...forgotten(alone)], task);
  if (!spread) return heroWaits ? opened(HERO_ALONE, task) : null;
  // What the picture left no room for on the first page stands at the head of the second.
  const before = openBands(spread.first, { ...task, geometry: sidedGeometry(task.geometry, otherSide(side)) });
  const own = [...spread.first, ...spread.second];
  const bands = [...before.left, ...spread.second, ...forgotten(own)];
  return opened(bands, heroWaits ? task : { ...task, heroPlaced: true });
}

function opened(bands: readonly OpenerBand[], task: OpenerTask): Opened {
  const { hero, left: _left, ...made } = openBands(bands, task);
  return { ...made, heroWaits: !hero };
}

const MUST_STAND = ["kicker", "headline", "standfirst", "byline"] as const;
/** A band of the parts that a design does not name: nothing that was written is left out for that. */
function forgotten(bands: readonly OpenerBand[]): readonly OpenerBand[] {
  const named = new Set(bands.flatMap((band) => band.cells.flatMap((cell) => cell.parts.map(({ part }) => part))));
  const parts = MUST_STAND.filter((part) => !named.has(part)).map((part) => ({ ...PLAIN_PART, part }));
  return parts.length === 0 ? [] : [{ above: 1, rule: null, cells: [{ ...PLAIN_CELL, parts }] }];
}
const PLAIN_PART = { above: pt(6), width: 1, rule: null, joined: null } as const;
const PLAIN_CELL = {
  columns: "all",
  column: null,
  margin: false,
  stand: "head",
  hero: null,
  over: "calm",
} as const;

/** How many pages an opener takes part in: two when it opens over a spread. */
export function openerPages(design: Design, hero: PhotoItem | null, first: Side): number {
  return openingSpread(design.opener, hero, design.page.facing, first) ? 2 : 1;
}

function openingSpread(manner: Manner, hero: PhotoItem | null, facing: boolean, first: Side): Manner["spread"] {
  return hero && facing && first === "verso" ? manner.spread : null;
}
function otherSide(side: Side): Side {
  return side === "recto" ? "verso" : "recto";
}

/** A picture that a long title drove from the first page opens the second. */
const HERO_ALONE: readonly OpenerBand[] = [
  {
    above: 0,
    rule: null,
    cells: [
      {
        ...PLAIN_CELL,
        columns: "hero",
        parts: [],
        hero: { bleed: [], height: { kind: "natural" }, across: false, crop: 0.24, cutout: null },
      },
    ],
  },
];
