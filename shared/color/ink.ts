/**
 * Ink: what a mark on the page is printed with. There is no RGB here, and white has no overprint flag, so black that
 * is not black and white that vanishes cannot be said. Fractions are 0 to 1.
 */
export type Ink =
  | {
      readonly kind: "cmyk";
      readonly c: number;
      readonly m: number;
      readonly y: number;
      readonly k: number;
      /** Measured: the press's profile says the ink, at this tint; the four numbers are its look on coated paper. */
      readonly lab?: { readonly of: readonly [number, number, number]; readonly tint: number };
    }
  | {
      readonly kind: "spot";
      readonly name: string;
      readonly tint: number;
      /** What the spot looks like where it must be shown or converted, at full tint. */
      readonly alternate: Extract<Ink, { kind: "cmyk" }>;
      readonly overprint?: true;
    }
  /** Spots printed over each other and over process ink, each at its own tint. Two inks at least, one of them a spot. */
  | {
      readonly kind: "mix";
      readonly spots: readonly Extract<Ink, { kind: "spot" }>[];
      readonly process: Extract<Ink, { kind: "cmyk" }>;
      readonly overprint?: true;
    }
  /** The paper shows: knocks out whatever lies below. */
  | { readonly kind: "paper" }
  /** Every plate at once; for marks outside the bleed only. */
  | { readonly kind: "registration" };

export type Cmyk = Extract<Ink, { kind: "cmyk" }>;
export type Spot = Extract<Ink, { kind: "spot" }>;
export type Mix = Extract<Ink, { kind: "mix" }>;

export function cmyk(c: number, m: number, y: number, k: number): Cmyk {
  return { kind: "cmyk", c, m, y, k };
}
export const BLACK: Ink = cmyk(0, 0, 0, 1);
export const PAPER: Ink = { kind: "paper" };
export const REGISTRATION: Ink = { kind: "registration" };

/** Black of the K plate alone at full strength: the only ink that overprints. */
export function isPlainBlack(ink: Ink): boolean {
  return ink.kind === "cmyk" && ink.c === 0 && ink.m === 0 && ink.y === 0 && ink.k === 1;
}

/** Black with other inks below it: 240 % and the like. It may not be type of reading size, and never overprints. */
export function isRichBlack(ink: Ink): boolean {
  return ink.kind === "cmyk" && ink.k === 1 && ink.c + ink.m + ink.y > 0;
}

/** A lighter print of the same ink; `tint` 0 to 1. Paper stays paper. */
export function tintOf(ink: Ink, tint: number): Ink {
  switch (ink.kind) {
    case "cmyk": {
      const part = (value: number) => Math.round(value * tint * 1e6) / 1e6;
      return {
        ...cmyk(part(ink.c), part(ink.m), part(ink.y), part(ink.k)),
        ...(ink.lab ? { lab: { of: ink.lab.of, tint: part(ink.lab.tint) } } : {}),
      };
    }
    case "spot":
      return { ...ink, tint: Math.round(ink.tint * tint * 1e6) / 1e6 };
    case "mix":
      return {
        ...ink,
        spots: ink.spots.map((spot) => tintOf(spot, tint) as Spot),
        process: tintOf(ink.process, tint) as Cmyk,
      };
    default:
      return ink;
  }
}

/** The spots an ink is printed with, none of most. */
export function spotsOf(ink: Ink): readonly Spot[] {
  switch (ink.kind) {
    case "spot":
      return [ink];
    case "mix":
      return ink.spots;
    default:
      return [];
  }
}

/** Asked for, and with any ink to lay: an ink of no strength that overprints would not be there. */
export function overprintsByChoice(ink: Ink): boolean {
  return (
    (ink.kind === "spot" || ink.kind === "mix") && ink.overprint === true && spotsOf(ink).some(({ tint }) => tint > 0)
  );
}

/**
 * Inks laid over each other as one: what each lets through of the paper multiplies. Exact where they are black or absent,
 * near enough between for a look; what they really give only a proof from the press shows.
 */
export function overlaid(inks: readonly { readonly ink: Cmyk; readonly tint: number }[]): Cmyk {
  const part = (of: "c" | "m" | "y" | "k") =>
    1 - inks.reduce((through, { ink, tint }) => through * (1 - ink[of] * tint), 1);
  return cmyk(part("c"), part("m"), part("y"), part("k"));
}

/** A mix as it looks. */
export function lookOf({ process, spots }: Mix): Cmyk {
  return overlaid([{ ink: process, tint: 1 }, ...spots.map(({ alternate, tint }) => ({ ink: alternate, tint }))]);
}
