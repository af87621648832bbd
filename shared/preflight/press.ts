/**
 * All that can be said of pages before the press sees them, from display lists, sizes of pictures and a printer's rules.
 * Window and host call this one function, so they say the same. A page's findings are kept as long as its list and the
 * rules are the same objects: after a keystroke only the pages that changed are looked at.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import type { Tone } from "../layout/openers/calm.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { bleedShort, bleedSmall, unsafeText, wrongSize } from "./edges.ts";
import { doubledFolios, emptyPage } from "./folios.ts";
import { forPrinter } from "./forPrinter.ts";
import { spotFaults, spotsOn, strayRegistration, tooMuchInk } from "./inkRules.ts";
import { lockedFonts } from "./lockedFonts.ts";
import { type PictureSize, pictureLow } from "./pictures.ts";
import { groundsOf, type PressPage, whereIs } from "./pressPage.ts";
import type { PrinterRules } from "./printer.ts";
import { thinRules } from "./strokes.ts";
import { badType } from "./type.ts";

export type PressJob = {
  readonly rules: PrinterRules;
  /** Pages face each other: one side is the spine. */
  readonly facing: boolean;
  /** By media id. */
  readonly sizes: ReadonlyMap<string, PictureSize>;
  /**
   * Of pictures that type stands over, by media id, how light they are where; null when that cannot be known. A picture
   * that is not in it is being asked about still. One object while nothing in it changes.
   */
  readonly tones: ReadonlyMap<string, Tone | null>;
  /** Fonts that may not be embedded, by id, with their names. */
  readonly locked: ReadonlyMap<FontId, string>;
};

type Kept = {
  readonly rules: PrinterRules;
  readonly facing: boolean;
  readonly tones: PressJob["tones"];
  readonly page: PressPage;
  readonly spots: ReadonlyMap<string, DisplayItem>;
  readonly findings: readonly Finding[];
};
const kept = new WeakMap<DisplayList, Kept>();

/** In the order of the pages; what concerns all of them comes last. */
export function pressFindings(pages: readonly PressPage[], job: PressJob): readonly Finding[] {
  const checked = pages.map((page) => checkedPage(page, job));
  const asPrinted = checked.map(({ page }) => page);
  const spots = new Map(checked.map(({ page, spots }) => [page.list, spots]));
  return [
    ...checked.flatMap(({ findings }) => findings),
    ...bleedSmall(pages, job.rules, job.facing),
    ...wrongSize(asPrinted, job.rules),
    ...spotFaults(asPrinted, job.rules, (list) => spots.get(list) ?? spotsOn(list)),
    ...doubledFolios(asPrinted),
    ...lockedFonts(asPrinted, job.locked),
  ];
}

function checkedPage(given: PressPage, job: PressJob): Kept {
  const { rules, facing, sizes, tones } = job;
  const known = kept.get(given.list);
  const same = known && known.rules === rules && known.facing === facing && known.tones === tones;
  if (same && known.page.side === given.side) return known;
  const page = { ...given, list: forPrinter(given.list, given.side, facing, rules) };
  const grounds = groundsOf(page.list);
  const findings = [
    ...bleedShort(page, rules, facing),
    ...unsafeText(page, rules, facing),
    ...thinRules(page, rules, grounds),
    ...badType(page, rules, grounds, tones),
    ...tooMuchInk(page, rules),
    ...strayRegistration(page),
    ...emptyPage(page),
    ...coarsePictures(page, rules, sizes),
  ];
  const made = { rules, facing, tones, page, spots: spotsOn(page.list), findings };
  kept.set(given.list, made);
  return made;
}

function coarsePictures(
  { list }: PressPage,
  rules: PrinterRules,
  sizes: ReadonlyMap<string, PictureSize>,
): readonly Finding[] {
  const limits = { error: rules.pictures.least, warning: rules.pictures.wanted };
  return list.items.flatMap((item) => {
    if (item.kind !== "picture") return [];
    const size = sizes.get(item.media);
    const found = size ? pictureLow(item, size, list.number, limits) : unmeasured(list, item);
    return found ? [found] : [];
  });
}

/** A picture stands on the page and nobody knows its pixels: the check did not run, which is no pass. */
function unmeasured(list: DisplayList, item: DisplayItem): Finding {
  return {
    ...tell("error", "picture-low.unknown", { page: list.number }, whereIs(list, item)),
    ran: false,
  };
}

/** Codes that the layout tells of a design and the press of a printer. */
const BOTH_TELL: ReadonlySet<string> = new Set(["bleed-short", "text-near-trim", "contrast-low"]);

/** Findings of layout and press as one list: what both say of the same thing on a page the press says, being stricter. */
export function withPress(layout: readonly Finding[], press: readonly Finding[]): readonly Finding[] {
  const key = ({ code, page, place }: Finding) => `${code} ${page} ${place?.[0] ?? ""}`;
  const told = new Set(press.filter(({ code }) => BOTH_TELL.has(code)).map(key));
  return [...layout.filter((found) => !(BOTH_TELL.has(found.code) && told.has(key(found)))), ...press];
}
