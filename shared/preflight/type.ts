/**
 * Type on the press: too small, too small for white on ink or for several inks, black made of four inks, too little
 * contrast to be read. One finding a paragraph and page: a caption in 4 pt is one mistake, not forty.
 */
import type { Finding, Severity } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { DisplayItem } from "../layout/display.ts";
import { contrastOver, type Tone, wantedContrast } from "../layout/openers/calm.ts";
import { pt, show } from "../units.ts";
import {
  areaOf,
  contrastOf,
  type Glyphs,
  type Ground,
  type Grounds,
  inkWords,
  isBlank,
  isReversed,
  isVarnish,
  luminanceOf,
  platesOf,
  type PressPage,
  UNSEEN,
  whereIs,
} from "./pressPage.ts";
import type { PrinterRules } from "./printer.ts";
import { PAPER } from "../color/ink.ts";

type TypeRow =
  | "type-small"
  | "type-reversed"
  | "rich-black"
  | "type-mixed"
  | "contrast-low.unseen"
  | "contrast-low.ground"
  | "contrast-low.picture"
  | "contrast-low.tones";
/** What any of these rows asks for. */
type Details = {
  readonly size: string;
  readonly wanted: string;
  readonly plates: number;
  readonly inks: string;
  readonly contrast: string;
};
type Told = {
  readonly code: string;
  readonly severity: Severity;
  /** The row of words it is told by, and its values but for page and words. */
  readonly row: TypeRow;
  readonly values: Details;
  /** The worse of two cases in one paragraph is told. */
  readonly badness: number;
  /** False: it could not be measured. */
  readonly ran?: false;
};

export function badType(
  { list }: PressPage,
  rules: PrinterRules,
  grounds: ReadonlyMap<DisplayItem, Grounds>,
  tones: ReadonlyMap<string, Tone | null>,
): readonly Finding[] {
  const cases = new Map<string, { readonly item: Glyphs; readonly told: Told }>();
  for (const item of list.items) {
    if (item.kind !== "glyphs" || isBlank(item)) continue;
    const block = item.of === "artifact" ? `artifact ${item.run.text}` : item.of.block;
    for (const told of faultsOf(item, rules, grounds.get(item) ?? [{ kind: "paper" }], tones)) {
      const key = `${told.code} ${block}`;
      const before = cases.get(key);
      if (!before || told.badness > before.told.badness) cases.set(key, { item, told });
    }
  }
  return [...cases.values()].map(({ item, told }) => {
    const where = whereIs(list, item);
    const values = { page: list.number, words: excerpt(item), ...told.values };
    return { ...tell(told.severity, told.row, values, where), ran: told.ran ?? true };
  });
}

function faultsOf(
  item: Glyphs,
  rules: PrinterRules,
  grounds: Grounds,
  tones: ReadonlyMap<string, Tone | null>,
): readonly Told[] {
  // Sizes are compared to one decimal, as the Ghent Workgroup does.
  const size = Math.round(item.run.size * 10) / 10;
  const { least, reversed, mixed } = rules.type;
  const plates = platesOf(item.ink);
  const isWhite = isReversed(item.ink, grounds[0]);
  const black = plates.get("black") ?? 0;
  const told: Told[] = [];
  const row = (code: TypeRow, limit: number): Omit<Told, "badness"> => {
    return { code, severity: "warning", row: code, values: details(item, size, limit, 0) };
  };
  if (size < least) {
    told.push({ ...row("type-small", least), badness: least - size });
  } else if (isWhite && size < reversed) {
    told.push({ ...row("type-reversed", reversed), badness: reversed - size });
  }
  if (plates.size > 1 && black >= NEARLY_BLACK && size < rules.black.plainBelow) {
    told.push({ ...row("rich-black", rules.black.plainBelow), badness: plates.size * 100 - size });
  } else if (plates.size > 1 && size < mixed && LETTER.test(item.run.text)) {
    told.push({ ...row("type-mixed", mixed), badness: plates.size * 100 - size });
  }
  if (isVarnish(item.ink)) return told;
  let faintest: Told | null = null;
  for (const ground of grounds) {
    const faint = ground.kind === "picture" ? faintOver(item, size, ground.item, tones) : faintOn(item, size, ground);
    if (faint && faint.badness > (faintest?.badness ?? -1)) faintest = faint;
  }
  return faintest ? [...told, faintest] : told;
}

function details(item: Glyphs, size: number, wanted: number, contrast: number): Details {
  return {
    size: show(size, 1),
    wanted: show(wanted, 1),
    plates: platesOf(item.ink).size,
    inks: inkWords(item.ink),
    contrast: contrast.toFixed(1),
  };
}

/** On paper or a tint. */
function faintOn(item: Glyphs, size: number, ground: Exclude<Ground, { kind: "picture" }>): Told | null {
  const contrast = contrastOf(item.ink, ground.kind === "flat" ? ground.ink : PAPER);
  const wanted = size >= LARGE ? LARGE_CONTRAST : CONTRAST;
  if (contrast < UNSEEN) {
    const values = details(item, size, wanted, contrast);
    return { code: "contrast-low", severity: "error", row: "contrast-low.unseen", values, badness: 1000 };
  }
  if (contrast >= wanted) return null;
  const values = details(item, size, wanted, contrast);
  return { code: "contrast-low", severity: "warning", row: "contrast-low.ground", values, badness: wanted - contrast };
}

/** Over the part of a picture that lies under it; that is never of one tone, so more is wanted than on a tint. */
function faintOver(
  item: Glyphs,
  size: number,
  { media, box, crop }: Extract<DisplayItem, { kind: "picture" }>,
  tones: ReadonlyMap<string, Tone | null>,
): Told | null {
  const tone = tones.get(media);
  if (tone === undefined) return null;
  if (tone === null) {
    const values = details(item, size, 0, 0);
    return { code: "contrast-low", severity: "warning", row: "contrast-low.tones", values, badness: 0, ran: false };
  }
  const [left, top, right, bottom] = areaOf(item);
  const area = { x: pt(left), y: pt(top), width: pt(right - left), height: pt(bottom - top) };
  const contrast = contrastOver(tone, box, crop, area, luminanceOf(item.ink));
  const wanted = wantedContrast(size);
  if (contrast >= wanted) return null;
  const values = details(item, size, wanted, contrast);
  return { code: "contrast-low", severity: "warning", row: "contrast-low.picture", values, badness: wanted - contrast };
}

/** An ornament or a bullet is not read; plates a hair apart do it no harm. */
const LETTER = /[\p{L}\p{N}]/u;
/** Per cent of black from which a colour is taken for black. */
const NEARLY_BLACK = 85;
/**
 * WCAG 2.2, 1.4.3, wants 3 : 1 of large type and 4.5 : 1 of other on screens that nobody knows. On paper the light is
 * better and the letters sharper: an accent colour of 3 : 1 is read without trouble, large type at 2 : 1.
 */
const LARGE = 18;
const LARGE_CONTRAST = 2;
const CONTRAST = 3;

function excerpt({ run }: Glyphs): string {
  const words = run.text.replace(/\u00ad/g, "").trim();
  return words.length > 24 ? `${words.slice(0, 23).trim()}…` : words;
}
