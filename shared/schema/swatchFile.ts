/**
 * Swatches as a design file holds them, and colours that refer to them. Inks are per cent:
 *
 *   "red": [0, 100, 90, 10]                                     process ink
 *   "house": { "spot": "PANTONE 185 C", "cmyk": [0, 91, 76, 0] } an ink of its own; `cmyk` or `lab` is its look
 *   "brick": { "lab": [42, 48, 35] }                             measured; the press's profile says the ink
 *   "pale": { "swatch": "red", "tint": 40 }                      a tint of another
 *   "dusk": { "mix": [{ "swatch": "house", "tint": 60 }, { "swatch": "red", "tint": 20 }] }   spots with other inks
 *
 * A spot or a mix with `"overprint": true` lets what lies below show through: a varnish, a tint over a picture. A tint of
 * it does too.
 *
 * A colour elsewhere in the file is a swatch's name, "paper", four inks, or a tint of a swatch. There is no RGB, and no
 * registration colour. Rich black is a swatch, so that nobody makes one by accident.
 */
import { z } from "zod";
import { cmyk, type Cmyk, type Ink, isRichBlack, PAPER, type Spot, tintOf } from "../color/ink.ts";
import { labToCmyk } from "../color/lab.ts";
import { type Colour, DesignError, inks, percent, tintOfSwatch } from "./designFields.ts";

const lab = z.tuple([percent, z.number().min(-128).max(127), z.number().min(-128).max(127)]);
/** Names of plates that every job has, or that mean all or none of them (ISO 32000-1 §8.6.6.4). */
const NOT_SPOTS = new Set(["all", "none", "cyan", "magenta", "yellow", "black"]);
const spotName = z
  .string()
  .trim()
  .min(1)
  .max(127)
  .refine((name) => !NOT_SPOTS.has(name.toLowerCase()), "expected the name of a spot ink, not of a process plate");

const overprint = z.boolean().default(false);
/** Of them the colour space has a table of two to that power. */
const MOST_MIXED = 8;

export const swatchFields = z.record(
  z.string().min(1),
  z.union([
    inks,
    z.strictObject({ spot: spotName, cmyk: inks, overprint }),
    z.strictObject({ spot: spotName, lab, overprint }),
    z.strictObject({ lab }),
    z.strictObject({ mix: z.array(tintOfSwatch).min(2).max(MOST_MIXED), overprint }),
    tintOfSwatch,
  ]),
);
type SwatchFile = z.infer<typeof swatchFields>;

export type Swatches = {
  readonly swatches: Readonly<Record<string, Ink>>;
  /** The ink of a colour; `where` names its field in errors. Throws `DesignError`. */
  readonly ink: (value: Colour, where: string) => Ink;
};

/** Throws `DesignError` for tints of nothing or of themselves, and for one spot that is described twice. */
export function resolveSwatches(file: SwatchFile, name: string): Swatches {
  const made = new Map<string, Ink>();
  const making = new Set<string>();

  function swatch(of: string, where: string): Ink {
    if (of === "paper") return PAPER;
    const known = made.get(of);
    if (known) return known;
    const said = Object.hasOwn(file, of) ? file[of] : undefined;
    if (!said) throw new DesignError(`${name}: ${where}: there is no swatch "${of}"; define it under swatches`);
    if (making.has(of)) throw new DesignError(`${name}: swatches.${of}: it is a tint of itself`);
    making.add(of);
    const ink = inkOf(said, `swatches.${of}`);
    making.delete(of);
    made.set(of, ink);
    return ink;
  }
  function inkOf(said: SwatchFile[string], where: string): Ink {
    if (Array.isArray(said)) return ofPercent(said);
    if ("swatch" in said) return tintOf(swatch(said.swatch, where), said.tint / 100);
    if ("spot" in said) {
      const alternate = "cmyk" in said ? ofPercent(said.cmyk) : measured(said.lab);
      return { kind: "spot", name: said.spot, tint: 1, alternate, ...over(said) };
    }
    if ("mix" in said) {
      const parts = said.mix.map((part) => tintOf(swatch(part.swatch, where), part.tint / 100));
      const made = mixed(parts, `${name}: ${where}`);
      return { ...made, ...over(said) };
    }
    return measured(said.lab);
  }

  for (const one of Object.keys(file)) swatch(one, "swatches");
  oneLookEach(made, name);
  return {
    swatches: Object.fromEntries(made),
    ink(value, where) {
      if (typeof value === "string") return swatch(value, where);
      if (!Array.isArray(value)) return tintOf(swatch(value.swatch, where), value.tint / 100);
      const ink = ofPercent(value);
      if (isRichBlack(ink)) {
        throw new DesignError(
          `${name}: ${where}: black with other inks (${value.join(", ")}) is a rich black; define it under swatches and use its name`,
        );
      }
      return ink;
    },
  };
}

