/**
 * Printer's marks: crop marks, registration targets, colour bar, slug line with the plates' names; and the line that
 * says a proof is a proof. Marks are page content between bleed and media, never inside the bleed
 * (`Separation All` on the page would be 400 % ink). The slug is the job's, so nobody's layout.
 */
import { cmyk, type Ink, REGISTRATION, spotsOf } from "../color/ink.ts";
import type { DisplayItem, DisplayList, Point } from "../layout/display.ts";
import { mm, type Pt, pt } from "../units.ts";
import { MARK_LENGTH, markOffset, SLUG } from "./boxes.ts";
import type { FontBook } from "./fonts.ts";
import { plainRun } from "./plainRun.ts";
import type { JobTicket } from "./ticket.ts";

export type Furniture = {
  readonly items: readonly DisplayItem[];
  /** Centres of registration targets; their cross hairs are among the items. */
  readonly targets: readonly Point[];
};

export const TARGET_RADIUS = mm(1.75);
export const MARK_WEIGHT = pt(0.25);
const PATCH = mm(5);
const SLUG_SIZE = 6.5;
const PROOF_SIZE = 7;

/** Solids, their halves, two-ink overprints, and the three-colour grey beside the black it should match. */
const BAR: readonly Ink[] = [
  cmyk(1, 0, 0, 0),
  cmyk(0, 1, 0, 0),
  cmyk(0, 0, 1, 0),
  cmyk(0, 0, 0, 1),
  cmyk(0.5, 0, 0, 0),
  cmyk(0, 0.5, 0, 0),
  cmyk(0, 0, 0.5, 0),
  cmyk(0, 0, 0, 0.5),
  cmyk(1, 1, 0, 0),
  cmyk(1, 0, 1, 0),
  cmyk(0, 1, 1, 0),
  cmyk(0.5, 0.4, 0.4, 0),
];
const PLATES: readonly (readonly [string, Ink])[] = [
  ["Cyan", cmyk(1, 0, 0, 0)],
  ["Magenta", cmyk(0, 1, 0, 0)],
  ["Yellow", cmyk(0, 0, 1, 0)],
  ["Black", cmyk(0, 0, 0, 1)],
];

export function furnitureOf(list: DisplayList, ticket: JobTicket, fonts: FontBook): Furniture {
  const items: DisplayItem[] = [];
  const targets: Point[] = [];
  if (!ticket.marks) return { items: ticket.standard === "proof" ? proofLine(list, ticket, fonts) : items, targets };

  const { width, height } = list.trim;
  const from = markOffset(list);
  const to = from + MARK_LENGTH;
  const rule = (x1: number, y1: number, x2: number, y2: number) => {
    const ends = { from: { x: pt(x1), y: pt(y1) }, to: { x: pt(x2), y: pt(y2) } };
    items.push({ kind: "rule", of: "artifact", ...ends, weight: MARK_WEIGHT, ink: REGISTRATION });
  };
  for (const x of [0, width]) {
    rule(x, -to, x, -from);
    rule(x, height + from, x, height + to);
  }
  for (const y of [0, height]) {
    rule(-to, y, -from, y);
    rule(width + from, y, width + to, y);
  }
  const middle = from + MARK_LENGTH / 2;
  for (const [x, y] of [
    [width / 2, -middle],
    [width / 2, height + middle],
    [-middle, height / 2],
    [width + middle, height / 2],
  ] as const) {
    targets.push({ x: pt(x), y: pt(y) });
    rule(x - MARK_LENGTH / 2, y, x + MARK_LENGTH / 2, y);
    rule(x, y - MARK_LENGTH / 2, x, y + MARK_LENGTH / 2);
  }

  // Above the page, from the left corner mark towards the target in the middle; as many patches as there is room for.
  const room = Math.floor((width / 2 - MARK_LENGTH - PATCH) / PATCH);
  BAR.slice(0, Math.max(0, room)).forEach((ink, i) => {
    const box = { x: pt(PATCH * (i + 0.5)), y: pt(-to), width: PATCH, height: pt(MARK_LENGTH) };
    items.push({ kind: "fill", of: "artifact", box, ink });
  });
  if (ticket.note) items.push(...slugLine(list, ticket.note, ticket, fonts, height + to + SLUG / 2));
  return { items, targets };
}

/** What the job is, then the name of each plate in its own ink: on every separation one name is left. */
function slugLine(
  list: DisplayList,
  note: NonNullable<JobTicket["note"]>,
  ticket: JobTicket,
  fonts: FontBook,
  baseline: number,
): DisplayItem[] {
  const font = fonts.use(note.font).sfnt;
  const spots = list.items.flatMap((item) => ("ink" in item ? spotsOf(item.ink) : []));
  const names = new Map<string, Ink>([
    ...PLATES,
    ...spots.map(({ kind, name, alternate }) => [name, { kind, name, alternate, tint: 1 }] as const),
  ]);
  const words: (readonly [string, Ink])[] = [
    [[note.slug, note.edition, `p. ${list.folio}`].filter(Boolean).join("   "), REGISTRATION],
    ...names,
  ];
  const runs = words.map(([text, ink]) => ({ ink, run: plainRun(note.font, font, text, SLUG_SIZE, ticket.lang) }));
  const gap = SLUG_SIZE;
  const total = runs.reduce((sum, { run }) => sum + run.width + gap, 0);
  // A long slug is set smaller, so that it never runs into the corner of the sheet.
  const scale = Math.min(1, list.trim.width / total);
  let x = 0;
  return words.map(([text, ink]) => {
    const run = plainRun(note.font, font, text, SLUG_SIZE * scale, ticket.lang);
    const item: DisplayItem = { kind: "glyphs", of: "artifact", run, x: pt(x), baseline: pt(baseline), ink };
    x += run.width + gap * scale;
    return item;
  });
}

/** In the strip below the bleed, where no page has ink; in grey. */
function proofLine(list: DisplayList, ticket: JobTicket, fonts: FontBook): DisplayItem[] {
  if (!ticket.note?.edition) return [];
  const font = fonts.use(ticket.note.font).sfnt;
  const run = plainRun(ticket.note.font, font, `${ticket.note.edition}   p. ${list.folio}`, PROOF_SIZE, ticket.lang);
  const x: Pt = pt(0);
  const baseline = pt(list.trim.height + list.bleed.bottom + SLUG * 0.6);
  return [{ kind: "glyphs", of: "artifact", run, x, baseline, ink: cmyk(0, 0, 0, 0.6) }];
}
