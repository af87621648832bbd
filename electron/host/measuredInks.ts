/** Colours of a design that were measured as Lab, as ink of one press. The colour engine is loaded when there are any. */
import type { Quad } from "../../shared/color/converter.ts";
import { type Ink, spotsOf } from "../../shared/color/ink.ts";
import type { Lab } from "../../shared/color/lab.ts";
import type { JobTicket } from "../../shared/pdf/ticket.ts";

/** Null when no swatch is measured. Throws `RangeError` for a press profile that is none, or a colour not asked about. */
export async function measuredInks(
  swatches: Readonly<Record<string, Ink>>,
  press: Uint8Array,
): Promise<NonNullable<JobTicket["labToInk"]> | null> {
  const asked = new Map<string, Lab>();
  for (const ink of Object.values(swatches)) {
    const process = ink.kind === "cmyk" ? [ink] : ink.kind === "mix" ? [ink.process] : [];
    for (const { lab } of [...process, ...spotsOf(ink).map(({ alternate }) => alternate)]) {
      if (lab) asked.set(lab.of.join(" "), lab.of);
    }
  }
  if (asked.size === 0) return null;
  const [{ instantiate }, { lcmsEngine }] = await Promise.all([
    import("lcms-wasm"),
    import("../../shared/color/lcms.ts"),
  ]);
  const inks = lcmsEngine(await instantiate()).labToInk([...asked.values()], press);
  if (!inks) throw new RangeError("the press's profile cannot be read");
  const known = new Map<string, Quad>([...asked.keys()].map((key, n) => [key, inks[n] as Quad]));
  return (lab) => {
    const ink = known.get(lab.join(" "));
    if (!ink) throw new RangeError(`no swatch is measured as ${lab.join(", ")}`);
    return ink;
  };
}
