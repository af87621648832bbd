/** Thin lines: what a plate cannot hold, or what two plates that shift by a hair make a coloured double line of. */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import type { DisplayItem } from "../layout/display.ts";
import { show } from "../units.ts";
import { areaOf, type Grounds, inkSum, inkWords, isReversed, platesOf, type PressPage, whereIs } from "./pressPage.ts";
import type { PrinterRules } from "./printer.ts";

/** Weights are compared to three decimals, as the Ghent Workgroup does. */
function rounded(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

/** Rules, and colour areas as narrow as rules. */
export function thinRules(
  { list }: PressPage,
  rules: PrinterRules,
  grounds: ReadonlyMap<DisplayItem, Grounds>,
): readonly Finding[] {
  const { least, wanted, mixed } = rules.rules;
  return list.items.flatMap((item) => {
    if (item.kind !== "rule" && item.kind !== "fill") return [];
    const [left, top, right, bottom] = areaOf(item);
    const weight = rounded(item.kind === "rule" ? item.weight : Math.min(right - left, bottom - top));
    const ground = grounds.get(item)?.[0] ?? { kind: "paper" };
    const reversed = isReversed(item.ink, ground);
    // Paper on paper is no line.
    if (inkSum(item.ink) === 0 && !reversed) return [];
    const thin = { page: list.number, weight: show(weight, 3) };
    const where = whereIs(list, item);
    if (weight < least) return [tell("error", "rule-thin.least", { ...thin, wanted: show(least, 3) }, where)];
    const plates = platesOf(item.ink).size;
    const tearing = { ...thin, wanted: show(mixed, 3) };
    if (plates > 1 && weight < mixed) {
      return [tell("warning", "rule-thin.mixed", { ...tearing, plates, inks: inkWords(item.ink) }, where)];
    }
    if (reversed && weight < mixed) return [tell("warning", "rule-thin.reversed", tearing, where)];
    if (weight < wanted) return [tell("warning", "rule-thin.wanted", { ...thin, wanted: show(wanted, 3) }, where)];
    return [];
  });
}
