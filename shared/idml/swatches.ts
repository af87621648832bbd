/**
 * Inks as InDesign's swatches (IDML File Format Specification 8.0, "Colors, Swatches, Inks, and Gradients"): process
 * colours in CMYK or, where they were measured, in Lab, spots with their alternate, mixed inks, and the four swatches that
 * every document has. A swatch of the design keeps its name; an ink nobody named gets the name that InDesign gives such a
 * colour.
 */
import { type Cmyk, type Ink, isPlainBlack, type Mix, overprintsByChoice, type Spot } from "../color/ink.ts";
import { unreachable } from "../units.ts";
import { decimal, element } from "../xml.ts";

/** How an object refers to an ink: the swatch, its tint in per cent (-1: the swatch as it is), and that it overprints. */
export type InkUse = { readonly swatch: string; readonly tint: number; readonly overprints?: true };

export type Swatches = {
  use(ink: Ink): InkUse;
  /** All colours used or named so far, for `Resources/Graphic.xml`. */
  colours(): string;
};

export const NO_INK = "Swatch/None";

/** An id may hold anything but what separates its parts. */
export function idOf(kind: string, name: string): string {
  return `${kind}/${name.replace(/[%/:]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`;
}

export function createSwatches(named: Readonly<Record<string, Ink>>): Swatches {
  const made = new Map<string, string>();
  const names = new Map<string, string>();
  /** Names of the inks that mixes refer to. */
  const inks = new Set<string>();
  const taken = new Set(["black", "paper", "registration", "none", "cyan", "magenta", "yellow"]);

  function free(wanted: string): string {
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted} ${n}`;
    taken.add(name.toLowerCase());
    return name;
  }
  function process(ink: Cmyk, wanted: string | null): string {
    const value = percents(ink);
    const key = `process ${value}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const [c, m, y, k] = value.split(" ");
    const name = free(wanted ?? `C=${c} M=${m} Y=${y} K=${k}`);
    names.set(key, idOf("Color", name));
    made.set(idOf("Color", name), colour(name, "Process", value));
    return idOf("Color", name);
  }
  function measured(lab: readonly number[], wanted: string | null): string {
    const value = lab.map((part) => decimal(part)).join(" ");
    const key = `lab ${value}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const [l, a, b] = value.split(" ");
    const name = free(wanted ?? `L=${l} a=${a} b=${b}`);
    names.set(key, idOf("Color", name));
    made.set(idOf("Color", name), colour(name, "Process", value, { Space: "LAB" }));
    return idOf("Color", name);
  }
  function refer(ink: Ink, wanted: string | null = null): InkUse {
    switch (ink.kind) {
      case "paper":
        return { swatch: "Color/Paper", tint: -1 };
      case "registration":
        return { swatch: "Color/Registration", tint: -1 };
      case "cmyk":
        if (ink.lab) return { swatch: measured(ink.lab.of, wanted), tint: tintPercent(ink.lab.tint) };
        return { swatch: isPlainBlack(ink) ? "Color/Black" : process(ink, wanted), tint: -1 };
      case "spot":
        return { swatch: idOf("Color", spot(ink)), tint: tintPercent(ink.tint) };
      case "mix":
        return { swatch: mix(ink, wanted), tint: -1 };
      default:
        return unreachable(ink);
    }
  }
  /** The name of its swatch. */
  function spot({ name: ink, alternate }: Spot): string {
    const known = names.get(`spot ${ink}`);
    if (known !== undefined) return known;
    const name = free(ink);
    names.set(`spot ${ink}`, name);
    made.set(idOf("Color", name), colour(name, "Spot", percents(alternate)));
    return name;
  }
  /** Names stand in lists parted by spaces, so a space within one is written as in an address. */
  function mix(ink: Mix, wanted: string | null): string {
    const { c, m, y, k } = ink.process;
    const process = [c, m, y, k].flatMap((part, n) => (part > 0 ? [{ name: PROCESS[n] as string, part }] : []));
    const spots = ink.spots.map((one) => ({ name: spot(one), part: one.tint }));
    const parts = [...process, ...spots].map(({ part }) => decimal(Math.round(part * 10_000) / 100)).join(" ");
    const listed = (all: readonly string[]) => all.map((one) => one.replaceAll(" ", "%20")).join(" ");
    const inkNames = [...process.map(({ name }) => `$ID/${name}`), ...spots.map(({ name }) => name)];
    const key = `mix ${listed(inkNames)} ${parts}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = free(wanted ?? inkNames.map((one) => one.replace("$ID/Process ", "")).join(" + "));
    const id = idOf("MixedInk", name);
    names.set(key, id);
    for (const one of inkNames) inks.add(one);
    const text = element("MixedInk", {
      Self: id,
      Model: "Mixedinkmodel",
      Space: "MixedInk",
      InkList: listed(inkNames.map((one) => `Ink/${one}`)),
      InkPercentages: parts,
      BaseColor: "n",
      InkNameList: listed(inkNames),
      MixedInkSpotColorNameList: listed(spots.map((one) => one.name)),
      MixedInkSpotColorList: listed(spots.map((one) => idOf("Color", one.name))),
      Name: name,
      ColorEditable: true,
      ColorRemovable: true,
      Visible: true,
      SwatchCreatorID: 7937,
    });
    made.set(id, text);
    return id;
  }
  for (const [name, ink] of Object.entries(named)) refer(ink, name);

  return {
    use: (ink) => ({ ...refer(ink), ...(overprintsByChoice(ink) ? { overprints: true } : {}) }),
    colours: () => STANDARD + [...made.values()].join("") + [...inks].map(inkElement).join(""),
  };
}

const PROCESS = ["Process Cyan", "Process Magenta", "Process Yellow", "Process Black"] as const;

function inkElement(name: string): string {
  return element("Ink", {
    Self: `Ink/${name}`,
    Name: name,
    AliasInkName: "[No Alias]",
    ConvertToProcess: false,
    PrintInk: true,
    InkType: "Normal",
  });
}

function tintPercent(tint: number): number {
  return tint === 1 ? -1 : Math.round(tint * 100);
}
function percents({ c, m, y, k }: Cmyk): string {
  return [c, m, y, k].map((part) => decimal(Math.round(part * 10_000) / 100)).join(" ");
}

function colour(name: string, model: string, value: string, more: Readonly<Record<string, string | boolean>> = {}) {
  return element("Color", {
    Self: idOf("Color", name),
    Model: model,
    Space: "CMYK",
    ColorValue: value,
    ColorOverride: "Normal",
    AlternateSpace: "NoAlternateColor",
    AlternateColorValue: "",
    Name: name,
    ColorEditable: true,
    ColorRemovable: true,
    Visible: true,
    SwatchCreatorID: 7937,
    ...more,
  });
}

const FIXED = { ColorEditable: false, ColorRemovable: false };
const STANDARD =
  colour("Black", "Process", "0 0 0 100", { ...FIXED, ColorOverride: "Specialblack" }) +
  colour("Paper", "Process", "0 0 0 0", { ColorOverride: "Specialpaper", ColorEditable: true, ColorRemovable: false }) +
  colour("Registration", "Registration", "100 100 100 100", { ...FIXED, ColorOverride: "Specialregistration" }) +
  element("Swatch", {
    Self: NO_INK,
    Name: "None",
    ColorEditable: false,
    ColorRemovable: false,
    Visible: true,
    SwatchCreatorID: 7937,
  });
