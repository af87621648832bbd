/** What a ticket for the press says beyond any other: measured colours as its ink, its rule for large black, its ink limit. */
import type { Ink } from "../../shared/color/ink.ts";
import type { JobTicket } from "../../shared/pdf/ticket.ts";
import { overprintedInk } from "../../shared/preflight/pageInk.ts";
import type { PrinterRules } from "../../shared/preflight/printer.ts";
import type { Shaper } from "../../shared/typesetting/shaper.ts";
import { measuredInks } from "./measuredInks.ts";

export async function pressTicket(
  swatches: Readonly<Record<string, Ink>>,
  press: { readonly rules: PrinterRules; readonly intent: { readonly profile: Uint8Array } },
  outline: Shaper["outline"],
): Promise<Pick<JobTicket, "labToInk" | "largeType" | "inspect">> {
  const labToInk = await measuredInks(swatches, press.intent.profile);
  const measured = labToInk ? { labToInk } : {};
  const { inkLimit, black } = press.rules;
  const largeType = black.overprintBelow;
  return {
    ...measured,
    largeType,
    inspect: (list, pictures) =>
      overprintedInk(
        list,
        pictures.map((picture) => picture?.ink?.map ?? null),
        { outline, largeType, inkLimit, ...measured },
      ),
  };
}
