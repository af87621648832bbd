/** Thin lines: what a plate cannot hold, or what two plates that shift by a hair make a coloured double line of. */
import { type Finding, finding } from "../finding.ts";
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
    const tell = (severity: "error" | "warning", why: string, hint: string) => [
      finding(
        severity,
        "rule-thin",
        `Page ${list.number}: a rule is ${show(weight, 3)} pt thick${why}`,
        hint,
        whereIs(list, item),
      ),
    ];
    const make = (size: number) => `Make it at least ${show(size, 3)} pt`;
    if (weight < least) return tell("error", `; the press holds ${show(least, 3)} pt and more`, make(least));
    const plates = platesOf(item.ink).size;
    if (plates > 1 && weight < mixed) {
      const why = ` in ${plates} inks (${inkWords(item.ink)}); below ${show(mixed, 3)} pt plates that shift tear it apart`;
      return tell("warning", why, `Print it in one ink, or ${make(mixed).toLowerCase()}`);
    }
    if (reversed && weight < mixed) {
      const why = ` and left white in ink; below ${show(mixed, 3)} pt ink runs into it`;
      return tell("warning", why, make(mixed));
    }
    if (weight < wanted) return tell("warning", `; the printer wants ${show(wanted, 3)} pt and more`, make(wanted));
    return [];
  });
}
