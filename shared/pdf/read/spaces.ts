/**
 * Colour spaces as a file names them (ISO 32000-1 §8.6), down to what a press asks: which inks, how many parts, which
 * base or alternate. No colour is converted here.
 */
import type { PdfFile } from "./file.ts";
import type { JpxHead } from "./jpx.ts";
import { isArray, isStream, isString, type PdfDict, type PdfStream, type PdfValue } from "./values.ts";

type Family =
  | "DeviceGray"
  | "DeviceRGB"
  | "DeviceCMYK"
  | "CalGray"
  | "CalRGB"
  | "Lab"
  | "ICCBased"
  | "Indexed"
  | "Separation"
  | "DeviceN"
  | "Pattern";

export type Space = {
  readonly family: Family;
  /** Parts of a colour. */
  readonly parts: number;
  /** Separation and DeviceN: names of the inks. */
  readonly inks: readonly string[];
  /** Base of Indexed and Pattern, alternate of Separation and DeviceN. */
  readonly base: Space | null;
  /** ICCBased: the profile. */
  readonly profile: PdfStream | null;
  /** Indexed: the table, `base.parts` bytes an entry. */
  readonly table: Uint8Array | null;
  /** Separation and DeviceN: the tint transform, to tell whether two of a name are one. */
  readonly tint: PdfValue;
};

function device(family: Family, parts: number): Space {
  return { family, parts, inks: [], base: null, profile: null, table: null, tint: null };
}
export const GRAY = device("DeviceGray", 1);
const RGB = device("DeviceRGB", 3);
const CMYK = device("DeviceCMYK", 4);
const PLAIN: Readonly<Record<string, Space>> = {
  DeviceGray: GRAY,
  G: GRAY,
  CalGray: device("CalGray", 1),
  DeviceRGB: RGB,
  RGB,
  DeviceCMYK: CMYK,
  CMYK,
  CalCMYK: CMYK,
  Pattern: device("Pattern", 0),
};
const DEFAULTS = { DeviceGray: "DefaultGray", DeviceRGB: "DefaultRGB", DeviceCMYK: "DefaultCMYK" } as const;
const DEEPEST = 6;
const LARGEST_TABLE = 1 << 16;

/**
 * The space a value stands for; null when it is none. A name is looked up among the page's own spaces, and a device
 * space is exchanged for the page's default where it has one (§8.6.5.6).
 */
export function readSpace(
  file: PdfFile,
  value: PdfValue | undefined,
  resources: PdfDict | null,
  depth = 0,
): Space | null {
  const spaces = resources ? file.dict(resources.get("ColorSpace")) : null;
  let named = value;
  if (typeof named === "string" && !(named in PLAIN) && spaces) named = spaces.get(named);
  const known = file.get(named);
  if (depth > DEEPEST) return null;
  if (typeof known === "string") {
    const plain = PLAIN[known] ?? null;
    if (!plain || depth > 0 || !spaces) return plain;
    const otherwise = spaces.get(DEFAULTS[plain.family as keyof typeof DEFAULTS] ?? "");
    const made = otherwise === undefined ? null : readSpace(file, otherwise, null, depth + 1);
    return made?.parts === plain.parts ? made : plain;
  }
  if (!isArray(known)) return null;
  const family = file.get(known[0]);
  switch (family) {
    case "DeviceGray":
    case "G":
    case "DeviceRGB":
    case "RGB":
    case "DeviceCMYK":
    case "CMYK":
    case "CalCMYK":
    case "CalGray":
      return PLAIN[family] ?? null;
    case "CalRGB":
    case "Lab":
      return device(family, 3);
    case "ICCBased": {
      const profile = file.get(known[1]);
      if (!isStream(profile)) return null;
      const parts = file.get(profile.dict.get("N"));
      if (parts !== 1 && parts !== 3 && parts !== 4) return null;
      return { ...device("ICCBased", parts), profile };
    }
    case "Indexed":
    case "I": {
      const base = readSpace(file, known[1], resources, depth + 1);
      const lookup = file.get(known[3]);
      if (!base || base.family === "Indexed" || base.family === "Pattern") return null;
      const table = isString(lookup)
        ? lookup.bytes
        : isStream(lookup)
          ? file.decoded(lookup, LARGEST_TABLE).bytes
          : new Uint8Array(0);
      return { ...device("Indexed", 1), base, table };
    }
    case "Separation": {
      const ink = file.get(known[1]);
      const base = readSpace(file, known[2], resources, depth + 1);
      if (typeof ink !== "string" || !base) return null;
      return { ...device("Separation", 1), inks: [ink], base, tint: known[3] ?? null };
    }
    case "DeviceN": {
      const inks = file.get(known[1]);
      const base = readSpace(file, known[2], resources, depth + 1);
      if (!isArray(inks) || inks.length === 0 || inks.length > 32 || !base) return null;
      const names = inks.map((ink) => file.get(ink)).filter((ink) => typeof ink === "string");
      if (names.length !== inks.length) return null;
      return { ...device("DeviceN", names.length), inks: names, base, tint: known[3] ?? null };
    }
    case "Pattern": {
      const base = known.length > 1 ? readSpace(file, known[1], resources, depth + 1) : null;
      return { ...device("Pattern", base?.parts ?? 0), base };
    }
    default:
      return null;
  }
}

/** The space a JPEG 2000 picture brings itself: of a known kind, as if it had a profile. Null: it says none. */
export function spaceOfJpx({ colours }: JpxHead): Space | null {
  switch (colours) {
    case "gray":
      return GRAY;
    case "cmyk":
      return CMYK;
    case "rgb":
      return device("ICCBased", 3);
    default:
      return null;
  }
}

/** The colour a space begins with (§8.6.8). */
export function firstColour(space: Space): readonly number[] {
  if (space.family === "Separation" || space.family === "DeviceN") return Array.from({ length: space.parts }, () => 1);
  if (space.family === "DeviceCMYK" || (space.family === "ICCBased" && space.parts === 4)) return [0, 0, 0, 1];
  return Array.from({ length: space.parts }, () => 0);
}
