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
    }
  /** The paper shows: knocks out whatever lies below. */
  | { readonly kind: "paper" }
  /** Every plate at once; for marks outside the bleed only. */
  | { readonly kind: "registration" };

export type Cmyk = Extract<Ink, { kind: "cmyk" }>;

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
    default:
      return ink;
  }
}
