/**
 * Which font answers a request. A family is asked for by name, with weight, width, slope and, where a style wants it,
 * the size of the type; the nearest face of it is found as CSS Fonts 4 §5.2 does (width first, then slope, then
 * weight), so that a missing semibold is a bold and not a surprise, and a condensed face stands for a normal one only
 * where there is no other, and is said. A family that is not there is replaced by one of its kind, with a finding.
 */
import type { FontNames } from "./fontFile.ts";
import { familyKey, type FontGenre, genreOfName } from "./fontNaming.ts";
import type { FontId } from "./glyphs.ts";

export { familyKey } from "./fontNaming.ts";

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
  /** Per cent of normal, 50 to 200; 100 when it is not said. */
  readonly width?: number;
  /** Points: the cut drawn for this size is taken (Caption, Display, an `opsz` axis). Without it, the family as named. */
  readonly size?: number;
};

/** What a face is told apart by when one is looked for. */
export type FontTraits = Pick<
  FontNames,
  "family" | "aliases" | "opticalFamily" | "sizes" | "weight" | "width" | "italic" | "genre"
>;

export type FontDifference = "width" | "slope" | "weight";

/** `missing`: the family is not there. `near`: another width, slope or weight of it. */
type FontMatch<F extends FontTraits = FontFace> = {
  readonly face: F;
  readonly exact: boolean;
  readonly miss: "none" | "near" | "missing";
  /** In what the face is not what was asked for. */
  readonly differs: readonly FontDifference[];
};

/** Tried in this order for a family that is not there; all ship with the program. */
const SERIFS = ["Source Serif 4", "Spectral", "Literata", "Playfair Display"] as const;
const SANSES = ["Be Vietnam Pro"] as const;

/** The best face for a request. `faces` must not be empty. */
export function matchFace<F extends FontTraits>(faces: readonly F[], request: FontRequest): FontMatch<F> {
  const first = faces[0];
  if (!first) throw new RangeError("no font at all was given to choose from");
  const own = nearest(faces, request.family, request);
  if (own) {
    const differs = differences(own, request);
    return { face: own, exact: differs.length === 0, miss: differs.length === 0 ? "none" : "near", differs };
  }
  const genre = genreOfName(request.family);
  for (const family of substitutes(genre, faces)) {
    const face = nearest(faces, family, request);
    if (face) return { face, exact: false, miss: "missing", differs: differences(face, request) };
  }
  const face = nearest(faces, first.family, request) ?? first;
  return { face, exact: false, miss: "missing", differs: differences(face, request) };
}

/** A serif for a serif, a sans for a sans; for a typewriter's face another that is here, else a sans. */
function substitutes(genre: FontGenre, faces: readonly FontTraits[]): readonly string[] {
  const monos = genre === "mono" ? faces.filter((face) => face.genre === "mono").map((face) => face.family) : [];
  return genre === "sans" || genre === "mono" ? [...monos, ...SANSES, ...SERIFS] : [...SERIFS, ...SANSES];
}

function differences(face: FontTraits, request: FontRequest): readonly FontDifference[] {
  const found: FontDifference[] = [];
  if (face.width !== (request.width ?? 100)) found.push("width");
  if (face.italic !== request.italic) found.push("slope");
  if (face.weight !== request.weight) found.push("weight");
  return found;
}

function nearest<F extends FontTraits>(faces: readonly F[], family: string, request: FontRequest): F | null {
  const key = familyKey(family);
  let own = faces.filter((face) => familyKey(face.family) === key);
  if (own.length === 0) own = faces.filter((face) => face.aliases.some((name) => familyKey(name) === key));
  const best = least(own, (face) => styleDistance(face, request));
  if (!best || request.size === undefined) return best;
  return sized(faces, best, request.size);
}

/** Of the cuts of one family that match a face in style, the one drawn for a size; the face itself when none fits better. */
function sized<F extends FontTraits>(faces: readonly F[], face: F, size: number): F {
  const key = familyKey(face.opticalFamily);
  const cuts = faces.filter(
    (other) =>
      familyKey(other.opticalFamily) === key &&
      other.weight === face.weight &&
      other.width === face.width &&
      other.italic === face.italic,
  );
  const ranges = cuts.map(({ sizes }) => sizes);
  return least([face, ...cuts], (cut) => sizeDistance(cut.sizes ?? plainSizes(ranges), size)) ?? face;
}

/** A plain cut says no sizes: it stands where its sisters leave off, 9 to 14 pt when they say nothing of that. */
function plainSizes(ranges: readonly (readonly [number, number] | null)[]): readonly [number, number] {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (const range of ranges) {
    if (!range) continue;
    if (range[1] <= 12) low = Math.max(low, range[1]);
    if (range[0] >= 12) high = Math.min(high, range[0]);
  }
  return [low, high];
}

/** 0 inside the range, else how many times too small or too large, less 1. */
function sizeDistance([low, high]: readonly [number, number], size: number): number {
  if (size < low) return low / size - 1;
  return size > high ? size / high - 1 : 0;
}

function least<F>(faces: readonly F[], distance: (face: F) => number): F | null {
  let best: F | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const face of faces) {
    const far = distance(face);
    if (far < shortest) {
      best = face;
      shortest = far;
    }
  }
  return best;
}

/** CSS Fonts 4 §5.2: width counts before slope, slope before weight. */
function styleDistance(face: FontTraits, request: FontRequest): number {
  return (
    widthDistance(request.width ?? 100, face.width) * 100_000 +
    (face.italic === request.italic ? 0 : 10_000) +
    weightDistance(request.weight, face.weight)
  );
}

/** Narrower ones first for normal and condensed, wider first for expanded. */
function widthDistance(wanted: number, found: number): number {
  const d = found - wanted;
  if (wanted <= 100) return d <= 0 ? -d : 1000 + d;
  return d >= 0 ? d : 1000 - d;
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