function over({ overprint }: { readonly overprint: boolean }): { readonly overprint?: true } {
  return overprint ? { overprint: true } : {};
}

/** Inks together as one. Throws `DesignError` where they are no mix that can be printed. */
function mixed(parts: readonly Ink[], where: string): Extract<Ink, { kind: "mix" }> {
  const spots: Spot[] = [];
  const process: Cmyk[] = [];
  for (const part of parts) {
    if (part.kind === "cmyk") process.push(part);
    else if (part.kind !== "spot") throw new DesignError(`${where}: only process inks and spots can be mixed`);
    else if (spots.some(({ name }) => name === part.name)) {
      throw new DesignError(`${where}: the spot "${part.name}" is in it twice; give one tint`);
    } else {
      const { overprint: _, ...spot } = part;
      spots.push(spot);
    }
  }
  if (spots.length === 0) throw new DesignError(`${where}: a mix has a spot in it; write process ink as four inks`);
  const [first = cmyk(0, 0, 0, 0), ...others] = process;
  if (others.length > 0 && process.some(({ lab }) => lab)) {
    throw new DesignError(
      `${where}: a measured colour is mixed with spots alone; its process ink is the press's to say`,
    );
  }
  const sum = others.reduce(
    (all, { c, m, y, k }) => cmyk(round6(all.c + c), round6(all.m + m), round6(all.y + y), round6(all.k + k)),
    first,
  );
  if (Math.max(sum.c, sum.m, sum.y, sum.k) > 1) {
    throw new DesignError(`${where}: its process inks come to more than 100 % of one plate`);
  }
  return { kind: "mix", spots, process: sum };
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** On the press a spot is one plate: one name, written one way, with one look. */
function oneLookEach(swatches: ReadonlyMap<string, Ink>, name: string): void {
  const spots = new Map<string, { readonly ink: Extract<Ink, { kind: "spot" }>; readonly swatch: string }>();
  for (const [swatch, ink] of swatches) {
    if (ink.kind !== "spot") continue;
    const key = ink.name.toLowerCase().replace(/\s+/g, "");
    const first = spots.get(key);
    if (!first) {
      spots.set(key, { ink, swatch });
      continue;
    }
    if (first.ink.name !== ink.name) {
      throw new DesignError(
        `${name}: swatches.${swatch}: the spots "${first.ink.name}" and "${ink.name}" would be two plates; write the name one way`,
      );
    }
    if (JSON.stringify(first.ink.alternate) !== JSON.stringify(ink.alternate)) {
      throw new DesignError(
        `${name}: swatches.${swatch}: the spot "${ink.name}" has another look than in swatches.${first.swatch}; give it one`,
      );
    }
  }
}

function ofPercent([c, m, y, k]: readonly [number, number, number, number]): Cmyk {
  return cmyk(c / 100, m / 100, y / 100, k / 100);
}

function measured(of: readonly [number, number, number]): Cmyk {
  return { ...labToCmyk(of), lab: { of, tint: 1 } };
}
