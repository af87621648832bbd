/** Spot inks of a whole file: how many, and whether one name means one colour everywhere (ISO 15930-7 §6.2.4). */
import type { PdfFile } from "../../pdf/read/file.ts";
import type { Space } from "../../pdf/read/spaces.ts";
import { isArray, isDict, isStream, isString, latin, type PdfValue } from "../../pdf/read/values.ts";
import { sameProfile } from "./standard.ts";
import type { PressLimits } from "./limits.ts";
import type { Report, Where } from "./report.ts";

export type Spots = {
  meet(file: PdfFile, space: Space, where: NonNullable<Where>): void;
  /** After the last page. */
  conclude(limits: PressLimits, report: Report): void;
};

const NO_SPOT = new Set(["All", "None", "Cyan", "Magenta", "Yellow", "Black"]);
const LARGEST_TINT = 1 << 16;

export function createSpots(report: Report): Spots {
  /** Name to its definition and the page it was first met on. */
  const known = new Map<string, { readonly definition: string; readonly page: number }>();
  const names = new Map<string, number>();
  const seen = new WeakSet<Space>();
  return {
    meet(file, space, where) {
      if (seen.has(space)) return;
      seen.add(space);
      for (const name of space.inks) {
        if (!NO_SPOT.has(name) && names.size < 1000) names.set(name, names.get(name) ?? where.page.number);
      }
      const [name] = space.inks;
      if (space.family !== "Separation" || name === undefined || name === "None") return;
      const definition = `${space.base?.family} ${written(file, space.tint, 0)}`;
      const before = known.get(name);
      if (!before) {
        if (known.size < 1000) known.set(name, { definition, page: where.page.number });
      } else if (before.definition !== definition) {
        report.add("error", "spot-differs", where, { name: name.slice(0, 60), before: before.page }, name);
      }
    },
    conclude({ spots, printer }, to) {
      const byLooks = new Map<string, string>();
      for (const name of names.keys()) {
        const plain = name.toLowerCase().replace(/[\s_-]+/g, "");
        const twin = byLooks.get(plain);
        if (twin !== undefined) {
          to.add("warning", "spot-alike.pdf", null, { one: twin.slice(0, 60), other: name.slice(0, 60) }, name);
        }
        byLooks.set(plain, name);
      }
      const extra =
        typeof spots === "number"
          ? [...names.keys()].slice(spots)
          : [...names.keys()].filter((name) => !spots.includes(name));
      if (extra.length === 0) return;
      const list = extra.slice(0, 8).join(", ");
      const allowed = typeof spots === "number" ? (spots === 0 ? "" : `${spots}`) : spots.join(", ");
      to.add("error", "spot-unwanted.pdf", null, { list, printer, allowed });
    },
  };
}

/** Is this the profile of the output intent once more? */
export function isOutputProfile(file: PdfFile, space: Space, output: Uint8Array | null): boolean {
  if (!space.profile || !output) return false;
  const { bytes } = file.decoded(space.profile, output.length + 1);
  return sameProfile(bytes, output);
}

/** A value in words, references followed: equal words, equal values. */
function written(file: PdfFile, value: PdfValue | undefined, depth: number): string {
  const found = file.get(value);
  if (depth > 6) return "…";
  if (isArray(found))
    return `[${found
      .slice(0, 256)
      .map((one) => written(file, one, depth + 1))
      .join(" ")}]`;
  if (isStream(found))
    return `${written(file, found.dict, depth)}:${latin(file.decoded(found, LARGEST_TINT).bytes.subarray(0, 8192))}`;
  if (isDict(found)) {
    return [...found]
      .filter(([key]) => !["Length", "Filter", "DecodeParms"].includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => `${key}=${written(file, one, depth + 1)}`)
      .join(",");
  }
  if (isString(found)) return latin(found.bytes);
  return typeof found === "object" ? "null" : String(found);
}
