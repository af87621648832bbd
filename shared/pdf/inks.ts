/**
 * Inks as a page's content says them: operators, and the colour spaces of spots. What overprints is said elsewhere.
 */
import { type Cmyk, cmyk, type Ink, isPlainBlack } from "../color/ink.ts";
import { finding, type Finding } from "../finding.ts";
import { unreachable } from "../units.ts";
import { array, dict, type Ref } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import type { JobTicket } from "./ticket.ts";

/** An ink as operators: colour for filling and for stroking, and whether it may overprint at all. */
export type InkOperators = { readonly fill: string; readonly stroke: string; readonly black: boolean };

export type InkBook = {
  operators(ink: Ink): InkOperators;
  /** Colour space objects by resource name, of the spots met so far. */
  readonly spaces: ReadonlyMap<string, Ref>;
  readonly spots: readonly string[];
  readonly findings: readonly Finding[];
  write(): Promise<void>;
};

const ALL = cmyk(1, 1, 1, 1);

/** `rgb` is null for the press; for the screen it says an ink in RGB, fractions. */
export function inkBook(
  file: PdfFile,
  rgb: ((ink: Ink) => readonly [number, number, number]) | null,
  labToInk?: JobTicket["labToInk"],
): InkBook {
  const known = new Map<Ink, InkOperators>();
  const spots = new Map<string, { readonly alternate: Cmyk; readonly resource: string; readonly ref: Ref }>();
  const spaces = new Map<string, Ref>();
  const findings: Finding[] = [];

  /** A measured colour as this press's ink; others as they are. */
  function onPress(ink: Cmyk): Cmyk {
    if (!ink.lab || !labToInk) return ink;
    const { of, tint } = ink.lab;
    const [c, m, y, k] = labToInk(of);
    return cmyk(c * tint, m * tint, y * tint, k * tint);
  }

  /** One name, one colour space and one tint transform in the whole file: the first definition met holds. */
  function separation(name: string, alternate: Cmyk): string {
    let spot = spots.get(name);
    if (!spot) {
      spot = { alternate, resource: name === "All" ? "All" : `S${spots.size + 1}`, ref: file.allocate() };
      spots.set(name, spot);
      spaces.set(spot.resource, spot.ref);
    } else if (cmykWords(spot.alternate) !== cmykWords(alternate)) {
      findings.push(
        finding(
          "error",
          "spot-twice",
          `The spot ink ${name} is described as ${cmykWords(spot.alternate)} and as ${cmykWords(alternate)}`,
          "Give the swatch one colour; on the press it is one ink",
        ),
      );
    }
    return spot.resource;
  }

  function make(ink: Ink): InkOperators {
    if (rgb) {
      const words = rgb(ink).map(words3).join(" ");
      return { fill: `${words} rg\n`, stroke: `${words} RG\n`, black: false };
    }
    switch (ink.kind) {
      case "cmyk": {
        const words = cmykWords(onPress(ink));
        return { fill: `${words} k\n`, stroke: `${words} K\n`, black: isPlainBlack(ink) };
      }
      case "paper":
        return { fill: "0 0 0 0 k\n", stroke: "0 0 0 0 K\n", black: false };
      case "spot": {
        const space = separation(ink.name, onPress(ink.alternate));
        const tint = words3(ink.tint);
        return { fill: `/${space} cs ${tint} scn\n`, stroke: `/${space} CS ${tint} SCN\n`, black: false };
      }
      case "registration": {
        const space = separation("All", ALL);
        return { fill: `/${space} cs 1 scn\n`, stroke: `/${space} CS 1 SCN\n`, black: false };
      }
      default:
        return unreachable(ink);
    }
  }

  return {
    operators(ink) {
      let operators = known.get(ink);
      if (!operators) {
        operators = make(ink);
        known.set(ink, operators);
      }
      return operators;
    },
    spaces,
    get spots() {
      return [...spots.keys()].filter((name) => name !== "All");
    },
    findings,
    async write() {
      for (const [name, spot] of spots) {
        const { c, m, y, k } = spot.alternate;
        const tint = dict({ FunctionType: 2, Domain: [0, 1], C0: [0, 0, 0, 0], C1: [c, m, y, k], N: 1 });
        await file.write(array(["Separation", name, "DeviceCMYK", tint]), spot.ref);
      }
    },
  };
}

/** The name of the colour space resource in an operator string that `operators` made, or null. */
export function spaceIn(operators: string): string | null {
  return operators.startsWith("/") ? operators.slice(1, operators.indexOf(" ")) : null;
}

function cmykWords(ink: Cmyk): string {
  return [ink.c, ink.m, ink.y, ink.k].map(words3).join(" ");
}

function words3(fraction: number): string {
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`an ink of ${fraction}`);
  return String(Math.round(fraction * 1000) / 1000);
}
