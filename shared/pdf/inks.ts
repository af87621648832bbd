/**
 * Inks as a page's content says them: operators, and the colour spaces of spots and of mixes (ISO 32000-1 §8.6.6.4,
 * §8.6.6.5). A spot has one definition in the whole file, which its own space and the mixes it is in share. When
 * something overprints is said elsewhere.
 */
import {
  type Cmyk,
  cmyk,
  type Ink,
  isPlainBlack,
  type Mix,
  overlaid,
  overprintsByChoice,
  type Spot,
} from "../color/ink.ts";
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { unreachable } from "../units.ts";
import { array, dict, type Ref } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import type { JobTicket } from "./ticket.ts";

/** An ink as operators: colour for filling and for stroking, and whether it may overprint at all. */
export type InkOperators = { readonly fill: string; readonly stroke: string; readonly mayOverprint: boolean };

export type InkBook = {
  operators(ink: Ink): InkOperators;
  /** A measured colour as this press's ink; others as they are. */
  onPress(ink: Cmyk): Cmyk;
  /** The space of pictures whose pixels are the four process inks and then these spots. */
  pictureSpace(spots: readonly Spot[]): Ref;
  /** Colour space objects by resource name, of the spots and mixes met so far. */
  readonly spaces: ReadonlyMap<string, Ref>;
  readonly spots: readonly string[];
  readonly findings: readonly Finding[];
  write(): Promise<void>;
};

const ALL = cmyk(1, 1, 1, 1);
const PROCESS = [
  ["Cyan", "c", cmyk(1, 0, 0, 0)],
  ["Magenta", "m", cmyk(0, 1, 0, 0)],
  ["Yellow", "y", cmyk(0, 0, 1, 0)],
  ["Black", "k", cmyk(0, 0, 0, 1)],
] as const;

/** Inks that one space lays together: process plates by name, spots by their own. */
type Together = {
  readonly resource: string;
  readonly ref: Ref;
  readonly process: readonly (typeof PROCESS)[number][];
  readonly spots: readonly string[];
};

/** `rgb` is null for the press; for the screen it says an ink in RGB, fractions. */
export function inkBook(
  file: PdfFile,
  rgb: ((ink: Ink) => readonly [number, number, number]) | null,
  { labToInk, standard }: Pick<JobTicket, "labToInk" | "standard">,
): InkBook {
  const known = new Map<Ink, InkOperators>();
  const spots = new Map<string, { readonly alternate: Cmyk; readonly resource: string; readonly ref: Ref }>();
  const together = new Map<string, Together>();
  const spaces = new Map<string, Ref>();
  const findings: Finding[] = [];

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
      findings.push(tell("error", "spot-twice", { name, one: cmykWords(spot.alternate), other: cmykWords(alternate) }));
    }
    return spot.resource;
  }

  /** One space for each set of inks. */
  function deviceN(process: Together["process"], of: readonly Spot[]): Together {
    for (const spot of of) separation(spot.name, onPress(spot.alternate));
    const names = of.map(({ name }) => name);
    const key = JSON.stringify([process.map(([name]) => name), names]);
    let known = together.get(key);
    if (!known) {
      known = { resource: `N${together.size + 1}`, ref: file.allocate(), process, spots: names };
      together.set(key, known);
      spaces.set(known.resource, known.ref);
    }
    return known;
  }

  /** Only the plates it prints on: of a mix that overprints the others stay as they are. */
  function mixed(ink: Mix): InkOperators {
    const own = onPress(ink.process);
    const process = PROCESS.filter(([, part]) => own[part] > 0);
    const inOrder = [...ink.spots].sort((a, b) => (a.name < b.name ? -1 : 1));
    const { resource } = deviceN(process, inOrder);
    const tints = [...process.map(([, part]) => own[part]), ...inOrder.map(({ tint }) => tint)].map(words3).join(" ");
    return {
      fill: `/${resource} cs ${tints} scn\n`,
      stroke: `/${resource} CS ${tints} SCN\n`,
      mayOverprint: overprintsByChoice(ink),
    };
  }

  function make(ink: Ink): InkOperators {
    if (rgb) {
      const words = rgb(ink).map(words3).join(" ");
      return { fill: `${words} rg\n`, stroke: `${words} RG\n`, mayOverprint: false };
    }
    switch (ink.kind) {
      case "cmyk": {
        const words = cmykWords(onPress(ink));
        return { fill: `${words} k\n`, stroke: `${words} K\n`, mayOverprint: isPlainBlack(ink) };
      }
      case "paper":
        return { fill: "0 0 0 0 k\n", stroke: "0 0 0 0 K\n", mayOverprint: false };
      case "spot": {
        const space = separation(ink.name, onPress(ink.alternate));
        const tint = words3(ink.tint);
        return {
          fill: `/${space} cs ${tint} scn\n`,
          stroke: `/${space} CS ${tint} SCN\n`,
          mayOverprint: overprintsByChoice(ink),
        };
      }
      case "mix":
        return mixed(ink);
      case "registration": {
        const space = separation("All", ALL);
        return { fill: `/${space} cs 1 scn\n`, stroke: `/${space} CS 1 SCN\n`, mayOverprint: false };
      }
      default:
        return unreachable(ink);
    }
  }

  /** NChannel (PDF 1.6) says more of the inks than PDF 1.4 knows; every spot's own space is named in both. */
  async function writeTogether({ ref, process, spots: names }: Together): Promise<void> {
    const inks = [
      ...process.map(([, , full]) => full),
      ...names.map((name) => (spots.get(name) as { alternate: Cmyk }).alternate),
    ];
    const ones = inks.flatMap(() => [0, 1]);
    const tint = await file.stream(
      dict({
        FunctionType: 0,
        Domain: ones,
        Range: [0, 1, 0, 1, 0, 1, 0, 1],
        Size: inks.map(() => 2),
        BitsPerSample: 16,
      }),
      looksTogether(inks),
    );
    const colorants = Object.fromEntries(names.map((name) => [name, (spots.get(name) as { ref: Ref }).ref]));
    const attributes =
      standard === "x1a"
        ? { Colorants: colorants }
        : {
            Subtype: "NChannel",
            Colorants: colorants,
            Process:
              process.length > 0 ? { ColorSpace: "DeviceCMYK", Components: PROCESS.map(([name]) => name) } : null,
          };
    const all = [...process.map(([name]) => name), ...names];
    await file.write(array(["DeviceN", all, "DeviceCMYK", tint, attributes]), ref);
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
    onPress,
    pictureSpace: (of) => deviceN(PROCESS, of).ref,
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
      for (const space of together.values()) await writeTogether(space);
    },
  };
}

/**
 * What inks of full strength look like over each other, in every combination; linear between them (a sampled function of
 * order 1, ISO 32000-1 §7.10.2), which agrees with each spot's own tint transform where it is alone.
 */
function looksTogether(inks: readonly Cmyk[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(8 << inks.length));
  for (let n = 0; n < 1 << inks.length; n++) {
    const { c, m, y, k } = overlaid(inks.map((ink, i) => ({ ink, tint: (n >> i) & 1 })));
    [c, m, y, k].forEach((part, i) => {
      out.setUint16(8 * n + 2 * i, Math.round(part * 65_535));
    });
  }
  return new Uint8Array(out.buffer);
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
