/**
 * Which font answers a request. A family is asked for by name, with weight and slope; the nearest face of it is found
 * as CSS Fonts 4 §5.2 does, so that a missing semibold is a bold and not a surprise. A family that is not there is
 * replaced by a named substitute, with a finding.
 */
import type { FontNames } from "./fontFile.ts";
import type { FontId } from "./glyphs.ts";

/** A font ready to be used: what it says of itself, its id and its bytes. */
export type FontFace = FontNames & {
  readonly id: FontId;
  readonly bytes: Uint8Array;
  /** Face of a collection, counted from 0. */
  readonly index?: number;
};

export type FontRequest = {
  readonly family: string;
  /** 1 to 1000. */
  readonly weight: number;
  readonly italic: boolean;
};

/** `missing`: the family is not there. `near`: another weight or slope of it. */
type FontMatch<F extends FontNames = FontFace> = {
  readonly face: F;
  readonly exact: boolean;
  readonly miss: "none" | "near" | "missing";
};

/** Tried in this order for a family that is not there; all ship with the program. */
const SUBSTITUTES = ["Source Serif 4", "Spectral", "Literata", "Be Vietnam Pro"] as const;

/** "EB Garamond" and "eb  garamond" are the same family. */
export function familyKey(family: string): string {
  return family.toLowerCase().replace(/[\s_-]+/g, "");
}

/** The best face for a request. `faces` must not be empty. */
export function matchFace<F extends FontNames>(faces: readonly F[], request: FontRequest): FontMatch<F> {
  const first = faces[0];
  if (!first) throw new RangeError("no font at all was given to choose from");
  const own = nearest(faces, request.family, request);
  if (own) {
    const exact = own.weight === request.weight && own.italic === request.italic;
    return { face: own, exact, miss: exact ? "none" : "near" };
  }
  for (const family of SUBSTITUTES) {
    const face = nearest(faces, family, request);
    if (face) return { face, exact: false, miss: "missing" };
  }
  return { face: nearest(faces, first.family, request) ?? first, exact: false, miss: "missing" };
}

function nearest<F extends FontNames>(faces: readonly F[], family: string, request: FontRequest): F | null {
  const key = familyKey(family);
  let best: F | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const face of faces) {
    if (familyKey(face.family) !== key) continue;
    const distance = weightDistance(request.weight, face.weight) + (face.italic === request.italic ? 0 : 10_000);
    if (distance < least) {
      best = face;
      least = distance;
    }
  }
  return best;
}

/** CSS Fonts 4 §5.2: 400 and 500 stand for each other first; light looks lighter first, bold looks bolder first. */
function weightDistance(wanted: number, found: number): number {
  const d = found - wanted;
  if (d === 0) return 0;
  if (wanted >= 400 && wanted <= 500) {
    if (found > wanted && found <= 500) return d;
    return d < 0 ? 1000 - d : 3000 + d;
  }
  if (wanted < 400) return d < 0 ? -d : 3000 + d;
  return d > 0 ? d : 3000 - d;
}
