/**
 * A page as a display list: tints first, then pictures, the story's words in reading order, and last what is artifact.
 */
import type { Ink } from "../color/ink.ts";
import type { Design } from "../schema/template.ts";
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
    });
  }
  for (const placed of page.lines) {
    const of = { block: placed.block, role: placed.role };
    for (const run of placed.line.runs) {
      items.push({
        kind: "glyphs",
        of,
        run,
        x: placed.x,
        baseline: placed.baseline,
        ink: inkOfRun(placed, run.look.ink, design),
      });
    }
  }
  items.push(...page.over);
  const { trim, bleed } = design.page;
  return { number: page.number, folio: page.folio, trim, bleed, items };
}

function inkOfRun(placed: PlacedLine, name: string | null, design: Design): Ink {
  if (name === null) return placed.style.ink;
  if (name === "sign") {
    const role = placed.role;
    const own = role === "question" || role === "answer" ? design.signs[role].ink : null;
    return own ?? placed.style.ink;
  }
  return design.swatches[name] ?? placed.style.ink;
}
