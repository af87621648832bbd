/**
 * Furniture as data: folio, running heads, end mark. A running head is text with placeholders for what the document
 * says of itself; one whose placeholders are all empty is not set.
 */
import { z } from "zod";
import type { Ink } from "../color/ink.ts";
import type { Pt } from "../units.ts";
import { type Colour, colour, distance, positive } from "./designFields.ts";
import type { Sign } from "./signFile.ts";

export const PLACEHOLDERS = ["title", "number", "date", "headline", "kicker", "guest", "folio"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export type Folio = {
  /** Outer edge of the text, or the middle of the page. */
  readonly place: "outside" | "centre";
  /** Ink of the tab behind the folio, reaching into the bleed at the outer foot; null is none. */
  readonly tab: Ink | null;
  /** A short rule above the folio at its edge. */
  readonly rule: { readonly weight: Pt; readonly ink: Ink; readonly length: Pt } | null;
  /** Words round the number: "– {folio} –". */
  readonly text: string;
  /** Baseline's distance from the trim's foot. */
  readonly fromFoot: Pt;
  /** Is the first page numbered too? */
  readonly onOpener: boolean;
};

export type RunningHead = {
  /** Baseline's distance from the trim's foot or head, whichever `at` says. */
  readonly at: "foot" | "head";
  readonly from: Pt;
  /** Beside the folio, at the outer edge, at the inner edge or in the middle of the text. */
  readonly place: "folio" | "outside" | "inside" | "centre";
  /** What left and right pages say, the first that can be filled and fits; empty: the periodical, the guest, the headline. */
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** A rule under the head, as wide as the text. */
  readonly rule: { readonly weight: Pt; readonly ink: Ink; readonly gap: Pt } | null;
};

export type Furniture = {
  readonly folio: Folio | null;
  readonly runningHead: RunningHead | null;
  /** `size` is its type's; null is as large as the text it follows. */
  readonly endMark: (Sign & { readonly size: Pt | null }) | null;
};

const placeholder = new RegExp(`\\{(?!(?:${PLACEHOLDERS.join("|")})\\})[^}]*\\}?`);
const head = z
  .string()
  .min(1)
  .refine(
    (said) => !placeholder.test(said),
    `expected placeholders among ${PLACEHOLDERS.map((p) => `{${p}}`).join(" ")}`,
  );
const heads = z.union([head.transform((one) => [one]), z.array(head).max(8)]).default([]);

export const furnitureFields = z.strictObject({
  folio: z.union([
    z.literal(false),
    z.strictObject({
      place: z.enum(["outside", "centre"]).default("outside"),
      tab: z.union([z.literal(false), colour]).default(false),
      rule: z.union([z.literal(false), z.strictObject({ weight: positive, colour, length: positive })]).default(false),
      text: z
        .string()
        .refine((said) => said.includes("{folio}"), "expected {folio} among the words")
        .default("{folio}"),
      fromFoot: distance,
      onOpener: z.boolean().default(true),
    }),
  ]),
  runningHead: z.union([
    z.literal(false),
    z
      .strictObject({
        fromFoot: distance.optional(),
        fromHead: distance.optional(),
        place: z.enum(["folio", "outside", "inside", "centre"]).default("folio"),
        left: heads,
        right: heads,
        rule: z.union([z.literal(false), z.strictObject({ weight: positive, colour, gap: distance })]).default(false),
      })
      .refine(
        (said) => (said.fromFoot === undefined) !== (said.fromHead === undefined),
        "expected either fromFoot or fromHead",
      ),
  ]),
  endMark: z.union([
    z.literal(false),
    z.string(),
    z.strictObject({ text: z.string(), colour: colour.nullish(), size: positive.nullable().default(null) }),
  ]),
});

export function resolveFurniture(
  data: z.infer<typeof furnitureFields>,
  ink: (value: Colour, where: string) => Ink,
): Furniture {
  const { folio, runningHead: running, endMark } = data;
  return {
    folio: folio
      ? {
          ...folio,
          tab: folio.tab === false ? null : ink(folio.tab, "furniture.folio.tab"),
          rule: folio.rule
            ? {
                weight: folio.rule.weight,
                length: folio.rule.length,
                ink: ink(folio.rule.colour, "furniture.folio.rule"),
              }
            : null,
        }
      : null,
    runningHead: running
      ? {
          at: running.fromHead === undefined ? "foot" : "head",
          from: running.fromHead ?? running.fromFoot ?? (0 as Pt),
          place: running.place,
          left: running.left,
          right: running.right,
          rule: running.rule
            ? {
                weight: running.rule.weight,
                gap: running.rule.gap,
                ink: ink(running.rule.colour, "furniture.runningHead.rule"),
              }
            : null,
        }
      : null,
    endMark: endMark === false ? null : markOf(endMark, ink),
  };
}

function markOf(
  said: Exclude<z.infer<typeof furnitureFields>["endMark"], false>,
  ink: (value: Colour, where: string) => Ink,
): NonNullable<Furniture["endMark"]> {
  if (typeof said === "string") return { text: said, ink: null, size: null };
  const { text, size, colour: named } = said;
  return { text, size, ink: named === null || named === undefined ? null : ink(named, "furniture.endMark") };
}
