/**
 * Inks: sums beyond what the paper takes, registration colour on the page, spot plates nobody ordered. Of a page's flats
 * and type the ink is known exactly; that of its pictures is measured where they are separated.
 */
import { type Ink, spotsOf } from "../color/ink.ts";
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { show } from "../units.ts";
import { areaOf, inkSum, inkWords, isBlank, meets, type PressPage, whereIs } from "./pressPage.ts";
import type { PrinterRules } from "./printer.ts";

function inkOf(item: DisplayItem): Ink | null {
  return item.kind === "picture" || (item.kind === "glyphs" && isBlank(item)) ? null : item.ink;
}

/** One finding for each ink and page. */
export function tooMuchInk({ list }: PressPage, rules: PrinterRules): readonly Finding[] {
  const told = new Set<string>();
  return list.items.flatMap((item) => {
    const ink = inkOf(item);
    if (!ink || ink.kind === "registration") return [];
    const sum = Math.round(inkSum(ink));
    const words = inkWords(ink);
    if (sum <= rules.inkLimit || told.has(words)) return [];
    told.add(words);
    return [
      tell(
        "error",
        "ink-over.colour",
        { page: list.number, sum, ink: words, limit: show(rules.inkLimit) },
        whereIs(list, item),
      ),
    ];
  });
}

/** Registration colour inside the bleed: every plate at full strength, where ink is meant. */
export function strayRegistration({ list }: PressPage): readonly Finding[] {
  const { trim, bleed } = list;
  const page = [-bleed.left, -bleed.top, trim.width + bleed.right, trim.height + bleed.bottom] as const;
  return list.items.flatMap((item) => {
    if (inkOf(item)?.kind !== "registration" || !meets(areaOf(item), page)) return [];
    return [tell("error", "registration", { page: list.number }, whereIs(list, item))];
  });
}

/** The spot inks of a page, each with the first thing printed in it. */
export function spotsOn(list: DisplayList): ReadonlyMap<string, DisplayItem> {
  const spots = new Map<string, DisplayItem>();
  for (const item of list.items) {
    const ink = inkOf(item);
    if (!ink) continue;
    for (const { name, tint } of spotsOf(ink)) if (tint > 0 && !spots.has(name)) spots.set(name, item);
  }
  return spots;
}

/** Spot inks the printer does not take, and names so alike that two plates are meant to be one. */
export function spotFaults(
  pages: readonly PressPage[],
  rules: PrinterRules,
  spotsOf: (list: DisplayList) => ReadonlyMap<string, DisplayItem>,
): readonly Finding[] {
  const first = new Map<string, { readonly list: DisplayList; readonly item: DisplayItem }>();
  for (const { list } of pages) {
    for (const [name, item] of spotsOf(list)) if (!first.has(name)) first.set(name, { list, item });
  }
  const findings: Finding[] = [];
  const alike = new Map<string, string>();
  const { spots } = rules;
  let n = 0;
  for (const [name, { list, item }] of first) {
    n += 1;
    const where = whereIs(list, item);
    if (typeof spots === "number" ? n > spots : !spots.includes(name)) {
      const takes = typeof spots === "number" ? { takes: "", count: spots } : { takes: spots.join(", "), count: null };
      findings.push(tell("error", "spot-unwanted", { name, number: n, ...takes }, where));
    }
    const key = name.toLowerCase().replace(/[\s_-]+/g, "");
    const other = alike.get(key);
    if (other === undefined) alike.set(key, name);
    else {
      findings.push(tell("error", "spot-alike", { one: other, other: name }, where));
    }
  }
  return findings;
}
