/**
 * A page as a display list: tints first, then pictures, the story's words in reading order, and last what is artifact.
 */
import { RENDERING, type Rendering } from "../color/converter.ts";
import type { Ink } from "../color/ink.ts";
import type { Design } from "../schema/template.ts";
import type { RunLook } from "../typesetting/glyphs.ts";
import type { DisplayItem, DisplayList } from "./display.ts";
import type { Page, PlacedLine } from "./page.ts";

export function paintPage(page: Page, design: Design): DisplayList {
  const items: DisplayItem[] = [...page.under];
  for (const photo of page.photos) {
    if (photo.media === null) continue;
    items.push({
      kind: "picture",
      of: { block: photo.block, role: "photo" },
      media: photo.media,
      box: photo.box,
      crop: photo.crop,
      alt: photo.alt,
      ...(photo.pdf ? { pdf: photo.pdf } : {}),
      ...(photo.reserved ? { reserved: true } : {}),
      ...(design.photos.grey ? { grey: true } : {}),
      ...renderingOf(photo.rendering ?? design.photos.rendering),
    });
  }
  for (const placed of page.lines) {
    const of = { block: placed.block, role: placed.role };
    for (const run of placed.line.runs) {
      const ink = inkOfRun(placed, run.look, design);
      const { x, baseline } = placed;
      const upright: DisplayItem = { kind: "glyphs", of, run, x, baseline, ink };
      items.push(placed.upward ? { ...upright, upward: true } : upright);
    }
  }
  items.push(...page.over);
  const { trim, bleed } = design.page;
  return { number: page.number, folio: page.folio, trim, bleed, items };
}

/** Nothing where it is the rule anyway. */
function renderingOf(rendering: Rendering): { readonly rendering?: Rendering } {
  const { intent, blackPoint } = RENDERING;
  return rendering.intent === intent && rendering.blackPoint === blackPoint ? {} : { rendering };
}

function inkOfRun(placed: PlacedLine, { ink, styles }: RunLook, design: Design): Ink {
  for (let n = styles.length - 1; n >= 0; n--) {
    const own = design.characterStyles[styles[n] as string]?.ink;
    if (own) return own;
  }
  const { role } = placed;
  const sign = ink === "sign" && (role === "question" || role === "answer") ? design.signs[role].ink : null;
  return sign ?? placed.style.ink;
}
