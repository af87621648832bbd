/**
 * How much of which ink a colour lays down, as far as its space says so without conversion: DeviceGray is black,
 * DeviceCMYK and ICC-based CMYK are themselves, Separation and DeviceN by the names of their inks.
 */
import type { Colour } from "../../pdf/read/painted.ts";
import type { Space } from "../../pdf/read/spaces.ts";

/** Each from 0 to 1. */
export type Inks = {
  readonly cyan: number;
  readonly magenta: number;
  readonly yellow: number;
  readonly black: number;
  /** Sum of all others. */
  readonly spots: number;
  /** Registration colour. */
  readonly all: boolean;
};

const PROCESS: Readonly<Record<string, "cyan" | "magenta" | "yellow" | "black">> = {
  Cyan: "cyan",
  Magenta: "magenta",
  Yellow: "yellow",
  Black: "black",
};

/** Null where inks follow from a conversion only: RGB, Lab, a pattern. */
export function inksOf({ space, values }: Colour): Inks | null {
  const part = (n: number): number => Math.min(1, Math.max(0, values[n] ?? 0));
  switch (space.family) {
    case "DeviceGray":
    case "CalGray":
      return { ...NONE, black: 1 - part(0) };
    case "DeviceCMYK":
      return { ...NONE, cyan: part(0), magenta: part(1), yellow: part(2), black: part(3) };
    case "ICCBased":
      if (space.parts === 4) return inksOf({ space: { ...space, family: "DeviceCMYK" }, values });
      return space.parts === 1 ? { ...NONE, black: 1 - part(0) } : null;
    case "Separation":
    case "DeviceN": {
      const made = { ...NONE, all: false };
      space.inks.forEach((name, n) => {
        const process = PROCESS[name];
        if (name === "All") {
          for (const key of Object.values(PROCESS)) made[key] = part(n);
          made.all = true;
        } else if (process) made[process] = part(n);
        else if (name !== "None") made.spots += part(n);
      });
      return made;
    }
    case "Indexed": {
      const { base, table } = space;
      if (!base || !table || values.length === 0) return null;
      const at = Math.max(0, Math.floor(values[0] as number)) * base.parts;
      return inksOf({ space: base, values: Array.from({ length: base.parts }, (_, n) => (table[at + n] ?? 0) / 255) });
    }
    case "Pattern":
      return space.base ? inksOf({ space: space.base, values }) : null;
    default:
      return null;
  }
}

const NONE: { cyan: number; magenta: number; yellow: number; black: number; spots: number; all: boolean } = {
  cyan: 0,
  magenta: 0,
  yellow: 0,
  black: 0,
  spots: 0,
  all: false,
};

/** 0 to 4 and more. */
export function sumOf(inks: Inks): number {
  return inks.cyan + inks.magenta + inks.yellow + inks.black + inks.spots;
}
/** Plates that get anything. */
export function platesOf(inks: Inks): number {
  return [inks.cyan, inks.magenta, inks.yellow, inks.black, inks.spots].filter((value) => value > 0.005).length;
}
/** The space and those it stands on. */
export function* spacesIn(space: Space): Generator<Space> {
  for (let now: Space | null = space; now; now = now.base) yield now;
}
