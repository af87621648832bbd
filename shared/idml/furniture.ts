/**
 * What on a page belongs to no story: grounds, tints, rules, folios, running heads, end marks. What stands alike on all
 * pages of a side but the first is put on the master, with InDesign's own page number for the folio; the rest stays on
 * its page. The first page has the master where it shows all that the others of its side show.
 */
import type { Ink } from "../color/ink.ts";
import type { DisplayItem } from "../layout/display.ts";
import type { Page, Side } from "../layout/page.ts";
import type { ParagraphStyle } from "../schema/stylesheet.ts";
import type { Design } from "../schema/template.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { PAGE_NUMBER_SIGN } from "./storyXml.ts";

export type Words = {
  readonly kind: "words";
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly baseline: number;
  readonly size: number;
  readonly font: FontId;
  readonly ink: Ink;
  readonly style: ParagraphStyle;
};
export type Furnishing = Words | Extract<DisplayItem, { kind: "fill" | "rule" }>;

export type PageFurniture = {
  /** Below the text and above it. */
  readonly under: readonly Furnishing[];
  readonly over: readonly Furnishing[];
};
export type AllFurniture = {
  /** For each side of the master. */
  readonly master: ReadonlyMap<Side, PageFurniture>;
  readonly pages: readonly (PageFurniture & { readonly master: boolean })[];
};

export function furnitureOf(pages: readonly Page[], design: Design): AllFurniture {
  const read = pages.map((page) => ({
    under: furnishings(page.under, page, design),
    over: furnishings(page.over, page, design),
  }));
  const master = new Map<Side, PageFurniture>();
  const keys = new Map<Side, ReadonlySet<string>>();
  for (const side of ["verso", "recto"] as const) {
    const own = read.filter((_, n) => n > 0 && pages[n]?.side === side);
    const [first, ...others] = own;
    if (!first) continue;
    const everywhere = (item: Furnishing) =>
      others.every((page) => [...page.under, ...page.over].some((one) => keyOf(one) === keyOf(item)));
    const shared = { under: first.under.filter(everywhere), over: first.over.filter(everywhere) };
    master.set(side, shared);
    keys.set(side, new Set([...shared.under, ...shared.over].map(keyOf)));
  }
  return {
    master,
    pages: read.map(({ under, over }, n) => {
      const shared = keys.get((pages[n] as Page).side) ?? new Set<string>();
      const own = new Set([...under, ...over].map(keyOf));
      const onMaster = n > 0 || [...shared].every((key) => own.has(key));
      const left = (item: Furnishing) => !onMaster || !shared.has(keyOf(item));
      return { under: under.filter(left), over: over.filter(left), master: onMaster };
    }),
  };
}

/** Words are the same wherever the width of a folio has moved them to. */
function keyOf(item: Furnishing): string {
  if (item.kind === "words") return JSON.stringify([item.text, item.baseline.toFixed(2), item.ink]);
  return JSON.stringify(item);
}

function furnishings(items: readonly DisplayItem[], page: Page, design: Design): readonly Furnishing[] {
  const found: Furnishing[] = [];
  for (const item of items) {
    if (item.of !== "artifact" || item.kind === "picture") continue;
    if (item.kind !== "glyphs") {
      found.push(item);
      continue;
    }
    const { run } = item;
    const before = found[found.length - 1];
    const x = item.x + run.x;
    // Runs of one line of words touch.
    if (before?.kind === "words" && before.baseline === item.baseline && Math.abs(x - before.x - before.width) < 0.5) {
      found[found.length - 1] = { ...before, text: before.text + run.text, width: x + run.width - before.x };
      continue;
    }
    found.push({
      kind: "words",
      text: run.text,
      x,
      width: run.width,
      baseline: item.baseline,
      size: run.size,
      font: run.font,
      ink: item.ink,
      style: design.styles.running_head,
    });
  }
  return found.map((item) => (item.kind === "words" ? named(item, page, design) : item));
}

/** The style by what the words are; a folio's number is the page's own. */
function named(words: Words, page: Page, design: Design): Words {
  const { folio, endMark } = design.furniture;
  if (folio && words.text.trim() === folio.text.replace("{folio}", page.folio).trim()) {
    return { ...words, text: folio.text.replace("{folio}", PAGE_NUMBER_SIGN), style: design.styles.folio };
  }
  return endMark && words.text.trim() === endMark.text.trim() ? { ...words, style: design.styles.answer } : words;
}
